// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "demo/cast.h"
#include "demo/year_work.h"
#include "office/assessment/assessees.h"
#include "office/assessment/assessments.h"
#include "office/target/stages.h"
#include "regulation/compile.h"

namespace kaogong::demo {

namespace {

namespace assessment = office::assessment;
using assessment::Frame;
using assessment::NewAssessee;
using assessment::NewAssessees;
using office::Id;
using office::Session;
using From = RowSource::From;

Result<Id> VersionOf(const Session& session, const PlannedAssessment& plan) {
  KAOGONG_TRY_ASSIGN(
      const auto version,
      session.transaction.One<Id>("SELECT v.id FROM regulation_version v JOIN regulation r "
                                  "ON r.id = v.regulation_id WHERE r.slug = ? AND v.label = ? "
                                  "AND v.published_at IS NOT NULL",
                                  {plan.slug, plan.label}));
  if (!version.has_value()) {
    return Error{ErrorCode::kNotFound,
                 Say("没有办法 {} {}", "There is no regulation {} {}", plan.slug, plan.label)};
  }
  return *version;
}

Result<Frame> FrameOf(YearWork& work, Id id) {
  return work.office().Read(office::ProgramActor(), [&](Session& session) {
    return assessment::LoadFrame(work.library, session, id);
  });
}

// The sample is written for the regulation's own year.
Result<Sample> SampleOf(const YearWork& work, const Frame& frame, const PlannedAssessment& plan) {
  scheme::Scheme scheme = frame.scheme();
  scheme.year = std::stoi(std::string(plan.label));
  return ReadSample(scheme, work.folder / plan.slug / plan.label / "facts", plan.year);
}

Result<Filling> Fill(YearWork& work, const Launched& launched) {
  return work.office().Read(office::ProgramActor(), [&](Session& session) {
    return FillRows(session, launched.frame, launched.sample);
  });
}

// The rows of the sample below the rows that are there: 市统计局 01, 02 …
std::vector<NewAssessee> RowsFromSample(const Launched& launched, scheme::KindId kind,
                                        const Filling& filling) {
  std::vector<NewAssessee> rows;
  const auto found = launched.sample.find(kind);
  if (found == launched.sample.end()) return rows;
  for (const FilledRow& parent : filling.rows) {
    if (parent.kind != launched.frame.scheme().kind(kind).parent || parent.sample == nullptr)
      continue;
    int number = 0;
    for (const SampleRow& row : found->second) {
      if (row.parent != parent.sample->id) continue;
      NewAssessee made;
      made.code = fmt::format("{}-{:02}", parent.assessee.code, ++number);
      made.name = row.name.empty() ? row.id : row.name;
      made.parent_code = parent.assessee.code;
      rows.push_back(std::move(made));
    }
  }
  return rows;
}

Result<NewAssessees> Wanted(YearWork& work, const Launched& launched, const RowSource& source) {
  NewAssessees wanted;
  wanted.kind = source.kind;
  if (source.from == From::kSample) {
    KAOGONG_TRY_ASSIGN(const Filling filling, Fill(work, launched));
    wanted.rows = RowsFromSample(launched, launched.frame.scheme().FindKind(source.kind), filling);
    return wanted;
  }
  KAOGONG_TRY_ASSIGN(const Id unit,
                     work.office().Read(office::ProgramActor(), [&](Session& session) {
                       return UnitOf(session, source.unit);
                     }));
  wanted.takes_persons = source.from == From::kPersons;
  if (source.category.has_value()) {
    wanted.under = unit;
    wanted.category = source.category;
  } else {
    wanted.units.push_back(unit);
  }
  return wanted;
}

}  // namespace

Date DayOf(const Launched& launched, int month, int day) {
  return Date::FromYearMonthDay(launched.plan.year, month, day).value();
}

Result<void> MoveTo(YearWork& work, const Launched& launched, assessment::Stage stage) {
  KAOGONG_TRY_ASSIGN(const auto now,
                     assessment::GetAssessment(work.library, work.first, launched.id));
  if (now.summary.row.stage == stage) return {};
  office::target::StageMove move;
  move.to = stage;
  move.version = now.summary.row.version;
  move.reason = "按年度工作安排推进，未完成的事项继续办理";
  KAOGONG_TRY(office::target::MoveStage(work.library, work.first, launched.id, move));
  return {};
}

Result<std::unique_ptr<Launched>> Launch(YearWork& work, const PlannedAssessment& plan) {
  auto launched = std::make_unique<Launched>();
  launched->plan = plan;
  work.clock.GoTo(plan.progress == Progress::kTargets
                      ? Date::FromYearMonthDay(plan.year - 1, 11, 2).value()
                      : DayOf(*launched, 1, 6));
  assessment::NewAssessment made;
  KAOGONG_TRY_ASSIGN(
      made.version, work.office().Read(office::ProgramActor(),
                                       [&](Session& session) { return VersionOf(session, plan); }));
  made.year = plan.year;
  made.title = plan.title;
  made.targets_due = DayOf(*launched, 2, 15);
  made.data_due = Date::FromYearMonthDay(plan.year + 1, 1, 15).value();
  KAOGONG_TRY_ASSIGN(const auto overview,
                     assessment::CreateAssessment(work.library, work.first, made));
  launched->id = overview.summary.row.id;
  launched->has_targets = overview.has_targets;
  KAOGONG_TRY_ASSIGN(launched->frame, FrameOf(work, launched->id));
  KAOGONG_TRY_ASSIGN(launched->sample, SampleOf(work, launched->frame, plan));
  for (const RowSource& source : plan.rows) {
    KAOGONG_TRY_ASSIGN(const NewAssessees wanted, Wanted(work, *launched, source));
    KAOGONG_TRY(assessment::AddAssessees(work.library, work.first, launched->id, wanted));
  }
  KAOGONG_TRY_ASSIGN(launched->filling, Fill(work, *launched));
  return launched;
}

}  // namespace kaogong::demo
