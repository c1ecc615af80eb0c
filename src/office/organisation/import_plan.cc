// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/import_plan.h"

#include <string>
#include <utility>

#include "base/decimal.h"
#include "office/organisation/internal/change_log.h"
#include "office/organisation/internal/plan_appointments.h"
#include "office/organisation/internal/plan_units.h"
#include "office/organisation/internal/planning.h"

namespace kaogong::office {

namespace {

void PlanPositions(Planning& planning) {
  using F = PositionField;
  RowsByCode seen;
  for (const PositionRow& row : planning.rows.positions) {
    if (!planning.Claim(seen, SheetKind::kPositions, row.code, row.row)) continue;
    const auto found = planning.snapshot.positions.find(row.code);
    const bool is_new = found == planning.snapshot.positions.end();
    const PresentPosition before = is_new ? PresentPosition{} : found->second;
    PresentPosition after = before;
    if (!row.name.empty()) after.name = row.name;
    after.coefficient =
        row.coefficient.value_or(is_new ? PowerOfTen(kCoefficientScale) : before.coefficient);
    after.order = row.order.value_or(is_new ? row.row : before.order);
    if (is_new) {
      after.id = planning.NewId();
      if (after.name.empty()) planning.Require(SheetKind::kPositions, row.row, F::kName);
    }
    planning.positions.emplace(row.code, PositionRef{after.id, after.name});

    ChangeDraft draft("position", is_new, row.code + " " + after.name);
    draft.Field("name", before.name, after.name);
    draft.Field("coefficient", is_new ? "" : CoefficientText(before.coefficient),
                CoefficientText(after.coefficient));
    draft.Field("order", is_new ? "" : std::to_string(before.order), std::to_string(after.order));
    if (draft.is_empty()) {
      ++planning.plan.summary.unchanged;
      continue;
    }
    if (!planning.reach.is_everywhere) {
      planning.RefuseReach(SheetKind::kPositions, row.row, F::kCode);
      continue;
    }
    ++(is_new ? planning.plan.summary.positions_new : planning.plan.summary.positions_changed);
    planning.log.Add(std::move(draft).Take());
    planning.plan.positions.push_back(
        {after.id, row.code, after.name, after.coefficient, after.order});
  }
}

void PlanPersons(Planning& planning) {
  using F = PersonField;
  RowsByCode seen;
  for (const PersonRow& row : planning.rows.persons) {
    if (!planning.Claim(seen, SheetKind::kPersons, row.code, row.row)) continue;
    const auto found = planning.snapshot.persons.find(row.code);
    const bool is_new = found == planning.snapshot.persons.end();
    const PresentPerson before = is_new ? PresentPerson{} : found->second;
    PersonEdit after{is_new ? planning.NewId() : before.id, row.code, before.name, before.phone,
                     before.note};
    if (!row.name.empty()) after.name = row.name;
    if (!row.phone.empty()) after.phone = row.phone;
    if (!row.note.empty()) after.note = row.note;
    if (is_new && after.name.empty()) planning.Require(SheetKind::kPersons, row.row, F::kName);
    planning.persons.emplace(row.code, PersonRef{after.id, after.name, row.row});

    ChangeDraft draft("person", is_new, row.code + " " + after.name);
    draft.Field("name", before.name, after.name);
    draft.Field("phone", before.phone, after.phone);
    draft.Field("note", before.note, after.note);
    if (draft.is_empty()) {
      ++planning.plan.summary.unchanged;
      continue;
    }
    if (!planning.MayChangePerson(is_new, after.id, row.code)) {
      planning.RefuseReach(SheetKind::kPersons, row.row, F::kCode);
      continue;
    }
    ++(is_new ? planning.plan.summary.persons_new : planning.plan.summary.persons_changed);
    planning.log.Add(std::move(draft).Take());
    planning.plan.persons.push_back(std::move(after));
  }
}

}  // namespace

ImportPlan PlanImport(const ImportRows& rows, const Snapshot& snapshot, const ImportReach& reach,
                      Date today, ImportFindings& findings) {
  Planning planning(rows, snapshot, reach, today, findings);
  PlanUnits(planning);
  PlanPositions(planning);
  PlanPersons(planning);
  PlanAppointments(planning);
  planning.log.Finish(planning.plan);
  return std::move(planning.plan);
}

}  // namespace kaogong::office
