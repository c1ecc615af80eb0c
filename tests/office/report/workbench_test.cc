// SPDX-License-Identifier: Apache-2.0
#include "office/report/workbench.h"

#include "office/library/archive.h"
#include "report_fixture.h"

namespace kaogong::office::report {
namespace {

using store::IsOk;
using suggest::Understood;
using suggest::Verdict;

const std::string kRubric =
    "指标,分值,评分标准,责任单位\n"
    "粮食产量,20,完成目标得满分，未完成按比例得分，超额不加分。,农业局\n"
    "安全生产,10,每发生一起事故扣2分，扣完为止。,应急局\n"
    "工作作风,5,工作不力的酌情扣分。,考核办\n";

class WorkbenchTest : public ReportTest {
 protected:
  Result<Workbench> TryUpload(const std::string& text, const std::string& name = "细则.csv") {
    const UploadedFile file = File(name, text);
    NewRubric wanted;
    wanted.title = "乡镇考核办法";
    wanted.year = 2026;
    wanted.file_name = file.name;
    wanted.path = file.path;
    return UploadRubric(*library_, chief_, wanted);
  }
  Result<Workbench> Decide(const Workbench& bench, std::vector<NewClauseDecision> wanted) {
    return DecideClauses(*library_, chief_, bench.row.id, bench.row.version, wanted, &issues_);
  }

  Issues issues_;
};

TEST_P(WorkbenchTest, EveryClauseIsUnderstoodOrSaidNotToBe) {
  const auto made = TryUpload(kRubric);
  ASSERT_TRUE(IsOk(made));
  const Workbench& bench = made.value();
  EXPECT_EQ(bench.suggestion.items.size(), 3U);
  EXPECT_EQ(bench.suggestion.coverage.whole, 2);
  EXPECT_EQ(bench.suggestion.coverage.missed, 1);
  EXPECT_EQ(bench.row.title, "乡镇考核办法");
  EXPECT_EQ(Trouble(TryUpload("今天上午开会。", "a.txt")), "invalid /file");
  EXPECT_EQ(Trouble(OpenRubric(*library_, clerk_, bench.row.id)), "not permitted");
  EXPECT_EQ(Trouble(OpenRubric(*library_, chief_, 987654)), "not found");
}

TEST_P(WorkbenchTest, AnEditShowsItsEffectOnTheExampleBeforeItIsStored) {
  const Workbench bench = TryUpload(kRubric).value();
  EXPECT_EQ(bench.suggestion.items[1].clauses[0].examples[0].expected, "6.00");
  const auto tried =
      TryDecision(*library_, chief_, bench.row.id, {1, 0, Verdict::kCorrect, "3 × 「事故起数」"});
  ASSERT_TRUE(IsOk(tried));
  EXPECT_EQ(tried.value().item.clauses[0].examples[0].expected, "4.00");
  EXPECT_FALSE(tried.value().issues.has_errors());
  const auto wrong =
      TryDecision(*library_, chief_, bench.row.id, {1, 0, Verdict::kCorrect, "3 × 事故总数"});
  ASSERT_TRUE(IsOk(wrong));
  ASSERT_TRUE(wrong.value().issues.has_errors());
  EXPECT_EQ(wrong.value().issues.list()[0].place.column, 5);
  EXPECT_EQ(OpenRubric(*library_, chief_, bench.row.id).value().row.decision_count, 0);
}

TEST_P(WorkbenchTest, DecisionsAreKeptAndTheDraftFollows) {
  const Workbench bench = TryUpload(kRubric).value();
  const auto decided = Decide(bench, {{0, 0, Verdict::kAccept, ""},
                                      {1, 0, Verdict::kCorrect, "3 × 「事故起数」"},
                                      {2, 0, Verdict::kCorrect, "0.5 × 「督办次数」"}});
  ASSERT_TRUE(IsOk(decided));
  EXPECT_EQ(decided.value().suggestion.coverage.missed, 0);
  const Workbench again = OpenRubric(*library_, chief_, bench.row.id).value();
  EXPECT_EQ(again.decisions.size(), 3U);
  EXPECT_EQ(again.suggestion.items[1].clauses[0].examples[0].expected, "4.00");
  EXPECT_FALSE(again.suggestion.issues.has_errors());
  EXPECT_EQ(Trouble(Decide(bench, {{0, 0, Verdict::kReject, ""}})), "conflict");
  // Taken back and rejected.
  const auto back = Decide(again, {{1, 0, std::nullopt, ""}, {0, 0, Verdict::kReject, ""}});
  ASSERT_TRUE(IsOk(back));
  EXPECT_EQ(back.value().suggestion.items[1].clauses[0].examples[0].expected, "6.00");
  EXPECT_TRUE(back.value().suggestion.items[0].is_by_hand);
  EXPECT_EQ(back.value().row.decision_count, 2);
}

TEST_P(WorkbenchTest, AFormulaThatDoesNotRunIsNotStored) {
  const Workbench bench = TryUpload(kRubric).value();
  EXPECT_EQ(Trouble(Decide(bench, {{0, 0, Verdict::kAccept, ""},
                                   {1, 0, Verdict::kCorrect, "3 × (「事故起数」"}})),
            "invalid");
  EXPECT_TRUE(issues_.has_errors());
  EXPECT_EQ(issues_.list()[0].place.article, "第三条");
  EXPECT_EQ(Trouble(Decide(bench, {{9, 0, Verdict::kAccept, ""},
                                   {1, 0, Verdict::kCorrect, "a\nb"},
                                   {1, 0, Verdict::kCorrect, "```"}})),
            "invalid /items/0/clause /items/1/formula /items/2/formula");
  EXPECT_EQ(OpenRubric(*library_, chief_, bench.row.id).value().row.decision_count, 0);
}

TEST_P(WorkbenchTest, TheDraftGoesIntoTheLibraryAndRuns) {
  const Workbench bench = TryUpload(kRubric).value();
  const auto archive = ExportDraft(*library_, chief_, bench.row.id);
  ASSERT_TRUE(IsOk(archive));
  const auto entries = library::ReadArchive(archive.value().bytes);
  ASSERT_TRUE(IsOk(entries));
  EXPECT_EQ(entries.value()[0].path, "regulation.md");
  EXPECT_EQ(Trouble(SaveDraft(*library_, chief_, bench.row.id, 1, "Not A Slug", "")),
            "invalid /slug");
  const auto saved = SaveDraft(*library_, chief_, bench.row.id, 1, "town-rubric", "");
  ASSERT_TRUE(IsOk(saved));
  ASSERT_TRUE(saved.value().saved.has_value());
  EXPECT_EQ(saved.value().saved->label, "2026");
  const auto version = library::GetVersion(*library_, chief_, saved.value().saved->version);
  ASSERT_TRUE(IsOk(version));
  EXPECT_EQ(version.value().title, "乡镇考核办法");
  EXPECT_EQ(version.value().row.errors, 0);
  EXPECT_EQ(version.value().row.cases_failed, 0);
  EXPECT_GT(version.value().row.cases_passed, 0);
  EXPECT_EQ(Trouble(SaveDraft(*library_, chief_, bench.row.id, 1, "other", "")), "conflict");
  EXPECT_EQ(Trouble(SaveDraft(*library_, chief_, bench.row.id, 2, "town-rubric", "2026")),
            "conflict");
}

TEST_P(WorkbenchTest, ARubricIsNamedAndPutAway) {
  const Workbench bench = TryUpload(kRubric).value();
  RubricChange change;
  change.version = 1;
  change.kind = "镇，村";
  change.group_kind = "";
  change.year = 1;
  EXPECT_EQ(Trouble(ChangeRubric(*library_, chief_, bench.row.id, change)),
            "invalid /kind /group /year");
  change = {};
  change.version = 1;
  change.title = "村级考核办法";
  change.kind = "村";
  change.group_kind = "镇";
  const auto changed = ChangeRubric(*library_, chief_, bench.row.id, change);
  ASSERT_TRUE(IsOk(changed));
  EXPECT_EQ(changed.value().suggestion.title, "村级考核办法");
  EXPECT_FALSE(changed.value().suggestion.issues.has_errors());
  EXPECT_EQ(Trouble(ChangeRubric(*library_, chief_, bench.row.id, change)), "conflict");
  EXPECT_EQ(ListRubrics(office(), chief_, {}).value().total, 1);
  ASSERT_TRUE(IsOk(ArchiveRubric(office(), chief_, bench.row.id)));
  EXPECT_EQ(ListRubrics(office(), chief_, {}).value().total, 0);
  EXPECT_EQ(Trouble(OpenRubric(*library_, chief_, bench.row.id)), "not found");
}

KAOGONG_STORE_SUITE(WorkbenchTest);

}  // namespace
}  // namespace kaogong::office::report
