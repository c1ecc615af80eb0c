// SPDX-License-Identifier: Apache-2.0
// From figure drafts to figures: indicator trees, caps, rounding, grades, vetoes and exceptions.
#include <algorithm>

#include "base/result.h"
#include "base/utf8.h"
#include "regulation/internal/builder.h"
#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using scheme::Effect;
using scheme::Figure;
using scheme::kNone;
using scheme::Role;

namespace {

// The formula of a declaration: after "=" on its line or on a 计分 line below.
const Declaration* FormulaOf(const Declaration& declaration) {
  if (declaration.formula) return &declaration;
  return declaration.Child(Keyword::kScoring);
}

Rounding RoundingOf(const std::string& word) {
  if (word == "四舍六入") return Rounding::kHalfEven;
  if (word == "舍去") return Rounding::kDown;
  if (word == "进一") return Rounding::kUp;
  return Rounding::kHalfUp;
}

}  // namespace

// Facts and results have a column for each period of each field and figure.
void Builder::CheckSize() {
  std::size_t columns = 0;
  for (const scheme::Field& field : scheme_.fields)
    columns += static_cast<std::size_t>(scheme_.level(field.level).count());
  for (const Figure& figure : scheme_.figures)
    columns += static_cast<std::size_t>(scheme_.level(figure.level).count());
  if (columns <= kColumnsMax) return;
  Place place = !scheme_.fields.empty() ? scheme_.fields.back().place : Place{};
  issues_.Error(
      "rule.too-large", std::move(place),
      Say("数据和结果共{}列(每期一列)，超过{}",
          "data and figures have {} columns (one per period), over {}", columns, kColumnsMax),
      Say("减少每日、每周的数据，或分成几个办法",
          "use fewer daily or weekly data, or several regulations"));
}

void Builder::ResolveAll() {
  CheckSize();
  LinkEffects();
  for (std::size_t i = 0; i < scheme_.figures.size(); ++i) ResolveFigure(static_cast<FigureId>(i));
}

void Builder::LinkEffects() {
  for (EffectDraft& draft : effects_) {
    const Declaration& declaration = *draft.declaration;
    KindId kind = draft.kind;
    if (!declaration.parent.empty()) {
      kind = scheme_.FindKind(declaration.parent);
      if (kind == kNone || !scheme_.IsAncestor(draft.kind, kind)) {
        issues_.Error("rule.unknown-kind", declaration.place,
                      Say("“{}”不是“{}”或它的下级", "'{}' is not '{}' or below it",
                          declaration.parent, scheme_.kind(draft.kind).name));
        continue;
      }
    }
    draft.target = scheme_.FindFigure(kind, declaration.name);
    if (draft.target == kNone) {
      issues_.Error(
          "rule.unknown-target", declaration.place,
          Say("没有指标或总分“{}”可以改动", "there is no figure '{}' to act on", declaration.name),
          Suggest(declaration.name, [&] {
            std::vector<std::string> known;
            for (const Figure& figure : scheme_.figures) known.push_back(figure.name);
            return known;
          }));
      continue;
    }
    Effect effect;
    effect.kind = draft.veto != nullptr ? Effect::Kind::kVeto : Effect::Kind::kException;
    effect.name = draft.veto != nullptr ? draft.veto->name : declaration.name;
    effect.condition = draft.condition;
    effect.target = draft.target;
    effect.text = declaration.text;
    effect.article = declaration.article;
    effect.clause = !declaration.clause.empty() || draft.veto == nullptr ? declaration.clause
                                                                         : draft.veto->clause;
    effect.place = declaration.place;
    scheme_.effects.push_back(std::move(effect));
  }
  std::erase_if(effects_, [](const EffectDraft& draft) { return draft.target == kNone; });
}

void Builder::ReportCycle(FigureId id) {
  std::string path;
  const auto begin = std::find(resolving_.begin(), resolving_.end(), id);
  for (auto it = begin; it != resolving_.end(); ++it) path += scheme_.figure(*it).name + " → ";
  path += scheme_.figure(id).name;
  issues_.Error("rule.cycle", scheme_.figure(id).place,
                Say("循环引用：{}", "circular definition: {}", path),
                Say("一个数不能由它自己算出；逐期累计写 合计(…, 各: 月, 至: 本期)",
                    "a figure cannot depend on itself; write sum(…, each: month, until: now) to "
                    "add up to date"));
}

bool Builder::ResolveFigure(FigureId id) {
  const auto index = static_cast<std::size_t>(id);
  if (drafts_[index].state == FigureDraft::State::kDone) return scheme_.figure(id).expr != kNone;
  if (drafts_[index].state == FigureDraft::State::kResolving) {
    ReportCycle(id);
    return false;
  }
  drafts_[index].state = FigureDraft::State::kResolving;
  resolving_.push_back(id);
  Context context;
  context.kind = context.member = scheme_.figure(id).kind;
  context.level = scheme_.figure(id).level;
  context.self = id;
  ExprId body = ResolveBody(id, context);
  if (body != kNone) {
    const Role role = scheme_.figure(id).role;
    const bool is_condition = role == Role::kVeto || role == Role::kCheck;
    const bool is_free =
        role == Role::kDefinition || role == Role::kRanking || role == Role::kGrade;
    formula::Node at;
    at.span = {scheme_.figure(id).place.line, scheme_.figure(id).place.column,
               scheme_.figure(id).place.length};
    if (!is_free && !Expect(body, is_condition ? Type::kBoolean : Type::kNumber, at)) body = kNone;
  }
  if (body != kNone) scheme_.figures[index].type = expr(body).type;
  if (body != kNone) body = ResolveLimits(id, body, context);
  if (body != kNone) body = ResolveRounding(id, body, context);
  if (body != kNone) body = ResolveEffects(id, body, context);
  scheme_.figures[index].expr = body;
  drafts_[index].state = FigureDraft::State::kDone;
  resolving_.pop_back();
  if (body != kNone) scheme_.order.push_back(id);
  return body != kNone;
}

ExprId Builder::ResolveBody(FigureId id, const Context& context) {
  const Declaration& declaration = *drafts_[static_cast<std::size_t>(id)].declaration;
  const Figure& figure = scheme_.figure(id);
  if (figure.role == Role::kGrade && !figure.grades.empty()) return ResolveGrade(id, context);
  const Declaration* formula = FormulaOf(declaration);
  if (figure.role == Role::kGrade && formula == nullptr) return kNone;  // Reported: rule.no-grades.
  if (figure.role == Role::kVeto && formula == nullptr)
    formula = declaration.Child(Keyword::kCondition);
  if (formula != nullptr) {
    const ExprId body = Resolve(*formula->formula, context);
    return figure.role == Role::kIndicator ? ResolveAdjustments(id, body, context) : body;
  }
  if (!figure.children.empty()) return ResolveTree(id, context);
  issues_.Error("rule.no-formula", declaration.place,
                Say("“{}”没有写怎样计算", "'{}' does not say how it is computed", figure.name),
                Say("在行末写“= …”，或在下一行缩进写“计分 …”",
                    "write '= …' at the end of the line or 'score …' indented below"));
  return kNone;
}

ExprId Builder::ResolveChild(FigureId child, const Context& context) {
  if (!ResolveFigure(child)) return kNone;
  const Declaration& declaration = *drafts_[static_cast<std::size_t>(child)].declaration;
  Context own = context;
  own.level = scheme_.figure(child).level;
  const ExprId score = Make(Op::kFigure, {}, own, nullptr, scheme_.figure(child).type);
  scheme_.exprs[static_cast<std::size_t>(score)].target = child;
  NoteDepth(score);
  scheme_.exprs[static_cast<std::size_t>(score)].text = scheme_.figure(child).name;
  scheme_.exprs[static_cast<std::size_t>(score)].place = declaration.place;
  formula::Node node;
  node.span = {declaration.place.line, declaration.place.column, declaration.place.length};
  return Lift(score, context, node);
}

// Whether a formula names the figure itself, so that it decides how the figure counts.
bool Builder::Names(ExprId root, FigureId figure) const {
  std::vector<ExprId> rest{root};
  std::set<ExprId> seen;
  while (!rest.empty()) {
    const ExprId at = rest.back();
    rest.pop_back();
    if (at == kNone || !seen.insert(at).second) continue;
    const Expr& part = expr(at);
    if (part.op == Op::kFigure && part.target == figure) return true;
    rest.insert(rest.end(), part.args.begin(), part.args.end());
    for (const scheme::Arm& arm : part.arms)
      rest.insert(rest.end(), {arm.low, arm.high, arm.value});
  }
  return false;
}

// Adds the bonuses below an indicator and takes off the deductions, but for those that its own
// formula names.
ExprId Builder::ResolveAdjustments(FigureId id, ExprId body, const Context& context) {
  const std::vector<FigureId> children = scheme_.figure(id).children;
  const ExprId formula = body;
  for (const FigureId child : children) {
    const Role role = scheme_.figure(child).role;
    if (body == kNone || role == scheme_.figure(id).role || Names(formula, child)) continue;
    const ExprId score = ResolveChild(child, context);
    body = Make(role == Role::kBonus ? Op::kAdd : Op::kSubtract,
                {body, Make(Op::kSum, {score}, context, nullptr)}, context, nullptr);
  }
  return body;
}

// The value of an indicator from its children: points add up, weights average; bonuses add,
// deductions subtract. The value of a bonus or deduction from its items: the sum.
ExprId Builder::ResolveTree(FigureId id, const Context& context) {
  std::vector<ExprId> scores;
  std::vector<ExprId> shares;
  bool weighted = false;
  bool pointed = false;
  std::vector<FigureId> children;
  for (const FigureId child : scheme_.figure(id).children) {
    if (scheme_.figure(child).role == scheme_.figure(id).role) children.push_back(child);
  }
  // Children are on their own full points, this node on its own. When the children differ in theirs
  // the scores are scaled and not the weights, which are shared out when a child is exempt.
  const bool same_full = scheme_.figure(id).role != Role::kIndicator ||
                         std::all_of(children.begin(), children.end(), [&](FigureId child) {
                           return *FullPoints(child) == *FullPoints(children.front());
                         });
  for (const FigureId child : children) {
    ExprId score = ResolveChild(child, context);
    if (score == kNone) return kNone;
    const Declaration& declaration = *drafts_[static_cast<std::size_t>(child)].declaration;
    scores.push_back(score);
    if (scheme_.figure(id).role != Role::kIndicator) continue;
    if (declaration.weight) {
      weighted = true;
      ExprId weight = ResolveAs(*declaration.weight, context, Type::kNumber);
      for (const auto& [name, value] : options_.overrides) {
        if (name != scheme_.figure(child).name + ".权重" &&
            name != scheme_.figure(child).name + ".weight")
          continue;
        std::string digits = NormalizeFullWidth(Trim(value));
        const bool percent = digits.ends_with('%');
        if (percent) digits.pop_back();
        const auto number = Decimal::Parse(digits);
        // A weight is written 30% or 30; a fraction such as 0.3 is taken as written.
        if (!number) continue;
        const bool fraction = !percent && *number <= Decimal::FromInteger(1);
        const auto share =
            (Rational(*number) * Rational::Fraction(1, fraction ? 1 : 100)).ExactDecimal();
        if (share) weight = Literal(*share, context);
      }
      if (weight == kNone) return kNone;
      const auto constant = scheme::ConstantValue(scheme_, weight);
      if (constant)
        scheme_.figures[static_cast<std::size_t>(child)].weight = constant->ExactDecimal();
      const Decimal full = *FullPoints(child);
      const Decimal own_full = *FullPoints(id);
      if (full != own_full) {
        ExprId& scaled = same_full ? weight : scores.back();
        scaled = Make(Op::kDivide,
                      {Make(Op::kMultiply, {scaled, Literal(own_full, context)}, context, nullptr),
                       Literal(full, context)},
                      context, nullptr);
      }
      shares.push_back(weight);
    } else if (scheme_.figure(child).points) {
      pointed = true;
      shares.push_back(Literal(*scheme_.figure(child).points, context));
    } else {
      issues_.Error(
          "rule.no-points", declaration.place,
          Say("指标“{}”没有写分值或权重", "indicator '{}' has neither points nor a weight",
              scheme_.figure(child).name),
          Say("如“指标 {0} 10分”或“指标 {0} 权重 20%”",
              "such as 'indicator {0} 10分' or 'indicator {0} weight 20%'",
              scheme_.figure(child).name));
      return kNone;
    }
  }
  if (weighted && pointed) {
    issues_.Error("rule.points-and-weights", scheme_.figure(id).place,
                  Say("“{}”的下级有的写分值、有的写权重",
                      "below '{}' some have points and some have weights", scheme_.figure(id).name),
                  Say("同一级只能用一种", "use one of the two on one level"));
    return kNone;
  }
  ExprId body = kNone;
  if (scheme_.figure(id).role == Role::kIndicator && !scores.empty()) {
    std::vector<ExprId> args = scores;
    args.insert(args.end(), shares.begin(), shares.end());
    body = Make(weighted ? Op::kWeighted : Op::kPointsSum, std::move(args), context, nullptr);
  } else {
    body = Make(Op::kSum, std::move(scores), context, nullptr);
  }
  return ResolveAdjustments(id, body, context);
}

ExprId Builder::ResolveGrade(FigureId id, const Context& context) {
  const Declaration& declaration = *drafts_[static_cast<std::size_t>(id)].declaration;
  std::vector<const Declaration*> arms;
  for (const Declaration& child : declaration.children) {
    if (child.keyword == Keyword::kArm) arms.push_back(&child);
  }
  if (arms.back()->words.empty()) {
    issues_.Error("rule.grade-gap", arms.back()->place,
                  Say("等次最后一档要写“其余”，否则可能有人没有等次",
                      "the last grade must be 'else', or some would have no grade"));
    return kNone;
  }
  ExprId result = TextLiteral(arms.back()->name, context);
  bool has_failed = false;
  for (std::size_t i = arms.size() - 1; i-- > 0;) {
    if (!arms[i]->words.empty()) {
      issues_.Error("rule.unreachable", arms[i + 1]->place,
                    Say("“其余”之后的等次永远到不了", "grades after 'else' can never be reached"));
      return kNone;
    }
    const ExprId condition = ResolveAs(*arms[i]->formula, context, Type::kBoolean);
    if (condition == kNone) {
      has_failed = true;  // The other conditions are checked all the same.
      continue;
    }
    result = Make(Op::kIf, {condition, TextLiteral(arms[i]->name, context), result}, context,
                  arms[i]->formula.get(), Type::kText);
    scheme_.exprs[static_cast<std::size_t>(result)].text = arms[i]->text;
    scheme_.exprs[static_cast<std::size_t>(result)].method = "等次";
  }
  return has_failed ? kNone : result;
}

ExprId Builder::ResolveLimits(FigureId id, ExprId body, const Context& context) {
  const Declaration& declaration = *drafts_[static_cast<std::size_t>(id)].declaration;
  const auto limit = [&](const Declaration& from) {
    if (from.floor && body != kNone) {
      const ExprId floor = ResolveAs(*from.floor, context, Type::kNumber);
      body = Make(Op::kMaximum, {body, floor}, context, from.floor.get());
      if (body != kNone) scheme_.exprs[static_cast<std::size_t>(body)].method = "不低于";
    }
    if (from.cap && body != kNone) {
      const ExprId cap = ResolveAs(*from.cap, context, Type::kNumber);
      body = Make(Op::kMinimum, {body, cap}, context, from.cap.get());
      if (body == kNone) return;
      scheme_.exprs[static_cast<std::size_t>(body)].method = "不超过";
      const auto constant = scheme::ConstantValue(scheme_, cap);
      if (constant) scheme_.figures[static_cast<std::size_t>(id)].cap = constant->ExactDecimal();
    }
  };
  limit(declaration);
  for (const Declaration& child : declaration.children) {
    if (child.keyword == Keyword::kFloor || child.keyword == Keyword::kCap) limit(child);
  }
  return body;
}

ExprId Builder::ResolveRounding(FigureId id, ExprId body, const Context& context) {
  const Declaration& declaration = *drafts_[static_cast<std::size_t>(id)].declaration;
  const Declaration* rounding =
      declaration.places ? &declaration : declaration.Child(Keyword::kRounding);
  if (rounding == nullptr || !rounding->places) return body;
  if (expr(body).type != Type::kNumber) {
    issues_.Error("formula.type", rounding->place, Say("只有数能舍入", "only numbers are rounded"));
    return kNone;
  }
  const ExprId rounded = Make(Op::kRound, {body}, context, nullptr);
  Expr& made = scheme_.exprs[static_cast<std::size_t>(rounded)];
  made.places = *rounding->places;
  made.rounding = RoundingOf(rounding->rounding);
  made.place = rounding->place;
  return rounded;
}

ExprId Builder::EffectCondition(const EffectDraft& draft, const Context& context) {
  const Declaration& declaration = *draft.declaration;
  Context own = context;
  own.kind = draft.kind;
  own.member = draft.kind;
  if (draft.veto == nullptr) {
    const Declaration* condition = declaration.Child(Keyword::kCondition);
    if (condition == nullptr) {
      issues_.Error("rule.no-condition", declaration.place,
                    Say("例外要写“条件 …”", "an exception needs a line 'when …'"));
      return kNone;
    }
    const ExprId id = ResolveAs(*condition->formula, own, Type::kBoolean);
    formula::Node node;
    return id == kNone ? kNone : Lift(id, context, node);
  }
  if (!ResolveFigure(draft.condition)) return kNone;
  const LevelId level = scheme_.figure(draft.condition).level;
  own.level = level;
  ExprId id = Make(Op::kFigure, {}, own, nullptr, Type::kBoolean);
  scheme_.exprs[static_cast<std::size_t>(id)].target = draft.condition;
  NoteDepth(id);
  scheme_.exprs[static_cast<std::size_t>(id)].text = draft.veto->name;
  if (level != context.level && scheme::Divides(context.level, level)) {
    // A veto in any quarter is a veto for the year.
    own.level = context.level;
    id = Make(Op::kAggregate, {id}, own, nullptr, Type::kBoolean);
    scheme_.exprs[static_cast<std::size_t>(id)].function = scheme::AggregateFunction::kAny;
    scheme_.exprs[static_cast<std::size_t>(id)].domain.member = draft.kind;
    scheme_.exprs[static_cast<std::size_t>(id)].domain.level = level;
  }
  formula::Node node;
  node.span.line = declaration.place.line;
  return Lift(id, context, node);
}

ExprId Builder::GradeLimit(FigureId target, const std::string& best, ExprId body,
                           const Context& context, const EffectDraft& draft) {
  const std::vector<std::string> grades = scheme_.figure(target).grades;
  const auto limit = std::find(grades.begin(), grades.end(), best);
  if (limit == grades.end()) {
    issues_.Error(
        "rule.unknown-grade", draft.declaration->place,
        Say("“{}”没有等次“{}”", "'{}' has no grade '{}'", scheme_.figure(target).name, best));
    return kNone;
  }
  Expr lookup;
  lookup.op = Op::kLookup;
  lookup.type = Type::kText;
  lookup.kind = context.member;
  lookup.level = context.level;
  lookup.args = {body};
  for (auto grade = grades.begin(); grade != grades.end(); ++grade) {
    scheme::Arm arm;
    arm.low = TextLiteral(*grade, context);
    arm.value = TextLiteral(grade < limit ? best : *grade, context);
    lookup.arms.push_back(arm);
  }
  return Add(std::move(lookup));
}

ExprId Builder::EffectValue(const EffectDraft& draft, FigureId target, ExprId body,
                            const Context& context) {
  const Declaration& declaration = *draft.declaration;
  if (draft.veto == nullptr) {
    const Declaration* replace = declaration.Child(Keyword::kReplace);
    if (replace == nullptr) {
      issues_.Error("rule.no-replacement", declaration.place,
                    Say("例外要写“改为 …”", "an exception needs a line 'becomes …'"));
      return kNone;
    }
    return ResolveAs(*replace->formula, context, scheme_.figure(target).type);
  }
  const std::string& act = declaration.words.at(0);
  if (act == "=") return ResolveAs(*declaration.formula, context, scheme_.figure(target).type);
  const bool is_number = expr(body).type == Type::kNumber;
  if ((act == "清零" || act == "扣") != is_number) {
    issues_.Error(
        "formula.type", declaration.place,
        Say("“{}”不能用于“{}”", "'{}' does not apply to '{}'", act, scheme_.figure(target).name));
    return kNone;
  }
  if (act == "清零") return Literal(Decimal(), context);
  if (act == "扣") {
    const ExprId amount = ResolveAs(*declaration.formula, context, Type::kNumber);
    return Make(Op::kSubtract, {body, amount}, context, declaration.formula.get());
  }
  if (act == "不高于") return GradeLimit(target, declaration.words.at(1), body, context, draft);
  // 降 n 等
  const std::vector<std::string> grades = scheme_.figure(target).grades;
  Expr lookup;
  lookup.op = Op::kLookup;
  lookup.type = Type::kText;
  lookup.kind = context.member;
  lookup.level = context.level;
  lookup.args = {body};
  const auto steps = static_cast<std::size_t>(declaration.points->Trimmed().units());
  for (std::size_t i = 0; i < grades.size(); ++i) {
    scheme::Arm arm;
    arm.low = TextLiteral(grades[i], context);
    arm.value = TextLiteral(grades[std::min(i + steps, grades.size() - 1)], context);
    lookup.arms.push_back(arm);
  }
  return Add(std::move(lookup));
}

// An effect acts on the finished figure, and what it gives passes floor, cap and rounding like what
// the formula gives.
ExprId Builder::FinishEffect(FigureId id, ExprId value, const Context& context) {
  if (value == kNone || expr(value).type != Type::kNumber) return value;
  const ExprId limited = ResolveLimits(id, value, context);
  const ExprId finished = limited == kNone ? kNone : ResolveRounding(id, limited, context);
  if (finished == kNone) return kNone;
  // 改为 100 needs no steps of its own.
  const auto before = scheme::ConstantValue(scheme_, value);
  const auto after = scheme::ConstantValue(scheme_, finished);
  return before && after && *before == *after ? value : finished;
}

// In the order written, but clearing comes last: nothing raises a score that was cleared.
ExprId Builder::ResolveEffects(FigureId id, ExprId body, const Context& context) {
  bool has_failed = false;
  for (const bool clears : {false, true}) {
    for (std::size_t i = 0; i < effects_.size(); ++i) {
      if (effects_[i].target != id) continue;
      const EffectDraft draft = effects_[i];
      const auto& words = draft.declaration->words;
      if (clears != (!words.empty() && words[0] == "清零")) continue;
      const ExprId condition = EffectCondition(draft, context);
      ExprId value = EffectValue(draft, id, body, context);
      if (!clears) value = FinishEffect(id, value, context);
      const ExprId applied =
          Make(Op::kIf, {condition, value, body}, context, nullptr, scheme_.figure(id).type);
      if (applied == kNone) {
        has_failed = true;  // The other effects are checked all the same.
        continue;
      }
      body = applied;
      Expr& made = scheme_.exprs[static_cast<std::size_t>(body)];
      made.effect = static_cast<int>(i);
      made.text = draft.declaration->text;
      made.place = draft.declaration->place;
    }
  }
  return has_failed ? kNone : body;
}

}  // namespace kaogong::regulation::internal
