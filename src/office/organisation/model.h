// SPDX-License-Identifier: Apache-2.0
// The organisation as plain values: units (单位), positions (岗位), persons (人员), appointments (任职).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/text.h"
#include "office/ids.h"

namespace kaogong::office {

// The days on which something holds, half open: from its first day until `to`, the first day on
// which it no longer does. Without `to`, until further notice.
struct Validity {
  Date from;
  std::optional<Date> to;

  bool Holds(Date day) const { return from <= day && (!to.has_value() || day < *to); }
  bool Overlaps(const Validity& other) const {
    return (!other.to.has_value() || from < *other.to) && (!to.has_value() || other.from < *to);
  }
  friend bool operator==(const Validity&, const Validity&) = default;
};

// Stored and on the wire by NameOf. Append only.
enum class UnitCategory {
  kCity,        // 市
  kDepartment,  // 部门
  kCounty,      // 县（市、区）
  kTown,        // 乡镇（街道）
  kVillage,     // 村（社区）
  kSchool,      // 学校
  kHospital,    // 医院
  kEnterprise,  // 企业
  kSection,     // 内设机构
  kOther,       // 其他
};

std::span<const UnitCategory> AllUnitCategories();
std::string_view NameOf(UnitCategory category);  // "department"
Text TitleOf(UnitCategory category);             // 部门
std::optional<UnitCategory> UnitCategoryNamed(std::string_view name);
// Also takes the titles, as people fill them in.
std::optional<UnitCategory> UnitCategoryWritten(std::string_view text);

// What may differ from one span of a unit to the next.
struct UnitState {
  std::optional<Id> parent;  // Nothing: the topmost unit.
  std::string name;
  std::string short_name;
  UnitCategory category = UnitCategory::kOther;
  std::int64_t order = 0;  // Among its siblings (官方排序).

  friend bool operator==(const UnitState&, const UnitState&) = default;
};

// A stretch of days during which a unit's state stays the same.
struct UnitSpan {
  Id id = 0;
  Id unit = 0;
  UnitState state;
  Validity validity;
};

// A coefficient (系数) in ten-thousandths: 1.042 is 10420.
inline constexpr int kCoefficientScale = 4;

// Most characters of each text, and largest numbers.
inline constexpr std::size_t kCodeCharactersMax = 32;
inline constexpr std::size_t kNameCharactersMax = 100;
inline constexpr std::size_t kShortNameCharactersMax = 40;
inline constexpr std::size_t kPhoneCharactersMax = 40;
inline constexpr std::size_t kNoteCharactersMax = 500;
inline constexpr std::int64_t kOrderMax = 1'000'000;
inline constexpr std::int64_t kCoefficientUnitsMax = 1'000'000;  // 100
inline constexpr int kTreeDepthMax = 20;

// What is wrong with a text for one of these fields; empty when nothing is. Names and codes are
// judged as they will be stored, trimmed.
Text CheckCode(std::string_view code);
Text CheckName(std::string_view name, std::size_t characters_max);
// Phones and notes may be empty and notes may have several lines.
Text CheckPhone(std::string_view phone);
Text CheckNote(std::string_view note);

// Reads a coefficient as it is written in decimals; what is wrong goes to `problem`.
std::optional<std::int64_t> ReadCoefficient(std::string_view digits, Text& problem);
// Returns the decimals without superfluous zeros: "1.042".
std::string CoefficientText(std::int64_t units);

}  // namespace kaogong::office
