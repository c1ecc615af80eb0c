// SPDX-License-Identifier: Apache-2.0
#include "document/internal/excel_formula.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/date.h"

namespace kaogong::document {

using facts::Row;
using scheme::Expr;
using scheme::kNone;
using scheme::Op;
using scheme::Type;
using scoring::State;
using scoring::Value;

namespace {

constexpr std::size_t kFormulaMax = 8000;  // Characters; a spreadsheet allows 8,192.
constexpr int kDepthMax = 60;              // Levels of brackets; a spreadsheet allows 64.
constexpr std::size_t kStepFrom =
    700;  // Characters from which a part stands in a column of its own.

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char byte : text) {
    if (byte == '"') quoted += '"';
    quoted += byte;
  }
  return quoted + "\"";
}

const char* SignOf(Op op) {
  switch (op) {
    case Op::kEqual:
      return "=";
    case Op::kUnequal:
      return "<>";
    case Op::kLess:
      return "<";
    case Op::kLessOrEqual:
      return "<=";
    case Op::kGreater:
      return ">";
    case Op::kGreaterOrEqual:
      return ">=";
    case Op::kAdd:
      return "+";
    case Op::kSubtract:
      return "-";
    case Op::kMultiply:
      return "*";
    case Op::kDivide:
      return "/";
    case Op::kPower:
      return "^";
    default:
      return "";
  }
}

bool IsComparison(Op op) {
  return op == Op::kEqual || op == Op::kUnequal || op == Op::kLess || op == Op::kLessOrEqual ||
         op == Op::kGreater || op == Op::kGreaterOrEqual;
}

// Products and quotients are rounded to 12 places before they are compared or rounded again: binary
// arithmetic leaves dust there, and half a cent must not fall on the wrong side of it.
std::string Clean(const std::string& formula) { return "ROUND(" + formula + ",10)"; }

}  // namespace

FormulaWriter::FormulaWriter(const ComputedResult& result, SheetPlan* plan)
    : result_(result), plan_(*plan), reference_(result.scheme, result.facts) {
  reference_.AdoptAll(result.outcome);
}

std::optional<std::string> FormulaWriter::Refuse(Text why) {
  if (why_.empty()) why_ = std::move(why);
  return std::nullopt;
}

std::optional<std::string> FormulaWriter::Write(scheme::FigureId figure, Row row, int period) {
  why_ = {};
  const Expr& root = expr(result_.scheme.figure(figure).expr);
  if (!reference_.Figure(figure, row, period).ok()) return std::nullopt;
  const auto id = result_.scheme.figure(figure).expr;
  auto formula = root.type == Type::kBoolean ? Condition(id, row, period) : Number(id, row, period);
  if (formula && root.type == Type::kBoolean) formula = "IF(" + *formula + ",1,0)";
  if (formula && formula->size() > kFormulaMax)
    return Refuse({"公式过长", "the formula is too long"});
  return formula;
}

bool FormulaWriter::LeavesDust(scheme::FigureId figure) const {
  switch (expr(result_.scheme.figure(figure).expr).op) {
    case Op::kRound:
    case Op::kField:
    case Op::kFigure:
    case Op::kLiteral:
    case Op::kParameter:
    case Op::kRank:
    case Op::kWithinQuota:
    case Op::kAllocate:
      return false;
    default:
      return true;
  }
}

std::string FormulaWriter::Constant(const Value& value, Type type) const {
  if (type == Type::kText) {
    const auto at = value.number.ToInteger(Rounding::kDown).value_or(0);
    return Quoted(result_.facts.texts[static_cast<std::size_t>(at)]);
  }
  if (type == Type::kDate) return SpreadsheetDigits(value.number + Rational(kExcelEpoch));
  const std::string digits = SpreadsheetDigits(value.number);
  return digits.starts_with('-') ? "(" + digits + ")" : digits;
}

std::optional<std::string> FormulaWriter::Number(Id id, Row row, int period) {
  const Expr& at = expr(id);
  if (at.type == Type::kBoolean) {
    auto condition = Condition(id, row, period);
    if (condition) return "IF(" + *condition + ",1,0)";
    return std::nullopt;
  }
  auto whole = Whole(id, row, period);
  if (!whole || depth_ == 0 || whole->size() < kStepFrom) return whole;
  return StepCellOf(id, row, period);
}

// What is long stands in a column of its own, once, and is referred to.
std::optional<std::string> FormulaWriter::StepCellOf(Id id, Row row, int period) {
  const auto place = StepOf(id, period, false, "中间值");
  return place ? std::optional(plan_.Cell(expr(id).kind, *place, row)) : std::nullopt;
}

std::optional<std::string> FormulaWriter::Whole(Id id, Row row, int period) {
  if (++depth_ > kDepthMax) {
    --depth_;
    return Refuse({"公式层次过深", "the formula nests too deep"});
  }
  auto plain = Plain(id, row, period);
  --depth_;
  return plain;
}

std::optional<std::string> FormulaWriter::Condition(Id id, Row row, int period) {
  ++depth_;
  auto whole = WholeCondition(id, row, period);
  --depth_;
  if (!whole || depth_ == 0 || whole->size() < kStepFrom) return whole;
  const auto cell = StepCellOf(id, row, period);
  return cell ? std::optional("(" + *cell + "=1)") : std::nullopt;
}

std::optional<std::string> FormulaWriter::WholeCondition(Id id, Row row, int period) {
  const Expr& at = expr(id);
  if (IsComparison(at.op)) return Compare(at, row, period);
  switch (at.op) {
    case Op::kAnd:
    case Op::kOr: {
      // An operand without value did not decide: it is left out.
      std::string parts;
      for (const Id arg : at.args) {
        if (!At(arg, row, period).ok()) continue;
        const auto part = Condition(arg, row, period);
        if (!part) return std::nullopt;
        parts += (parts.empty() ? "" : ",") + *part;
      }
      return std::string(at.op == Op::kAnd ? "AND(" : "OR(") + parts + ")";
    }
    case Op::kNot: {
      const auto part = Condition(at.args[0], row, period);
      return part ? std::optional("NOT(" + *part + ")") : std::nullopt;
    }
    case Op::kIsMissing:
      return std::string(At(id, row, period).truth() ? "TRUE" : "FALSE");
    case Op::kLiteral:
      return std::string(At(id, row, period).truth() ? "TRUE" : "FALSE");
    default:
      break;
  }
  auto plain = Plain(id, row, period);
  return plain ? std::optional(*plain + "=1") : std::nullopt;
}

std::optional<std::string> FormulaWriter::Plain(Id id, Row row, int period) {
  const Expr& at = expr(id);
  const scheme::Scheme& scheme = result_.scheme;
  switch (at.op) {
    case Op::kLiteral:
    case Op::kParameter:
      return Constant(At(id, row, period), at.type);
    case Op::kThisPeriod:
      return std::to_string(period);
    case Op::kField:
      return plan_.Cell(at.kind, plan_.FieldAt(at.target, period), row);
    case Op::kFigure:
      return plan_.Cell(at.kind, plan_.FigureAt(at.target, period), row);
    case Op::kToAncestor:
      return Number(at.args[0],
                    facts::RowAbove(scheme, result_.facts, at.kind, row, expr(at.args[0]).kind),
                    period);
    case Op::kContaining:
      return Number(
          at.args[0], row,
          scheme::PeriodContaining(expr(at.args[0]).level, at.level, period, scheme.year));
    case Op::kAtPeriod:
      return Number(at.args[0], row, at.target);
    case Op::kPrevious:
      return Number(at.args[0], row, period - 1);
    case Op::kIf: {
      const auto condition = Condition(at.args[0], row, period);
      if (!condition) return std::nullopt;
      std::string branches[2];
      for (std::size_t i = 0; i < 2; ++i) {
        const Id branch = at.args[i + 1];
        // The branch not taken may have no value.
        if (!At(branch, row, period).ok()) {
          branches[i] = "NA()";
          continue;
        }
        const auto formula = Number(branch, row, period);
        if (!formula) return std::nullopt;
        branches[i] = *formula;
      }
      return "IF(" + *condition + "," + branches[0] + "," + branches[1] + ")";
    }
    case Op::kCoalesce: {
      const State state = At(at.args[0], row, period).state;
      const bool is_missing = state == State::kPending || state == State::kExempt;
      return Number(at.args[is_missing ? 1 : 0], row, period);
    }
    case Op::kBands:
    case Op::kLookup:
      return Arms(at, row, period);
    case Op::kInterpolate:
      return Interpolated(at, row, period);
    case Op::kWeighted:
    case Op::kPointsSum:
      return Weighted(at, row, period);
    case Op::kSum:
    case Op::kMean:
      return SumOrMean(at, row, period);
    case Op::kAggregate:
      return at.domain.level != kNone ? OverPeriods(at, row, period) : OverRows(id, row, period);
    case Op::kRank:
    case Op::kWithinQuota:
      return Ranked(id, row, period);
    case Op::kAllocate:
      return Allocated(id, row, period);
    case Op::kWorkdays:
    case Op::kWorkdayAfter:
      return Refuse({"工作日要查工作日历", "working days need the calendar"});
    case Op::kPeriodOf:
      return PeriodOf(at, row, period);
    case Op::kExempt:
    case Op::kPending:
      return Refuse({"没有值", "there is no value"});
    default:
      return Arithmetic(at, row, period);
  }
}

// MATCH(day,{first days of the periods},1)-1; -1 in another year.
std::optional<std::string> FormulaWriter::PeriodOf(const Expr& at, Row row, int period) {
  const auto day = Number(at.args[0], row, period);
  if (!day) return std::nullopt;
  const int year = result_.scheme.year;
  const std::int32_t first = Date::FromYearMonthDay(year, 1, 1).value().days_since_epoch();
  const std::int32_t last = Date::FromYearMonthDay(year, 12, 31).value().days_since_epoch();
  std::string begins;
  int known = -1;
  for (std::int32_t at_day = first; at_day <= last; ++at_day) {
    const auto found = scheme::PeriodOfDay(at.target, Date::FromDays(at_day).value(), year);
    if (!found) return Refuse({"日期所在的考核期", "the period of a day"});
    if (*found == known) continue;
    known = *found;
    begins += (begins.empty() ? "" : ",") + std::to_string(at_day + kExcelEpoch);
  }
  return fmt::format("IF(OR({0}<{1},{0}>{2}),-1,MATCH({0},{{{3}}},1)-1)", *day, first + kExcelEpoch,
                     last + kExcelEpoch, begins);
}

std::optional<std::string> FormulaWriter::Join(const Expr& at, const char* function, Row row,
                                               int period) {
  std::string parts;
  for (const Id arg : at.args) {
    const auto part = Number(arg, row, period);
    if (!part) return std::nullopt;
    parts += (parts.empty() ? "" : ",") + *part;
  }
  return std::string(function) + "(" + parts + ")";
}

std::optional<std::string> FormulaWriter::Arithmetic(const Expr& at, Row row, int period) {
  switch (at.op) {
    case Op::kMinimum:
      return Join(at, "MIN", row, period);
    case Op::kMaximum:
      return Join(at, "MAX", row, period);
    case Op::kAbsolute:
      return Join(at, "ABS", row, period);
    case Op::kSquareRoot:
      return Join(at, "SQRT", row, period);
    case Op::kLogarithm:
      return Join(at, "LN", row, period);
    default:
      break;
  }
  const auto a = Number(at.args[0], row, period);
  if (!a) return std::nullopt;
  if (at.op == Op::kNegate) return "(-" + *a + ")";
  if (at.op == Op::kRound) {
    const std::string places = "," + std::to_string(at.places) + ")";
    switch (at.rounding) {
      case Rounding::kHalfUp:
        return "ROUND(" + Clean(*a) + places;
      case Rounding::kDown:
        return "ROUNDDOWN(" + Clean(*a) + places;
      case Rounding::kUp:
        return "ROUNDUP(" + Clean(*a) + places;
      case Rounding::kHalfEven:
        break;
    }
    return Refuse({"四舍六入五成双", "rounding half to even"});
  }
  const auto b = Number(at.args[1], row, period);
  if (!b) return std::nullopt;
  if (at.op == Op::kDays) return "(" + *b + "-" + *a + ")";
  const std::string sign = SignOf(at.op);
  if (sign.empty()) return Refuse({"这种运算", "this operation"});
  return "(" + *a + sign + *b + ")";
}

std::optional<std::string> FormulaWriter::Compare(const Expr& at, Row row, int period) {
  const auto a = Number(at.args[0], row, period);
  const auto b = a ? Number(at.args[1], row, period) : std::nullopt;
  if (!b) return std::nullopt;
  const bool is_number = expr(at.args[0]).type == Type::kNumber;
  const auto side = [&](const std::string& formula, Id arg) {
    const Op op = expr(arg).op;
    const bool is_stored = op == Op::kField || op == Op::kLiteral || op == Op::kParameter;
    return is_number && !is_stored ? Clean(formula) : formula;
  };
  return "(" + side(*a, at.args[0]) + SignOf(at.op) + side(*b, at.args[1]) + ")";
}

// IF(x>=90,a,IF(x>=80,b,c)): arms that come after one without bounds are never reached.
std::optional<std::string> FormulaWriter::Arms(const Expr& at, Row row, int period) {
  const auto subject = Number(at.args[0], row, period);
  if (!subject) return std::nullopt;
  const bool is_number = expr(at.args[0]).type == Type::kNumber;
  const std::string x = is_number ? Clean(*subject) : *subject;
  std::string formula;
  std::string close;
  for (const scheme::Arm& arm : at.arms) {
    std::string value = "NA()";
    if (At(arm.value, row, period).ok()) {
      const auto written = Number(arm.value, row, period);
      if (!written) return std::nullopt;
      value = *written;
    }
    std::string condition;
    const auto bound = [&](Id id, const char* sign) {
      const auto written = Number(id, row, period);
      if (!written) return false;
      condition += (condition.empty() ? "" : ",") + x + sign + *written;
      return true;
    };
    if (arm.low != kNone && !bound(arm.low, at.op == Op::kLookup ? "="
                                            : arm.closed_low     ? ">="
                                                                 : ">"))
      return std::nullopt;
    if (arm.high != kNone && !bound(arm.high, arm.closed_high ? "<=" : "<")) return std::nullopt;
    if (condition.empty()) return formula + value + close;
    formula += "IF(AND(" + condition + ")," + value + ",";
    close += ")";
  }
  return formula + "NA()" + close;
}

std::optional<std::string> FormulaWriter::Interpolated(const Expr& at, Row row, int period) {
  const auto subject = Number(at.args[0], row, period);
  if (!subject) return std::nullopt;
  std::vector<std::string> xs;
  std::vector<std::string> ys;
  for (const scheme::Arm& arm : at.arms) {
    const auto x = Number(arm.low, row, period);
    const auto y = x ? Number(arm.value, row, period) : std::nullopt;
    if (!y) return std::nullopt;
    xs.push_back(*x);
    ys.push_back(*y);
  }
  const std::string& s = *subject;
  std::string formula = "IF(" + s + "<=" + xs.front() + "," + ys.front() + ",";
  std::string close = ")";
  for (std::size_t i = 1; i < xs.size(); ++i) {
    formula += fmt::format("IF({0}<={2},{3}+({4}-{3})*({0}-{1})/({2}-{1}),", s, xs[i - 1], xs[i],
                           ys[i - 1], ys[i]);
    close += ")";
  }
  return formula + ys.back() + close;
}

std::optional<std::string> FormulaWriter::Weighted(const Expr& at, Row row, int period) {
  const std::size_t parts = at.args.size() / 2;
  const bool is_points = at.op == Op::kPointsSum;
  std::string sum;
  std::string all;
  std::string taken;
  bool is_whole = true;
  for (std::size_t i = 0; i < parts; ++i) {
    const auto weight = Number(at.args[parts + i], row, period);
    if (!weight) return std::nullopt;
    all += (all.empty() ? "" : "+") + *weight;
    if (At(at.args[i], row, period).state == State::kExempt) {
      is_whole = false;
      continue;
    }
    const auto value = Number(at.args[i], row, period);
    if (!value) return std::nullopt;
    taken += (taken.empty() ? "" : "+") + *weight;
    sum += (sum.empty() ? "" : "+") + *value;
    if (!is_points) sum += "*" + *weight;
  }
  if (sum.empty()) return Refuse({"全部不适用", "nothing applies"});
  if (is_whole) return "(" + sum + ")";
  return "((" + sum + ")*(" + all + ")/(" + taken + "))";
}

std::optional<std::string> FormulaWriter::SumOrMean(const Expr& at, Row row, int period) {
  std::string parts;
  for (const Id arg : at.args) {
    if (At(arg, row, period).state == State::kExempt) continue;
    const auto part = Number(arg, row, period);
    if (!part) return std::nullopt;
    parts += (parts.empty() ? "" : ",") + *part;
  }
  if (parts.empty()) return std::string("0");
  return std::string(at.op == Op::kSum ? "SUM(" : "AVERAGE(") + parts + ")";
}

namespace {

// The function of a spreadsheet over plain numbers, or null.
const char* FunctionOf(scheme::AggregateFunction function) {
  using F = scheme::AggregateFunction;
  switch (function) {
    case F::kSum:
      return "SUM";
    case F::kCount:
      return "COUNT";  // Of those that have a value; a condition is the domain's.
    case F::kMean:
      return "AVERAGE";
    case F::kMaximum:
      return "MAX";
    case F::kMinimum:
      return "MIN";
    case F::kMedian:
      return "MEDIAN";
    case F::kGeometricMean:
      return "GEOMEAN";
    case F::kStandardDeviation:
      return "STDEVP";
    case F::kAny:
      return "MAX";
    case F::kAll:
      return "MIN";
    default:
      return nullptr;
  }
}

}  // namespace

// The periods are few: each is written out.
std::optional<std::string> FormulaWriter::OverPeriods(const Expr& at, Row row, int period) {
  const char* const function = FunctionOf(at.function);
  if (function == nullptr || at.args.size() > 1)
    return Refuse({"各期的这种统计", "this statistic over periods"});
  if (at.domain.filter != kNone) return OverChosenPeriods(at, row, period);
  std::string parts;
  for (const auto& place : reference_.Members(at, row, period)) {
    if (!At(at.args[0], row, place.period).ok()) continue;
    const auto part = Number(at.args[0], row, place.period);
    if (!part) return std::nullopt;
    parts += (parts.empty() ? "" : ",") + *part;
  }
  if (parts.empty()) return std::string("0");
  return std::string(function) + "(" + parts + ")";
}

namespace {

// What a period that is not chosen gives, so that it counts for nothing; null where there is no
// such.
const char* NeutralOf(scheme::AggregateFunction function) {
  using F = scheme::AggregateFunction;
  switch (function) {
    case F::kSum:
    case F::kMean:
    case F::kCount:
    case F::kAny:
      return "0";
    case F::kAll:
      return "1";
    case F::kMaximum:
      return "-1E+300";
    case F::kMinimum:
      return "1E+300";
    default:
      return nullptr;
  }
}

}  // namespace

std::optional<std::string> FormulaWriter::OverChosenPeriods(const Expr& at, Row row, int period) {
  using F = scheme::AggregateFunction;
  constexpr std::size_t kPartsMax = 250;  // A function of a spreadsheet takes 255.
  const char* const neutral = NeutralOf(at.function);
  const auto places = reference_.Members(at, row, period);
  if (neutral == nullptr || places.size() > kPartsMax)
    return Refuse({"按条件选取的考核期", "periods chosen by a condition"});
  std::string parts;
  std::string chosen;
  for (const auto& [member, one] : places) {
    if (!At(at.domain.filter, member, one).ok()) continue;
    const auto condition = Condition(at.domain.filter, row, one);
    if (!condition) return std::nullopt;
    const bool has_value = At(at.args[0], row, one).ok();
    const auto part = !has_value                 ? std::optional<std::string>("NA()")
                      : at.function == F::kCount ? std::optional<std::string>("1")
                                                 : Number(at.args[0], row, one);
    if (!part) return std::nullopt;
    parts += (parts.empty() ? "" : ",") + fmt::format("IF({},{},{})", *condition, *part, neutral);
    chosen += (chosen.empty() ? "" : ",") + fmt::format("IF({},1,0)", *condition);
  }
  if (parts.empty()) return std::string("0");
  if (at.function == F::kMean) return fmt::format("(SUM({})/SUM({}))", parts, chosen);
  return std::string(at.function == F::kCount ? "SUM" : FunctionOf(at.function)) + "(" + parts +
         ")";
}

std::optional<ColumnPlace> FormulaWriter::StepOf(Id id, int period, bool is_inclusion,
                                                 const std::string& title) {
  const Expr& at = expr(id);
  if (!is_inclusion && at.type != Type::kBoolean) {
    const facts::RowRange all{0, result_.facts.table(at.kind).rows()};
    const bool is_stored = at.op == Op::kField || at.op == Op::kFigure;
    if (is_stored && AreWhole(id, all, period)) {
      return at.op == Op::kField ? plan_.FieldAt(at.target, period)
                                 : plan_.FigureAt(at.target, period);
    }
  }
  const std::tuple key{id, period, is_inclusion ? 1 : 0};
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  StepColumn column;
  column.title = title;
  for (Row row = 0; row < result_.facts.table(at.kind).rows(); ++row) {
    const Value value = At(id, row, period);
    if (!value.ok()) {
      column.cells.push_back({});
      continue;
    }
    const int depth = std::exchange(depth_, 0);
    auto formula = is_inclusion || at.type == Type::kBoolean ? Condition(id, row, period)
                                                             : Number(id, row, period);
    depth_ = depth;
    if (!formula) {
      known_[key] = std::nullopt;
      return std::nullopt;
    }
    if (is_inclusion || at.type == Type::kBoolean) formula = "IF(" + *formula + ",1,0)";
    column.cells.push_back({*formula, value.number});
  }
  column.place = plan_.AddStep(at.kind);
  known_[key] = column.place;
  steps_[at.kind].push_back(std::move(column));
  return known_[key];
}

bool FormulaWriter::AreWhole(Id id, facts::RowRange rows, int period) {
  const auto [found, is_new] = whole_.try_emplace({id, period, rows.begin, rows.end}, true);
  for (Row row = rows.begin; is_new && row < rows.end && found->second; ++row)
    found->second = At(id, row, period).ok();
  return found->second;
}

std::optional<ColumnPlace> FormulaWriter::Inclusion(const Expr& at, Id value, int period) {
  const scheme::Domain& domain = at.domain;
  const std::tuple key{value, period, 2 + (domain.filter == kNone ? 0 : domain.filter + 1)};
  const auto known = known_.find(key);
  if (known != known_.end()) return known->second;
  StepColumn column;
  column.title = "参与计算";
  for (Row row = 0; row < result_.facts.table(domain.member).rows(); ++row) {
    const bool has_value = At(value, row, period).ok();
    if (!has_value || domain.filter == kNone) {
      column.cells.push_back({"", Rational(has_value ? 1 : 0)});
      continue;
    }
    const Value filter = At(domain.filter, row, period);
    if (!filter.ok()) {
      column.cells.push_back({});
      continue;
    }
    const auto formula = Condition(domain.filter, row, period);
    if (!formula) {
      known_[key] = std::nullopt;
      return std::nullopt;
    }
    column.cells.push_back({"IF(" + *formula + ",1,0)", filter.number});
  }
  column.place = plan_.AddStep(domain.member);
  known_[key] = column.place;
  steps_[domain.member].push_back(std::move(column));
  return known_[key];
}

std::optional<FormulaWriter::Domain> FormulaWriter::DomainOf(const Expr& at, Id value, Row row,
                                                             int period) {
  const scheme::Scheme& scheme = result_.scheme;
  const Row top = facts::RowAbove(scheme, result_.facts, at.kind, row, at.domain.scope);
  Domain domain;
  domain.rows = facts::RowsBelow(scheme, result_.facts, at.domain.scope, top, at.domain.member);
  if (domain.rows.begin == domain.rows.end) return domain;
  bool is_whole = at.domain.filter == kNone && at.domain.key == kNone;
  is_whole = is_whole && AreWhole(value, domain.rows, period);
  if (is_whole) return domain;
  const auto included = Inclusion(at, value, period);
  if (!included) return std::nullopt;
  domain.included = "(" + plan_.Range(at.domain.member, *included, domain.rows) + "=1)";
  if (at.domain.key != kNone) {
    // The row's own key has to be of the member's kind to be compared.
    const auto keys = StepOf(at.domain.key, period, false, "分组");
    const auto own =
        expr(at.domain.key).kind == at.kind ? Number(at.domain.key, row, period) : std::nullopt;
    if (!keys || !own) {
      Refuse({"按项分组", "groups by a key"});
      return std::nullopt;
    }
    domain.included += "*(" + plan_.Range(at.domain.member, *keys, domain.rows) + "=" + *own + ")";
  }
  return domain;
}

std::optional<std::string> FormulaWriter::OverRows(Id id, Row row, int period) {
  using F = scheme::AggregateFunction;
  const Expr& at = expr(id);
  const auto domain = DomainOf(at, at.args[0], row, period);
  if (!domain) return std::nullopt;
  if (domain->rows.begin == domain->rows.end) return Constant(At(id, row, period), at.type);
  const auto body = StepOf(at.args[0], period, false, "取值");
  if (!body) return std::nullopt;
  const std::string values = plan_.Range(at.domain.member, *body, domain->rows);
  if (at.args.size() > 1) return WeightedRows(at, *domain, values, period);
  if (domain->included.empty()) {
    const char* const function = FunctionOf(at.function);
    if (at.function == F::kCoefficientOfVariation)
      return "(STDEVP(" + values + ")/AVERAGE(" + values + "))";
    if (at.function == F::kTrimmedMean) return Trimmed(at, values, "(ROW(" + values + ")>0)");
    if (function == nullptr) return Refuse({"同项取高的合计", "the best of one matter"});
    return std::string(function) + "(" + values + ")";
  }
  const std::string sum = "SUMPRODUCT(" + domain->included + "*" + values + ")";
  switch (at.function) {
    case F::kSum:
      return sum;
    case F::kCount:
      return "SUMPRODUCT(" + domain->included + "*1)";
    case F::kAny:
      return "IF(" + sum + ">0,1,0)";
    case F::kMean:
      return "(" + sum + "/SUMPRODUCT(" + domain->included + "*1))";
    case F::kAll:
      return "IF(" + sum + "=SUMPRODUCT(" + domain->included + "*1),1,0)";
    case F::kMaximum:
      return Extreme("LARGE", domain->included, values, "1");
    case F::kMinimum:
      return Extreme("SMALL", domain->included, values, "1");
    case F::kTrimmedMean:
      return Trimmed(at, values, domain->included);
    case F::kSumOfBest:
      return Refuse({"同项取高的合计", "the best of one matter"});
    default:
      return Refuse({"按条件选取后的这种统计", "this statistic over chosen rows"});
  }
}

// The n-th largest or smallest of the chosen rows: the others are moved out of the way.
std::string FormulaWriter::Extreme(const char* function, const std::string& included,
                                   const std::string& values, const std::string& place) {
  const char* const sign = std::string_view(function) == "LARGE" ? "-" : "+";
  return fmt::format("SUMPRODUCT({0}({1}*{2}{3}(1-{1})*1E+300,{4}))", function, included, values,
                     sign, place);
}

// The mean without the highest and the lowest.
std::string FormulaWriter::Trimmed(const Expr& at, const std::string& values,
                                   const std::string& included) {
  std::string left = fmt::format("SUMPRODUCT({}*{})", included, values);
  for (int i = 1; i <= at.drop_high; ++i)
    left += "-" + Extreme("LARGE", included, values, std::to_string(i));
  for (int i = 1; i <= at.drop_low; ++i)
    left += "-" + Extreme("SMALL", included, values, std::to_string(i));
  return fmt::format("(({})/(SUMPRODUCT({}*1)-{}))", left, included, at.drop_high + at.drop_low);
}

std::optional<std::string> FormulaWriter::WeightedRows(const Expr& at, const Domain& domain,
                                                       const std::string& values, int period) {
  using F = scheme::AggregateFunction;
  const bool is_spread =
      at.function == F::kStandardDeviation || at.function == F::kCoefficientOfVariation;
  if (at.function == F::kSumOfBest) return Refuse({"同项取高的合计", "the best of one matter"});
  if (at.function != F::kMean && !is_spread)
    return Refuse({"加权的这种统计", "this weighted statistic"});
  const auto weight = StepOf(at.args[1], period, false, "权数");
  if (!weight) return std::nullopt;
  std::string weights = plan_.Range(at.domain.member, *weight, domain.rows);
  if (!domain.included.empty()) weights = "(" + domain.included + "*" + weights + ")";
  const std::string all = fmt::format("SUMPRODUCT({}*1)", weights);
  const std::string mean = fmt::format("(SUMPRODUCT({}*{})/{})", values, weights, all);
  if (!is_spread) return mean;
  const std::string deviation =
      fmt::format("SQRT(SUMPRODUCT({}*({}-{})^2)/{})", weights, values, mean, all);
  return at.function == F::kStandardDeviation ? deviation : "(" + deviation + "/" + mean + ")";
}

std::optional<std::string> FormulaWriter::Ranked(Id id, Row row, int period) {
  const Expr& at = expr(id);
  const auto domain = DomainOf(at, at.args[0], row, period);
  if (!domain) return std::nullopt;
  const auto body = StepOf(at.args[0], period, false, "排名依据");
  if (!body) return std::nullopt;
  const std::string values = plan_.Range(at.domain.member, *body, domain->rows);
  const std::string own = plan_.Cell(at.domain.member, *body, row);
  if (at.domain.member != at.kind) return Refuse({"别类对象中的名次", "a rank among others"});
  const std::string included = domain->included.empty() ? "" : domain->included + "*";
  const auto count = [&](const std::string& sign) {
    return "SUMPRODUCT(" + included + "(ROUND(" + values + ",10)" + sign + "ROUND(" + own +
           ",10)))";
  };
  const auto plain = [&](const std::string& sign) {
    return included.empty()
               ? "SUMPRODUCT(--(ROUND(" + values + ",10)" + sign + "ROUND(" + own + ",10)))"
               : count(sign);
  };
  const std::string better = plain(at.ascending ? "<" : ">");
  if (at.op == Op::kRank) {
    if (at.ties == scheme::Ties::kSkip) return "(" + better + "+1)";
    if (at.ties == scheme::Ties::kMean) return "(" + better + "+(" + plain("=") + "+1)/2)";
    return Refuse({"不跳号的并列名次", "ranks without gaps"});
  }
  const auto places = Number(at.args[1], row, period);
  if (!places) return std::nullopt;
  const bool is_included = domain->included.empty() || At(id, row, period).ok();
  if (!is_included) return Refuse({"不参与名额", "not counted for a quota"});
  const std::string last =
      at.quota_ties == scheme::QuotaTies::kWhole ? better + "+1" : better + "+" + plain("=");
  std::string own_included;
  if (!domain->included.empty()) {
    const auto inclusion = Inclusion(at, at.args[0], period);
    if (!inclusion) return std::nullopt;
    own_included = "*" + plan_.Cell(at.domain.member, *inclusion, row);
  }
  return "(IF(" + last + "<=" + Clean(*places) + ",1,0)" + own_included + ")";
}

// Largest remainders: each share rounded down, the units left over to the largest remainders, of
// equal ones to the row that comes first.
std::optional<std::string> FormulaWriter::Allocated(Id id, Row row, int period) {
  const Expr& at = expr(id);
  const auto domain = DomainOf(at, at.args[1], row, period);
  if (!domain) return std::nullopt;
  if (!domain->included.empty() || at.domain.member != at.kind)
    return Refuse({"只在部分对象间分配", "a share among some rows only"});
  const auto weight = StepOf(at.args[1], period, false, "分配依据");
  const auto total = Number(at.args[0], row, period);
  if (!weight || !total) return std::nullopt;
  const std::string weights = plan_.Range(at.kind, *weight, domain->rows);
  const std::string own = plan_.Cell(at.kind, *weight, row);
  const std::string pool = fmt::format("ROUNDDOWN({},{})", Clean(*total), at.places);
  const std::string unit = SpreadsheetDigits(Rational::Fraction(1, PowerOfTen(at.places)));
  // Shares in whole units, cut at the dust of binary arithmetic.
  const auto exact = [&](const std::string& part) {
    return fmt::format("ROUND({}*{}/SUM({})/{},7)", pool, part, weights, unit);
  };
  const std::string shares = exact(weights);
  const std::string mine = exact(own);
  const std::string rest = fmt::format("({0}-INT({0}))", shares);
  const std::string my_rest = fmt::format("({0}-INT({0}))", mine);
  const std::string left = fmt::format("(ROUND({}/{},0)-SUMPRODUCT(INT({})))", pool, unit, shares);
  const std::string before = fmt::format(
      "SUMPRODUCT(--(ROUND({0},7)>ROUND({1},7)))+SUMPRODUCT((ROUND({0},7)=ROUND({1},7))*(ROW({2})<{"
      "3}))",
      rest, my_rest, weights, row + SheetPlan::kFirstRow);
  return fmt::format("IF(SUM({})=0,0,ROUND((INT({})+IF({}<{},1,0))*{},{}))", weights, mine, before,
                     left, unit, at.places);
}

}  // namespace kaogong::document
