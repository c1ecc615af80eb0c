// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/person_rows.h"

#include <algorithm>
#include <unordered_map>

#include "office/organisation/internal/tables.h"

namespace kaogong::office {

using store::Argument;
using store::Row;

namespace {

Result<Appointment> ReadAppointment(const Row& row) {
  Appointment appointment;
  appointment.id = row.Get<Id>(1);
  appointment.unit = {row.Get<Id>(2), row.Get<std::string>(3)};
  if (const auto position = row.Get<std::optional<Id>>(4)) {
    appointment.position = AppointmentPosition{*position, row.Get<std::string>(5),
                                               row.Get<std::int64_t>(6)};
  }
  appointment.is_primary = row.Get<bool>(7);
  KAOGONG_TRY_ASSIGN(appointment.validity,
                     ValidityOf(row.Get<std::string_view>(8),
                                row.Get<std::optional<std::string>>(9)));
  appointment.version = row.Get<std::int64_t>(10);
  return appointment;
}

Error NoSuchPerson() {
  return {ErrorCode::kNotFound, Say("没有这个人员，或不在您的范围内",
                                    "There is no such person, or they are not in your reach")};
}

}  // namespace

Result<void> AddAppointments(const Session& session, std::vector<Person>& persons,
                             std::optional<Date> on) {
  if (persons.empty()) return {};
  std::unordered_map<Id, std::size_t> places;
  std::vector<Id> ids;
  for (const Person& person : persons) {
    places.emplace(person.id, ids.size());
    ids.push_back(person.id);
  }
  const IdList list(ids);
  const std::string day = on.value_or(session.today).ToString();
  std::vector<Argument> arguments = {day, day};
  arguments.insert(arguments.end(), list.arguments().begin(), list.arguments().end());
  std::string sql =
      "SELECT a.person_id, a.id, a.unit_id, coalesce(s.name, (SELECT l.name FROM unit_span l "
      "WHERE l.unit_id = a.unit_id ORDER BY l.valid_from DESC LIMIT 1)), p.id, p.name, "
      "p.coefficient, a.is_primary, a.valid_from, a.valid_to, a.version FROM appointment a "
      "LEFT JOIN unit_span s ON s.unit_id = a.unit_id AND s.valid_from <= ? "
      "AND (s.valid_to IS NULL OR s.valid_to > ?) "
      "LEFT JOIN position p ON p.id = a.position_id WHERE a.person_id IN (" + list.marks() +
      ")";
  if (on.has_value()) {
    sql += " AND a.valid_from <= ? AND (a.valid_to IS NULL OR a.valid_to > ?)";
    arguments.emplace_back(day);
    arguments.emplace_back(day);
  }
  sql += " ORDER BY a.valid_from, a.id";
  return session.transaction.Query(sql, arguments, [&](const Row& row) -> Result<void> {
    KAOGONG_TRY_ASSIGN(Appointment appointment, ReadAppointment(row));
    persons[places.at(row.Get<Id>(0))].appointments.push_back(std::move(appointment));
    return {};
  });
}

Result<void> HideDetails(const Session& session, std::vector<Person>& persons) {
  const Reach reach = ReachOf(session.actor, Act::kViewPersonDetails);
  if (reach.is_everywhere) return {};
  std::vector<Id> covered;
  if (!reach.is_nowhere()) {
    KAOGONG_TRY_ASSIGN(covered, UnitsWithin(session.transaction, reach, session.today));
  }
  for (Person& person : persons) {
    KAOGONG_TRY_ASSIGN(const std::vector<Id> units,
                       covered.empty() ? Result<std::vector<Id>>(std::vector<Id>{})
                                       : UnitsOf(session.transaction, person.id, session.today));
    const bool is_covered = std::any_of(units.begin(), units.end(), [&](Id unit) {
      return std::binary_search(covered.begin(), covered.end(), unit);
    });
    if (is_covered) continue;
    person.phone.reset();
    person.note.reset();
  }
  return {};
}

Result<Person> LoadPerson(const Session& session, Act act, Id id) {
  std::vector<Person> persons;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT id, code, name, phone, note, version FROM person WHERE id = ?", {id},
      [&](const Row& row) {
        persons.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2),
                           row.Get<std::string>(3), row.Get<std::string>(4), {},
                           row.Get<std::int64_t>(5)});
      }));
  if (persons.empty()) return NoSuchPerson();
  KAOGONG_TRY_ASSIGN(const std::vector<Id> units,
                     UnitsOf(session.transaction, id, session.today));
  const Result<void> allowed =
      RequireOnAny(session.transaction, session.actor, act, units, session.today);
  if (!allowed.ok()) {
    return allowed.error().code == ErrorCode::kNotFound ? NoSuchPerson() : allowed.error();
  }
  KAOGONG_TRY(AddAppointments(session, persons, std::nullopt));
  return std::move(persons.front());
}

}  // namespace kaogong::office
