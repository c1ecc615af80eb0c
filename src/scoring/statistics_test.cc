// SPDX-License-Identifier: Apache-2.0
#include "scoring/statistics.h"

#include <gtest/gtest.h>

#include <random>

namespace kaogong::scoring {
namespace {

using scheme::AggregateFunction;
using scheme::QuotaTies;
using scheme::Ties;

std::vector<Member> Members(const std::vector<const char*>& values) {
  std::vector<Member> members;
  for (const char* value : values) members.push_back({Rational(*Decimal::Parse(value)), Rational(1)});
  return members;
}

std::string Show(const Value& value, int places = 6) {
  switch (value.state) {
    case State::kValid:
      return value.number.Round(places, Rounding::kHalfEven)->Trimmed().ToString();
    case State::kPending:
      return "pending";
    case State::kExempt:
      return "exempt";
    case State::kDivisionByZero:
      return "division by zero";
    default:
      return "undefined";
  }
}

std::string Of(AggregateFunction function, const std::vector<const char*>& values, int high = 0,
               int low = 0) {
  return Show(Aggregate(function, Members(values), high, low));
}

TEST(Aggregate, OfNobody) {
  struct Row {
    AggregateFunction function;
    const char* want;
  };
  const Row rows[] = {{AggregateFunction::kSum, "0"},
                      {AggregateFunction::kCount, "0"},
                      {AggregateFunction::kAny, "0"},
                      {AggregateFunction::kAll, "1"},
                      {AggregateFunction::kSumOfBest, "0"},
                      {AggregateFunction::kMean, "pending"},
                      {AggregateFunction::kMaximum, "pending"},
                      {AggregateFunction::kMinimum, "pending"},
                      {AggregateFunction::kMedian, "pending"},
                      {AggregateFunction::kGeometricMean, "pending"},
                      {AggregateFunction::kStandardDeviation, "pending"},
                      {AggregateFunction::kCoefficientOfVariation, "pending"},
                      {AggregateFunction::kTrimmedMean, "pending"}};
  for (const Row& row : rows) {
    EXPECT_EQ(Of(row.function, {}), row.want) << static_cast<int>(row.function);
    const bool is_pending = std::string(row.want) == "pending";
    EXPECT_EQ(Show(Aggregate(row.function, {}, 0, 0, true)), is_pending ? "exempt" : row.want);
  }
}

TEST(Aggregate, OfSomeIsExact) {
  EXPECT_EQ(Of(AggregateFunction::kSum, {"0.1", "0.2", "-0.3"}), "0");
  EXPECT_EQ(Of(AggregateFunction::kMean, {"1", "2", "4"}), "2.333333");
  EXPECT_EQ(Of(AggregateFunction::kMedian, {"9", "1", "5"}), "5");
  EXPECT_EQ(Of(AggregateFunction::kMedian, {"9", "1", "5", "6"}), "5.5");
  EXPECT_EQ(Of(AggregateFunction::kMaximum, {"-9", "-1", "-5"}), "-1");
  EXPECT_EQ(Of(AggregateFunction::kMinimum, {"-9", "-1", "-5"}), "-9");
  EXPECT_EQ(Of(AggregateFunction::kGeometricMean, {"2", "8"}), "4");
  EXPECT_EQ(Of(AggregateFunction::kGeometricMean, {"2", "0"}), "0");
  EXPECT_EQ(Of(AggregateFunction::kGeometricMean, {"2", "-8"}), "undefined");
  EXPECT_EQ(Of(AggregateFunction::kAny, {"0", "0"}), "0");
  EXPECT_EQ(Of(AggregateFunction::kAny, {"0", "1"}), "1");
  EXPECT_EQ(Of(AggregateFunction::kAll, {"0", "1"}), "0");
}

TEST(Aggregate, DeviationDividesByTheNumberOfMembers) {
  EXPECT_EQ(Of(AggregateFunction::kStandardDeviation, {"2", "4", "4", "4", "5", "5", "7", "9"}), "2");
  EXPECT_EQ(Of(AggregateFunction::kCoefficientOfVariation, {"2", "4", "4", "4", "5", "5", "7", "9"}),
            "0.4");
  EXPECT_EQ(Of(AggregateFunction::kCoefficientOfVariation, {"-1", "1"}), "division by zero");
  EXPECT_EQ(Of(AggregateFunction::kStandardDeviation, {"3"}), "0");
}

TEST(Aggregate, WeighsMeanAndDeviation) {
  std::vector<Member> members = Members({"1", "4"});
  members[0].weight = Rational(2);
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kMean, members, 0, 0)), "2");
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kStandardDeviation, members, 0, 0)), "1.414214");
  for (Member& member : members) member.weight = Rational(0);
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kMean, members, 0, 0)), "division by zero");
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kStandardDeviation, members, 0, 0)),
            "division by zero");
  members[0].weight = Rational(-3);
  members[1].weight = Rational(4);
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kStandardDeviation, members, 0, 0)), "undefined");
}

TEST(Aggregate, TrimsOnlyWhatLeavesSomebody) {
  EXPECT_EQ(Of(AggregateFunction::kTrimmedMean, {"10", "1", "5", "6"}, 1, 1), "5.5");
  EXPECT_EQ(Of(AggregateFunction::kTrimmedMean, {"10", "1", "5"}, 2, 0), "1");
  EXPECT_EQ(Of(AggregateFunction::kTrimmedMean, {"10", "1", "5"}, 2, 1), "pending");
  EXPECT_EQ(Of(AggregateFunction::kTrimmedMean, {"10", "10", "10"}, 1, 1), "10");
}

TEST(Aggregate, TakesTheBestOfEachMatter) {
  std::vector<Member> members = Members({"3", "5", "2", "-1"});
  for (std::size_t i = 0; i < 3; ++i) members[i].weight = Rational(7);  // One matter …
  members[3].weight = Rational(8);                                      // … and another.
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kSumOfBest, members, 1, 0)), "4");
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kSumOfBest, members, 2, 0)), "7");
  EXPECT_EQ(Show(Aggregate(AggregateFunction::kSumOfBest, members, 9, 0)), "9");
}

std::vector<Rational> Numbers(const std::vector<std::int64_t>& values) {
  return {values.begin(), values.end()};
}

std::vector<std::string> Ranks(const std::vector<std::int64_t>& values, Ties ties,
                               bool ascending = false) {
  std::vector<std::string> ranks;
  for (std::size_t i = 0; i < values.size(); ++i)
    ranks.push_back(RankOf(Numbers(values), i, ties, ascending).ToString());
  return ranks;
}

TEST(Rank, SettlesTiesAsStated) {
  using List = std::vector<std::string>;
  EXPECT_EQ(Ranks({90, 85, 85, 70}, Ties::kSkip), (List{"1", "2", "2", "4"}));
  EXPECT_EQ(Ranks({90, 85, 85, 70}, Ties::kDense), (List{"1", "2", "2", "3"}));
  EXPECT_EQ(Ranks({90, 85, 85, 70}, Ties::kMean), (List{"1", "2.5", "2.5", "4"}));
  EXPECT_EQ(Ranks({90, 85, 85, 70}, Ties::kSkip, true), (List{"4", "2", "2", "1"}));
  EXPECT_EQ(Ranks({5, 5, 5}, Ties::kMean), (List{"2", "2", "2"}));
}

std::string Within(const std::vector<std::int64_t>& values, const Rational& places,
                   QuotaTies ties) {
  std::string taken;
  for (std::size_t i = 0; i < values.size(); ++i)
    taken += IsWithinQuota(Numbers(values), i, places, ties, false) ? 'y' : 'n';
  return taken;
}

TEST(Quota, TakesTiesAtTheEdgeWholeOrNotAtAll) {
  const std::vector<std::int64_t> values{90, 85, 85, 70};
  EXPECT_EQ(Within(values, Rational(0), QuotaTies::kWhole), "nnnn");
  EXPECT_EQ(Within(values, Rational(1), QuotaTies::kLeftOut), "ynnn");
  EXPECT_EQ(Within(values, Rational(2), QuotaTies::kLeftOut), "ynnn");
  EXPECT_EQ(Within(values, Rational(2), QuotaTies::kWhole), "yyyn");
  EXPECT_EQ(Within(values, Rational(3), QuotaTies::kLeftOut), "yyyn");
  EXPECT_EQ(Within(values, Rational::Fraction(7, 2), QuotaTies::kWhole), "yyyn");
  EXPECT_EQ(Within(values, Rational(9), QuotaTies::kLeftOut), "yyyy");
  EXPECT_EQ(Within(values, Rational(-1), QuotaTies::kWhole), "nnnn");
}

// The ways that sort once agree with those that count.
TEST(Rank, AllAtOnceAgreesWithOneByOne) {
  const unsigned seed = 20121231;
  std::printf("seed %u\n", seed);
  std::mt19937_64 random(seed);
  for (int round = 0; round < 300; ++round) {
    std::vector<Rational> values(random() % 12);
    for (Rational& value : values) value = Rational(static_cast<std::int64_t>(random() % 5));
    for (const bool ascending : {false, true}) {
      for (const Ties ties : {Ties::kSkip, Ties::kDense, Ties::kMean}) {
        const auto ranks = RanksOf(values, ties, ascending);
        for (std::size_t i = 0; i < values.size(); ++i)
          ASSERT_EQ(ranks[i], RankOf(values, i, ties, ascending));
      }
      for (const QuotaTies ties : {QuotaTies::kLeftOut, QuotaTies::kWhole}) {
        const auto last = LastPlaces(values, ties, ascending);
        const Rational places(static_cast<std::int64_t>(random() % 12));
        for (std::size_t i = 0; i < values.size(); ++i)
          ASSERT_EQ(last[i] <= places, IsWithinQuota(values, i, places, ties, ascending));
      }
    }
  }
}

}  // namespace
}  // namespace kaogong::scoring
