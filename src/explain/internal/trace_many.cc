// SPDX-License-Identifier: Apache-2.0
// The steps of a formula that look at many rows or periods.
#include <algorithm>

#include "explain/internal/shape.h"
#include "explain/internal/tracer.h"
#include "scoring/statistics.h"

namespace kaogong::explain::internal {

using scheme::AggregateFunction;
using scheme::Expr;
using scheme::Op;
using scheme::Type;

namespace {

std::string_view FunctionOf(const Expr& formula) {
  if (!formula.method.empty()) return formula.method;
  switch (formula.op) {
    case Op::kRank:
      return "名次";
    case Op::kWithinQuota:
      return "入围";
    case Op::kAllocate:
      return "分配";
    default:
      return formula.function == AggregateFunction::kAny ? "任一" : "汇总";
  }
}

}  // namespace

Tracer::Member Tracer::JudgeMember(const Expr& formula, Point at, scoring::Reference::Place place,
                                   const Value& own_key) {
  const scheme::Domain& domain = formula.domain;
  Member member;
  member.body = {formula.args[0], place.row, place.period};
  member.name = domain.level != kNone ? wording_.PeriodName(domain.level, place.period)
                                      : wording_.RowName(domain.member, place.row);
  if (domain.filter != kNone && !Evaluate({domain.filter, place.row, place.period}).truth()) {
    member.is_silent = true;
    for (const ExprId condition : ConditionsOf(scheme(), domain.filter)) {
      const Point there{condition, place.row, place.period};
      if (Evaluate(there).truth()) continue;
      member.is_silent = false;
      member.why_not = wording_.Condition(there);
      break;
    }
    if (member.is_silent) member.why_not = {"不在本期", "not in this period"};
    return member;
  }
  if (domain.key != kNone) {
    const Value key = Evaluate({domain.key, place.row, place.period});
    if (!key.ok() || !own_key.ok() || key.number != own_key.number) {
      const Type type = expr(domain.key).type;
      const Measure measure = wording_.MeasureOf(domain.key);
      member.why_not = Same(wording_.Name(domain.key) + " ") +
                       wording_.ShowBare(key, type, measure) + Text{"，本行是 ", ", the row has "} +
                       wording_.ShowBare(own_key, type, measure);
      return member;
    }
  }
  member.value = Evaluate(member.body);
  member.weight = Value::Of(Rational(1));
  if (formula.args.size() > 1) member.weight = Evaluate({formula.args[1], place.row, place.period});
  for (const Value& value : {member.value, member.weight}) {
    if (value.state == State::kExempt)
      member.why_not = {"不适用，不计入", "not applicable, left out"};
    if (value.state == State::kPending && domain.skip_pending) {
      member.why_not = {"待定，按规定跳过", "pending, skipped as the rule says"};
    }
  }
  (void)at;
  return member;
}

// Marks what trimming, or counting a matter only once, left out.
void Tracer::DropExtremes(const Expr& formula, std::vector<Member>* members) {
  std::vector<Member*> counted;
  for (Member& member : *members) {
    if (member.why_not.empty() && member.value.ok() && member.weight.ok())
      counted.push_back(&member);
  }
  std::stable_sort(counted.begin(), counted.end(), [](const Member* a, const Member* b) {
    return a->value.number < b->value.number;
  });
  if (formula.function == AggregateFunction::kTrimmedMean) {
    const auto high = static_cast<std::size_t>(formula.drop_high);
    const auto low = static_cast<std::size_t>(formula.drop_low);
    if (counted.size() <= high + low) return;
    for (std::size_t i = 0; i < low; ++i)
      counted[i]->why_not = {"最低，去掉", "one of the lowest, dropped"};
    for (std::size_t i = counted.size() - high; i < counted.size(); ++i) {
      counted[i]->why_not = {"最高，去掉", "one of the highest, dropped"};
    }
  } else if (formula.function == AggregateFunction::kSumOfBest) {
    // From the highest; equal ones in the order of the facts, as the sum does not tell them apart.
    std::stable_sort(counted.begin(), counted.end(), [](const Member* a, const Member* b) {
      return b->value.number < a->value.number;
    });
    std::map<Rational, int> taken;
    for (Member* member : counted) {
      if (taken[member->weight.number]++ >= formula.drop_high) {
        member->why_not = {"同一事项只计最高，不累计", "only the highest of one matter counts"};
      }
    }
  }
}

void Tracer::AddMember(Node* node, const Expr& formula, const Member& member) {
  const auto body = wording_.Through(member.body);
  if (body && expr(body->id).op == Op::kFigure) return AddFigure(node, *body);
  Node* child = Child(node, NodeKind::kMember, member.body, {});
  if (child == nullptr) return;
  child->name = member.name.zh;
  child->row_name = member.name;
  child->row_kind = formula.domain.level != kNone ? formula.kind : formula.domain.member;
  child->row = member.body.row;
  child->period = member.body.period;
  if (formula.domain.filter != kNone) {
    for (const ExprId condition : ConditionsOf(scheme(), formula.domain.filter)) {
      Into(child, {condition, member.body.row, member.body.period}, false);
    }
  }
  if (formula.args.size() > 1) {
    child->terms.push_back(NamedTerm(TermRole::kWeight, Same(wording_.Name(formula.args[1])),
                                     {formula.args[1], member.body.row, member.body.period}));
    Into(child, {formula.args[1], member.body.row, member.body.period}, false);
  }
  Into(child, member.body, true);
}

void Tracer::OwnMembers(Node* node, const Expr& formula, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kAggregate, at, FunctionOf(formula), spine);
  if (to == nullptr) return;
  const scheme::Domain& domain = formula.domain;
  const auto places = reference_.Members(formula, at.row, at.period);
  to->group = std::make_unique<Group>();
  Group& group = *to->group;
  group.is_own = true;
  group.is_record = domain.level == kNone && scheme().kind(domain.member).is_record;
  group.own_name = group.scope = wording_.RowName(formula.kind, at.row);
  const scheme::Level* level = domain.level != kNone ? &scheme().level(domain.level) : nullptr;
  group.member_kind = level != nullptr ? Text{level->name, level->name_en + "s"}
                                       : Same(scheme().kind(domain.member).name);
  group.members = static_cast<std::int64_t>(places.size());
  const bool is_listed = places.size() <= static_cast<std::size_t>(options_.members_max);
  const Value own_key = domain.key != kNone ? Evaluate({domain.key, at.row, at.period}) : Value();
  std::vector<Member> members;
  for (const auto& place : places) {
    Member member = JudgeMember(formula, at, place, own_key);
    group.exempt += member.value.state == State::kExempt;
    group.pending += member.value.state == State::kPending;
    group.left_out += !member.why_not.empty() && member.value.ok();
    group.counted += member.why_not.empty() && member.value.ok();
    if (is_listed) members.push_back(std::move(member));
  }
  DropExtremes(formula, &members);
  const bool is_any = formula.function == AggregateFunction::kAny;
  const bool is_truth = is_any || formula.function == AggregateFunction::kAll;
  for (const Member& member : members) {
    if (member.is_silent) continue;
    // Of conditions only those that decide are worth a node.
    if (is_truth && member.value.ok() && member.value.truth() != is_any) continue;
    if (member.why_not.empty()) {
      AddMember(to, formula, member);
      continue;
    }
    Text name = member.name;
    if (member.value.ok() && member.weight.ok() && expr(member.body.id).op != Op::kLiteral) {
      name = name + Same(" ") +
             wording_.Show(member.value, expr(member.body.id).type,
                           wording_.MeasureOf(member.body.id));
    }
    AddNotTaken(to, {Alternative::kMember, std::move(name), member.why_not, kNone, {}});
  }
}

// Walks a group once. Keeps what neighbours and means need, not the members.
void Tracer::SeeGroup(const Expr& formula, std::size_t arg, Point at, Group* group, Rational* sum) {
  const scheme::Domain& domain = formula.domain;
  const Value own_key = domain.key != kNone ? Evaluate({domain.key, at.row, at.period}) : Value();
  std::vector<std::pair<Row, Rational>> values;
  for (const auto& place : reference_.Members(formula, at.row, at.period)) {
    ++group->members;
    const bool is_own = place.row == at.row && domain.member == formula.kind;
    bool counts =
        domain.filter == kNone || Evaluate({domain.filter, place.row, place.period}).truth();
    if (counts && domain.key != kNone) {
      const Value key = Evaluate({domain.key, place.row, place.period});
      counts = key.ok() && own_key.ok() && key.number == own_key.number;
    }
    if (!counts) {
      ++group->left_out;
      continue;
    }
    const Value value = Evaluate({formula.args[arg], place.row, place.period});
    group->exempt += value.state == State::kExempt;
    group->pending += value.state == State::kPending;
    if (!value.ok()) continue;
    ++group->counted;
    *sum += value.number;
    if (is_own && expr(formula.args[arg]).op != Op::kLiteral) group->own = value.number;
    values.emplace_back(place.row, value.number);
  }
  Neighbours(formula, values, group);
  if (formula.op == Op::kRank || formula.op == Op::kWithinQuota) {
    std::vector<Rational> numbers;
    std::optional<std::size_t> own;
    for (const auto& [row, value] : values) {
      if (row == at.row) own = numbers.size();
      numbers.push_back(value);
    }
    if (own) group->rank = scoring::RankOf(numbers, *own, formula.ties, formula.ascending);
  }
  if (group->counted > 0 && formula.op == Op::kAggregate && formula.args.size() == 1) {
    group->mean = Quotient(*sum, Rational(group->counted));
  }
}

void Tracer::Neighbours(const Expr& formula, const std::vector<std::pair<Row, Rational>>& values,
                        Group* group) {
  const bool ascending = formula.ascending || (formula.op == Op::kAggregate &&
                                               formula.function == AggregateFunction::kMinimum);
  const auto is_better = [&](const Rational& a, const Rational& b) {
    return ascending ? a < b : b < a;
  };
  const auto offer = [&](std::optional<Neighbour>* to, Row row, const Rational& value,
                         bool nearer) {
    if (!*to || nearer) {
      *to = Neighbour{row, {}, value, 1};
    } else if ((*to)->value == value) {
      ++(*to)->tied;
    }
  };
  const bool seeks_best =
      formula.op == Op::kAggregate && (formula.function == AggregateFunction::kMaximum ||
                                       formula.function == AggregateFunction::kMinimum);
  for (const auto& [row, value] : values) {
    if (seeks_best) {
      offer(&group->above, row, value, group->above && is_better(value, group->above->value));
    } else if (group->own && value == *group->own) {
      ++group->tied;
    } else if (group->own && is_better(value, *group->own)) {
      offer(&group->above, row, value, group->above && is_better(group->above->value, value));
    } else if (group->own) {
      offer(&group->below, row, value, group->below && is_better(value, group->below->value));
    }
  }
  if (group->tied > 0) --group->tied;
  for (auto* neighbour : {&group->above, &group->below}) {
    if (*neighbour) (*neighbour)->name = wording_.RowName(formula.domain.member, (*neighbour)->row);
  }
}

void Tracer::GroupFunction(Node* node, const Expr& formula, Point at, bool spine) {
  Node* to = Target(node, NodeKind::kGroup, at, FunctionOf(formula), spine);
  if (to == nullptr) return;
  const scheme::Domain& domain = formula.domain;
  const std::size_t arg = formula.op == Op::kAllocate ? 1 : 0;
  to->group = std::make_unique<Group>();
  Group* group = to->group.get();
  group->scope = wording_.RowName(
      domain.scope,
      facts::RowAbove(scheme(), reference_.facts(), formula.kind, at.row, domain.scope));
  group->is_record = scheme().kind(domain.member).is_record;
  group->member_kind = Same(scheme().kind(domain.member).name);
  group->own_name = wording_.RowName(formula.kind, at.row);
  group->measure = wording_.MeasureOf(formula.args[arg]);
  Rational sum;
  SeeGroup(formula, arg, at, group, &sum);
  if (domain.member == formula.kind && !group->own && to->reason.empty()) {
    for (const ExprId condition : ConditionsOf(scheme(), domain.filter)) {
      if (Evaluate({condition, at.row, at.period}).truth()) continue;
      to->reason = wording_.Condition({condition, at.row, at.period}) +
                   Text{"，不参加", ", so it takes no part"};
      break;
    }
  }
  if (formula.op == Op::kWithinQuota) {
    const Point places{formula.args[1], at.row, at.period};
    to->terms.push_back(NamedTerm(TermRole::kPlaces, NameOf(TermRole::kPlaces), places));
    const Expr& count = expr(places.id);
    if (count.op == Op::kRound) {
      const Point exact{count.args[0], at.row, at.period};
      const Value before = Evaluate(exact);
      group->places_from = Same(wording_.Calculation(exact) + " = ") +
                           wording_.ShowBare(before, Type::kNumber, {}) + Text{"，", ", "} +
                           NameOf(count.rounding);
    }
    // A share of the members is said in the node's own words; other places are steps.
    const Expr& product = count.op == Op::kRound ? expr(count.args[0]) : count;
    const bool is_share = count.method == "名额" && product.op == Op::kMultiply;
    Into(to, is_share ? Point{product.args[0], at.row, at.period} : places, false);
  } else if (formula.op == Op::kAllocate) {
    const Point total{formula.args[0], at.row, at.period};
    to->terms.push_back(TermOf(TermRole::kTotal, total));
    const Value amount = to->terms.back().value;
    to->terms.push_back(TermOf(TermRole::kWeight, {formula.args[1], at.row, at.period}));
    const Value weight = to->terms.back().value;
    Term whole{TermRole::kWeightSum,
               NameOf(TermRole::kWeightSum),
               Value::Of(sum),
               Type::kNumber,
               wording_.MeasureOf(formula.args[1]),
               false,
               false,
               std::nullopt};
    to->terms.push_back(std::move(whole));
    if (amount.ok() && weight.ok() && group->own && sum.sign() > 0) {
      const Rational share = Quotient(amount.number * weight.number, sum);
      Term exact{TermRole::kShareExact,
                 NameOf(TermRole::kShareExact),
                 Value::Of(share),
                 Type::kNumber,
                 wording_.MeasureOf(formula.args[0]),
                 false,
                 false,
                 std::nullopt};
      to->terms.push_back(std::move(exact));
    }
    Into(to, total, false);
  }
  // The row's own part in the group.
  if (domain.member == formula.kind && expr(formula.args[arg]).op != Op::kLiteral) {
    const Point own{formula.args[arg], at.row, at.period};
    if (formula.op != Op::kAllocate) to->terms.push_back(TermOf(TermRole::kSubject, own));
    Into(to, own, false);
  }
}

}  // namespace kaogong::explain::internal
