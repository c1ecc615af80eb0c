// SPDX-License-Identifier: Apache-2.0
#include "scoring/operations.h"

#include <gtest/gtest.h>

namespace kaogong::scoring {
namespace {

using scheme::Expr;
using scheme::Op;

constexpr State kStates[] = {State::kExempt,     State::kPending,   State::kDivisionByZero,
                             State::kNoBand,     State::kUndefined, State::kTooLarge};

Value Number(const char* text) { return Value::Of(Rational(*Decimal::Parse(text))); }
Value None(State state) { return Value::Without(state); }

Expr Make(Op op, std::size_t args = 0) {
  Expr expr;
  expr.op = op;
  for (std::size_t i = 0; i < args; ++i) expr.args.push_back(static_cast<scheme::ExprId>(i));
  return expr;
}

const scheme::Scheme& NoCalendar() {
  static const scheme::Scheme scheme;
  return scheme;
}

std::string Show(const Value& value) {
  return value.ok() ? value.number.ToString()
                    : "state " + std::to_string(static_cast<int>(value.state));
}

std::string Apply(Op op, const std::vector<Value>& operands) {
  return Show(Operate(NoCalendar(), Make(op, operands.size()), operands));
}

TEST(Operate, Arithmetic) {
  const Value a = Number("7.5");
  const Value b = Number("-2");
  EXPECT_EQ(Apply(Op::kAdd, {a, b}), "5.5");
  EXPECT_EQ(Apply(Op::kSubtract, {a, b}), "9.5");
  EXPECT_EQ(Apply(Op::kMultiply, {a, b}), "-15");
  EXPECT_EQ(Apply(Op::kDivide, {a, b}), "-3.75");
  EXPECT_EQ(Apply(Op::kDivide, {a, Number("0")}), Show(None(State::kDivisionByZero)));
  EXPECT_EQ(Apply(Op::kNegate, {a}), "-7.5");
  EXPECT_EQ(Apply(Op::kAbsolute, {b}), "2");
  EXPECT_EQ(Apply(Op::kMinimum, {a, b, Number("0")}), "-2");
  EXPECT_EQ(Apply(Op::kMaximum, {b, a, Number("0")}), "7.5");
  EXPECT_EQ(Apply(Op::kPower, {b, Number("3")}), "-8");
  EXPECT_EQ(Apply(Op::kPower, {b, Number("0.5")}), Show(None(State::kUndefined)));
  EXPECT_EQ(Apply(Op::kPower, {Number("0"), Number("-1")}), Show(None(State::kUndefined)));
  EXPECT_EQ(Apply(Op::kSquareRoot, {Number("2.25")}), "1.5");
  EXPECT_EQ(Apply(Op::kSquareRoot, {b}), Show(None(State::kUndefined)));
  EXPECT_EQ(Apply(Op::kLogarithm, {Number("1")}), "0");
  EXPECT_EQ(Apply(Op::kLogarithm, {Number("0")}), Show(None(State::kUndefined)));
  EXPECT_EQ(Apply(Op::kDays, {Number("15400"), Number("15430")}), "30");
}

TEST(Operate, Comparisons) {
  const Value a = Number("1.50");
  const Value b = Number("1.5");
  const Value c = Number("1.51");
  EXPECT_EQ(Apply(Op::kEqual, {a, b}) + Apply(Op::kEqual, {a, c}), "10");
  EXPECT_EQ(Apply(Op::kUnequal, {a, b}) + Apply(Op::kUnequal, {a, c}), "01");
  EXPECT_EQ(Apply(Op::kLess, {a, b}) + Apply(Op::kLess, {a, c}), "01");
  EXPECT_EQ(Apply(Op::kLessOrEqual, {a, b}) + Apply(Op::kLessOrEqual, {c, a}), "10");
  EXPECT_EQ(Apply(Op::kGreater, {a, b}) + Apply(Op::kGreater, {c, a}), "01");
  EXPECT_EQ(Apply(Op::kGreaterOrEqual, {a, b}) + Apply(Op::kGreaterOrEqual, {a, c}), "10");
}

// In a strict operation the worst state of the operands wins, on whichever side it stands.
TEST(Operate, StrictOperationsTakeTheWorstState) {
  const Value one = Number("1");
  for (const Op op : {Op::kAdd, Op::kSubtract, Op::kMultiply, Op::kDivide, Op::kMinimum,
                      Op::kMaximum, Op::kEqual, Op::kLess, Op::kPower, Op::kDays}) {
    for (const State state : kStates) {
      EXPECT_EQ(Apply(op, {one, None(state)}), Show(None(state)));
      EXPECT_EQ(Apply(op, {None(state), one}), Show(None(state)));
      for (const State other : kStates)
        EXPECT_EQ(Apply(op, {None(state), None(other)}), Show(None(Worse(state, other))));
    }
  }
}

TEST(Operate, LogicReadsOnlyWhatDecides) {
  const Value yes = Value::Truth(true);
  const Value no = Value::Truth(false);
  const Value pending = None(State::kPending);
  EXPECT_EQ(Apply(Op::kAnd, {no, pending}), "0");
  EXPECT_EQ(Apply(Op::kAnd, {pending, no}), "0");
  EXPECT_EQ(Apply(Op::kAnd, {yes, pending}), Show(pending));
  EXPECT_EQ(Apply(Op::kOr, {pending, yes}), "1");
  EXPECT_EQ(Apply(Op::kOr, {no, pending}), Show(pending));
  EXPECT_EQ(Apply(Op::kNot, {yes}) + Apply(Op::kNot, {no}), "01");
  EXPECT_EQ(Apply(Op::kNot, {pending}), Show(pending));
  EXPECT_EQ(Apply(Op::kIf, {yes, Number("1"), pending}), "1");
  EXPECT_EQ(Apply(Op::kIf, {no, pending, Number("2")}), "2");
  EXPECT_EQ(Apply(Op::kIf, {pending, Number("1"), Number("2")}), Show(pending));
}

TEST(Operate, OnlyMissingAndExemptCountAsMissing) {
  for (const State state : kStates) {
    const bool is_missing = state == State::kPending || state == State::kExempt;
    EXPECT_EQ(Apply(Op::kIsMissing, {None(state)}), is_missing ? "1" : "0");
    EXPECT_EQ(Apply(Op::kCoalesce, {None(state), Number("3")}),
              is_missing ? "3" : Show(None(state)));
  }
  EXPECT_EQ(Apply(Op::kIsMissing, {Number("0")}), "0");
  EXPECT_EQ(Apply(Op::kCoalesce, {Number("0"), Number("3")}), "0");
}

TEST(Operate, ExemptPartsLeaveSumsAndMeans) {
  const Value exempt = None(State::kExempt);
  EXPECT_EQ(Apply(Op::kSum, {Number("1"), exempt, Number("3")}), "4");
  EXPECT_EQ(Apply(Op::kMean, {Number("1"), exempt, Number("3")}), "2");
  EXPECT_EQ(Apply(Op::kSum, {exempt, exempt}), "0");
  EXPECT_EQ(Apply(Op::kMean, {exempt, exempt}), Show(exempt));
  EXPECT_EQ(Apply(Op::kSum, {exempt, None(State::kPending)}), Show(None(State::kPending)));
}

TEST(Operate, WeightsOfExemptPartsGoToTheOthers) {
  const Value exempt = None(State::kExempt);
  const Value a = Number("80");
  const Value b = Number("90");
  const Value w = Number("0.6");
  const Value v = Number("0.4");
  EXPECT_EQ(Apply(Op::kWeighted, {a, b, w, v}), "84");
  EXPECT_EQ(Apply(Op::kWeighted, {a, exempt, w, v}), "80");
  EXPECT_EQ(Apply(Op::kWeighted, {exempt, exempt, w, v}), Show(exempt));
  EXPECT_EQ(Apply(Op::kWeighted, {None(State::kPending), exempt, w, v}), Show(None(State::kPending)));
  // 30 of 40 points where 60 of 100 are exempt: 75.
  EXPECT_EQ(Apply(Op::kPointsSum, {Number("30"), exempt, Number("40"), Number("60")}), "75");
}

TEST(Operate, RoundsInEveryMode) {
  Expr round = Make(Op::kRound, 1);
  round.places = 1;
  const auto run = [&](Rounding rounding, const char* value) {
    round.rounding = rounding;
    const std::vector<Value> operands{Number(value)};
    return Show(Operate(NoCalendar(), round, operands));
  };
  EXPECT_EQ(run(Rounding::kHalfUp, "0.25"), "0.3");
  EXPECT_EQ(run(Rounding::kHalfEven, "0.25"), "0.2");
  EXPECT_EQ(run(Rounding::kDown, "-0.29"), "-0.2");
  EXPECT_EQ(run(Rounding::kUp, "-0.21"), "-0.3");
  EXPECT_EQ(run(Rounding::kHalfUp, "999999999999999999"), Show(None(State::kTooLarge)));
}

scheme::Arm Arm(scheme::ExprId low, bool closed_low, scheme::ExprId high, bool closed_high,
                scheme::ExprId value) {
  scheme::Arm arm;
  arm.low = low;
  arm.high = high;
  arm.closed_low = closed_low;
  arm.closed_high = closed_high;
  arm.value = value;
  return arm;
}

TEST(Operate, WorkdaysWaitForTheCalendarOfTheYear) {
  scheme::Scheme scheme;
  scheme.calendar.SetYear(2012, {}, {});
  const auto day = [](int month, int date) {
    return Value::Of(Rational(Date::FromYearMonthDay(2012, month, date).value().days_since_epoch()));
  };
  const Value friday = day(3, 2);
  const std::vector<Value> weekend{friday, day(3, 5)};
  EXPECT_EQ(Show(Operate(scheme, Make(Op::kWorkdays, 2), weekend)), "1");
  EXPECT_EQ(Show(Operate(NoCalendar(), Make(Op::kWorkdays, 2), weekend)),
            Show(None(State::kPending)));
  const std::vector<Value> after{friday, Number("0.5")};
  EXPECT_EQ(Operate(scheme, Make(Op::kWorkdayAfter, 2), after).number, day(3, 5).number);
}

// [0, 60): 1; [60, 100]: 2; nothing beyond.
TEST(Operate, BandsHoldTheEndsTheySay) {
  Expr bands = Make(Op::kBands, 1);
  bands.arms = {Arm(1, true, 2, false, 3), Arm(2, true, 4, true, 5)};
  const auto run = [&](const Value& subject) {
    const std::vector<Value> operands{subject,      Number("0"),   Number("60"), Number("1"),
                                      Number("60"), Number("100"), Number("2")};
    EXPECT_EQ(OperandsOf(bands).size(), operands.size());
    return Show(Operate(NoCalendar(), bands, operands));
  };
  EXPECT_EQ(run(Number("0")), "1");
  EXPECT_EQ(run(Number("59.99")), "1");
  EXPECT_EQ(run(Number("60")), "2");
  EXPECT_EQ(run(Number("100")), "2");
  EXPECT_EQ(run(Number("100.01")), Show(None(State::kNoBand)));
  EXPECT_EQ(run(Number("-0.01")), Show(None(State::kNoBand)));
  EXPECT_EQ(run(None(State::kPending)), Show(None(State::kPending)));
}

TEST(Operate, InterpolatesBetweenPointsAndStaysFlatBeyond) {
  Expr points = Make(Op::kInterpolate, 1);
  points.arms = {Arm(1, false, scheme::kNone, false, 2), Arm(3, false, scheme::kNone, false, 4)};
  const auto run = [&](const Value& subject, const char* x0, const char* x1) {
    const std::vector<Value> operands{subject, Number(x0), Number("0"), Number(x1), Number("30")};
    return Show(Operate(NoCalendar(), points, operands));
  };
  EXPECT_EQ(run(Number("59"), "60", "90"), "0");
  EXPECT_EQ(run(Number("60"), "60", "90"), "0");
  EXPECT_EQ(run(Number("70"), "60", "90"), "10");
  EXPECT_EQ(run(Number("90"), "60", "90"), "30");
  EXPECT_EQ(run(Number("91"), "60", "90"), "30");
}

TEST(Operate, LookupTakesTheFirstKeyThatFits) {
  Expr lookup = Make(Op::kLookup, 1);
  lookup.arms = {Arm(1, false, scheme::kNone, false, 2), Arm(1, false, scheme::kNone, false, 3)};
  const auto run = [&](const char* subject) {
    const std::vector<Value> operands{Number(subject), Number("4"), Number("10"), Number("4"),
                                      Number("20")};
    return Show(Operate(NoCalendar(), lookup, operands));
  };
  EXPECT_EQ(run("4"), "10");
  EXPECT_EQ(run("5"), Show(None(State::kNoBand)));
}

TEST(Operate, StopsAtNumbersThatHaveLostAllMeaning) {
  Value huge = Number("999999999999999999");
  for (int i = 0; i < 12 && huge.ok(); ++i) {
    const std::vector<Value> operands{huge, huge};
    huge = Operate(NoCalendar(), Make(Op::kMultiply, 2), operands);
  }
  EXPECT_EQ(huge.state, State::kTooLarge);
}

}  // namespace
}  // namespace kaogong::scoring
