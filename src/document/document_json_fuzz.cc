// SPDX-License-Identifier: Apache-2.0
// A draft from outside: what is read is written the same again, held against a record and rendered.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "document/document_json.h"
#include "document/given.h"
#include "document/render.h"
#include "document/verify.h"

namespace {

constexpr std::size_t kBytesMax = 1U << 18U;

const kaogong::document::GivenRecord& Record() {
  static const auto record =
      kaogong::document::GivenRecord::Parse("单位: 甘溪镇\n收入: 12300\n", "given");
  return record.value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kBytesMax) return 0;
  auto read = kaogong::document::FromJson({reinterpret_cast<const char*>(data), size});
  if (!read.ok()) return 0;
  const std::string written = kaogong::document::ToJson(read.value());
  const auto again = kaogong::document::FromJson(written);
  KAOGONG_ASSERT(again.ok());
  KAOGONG_ASSERT(kaogong::document::ToJson(again.value()) == written);
  (void)kaogong::document::FindChanges(read.value(), Record());
  kaogong::document::Refresh(Record(), &read.value());
  KAOGONG_ASSERT(kaogong::document::RenderDocx(read.value()).ok());
  (void)kaogong::document::RenderHtml(read.value());
  return 0;
}
