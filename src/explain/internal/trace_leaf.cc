// SPDX-License-Identifier: Apache-2.0
// Figures, facts and parameters in a trace, and the walk over expressions.
#include <algorithm>

#include "explain/internal/shape.h"
#include "explain/internal/tracer.h"

namespace kaogong::explain::internal {

using scheme::Expr;
using scheme::Op;

Node Tracer::Figure(FigureId id, Row row, int period, int depth) {
  const scheme::Figure& figure = scheme().figure(id);
  Node node;
  node.name = figure.name;
  node.figure = id;
  node.expr = figure.expr;
  node.row_kind = figure.kind;
  node.row = row;
  node.period = period;
  node.depth = depth;
  node.row_name = wording_.RowName(figure.kind, row);
  node.period_name = wording_.PeriodName(figure.level, period);
  node.article = figure.article;
  node.clause = figure.clause;
  node.owner = figure.owner;
  node.formula = figure.formula;
  node.value = reference_.Figure(id, row, period);
  node.type = figure.type;
  node.measure = wording_.MeasureOfFigure(id);
  node.full_points = figure.points;
  ++nodes_;
  if (!seen_.insert({id, row, period}).second) {
    node.repeated = true;
  } else if (depth >= options_.depth_max) {
    node.truncated = true;
  } else {
    Point body{figure.expr, row, period};
    AddEffects(&node, &body);
    Into(&node, body, true);
  }
  return node;
}

// Vetoes and exceptions wrap the formula, the last that applies outermost.
void Tracer::AddEffects(Node* node, Point* body) {
  std::vector<ExprId> effects;
  while (expr(body->id).op == Op::kIf && expr(body->id).effect != kNone) {
    effects.push_back(body->id);
    body->id = expr(body->id).args[2];
  }
  for (auto it = effects.rbegin(); it != effects.rend(); ++it) {
    const Expr& formula = expr(*it);
    const scheme::Effect& effect = scheme().effects[static_cast<std::size_t>(formula.effect)];
    const Point condition{formula.args[0], body->row, body->period};
    const Value holds = Evaluate(condition);
    const bool is_veto = effect.kind == scheme::Effect::Kind::kVeto;
    Text why = wording_.Condition(condition);
    // A veto's own condition says more than whether the veto holds.
    const auto inner = wording_.Through(condition);
    if (holds.ok() && inner && expr(inner->id).op == Op::kFigure) {
      why = wording_.Condition(
          {scheme().figure(expr(inner->id).target).expr, inner->row, inner->period});
    }
    if (!holds.truth()) {
      AddNotTaken(node, {is_veto ? Alternative::kVeto : Alternative::kException, Same(effect.name),
                         why, effect.article, effect.clause});
      if (!holds.ok() && node->reason.empty()) node->reason = why;
      continue;
    }
    if (!node->original) node->original = Evaluate(*body);
    Node* child =
        Child(node, NodeKind::kEffect, {*it, body->row, body->period}, is_veto ? "否决" : "例外");
    if (child == nullptr) return;
    child->name = effect.name;
    child->article = effect.article;
    child->clause = effect.clause;
    child->formula = effect.text;
    child->reason = why;
    Term before{TermRole::kBefore,
                Text{"原值", "before"},
                Evaluate({formula.args[2], body->row, body->period}),
                formula.type,
                node->measure,
                false,
                false,
                std::nullopt};
    child->terms.push_back(std::move(before));
    child->measure = node->measure;
    Into(child, condition, false);
    const ExprId outer = skip_;
    skip_ = formula.args[2];
    Into(child, WithoutIdleSteps({formula.args[1], body->row, body->period}), false);
    skip_ = outer;
  }
}

// Limits and rounding after an effect are told only where they change something.
Point Tracer::WithoutIdleSteps(Point at) {
  while (expr(at.id).op == Op::kRound || IsLimit(expr(at.id))) {
    const Point operand{expr(at.id).args[0], at.row, at.period};
    const Value before = Evaluate(operand);
    const Value after = Evaluate(at);
    if (before.state != after.state || before.number != after.number) break;
    at = operand;
  }
  return at;
}

void Tracer::Into(Node* node, Point at, bool spine) {
  if (at.id == skip_ || at.id == kNone) return;
  const auto inner = wording_.Through(at);
  if (!inner) {
    node->reason = Same(wording_.Name(at.id)) + Text{" 还没有上一期", " has no period before"};
    return;
  }
  at = *inner;
  if (at.id == skip_) return;
  const Expr& formula = expr(at.id);
  if (formula.op == Op::kLookup && formula.args[0] == skip_) return;
  switch (formula.op) {
    case Op::kLiteral:
    case Op::kExempt:
    case Op::kPending:
    case Op::kThisPeriod:
      return;
    case Op::kParameter:
      return AddParameter(node, formula.target);
    case Op::kField:
      return AddInput(node, at);
    case Op::kFigure:
      return AddFigure(node, at);
    case Op::kRound:
      return formula.method == "每" ? Steps(node, at, spine) : Round(node, formula, at, spine);
    case Op::kMinimum:
    case Op::kMaximum:
      if (IsLimit(formula)) return Limit(node, formula, at, spine);
      return formula.method.empty() ? Arithmetic(node, formula, at, spine)
                                    : Choice(node, formula, at, spine);
    case Op::kWeighted:
    case Op::kPointsSum:
    case Op::kSum:
    case Op::kMean:
      return Parts(node, formula, at, spine);
    case Op::kIf:
      return Branch(node, at, spine);
    case Op::kCoalesce:
      return Fallback(node, formula, at, spine);
    case Op::kBands:
      return Bands(node, formula, at, spine);
    case Op::kLookup:
      return Lookup(node, formula, at, spine);
    case Op::kInterpolate:
      return Interpolate(node, formula, at, spine);
    case Op::kAggregate:
      return IsOverOwn(formula) ? OwnMembers(node, formula, at, spine)
                                : GroupFunction(node, formula, at, spine);
    case Op::kRank:
    case Op::kWithinQuota:
    case Op::kAllocate:
      return GroupFunction(node, formula, at, spine);
    case Op::kEqual:
    case Op::kUnequal:
    case Op::kLess:
    case Op::kLessOrEqual:
    case Op::kGreater:
    case Op::kGreaterOrEqual:
    case Op::kAnd:
    case Op::kOr:
    case Op::kNot:
    case Op::kIsMissing:
      return Truth(node, formula, at, spine);
    default:
      break;
  }
  if (AsProportional(scheme(), at.id)) return Proportion(node, at, spine);
  if (AsEfficacy(scheme(), at.id)) return Efficacy(node, at, spine);
  if (AsSteps(scheme(), at.id)) return Steps(node, at, spine);
  if (AsRatio(scheme(), at.id)) return Ratio(node, at, spine);
  Arithmetic(node, formula, at, spine);
}

Node* Tracer::Target(Node* node, NodeKind kind, Point at, std::string_view method, bool spine) {
  if (!spine || !node->method.empty() || !node->calculation.empty())
    return Child(node, kind, at, method);
  node->method = method;
  return node;
}

Node* Tracer::Child(Node* parent, NodeKind kind, Point at, std::string_view method) {
  if (parent->depth >= options_.depth_max || nodes_ >= options_.nodes_max) {
    parent->truncated = true;
    return nullptr;
  }
  ++nodes_;
  const Expr& formula = expr(at.id);
  Node& child = parent->children.emplace_back();
  child.kind = kind;
  child.method = method;
  child.name = method;
  child.expr = at.id;
  child.row_kind = formula.kind;
  child.row = at.row;
  child.period = at.period;
  child.depth = parent->depth + 1;
  child.article = parent->article;
  child.clause = parent->clause;
  child.formula = wording_.Formula(at.id);
  child.value = Evaluate(at);
  child.type = formula.type;
  child.measure = wording_.MeasureOf(at.id);
  return &child;
}

void Tracer::Operands(Node* node, const Expr& formula, Point at) {
  for (const ExprId arg : formula.args) Into(node, {arg, at.row, at.period}, false);
}

void Tracer::AddFigure(Node* node, Point at) {
  const FigureId id = expr(at.id).target;
  for (const Node& child : node->children) {
    if (child.figure == id && child.row == at.row && child.period == at.period) return;
  }
  if (nodes_ >= options_.nodes_max) {
    node->truncated = true;
    return;
  }
  node->children.push_back(Figure(id, at.row, at.period, node->depth + 1));
}

void Tracer::AddParameter(Node* node, scheme::ParameterId id) {
  const scheme::Parameter& parameter = scheme().parameters[static_cast<std::size_t>(id)];
  for (const ParameterUse& known : node->parameters) {
    if (known.name == parameter.name) return;
  }
  const scheme::ParameterValue* value = parameter.At(scheme().as_of);
  if (value == nullptr) return;
  ParameterUse use;
  use.name = parameter.name;
  use.value = value->value;
  use.type = parameter.type;
  use.measure = {parameter.is_percent ? Scale::kPercent : Scale::kPlain, parameter.unit,
                 parameter.is_percent ? kNone : value->value->scale()};
  use.from = value->from;
  use.reference = value->reference;
  node->parameters.push_back(std::move(use));
}

// A table parameter leaves its name on the table that the compiler made of it.
void Tracer::AddTableParameter(Node* node, const Expr& table) {
  if (table.text.empty()) return;
  ParameterUse use;
  use.name = table.text;
  node->parameters.push_back(std::move(use));
}

void Tracer::AddInput(Node* node, Point at) {
  const Expr& formula = expr(at.id);
  const scheme::Field& field = scheme().field(formula.target);
  for (const Input& known : node->inputs) {
    if (known.field == formula.target && known.row == at.row && known.period == at.period) return;
  }
  Input input;
  input.field = formula.target;
  input.row = at.row;
  input.period = at.period;
  input.name = field.name;
  if (field.kind != node->row_kind || at.row != node->row)
    input.row_name = wording_.RowName(field.kind, at.row);
  input.period_name = wording_.PeriodName(field.level, at.period);
  input.value = Evaluate(at);
  input.type = field.type;
  input.measure = wording_.MeasureOfField(formula.target);
  input.source = field.source;
  const facts::Facts& facts = reference_.facts();
  const facts::Presence presence =
      facts::ColumnOf(scheme(), facts, formula.target, at.period).PresenceOf(at.row);
  if (presence == facts::Presence::kNotApplicable) {
    input.standing = Standing::kNotApplicable;
  } else if (presence == facts::Presence::kMissing) {
    input.standing = field.missing == scheme::Missing::kZero     ? Standing::kZero
                     : field.missing == scheme::Missing::kExempt ? Standing::kExempt
                                                                 : Standing::kPending;
  }
  const auto found = facts.provenance.find({formula.target, at.period, at.row});
  if (found != facts.provenance.end()) input.provenance = &found->second;
  const auto& origins = facts.table(field.kind).origins;
  if (!origins.empty() && input.provenance == nullptr && presence != facts::Presence::kMissing) {
    const facts::Origin& origin = origins[static_cast<std::size_t>(at.row)];
    if (origin.file >= 0) {
      input.file = facts.files[static_cast<std::size_t>(origin.file)];
      input.line = origin.line;
    }
  }
  node->inputs.push_back(std::move(input));
}

void Tracer::AddNotTaken(Node* node, NotTaken entry) {
  if (node->not_taken.size() < static_cast<std::size_t>(options_.not_taken_max)) {
    node->not_taken.push_back(std::move(entry));
  }
}

}  // namespace kaogong::explain::internal
