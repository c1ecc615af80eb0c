// SPDX-License-Identifier: Apache-2.0
#include "base/rational.h"

#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_int.hpp>
#include <random>

namespace kaogong {
namespace {

using BigRational = boost::multiprecision::cpp_rational;

std::string Rounded(const Rational& value, int places, Rounding rounding) {
  const auto rounded = value.Round(places, rounding);
  return rounded ? rounded->ToString() : "none";
}

TEST(Rational, RoundsTiesAsEachModeSays) {
  struct Row {
    std::int64_t numerator, denominator;
    int places;
    const char *half_up, *half_even, *down, *up;
  };
  const Row rows[] = {{90365, 1000, 2, "90.37", "90.36", "90.36", "90.37"},
                      {-90365, 1000, 2, "-90.37", "-90.36", "-90.36", "-90.37"},
                      {1, 2, 0, "1", "0", "0", "1"},
                      {3, 2, 0, "2", "2", "1", "2"},
                      {-1, 2, 0, "-1", "0", "0", "-1"},
                      {2, 3, 4, "0.6667", "0.6667", "0.6666", "0.6667"},
                      {5, 1, 2, "5.00", "5.00", "5.00", "5.00"}};
  for (const Row& row : rows) {
    const Rational value = Rational::Fraction(row.numerator, row.denominator);
    EXPECT_EQ(Rounded(value, row.places, Rounding::kHalfUp), row.half_up);
    EXPECT_EQ(Rounded(value, row.places, Rounding::kHalfEven), row.half_even);
    EXPECT_EQ(Rounded(value, row.places, Rounding::kDown), row.down);
    EXPECT_EQ(Rounded(value, row.places, Rounding::kUp), row.up);
  }
}

TEST(Rational, KeepsQuotientsExactUntilRounding) {
  const Rational third = Quotient(Rational(1), Rational(3));
  EXPECT_EQ(Rounded(third * *Decimal::Parse("0.015"), 2, Rounding::kHalfUp), "0.01");
  EXPECT_EQ(third * Rational(3), Rational(1));
}

TEST(Rational, RefusesMoreThanEighteenDigits) {
  const Rational large = Rational(999'999'999'999'999'999);
  EXPECT_EQ(Rounded(large, 0, Rounding::kHalfUp), "999999999999999999");
  EXPECT_EQ(Rounded(large + Rational(1), 0, Rounding::kHalfUp), "none");
  EXPECT_EQ(Rounded(large, 1, Rounding::kHalfUp), "none");
}

// Against Boost's own rationals, from values that fit 128 bits to values that do not.
TEST(Rational, AgreesWithArbitraryPrecision) {
  const unsigned seed = 20121231;
  std::printf("seed %u\n", seed);
  std::mt19937_64 random(seed);
  const auto number = [&] {
    return static_cast<std::int64_t>(random() >> (random() % 50 + 2)) - 1000;
  };
  for (int round = 0; round < 2000; ++round) {
    const std::int64_t first = number();
    const std::int64_t second = std::abs(number()) + 1;
    Rational value = Rational::Fraction(first, second);
    BigRational big(first, second);
    for (int step = 0; step < 6; ++step) {
      const std::int64_t top = number();
      const std::int64_t bottom = std::abs(number()) + 1;
      const Rational operand = Rational::Fraction(top, bottom);
      const BigRational big_operand(top, bottom);
      switch (random() % 4) {
        case 0:
          value = value + operand;
          big += big_operand;
          break;
        case 1:
          value = value - operand;
          big -= big_operand;
          break;
        case 2:
          value = value * operand;
          big *= big_operand;
          break;
        default:
          if (operand.is_zero()) break;
          value = Quotient(value, operand);
          big /= big_operand;
          break;
      }
      const int order = big.compare(big_operand);
      ASSERT_EQ((value <=> operand) < 0, order < 0);
      ASSERT_EQ(value == operand, order == 0);
    }
    const auto exact = value.ExactDecimal();
    if (!exact) {
      ASSERT_EQ(BigRational(value.ToString()), big);
    }
  }
}

TEST(Rational, RootsAndLogarithmsHaveThirtyPlaces) {
  const auto digits = [](const std::optional<Rational>& value) {
    // 30 places as a whole number over 10^30.
    return (*value * *Rational(10).Power(Rational(30))).ToString();
  };
  EXPECT_EQ(digits(Rational(2).SquareRoot()), "1414213562373095048801688724210");
  EXPECT_EQ(Rational(1).NaturalLogarithm(), Rational());
  EXPECT_EQ(digits(Rational(2).NaturalLogarithm()), "693147180559945309417232121458");
  EXPECT_EQ(digits(Rational(2).Power(Rational::Fraction(1, 3))), "1259921049894873164767210607278");
  EXPECT_FALSE(Rational(-1).SquareRoot());
  EXPECT_FALSE(Rational(0).NaturalLogarithm());
  EXPECT_EQ(Rational(0).Power(Rational::Fraction(1, 4)), Rational(0));
}

TEST(Allocate, AddsUpAndGivesTheRestToTheLargestRemainders) {
  const auto shares = Allocate(*Decimal::Parse("100.00"), {Rational(1), Rational(1), Rational(1)});
  EXPECT_EQ(shares[0].ToString(), "33.34");
  EXPECT_EQ(shares[1].ToString(), "33.33");
  EXPECT_EQ(shares[2].ToString(), "33.33");
  for (const Decimal& share : Allocate(*Decimal::Parse("5"), {Rational(0), Rational(0)})) {
    EXPECT_TRUE(share.is_zero());
  }
}

TEST(Decimal, ReadsAndWritesDigits) {
  for (const char* text : {"0", "-0.5", "12.50", "999999999999999999", "0.000000000001"}) {
    ASSERT_TRUE(Decimal::Parse(text)) << text;
    EXPECT_EQ(Decimal::Parse(text)->ToString(), text);
  }
  for (const char* text :
       {"", ".", "1.", "1e3", "1,000", "1000000000000000000", "0.0000000000001", "１"}) {
    EXPECT_FALSE(Decimal::Parse(text)) << text;
  }
  EXPECT_EQ(*Decimal::Parse("1.50"), *Decimal::Parse("1.5"));
  EXPECT_LT(*Decimal::Parse("-1.5"), *Decimal::Parse("0.001"));
}

}  // namespace
}  // namespace kaogong
