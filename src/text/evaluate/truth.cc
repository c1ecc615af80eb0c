// SPDX-License-Identifier: Apache-2.0
#include "text/evaluate/truth.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/date.h"

namespace kaogong::text {
namespace {

const Rational kHundred(100);

// Begins there: a figure keeps its beginning when its digits change.
const Figure* FigureAt(const Document& document, const Span& span) {
  const auto found = std::partition_point(
      document.figures.begin(), document.figures.end(), [&](const Figure& figure) {
        return figure.flow < span.flow ||
               (figure.flow == span.flow && figure.quantity.begin < span.begin);
      });
  if (found == document.figures.end() || found->flow != span.flow) return nullptr;
  return found->quantity.begin == span.begin && found->quantity.end == span.end ? &*found : nullptr;
}

const DateMention* DateAt(const Document& document, const Span& span) {
  for (const DatedSpan& dated : document.dates) {
    if (dated.flow == span.flow && dated.mention.begin == span.begin &&
        dated.mention.end == span.end) {
      return &dated.mention;
    }
  }
  return nullptr;
}

// The values a figure admits; a bare whole number, as in a table, is exact.
Interval Said(const Figure& figure) {
  const Quantity& quantity = figure.quantity;
  const bool is_whole = quantity.kind == QuantityKind::kBare && quantity.step >= Rational(1);
  return is_whole ? Interval::Exactly(quantity.value) : quantity.admitted;
}

// The same for a figure that was computed, whose author may have cut digits off.
Interval Computed(const Figure& figure) {
  const Quantity& quantity = figure.quantity;
  if (!quantity.admitted.high() || quantity.approximation != Approximation::kNone)
    return quantity.admitted;
  return Interval::Between(quantity.admitted.low(),
                           std::max(*quantity.admitted.high(), quantity.value + quantity.step));
}

Interval AtLeastZero(const Interval& interval) {
  const Rational low = std::max(interval.low(), Rational());
  return interval.high() ? Interval::Between(low, std::max(*interval.high(), low))
                         : Interval::AtLeast(low);
}

bool MeetsRatio(const Interval& stated, const Interval& part, const Interval& whole,
                const Rational& factor, const Rational& less = Rational()) {
  if (part.high() && part.high()->sign() < 0) return false;
  if (whole.high() && whole.high()->sign() <= 0) return false;
  const auto ratio = Ratio(AtLeastZero(part), AtLeastZero(whole));
  return ratio && (*ratio * factor - Interval::Exactly(less)).Meets(stated);
}

bool AddsUp(const std::vector<const Figure*>& figures, std::size_t first, const Interval& whole) {
  Interval sum = Interval::Exactly(Rational());
  for (std::size_t i = first; i < figures.size(); ++i) sum = sum + Said(*figures[i]);
  return sum.Meets(whole);
}

bool AllMeet(const std::vector<const Figure*>& figures) {
  for (const Figure* a : figures) {
    for (const Figure* b : figures) {
      if (!Said(*a).Meets(Said(*b))) return false;
    }
  }
  return true;
}

bool HoldsOfFigures(Relation relation, const std::vector<const Figure*>& f) {
  switch (relation) {
    case Relation::kSum:
      return AddsUp(f, 1, Said(*f[0]));
    case Relation::kSumHundred:
      return AddsUp(f, 0, Interval::Exactly(kHundred));
    case Relation::kShare:
    case Relation::kGrowthOnBase:
      return MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]), kHundred);
    case Relation::kExcess:
      return MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]), kHundred, kHundred);
    case Relation::kQuotient:
      return MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]), Rational(1));
    case Relation::kDifference:
      return (Said(*f[1]) - Said(*f[2])).Meets(Computed(*f[0])) ||
             (Said(*f[2]) - Said(*f[1])).Meets(Computed(*f[0]));
    case Relation::kGrowthOnLevels:
      return MeetsRatio(Computed(*f[0]), Said(*f[1]) - Said(*f[2]), Said(*f[2]), kHundred) ||
             MeetsRatio(Computed(*f[0]), Said(*f[2]) - Said(*f[1]), Said(*f[1]), kHundred) ||
             MeetsRatio(Computed(*f[0]), Said(*f[1]) - Said(*f[2]), Said(*f[1]), kHundred);
    case Relation::kGrowthToLevel:
      return MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]) - Said(*f[1]), kHundred) ||
             MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]) + Said(*f[1]), kHundred);
    case Relation::kMultiple:
      return MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]), Rational(1)) ||
             MeetsRatio(Computed(*f[0]), Said(*f[1]), Said(*f[2]), Rational(1), Rational(1));
    case Relation::kEqual:
      return AllMeet(f);
    case Relation::kRank:
      return f[0]->quantity.value <= f[1]->quantity.value;
    default:
      return true;
  }
}

// -1, 0 or +1: which of the two is the larger figure.
int OrderOf(const Figure& before, const Figure& after) {
  if (before.quantity.value == after.quantity.value) return 0;
  return before.quantity.value < after.quantity.value ? 1 : -1;
}

bool IsBackwards(const DateMention& mention) {
  if (!mention.last || mention.has_unknown) return false;
  const PartialDate& first = mention.first;
  const PartialDate& last = *mention.last;
  if (first.year && last.year && *first.year != *last.year) return *last.year < *first.year;
  if (first.month && last.month && *first.month != *last.month) {
    return *last.month < *first.month && (last.year || *last.month > 12);
  }
  return first.day && last.day && *last.day < *first.day;
}

bool IsOnItsWeekday(const DateMention& mention) {
  if (!mention.first.year || !mention.first.month || !mention.first.day || !mention.weekday)
    return true;
  const auto date =
      Date::FromYearMonthDay(*mention.first.year, *mention.first.month, *mention.first.day);
  return date.ok() && date.value().weekday() == *mention.weekday;
}

Truth TruthIf(bool is_true) { return is_true ? Truth::kTrue : Truth::kFalse; }

// Days told with a span may leave out its last, or count days of office alone.
Truth DurationTruth(const Document& original, const Document& changed, const Span& span) {
  const Figure* before = FigureAt(original, span);
  const Figure* after = FigureAt(changed, span);
  if (before == nullptr || after == nullptr) return Truth::kUnknown;
  const Rational& was = before->quantity.value;
  const Rational& is = after->quantity.value;
  return TruthIf(is <= was + Rational(1) && is * Rational(2) >= was);
}

// A list that ends in 等 and names them all may be said to have more, but not fewer.
Truth CountTruth(const Document& original, const Document& changed, const Span& span) {
  const Figure* before = FigureAt(original, span);
  const Figure* after = FigureAt(changed, span);
  if (before == nullptr || after == nullptr) return Truth::kUnknown;
  return TruthIf(after->quantity.value >= before->quantity.value);
}

}  // namespace

Truth TruthOf(const Document& original, const Document& changed, const Verified& statement) {
  switch (statement.relation) {
    case Relation::kCount:
      return Truth::kFalse;
    case Relation::kCountAtLeast:
      return CountTruth(original, changed, statement.spans[0]);
    case Relation::kDuration:
      return DurationTruth(original, changed, statement.spans[0]);
    case Relation::kPeriod:
    case Relation::kWeekday: {
      const DateMention* mention = DateAt(changed, statement.spans[0]);
      if (mention == nullptr) return Truth::kUnknown;
      return TruthIf(statement.relation == Relation::kPeriod ? !IsBackwards(*mention)
                                                             : IsOnItsWeekday(*mention));
    }
    default:
      break;
  }
  std::vector<const Figure*> before;
  std::vector<const Figure*> after;
  for (const Span& span : statement.spans) {
    before.push_back(FigureAt(original, span));
    after.push_back(FigureAt(changed, span));
    if (before.back() == nullptr || after.back() == nullptr) return Truth::kUnknown;
    const Unit& was = before.back()->quantity.unit;
    if (after.back()->quantity.unit.name != was.name) return Truth::kUnknown;
  }
  if (statement.relation == Relation::kOrder) {
    return TruthIf(OrderOf(*after[0], *after[1]) == OrderOf(*before[0], *before[1]));
  }
  return TruthIf(HoldsOfFigures(statement.relation, after));
}

}  // namespace kaogong::text
