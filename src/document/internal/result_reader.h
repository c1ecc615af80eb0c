// SPDX-License-Identifier: Apache-2.0
// Reads figures and fields of a computed result as items, with their measures and their group.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "document/engine_record.h"
#include "document/record.h"
#include "explain/ledger.h"
#include "scoring/reference.h"

namespace kaogong::document {

struct RowId {
  scheme::KindId kind = scheme::kNone;
  facts::Row row = 0;

  friend auto operator<=>(const RowId&, const RowId&) = default;
};

class ResultReader {
 public:
  ResultReader(const ComputedResult& result, const PeriodChoice& period);

  const scheme::Scheme& scheme() const { return result_.scheme; }
  const facts::Facts& facts() const { return result_.facts; }

  // The period that a figure or field of this level is shown for unless one is named.
  int PeriodOf(scheme::LevelId level) const;

  std::optional<facts::Row> FindRow(scheme::KindId kind, std::string_view id) const;
  Item FigureAt(scheme::FigureId figure, facts::Row row, int period) const;
  Item FieldAt(scheme::FieldId field, facts::Row row, int period) const;
  Item ParameterItem(const scheme::Parameter& parameter) const;

  // What a kind is judged by: its yearly total, else any total.
  scheme::FigureId TotalOf(scheme::KindId kind) const;
  // The first figure of a role, of the year if there is one.
  scheme::FigureId FirstOf(scheme::KindId kind, scheme::Role role) const;

  // The rows beside a row: those below its parent.
  facts::RowRange GroupOf(RowId row) const;
  // Mean and best of a figure over the rows beside this one; nothing when none has a value.
  struct Statistics {
    std::optional<Rational> mean;
    std::optional<Rational> best;
  };
  const Statistics& StatisticsOf(scheme::FigureId figure, int period, facts::Row row) const;

  // The lines that a figure of a row is made of, the newest asked for kept.
  const explain::Ledger& LedgerOf(scheme::FigureId figure, facts::Row row, int period) const;
  // Why a figure is what it is, in one sentence without its name and value.
  std::string ReasonOf(scheme::FigureId figure, facts::Row row, int period) const;
  // The facts in that sentence without the arithmetic: 实际82万元，目标150万元; of arithmetic alone
  // the data in it: 一般事故2起. Empty when there are none.
  std::string FactsOf(scheme::FigureId figure, facts::Row row, int period) const;

 private:
  std::string SentenceOf(scheme::FigureId figure, facts::Row row, int period) const;
  std::string DataIn(const std::string& sentence, scheme::KindId kind) const;
  scoring::Value ValueAt(scheme::FigureId figure, facts::Row row, int period) const;
  const explain::Measure& MeasureOf(scheme::FigureId figure) const;
  Item ItemOf(const scoring::Value& value, scheme::Type type) const;
  scoring::Reference& reference() const;

  const ComputedResult result_;
  PeriodChoice period_;
  mutable std::optional<scoring::Reference> reference_;
  mutable std::vector<std::optional<explain::Measure>> measures_;
  // unordered: looked up, never iterated.
  mutable std::vector<std::unordered_map<std::string_view, facts::Row>> rows_;
  mutable std::map<std::tuple<scheme::FigureId, int, facts::Row>, Statistics> statistics_;
  mutable std::map<std::tuple<scheme::FigureId, facts::Row, int>, explain::Ledger> ledgers_;
};

// Copies a measure into an item.
void SetMeasure(const explain::Measure& measure, Item* item);

}  // namespace kaogong::document
