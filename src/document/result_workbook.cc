// SPDX-License-Identifier: Apache-2.0
#include "document/result_workbook.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/date.h"
#include "document/internal/excel_formula.h"
#include "explain/shown.h"
#include "sheet/write.h"

namespace kaogong::document {

namespace {

using facts::Row;
using scheme::FieldId;
using scheme::FigureId;
using scheme::KindId;
using scheme::Type;
using scoring::Value;

constexpr std::uint32_t kEntry = 0xFFF9E5;  // Cells that may be typed into.
constexpr std::uint32_t kFixed = 0xEDEDED;  // Values that no formula gives.

// Where a decimal is rounded, for a spreadsheet computes in binary and its last digits are dust: at
// twelve places, or as many as leave fourteen digits. Nothing for a fraction without end: cut, it
// would no longer be what others are computed from.
std::optional<int> PlacesFor(const Rational& number) {
  constexpr int kPlaces = 12;
  constexpr int kDigits = 14;
  if (!number.ExactDecimal()) return std::nullopt;
  // The terms of a small difference may be larger than it is: three digits are taken for those.
  const auto whole = number.Round(0, Rounding::kDown);
  const int digits = whole ? static_cast<int>(whole->ToString().size()) : kDigits;
  return std::clamp(kDigits - std::max(digits, 3), 0, kPlaces);
}

class Maker {
 public:
  Maker(const ComputedResult& result, const std::vector<Remark>& remarks)
      : result_(result),
        remarks_(remarks),
        scheme_(result.scheme),
        plan_(result.scheme),
        writer_(result, &plan_) {}

  Result<ResultWorkbook> Make() {
    sheet::Workbook workbook;
    workbook.title = scheme_.title;
    std::map<KindId, std::pair<sheet::Sheet, sheet::Sheet>> pages;
    for (std::size_t i = 0; i < scheme_.kinds.size(); ++i) {
      const auto kind = static_cast<KindId>(i);
      if (result_.facts.table(kind).rows() == 0) continue;
      pages.emplace(kind, std::pair(FactsOf(kind), ResultsOf(kind)));
    }
    std::map<KindId, std::size_t> results;  // Where in the workbook.
    for (auto& [kind, pair] : pages) {
      if (!pair.second.rows.empty() && pair.second.columns.size() > SheetPlan::kLabels) {
        results[kind] = workbook.sheets.size();
        workbook.sheets.push_back(std::move(pair.second));
      }
      if (pair.first.columns.size() > SheetPlan::kLabels)
        workbook.sheets.push_back(std::move(pair.first));
      const auto steps = writer_.steps().find(kind);
      if (steps != writer_.steps().end()) workbook.sheets.push_back(StepsOf(kind, steps->second));
    }
    AddCharts(results, &workbook);
    workbook.sheets.push_back(About());
    KAOGONG_TRY_ASSIGN(made_.bytes, sheet::RenderWorkbook(workbook));
    return std::move(made_);
  }

 private:
  // --- What all sheets of a kind begin with

  sheet::Sheet Begin(KindId kind, ColumnPlace::Page page) const {
    sheet::Sheet sheet;
    sheet.name = plan_.SheetName(kind, page);
    sheet.frozen_columns = 2;
    sheet.is_landscape = true;
    const KindId parent = scheme_.kind(kind).parent;
    for (const std::string& title :
         {std::string("编号"), std::string("名称"),
          parent > 0 ? scheme_.kind(parent).name : std::string("上级")}) {
      sheet::Column column;
      column.title = title;
      column.is_locked = true;
      sheet.columns.push_back(std::move(column));
    }
    const facts::Table& table = result_.facts.table(kind);
    for (Row row = 0; row < table.rows(); ++row) {
      const std::string& id = table.ids[static_cast<std::size_t>(row)];
      std::string above;
      if (parent > 0) {
        above = result_.facts.table(parent).NameOf(
            facts::RowAbove(scheme_, result_.facts, kind, row, parent));
      }
      sheet.rows.push_back({sheet::Cell::Text(id.empty() ? std::to_string(row + 1) : id),
                            sheet::Cell::Text(id.empty() ? "" : table.NameOf(row)),
                            sheet::Cell::Text(above)});
    }
    return sheet;
  }

  std::string TitleOf(const std::string& name, const scheme::Level& level, int period) const {
    if (level.count() == 1) return name;
    return name + "[" + level.periods[static_cast<std::size_t>(period)] + "]";
  }

  sheet::Cell CellOf(const Value& value, Type type, bool is_fixed) const {
    sheet::Cell cell;
    if (!value.ok()) {
      cell = sheet::Cell::Text(explain::NameOf(value.state).zh);
    } else if (type == Type::kText) {
      const auto at = value.number.ToInteger(Rounding::kDown).value_or(0);
      cell = sheet::Cell::Text(result_.facts.texts[static_cast<std::size_t>(at)]);
    } else if (type == Type::kDate) {
      const auto day = Date::FromDays(value.number.ToInteger(Rounding::kDown).value_or(0));
      cell = day.ok() ? sheet::Cell::Date(day.value().ToString()) : sheet::Cell::Text("");
    } else {
      cell = sheet::Cell::Number(SpreadsheetDigits(value.number));
    }
    if (is_fixed) cell.style.fill = kFixed;
    return cell;
  }

  // --- Facts

  sheet::Sheet FactsOf(KindId kind) {
    sheet::Sheet sheet = Begin(kind, ColumnPlace::Page::kFacts);
    for (const FieldId id : scheme_.kind(kind).fields) {
      const scheme::Field& field = scheme_.field(id);
      const scheme::Level& level = scheme_.level(field.level);
      for (int period = 0; period < level.count(); ++period) {
        sheet::Column column;
        column.title = TitleOf(field.name, level, period);
        column.style.fill = kEntry;
        if (field.is_percent) column.note = "百分比写成小数：86% 是 0.86";
        sheet.columns.push_back(std::move(column));
        for (Row row = 0; row < static_cast<Row>(sheet.rows.size()); ++row)
          sheet.rows[static_cast<std::size_t>(row)].push_back(
              CellOf(FactAt(id, row, period), field.type, false));
      }
    }
    return sheet;
  }

  Value FactAt(FieldId id, Row row, int period) const {
    const facts::Column& column = facts::ColumnOf(scheme_, result_.facts, id, period);
    switch (column.PresenceOf(row)) {
      case facts::Presence::kPresent:
        return Value::Of(Decimal::FromUnits(column.UnitsOf(row), column.scale));
      case facts::Presence::kNotApplicable:
        return Value::Without(scoring::State::kExempt);
      case facts::Presence::kMissing:
        break;
    }
    switch (scheme_.field(id).missing) {
      case scheme::Missing::kZero:
        return Value::Of(Rational());
      case scheme::Missing::kExempt:
        return Value::Without(scoring::State::kExempt);
      default:
        return Value::Without(scoring::State::kPending);
    }
  }

  // --- Results

  sheet::Sheet ResultsOf(KindId kind) {
    sheet::Sheet sheet = Begin(kind, ColumnPlace::Page::kResults);
    for (std::size_t i = 0; i < scheme_.figures.size(); ++i) {
      if (scheme_.figures[i].kind == kind) AddFigure(static_cast<FigureId>(i), &sheet);
    }
    return sheet;
  }

  void AddFigure(FigureId id, sheet::Sheet* sheet) {
    const scheme::Figure& figure = scheme_.figure(id);
    const scheme::Level& level = scheme_.level(figure.level);
    Text why;
    for (int period = 0; period < level.count(); ++period) {
      sheet::Column column;
      column.title = TitleOf(figure.name, level, period);
      column.note = figure.formula.substr(0, 2000);
      column.is_locked = true;
      sheet->columns.push_back(std::move(column));
      std::vector<std::optional<std::string>> formulas;
      const auto rows = static_cast<Row>(sheet->rows.size());
      for (Row row = 0; row < rows; ++row) {
        formulas.push_back(writer_.Write(id, row, period));
        if (why.empty()) why = writer_.why();
      }
      // A column is of formulas or of values: half of each would look checked and not be.
      AddColumn(id, period, why.empty() ? formulas : std::vector<std::optional<std::string>>{},
                sheet);
    }
    if (!why.empty())
      made_.unexpressed.push_back({scheme_.kind(figure.kind).name + "." + figure.name, why});
  }

  // A column of results: formulas, or values on grey ground where there are none.
  void AddColumn(FigureId id, int period, const std::vector<std::optional<std::string>>& formulas,
                 sheet::Sheet* sheet) {
    const scheme::Figure& figure = scheme_.figure(id);
    const bool leaves_dust = figure.type == Type::kNumber && writer_.LeavesDust(id);
    for (std::size_t row = 0; row < sheet->rows.size(); ++row) {
      const Value value = result_.outcome.At(id, static_cast<Row>(row), period);
      sheet::Cell cell = CellOf(value, figure.type, formulas.empty());
      if (!formulas.empty() && formulas[row] && value.ok()) {
        const auto places = leaves_dust ? PlacesFor(value.number) : std::nullopt;
        // A day is a number of a spreadsheet, shown as a day.
        const bool is_day = figure.type == Type::kDate;
        if (is_day) {
          cell.text = SpreadsheetDigits(value.number + Rational(kExcelEpoch));
          sheet->columns.back().format = "yyyy-mm-dd";
        }
        cell = sheet::Cell::Formula(
            places ? fmt::format("ROUND({},{})", *formulas[row], *places) : *formulas[row],
            cell.text);
        ++made_.formulas;
      }
      sheet->rows[row].push_back(std::move(cell));
    }
  }

  // --- Steps

  sheet::Sheet StepsOf(KindId kind, const std::vector<StepColumn>& columns) const {
    sheet::Sheet sheet = Begin(kind, ColumnPlace::Page::kSteps);
    const std::size_t first = sheet.columns.size();
    sheet.columns.resize(first + columns.size());
    for (auto& row : sheet.rows) row.resize(first + columns.size());
    for (const StepColumn& step : columns) {
      const auto at = static_cast<std::size_t>(step.place.column);
      sheet.columns[at].title = step.title + std::to_string(at - first + 1);
      sheet.columns[at].is_locked = true;
      for (std::size_t row = 0; row < step.cells.size(); ++row) {
        const StepCell& cell = step.cells[row];
        const std::string digits = SpreadsheetDigits(cell.value);
        sheet.rows[row][at] = cell.formula.empty() ? sheet::Cell::Number(digits)
                                                   : sheet::Cell::Formula(cell.formula, digits);
      }
    }
    return sheet;
  }

  // --- Charts

  // Totals in official order, and how many have which grade: counted by a formula too.
  void AddCharts(const std::map<KindId, std::size_t>& results, sheet::Workbook* workbook) {
    sheet::Sheet page;
    page.name = "图表";
    page.is_landscape = true;
    for (const char* const title : {"对象", "等次", "个数"}) {
      sheet::Column column;
      column.title = title;
      column.is_locked = true;
      page.columns.push_back(std::move(column));
    }
    for (const auto& [kind, at] : results) {
      if (scheme_.kind(kind).is_record) continue;
      const FigureId total = FirstOf(kind, scheme::Role::kTotal);
      if (total != scheme::kNone) AddTotals(kind, at, total, &page);
      const FigureId grade = FirstOf(kind, scheme::Role::kGrade);
      if (grade != scheme::kNone) AddGrades(kind, grade, total, workbook->sheets.size(), &page);
    }
    if (!page.charts.empty()) workbook->sheets.push_back(std::move(page));
  }

  FigureId FirstOf(KindId kind, scheme::Role role) const {
    for (std::size_t i = 0; i < scheme_.figures.size(); ++i) {
      const scheme::Figure& figure = scheme_.figures[i];
      if (figure.kind == kind && figure.role == role && figure.level == scheme::kYear)
        return static_cast<FigureId>(i);
    }
    return scheme::kNone;
  }

  static void Place(sheet::Chart chart, sheet::Sheet* page) {
    constexpr std::size_t kRowsApart = 20;
    chart.at_row = page->charts.size() * kRowsApart;
    chart.at_column = 4;
    page->charts.push_back(std::move(chart));
  }

  void AddTotals(KindId kind, std::size_t at, FigureId total, sheet::Sheet* page) const {
    constexpr Row kRowsMax = 100;  // More bars than that show nothing.
    const Row rows = result_.facts.table(kind).rows();
    if (rows > kRowsMax || scheme_.figure(total).type != Type::kNumber) return;
    sheet::Chart chart;
    chart.title = scheme_.kind(kind).name + scheme_.figure(total).name;
    chart.sheet = at;
    chart.last_row = static_cast<std::size_t>(rows) - 1;
    chart.names = 1;
    chart.values = static_cast<std::size_t>(plan_.FigureAt(total, 0).column);
    Place(std::move(chart), page);
  }

  // The grades that were given, that of the best total first.
  std::vector<std::int64_t> GradesOf(FigureId grade, FigureId total) const {
    std::vector<std::pair<Rational, std::int64_t>> given;
    const Row rows = result_.facts.table(scheme_.figure(grade).kind).rows();
    for (Row row = 0; row < rows; ++row) {
      const Value value = result_.outcome.At(grade, row, 0);
      if (!value.ok()) continue;
      const Value score = total == scheme::kNone ? value : result_.outcome.At(total, row, 0);
      given.emplace_back(score.ok() ? score.number : Rational(),
                         value.number.ToInteger(Rounding::kDown).value_or(0));
    }
    std::stable_sort(given.begin(), given.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::int64_t> grades;
    for (const auto& [score, text] : given) {
      if (std::find(grades.begin(), grades.end(), text) == grades.end()) grades.push_back(text);
    }
    return grades;
  }

  void AddGrades(KindId kind, FigureId grade, FigureId total, std::size_t own, sheet::Sheet* page) {
    if (scheme_.figure(grade).type != Type::kText) return;
    const Row rows = result_.facts.table(kind).rows();
    const std::string range = plan_.Range(kind, plan_.FigureAt(grade, 0), {0, rows});
    sheet::Chart chart;
    chart.kind = sheet::Chart::Kind::kPie;
    chart.title = scheme_.kind(kind).name + scheme_.figure(grade).name;
    chart.sheet = own;
    chart.first_row = page->rows.size();
    chart.names = 1;
    chart.values = 2;
    for (const std::int64_t text : GradesOf(grade, total)) {
      int count = 0;
      for (Row row = 0; row < rows; ++row) {
        const Value value = result_.outcome.At(grade, row, 0);
        count += value.ok() && value.number == Rational(text) ? 1 : 0;
      }
      // Grades are texts of the regulation: B3 says which this row counts.
      const std::string own_cell = fmt::format("B{}", page->rows.size() + SheetPlan::kFirstRow);
      page->rows.push_back({sheet::Cell::Text(scheme_.kind(kind).name),
                            sheet::Cell::Text(result_.facts.texts[static_cast<std::size_t>(text)]),
                            sheet::Cell::Formula(fmt::format("COUNTIF({},{})", range, own_cell),
                                                 std::to_string(count))});
      ++made_.formulas;
    }
    if (page->rows.size() == chart.first_row) return;
    chart.last_row = page->rows.size() - 1;
    Place(std::move(chart), page);
  }

  sheet::Sheet About() const {
    sheet::Sheet sheet;
    sheet.name = "说明";
    sheet.columns.resize(2);
    sheet.columns[0].title = "项目";
    sheet.columns[1].title = "内容";
    sheet.columns[1].width = 80;
    const auto add = [&](std::string name, std::string text) {
      sheet.rows.push_back({sheet::Cell::Text(name), sheet::Cell::Text(text)});
    };
    for (const Remark& remark : remarks_) add(remark.title, remark.text);
    add("办法", scheme_.title);
    add("办法指纹", scheme_.content_hash);
    add("数据指纹", result_.facts.content_hash);
    add("用法",
        "“数据”表可以改动，“结果”表和“步骤”表是公式，重新计算后即为改动后的结果；待定和不适用的数据"
        "以导出时为准");
    for (const Unexpressed& figure : made_.unexpressed)
      add("不是公式：" + figure.figure, figure.why.zh);
    return sheet;
  }

  const ComputedResult& result_;
  const std::vector<Remark>& remarks_;
  const scheme::Scheme& scheme_;
  SheetPlan plan_;
  FormulaWriter writer_;
  ResultWorkbook made_;
};

}  // namespace

Result<ResultWorkbook> MakeResultWorkbook(const ComputedResult& result,
                                          const std::vector<Remark>& remarks) {
  return Maker(result, remarks).Make();
}

}  // namespace kaogong::document
