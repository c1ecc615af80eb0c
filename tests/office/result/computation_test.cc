// SPDX-License-Identifier: Apache-2.0
#include "office/result/computation.h"

#include "result_fixture.h"

namespace kaogong::office::result {
namespace {

class ComputationTest : public ResultTest {};

TEST_P(ComputationTest, RunsOnceAndIsRecorded) {
  const LoadedYear loaded = Load("ganxi-village/2012", "process");
  const std::int64_t runs_before = Count(*pool_, "run");
  const Computation computation = Compute(loaded.assessment);
  EXPECT_EQ(LastAct(), "computation.finish");
  EXPECT_EQ(Count(*pool_, "run"), runs_before + 1);
  EXPECT_FALSE(computation.is_published);
  EXPECT_GT(*computation.row_count, 0);
  // Nothing waits any more.
  EXPECT_FALSE(RunNextComputation(*library_, progress_).value());
  const auto list = ListComputations(*library_, office_, loaded.assessment, {});
  ASSERT_TRUE(IsOk(list));
  EXPECT_EQ(list.value().total, 1);
}

TEST_P(ComputationTest, OnlyWhileDataOrScoresAreInTheWorks) {
  const LoadedYear loaded = Load("ganxi-village/2012", "preparing");
  for (const std::string_view stage : {"preparing", "targets", "notice", "final", "archived"}) {
    SetStage(loaded.assessment, stage);
    const auto refused =
        StartComputation(*library_, office_, loaded.assessment, {Basis::kVerified, "一季度"});
    ASSERT_FALSE(refused.ok()) << stage;
    EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  }
  SetStage(loaded.assessment, "process");
  EXPECT_TRUE(IsOk(
      StartComputation(*library_, office_, loaded.assessment, {Basis::kReported, "一季度"})));
  EXPECT_EQ(
      StartComputation(*library_, office_, loaded.assessment, {Basis::kVerified, " "}).error().code,
      ErrorCode::kInvalidInput);
  EXPECT_EQ(StartComputation(*library_, auditor_, loaded.assessment, {Basis::kVerified, "年终"})
                .error()
                .code,
            ErrorCode::kNotPermitted);
}

TEST_P(ComputationTest, CancelledLeavesNothing) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const std::int64_t sets_before = Count(*pool_, "facts_set");
  const auto started =
      StartComputation(*library_, office_, loaded.assessment, {Basis::kVerified, "年终"});
  ASSERT_TRUE(IsOk(started));
  // Another instance has it already and works on.
  const auto claim = ClaimJob(*desk_, "computation");
  ASSERT_TRUE(IsOk(claim));
  ASSERT_TRUE(claim.value().has_value());
  EXPECT_EQ(GetComputation(*library_, office_, started.value().id).value().state,
            ComputationState::kRunning);
  const auto cancelled = CancelComputation(*library_, office_, started.value().id);
  ASSERT_TRUE(IsOk(cancelled));
  EXPECT_EQ(cancelled.value().state, ComputationState::kCancelled);
  EXPECT_FALSE(RenewJob(*desk_, *claim.value(), 1, 2).value());
  const auto late = pool_->Write([&](store::Transaction& transaction) {
    return FinishJob(transaction, *claim.value(), "done");
  });
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  EXPECT_FALSE(RunNextComputation(*library_, progress_).value());
  EXPECT_EQ(Count(*pool_, "facts_set"), sets_before);
  EXPECT_EQ(Boards(*library_).Open(office_, started.value().id).error().code, ErrorCode::kConflict);
  // Again changes nothing; one that is done cannot be cancelled.
  EXPECT_TRUE(IsOk(CancelComputation(*library_, office_, started.value().id)));
  const Computation done = Compute(loaded.assessment);
  EXPECT_EQ(CancelComputation(*library_, office_, done.id).error().code, ErrorCode::kConflict);
}

TEST_P(ComputationTest, AnotherInstanceTakesOverAndGetsTheSameDigits) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation undisturbed = Compute(loaded.assessment);
  const auto started =
      StartComputation(*library_, office_, loaded.assessment, {Basis::kVerified, "年终"});
  ASSERT_TRUE(IsOk(started));
  // The first instance takes it and dies.
  const auto dead = ClaimJob(*desk_, "computation");
  ASSERT_TRUE(dead.value().has_value());
  EXPECT_FALSE(RunNextComputation(*library_, progress_).value());
  clock_.Pass(kJobLeaseSeconds + 1);
  library::Library other(*desk_);
  JobProgress progress;
  ASSERT_TRUE(RunNextComputation(other, progress).value());
  const Computation done = GetComputation(other, office_, started.value().id).value();
  ASSERT_EQ(done.state, ComputationState::kDone);
  EXPECT_EQ(*done.result_hash, *undisturbed.result_hash);
  // What the dead one might still write is refused whole.
  const auto late = pool_->Write([&](store::Transaction& transaction) {
    return FinishJob(transaction, *dead.value(), "done");
  });
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
}

TEST_P(ComputationTest, GivenUpAfterThreeDeaths) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const auto started =
      StartComputation(*library_, office_, loaded.assessment, {Basis::kVerified, "年终"});
  for (int i = 0; i < kJobAttemptsMax; ++i) {
    ASSERT_TRUE(ClaimJob(*desk_, "computation").value().has_value());
    clock_.Pass(kJobLeaseSeconds + 1);
  }
  ASSERT_TRUE(RunNextComputation(*library_, progress_).value());
  const Computation failed = GetComputation(*library_, office_, started.value().id).value();
  EXPECT_EQ(failed.state, ComputationState::kFailed);
  EXPECT_TRUE(failed.trouble.has_value());
}

TEST_P(ComputationTest, FactsThatBreakTheRegulationFailWithFindings) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  SetUnits(loaded, "村", "青石村", "人口", -5);
  const auto started =
      StartComputation(*library_, office_, loaded.assessment, {Basis::kVerified, "年终"});
  ASSERT_TRUE(RunNextComputation(*library_, progress_).value());
  const Computation failed = GetComputation(*library_, office_, started.value().id).value();
  EXPECT_EQ(failed.state, ComputationState::kFailed);
  ASSERT_FALSE(failed.issues.empty());
  EXPECT_EQ(failed.issues[0].code, "facts.range");
  EXPECT_FALSE(failed.run.has_value());
}

TEST_P(ComputationTest, OnlyVerifiedDataCountUnlessAskedFor) {
  const LoadedYear loaded = Load("ganxi-village/2012", "process");
  constexpr int kSubmitted = 1;
  SetUnits(loaded, "村", "青石村", "人口", 1186, kSubmitted);
  const Computation verified = Compute(loaded.assessment, Basis::kVerified);
  const Computation reported = Compute(loaded.assessment, Basis::kReported);
  EXPECT_NE(*verified.result_hash, *reported.result_hash);
  const auto population = [&](const Computation& computation) {
    const auto board = BoardOf(computation);
    const auto kind = board->scheme().FindKind("村");
    const auto& column = facts::ColumnOf(board->scheme(), board->facts(),
                                         board->scheme().FindField(kind, "人口"), 0);
    return column.PresenceOf(*board->facts().FindRow(kind, "青石村"));
  };
  EXPECT_EQ(population(verified), facts::Presence::kMissing);
  EXPECT_EQ(population(reported), facts::Presence::kPresent);
}

TEST_P(ComputationTest, NeverChangeInTheDatabase) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  Compute(loaded.assessment);
  EXPECT_EQ(Refusal("UPDATE computation SET label = 'x'"), store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM computation"), store::FailureKind::kImmutable);
}

TEST_P(ComputationTest, UnpublishedIsThereOnlyForWhoMaySeeDrafts) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  const Actor clerk = ActorWith(Role::kReportingClerk, 77);
  EXPECT_EQ(GetComputation(*library_, clerk, computation.id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ListComputations(*library_, clerk, loaded.assessment, {}).value().total, 0);
  EXPECT_EQ(ExportFacts(*library_, clerk, computation.id).error().code, ErrorCode::kNotPermitted);
  EXPECT_TRUE(IsOk(GetComputation(*library_, auditor_, computation.id)));
}

KAOGONG_STORE_SUITE(ComputationTest);

}  // namespace
}  // namespace kaogong::office::result
