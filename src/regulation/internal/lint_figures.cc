// SPDX-License-Identifier: Apache-2.0
// Figures: points and weights that do not add up, caps that contradict, values nobody rounds or
// limits, quotas, owners, figures nothing uses.
#include <algorithm>
#include <map>

#include "regulation/internal/lint.h"
#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using scheme::Expr;
using scheme::ExprId;
using scheme::Figure;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;
using scheme::Role;

namespace {

const std::vector<std::string_view> kSaysExact{"不舍入",   "不作舍入",   "不再舍入",
                                               "均不舍入", "不四舍五入", "不取舍"};
const std::vector<std::string_view> kSaysNoCap{"不封顶",   "上不封顶", "不设上限",
                                               "不设最高", "没有上限", "不限高"};
const std::vector<std::string_view> kSaysNoFloor{"不设下限", "不设最低", "没有下限", "下不保底",
                                                 "不保底",   "可以为负", "倒扣"};

// A number as the author would write it.
std::string Shown(const Rational& number) { return number.ToString(); }

// 0.25 is 25%.
std::string AsPercent(const Rational& share) { return (share * Rational(100)).ToString() + "%"; }

Rational PointsOf(const Figure& figure) {
  return figure.points ? Rational(*figure.points) : Rational(100);
}

bool IsLeaf(const scheme::Scheme& scheme, const Figure& figure) {
  return std::none_of(figure.children.begin(), figure.children.end(),
                      [&](FigureId child) { return scheme.figure(child).role == figure.role; });
}

bool HasOwnFormula(const LintContext& context, FigureId id) {
  const Declaration* declaration = context.figure_of[static_cast<std::size_t>(id)];
  return declaration != nullptr &&
         (declaration->formula != nullptr || declaration->Child(Keyword::kScoring) != nullptr);
}

// The sum of the tree in a figure's formula, below rounding, limits, effects and adjustments.
ExprId TreeOf(const scheme::Scheme& scheme, const Figure& figure) {
  ExprId id = figure.expr;
  while (id != kNone) {
    const Expr& expr = scheme.expr(id);
    switch (expr.op) {
      case Op::kWeighted:
      case Op::kPointsSum:
        return id;
      case Op::kIf:
        id = expr.effect != kNone ? expr.args[2] : kNone;
        break;
      case Op::kRound:
      case Op::kMinimum:
      case Op::kMaximum:
      case Op::kAdd:
      case Op::kSubtract:
        id = expr.args[0];
        break;
      default:
        return kNone;
    }
  }
  return kNone;
}

std::vector<FigureId> IndicatorChildren(const scheme::Scheme& scheme, const Figure& figure) {
  std::vector<FigureId> children;
  for (const FigureId child : figure.children) {
    if (scheme.figure(child).role == Role::kIndicator) children.push_back(child);
  }
  return children;
}

void LintPoints(FigureId id, LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const Figure& figure = scheme.figure(id);
  const Declaration* declaration = context->figure_of[static_cast<std::size_t>(id)];
  const std::vector<FigureId> children = IndicatorChildren(scheme, figure);
  if (figure.parent == kNone && !figure.points) {
    context->issues.Error("lint.no-root-points", figure.place,
                          Say("最上级指标“{}”没有写满分",
                              "indicator '{}' stands on its own and has no points", figure.name),
                          Say("如“指标 {0} 100分”", "such as 'indicator {0} 100分'", figure.name));
  }
  if (figure.parent == kNone && declaration != nullptr && declaration->weight) {
    context->issues.Error("lint.unused-weight", figure.place,
                          Say("“{}”没有上级指标，它的权重不起作用",
                              "'{}' has no indicator above: its weight does nothing", figure.name),
                          Say("把它写到上级指标之下，或在总分里写“权重合计(…)”",
                              "put it below an indicator, or write weighted(…) in the total"));
  }
  if (children.empty() && !figure.children.empty() && !HasOwnFormula(*context, id)) {
    context->issues.Warning(
        "lint.only-adjustments", figure.place,
        Say("“{}”只有加分扣分，从0分起算", "'{}' has only bonuses and deductions: it starts from 0",
            figure.name),
        Say("若从满分起扣，加一行“计分 满分”",
            "to start from full points, add a line 'score full_points'"));
  }
  if (children.empty() || HasOwnFormula(*context, id)) return;
  const bool pointed = std::all_of(children.begin(), children.end(), [&](FigureId child) {
    const Declaration* found = context->figure_of[static_cast<std::size_t>(child)];
    return scheme.figure(child).points.has_value() && (found == nullptr || !found->weight);
  });
  if (pointed && figure.points) {
    Rational sum;
    std::string parts;
    for (const FigureId child : children) {
      const Figure& part = scheme.figure(child);
      sum += PointsOf(part);
      parts += (parts.empty() ? "" : " + ") + part.name + " " + Shown(PointsOf(part));
    }
    if (sum != PointsOf(figure)) {
      context->issues.Error(
          "lint.points-sum", figure.place,
          Say("“{0}”{1}分，下级合计{2}分", "'{0}' has {1} points, its children {2}", figure.name,
              Shown(PointsOf(figure)), Shown(sum)),
          Say("{0} = {1}", "{0} = {1}", parts, Shown(sum)));
    }
  }
  const ExprId tree = TreeOf(scheme, figure);
  if (tree == kNone || scheme.expr(tree).op != Op::kWeighted) return;
  const Expr& weighted = scheme.expr(tree);
  const std::size_t count = weighted.args.size() / 2;
  if (count != children.size()) return;
  const bool same_full = std::all_of(children.begin(), children.end(), [&](FigureId child) {
    return PointsOf(scheme.figure(child)) == PointsOf(scheme.figure(children.front()));
  });
  Rational sum;
  std::string parts;
  for (std::size_t i = 0; i < count; ++i) {
    const auto share = scheme::ConstantValue(scheme, weighted.args[count + i]);
    if (!share) return;
    // The compiler has scaled the weight from the children's full points to the parent's, when
    // they share theirs.
    const Figure& child = scheme.figure(children[i]);
    const Rational weight =
        same_full ? Quotient(*share * PointsOf(child), PointsOf(figure)) : *share;
    sum += weight;
    parts += (parts.empty() ? "" : " + ") + child.name + " " + AsPercent(weight);
  }
  if (sum != Rational(1)) {
    context->issues.Error(
        "lint.weights-sum", figure.place,
        Say("“{0}”下级的权重合计 {1}，应为 100%",
            "the weights below '{0}' add up to {1}, not to 100%", figure.name, AsPercent(sum)),
        Say("{0} = {1}", "{0} = {1}", parts, AsPercent(sum)));
  }
}

// --- Caps.

void LintCaps(FigureId id, LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const Figure& figure = scheme.figure(id);
  if (!figure.cap) return;
  const Rational cap(*figure.cap);
  if (figure.parent != kNone && scheme.figure(figure.parent).cap) {
    const Figure& parent = scheme.figure(figure.parent);
    if (cap > Rational(*parent.cap)) {
      context->issues.Warning("lint.cap-above-parent", figure.place,
                              Say("“{0}”的上限{1}高于上级“{2}”的上限{3}",
                                  "the cap {1} of '{0}' is above the cap {3} of '{2}'", figure.name,
                                  Shown(cap), parent.name, Shown(Rational(*parent.cap))),
                              Say("下级的上限不起作用；改小它，或改大上级",
                                  "the lower cap decides: correct one of them"));
    }
  }
  if (figure.children.empty() || HasOwnFormula(*context, id)) return;
  Rational sum;
  for (const FigureId child : figure.children) {
    const Figure& part = scheme.figure(child);
    if (part.role != figure.role || !part.cap) return;
    sum += Rational(*part.cap);
  }
  if (sum < cap) {
    context->issues.Warning("lint.cap-never-reached", figure.place,
                            Say("“{0}”各项上限合计{1}，达不到上限{2}",
                                "the caps below '{0}' add up to {1} and never reach {2}",
                                figure.name, Shown(sum), Shown(cap)),
                            Say("改小上限，或改大各项上限", "lower this cap or raise those below"));
  }
}

// A floor above the cap, wherever the two are stated next to each other.
void LintFloors(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  for (const Expr& outer : scheme.exprs) {
    if (outer.op != Op::kMinimum && outer.op != Op::kMaximum) continue;
    if (outer.args.size() != 2) continue;
    const Expr& inner = scheme.expr(outer.args[0]);
    const Op other = outer.op == Op::kMinimum ? Op::kMaximum : Op::kMinimum;
    if (inner.op != other || inner.args.size() != 2) continue;
    const auto a = scheme::ConstantValue(scheme, outer.args[1]);
    const auto b = scheme::ConstantValue(scheme, inner.args[1]);
    if (!a || !b || scheme::ConstantValue(scheme, inner.args[0])) continue;
    const Rational& cap = outer.op == Op::kMinimum ? *a : *b;
    const Rational& floor = outer.op == Op::kMinimum ? *b : *a;
    if (floor <= cap) continue;
    context->issues.Error(
        "lint.floor-above-cap", outer.place,
        Say("下限{0}高于上限{1}", "the floor {0} is above the cap {1}", Shown(floor), Shown(cap)),
        Say("结果总是同一个数；改正其中一个", "the result is always the same: correct one of them"));
  }
}

// --- Rounding.

// What in the formula may have no end, in words.
Text EndlessStep(const LintContext& context, ExprId id) {
  const Expr& expr = context.scheme.expr(id);
  const int line = expr.place.line;
  const std::string where = line > 0 ? std::to_string(line) : std::string("?");
  switch (expr.op) {
    case Op::kWeighted:
    case Op::kPointsSum:
      return Say("有指标不适用时，分值要按比例摊给其他指标",
                 "when a part does not apply its points are shared out");
    case Op::kAggregate:
    case Op::kMean:
      return Say("第{}行的平均可能除不尽", "the mean in line {} may have no end", where);
    case Op::kInterpolate:
      return Say("第{}行的插值可能除不尽", "the interpolation in line {} may have no end", where);
    case Op::kDivide:
      return Say("第{}行的除法可能除不尽", "the quotient in line {} may have no end", where);
    default:
      return Say("第{}行的结果可能没有尽头", "the result in line {} may have no end", where);
  }
}

Text NotRounded(const LintContext& context, const Figure& figure) {
  const Text step = EndlessStep(context, context.at(figure.expr).endless_at);
  Text message = Say("“{}”没有舍入", "'{}' is not rounded", figure.name);
  message.zh += ":" + step.zh;
  message.en += ": " + step.en;
  return message;
}

Text RoundingHint() { return Say("如“舍入 2位 四舍五入”", "such as 'round 2 half_up'"); }

// Whether every way from each figure to a result passes a rounding step.
std::vector<bool> RoundedLater(const LintContext& context) {
  const scheme::Scheme& scheme = context.scheme;
  std::vector<std::vector<FigureId>> users(scheme.figures.size());
  for (std::size_t i = 0; i < scheme.exprs.size(); ++i) {
    const Expr& expr = scheme.exprs[i];
    if (expr.op != Op::kFigure || context.owner[i] == kNone || context.owner[i] == expr.target)
      continue;
    users[static_cast<std::size_t>(expr.target)].push_back(context.owner[i]);
  }
  std::vector<bool> rounded(scheme.figures.size(), false);
  // Users come after what they use.
  for (auto it = scheme.order.rbegin(); it != scheme.order.rend(); ++it) {
    const auto& list = users[static_cast<std::size_t>(*it)];
    rounded[static_cast<std::size_t>(*it)] =
        !list.empty() && std::all_of(list.begin(), list.end(), [&](FigureId user) {
          const Figure& figure = scheme.figure(user);
          if (figure.type != scheme::Type::kNumber || figure.role == Role::kRanking) return true;
          return context.at(figure.expr).places != kEndless ||
                 rounded[static_cast<std::size_t>(user)];
        });
  }
  return rounded;
}

void LintRounding(FigureId id, const std::vector<bool>& rounded_later, LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const Figure& figure = scheme.figure(id);
  if (figure.expr == kNone || figure.type != scheme::Type::kNumber) return;
  const Possible& possible = context->at(figure.expr);
  const bool is_endless = possible.places == kEndless;
  if (figure.role == Role::kTotal || figure.role == Role::kPayout) {
    constexpr int kPlacesUsual = 2;
    if (is_endless) {
      context->issues.Error("lint.not-rounded", figure.place, NotRounded(*context, figure),
                            RoundingHint());
      return;
    }
    if (possible.places <= kPlacesUsual) return;
    const Text message =
        Say("“{0}”没有舍入，可能有{1}位小数", "'{0}' is not rounded and may have {1} decimals",
            figure.name, possible.places);
    if (figure.role == Role::kPayout) {
      context->issues.Error("lint.not-rounded", figure.place, message, RoundingHint());
    } else {
      context->issues.Warning("lint.not-rounded", figure.place, message, RoundingHint());
    }
    return;
  }
  const bool is_item = figure.role == Role::kIndicator || figure.role == Role::kBonus ||
                       figure.role == Role::kDeduction;
  const bool asked = (is_item && IsLeaf(scheme, figure)) || figure.role == Role::kCoefficient;
  if (!asked || !is_endless || context->ArticleSays(figure.article, kSaysExact)) return;
  if (!rounded_later[static_cast<std::size_t>(id)]) {
    context->issues.Error("lint.not-rounded", figure.place, NotRounded(*context, figure),
                          RoundingHint());
    return;
  }
  const bool total_is_exact =
      std::any_of(scheme.figures.begin(), scheme.figures.end(), [&](const Figure& total) {
        return total.role == Role::kTotal && context->ArticleSays(total.article, kSaysExact);
      });
  if (total_is_exact) return;
  context->issues.Warning(
      "lint.not-rounded", figure.place, NotRounded(*context, figure),
      Say("在这一步舍入就写“舍入 2位”；到总分才舍入的，在条文里写明“此前不作舍入”",
          "round here with 'round 2', or let the article say 不作舍入"));
}

// --- Floors and caps of scores.

// Whether the formula itself limits something from above.
bool LimitsAbove(const scheme::Scheme& scheme, ExprId root) {
  std::vector<ExprId> rest{root};
  constexpr std::size_t kStepsMax = 1000;
  for (std::size_t steps = 0; !rest.empty() && steps < kStepsMax; ++steps) {
    const Expr& expr = scheme.expr(rest.back());
    rest.pop_back();
    if (expr.op == Op::kMinimum) return true;
    ForEachPart(expr, [&](ExprId part) { rest.push_back(part); });
  }
  return false;
}

void LintLimits(FigureId id, LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const Figure& figure = scheme.figure(id);
  if (figure.role != Role::kIndicator || !IsLeaf(scheme, figure) || figure.expr == kNone) return;
  if (!HasOwnFormula(*context, id)) return;
  const Possible& possible = context->at(figure.expr);
  if (possible.is_empty) return;
  const Interval& interval = possible.interval;
  if ((!interval.low || interval.low->sign() < 0) &&
      !context->ArticleSays(figure.article, kSaysNoFloor)) {
    const std::string low = interval.low ? Shown(*interval.low) : std::string("-∞");
    context->issues.Warning(
        "lint.no-floor", figure.place,
        Say("“{0}”可能低于0分(最低 {1})，没有写扣到哪里为止",
            "'{0}' may fall below 0 (to {1}); nothing says where it stops", figure.name, low),
        Say("扣完为止就写“不低于 0”；数据不会为负的，写上“范围 [0, …]”",
            "write 'floor 0', or give the data a range [0, …]"));
  }
  const Rational full = PointsOf(figure);
  if ((!interval.high || *interval.high > full) &&
      !context->ArticleSays(figure.article, kSaysNoCap)) {
    const std::string high = interval.high ? Shown(*interval.high) : std::string("+∞");
    // A cap that is stated is a decision, whatever it is.
    if (interval.high && (figure.cap || LimitsAbove(scheme, figure.expr))) return;
    context->issues.Warning(
        "lint.no-cap", figure.place,
        Say("“{0}”可能超过满分{1}(最高 {2})，没有写上限",
            "'{0}' may exceed its {1} points (up to {2}); no cap is stated", figure.name,
            Shown(full), high),
        Say("写“不超过 满分”或“封顶: 120%”；有意不封顶的，在条文里写明“不封顶”",
            "write 'cap full_points' or 'cap: 120%', or let the article say 不封顶"));
  }
}

// --- Quotas.

struct Quota {
  Rational share;
  std::string over;  // What is ranked and who takes part; equal texts nest.
  scheme::KindId scope = kNone;
  const Place* place = nullptr;
};

// A quota's greatest share: 取整(比例 × 计数).
std::optional<Rational> ShareOf(const LintContext& context, const Expr& quota) {
  const Expr& places = context.scheme.expr(quota.args[1]);
  if (places.op != Op::kRound || places.method != "名额") return std::nullopt;
  const Expr& product = context.scheme.expr(places.args[0]);
  return context.at(product.args[0]).interval.high;
}

// Names what is ranked, as far as it is a plain figure or field.
std::string RankedBy(const scheme::Scheme& scheme, ExprId id) {
  std::string steps;
  while (scheme.expr(id).op == Op::kToAncestor || scheme.expr(id).op == Op::kContaining) {
    steps += '^';
    id = scheme.expr(id).args[0];
  }
  const Expr& expr = scheme.expr(id);
  if (expr.op == Op::kFigure) return steps + "f" + std::to_string(expr.target);
  if (expr.op == Op::kField) return steps + "d" + std::to_string(expr.target);
  return steps + "e" + std::to_string(id);
}

// Quotas by the figure in whose formula they stand.
std::vector<std::vector<Quota>> FindQuotas(const LintContext& context) {
  const scheme::Scheme& scheme = context.scheme;
  std::vector<std::vector<Quota>> quotas(scheme.figures.size());
  for (std::size_t i = 0; i < scheme.exprs.size(); ++i) {
    const Expr& expr = scheme.exprs[i];
    if (expr.op != Op::kWithinQuota || context.owner[i] == kNone) continue;
    const auto share = ShareOf(context, expr);
    if (!share) continue;
    const bool everybody = expr.domain.filter == kNone && expr.domain.key == kNone;
    quotas[static_cast<std::size_t>(context.owner[i])].push_back(
        {*share, everybody ? RankedBy(scheme, expr.args[0]) : "e" + std::to_string(i),
         expr.domain.scope, &expr.place});
  }
  return quotas;
}

void LintQuotas(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  for (std::size_t i = 0; i < scheme.exprs.size(); ++i) {
    const Expr& expr = scheme.exprs[i];
    if (expr.op != Op::kWithinQuota || context->owner[i] == kNone) continue;
    // Half a place is nobody's: rounding up or down differs by a person.
    if (context->at(expr.args[1]).places == 0) continue;
    context->issues.Error(
        "lint.quota-fraction", expr.place,
        Say("名额可能不是整数，没有说明怎样取整",
            "the number of places may be no whole number; say how it is rounded"),
        Say("写“比例: 20%, 取整: 向下, 分母: …”，或“名额: 取整(…, 向下)”",
            "write 'share: 20%, rounding: down, denominator: …' or 'places: integer(…, down)'"));
  }
  const std::vector<std::vector<Quota>> own = FindQuotas(*context);
  std::vector<std::vector<Quota>> all = own;
  // A grade may keep its quotas in conditions of their own (定义 入围优秀 = …).
  for (std::size_t i = 0; i < scheme.exprs.size(); ++i) {
    const FigureId owner = context->owner[i];
    const Expr& expr = scheme.exprs[i];
    if (expr.op != Op::kFigure || owner == kNone || scheme.figure(owner).role != Role::kGrade)
      continue;
    if (expr.type != scheme::Type::kBoolean || expr.target == owner) continue;
    const auto& more = own[static_cast<std::size_t>(expr.target)];
    auto& to = all[static_cast<std::size_t>(owner)];
    to.insert(to.end(), more.begin(), more.end());
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    // The first 20 % and the first 60 % of one ranking are 60 %, not 80 %.
    std::map<scheme::KindId, std::map<std::string, Rational>> widest;
    for (const Quota& quota : all[i]) {
      Rational& share = widest[quota.scope][quota.over];
      share = std::max(share, quota.share);
    }
    for (const auto& [scope, shares] : widest) {
      Rational sum;
      for (const auto& [over, share] : shares) sum += share;
      if (sum <= Rational(1)) continue;
      context->issues.Error("lint.quota-above-all", *all[i].front().place,
                            Say("“{0}”在“{1}”内的比例合计 {2}，超过 100%",
                                "the quotas of '{0}' within '{1}' add up to {2}, over 100%",
                                scheme.figures[i].name, scheme.kind(scope).name, AsPercent(sum)),
                            Say("各等次的比例合计不能超过 100%",
                                "the shares of all grades together cannot exceed 100%"));
    }
  }
}

// --- Names, owners, use.

void LintTotals(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    std::vector<const Figure*> totals;
    for (const Figure& figure : scheme.figures) {
      if (figure.role == Role::kTotal && figure.kind == static_cast<int>(kind))
        totals.push_back(&figure);
    }
    if (totals.size() < 2) continue;
    for (const Figure* total : totals) {
      if (total->name != "总分" && total->name != "total") continue;
      context->issues.Error(
          "lint.total-unnamed", total->place,
          Say("“{}”有几个总分，这一个没有名称", "'{}' has several totals and this one has no name",
              scheme.kinds[kind].name),
          Say("如“总分 综合得分 = …”", "such as 'total 综合得分 = …'"));
    }
  }
}

void LintOwner(FigureId id, LintContext* context) {
  const Figure& figure = context->scheme.figure(id);
  if (figure.role != Role::kIndicator || !IsLeaf(context->scheme, figure) || !figure.owner.empty())
    return;
  context->issues.Warning(
      "lint.no-owner", figure.place,
      Say("指标“{}”没有写由谁负责", "nobody answers for indicator '{}'", figure.name),
      Say("加上“责任 …”；写在上级指标上，下级也算", "add 'owner …'; it is inherited by children"));
}

// A case that says what must come out says that it is a result.
bool IsExpected(const LintContext& context, FigureId id) {
  if (context.cases == nullptr) return false;
  const auto at = static_cast<std::size_t>(id);
  return std::any_of(context.cases->begin(), context.cases->end(), [&](const CaseResult& result) {
    return at < result.expected.size() && result.expected[at];
  });
}

void LintUse(FigureId id, LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const Figure& figure = scheme.figure(id);
  const bool is_used = context->used_figures[static_cast<std::size_t>(id)];
  if (is_used || context->compiled.issues.has_errors()) return;
  switch (figure.role) {
    case Role::kTotal:
    case Role::kRanking:
    case Role::kGrade:
    case Role::kPayout:
    case Role::kCheck:
      return;
    case Role::kVeto:
      context->issues.Warning(
          "lint.veto-without-effect", figure.place,
          Say("否决“{}”没有写效果", "veto '{}' has no effect", figure.name),
          Say("在下面写“效果 等次 不高于 …”或“效果 总分 清零”",
              "write below it 'effect 等次 at_most …' or 'effect 总分 cleared'"));
      return;
    default:
      break;
  }
  if (IsExpected(*context, id)) return;
  context->issues.Warning("lint.unused-figure", figure.place,
                          Say("“{}”算出来后没有用到", "'{}' is computed and not used", figure.name),
                          Say("计入总分或其他结果；本身就是结果的，用“总分”“系数”“等次”“奖金”声明",
                              "use it in a total or another result, or declare it as one"));
}

}  // namespace

void LintFigures(LintContext* context) {
  const scheme::Scheme& scheme = context->scheme;
  const std::vector<bool> rounded_later = RoundedLater(*context);
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<FigureId>(i);
    if (scheme.figures[i].role == Role::kIndicator) LintPoints(id, context);
    LintCaps(id, context);
    LintRounding(id, rounded_later, context);
    LintLimits(id, context);
    LintOwner(id, context);
    LintUse(id, context);
  }
  LintFloors(context);
  LintQuotas(context);
  LintTotals(context);
}

}  // namespace kaogong::regulation::internal
