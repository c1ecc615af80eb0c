// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/positions.h"

#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/organisation/internal/tables.h"

namespace kaogong::office {

namespace {

using store::Row;
using store::Transaction;

Position ReadPosition(const Row& row) {
  return {row.Get<Id>(0),           row.Get<std::string>(1), row.Get<std::string>(2),
          row.Get<std::int64_t>(3), row.Get<std::int64_t>(4), row.Get<std::int64_t>(5)};
}

Result<Position> Load(Transaction& transaction, Id id) {
  std::optional<Position> position;
  KAOGONG_TRY(transaction.Query(
      "SELECT id, code, name, coefficient, official_order, version FROM position WHERE id = ?",
      {id}, [&](const Row& row) { position = ReadPosition(row); }));
  if (position.has_value()) return *std::move(position);
  return Error{ErrorCode::kNotFound, Say("没有这个岗位", "There is no such position")};
}

Result<void> RequireEverywhere(const Actor& actor) {
  KAOGONG_TRY(Require(actor, Act::kEditOrganisation));
  if (ReachOf(actor, Act::kEditOrganisation).is_everywhere) return {};
  return Error{ErrorCode::kNotPermitted,
               Say("岗位由全市统一管理，您的管理范围只是其中一部分",
                   "Positions are kept for the whole organisation; you manage a part of it")};
}

void Check(const Position& position, Faults& faults) {
  faults.Add("/name", CheckName(position.name, kNameCharactersMax));
  if (position.coefficient < 0 || position.coefficient > kCoefficientUnitsMax) {
    faults.Add("/coefficient", Say("系数应在 0 到 100 之间", "A coefficient lies between 0 and 100"));
  }
  if (position.order < 0 || position.order > kOrderMax) {
    faults.Add("/order",
               Say("序号应为 0 到 {} 的整数", "The order is a whole number from 0 to {}", kOrderMax));
  }
}

std::string SubjectOf(Id id) { return "position/" + std::to_string(id); }

}  // namespace

Result<Listing<Position>> ListPositions(const Office& office, const Actor& actor,
                                        std::string_view query, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewOrganisation));
  return office.Read(actor, [&](Session& session) -> Result<Listing<Position>> {
    // There are some dozens of positions: they are looked at one by one, folded as names are.
    const std::string folded = FoldName(query);
    Listing<Position> listing;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT id, code, name, coefficient, official_order, version FROM position "
        "ORDER BY official_order, code",
        {}, [&](const Row& row) {
          Position position = ReadPosition(row);
          const bool is_wanted =
              folded.empty() || FoldName(position.name).find(folded) != std::string::npos ||
              FoldName(position.code).starts_with(folded);
          if (!is_wanted) return;
          const std::int64_t place = listing.total++;
          if (place >= page.offset() && place < page.offset() + page.size) {
            listing.items.push_back(std::move(position));
          }
        }));
    return listing;
  });
}

Result<Position> FindPosition(const Office& office, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kViewOrganisation));
  return office.Read(actor, [&](Session& session) { return Load(session.transaction, id); });
}

Result<Position> CreatePosition(const Office& office, const Actor& actor,
                                const NewPosition& made) {
  KAOGONG_TRY(RequireEverywhere(actor));
  return office.Write(actor, [&](Change& change) -> Result<Position> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY_ASSIGN(const auto last, transaction.One<std::int64_t>(
                                            "SELECT coalesce(max(official_order), 0) FROM position"));
    Position position{0, std::string(Trim(made.code)), std::string(Trim(made.name)),
                      made.coefficient, made.order.value_or(last.value_or(0) + 1), 1};
    Faults faults;
    faults.Add("/code", CheckCode(position.code));
    Check(position, faults);
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY_ASSIGN(const auto taken, transaction.One<Id>(
                                             "SELECT id FROM position WHERE code = ?",
                                             {position.code}));
    if (taken.has_value()) {
      const Text message =
          Say("编码“{}”已被另一岗位使用", "Another position has the code \"{}\"", position.code);
      return Error{ErrorCode::kConflict, message, {{"/code", message}}};
    }
    KAOGONG_TRY_ASSIGN(position.id, TakeIds(transaction));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO position (id, code, name, coefficient, official_order, version) "
        "VALUES (?, ?, ?, ?, ?, 1)",
        {position.id, position.code, position.name, position.coefficient, position.order}));
    change.Record("position.create", SubjectOf(position.id),
                  Detail()
                      .Set("code", position.code)
                      .Set("name", position.name)
                      .Set("coefficient", CoefficientText(position.coefficient)));
    return position;
  });
}

Result<Position> ChangePosition(const Office& office, const Actor& actor, Id id,
                                const PositionChange& wanted) {
  KAOGONG_TRY(RequireEverywhere(actor));
  return office.Write(actor, [&](Change& change) -> Result<Position> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY_ASSIGN(const Position before, Load(transaction, id));
    Position after = before;
    if (wanted.name.has_value()) after.name = Trim(*wanted.name);
    after.coefficient = wanted.coefficient.value_or(before.coefficient);
    after.order = wanted.order.value_or(before.order);
    after.version = before.version + 1;
    Faults faults;
    Check(after, faults);
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY_ASSIGN(const std::int64_t count,
                       transaction.Execute(
                           "UPDATE position SET name = ?, coefficient = ?, official_order = ?, "
                           "import_id = NULL, version = version + 1 WHERE id = ? AND version = ?",
                           {after.name, after.coefficient, after.order, id, wanted.version}));
    if (count == 0) return Stale(Say("这个岗位", "This position"));
    change.Record("position.change", SubjectOf(id),
                  Detail()
                      .SetChange("name", before.name, after.name)
                      .SetChange("coefficient", CoefficientText(before.coefficient),
                                 CoefficientText(after.coefficient))
                      .SetChange("order", std::to_string(before.order),
                                 std::to_string(after.order)));
    return after;
  });
}

}  // namespace kaogong::office
