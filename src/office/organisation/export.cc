// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/export.h"

#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "office/organisation/internal/tables.h"
#include "office/organisation/units.h"
#include "office/organisation/workbook.h"
#include "sheet/write.h"

namespace kaogong::office {

namespace {

using store::Row;

// The units an act of the actor reaches; everything when there is no set.
using Within = std::optional<std::unordered_set<Id>>;

Result<Within> WithinOf(const Session& session, Act act) {
  const Reach reach = ReachOf(session.actor, act);
  if (reach.is_everywhere) return Within();
  KAOGONG_TRY_ASSIGN(const auto units, UnitsWithin(session.transaction, reach, session.today));
  return Within(std::in_place, units.begin(), units.end());
}

bool Covers(const Within& within, Id unit) { return !within.has_value() || within->contains(unit); }

class Exporter {
 public:
  Exporter(const Session& session, Date on) : session_(session), on_(on) {}

  Result<ImportRows> Run() {
    KAOGONG_TRY_ASSIGN(units_within_, WithinOf(session_, Act::kViewOrganisation));
    KAOGONG_TRY_ASSIGN(persons_within_, WithinOf(session_, Act::kViewPersons));
    KAOGONG_TRY_ASSIGN(details_within_, WithinOf(session_, Act::kViewPersonDetails));
    KAOGONG_TRY(TakeUnits());
    KAOGONG_TRY(TakePositions());
    if (MayDo(session_.actor, Act::kViewPersons)) {
      KAOGONG_TRY(TakeAppointments());
      KAOGONG_TRY(TakePersons());
    }
    return std::move(rows_);
  }

 private:
  Result<void> TakeUnits() {
    KAOGONG_TRY_ASSIGN(const auto tree, TreeCache().At(session_, on_));
    KAOGONG_TRY_ASSIGN(const History history, LoadHistory(session_.transaction));
    for (const TreeNode& node : tree->nodes()) codes_.emplace(node.id, node.code);
    for (const TreeNode& node : tree->nodes()) {
      if (!Covers(units_within_, node.id)) continue;
      UnitRow row;
      row.code = node.code;
      row.name = node.state.name;
      row.short_name = node.state.short_name;
      if (node.state.parent.has_value()) row.parent_code = codes_.at(*node.state.parent);
      row.category = node.state.category;
      row.order = node.state.order;
      row.from = node.validity.from;
      // The end of the unit, not of this state of it.
      const auto [first, end] = history.SpansOf(node.id);
      row.to = history.spans()[end - 1].validity.to;
      rows_.units.push_back(std::move(row));
    }
    return {};
  }

  Result<void> TakePositions() {
    return session_.transaction.Query(
        "SELECT id, code, name, coefficient, official_order FROM position "
        "ORDER BY official_order, code",
        {}, [&](const Row& row) {
          PositionRow position;
          position.code = row.Get<std::string>(1);
          position.name = row.Get<std::string>(2);
          position.coefficient = row.Get<std::int64_t>(3);
          position.order = row.Get<std::int64_t>(4);
          position_codes_.emplace(row.Get<Id>(0), position.code);
          rows_.positions.push_back(std::move(position));
        });
  }

  Result<void> TakeAppointments() {
    const std::string on = on_.ToString();
    return session_.transaction.Query(
        "SELECT p.id, p.code, a.unit_id, a.position_id, a.is_primary, a.valid_from, a.valid_to "
        "FROM appointment a JOIN person p ON p.id = a.person_id WHERE a.valid_from <= ? "
        "AND (a.valid_to IS NULL OR a.valid_to > ?) ORDER BY p.code, a.is_primary DESC, a.id",
        {on, on}, [&](const Row& row) -> Result<void> {
          const Id unit = row.Get<Id>(2);
          if (!Covers(persons_within_, unit) || !codes_.contains(unit)) return {};
          AppointmentRow appointment;
          appointment.person_code = row.Get<std::string>(1);
          appointment.unit_code = codes_.at(unit);
          if (const auto position = row.Get<std::optional<Id>>(3)) {
            appointment.position_code = position_codes_.at(*position);
          }
          appointment.is_primary = row.Get<bool>(4);
          KAOGONG_TRY_ASSIGN(const Validity validity,
                             ValidityOf(row.Get<std::string_view>(5),
                                        row.Get<std::optional<std::string>>(6)));
          appointment.from = validity.from;
          appointment.to = validity.to;
          const Id person = row.Get<Id>(0);
          seen_.insert(person);
          if (Covers(details_within_, unit)) detailed_.insert(person);
          rows_.appointments.push_back(std::move(appointment));
          return {};
        });
  }

  Result<void> TakePersons() {
    return session_.transaction.Query(
        "SELECT id, code, name, phone, note FROM person ORDER BY code", {}, [&](const Row& row) {
          const Id id = row.Get<Id>(0);
          if (persons_within_.has_value() && !seen_.contains(id)) return;
          PersonRow person;
          person.code = row.Get<std::string>(1);
          person.name = row.Get<std::string>(2);
          if (!details_within_.has_value() || detailed_.contains(id)) {
            person.phone = row.Get<std::string>(3);
            person.note = row.Get<std::string>(4);
          }
          rows_.persons.push_back(std::move(person));
        });
  }

  const Session& session_;
  Date on_;
  Within units_within_;
  Within persons_within_;
  Within details_within_;
  std::unordered_map<Id, std::string> codes_;
  std::unordered_map<Id, std::string> position_codes_;
  std::unordered_set<Id> seen_;
  std::unordered_set<Id> detailed_;
  ImportRows rows_;
};

}  // namespace

Result<std::string> OrganisationTemplate(Language language) {
  return sheet::RenderWorkbook(MakeWorkbook({}, language));
}

Result<std::string> ExportOrganisation(const Office& office, const Actor& actor, Date on,
                                       Language language) {
  KAOGONG_TRY(Require(actor, Act::kViewOrganisation));
  KAOGONG_TRY_ASSIGN(const ImportRows rows, office.Read(actor, [&](Session& session) {
    return Exporter(session, on).Run();
  }));
  return sheet::RenderWorkbook(MakeWorkbook(rows, language));
}

}  // namespace kaogong::office
