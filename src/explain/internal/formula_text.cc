// SPDX-License-Identifier: Apache-2.0
// Formulas as text, with and without the values put in.
#include "explain/internal/shape.h"
#include "explain/internal/wording.h"

namespace kaogong::explain::internal {

using scheme::Expr;
using scheme::Op;

namespace {

constexpr int kPiecesMax = 60;  // Names and numbers; what follows is written "…".
constexpr int kDepthMax = 40;
constexpr std::size_t kPartsMax = 12;

enum Precedence : int { kOr, kAnd, kCompare, kAdd, kMultiply, kUnary };

std::string_view SymbolOf(Op op) {
  switch (op) {
    case Op::kAdd:
      return " + ";
    case Op::kSubtract:
      return " - ";
    case Op::kMultiply:
      return " × ";
    case Op::kDivide:
      return " ÷ ";
    case Op::kEqual:
      return " = ";
    case Op::kUnequal:
      return " ≠ ";
    case Op::kLess:
      return " < ";
    case Op::kLessOrEqual:
      return " ≤ ";
    case Op::kGreater:
      return " > ";
    case Op::kGreaterOrEqual:
      return " ≥ ";
    case Op::kAnd:
      return " 且 ";
    case Op::kOr:
      return " 或 ";
    default:
      return {};
  }
}

Precedence PrecedenceOf(Op op) {
  switch (op) {
    case Op::kOr:
      return kOr;
    case Op::kAnd:
      return kAnd;
    case Op::kAdd:
    case Op::kSubtract:
      return kAdd;
    case Op::kMultiply:
    case Op::kDivide:
      return kMultiply;
    default:
      return kCompare;
  }
}

// The function's name where the author wrote none.
std::string_view FunctionName(const Expr& expr) {
  if (!expr.method.empty()) return expr.method;
  switch (expr.op) {
    case Op::kMinimum:
      return "较小";
    case Op::kMaximum:
      return "较大";
    case Op::kAbsolute:
      return "绝对值";
    case Op::kPower:
      return "幂";
    case Op::kSquareRoot:
      return "平方根";
    case Op::kLogarithm:
      return "对数";
    case Op::kRound:
      return "舍入";
    case Op::kSum:
    case Op::kPointsSum:
      return "合计";
    case Op::kMean:
      return "平均";
    case Op::kWeighted:
      return "权重合计";
    case Op::kCoalesce:
      return "如缺";
    case Op::kIsMissing:
      return "缺";
    case Op::kDays:
      return "天数";
    case Op::kWorkdays:
      return "工作日";
    case Op::kWorkdayAfter:
      return "工作日后";
    case Op::kPeriodOf:
      return "期号";
    case Op::kThisPeriod:
      return "本期号";
    case Op::kAggregate:
      return expr.function == scheme::AggregateFunction::kAny ? "任一" : "全部";
    default:
      return "…";
  }
}

std::string_view RoundingName(Rounding rounding) {
  switch (rounding) {
    case Rounding::kHalfUp:
      return "四舍五入";
    case Rounding::kHalfEven:
      return "四舍六入";
    case Rounding::kDown:
      return "舍去";
    case Rounding::kUp:
      return "进一";
  }
  return {};
}

}  // namespace

class FormulaWriter {
 public:
  FormulaWriter(Wording& wording, KindId home, bool with_values)
      : wording_(wording), home_(home), with_values_(with_values) {}

  void Write(Point at, int outer, bool is_top) {
    if (pieces_ >= kPiecesMax || depth_ >= kDepthMax) {
      if (!out_.ends_with("…")) out_ += "…";
      return;
    }
    ++depth_;
    const Expr& expr = wording_.expr(at.id);
    const bool is_wrapper = expr.op == Op::kSum && expr.args.size() == 1 && expr.method.empty();
    const std::string_view symbol = expr.method.empty() ? SymbolOf(expr.op) : std::string_view();
    if (IsTransparent(expr.op)) {
      WriteTransparent(expr, at);
    } else if (is_wrapper) {
      Write({expr.args[0], at.row, at.period}, outer, is_top);
    } else if (expr.op == Op::kPointsSum && expr.method.empty() && AddsUp(expr, at)) {
      WriteSum(expr, at, outer);
    } else if (!symbol.empty()) {
      WriteBinary(expr, symbol, at, outer);
    } else if (expr.op == Op::kNegate) {
      out_ += '-';
      Write({expr.args[0], at.row, at.period}, kUnary, false);
    } else if (expr.op == Op::kNot) {
      out_ += "非 ";
      Write({expr.args[0], at.row, at.period}, kUnary, false);
    } else if (WriteAtom(expr, at)) {
      if (with_values_ && expr.op != Op::kLiteral) WriteValue(at);
    } else if (with_values_ && !is_top) {
      // A step of its own: what it is, then what it came to.
      with_values_ = false;
      WriteShort(expr, at);
      with_values_ = true;
      WriteValue(at);
    } else {
      WriteCall(expr, at);
    }
    --depth_;
  }

  std::string Take() { return std::move(out_); }

 private:
  void WriteTransparent(const Expr& expr, Point at) {
    const bool had_values = with_values_;
    with_values_ = false;
    if (expr.op == Op::kPrevious) out_ += "上期(";
    Write({expr.args[0], at.row, at.period}, kUnary, false);
    if (expr.op == Op::kPrevious) out_ += ')';
    if (expr.op == Op::kAtPeriod) out_ += "[" + expr.text + "]";
    with_values_ = had_values;
    if (with_values_) WriteValue(at);
  }

  // True when the parts of an indicator tree simply add up, so that they may be written out.
  bool AddsUp(const Expr& expr, Point at) {
    const std::size_t count = expr.args.size() / 2;
    if (count > kPartsMax) return false;
    for (std::size_t i = 0; i < count && with_values_; ++i) {
      if (wording_.reference().Evaluate(expr.args[i], at.row, at.period).state == State::kExempt)
        return false;
    }
    return true;
  }

  void WriteSum(const Expr& expr, Point at, int outer) {
    const bool bracket = outer > kAdd;
    if (bracket) out_ += '(';
    for (std::size_t i = 0; i < expr.args.size() / 2; ++i) {
      if (i > 0) out_ += " + ";
      Write({expr.args[i], at.row, at.period}, kAdd, false);
    }
    if (bracket) out_ += ')';
  }

  // A step inside a calculation, whose own node says the rest.
  void WriteShort(const Expr& expr, Point at) {
    if (IsLimit(expr)) {
      const Point base{expr.args[0], at.row, at.period};
      const Expr& inner = wording_.expr(base.id);
      const bool is_plain = !SymbolOf(inner.op).empty() && inner.method.empty();
      if (!is_plain) return WriteAtom(inner, base) ? void() : WriteShort(inner, base);
    }
    if (expr.method == "完成率" || expr.method == "增长率") {
      out_ += expr.method;
    } else if (expr.method == "每") {
      out_ += "步数";
    } else if (expr.op == Op::kIf) {
      out_ += expr.method.empty() ? "条件取值" : expr.method;
    } else if ((expr.op == Op::kPointsSum || expr.op == Op::kWeighted) && expr.method.empty()) {
      out_ += "各项合计";
    } else {
      WriteCall(expr, at);
    }
  }

  void WriteBinary(const Expr& expr, std::string_view symbol, Point at, int outer) {
    const int own = PrecedenceOf(expr.op);
    const bool bracket = outer > own;
    if (bracket) out_ += '(';
    Write({expr.args[0], at.row, at.period}, own, false);
    out_ += symbol;
    // The right side of − and ÷ binds tighter.
    const bool tight = expr.op == Op::kSubtract || expr.op == Op::kDivide || own == kCompare;
    Write({expr.args[1], at.row, at.period}, own + (tight ? 1 : 0), false);
    if (bracket) out_ += ')';
  }

  void WriteValue(Point at) {
    const Text shown = wording_.ValueAt(at);
    out_ += ' ';
    out_ += shown.zh;
  }

  // Names and numbers. Returns false for anything else.
  bool WriteAtom(const Expr& expr, Point at) {
    switch (expr.op) {
      case Op::kLiteral:
        if (expr.text.empty() || (with_values_ && expr.text == "满分")) {
          out_ += wording_.ValueAt(at).zh;
        } else {
          out_ += expr.text;
        }
        break;
      case Op::kExempt:
        out_ += "不适用";
        break;
      case Op::kPending:
        out_ += "待定";
        break;
      case Op::kField:
        Qualify(expr.kind);
        out_ += wording_.scheme().field(expr.target).name;
        break;
      case Op::kFigure:
        Qualify(expr.kind);
        out_ += expr.text.empty() ? wording_.scheme().figure(expr.target).name : expr.text;
        break;
      case Op::kParameter:
        out_ += wording_.scheme().parameters[static_cast<std::size_t>(expr.target)].name;
        break;
      default:
        // A band of 累进 goes by its bounds.
        if (expr.method != "累进档") return false;
        out_ += expr.text;
    }
    ++pieces_;
    return true;
  }

  void Qualify(KindId kind) {
    if (kind != home_ && kind > 0) out_ += wording_.scheme().kind(kind).name + ".";
  }

  void WriteArgument(ExprId id, Point at, std::string_view label = {}) {
    if (id == kNone) return;
    if (!out_.ends_with('(')) out_ += ", ";
    if (!label.empty()) {
      out_ += label;
      out_ += ": ";
    }
    Write({id, at.row, at.period}, kOr, false);
  }

  void WriteWord(std::string_view label, std::string_view word) {
    out_ += out_.ends_with('(') ? "" : ", ";
    out_ += label;
    out_ += ": ";
    out_ += word;
  }

  void WriteCall(const Expr& expr, Point at) {
    if (expr.op == Op::kIf && expr.method != "达标") return WriteIf(expr, at);
    const bool is_table =
        expr.op == Op::kBands || expr.op == Op::kInterpolate || expr.op == Op::kLookup;
    // A table parameter is called by its own name.
    out_ += is_table && !expr.text.empty() ? std::string_view(expr.text) : FunctionName(expr);
    out_ += '(';
    if (const auto shape = AsProportional(wording_.scheme(), at.id)) {
      WriteArgument(shape->actual, at);
      WriteArgument(shape->target, at);
      WriteArgument(shape->cap, at, "封顶");
      WriteArgument(shape->floor, at, "保底");
      if (wording_.expr(shape->full).op != Op::kLiteral) WriteArgument(shape->full, at, "满分");
    } else if (const auto efficacy = AsEfficacy(wording_.scheme(), at.id)) {
      WriteArgument(efficacy->subject, at);
      WriteArgument(efficacy->worst, at, "不允许");
      WriteArgument(efficacy->best, at, "满意");
    } else if (const auto steps = AsSteps(wording_.scheme(), at.id)) {
      WriteArgument(steps->subject, at);
      WriteArgument(steps->step, at, "步长");
      WriteWord("计", !steps->rounding                      ? "连续"
                      : *steps->rounding == Rounding::kDown ? "足"
                                                            : "起");
    } else if (const auto ratio = AsRatio(wording_.scheme(), at.id)) {
      WriteArgument(ratio->now, at);
      WriteArgument(ratio->before, at);
    } else if (is_table) {
      WriteArgument(expr.args[0], at);
    } else if (expr.op == Op::kWeighted) {
      for (std::size_t i = 0; i < expr.args.size() / 2; ++i) {
        const std::string weight = wording_.Formula(expr.args[expr.args.size() / 2 + i]);
        WriteArgument(expr.args[i], at, weight);
      }
    } else if (expr.op == Op::kPointsSum) {
      for (std::size_t i = 0; i < expr.args.size() / 2; ++i) WriteArgument(expr.args[i], at);
    } else if (expr.op == Op::kAggregate || expr.op == Op::kRank || expr.op == Op::kWithinQuota ||
               expr.op == Op::kAllocate) {
      WriteOverMany(expr, at);
    } else {
      for (const ExprId arg : expr.args) {
        if (expr.op == Op::kIf && arg != expr.args[0]) break;
        WriteArgument(arg, at);
      }
      if (expr.op == Op::kRound) WriteRounding(expr);
      if (expr.op == Op::kPeriodOf) out_ += ", " + wording_.scheme().level(expr.target).name;
    }
    out_ += ')';
  }

  void WriteRounding(const Expr& expr) {
    out_ += ", " + std::to_string(expr.places) + "位, ";
    out_ += RoundingName(expr.rounding);
  }

  void WriteIf(const Expr& expr, Point at) {
    out_ += "若 ";
    Write({expr.args[0], at.row, at.period}, kOr, false);
    out_ += " 则 ";
    Write({expr.args[1], at.row, at.period}, kOr, false);
    out_ += " 否则 ";
    Write({expr.args[2], at.row, at.period}, kOr, false);
  }

  // Members differ, so that no values go in.
  void WriteOverMany(const Expr& expr, Point at) {
    const bool had_values = with_values_;
    with_values_ = false;
    const scheme::Domain& domain = expr.domain;
    const scheme::Scheme& scheme = wording_.scheme();
    const bool counts_rows = expr.op == Op::kAggregate &&
                             expr.function == scheme::AggregateFunction::kCount &&
                             wording_.expr(expr.args[0]).op == Op::kLiteral;
    if (counts_rows && domain.level == kNone) {
      out_ += scheme.kind(domain.member).name;
    } else if (!counts_rows) {
      WriteArgument(expr.args[0], at);
    }
    if (expr.op == Op::kWithinQuota) WriteArgument(expr.args[1], at, "名额");
    if (expr.op == Op::kAllocate) WriteArgument(expr.args[1], at);
    if (expr.op == Op::kAggregate && expr.args.size() > 1) {
      WriteArgument(expr.args[1], at,
                    expr.function == scheme::AggregateFunction::kSumOfBest ? "同项" : "权");
    }
    for (const ExprId condition : ConditionsOf(scheme, domain.filter))
      WriteArgument(condition, at, "若");
    WriteArgument(domain.key, at, "按");
    if (domain.level != kNone) {
      WriteWord("各", scheme.level(domain.level).name);
      if (domain.to_date) WriteWord("至", "本期");
    } else if (domain.scope != expr.kind) {
      WriteWord("在", scheme.kind(domain.scope).name);
    }
    if (expr.op == Op::kRank) {
      WriteWord("并列", expr.ties == scheme::Ties::kSkip    ? "跳号"
                        : expr.ties == scheme::Ties::kDense ? "不跳号"
                                                            : "平均");
      if (expr.ascending) WriteWord("次序", "低");
    }
    with_values_ = had_values;
  }

  Wording& wording_;
  KindId home_;
  bool with_values_;
  int pieces_ = 0;
  int depth_ = 0;
  std::string out_;
};

std::string Wording::Formula(ExprId id) {
  FormulaWriter writer(*this, expr(id).kind, false);
  writer.Write({id, 0, 0}, kOr, true);
  return writer.Take();
}

std::string Wording::Calculation(Point at) {
  FormulaWriter writer(*this, expr(at.id).kind, true);
  writer.Write(at, kOr, true);
  return writer.Take();
}

std::string Wording::ArmLabel(const Expr& table, const scheme::Arm& arm, Point at) {
  if (arm.low == kNone && arm.high == kNone) return "其余";
  const auto bound = [&](ExprId id) { return ValueAt({id, at.row, at.period}).zh; };
  if (table.op == Op::kLookup || table.op == Op::kInterpolate) return bound(arm.low);
  if (arm.low == arm.high) return "= " + bound(arm.low);
  if (arm.high == kNone) return (arm.closed_low ? "≥ " : "> ") + bound(arm.low);
  if (arm.low == kNone) return (arm.closed_high ? "≤ " : "< ") + bound(arm.high);
  return (arm.closed_low ? "[" : "(") + bound(arm.low) + ", " + bound(arm.high) +
         (arm.closed_high ? "]" : ")");
}

}  // namespace kaogong::explain::internal
