// SPDX-License-Identifier: Apache-2.0
#include "office/report/checking.h"

#include <functional>

#include "office/job/queue.h"
#include "report_fixture.h"

namespace kaogong::office::report {
namespace {

using store::IsOk;

// The parts make 11, not 10.
const std::string kWrongSum =
    "镇工作汇报\n\n全镇现有学校10所，其中中学3所、小学8所。\n受理486件，办结479件，办结率98.56%"
    "。\n";
const std::string kRightSum =
    "镇工作汇报\n\n全镇现有学校11所，其中中学3所、小学8所。\n受理486件，办结479件，办结率98.56%"
    "。\n";

class CheckingTest : public ReportTest {};

TEST_P(CheckingTest, AFalseSumIsFoundWhereItStands) {
  const Report report = Upload(clerk_, town_, kWrongSum);
  EXPECT_EQ(report.title, "汇报");
  const CheckRow& check = report.versions.at(0).check;
  EXPECT_EQ(check.state, CheckState::kDone);
  EXPECT_EQ(check.sure + check.likely + check.ask, 1);
  EXPECT_EQ(check.open, 1);
  EXPECT_GE(check.held, 1);
  const CheckedReport read = Read(clerk_, report.id);
  ASSERT_EQ(read.findings.size(), 1U);
  const Finding& finding = read.findings[0];
  EXPECT_EQ(finding.check, "parts-of-whole");
  EXPECT_EQ(finding.key.size(), 64U);
  ASSERT_EQ(finding.figure.pieces.size(), 1U);
  const text::Piece& piece = finding.figure.pieces[0];
  EXPECT_EQ(piece.paragraph, 1U);
  EXPECT_EQ(read.paragraphs.at(1).text, "全镇现有学校10所，其中中学3所、小学8所。");
  EXPECT_LT(piece.begin, piece.end);
  EXPECT_FALSE(finding.decision.has_value());
  EXPECT_FALSE(read.compared_number.has_value());
}

TEST_P(CheckingTest, WhatWasDecidedStaysWithAFindingThatALaterVersionStillHas) {
  const Report report = Upload(clerk_, town_, kWrongSum);
  const std::string key = Read(clerk_, report.id).findings.at(0).key;
  const auto decide = [&](Verdict verdict, const std::string& reason) {
    return DecideFinding(office(), clerk_, report.id, {VersionOf(report.id), key, verdict, reason});
  };
  EXPECT_EQ(Trouble(decide(Verdict::kAccepted, " ")), "invalid /reason");
  EXPECT_EQ(Trouble(DecideFinding(office(), clerk_, report.id,
                                  {1, std::string(64, '0'), Verdict::kToCorrect, ""})),
            "invalid /finding");
  ASSERT_TRUE(IsOk(decide(Verdict::kAccepted, "含一所九年一贯制学校")));
  EXPECT_EQ(Trouble(DecideFinding(office(), clerk_, report.id, {1, key, Verdict::kOpen, ""})),
            "conflict");
  EXPECT_EQ(FindReport(office(), clerk_, report.id).value().versions[0].check.open, 0);
  // Other words around the same contradiction.
  ASSERT_TRUE(IsOk(UploadVersion(office(), clerk_, report.id, VersionOf(report.id),
                                 File("更正.txt", "前言。\n" + kWrongSum))));
  RunChecks();
  const CheckedReport second = Read(clerk_, report.id);
  ASSERT_EQ(second.findings.size(), 1U);
  EXPECT_FALSE(second.findings[0].is_new);
  ASSERT_TRUE(second.findings[0].decision.has_value());
  EXPECT_EQ(second.findings[0].decision->reason, "含一所九年一贯制学校");
  EXPECT_EQ(second.compared_number, 1);
  ASSERT_TRUE(IsOk(decide(Verdict::kOpen, "")));
  EXPECT_FALSE(Read(clerk_, report.id).findings[0].decision.has_value());
}

TEST_P(CheckingTest, ACorrectedVersionSaysWhatIsGoneAndWhatIsNew) {
  const Report report = Upload(clerk_, town_, kWrongSum);
  EXPECT_EQ(Trouble(UploadVersion(office(), clerk_, report.id, 1, File("又.txt", kWrongSum))),
            "conflict");
  ASSERT_TRUE(IsOk(UploadVersion(office(), clerk_, report.id, VersionOf(report.id),
                                 File("更正.txt", kRightSum + "会议2月30日召开。\n"))));
  RunChecks();
  const CheckedReport read = Read(clerk_, report.id);
  ASSERT_EQ(read.gone.size(), 1U);
  EXPECT_EQ(read.gone[0].check, "parts-of-whole");
  ASSERT_EQ(read.findings.size(), 1U);
  EXPECT_EQ(read.findings[0].check, "date");
  EXPECT_TRUE(read.findings[0].is_new);
  // The first is still there as it was.
  const CheckedReport first = Read(clerk_, report.id, 1);
  EXPECT_EQ(first.findings.size(), 1U);
  EXPECT_TRUE(first.gone.empty());
  EXPECT_EQ(OpenReport(office(), clerk_, report.id, 1).value().bytes, kWrongSum);
  EXPECT_EQ(Trouble(ReadReport(office(), clerk_, report.id, 3)), "not found");
}

TEST_P(CheckingTest, ClaimsAreHeldAgainstVerifiedDataOfTheUnit) {
  const Id assessment = Launch(Publish()).summary.row.id;
  Measure(assessment, "粮食", "甲村", 2026, 4950'00);
  Measure(assessment, "粮食", "乙村", 2026, 5200'00);
  const std::string text = "甲村工作汇报\n\n全年粮食达到5200吨。\n";
  const Report report = Upload(chief_, villages_[0], text, 2026, "甲村.txt", assessment);
  const CheckedReport read = Read(chief_, report.id);
  EXPECT_EQ(read.measurement_count, 1U);
  ASSERT_EQ(read.findings.size(), 1U);
  EXPECT_EQ(read.findings[0].check, "record");
  EXPECT_NE(read.findings[0].message.zh.find("4950"), std::string::npos);
  // Corrected data: the same bytes are checked again, against other figures.
  Run(*pool_, {"UPDATE measurement SET units = 520000"});
  ASSERT_TRUE(IsOk(CheckAgain(office(), chief_, report.id)));
  RunChecks();
  EXPECT_TRUE(Read(chief_, report.id).findings.empty());
  // The town is assessed too, but has no such figure; a bureau is not.
  EXPECT_EQ(Trouble(UploadReports(office(), chief_,
                                  {farming_, 2026, assessment, "", {File("a.txt", text)}})),
            "invalid /assessment_id");
}

TEST_P(CheckingTest, WhatCannotBeReadSaysWhy) {
  const Report scan = Upload(clerk_, town_, "\x89PNG\r\n\x1a\n rest", 2026, "扫描.docx");
  const CheckRow& check = scan.versions.at(0).check;
  EXPECT_EQ(check.state, CheckState::kFailed);
  ASSERT_TRUE(check.trouble.has_value());
  EXPECT_NE(check.trouble->zh.find("图片"), std::string::npos);
  EXPECT_TRUE(Read(clerk_, scan.id).paragraphs.empty());
  EXPECT_EQ(Trouble(AnnotateReport(office(), clerk_, scan.id, {}, Language::kChinese)), "conflict");
  EXPECT_EQ(Trouble(UploadReports(office(), clerk_, {town_, 2026, {}, "", {File("空.txt", "")}})),
            "invalid /file");
}

TEST_P(CheckingTest, TheAnnotatedCopySaysWhatTheScreenSays) {
  const Report report = Upload(clerk_, town_, kWrongSum);
  const Finding finding = Read(clerk_, report.id).findings.at(0);
  const auto copy = AnnotateReport(office(), clerk_, report.id, {}, Language::kChinese);
  ASSERT_TRUE(IsOk(copy));
  EXPECT_EQ(copy.value().name, "汇报-批注.html");
  EXPECT_NE(copy.value().bytes.find(finding.message.zh.substr(0, 12)), std::string::npos);
}

TEST_P(CheckingTest, TheSameBytesUnderTheSameRulesAreNotReadTwice) {
  const Report first = Upload(clerk_, town_, kWrongSum);
  // Were they read again, they would be found to be damaged.
  const std::string key = Read(clerk_, first.id).findings.at(0).key;
  const Report second = Upload(neighbour_, other_town_, kWrongSum);
  EXPECT_EQ(Read(neighbour_, second.id).findings.at(0).key, key);
  EXPECT_EQ(Count(*pool_, "blob"), 1);
}

TEST_P(CheckingTest, ACheckThatIsCutShortTooOftenIsGivenUp) {
  ASSERT_TRUE(
      IsOk(UploadReports(office(), clerk_, {town_, 2026, {}, "", {File("a.txt", kWrongSum)}})));
  for (int i = 0; i < kJobAttemptsMax; ++i) {
    ASSERT_TRUE(ClaimJob(office(), "report.check").value().has_value());
    clock_.now = clock_.now.Plus(2 * kJobLeaseSeconds);
  }
  RunChecks();
  const auto list = ListReports(office(), clerk_, {}, {});
  EXPECT_EQ(list.value().items.at(0).versions[0].check.state, CheckState::kFailed);
}

// --- Who sees what

TEST_P(CheckingTest, AUnitSeesItsOwnReportsAndTheOfficeAll) {
  const Report report = Upload(clerk_, town_, kWrongSum);
  Upload(neighbour_, other_town_, kRightSum, 2025);
  EXPECT_EQ(Trouble(FindReport(office(), neighbour_, report.id)), "not found");
  EXPECT_EQ(Trouble(ReadReport(office(), neighbour_, report.id, {})), "not found");
  EXPECT_EQ(Trouble(OpenReport(office(), neighbour_, report.id, {})), "not found");
  EXPECT_EQ(ListReports(office(), clerk_, {}, {}).value().total, 1);
  const auto all = ListReports(office(), chief_, {}, {}).value();
  ASSERT_EQ(all.total, 2);
  EXPECT_EQ(all.items[0].id, report.id);  // The later year.
  EXPECT_TRUE(all.items[0].may_check);
  const auto seen = FindReport(office(), auditor_, report.id);
  ASSERT_TRUE(IsOk(seen));
  EXPECT_FALSE(seen.value().may_check);
  EXPECT_EQ(Trouble(CheckAgain(office(), auditor_, report.id)), "not permitted");
  EXPECT_EQ(Trouble(UploadReports(office(), clerk_,
                                  {other_town_, 2026, {}, "", {File("a.txt", kWrongSum)}})),
            "invalid /unit_id");
  EXPECT_EQ(
      Trouble(UploadReports(office(), auditor_, {town_, 2026, {}, "", {File("a.txt", kWrongSum)}})),
      "not permitted");
}

TEST_P(CheckingTest, ListsGoByYearUnitTitleAndState) {
  const Report wrong = Upload(clerk_, town_, kWrongSum, 2026, "上半年.txt");
  const Report right = Upload(clerk_, villages_[0], kRightSum, 2025, "全年.txt");
  const auto ids = [&](ReportQuery query) {
    std::vector<Id> found;
    const auto list = ListReports(office(), chief_, query, {});
    EXPECT_TRUE(IsOk(list));
    for (const Report& report : list.value().items) found.push_back(report.id);
    return found;
  };
  using Ids = std::vector<Id>;
  const auto with = [](const std::function<void(ReportQuery&)>& set) {
    ReportQuery query;
    set(query);
    return query;
  };
  const auto in = [&](ReportFilter filter) {
    return with([&](ReportQuery& query) { query.filter = filter; });
  };
  EXPECT_EQ(ids({}), (Ids{wrong.id, right.id}));
  EXPECT_EQ(ids(with([](ReportQuery& query) { query.year = 2025; })), Ids{right.id});
  EXPECT_EQ(ids(with([&](ReportQuery& query) { query.unit = villages_[0]; })), Ids{right.id});
  EXPECT_EQ(ids(with([&](ReportQuery& query) { query.unit = town_; })), (Ids{wrong.id, right.id}));
  EXPECT_EQ(ids(with([](ReportQuery& query) { query.contains = "半年"; })), Ids{wrong.id});
  EXPECT_EQ(ids(in(ReportFilter::kOpen)), Ids{wrong.id});
  EXPECT_EQ(ids(in(ReportFilter::kClean)), Ids{right.id});
  EXPECT_EQ(ids(in(ReportFilter::kFailed)), Ids{});
  ASSERT_TRUE(IsOk(ArchiveReport(office(), clerk_, wrong.id)));
  EXPECT_EQ(ids({}), Ids{right.id});
  EXPECT_EQ(Trouble(FindReport(office(), chief_, wrong.id)), "not found");
}

TEST_P(CheckingTest, TheDatabaseKeepsWhatWasUploadedFoundAndDecided) {
  const Report report = Upload(clerk_, town_, kWrongSum);
  for (const std::string_view sql :
       {"UPDATE report_version SET file_name = 'x'", "DELETE FROM report_version",
        "UPDATE report_check SET view = '{}'", "DELETE FROM report_finding",
        "INSERT INTO report_finding (check_id, seq, finding) SELECT id, 99, sha256 FROM "
        "report_check c JOIN (SELECT sha256 FROM blob) b ON 1 = 1"}) {
    EXPECT_EQ(Refusal(sql), store::FailureKind::kImmutable) << sql;
  }
}

KAOGONG_STORE_SUITE(CheckingTest);

}  // namespace
}  // namespace kaogong::office::report
