// SPDX-License-Identifier: Apache-2.0
// Any text is a number, blank or a problem with words; a number reads back as itself.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>

#include "base/number_text.h"
#include "base/result.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  const std::string_view cell(reinterpret_cast<const char*>(data), size);
  const NumberReading reading = ReadNumberText(cell);
  if (const auto* problem = std::get_if<NumberProblem>(&reading)) {
    KAOGONG_ASSERT(!problem->code.empty() && !problem->message.zh.empty() &&
                   !problem->hint.en.empty());
  }
  if (const auto* number = std::get_if<NumberText>(&reading)) {
    const NumberReading again = ReadNumberText(number->digits);
    const auto* same = std::get_if<NumberText>(&again);
    KAOGONG_ASSERT(same != nullptr && same->digits == number->digits);
    KAOGONG_ASSERT(number->digits != "-0");
  }
  return 0;
}
