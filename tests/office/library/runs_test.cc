// SPDX-License-Identifier: Apache-2.0
#include "office/library/runs.h"

#include "library_fixture.h"
#include "office/library/transfer.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

using store::IsOk;

class RunsTest : public LibraryTest {
 protected:
  library::Run MakeRun(Id version, const Overrides& overrides = {}) {
    const Id regulation = GetVersion(*library_, office_, version).value().row.regulation;
    Issues issues;
    auto made = CreateRun(*library_, office_,
                          {version, UploadFacts(regulation, VillageTable()), overrides}, &issues);
    EXPECT_TRUE(IsOk(made));
    EXPECT_TRUE(issues.empty());
    return made.ok() ? std::move(made).value() : library::Run{};
  }

  std::int64_t StampOf(Id version) {
    return GetVersion(*library_, office_, version).value().row.version;
  }
};

TEST_P(RunsTest, AnyInstanceComputesTheSameResult) {
  const library::Run run = MakeRun(PublishVillage(), {{"加分上限", "5"}});
  EXPECT_EQ(LastAct(), "run.create");
  EXPECT_EQ(run.row.overrides, (Overrides{{"加分上限", "5"}}));
  Library other(*desk_);
  const auto opened = OpenRun(other, leader_, run.row.id);
  ASSERT_TRUE(IsOk(opened));
  EXPECT_NE(opened.value().evaluation, run.evaluation);
  EXPECT_EQ(opened.value().evaluation->result_hash, run.row.result_hash);
  EXPECT_EQ(OpenRun(other, leader_, run.row.id).value().evaluation, opened.value().evaluation);
  const auto replay = ReplayRun(other, auditor_, run.row.id);
  ASSERT_TRUE(IsOk(replay));
  EXPECT_TRUE(replay.value().is_identical);
}

TEST_P(RunsTest, RunOfADraftKeepsTheDraftAsItWas) {
  const Id version = MakeVillage().draft->id;
  const library::Run run = MakeRun(version);
  ASSERT_TRUE(
      IsOk(PutFile(*library_, office_, version, StampOf(version),
                   {"regulation.md", Replaced(VillageText(), "表彰次数 × 1", "表彰次数 × 2")})));
  Library other(*desk_);
  const auto opened = OpenRun(other, office_, run.row.id);
  ASSERT_TRUE(IsOk(opened));
  EXPECT_EQ(opened.value().evaluation->result_hash, run.row.result_hash);
}

TEST_P(RunsTest, AlteredStoreIsFoundOut) {
  const library::Run run = MakeRun(PublishVillage());
  // Somebody takes the guards away and edits the published text.
  const std::string text = Replaced(VillageText(), "加分上限 = 3", "加分上限 = 4");
  const std::vector<std::string_view> unguard =
      is_sqlite()
          ? std::vector<std::string_view>{}
          : std::vector<std::string_view>{"ALTER TABLE regulation_file DISABLE TRIGGER USER"};
  if (is_sqlite()) {
    std::vector<std::string> triggers;
    ASSERT_TRUE(IsOk(pool_->Read([&](store::Transaction& transaction) {
      return transaction.Query(
          "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'regulation_file'",
          {}, [&](const store::Row& row) { triggers.push_back(row.Get<std::string>(0)); });
    })));
    for (const std::string& name : triggers) Run(*pool_, {"DROP TRIGGER \"" + name + "\""});
  } else {
    for (const std::string_view sql : unguard) Run(*pool_, {sql});
  }
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) {
    return transaction.Execute("UPDATE regulation_file SET text = ? WHERE path = 'regulation.md'",
                               {text});
  })));
  Library other(*desk_);
  const auto opened = OpenRun(other, office_, run.row.id);
  ASSERT_FALSE(opened.ok());
  EXPECT_EQ(opened.error().code, ErrorCode::kConflict);
  EXPECT_FALSE(ReplayRun(*library_, auditor_, run.row.id).value().is_identical);
}

TEST_P(RunsTest, UnknownOverrideIsReported) {
  const Id version = PublishVillage();
  const Id regulation = GetVersion(*library_, office_, version).value().row.regulation;
  const Id facts = UploadFacts(regulation, VillageTable());
  Issues issues;
  const auto refused =
      CreateRun(*library_, office_, {version, facts, {{"没有的参数", "1"}}}, &issues);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_TRUE(issues.has_errors());
  EXPECT_EQ(Count(*pool_, "run"), 0);
}

TEST_P(RunsTest, NeverChangeInTheDatabase) {
  MakeRun(MakeVillage().draft->id, {{"加分上限", "5"}});
  for (const std::string_view table : {"run", "run_file", "run_override"}) {
    EXPECT_EQ(Refusal(fmt::format("DELETE FROM {}", table)), store::FailureKind::kImmutable)
        << table;
  }
  EXPECT_EQ(Refusal("UPDATE run SET year = 2000"), store::FailureKind::kImmutable);
}

TEST_P(RunsTest, RolesWithoutTheActAreRefused) {
  const library::Run run = MakeRun(PublishVillage());
  Issues issues;
  for (const Actor& actor : {leader_, clerk_}) {
    EXPECT_EQ(
        CreateRun(*library_, actor, {run.row.version, run.row.facts_set, {}}, &issues).error().code,
        ErrorCode::kNotPermitted);
    EXPECT_EQ(CompareVersions(*library_, actor,
                              {{run.row.version, {}}, {run.row.version, {}}, run.row.facts_set, ""},
                              Language::kChinese, &issues)
                  .error()
                  .code,
              ErrorCode::kNotPermitted);
  }
  EXPECT_EQ(OpenRun(*library_, clerk_, run.row.id).error().code, ErrorCode::kNotPermitted);
  EXPECT_TRUE(IsOk(OpenRun(*library_, leader_, run.row.id)));
  EXPECT_EQ(OpenRun(*library_, office_, 987654).error().code, ErrorCode::kNotFound);
}

TEST_P(RunsTest, ComparesWithOverrides) {
  const library::Run run = MakeRun(PublishVillage());
  Issues issues;
  const auto made = CompareVersions(
      *library_, office_,
      {{run.row.version, {}}, {run.row.version, {{"加分上限", "5"}}}, run.row.facts_set, ""},
      Language::kChinese, &issues);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().comparison.moved, 1U);
  EXPECT_EQ(made.value().before->result_hash, run.row.result_hash);
}

// A shipped regulation that imports another one, on the facts beside them.
TEST_P(RunsTest, ImportedRegulationsAreRunToo) {
  const std::filesystem::path root = std::filesystem::path(KAOGONG_SOURCE_DIR) / "regulations";
  Issues issues;
  const auto leader = ImportFolder(*library_, office_, root / "ganxi-leader/2012", {}, &issues);
  ASSERT_TRUE(IsOk(leader));
  const auto run = [&] {
    return CreateRun(*library_, office_, {leader.value().version, *leader.value().facts_set, {}},
                     &issues);
  };
  EXPECT_EQ(run().error().code, ErrorCode::kInvalidInput);
  for (const std::string folder : {"ganxi-village/2012", "ganxi-unit/2012"})
    ASSERT_TRUE(IsOk(ImportFolder(*library_, office_, root / folder, {}, &issues)));
  const auto made = run();
  ASSERT_TRUE(IsOk(made));
  EXPECT_GT(Count(*pool_, "run_import"), 0);
  Library other(*desk_);
  EXPECT_TRUE(ReplayRun(other, office_, made.value().row.id).value().is_identical);
}

KAOGONG_STORE_SUITE(RunsTest);

}  // namespace
}  // namespace kaogong::office::library
