// SPDX-License-Identifier: Apache-2.0
#include "office/document/batch.h"

#include "document_fixture.h"
#include "office/library/archive.h"

namespace kaogong::office::documents {
namespace {

using result::ComputationState;

class BatchTest : public DocumentsTest {
 protected:
  NewBatch AllVillages() const {
    NewBatch wanted;
    wanted.assessment = loaded_.assessment;
    wanted.computation = computation_.id;
    wanted.form = "scorecard";
    wanted.kind = "村";
    return wanted;
  }
  std::int64_t VillageCount() {
    return Number("SELECT count(*) FROM assessee WHERE kind = '村'");
  }
  Batch Run(const NewBatch& wanted) {
    const auto started = StartBatch(*shelf_, office_, wanted, &issues_);
    EXPECT_TRUE(IsOk(started));
    if (!started.ok()) return {};
    EXPECT_TRUE(IsOk(RunNextBatch(*shelf_, progress_)));
    return GetBatch(*shelf_, office_, started.value().id).value();
  }
};

TEST_P(BatchTest, MakesOneDocumentForEach) {
  Prepare();
  const Batch batch = Run(AllVillages());
  EXPECT_EQ(batch.state, ComputationState::kDone) << (batch.trouble ? batch.trouble->zh : "");
  EXPECT_EQ(batch.made, VillageCount());
  EXPECT_EQ(batch.total, VillageCount());
  EXPECT_EQ(LastAct(), "document_batch.finish");
  const auto zip = BatchFiles(*shelf_, office_, batch.id, "docx");
  ASSERT_TRUE(IsOk(zip));
  const auto entries = library::ReadArchive(zip.value());
  ASSERT_TRUE(IsOk(entries));
  EXPECT_EQ(static_cast<std::int64_t>(entries.value().size()), VillageCount());
  EXPECT_EQ(entries.value()[0].path.rfind("0001-", 0), 0U);
  // Drafts are nobody else's.
  EXPECT_EQ(GetBatch(*shelf_, clerk_, batch.id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ListBatches(*shelf_, office_, {}, {}).value().total, 1);
  EXPECT_EQ(ListBatches(*shelf_, clerk_, {}, {}).value().total, 0);
}

TEST_P(BatchTest, IssuesAtOnceWhenAskedTo) {
  Prepare();
  NewBatch wanted = AllVillages();
  wanted.audience = Audience::kAssessed;
  const Batch batch = Run(wanted);
  EXPECT_EQ(batch.state, ComputationState::kDone) << (batch.trouble ? batch.trouble->zh : "");
  EXPECT_EQ(Number("SELECT count(*) FROM document WHERE issued_at IS NOT NULL"), VillageCount());
  DocumentQuery query;
  query.batch = batch.id;
  const auto seen = ListDocuments(*shelf_, clerk_, query);
  ASSERT_EQ(seen.value().total, 1);
  EXPECT_EQ(seen.value().items[0].assessee->id, village_);
  ASSERT_TRUE(IsOk(BatchFiles(*shelf_, office_, batch.id, "pdf")));
}

TEST_P(BatchTest, GoesOnWhereAnotherInstanceStopped) {
  Prepare();
  const auto started = StartBatch(*shelf_, office_, AllVillages(), &issues_);
  ASSERT_TRUE(IsOk(started));
  // As if the other had stored one document before it died.
  NewDocument one = Scorecard();
  const DocumentView made = Draft(one);
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) {
    return transaction.Execute("UPDATE document SET batch_id = ? WHERE id = ?",
                               {started.value().id, made.row.id});
  })));
  ASSERT_TRUE(IsOk(RunNextBatch(*shelf_, progress_)));
  EXPECT_EQ(Number("SELECT count(*) FROM document"), VillageCount());
}

TEST_P(BatchTest, CancelledBatchesEnd) {
  Prepare();
  const auto started = StartBatch(*shelf_, office_, AllVillages(), &issues_);
  ASSERT_TRUE(IsOk(started));
  const auto cancelled = CancelBatch(*shelf_, office_, started.value().id);
  ASSERT_TRUE(IsOk(cancelled));
  EXPECT_EQ(cancelled.value().state, ComputationState::kCancelled);
  EXPECT_FALSE(RunNextBatch(*shelf_, progress_).value());
  EXPECT_EQ(Number("SELECT count(*) FROM document"), 0);
  EXPECT_EQ(BatchFiles(*shelf_, office_, started.value().id, "docx").error().code,
            ErrorCode::kConflict);
}

TEST_P(BatchTest, WrongWishesAreRefusedBeforeAnythingRuns) {
  Prepare();
  NewBatch wanted = AllVillages();
  wanted.kind = "没有";
  EXPECT_EQ(StartBatch(*shelf_, office_, wanted, &issues_).error().faults.at(0).pointer, "/kind");
  wanted = AllVillages();
  wanted.kind.clear();
  wanted.assessees = {village_, village_};
  EXPECT_EQ(StartBatch(*shelf_, office_, wanted, &issues_).error().faults.at(0).pointer,
            "/assessee_ids");
  wanted = AllVillages();
  wanted.form = "bulletin";
  EXPECT_EQ(StartBatch(*shelf_, office_, wanted, &issues_).error().faults.at(0).pointer,
            "/assessee_id");
  wanted = AllVillages();
  wanted.form = "rectification";
  EXPECT_FALSE(StartBatch(*shelf_, office_, wanted, &issues_).ok());
  EXPECT_FALSE(issues_.empty());
  EXPECT_EQ(Number("SELECT count(*) FROM document_batch"), 0);
}

KAOGONG_STORE_SUITE(BatchTest);

}  // namespace
}  // namespace kaogong::office::documents
