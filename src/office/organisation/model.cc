// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/model.h"

#include <algorithm>
#include <array>

#include "base/decimal.h"
#include "base/utf8.h"

namespace kaogong::office {

namespace {

struct CategoryWords {
  UnitCategory category;
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr std::array kCategories = {
    CategoryWords{UnitCategory::kCity, "city", "市", "city"},
    CategoryWords{UnitCategory::kDepartment, "department", "部门", "department"},
    CategoryWords{UnitCategory::kCounty, "county", "县区", "county"},
    CategoryWords{UnitCategory::kTown, "town", "乡镇", "town"},
    CategoryWords{UnitCategory::kVillage, "village", "村", "village"},
    CategoryWords{UnitCategory::kSchool, "school", "学校", "school"},
    CategoryWords{UnitCategory::kHospital, "hospital", "医院", "hospital"},
    CategoryWords{UnitCategory::kEnterprise, "enterprise", "企业", "enterprise"},
    CategoryWords{UnitCategory::kSection, "section", "内设机构", "section"},
    CategoryWords{UnitCategory::kOther, "other", "其他", "other"},
};

const CategoryWords& WordsOf(UnitCategory category) {
  return kCategories[static_cast<std::size_t>(category)];
}

enum class Lines { kOne, kMany };

// Control characters would break tables and logs; bidirectional controls can make a name look like
// another.
bool HasForbiddenCharacter(std::string_view text, Lines lines) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    at += point.size;
    const char32_t c = point.value;
    if (lines == Lines::kMany && (c == U'\n' || c == U'\r' || c == U'\t')) continue;
    if (c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x202a && c <= 0x202e) ||
        (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029) {
      return true;
    }
  }
  return false;
}

Text CheckText(std::string_view text, std::size_t characters_max, Lines lines) {
  if (FindInvalidUtf8(text).has_value()) {
    return Say("文字不是有效的 UTF-8", "The text is not valid UTF-8");
  }
  if (HasForbiddenCharacter(text, lines)) {
    return Say("含有控制字符，请删去", "It holds control characters; delete them");
  }
  const std::size_t count = CountCodePoints(text);
  if (count > characters_max) {
    return Say("过长：{} 个字，最多 {} 个字", "Too long: {} characters, at most {}", count,
               characters_max);
  }
  return {};
}

}  // namespace

std::span<const UnitCategory> AllUnitCategories() {
  static constexpr auto kAll = [] {
    std::array<UnitCategory, kCategories.size()> all{};
    std::transform(kCategories.begin(), kCategories.end(), all.begin(),
                   [](const CategoryWords& words) { return words.category; });
    return all;
  }();
  return kAll;
}

std::string_view NameOf(UnitCategory category) { return WordsOf(category).name; }

Text TitleOf(UnitCategory category) {
  const CategoryWords& words = WordsOf(category);
  return Text{std::string(words.zh), std::string(words.en)};
}

std::optional<UnitCategory> UnitCategoryNamed(std::string_view name) {
  for (const CategoryWords& words : kCategories) {
    if (words.name == name) return words.category;
  }
  return std::nullopt;
}

std::optional<UnitCategory> UnitCategoryWritten(std::string_view text) {
  for (const CategoryWords& words : kCategories) {
    if (words.name == text || words.zh == text) return words.category;
  }
  // What offices write beside our own titles.
  static constexpr std::array<std::pair<std::string_view, UnitCategory>, 8> kOthers = {{
      {"县", UnitCategory::kCounty},
      {"区", UnitCategory::kCounty},
      {"镇", UnitCategory::kTown},
      {"乡", UnitCategory::kTown},
      {"街道", UnitCategory::kTown},
      {"社区", UnitCategory::kVillage},
      {"科室", UnitCategory::kSection},
      {"班级", UnitCategory::kSection},
  }};
  for (const auto& [written, category] : kOthers) {
    if (written == text) return category;
  }
  return std::nullopt;
}

Text CheckCode(std::string_view code) {
  if (code.empty()) return Say("请填写编码", "Give a code");
  if (Text problem = CheckText(code, kCodeCharactersMax, Lines::kOne); !problem.empty()) {
    return problem;
  }
  for (std::size_t at = 0; at < code.size();) {
    const CodePoint point = DecodeCodePoint(code, at);
    if (Trim(code.substr(at, point.size)).empty()) {
      return Say("编码中不能有空格", "A code holds no blanks");
    }
    at += point.size;
  }
  return {};
}

Text CheckName(std::string_view name, std::size_t characters_max) {
  if (name.empty()) return Say("请填写名称", "Give a name");
  return CheckText(name, characters_max, Lines::kOne);
}

Text CheckPhone(std::string_view phone) {
  return CheckText(phone, kPhoneCharactersMax, Lines::kOne);
}

Text CheckNote(std::string_view note) { return CheckText(note, kNoteCharactersMax, Lines::kMany); }

std::optional<std::int64_t> ReadCoefficient(std::string_view digits, Text& problem) {
  const std::optional<Decimal> parsed = Decimal::Parse(digits);
  if (!parsed.has_value()) {
    problem = Say("系数应为数字，例如 1.05", "A coefficient is a number, such as 1.05");
    return std::nullopt;
  }
  const Decimal value = parsed->Trimmed();
  if (value.scale() > kCoefficientScale) {
    problem = Say("系数最多四位小数", "A coefficient has at most four decimal places");
    return std::nullopt;
  }
  // 18 digits at most times 10^4 could pass the largest integer; the bound comes first.
  if (value < Decimal::FromInteger(0) ||
      value > Decimal::FromUnits(kCoefficientUnitsMax, kCoefficientScale)) {
    problem = Say("系数应在 0 到 100 之间", "A coefficient lies between 0 and 100");
    return std::nullopt;
  }
  return value.units() * PowerOfTen(kCoefficientScale - value.scale());
}

std::string CoefficientText(std::int64_t units) {
  return Decimal::FromUnits(units, kCoefficientScale).Trimmed().ToString();
}

}  // namespace kaogong::office
