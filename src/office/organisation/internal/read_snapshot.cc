// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/read_snapshot.h"

#include <string_view>
#include <unordered_set>

namespace kaogong::office {

using store::Row;
using store::Transaction;

namespace {

Result<void> ReadPersons(Transaction& transaction, const ImportRows& rows, Snapshot& snapshot,
                         std::unordered_set<Id>& persons) {
  std::unordered_set<std::string_view> codes;
  for (const PersonRow& row : rows.persons) codes.insert(row.code);
  for (const AppointmentRow& row : rows.appointments) codes.insert(row.person_code);
  if (codes.empty()) return {};
  return transaction.Query(
      "SELECT id, code, name, phone, note FROM person", {}, [&](const Row& row) {
        const auto code = row.Get<std::string_view>(1);
        if (!codes.contains(code)) return;
        const Id id = row.Get<Id>(0);
        persons.insert(id);
        snapshot.persons.emplace(code, PresentPerson{id, row.Get<std::string>(2),
                                                     row.Get<std::string>(3),
                                                     row.Get<std::string>(4)});
      });
}

Result<void> ReadAppointments(Transaction& transaction, const ImportRows& rows,
                              const std::unordered_set<Id>& persons, Snapshot& snapshot) {
  // A unit may lose days: whoever is appointed to it matters too.
  std::unordered_set<Id> units;
  for (const UnitRow& row : rows.units) {
    const auto unit = snapshot.units.find(row.code);
    if (unit != snapshot.units.end()) units.insert(unit->second);
  }
  if (persons.empty() && units.empty()) return {};
  return transaction.Query(
      "SELECT id, person_id, unit_id, position_id, is_primary, valid_from, valid_to "
      "FROM appointment ORDER BY id",
      {}, [&](const Row& row) -> Result<void> {
        PresentAppointment one;
        one.person = row.Get<Id>(1);
        one.unit = row.Get<Id>(2);
        if (!persons.contains(one.person) && !units.contains(one.unit)) return {};
        one.id = row.Get<Id>(0);
        one.position = row.Get<std::optional<Id>>(3);
        one.is_primary = row.Get<bool>(4);
        KAOGONG_TRY_ASSIGN(one.validity, ValidityOf(row.Get<std::string_view>(5),
                                                    row.Get<std::optional<std::string>>(6)));
        snapshot.appointments.push_back(std::move(one));
        return {};
      });
}

}  // namespace

Result<Snapshot> ReadSnapshot(Transaction& transaction, const ImportRows& rows) {
  Snapshot snapshot;
  KAOGONG_TRY_ASSIGN(snapshot.version, OrganisationVersion(transaction));
  KAOGONG_TRY_ASSIGN(const History history, LoadHistory(transaction));
  snapshot.spans = history.spans();
  KAOGONG_TRY(transaction.Query("SELECT id, code FROM unit", {}, [&](const Row& row) {
    snapshot.units.emplace(row.Get<std::string>(1), row.Get<Id>(0));
  }));
  KAOGONG_TRY(transaction.Query(
      "SELECT id, code, name, coefficient, official_order FROM position", {},
      [&](const Row& row) {
        snapshot.positions.emplace(row.Get<std::string>(1),
                                   PresentPosition{row.Get<Id>(0), row.Get<std::string>(2),
                                                   row.Get<std::int64_t>(3),
                                                   row.Get<std::int64_t>(4)});
      }));
  std::unordered_set<Id> persons;
  KAOGONG_TRY(ReadPersons(transaction, rows, snapshot, persons));
  KAOGONG_TRY(ReadAppointments(transaction, rows, persons, snapshot));
  return snapshot;
}

}  // namespace kaogong::office
