// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/import_rows.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "base/number_text.h"
#include "base/utf8.h"
#include "importer/xlsx.h"

namespace kaogong::office {

namespace {

// How often the progress is told, in rows.
constexpr std::size_t kProgressStep = 2000;

Place PlaceIn(const std::string& file, const std::string& sheet) {
  Place place;
  place.file = file;
  place.sheet = sheet;
  return place;
}

// Reads the cells of one row of a known sheet and reports what cannot be read.
class RowReader {
 public:
  RowReader(const ImportRows& rows, SheetKind kind, const importer::RowView& view,
            ImportFindings& findings)
      : rows_(rows),
        plan_(rows.sheets[static_cast<std::size_t>(kind)]),
        kind_(kind),
        view_(view),
        findings_(findings) {}

  int number() const { return view_.number; }
  // A row in which no column of ours holds anything is passed over.
  bool is_blank() const {
    return std::all_of(plan_.columns.begin(), plan_.columns.end(), [&](const auto& column) {
      return !column.has_value() || Trim(view_.cells[*column].text).empty();
    });
  }
  bool is_good() const { return is_good_; }

  std::string Code(std::size_t field, bool is_required) {
    std::string_view text = Trimmed(field);
    if (text.empty()) {
      if (is_required) Require(field);
      return {};
    }
    if (Text problem = CheckCode(text); !problem.empty()) Report("import.code", field, problem);
    return std::string(text);
  }
  std::string Name(std::size_t field, std::size_t characters_max) {
    const std::string_view text = Trimmed(field);
    if (text.empty()) return {};
    if (Text problem = CheckName(text, characters_max); !problem.empty()) {
      Report("import.name", field, problem);
    }
    return std::string(text);
  }
  std::string Free(std::size_t field, Text (*check)(std::string_view)) {
    const std::string_view text = Trimmed(field);
    if (Text problem = check(text); !problem.empty()) Report("import.text", field, problem);
    return std::string(text);
  }
  std::optional<UnitCategory> Category(std::size_t field) {
    const std::string_view text = Trimmed(field);
    if (text.empty()) return std::nullopt;
    const std::optional<UnitCategory> category = UnitCategoryWritten(text);
    if (!category.has_value()) {
      Report("import.category", field, Say("没有“{}”这个类别", "There is no category \"{}\"", text),
             Say("从下拉列表中选择", "Choose from the list"));
    }
    return category;
  }
  std::optional<std::int64_t> Order(std::size_t field) {
    const std::optional<std::string> digits = Digits(field);
    if (!digits.has_value()) return std::nullopt;
    const bool is_whole =
        digits->size() <= 7 && digits->find_first_not_of("0123456789") == std::string::npos;
    const std::int64_t order = is_whole ? std::stoll(*digits) : -1;
    if (order < 0 || order > kOrderMax) {
      Report("import.number", field,
             Say("序号应为 0 到 {} 的整数", "The order is a whole number from 0 to {}", kOrderMax));
      return std::nullopt;
    }
    return order;
  }
  std::optional<std::int64_t> Coefficient(std::size_t field) {
    const std::optional<std::string> digits = Digits(field);
    if (!digits.has_value()) return std::nullopt;
    Text problem;
    const std::optional<std::int64_t> units = ReadCoefficient(*digits, problem);
    if (!units.has_value()) Report("import.coefficient", field, problem);
    return units;
  }
  std::optional<Date> Day(std::size_t field, bool is_required = false) {
    const std::string_view text = Trimmed(field);
    if (text.empty()) {
      if (is_required) Require(field);
      return std::nullopt;
    }
    const Result<Date> day = Date::ParseLenient(text);
    if (day.ok()) return day.value();
    Report("import.date", field, Say("“{}”不是日期", "\"{}\" is no day", text),
           Say("按 2026-01-31 的样式填写", "Write it like 2026-01-31"));
    return std::nullopt;
  }
  std::optional<bool> YesOrNo(std::size_t field) {
    const std::string_view text = Trimmed(field);
    if (text.empty()) return std::nullopt;
    const std::string folded = NormalizeFullWidth(text);
    for (const std::string_view yes : {"是", "主职", "yes", "Yes", "YES", "TRUE", "1"}) {
      if (folded == yes) return true;
    }
    for (const std::string_view no : {"否", "兼职", "no", "No", "NO", "FALSE", "0"}) {
      if (folded == no) return false;
    }
    Report("import.yes-or-no", field, Say("请填“是”或“否”", "Write 是 (yes) or 否 (no)"));
    return std::nullopt;
  }
  void CheckOrder(std::optional<Date> from, std::optional<Date> to, std::size_t field) {
    if (!from.has_value() || !to.has_value() || *from < *to) return;
    Report("import.date-order", field,
           Say("{}不晚于开始的 {}", "{} is not after the beginning, {}", to->ToString(),
               from->ToString()),
           Say("填写不再有效的第一天", "Give the first day on which it no longer holds"));
  }

 private:
  const importer::CellView* CellOf(std::size_t field) const {
    return plan_.columns[field].has_value() ? &view_.cells[*plan_.columns[field]] : nullptr;
  }
  // A formula would give another value wherever it is opened, so none is taken.
  std::string_view Trimmed(std::size_t field) {
    const importer::CellView* const cell = CellOf(field);
    if (cell == nullptr) return {};
    if (cell->has_formula) {
      Report("import.formula", field, Say("单元格里是公式", "The cell holds a formula"),
             Say("复制后选择性粘贴为数值", "Copy it and paste the values only"));
      return {};
    }
    return Trim(cell->text);
  }
  std::optional<std::string> Digits(std::size_t field) {
    const std::string_view text = Trimmed(field);
    NumberReading reading = ReadNumberText(text);
    if (auto* const number = std::get_if<NumberText>(&reading)) {
      if (number->unit == NumberUnit::kNone) return std::move(number->digits);
      Report("import.number", field, Say("这里不用百分数", "No percentage is wanted here"));
    } else if (auto* const problem = std::get_if<NumberProblem>(&reading)) {
      Report("import.number", field, problem->message, problem->hint);
    }
    return std::nullopt;
  }
  void Require(std::size_t field) {
    // A formula was reported already.
    const importer::CellView* const cell = CellOf(field);
    if (cell != nullptr && cell->has_formula) return;
    const Text title = TitleOf(kind_, field);
    Report("import.required", field,
           Text{"请填写" + title.zh, "Fill in " + title.en});
  }
  void Report(std::string_view code, std::size_t field, Text message, Text hint = {}) {
    is_good_ = false;
    findings_.Error(code, rows_.PlaceOf(kind_, view_.number, field), std::move(message),
                    std::move(hint));
  }

  const ImportRows& rows_;
  const SheetPlan& plan_;
  SheetKind kind_;
  const importer::RowView& view_;
  ImportFindings& findings_;
  bool is_good_ = true;
};

class Reader : public importer::RowSink {
 public:
  Reader(ImportRows& rows, const RowProgress& on_progress, ImportFindings& findings)
      : rows_(rows), on_progress_(on_progress), findings_(findings) {}

  bool Begin(const importer::TableInfo& table) override {
    // Hidden sheets hold the lists of the drop-downs; a blank one says nothing.
    if (table.is_hidden || table.header.empty()) return false;
    const std::optional<SheetKind> kind = SheetNamed(table.sheet);
    if (!kind.has_value()) {
      findings_.Warning("import.unknown-sheet", PlaceIn(table.file, table.sheet),
                        Say("工作表“{}”没有读取", "The sheet \"{}\" is not read", table.sheet),
                        Say("工作表名应为单位、岗位、人员或任职",
                            "Sheets are called Units, Positions, Persons or Appointments"));
      return false;
    }
    SheetPlan& plan = rows_.sheets[static_cast<std::size_t>(*kind)];
    if (!plan.sheet.empty()) {
      findings_.Error("import.sheet-twice", PlaceIn(table.file, table.sheet),
                      Say("“{}”与“{}”是同一种表", "\"{}\" and \"{}\" are the same sheet",
                          table.sheet, plan.sheet));
      return false;
    }
    plan.sheet = table.sheet;
    kind_ = *kind;
    return TakeHeader(table, plan);
  }

  bool Row(const importer::RowView& view) override {
    RowReader row(rows_, kind_, view, findings_);
    if (!row.is_blank()) {
      Read(row);
      if (++count_ % kProgressStep == 0 && on_progress_ && !on_progress_(count_)) {
        is_given_up_ = true;
        return false;
      }
    }
    return true;
  }

  bool is_given_up() const { return is_given_up_; }
  bool has_sheet() const { return has_sheet_; }

 private:
  bool TakeHeader(const importer::TableInfo& table, SheetPlan& plan) {
    has_sheet_ = true;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
      if (table.header[i].empty()) continue;
      const std::optional<std::size_t> field = ColumnNamed(kind_, table.header[i]);
      if (!field.has_value()) {
        findings_.Warning("import.unknown-column", table.PlaceOfHeader(i),
                          Say("列“{}”没有读取", "The column \"{}\" is not read", table.header[i]));
      } else if (!plan.columns[*field].has_value()) {
        plan.columns[*field] = i;
      }
    }
    bool is_complete = true;
    const std::span<const ColumnWords> columns = WordsOf(kind_).columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!columns[i].is_required || plan.columns[i].has_value()) continue;
      is_complete = false;
      findings_.Error("import.no-column", PlaceIn(table.file, table.sheet),
                      Say("缺少“{}”列", "The column \"{1}\" is missing", columns[i].zh,
                          columns[i].en),
                      Say("请从模板开始填写", "Begin with the template"));
    }
    return is_complete;
  }

  void Read(RowReader& row) {
    switch (kind_) {
      case SheetKind::kUnits: return ReadUnit(row);
      case SheetKind::kPositions: return ReadPosition(row);
      case SheetKind::kPersons: return ReadPerson(row);
      case SheetKind::kAppointments: return ReadAppointment(row);
    }
  }

  void ReadUnit(RowReader& row) {
    using F = UnitField;
    UnitRow unit;
    unit.row = row.number();
    unit.code = row.Code(F::kCode, true);
    unit.name = row.Name(F::kName, kNameCharactersMax);
    unit.short_name = row.Name(F::kShortName, kShortNameCharactersMax);
    unit.parent_code = row.Code(F::kParent, false);
    unit.category = row.Category(F::kCategory);
    unit.order = row.Order(F::kOrder);
    unit.from = row.Day(F::kFrom);
    unit.to = row.Day(F::kTo);
    row.CheckOrder(unit.from, unit.to, F::kTo);
    Keep(row, std::move(unit), rows_.units);
  }

  void ReadPosition(RowReader& row) {
    using F = PositionField;
    PositionRow position;
    position.row = row.number();
    position.code = row.Code(F::kCode, true);
    position.name = row.Name(F::kName, kNameCharactersMax);
    position.coefficient = row.Coefficient(F::kCoefficient);
    position.order = row.Order(F::kOrder);
    Keep(row, std::move(position), rows_.positions);
  }

  void ReadPerson(RowReader& row) {
    using F = PersonField;
    PersonRow person;
    person.row = row.number();
    person.code = row.Code(F::kCode, true);
    person.name = row.Name(F::kName, kNameCharactersMax);
    person.phone = row.Free(F::kPhone, CheckPhone);
    person.note = row.Free(F::kNote, CheckNote);
    Keep(row, std::move(person), rows_.persons);
  }

  void ReadAppointment(RowReader& row) {
    using F = AppointmentField;
    AppointmentRow appointment;
    appointment.row = row.number();
    appointment.person_code = row.Code(F::kPerson, true);
    appointment.unit_code = row.Code(F::kUnit, true);
    appointment.position_code = row.Code(F::kPosition, false);
    appointment.is_primary = row.YesOrNo(F::kIsPrimary);
    const std::optional<Date> from = row.Day(F::kFrom, true);
    appointment.to = row.Day(F::kTo);
    row.CheckOrder(from, appointment.to, F::kTo);
    if (!row.is_good()) return;
    appointment.from = *from;
    rows_.appointments.push_back(std::move(appointment));
  }

  template <class T>
  void Keep(const RowReader& row, T value, std::vector<T>& to) {
    if (row.is_good()) {
      to.push_back(std::move(value));
    } else {
      rows_.unread_codes[static_cast<std::size_t>(kind_)].insert(std::move(value.code));
    }
  }

  ImportRows& rows_;
  const RowProgress& on_progress_;
  ImportFindings& findings_;
  SheetKind kind_ = SheetKind::kUnits;
  std::size_t count_ = 0;
  bool has_sheet_ = false;
  bool is_given_up_ = false;
};

}  // namespace

Place ImportRows::PlaceOf(SheetKind kind, int row, std::size_t field) const {
  const SheetPlan& plan = sheets[static_cast<std::size_t>(kind)];
  Place place = PlaceIn(file, plan.sheet);
  place.cell = importer::ColumnLetters(plan.columns[field].value_or(0)) + std::to_string(row);
  return place;
}

Result<ImportRows> ReadImportRows(std::string_view bytes, std::string_view file,
                                  const RowProgress& on_progress, ImportFindings& findings) {
  ImportRows rows;
  rows.file = file;
  Reader reader(rows, on_progress, findings);
  Issues issues;
  const Result<void> read = importer::ReadXlsx(bytes, file, {}, reader, issues);
  findings.Append(std::move(issues));
  if (!read.ok()) return read.error();
  if (reader.is_given_up()) {
    return kaogong::Error{ErrorCode::kConflict, Say("读取已中止", "The reading was given up")};
  }
  if (!reader.has_sheet()) {
    findings.Error("import.no-sheet", PlaceIn(rows.file, ""),
                   Say("没有名为单位、岗位、人员或任职的工作表",
                       "No sheet is called Units, Positions, Persons or Appointments"),
                   Say("请从模板开始填写", "Begin with the template"));
  } else if (rows.size() == 0 && !findings.has_errors()) {
    findings.Error("import.no-rows", PlaceIn(rows.file, ""),
                   Say("各工作表都没有内容", "No sheet has any rows"));
  }
  return rows;
}

}  // namespace kaogong::office
