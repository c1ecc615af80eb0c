// SPDX-License-Identifier: Apache-2.0
#include "office/library/facts_sets.h"

#include "library_fixture.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

using store::IsOk;

class FactsSetsTest : public LibraryTest {};

TEST_P(FactsSetsTest, KeepsTheTablesAsTheyCame) {
  const Regulation made = MakeVillage();
  const Id id = UploadFacts(made.id, VillageTable());
  EXPECT_EQ(LastAct(), "facts_set.create");
  const auto set = GetFactsSet(*library_, leader_, id);
  ASSERT_TRUE(IsOk(set));
  EXPECT_EQ(set.value().slug, "sample");
  EXPECT_EQ(set.value().row_count, 4);  // Three villages and the whole.
  ASSERT_EQ(set.value().files.size(), 1U);
  EXPECT_EQ(set.value().files[0].name, "村.csv");
  const auto bytes = LoadFactsBytes(*library_, office_, id);
  ASSERT_TRUE(IsOk(bytes));
  EXPECT_EQ(*bytes.value().bytes[0], VillageTable());
}

TEST_P(FactsSetsTest, SameContentInAnotherFormHasTheSameHash) {
  const Regulation made = MakeVillage();
  const Id first = UploadFacts(made.id, VillageTable());
  const Id second = UploadFacts(made.id, "\xEF\xBB\xBF" + VillageTable());
  const auto hash = [&](Id id) { return GetFactsSet(*library_, office_, id).value().content_hash; };
  EXPECT_EQ(hash(first), hash(second));
  EXPECT_EQ(ListFactsSets(*library_, office_, made.id, {}).value().total, 2);
}

TEST_P(FactsSetsTest, EveryBadCellIsReportedAndNothingStored) {
  const Regulation made = MakeVillage();
  Issues issues;
  const auto refused =
      CreateFactsSet(*library_, office_,
                     {made.id,
                      2025,
                      "坏",
                      {{"村.csv", "村,粮食评分,环境评分\n甲村,七十,36\n乙村,60,99\n丙村,1,2,3\n"}}},
                     &issues);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_GE(issues.error_count(), 3U);
  EXPECT_EQ(Count(*pool_, "facts_set"), 0);
  EXPECT_EQ(Count(*pool_, "blob"), 0);
}

TEST_P(FactsSetsTest, BytesDecideWhatAFileIs) {
  const Regulation made = MakeVillage();
  for (const std::string& bytes : {std::string("\x89PNG\r\n\x1a\n"), std::string("PK\x03\x04zzz"),
                                   std::string("%PDF-1.7"), std::string("\0\0\0", 3)}) {
    Issues issues;
    const auto refused =
        CreateFactsSet(*library_, office_, {made.id, 2025, "坏", {{"村.xlsx", bytes}}}, &issues);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().code, ErrorCode::kInternal);
  }
}

TEST_P(FactsSetsTest, RefusesOddNamesYearsAndTooMuch) {
  const Regulation made = MakeVillage();
  Issues issues;
  const auto refused = CreateFactsSet(
      *library_, office_,
      {made.id, 0, "", {{"../村.csv", ""}, {"a/b.csv", ""}, {"村.csv", ""}, {"村.csv", ""}}},
      &issues);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().faults.size(), 5U);
  NewFactsSet many{made.id, 2025, "多", {}};
  for (std::size_t i = 0; i <= FactsLimits::kFilesMax; ++i)
    many.files.push_back({fmt::format("{}.csv", i), ""});
  EXPECT_EQ(CreateFactsSet(*library_, office_, many, &issues).error().code,
            ErrorCode::kLimitExceeded);
}

TEST_P(FactsSetsTest, NeverChangeInTheDatabase) {
  const Id id = UploadFacts(MakeVillage().id, VillageTable());
  const std::string where = " WHERE facts_set_id = " + std::to_string(id);
  for (const std::string& sql :
       {std::string("UPDATE facts_set SET year = 2024"), std::string("DELETE FROM facts_set"),
        "UPDATE facts_file SET name = 'x.csv'" + where, "DELETE FROM facts_file" + where,
        std::string("UPDATE blob SET size = 0"), std::string("DELETE FROM blob")}) {
    EXPECT_EQ(Refusal(sql), store::FailureKind::kImmutable) << sql;
  }
}

TEST_P(FactsSetsTest, RolesWithoutTheActAreRefused) {
  const Regulation made = MakeVillage();
  Issues issues;
  for (const Actor& actor : {leader_, clerk_}) {
    EXPECT_EQ(CreateFactsSet(*library_, actor, {made.id, 2025, "x", {{"村.csv", ""}}}, &issues)
                  .error()
                  .code,
              ErrorCode::kNotPermitted);
  }
  EXPECT_EQ(ListFactsSets(*library_, clerk_, std::nullopt, {}).error().code,
            ErrorCode::kNotPermitted);
}

KAOGONG_STORE_SUITE(FactsSetsTest);

}  // namespace
}  // namespace kaogong::office::library
