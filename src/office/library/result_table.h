// SPDX-License-Identifier: Apache-2.0
// Results as tables: which figures are columns, what stands in a row, and as CSV and workbook.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"

namespace kaogong::office::library {

// What a table is read from; the parts must outlive it.
struct ResultView {
  const scheme::Scheme& scheme;
  const facts::Facts& facts;
  const scoring::Outcome& outcome;
  Language language = Language::kChinese;
};

// One figure in one period.
struct ResultColumn {
  scheme::FigureId figure = scheme::kNone;
  int period = 0;

  friend bool operator==(const ResultColumn&, const ResultColumn&) = default;
};

enum class ColumnChoice {
  kHeadlines,  // Ranks, grades, totals, payouts, coefficients, and the blocks of indicator trees.
  kAll,
};

// Returns whether a figure is shown unless asked for more.
bool IsHeadline(const scheme::Scheme& scheme, scheme::FigureId figure);

// Returns the columns of a kind in the order of the regulation. Headlines leave out figures of more
// than twelve periods.
std::vector<ResultColumn> ColumnsOf(const scheme::Scheme& scheme, scheme::KindId kind,
                                    ColumnChoice choice);

// Returns "12", or "12.3" for period 3 of a figure that has several.
std::string KeyOf(const scheme::Scheme& scheme, const ResultColumn& column);
// Returns the column that a key of KeyOf names, or nothing when the scheme has no such.
std::optional<ResultColumn> ColumnOfKey(const scheme::Scheme& scheme, std::string_view key);

// Returns the heading of a column: "总分", "得分[1月]".
std::string HeadingOf(const scheme::Scheme& scheme, const ResultColumn& column);

// Returns valid, exempt, pending, division_by_zero, no_band, undefined, too_large.
std::string_view NameOfState(scoring::State state);

// Returns what people call the row's parent; empty below the whole.
const std::string& ParentNameOf(const ResultView& view, scheme::KindId kind, facts::Row row);

// Which rows of a kind are wanted, and in which order.
struct RowQuery {
  std::string contains;              // In identifier, name or parent's name; empty: all.
  std::optional<ResultColumn> sort;  // Nothing: the order of the facts.
  bool by_name = false;              // Instead of a column.
  bool is_descending = false;        // Rows without a value come last either way.
};

// Returns the rows that match, all of them.
std::vector<facts::Row> FindRows(const ResultView& view, scheme::KindId kind,
                                 const RowQuery& query);

// Returns header and rows of a kind as texts, in the order of the facts: identifier, name if rows
// have names, parent if there is one, then the columns with all their digits. `label_count` gets
// how many come before the columns.
std::vector<std::vector<std::string>> TableOf(const ResultView& view, scheme::KindId kind,
                                              const std::vector<ResultColumn>& columns,
                                              std::size_t* label_count);

// Returns all kinds that have columns, one table below the other; cells that a spreadsheet would
// take for formulas are escaped.
std::string CsvOf(const ResultView& view, ColumnChoice choice);

// Returns a workbook with a sheet for each kind that has columns, and one with the digests that
// prove the result. Errors: as sheet::RenderWorkbook.
Result<std::string> WorkbookOf(const ResultView& view, ColumnChoice choice);

}  // namespace kaogong::office::library
