// SPDX-License-Identifier: Apache-2.0
#include <atomic>
#include <fstream>
#include <thread>

#include "office/organisation/export.h"
#include "office/organisation/imports.h"
#include "organisation_test.h"

namespace kaogong::office {
namespace {

class Imports : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    city_ = AddUnit("市", 0);
    a_ = AddUnit("甲", city_);
    wang_ = AddPerson("R1", "王建国", a_);
  }

  Id Start(const std::string& bytes, const Actor& actor) {
    const auto path = folder_.path() / "upload.xlsx";
    std::ofstream(path, std::ios::binary) << bytes;
    const auto import = StartImport(office(), actor, "名单.xlsx", path);
    EXPECT_TRUE(import.ok()) << (import.ok() ? "" : Error(import.error()));
    if (!import.ok()) return 0;
    EXPECT_EQ(import.value().state, ImportState::kReading);
    return import.value().id;
  }
  Id Start(std::vector<sheet::Sheet> sheets) { return Start(BytesOf(std::move(sheets)), program_); }
  void RunAll() {
    while (true) {
      const auto ran = RunNextImport(office(), progress_);
      ASSERT_TRUE(ran.ok()) << Error(ran.error());
      if (!ran.value()) return;
    }
  }
  Import Found(Id id) {
    auto import = FindImport(office(), program_, id);
    EXPECT_TRUE(import.ok());
    return import.ok() ? std::move(import).value() : Import();
  }
  std::string IssueCodes(const Import& import) {
    std::string codes;
    for (const ImportIssue& issue : import.issues) {
      codes += issue.code + "@" + issue.sheet + "!" + issue.cell + " ";
    }
    return codes;
  }
  // An account that imports may be made for.
  Id AddAccount(std::string_view role, std::string_view unit) {
    const Id id = 777'000;
    Run(*pool_,
        {"INSERT INTO account (id, person_id, login, password_hash, must_change_password, "
         "is_active, created_at) VALUES (777000, 1, 'clerk', '', false, true, "
         "'2026-01-01T00:00:00Z')"});
    const auto granted = pool_->Write([&](store::Transaction& transaction) {
      return transaction.Execute(
          fmt::format("INSERT INTO account_grant (account_id, role, unit_id) VALUES (777000, '{}', "
                      "{})",
                      role, unit));
    });
    EXPECT_TRUE(granted.ok());
    return id;
  }
  static std::vector<sheet::Sheet> SmallFile() {
    return {SheetOf("单位", {kUnitHeader,
                             {"甲", "甲局", "", "", "", "", "2026-04-01", ""},
                             {"丙", "丙局", "", "市", "部门", "", "2026-01-01", ""}}),
            SheetOf("岗位", {kPositionHeader, {"P1", "科员", "1.05", ""}}),
            SheetOf("人员", {kPersonHeader, {"R1", "王建国", "999", ""}, {"R2", "李梅", "", "=1+1"}}),
            SheetOf("任职", {kAppointmentHeader,
                             {"R1", "丙", "P1", "否", "2026-02-01", ""},
                             {"R2", "丙", "P1", "", "2026-01-01", ""}})};
  }

  ImportProgress progress_;
  Id city_ = 0;
  Id a_ = 0;
  Id wang_ = 0;
};

TEST_P(Imports, GoFromFileToPreviewToTheOrganisation) {
  std::vector<sheet::Sheet> sheets = SmallFile();
  sheets[2].rows[1][3] = sheet::Cell::Text("=cmd|' /C calc'!A0");
  const Id id = Start(sheets);
  const std::int64_t audited = AuditCount();
  RunAll();
  Import import = Found(id);
  EXPECT_EQ(import.state, ImportState::kReady) << IssueCodes(import);
  EXPECT_EQ(import.summary.units_new, 1);
  EXPECT_EQ(import.summary.units_changed, 1);
  EXPECT_EQ(import.summary.persons_new, 1);
  EXPECT_EQ(import.summary.persons_changed, 1);
  EXPECT_EQ(import.summary.appointments_new, 2);
  ASSERT_FALSE(import.preview.empty());
  EXPECT_EQ(import.preview[0].label, "甲 甲");
  EXPECT_EQ(import.preview[0].changes[0].after, "甲局");
  EXPECT_EQ(Count(*pool_, "unit"), 2);  // Nothing is written yet.
  EXPECT_EQ(AuditCount(), audited);

  ASSERT_TRUE(ApplyImport(office(), program_, id).ok());
  EXPECT_EQ(ApplyImport(office(), program_, id).error().code, ErrorCode::kConflict);
  RunAll();
  import = Found(id);
  EXPECT_EQ(import.state, ImportState::kApplied) << IssueCodes(import);
  EXPECT_EQ(TreeText("2026-03-31", program_), "市 -甲 -丙局 ");
  EXPECT_EQ(TreeText("2026-04-01", program_), "市 -甲局 -丙局 ");
  EXPECT_EQ(AuditCount(), audited + 1);
  EXPECT_NE(LastAudit().find(import.file_sha256), std::string::npos);
  EXPECT_NE(LastAudit().find("\"persons_new\":1"), std::string::npos);
  PersonFilter li;
  li.query = "lm";
  const auto found = ListPersons(office(), program_, li, {});
  ASSERT_TRUE(found.ok());
  ASSERT_EQ(found.value().total, 1);
  EXPECT_EQ(found.value().items[0].note, "=cmd|' /C calc'!A0");
  EXPECT_EQ(found.value().items[0].appointments[0].position->coefficient, 10500);
  // What was written leads back to the import.
  const auto rows = pool_->Read([&](store::Transaction& transaction) {
    return transaction.One<std::int64_t>(
        "SELECT count(*) FROM appointment WHERE import_id = ?", {id});
  });
  EXPECT_EQ(rows.value(), 2);
  ExpectAuditWhole();
}

TEST_P(Imports, WriteNothingWhenARowIsBad) {
  std::vector<sheet::Sheet> sheets = SmallFile();
  sheets[3].rows.push_back({sheet::Cell::Text("R7"), sheet::Cell::Text("丙"), {}, {},
                            sheet::Cell::Text("2026-01-01"), {}});
  sheets[1].rows[0][2] = sheet::Cell::Text("很高");
  const Id id = Start(sheets);
  RunAll();
  const Import import = Found(id);
  EXPECT_EQ(import.state, ImportState::kRefused);
  EXPECT_EQ(IssueCodes(import),
            "import.number@岗位!C2 import.formula@人员!D3 import.unknown-person@任职!A4 ");
  EXPECT_TRUE(import.preview.empty());
  EXPECT_EQ(ApplyImport(office(), program_, id).error().code, ErrorCode::kConflict);
  RunAll();
  EXPECT_EQ(Count(*pool_, "unit"), 2);
  EXPECT_EQ(Count(*pool_, "person"), 1);
}

TEST_P(Imports, RefuseWhatIsNoWorkbook) {
  const Id id = Start(std::string("%PDF-1.7 polyglot"), program_);
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kRefused);
  EXPECT_EQ(IssueCodes(Found(id)), "import.unreadable@! ");
}

TEST_P(Imports, RefuseToWriteAnotherPlanThanWasShown) {
  std::vector<sheet::Sheet> sheets = SmallFile();
  sheets[2].rows[1][3] = {};
  const Id id = Start(sheets);
  RunAll();
  ASSERT_EQ(Found(id).state, ImportState::kReady) << IssueCodes(Found(id));
  PersonChange rename;
  rename.version = 1;
  rename.phone = "000";  // Before the import: 555-R1.
  ASSERT_TRUE(ChangePerson(office(), program_, wang_, rename).ok());
  ASSERT_TRUE(ApplyImport(office(), program_, id).ok());
  RunAll();
  const Import import = Found(id);
  EXPECT_EQ(import.state, ImportState::kRefused);
  EXPECT_EQ(IssueCodes(import), "import.organisation-changed@! ");
  EXPECT_EQ(Count(*pool_, "unit"), 2);
}

TEST_P(Imports, WriteWhenTheChangeMeanwhileDoesNotMatter) {
  std::vector<sheet::Sheet> sheets = SmallFile();
  sheets[2].rows[1][3] = {};
  const Id id = Start(sheets);
  RunAll();
  PersonChange note;
  note.version = 1;
  note.note = "夜班";
  ASSERT_TRUE(ChangePerson(office(), program_, wang_, note).ok());
  ASSERT_TRUE(ApplyImport(office(), program_, id).ok());
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kApplied);
  const auto wang = FindPerson(office(), program_, wang_);
  ASSERT_TRUE(wang.ok());
  EXPECT_EQ(wang.value().note, "夜班");
  EXPECT_EQ(wang.value().phone, "999");
}

TEST_P(Imports, AreTakenOverWhenTheirProcessDied) {
  const Id id = Start(BytesOf({SheetOf("人员", {kPersonHeader, {"R8", "赵平", "", ""}})}), program_);
  // Another process takes it and is never heard of again.
  const auto lost = ClaimJob(office(), "organisation.import");
  ASSERT_TRUE(lost.ok() && lost.value().has_value());
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kReading);
  clock_.Set("2026-03-01T04:02:00Z");
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kReady);
  // It wakes up after all: the job is no longer its own.
  EXPECT_FALSE(RenewJob(office(), *lost.value(), 1, 1).value());
  EXPECT_FALSE(pool_->Write([&](store::Transaction& transaction) {
                      return FinishJob(transaction, *lost.value(), "ready");
                    }).ok());
}

TEST_P(Imports, GoOnAtOnceWhenAllHoldersAreKnownToBeDead) {
  const Id id = Start(BytesOf({SheetOf("人员", {kPersonHeader, {"R8", "赵平", "", ""}})}), program_);
  const auto lost = ClaimJob(office(), "organisation.import");
  ASSERT_TRUE(lost.ok() && lost.value().has_value());
  EXPECT_EQ(ReleaseJobs(office()).value(), 1);
  EXPECT_EQ(ReleaseJobs(office()).value(), 0);
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kReady);
  EXPECT_FALSE(RenewJob(office(), *lost.value(), 1, 1).value());
}

TEST_P(Imports, AreGivenUpAfterTheirProcessDiedThreeTimes) {
  const Id id = Start(BytesOf({SheetOf("人员", {kPersonHeader, {"R8", "赵平", "", ""}})}), program_);
  for (int i = 0; i < kJobAttemptsMax; ++i) {
    ASSERT_TRUE(ClaimJob(office(), "organisation.import").value().has_value());
    clock_.now = clock_.now.Plus(kJobLeaseSeconds + 1);
  }
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kFailed);
  EXPECT_EQ(IssueCodes(Found(id)), "import.given-up@! ");
}

TEST_P(Imports, AreTakenByOneOfSeveralRunners) {
  std::vector<Id> ids;
  for (int i = 0; i < 6; ++i) {
    ids.push_back(Start(BytesOf({SheetOf(
        "人员", {kPersonHeader, {"N" + std::to_string(i), "赵平", "", ""}})}), program_));
  }
  std::atomic<int> ran{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (true) {
        const auto one = RunNextImport(office(), progress_);
        if (!one.ok() || !one.value()) return;
        ++ran;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  RunAll();  // One may have seen nothing while another still held the last.
  EXPECT_EQ(ran, 6);
  for (const Id id : ids) EXPECT_EQ(Found(id).state, ImportState::kReady);
}

TEST_P(Imports, AreDoneWithTheRightsOfTheirAccount) {
  Actor clerk = With(Role::kOffice, a_);
  clerk.account = AddAccount("office", std::to_string(a_));
  const Id id = Start(BytesOf(SmallFile()), clerk);
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kRefused);
  EXPECT_NE(IssueCodes(Found(id)).find("import.reach@单位!D3"), std::string::npos);

  const std::string own = BytesOf(
      {SheetOf("人员", {kPersonHeader, {"R8", "赵平", "", ""}}),
       SheetOf("任职", {kAppointmentHeader, {"R8", "甲", "", "", "2026-01-01", ""}})});
  const Id good = Start(own, clerk);
  RunAll();
  ASSERT_EQ(Found(good).state, ImportState::kReady) << IssueCodes(Found(good));
  Actor other = With(Role::kOffice, a_);
  EXPECT_EQ(FindImport(office(), other, good).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ApplyImport(office(), other, good).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(FindImport(office(), With(Role::kLeader), good).error().code,
            ErrorCode::kNotPermitted);
  ASSERT_TRUE(ApplyImport(office(), clerk, good).ok());
  // His rights end before it is written.
  Run(*pool_, {"UPDATE account SET is_active = false WHERE id = 777000"});
  RunAll();
  EXPECT_EQ(Found(good).state, ImportState::kRefused);
  EXPECT_EQ(Count(*pool_, "person"), 1);
}

TEST_P(Imports, MoveUnitsRoundEachOther) {
  const Id b = AddUnit("乙", a_);
  AddUnit("丙", b);
  // 甲 > 乙 > 丙 becomes 丙 > 乙 > 甲, corrected in place.
  const Id id = Start({SheetOf("单位", {kUnitHeader,
                                        {"丙", "", "", "市", "", "", "", ""},
                                        {"乙", "", "", "丙", "", "", "", ""},
                                        {"甲", "", "", "乙", "", "", "", ""}})});
  RunAll();
  ASSERT_EQ(Found(id).state, ImportState::kReady) << IssueCodes(Found(id));
  ASSERT_TRUE(ApplyImport(office(), program_, id).ok());
  RunAll();
  EXPECT_EQ(Found(id).state, ImportState::kApplied);
  EXPECT_EQ(TreeText("2026-03-01", program_), "市 -丙 --乙 ---甲 ");
}

TEST_P(Imports, FindNothingToChangeInAnExport) {
  std::vector<sheet::Sheet> sheets = SmallFile();
  sheets[2].rows[1][3] = {};
  const Id first = Start(sheets);
  RunAll();
  ASSERT_TRUE(ApplyImport(office(), program_, first).ok());
  RunAll();
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const auto bytes = ExportOrganisation(office(), program_, Day("2026-04-01"), language);
    ASSERT_TRUE(bytes.ok());
    EXPECT_EQ(bytes.value(),
              ExportOrganisation(office(), program_, Day("2026-04-01"), language).value());
    const Id id = Start(bytes.value(), program_);
    RunAll();
    const Import import = Found(id);
    EXPECT_EQ(import.state, ImportState::kReady) << IssueCodes(import);
    EXPECT_EQ(import.summary.change_count(), 0);
    EXPECT_EQ(import.summary.unchanged, 3 + 1 + 2 + 3);
  }
}

TEST_P(Imports, ExportWhatTheActorMaySee) {
  const auto rows_of = [&](const Actor& actor) {
    const auto bytes = ExportOrganisation(office(), actor, Day("2026-03-01"), Language::kChinese);
    EXPECT_TRUE(bytes.ok());
    ImportFindings findings;
    auto rows = ReadImportRows(bytes.value(), "a.xlsx", {}, findings);
    EXPECT_TRUE(rows.ok());
    return std::move(rows).value();
  };
  AddPerson("R2", "李梅", city_);
  EXPECT_EQ(rows_of(program_).persons.size(), 2u);
  EXPECT_EQ(rows_of(program_).persons[0].phone, "555-R1");
  const ImportRows head = rows_of(With(Role::kUnitLeader, a_));
  ASSERT_EQ(head.persons.size(), 1u);
  EXPECT_EQ(head.units.size(), 1u);
  EXPECT_EQ(head.persons[0].phone, "555-R1");
  EXPECT_EQ(rows_of(With(Role::kLeader, a_)).persons[0].phone, "");
  EXPECT_TRUE(rows_of(With(Role::kPanelMember)).persons.empty());
}

KAOGONG_STORE_SUITE(Imports);

}  // namespace
}  // namespace kaogong::office
