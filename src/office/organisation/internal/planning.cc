// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/planning.h"

namespace kaogong::office {

Planning::Planning(const ImportRows& given, const Snapshot& present, const ImportReach& allowed,
                   Date day, ImportFindings& found)
    : rows(given), snapshot(present), reach(allowed), today(day), findings(found) {
  units = snapshot.units;
  if (reach.is_everywhere) return;
  for (const PresentAppointment& appointment : snapshot.appointments) {
    const bool is_over = appointment.validity.to.has_value() && *appointment.validity.to <= today;
    if (!is_over && reach.Covers(appointment.unit)) reachable_persons.insert(appointment.person);
  }
  for (const AppointmentRow& row : rows.appointments) appointed_codes.insert(row.person_code);
}

bool Planning::Claim(RowsByCode& seen, SheetKind kind, const std::string& code, int row) {
  const auto [at, is_first] = seen.try_emplace(code, row);
  if (is_first) return true;
  Report("import.duplicate", kind, row, 0,
         Say("编码“{}”在第 {} 行已经出现", "The code \"{}\" already stands in row {}", code,
             at->second),
         Say("每个编码只占一行", "Give each code one row"));
  return false;
}

void Planning::Require(SheetKind kind, int row, std::size_t field) {
  const Text title = TitleOf(kind, field);
  Report("import.required", kind, row, field,
         Text{"新增时必须填写" + title.zh, title.en + " is required for something new"});
}

void Planning::RefuseReach(SheetKind kind, int row, std::size_t field) {
  Report("import.reach", kind, row, field,
         Say("不在您的管理范围内，不能改动", "This lies outside what you may change"),
         Say("删去这一行，或请上级导入", "Delete the row, or ask the office above to import it"));
}

bool Planning::MayChangePerson(bool is_new, Id person, const std::string& code) const {
  if (reach.is_everywhere) return true;
  return is_new ? appointed_codes.contains(code) : reachable_persons.contains(person);
}

std::string Planning::UnitName(Id unit) const {
  const auto [first, end] = history.SpansOf(unit);
  return first == end ? std::string() : history.spans()[end - 1].state.name;
}

}  // namespace kaogong::office
