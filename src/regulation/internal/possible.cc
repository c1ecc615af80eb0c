// SPDX-License-Identifier: Apache-2.0
#include "regulation/internal/possible.h"

#include <algorithm>

#include "regulation/internal/proportion.h"
#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using scheme::AggregateFunction;
using scheme::Expr;
using scheme::ExprId;
using scheme::kNone;
using scheme::Op;
using scheme::Scheme;
using scheme::Type;

namespace {

// Bounds with more bits say nothing useful and only take time.
constexpr std::size_t kBitsMax = 2048;

using Bound = std::optional<Rational>;

Bound Small(Rational value) {
  if (value.bits() > kBitsMax) return std::nullopt;
  return value;
}

// The lesser of two lower bounds, with its closedness; absent is infinite.
void LowerLow(const Bound& low, bool closed, Interval* to) {
  if (!to->low) return;
  if (!low) {
    to->low.reset();
  } else if (*low < *to->low) {
    to->low = low;
    to->closed_low = closed;
  } else if (*low == *to->low) {
    to->closed_low = to->closed_low || closed;
  }
}

Interval Negated(const Interval& a) {
  Interval result;
  if (a.high) result.low = -*a.high;
  if (a.low) result.high = -*a.low;
  result.closed_low = a.closed_high;
  result.closed_high = a.closed_low;
  return result;
}

Interval Sum(const Interval& a, const Interval& b) {
  Interval result;
  if (a.low && b.low) result.low = Small(*a.low + *b.low);
  if (a.high && b.high) result.high = Small(*a.high + *b.high);
  result.closed_low = a.closed_low && b.closed_low;
  result.closed_high = a.closed_high && b.closed_high;
  return result;
}

bool NotNegative(const Interval& a) { return a.low && a.low->sign() >= 0; }
bool NotPositive(const Interval& a) { return a.high && a.high->sign() <= 0; }

// Both not negative.
Interval ProductOfNotNegative(const Interval& a, const Interval& b) {
  Interval result;
  result.low = Small(*a.low * *b.low);
  // Zero is reached when either factor reaches it.
  const bool zero = (a.closed_low && a.low->is_zero()) || (b.closed_low && b.low->is_zero());
  result.closed_low = (a.closed_low && b.closed_low) || zero;
  if (!result.low) result.low = Rational();
  if (a.high && b.high) result.high = Small(*a.high * *b.high);
  result.closed_high = a.closed_high && b.closed_high;
  if ((a.high && a.high->is_zero()) || (b.high && b.high->is_zero())) {
    result.high = Rational();
    result.closed_high = true;
  }
  return result;
}

Interval Product(const Interval& a, const Interval& b) {
  if (NotNegative(a) && NotNegative(b)) return ProductOfNotNegative(a, b);
  if (!NotNegative(a) && NotPositive(a)) return Negated(Product(Negated(a), b));
  if (!NotNegative(b) && NotPositive(b)) return Negated(Product(a, Negated(b)));
  if (NotNegative(b)) return Product(b, a);
  if (NotNegative(a) && a.high) {
    // One factor of either sign: its bounds times the greatest size of the other, taken as reached.
    Interval result;
    if (b.low) result.low = Small(*a.high * *b.low);
    if (b.high) result.high = Small(*a.high * *b.high);
    return result;
  }
  // Both of either sign: the greatest sizes decide, bounds taken as reached.
  if (!a.low || !a.high || !b.low || !b.high) return {};
  Interval result;
  for (const Rational& x : {*a.low, *a.high}) {
    for (const Rational& y : {*b.low, *b.high}) {
      const Bound product = Small(x * y);
      if (!product) return {};
      if (!result.low || *product < *result.low) result.low = product;
      if (!result.high || *product > *result.high) result.high = product;
    }
  }
  return result;
}

// 1 ÷ b; b is never zero where the quotient has a value.
Interval Reciprocal(const Interval& b) {
  if (!NotNegative(b)) return NotPositive(b) ? Negated(Reciprocal(Negated(b))) : Interval{};
  Interval result;
  result.low = b.high && !b.high->is_zero() ? Quotient(Rational(1), *b.high) : Rational();
  result.closed_low = b.high && b.closed_high;
  if (!b.low->is_zero()) {
    result.high = Quotient(Rational(1), *b.low);
    result.closed_high = b.closed_low;
  }
  return result;
}

Interval AbsoluteOf(const Interval& a) {
  if (NotNegative(a)) return a;
  if (NotPositive(a)) return Negated(a);
  Interval result;
  result.low = Rational();
  if (a.low && a.high) {
    const bool low_is_larger = -*a.low > *a.high;
    result.high = low_is_larger ? -*a.low : *a.high;
    result.closed_high = -*a.low == *a.high ? a.closed_low || a.closed_high
                         : low_is_larger    ? a.closed_low
                                            : a.closed_high;
  }
  return result;
}

int AddPlaces(int a, int b) {
  constexpr int kPlacesMax = 1000;
  if (a == kEndless || b == kEndless || a + b > kPlacesMax) return kEndless;
  return a + b;
}

class Analysis {
 public:
  explicit Analysis(const Scheme& scheme)
      : scheme_(scheme),
        all_(scheme.exprs.size()),
        proportions_(scheme, [this](ExprId id) -> const Possible& { return At(id); }) {}

  std::vector<Possible> Run() {
    for (std::size_t i = 0; i < all_.size(); ++i) {
      const auto id = static_cast<ExprId>(i);
      Possible result = Of(id, scheme_.exprs[i]);
      if (result.places == kEndless && result.endless_at == kNone) result.endless_at = id;
      all_[i] = std::move(result);
    }
    return std::move(all_);
  }

 private:
  // Arguments have smaller ids; anything else is taken for any value.
  const Possible& At(ExprId id) const {
    static const Possible kAny;
    return id >= 0 && static_cast<std::size_t>(id) < all_.size()
               ? all_[static_cast<std::size_t>(id)]
               : kAny;
  }
  const Possible& Arg(const Expr& expr, std::size_t index) const { return At(expr.args[index]); }

  static Possible Number(Interval interval, int places, ExprId endless_at = kNone) {
    Possible result;
    result.interval = std::move(interval);
    result.places = places;
    if (places == kEndless) result.endless_at = endless_at;
    return result;
  }

  static Possible Truth(bool can_be_true, bool can_be_false) {
    Possible result;
    result.can_be_true = can_be_true;
    result.can_be_false = can_be_false;
    result.places = 0;
    return result;
  }

  // Places of a result that has those of its operands.
  struct Places {
    int places = 0;
    ExprId endless_at = kNone;
    void Take(const Possible& from) {
      if (from.is_empty) return;
      if (from.places == kEndless && places != kEndless) endless_at = from.endless_at;
      places = std::max(places, from.places);
    }
  };

  static void Unite(const Possible& from, bool* first, Possible* to) {
    if (from.is_empty) return;
    if (*first) {
      *to = from;
      *first = false;
      return;
    }
    to->interval = Hull(to->interval, from.interval);
    if (from.places == kEndless && to->places != kEndless) to->endless_at = from.endless_at;
    to->places = std::max(to->places, from.places);
    if (to->texts && from.texts) {
      to->texts->insert(from.texts->begin(), from.texts->end());
    } else {
      to->texts.reset();
    }
    to->can_be_true = to->can_be_true || from.can_be_true;
    to->can_be_false = to->can_be_false || from.can_be_false;
  }

  Possible Union(const std::vector<ExprId>& ids) const {
    Possible result;
    result.is_empty = true;
    result.places = 0;
    bool first = true;
    for (const ExprId id : ids) Unite(At(id), &first, &result);
    return result;
  }

  Possible Literal(const Expr& expr) const {
    switch (expr.type) {
      case Type::kBoolean:
        return Truth(!expr.literal.is_zero(), expr.literal.is_zero());
      case Type::kText: {
        Possible result = Number({}, 0);
        result.texts = {scheme_.texts[static_cast<std::size_t>(expr.literal.units())]};
        return result;
      }
      default:
        return Number(Interval::Point(Rational(expr.literal)), expr.literal.Trimmed().scale());
    }
  }

  Possible Field(const scheme::Field& field) const {
    Possible result = Number({}, 0);
    if (field.type == Type::kText && !field.options.empty()) {
      result.texts = std::set<std::string>(field.options.begin(), field.options.end());
    }
    if (field.type != Type::kNumber) return result;
    result.places = std::min(field.places_max + (field.is_percent ? 2 : 0), Decimal::kScaleMax);
    const Rational unit = Rational::Fraction(1, field.is_percent ? 100 : 1);
    if (field.range) {
      if (field.range->low) result.interval.low = Rational(*field.range->low) * unit;
      if (field.range->high) result.interval.high = Rational(*field.range->high) * unit;
      result.interval.closed_low = field.range->closed_low;
      result.interval.closed_high = field.range->closed_high;
    }
    if (field.missing == scheme::Missing::kZero) {
      result.interval = Hull(result.interval, Interval::Point(Rational()));
    }
    return result;
  }

  Possible Limits(const Expr& expr) const {
    const bool is_minimum = expr.op == Op::kMinimum;
    Places places;
    Interval result;
    for (std::size_t i = 0; i < expr.args.size(); ++i) {
      const Possible& arg = Arg(expr, i);
      if (arg.is_empty) return arg;  // Exempt makes all exempt.
      places.Take(arg);
      const Interval interval = is_minimum ? arg.interval : Negated(arg.interval);
      if (i == 0) {
        result = interval;
        continue;
      }
      LowerLow(interval.low, interval.closed_low, &result);
      // The least of all is not above any of them.
      if (interval.high && (!result.high || *interval.high < *result.high)) {
        result.high = interval.high;
        result.closed_high = interval.closed_high;
      } else if (interval.high && result.high && *interval.high == *result.high) {
        result.closed_high = result.closed_high && interval.closed_high;
      }
    }
    return Number(is_minimum ? result : Negated(result), places.places, places.endless_at);
  }

  bool SameName(ExprId a, ExprId b) const {
    const Expr& left = scheme_.expr(a);
    const Expr& right = scheme_.expr(b);
    if (left.op != right.op || left.target != right.target || left.kind != right.kind) return false;
    if (left.op == Op::kField || left.op == Op::kFigure) return true;
    const bool is_step =
        left.op == Op::kToAncestor || left.op == Op::kContaining || left.op == Op::kAtPeriod;
    return is_step && SameName(left.args[0], right.args[0]);
  }

  // Of 满分 × x ÷ 最大(x, 在: 组): x over the greatest x is at most 1.
  std::optional<Interval> ShareOfGreatest(const Expr& quotient) const {
    const Expr& divisor = scheme_.expr(quotient.args[1]);
    const bool is_greatest = divisor.op == Op::kAggregate &&
                             divisor.function == AggregateFunction::kMaximum &&
                             divisor.domain.level == kNone && divisor.domain.filter == kNone &&
                             divisor.kind == divisor.domain.member;
    if (!is_greatest || !NotNegative(At(divisor.args[0]).interval)) return std::nullopt;
    Interval rest;
    rest.low = Rational();
    rest.high = Rational(1);
    ExprId left = quotient.args[0];
    while (!SameName(left, divisor.args[0])) {
      const Expr& product = scheme_.expr(left);
      if (product.op != Op::kMultiply) return std::nullopt;
      const bool is_last = SameName(product.args[1], divisor.args[0]);
      rest = Product(rest, Arg(product, is_last ? 0 : 1).interval);
      left = product.args[is_last ? 1 : 0];
    }
    return rest;
  }

  Possible Divided(ExprId id, const Expr& expr) const {
    const Possible& a = Arg(expr, 0);
    const Possible& b = Arg(expr, 1);
    if (const auto share = ShareOfGreatest(expr)) return Number(*share, kEndless, id);
    const auto proportion = proportions_.Bounds(expr.args[0], expr.args[1]);
    int places = kEndless;
    ExprId endless_at = a.places == kEndless ? a.endless_at : id;
    if (b.interval.is_point() && !b.interval.low->is_zero()) {
      const auto factor = Quotient(Rational(1), *b.interval.low).ExactDecimal();
      if (factor) places = AddPlaces(a.places, factor->scale());
    }
    return Number(proportion ? *proportion : Product(a.interval, Reciprocal(b.interval)), places,
                  endless_at);
  }

  Possible Raised(ExprId id, const Expr& expr) const {
    const Possible& base = Arg(expr, 0);
    const Possible& exponent = Arg(expr, 1);
    Interval interval;
    if (NotNegative(base.interval)) interval.low = Rational();
    const auto whole = exponent.interval.is_point() && exponent.interval.low->is_integer()
                           ? exponent.interval.low->ToInteger(Rounding::kDown)
                           : std::nullopt;
    constexpr int kPowerMax = 12;
    if (!whole || *whole < 0 || *whole > kPowerMax) return Number(interval, kEndless, id);
    int places = 0;
    Interval product = Interval::Point(Rational(1));
    for (std::int64_t i = 0; i < *whole; ++i) {
      places = AddPlaces(places, base.places);
      product = Product(product, base.interval);
    }
    const bool even = *whole % 2 == 0;
    if (even && !NotNegative(base.interval) && !NotPositive(base.interval))
      product.low = Rational();
    return Number(product, places, base.endless_at);
  }

  static Possible Rounded(const Expr& expr, const Possible& a) {
    Interval interval;
    if (a.interval.low) {
      const auto low = a.interval.low->Round(expr.places, expr.rounding);
      if (low) interval.low = Rational(*low);
    }
    if (a.interval.high) {
      const auto high = a.interval.high->Round(expr.places, expr.rounding);
      if (high) interval.high = Rational(*high);
    }
    return Number(interval, expr.places);
  }

  Possible Compared(const Expr& expr) const {
    const Possible& a = Arg(expr, 0);
    const Possible& b = Arg(expr, 1);
    if (a.is_empty || b.is_empty) return Truth(true, true);
    const Type type = scheme_.expr(expr.args[0]).type;
    bool less = true;
    bool equal = true;
    bool greater = true;
    if (type == Type::kText) {
      if (!a.texts || !b.texts) return Truth(true, true);
      equal = std::any_of(a.texts->begin(), a.texts->end(),
                          [&](const std::string& text) { return b.texts->count(text) > 0; });
      less = greater = a.texts->size() > 1 || b.texts->size() > 1 || !equal;
    } else if (type == Type::kBoolean) {
      equal = (a.can_be_true && b.can_be_true) || (a.can_be_false && b.can_be_false);
      less = greater = (a.can_be_true && b.can_be_false) || (a.can_be_false && b.can_be_true);
    } else {
      const int places = std::max(a.places, b.places);
      const Stretch x = StretchOf(a.interval, places);
      const Stretch y = StretchOf(b.interval, places);
      equal = !Intersection(x, y).empty();
      less = Reaches(a.interval, b.interval);
      greater = Reaches(b.interval, a.interval);
    }
    switch (expr.op) {
      case Op::kEqual:
        return Truth(equal, less || greater);
      case Op::kUnequal:
        return Truth(less || greater, equal);
      case Op::kLess:
        return Truth(less, equal || greater);
      case Op::kLessOrEqual:
        return Truth(less || equal, greater);
      case Op::kGreater:
        return Truth(greater, equal || less);
      default:
        return Truth(greater || equal, less);
    }
  }

  // Whether some number of `a` may lie below some number of `b`.
  static bool Reaches(const Interval& a, const Interval& b) {
    return !a.low || !b.high || *a.low < *b.high;
  }

  Possible Logic(const Expr& expr) const {
    const Possible& a = Arg(expr, 0);
    if (expr.op == Op::kNot) return Truth(a.can_be_false, a.can_be_true);
    const Possible& b = Arg(expr, 1);
    if (expr.op == Op::kAnd)
      return Truth(a.can_be_true && b.can_be_true, a.can_be_false || b.can_be_false);
    return Truth(a.can_be_true || b.can_be_true, a.can_be_false && b.can_be_false);
  }

  Possible Choice(const Expr& expr) const {
    const Possible& condition = Arg(expr, 0);
    std::vector<ExprId> branches;
    if (condition.can_be_true) branches.push_back(expr.args[1]);
    if (condition.can_be_false) branches.push_back(expr.args[2]);
    return Union(branches);
  }

  Possible Table(ExprId id, const Expr& expr) const {
    std::vector<ExprId> values;
    for (const scheme::Arm& arm : expr.arms) values.push_back(arm.value);
    Possible result = Union(values);
    if (expr.op == Op::kInterpolate && !result.interval.is_point()) {
      result.places = kEndless;
      result.endless_at = id;
    }
    return result;
  }

  // Σ value × weight of the parts that are not exempt, scaled up to all of the weight: what the
  // best and the worst part would give if it stood for all.
  Possible Weighted(ExprId id, const Expr& expr) const {
    const std::size_t parts = expr.args.size() / 2;
    Rational all;
    Interval interval;
    bool first = true;
    for (std::size_t i = 0; i < parts; ++i) {
      const Interval& weight = Arg(expr, parts + i).interval;
      if (!weight.is_point() || weight.low->sign() < 0) return Number({}, kEndless, id);
      all += *weight.low;
      if (weight.low->is_zero()) continue;
      const Interval value = expr.op == Op::kPointsSum
                                 ? Product(Arg(expr, i).interval, Reciprocal(weight))
                                 : Arg(expr, i).interval;
      interval = first ? value : Hull(interval, value);
      first = false;
    }
    return Number(Product(interval, Interval::Point(all)), kEndless, id);
  }

  Possible Sum(ExprId id, const Expr& expr) const {
    Places places;
    Interval interval = Interval::Point(Rational());
    Interval mean;
    bool first = true;
    for (const ExprId arg : expr.args) {
      const Possible& part = At(arg);
      if (part.is_empty) continue;
      places.Take(part);
      mean = first ? part.interval : Hull(mean, part.interval);
      first = false;
      // An exempt part adds nothing.
      interval = internal::Sum(interval, Hull(part.interval, Interval::Point(Rational())));
    }
    if (expr.op == Op::kSum) return Number(interval, places.places, places.endless_at);
    if (expr.args.size() == 1) return Number(mean, places.places, places.endless_at);
    if (expr.args.size() == 2) return Number(mean, AddPlaces(places.places, 1), places.endless_at);
    return Number(mean, kEndless, id);
  }

  Possible Aggregate(ExprId id, const Expr& expr) const {
    const Possible& body = Arg(expr, 0);
    const Interval zero = Interval::Point(Rational());
    Interval many;  // How many members there are.
    many.low = Rational();
    if (expr.domain.level != kNone) many.high = Rational(scheme_.level(expr.domain.level).count());
    switch (expr.function) {
      case AggregateFunction::kCount:
        return Number(many, 0);
      case AggregateFunction::kSum:
      case AggregateFunction::kSumOfBest:
        return Number(Product(Hull(body.interval, zero), many), body.places, body.endless_at);
      case AggregateFunction::kMaximum:
      case AggregateFunction::kMinimum:
        return body;
      case AggregateFunction::kMedian:
        return Number(body.interval, AddPlaces(body.places, 1), body.endless_at);
      case AggregateFunction::kMean:
      case AggregateFunction::kTrimmedMean: {
        // A weight below zero would take the mean outside.
        const bool sound = expr.args.size() < 2 || NotNegative(Arg(expr, 1).interval);
        return Number(sound ? body.interval : Interval{}, kEndless, id);
      }
      case AggregateFunction::kGeometricMean:
      case AggregateFunction::kStandardDeviation: {
        Interval interval;
        interval.low = Rational();
        return Number(interval, kEndless, id);
      }
      case AggregateFunction::kCoefficientOfVariation:
        return Number({}, kEndless, id);
      case AggregateFunction::kAny:
        return Truth(body.can_be_true, true);
      case AggregateFunction::kAll:
        return Truth(true, body.can_be_false);
    }
    return {};
  }

  Possible Of(ExprId id, const Expr& expr) const {
    switch (expr.op) {
      case Op::kLiteral:
        return Literal(expr);
      case Op::kExempt:
      case Op::kPending: {
        Possible none = Number({}, 0);
        none.is_empty = true;
        return none;
      }
      case Op::kParameter: {
        const auto value = scheme::ConstantValue(scheme_, id);
        if (!value) return {};
        const auto decimal = value->ExactDecimal();
        return Number(Interval::Point(*value), decimal ? decimal->scale() : Decimal::kScaleMax);
      }
      case Op::kField:
        return Field(scheme_.field(expr.target));
      case Op::kFigure:
        return At(scheme_.figure(expr.target).expr);
      case Op::kToAncestor:
      case Op::kContaining:
      case Op::kAtPeriod:
      case Op::kPrevious:
        return Arg(expr, 0);
      case Op::kAdd:
      case Op::kSubtract:
      case Op::kMultiply: {
        const Possible& a = Arg(expr, 0);
        const Possible& b = Arg(expr, 1);
        Places places;
        places.Take(a);
        places.Take(b);
        if (expr.op == Op::kMultiply) {
          return Number(Product(a.interval, b.interval), AddPlaces(a.places, b.places),
                        places.endless_at);
        }
        const Interval right = expr.op == Op::kAdd ? b.interval : Negated(b.interval);
        return Number(internal::Sum(a.interval, right), places.places, places.endless_at);
      }
      case Op::kDivide:
        return Divided(id, expr);
      case Op::kNegate:
        return Number(Negated(Arg(expr, 0).interval), Arg(expr, 0).places, Arg(expr, 0).endless_at);
      case Op::kAbsolute:
        return Number(AbsoluteOf(Arg(expr, 0).interval), Arg(expr, 0).places,
                      Arg(expr, 0).endless_at);
      case Op::kMinimum:
      case Op::kMaximum:
        return Limits(expr);
      case Op::kPower:
        return Raised(id, expr);
      case Op::kSquareRoot: {
        Interval interval;
        interval.low = Rational();
        return Number(interval, kEndless, id);
      }
      case Op::kLogarithm:
        return Number({}, kEndless, id);
      case Op::kRound:
        return Rounded(expr, Arg(expr, 0));
      case Op::kEqual:
      case Op::kUnequal:
      case Op::kLess:
      case Op::kLessOrEqual:
      case Op::kGreater:
      case Op::kGreaterOrEqual:
        return Compared(expr);
      case Op::kAnd:
      case Op::kOr:
      case Op::kNot:
        return Logic(expr);
      case Op::kIf:
        return Choice(expr);
      case Op::kBands:
      case Op::kInterpolate:
      case Op::kLookup:
        return Table(id, expr);
      case Op::kWeighted:
      case Op::kPointsSum:
        return Weighted(id, expr);
      case Op::kSum:
      case Op::kMean:
        return Sum(id, expr);
      case Op::kCoalesce:
        return Union(expr.args);
      case Op::kIsMissing:
      case Op::kWithinQuota:
        return Truth(true, true);
      case Op::kDays:
      case Op::kWorkdays:
      case Op::kWorkdayAfter:
        return Number({}, 0);
      case Op::kPeriodOf:
      case Op::kThisPeriod: {
        const scheme::LevelId level = expr.op == Op::kPeriodOf ? expr.target : expr.level;
        Interval interval;
        // A day in another year has number -1.
        interval.low = Rational(expr.op == Op::kPeriodOf ? -1 : 0);
        interval.high = Rational(scheme_.level(level).count() - 1);
        return Number(interval, 0);
      }
      case Op::kAggregate:
        return Aggregate(id, expr);
      case Op::kRank: {
        Interval interval;
        interval.low = Rational(1);
        return Number(interval, expr.ties == scheme::Ties::kMean ? 1 : 0);
      }
      case Op::kAllocate: {
        Interval interval;
        interval.low = Rational();
        return Number(interval, expr.places);
      }
    }
    return {};
  }

  const Scheme& scheme_;
  std::vector<Possible> all_;
  Proportions proportions_;
};

// The first multiple of 10^-places that is not before the cut; nothing when it is too large.
std::optional<Rational> FirstFrom(const Cut& cut, int places) {
  if (places > Decimal::kScaleMax) return std::nullopt;
  const Rational scale = Rational(PowerOfTen(places));
  const Rational steps = cut.value * scale;
  // Away from zero for positive numbers and toward it for negative ones is upward.
  const auto ceiling = steps.ToInteger(steps.sign() > 0 ? Rounding::kUp : Rounding::kDown);
  if (!ceiling) return std::nullopt;
  const bool passes = cut.after && Rational(*ceiling) == steps;
  return Quotient(Rational(*ceiling + (passes ? 1 : 0)), scale);
}

Cut OnGrid(Cut cut, int places) {
  if (places == kEndless || cut.infinite != 0) return cut;
  const auto first = FirstFrom(cut, places);
  return first ? Cut{0, *first, false} : cut;
}

}  // namespace

Interval Hull(const Interval& a, const Interval& b) {
  Interval result = a;
  LowerLow(b.low, b.closed_low, &result);
  Interval mirrored = Negated(result);
  LowerLow(b.high ? Bound(-*b.high) : std::nullopt, b.closed_high, &mirrored);
  return Negated(mirrored);
}

std::strong_ordering operator<=>(const Cut& a, const Cut& b) {
  if (a.infinite != b.infinite) return a.infinite <=> b.infinite;
  if (a.infinite != 0) return std::strong_ordering::equal;
  const auto order = a.value <=> b.value;
  return order != 0 ? order : a.after <=> b.after;
}

Stretch StretchOf(const Interval& interval, int places) {
  Stretch stretch;
  stretch.begin = interval.low ? Cut{0, *interval.low, !interval.closed_low} : Cut{-1, {}, false};
  stretch.end = interval.high ? Cut{0, *interval.high, interval.closed_high} : Cut{1, {}, false};
  return {OnGrid(stretch.begin, places), OnGrid(stretch.end, places)};
}

Stretch Intersection(const Stretch& a, const Stretch& b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

void StretchSet::Add(const Stretch& stretch) {
  if (stretch.empty()) return;
  Stretch merged = stretch;
  std::vector<Stretch> parts;
  for (const Stretch& part : parts_) {
    if (part.end < merged.begin || part.begin > merged.end) {
      parts.push_back(part);
    } else {
      merged = {std::min(part.begin, merged.begin), std::max(part.end, merged.end)};
    }
  }
  parts.insert(std::find_if(parts.begin(), parts.end(),
                            [&](const Stretch& part) { return merged.begin < part.begin; }),
               merged);
  parts_ = std::move(parts);
}

std::vector<Stretch> StretchSet::Outside(const Stretch& stretch) const {
  std::vector<Stretch> outside;
  Stretch rest = stretch;
  for (const Stretch& part : parts_) {
    const Stretch before{rest.begin, std::min(rest.end, part.begin)};
    if (!before.empty()) outside.push_back(before);
    rest.begin = std::max(rest.begin, part.end);
  }
  if (!rest.empty()) outside.push_back(rest);
  return outside;
}

std::vector<Possible> PossibleValues(const Scheme& scheme) { return Analysis(scheme).Run(); }

}  // namespace kaogong::regulation::internal
