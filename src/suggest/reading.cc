// SPDX-License-Identifier: Apache-2.0
#include "suggest/reading.h"

#include "base/utf8.h"
#include "text/fold.h"

namespace kaogong::suggest {
namespace {

constexpr std::size_t kNameCharacters = 16;

std::string Cleaned(std::string_view hint) {
  std::string name;
  std::size_t count = 0;
  for (std::size_t at = 0; at < hint.size() && count < kNameCharacters;) {
    const CodePoint point = DecodeCodePoint(hint, at);
    at += point.size;
    if (!text::IsHan(point.value) && !text::IsLatin(point.value) && !text::IsDigit(point.value))
      continue;
    AppendCodePoint(point.value, name);
    ++count;
  }
  // A name does not begin with a digit.
  if (!name.empty() && text::IsDigit(static_cast<unsigned char>(name[0]))) name.insert(0, "第");
  return name;
}

}  // namespace

std::string Namer::Unique(std::string_view hint, std::string_view fallback) {
  std::string name = Cleaned(hint);
  if (name.empty()) name = Cleaned(fallback);
  if (name.empty()) name = "数据";
  std::string unique = name;
  for (int number = 2; !taken_.insert(unique).second; ++number)
    unique = name + std::to_string(number);
  return unique;
}

bool Namer::Take(const std::string& name) {
  return Cleaned(name) == name && taken_.insert(name).second;
}

std::string Quoted(std::string_view name) { return "「" + std::string(name) + "」"; }

std::string Plain(const Rational& value) {
  if (const auto exact = value.ExactDecimal()) return exact->Trimmed().ToString();
  const auto rounded = value.Round(6, Rounding::kHalfUp);
  return rounded ? rounded->Trimmed().ToString() : value.ToString();
}

}  // namespace kaogong::suggest
