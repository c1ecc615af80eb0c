// SPDX-License-Identifier: Apache-2.0
#include "office/process/measurement.h"

#include "office/process/reporting.h"
#include "office/process/verification.h"
#include "process_fixture.h"

namespace kaogong::office::process {
namespace {

using store::IsOk;

class MeasurementTest : public ProcessTest {
 protected:
  Decision Of(const Measurement& now, Verdict verdict, const std::string& reason = "",
              std::optional<std::string> value = {}) {
    Decision made;
    made.key = now.key;
    made.version = now.version;
    made.verdict = verdict;
    made.reason = reason;
    made.value = std::move(value);
    return made;
  }
  Result<std::vector<MeasurementView>> Decide(const Actor& actor, const Decision& decision) {
    return DecideMeasurements(*library_, actor, {decision});
  }
};

TEST_P(MeasurementTest, IsSavedSubmittedAndVerified) {
  const auto saved = SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "100.5")}, false);
  ASSERT_TRUE(IsOk(saved));
  EXPECT_EQ(NameOf(saved.value().front().now), "draft");
  EXPECT_EQ(saved.value().front().value, "100.5");
  const Measurement submitted = Submit("粮食", "甲村", "101", 1);
  EXPECT_EQ(NameOf(submitted), "submitted");
  EXPECT_EQ(submitted.reported, 10'100);
  const Measurement verified = Verify(verifier_, submitted);
  EXPECT_EQ(NameOf(verified), "verified");
  const auto history = HistoryOf(*library_, clerk_, verified.key);
  ASSERT_TRUE(IsOk(history));
  ASSERT_EQ(history.value().changes.size(), 3U);
  EXPECT_EQ(history.value().changes.front().act, "verify");
  EXPECT_EQ(history.value().changes.front().by, "核实人");
  EXPECT_EQ(Refusal("UPDATE measurement_change SET note = 'x'"), store::FailureKind::kImmutable);
}

TEST_P(MeasurementTest, AllFaultsOfAllCellsComeAtOnceAndNothingIsSaved) {
  const auto refused = SaveMeasurements(
      *library_, clerk_,
      {New("粮食", "甲村", "-1"), New("参保率", "甲村", "120"), New("事故", "甲村", "1.5"),
       New("粮食", "乙村", "5"), New("粮食", "邻村", "5"), New("人口", "甲村", "100"),
       New("进度", "甲村", "1", 0, 9), New("粮食", "乙村", "6")},
      false);
  EXPECT_EQ(Trouble(refused),
            "invalid /items/7/element_id /items/0/value /items/1/value /items/2/value "
            "/items/4/subject_id /items/5/subject_id /items/6/period");
  EXPECT_EQ(Count(*pool_, "measurement"), 0);
  EXPECT_EQ(Count(*pool_, "measurement_change"), 0);
}

TEST_P(MeasurementTest, EmptyCannotBeSubmittedAndTakesADraftAway) {
  EXPECT_EQ(Trouble(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "")}, true)),
            "invalid /items/0/value");
  ASSERT_TRUE(IsOk(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "7")}, false)));
  ASSERT_TRUE(IsOk(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "", 1)}, false)));
  EXPECT_EQ(NameOf(Now(Key("粮食", "甲村"))), "missing");
  NewMeasurement exempt = New("粮食", "甲村", "", 2);
  exempt.is_not_applicable = true;
  ASSERT_TRUE(IsOk(SaveMeasurements(*library_, clerk_, {exempt}, true)));
  EXPECT_TRUE(Now(exempt.key).is_not_applicable);
}

TEST_P(MeasurementTest, StaleEditsAreAConflict) {
  ASSERT_TRUE(IsOk(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "7")}, false)));
  EXPECT_EQ(Trouble(SaveMeasurements(*library_, clerk_,
                                     {New("粮食", "甲村", "8"), New("粮食", "乙村", "8")}, false)),
            "conflict");
  EXPECT_EQ(Now(Key("粮食", "乙村")).version, 0);
  const Measurement submitted = Submit("粮食", "甲村", "7", 1);
  ASSERT_TRUE(IsOk(
      SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "9", submitted.version)}, true)));
  EXPECT_EQ(Trouble(Decide(verifier_, Of(submitted, Verdict::kVerify))), "conflict");
}

TEST_P(MeasurementTest, NobodyDecidesOnWhatHeReported) {
  Actor both = clerk_;
  both.grants.push_back({Role::kVerifyingDepartment, farming_});
  const auto made = SaveMeasurements(*library_, both, {New("粮食", "甲村", "7")}, true);
  ASSERT_TRUE(IsOk(made));
  const Measurement now = made.value().front().now;
  for (const Verdict verdict : {Verdict::kVerify, Verdict::kReturn, Verdict::kCorrect}) {
    EXPECT_EQ(Trouble(Decide(both, Of(now, verdict, "理由", "8"))), "not permitted");
  }
  const auto list = ListVerifications(*library_, both, {}, {});
  ASSERT_TRUE(IsOk(list));
  EXPECT_TRUE(list.value().items.at(0).is_own);
  EXPECT_TRUE(IsOk(Decide(verifier_, Of(now, Verdict::kVerify))));
}

TEST_P(MeasurementTest, OnlyTheResponsibleDepartmentVerifies) {
  const Measurement grain = Submit("粮食", "甲村", "7");
  const Measurement insured = Submit("参保率", "甲村", "86.5");
  Actor other = verifier_;
  other.grants = {{Role::kVerifyingDepartment, insurance_}};
  EXPECT_EQ(Trouble(Decide(other, Of(grain, Verdict::kVerify))), "invalid /items/0/element_id");
  EXPECT_EQ(Trouble(Decide(clerk_, Of(grain, Verdict::kVerify))), "not permitted");
  EXPECT_EQ(NameOf(Verify(other, insured)), "verified");
  // Where no department answers, the office does.
  const Measurement accidents = Submit("事故", "甲村", "0");
  EXPECT_EQ(Trouble(Decide(verifier_, Of(accidents, Verdict::kVerify))),
            "invalid /items/0/element_id");
  EXPECT_EQ(NameOf(Verify(chief_, accidents)), "verified");
}

TEST_P(MeasurementTest, ReturnedWithAReasonAndSubmittedAgain) {
  const Measurement first = Submit("粮食", "甲村", "7");
  EXPECT_EQ(Trouble(Decide(verifier_, Of(first, Verdict::kReturn))), "invalid /items/0/reason");
  const auto returned = Decide(verifier_, Of(first, Verdict::kReturn, "与台账不符"));
  ASSERT_TRUE(IsOk(returned));
  EXPECT_EQ(returned.value().front().return_reason, "与台账不符");
  EXPECT_EQ(NameOf(returned.value().front().now), "returned");
  EXPECT_EQ(Trouble(Decide(verifier_, Of(returned.value().front().now, Verdict::kVerify))),
            "conflict");
  const Measurement again = Submit("粮食", "甲村", "8", 2);
  EXPECT_EQ(again.reported, 700);  // As it was submitted first.
  EXPECT_EQ(again.units, 800);
}

TEST_P(MeasurementTest, CorrectedKeepsWhatWasReported) {
  const Measurement first = Submit("粮食", "甲村", "7");
  EXPECT_EQ(Trouble(Decide(verifier_, Of(first, Verdict::kCorrect, "", "100000.5"))),
            "invalid /items/0/reason /items/0/value");
  const auto corrected = Decide(verifier_, Of(first, Verdict::kCorrect, "按抽样数", "6.5"));
  ASSERT_TRUE(IsOk(corrected));
  EXPECT_EQ(corrected.value().front().now.units, 650);
  EXPECT_EQ(corrected.value().front().now.reported, 700);
  EXPECT_EQ(NameOf(corrected.value().front().now), "verified");
}

TEST_P(MeasurementTest, RoundsNeedDifferentPeople) {
  SetVerifier("粮食", farming_, 2);
  const Measurement first = Verify(verifier_, Submit("粮食", "甲村", "7"));
  EXPECT_EQ(NameOf(first), "submitted");
  EXPECT_EQ(first.round, 1);
  EXPECT_EQ(Trouble(Decide(verifier_, Of(first, Verdict::kVerify))), "not permitted");
  EXPECT_EQ(
      Trouble(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "8", first.version)}, true)),
      "invalid /items/0/value");
  EXPECT_EQ(NameOf(Verify(verifier2_, first)), "verified");
}

TEST_P(MeasurementTest, VerifiedIsReopenedWithAReason) {
  const Measurement verified = Verify(verifier_, Submit("粮食", "甲村", "7"));
  EXPECT_EQ(Trouble(SaveMeasurements(*library_, clerk_,
                                     {New("粮食", "甲村", "8", verified.version)}, true)),
            "invalid /items/0/value");
  EXPECT_EQ(Trouble(ReopenMeasurement(*library_, verifier_, verified.key, verified.version, " ")),
            "invalid /reason");
  EXPECT_EQ(Trouble(ReopenMeasurement(*library_, clerk_, verified.key, verified.version, "x")),
            "not permitted");
  EXPECT_EQ(Trouble(ReopenMeasurement(*library_, verifier_, verified.key, 1, "漏计")), "conflict");
  const auto open = ReopenMeasurement(*library_, verifier_, verified.key, verified.version, "漏计");
  ASSERT_TRUE(IsOk(open));
  EXPECT_EQ(NameOf(Submit("粮食", "甲村", "8", open.value().now.version)), "submitted");
}

TEST_P(MeasurementTest, FarFromBeforeNeedsAWord) {
  Measure(assessment_, "粮食", "甲村", 2025, 10'000);
  EXPECT_EQ(Trouble(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "151")}, true)),
            "invalid /items/0/note");
  EXPECT_EQ(NameOf(Submit("粮食", "甲村", "150")), "submitted");
  NewMeasurement told = New("粮食", "甲村", "300", 1);
  told.note = "并入丙组";
  ASSERT_TRUE(IsOk(SaveMeasurements(*library_, clerk_, {told}, true)));
  const auto list = ListVerifications(*library_, verifier_, {}, {});
  ASSERT_TRUE(IsOk(list));
  EXPECT_EQ(list.value().items.at(0).change, "+200");
  EXPECT_EQ(list.value().items.at(0).flags.at(0).code, "far_from_before");
  EXPECT_EQ(list.value().items.at(0).note, "并入丙组");
}

TEST_P(MeasurementTest, TheOfficeKeepsAttributes) {
  const auto made = SaveMeasurements(*library_, chief_, {New("人口", "甲村", "1500")}, true);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(NameOf(made.value().front().now), "verified");
  EXPECT_TRUE(IsOk(SaveMeasurements(*library_, chief_, {New("人口", "甲村", "1501", 1)}, true)));
}

TEST_P(MeasurementTest, ReportedOnceItFeedsEveryAssessment) {
  const Id first = assessment_;
  assessment::NewAssessment wanted;
  wanted.version = Get(first).summary.row.version_id;
  wanted.year = 2026;
  wanted.title = "另一项考核";
  const auto second = assessment::CreateAssessment(*library_, chief_, wanted);
  ASSERT_TRUE(IsOk(second));
  const Id other = second.value().summary.row.id;
  assessment::NewAssessees towns;
  towns.kind = "镇";
  towns.units = {town_};
  ASSERT_TRUE(IsOk(AddAssessees(*library_, chief_, other, towns)));
  assessment::NewAssessees villages;
  villages.kind = "村";
  villages.units = {villages_[0]};
  ASSERT_TRUE(IsOk(AddAssessees(*library_, chief_, other, villages)));
  MoveTo("process", other);
  const Measurement now = Submit("粮食", "甲村", "7");
  const auto sheet =
      OpenReportingSheet(*library_, clerk_, other, AssesseeOf(other, "甲村"), "年", 0);
  ASSERT_TRUE(IsOk(sheet));
  const auto cell = std::ranges::find(sheet.value().cells, "粮食", &ReportingCell::field);
  ASSERT_NE(cell, sheet.value().cells.end());
  EXPECT_EQ(cell->value, "7");
  EXPECT_EQ(cell->used_by, (std::vector<std::string>{"2026年度考核", "另一项考核"}));
  // One row to verify, though two assessments wait for it.
  const auto list = ListVerifications(*library_, verifier_, {}, {});
  ASSERT_TRUE(IsOk(list));
  EXPECT_EQ(list.value().total, 1);
  // Closed in one it is still open in the other, and closed when both are past it.
  MoveTo("results", first);
  EXPECT_TRUE(
      IsOk(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "8", now.version)}, true)));
  MoveTo("notice", other);
  EXPECT_EQ(Trouble(SaveMeasurements(*library_, clerk_, {New("粮食", "甲村", "9", 2)}, true)),
            "conflict");
  EXPECT_EQ(Trouble(Decide(verifier_, Of(Now(now.key), Verdict::kVerify))), "conflict");
  // While results are computed the office corrects.
  EXPECT_TRUE(IsOk(Decide(chief_, Of(Now(now.key), Verdict::kCorrect, "复核", "8.5"))));
}

TEST_P(MeasurementTest, SheetsCountWhatIsMissing) {
  clock_.Set("2026-04-20T02:00:00Z");
  Submit("进度", "甲村", "80", 0, 0);
  SheetFilter filter;
  filter.is_mine = true;
  filter.level = "季";
  const auto list = ListReportingSheets(*library_, clerk_, filter, {});
  ASSERT_TRUE(IsOk(list));
  EXPECT_EQ(list.value().total, 8);  // Two quarters that have begun, four villages.
  EXPECT_EQ(list.value().items.at(0).assessee.name, "甲村");
  EXPECT_EQ(list.value().items.at(0).submitted, 1);
  EXPECT_FALSE(list.value().items.at(0).is_overdue);
  EXPECT_TRUE(list.value().items.at(1).is_overdue);
  filter.state = "overdue";
  EXPECT_EQ(ListReportingSheets(*library_, clerk_, filter, {}).value().total, 3);
  filter.state = "none of them";
  EXPECT_EQ(Trouble(ListReportingSheets(*library_, clerk_, filter, {})), "invalid");
  EXPECT_EQ(Trouble(OpenReportingSheet(*library_, neighbour_, assessment_,
                                       AssesseeOf(assessment_, "甲村"), "年", 0)),
            "not found");
}

TEST_P(MeasurementTest, LightsStandAgainstTargetAndCalendar) {
  const Id village = AssesseeOf(assessment_, "甲村");
  Execute(fmt::format(
      "INSERT INTO target_sheet (id, assessment_id, assessee_id, revision, state, approved_by, "
      "approved_at, is_void, decomposition_version, version) VALUES (900001, {}, {}, 1, 'draft', "
      "NULL, NULL, {}, 1, 1)",
      assessment_, village, is_sqlite() ? "0" : "FALSE"));
  for (const auto& [field, units] : {std::pair("粮食.目标", 10'000), {"事故.目标", 2}}) {
    Execute(fmt::format(
        "INSERT INTO target_value (sheet_id, field, period, units, is_not_applicable, measure) "
        "VALUES (900001, '{}', 0, {}, {}, '')",
        field, units, is_sqlite() ? "0" : "FALSE"));
  }
  Execute(
      "UPDATE target_sheet SET state = 'approved', approved_by = 0, approved_at = "
      "'2026-02-01T00:00:00Z' WHERE id = 900001");
  // A third of the year is gone on 2 May.
  clock_.Set("2026-05-02T02:00:00Z");
  const auto light = [&](const std::string& field) {
    const auto sheet = OpenReportingSheet(*library_, clerk_, assessment_, village, "年", 0);
    EXPECT_TRUE(IsOk(sheet));
    return std::string(NameOf(
        std::ranges::find(sheet.value().cells, field, &ReportingCell::field)->progress.light));
  };
  EXPECT_EQ(light("粮食"), "none");
  Submit("粮食", "甲村", "40");
  EXPECT_EQ(light("粮食"), "green");
  Submit("粮食", "甲村", "30", 1);
  EXPECT_EQ(light("粮食"), "amber");
  Submit("粮食", "甲村", "10", 2);
  EXPECT_EQ(light("粮食"), "red");
  clock_.Set("2027-02-01T02:00:00Z");
  EXPECT_EQ(light("参保率"), "red");  // Not reported and overdue.
}

KAOGONG_STORE_SUITE(MeasurementTest);

}  // namespace
}  // namespace kaogong::office::process
