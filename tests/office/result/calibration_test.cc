// SPDX-License-Identifier: Apache-2.0
#include "office/result/calibration.h"

#include <algorithm>

#include "office/result/scorecard.h"
#include "result_fixture.h"

namespace kaogong::office::result {
namespace {

class CalibrationTest : public ResultTest {
 protected:
  // The first kind with a grade, its first row, and another of its grades.
  void Prepare() {
    loaded_ = Load("linked-quota/2012", "results");
    computation_ = Compute(loaded_.assessment);
    board_ = BoardOf(computation_);
    for (std::size_t i = 0; i < board_->scheme().kinds.size(); ++i) {
      const auto kind = static_cast<scheme::KindId>(i);
      const KeyFigures figures = KeyFiguresOf(board_->scheme(), kind);
      if (figures.grade == scheme::kNone) continue;
      const std::string& code = board_->facts().table(kind).ids.front();
      wanted_.assessee = loaded_.assessees.at({board_->scheme().kinds[i].name, code});
      wanted_.figure = library::KeyOf(board_->scheme(), {figures.grade, 0});
      before_ = TextOf(*board_, board_->scheme().kinds[i].name, code,
                       board_->scheme().figure(figures.grade).name);
      for (const std::string& grade : board_->scheme().figure(figures.grade).grades) {
        if (grade != before_) wanted_.value = grade;
      }
      kind_ = board_->scheme().kinds[i].name;
      break;
    }
    wanted_.reason = "主管部门通报";
  }

  LoadedYear loaded_;
  Computation computation_;
  std::shared_ptr<const Board> board_;
  NewCalibration wanted_;
  std::string before_;
  std::string kind_;
};

TEST_P(CalibrationTest, KeepsBothGradesAndShowsTheNewOne) {
  Prepare();
  const auto made = Calibrate(*boards_, office_, computation_.id, wanted_);
  ASSERT_TRUE(IsOk(made));
  EXPECT_EQ(made.value().before, before_);
  EXPECT_EQ(made.value().after, wanted_.value);
  EXPECT_EQ(LastAct(), "calibration.make");
  RankQuery query;
  query.kind = kind_;
  query.grade = wanted_.value;
  const auto rows = ListRows(*boards_, office_, computation_.id, query, Language::kChinese);
  ASSERT_TRUE(IsOk(rows));
  bool is_there = false;
  for (const RankRow& row : rows.value().rows)
    is_there = is_there || (row.assessee == wanted_.assessee && row.calibrated.size() == 1);
  EXPECT_TRUE(is_there);
  // The engine's own result is what it was.
  EXPECT_EQ(GetComputation(*library_, office_, computation_.id).value().result_hash,
            computation_.result_hash);
  EXPECT_EQ(Calibrate(*boards_, office_, computation_.id, wanted_).error().code,
            ErrorCode::kConflict);
  const auto withdrawn = WithdrawCalibration(*boards_, office_, made.value().id, "复核后恢复");
  ASSERT_TRUE(IsOk(withdrawn));
  EXPECT_TRUE(withdrawn.value().withdrawn_at.has_value());
  EXPECT_EQ(ListCalibrations(*boards_, office_, computation_.id).value().size(), 1U);
  EXPECT_TRUE(IsOk(Calibrate(*boards_, office_, computation_.id, wanted_)));
  EXPECT_EQ(Refusal("UPDATE calibration SET after_text = 'x'"), store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM calibration"), store::FailureKind::kImmutable);
}

TEST_P(CalibrationTest, NeedsReasonAndGradeAndAllIsToldAtOnce) {
  Prepare();
  NewCalibration wrong = wanted_;
  wrong.reason = " ";
  wrong.value = "不存在的等次";
  const auto refused = Calibrate(*boards_, office_, computation_.id, wrong);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().faults.size(), 2U);
  wrong = wanted_;
  wrong.value = before_;
  EXPECT_EQ(Calibrate(*boards_, office_, computation_.id, wrong).error().code,
            ErrorCode::kInvalidInput);
  EXPECT_EQ(Calibrate(*boards_, auditor_, computation_.id, wanted_).error().code,
            ErrorCode::kNotPermitted);
}

TEST_P(CalibrationTest, NotAfterPublication) {
  Prepare();
  ASSERT_TRUE(IsOk(Publish(loaded_, computation_)));
  EXPECT_EQ(Calibrate(*boards_, office_, computation_.id, wanted_).error().code,
            ErrorCode::kConflict);
}

// A community whose result is 授牌 is paid, others are not.
TEST_P(CalibrationTest, PayFollowsTheNewGrade) {
  const std::string pay = "工作经费";
  loaded_ = Load("community-award/2014", "results");
  computation_ = Compute(loaded_.assessment);
  board_ = BoardOf(computation_);
  const scheme::Scheme& scheme = board_->scheme();
  const auto kind = scheme.FindKind("社区");
  ASSERT_NE(kind, scheme::kNone);
  const facts::Table& table = board_->facts().table(kind);
  const auto of_grade = [&](const std::string& grade) {
    return std::ranges::find_if(table.ids, [&](const std::string& code) {
      return TextOf(*board_, "社区", code, "评定结果") == grade;
    });
  };
  const auto code = of_grade("验收未达标");
  ASSERT_NE(code, table.ids.end());
  const std::string before = TextOf(*board_, "社区", *code, pay);
  const auto awarded = of_grade("授牌");
  ASSERT_NE(awarded, table.ids.end());
  const Rational award = board_->At({scheme.FindFigure(kind, pay), 0},
                                    *board_->facts().FindRow(kind, *awarded)).number;
  wanted_ = {loaded_.assessees.at({"社区", *code}), KeyOf(*board_, "社区", "评定结果"), "授牌",
             "公示期满无异议"};
  ASSERT_TRUE(IsOk(Calibrate(*boards_, office_, computation_.id, wanted_)));
  const auto calibrated = BoardOf(computation_);
  EXPECT_EQ(TextOf(*calibrated, "社区", *code, "评定结果"), "验收未达标");
  const auto row = *calibrated->facts().FindRow(kind, *code);
  EXPECT_EQ(calibrated->At({scheme.FindFigure(kind, pay), 0}, row).number, award);
  const auto publication = Publish(loaded_, computation_);
  ASSERT_TRUE(IsOk(publication));
  PayoutQuery query;
  query.page.size = 200;
  const auto list = ListPayouts(*boards_, office_, publication.value().id, query);
  ASSERT_TRUE(IsOk(list));
  int moved = 0;
  for (const PayoutItem& item : list.value().items) {
    EXPECT_FALSE(item.is_held());
    if (!item.uncalibrated) continue;
    ++moved;
    EXPECT_EQ(item.assessee.code, *code);
    EXPECT_EQ(*item.uncalibrated, before);
    EXPECT_EQ(item.value.number, award);
  }
  EXPECT_EQ(moved, 1);
  EXPECT_TRUE(IsOk(PayoutWorkbook(*boards_, office_, publication.value().id, Language::kChinese)));

  ExplanationQuery why;
  why.assessee = wanted_.assessee;
  why.column = KeyOf(*board_, "社区", pay);
  const auto explained = ExplainResult(*boards_, office_, computation_.id, why);
  ASSERT_TRUE(IsOk(explained));
  bool says_why = false;
  for (const explain::FlatNode& node : explained.value().explanation.nodes) {
    for (const explain::FlatInput& input : node.inputs)
      says_why = says_why || input.evidence.find("公示期满无异议") != std::string::npos;
  }
  EXPECT_TRUE(says_why);
  // Why the engine graded as it did stays to be seen.
  why.column = wanted_.figure;
  const auto graded = ExplainResult(*boards_, office_, computation_.id, why);
  ASSERT_TRUE(IsOk(graded));
  EXPECT_TRUE(graded.value().calibration.has_value());
}

KAOGONG_STORE_SUITE(CalibrationTest);

}  // namespace
}  // namespace kaogong::office::result
