// SPDX-License-Identifier: Apache-2.0
#include "document/chinese_number.h"

#include <gtest/gtest.h>

#include "base/utf8.h"

namespace kaogong::document {
namespace {

struct Amount {
  const char* yuan;
  const char* capitals;
};

TEST(AmountInCapitals, FollowsTheRulesOfAccounting) {
  for (const Amount& amount : {
           Amount{"12300", "壹万贰仟叁佰元整"},
           {"0", "零元整"},
           {"10", "壹拾元整"},
           {"0.5", "伍角整"},
           {"0.05", "伍分"},
           {"16409.02", "壹万陆仟肆佰零玖元零贰分"},
           {"325.04", "叁佰贰拾伍元零肆分"},
           {"1409.50", "壹仟肆佰零玖元伍角整"},
           {"6007.14", "陆仟零柒元壹角肆分"},
           {"1680.32", "壹仟陆佰捌拾元叁角贰分"},
           {"107000.53", "壹拾万柒仟元伍角叁分"},
           {"100000000", "壹亿元整"},
           {"100000001", "壹亿零壹元整"},
           {"1000000000000", "壹万亿元整"},
           {"1200000000000", "壹万贰仟亿元整"},
           {"9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
           {"-3", "负叁元整"},
       }) {
    EXPECT_EQ(AmountInCapitals(*Decimal::Parse(amount.yuan)), amount.capitals) << amount.yuan;
  }
}

TEST(AmountInCapitals, RefusesLessThanCents) {
  EXPECT_FALSE(AmountInCapitals(*Decimal::Parse("1.005")));
  EXPECT_TRUE(AmountInCapitals(*Decimal::Parse("1.050")));
}

// Amounts of every length, with zeros in every place.
std::vector<std::int64_t> ManyAmounts() {
  std::vector<std::int64_t> amounts;
  std::uint64_t state = 20120101;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    std::int64_t cents = 0;
    const int digits = 1 + static_cast<int>((state >> 33U) % 18);
    for (int digit = 0; digit < digits; ++digit) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      // Half the digits are zero: the rules differ only there.
      const auto drawn = static_cast<std::int64_t>((state >> 40U) % 20);
      cents = cents * 10 + (drawn < 10 ? 0 : drawn - 10);
    }
    amounts.push_back(cents % Decimal::kUnitsLimit);
  }
  return amounts;
}

TEST(AmountInCapitals, ReadsBackAsTheSameAmount) {
  for (const std::int64_t cents : ManyAmounts()) {
    const Decimal yuan = Decimal::FromUnits(cents, 2);
    const auto text = AmountInCapitals(yuan);
    ASSERT_TRUE(text);
    const auto read = ReadCapitals(*text);
    ASSERT_TRUE(read) << *text;
    ASSERT_EQ(*read, yuan) << *text;
  }
}

TEST(AmountInCapitals, NeverWritesTwoZerosOrEndsInOne) {
  for (const std::int64_t cents : ManyAmounts()) {
    const std::string text = *AmountInCapitals(Decimal::FromUnits(cents, 2));
    ASSERT_EQ(text.find("零零"), std::string::npos) << text;
    ASSERT_TRUE(text == "零元整" || text.find("零元") == std::string::npos) << text;
  }
}

TEST(ReadCapitals, AcceptsOtherSpellingsAndRefusesTheRest) {
  EXPECT_EQ(ReadCapitals("壹仟陆佰捌拾元零叁角贰分"), Decimal::Parse("1680.32"));
  EXPECT_EQ(ReadCapitals("壹万圆正"), Decimal::Parse("10000"));
  for (const char* const wrong : {"", "壹", "壹万", "一万元整", "壹万元整整", "元", "壹元叁", "abc"})
    EXPECT_FALSE(ReadCapitals(wrong)) << wrong;
}

TEST(InCharacters, ReadsAsPeopleSay) {
  EXPECT_EQ(InCharacters(0), "零");
  EXPECT_EQ(InCharacters(2), "二");
  EXPECT_EQ(InCharacters(10), "十");
  EXPECT_EQ(InCharacters(12), "十二");
  EXPECT_EQ(InCharacters(20), "二十");
  EXPECT_EQ(InCharacters(105), "一百零五");
  EXPECT_EQ(InCharacters(110), "一百一十");
  EXPECT_EQ(InCharacters(10'010), "一万零一十");
  EXPECT_EQ(InCharacters(-3), "负三");
}

}  // namespace
}  // namespace kaogong::document
