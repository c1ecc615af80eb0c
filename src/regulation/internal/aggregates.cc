// SPDX-License-Identifier: Apache-2.0
// The functions that look at many rows or periods: 合计, 平均 …, 名次, 入围, 分配.
#include <algorithm>
#include <array>

#include "regulation/internal/call.h"

namespace kaogong::regulation::internal {

using formula::Node;
using formula::NodeKind;
using scheme::AggregateFunction;
using scheme::Domain;
using scheme::kNone;

namespace {

struct Aggregate {
  std::string_view zh;
  std::string_view en;
  AggregateFunction function;
};

constexpr std::array<Aggregate, 13> kAggregates{
    {{"合计", "sum", AggregateFunction::kSum},
     {"平均", "mean", AggregateFunction::kMean},
     {"计数", "count", AggregateFunction::kCount},
     {"最大", "max", AggregateFunction::kMaximum},
     {"最小", "min", AggregateFunction::kMinimum},
     {"中位数", "median", AggregateFunction::kMedian},
     {"几何平均", "geometric_mean", AggregateFunction::kGeometricMean},
     {"标准差", "stddev", AggregateFunction::kStandardDeviation},
     {"差异系数", "cv", AggregateFunction::kCoefficientOfVariation},
     {"去极值平均", "trimmed_mean", AggregateFunction::kTrimmedMean},
     {"合计最高", "sum_of_best", AggregateFunction::kSumOfBest},
     {"任一", "any", AggregateFunction::kAny},
     {"全部", "all", AggregateFunction::kAll}}};

// Sets the members and scope of a domain from 在: and the kinds the formulas name.
bool ReadScope(Call* call, KindId member, Domain* domain) {
  Builder& builder = call->builder();
  const Node* in = call->Named("在", "in");
  domain->member = member;
  if (in == nullptr) {
    domain->scope = call->context().member;
    return true;
  }
  domain->scope = builder.scheme().FindKind(in->text);
  if (in->kind != NodeKind::kName || domain->scope == kNone) {
    std::string known;
    for (const auto& kind : builder.scheme().kinds)
      known += (known.empty() ? "" : "、") + kind.name;
    builder.issues().Error(
        "formula.unknown-scope", builder.PlaceOf(*in),
        Say("“在:”后面应是一种对象，没有“{}”", "'in:' names a kind; there is no '{}'", in->text),
        Say("可用：{}", "use: {}", known));
    return false;
  }
  if (!builder.scheme().IsAncestor(domain->scope, call->context().member)) {
    builder.issues().Error("formula.unrelated-kind", builder.PlaceOf(*in),
                           Say("“{0}”不是“{1}”的上级", "'{0}' is not above '{1}'", in->text,
                               builder.scheme().kind(call->context().member).name));
    return false;
  }
  return true;
}

// The condition that a record's day lies in the period being evaluated, when there is one.
ExprId PeriodFilter(Builder& builder, KindId member, const Context& inside) {
  const scheme::Kind& kind = builder.scheme().kind(member);
  if (!kind.is_record || kind.date_field == kNone || inside.level == scheme::kYear ||
      inside.level > scheme::kDay) {
    return kNone;
  }
  Context year = inside;
  year.level = scheme::kYear;
  ExprId date = builder.Make(Op::kField, {}, year, nullptr, Type::kDate);
  builder.scheme().exprs[static_cast<std::size_t>(date)].target = kind.date_field;
  builder.scheme().exprs[static_cast<std::size_t>(date)].text =
      builder.scheme().field(kind.date_field).name;
  date = builder.Make(Op::kContaining, {date}, inside, nullptr, Type::kDate);
  const ExprId of = builder.Make(Op::kPeriodOf, {date}, inside, nullptr);
  builder.scheme().exprs[static_cast<std::size_t>(of)].target = inside.level;
  const ExprId now = builder.Make(Op::kThisPeriod, {}, inside, nullptr);
  return builder.Make(Op::kEqual, {of, now}, inside, nullptr, Type::kBoolean);
}

// Reads 若:, 按: and 待定: into the domain; formulas inside are for the members.
bool ReadConditions(Call* call, const Context& inside, Domain* domain) {
  Builder& builder = call->builder();
  if (const Node* filter = call->Named("若", "where")) {
    domain->filter = builder.ResolveAs(*filter, inside, Type::kBoolean);
    if (domain->filter == kNone) return false;
  }
  const ExprId period =
      domain->level == kNone ? PeriodFilter(builder, domain->member, inside) : kNone;
  if (period != kNone) {
    domain->filter = domain->filter == kNone ? period
                                             : builder.Make(Op::kAnd, {period, domain->filter},
                                                            inside, nullptr, Type::kBoolean);
  }
  if (const Node* key = call->Named("按", "by")) {
    if (domain->member != call->context().member || domain->level != kNone) {
      builder.issues().Error("formula.key-of-others", builder.PlaceOf(*key),
                             Say("“按:”只能用在同一种对象之间(写“在:”)",
                                 "'by:' works among rows of one kind (with 'in:')"));
      return false;
    }
    domain->key = builder.Resolve(*key, inside);
    if (domain->key == kNone) return false;
  }
  const std::string_view pending = call->Word("待定", "pending");
  domain->skip_pending = pending == "跳过" || pending == "skip";
  if (!pending.empty() && !domain->skip_pending) {
    builder.issues().Error(
        "formula.unsettled", builder.PlaceOf(call->node()),
        Say("“待定:”只能是“跳过”；不写则有一个待定就全部待定",
            "'pending:' can only be 'skip'; without it one pending value makes all pending"));
    return false;
  }
  return true;
}

// Reads a small whole number such as 去高: 1.
bool ReadCount(Call* call, std::string_view zh, std::string_view en, int* to) {
  const Node* node = call->Named(zh, en);
  if (node == nullptr) return true;
  if (node->kind == NodeKind::kNumber && node->number.scale() == 0 &&
      node->number.units() <= 1000) {
    *to = static_cast<int>(node->number.units());
    return true;
  }
  call->builder().issues().Error("formula.type", call->builder().PlaceOf(*node),
                                 Say("“{0}:”应是个数", "'{1}:' must be a whole number", zh, en));
  return false;
}

ExprId ResolveVariadic(const Aggregate& aggregate, Call* call) {
  Builder& builder = call->builder();
  Op op = Op::kSum;
  switch (aggregate.function) {
    case AggregateFunction::kSum:
      op = Op::kSum;
      break;
    case AggregateFunction::kMean:
      op = Op::kMean;
      break;
    case AggregateFunction::kMaximum:
      op = Op::kMaximum;
      break;
    case AggregateFunction::kMinimum:
      op = Op::kMinimum;
      break;
    default:
      builder.issues().Error(
          "formula.argument-count", builder.PlaceOf(call->node()),
          Say("“{}”一次只能写一个数", "'{}' takes one value", call->node().text));
      return kNone;
  }
  if (!call->Finish()) return kNone;
  std::vector<ExprId> args;
  for (std::size_t i = 0; i < call->count(); ++i) args.push_back(call->Number(i));
  const ExprId id = builder.Make(op, std::move(args), call->context(), &call->node());
  if (id != kNone) builder.scheme().exprs[static_cast<std::size_t>(id)].method = aggregate.zh;
  return id;
}

ExprId NoDomain(Call* call) {
  Builder& builder = call->builder();
  builder.issues().Error(
      "formula.no-domain", builder.PlaceOf(call->node()),
      Say("“{}”没有说明对哪些行或哪些期计算", "'{}' does not say over which rows or periods",
          call->node().text),
      Say("写下级明细的名称(如 {0}(表彰.分值))，或加“在: 上级对象”，或加“各: 月”",
          "name records below ({0}(awards.points)), or add 'in: kind', or 'each: month'",
          call->node().text));
  return kNone;
}

ExprId ResolveAggregate(const Aggregate& aggregate, Call* call) {
  Builder& builder = call->builder();
  const Context& context = call->context();
  const bool has_each = call->Named("各", "each") != nullptr;
  const bool has_in = call->Named("在", "in") != nullptr;
  const KindId below = builder.MemberKind(call->node(), context);
  if (call->count() >= 2 && !has_each && !has_in && below == kNone) {
    return ResolveVariadic(aggregate, call);
  }
  if (!call->Count(1, 1)) return kNone;
  if (!has_each && !has_in && below == kNone) return NoDomain(call);
  Domain domain;
  Context inside = context;
  if (has_each) {
    const std::string_view name = call->Word("各", "each");
    domain.level = builder.FindLevel(name);
    domain.member = domain.scope = context.member;
    const std::string_view until = call->Word("至", "until");
    domain.to_date = until == "本期" || until == "now";
    if (!until.empty() && !domain.to_date) {
      builder.issues().Error("formula.unsettled", builder.PlaceOf(call->node()),
                             Say("“至:”只能是“本期”", "'until:' can only be 'now'"));
      return kNone;
    }
    // To date, the periods are the year's own; otherwise they divide the one at hand.
    const bool fits = domain.to_date
                          ? domain.level == context.level && domain.level != scheme::kYear
                          : domain.level != context.level;
    if (domain.level == kNone || !scheme::Divides(context.level, domain.level) || !fits) {
      builder.issues().Error(
          "formula.unknown-period", builder.PlaceOf(call->node()),
          Say("“各: {0}”不能用：这里每{1}算一次", "'each: {0}' does not work here, per {1}", name,
              builder.scheme().level(context.level).name));
      return kNone;
    }
    inside.level = domain.level;
  } else {
    if (!ReadScope(call, below != kNone ? below : context.member, &domain)) return kNone;
    inside = Builder::Inside(context, domain.member);
  }
  Expr expr;
  expr.op = Op::kAggregate;
  expr.function = aggregate.function;
  expr.kind = context.member;
  expr.level = context.level;
  expr.method = aggregate.zh;
  expr.place = builder.PlaceOf(call->node());
  const bool is_truth = aggregate.function == AggregateFunction::kAny ||
                        aggregate.function == AggregateFunction::kAll;
  const bool counts_rows = aggregate.function == AggregateFunction::kCount &&
                           call->At(0).kind == NodeKind::kName &&
                           builder.scheme().FindKind(call->At(0).text) == domain.member;
  ExprId body = kNone;
  if (counts_rows) {
    body = builder.Literal(Decimal::FromInteger(1), inside);
  } else {
    body = builder.Resolve(call->At(0), inside);
    if (body == kNone) return kNone;
    const bool any_type = aggregate.function == AggregateFunction::kCount;
    if (!any_type &&
        !builder.Expect(body, is_truth ? Type::kBoolean : Type::kNumber, call->At(0))) {
      return kNone;
    }
    if (any_type && builder.expr(body).type == Type::kBoolean) {
      // 计数(condition) counts the members for which it holds.
      domain.filter = body;
      body = builder.Literal(Decimal::FromInteger(1), inside);
    }
  }
  expr.args.push_back(body);
  if (const Node* weight = call->Named("权", "weight")) {
    expr.args.push_back(builder.ResolveAs(*weight, inside, Type::kNumber));
  }
  if (aggregate.function == AggregateFunction::kSumOfBest) {
    const Node* matter = call->Named("同项", "matter");
    if (matter == nullptr && !call->Require("同项", "matter", "事项名称")) return kNone;
    expr.args.push_back(builder.Resolve(*matter, inside));
    expr.drop_high = 1;
    if (!ReadCount(call, "取", "best", &expr.drop_high)) return kNone;
  }
  if (aggregate.function == AggregateFunction::kTrimmedMean) {
    if (!call->Require("去高", "drop_high", "1") || !call->Require("去低", "drop_low", "1") ||
        !ReadCount(call, "去高", "drop_high", &expr.drop_high) ||
        !ReadCount(call, "去低", "drop_low", &expr.drop_low)) {
      return kNone;
    }
  }
  const ExprId condition = domain.filter;
  domain.filter = kNone;
  if (!ReadConditions(call, inside, &domain)) return kNone;
  if (condition != kNone) {
    domain.filter = domain.filter == kNone ? condition
                                           : builder.Make(Op::kAnd, {domain.filter, condition},
                                                          inside, nullptr, Type::kBoolean);
  }
  for (const ExprId arg : expr.args) {
    if (arg == kNone) return kNone;
  }
  if (!call->Finish()) return kNone;
  if (is_truth) expr.type = Type::kBoolean;
  expr.domain = domain;
  return builder.Add(std::move(expr));
}

// 名次(x, 在: 镇, 并列: 跳号[, 次序: 低][, 若: …][, 按: …])
ExprId ResolveRank(Call* call) {
  Builder& builder = call->builder();
  if (!call->Count(1, 1)) return kNone;
  if (!call->Require("在", "in", "全体 或上级对象") ||
      !call->Require("并列", "ties", "跳号(1-2-2-4)、不跳号(1-2-2-3)、平均(1-2.5-2.5-4)")) {
    return kNone;
  }
  Expr expr;
  expr.op = Op::kRank;
  expr.kind = call->context().member;
  expr.level = call->context().level;
  expr.method = "名次";
  expr.place = builder.PlaceOf(call->node());
  const std::string_view ties = call->Word("并列", "ties");
  if (ties == "跳号" || ties == "skip") {
    expr.ties = scheme::Ties::kSkip;
  } else if (ties == "不跳号" || ties == "dense") {
    expr.ties = scheme::Ties::kDense;
  } else if (ties == "平均" || ties == "mean") {
    expr.ties = scheme::Ties::kMean;
  } else {
    builder.issues().Error(
        "formula.unsettled", builder.PlaceOf(call->node()),
        Say("“并列:”应是 跳号、不跳号 或 平均", "'ties:' is skip, dense or mean"));
    return kNone;
  }
  const std::string_view order = call->Word("次序", "order");
  expr.ascending = order == "低" || order == "ascending";
  if (!ReadScope(call, call->context().member, &expr.domain)) return kNone;
  expr.args.push_back(call->Number(0));
  if (expr.args[0] == kNone || !ReadConditions(call, call->context(), &expr.domain) ||
      !call->Finish()) {
    return kNone;
  }
  return builder.Add(std::move(expr));
}

// The number of places: 名额: n, or 比例: 20%, 取整: 向下[, 分母: condition].
ExprId QuotaPlaces(Call* call, const Domain& domain) {
  Builder& builder = call->builder();
  const Context& context = call->context();
  const Node* places = call->Named("名额", "places");
  const Node* share = call->Named("比例", "share");
  const Node* denominator = call->Named("分母", "denominator");
  if (places != nullptr) return call->Number(*places);
  if (share == nullptr) {
    call->Require("名额", "places", "名额: 数 或 比例: 20%");
    return kNone;
  }
  if (!call->Require("取整", "rounding", "向下、向上、四舍五入")) return kNone;
  if (!call->Require("分母", "denominator", "全体，或条件如 应参加 = 是")) return kNone;
  const std::string_view word = call->Word("取整", "rounding");
  Expr count;
  count.op = Op::kAggregate;
  count.function = AggregateFunction::kCount;
  count.kind = context.member;
  count.level = context.level;
  count.domain = domain;
  count.domain.filter = kNone;
  count.method = "计数";
  count.args = {builder.Literal(Decimal::FromInteger(1), context)};
  const bool everybody = denominator->kind == NodeKind::kName &&
                         (denominator->text == "全体" || denominator->text == "everybody");
  if (!everybody) {
    count.domain.filter = builder.ResolveAs(*denominator, context, Type::kBoolean);
    if (count.domain.filter == kNone) return kNone;
  }
  const ExprId number = builder.Make(
      Op::kMultiply, {call->Number(*share), builder.Add(std::move(count))}, context, &call->node());
  const ExprId id = builder.Make(Op::kRound, {number}, context, &call->node());
  if (id == kNone) return kNone;
  Expr& round = builder.scheme().exprs[static_cast<std::size_t>(id)];
  if (word == "向下" || word == "down" || word == "舍去") {
    round.rounding = Rounding::kDown;
  } else if (word == "向上" || word == "up" || word == "进一") {
    round.rounding = Rounding::kUp;
  } else if (word == "四舍五入" || word == "half_up") {
    round.rounding = Rounding::kHalfUp;
  } else {
    builder.issues().Error(
        "formula.unsettled", builder.PlaceOf(call->node()),
        Say("“取整:”应是 向下、向上 或 四舍五入", "'rounding:' is down, up or half_up"));
    return kNone;
  }
  round.method = "名额";
  return id;
}

// 入围(x, 比例: 20%, 取整: 向下, 分母: 全体, 在: 组, 并列: 不入[, 候选: …][, 按: …])
ExprId ResolveQuota(Call* call) {
  Builder& builder = call->builder();
  if (!call->Count(1, 1) || !call->Require("在", "in", "全体 或上级对象") ||
      !call->Require("并列", "ties", "不入(放不下的并列都不入)、全入(并列都入)")) {
    return kNone;
  }
  Expr expr;
  expr.op = Op::kWithinQuota;
  expr.type = Type::kBoolean;
  expr.kind = call->context().member;
  expr.level = call->context().level;
  expr.method = "入围";
  expr.place = builder.PlaceOf(call->node());
  const std::string_view ties = call->Word("并列", "ties");
  if (ties != "不入" && ties != "全入" && ties != "left_out" && ties != "whole") {
    builder.issues().Error("formula.unsettled", builder.PlaceOf(call->node()),
                           Say("“并列:”应是 不入 或 全入", "'ties:' is left_out or whole"));
    return kNone;
  }
  expr.quota_ties =
      ties == "全入" || ties == "whole" ? scheme::QuotaTies::kWhole : scheme::QuotaTies::kLeftOut;
  const std::string_view order = call->Word("次序", "order");
  expr.ascending = order == "低" || order == "ascending";
  if (!ReadScope(call, call->context().member, &expr.domain)) return kNone;
  expr.args.push_back(call->Number(0));
  if (expr.args[0] == kNone || !ReadConditions(call, call->context(), &expr.domain)) return kNone;
  if (const Node* candidates = call->Named("候选", "candidates")) {
    const ExprId chosen = builder.ResolveAs(*candidates, call->context(), Type::kBoolean);
    if (chosen == kNone) return kNone;
    expr.domain.filter = expr.domain.filter == kNone
                             ? chosen
                             : builder.Make(Op::kAnd, {expr.domain.filter, chosen}, call->context(),
                                            nullptr, Type::kBoolean);
  }
  expr.args.push_back(QuotaPlaces(call, expr.domain));
  if (expr.args[1] == kNone || !call->Finish()) return kNone;
  return builder.Add(std::move(expr));
}

// 分配(总额, 权数, 在: 村[, 若: …][, 位数: 2])
ExprId ResolveAllocate(Call* call) {
  Builder& builder = call->builder();
  if (!call->Count(2, 2) || !call->Require("在", "in", "全体 或上级对象")) return kNone;
  Expr expr;
  expr.op = Op::kAllocate;
  expr.kind = call->context().member;
  expr.level = call->context().level;
  expr.method = "分配";
  expr.place = builder.PlaceOf(call->node());
  expr.places = 2;
  if (!ReadCount(call, "位数", "places", &expr.places)) return kNone;
  expr.places = std::min(expr.places, Decimal::kScaleMax);
  if (!ReadScope(call, call->context().member, &expr.domain)) return kNone;
  expr.args = {call->Number(0), call->Number(1)};
  if (expr.args[0] == kNone || expr.args[1] == kNone ||
      !ReadConditions(call, call->context(), &expr.domain) || !call->Finish()) {
    return kNone;
  }
  return builder.Add(std::move(expr));
}

}  // namespace

bool IsAggregateName(std::string_view name) {
  return std::any_of(kAggregates.begin(), kAggregates.end(), [&](const Aggregate& aggregate) {
    return name == aggregate.zh || name == aggregate.en;
  });
}

bool ResolveAggregateCall(std::string_view name, Call* call, ExprId* result) {
  for (const Aggregate& aggregate : kAggregates) {
    if (name != aggregate.zh && name != aggregate.en) continue;
    *result = ResolveAggregate(aggregate, call);
    return true;
  }
  if (name == "名次" || name == "rank") {
    *result = ResolveRank(call);
  } else if (name == "入围" || name == "within_quota") {
    *result = ResolveQuota(call);
  } else if (name == "分配" || name == "allocate") {
    *result = ResolveAllocate(call);
  } else {
    return false;
  }
  return true;
}

}  // namespace kaogong::regulation::internal
