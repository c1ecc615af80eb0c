// SPDX-License-Identifier: Apache-2.0
// What values an expression can take whatever the facts say: worked out from literals, parameters
// in force and the ranges and options of fields. The linter asks it which bands are never reached,
// which conditions never hold and which quotients may have no end.
//
// Everything here errs on the side of more values: what Possible excludes cannot happen.
#pragma once

#include <compare>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/rational.h"
#include "scheme/scheme.h"

namespace kaogong::regulation::internal {

// A set of numbers between two bounds; an absent bound is infinite.
struct Interval {
  std::optional<Rational> low;
  std::optional<Rational> high;
  bool closed_low = true;
  bool closed_high = true;

  static Interval Point(const Rational& value) { return {value, value, true, true}; }
  bool is_point() const { return low && high && *low == *high; }
};

// The smallest interval that holds both.
Interval Hull(const Interval& a, const Interval& b);

// A place between numbers: just before or just after `value`. A set of numbers is what lies between
// two cuts, so that [1, 2) and [2, 3] meet and (1, 2) and (2, 3) do not.
struct Cut {
  int infinite = 0;  // -1: before all numbers; 1: after all.
  Rational value;
  bool after = false;

  friend std::strong_ordering operator<=>(const Cut& a, const Cut& b);
  friend bool operator==(const Cut& a, const Cut& b) { return (a <=> b) == 0; }
};

// Decimal places of a value that may have no end, such as a quotient.
inline constexpr int kEndless = std::numeric_limits<int>::max();

// The numbers between two cuts. When `places` is not kEndless only multiples of 10^-places count,
// and cuts with none of them in between are the same cut: [0, 5] and [6, 10] meet on whole numbers.
struct Stretch {
  Cut begin;
  Cut end;

  bool empty() const { return begin >= end; }
};
Stretch StretchOf(const Interval& interval, int places);
Stretch Intersection(const Stretch& a, const Stretch& b);

// A union of stretches, kept sorted and apart.
class StretchSet {
 public:
  void Add(const Stretch& stretch);
  // Returns the parts of `stretch` that are not in the set.
  std::vector<Stretch> Outside(const Stretch& stretch) const;

 private:
  std::vector<Stretch> parts_;
};

struct Possible {
  bool is_empty = false;                       // No value at all: 不适用.
  Interval interval;                           // Numbers, and dates as days.
  int places = kEndless;                       // Numbers are multiples of 10^-places.
  scheme::ExprId endless_at = scheme::kNone;   // The step that may have no end.
  std::optional<std::set<std::string>> texts;  // Of a text; nothing: any.
  bool can_be_true = true;
  bool can_be_false = true;
};

// Returns the possible values of every expression of the scheme, by ExprId. Linear in the scheme.
std::vector<Possible> PossibleValues(const scheme::Scheme& scheme);

}  // namespace kaogong::regulation::internal
