// SPDX-License-Identifier: Apache-2.0
#include "office/library/regulations.h"

#include "library_fixture.h"
#include "texts.h"

namespace kaogong::office::library {
namespace {

using store::IsOk;

class RegulationsTest : public LibraryTest {
 protected:
  std::int64_t StampOf(Id version) {
    return GetVersion(*library_, office_, version).value().row.version;
  }
};

TEST_P(RegulationsTest, NewOneBeginsAsASoundDraft) {
  const auto made = CreateRegulation(*library_, office_, {"town", "镇考核办法", "", {}, {}});
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().slug, "town");
  EXPECT_FALSE(made.value().current.has_value());
  ASSERT_TRUE(made.value().draft.has_value());
  const VersionRow& draft = *made.value().draft;
  EXPECT_EQ(draft.label, "2025");
  EXPECT_EQ(draft.effective_from, "2025-01-01");
  EXPECT_EQ(draft.errors, 0);
  EXPECT_EQ(draft.warnings, 0);
  EXPECT_EQ(draft.cases_passed, 1);
  EXPECT_EQ(draft.cases_failed, 0);
  EXPECT_EQ(LastAct(), "regulation.create");
}

TEST_P(RegulationsTest, RefusesBadNamesAllAtOnce) {
  const auto made = CreateRegulation(*library_, office_, {"Bad Slug", "", "a\nb", {}, {}});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, ErrorCode::kInvalidInput);
  ASSERT_EQ(made.error().faults.size(), 3U);
  EXPECT_EQ(made.error().faults[0].pointer, "/slug");
  EXPECT_EQ(made.error().faults[1].pointer, "/title");
  EXPECT_EQ(made.error().faults[2].pointer, "/label");
  MakeVillage();
  const auto again = CreateRegulation(*library_, office_, {"sample", "另一个", "", {}, {}});
  ASSERT_FALSE(again.ok());
  EXPECT_EQ(again.error().faults[0].pointer, "/slug");
}

TEST_P(RegulationsTest, EditingChecksAndNotesWhatItFound) {
  const Regulation made = MakeVillage();
  const Id version = made.draft->id;
  EXPECT_EQ(made.draft->errors, 0);
  const auto put =
      PutFile(*library_, office_, version, StampOf(version),
              {"regulation.md", Replaced(VillageText(), "计分 粮食评分", "计分 粮食平分")});
  ASSERT_TRUE(IsOk(put));
  EXPECT_GT(put.value().row.errors, 0);
  EXPECT_NE(put.value().row.content_hash, made.draft->content_hash);
  EXPECT_EQ(put.value().row.updated_by, "office");
  EXPECT_EQ(LastAct(), "regulation_version.edit");
  const auto file = GetFile(*library_, office_, version, "regulation.md");
  ASSERT_TRUE(IsOk(file));
  EXPECT_NE(file.value().file.text.find("粮食平分"), std::string::npos);
}

TEST_P(RegulationsTest, StaleStampIsAConflictAndNothingIsWritten) {
  const Regulation made = MakeVillage();
  const Id version = made.draft->id;
  const std::int64_t seen = StampOf(version);
  ASSERT_TRUE(IsOk(PutFile(*library_, office_, version, seen, {"README.md", "甲"})));
  const auto late = PutFile(*library_, office_, version, seen, {"README.md", "乙"});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  EXPECT_EQ(GetFile(*library_, office_, version, "README.md").value().file.text, "甲");
}

TEST_P(RegulationsTest, FilesWithOddPathsAreRefused) {
  const Id version = MakeVillage().draft->id;
  for (const std::string path : {"../a.md", "/a.md", "facts/村.csv", "a.sh", "cases/a.yml"}) {
    const auto put = PutFile(*library_, office_, version, StampOf(version), {path, "x"});
    ASSERT_FALSE(put.ok()) << path;
    EXPECT_EQ(put.error().code, ErrorCode::kInvalidInput);
  }
  const auto gone = DeleteFile(*library_, office_, version, StampOf(version), "regulation.md");
  ASSERT_FALSE(gone.ok());
  EXPECT_EQ(gone.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(DeleteFile(*library_, office_, version, StampOf(version), "no.md").error().code,
            ErrorCode::kNotFound);
}

TEST_P(RegulationsTest, UnsoundDraftIsNotPublished) {
  const Id version = MakeVillage().draft->id;
  ASSERT_TRUE(
      IsOk(PutFile(*library_, office_, version, StampOf(version),
                   {"cases/01-bonus.yaml", Replaced(VillageCase(), "总分: 89", "总分: 91")})));
  Issues issues;
  const auto refused = PublishVersion(*library_, office_, version, StampOf(version), &issues);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_FALSE(issues.empty());
  EXPECT_EQ(GetVersion(*library_, office_, version).value().row.state(), VersionState::kDraft);
}

TEST_P(RegulationsTest, PublishedVersionIsFrozenInTheProgramAndInTheDatabase) {
  const Id version = PublishVillage();
  EXPECT_EQ(LastAct(), "regulation_version.publish");
  const auto put = PutFile(*library_, office_, version, StampOf(version), {"README.md", "改"});
  ASSERT_FALSE(put.ok());
  EXPECT_EQ(put.error().code, ErrorCode::kConflict);
  const std::string id = std::to_string(version);
  const std::string zeros(64, '0');
  for (const std::string& sql :
       {"UPDATE regulation_version SET label = 'x' WHERE id = " + id,
        "UPDATE regulation_version SET content_hash = '" + zeros + "' WHERE id = " + id,
        "UPDATE regulation_version SET published_at = NULL, published_by = NULL WHERE id = " + id,
        "DELETE FROM regulation_version WHERE id = " + id,
        "UPDATE regulation_file SET text = 'x' WHERE version_id = " + id,
        "DELETE FROM regulation_file WHERE version_id = " + id,
        "INSERT INTO regulation_file (version_id, path, text, size, sha256) VALUES (" + id +
            ", 'params/a.yaml', 'x', 1, '" + zeros + "')"}) {
    EXPECT_EQ(Refusal(sql), store::FailureKind::kImmutable) << sql;
  }
  EXPECT_EQ(LoadSources(*library_, office_, version).value().content_hash,
            GetVersion(*library_, office_, version).value().row.content_hash);
}

TEST_P(RegulationsTest, WithdrawingTakesAReasonAndOnce) {
  const Id version = PublishVillage();
  EXPECT_EQ(WithdrawVersion(*library_, office_, version, StampOf(version), " ").error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(WithdrawVersion(*library_, office_, version, StampOf(version) - 1, "有误").error().code,
            ErrorCode::kConflict);
  const auto withdrawn = WithdrawVersion(*library_, office_, version, StampOf(version), "有误");
  ASSERT_TRUE(IsOk(withdrawn));
  EXPECT_EQ(withdrawn.value().row.state(), VersionState::kWithdrawn);
  EXPECT_EQ(withdrawn.value().row.withdraw_reason, "有误");
  EXPECT_EQ(WithdrawVersion(*library_, office_, version, StampOf(version), "再").error().code,
            ErrorCode::kConflict);
}

TEST_P(RegulationsTest, CurrentIsWhatIsInForceToday) {
  const Id first = PublishVillage();
  const Regulation made =
      GetRegulation(*library_, office_,
                    GetVersion(*library_, office_, first).value().row.regulation)
          .value();
  const auto next = CreateVersion(*library_, office_, made.id, {"2026", first});
  ASSERT_TRUE(IsOk(next));
  const auto put = PutFile(*library_, office_, next.value().row.id, 1,
                           {"regulation.md", Replaced(VillageText(), "施行: 2025", "施行: 2026")});
  ASSERT_TRUE(IsOk(put));
  Issues issues;
  ASSERT_TRUE(IsOk(PublishVersion(*library_, office_, next.value().row.id, 2, &issues)));
  EXPECT_EQ(GetRegulation(*library_, clerk_, made.id).value().current->id, first);
  clock_.now = Instant::Parse("2026-02-01T00:00:00Z").value();
  EXPECT_EQ(GetRegulation(*library_, clerk_, made.id).value().current->id, next.value().row.id);
  EXPECT_EQ(CreateVersion(*library_, office_, made.id, {"2026", first}).error().code,
            ErrorCode::kInvalidInput);
}

TEST_P(RegulationsTest, DraftsDoNotExistForWhoMayNotSeeThem) {
  const Regulation made = MakeVillage();
  const Id version = made.draft->id;
  EXPECT_EQ(GetVersion(*library_, clerk_, version).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(GetRegulation(*library_, clerk_, made.id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(LoadSources(*library_, leader_, version).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ListRegulations(*library_, clerk_, {}).value().total, 0);
  EXPECT_EQ(ListRegulations(*library_, auditor_, {}).value().total, 1);
  ASSERT_TRUE(IsOk(GetVersion(*library_, auditor_, version)));
}

TEST_P(RegulationsTest, OnlyTheOfficeEditsAndPublishes) {
  const Regulation made = MakeVillage();
  const Id version = made.draft->id;
  Issues issues;
  for (const Actor& actor : {auditor_, leader_, clerk_}) {
    const auto create = CreateRegulation(*library_, actor, {"x", "x", "", {}, {}});
    EXPECT_EQ(create.error().code, ErrorCode::kNotPermitted);
    // A draft does not exist for who may not see drafts.
    const bool sees_drafts = MayDo(actor, Act::kViewDrafts);
    EXPECT_EQ(PutFile(*library_, actor, version, StampOf(version), {"README.md", ""}).error().code,
              sees_drafts ? ErrorCode::kNotPermitted : ErrorCode::kNotFound);
  }
  EXPECT_EQ(CheckWith(*library_, auditor_, version, {{"README.md", "x"}}).error().code,
            ErrorCode::kNotPermitted);
  EXPECT_EQ(PublishVersion(*library_, auditor_, version, StampOf(version), &issues).error().code,
            ErrorCode::kNotPermitted);
  EXPECT_EQ(PublishVersion(*library_, clerk_, version, StampOf(version), &issues).error().code,
            ErrorCode::kNotFound);
}

TEST_P(RegulationsTest, ListFindsByTextAndState) {
  MakeVillage();
  ASSERT_TRUE(
      IsOk(CreateRegulation(*library_, office_, {"school-100", "学校100%考核", "", {}, {}})));
  const auto total = [&](RegulationQuery query) {
    return ListRegulations(*library_, office_, query).value().total;
  };
  EXPECT_EQ(total({}), 2);
  EXPECT_EQ(total({"学校", {}, false, false, {}}), 1);
  EXPECT_EQ(total({"100%", {}, false, false, {}}), 1);
  EXPECT_EQ(total({"%", {}, false, false, {}}), 1);
  EXPECT_EQ(total({"_", {}, false, false, {}}), 0);
  EXPECT_EQ(total({"", VersionState::kPublished, false, false, {}}), 0);
  const auto down = ListRegulations(*library_, office_, {"", {}, false, true, {1, 1}});
  ASSERT_EQ(down.value().items.size(), 1U);
  EXPECT_EQ(down.value().items[0].slug, "school-100");
}

TEST_P(RegulationsTest, CheckWithLeavesTheStoreAlone) {
  const Regulation made = MakeVillage();
  const auto checked =
      CheckWith(*library_, office_, made.draft->id,
                {{"regulation.md", Replaced(VillageText(), "粮食生产 60分", "粮食生产 61分")}});
  ASSERT_TRUE(IsOk(checked));
  EXPECT_FALSE(checked.value()->totals[0].is_balanced);
  EXPECT_EQ(StampOf(made.draft->id), made.draft->version);
  EXPECT_EQ(CheckWith(*library_, office_, made.draft->id, {{"../x.md", "x"}}).error().code,
            ErrorCode::kInvalidInput);
}

KAOGONG_STORE_SUITE(RegulationsTest);

}  // namespace
}  // namespace kaogong::office::library
