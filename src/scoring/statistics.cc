// SPDX-License-Identifier: Apache-2.0
#include "scoring/statistics.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace kaogong::scoring {

using scheme::AggregateFunction;

namespace {

Rational Sum(const std::vector<Member>& members) {
  Rational sum;
  for (const Member& member : members) sum += member.value;
  return sum;
}

Rational Count(const std::vector<Member>& members) {
  return Rational(static_cast<std::int64_t>(members.size()));
}

void SortByValue(std::vector<Member>* members) {
  std::stable_sort(members->begin(), members->end(),
                   [](const Member& a, const Member& b) { return a.value < b.value; });
}

Value Median(std::vector<Member> members) {
  SortByValue(&members);
  const std::size_t middle = members.size() / 2;
  if (members.size() % 2 == 1) return Value::Of(members[middle].value);
  return Value::Of((members[middle - 1].value + members[middle].value) * Rational::Fraction(1, 2));
}

Value GeometricMean(const std::vector<Member>& members) {
  Rational product(1);
  for (const Member& member : members) {
    if (member.value.sign() < 0) return Value::Without(State::kUndefined);
    product = product * member.value;
  }
  if (product.is_zero()) return Value::Of(Rational());
  const auto root = product.Power(Quotient(Rational(1), Count(members)));
  return root ? Value::Of(*root) : Value::Without(State::kUndefined);
}

Value WeightedMean(const std::vector<Member>& members) {
  Rational total;
  Rational weight;
  for (const Member& member : members) {
    total += member.value * member.weight;
    weight += member.weight;
  }
  if (weight.is_zero()) return Value::Without(State::kDivisionByZero);
  return Value::Of(Quotient(total, weight));
}

Value StandardDeviation(const std::vector<Member>& members) {
  const Value mean = WeightedMean(members);
  if (!mean.ok()) return mean;
  Rational squares;
  Rational weight;
  for (const Member& member : members) {
    const Rational distance = member.value - mean.number;
    squares += distance * distance * member.weight;
    weight += member.weight;
  }
  const auto root = Quotient(squares, weight).SquareRoot();
  return root ? Value::Of(*root) : Value::Without(State::kUndefined);
}

Value CoefficientOfVariation(const std::vector<Member>& members) {
  const Value mean = WeightedMean(members);
  const Value deviation = StandardDeviation(members);
  if (!deviation.ok()) return deviation;
  if (mean.number.is_zero()) return Value::Without(State::kDivisionByZero);
  return Value::Of(Quotient(deviation.number, mean.number));
}

Value TrimmedMean(std::vector<Member> members, int drop_high, int drop_low) {
  const auto drop = static_cast<std::size_t>(drop_high) + static_cast<std::size_t>(drop_low);
  if (members.size() <= drop) return Value::Without(State::kPending);
  SortByValue(&members);
  members.erase(members.end() - drop_high, members.end());
  members.erase(members.begin(), members.begin() + drop_low);
  return Value::Of(Quotient(Sum(members), Count(members)));
}

// Σ over matters of the highest `best` values of each.
Value SumOfBest(std::vector<Member> members, int best) {
  std::stable_sort(members.begin(), members.end(),
                   [](const Member& a, const Member& b) { return b.value < a.value; });
  std::map<Rational, int> taken;
  Rational sum;
  for (const Member& member : members) {
    if (taken[member.weight]++ < best) sum += member.value;
  }
  return Value::Of(sum);
}

}  // namespace

Value Aggregate(AggregateFunction function, std::vector<Member> members, int drop_high,
                int drop_low, bool saw_exempt) {
  switch (function) {
    case AggregateFunction::kSum:
      return Value::Of(Sum(members));
    case AggregateFunction::kCount:
      return Value::Of(Count(members));
    case AggregateFunction::kSumOfBest:
      return SumOfBest(std::move(members), drop_high);
    case AggregateFunction::kAny:
      return Value::Truth(std::any_of(members.begin(), members.end(), [](const Member& member) {
        return !member.value.is_zero();
      }));
    case AggregateFunction::kAll:
      return Value::Truth(std::none_of(members.begin(), members.end(), [](const Member& member) {
        return member.value.is_zero();
      }));
    default:
      break;
  }
  if (members.empty()) return Value::Without(saw_exempt ? State::kExempt : State::kPending);
  const auto less = [](const Member& a, const Member& b) { return a.value < b.value; };
  switch (function) {
    case AggregateFunction::kMean:
      return WeightedMean(members);
    case AggregateFunction::kMaximum:
      return Value::Of(std::max_element(members.begin(), members.end(), less)->value);
    case AggregateFunction::kMinimum:
      return Value::Of(std::min_element(members.begin(), members.end(), less)->value);
    case AggregateFunction::kMedian:
      return Median(std::move(members));
    case AggregateFunction::kGeometricMean:
      return GeometricMean(members);
    case AggregateFunction::kStandardDeviation:
      return StandardDeviation(members);
    case AggregateFunction::kCoefficientOfVariation:
      return CoefficientOfVariation(members);
    case AggregateFunction::kTrimmedMean:
      return TrimmedMean(std::move(members), drop_high, drop_low);
    default:
      return Value::Without(State::kUndefined);
  }
}

Rational RankOf(const std::vector<Rational>& values, std::size_t index, scheme::Ties ties,
                bool ascending) {
  std::vector<Rational> better;
  std::int64_t equal = 0;
  for (const Rational& value : values) {
    if (value == values[index]) {
      ++equal;
    } else if (ascending ? value < values[index] : value > values[index]) {
      better.push_back(value);
    }
  }
  if (ties == scheme::Ties::kDense) {
    std::sort(better.begin(), better.end());
    better.erase(std::unique(better.begin(), better.end()), better.end());
  }
  const Rational first(static_cast<std::int64_t>(better.size()) + 1);
  return ties == scheme::Ties::kMean ? first + Rational::Fraction(equal - 1, 2) : first;
}

bool IsWithinQuota(const std::vector<Rational>& values, std::size_t index, const Rational& places,
                   scheme::QuotaTies ties, bool ascending) {
  std::int64_t better = 0;
  std::int64_t equal = 0;
  for (const Rational& value : values) {
    if (value == values[index]) {
      ++equal;
    } else if (ascending ? value < values[index] : value > values[index]) {
      ++better;
    }
  }
  const std::int64_t last = ties == scheme::QuotaTies::kWhole ? better + 1 : better + equal;
  return Rational(last) <= places;
}

namespace {

// Calls visit(first, end, order) for every run of equal values, best first.
template <class Visit>
void ForEachTie(const std::vector<Rational>& values, bool ascending, Visit visit) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return ascending ? values[a] < values[b] : values[b] < values[a];
  });
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first;
    while (end < order.size() && values[order[end]] == values[order[first]]) ++end;
    visit(first, end, order);
    first = end;
  }
}

}  // namespace

std::vector<Rational> RanksOf(const std::vector<Rational>& values, scheme::Ties ties,
                              bool ascending) {
  std::vector<Rational> ranks(values.size());
  std::int64_t dense = 0;
  ForEachTie(
      values, ascending,
      [&](std::size_t first, std::size_t end, const std::vector<std::size_t>& order) {
        ++dense;
        Rational rank(ties == scheme::Ties::kDense ? dense : static_cast<std::int64_t>(first) + 1);
        if (ties == scheme::Ties::kMean)
          rank += Rational::Fraction(static_cast<std::int64_t>(end - first) - 1, 2);
        for (std::size_t i = first; i < end; ++i) ranks[order[i]] = rank;
      });
  return ranks;
}

std::vector<Rational> LastPlaces(const std::vector<Rational>& values, scheme::QuotaTies ties,
                                 bool ascending) {
  std::vector<Rational> last(values.size());
  ForEachTie(values, ascending,
             [&](std::size_t first, std::size_t end, const std::vector<std::size_t>& order) {
               const std::size_t place = ties == scheme::QuotaTies::kWhole ? first + 1 : end;
               for (std::size_t i = first; i < end; ++i)
                 last[order[i]] = Rational(static_cast<std::int64_t>(place));
             });
  return last;
}

}  // namespace kaogong::scoring
