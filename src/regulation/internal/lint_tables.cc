// SPDX-License-Identifier: Apache-2.0
// Bands with gaps and overlaps, keys given twice, arms and conditions that never hold.
#include <algorithm>
#include <map>
#include <tuple>

#include "regulation/internal/lint.h"
#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using scheme::Arm;
using scheme::Expr;
using scheme::ExprId;
using scheme::kNone;
using scheme::Op;
using scheme::Scheme;
using scheme::Type;

namespace {

bool IsElse(const Arm& arm) { return arm.low == kNone && arm.high == kNone; }

// "= x" gives the same bound twice.
bool IsSingle(const Arm& arm) { return arm.low != kNone && arm.low == arm.high; }

// Where an arm stands: at its bound or key, or else at the whole table.
Place PlaceOf(const Scheme& scheme, const Expr& table, const Arm& arm) {
  for (const ExprId part : {arm.low, arm.high}) {
    if (part != kNone && scheme.expr(part).place.line > 0) return scheme.expr(part).place;
  }
  return table.place;
}

std::string ShowNumber(const Rational& number, bool as_percent) {
  return as_percent ? (number * Rational(100)).ToString() + "%" : number.ToString();
}

int PlacesOf(const Rational& number) {
  const auto decimal = number.ExactDecimal();
  return decimal ? decimal->scale() : Decimal::kScaleMax + 1;
}

// On a grid a cut before 5.01 is one after 5: whichever number is rounder is shown.
Cut Rounder(const Cut& cut, int places, bool is_end) {
  if (cut.infinite != 0 || cut.after || places > Decimal::kScaleMax) return cut;
  const Rational before = cut.value - Rational::Fraction(1, PowerOfTen(places));
  const bool take = (places == 0 && is_end) || PlacesOf(before) < PlacesOf(cut.value);
  return take ? Cut{0, before, true} : cut;
}

std::string ShowStretch(const Stretch& stretch, int places, bool as_percent) {
  const Cut begin = Rounder(stretch.begin, places, false);
  const Cut end = Rounder(stretch.end, places, true);
  const bool is_one = begin.infinite == 0 && end.infinite == 0 && begin.value == end.value;
  if (is_one) return ShowNumber(begin.value, as_percent);
  const std::string low = begin.infinite != 0 ? "-∞" : ShowNumber(begin.value, as_percent);
  const std::string high = end.infinite != 0 ? "+∞" : ShowNumber(end.value, as_percent);
  return (begin.after || begin.infinite != 0 ? "(" : "[") + low + ", " + high +
         (end.after ? "]" : ")");
}

// Arms that the data never reach. A table parameter is expanded wherever it is used: an arm counts
// only when none of the uses reaches it.
class UnreachedArms {
 public:
  void Use(const Place& table) { ++uses_[KeyOf(table)]; }
  // Tells the place of the table whose arms are added next.
  void Enter(const Place& table) { table_ = KeyOf(table); }
  void Add(Place arm, Text message, Text hint) {
    Found& found = found_[KeyOf(arm)];
    if (++found.times == 1)
      found = {1, table_, std::move(arm), std::move(message), std::move(hint)};
  }
  void Report(Issues* issues) {
    for (auto& [key, found] : found_) {
      if (found.times < uses_[found.table]) continue;
      issues->Warning("lint.arm-outside-range", found.arm, found.message, found.hint);
    }
  }

 private:
  using Key = std::tuple<std::string, int, int>;
  struct Found {
    int times = 0;
    Key table;
    Place arm;
    Text message;
    Text hint;
  };
  static Key KeyOf(const Place& place) { return {place.file, place.line, place.column}; }

  std::map<Key, int> uses_;
  std::map<Key, Found> found_;
  Key table_;
};

// --- Bands.

class BandLinter {
 public:
  BandLinter(const Expr& table, LintContext* context, UnreachedArms* unreached)
      : table_(table),
        context_(context),
        unreached_(unreached),
        scheme_(context->scheme),
        subject_(context->at(table.args[0])) {}

  void Lint() {
    if (!ReadBands()) return;
    for (std::size_t i = 0; i < bands_.size(); ++i) {
      if (bands_[i].is_else) continue;
      if (!LintOverlap(i)) LintReach(i);
      covered_.Add(bands_[i].stretch);
    }
    LintElse();
  }

 private:
  struct Band {
    const Arm* arm = nullptr;
    Stretch stretch;
    bool is_else = false;
  };

  // False when a bound depends on facts: then nothing can be said.
  bool ReadBands() {
    for (const Arm& arm : table_.arms) {
      Band band{&arm, {}, IsElse(arm)};
      Interval interval;
      interval.closed_low = arm.closed_low;
      interval.closed_high = arm.closed_high;
      for (const auto& [part, bound] :
           {std::pair{arm.low, &interval.low}, std::pair{arm.high, &interval.high}}) {
        if (part == kNone) continue;
        *bound = scheme::ConstantValue(scheme_, part);
        if (!*bound) return false;
        as_percent_ = as_percent_ || scheme_.expr(part).text.ends_with("%");
      }
      band.stretch = StretchOf(interval, subject_.places);
      bands_.push_back(band);
    }
    domain_ = StretchOf(subject_.interval, subject_.places);
    return !subject_.is_empty;
  }

  // ≥90, ≥80: a later band takes what the earlier left over; that is no overlap.
  static bool MayOverlap(const Band& a, const Band& b) {
    if (a.is_else || b.is_else || IsSingle(*a.arm) || IsSingle(*b.arm)) return true;
    const bool both_from = a.arm->high == kNone && b.arm->high == kNone;
    const bool both_to = a.arm->low == kNone && b.arm->low == kNone;
    return both_from || both_to;
  }

  bool LintOverlap(std::size_t at) {
    for (std::size_t i = 0; i < at; ++i) {
      const Stretch common = Intersection(bands_[i].stretch, bands_[at].stretch);
      if (MayOverlap(bands_[i], bands_[at]) || common.empty()) continue;
      context_->issues.Error(
          "lint.band-overlap", PlaceOf(scheme_, table_, *bands_[at].arm),
          Say("这一段与前面的一段重叠：{}", "this band overlaps an earlier one: {}", Show(common)),
          Say("界限上的值只能属于一段：一边用 [ ] 含，另一边用 ( ) 不含",
              "a bound belongs to one band: use [ ] on one side and ( ) on the other"));
      return true;
    }
    return false;
  }

  void LintReach(std::size_t at) {
    const Stretch& stretch = bands_[at].stretch;
    const Place place = PlaceOf(scheme_, table_, *bands_[at].arm);
    if (stretch.empty() || covered_.Outside(stretch).empty()) {
      context_->issues.Error(
          "lint.unreachable-arm", place, Say("这一段永远到不了", "this band can never be reached"),
          stretch.empty() ? Say("这一段里没有数", "no number lies in it")
                          : Say("前面的段已包括它；≥ 从大到小写，≤ 从小到大写",
                                "earlier bands cover it: write >= from high to low"));
      return;
    }
    const Stretch inside = Intersection(stretch, domain_);
    if (!inside.empty() && !covered_.Outside(inside).empty()) return;
    unreached_->Add(place,
                    Say("数据的范围是 {}，到不了这一段",
                        "the data lie in {} and never reach this band", Show(domain_)),
                    Say("改正这一段的界限，或改正“范围”", "correct the bounds or the range"));
  }

  void LintElse() {
    const std::vector<Stretch> rest = covered_.Outside(domain_);
    const auto other =
        std::find_if(bands_.begin(), bands_.end(), [](const Band& band) { return band.is_else; });
    if (other != bands_.end()) {
      if (rest.empty() && covered_.Outside(StretchOf({}, kEndless)).empty()) {
        context_->issues.Warning("lint.unreachable-else", table_.place,
                                 Say("各段已包括所有的数，“其余”用不上",
                                     "the bands cover all numbers: 'else' is never used"),
                                 Say("删去“其余”", "leave 'else' out"));
      }
      return;
    }
    for (const Stretch& gap : rest) {
      const bool is_open = gap.begin.infinite != 0 || gap.end.infinite != 0;
      if (is_open) {
        context_->issues.Warning("lint.band-open", table_.place,
                                 Say("落在 {} 的没有规定", "nothing is said about {}", Show(gap)),
                                 Say("加“其余: …”；不会出现的，给数据写上“范围”",
                                     "add 'else: …', or give the data a range that excludes it"));
      } else {
        context_->issues.Error("lint.band-gap", table_.place,
                               Say("各段之间有空档：{}", "the bands leave a gap: {}", Show(gap)),
                               Say("补上这一段，或加“其余: …”", "add the band, or 'else: …'"));
      }
    }
  }

  std::string Show(const Stretch& stretch) const {
    return ShowStretch(stretch, subject_.places, as_percent_);
  }

  const Expr& table_;
  LintContext* context_;
  UnreachedArms* unreached_;
  const Scheme& scheme_;
  const Possible& subject_;
  std::vector<Band> bands_;
  Stretch domain_;
  StretchSet covered_;
  bool as_percent_ = false;
};

// --- Look-up tables.

// A key's constant value as text, to compare and to show.
std::optional<std::string> KeyText(const LintContext& context, ExprId id) {
  const Expr& expr = context.scheme.expr(id);
  const Possible& key = context.at(id);
  switch (expr.type) {
    case Type::kText:
      if (!key.texts || key.texts->size() != 1) return std::nullopt;
      return *key.texts->begin();
    case Type::kBoolean:
      if (key.can_be_true == key.can_be_false) return std::nullopt;
      return key.can_be_true ? "是" : "否";
    default:
      if (!key.interval.is_point()) return std::nullopt;
      return key.interval.low->ToString();
  }
}

// All values a subject can take, when they are few enough to name.
std::optional<std::set<std::string>> KeysOf(const LintContext& context, ExprId id) {
  const Expr& expr = context.scheme.expr(id);
  const Possible& subject = context.at(id);
  if (expr.type == Type::kText) return subject.texts;
  std::set<std::string> keys;
  if (expr.type == Type::kBoolean) {
    if (subject.can_be_true) keys.insert("是");
    if (subject.can_be_false) keys.insert("否");
    return keys;
  }
  constexpr std::int64_t kKeysMax = 100;
  const Stretch stretch = StretchOf(subject.interval, subject.places);
  if (subject.places != 0 || stretch.begin.infinite != 0 || stretch.end.infinite != 0)
    return std::nullopt;
  if (stretch.end.value - stretch.begin.value > Rational(kKeysMax)) return std::nullopt;
  for (Rational key = stretch.begin.value; Cut{0, key, false} < stretch.end; key += Rational(1)) {
    keys.insert(key.ToString());
  }
  return keys;
}

void LintLookup(const Expr& table, LintContext* context, UnreachedArms* unreached) {
  const Scheme& scheme = context->scheme;
  if (table.place.line == 0) return;  // Made for an effect on grades.
  const auto possible = KeysOf(*context, table.args[0]);
  std::set<std::string> seen;
  bool has_else = false;
  for (const Arm& arm : table.arms) {
    const Place place = PlaceOf(scheme, table, arm);
    if (has_else) {
      context->issues.Error(
          "lint.unreachable-arm", place,
          Say("“其余”之后的一项永远到不了", "keys after 'else' can never be reached"),
          Say("把“其余”写在最后", "write 'else' last"));
      return;
    }
    if (IsElse(arm)) {
      has_else = true;
      continue;
    }
    const auto key = KeyText(*context, arm.low);
    if (!key) return;  // Depends on facts: nothing can be said.
    if (!seen.insert(*key).second) {
      context->issues.Error(
          "lint.duplicate-key", place, Say("“{}”写了两次", "'{}' is given twice", *key),
          Say("只有前一个起作用；删去一个", "only the first counts: leave one out"));
    } else if (possible && possible->count(*key) == 0) {
      unreached->Add(place, Say("数据里不会有“{}”", "the data can never be '{}'", *key),
                     Say("改正这个值，或把它加进数据的选项或范围",
                         "correct it, or add it to the choices or range"));
    }
  }
  if (has_else) return;
  if (!possible) {
    context->issues.Warning(
        "lint.lookup-open", table.place,
        Say("没有列出的值没有规定", "nothing is said about values that are not listed"),
        Say("加“其余: …”，或把数据声明为“选项(…)”",
            "add 'else: …', or declare the data as choice(…)"));
    return;
  }
  std::string missing;
  for (const std::string& key : *possible) {
    if (seen.count(key) == 0) missing += (missing.empty() ? "" : "、") + key;
  }
  if (missing.empty()) return;
  context->issues.Error("lint.lookup-gap", table.place,
                        Say("没有规定“{}”对应多少", "nothing is said about {}", missing),
                        Say("补上，或加“其余: …”", "add it, or 'else: …'"));
}

// --- Conditions.

bool UsesParameter(const Scheme& scheme, ExprId id) {
  const Expr& expr = scheme.expr(id);
  if (expr.op == Op::kParameter) return true;
  return std::any_of(expr.args.begin(), expr.args.end(),
                     [&](ExprId arg) { return UsesParameter(scheme, arg); });
}

bool IsComparison(Op op) { return op >= Op::kEqual && op <= Op::kGreaterOrEqual; }

void LintCondition(ExprId id, LintContext* context) {
  const Scheme& scheme = context->scheme;
  const Expr& expr = scheme.expr(id);
  const Possible& possible = context->at(id);
  if (expr.place.line == 0 || (possible.can_be_true && possible.can_be_false)) return;
  const bool left = scheme::ConstantValue(scheme, expr.args[0]).has_value();
  const bool right = scheme::ConstantValue(scheme, expr.args[1]).has_value();
  // A comparison of parameters is a switch; next year's values may turn it.
  if (left && right && (UsesParameter(scheme, expr.args[0]) || UsesParameter(scheme, expr.args[1])))
    return;
  const scheme::FigureId owner = context->owner[static_cast<std::size_t>(id)];
  const bool is_check = owner != kNone && scheme.figure(owner).role == scheme::Role::kCheck;
  if (is_check && possible.can_be_true) return;  // A check that always holds states what is meant.
  const Text message = possible.can_be_true
                           ? Say("这个条件总是成立", "this condition always holds")
                           : Say("这个条件永远不成立", "this condition never holds");
  const Text hint =
      Say("对照数据的范围、选项核对", "compare it with the range or the choices of the data");
  if (is_check) {
    context->issues.Error("lint.constant-condition", expr.place, message, hint);
  } else {
    context->issues.Warning("lint.constant-condition", expr.place, message, hint);
  }
}

// --- Chains of conditions: grades, 若 … 否则 若 ….

// What a condition says about single figures or fields, by a text that names each.
using Limits = std::map<std::string, Stretch>;

std::string SubjectOf(const Scheme& scheme, ExprId id) {
  std::string steps;
  for (;;) {
    const Expr& expr = scheme.expr(id);
    switch (expr.op) {
      case Op::kToAncestor:
      case Op::kContaining:
        steps += '^';
        id = expr.args[0];
        break;
      case Op::kAtPeriod:
        steps += "[" + std::to_string(expr.target) + "]";
        id = expr.args[0];
        break;
      case Op::kFigure:
        return steps + "f" + std::to_string(expr.target);
      case Op::kField:
        return steps + "d" + std::to_string(expr.target);
      default:
        return {};
    }
  }
}

class ChainLinter {
 public:
  explicit ChainLinter(LintContext* context) : context_(context), scheme_(context->scheme) {}

  // `head` is the first condition of a chain.
  void Lint(ExprId head, std::vector<bool>* in_chain) {
    std::map<std::string, StretchSet> covered;
    for (ExprId id = head; scheme_.expr(id).op == Op::kIf && scheme_.expr(id).effect == kNone;
         id = scheme_.expr(id).args[2]) {
      (*in_chain)[static_cast<std::size_t>(id)] = true;
      const Expr& expr = scheme_.expr(id);
      Limits limits;
      bool is_exact = true;
      Read(expr.args[0], &limits, &is_exact);
      for (const auto& [subject, stretch] : limits) {
        const auto before = covered.find(subject);
        if (before == covered.end() || stretch.empty() || !before->second.Outside(stretch).empty())
          continue;
        context_->issues.Error(
            "lint.unreachable-rule", PlaceOfArm(expr),
            Say("前面的条件已包括这一种，永远到不了",
                "earlier conditions cover this one: it is never reached"),
            Say("条件从严到宽、从高到低写", "write the strictest condition first"));
        break;
      }
      if (is_exact && limits.size() == 1)
        covered[limits.begin()->first].Add(limits.begin()->second);
    }
  }

 private:
  Place PlaceOfArm(const Expr& expr) const {
    const Place& condition = scheme_.expr(expr.args[0]).place;
    return condition.line > 0 ? condition : expr.place;
  }

  // Collects what must hold for the condition to hold. `is_exact` stays true when that is all.
  void Read(ExprId id, Limits* limits, bool* is_exact) const {
    const Expr& expr = scheme_.expr(id);
    if (expr.op == Op::kAnd) {
      Read(expr.args[0], limits, is_exact);
      Read(expr.args[1], limits, is_exact);
      return;
    }
    const bool is_number = IsComparison(expr.op) && expr.op != Op::kUnequal &&
                           scheme_.expr(expr.args[0]).type == Type::kNumber;
    const std::string subject = is_number ? SubjectOf(scheme_, expr.args[0]) : std::string();
    const auto bound =
        subject.empty() ? std::nullopt : scheme::ConstantValue(scheme_, expr.args[1]);
    if (!bound) {
      *is_exact = false;
      return;
    }
    Interval interval;
    if (expr.op != Op::kLess && expr.op != Op::kLessOrEqual) {
      interval.low = *bound;
      interval.closed_low = expr.op != Op::kGreater;
    }
    if (expr.op != Op::kGreater && expr.op != Op::kGreaterOrEqual) {
      interval.high = *bound;
      interval.closed_high = expr.op != Op::kLess;
    }
    const Stretch stretch = StretchOf(interval, context_->at(expr.args[0]).places);
    const auto [found, is_new] = limits->try_emplace(subject, stretch);
    if (!is_new) found->second = Intersection(found->second, stretch);
  }

  LintContext* context_;
  const Scheme& scheme_;
};

}  // namespace

void LintTables(LintContext* context) {
  UnreachedArms unreached;
  for (std::size_t i = 0; i < context->scheme.exprs.size(); ++i) {
    const Expr& expr = context->scheme.exprs[i];
    if (context->owner[i] == kNone || (expr.op != Op::kBands && expr.op != Op::kLookup)) continue;
    unreached.Use(expr.place);
    unreached.Enter(expr.place);
    if (expr.op == Op::kBands) {
      BandLinter(expr, context, &unreached).Lint();
    } else {
      LintLookup(expr, context, &unreached);
    }
  }
  unreached.Report(&context->issues);
}

void LintConditions(LintContext* context) {
  const Scheme& scheme = context->scheme;
  std::vector<bool> in_chain(scheme.exprs.size(), false);
  ChainLinter chains(context);
  // A chain's head has a greater id than the rest of it.
  for (std::size_t i = scheme.exprs.size(); i-- > 0;) {
    const Expr& expr = scheme.exprs[i];
    if (context->owner[i] == kNone) continue;
    if (IsComparison(expr.op)) LintCondition(static_cast<ExprId>(i), context);
    if (expr.op == Op::kIf && expr.effect == kNone && !in_chain[i]) {
      chains.Lint(static_cast<ExprId>(i), &in_chain);
    }
  }
}

}  // namespace kaogong::regulation::internal
