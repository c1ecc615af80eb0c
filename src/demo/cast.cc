// SPDX-License-Identifier: Apache-2.0
#include "demo/cast.h"

#include <utility>
#include <vector>

namespace kaogong::demo {

using office::Actor;
using office::Id;
using office::Session;

Result<Actor> ActorOf(const office::Office& office, std::string_view login) {
  return office.Read(office::ProgramActor(), [&](Session& session) -> Result<Actor> {
    Actor actor;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT a.id, a.person_id, p.name FROM account a JOIN person p ON p.id = a.person_id "
        "WHERE a.login = ?",
        {login}, [&](const store::Row& row) {
          actor.account = row.Get<Id>(0);
          actor.person = row.Get<Id>(1);
          actor.name = row.Get<std::string>(2);
        }));
    if (actor.account == 0) {
      return Error{ErrorCode::kNotFound, Say("没有账号 {}", "There is no account {}", login)};
    }
    KAOGONG_TRY(session.transaction.Query(
        "SELECT role, unit_id FROM account_grant WHERE account_id = ?", {actor.account},
        [&](const store::Row& row) {
          const auto role = office::RoleNamed(row.Get<std::string_view>(0));
          if (role.has_value()) {
            actor.grants.push_back({*role, row.Get<std::optional<Id>>(1)});
          }
        }));
    return actor;
  });
}

Result<Actor> InTheNameOf(const Session& session, Id unit, int number) {
  Actor actor = office::ProgramActor();
  const std::string day = session.today.ToString();
  KAOGONG_TRY(session.transaction.Query(
      "SELECT s.name FROM unit_span s WHERE s.unit_id = ? AND s.valid_from <= ? "
      "AND (s.valid_to IS NULL OR s.valid_to > ?)",
      {unit, day, day}, [&](const store::Row& row) { actor.name = row.Get<std::string>(0); }));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT p.name FROM appointment a JOIN person p ON p.id = a.person_id "
      "WHERE a.unit_id = ? AND a.is_primary AND a.valid_from <= ? "
      "AND (a.valid_to IS NULL OR a.valid_to > ?) ORDER BY a.id LIMIT 1 OFFSET ?",
      {unit, day, day, number},
      [&](const store::Row& row) { actor.name = row.Get<std::string>(0); }));
  return actor;
}

Result<Id> UnitOf(const Session& session, std::string_view code) {
  KAOGONG_TRY_ASSIGN(const auto unit,
                     session.transaction.One<Id>("SELECT id FROM unit WHERE code = ?", {code}));
  if (!unit.has_value()) {
    return Error{ErrorCode::kNotFound, Say("没有单位 {}", "There is no unit {}", code)};
  }
  return *unit;
}

}  // namespace kaogong::demo
