// SPDX-License-Identifier: Apache-2.0
#include "office/process/inbox.h"

#include <fstream>

#include "office/process/data_book.h"
#include "office/process/panel.h"
#include "office/process/record.h"
#include "office/process/reminder.h"
#include "office/process/review.h"
#include "process_fixture.h"
#include "sheet/write.h"

namespace kaogong::office::process {
namespace {

using store::IsOk;

class CountingNotifier final : public Notifier {
 public:
  void Notify(const Notice& notice) override { notices.push_back(notice); }
  std::vector<Notice> notices;
};

class InboxTest : public ProcessTest {
 protected:
  // "to_fill 4/4, returned 1/0": counts and how many are overdue.
  std::string Of(const Actor& actor) {
    const auto inbox = OpenInbox(*library_, actor);
    EXPECT_TRUE(IsOk(inbox));
    std::string said;
    for (const InboxGroup& group : inbox.value().groups) {
      said += fmt::format("{}{} {}/{}", said.empty() ? "" : ", ", group.code, group.count,
                          group.overdue);
    }
    return said;
  }

  DataImport Import(const Actor& actor, const std::string& bytes, bool submit) {
    const auto path = folder_.path() / "data.xlsx";
    std::ofstream(path, std::ios::binary) << bytes;
    const auto begun = StartDataImport(*library_, actor, assessment_, "data.xlsx", path, submit);
    EXPECT_TRUE(IsOk(begun));
    if (!begun.ok()) return {};
    JobProgress progress;
    const auto ran = RunNextDataImport(*library_, progress);
    EXPECT_TRUE(IsOk(ran));
    const auto found = FindDataImport(office(), actor, begun.value().id);
    EXPECT_TRUE(IsOk(found));
    return found.ok() ? found.value() : DataImport{};
  }

  static std::string Book(const std::vector<std::string>& header,
                          const std::vector<std::vector<std::string>>& rows) {
    sheet::Workbook book;
    sheet::Sheet page;
    page.name = "村";
    for (const std::string& title : header) {
      sheet::Column column;
      column.title = title;
      page.columns.push_back(column);
    }
    for (const auto& row : rows) {
      std::vector<sheet::Cell> cells;
      for (const std::string& text : row)
        cells.push_back(text.empty() ? sheet::Cell{} : sheet::Cell::Text(text));
      page.rows.push_back(std::move(cells));
    }
    book.sheets.push_back(std::move(page));
    return sheet::RenderWorkbook(book).value();
  }

  static std::string CodesOf(const DataImport& import) {
    std::string codes;
    for (const JobIssue& issue : import.issues)
      codes += (codes.empty() ? "" : " ") + issue.code + "@" + issue.cell;
    return codes;
  }
};

TEST_P(InboxTest, ShowsWhatEachHasToDo) {
  EXPECT_EQ(Of(clerk_), "");  // No period is over yet.
  clock_.Set("2026-04-05T02:00:00Z");
  EXPECT_EQ(Of(clerk_), "to_fill 4/0");
  clock_.Set("2026-04-20T02:00:00Z");
  EXPECT_EQ(Of(clerk_), "to_fill 4/4");
  SetVerifier("进度", farming_);
  const Measurement now = Submit("进度", "甲村", "80", 0, 0);
  EXPECT_EQ(Of(clerk_), "to_fill 3/3");
  EXPECT_EQ(Of(verifier_), "to_verify 1/0");
  Decision decision;
  decision.key = now.key;
  decision.version = now.version;
  decision.verdict = Verdict::kReturn;
  decision.reason = "不符";
  ASSERT_TRUE(IsOk(DecideMeasurements(*library_, verifier_, {decision})));
  EXPECT_EQ(Of(clerk_), "returned 1/1, to_fill 3/3");
  EXPECT_EQ(Of(verifier_), "");
  Submit("事故", "甲村", "0");
  EXPECT_EQ(Of(chief_), "to_verify 1/0");
  NewRecord praise;
  praise.assessment = assessment_;
  praise.field = "表彰";
  praise.assessee = AssesseeOf(assessment_, "甲村");
  praise.day = Date::Parse("2026-02-10").value();
  praise.amount = "1";
  praise.basis = "通报";
  ASSERT_TRUE(IsOk(ProposeRecord(*library_, clerk_, praise)));
  EXPECT_EQ(Of(chief_), "to_verify 1/0, to_decide 1/0");
  ASSERT_TRUE(
      IsOk(AppointPanel(*library_, chief_, assessment_, {"现场评分", {judge_.account}, {}})));
  EXPECT_EQ(Of(judge_), "to_score 5/0");
  EXPECT_EQ(Of(judge2_), "");
  EXPECT_EQ(Of(neighbour_), "to_fill 1/1");
}

TEST_P(InboxTest, RemindsOnceADay) {
  clock_.Set("2026-04-20T02:00:00Z");
  CountingNotifier notifier;
  const auto first = RemindOf(*library_, chief_, assessment_, &notifier);
  ASSERT_TRUE(IsOk(first));
  EXPECT_EQ(first.value().reminded, 2);  // The clerks of both towns.
  EXPECT_EQ(notifier.notices.size(), 2U);
  const auto again = RemindOf(*library_, chief_, assessment_, &notifier);
  EXPECT_EQ(again.value().reminded, 0);
  EXPECT_EQ(again.value().already, 2);
  EXPECT_FALSE(RemindDaily(*library_, &notifier).value() && notifier.notices.size() != 2U);
  const auto mine = ListReminders(office(), clerk_, false, {});
  ASSERT_TRUE(IsOk(mine));
  ASSERT_EQ(mine.value().unread, 1);
  const Id id = mine.value().list.items.at(0).id;
  EXPECT_EQ(Trouble(ReadReminder(office(), neighbour_, id)), "not found");
  ASSERT_TRUE(IsOk(ReadReminder(office(), clerk_, id)));
  EXPECT_EQ(ListReminders(office(), clerk_, true, {}).value().list.total, 0);
  // The next day by itself, once it is morning.
  clock_.Set("2026-04-20T22:00:00Z");
  EXPECT_FALSE(RemindDaily(*library_, &notifier).value());
  clock_.Set("2026-04-21T01:00:00Z");
  EXPECT_TRUE(RemindDaily(*library_, &notifier).value());
  EXPECT_FALSE(RemindDaily(*library_, &notifier).value());
  EXPECT_EQ(Count(*pool_, "reminder"), 4);
  EXPECT_EQ(Trouble(RemindOf(*library_, clerk_, assessment_, nullptr)), "not permitted");
}

TEST_P(InboxTest, WorkbookGoesOutAndComesIn) {
  Submit("粮食", "甲村", "7");
  const auto book = DataWorkbook(*library_, clerk_, assessment_, "", {}, Language::kChinese);
  ASSERT_TRUE(IsOk(book));
  const DataImport same = Import(clerk_, book.value(), false);
  EXPECT_EQ(same.state, DataImportState::kApplied) << CodesOf(same);
  EXPECT_EQ(same.changed, 0);
  const DataImport made = Import(clerk_,
                                 Book({"村", "粮食", "进度[一季度]", "备注"},
                                      {{"乙村", "12.5", "80", "好"}, {"丙村", "不适用", "", ""}}),
                                 true);
  EXPECT_EQ(made.state, DataImportState::kApplied) << CodesOf(made);
  EXPECT_EQ(made.changed, 3);
  EXPECT_EQ(NameOf(Now(Key("粮食", "乙村"))), "submitted");
  EXPECT_TRUE(Now(Key("粮食", "丙村")).is_not_applicable);
  EXPECT_EQ(Now(Key("进度", "乙村", 0)).units, 800);
}

TEST_P(InboxTest, NothingIsImportedWhenAnyCellIsWrong) {
  Verify(verifier_, Submit("粮食", "甲村", "7"));
  const DataImport refused =
      Import(clerk_,
             Book({"村", "粮食", "参保率", "没有"}, {{"甲村", "8", "50", ""},
                                                     {"乙村", "x", "101", ""},
                                                     {"邻村", "1", "", ""},
                                                     {"丙村", "5", "50", ""}}),
             false);
  EXPECT_EQ(refused.state, DataImportState::kRefused);
  EXPECT_EQ(CodesOf(refused), "data.unknown-column@D1");
  const DataImport wrong = Import(
      clerk_,
      Book({"村", "粮食", "参保率"},
           {{"甲村", "8", "50"}, {"乙村", "x", "101"}, {"邻村", "1", ""}, {"丙村", "5", "50"}}),
      false);
  EXPECT_EQ(wrong.state, DataImportState::kRefused);
  EXPECT_EQ(CodesOf(wrong), "data.unknown-row@A4 data.verified@B2 number.text@B3 facts.range@C3");
  EXPECT_EQ(Count(*pool_, "measurement"), 1);
  EXPECT_EQ(Trouble(FindDataImport(office(), neighbour_, wrong.id)), "not found");
}

TEST_P(InboxTest, ReviewsCountLightsAndKeepRemarks) {
  clock_.Set("2026-05-20T02:00:00Z");
  ReviewFilter filter;
  filter.level = "季";
  filter.period = 0;
  const auto review = OpenReview(*library_, chief_, assessment_, filter, {});
  ASSERT_TRUE(IsOk(review));
  // Five villages and both towns, whose yearly figure is under way.
  EXPECT_EQ(review.value().rows.total, 7);
  EXPECT_EQ(review.value().lights.red, 5);  // 进度 is overdue everywhere.
  NewRemark remark{AssesseeOf(assessment_, "甲村"), "季", 0, "抓紧", 0};
  const auto made = RemarkReview(*library_, chief_, assessment_, remark);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().remark, "抓紧");
  EXPECT_EQ(Trouble(RemarkReview(*library_, second_, assessment_, remark)), "conflict");
  EXPECT_EQ(Trouble(RemarkReview(*library_, clerk_, assessment_, remark)), "not permitted");
  filter.light = Light::kGreen;
  EXPECT_EQ(OpenReview(*library_, chief_, assessment_, filter, {}).value().rows.total, 0);
  filter.level = "旬";
  EXPECT_EQ(Trouble(OpenReview(*library_, chief_, assessment_, filter, {})), "invalid");
}

KAOGONG_STORE_SUITE(InboxTest);

}  // namespace
}  // namespace kaogong::office::process
