// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <utility>

#include "demo/cast.h"
#include "demo/year_work.h"
#include "office/target/bulk.h"
#include "office/target/drafting.h"
#include "office/target/letter.h"

namespace kaogong::demo {

namespace {

namespace target = office::target;
using office::Actor;
using office::Id;
using office::Session;
using office::assessment::FieldClass;
using office::assessment::Stage;

struct Sheet {
  Id id = 0;
  const FilledRow* row = nullptr;
};

Result<std::vector<Sheet>> SheetsOf(YearWork& work, const Launched& launched) {
  std::vector<Sheet> sheets;
  KAOGONG_TRY(work.office().Read(office::ProgramActor(), [&](Session& session) {
    return session.transaction.Query(
        "SELECT s.id, s.assessee_id FROM target_sheet s WHERE s.assessment_id = ? ORDER BY s.id",
        {launched.id}, [&](const store::Row& row) {
          const Id assessee = row.Get<Id>(1);
          const auto found = std::ranges::find_if(launched.filling.rows, [&](const FilledRow& at) {
            return at.assessee.id == assessee;
          });
          if (found != launched.filling.rows.end()) sheets.push_back({row.Get<Id>(0), &*found});
        });
  }));
  return sheets;
}

constexpr const char* kMeasures[] = {"列入年度重点工作，按月调度", "落实到科室和责任人，按季通报",
                                     "加强项目储备，确保按期完成", "建立台账，逐项销号"};

std::vector<target::TargetChange> ChangesOf(const Launched& launched, const FilledRow& row) {
  std::vector<target::TargetChange> changes;
  if (row.sample == nullptr) return changes;
  for (const SampleCell& cell : row.sample->cells) {
    const auto* const use = launched.frame.UseOf(cell.field);
    if (use == nullptr || use->use != FieldClass::kTarget) continue;
    target::TargetChange change;
    change.field = launched.frame.scheme().field(cell.field).name;
    change.period = cell.period;
    change.is_not_applicable = cell.text == "不适用";
    if (!*change.is_not_applicable) {
      const auto value = Decimal::Parse(cell.text);
      if (!value.has_value()) continue;
      change.value = value;
    }
    change.deadline = DayOf(launched, 12, 31);
    change.measure = kMeasures[changes.size() % std::size(kMeasures)];
    changes.push_back(std::move(change));
  }
  return changes;
}

Result<Actor> Somebody(YearWork& work, const FilledRow& row, int number) {
  return work.office().Read(office::ProgramActor(), [&](Session& session) -> Result<Actor> {
    if (!row.assessee.unit.has_value()) return office::ProgramActor();
    return InTheNameOf(session, *row.assessee.unit, number);
  });
}

// How far the n-th sheet of a year to come is, so that there is one in every state.
int StepsFor(const Launched& launched, std::size_t number) {
  constexpr int kAll = 6;
  if (launched.plan.progress != Progress::kTargets) return kAll;
  constexpr int kSteps[] = {4, 2, 0, 3, 1, 3, 2, 5};
  return kSteps[number % std::size(kSteps)];
}

Result<void> Draft(YearWork& work, const Launched& launched, const Sheet& sheet, int steps) {
  KAOGONG_TRY_ASSIGN(const Actor clerk, Somebody(work, *sheet.row, 2));
  KAOGONG_TRY_ASSIGN(const Actor leader, Somebody(work, *sheet.row, 0));
  KAOGONG_TRY_ASSIGN(auto view, target::GetSheet(work.library, work.first, sheet.id));
  auto changes = ChangesOf(launched, *sheet.row);
  if (steps == 0) changes.resize(changes.size() / 2);
  if (!changes.empty()) {
    KAOGONG_TRY_ASSIGN(view, target::SaveTargets(work.library, clerk, sheet.id,
                                                 view.summary.row.version, changes));
  }
  if (steps >= 1) {
    KAOGONG_TRY_ASSIGN(
        view, target::SubmitSheet(work.library, clerk, sheet.id, view.summary.row.version));
  }
  if (steps >= 2) {
    KAOGONG_TRY_ASSIGN(
        view, target::ConfirmSheet(work.library, leader, sheet.id, view.summary.row.version));
  }
  if (steps == 3 && launched.plan.progress == Progress::kTargets && !changes.empty()) {
    KAOGONG_TRY(target::ReturnSheet(
        work.library, work.second, sheet.id, view.summary.row.version,
        "请补充测算依据，并与上年完成情况衔接",
        {{changes[0].field, changes[0].period, "低于上年实绩，请说明理由或调高"}}));
  }
  return {};
}

Result<void> Sign(YearWork& work, const Sheet& sheet) {
  for (const int number : {0, -1}) {
    Actor signer = work.first;
    if (number >= 0) {
      KAOGONG_TRY_ASSIGN(signer, Somebody(work, *sheet.row, number));
    } else {
      KAOGONG_TRY_ASSIGN(signer, ActorOf(work.office(), "leader"));
    }
    KAOGONG_TRY_ASSIGN(const auto letter, target::GetLetter(work.library, signer, sheet.id));
    KAOGONG_TRY(
        target::SignLetter(work.library, signer, sheet.id, letter.digest, letter.sheet.version));
  }
  return {};
}

}  // namespace

Result<void> SetTargets(YearWork& work, Launched& launched) {
  const bool is_to_come = launched.plan.progress == Progress::kTargets;
  const auto day = [&](int month, int at) {
    return is_to_come ? Date::FromYearMonthDay(launched.plan.year - 1, 11, 10 + month).value()
                      : DayOf(launched, month, at);
  };
  work.clock.GoTo(day(1, 12));
  KAOGONG_TRY(MoveTo(work, launched, Stage::kTargets));
  KAOGONG_TRY_ASSIGN(const std::vector<Sheet> sheets, SheetsOf(work, launched));
  std::vector<Id> approved;
  work.clock.GoTo(day(2, 3));
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const int steps = StepsFor(launched, i);
    KAOGONG_TRY(Draft(work, launched, sheets[i], steps));
    if (steps >= 4) approved.push_back(sheets[i].id);
  }
  if (approved.empty()) return {};
  work.clock.GoTo(day(3, 20));
  KAOGONG_TRY(target::ApproveTargets(work.library, work.second, launched.id, approved));
  if (is_to_come) return {};
  work.clock.GoTo(day(3, 21));
  KAOGONG_TRY(target::PublishTargets(work.library, work.first, launched.id, day(3, 28)));
  work.clock.GoTo(day(4, 1));
  for (const Sheet& sheet : sheets) KAOGONG_TRY(Sign(work, sheet));
  return {};
}

}  // namespace kaogong::demo
