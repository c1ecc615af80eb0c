// SPDX-License-Identifier: Apache-2.0
#include "office/result/calibration.h"

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

KAOGONG_STORE_SUITE(CalibrationTest);

}  // namespace
}  // namespace kaogong::office::result
