// SPDX-License-Identifier: Apache-2.0
#include "explain/trace.h"

#include <array>
#include <utility>

#include "explain/internal/tracer.h"

namespace kaogong::explain {

Explanation Explain(scoring::Reference& reference, scheme::FigureId figure, facts::Row row,
                    int period, const TraceOptions& options) {
  Explanation explanation;
  explanation.root = internal::Tracer(reference, options).Figure(figure, row, period, 0);
  if (!explanation.root.value.ok()) {
    internal::FindMissing(reference, figure, row, period, options, &explanation);
    if (explanation.root.reason.empty() && !explanation.causes.empty()) {
      explanation.root.reason = explanation.causes.front();
    }
  }
  return explanation;
}

Text NameOf(NodeKind kind) {
  switch (kind) {
    case NodeKind::kFigure:
      return {"数", "figure"};
    case NodeKind::kMethod:
      return {"计算", "method"};
    case NodeKind::kTable:
      return {"查表", "table"};
    case NodeKind::kBranch:
      return {"条件", "branch"};
    case NodeKind::kLimit:
      return {"限额", "limit"};
    case NodeKind::kRounding:
      return {"舍入", "rounding"};
    case NodeKind::kParts:
      return {"组成", "parts"};
    case NodeKind::kFallback:
      return {"替代", "fallback"};
    case NodeKind::kAggregate:
      return {"汇总", "aggregate"};
    case NodeKind::kGroup:
      return {"分组", "group"};
    case NodeKind::kMember:
      return {"成员", "member"};
    case NodeKind::kEffect:
      return {"效果", "effect"};
  }
  return {};
}

Text NameOf(TermRole role) {
  switch (role) {
    case TermRole::kFull:
      return {"满分", "full"};
    case TermRole::kActual:
      return {"实际", "actual"};
    case TermRole::kTarget:
      return {"目标", "target"};
    case TermRole::kRatio:
      return {"比率", "ratio"};
    case TermRole::kLimited:
      return {"计分比率", "limited_ratio"};
    case TermRole::kCap:
      return {"上限", "cap"};
    case TermRole::kFloor:
      return {"下限", "floor"};
    case TermRole::kSubject:
      return {"依据", "subject"};
    case TermRole::kLow:
      return {"下界", "low"};
    case TermRole::kHigh:
      return {"上界", "high"};
    case TermRole::kLowValue:
      return {"下界值", "low_value"};
    case TermRole::kHighValue:
      return {"上界值", "high_value"};
    case TermRole::kKey:
      return {"对应项", "key"};
    case TermRole::kResult:
      return {"取值", "result"};
    case TermRole::kBase:
      return {"底分", "base"};
    case TermRole::kSpan:
      return {"幅度", "span"};
    case TermRole::kWorst:
      return {"不允许值", "worst"};
    case TermRole::kBest:
      return {"满意值", "best"};
    case TermRole::kStep:
      return {"步长", "step"};
    case TermRole::kPart:
      return {"组成项", "part"};
    case TermRole::kChosen:
      return {"采用", "chosen"};
    case TermRole::kBefore:
      return {"原值", "before"};
    case TermRole::kTotal:
      return {"总额", "total"};
    case TermRole::kWeight:
      return {"权数", "weight"};
    case TermRole::kWeightSum:
      return {"权数之和", "weight_sum"};
    case TermRole::kShareExact:
      return {"未舍入份额", "share_exact"};
    case TermRole::kPlaces:
      return {"名额", "places"};
  }
  return {};
}

Text NameOf(Standing standing) {
  switch (standing) {
    case Standing::kStated:
      return {"已填报", "stated"};
    case Standing::kNotApplicable:
      return {"不适用", "not_applicable"};
    case Standing::kPending:
      return {"缺失，待定", "missing_pending"};
    case Standing::kZero:
      return {"缺失，按零计", "missing_zero"};
    case Standing::kExempt:
      return {"缺失，免计", "missing_exempt"};
  }
  return {};
}

Text NameOf(Alternative kind) {
  switch (kind) {
    case Alternative::kBand:
      return {"档", "band"};
    case Alternative::kBranch:
      return {"分支", "branch"};
    case Alternative::kGrade:
      return {"等次", "grade"};
    case Alternative::kLimit:
      return {"限额", "limit"};
    case Alternative::kVeto:
      return {"否决", "veto"};
    case Alternative::kException:
      return {"例外", "exception"};
    case Alternative::kPart:
      return {"组成项", "part"};
    case Alternative::kMember:
      return {"成员", "member"};
  }
  return {};
}

Text NameOf(Rounding rounding) {
  switch (rounding) {
    case Rounding::kHalfUp:
      return {"四舍五入", "half_up"};
    case Rounding::kHalfEven:
      return {"四舍六入", "half_even"};
    case Rounding::kDown:
      return {"舍去", "down"};
    case Rounding::kUp:
      return {"进一", "up"};
  }
  return {};
}

Text NameOfMethod(std::string_view method) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 43> kMethods{
      {{"按比例", "proportional"},
       {"按反比例", "inversely"},
       {"完成率", "completion"},
       {"增长率", "growth"},
       {"达标", "pass"},
       {"分段", "bands"},
       {"插值", "interpolate"},
       {"对照", "lookup"},
       {"功效系数", "efficacy"},
       {"每", "steps"},
       {"不超过", "at_most"},
       {"不低于", "at_least"},
       {"封顶", "cap"},
       {"保底", "floor"},
       {"较小", "smaller"},
       {"较大", "larger"},
       {"舍入", "round"},
       {"权重合计", "weighted"},
       {"绝对值", "abs"},
       {"平方根", "sqrt"},
       {"对数", "ln"},
       {"幂", "power"},
       {"如缺", "or_else"},
       {"缺", "missing"},
       {"天数", "days"},
       {"期号", "period_number"},
       {"上期", "previous"},
       {"合计", "sum"},
       {"平均", "mean"},
       {"计数", "count"},
       {"最大", "max"},
       {"最小", "min"},
       {"中位数", "median"},
       {"几何平均", "geometric mean"},
       {"标准差", "standard deviation"},
       {"差异系数", "coefficient of variation"},
       {"去极值平均", "trimmed mean"},
       {"合计最高", "sum of best"},
       {"任一", "any"},
       {"全部", "all"},
       {"名次", "rank"},
       {"入围", "within quota"},
       {"分配", "allocation"}}};
  for (const auto& [zh, en] : kMethods) {
    if (method == zh) return {std::string(zh), std::string(en)};
  }
  if (method == "若") return {"若", "if"};
  if (method == "等次") return {"等次", "grade"};
  if (method == "否决") return {"否决", "veto"};
  if (method == "例外") return {"例外", "exception"};
  return {std::string(method), std::string(method)};
}

}  // namespace kaogong::explain
