// SPDX-License-Identifier: Apache-2.0
#include "facts/builder.h"

#include <gtest/gtest.h>

namespace kaogong::facts {
namespace {

using scheme::Type;

// Town 1, village 2 below it, records 3 below the village.
enum Field : scheme::FieldId { kScore, kShare, kCount, kDay, kChoice, kMonthly, kPoints };

scheme::Scheme MakeScheme() {
  scheme::Scheme scheme;
  scheme.year = 2012;
  scheme.levels = scheme::BuiltinLevels();
  scheme.texts = {"好"};
  const auto kind = [&](const char* name, scheme::KindId parent, bool is_record) {
    scheme::Kind made;
    made.name = name;
    made.parent = parent;
    made.is_record = is_record;
    made.parent_column = parent > 0 ? scheme.kind(parent).name : "";
    scheme.kinds.push_back(made);
  };
  kind("全体", scheme::kNone, false);
  kind("镇", 0, false);
  kind("村", 1, false);
  kind("奖", 2, true);
  const auto field = [&](const char* name, scheme::KindId of, auto&& change) {
    scheme::Field made;
    made.name = made.column = name;
    made.kind = of;
    made.places_max = 2;
    change(&made);
    scheme.kinds[static_cast<std::size_t>(of)].fields.push_back(
        static_cast<scheme::FieldId>(scheme.fields.size()));
    scheme.fields.push_back(made);
  };
  field("分", 2, [](scheme::Field* to) {
    to->range = scheme::Range{Decimal::FromInteger(0), Decimal::FromInteger(100), true, false};
  });
  field("率", 2, [](scheme::Field* to) { to->is_percent = true; });
  field("数", 2, [](scheme::Field* to) { to->places_max = 0; });
  field("日", 2, [](scheme::Field* to) { to->type = Type::kDate; });
  field("档", 2, [](scheme::Field* to) {
    to->type = Type::kText;
    to->options = {"好", "差"};
  });
  field("月", 2, [](scheme::Field* to) { to->level = scheme::kMonth; });
  field("奖分", 3, [](scheme::Field*) {});
  return scheme;
}

std::vector<std::int64_t> UnitsOf(const Column& column) {
  std::vector<std::int64_t> units;
  for (Row row = 0; row < static_cast<Row>(column.size()); ++row) units.push_back(column.UnitsOf(row));
  return units;
}

class FactsBuilder : public testing::Test {
 protected:
  std::string Set(scheme::FieldId field, std::string_view text, Row row = 0, int period = 0) {
    const auto problem = builder_.SetCell(field, period, row, text);
    if (!problem) return "";
    EXPECT_FALSE(problem->message.zh.empty() || problem->message.en.empty());
    return std::string(problem->code);
  }
  Facts Finish(std::vector<std::string_view> codes = {}) {
    Issues issues;
    Facts facts = builder_.Finish(&issues);
    std::vector<std::string_view> found;
    for (const Issue& issue : issues.list()) found.push_back(issue.code);
    EXPECT_EQ(found, codes);
    return facts;
  }
  const Column& ColumnAt(const Facts& facts, scheme::FieldId field, int period = 0) {
    return ColumnOf(scheme_, facts, field, period);
  }

  const scheme::Scheme scheme_ = MakeScheme();
  Builder builder_{scheme_};
};

TEST_F(FactsBuilder, AcceptsBothEndsThatBelongToARangeAndNoneBeyond) {
  builder_.FindOrAdd(2, "一");
  for (const char* inside : {"0", "0.00", "99.99", "１２．５"}) {
    Builder builder(scheme_);
    builder.FindOrAdd(2, "一");
    EXPECT_FALSE(builder.SetCell(kScore, 0, 0, inside).has_value()) << inside;
  }
  for (const char* outside : {"-0.01", "100", "100.00", "1E3"}) EXPECT_EQ(Set(kScore, outside), "facts.range");
}

TEST_F(FactsBuilder, RoundsNothing) {
  builder_.FindOrAdd(2, "一");
  EXPECT_EQ(Set(kScore, "1.005"), "facts.places");
  EXPECT_EQ(Set(kScore, "1.0050"), "facts.places");
  EXPECT_EQ(Set(kCount, "1.5"), "facts.places");
  EXPECT_EQ(Set(kCount, "1.0"), "");
  EXPECT_EQ(Set(kScore, "1.000"), "");
}

TEST_F(FactsBuilder, KeepsPercentagesAsFractions) {
  builder_.FindOrAdd(2, "一");
  builder_.FindOrAdd(2, "二");
  builder_.FindOrAdd(2, "三");
  for (Row row = 0; row < 3; ++row) builder_.SetParent(2, row, "东");
  builder_.FindOrAdd(1, "东");
  EXPECT_EQ(Set(kShare, "86", 0), "");
  EXPECT_EQ(Set(kShare, "86.00%", 1), "");
  EXPECT_EQ(Set(kShare, "860‰", 2), "");
  const Facts facts = Finish();
  const Column& column = ColumnAt(facts, kShare);
  EXPECT_EQ(column.scale, 4);
  EXPECT_EQ(UnitsOf(column), (std::vector<std::int64_t>{8600, 8600, 8600}));
}

TEST_F(FactsBuilder, RefusesNumbersPastEighteenDigits) {
  builder_.FindOrAdd(2, "一");
  EXPECT_EQ(Set(kCount, "999999999999999999"), "");
  EXPECT_EQ(Set(kCount, "1000000000000000000"), "number.too-long");
  // Eighteen digits as written, twenty with the two places of the field.
  EXPECT_EQ(Set(kMonthly, "999999999999999999"), "facts.too-large");
  EXPECT_EQ(Set(kMonthly, "0.1234567890123"), "facts.too-large");
}

TEST_F(FactsBuilder, TakesACellTwiceOnlyWithTheSameValue) {
  builder_.FindOrAdd(2, "一");
  EXPECT_EQ(Set(kScore, "5"), "");
  EXPECT_EQ(Set(kScore, "5.00"), "");
  EXPECT_EQ(Set(kScore, ""), "");
  EXPECT_EQ(Set(kScore, "6"), "facts.duplicate");
  EXPECT_EQ(Set(kScore, "不适用"), "facts.duplicate");
}

TEST_F(FactsBuilder, KnowsMissingFromNotApplicable) {
  for (const char* id : {"一", "二", "三"}) builder_.SetParent(2, builder_.FindOrAdd(2, id), "东");
  builder_.FindOrAdd(1, "东");
  EXPECT_EQ(Set(kScore, "7", 0), "");
  EXPECT_EQ(Set(kScore, "不适用", 1), "");
  const Facts facts = Finish();
  const Column& column = ColumnAt(facts, kScore);
  EXPECT_EQ(column.PresenceOf(0), Presence::kPresent);
  EXPECT_EQ(column.PresenceOf(1), Presence::kNotApplicable);
  EXPECT_EQ(column.PresenceOf(2), Presence::kMissing);
  EXPECT_EQ(column.low, 0);
  EXPECT_EQ(column.high, 700);
}

TEST_F(FactsBuilder, ReadsDaysAndChoices) {
  builder_.FindOrAdd(2, "一");
  EXPECT_EQ(Set(kDay, "2012-02-29"), "");
  EXPECT_EQ(Set(kDay, "2013-02-29"), "facts.date");
  EXPECT_EQ(Set(kChoice, "中"), "facts.option");
  EXPECT_EQ(Set(kChoice, "差"), "");
}

TEST_F(FactsBuilder, ARowHasOneParent) {
  const Row row = builder_.FindOrAdd(2, "一");
  EXPECT_FALSE(builder_.SetParent(2, row, "东").has_value());
  EXPECT_FALSE(builder_.SetParent(2, row, "东").has_value());
  const auto problem = builder_.SetParent(2, row, "西");
  ASSERT_TRUE(problem.has_value());
  EXPECT_EQ(problem->code, "facts.two-parents");
}

TEST_F(FactsBuilder, OrdersRowsByParentAndRemembersTheOfficialOrder) {
  builder_.FindOrAdd(1, "东");
  builder_.FindOrAdd(1, "西");
  for (const auto& [id, town] : {std::pair{"甲", "西"}, {"乙", "东"}, {"丙", "西"}, {"丁", "东"}})
    builder_.SetParent(2, builder_.FindOrAdd(2, id), town);
  for (const char* village : {"丙", "甲", "丙"})
    builder_.SetParent(3, builder_.FindOrAdd(3, ""), village);
  EXPECT_EQ(Set(kPoints, "1", 0), "");
  EXPECT_EQ(Set(kPoints, "2", 1), "");
  EXPECT_EQ(Set(kPoints, "3", 2), "");
  const Facts facts = Finish();
  const Table& villages = facts.table(2);
  EXPECT_EQ(villages.ids, (std::vector<std::string>{"乙", "丁", "甲", "丙"}));
  EXPECT_EQ(villages.order, (std::vector<Row>{2, 0, 3, 1}));
  EXPECT_EQ(villages.first_child, (std::vector<Row>{0, 2, 4}));
  EXPECT_EQ(UnitsOf(ColumnAt(facts, kPoints)), (std::vector<std::int64_t>{200, 100, 300}));
  const RowRange below = RowsBelow(scheme_, facts, 1, *facts.FindRow(1, "西"), 3);
  EXPECT_EQ(below.begin, 0);
  EXPECT_EQ(below.end, 3);
  EXPECT_EQ(RowAbove(scheme_, facts, 3, 2, 1), 1);
}

TEST_F(FactsBuilder, LeavesOutRowsWithoutAParentAndSaysSoOnce) {
  builder_.FindOrAdd(1, "东");
  builder_.SetParent(2, builder_.FindOrAdd(2, "一"), "东");
  builder_.SetParent(2, builder_.FindOrAdd(2, "二"), "北");
  builder_.SetParent(2, builder_.FindOrAdd(2, "三"), "北");
  builder_.FindOrAdd(2, "四");
  builder_.SetParent(3, builder_.FindOrAdd(3, ""), "二");  // Follows from its village: not said.
  const Facts facts = Finish({"facts.no-parent", "facts.unknown-parent"});
  EXPECT_EQ(facts.table(2).ids, std::vector<std::string>{"一"});
  EXPECT_EQ(facts.table(3).rows(), 0);
}

TEST_F(FactsBuilder, TheHashSeesContentAndNotOrderOfCells) {
  const auto hash = [&](bool backwards, const char* score, bool is_there) {
    Builder builder(scheme_);
    builder.FindOrAdd(1, "东");
    builder.SetParent(2, builder.FindOrAdd(2, "一"), "东");
    const auto set = [&](scheme::FieldId field, std::string_view text) {
      EXPECT_FALSE(builder.SetCell(field, 0, 0, text).has_value());
    };
    if (backwards) set(kCount, "3");
    if (is_there) set(kScore, score);
    if (!backwards) set(kCount, "3");
    Issues issues;
    return builder.Finish(&issues).content_hash;
  };
  EXPECT_EQ(hash(false, "5", true), hash(true, "5.00", true));
  EXPECT_NE(hash(false, "5", true), hash(false, "5.01", true));
  EXPECT_NE(hash(false, "0", true), hash(false, "0", false));
}

TEST_F(FactsBuilder, TheHashDoesNotSeeInWhichOrderTextsWereRead) {
  scheme::Scheme scheme = MakeScheme();
  scheme.fields[kChoice].options.clear();
  const auto hash = [&](const std::vector<Row>& order, const char* first) {
    Builder builder(scheme);
    builder.FindOrAdd(1, "东");
    for (const char* id : {"一", "二", "三"}) {
      builder.SetParent(2, builder.FindOrAdd(2, id), "东");
    }
    const std::vector<const char*> texts = {first, "乙", "丙"};
    for (const Row row : order) {
      const char* text = texts[static_cast<std::size_t>(row)];
      EXPECT_FALSE(builder.SetCell(kChoice, 0, row, text).has_value());
    }
    Issues issues;
    return builder.Finish(&issues).content_hash;
  };
  EXPECT_EQ(hash({0, 1, 2}, "甲"), hash({2, 0, 1}, "甲"));
  EXPECT_NE(hash({0, 1, 2}, "甲"), hash({0, 1, 2}, "乙"));
  EXPECT_NE(hash({0, 1, 2}, "甲"), hash({1, 2}, "甲"));
}

// The short way for plain digits gives what the long way gives, or leaves the cell to it.
TEST_F(FactsBuilder, TheShortWayAgreesWithTheLong) {
  for (const char* text : {"0", "5", "-5", "99.99", "99.999", "100", "1e2", "", "-", ".", "5.", ".5",
                           "00012.30", "999999999999999", "12.3.4", "+7", "１２"}) {
    for (const scheme::FieldId field : {kScore, kShare, kCount, kMonthly}) {
      Builder fast(scheme_);
      Builder slow(scheme_);
      for (Builder* builder : {&fast, &slow}) {
        builder->FindOrAdd(1, "东");
        builder->SetParent(2, builder->FindOrAdd(2, "一"), "东");
      }
      const bool taken = fast.WriterOf(field, 0).TrySet(0, text);
      const auto problem = slow.SetCell(field, 0, 0, text);
      if (!taken) continue;
      EXPECT_FALSE(problem.has_value()) << text << " in " << field;
      Issues issues;
      EXPECT_EQ(fast.Finish(&issues).content_hash, slow.Finish(&issues).content_hash) << text;
    }
  }
}

TEST_F(FactsBuilder, TheShortWayLeavesASecondValueToTheLong) {
  builder_.FindOrAdd(2, "一");
  ColumnWriter writer = builder_.WriterOf(kScore, 0);
  EXPECT_TRUE(writer.TrySet(0, "5"));
  EXPECT_TRUE(writer.TrySet(0, "5.0"));
  EXPECT_FALSE(writer.TrySet(0, "6"));
}

}  // namespace
}  // namespace kaogong::facts
