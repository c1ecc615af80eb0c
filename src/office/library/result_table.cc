// SPDX-License-Identifier: Apache-2.0
#include "office/library/result_table.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "office/library/figure_text.h"
#include "scoring/score.h"
#include "sheet/csv_write.h"
#include "sheet/write.h"

namespace kaogong::office::library {

namespace {

using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;

constexpr int kPeriodsShownMax = 12;

std::optional<int> ReadNumber(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::vector<KindId> KindsShown(const Scheme& scheme, ColumnChoice choice) {
  std::vector<KindId> kinds;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const auto kind = static_cast<KindId>(i);
    if (!ColumnsOf(scheme, kind, choice).empty()) kinds.push_back(kind);
  }
  return kinds;
}

// A number as a spreadsheet can hold it.
sheet::Cell CellOf(const ResultView& view, const ResultColumn& column, facts::Row row) {
  const scoring::Value value = view.outcome.At(column.figure, row, column.period);
  const FigureText text = ShowDigits(view.scheme, view.facts, column.figure, value, view.language);
  if (text.is_cut) return sheet::Cell::Number(DigitsForSpreadsheet(value.number));
  const bool is_number = value.ok() && Decimal::Parse(text.text).has_value() &&
                         view.scheme.figure(column.figure).type == scheme::Type::kNumber;
  return is_number ? sheet::Cell::Number(text.text) : sheet::Cell::Text(text.text);
}

sheet::Sheet SheetOf(const ResultView& view, KindId kind, ColumnChoice choice) {
  sheet::Sheet page;
  page.name = view.scheme.kind(kind).name;
  page.has_autofilter = true;
  page.frozen_columns = 1;
  const std::vector<ResultColumn> columns = ColumnsOf(view.scheme, kind, choice);
  std::size_t labels = 0;
  const auto rows = TableOf(view, kind, columns, &labels);
  for (const std::string& title : rows.front()) {
    sheet::Column column;
    column.title = title;
    page.columns.push_back(std::move(column));
  }
  const auto& order = view.facts.table(kind).order;
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::vector<sheet::Cell> cells;
    for (std::size_t j = 0; j < labels; ++j) cells.push_back(sheet::Cell::Text(rows[i + 1][j]));
    for (const ResultColumn& column : columns) cells.push_back(CellOf(view, column, order[i]));
    page.rows.push_back(std::move(cells));
  }
  return page;
}

// What names the result, so that anybody can compute it again and compare.
sheet::Sheet ProofOf(const ResultView& view) {
  sheet::Sheet proof;
  proof.name = Text{"依据", "basis"}.In(view.language);
  proof.columns.resize(2);
  proof.columns[0].title = Text{"项目", "item"}.In(view.language);
  proof.columns[1].title = Text{"内容", "value"}.In(view.language);
  const std::pair<Text, std::string> lines[] = {
      {{"办法", "regulation"}, view.scheme.title},
      {{"版本", "version"}, view.scheme.version},
      {{"考核年度", "year"}, std::to_string(view.scheme.year)},
      {{"办法指纹", "regulation hash"}, view.scheme.content_hash},
      {{"数据指纹", "facts hash"}, view.facts.content_hash},
      {{"结果指纹", "result hash"}, scoring::ResultHash(view.scheme, view.facts, view.outcome)}};
  for (const auto& [label, value] : lines) {
    proof.rows.push_back({sheet::Cell::Text(label.In(view.language)), sheet::Cell::Text(value)});
  }
  return proof;
}

}  // namespace

bool IsHeadline(const Scheme& scheme, FigureId id) {
  const scheme::Figure& figure = scheme.figure(id);
  switch (figure.role) {
    case scheme::Role::kIndicator: {
      // Roots, and the blocks right below them.
      const FigureId parent = figure.parent;
      return parent == kNone || (scheme.figure(parent).parent == kNone && !figure.children.empty());
    }
    case scheme::Role::kBonus:
    case scheme::Role::kDeduction:
      return figure.parent == kNone;
    case scheme::Role::kDefinition:
    case scheme::Role::kVeto:
    case scheme::Role::kCheck:
      return false;
    default:
      return true;
  }
}

std::vector<ResultColumn> ColumnsOf(const Scheme& scheme, KindId kind, ColumnChoice choice) {
  std::vector<ResultColumn> columns;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<FigureId>(i);
    if (scheme.figures[i].kind != kind) continue;
    const int count = scheme.level(scheme.figures[i].level).count();
    const bool is_shown =
        choice == ColumnChoice::kAll || (IsHeadline(scheme, id) && count <= kPeriodsShownMax);
    for (int period = 0; is_shown && period < count; ++period) columns.push_back({id, period});
  }
  return columns;
}

std::string KeyOf(const Scheme& scheme, const ResultColumn& column) {
  const std::string figure = std::to_string(column.figure);
  const int count = scheme.level(scheme.figure(column.figure).level).count();
  return count == 1 ? figure : figure + "." + std::to_string(column.period);
}

std::optional<ResultColumn> ColumnOfKey(const Scheme& scheme, std::string_view key) {
  const std::size_t dot = std::min(key.find('.'), key.size());
  const auto figure = ReadNumber(key.substr(0, dot));
  const auto period = dot == key.size() ? std::optional<int>(0) : ReadNumber(key.substr(dot + 1));
  if (!figure || !period || static_cast<std::size_t>(*figure) >= scheme.figures.size())
    return std::nullopt;
  if (*period >= scheme.level(scheme.figure(*figure).level).count()) return std::nullopt;
  return ResultColumn{*figure, *period};
}

std::string HeadingOf(const Scheme& scheme, const ResultColumn& column) {
  const scheme::Figure& figure = scheme.figure(column.figure);
  const scheme::Level& level = scheme.level(figure.level);
  if (level.count() == 1) return figure.name;
  return figure.name + "[" + level.periods[static_cast<std::size_t>(column.period)] + "]";
}

std::string_view NameOfState(scoring::State state) {
  switch (state) {
    case scoring::State::kValid:
      return "valid";
    case scoring::State::kExempt:
      return "exempt";
    case scoring::State::kPending:
      return "pending";
    case scoring::State::kDivisionByZero:
      return "division_by_zero";
    case scoring::State::kNoBand:
      return "no_band";
    case scoring::State::kUndefined:
      return "undefined";
    case scoring::State::kTooLarge:
      return "too_large";
  }
  return "undefined";
}

const std::string& ParentNameOf(const ResultView& view, KindId kind, facts::Row row) {
  static const std::string kNoParent;
  const KindId parent = view.scheme.kind(kind).parent;
  if (parent <= 0) return kNoParent;
  return view.facts.table(parent).NameOf(
      view.facts.table(kind).parents[static_cast<std::size_t>(row)]);
}

std::vector<facts::Row> FindRows(const ResultView& view, KindId kind, const RowQuery& query) {
  const facts::Table& table = view.facts.table(kind);
  std::vector<facts::Row> rows;
  for (const facts::Row row : table.order) {
    const auto holds = [&](const std::string& text) {
      return text.find(query.contains) != std::string::npos;
    };
    if (query.contains.empty() || holds(table.ids[static_cast<std::size_t>(row)]) ||
        holds(table.NameOf(row)) || holds(ParentNameOf(view, kind, row)))
      rows.push_back(row);
  }
  if (query.by_name) {
    std::stable_sort(rows.begin(), rows.end(), [&](facts::Row a, facts::Row b) {
      return query.is_descending ? table.NameOf(b) < table.NameOf(a)
                                 : table.NameOf(a) < table.NameOf(b);
    });
  } else if (query.sort) {
    std::vector<std::pair<scoring::Value, facts::Row>> keyed;
    for (const facts::Row row : rows)
      keyed.emplace_back(view.outcome.At(query.sort->figure, row, query.sort->period), row);
    std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
      if (a.first.ok() != b.first.ok()) return a.first.ok();
      if (!a.first.ok()) return false;
      return query.is_descending ? b.first.number < a.first.number
                                 : a.first.number < b.first.number;
    });
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = keyed[i].second;
  }
  return rows;
}

std::vector<std::vector<std::string>> TableOf(const ResultView& view, KindId kind,
                                              const std::vector<ResultColumn>& columns,
                                              std::size_t* label_count) {
  const facts::Table& table = view.facts.table(kind);
  const KindId parent = view.scheme.kind(kind).parent;
  const bool has_names = !table.names.empty();
  std::vector<std::vector<std::string>> rows(1);
  rows[0].push_back(view.scheme.kind(kind).name);
  if (has_names) rows[0].push_back(Text{"名称", "name"}.In(view.language));
  if (parent > 0) rows[0].push_back(view.scheme.kind(parent).name);
  *label_count = rows[0].size();
  for (const ResultColumn& column : columns) rows[0].push_back(HeadingOf(view.scheme, column));
  for (const facts::Row row : table.order) {
    std::vector<std::string> cells{table.ids[static_cast<std::size_t>(row)]};
    if (has_names) cells.push_back(table.NameOf(row));
    if (parent > 0) cells.push_back(ParentNameOf(view, kind, row));
    for (const ResultColumn& column : columns) {
      cells.push_back(ShowDigits(view.scheme, view.facts, column.figure,
                                 view.outcome.At(column.figure, row, column.period), view.language)
                          .text);
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

std::string CsvOf(const ResultView& view, ColumnChoice choice) {
  std::string text;
  sheet::CsvStyle style;
  style.has_byte_order_mark = true;
  style.is_formula_escaped = true;
  sheet::CsvWriter writer(text, style);
  for (const KindId kind : KindsShown(view.scheme, choice)) {
    std::size_t labels = 0;
    for (const auto& row : TableOf(view, kind, ColumnsOf(view.scheme, kind, choice), &labels))
      writer.Row(row);
  }
  return text;
}

Result<std::string> WorkbookOf(const ResultView& view, ColumnChoice choice) {
  sheet::Workbook workbook;
  workbook.title = view.scheme.title;
  workbook.language = view.language;
  for (const KindId kind : KindsShown(view.scheme, choice))
    workbook.sheets.push_back(SheetOf(view, kind, choice));
  workbook.sheets.push_back(ProofOf(view));
  return sheet::RenderWorkbook(workbook);
}

}  // namespace kaogong::office::library
