// SPDX-License-Identifier: Apache-2.0
#include "explain/shown.h"

#include <gtest/gtest.h>

namespace kaogong::explain {
namespace {

constexpr Language kZh = Language::kChinese;
constexpr Language kEn = Language::kEnglish;

Rational Number(std::string_view text) { return *Decimal::Parse(text); }

TEST(ShowNumber, KeepsTheStatedPlaces) {
  EXPECT_EQ(ShowNumber(Number("36"), {Scale::kPlain, "分", 2}, kZh), "36.00");
  EXPECT_EQ(ShowNumber(Number("36.10"), {}, kZh), "36.1");
  // More digits than the places are never cut.
  EXPECT_EQ(ShowNumber(Number("36.125"), {Scale::kPlain, {}, 2}, kZh), "36.125");
}

TEST(ShowNumber, SaysThatAFractionIsRounded) {
  EXPECT_EQ(ShowNumber(Rational::Fraction(1, 3), {}, kZh), "约 0.333333");
  EXPECT_EQ(ShowNumber(Rational::Fraction(2, 3), {}, kEn), "about 0.666667");
  EXPECT_EQ(ShowNumber(Rational::Fraction(90, 97), {Scale::kPercent, {}, -1}, kZh), "约 92.78%");
}

TEST(ShowNumber, GroupsThousandsOnlyBeforeThePoint) {
  const Measure plain;
  EXPECT_EQ(ShowNumber(Number("1501"), plain, kZh, Grouping::kThousands), "1,501");
  EXPECT_EQ(ShowNumber(Number("-1234567.8901"), plain, kZh, Grouping::kThousands), "-1,234,567.8901");
  EXPECT_EQ(ShowNumber(Number("-999"), plain, kZh, Grouping::kThousands), "-999");
  EXPECT_EQ(ShowNumber(Number("1501"), plain, kZh), "1501");
}

TEST(ShowQuantity, TellsPercentFromPercentagePoints) {
  EXPECT_EQ(ShowQuantity(Number("0.865"), {Scale::kPercent, {}, -1}, kZh), "86.5%");
  EXPECT_EQ(ShowQuantity(Number("0.025"), {Scale::kPercentagePoint, {}, -1}, kZh), "2.5 个百分点");
  EXPECT_EQ(ShowQuantity(Number("0.025"), {Scale::kPercentagePoint, {}, -1}, kEn),
            "2.5 percentage points");
}

TEST(ShowQuantity, NamesUnitsInTheLanguage) {
  EXPECT_EQ(ShowQuantity(Number("2"), {Scale::kPlain, "分", -1}, kZh), "2 分");
  EXPECT_EQ(ShowQuantity(Number("2"), {Scale::kPlain, "分", -1}, kEn), "2 points");
  EXPECT_EQ(ShowQuantity(Number("1"), {Scale::kPlain, "分", -1}, kEn), "1 point");
  EXPECT_EQ(ShowQuantity(Number("2"), {Scale::kPlain, "株", -1}, kEn), "2 株");
}

TEST(ShowValue, ShowsEveryTypeAndState) {
  facts::Facts facts;
  facts.texts = {"优秀", "良好"};
  const auto show = [&](const scoring::Value& value, scheme::Type type, Language language) {
    return ShowValue(facts, value, type, {}, language);
  };
  EXPECT_EQ(show(scoring::Value::Of(Rational(1)), scheme::Type::kText, kEn), "良好");
  EXPECT_EQ(show(scoring::Value::Of(Rational(9)), scheme::Type::kText, kEn), "9");
  EXPECT_EQ(show(scoring::Value::Truth(true), scheme::Type::kBoolean, kZh), "是");
  EXPECT_EQ(show(scoring::Value::Truth(false), scheme::Type::kBoolean, kEn), "no");
  EXPECT_EQ(show(scoring::Value::Of(Rational(15430)), scheme::Type::kDate, kZh), "2012-03-31");
  EXPECT_EQ(show(scoring::Value::Without(scoring::State::kPending), scheme::Type::kNumber, kZh), "待定");
  EXPECT_EQ(show(scoring::Value::Without(scoring::State::kNoBand), scheme::Type::kNumber, kEn),
            "cannot be computed");
}

TEST(JoinAbout, DropsTheBlankAfterAChineseCharacter) {
  EXPECT_EQ(JoinAbout("完成 约 92.78%"), "完成约 92.78%");
  EXPECT_EQ(JoinAbout("5 × 约 0.333333"), "5 × 约 0.333333");
  EXPECT_EQ(JoinAbout(" 约 1"), " 约 1");
}

}  // namespace
}  // namespace kaogong::explain
