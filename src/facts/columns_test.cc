// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <limits>

#include "facts/builder.h"

namespace kaogong::facts {
namespace {

using internal::ParsePlain;
using internal::ParsePlainSlowly;

TEST(PlainNumber, IsReadAsByTheSlowWay) {
  const char* const texts[] = {"0",
                               "7",
                               "10",
                               "123",
                               "1234",
                               "12345",
                               "12345678",
                               "0.1",
                               "0.12",
                               "12.34",
                               "12345.67",
                               "1234.567",
                               "123456.78",
                               "99999999",
                               "-1",
                               "-12.50",
                               "007",
                               "00.50",
                               "1.2.3",
                               ".5",
                               "5.",
                               "1,5",
                               "12a",
                               "a",
                               " 1",
                               "1 ",
                               "１",
                               "",
                               "-",
                               "+1",
                               "1e3",
                               "1234/567",
                               "1234:567",
                               "123456789",
                               "999999999999.99",
                               "1\x80",
                               "\xFF\xFF",
                               "12.3\x80",
                               "123456789012345",
                               "1234567890123456"};
  for (const char* const text : texts) {
    for (int scale = 0; scale <= 6; ++scale) {
      std::int64_t fast = -1;
      std::int64_t slow = -1;
      EXPECT_EQ(ParsePlain(text, scale, &fast), ParsePlainSlowly(text, scale, &slow))
          << text << " scale " << scale;
      EXPECT_EQ(fast, slow) << text << " scale " << scale;
    }
  }
  for (int number = 0; number < 200'000; number += 7) {
    const std::string digits = std::to_string(number);
    const std::string text = digits + "." + digits.substr(0, 2);
    for (int scale = 0; scale <= 3; ++scale) {
      std::int64_t fast = -1;
      std::int64_t slow = -1;
      ASSERT_EQ(ParsePlain(text, scale, &fast), ParsePlainSlowly(text, scale, &slow)) << text;
      ASSERT_EQ(fast, slow) << text << " scale " << scale;
    }
  }
}

TEST(IdIndex, FindsTextsInOrderAndOutOfIt) {
  IdIndex index;
  std::vector<std::string> ids;
  const auto find_or_add = [&](const std::string& id) {
    const std::int32_t found = index.Find(id, ids);
    if (found >= 0) return found;
    ids.push_back(id);
    return static_cast<std::int32_t>(ids.size()) - 1;
  };
  EXPECT_EQ(index.Find("x", ids), -1);
  for (int i = 0; i < 300; ++i) EXPECT_EQ(find_or_add(std::to_string(i)), i);
  for (int i = 0; i < 300; i += 7) EXPECT_EQ(find_or_add(std::to_string(i)), i);
  EXPECT_EQ(find_or_add("300"), 300);  // Still in order.
  EXPECT_EQ(find_or_add("007"), 301);  // No longer.
  EXPECT_EQ(find_or_add("400"), 302);
  EXPECT_EQ(find_or_add("399"), 303);
  EXPECT_EQ(find_or_add("299"), 299);
  EXPECT_EQ(find_or_add("007"), 301);
  EXPECT_EQ(find_or_add("399"), 303);
}

// A kind 村 with one number of two places in each half of the year.
scheme::Scheme HalfYearlyScheme() {
  scheme::Scheme scheme;
  scheme.levels = scheme::BuiltinLevels();
  scheme.kinds.resize(2);
  scheme.kinds[0].name = "全体";
  scheme.kinds[0].parent = scheme::kNone;
  scheme.kinds[1].name = scheme.kinds[1].id_column = "村";
  scheme.kinds[1].fields = {0};
  scheme.fields.resize(1);
  scheme.fields[0].name = "粮食";
  scheme.fields[0].kind = 1;
  scheme.fields[0].places_max = 2;
  scheme.fields[0].level = scheme::kHalf;
  return scheme;
}

Facts Finished(Builder* builder) {
  Issues issues;
  Facts facts = builder->Finish(&issues);
  EXPECT_TRUE(issues.empty());
  return facts;
}

class ColumnsTest : public testing::Test {
 protected:
  void Set(const std::string& id, int period, const std::string& text) {
    const auto problem = builder_.SetCell(0, period, builder_.FindOrAdd(1, id), text);
    EXPECT_FALSE(problem.has_value()) << problem->message.en;
  }
  bool IsRefused(const std::string& id, int period, const std::string& text) {
    return builder_.SetCell(0, period, builder_.FindOrAdd(1, id), text).has_value();
  }

  scheme::Scheme scheme_ = HalfYearlyScheme();
  Builder builder_{scheme_};
};

TEST_F(ColumnsTest, KeepsNumbersInFourBytesWhileTheyFit) {
  Set("a", 0, "21474836.47");
  Set("a", 1, "21474836.48");
  Set("b", 0, "-21474836.46");
  Set("b", 1, "不适用");
  const Facts facts = Finished(&builder_);
  const Column& first = ColumnOf(scheme_, facts, 0, 0);
  EXPECT_FALSE(first.is_wide());
  EXPECT_EQ(first.UnitsOf(0), 2'147'483'647);
  EXPECT_EQ(first.UnitsOf(1), -2'147'483'646);
  EXPECT_TRUE(first.presence.empty());
  const Column& second = ColumnOf(scheme_, facts, 0, 1);
  EXPECT_TRUE(second.is_wide());
  EXPECT_EQ(second.UnitsOf(0), 2'147'483'648);
  EXPECT_EQ(second.UnitsOf(1), 0);
  EXPECT_EQ(second.PresenceOf(1), Presence::kNotApplicable);
  EXPECT_EQ(second.low, 0);  // A cell that is not there counts as 0.
  EXPECT_EQ(second.high, 2'147'483'648);
}

TEST_F(ColumnsTest, TakesTheNumbersThatMarkAbsenceInFourBytes) {
  Set("a", 0, "-21474836.47");
  Set("a", 1, "-21474836.48");
  const Facts facts = Finished(&builder_);
  for (const int period : {0, 1}) {
    const Column& column = ColumnOf(scheme_, facts, 0, period);
    EXPECT_EQ(column.PresenceOf(0), Presence::kPresent);
    EXPECT_EQ(column.UnitsOf(0), -2'147'483'647 - period);
    EXPECT_EQ(column.low, column.UnitsOf(0));
    EXPECT_EQ(column.high, column.UnitsOf(0));
  }
}

// Rows come 32 to a window; earlier ones are reached in their columns.
TEST_F(ColumnsTest, SetsCellsOfEarlierRows) {
  for (int i = 0; i < 100; ++i) Set(std::to_string(i), 0, std::to_string(i));
  for (int i = 0; i < 100; ++i) {
    if (i != 50) Set(std::to_string(i), 1, i == 99 ? "99999999.00" : "1");
  }
  EXPECT_FALSE(IsRefused("3", 0, "3.00"));
  EXPECT_TRUE(IsRefused("3", 0, "4"));
  EXPECT_TRUE(IsRefused("99", 0, "不适用"));
  const Facts facts = Finished(&builder_);
  const Column& first = ColumnOf(scheme_, facts, 0, 0);
  EXPECT_EQ(first.low, 0);
  EXPECT_EQ(first.high, 9900);
  EXPECT_TRUE(first.presence.empty());
  const Column& second = ColumnOf(scheme_, facts, 0, 1);
  EXPECT_TRUE(second.is_wide());
  EXPECT_EQ(second.UnitsOf(0), 100);
  EXPECT_EQ(second.UnitsOf(99), 9'999'999'900);
  EXPECT_EQ(second.PresenceOf(50), Presence::kMissing);
  EXPECT_EQ(second.low, 0);
}

std::string HashFrom(const std::vector<std::pair<std::string, std::string>>& cells) {
  const scheme::Scheme scheme = HalfYearlyScheme();
  Builder builder(scheme);
  for (const auto& [id, text] : cells) builder.SetCell(0, 0, builder.FindOrAdd(1, id), text);
  return Finished(&builder).content_hash;
}

TEST(FactsHash, IsOfTheContent) {
  const std::string hash = HashFrom({{"a", "1"}, {"b", "2.50"}});
  EXPECT_EQ(HashFrom({{"a", "1.00"}, {"b", "２．５"}}), hash);
  EXPECT_NE(HashFrom({{"a", "1"}, {"b", "2.51"}}), hash);
  EXPECT_NE(HashFrom({{"b", "2.50"}, {"a", "1"}}), hash);  // The official order is content.
  EXPECT_NE(HashFrom({{"a", "1"}, {"c", "2.50"}}), hash);
  EXPECT_NE(HashFrom({{"a", "0"}}), HashFrom({{"a", ""}}));
  EXPECT_NE(HashFrom({{"a", "不适用"}}), HashFrom({{"a", ""}}));
}

TEST(SetUnits, WidensColumnsAndBounds) {
  const scheme::Scheme scheme = HalfYearlyScheme();
  Builder builder(scheme);
  builder.SetCell(0, 0, builder.FindOrAdd(1, "a"), "1");
  builder.FindOrAdd(1, "b");
  Facts facts = Finished(&builder);
  SetUnits(scheme, 0, 0, 1, -5, &facts);
  const Column& column = ColumnOf(scheme, facts, 0, 0);
  EXPECT_EQ(column.UnitsOf(1), -5);
  EXPECT_EQ(column.PresenceOf(1), Presence::kPresent);
  EXPECT_EQ(column.low, -5);
  EXPECT_EQ(facts.content_hash, "");
  SetUnits(scheme, 0, 0, 0, std::int64_t{1} << 40U, &facts);
  EXPECT_TRUE(column.is_wide());
  EXPECT_EQ(column.UnitsOf(0), std::int64_t{1} << 40U);
  EXPECT_EQ(column.UnitsOf(1), -5);
}

}  // namespace
}  // namespace kaogong::facts
