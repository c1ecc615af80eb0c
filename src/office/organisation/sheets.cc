// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/sheets.h"

#include <string>

#include "base/utf8.h"

namespace kaogong::office {

namespace {

constexpr std::array kUnitColumns = {
    ColumnWords{"单位编码", "Unit code", true, 14, "全市唯一，导入时据此识别单位，不能有空格。",
                "Unique in the whole organisation; the unit is recognised by it. No blanks."},
    ColumnWords{"单位名称", "Unit name", false, 28, "新单位必填。",
                "Required for a new unit."},
    ColumnWords{"简称", "Short name", false, 14, "可以不填。", "May be left empty."},
    ColumnWords{"上级单位编码", "Parent code", false, 14,
                "除最上级单位外，新单位必填；可以是本表中的新单位。",
                "Required for a new unit but the topmost; may be new in this sheet."},
    ColumnWords{"类别", "Category", false, 12, "从下拉列表中选择；新单位必填。",
                "Choose from the list; required for a new unit."},
    ColumnWords{"序号", "Order", false, 8, "同级单位中的官方排序，整数，小的在前；新单位不填时按行次排列。",
                "Official order among siblings, a whole number; by row when left empty."},
    ColumnWords{"生效日期", "Valid from", false, 14,
                "新单位的设立日期，或变更自哪一天起生效；已有单位不填时视为更正现有内容。",
                "When a new unit begins or a change takes effect; left empty for a unit we have, "
                "its present entry is corrected."},
    ColumnWords{"撤销日期", "Valid to", false, 14, "自这一天起单位不再存在；不填为继续有效。",
                "The first day on which the unit no longer exists; empty: until further notice."},
};
constexpr std::array kPositionColumns = {
    ColumnWords{"岗位编码", "Position code", true, 14, "唯一，不能有空格。", "Unique; no blanks."},
    ColumnWords{"岗位名称", "Position name", false, 20, "新岗位必填。",
                "Required for a new position."},
    ColumnWords{"岗位系数", "Coefficient", false, 10, "0 到 100，最多四位小数；新岗位不填时为 1。",
                "0 to 100, at most four decimals; 1 for a new position when left empty."},
    ColumnWords{"序号", "Order", false, 8, "整数，小的在前。", "A whole number; smaller first."},
};
constexpr std::array kPersonColumns = {
    ColumnWords{"人员编码", "Person code", true, 14, "工号等唯一编码，不能有空格。",
                "A unique code such as a staff number; no blanks."},
    ColumnWords{"姓名", "Name", false, 14, "新人员必填。", "Required for a new person."},
    ColumnWords{"电话", "Phone", false, 16, "可以不填。", "May be left empty."},
    ColumnWords{"备注", "Note", false, 24, "可以不填。", "May be left empty."},
};
constexpr std::array kAppointmentColumns = {
    ColumnWords{"人员编码", "Person code", true, 14, "“人员”表或系统中已有的编码。",
                "A code of the sheet of persons, or one we have."},
    ColumnWords{"单位编码", "Unit code", true, 14, "“单位”表或系统中已有的编码。",
                "A code of the sheet of units, or one we have."},
    ColumnWords{"岗位编码", "Position code", false, 14, "可以不填。", "May be left empty."},
    ColumnWords{"是否主职", "Primary", false, 10,
                "是或否；同一天只能有一个主职。不填时：没有其他主职即为主职。",
                "Yes or no; one primary a day. Left empty: primary when there is no other."},
    ColumnWords{"任职日期", "Valid from", true, 14, "到任的第一天。", "The first day."},
    ColumnWords{"免职日期", "Valid to", false, 14, "自这一天起不再任职；不填为继续任职。",
                "The first day no longer in the post; empty: until further notice."},
};

constexpr std::array<SheetWords, kSheetCount> kSheets = {{
    {SheetKind::kUnits, "单位", "Units", kUnitColumns},
    {SheetKind::kPositions, "岗位", "Positions", kPositionColumns},
    {SheetKind::kPersons, "人员", "Persons", kPersonColumns},
    {SheetKind::kAppointments, "任职", "Appointments", kAppointmentColumns},
}};

std::string Fold(std::string_view text) {
  std::string folded = NormalizeFullWidth(text);
  folded = std::string(Trim(folded));
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

bool IsCalled(std::string_view folded, std::string_view zh, std::string_view en) {
  return folded == zh || folded == Fold(en);
}

}  // namespace

const SheetWords& WordsOf(SheetKind kind) { return kSheets[static_cast<std::size_t>(kind)]; }

std::span<const SheetWords> AllSheets() { return kSheets; }

std::optional<SheetKind> SheetNamed(std::string_view name) {
  const std::string folded = Fold(name);
  for (const SheetWords& words : kSheets) {
    if (IsCalled(folded, words.zh, words.en)) return words.kind;
  }
  return std::nullopt;
}

std::optional<std::size_t> ColumnNamed(SheetKind kind, std::string_view title) {
  const std::string folded = Fold(title);
  const std::span<const ColumnWords> columns = WordsOf(kind).columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (IsCalled(folded, columns[i].zh, columns[i].en)) return i;
  }
  return std::nullopt;
}

Text TitleOf(SheetKind kind) {
  return Text{std::string(WordsOf(kind).zh), std::string(WordsOf(kind).en)};
}

Text TitleOf(SheetKind kind, std::size_t field) {
  const ColumnWords& words = WordsOf(kind).columns[field];
  return Text{std::string(words.zh), std::string(words.en)};
}

}  // namespace kaogong::office
