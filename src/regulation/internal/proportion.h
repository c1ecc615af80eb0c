// SPDX-License-Identifier: Apache-2.0
// Quotients that are shares of a whole: closed ÷ due, votes × points ÷ all votes. A share has
// bounds that its numerator and denominator taken apart do not show.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "regulation/internal/possible.h"

namespace kaogong::regulation::internal {

class Proportions {
 public:
  // `at` returns what is known so far about an expression.
  Proportions(const scheme::Scheme& scheme, std::function<const Possible&(scheme::ExprId)> at);

  // Returns the bounds of numerator ÷ denominator when both are sums of the same things, none of
  // them negative: a ÷ (a + b), (100 × a + 60 × b) ÷ (a + b), 计数(x, 若: …) ÷ 计数(x), and a ÷ b
  // where a check (校验) says a ≤ b.
  std::optional<Interval> Bounds(scheme::ExprId numerator, scheme::ExprId denominator) const;

 private:
  // coefficient × (a field, a figure, a sum or count over rows that pass the filters).
  struct Term {
    std::string key;
    std::set<std::string> filters;
    Rational coefficient;
    bool is_not_negative = false;
  };
  struct Form {
    std::vector<Term> terms;
    Rational constant;
  };

  std::optional<Form> FormOf(scheme::ExprId id, int depth) const;
  std::optional<Form> Combined(const scheme::Expr& expr, int depth) const;
  Form Variable(scheme::ExprId id) const;
  std::string NameOf(scheme::ExprId id, int depth) const;
  void ReadCheck(scheme::ExprId id);
  // Whether `part` is never more than `whole`.
  bool IsWithin(const Term& part, const Term& whole) const;

  const scheme::Scheme& scheme_;
  std::function<const Possible&(scheme::ExprId)> at_;
  std::set<std::pair<std::string, std::string>> checked_;  // (a, b): a check says a ≤ b.
};

}  // namespace kaogong::regulation::internal
