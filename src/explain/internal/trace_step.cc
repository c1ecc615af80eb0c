// SPDX-License-Identifier: Apache-2.0
// The steps of a formula that look at one row: arithmetic, methods, tables, branches, limits.
#include "explain/internal/shape.h"
#include "explain/internal/tracer.h"

namespace kaogong::explain::internal {

using scheme::Arm;
using scheme::Expr;
using scheme::Op;
using scheme::Type;

Term Tracer::NamedTerm(TermRole role, Text name, Point at) {
  Term term;
  term.role = role;
  term.name = std::move(name);
  term.value = Evaluate(at);
  term.type = expr(at.id).type;
  term.measure = wording_.MeasureOf(at.id);
  term.is_named = expr(at.id).op != Op::kLiteral;
  return term;
}

Term Tracer::TermOf(TermRole role, Point at) {
  return NamedTerm(role, Same(wording_.Name(at.id)), at);
}

// A facet beside its own field goes by the facet: 粮食产量 beside 粮食产量.目标 are 实际 and 目标.
Text Tracer::LabelOf(ExprId id, ExprId beside, Text usual) {
  const auto name_of = [&](ExprId at) {
    while (IsTransparent(expr(at).op) && expr(at).op != Op::kAtPeriod) at = expr(at).args[0];
    return expr(at).op == Op::kField ? std::string_view(scheme().field(expr(at).target).name)
                                     : std::string_view();
  };
  if (expr(id).op == Op::kLiteral) return usual;
  const std::string_view own = name_of(id);
  const std::string_view other = name_of(beside);
  const auto extends = [](std::string_view longer, std::string_view shorter) {
    return !shorter.empty() && longer.size() > shorter.size() + 1 && longer.starts_with(shorter) &&
           longer[shorter.size()] == '.';
  };
  if (extends(other, own)) return usual;
  if (!extends(own, other)) return Same(wording_.Name(id));
  const std::string_view facet = own.substr(other.size() + 1);
  if (facet == "目标") return {"目标", "target"};
  if (facet == "上年") return {"上年", "last year"};
  return Same(std::string(facet));
}

void Tracer::Arithmetic(Node* node, const Expr& formula, Point at, bool spine) {
  if (spine && node->calculation.empty() && node->method.empty())
    node->calculation = wording_.Calculation(at);
  Operands(node, formula, at);
}

void Tracer::Proportion(Node* node, Point at, bool spine) {
  const auto shape = AsProportional(scheme(), at.id);
  Node* to = Target(node, NodeKind::kMethod, at, shape->is_inverse ? "按反比例" : "按比例", spine);
  if (to == nullptr) return;
  const auto here = [&](ExprId id) { return Point{id, at.row, at.period}; };
  to->terms.push_back(NamedTerm(TermRole::kFull, {"满分", "full points"}, here(shape->full)));
  to->terms.push_back(NamedTerm(TermRole::kActual,
                                LabelOf(shape->actual, shape->target, {"实际", "actual"}),
                                here(shape->actual)));
  to->terms.push_back(NamedTerm(TermRole::kTarget,
                                LabelOf(shape->target, shape->actual, {"目标", "target"}),
                                here(shape->target)));
  // A plain target beside a percentage is one too.
  Term& target = to->terms.back();
  if (!target.is_named) target.measure.scale = to->terms[to->terms.size() - 2].measure.scale;
  Term ratio = NamedTerm(TermRole::kRatio, {"完成", "completion"}, here(shape->ratio));
  ratio.measure = {Scale::kPercent, {}, kNone};
  const Rational before = ratio.value.number;
  const bool known = ratio.value.ok();
  to->terms.push_back(ratio);
  Term limited = NamedTerm(TermRole::kLimited, {"按", "counted as"}, here(shape->limited));
  limited.measure = ratio.measure;
  const bool changed = known && limited.value.ok() && limited.value.number != before;
  if (changed) to->terms.push_back(limited);
  const auto bound = [&](ExprId id, TermRole role, bool binding, Text name, Text why) {
    if (id == kNone) return;
    Term term = NamedTerm(role, name, here(id));
    term.measure = ratio.measure;
    const Text shown = wording_.Show(term.value, Type::kNumber, term.measure);
    if (!binding && known && term.value.ok()) {
      AddNotTaken(to,
                  {Alternative::kLimit,
                   name + Same(" ") + shown,
                   Beside(wording_.Show(ratio.value, Type::kNumber, ratio.measure), why) + shown,
                   kNone,
                   {}});
    }
    to->terms.push_back(std::move(term));
  };
  const bool is_lower = changed && limited.value.number < before;
  bound(shape->cap, TermRole::kCap, is_lower, {"封顶", "cap"}, {"未超过 ", "does not exceed "});
  bound(shape->floor, TermRole::kFloor, changed && !is_lower, {"保底", "floor"},
        {"不低于 ", "is not below "});
  for (const ExprId id : {shape->full, shape->actual, shape->target, shape->cap, shape->floor}) {
    Into(to, here(id), false);
  }
}

void Tracer::Efficacy(Node* node, Point at, bool spine) {
  const auto shape = AsEfficacy(scheme(), at.id);
  Node* to = Target(node, NodeKind::kMethod, at, "功效系数", spine);
  if (to == nullptr) return;
  const auto add = [&](TermRole role, ExprId id) {
    to->terms.push_back(role == TermRole::kSubject
                            ? TermOf(role, {id, at.row, at.period})
                            : NamedTerm(role, NameOf(role), {id, at.row, at.period}));
    Into(to, {id, at.row, at.period}, false);
  };
  add(TermRole::kSubject, shape->subject);
  add(TermRole::kWorst, shape->worst);
  add(TermRole::kBest, shape->best);
  add(TermRole::kBase, shape->base);
  add(TermRole::kSpan, shape->span);
}

void Tracer::Steps(Node* node, Point at, bool spine) {
  const auto shape = AsSteps(scheme(), at.id);
  if (!shape) return Arithmetic(node, expr(at.id), at, spine);
  Node* to = Target(node, NodeKind::kMethod, at, "每", spine);
  if (to == nullptr) return;
  const Point subject{shape->subject, at.row, at.period};
  Term counted = TermOf(TermRole::kSubject, subject);
  Term step = NamedTerm(TermRole::kStep, {"步长", "step"}, {shape->step, at.row, at.period});
  if (counted.measure.scale == Scale::kPlain && counted.measure.unit.empty())
    counted.measure.scale = step.measure.scale;
  to->terms.push_back(std::move(counted));
  to->terms.push_back(std::move(step));
  if (to->calculation.empty()) to->calculation = wording_.Calculation(subject);
  if (shape->rounding) {
    const ExprId quotient = expr(at.id).args[0];
    const Value before = Evaluate({quotient, at.row, at.period});
    const Value after = Evaluate(at);
    const auto whole = after.number.Round(0, *shape->rounding);
    if (before.ok() && after.ok() && whole && before.number != after.number && !to->rounding) {
      to->rounding = RoundingStep{before.number, *whole, 0, *shape->rounding};
    }
  }
  Into(to, subject, false);
  Into(to, {shape->step, at.row, at.period}, false);
}

void Tracer::Ratio(Node* node, Point at, bool spine) {
  const auto shape = AsRatio(scheme(), at.id);
  Node* to = Target(node, NodeKind::kMethod, at, shape->is_growth ? "增长率" : "完成率", spine);
  if (to == nullptr) return;
  const Point now{shape->now, at.row, at.period};
  const Point before{shape->before, at.row, at.period};
  const Text usual = shape->is_growth ? Text{"本期", "this period"} : Text{"实际", "actual"};
  to->terms.push_back(NamedTerm(TermRole::kActual, LabelOf(shape->now, shape->before, usual), now));
  to->terms.push_back(
      NamedTerm(TermRole::kTarget, LabelOf(shape->before, shape->now, {"目标", "target"}), before));
  Into(to, now, false);
  Into(to, before, false);
}

void Tracer::Round(Node* node, const Expr& formula, Point at, bool spine) {
  Node* to = spine && !node->rounding ? node : Child(node, NodeKind::kRounding, at, "舍入");
  if (to == nullptr) return;
  const Point operand{formula.args[0], at.row, at.period};
  const Value before = Evaluate(operand);
  const auto after = before.ok() ? before.number.Round(formula.places, formula.rounding)
                                 : std::optional<Decimal>();
  if (after) to->rounding = RoundingStep{before.number, *after, formula.places, formula.rounding};
  if (to != node) to->method = {};
  Into(to, operand, true);
}

void Tracer::Limit(Node* node, const Expr& formula, Point at, bool spine) {
  const Point base{formula.args[0], at.row, at.period};
  const Value before = Evaluate(base);
  const Value after = Evaluate(at);
  const bool is_cap = formula.op == Op::kMinimum;
  const Text name = is_cap ? Text{"不超过", "cap"} : Text{"不低于", "floor"};
  for (std::size_t i = 1; i < formula.args.size(); ++i) {
    const Point bound{formula.args[i], at.row, at.period};
    const Value limit = Evaluate(bound);
    const bool binding = before.ok() && after.ok() && limit.ok() && before.number != after.number &&
                         after.number == limit.number;
    Measure measure = wording_.MeasureOf(bound.id);
    if (measure.scale == Scale::kPlain) measure.scale = wording_.MeasureOf(at.id).scale;
    const Text shown = wording_.Show(limit, Type::kNumber, measure);
    if (binding) {
      if (Node* child = Child(node, NodeKind::kLimit, at, is_cap ? "不超过" : "不低于")) {
        child->terms.push_back(NamedTerm(TermRole::kBefore, {"原值", "before"}, base));
        child->terms.push_back(NamedTerm(is_cap ? TermRole::kCap : TermRole::kFloor, name, bound));
        Into(child, bound, false);
      }
      continue;
    }
    if (before.ok() && limit.ok()) {
      const Text relation =
          is_cap ? Text{"未超过 ", "does not exceed "} : Text{"不低于 ", "is not below "};
      const Text from = wording_.Show(before, Type::kNumber, wording_.MeasureOf(base.id));
      AddNotTaken(node, {Alternative::kLimit,
                         name + Same(" ") + shown,
                         Beside(from, relation) + shown,
                         kNone,
                         {}});
    }
    Into(node, bound, false);
  }
  Into(node, base, spine);
}

void Tracer::Choice(Node* node, const Expr& formula, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kParts, at, formula.method, spine);
  if (to == nullptr) return;
  const Value whole = Evaluate(at);
  bool is_found = false;
  for (const ExprId arg : formula.args) {
    Term term = TermOf(TermRole::kPart, {arg, at.row, at.period});
    if (!is_found && whole.ok() && term.value.ok() && term.value.number == whole.number) {
      term.role = TermRole::kChosen;
      is_found = true;
    } else if (whole.ok() && term.value.ok()) {
      const Text relation = term.value.number == whole.number ? Text{"与取值相同", "equal"}
                            : formula.op == Op::kMinimum      ? Text{"较大，不取", "larger"}
                                                              : Text{"较小，不取", "smaller"};
      AddNotTaken(to, {Alternative::kPart,
                       term.name,
                       Beside(wording_.Show(term.value, term.type, term.measure), relation),
                       kNone,
                       {}});
    }
    to->terms.push_back(std::move(term));
  }
  Operands(to, formula, at);
}

void Tracer::Parts(Node* node, const Expr& formula, Point at, bool spine) {
  // The compiler's own sum around one bonus or deduction is no step.
  if (formula.op == Op::kSum && formula.args.size() == 1 && formula.method.empty()) {
    return Into(node, {formula.args[0], at.row, at.period}, spine);
  }
  const bool has_weights = formula.op == Op::kWeighted || formula.op == Op::kPointsSum;
  // The parts of an indicator tree are the indicator's own, whatever is added to them.
  const bool is_tree = has_weights && formula.method.empty() && node->kind == NodeKind::kFigure;
  const std::string_view method = formula.op == Op::kMean       ? "平均"
                                  : formula.op == Op::kWeighted ? "权重合计"
                                                                : "合计";
  Node* to = node;
  if (is_tree && node->method.empty()) {
    node->method = method;
  } else {
    to = Target(node, NodeKind::kParts, at, method, spine);
  }
  if (to == nullptr) return;
  const std::size_t count = has_weights ? formula.args.size() / 2 : formula.args.size();
  for (std::size_t i = 0; i < count; ++i) {
    Term term = TermOf(TermRole::kPart, {formula.args[i], at.row, at.period});
    if (has_weights) {
      const Value weight = Evaluate({formula.args[count + i], at.row, at.period});
      if (weight.ok()) term.weight = weight.number;
    }
    if (term.value.state == State::kExempt) {
      AddNotTaken(to, {Alternative::kPart,
                       term.name,
                       has_weights ? Text{"不适用，其分值或权重由其他各项按比例分担",
                                          "not applicable; its points or weight go to the others"}
                                   : Text{"不适用，不计入", "not applicable, left out"},
                       kNone,
                       {}});
    }
    to->terms.push_back(std::move(term));
    Into(to, {formula.args[i], at.row, at.period}, false);
  }
  if (!has_weights) return;
  for (std::size_t i = 0; i < count; ++i)
    Into(to, {formula.args[count + i], at.row, at.period}, false);
}

void Tracer::Branch(Node* node, Point at, bool spine) {
  const std::string_view written = expr(at.id).method;
  Node* to = Target(node, NodeKind::kBranch, at, written.empty() ? "若" : written, spine);
  if (to == nullptr) return;
  const bool is_grade = written == "等次";
  while (true) {
    const Expr& formula = expr(at.id);
    const Point condition{formula.args[0], at.row, at.period};
    const Value holds = Evaluate(condition);
    const Text why = wording_.Condition(condition);
    Into(to, condition, false);
    if (!holds.ok()) {
      to->reason = why;
      return;
    }
    const ExprId taken = formula.args[holds.truth() ? 1 : 2];
    const ExprId left = formula.args[holds.truth() ? 2 : 1];
    if (is_grade && !holds.truth()) {
      AddNotTaken(
          to, {Alternative::kGrade, wording_.ValueAt({left, at.row, at.period}), why, kNone, {}});
    } else if (!is_grade) {
      const std::string shown = wording_.Formula(left);
      const bool is_yes = !holds.truth();
      AddNotTaken(to, {Alternative::kBranch,
                       is_yes ? Say("若 {0} 则 {1}", "if {0} then {1}",
                                    wording_.Formula(formula.args[0]), shown)
                              : Say("否则 {}", "else {}", shown),
                       why,
                       kNone,
                       {}});
    }
    to->reason = why;
    const Expr& next = expr(taken);
    if (!holds.truth() && next.op == Op::kIf && next.effect == kNone && next.method == written) {
      at.id = taken;
      continue;
    }
    // A grade below all conditions needs no reason of its own.
    if (is_grade && !holds.truth())
      to->reason = {"以上等次的条件都不符合", "no better grade applies"};
    if (written == "达标") {
      to->terms.push_back(NamedTerm(TermRole::kFull, {"满分", "full points"},
                                    {formula.args[1], at.row, at.period}));
    }
    to->terms.push_back(
        NamedTerm(TermRole::kResult, Same(wording_.Name(taken)), {taken, at.row, at.period}));
    return Into(to, {taken, at.row, at.period}, true);
  }
}

void Tracer::Fallback(Node* node, const Expr& formula, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kFallback, at, "如缺", spine);
  if (to == nullptr) return;
  const Point first{formula.args[0], at.row, at.period};
  const Point second{formula.args[1], at.row, at.period};
  const Value value = Evaluate(first);
  const bool is_used = value.state == State::kPending || value.state == State::kExempt;
  const std::string name = wording_.Name(first.id);
  to->reason =
      is_used ? Text{name + " " + NameOf(value.state).zh, name + " is " + NameOf(value.state).en}
              : Say("{}已有值", "{} has a value", name);
  to->terms.push_back(TermOf(TermRole::kChosen, is_used ? second : first));
  AddNotTaken(to, {Alternative::kBranch,
                   Same(wording_.Name(is_used ? first.id : second.id)),
                   to->reason,
                   kNone,
                   {}});
  Into(to, first, false);
  if (is_used) Into(to, second, true);
}

void Tracer::NotTakenArm(Node* node, const Expr& table, const Arm& arm, Point at, Text why) {
  std::string name = wording_.ArmLabel(table, arm, at) + " → " + wording_.Formula(arm.value);
  AddNotTaken(node, {Alternative::kBand, Same(std::move(name)), std::move(why), kNone, {}});
}

void Tracer::Bands(Node* node, const Expr& table, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kTable, at, "分段", spine);
  if (to == nullptr) return;
  AddTableParameter(to, table);
  const Point subject{table.args[0], at.row, at.period};
  to->terms.push_back(TermOf(TermRole::kSubject, subject));
  const Value value = to->terms.back().value;
  Measure measure = to->terms.back().measure;
  Into(to, subject, false);
  if (!value.ok()) return;
  const Arm* taken = nullptr;
  // Bounds of earlier arms that kept the subject out bound the arm taken as well.
  std::optional<Rational> above;
  std::optional<Rational> below;
  ExprId above_bound = kNone;
  ExprId below_bound = kNone;
  bool above_closed = false;
  bool below_closed = false;
  for (const Arm& arm : table.arms) {
    // A bound of a percentage is one.
    const auto show = [&](ExprId bound, const Value& limit) {
      Measure own = wording_.MeasureOf(bound);
      if (measure.scale != Scale::kPlain) own.scale = measure.scale;
      if (own.scale != Scale::kPlain && measure.scale == Scale::kPlain) measure.scale = own.scale;
      return wording_.ShowBare(limit, Type::kNumber, own);
    };
    const auto compare = [&](Text relation, Text bound) {
      return Same(wording_.Name(subject.id) + " ") +
             wording_.ShowBare(value, Type::kNumber, measure) + Same(" ") + relation + Same(" ") +
             bound;
    };
    Text why;
    if (arm.low != kNone) {
      const Value low = Evaluate({arm.low, at.row, at.period});
      if (!low.ok()) return;
      const Text bound = show(arm.low, low);
      if (arm.closed_low && value.number < low.number)
        why = compare({"小于", "is less than"}, bound);
      if (!arm.closed_low && value.number <= low.number)
        why = compare({"不大于", "is not greater than"}, bound);
      if (!why.empty() && taken == nullptr && (!above || low.number < *above)) {
        above = low.number;
        above_bound = arm.low;
        above_closed = !arm.closed_low;
      }
    }
    if (why.empty() && arm.high != kNone) {
      const Value high = Evaluate({arm.high, at.row, at.period});
      if (!high.ok()) return;
      const Text bound = show(arm.high, high);
      if (arm.closed_high && value.number > high.number)
        why = compare({"大于", "is greater than"}, bound);
      if (!arm.closed_high && value.number >= high.number)
        why = compare({"不小于", "is not less than"}, bound);
      if (!why.empty() && taken == nullptr && (!below || *below < high.number)) {
        below = high.number;
        below_bound = arm.high;
        below_closed = !arm.closed_high;
      }
    }
    if (why.empty() && taken == nullptr) {
      taken = &arm;
      continue;
    }
    if (why.empty()) why = {"已适用前面的一档", "an earlier band applies"};
    NotTakenArm(to, table, arm, at, std::move(why));
  }
  if (taken == nullptr) {
    to->reason = Same(wording_.Name(subject.id) + " ") +
                 wording_.ShowBare(value, Type::kNumber, measure) +
                 Text{" 不在任何一档之内", " lies in no band"};
    return;
  }
  const auto bound = [&](ExprId id, TermRole role, bool is_closed) {
    if (id == kNone) return;
    Term term = NamedTerm(role, NameOf(role), {id, at.row, at.period});
    if (measure.scale != Scale::kPlain) term.measure.scale = measure.scale;
    if (term.measure.unit.empty()) term.measure.unit = measure.unit;
    term.is_closed = is_closed;
    to->terms.push_back(std::move(term));
    Into(to, {id, at.row, at.period}, false);
  };
  const bool has_low = taken->low != kNone;
  const bool has_high = taken->high != kNone;
  bound(has_low ? taken->low : below_bound, TermRole::kLow,
        has_low ? taken->closed_low : below_closed);
  bound(has_high ? taken->high : above_bound, TermRole::kHigh,
        has_high ? taken->closed_high : above_closed);
  to->terms.push_back(NamedTerm(TermRole::kResult, Same(wording_.Name(taken->value)),
                                {taken->value, at.row, at.period}));
  Into(to, {taken->value, at.row, at.period}, true);
}

void Tracer::Lookup(Node* node, const Expr& table, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kTable, at, "对照", spine);
  if (to == nullptr) return;
  AddTableParameter(to, table);
  const Point subject{table.args[0], at.row, at.period};
  const Type type = expr(subject.id).type;
  to->terms.push_back(TermOf(TermRole::kSubject, subject));
  const Value value = to->terms.back().value;
  const Text shown = wording_.ShowBare(value, type, wording_.MeasureOf(subject.id));
  Into(to, subject, false);
  if (!value.ok()) return;
  const Arm* taken = nullptr;
  for (const Arm& arm : table.arms) {
    const Value key = arm.low == kNone ? value : Evaluate({arm.low, at.row, at.period});
    if (!key.ok()) return;
    if (taken == nullptr && key.number == value.number) {
      taken = &arm;
      continue;
    }
    Text why{"已有对应的一项", "an earlier key matches"};
    if (arm.low != kNone && key.number != value.number) {
      why = Same(wording_.Name(subject.id) + " ") + shown + Text{"，不是 ", ", is not "} +
            wording_.ShowBare(key, type, wording_.MeasureOf(arm.low));
    }
    NotTakenArm(to, table, arm, at, std::move(why));
  }
  if (taken == nullptr) {
    to->reason =
        Same(wording_.Name(subject.id) + " ") + shown + Text{" 没有对应的一项", " has no entry"};
    return;
  }
  if (taken->low != kNone) {
    to->terms.push_back(
        NamedTerm(TermRole::kKey, NameOf(TermRole::kKey), {taken->low, at.row, at.period}));
  }
  to->terms.push_back(NamedTerm(TermRole::kResult, Same(wording_.Name(taken->value)),
                                {taken->value, at.row, at.period}));
  Into(to, {taken->value, at.row, at.period}, true);
}

void Tracer::Interpolate(Node* node, const Expr& table, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kTable, at, "插值", spine);
  if (to == nullptr) return;
  AddTableParameter(to, table);
  const Point subject{table.args[0], at.row, at.period};
  to->terms.push_back(TermOf(TermRole::kSubject, subject));
  const Value value = to->terms.back().value;
  const Measure measure = to->terms.back().measure;
  Into(to, subject, false);
  if (!value.ok()) return;
  const Arm* below = nullptr;
  const Arm* above = nullptr;
  for (const Arm& arm : table.arms) {
    const Value point = Evaluate({arm.low, at.row, at.period});
    if (!point.ok()) return;
    if (point.number <= value.number) below = &arm;
    if (point.number >= value.number && above == nullptr) above = &arm;
  }
  const auto add = [&](const Arm* arm, TermRole role, TermRole value_role) {
    if (arm == nullptr) return;
    Term point = NamedTerm(role, NameOf(role), {arm->low, at.row, at.period});
    if (measure.scale != Scale::kPlain) point.measure.scale = measure.scale;
    if (point.measure.unit.empty()) point.measure.unit = measure.unit;
    to->terms.push_back(std::move(point));
    to->terms.push_back(NamedTerm(value_role, NameOf(value_role), {arm->value, at.row, at.period}));
    Into(to, {arm->low, at.row, at.period}, false);
    Into(to, {arm->value, at.row, at.period}, false);
  };
  add(below, TermRole::kLow, TermRole::kLowValue);
  if (above != below) add(above, TermRole::kHigh, TermRole::kHighValue);
  for (const Arm& arm : table.arms) {
    if (&arm == below || &arm == above) continue;
    const bool is_lower = below != nullptr && &arm < below;
    NotTakenArm(to, table, arm, at,
                is_lower ? Text{"在下方的点之下", "lies below the lower point"}
                         : Text{"在上方的点之上", "lies above the upper point"});
  }
}

void Tracer::Truth(Node* node, const Expr& formula, Point at, bool spine) {
  if (spine && node->reason.empty()) node->reason = wording_.Condition(at);
  Operands(node, formula, at);
}

}  // namespace kaogong::explain::internal
