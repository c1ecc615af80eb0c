// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <gtest/gtest.h>

#include "base/rational.h"

namespace kaogong {
namespace {

// Returns the number as it comes back, or "-" for none.
std::string Read(std::string_view text) {
  const auto number = Decimal::Parse(text);
  return number ? number->ToString() : "-";
}

TEST(Decimal, ReadsDigitsAndKeepsTheirPlaces) {
  EXPECT_EQ(Read("0"), "0");
  EXPECT_EQ(Read("-0"), "0");
  EXPECT_EQ(Read("+7"), "7");
  EXPECT_EQ(Read("1.50"), "1.50");
  EXPECT_EQ(Read("-0.050"), "-0.050");
  EXPECT_EQ(Read(".5"), "0.5");
  EXPECT_EQ(Read("000012"), "12");
}

TEST(Decimal, RefusesWhatIsNoPlainNumber) {
  for (const char* text : {"", "-", "+", ".", "5.", "1..2", "1.2.3", "1e3", " 1", "1 ", "１", "--1",
                           "1,000", "0x10", "1%"}) {
    EXPECT_EQ(Read(text), "-") << text;
  }
}

TEST(Decimal, HoldsEighteenDigitsAndTwelvePlaces) {
  EXPECT_EQ(Read("999999999999999999"), "999999999999999999");
  EXPECT_EQ(Read("-999999999999999999"), "-999999999999999999");
  EXPECT_EQ(Read("1000000000000000000"), "-");
  EXPECT_EQ(Read("0.123456789012"), "0.123456789012");
  EXPECT_EQ(Read("0.1234567890120"), "-");
  EXPECT_EQ(Read("999999.999999999999"), "999999.999999999999");
  EXPECT_EQ(Read("9999999.999999999999"), "-");
  EXPECT_EQ(Read("000000000000000000000001"), "1");
}

TEST(Decimal, ComparesValuesOfAnyScale) {
  const auto number = [](const char* text) { return *Decimal::Parse(text); };
  EXPECT_EQ(number("1.50"), number("1.5"));
  EXPECT_EQ(number("-0.0"), number("0"));
  EXPECT_LT(number("-1.5"), number("-1.49"));
  EXPECT_LT(number("999999.999999999998"), number("999999.999999999999"));
  EXPECT_GT(number("999999999999999999"), number("0.000000000001"));
  EXPECT_LT(number("-999999999999999999"), number("-0.000000000001"));
}

TEST(Decimal, DropsTrailingZerosOnlyBehindThePoint) {
  EXPECT_EQ(Decimal::Parse("100")->Trimmed().ToString(), "100");
  EXPECT_EQ(Decimal::Parse("1.500")->Trimmed().ToString(), "1.5");
  EXPECT_EQ(Decimal::Parse("0.00")->Trimmed().ToString(), "0");
  EXPECT_EQ(Decimal::Parse("-2.10")->Trimmed().ToString(), "-2.1");
}

TEST(Decimal, PowersOfTenReachEighteen) {
  EXPECT_EQ(PowerOfTen(0), 1);
  EXPECT_EQ(PowerOfTen(18), Decimal::kUnitsLimit);
  EXPECT_DEATH(PowerOfTen(19), "");
  EXPECT_DEATH(PowerOfTen(-1), "");
  EXPECT_DEATH(Decimal::FromUnits(Decimal::kUnitsLimit, 0), "");
  EXPECT_DEATH(Decimal::FromUnits(-Decimal::kUnitsLimit, 0), "");
  EXPECT_DEATH(Decimal::FromUnits(1, 13), "");
}

// Each mode at, just below and just above a tie, on both sides of zero, at an even and an odd digit.
TEST(Rounding, OfEachModeAroundTies) {
  struct Row {
    const char* value;
    const char *half_up, *half_even, *down, *up;
  };
  const Row rows[] = {{"2.4999999999", "2", "2", "2", "3"}, {"2.5", "3", "2", "2", "3"},
                      {"2.5000000001", "3", "3", "2", "3"}, {"3.5", "4", "4", "3", "4"},
                      {"-2.4999999999", "-2", "-2", "-2", "-3"}, {"-2.5", "-3", "-2", "-2", "-3"},
                      {"-2.5000000001", "-3", "-3", "-2", "-3"}, {"-3.5", "-4", "-4", "-3", "-4"},
                      {"0.5", "1", "0", "0", "1"}, {"-0.5", "-1", "0", "0", "-1"},
                      {"3", "3", "3", "3", "3"}, {"-3", "-3", "-3", "-3", "-3"}};
  for (const Row& row : rows) {
    const Rational value(*Decimal::Parse(row.value));
    const auto rounded = [&](Rounding rounding) { return value.Round(0, rounding)->ToString(); };
    EXPECT_EQ(rounded(Rounding::kHalfUp), row.half_up) << row.value;
    EXPECT_EQ(rounded(Rounding::kHalfEven), row.half_even) << row.value;
    EXPECT_EQ(rounded(Rounding::kDown), row.down) << row.value;
    EXPECT_EQ(rounded(Rounding::kUp), row.up) << row.value;
  }
}

// A third is on neither side of a tie at any place; the last places are where digits could be lost.
TEST(Rounding, OfFractionsAtTheLastPlaces) {
  const Rational third = Rational::Fraction(1, 3);
  EXPECT_EQ(third.Round(12, Rounding::kHalfUp)->ToString(), "0.333333333333");
  EXPECT_EQ(third.Round(12, Rounding::kUp)->ToString(), "0.333333333334");
  const Rational large = third + Rational(333'333);
  EXPECT_EQ(large.Round(12, Rounding::kHalfEven)->ToString(), "333333.333333333333");
  EXPECT_FALSE((large + Rational(1'000'000)).Round(12, Rounding::kDown).has_value());
  // What rounds up to one digit too many.
  const Rational edge = Rational(999'999'999'999'999'999) + Rational::Fraction(1, 2);
  EXPECT_FALSE(edge.Round(0, Rounding::kHalfUp).has_value());
  EXPECT_FALSE(edge.Round(0, Rounding::kHalfEven).has_value());
  EXPECT_EQ(edge.Round(0, Rounding::kDown)->ToString(), "999999999999999999");
}

}  // namespace
}  // namespace kaogong
