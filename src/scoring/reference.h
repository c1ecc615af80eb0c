// SPDX-License-Identifier: Apache-2.0
// The slow, obvious evaluator: one value at a time, straight from the meaning of each operation.
// It is the oracle for the compiled plan and what explanations are read from.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"
#include "scoring/value.h"

namespace kaogong::scoring {

using facts::Row;

class Reference {
 public:
  // Both must outlive this object.
  Reference(const scheme::Scheme& scheme, const facts::Facts& facts);

  // Returns the value of an expression for a row of its kind and a period of its level.
  Value Evaluate(scheme::ExprId id, Row row, int period);
  // Returns the value of a figure; computed once.
  Value Figure(scheme::FigureId id, Row row, int period);
  // Pretends that a cell holds `value` (nothing: is missing); forgets all computed figures.
  void Pretend(scheme::FieldId field, Row row, int period, std::optional<Value> value);
  // Takes computed figures from elsewhere (a finished run) instead of computing them again.
  void Adopt(scheme::FigureId id, Row row, int period, Value value);
  // Takes all figures of a finished run, as long as nothing is pretended. `outcome` must outlive
  // this object.
  void AdoptAll(const Outcome& outcome) { outcome_ = &outcome; }
  // Takes one figure of all rows but `row` from another evaluator, which must outlive this one.
  void AdoptOthers(Reference& from, scheme::FigureId id, Row row, int period) {
    others_ = {&from, id, row, period};
  }

  // Stops after about so many steps, long before crafted rules take all day: everything asked for
  // from then on is kTooLarge.
  void LimitSteps(std::int64_t steps) { steps_left_ = steps; }
  std::int64_t steps_left() const { return steps_left_; }
  bool is_exhausted() const { return steps_left_ < 0; }

  // The members of a domain for a row: rows, or periods of domain.level.
  struct Place {
    Row row = 0;
    int period = 0;
  };
  std::vector<Place> Members(const scheme::Expr& expr, Row row, int period);

  const scheme::Scheme& scheme() const { return scheme_; }
  const facts::Facts& facts() const { return facts_; }

 private:
  void FindRepeated();
  std::optional<Value>& Known(scheme::FigureId id, Row row, int period);
  Value EvaluateNow(scheme::ExprId id, Row row, int period);
  Value Limited(Value value);
  Value Field(const scheme::Expr& expr, Row row, int period) const;
  Value Arithmetic(const scheme::Expr& expr, Row row, int period);
  Value Compare(const scheme::Expr& expr, Row row, int period);
  Value Logic(const scheme::Expr& expr, Row row, int period);
  Value Bands(const scheme::Expr& expr, Row row, int period);
  Value Interpolate(const scheme::Expr& expr, Row row, int period);
  Value Lookup(const scheme::Expr& expr, Row row, int period);
  Value Weighted(const scheme::Expr& expr, Row row, int period);
  Value SumOrMean(const scheme::Expr& expr, Row row, int period);
  Value RunAggregate(const scheme::Expr& expr, Row row, int period);
  Value RunRank(const scheme::Expr& expr, Row row, int period);
  Value RunAllocate(const scheme::Expr& expr, Row row, int period);
  // Values of args[arg] for all members that have one; the worst state of the others, exempt aside.
  State Gather(const scheme::Expr& expr, std::size_t arg, Row row, int period,
               std::vector<Rational>* values, std::optional<std::size_t>* own);

  const scheme::Scheme& scheme_;
  const facts::Facts& facts_;
  const Outcome* outcome_ = nullptr;
  struct Others {
    Reference* from = nullptr;
    scheme::FigureId figure = scheme::kNone;
    Row row = 0;
    int period = 0;
  };
  Others others_;
  // Computed figures, a few rows together. One score is explained from a few rows of many: room for
  // all of them would cost far more than the explanation.
  static constexpr Row kRowsTogether = 16;
  using Computed = std::array<std::optional<Value>, kRowsTogether>;
  // unordered: looked up, never iterated.
  std::unordered_map<std::uint64_t, Computed> figures_;
  std::map<std::tuple<scheme::FieldId, int, Row>, std::optional<Value>> pretended_;
  std::vector<bool>
      is_repeated_;  // By ExprId: evaluated again and again for the same row and period.
  std::map<std::tuple<scheme::ExprId, int, Row>, Value> repeated_;
  std::int64_t steps_left_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace kaogong::scoring
