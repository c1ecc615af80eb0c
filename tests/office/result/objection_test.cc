// SPDX-License-Identifier: Apache-2.0
#include "office/result/objection.h"

#include "office/result/scorecard.h"
#include "result_fixture.h"

namespace kaogong::office::result {
namespace {

class ObjectionTest : public ResultTest {
 protected:
  void Prepare() {
    loaded_ = Load("ganxi-village/2012", "results");
    computation_ = Compute(loaded_.assessment);
    const auto published = Publish(loaded_, computation_);
    ASSERT_TRUE(IsOk(published));
    publication_ = published.value();
    const auto board = BoardOf(computation_);
    wanted_.publication = publication_.id;
    wanted_.assessee = loaded_.assessees.at({"村", "青石村"});
    wanted_.figure = KeyOf(*board, "村", "粮食生产.得分");
    wanted_.text = "粮食产量与我村台账不符";
    unit_ = Number(fmt::format("SELECT unit_id FROM assessee WHERE id = {}", wanted_.assessee));
    clerk_ = ActorWith(Role::kReportingClerk, clerk_account_, unit_);
    handler_account_ = NewAccount("无关人丙", Role::kVerifyingDepartment);
    handler_ = ActorWith(Role::kVerifyingDepartment, handler_account_);
  }

  Decision Uphold(std::int64_t stamp, const std::string& value) {
    Decision decision;
    decision.is_upheld = true;
    decision.reason = "经复核台账，原数有误";
    decision.stamp = stamp;
    decision.corrections.push_back({{loaded_.elements.at({"村", "粮食生产"}), loaded_.year, 0,
                                     loaded_.subjects.at({"村", "青石村"})},
                                    value,
                                    false});
    return decision;
  }

  LoadedYear loaded_;
  Computation computation_;
  Publication publication_;
  NewObjection wanted_;
  Id unit_ = 0;
  Actor clerk_;
  Id handler_account_ = 0;
  Actor handler_;
  Issues issues_;
};

TEST_P(ObjectionTest, UpheldCorrectsComputesAgainAndPublishesARevision) {
  Prepare();
  const auto raised = RaiseObjection(*boards_, clerk_, wanted_);
  ASSERT_TRUE(IsOk(raised));
  EXPECT_EQ(LastAct(), "objection.raise");
  EXPECT_EQ(raised.value().value, "8.43");
  const auto assigned =
      AssignObjection(*boards_, office_, raised.value().id, handler_account_, 1);
  ASSERT_TRUE(IsOk(assigned));
  EXPECT_EQ(assigned.value().state, ObjectionState::kAssigned);
  const auto resolved = ResolveObjection(*boards_, handler_, raised.value().id,
                                         Uphold(assigned.value().version, "300"), &issues_);
  ASSERT_TRUE(IsOk(resolved));
  const Objection& objection = resolved.value();
  EXPECT_EQ(objection.state, ObjectionState::kUpheld);
  ASSERT_EQ(objection.corrections.size(), 1U);
  EXPECT_EQ(objection.corrections[0].before, "495");
  EXPECT_EQ(objection.corrections[0].after, "300");
  EXPECT_EQ(objection.revised_value, "5.11");
  // The original stands beside the revision.
  const auto revised = GetPublication(*boards_, office_, *objection.revised_publication);
  ASSERT_TRUE(IsOk(revised));
  EXPECT_EQ(revised.value().revision, 2);
  EXPECT_EQ(revised.value().columns.size(), publication_.columns.size());
  EXPECT_EQ(GetPublication(*boards_, office_, publication_.id).value().state,
            PublicationState::kSuperseded);
  EXPECT_EQ(BoardOf(computation_)->evaluation().result_hash, *computation_.result_hash);
  // The correction is in the store, with its reason.
  EXPECT_EQ(Number(fmt::format("SELECT units FROM measurement WHERE element_id = {} "
                               "AND subject_id = {}",
                               loaded_.elements.at({"村", "粮食生产"}),
                               loaded_.subjects.at({"村", "青石村"}))),
            30000);
  EXPECT_EQ(Number("SELECT count(*) FROM measurement_change WHERE act = 'correct'"), 1);
  // What it changed: the score objected to first, then total, rank, pay — of others too.
  const auto cascade = CascadeOf(*boards_, office_, objection.id, {1, 200});
  ASSERT_TRUE(IsOk(cascade));
  ASSERT_GE(cascade.value().total, 3);
  EXPECT_EQ(cascade.value().items[0].assessee.id, wanted_.assessee);
  EXPECT_EQ(cascade.value().items[0].before, "8.43");
  EXPECT_EQ(cascade.value().items[0].after, "5.11");
  bool has_pay = false;
  bool has_others = false;
  for (const CascadeItem& item : cascade.value().items) {
    has_pay = has_pay || item.role == scheme::Role::kPayout;
    has_others = has_others || item.assessee.id != wanted_.assessee;
  }
  EXPECT_TRUE(has_pay);
  EXPECT_TRUE(has_others);
  // The clerk of one village does not see what became of the others.
  const auto own = CascadeOf(*boards_, ActorWith(Role::kUnitLeader, 78, unit_), objection.id,
                             {1, 200});
  ASSERT_TRUE(IsOk(own));
  EXPECT_LT(own.value().total, cascade.value().total);
  // The revision equals scoring the corrected facts anew.
  const Computation now =
      GetComputation(*library_, office_, *objection.revised_computation).value();
  const auto readiness = CheckReadiness(*boards_, loaded_.assessment, now.id);
  ASSERT_TRUE(IsOk(readiness));
  for (const ReadinessItem& item : readiness.value().items)
    EXPECT_NE(item.lack, Lack::kOutdated);
}

TEST_P(ObjectionTest, WhoHadToDoWithTheFigureDoesNotDecide) {
  Prepare();
  const auto raised = RaiseObjection(*boards_, clerk_, wanted_);
  ASSERT_TRUE(IsOk(raised));
  const Id id = raised.value().id;
  const Actor verifier = ActorWith(Role::kVerifyingDepartment, verifier_account_);
  EXPECT_EQ(ResolveObjection(*boards_, verifier, id, Uphold(1, "300"), &issues_).error().code,
            ErrorCode::kNotPermitted);
  const auto refused = AssignObjection(*boards_, office_, id, verifier_account_, 1);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kNotPermitted);
  EXPECT_NE(refused.error().message.zh.find("核实过"), std::string::npos);
  // A clerk may not handle objections at all.
  EXPECT_EQ(AssignObjection(*boards_, office_, id, clerk_account_, 1).error().code,
            ErrorCode::kInvalidInput);
  const auto choices = ListHandlers(*boards_, office_, id);
  ASSERT_TRUE(IsOk(choices));
  for (const HandlerChoice& choice : choices.value())
    EXPECT_EQ(choice.is_independent, choice.account.id == handler_account_) << choice.account.name;
  ASSERT_TRUE(IsOk(AssignObjection(*boards_, office_, id, handler_account_, 1)));
  // Somebody else's now.
  const Id other = NewAccount("旁人丁", Role::kVerifyingDepartment);
  EXPECT_EQ(ResolveObjection(*boards_, ActorWith(Role::kVerifyingDepartment, other), id,
                             Uphold(2, "300"), &issues_)
                .error()
                .code,
            ErrorCode::kNotPermitted);
  EXPECT_EQ(Count(*pool_, "publication"), 1);
}

TEST_P(ObjectionTest, TheHandlerSeesWhyThatFigureIsWhatItIs) {
  Prepare();
  const auto raised = RaiseObjection(*boards_, clerk_, wanted_);
  ASSERT_TRUE(IsOk(raised));
  ExplanationQuery query;
  query.assessee = wanted_.assessee;
  query.column = wanted_.figure;
  EXPECT_FALSE(ExplainResult(*boards_, handler_, computation_.id, query).ok());
  ASSERT_TRUE(IsOk(AssignObjection(*boards_, office_, raised.value().id, handler_account_, 1)));
  const auto explained = ExplainResult(*boards_, handler_, computation_.id, query);
  ASSERT_TRUE(IsOk(explained));
  EXPECT_FALSE(explained.value().provenance.empty());
  query.column = KeyOf(*BoardOf(computation_), "村", "总分");
  EXPECT_FALSE(ExplainResult(*boards_, handler_, computation_.id, query).ok());
}

TEST_P(ObjectionTest, OnlyWhileTheNoticeRunsAndOnlyOnce) {
  Prepare();
  NewObjection wrong = wanted_;
  wrong.figure = "99999";
  wrong.text = " ";
  EXPECT_EQ(RaiseObjection(*boards_, clerk_, wrong).error().faults.size(), 2U);
  const Actor stranger = ActorWith(Role::kReportingClerk, 79, 424242);
  EXPECT_EQ(RaiseObjection(*boards_, stranger, wanted_).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(IsOk(RaiseObjection(*boards_, clerk_, wanted_)));
  EXPECT_EQ(RaiseObjection(*boards_, clerk_, wanted_).error().code, ErrorCode::kConflict);
  EXPECT_EQ(ListObjections(*boards_, clerk_, {}).value().total, 1);
  EXPECT_EQ(ListObjections(*boards_, stranger, {}).value().total, 0);
  clock_.Set("2026-11-24");
  wanted_.figure = KeyOf(*BoardOf(computation_), "村", "特色产业.得分");
  const auto late = RaiseObjection(*boards_, clerk_, wanted_);
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, ErrorCode::kConflict);
  // Not final while it is open.
  EXPECT_EQ(FinaliseResults(*boards_, office_, publication_.id).error().code,
            ErrorCode::kConflict);
}

TEST_P(ObjectionTest, NotUpheldChangesNothingElse) {
  Prepare();
  const auto raised = RaiseObjection(*boards_, clerk_, wanted_);
  Decision decision;
  decision.reason = "台账与上报一致";
  decision.stamp = 1;
  Decision wrong = Uphold(1, "300");
  wrong.is_upheld = false;
  EXPECT_EQ(ResolveObjection(*boards_, handler_, raised.value().id, wrong, &issues_).error().code,
            ErrorCode::kInvalidInput);
  const auto resolved =
      ResolveObjection(*boards_, handler_, raised.value().id, decision, &issues_);
  ASSERT_TRUE(IsOk(resolved));
  EXPECT_EQ(resolved.value().state, ObjectionState::kNotUpheld);
  EXPECT_EQ(Count(*pool_, "publication"), 1);
  EXPECT_EQ(ResolveObjection(*boards_, handler_, raised.value().id, decision, &issues_)
                .error()
                .code,
            ErrorCode::kConflict);
  EXPECT_EQ(CascadeOf(*boards_, office_, raised.value().id, {}).value().total, 0);
  EXPECT_EQ(Refusal("UPDATE objection SET text = 'x'"), store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM objection"), store::FailureKind::kImmutable);
}

TEST_P(ObjectionTest, CorrectionsMustBeAboutTheFigureAndInRange) {
  Prepare();
  const auto raised = RaiseObjection(*boards_, clerk_, wanted_);
  Decision decision = Uphold(1, "-3");
  decision.corrections.push_back(decision.corrections[0]);
  decision.corrections[1].key.element = loaded_.elements.at({"村", "特色产业"});
  const auto refused = ResolveObjection(*boards_, handler_, raised.value().id, decision, &issues_);
  ASSERT_FALSE(refused.ok());
  ASSERT_EQ(refused.error().faults.size(), 2U);
  EXPECT_EQ(refused.error().faults[0].pointer, "/corrections/0/value");
  EXPECT_EQ(refused.error().faults[1].pointer, "/corrections/1/element_id");
  decision.corrections.clear();
  EXPECT_EQ(
      ResolveObjection(*boards_, handler_, raised.value().id, decision, &issues_).error().code,
      ErrorCode::kInvalidInput);
  EXPECT_EQ(Number("SELECT count(*) FROM measurement_change WHERE act = 'correct'"), 0);
}

TEST_P(ObjectionTest, PayIsHeldWhileAnObjectionIsOpen) {
  Prepare();
  const PayoutQuery whole{.figure = "", .search = "", .page = {1, 200}};
  const auto before = ListPayouts(*boards_, office_, publication_.id, whole);
  ASSERT_TRUE(IsOk(before));
  ASSERT_TRUE(before.value().figure.has_value());
  EXPECT_EQ(before.value().held_total, "0.00");
  const auto raised = RaiseObjection(*boards_, clerk_, wanted_);
  ASSERT_TRUE(IsOk(raised));
  const auto held = ListPayouts(*boards_, office_, publication_.id, whole);
  EXPECT_NE(held.value().held_total, "0.00");
  EXPECT_EQ(held.value().amount_total, before.value().amount_total);
  Rational sum;
  int held_count = 0;
  for (const PayoutItem& item : held.value().items) {
    sum += item.value.number;
    held_count += item.is_held() ? 1 : 0;
  }
  EXPECT_EQ(held.value().total, static_cast<std::int64_t>(held.value().items.size()));
  EXPECT_EQ(sum.Round(2, Rounding::kHalfUp)->ToString(), held.value().amount_total);
  EXPECT_GT(held_count, 0);
  EXPECT_LT(held_count, static_cast<int>(held.value().items.size()));
  EXPECT_TRUE(IsOk(PayoutWorkbook(*boards_, office_, publication_.id, Language::kChinese)));
  EXPECT_EQ(ListPayouts(*boards_, ActorWith(Role::kPanelMember, 80), publication_.id, {})
                .error()
                .code,
            ErrorCode::kNotPermitted);
}

KAOGONG_STORE_SUITE(ObjectionTest);

}  // namespace
}  // namespace kaogong::office::result
