// SPDX-License-Identifier: Apache-2.0
#include "scoring/reference.h"

#include <gtest/gtest.h>

#include "facts/builder.h"
#include "scoring/operations.h"

namespace kaogong::scoring {
namespace {

using scheme::Expr;
using scheme::ExprId;
using scheme::kNone;
using scheme::Op;

// A scheme of one kind of three rows 甲 乙 丙 below the whole, with one field, and expressions that
// tests add.
class ReferenceTest : public testing::Test {
 protected:
  ReferenceTest() {
    scheme_.year = 2012;
    scheme_.levels = scheme::BuiltinLevels();
    scheme_.kinds.resize(2);
    scheme_.kinds[0].name = "全体";
    scheme_.kinds[0].parent = kNone;
    scheme_.kinds[1].name = "村";
    scheme_.kinds[1].fields = {0};
    scheme::Field field;
    field.name = field.column = "数";
    field.kind = 1;
    field.missing = scheme::Missing::kPending;
    scheme_.fields.push_back(field);
  }

  ExprId Add(Op op, std::vector<ExprId> args = {}) {
    Expr expr;
    expr.op = op;
    expr.kind = 1;
    expr.args = std::move(args);
    return Add(std::move(expr));
  }
  ExprId Add(Expr expr) {
    scheme_.exprs.push_back(std::move(expr));
    return static_cast<ExprId>(scheme_.exprs.size()) - 1;
  }
  ExprId Number(const char* text) {
    Expr expr;
    expr.kind = 1;
    expr.literal = *Decimal::Parse(text);
    return Add(std::move(expr));
  }
  ExprId Field() {
    Expr expr;
    expr.op = Op::kField;
    expr.kind = 1;
    expr.target = 0;
    return Add(std::move(expr));
  }
  scheme::FigureId Figure(ExprId expr) {
    scheme::Figure figure;
    figure.name = "得分" + std::to_string(scheme_.figures.size());
    figure.kind = 1;
    figure.expr = expr;
    scheme_.figures.push_back(figure);
    return static_cast<scheme::FigureId>(scheme_.figures.size()) - 1;
  }
  // An expression without a value, in the state.
  ExprId Without(State state) {
    switch (state) {
      case State::kExempt:
        return Add(Op::kExempt);
      case State::kPending:
        return Add(Op::kPrevious, {Number("1")});
      case State::kDivisionByZero:
        return Add(Op::kDivide, {Number("1"), Number("0")});
      case State::kNoBand: {
        Expr bands;
        bands.op = Op::kBands;
        bands.kind = 1;
        bands.args = {Number("0")};
        scheme::Arm arm;
        arm.low = arm.value = Number("1");
        bands.arms = {arm};
        return Add(std::move(bands));
      }
      case State::kUndefined:
        return Add(Op::kSquareRoot, {Number("-1")});
      default: {
        Expr round;
        round.op = Op::kRound;
        round.kind = 1;
        round.places = 12;
        round.args = {Number("999999999999999999")};
        return Add(std::move(round));
      }
    }
  }

  facts::Facts MakeFacts() {
    facts::Builder builder(scheme_);
    for (const auto& [id, text] : {std::pair{"甲", "3"}, {"乙", "5"}, {"丙", ""}})
      EXPECT_FALSE(builder.SetCell(0, 0, builder.FindOrAdd(1, id), text).has_value());
    Issues issues;
    return builder.Finish(&issues);
  }

  scheme::Scheme scheme_;
};

// The oracle and the operations that plans use on values were written twice, on purpose.
TEST_F(ReferenceTest, AgreesWithOperateOnNumbersAndStates) {
  std::vector<ExprId> operands;
  for (const char* text : {"0", "1", "-2", "2.5", "7"}) operands.push_back(Number(text));
  for (int state = 1; state <= static_cast<int>(State::kTooLarge); ++state)
    operands.push_back(Without(static_cast<State>(state)));
  std::vector<ExprId> made;
  for (const ExprId a : operands) {
    for (const Op op : {Op::kNegate, Op::kAbsolute, Op::kSquareRoot, Op::kLogarithm, Op::kRound,
                        Op::kNot, Op::kIsMissing})
      made.push_back(Add(op, {a}));
    for (const ExprId b : operands) {
      for (const Op op :
           {Op::kAdd, Op::kSubtract, Op::kMultiply, Op::kDivide, Op::kMinimum, Op::kMaximum,
            Op::kPower, Op::kEqual, Op::kUnequal, Op::kLess, Op::kLessOrEqual, Op::kGreater,
            Op::kGreaterOrEqual, Op::kAnd, Op::kOr, Op::kSum, Op::kMean, Op::kCoalesce, Op::kDays})
        made.push_back(Add(op, {a, b}));
      made.push_back(Add(Op::kIf, {a, b, operands[3]}));
      for (const Op op : {Op::kWeighted, Op::kPointsSum})
        made.push_back(Add(op, {a, b, operands[1], operands[3]}));
      Expr table;
      table.kind = 1;
      table.args = {a};
      scheme::Arm low;
      low.low = operands[0];
      low.value = b;
      scheme::Arm high;
      high.low = operands[3];
      high.closed_low = true;
      high.value = operands[4];
      table.arms = {low, high};
      for (const Op op : {Op::kBands, Op::kInterpolate, Op::kLookup}) {
        table.op = op;
        made.push_back(Add(table));
      }
    }
  }
  const facts::Facts facts = MakeFacts();
  Reference reference(scheme_, facts);
  for (const ExprId id : made) {
    const Expr& expr = scheme_.expr(id);
    std::vector<Value> values;
    for (const ExprId operand : OperandsOf(expr))
      values.push_back(reference.Evaluate(operand, 0, 0));
    const Value want = Operate(scheme_, expr, values);
    const Value got = reference.Evaluate(id, 0, 0);
    ASSERT_EQ(got.state, want.state) << "operation " << static_cast<int>(expr.op);
    if (want.ok()) {
      ASSERT_EQ(got.number, want.number) << "operation " << static_cast<int>(expr.op);
    }
  }
}

TEST_F(ReferenceTest, ReadsFactsAsTheirPolicySays) {
  const ExprId field = Field();
  for (const auto& [policy, want] : {std::pair{scheme::Missing::kPending, State::kPending},
                                     {scheme::Missing::kZero, State::kValid},
                                     {scheme::Missing::kExempt, State::kExempt}}) {
    scheme_.fields[0].missing = policy;
    const facts::Facts facts = MakeFacts();
    Reference reference(scheme_, facts);
    EXPECT_EQ(reference.Evaluate(field, 1, 0).number, Rational(5));
    EXPECT_EQ(reference.Evaluate(field, 2, 0).state, want);
  }
}

TEST_F(ReferenceTest, PretendsUntilToldOtherwise) {
  const scheme::FigureId figure = Figure(Add(Op::kAdd, {Field(), Number("1")}));
  const facts::Facts facts = MakeFacts();
  Reference reference(scheme_, facts);
  EXPECT_EQ(reference.Figure(figure, 0, 0).number, Rational(4));
  reference.Pretend(0, 0, 0, Value::Of(Rational(10)));
  EXPECT_EQ(reference.Figure(figure, 0, 0).number, Rational(11));
  EXPECT_EQ(reference.Figure(figure, 1, 0).number, Rational(6));
  reference.Pretend(0, 0, 0, std::nullopt);
  EXPECT_EQ(reference.Figure(figure, 0, 0).state, State::kPending);
}

TEST_F(ReferenceTest, AdoptsFiguresInsteadOfComputingThem) {
  const scheme::FigureId figure = Figure(Field());
  Expr named;
  named.op = Op::kFigure;
  named.kind = 1;
  named.target = figure;
  const scheme::FigureId outer = Figure(Add(std::move(named)));
  const facts::Facts facts = MakeFacts();
  Reference reference(scheme_, facts);
  reference.Adopt(figure, 0, 0, Value::Of(Rational(99)));
  EXPECT_EQ(reference.Figure(outer, 0, 0).number, Rational(99));
  EXPECT_EQ(reference.Figure(outer, 1, 0).number, Rational(5));
}

TEST_F(ReferenceTest, StopsAfterItsSteps) {
  const ExprId sum = Add(Op::kAdd, {Field(), Number("1")});
  const facts::Facts facts = MakeFacts();
  Reference reference(scheme_, facts);
  reference.LimitSteps(3);
  EXPECT_EQ(reference.Evaluate(sum, 0, 0).number, Rational(4));
  EXPECT_FALSE(reference.is_exhausted());
  EXPECT_EQ(reference.Evaluate(sum, 1, 0).state, State::kTooLarge);
  EXPECT_TRUE(reference.is_exhausted());
}

// A value used twice at every level would take 2^60 steps if it were computed each time.
TEST_F(ReferenceTest, ComputesAValueOnceHoweverOftenItIsUsed) {
  ExprId sum = Field();
  for (int i = 0; i < 60; ++i) sum = Add(Op::kAdd, {sum, sum});
  const facts::Facts facts = MakeFacts();
  Reference reference(scheme_, facts);
  reference.LimitSteps(10'000);
  EXPECT_EQ(reference.Evaluate(sum, 0, 0).number, Rational(3) * Rational(std::int64_t{1} << 60));
}

TEST_F(ReferenceTest, MembersAreTheRowsBelowTheScope) {
  Expr mean;
  mean.op = Op::kAggregate;
  mean.function = scheme::AggregateFunction::kMean;
  mean.kind = 1;
  mean.args = {Field()};
  mean.domain.member = 1;
  mean.domain.scope = 0;
  const ExprId waits = Add(mean);
  mean.domain.skip_pending = true;
  const ExprId skips = Add(mean);
  const facts::Facts facts = MakeFacts();
  Reference reference(scheme_, facts);
  EXPECT_EQ(reference.Members(scheme_.expr(waits), 0, 0).size(), 3u);
  EXPECT_EQ(reference.Evaluate(waits, 0, 0).state, State::kPending);
  EXPECT_EQ(reference.Evaluate(skips, 2, 0).number, Rational(4));
}

}  // namespace
}  // namespace kaogong::scoring
