// SPDX-License-Identifier: Apache-2.0
#include "explain/internal/wording.h"

#include <algorithm>

#include "base/utf8.h"
#include "explain/internal/shape.h"

namespace kaogong::explain::internal {

using scheme::Expr;
using scheme::Op;
using scheme::Type;

namespace {

constexpr std::size_t kNamesMax = 3;  // Of the periods or rows in one reason.
constexpr int kConditionDepthMax = 12;

// How a comparison came out, whichever way it was written.
Text RelationOf(Op op, bool holds, Type type) {
  const bool is_date = type == Type::kDate;
  const auto pick = [&](Text number, Text date) {
    return is_date ? std::move(date) : std::move(number);
  };
  const bool negated = !holds;
  switch (op) {
    case Op::kLess:
      return negated ? pick({"不小于", "is not less than"}, {"不早于", "is not before"})
                     : pick({"小于", "is less than"}, {"早于", "is before"});
    case Op::kLessOrEqual:
      return negated ? pick({"大于", "is greater than"}, {"晚于", "is after"})
                     : pick({"不大于", "is at most"}, {"不晚于", "is not after"});
    case Op::kGreater:
      return negated ? pick({"不大于", "is not greater than"}, {"不晚于", "is not after"})
                     : pick({"大于", "is greater than"}, {"晚于", "is after"});
    case Op::kGreaterOrEqual:
      return negated ? pick({"小于", "is less than"}, {"早于", "is before"})
                     : pick({"不小于", "is at least"}, {"不早于", "is not before"});
    default:
      return holds == (op == Op::kEqual) ? Text{"等于", "equals"}
                                         : Text{"不等于", "does not equal"};
  }
}

}  // namespace

Text Join(const std::vector<Text>& parts, const Text& separator) {
  Text joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined = std::move(joined) + separator;
    joined = std::move(joined) + parts[i];
  }
  return joined;
}

Text Beside(const Text& value, const Text& words) {
  if (value.empty()) return words;
  const bool is_chinese =
      DecodeCodePoint(value.zh, PreviousCodePoint(value.zh, value.zh.size())).value >= 0x4E00;
  return {value.zh + (is_chinese ? "" : " ") + words.zh,
          value.en + (words.en.empty() ? "" : " ") + words.en};
}

Wording::Wording(scoring::Reference& reference)
    : reference_(reference), measures_(reference.scheme().exprs.size()) {}

std::optional<Point> Wording::Through(Point at) const {
  while (true) {
    const Expr& formula = expr(at.id);
    switch (formula.op) {
      case Op::kToAncestor:
        at.row =
            facts::RowAbove(scheme(), facts(), formula.kind, at.row, expr(formula.args[0]).kind);
        break;
      case Op::kContaining:
        at.period = scheme::PeriodContaining(expr(formula.args[0]).level, formula.level, at.period,
                                             scheme().year);
        break;
      case Op::kAtPeriod:
        at.period = formula.target;
        break;
      case Op::kPrevious:
        if (at.period == 0) return std::nullopt;
        --at.period;
        break;
      default:
        return at;
    }
    at.id = formula.args[0];
  }
}

const scheme::Arm* Wording::TakenArm(Point at) const {
  const Expr& table = expr(at.id);
  if (table.op != Op::kBands && table.op != Op::kLookup) return nullptr;
  const auto evaluate = [&](ExprId id) { return reference_.Evaluate(id, at.row, at.period); };
  const Value subject = evaluate(table.args[0]);
  if (!subject.ok()) return nullptr;
  for (const scheme::Arm& arm : table.arms) {
    const Value low = arm.low == kNone ? subject : evaluate(arm.low);
    const Value high = arm.high == kNone ? subject : evaluate(arm.high);
    if (!low.ok()) return nullptr;
    if (table.op == Op::kLookup) {
      if (low.number == subject.number) return &arm;
      continue;
    }
    const bool above = arm.low == kNone || (arm.closed_low ? subject.number >= low.number
                                                           : subject.number > low.number);
    if (!above) continue;
    if (!high.ok()) return nullptr;
    const bool below = arm.high == kNone || (arm.closed_high ? subject.number <= high.number
                                                             : subject.number < high.number);
    if (below) return &arm;
  }
  return nullptr;
}

std::string Wording::Name(ExprId id) { return Formula(id); }

Text Wording::Show(const Value& value, Type type, const Measure& measure, Grouping grouping) const {
  return {ShowValue(facts(), value, type, measure, Language::kChinese, grouping),
          ShowValue(facts(), value, type, measure, Language::kEnglish, grouping)};
}

Text Wording::ShowBare(const Value& value, Type type, Measure measure, Grouping grouping) const {
  measure.unit = {};
  return Show(value, type, measure, grouping);
}

Text Wording::ValueAt(Point at) {
  return ShowBare(reference_.Evaluate(at.id, at.row, at.period), expr(at.id).type,
                  MeasureOf(at.id));
}

Text Wording::RowName(KindId kind, Row row) const {
  const scheme::Kind& definition = scheme().kind(kind);
  const facts::Table& table = facts().table(kind);
  const auto at = static_cast<std::size_t>(row);
  if (kind == 0) return {"全体", "all"};
  if (!definition.is_record) return Same(table.NameOf(static_cast<facts::Row>(at)));
  Text label;
  std::size_t texts = 0;
  for (std::size_t i = 0; i < definition.fields.size() && texts < kNamesMax; ++i) {
    const scheme::Field& field = scheme().field(definition.fields[i]);
    if (field.level != scheme::kYear || (field.type != Type::kText && field.type != Type::kDate))
      continue;
    const facts::Column& column = table.columns[i][0];
    if (column.PresenceOf(row) != facts::Presence::kPresent) continue;
    const Value value = Value::Of(Rational(column.UnitsOf(row)));
    const Text space = Same(label.empty() ? "" : " ");
    label = std::move(label) + space + Show(value, field.type, {});
    ++texts;
  }
  const Row first = table.first_child[static_cast<std::size_t>(table.parents[at])];
  const Text number = Say("{0}第 {1} 条", "{0} no. {1}", definition.name, row - first + 1);
  return label.empty() ? number : number + Text{"（", " ("} + label + Text{"）", ")"};
}

Text Wording::PeriodName(LevelId level, int period) const {
  if (level == scheme::kYear) return {};
  const scheme::Level& definition = scheme().level(level);
  const std::string& name = definition.periods[static_cast<std::size_t>(period)];
  if (level > scheme::kDay) return Same(name);
  return {name, fmt::format("{} {}", definition.name_en, period + 1)};
}

Text Wording::Condition(Point at) {
  const auto inner = Through(at);
  if (!inner)
    return Text{Formula(at.id) + " 还没有上一期", Formula(at.id) + " has no period before"};
  if (depth_ >= kConditionDepthMax) return Same(Formula(inner->id));
  const Point here = *inner;
  const Expr& formula = expr(here.id);
  const Value value = reference_.Evaluate(here.id, here.row, here.period);
  const bool is_compound =
      (formula.op >= Op::kEqual && formula.op <= Op::kNot) || formula.op == Op::kIsMissing;
  if (!value.ok() && !is_compound) {
    const std::string name = Name(at.id);
    return {name + " " + NameOf(value.state).zh, name + " is " + NameOf(value.state).en};
  }
  ++depth_;
  Text text;
  switch (formula.op) {
    case Op::kEqual:
    case Op::kUnequal:
    case Op::kLess:
    case Op::kLessOrEqual:
    case Op::kGreater:
    case Op::kGreaterOrEqual:
      text = Comparison(formula, here);
      break;
    case Op::kAnd:
    case Op::kOr:
      text = Connective(formula, here);
      break;
    case Op::kNot:
      text = Condition({formula.args[0], here.row, here.period});
      break;
    case Op::kIsMissing:
      text = value.truth() ? Say("{}还没有值", "{} has no value", Name(formula.args[0]))
                           : Say("{}已有值", "{} has a value", Name(formula.args[0]));
      break;
    case Op::kWithinQuota:
      text = value.truth()
                 ? Say("{}在名额之内", "{} is within the quota", Name(formula.args[0]))
                 : Say("{}不在名额之内", "{} is not within the quota", Name(formula.args[0]));
      break;
    case Op::kAggregate:
      text = AnyOrAll(formula, here);
      break;
    default: {
      const std::string name = Name(at.id);
      text =
          value.truth() ? Say("{} 为是", "{} is true", name) : Say("{} 为否", "{} is false", name);
      const bool is_veto =
          formula.op == Op::kFigure && scheme().figure(formula.target).role == scheme::Role::kVeto;
      if (is_veto)
        text = value.truth() ? Say("{}成立", "{} holds", name)
                             : Say("{}不成立", "{} does not hold", name);
    }
  }
  --depth_;
  return text;
}

Text Wording::Comparison(const Expr& formula, Point at) {
  const Point left{formula.args[0], at.row, at.period};
  const Point right{formula.args[1], at.row, at.period};
  const Value a = reference_.Evaluate(left.id, left.row, left.period);
  const Value b = reference_.Evaluate(right.id, right.row, right.period);
  const bool left_constant = expr(left.id).op == Op::kLiteral;
  const bool right_constant = expr(right.id).op == Op::kLiteral;
  const Type type = expr(left.id).type;
  Measure a_measure = MeasureOf(left.id);
  Measure b_measure = MeasureOf(right.id);
  // A plain number beside a percentage is one too: 完成率 ≥ 0.9.
  if (a_measure.scale == Scale::kPlain && left_constant) a_measure.scale = b_measure.scale;
  if (b_measure.scale == Scale::kPlain && right_constant) b_measure.scale = a_measure.scale;
  if (a_measure.scale != Scale::kPlain) b_measure.scale = a_measure.scale;
  const auto say = [&](Point point, bool constant, const Value& value, const Measure& measure) {
    const Text shown = ShowBare(value, type, measure);
    return constant ? shown : Same(Name(point.id) + " ") + shown;
  };
  if (!a.ok() || !b.ok()) {
    const bool is_left = !a.ok();
    const Text state = NameOf(is_left ? a.state : b.state);
    const std::string name = Name(is_left ? left.id : right.id);
    return {name + " " + state.zh, name + " is " + state.en};
  }
  const bool holds = reference_.Evaluate(at.id, at.row, at.period).truth();
  if (type == Type::kText || type == Type::kBoolean) {
    const Text is = say(left, false, a, {});
    if (type == Type::kBoolean && right_constant) {
      return {Name(left.id) + " 为 " + ShowBare(a, type, {}).zh,
              Name(left.id) + " is " + ShowBare(a, type, {}).en};
    }
    const bool same = a.number == b.number;
    return is + (same ? Text{"，是 ", ", is "} : Text{"，不是 ", ", is not "}) +
           say(right, right_constant, b, {});
  }
  const Text relation = RelationOf(formula.op, holds, type);
  return say(left, left_constant, a, a_measure) +
         Text{" " + relation.zh + " ", " " + relation.en + " "} +
         say(right, right_constant, b, b_measure);
}

// The operands that decided.
Text Wording::Connective(const Expr& formula, Point at) {
  std::vector<Text> parts;
  const Value whole = reference_.Evaluate(at.id, at.row, at.period);
  const bool is_and = formula.op == Op::kAnd;
  const bool decided = whole.ok() && whole.truth() == !is_and;
  for (const ExprId arg : formula.args) {
    const Value value = reference_.Evaluate(arg, at.row, at.period);
    const bool counts =
        !whole.ok() ? !value.ok() : !decided || (value.ok() && value.truth() == whole.truth());
    if (!counts) continue;
    parts.push_back(Condition({arg, at.row, at.period}));
    if (decided) break;
  }
  return Join(parts, {"，", ", "});
}

Text Wording::AnyOrAll(const Expr& formula, Point at) {
  const bool is_any = formula.function == scheme::AggregateFunction::kAny;
  std::vector<Text> names;
  std::size_t found = 0;
  for (const auto& place : reference_.Members(formula, at.row, at.period)) {
    const scheme::Domain& domain = formula.domain;
    if (domain.filter != kNone &&
        !reference_.Evaluate(domain.filter, place.row, place.period).truth())
      continue;
    const Value value = reference_.Evaluate(formula.args[0], place.row, place.period);
    if (!value.ok() || value.truth() != is_any) continue;
    ++found;
    if (names.size() < kNamesMax) {
      names.push_back(domain.level != kNone ? PeriodName(domain.level, place.period)
                                            : RowName(domain.member, place.row));
    }
  }
  const std::string body = Name(formula.args[0]);
  if (found == 0) {
    return is_any ? Say("{}没有一次成立", "{} holds nowhere", body)
                  : Say("{}全部成立", "{} holds everywhere", body);
  }
  Text where = Join(names, {"、", ", "});
  if (found > names.size()) where = where + Say(" 等 {} 处", " and more, {} in all", found);
  return is_any ? Text{where.zh + " " + body + "成立", body + " holds for " + where.en}
                : Text{where.zh + " " + body + "不成立", body + " does not hold for " + where.en};
}

}  // namespace kaogong::explain::internal
