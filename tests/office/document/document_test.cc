// SPDX-License-Identifier: Apache-2.0
#include "document_fixture.h"

namespace kaogong::office::documents {
namespace {

class DocumentTest : public DocumentsTest {};

TEST_P(DocumentTest, IssuedDocumentsAreKeptForGood) {
  Prepare();
  const DocumentView draft = Draft(Scorecard());
  EXPECT_EQ(LastAct(), "document.draft");
  EXPECT_EQ(draft.row.title, "2012年度绩效考核成绩单");
  EXPECT_NE(document::TextOf(draft.model).find("青石村"), std::string::npos);
  const auto issued = Issue(draft);
  ASSERT_TRUE(IsOk(issued));
  EXPECT_EQ(issued.value().row.state, DocumentState::kIssued);
  EXPECT_EQ(LastAct(), "document.issue");
  ASSERT_EQ(issued.value().files.size(), 2U);
  const auto first = GetDocumentFile(*shelf_, office_, draft.row.id, "docx");
  ASSERT_TRUE(IsOk(first));
  EXPECT_EQ(static_cast<std::int64_t>(first.value().bytes.size()), issued.value().files[0].size);
  EXPECT_EQ(Issue(issued.value()).error().code, ErrorCode::kConflict);
  EXPECT_EQ(EditDocument(*shelf_, office_, draft.row.id, {issued.value().row.version, {}, {}, {1}, {}})
                .error()
                .code,
            ErrorCode::kConflict);
  EXPECT_EQ(Refusal("UPDATE document SET title = 'x'"), store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("DELETE FROM document"), store::FailureKind::kImmutable);
  EXPECT_EQ(Refusal("UPDATE document_version SET content = '{}'"), store::FailureKind::kImmutable);
  const auto withdrawn = WithdrawDocument(*shelf_, office_, draft.row.id,
                                          issued.value().row.version, "盖章页有误");
  ASSERT_TRUE(IsOk(withdrawn));
  EXPECT_EQ(withdrawn.value().row.state, DocumentState::kWithdrawn);
  EXPECT_EQ(GetDocumentFile(*shelf_, office_, draft.row.id, "docx").value().bytes,
            first.value().bytes);
  EXPECT_EQ(Refusal("UPDATE document SET withdraw_reason = 'x'"), store::FailureKind::kImmutable);
}

TEST_P(DocumentTest, FigureAlteredAfterDraftingBlocksTheIssueWithItsPlace) {
  Prepare();
  const DocumentView draft = Draft(Scorecard());
  SetUnits(loaded_, "村", "青石村", "粮食生产", 300);
  // The result that was drafted from still stands.
  computation_ = Compute(loaded_.assessment);
  const auto refused = Issue(draft);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, ErrorCode::kConflict);
  const auto total = std::ranges::find(changes_, "总分", &document::Change::expression);
  ASSERT_NE(total, changes_.end());
  EXPECT_EQ(total->object, "青石村");
  EXPECT_EQ(total->place.rfind("表1第", 0), 0U) << total->place;
  EXPECT_NE(total->before, total->after);
  EXPECT_EQ(Number("SELECT count(*) FROM document WHERE issued_at IS NOT NULL"), 0);
  const auto refreshed =
      RefreshDocument(*shelf_, office_, draft.row.id, {draft.row.version, false, {}}, &issues_);
  ASSERT_TRUE(IsOk(refreshed));
  EXPECT_EQ(refreshed.value().row.computation, computation_.id);
  const auto again =
      RefreshDocument(*shelf_, office_, draft.row.id, {refreshed.value().row.version, true, {}},
                      &issues_);
  ASSERT_TRUE(IsOk(again));
  EXPECT_EQ(again.value().versions.front().act, VersionAct::kRedraft);
  EXPECT_TRUE(IsOk(Issue(again.value())));
}

TEST_P(DocumentTest, PresentDataAreHeldAgainstTheStoreItself) {
  Prepare("process");
  const DocumentView draft = Draft(Scorecard(true));
  EXPECT_FALSE(draft.row.computation);
  const std::int64_t units = Number(fmt::format(
      "SELECT units FROM measurement WHERE element_id = {} AND subject_id = {}",
      loaded_.elements.at({"村", "粮食生产"}), loaded_.subjects.at({"村", "青石村"})));
  SetUnits(loaded_, "村", "青石村", "粮食生产", units - 100);
  const auto changes = CheckDocument(*shelf_, office_, draft.row.id);
  ASSERT_TRUE(IsOk(changes));
  EXPECT_FALSE(changes.value().empty());
  EXPECT_EQ(Issue(draft).error().code, ErrorCode::kConflict);
  SetUnits(loaded_, "村", "青石村", "粮食生产", units);
  EXPECT_TRUE(IsOk(Issue(draft)));
}

// The sentence of a bulletin that has the count of those assessed.
int SentenceOf(const document::Document& model, std::string_view part) {
  int number = 0;
  int found = 0;
  document::EachParagraph(model, [&](const std::string&, const document::Paragraph& paragraph) {
    ++number;
    if (found == 0 && paragraph.Text().find(part) != std::string::npos) found = number;
  });
  return found;
}

std::optional<int> FirstFigure(const document::Document& model, int paragraph) {
  int number = 0;
  int figure = 0;
  std::optional<int> found;
  document::EachParagraph(model, [&](const std::string&, const document::Paragraph& at) {
    ++number;
    for (const document::Run& run : at.runs) {
      if (!run.figure) continue;
      ++figure;
      if (number == paragraph && !found) found = figure;
    }
  });
  return found;
}

TEST_P(DocumentTest, EditedSentencesKeepTheirFiguresAndEveryVersionStays) {
  Prepare();
  const DocumentView draft = Draft(Bulletin());
  const int number = SentenceOf(draft.model, "本次共考核");
  const auto figure = FirstFigure(draft.model, number);
  ASSERT_TRUE(figure.has_value());
  Edit edit;
  edit.version = draft.row.version;
  edit.note = "领导审阅后";
  edit.replaced = {{number, {{std::nullopt, "按照安排，对"}, {figure, {}}, {std::nullopt, "作了考核。"}}}};
  edit.added = {{number, {{std::nullopt, "各村反响良好。"}}}};
  const auto edited = EditDocument(*shelf_, office_, draft.row.id, edit);
  ASSERT_TRUE(IsOk(edited));
  EXPECT_EQ(edited.value().row.latest, 2);
  EXPECT_NE(document::TextOf(edited.value().model).find("按照安排，对"), std::string::npos);
  EXPECT_EQ(SentenceOf(edited.value().model, "各村反响良好"), number + 1);
  // The figure is live still: it would block the issue like any other.
  EXPECT_EQ(FirstFigure(edited.value().model, number), figure);
  // A second editor with the old stamp loses nothing of the first's.
  EXPECT_EQ(EditDocument(*shelf_, office_, draft.row.id, edit).error().code, ErrorCode::kConflict);
  const auto compared = CompareVersions(*shelf_, office_, draft.row.id, {}, {});
  ASSERT_TRUE(IsOk(compared));
  EXPECT_EQ(std::ranges::count(compared.value().lines, ChangeKind::kAdded, &ComparedLine::kind), 1);
  EXPECT_GE(std::ranges::count_if(compared.value().lines,
                                  [](const ComparedLine& line) {
                                    return line.kind == ChangeKind::kChanged ||
                                           line.kind == ChangeKind::kRemoved;
                                  }) +
                1,
            1);
  const auto restored =
      RestoreVersion(*shelf_, office_, draft.row.id, edited.value().row.version, 1);
  ASSERT_TRUE(IsOk(restored));
  EXPECT_EQ(document::TextOf(restored.value().model), document::TextOf(draft.model));
  EXPECT_EQ(restored.value().versions.size(), 3U);
  EXPECT_EQ(restored.value().versions[1].note, "领导审阅后");
}

TEST_P(DocumentTest, WrongEditsAreToldAllAtOnce) {
  Prepare();
  const DocumentView draft = Draft(Scorecard());
  Edit edit;
  edit.version = draft.row.version;
  edit.replaced = {{9999, {}}, {1, {{100'000, {}}, {std::nullopt, std::string("a\x01b")}}}};
  edit.removed = {5};  // In a table.
  edit.added = {{5, {}}};
  const auto refused = EditDocument(*shelf_, office_, draft.row.id, edit);
  ASSERT_FALSE(refused.ok());
  std::vector<std::string> pointers;
  for (const Fault& fault : refused.error().faults) pointers.push_back(fault.pointer);
  EXPECT_EQ(pointers, (std::vector<std::string>{"/replaced/0/number", "/replaced/1/pieces/0/figure",
                                                "/replaced/1/pieces/1/text", "/added/0/number",
                                                "/removed/0"}));
}

TEST_P(DocumentTest, NumbersAreUniqueInTheirYear) {
  Prepare();
  ASSERT_TRUE(IsOk(Issue(Draft(Bulletin()))));
  const auto refused = Issue(Draft(Bulletin()));
  ASSERT_FALSE(refused.ok());
  EXPECT_NE(refused.error().message.zh.find("甘政发〔2026〕2号"), std::string::npos);
  clock_.Set("2027-01-05");
  EXPECT_TRUE(IsOk(Issue(Draft(Bulletin()))));
}

TEST_P(DocumentTest, DraftFiguresDoNotLeakBeforePublication) {
  Prepare();
  const DocumentView draft = Draft(Scorecard());
  EXPECT_EQ(GetDocument(*shelf_, clerk_, draft.row.id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ListDocuments(*shelf_, clerk_, {}).value().total, 0);
  EXPECT_EQ(ListDocuments(*shelf_, auditor_, {}).value().total, 1);
  // Nor may he draft from it himself.
  EXPECT_EQ(DraftDocument(*shelf_, clerk_, Scorecard(), &issues_).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(DraftDocument(*shelf_, clerk_, Scorecard(true), &issues_).error().code,
            ErrorCode::kNotPermitted);
  ASSERT_TRUE(IsOk(Issue(draft, Audience::kOffice)));
  EXPECT_EQ(GetDocument(*shelf_, clerk_, draft.row.id).error().code, ErrorCode::kNotFound);
  ASSERT_TRUE(IsOk(Publish(loaded_, computation_)));
  EXPECT_EQ(GetDocument(*shelf_, clerk_, draft.row.id).error().code, ErrorCode::kNotFound);
  const auto own = DraftDocument(*shelf_, clerk_, Scorecard(), &issues_);
  ASSERT_TRUE(IsOk(own));
  EXPECT_EQ(IssueDocument(*shelf_, clerk_, own.value().row.id, {1, Audience::kAssessed, {}},
                          &changes_)
                .error()
                .code,
            ErrorCode::kNotPermitted);
  ASSERT_TRUE(IsOk(Issue(own.value(), Audience::kAssessed)));
  EXPECT_TRUE(IsOk(GetDocument(*shelf_, clerk_, own.value().row.id)));
  const Actor outsider = ActorWith(Role::kReportingClerk, verifier_account_,
                                   Number(fmt::format("SELECT unit_id FROM assessee WHERE id = {}",
                                                      loaded_.assessees.at({"村", "柳塘村"}))));
  EXPECT_EQ(GetDocument(*shelf_, outsider, own.value().row.id).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(ListDocuments(*shelf_, outsider, {}).value().total, 0);
  EXPECT_EQ(ListDocuments(*shelf_, clerk_, {}).value().total, 1);
}

TEST_P(DocumentTest, WhatIsSaidToAllIsSeenByWhoeverIsAssessed) {
  Prepare();
  const auto issued = Issue(Draft(Bulletin()), Audience::kAssessed);
  ASSERT_TRUE(IsOk(issued));
  EXPECT_TRUE(IsOk(GetDocument(*shelf_, clerk_, issued.value().row.id)));
  EXPECT_EQ(ListDocuments(*shelf_, clerk_, {}).value().total, 1);
  const Actor stranger = ActorWith(Role::kReportingClerk, 950, 999'999);
  EXPECT_EQ(GetDocument(*shelf_, stranger, issued.value().row.id).error().code,
            ErrorCode::kNotFound);
  EXPECT_EQ(ListDocuments(*shelf_, stranger, {}).value().total, 0);
}

TEST_P(DocumentTest, ListsAreFilteredAndDiscardedDraftsLeaveThem) {
  Prepare();
  const DocumentView card = Draft(Scorecard());
  Draft(Bulletin());
  DocumentQuery query;
  query.form = "scorecard";
  EXPECT_EQ(ListDocuments(*shelf_, office_, query).value().total, 1);
  query = {};
  query.search = "青石";
  EXPECT_EQ(ListDocuments(*shelf_, office_, query).value().items.at(0).id, card.row.id);
  query = {};
  query.assessee = village_;
  query.state = DocumentState::kDraft;
  EXPECT_EQ(ListDocuments(*shelf_, office_, query).value().total, 1);
  ASSERT_TRUE(IsOk(DiscardDocument(*shelf_, office_, card.row.id, card.row.version)));
  EXPECT_EQ(ListDocuments(*shelf_, office_, query).value().total, 0);
  query.state = DocumentState::kDiscarded;
  EXPECT_EQ(ListDocuments(*shelf_, office_, query).value().total, 1);
}

TEST_P(DocumentTest, MissingGivenValuesAreNamedAllAtOnce) {
  Prepare();
  NewDocument wanted = Bulletin();
  wanted.given.clear();
  const auto refused = DraftDocument(*shelf_, office_, wanted, &issues_);
  ASSERT_FALSE(refused.ok());
  std::string told;
  for (const kaogong::Issue& issue : issues_.list()) told += issue.message.zh;
  for (const std::string_view name : {"发文机关", "文号", "成文日期"})
    EXPECT_NE(told.find(name), std::string::npos) << name;
}

TEST_P(DocumentTest, ChangedNumberReachesTheTextByRefreshing) {
  Prepare();
  const DocumentView draft = Draft(Bulletin());
  GivenValues given = draft.given;
  given[1].text = "甘政发〔2026〕9号";
  const auto changed =
      RefreshDocument(*shelf_, office_, draft.row.id, {draft.row.version, false, given}, &issues_);
  ASSERT_TRUE(IsOk(changed));
  EXPECT_NE(document::TextOf(changed.value().model).find("〔2026〕9号"), std::string::npos);
  const auto issued = Issue(changed.value());
  ASSERT_TRUE(IsOk(issued));
  EXPECT_EQ(issued.value().row.number, "甘政发〔2026〕9号");
}

TEST(CompareTexts, TellsEditedSentencesFromNewOnes) {
  const auto lines = CompareTexts("一样\n全年得90.5分，列第2名。\n删去的\n", "一样\n全年得91.5分，列第2名。\n另起一句话\n");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[0].kind, ChangeKind::kSame);
  EXPECT_EQ(lines[1].kind, ChangeKind::kChanged);
  std::string removed;
  std::string added;
  for (const Segment& segment : lines[1].segments) {
    if (segment.kind == ChangeKind::kRemoved) removed += segment.text;
    if (segment.kind == ChangeKind::kAdded) added += segment.text;
  }
  EXPECT_EQ(removed, "0");
  EXPECT_EQ(added, "1");
  EXPECT_EQ(lines[2].kind, ChangeKind::kRemoved);
  EXPECT_EQ(lines[3].kind, ChangeKind::kAdded);
  EXPECT_EQ(CompareTexts("甲\n乙", "甲\n乙").size(), 2U);
}

KAOGONG_STORE_SUITE(DocumentTest);

}  // namespace
}  // namespace kaogong::office::documents
