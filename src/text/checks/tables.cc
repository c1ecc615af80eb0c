// SPDX-License-Identifier: Apache-2.0
// Tables with a row 合计: each column of counts adds up to it. Columns of rates, ranks and years do
// not add up and are left alone, as is every table whose rows do not end in the same column.
#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/words.h"
#include "text/numeral.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

struct Cell {
  std::uint32_t flow = 0;
  std::optional<Numeral> number;  // When the cell holds nothing but a number.
};

using Row = std::map<int, Cell>;   // By column; empty cells are missing.
using Table = std::map<int, Row>;  // By row.

Cell ReadCell(View text, std::uint32_t flow) {
  Cell cell{flow, std::nullopt};
  if (text.empty() || text[0] < U'0' || text[0] > U'9') return cell;
  const auto numeral = NumeralAt(text, 0);
  if (numeral && numeral->length == text.size() && !numeral->has_more) cell.number = numeral;
  return cell;
}

std::map<int, Table> TablesOf(const Document& document) {
  std::map<int, Table> tables;
  for (std::uint32_t flow = 0; flow < document.normal.flows.size(); ++flow) {
    const Flow& cell = document.normal.flows[flow];
    if (cell.kind != ParagraphKind::kCell || cell.places.empty()) continue;
    const Paragraph& paragraph = document.report->paragraphs[cell.places.front().paragraph];
    Row& row = tables[paragraph.table][paragraph.row];
    const bool is_new = row.emplace(paragraph.column, ReadCell(cell.text, flow)).second;
    if (!is_new) row[paragraph.column].number.reset();  // Two lines in a cell are no number.
  }
  return tables;
}

bool IsTotalRow(const Document& document, const Row& row) {
  const View first = document.FlowText(row.begin()->second.flow);
  return first.size() <= 8 && ContainsAny(first, {U"合计", U"总计", U"共计", U"小计", U"总数"});
}

bool AddsUp(View header) {
  return !ContainsAny(header, {U"率", U"占比", U"比例", U"比重", U"名次", U"排名", U"序号", U"平均", U"均", U"年份",
                               U"增长", U"增幅", U"%", U"得分", U"分数", U"单价", U"编号", U"代码", U"年度", U"标准"});
}

Span SpanOf(const Document& document, const Cell& cell) {
  return {cell.flow, 0, static_cast<std::uint32_t>(document.FlowText(cell.flow).size())};
}

void Add(const Document& document, const Cell& total, const std::vector<const Cell*>& parts, const Rational& sum,
         Outcome& outcome) {
  Finding finding;
  finding.check = "table-sum";
  finding.certainty = Certainty::kLikely;
  finding.span = SpanOf(document, total);
  for (const Cell* part : parts) {
    finding.others.push_back(SpanOf(document, *part));
    finding.computed += (finding.computed.empty() ? "" : " + ") + document.Original(SpanOf(document, *part));
  }
  finding.computed += " = " + Show(sum, 4);
  finding.message = Say("表中这一列相加为{0}，合计写的是“{1}”", "this column adds up to {0}; the total says \"{1}\"",
                        Show(sum, 4), document.Original(finding.span));
  outcome.findings.push_back(std::move(finding));
}

// Checks one column of the rows [first, last) against the row after them.
void CheckColumn(const Document& document, const std::vector<const Row*>& rows, std::size_t first, std::size_t last,
                 int column, Outcome& outcome) {
  const Cell& total = rows[last]->at(column);
  if (!total.number) return;
  std::vector<const Cell*> parts;
  Interval sum = Interval::Exactly(Rational());
  Rational value;
  for (std::size_t r = first; r < last; ++r) {
    const auto found = rows[r]->find(column);
    if (found == rows[r]->end() || !found->second.number) continue;
    const Cell& cell = found->second;
    const Rational half = cell.number->has_decimals || cell.number->has_magnitude
                              ? Quotient(cell.number->step, Rational(2))
                              : Rational();
    parts.push_back(&cell);
    sum = sum + Interval::Between(cell.number->value - half, cell.number->value + half);
    value += cell.number->value;
  }
  if (parts.size() < 2) return;
  const Rational half = total.number->has_decimals ? Quotient(total.number->step, Rational(2)) : Rational();
  const Interval stated = Interval::Between(total.number->value - half, total.number->value + half);
  if (sum.Meets(stated)) {
    Verified held{"table-sum", Relation::kSum, {SpanOf(document, total)}};
    for (const Cell* part : parts) held.spans.push_back(SpanOf(document, *part));
    outcome.verified.push_back(std::move(held));
    return;
  }
  // A total far from the sum is the total of something else.
  const bool is_near = value * Rational(2) > total.number->value && total.number->value * Rational(2) > value;
  if (is_near) Add(document, total, parts, value, outcome);
}

void CheckTable(const Document& document, const Table& table, Outcome& outcome) {
  std::vector<const Row*> rows;
  for (const auto& [number, row] : table) {
    if (!row.empty()) rows.push_back(&row);
  }
  std::size_t first = 1;
  for (std::size_t r = 2; r < rows.size(); ++r) {
    if (!IsTotalRow(document, *rows[r])) continue;
    const int width = rows[r]->rbegin()->first;
    const bool is_even = std::all_of(rows.begin() + static_cast<std::ptrdiff_t>(first) - 1,
                                     rows.begin() + static_cast<std::ptrdiff_t>(r),
                                     [&](const Row* row) { return row->rbegin()->first == width; });
    for (const auto& [column, cell] : *rows[r]) {
      const auto header = rows[0]->find(column);
      if (!is_even || column == rows[r]->begin()->first || header == rows[0]->end()) continue;
      if (AddsUp(document.FlowText(header->second.flow))) CheckColumn(document, rows, first, r, column, outcome);
    }
    first = r + 1;
  }
}

}  // namespace

void CheckTables(const Document& document, Outcome& outcome) {
  for (const auto& [number, table] : TablesOf(document)) CheckTable(document, table, outcome);
}

}  // namespace kaogong::text
