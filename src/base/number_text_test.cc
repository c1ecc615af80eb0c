// SPDX-License-Identifier: Apache-2.0
#include "base/number_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <variant>

#include "base/decimal.h"

namespace kaogong {
namespace {

using ::testing::HasSubstr;

// Words a reading as "12.5", "12.5%", "12.5‰", "blank" or the code of the problem.
std::string Show(const NumberReading& reading) {
  if (std::holds_alternative<std::monostate>(reading)) return "blank";
  if (const auto* problem = std::get_if<NumberProblem>(&reading)) return std::string(problem->code);
  const auto& number = std::get<NumberText>(reading);
  const char* const unit = number.unit == NumberUnit::kPercent    ? "%"
                           : number.unit == NumberUnit::kPermille ? "‰"
                                                                  : "";
  return number.digits + unit;
}

struct NumberCase {
  std::string_view input;
  std::string_view want;
};

class NumberTextReading : public ::testing::TestWithParam<NumberCase> {};

TEST_P(NumberTextReading, Is) {
  EXPECT_EQ(Show(ReadNumberText(GetParam().input)), GetParam().want) << GetParam().input;
}

INSTANTIATE_TEST_SUITE_P(Plain, NumberTextReading,
                         ::testing::Values(NumberCase{"0", "0"}, NumberCase{"12", "12"},
                                           NumberCase{"12.50", "12.50"}, NumberCase{"007", "7"},
                                           NumberCase{"00.50", "0.50"}, NumberCase{".5", "0.5"},
                                           NumberCase{"5.", "5"}, NumberCase{"-3", "-3"},
                                           NumberCase{"+3", "3"}, NumberCase{"−3.5", "-3.5"},
                                           NumberCase{"-0", "0"}, NumberCase{"-0.00", "0.00"},
                                           NumberCase{" 12 ", "12"}, NumberCase{"　12\u00A0", "12"},
                                           NumberCase{"123456789012345678", "123456789012345678"},
                                           NumberCase{"000000000000000000001", "1"}));

INSTANTIATE_TEST_SUITE_P(Blank, NumberTextReading,
                         ::testing::Values(NumberCase{"", "blank"}, NumberCase{"   ", "blank"},
                                           NumberCase{"　", "blank"},
                                           NumberCase{"\t\r\n", "blank"}));

INSTANTIATE_TEST_SUITE_P(FullWidth, NumberTextReading,
                         ::testing::Values(NumberCase{"１２．５", "12.5"},
                                           NumberCase{"－１２", "-12"}, NumberCase{"＋１２", "12"},
                                           NumberCase{"１，２３４．５％", "1234.5%"},
                                           NumberCase{"（１２．５）", "-12.5"},
                                           NumberCase{"１．５Ｅ＋３", "1500"}));

INSTANTIATE_TEST_SUITE_P(
    Units, NumberTextReading,
    ::testing::Values(NumberCase{"86.5%", "86.5%"}, NumberCase{"86.5 ％", "86.5%"},
                      NumberCase{"3‰", "3‰"}, NumberCase{"-4.2%", "-4.2%"},
                      NumberCase{"12.5元", "number.unit"}, NumberCase{"12.5 万元", "number.unit"},
                      NumberCase{"3千", "number.unit"}, NumberCase{"12kg", "number.unit"},
                      NumberCase{"12.5%左右", "number.unit"}, NumberCase{"¥12.5", "number.unit"},
                      NumberCase{"12.5%%", "number.text"}, NumberCase{"5E", "number.unit"}));

INSTANTIATE_TEST_SUITE_P(
    Grouping, NumberTextReading,
    ::testing::Values(
        NumberCase{"1,234", "1234"}, NumberCase{"12,345,678.9", "12345678.9"},
        NumberCase{"-1,234", "-1234"}, NumberCase{"0,123", "123"},
        NumberCase{"12,34", "number.grouping"}, NumberCase{"1234,567", "number.grouping"},
        NumberCase{"1,2345", "number.grouping"}, NumberCase{",123", "number.grouping"},
        NumberCase{"1,234,", "number.grouping"}, NumberCase{"1.234,5", "number.grouping"},
        NumberCase{"1,,234", "number.grouping"}, NumberCase{"1,23.4", "number.grouping"},
        NumberCase{"1,234E2", "number.grouping"}));

INSTANTIATE_TEST_SUITE_P(
    Parentheses, NumberTextReading,
    ::testing::Values(NumberCase{"(12.5)", "-12.5"}, NumberCase{"( 3 )", "-3"},
                      NumberCase{"(0)", "0"}, NumberCase{"(12.5%)", "-12.5%"},
                      NumberCase{"(-3)", "number.text"}, NumberCase{"(3)%", "number.text"},
                      NumberCase{"(3", "number.text"}, NumberCase{"3)", "number.text"},
                      NumberCase{"()", "number.text"}, NumberCase{"(（3）)", "number.text"}));

INSTANTIATE_TEST_SUITE_P(
    Scientific, NumberTextReading,
    ::testing::Values(NumberCase{"1.5E+3", "1500"}, NumberCase{"1.5e3", "1500"},
                      NumberCase{"15E-1", "1.5"}, NumberCase{"1.50E1", "15.0"},
                      NumberCase{"1e-18", "0.000000000000000001"}, NumberCase{"0e99999999999", "0"},
                      NumberCase{"1e17", "100000000000000000"},
                      NumberCase{"1e18", "number.too-long"}, NumberCase{"1e-19", "number.too-long"},
                      NumberCase{"1e999999999999999999999", "number.too-long"},
                      NumberCase{"1e5.5", "number.text"}, NumberCase{"1e", "number.unit"}));

INSTANTIATE_TEST_SUITE_P(
    Problems, NumberTextReading,
    ::testing::Values(NumberCase{"1234567890123456789", "number.too-long"},
                      NumberCase{"0.1234567890123456789", "number.too-long"},
                      NumberCase{"三十二", "number.chinese"},
                      NumberCase{"一百二十点五", "number.chinese"},
                      NumberCase{"壹佰", "number.chinese"},
                      NumberCase{"百分之五", "number.chinese"},
                      NumberCase{"两万", "number.chinese"}, NumberCase{"无", "number.text"},
                      NumberCase{"/", "number.text"}, NumberCase{"-", "number.text"},
                      NumberCase{"——", "number.text"}, NumberCase{"约12", "number.text"},
                      NumberCase{"12-15", "number.text"}, NumberCase{"1 234", "number.text"},
                      NumberCase{"3.1.2", "number.text"}, NumberCase{"--3", "number.text"},
                      NumberCase{"- 3", "number.text"}, NumberCase{"=1+2", "number.text"},
                      NumberCase{"2012年3月", "number.text"}, NumberCase{".", "number.text"},
                      NumberCase{"NaN", "number.text"}, NumberCase{"0x10", "number.text"},
                      NumberCase{"点", "number.text"}, NumberCase{"\xFF", "number.text"}));

TEST(NumberText, NamesTheUnit) {
  const auto reading = ReadNumberText("12.5万元");
  const auto& problem = std::get<NumberProblem>(reading);
  EXPECT_THAT(problem.message.zh, HasSubstr("单位“万元”"));
  EXPECT_THAT(problem.message.en, HasSubstr("\"万元\""));
  EXPECT_FALSE(problem.hint.empty());
}

TEST(NumberText, CutsLongTextInMessages) {
  const auto reading = ReadNumberText(std::string(100'000, 'x'));
  EXPECT_LT(std::get<NumberProblem>(reading).message.zh.size(), 120U);
}

TEST(NumberText, ReadsEveryDecimalBackHoweverItIsWritten) {
  const std::uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const int scale = static_cast<int>(random() % 7);
    const auto units = static_cast<std::int64_t>(random() % 1'000'000'000'000U) - 500'000'000'000;
    const std::string plain = Decimal::FromUnits(units, scale).ToString();
    EXPECT_EQ(Show(ReadNumberText(plain)),
              units == 0 ? Decimal::FromUnits(0, scale).ToString() : plain);

    std::string grouped = plain;
    const std::size_t sign = grouped.starts_with('-') ? 1 : 0;
    for (std::size_t at = std::min(grouped.find('.'), grouped.size()); at > sign + 3;) {
      at -= 3;
      grouped.insert(at, ",");
    }
    EXPECT_EQ(Show(ReadNumberText(grouped)), plain) << grouped;
    std::string wide;
    for (const char byte : grouped)
      wide += std::string("\xEF\xBC") + static_cast<char>(byte + 0x60);
    EXPECT_EQ(Show(ReadNumberText(wide + "％")), plain + "%") << wide;
    EXPECT_EQ(Show(ReadNumberText(plain + "E+0")), plain);
  }
}

}  // namespace
}  // namespace kaogong
