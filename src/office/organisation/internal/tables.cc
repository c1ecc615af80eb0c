// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/tables.h"

#include <utility>

namespace kaogong::office {

using store::Row;
using store::Transaction;

Result<std::int64_t> HoldOrganisation(Transaction& transaction) {
  KAOGONG_TRY(transaction.Execute(
      "UPDATE organisation_state SET version = version + 1 WHERE id = 1"));
  return OrganisationVersion(transaction);
}

Result<std::int64_t> OrganisationVersion(Transaction& transaction) {
  KAOGONG_TRY_ASSIGN(const auto version, transaction.One<std::int64_t>(
                                             "SELECT version FROM organisation_state WHERE id = 1"));
  return version.value_or(0);
}

Result<Date> DayOf(std::string_view text) {
  auto day = Date::Parse(text);
  if (day.ok()) return day;
  return Error{ErrorCode::kInternal, Say("数据库中的日期“{}”无效", "The database holds \"{}\" as a day",
                                         text)};
}

Result<Validity> ValidityOf(std::string_view from, const std::optional<std::string>& to) {
  Validity validity;
  KAOGONG_TRY_ASSIGN(validity.from, DayOf(from));
  if (to.has_value()) {
    KAOGONG_TRY_ASSIGN(validity.to, DayOf(*to));
  }
  return validity;
}

Result<History> LoadHistory(Transaction& transaction) {
  std::vector<UnitSpan> spans;
  KAOGONG_TRY(transaction.Query(
      "SELECT id, unit_id, parent_id, name, short_name, category, official_order, valid_from, "
      "valid_to FROM unit_span",
      {}, [&](const Row& row) -> Result<void> {
        UnitSpan span;
        span.id = row.Get<Id>(0);
        span.unit = row.Get<Id>(1);
        span.state = {row.Get<std::optional<Id>>(2), row.Get<std::string>(3),
                      row.Get<std::string>(4),
                      UnitCategoryNamed(row.Get<std::string_view>(5)).value_or(UnitCategory::kOther),
                      row.Get<std::int64_t>(6)};
        KAOGONG_TRY_ASSIGN(span.validity, ValidityOf(row.Get<std::string_view>(7),
                                                     row.Get<std::optional<std::string>>(8)));
        spans.push_back(std::move(span));
        return {};
      }));
  return History(std::move(spans));
}

namespace {

std::optional<std::string> TextOf(const std::optional<Date>& day) {
  if (!day.has_value()) return std::nullopt;
  return day->ToString();
}

}  // namespace

Result<void> InsertSpan(Transaction& transaction, const UnitSpan& span, ImportId import) {
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO unit_span (id, unit_id, parent_id, name, short_name, category, official_order, "
      "valid_from, valid_to, import_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {span.id, span.unit, span.state.parent, span.state.name, span.state.short_name,
       NameOf(span.state.category), span.state.order, span.validity.from.ToString(),
       TextOf(span.validity.to), import}));
  return {};
}

Result<void> UpdateSpan(Transaction& transaction, Id span, const UnitState& state,
                        const std::optional<Date>& to, ImportId import) {
  KAOGONG_TRY(transaction.Execute(
      "UPDATE unit_span SET parent_id = ?, name = ?, short_name = ?, category = ?, "
      "official_order = ?, valid_to = ?, import_id = ? WHERE id = ?",
      {state.parent, state.name, state.short_name, NameOf(state.category), state.order, TextOf(to),
       import, span}));
  return {};
}

Result<void> DetachSpan(Transaction& transaction, Id span) {
  KAOGONG_TRY(transaction.Execute("UPDATE unit_span SET parent_id = NULL WHERE id = ?", {span}));
  return {};
}

Result<void> InsertKeys(Transaction& transaction, Id person, const PersonKeys& keys) {
  for (const std::string& key : keys.search_keys) {
    KAOGONG_TRY(transaction.Execute("INSERT INTO person_key (search_key, person_id) VALUES (?, ?)",
                                    {key, person}));
  }
  return {};
}

Result<void> DeleteKeys(Transaction& transaction, Id person) {
  KAOGONG_TRY(transaction.Execute("DELETE FROM person_key WHERE person_id = ?", {person}));
  return {};
}

Result<std::vector<Id>> UnitsOf(Transaction& transaction, Id person, Date today) {
  std::vector<Id> units;
  KAOGONG_TRY(transaction.Query(
      "SELECT DISTINCT unit_id FROM appointment WHERE person_id = ? "
      "AND (valid_to IS NULL OR valid_to > ?) ORDER BY unit_id",
      {person, today.ToString()}, [&](const Row& row) { units.push_back(row.Get<Id>(0)); }));
  return units;
}

Result<void> RequireOnUnit(const Session& session, Act act, Id unit) {
  Date day = session.today;
  bool has_span = false;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT valid_from, valid_to FROM unit_span WHERE unit_id = ? ORDER BY valid_from", {unit},
      [&](const Row& row) -> Result<void> {
        KAOGONG_TRY_ASSIGN(const Validity validity,
                           ValidityOf(row.Get<std::string_view>(0),
                                      row.Get<std::optional<std::string>>(1)));
        if (!has_span && validity.from > day) day = validity.from;
        if (validity.to.has_value() && *validity.to <= session.today) {
          KAOGONG_TRY_ASSIGN(day, validity.to->AddDays(-1));
        } else if (has_span && validity.Holds(session.today)) {
          day = session.today;
        }
        has_span = true;
        return {};
      }));
  if (!has_span) {
    return Error{ErrorCode::kNotFound, Say("没有这个单位，或不在您的范围内",
                                           "There is no such unit, or it is not in your reach")};
  }
  return RequireOn(session.transaction, session.actor, act, unit, day);
}

}  // namespace kaogong::office
