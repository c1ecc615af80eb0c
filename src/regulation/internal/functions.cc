// SPDX-License-Identifier: Apache-2.0
// The named functions of the language that work on one row: methods, tables, arithmetic, dates.
#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "base/utf8.h"
#include "regulation/internal/call.h"
#include "scheme/constant.h"

namespace kaogong::regulation::internal {

using formula::Node;
using formula::NodeKind;
using scheme::kNone;

Call::Call(Builder* builder, const Node& node, const Context& context)
    : builder_(builder), node_(node), context_(context) {
  for (const auto& argument : node.arguments) {
    if (!argument.label) positional_.push_back(argument.value.get());
  }
}

const Node* Call::Named(std::string_view zh, std::string_view en) {
  known_.insert(zh);
  known_.insert(en);
  for (const auto& argument : node_.arguments) {
    if (argument.label && argument.label->kind == NodeKind::kName &&
        (argument.label->text == zh || argument.label->text == en)) {
      return argument.value.get();
    }
  }
  return nullptr;
}

std::string_view Call::Word(std::string_view zh, std::string_view en) {
  const Node* value = Named(zh, en);
  if (value == nullptr) return {};
  if (value->kind == NodeKind::kName || value->kind == NodeKind::kText) return value->text;
  builder_->issues().Error("formula.word-expected", builder_->PlaceOf(*value),
                           Say("“{0}:”后面应是一个词", "a word must follow '{1}:'", zh, en));
  return "?";
}

bool Call::Require(std::string_view zh, std::string_view en, std::string_view choices) {
  if (Named(zh, en) != nullptr) return true;
  builder_->issues().Error(
      "formula.unsettled", builder_->PlaceOf(node_),
      Say("“{0}”没有说明“{1}”，办法必须定下来",
          "'{0}' leaves '{2}' unsettled; the regulation has to decide", node_.text, zh, en),
      Say("请加上“{0}: …”，可用：{2}", "add '{1}: …', one of: {2}", zh, en, choices));
  return false;
}

bool Call::Count(std::size_t min, std::size_t max) {
  if (count() >= min && count() <= max) return true;
  builder_->issues().Error(
      "formula.argument-count", builder_->PlaceOf(node_),
      Say("“{0}”要{1}个数，写了{2}个", "'{0}' takes {1} values, got {2}", node_.text,
          min == max  ? std::to_string(min)
          : max > 100 ? ">= " + std::to_string(min)
                      : fmt::format("{}-{}", min, max),
          count()));
  return false;
}

bool Call::Finish() {
  bool ok = true;
  for (const auto& argument : node_.arguments) {
    if (!argument.label) continue;
    if (argument.label->kind == NodeKind::kName && known_.count(argument.label->text) > 0) continue;
    std::string names;
    std::vector<std::string> all;
    for (const std::string_view name : known_) {
      names += (names.empty() ? "" : "、") + std::string(name);
      all.emplace_back(name);
    }
    kaogong::Text hint = builder_->Suggest(argument.label->text, [&] { return all; });
    if (hint.empty()) hint = Say("可用：{}", "use: {}", names);
    builder_->issues().Error("formula.unknown-label", builder_->PlaceOf(*argument.label),
                             Say("“{0}”没有“{1}:”这一项", "'{0}' has no argument '{1}:'",
                                 node_.text, argument.label->text),
                             std::move(hint));
    ok = false;
  }
  return ok;
}

ExprId Call::Number(std::size_t index) {
  return builder_->ResolveAs(At(index), context_, Type::kNumber);
}

namespace {

struct Function {
  std::string_view zh;
  std::string_view en;
  std::function<ExprId(Call*)> resolve;
};

ExprId Named(Builder& builder, ExprId id, std::string_view method, const Node& node) {
  if (id == kNone) return kNone;
  Expr& expr = builder.scheme().exprs[static_cast<std::size_t>(id)];
  expr.method = method;
  expr.place = builder.PlaceOf(node);
  return id;
}

ExprId Unary(Call* call, Op op, std::string_view method) {
  if (!call->Count(1, 1) || !call->Finish()) return kNone;
  return Named(call->builder(),
               call->builder().Make(op, {call->Number(0)}, call->context(), &call->node()), method,
               call->node());
}

ExprId Variadic(Call* call, Op op, std::string_view method) {
  if (!call->Count(1, 1000) || !call->Finish()) return kNone;
  std::vector<ExprId> args;
  for (std::size_t i = 0; i < call->count(); ++i) args.push_back(call->Number(i));
  return Named(call->builder(),
               call->builder().Make(op, std::move(args), call->context(), &call->node()), method,
               call->node());
}

std::optional<Rounding> RoundingWord(std::string_view word) {
  if (word == "四舍五入" || word == "half_up") return Rounding::kHalfUp;
  if (word == "四舍六入" || word == "half_even") return Rounding::kHalfEven;
  if (word == "舍去" || word == "向下" || word == "down") return Rounding::kDown;
  if (word == "进一" || word == "向上" || word == "up") return Rounding::kUp;
  return std::nullopt;
}

// 舍入(x, 2位, 四舍五入), 取整(x, 向下)
ExprId Round(Call* call, bool to_integer) {
  if (!call->Count(to_integer ? 1 : 2, to_integer ? 2 : 3) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  int places = 0;
  if (!to_integer) {
    const Node& digits = call->At(1);
    if (digits.kind != NodeKind::kNumber || digits.number.scale() != 0 ||
        digits.number.units() > Decimal::kScaleMax) {
      builder.issues().Error("formula.bad-places", builder.PlaceOf(digits),
                             Say("小数位数应为0到12", "decimal places must be 0 to 12"));
      return kNone;
    }
    places = static_cast<int>(digits.number.units());
  }
  const std::size_t word_at = to_integer ? 1 : 2;
  std::optional<Rounding> rounding = Rounding::kHalfUp;
  if (call->count() > word_at) rounding = RoundingWord(call->At(word_at).text);
  if (!rounding || (to_integer && call->count() < 2)) {
    builder.issues().Error("formula.unsettled", builder.PlaceOf(call->node()),
                           Say("要写明取整方式", "say how to round"),
                           Say("可用：四舍五入、四舍六入、舍去(向下)、进一(向上)",
                               "use half_up, half_even, down or up"));
    return kNone;
  }
  const ExprId id = builder.Make(Op::kRound, {call->Number(0)}, call->context(), &call->node());
  if (id == kNone) return kNone;
  builder.scheme().exprs[static_cast<std::size_t>(id)].places = places;
  builder.scheme().exprs[static_cast<std::size_t>(id)].rounding = *rounding;
  return Named(builder, id, "舍入", call->node());
}

// 每(x, 步长: s, 计: 连续|足|起): how many steps of s fit into x; nothing below zero.
ExprId Steps(Call* call) {
  Builder& builder = call->builder();
  if (!call->Count(1, 1) || !call->Require("步长", "step", "1, 1%, 1个百分点 …") ||
      !call->Require("计", "count", "连续 (12.5 → 12.5), 足 (12), 起 (13)")) {
    return kNone;
  }
  const Node* step = call->Named("步长", "step");
  const std::string_view mode = call->Word("计", "count");
  if (!call->Finish()) return kNone;
  const Context& context = call->context();
  ExprId id = builder.Make(Op::kMaximum, {call->Number(0), builder.Literal(Decimal(), context)},
                           context, &call->node());
  id = builder.Make(Op::kDivide, {id, call->Number(*step)}, context, &call->node());
  if (mode == "连续" || mode == "continuous") return Named(builder, id, "每", call->node());
  const bool down = mode == "足" || mode == "completed";
  if (!down && mode != "起" && mode != "started") {
    builder.issues().Error(
        "formula.unsettled", builder.PlaceOf(call->node()),
        Say("“计:”应是 连续、足 或 起", "'count:' is continuous, completed or started"));
    return kNone;
  }
  id = builder.Make(Op::kRound, {id}, context, &call->node());
  if (id == kNone) return kNone;
  builder.scheme().exprs[static_cast<std::size_t>(id)].rounding =
      down ? Rounding::kDown : Rounding::kUp;
  return Named(builder, id, "每", call->node());
}

// Limits a ratio to 封顶 and 保底 and multiplies it by 满分 (the indicator's own unless given).
ExprId Scaled(Call* call, ExprId ratio, std::string_view method) {
  Builder& builder = call->builder();
  const Context& context = call->context();
  const Node* cap = call->Named("封顶", "cap");
  const Node* floor = call->Named("保底", "floor");
  const Node* full = call->Named("满分", "full");
  if (!call->Finish()) return kNone;
  if (cap != nullptr) {
    ratio = Named(builder, builder.Make(Op::kMinimum, {ratio, call->Number(*cap)}, context, cap),
                  "封顶", *cap);
  }
  if (floor != nullptr) {
    ratio =
        Named(builder, builder.Make(Op::kMaximum, {ratio, call->Number(*floor)}, context, floor),
              "保底", *floor);
  }
  ExprId points = kNone;
  if (full != nullptr) {
    points = call->Number(*full);
  } else if (const auto own = builder.FullPoints(context.self)) {
    points = builder.Literal(*own, context);
  } else {
    builder.issues().Error("formula.no-full-points", builder.PlaceOf(call->node()),
                           Say("不在有分值的指标里，要写“满分: …”",
                               "outside an indicator with points, write 'full: …'"));
  }
  return Named(builder, builder.Make(Op::kMultiply, {points, ratio}, context, &call->node()),
               method, call->node());
}

// 按比例(实际, 目标, 封顶: 120%, 保底: 0): full points × actual ÷ target.
ExprId Proportional(Call* call, bool lower_is_better) {
  if (!call->Count(2, 2)) return kNone;
  const ExprId actual = call->Number(0);
  const ExprId target = call->Number(1);
  const ExprId ratio = call->builder().Make(
      Op::kDivide,
      lower_is_better ? std::vector<ExprId>{target, actual} : std::vector<ExprId>{actual, target},
      call->context(), &call->node());
  return Scaled(call, ratio, lower_is_better ? "按反比例" : "按比例");
}

// 功效系数(x, 不允许: a, 满意: b): 60 + 40 × (x − a) ÷ (b − a), on 100 points.
ExprId Efficacy(Call* call) {
  Builder& builder = call->builder();
  const Context& context = call->context();
  if (!call->Count(1, 1) || !call->Require("不允许", "worst", "a number") ||
      !call->Require("满意", "best", "a number")) {
    return kNone;
  }
  const ExprId x = call->Number(0);
  const ExprId worst = call->Number(*call->Named("不允许", "worst"));
  const ExprId best = call->Number(*call->Named("满意", "best"));
  const Node* base_node = call->Named("底分", "base");
  const Node* span_node = call->Named("幅度", "span");
  if (!call->Finish()) return kNone;
  const ExprId base = base_node != nullptr ? call->Number(*base_node)
                                           : builder.Literal(Decimal::FromInteger(60), context);
  const ExprId span = span_node != nullptr ? call->Number(*span_node)
                                           : builder.Literal(Decimal::FromInteger(40), context);
  const auto make = [&](Op op, ExprId a, ExprId b) {
    return builder.Make(op, {a, b}, context, &call->node());
  };
  const ExprId ratio =
      make(Op::kDivide, make(Op::kSubtract, x, worst), make(Op::kSubtract, best, worst));
  return Named(builder, make(Op::kAdd, base, make(Op::kMultiply, span, ratio)), "功效系数",
               call->node());
}

// 增长率(本期, 基期): (a − b) ÷ |b|.
ExprId Growth(Call* call) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  const ExprId now = call->Number(0);
  const ExprId before = call->Number(1);
  const ExprId change = builder.Make(Op::kSubtract, {now, before}, call->context(), &call->node());
  const ExprId size = builder.Make(Op::kAbsolute, {before}, call->context(), &call->node());
  return Named(builder, builder.Make(Op::kDivide, {change, size}, call->context(), &call->node()),
               "增长率", call->node());
}

// 达标(condition[, 否则: points]): full points when it holds.
ExprId PassPoints(Call* call) {
  Builder& builder = call->builder();
  if (!call->Count(1, 1)) return kNone;
  const Node* otherwise = call->Named("否则", "otherwise");
  if (!call->Finish()) return kNone;
  const ExprId condition = builder.ResolveAs(call->At(0), call->context(), Type::kBoolean);
  const auto full = builder.FullPoints(call->context().self);
  if (!full) {
    builder.issues().Error(
        "formula.no-full-points", builder.PlaceOf(call->node()),
        Say("“达标”只能用在有分值的指标里", "'pass' works only inside an indicator with points"));
    return kNone;
  }
  const ExprId no =
      otherwise != nullptr ? call->Number(*otherwise) : builder.Literal(Decimal(), call->context());
  return Named(builder,
               builder.Make(Op::kIf, {condition, builder.Literal(*full, call->context()), no},
                            call->context(), &call->node()),
               "达标", call->node());
}

// 权重合计(30%: a, 70%: b): the weights must add up to 100 %; exempt parts are re-weighted.
ExprId WeightedSum(Call* call) {
  Builder& builder = call->builder();
  std::vector<ExprId> values;
  std::vector<ExprId> weights;
  Rational sum;
  bool constant = true;
  for (const auto& argument : call->node().arguments) {
    if (!argument.label) {
      builder.issues().Error(
          "formula.weight-missing", builder.PlaceOf(*argument.value),
          Say("每一项要写权重，如 30%: 得分", "every part needs a weight, such as 30%: score"));
      return kNone;
    }
    weights.push_back(builder.ResolveAs(*argument.label, call->context(), Type::kNumber));
    values.push_back(builder.ResolveAs(*argument.value, call->context(), Type::kNumber));
    const auto weight = scheme::ConstantValue(builder.scheme(), weights.back());
    constant = constant && weight.has_value();
    if (weight) sum += *weight;
  }
  if (values.empty()) return call->Count(1, 1000) ? kNone : kNone;
  if (constant && sum != Rational(1)) {
    builder.issues().Error("formula.weights-sum", builder.PlaceOf(call->node()),
                           Say("权重之和是 {}，应为 1(100%)",
                               "the weights add up to {}, not to 1 (100%)", sum.ToString()));
    return kNone;
  }
  values.insert(values.end(), weights.begin(), weights.end());
  return Named(builder,
               builder.Make(Op::kWeighted, std::move(values), call->context(), &call->node()),
               "权重合计", call->node());
}

ExprId Coalesce(Call* call) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  const ExprId value = builder.Resolve(call->At(0), call->context());
  const ExprId fallback = builder.Resolve(call->At(1), call->context());
  if (value == kNone || !builder.Expect(fallback, builder.expr(value).type, call->At(1)))
    return kNone;
  return Named(builder,
               builder.Make(Op::kCoalesce, {value, fallback}, call->context(), &call->node(),
                            builder.expr(value).type),
               "如缺", call->node());
}

ExprId IsMissing(Call* call) {
  if (!call->Count(1, 1) || !call->Finish()) return kNone;
  return call->builder().Make(Op::kIsMissing,
                              {call->builder().Resolve(call->At(0), call->context())},
                              call->context(), &call->node(), Type::kBoolean);
}

ExprId Days(Call* call) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  const ExprId from = builder.ResolveAs(call->At(0), call->context(), Type::kDate);
  const ExprId to = builder.ResolveAs(call->At(1), call->context(), Type::kDate);
  return Named(builder, builder.Make(Op::kDays, {from, to}, call->context(), &call->node()), "天数",
               call->node());
}

// 工作日(from, to): working days after the first day up to the second; 工作日后(from, n): the n-th
// working day after a day.
ExprId Workday(Call* call, bool is_after) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  const ExprId from = builder.ResolveAs(call->At(0), call->context(), Type::kDate);
  const ExprId second =
      builder.ResolveAs(call->At(1), call->context(), is_after ? Type::kNumber : Type::kDate);
  if (!builder.CheckCalendar(call->node())) return kNone;
  return Named(builder,
               builder.Make(is_after ? Op::kWorkdayAfter : Op::kWorkdays, {from, second},
                            call->context(), &call->node(), is_after ? Type::kDate : Type::kNumber),
               is_after ? "工作日后" : "工作日", call->node());
}

// 日期("2012-03-31")
ExprId DateLiteral(Call* call) {
  if (!call->Count(1, 1) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  const auto date = builder.ReadDate(call->node());
  if (!date) return kNone;
  const ExprId id =
      builder.Literal(Decimal::FromInteger(date->days_since_epoch()), call->context());
  builder.scheme().exprs[static_cast<std::size_t>(id)].type = Type::kDate;
  return id;
}

// 期号(date, 月)
ExprId PeriodNumber(Call* call) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  const ExprId date = builder.ResolveAs(call->At(0), call->context(), Type::kDate);
  const LevelId level = builder.FindLevel(call->At(1).text);
  if (level == kNone || level > scheme::kDay) {
    builder.issues().Error(
        "formula.unknown-period", builder.PlaceOf(call->At(1)),
        Say("应是 半年、季、月、周 或 日", "use half, quarter, month, week or day"));
    return kNone;
  }
  const ExprId id = builder.Make(Op::kPeriodOf, {date}, call->context(), &call->node());
  if (id != kNone) builder.scheme().exprs[static_cast<std::size_t>(id)].target = level;
  return Named(builder, id, "期号", call->node());
}

// 本期号(): number of the period being computed, from 0.
ExprId ThisPeriod(Call* call) {
  if (!call->Count(0, 0) || !call->Finish()) return kNone;
  return Named(call->builder(),
               call->builder().Make(Op::kThisPeriod, {}, call->context(), &call->node()), "本期号",
               call->node());
}

ExprId Previous(Call* call) {
  if (!call->Count(1, 1) || !call->Finish()) return kNone;
  Builder& builder = call->builder();
  if (call->context().level == scheme::kYear) {
    builder.issues().Error(
        "formula.no-period", builder.PlaceOf(call->node()),
        Say("这里每年算一次，没有上一期", "this is computed per year: there is no period before"),
        Say("用“每月”等声明它，或写 x.上年 作为数据",
            "declare it 'per month', or take last year's as data"));
    return kNone;
  }
  const ExprId value = builder.Resolve(call->At(0), call->context());
  if (value == kNone) return kNone;
  return Named(builder,
               builder.Make(Op::kPrevious, {value}, call->context(), &call->node(),
                            builder.expr(value).type),
               "上期", call->node());
}

ExprId Power(Call* call) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  return Named(call->builder(),
               call->builder().Make(Op::kPower, {call->Number(0), call->Number(1)}, call->context(),
                                    &call->node()),
               "幂", call->node());
}

ExprId Ratio(Call* call) {
  if (!call->Count(2, 2) || !call->Finish()) return kNone;
  return Named(call->builder(),
               call->builder().Make(Op::kDivide, {call->Number(0), call->Number(1)},
                                    call->context(), &call->node()),
               "完成率", call->node());
}

// 累进(x, [0, 10]: 3%, (10, 30]: 5%, (30, +∞): 8%): each part of x at the rate of its band. The
// bands follow one another; what lies outside them counts nothing.
ExprId Progressive(Call* call) {
  Builder& builder = call->builder();
  const Context& context = call->context();
  if (!call->Count(1, 1)) return kNone;
  const ExprId x = call->Number(0);
  std::vector<ExprId> parts;
  const Node* before = nullptr;
  for (const auto& argument : call->node().arguments) {
    if (!argument.label) continue;
    const Node& label = *argument.label;
    const bool is_interval = label.kind == NodeKind::kInterval && label.operands[0];
    const bool follows =
        before == nullptr || (is_interval && before->operands[1] &&
                              before->operands[1]->number == label.operands[0]->number);
    if (!is_interval || !follows) {
      builder.issues().Error(
          "formula.band-expected", builder.PlaceOf(label),
          Say("累进各档要写成区间，一档接一档", "write the bands as intervals, one after the other"),
          Say("如 [0, 10]: 3%, (10, 30]: 5%, (30, +∞): 8%",
              "such as [0, 10]: 3%, (10, 30]: 5%, (30, +∞): 8%"));
      return kNone;
    }
    before = &label;
    const ExprId low = call->Number(*label.operands[0]);
    ExprId top = builder.Make(Op::kMaximum, {x, low}, context, &label);
    if (label.operands[1])
      top = builder.Make(Op::kMinimum, {top, call->Number(*label.operands[1])}, context, &label);
    const ExprId part =
        Named(builder, builder.Make(Op::kSubtract, {top, low}, context, &label), "累进档", label);
    if (part != kNone) {
      builder.scheme().exprs[static_cast<std::size_t>(part)].text =
          label.operands[1] ? label.operands[0]->text + "至" + label.operands[1]->text + "部分"
                            : "超过" + label.operands[0]->text + "部分";
    }
    parts.push_back(
        builder.Make(Op::kMultiply, {call->Number(*argument.value), part}, context, &label));
  }
  if (parts.empty()) {
    builder.issues().Error("formula.argument-count", builder.PlaceOf(call->node()),
                           Say("表是空的", "the table is empty"));
    return kNone;
  }
  return Named(builder, builder.Make(Op::kSum, std::move(parts), context, &call->node()), "累进",
               call->node());
}

// 分段(x, …), 插值(x, …), 对照(x, …)
ExprId Table(Call* call, std::string_view function) {
  if (call->count() < 1) {
    call->Count(1, 1);
    return kNone;
  }
  Builder& builder = call->builder();
  const ExprId subject = builder.Resolve(call->At(0), call->context());
  if (subject == kNone) return kNone;
  return builder.ResolveTable(call->node(), function, subject, 1, call->context());
}

const std::vector<Function>& Functions() {
  static const std::vector<Function> kFunctions{
      {"较小", "smaller", [](Call* call) { return Variadic(call, Op::kMinimum, "较小"); }},
      {"较大", "larger", [](Call* call) { return Variadic(call, Op::kMaximum, "较大"); }},
      {"不超过", "at_most", [](Call* call) { return Variadic(call, Op::kMinimum, "不超过"); }},
      {"不低于", "at_least", [](Call* call) { return Variadic(call, Op::kMaximum, "不低于"); }},
      {"绝对值", "abs", [](Call* call) { return Unary(call, Op::kAbsolute, "绝对值"); }},
      {"平方根", "sqrt", [](Call* call) { return Unary(call, Op::kSquareRoot, "平方根"); }},
      {"对数", "ln", [](Call* call) { return Unary(call, Op::kLogarithm, "对数"); }},
      {"幂", "power", Power},
      {"舍入", "round", [](Call* call) { return Round(call, false); }},
      {"取整", "integer", [](Call* call) { return Round(call, true); }},
      {"每", "steps", Steps},
      {"按比例", "proportional", [](Call* call) { return Proportional(call, false); }},
      {"按反比例", "inversely", [](Call* call) { return Proportional(call, true); }},
      {"功效系数", "efficacy", Efficacy},
      {"增长率", "growth", Growth},
      {"完成率", "completion", Ratio},
      {"达标", "pass", PassPoints},
      {"权重合计", "weighted", WeightedSum},
      {"如缺", "or_else", Coalesce},
      {"缺", "missing", IsMissing},
      {"天数", "days", Days},
      {"工作日", "workdays", [](Call* call) { return Workday(call, false); }},
      {"工作日后", "workday_after", [](Call* call) { return Workday(call, true); }},
      {"日期", "date", DateLiteral},
      {"期号", "period_number", PeriodNumber},
      {"上期", "previous", Previous},
      {"本期号", "this_period", ThisPeriod},
      {"累进", "progressive", Progressive},
      {"分段", "bands", [](Call* call) { return Table(call, "分段"); }},
      {"插值", "interpolate", [](Call* call) { return Table(call, "插值"); }},
      {"对照", "lookup", [](Call* call) { return Table(call, "对照"); }},
  };
  return kFunctions;
}

constexpr std::array<std::string_view, 38> kAggregateNames{"合计",       "sum",
                                                           "平均",       "mean",
                                                           "计数",       "count",
                                                           "最大",       "max",
                                                           "最小",       "min",
                                                           "中位数",     "median",
                                                           "几何平均",   "geometric_mean",
                                                           "标准差",     "stddev",
                                                           "差异系数",   "cv",
                                                           "去极值平均", "trimmed_mean",
                                                           "合计最高",   "sum_of_best",
                                                           "任一",       "any",
                                                           "全部",       "all",
                                                           "名次",       "rank",
                                                           "入围",       "within_quota",
                                                           "分配",       "allocate"};

}  // namespace

bool Builder::CheckCalendar(const Node& node) {
  if (scheme_.calendar.HasYear(scheme_.year) || std::exchange(has_asked_for_calendar_, true)) {
    return true;
  }
  if (scheme_.calendar.empty()) {
    issues_.Error("formula.no-calendar", PlaceOf(node),
                  Say("没有工作日历，算不出工作日", "there is no calendar of working days"),
                  Say("在文首写“共用: workdays”，或在 params/ 下放一份工作日历",
                      "write 'shared: workdays' in the header, or put a calendar into params/"));
    return false;
  }
  issues_.Warning(
      "formula.calendar-year", PlaceOf(node),
      Say("工作日历没有 {} 年，用到这一年的结果待定",
          "the calendar of working days lacks {}; what needs it is pending", scheme_.year),
      Say("放假安排公布后，在工作日历里补上这一年",
          "add the year to the calendar when its holidays are published"));
  return true;
}

std::optional<Date> Builder::ReadDate(const Node& call) {
  const bool is_text = call.arguments.size() == 1 && !call.arguments[0].label &&
                       call.arguments[0].value->kind == NodeKind::kText;
  if (is_text) {
    const auto date = Date::ParseLenient(call.arguments[0].value->text);
    if (date.ok()) return date.value();
  }
  issues_.Error("formula.bad-date", PlaceOf(is_text ? *call.arguments[0].value : call),
                Say("日期要写成 日期(\"2012-03-31\")", "write date(\"2012-03-31\")"));
  return std::nullopt;
}

ExprId Builder::ResolveTableCall(TableParameter* table, Call* call) {
  table->is_used = true;
  if (!call->Count(1, 1) || !call->Finish()) return kNone;
  const Node& node = call->node();
  const TableParameter::Version* version = nullptr;
  for (const auto& candidate : table->versions) {
    if (!candidate.from || *candidate.from <= as_of()) version = &candidate;
  }
  if (version == nullptr || version->table == nullptr) {
    issues_.Error("formula.parameter-not-in-force", PlaceOf(node),
                  Say("参数“{}”在 {} 没有有效的值", "parameter '{}' has no value in force on {}",
                      node.text, as_of().ToString()));
    return kNone;
  }
  const ExprId subject = Resolve(call->At(0), call->context());
  if (subject == kNone) return kNone;
  const Place* const outer = std::exchange(table_place_, &version->place);
  const ExprId id =
      ResolveTable(*version->table, version->table->text, subject, 0, call->context());
  table_place_ = outer;
  if (id != kNone) scheme_.exprs[static_cast<std::size_t>(id)].text = node.text;
  return id;
}

ExprId Builder::ResolveCall(const Node& node, const Context& context) {
  Call call(this, node, context);
  ExprId result = kNone;
  if (ResolveAggregateCall(node.text, &call, &result)) return result;
  for (const Function& function : Functions()) {
    if (function.zh == node.text || function.en == node.text) return function.resolve(&call);
  }
  if (TableParameter* table = FindTable(node.text)) return ResolveTableCall(table, &call);
  issues_.Error("formula.unknown-function", PlaceOf(node),
                Say("没有函数“{}”", "there is no function '{}'", node.text),
                Suggest(node.text, [&] {
                  std::vector<std::string> known;
                  for (const Function& function : Functions()) {
                    known.emplace_back(function.zh);
                    known.emplace_back(function.en);
                  }
                  for (const std::string_view name : kAggregateNames) {
                    if (!name.empty()) known.emplace_back(name);
                  }
                  for (const TableParameter& table : tables_) known.push_back(table.name);
                  return known;
                }));
  return kNone;
}

namespace {

// One-sided bounds read from the first to the last, like ≥95: …, ≥85: …, 其余: …; each arm gets
// what the arms before it left over.
class BandReader {
 public:
  BandReader(Builder* builder, const Context& context, Type subject)
      : builder_(builder), context_(context), subject_(subject) {}

  bool Read(const formula::Argument& argument, std::vector<scheme::Arm>* arms) {
    scheme::Arm arm;
    const Node& label = *argument.label;
    if (seen_else_) {
      builder_->issues().Error(
          "formula.unreachable", builder_->PlaceOf(label),
          Say("“其余”之后的一段永远到不了", "bands after 'else' can never be reached"));
      return false;
    }
    if (label.kind == NodeKind::kElse) {
      seen_else_ = true;
    } else if (label.kind == NodeKind::kInterval) {
      if (label.operands[0]) arm.low = Bound(*label.operands[0]);
      if (label.operands[1]) arm.high = Bound(*label.operands[1]);
      if ((label.operands[0] && arm.low == kNone) || (label.operands[1] && arm.high == kNone))
        return false;
      arm.closed_low = label.text[0] == '[';
      arm.closed_high = label.text[1] == ']';
    } else if (label.kind == NodeKind::kCompareArm) {
      const ExprId bound = Bound(*label.operands[0]);
      if (bound == kNone) return false;
      if (label.text == ">=" || label.text == ">") {
        arm.low = bound;
        arm.closed_low = label.text == ">=";
      } else if (label.text == "<=" || label.text == "<") {
        arm.high = bound;
        arm.closed_high = label.text == "<=";
      } else {
        arm.low = arm.high = bound;
        arm.closed_low = arm.closed_high = true;
      }
    } else {
      builder_->issues().Error(
          "formula.band-expected", builder_->PlaceOf(label),
          Say("每段要写成 ≥95: 分 或 [85, 95): 分 或 其余: 分",
              "write a band as >=95: points, [85, 95): points or else: points"));
      return false;
    }
    arms->push_back(arm);
    return true;
  }

 private:
  ExprId Bound(const Node& node) { return builder_->ResolveAs(node, context_, subject_); }

  Builder* builder_;
  const Context& context_;
  Type subject_;
  bool seen_else_ = false;
};

}  // namespace

ExprId Builder::ResolveTable(const Node& table, std::string_view function, ExprId subject,
                             std::size_t first_argument, const Context& context) {
  Expr expr;
  expr.kind = context.member;
  expr.level = context.level;
  expr.args = {subject};
  expr.place = PlaceOf(table);
  const bool is_bands = function == "分段" || function == "bands";
  const bool is_points = function == "插值" || function == "interpolate";
  const bool is_lookup = function == "对照" || function == "lookup";
  if (!is_bands && !is_points && !is_lookup) {
    issues_.Error("rule.bad-parameter", PlaceOf(table),
                  Say("参数表只能是 分段、插值 或 对照",
                      "a parameter table is bands, interpolate or lookup"));
    return kNone;
  }
  expr.op = is_bands ? Op::kBands : is_points ? Op::kInterpolate : Op::kLookup;
  expr.method = is_bands ? "分段" : is_points ? "插值" : "对照";
  const Type subject_type = scheme_.expr(subject).type;
  if (!is_lookup && subject_type != Type::kDate && !Expect(subject, Type::kNumber, table))
    return kNone;
  BandReader bands(this, context, subject_type);
  Type type = Type::kNumber;
  bool has_type = false;
  for (std::size_t i = first_argument; i < table.arguments.size(); ++i) {
    const formula::Argument& argument = table.arguments[i];
    if (!argument.label) {
      issues_.Error("formula.band-expected", PlaceOf(*argument.value),
                    Say("每一项要写成“条件: 值”", "write each item as 'condition: value'"));
      return kNone;
    }
    if (is_bands) {
      if (!bands.Read(argument, &expr.arms)) return kNone;
    } else {
      scheme::Arm arm;
      if (argument.label->kind != NodeKind::kElse) {
        arm.low = ResolveBeside(*argument.label, subject, context);
        if (!Expect(arm.low, subject_type, *argument.label)) return kNone;
        scheme_.exprs[static_cast<std::size_t>(arm.low)].place = PlaceOf(*argument.label);
      }
      expr.arms.push_back(arm);
    }
    scheme::Arm& arm = expr.arms.back();
    arm.value = Resolve(*argument.value, context);
    if (arm.value == kNone) return kNone;
    if (IsWithoutValue(arm.value)) continue;
    if (has_type && !Expect(arm.value, type, *argument.value)) return kNone;
    type = scheme_.expr(arm.value).type;
    has_type = true;
  }
  if (expr.arms.empty()) {
    issues_.Error("formula.argument-count", PlaceOf(table), Say("表是空的", "the table is empty"));
    return kNone;
  }
  if (is_points) {
    for (std::size_t i = 0; i < expr.arms.size(); ++i) {
      if (expr.arms[i].low == kNone) {
        issues_.Error("formula.band-expected", PlaceOf(table),
                      Say("插值不能写“其余”，两端以外取端点的值",
                          "interpolate has no 'else': beyond the ends the end values count"));
        return kNone;
      }
    }
    const auto first = scheme::ConstantValue(scheme_, expr.arms.front().low);
    const auto last = scheme::ConstantValue(scheme_, expr.arms.back().low);
    if (first && last && *first > *last) std::reverse(expr.arms.begin(), expr.arms.end());
    for (std::size_t i = 1; i < expr.arms.size(); ++i) {
      const auto before = scheme::ConstantValue(scheme_, expr.arms[i - 1].low);
      const auto after = scheme::ConstantValue(scheme_, expr.arms[i].low);
      if (before && after && *before >= *after) {
        issues_.Error("formula.not-ascending", PlaceOf(table),
                      Say("插值各点要从大到小或从小到大",
                          "the points of interpolate must ascend or descend"));
        return kNone;
      }
    }
  }
  expr.type = type;
  return Add(std::move(expr));
}

}  // namespace kaogong::regulation::internal
