// SPDX-License-Identifier: Apache-2.0
#include "office/library/transfer.h"

#include "library_fixture.h"
#include "office/library/archive.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

using store::IsOk;

class TransferTest : public LibraryTest {
 protected:
  static std::string Pack(const std::string& folder, bool has_facts) {
    std::vector<ArchiveEntry> entries;
    for (const SourceFile& file : VillageFiles())
      entries.push_back({folder + file.path, file.text});
    if (has_facts) entries.push_back({folder + "facts/村.csv", VillageTable()});
    return WriteArchive(entries).value();
  }
};

TEST_P(TransferTest, ArchiveBecomesADraftNamedByItsFolder) {
  Issues issues;
  const auto made =
      ImportArchive(*library_, office_, Pack("village/2025/", true), "x.zip", {}, &issues);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().regulation.slug, "village");
  EXPECT_EQ(made.value().regulation.title, "样例镇村级考核办法");
  EXPECT_EQ(made.value().regulation.draft->label, "2025");
  ASSERT_TRUE(made.value().facts_set.has_value());
  EXPECT_EQ(LastAct(), "regulation.import");
}

TEST_P(TransferTest, NamesComeFromTheFileOrTheCallerToo) {
  Issues issues;
  EXPECT_EQ(ImportArchive(*library_, office_, Pack("", false), "village.zip", {}, &issues)
                .value()
                .regulation.slug,
            "village");
  const auto second = ImportArchive(*library_, office_, Pack("2025/", false), "a.zip",
                                    {"village", "2026"}, &issues);
  ASSERT_TRUE(IsOk(second));
  EXPECT_EQ(second.value().regulation.versions.size(), 2U);
  const auto odd = ImportArchive(*library_, office_, Pack("", false), "办法.zip", {}, &issues);
  ASSERT_FALSE(odd.ok());
  EXPECT_EQ(odd.error().faults[0].pointer, "/slug");
}

TEST_P(TransferTest, ExportedArchiveImportsToTheSameContent) {
  const Id version = PublishVillage();
  const auto archive = ExportArchive(*library_, clerk_, version);
  ASSERT_TRUE(IsOk(archive));
  Issues issues;
  const auto made =
      ImportArchive(*library_, office_, archive.value(), "x.zip", {"copy", ""}, &issues);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().regulation.draft->content_hash,
            GetVersion(*library_, office_, version).value().row.content_hash);
}

TEST_P(TransferTest, RefusedArchiveStoresNothing) {
  Issues issues;
  const std::string village = Pack("village/2025/", false);
  ASSERT_TRUE(IsOk(ImportArchive(*library_, office_, village, "x.zip", {}, &issues)));
  EXPECT_EQ(ImportArchive(*library_, office_, village, "x.zip", {}, &issues).error().code,
            ErrorCode::kConflict);
  const std::string strange =
      WriteArchive({{"a/regulation.md", VillageText()}, {"a/run.sh", "rm"}}).value();
  EXPECT_EQ(ImportArchive(*library_, office_, strange, "x.zip", {}, &issues).error().code,
            ErrorCode::kInvalidInput);
  const std::string bad_facts = WriteArchive({{"b/regulation.md", VillageText()},
                                              {"b/facts/村.csv", "村,粮食评分\n甲村,x\n"}})
                                    .value();
  EXPECT_EQ(ImportArchive(*library_, office_, bad_facts, "x.zip", {}, &issues).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_TRUE(issues.has_errors());
  EXPECT_EQ(
      ImportArchive(*library_, office_, WriteArchive({{"a.md", "x"}}).value(), "x.zip", {}, &issues)
          .error()
          .code,
      ErrorCode::kInvalidInput);
  EXPECT_EQ(ImportArchive(*library_, clerk_, Pack("c/", false), "x.zip", {}, &issues).error().code,
            ErrorCode::kNotPermitted);
  EXPECT_EQ(Count(*pool_, "regulation"), 1);
}

TEST_P(TransferTest, ShippedFolderIsPublishedAtOnce) {
  const std::filesystem::path folder =
      std::filesystem::path(KAOGONG_SOURCE_DIR) / "regulations/ganxi-village/2012";
  Issues issues;
  const auto made = ImportFolder(*library_, ProgramActor(), folder, {}, &issues);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().regulation.slug, "ganxi-village");
  ASSERT_TRUE(made.value().regulation.current.has_value());
  EXPECT_EQ(made.value().regulation.current->label, "2012");
  EXPECT_GT(made.value().regulation.current->cases_passed, 10);
  EXPECT_TRUE(made.value().facts_set.has_value());
  EXPECT_EQ(ImportFolder(*library_, ProgramActor(), folder / "cases", {}, &issues).error().code,
            ErrorCode::kNotFound);
}

KAOGONG_STORE_SUITE(TransferTest);

}  // namespace
}  // namespace kaogong::office::library
