// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "demo/cast.h"
#include "demo/year_work.h"
#include "office/result/objection.h"
#include "office/result/publication.h"

namespace kaogong::demo {

namespace {

namespace result = office::result;
using office::Id;
using office::assessment::Stage;

Result<Id> Compute(YearWork& work, const Launched& launched, result::Basis basis,
                   std::string_view label) {
  KAOGONG_TRY_ASSIGN(
      const auto computation,
      result::StartComputation(work.library, work.first, launched.id, {basis, std::string(label)}));
  office::JobProgress progress;
  bool is_there = true;
  while (is_there) {
    KAOGONG_TRY_ASSIGN(is_there, result::RunNextComputation(work.library, progress));
  }
  KAOGONG_TRY_ASSIGN(const auto done,
                     result::GetComputation(work.library, work.first, computation.id));
  if (done.state == result::ComputationState::kDone) return done.id;
  std::string why = done.trouble.has_value() ? done.trouble->zh : "";
  for (const auto& issue : done.issues) why += " " + issue.message.zh;
  return Error{ErrorCode::kInvalidInput,
               Say("{} 没有算出结果：{}", "{} has no result: {}", launched.plan.title, why)};
}

// The headlines of every kind that has some.
Result<result::NewPublication> Wanted(result::Boards& boards, YearWork& work, Id computation) {
  KAOGONG_TRY_ASSIGN(const auto opened, boards.Open(work.first, computation));
  result::NewPublication wanted;
  wanted.computation = computation;
  wanted.notice_days = 5;
  wanted.contact = "市绩效考核办公室，电话 555-0100";
  const scheme::Scheme& scheme = opened.board->scheme();
  for (scheme::KindId kind = 1; kind < static_cast<scheme::KindId>(scheme.kinds.size()); ++kind) {
    const result::KeyFigures figures = result::KeyFiguresOf(scheme, kind);
    std::vector<scheme::FigureId> shown = {figures.score, figures.rank, figures.grade};
    bool is_any = false;
    for (const scheme::FigureId figure : shown) {
      if (figure == scheme::kNone) continue;
      wanted.columns.push_back(office::library::KeyOf(scheme, {figure, 0}));
      is_any = true;
    }
    if (is_any) wanted.kinds.push_back(scheme.kind(kind).name);
  }
  return wanted;
}

// A member of staff objects to his own result.
Result<void> Object(result::Boards& boards, YearWork& work, const Launched& launched,
                    const result::Publication& publication) {
  KAOGONG_TRY_ASSIGN(const auto staff, ActorOf(work.office(), "staff"));
  for (const FilledRow& row : launched.filling.rows) {
    if (row.assessee.person != staff.person) continue;
    for (const result::PublishedColumn& column : publication.columns) {
      if (column.kind != launched.frame.scheme().kind(row.kind).name) continue;
      result::NewObjection made;
      made.publication = publication.id;
      made.assessee = row.assessee.id;
      made.figure = column.key;
      made.text = "九月份下乡巡诊的工作量没有计入，附科室排班表，请核对。";
      KAOGONG_TRY(result::RaiseObjection(boards, staff, made));
      return {};
    }
  }
  return {};
}

}  // namespace

Result<int> TakeSnapshot(YearWork& work, Launched& launched, std::string_view label) {
  KAOGONG_TRY_ASSIGN(const Id computation,
                     Compute(work, launched, result::Basis::kReported, label));
  KAOGONG_TRY(WriteDocuments(work, launched, computation));
  return 1;
}

Result<int> PublishYear(YearWork& work, Launched& launched) {
  const bool is_archived = launched.plan.progress == Progress::kArchived;
  result::Boards boards(work.library);
  const Date today = work.clock.present().DayAt(office::Office::kOffsetMinutes);
  work.clock.GoTo(is_archived ? Date::FromYearMonthDay(launched.plan.year + 1, 1, 16).value()
                              : today.AddDays(-3).value());
  KAOGONG_TRY(MoveTo(work, launched, Stage::kResults));
  KAOGONG_TRY_ASSIGN(const Id computation, Compute(work, launched, result::Basis::kVerified,
                                                   is_archived ? "年终结果" : "前三季度"));
  KAOGONG_TRY_ASSIGN(result::NewPublication wanted, Wanted(boards, work, computation));
  wanted.override_reason = "未签订和未报送的事项已逐项核实，经考核领导小组会议同意先行公示";
  result::Readiness readiness;
  KAOGONG_TRY_ASSIGN(auto publication,
                     result::PublishResults(boards, work.first, launched.id, wanted, &readiness));
  if (!is_archived) {
    KAOGONG_TRY(Object(boards, work, launched, publication));
    return 1;
  }
  work.clock.GoTo(publication.notice_until.AddDays(2).value());
  KAOGONG_TRY_ASSIGN(publication, result::FinaliseResults(boards, work.first, publication.id));
  KAOGONG_TRY(WriteDocuments(work, launched, computation));
  work.clock.GoTo(publication.notice_until.AddDays(20).value());
  KAOGONG_TRY(result::ArchiveAssessment(boards, work.first, launched.id));
  return 1;
}

}  // namespace kaogong::demo
