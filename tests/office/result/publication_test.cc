// SPDX-License-Identifier: Apache-2.0
#include "office/result/publication.h"

#include "result_fixture.h"

namespace kaogong::office::result {
namespace {

class PublicationTest : public ResultTest {};

TEST_P(PublicationTest, NoticeFinalArchiveInThisOrder) {
  const LoadedYear loaded = Load("ganxi-village/2012", "process");
  const Computation computation = Compute(loaded.assessment);
  // Scores before their stage.
  EXPECT_EQ(Publish(loaded, computation).error().code, ErrorCode::kConflict);
  EXPECT_EQ(ArchiveAssessment(*boards_, office_, loaded.assessment).error().code,
            ErrorCode::kConflict);
  SetStage(loaded.assessment, "results");
  const auto published = Publish(loaded, computation);
  ASSERT_TRUE(IsOk(published));
  const Publication& publication = published.value();
  EXPECT_EQ(publication.revision, 1);
  EXPECT_EQ(publication.state, PublicationState::kNotice);
  EXPECT_EQ(publication.notice_until.ToString(), "2026-11-23");
  EXPECT_EQ(publication.working_days_left, 6);  // With today, a Monday.
  EXPECT_EQ(Publish(loaded, computation).error().code, ErrorCode::kConflict);
  EXPECT_EQ(FinaliseResults(*boards_, office_, publication.id).error().code, ErrorCode::kConflict);
  clock_.Set("2026-11-23");
  EXPECT_EQ(FinaliseResults(*boards_, office_, publication.id).error().code, ErrorCode::kConflict);
  clock_.Set("2026-11-24");
  EXPECT_EQ(FinaliseResults(*boards_, auditor_, publication.id).error().code,
            ErrorCode::kNotPermitted);
  const auto final = FinaliseResults(*boards_, office_, publication.id);
  ASSERT_TRUE(IsOk(final));
  EXPECT_EQ(final.value().state, PublicationState::kFinal);
  EXPECT_EQ(FinaliseResults(*boards_, office_, publication.id).error().code, ErrorCode::kConflict);
  const auto archived = ArchiveAssessment(*boards_, office_, loaded.assessment);
  ASSERT_TRUE(IsOk(archived));
  EXPECT_EQ(archived.value().state, PublicationState::kArchived);
  EXPECT_EQ(LastAct(), "assessment.archive");
}

TEST_P(PublicationTest, WorkingDaysSkipHolidaysAndCountSwappedSaturdays) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  // Thursday before the Spring Festival of 2026: Friday 13 and Saturday 14 February are worked, 15
  // to 23 February are off.
  clock_.Set("2026-02-12");
  const auto published = Publish(loaded, computation, 5);
  ASSERT_TRUE(IsOk(published));
  EXPECT_EQ(published.value().notice_until.ToString(), "2026-02-26");
}

TEST_P(PublicationTest, YearWithoutArrangementIsRefusedByName) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  clock_.Set("2026-12-30");
  const auto refused = Publish(loaded, computation, 5);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  EXPECT_NE(refused.error().message.zh.find("2027"), std::string::npos);
  EXPECT_EQ(Count(*pool_, "publication"), 0);
}

TEST_P(PublicationTest, NotReadyNamesWhatIsMissingUnlessThereIsAReason) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  constexpr int kSubmitted = 1;
  SetUnits(loaded, "村", "青石村", "人口", 1186, kSubmitted);
  const Computation computation = Compute(loaded.assessment);
  const auto board = BoardOf(computation);
  NewPublication wanted;
  wanted.computation = computation.id;
  wanted.kinds = {"村"};
  wanted.columns = {
      library::KeyOf(board->scheme(), {KeyFiguresOf(board->scheme(), board->scheme().FindKind("村"))
                                           .score, 0})};
  wanted.notice_days = 5;
  wanted.contact = "考核办";
  Readiness readiness;
  const auto refused =
      PublishResults(*boards_, office_, loaded.assessment, wanted, &readiness);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  const auto has = [&](Lack lack) {
    return std::ranges::any_of(readiness.items, [&](const ReadinessItem& item) {
      return item.lack == lack && item.count > 0 && !item.examples.empty();
    });
  };
  EXPECT_TRUE(has(Lack::kUnverified));
  EXPECT_TRUE(has(Lack::kPendingFigures));
  wanted.override_reason = "市政府要求按期公示";
  const auto published =
      PublishResults(*boards_, office_, loaded.assessment, wanted, &readiness);
  ASSERT_TRUE(IsOk(published));
  ASSERT_TRUE(published.value().readiness.has_value());
  EXPECT_NE(published.value().readiness->find("unverified"), std::string::npos);
}

TEST_P(PublicationTest, DataThatChangedAfterTheComputationAreFound) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  SetUnits(loaded, "村", "青石村", "人口", 1187);
  const auto readiness = ReadinessOf(*boards_, office_, loaded.assessment, computation.id);
  ASSERT_TRUE(IsOk(readiness));
  EXPECT_TRUE(std::ranges::any_of(readiness.value().items, [](const ReadinessItem& item) {
    return item.lack == Lack::kOutdated;
  }));
}

TEST_P(PublicationTest, FormTellsAllThatIsWrongAtOnce) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  NewPublication wanted;
  wanted.computation = computation.id;
  wanted.kinds = {"没有的对象"};
  wanted.columns = {"99999"};
  wanted.notice_days = 0;
  Readiness readiness;
  const auto refused = PublishResults(*boards_, office_, loaded.assessment, wanted, &readiness);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidInput);
  EXPECT_EQ(refused.error().faults.size(), 4U);
}

TEST_P(PublicationTest, PublicReadsExactlyTheChosenColumnsWhileItRuns) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  const auto board = BoardOf(computation);
  const auto kind = board->scheme().FindKind("村");
  const KeyFigures figures = KeyFiguresOf(board->scheme(), kind);
  NewPublication wanted;
  wanted.computation = computation.id;
  wanted.kinds = {"村"};
  wanted.columns = {library::KeyOf(board->scheme(), {figures.rank, 0})};
  wanted.notice_days = 5;
  wanted.contact = "考核办";
  wanted.override_reason = "演练";
  Readiness readiness;
  const auto published = PublishResults(*boards_, office_, loaded.assessment, wanted, &readiness);
  ASSERT_TRUE(IsOk(published));
  ASSERT_EQ(ListNotices(*boards_).value().size(), 1U);
  const auto page = ReadNotice(*boards_, published.value().id, {}, Language::kChinese);
  ASSERT_TRUE(IsOk(page));
  ASSERT_EQ(page.value().columns.size(), 1U);
  ASSERT_FALSE(page.value().rows.empty());
  EXPECT_EQ(page.value().rows[0].values, std::vector<std::string>{"1"});
  EXPECT_EQ(ReadNotice(*boards_, published.value().id, {.kind = "村干部", .search = "", .page = {}},
                       Language::kChinese)
                .error()
                .code,
            ErrorCode::kNotFound);
  clock_.Set("2026-11-24");
  EXPECT_TRUE(ListNotices(*boards_).value().empty());
  EXPECT_EQ(ReadNotice(*boards_, published.value().id, {}, Language::kChinese).error().code,
            ErrorCode::kNotFound);
}

TEST_P(PublicationTest, NeverChangesInTheDatabase) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  ASSERT_TRUE(IsOk(Publish(loaded, Compute(loaded.assessment))));
  EXPECT_EQ(Refusal("UPDATE publication SET notice_until = '2099-01-01'"),
            store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM publication"), store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("UPDATE publication_column SET key = '1'"), store::FailureKind::kImmutable);
}

KAOGONG_STORE_SUITE(PublicationTest);

}  // namespace
}  // namespace kaogong::office::result
