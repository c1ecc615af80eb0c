// SPDX-License-Identifier: Apache-2.0
#include "store/internal/guard.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/internal/lease.h"

namespace kaogong::store {

namespace {

constexpr std::string_view kRefuseFunction =
    "CREATE OR REPLACE FUNCTION kaogong_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
    " RAISE EXCEPTION 'immutable: %', TG_TABLE_NAME USING ERRCODE = 'KG001'; END $$;\n";

Result<std::vector<std::string>> Strings(Transaction& transaction, std::string_view sql,
                                         const std::string& table) {
  std::vector<std::string> strings;
  KAOGONG_TRY(transaction.Query(
      sql, {table}, [&](const Row& row) { strings.push_back(row.Get<std::string>(0)); }));
  return strings;
}

// Empty when the table does not exist.
Result<std::vector<std::string>> Columns(Transaction& transaction, const std::string& table) {
  if (transaction.dialect() == Dialect::kSqlite) {
    return Strings(transaction, "SELECT name FROM pragma_table_info(?) ORDER BY cid", table);
  }
  return Strings(transaction,
                 "SELECT CAST(column_name AS TEXT) FROM information_schema.columns"
                 " WHERE table_schema = current_schema() AND table_name = CAST(? AS TEXT)"
                 " ORDER BY ordinal_position",
                 table);
}

Result<std::vector<std::string>> Triggers(Transaction& transaction, const std::string& table) {
  if (transaction.dialect() == Dialect::kSqlite) {
    return Strings(transaction,
                   "SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?"
                   " AND name LIKE '%~_~_guard~_%' ESCAPE '~'",
                   table);
  }
  return Strings(transaction,
                 "SELECT CAST(tgname AS TEXT) FROM pg_trigger WHERE tgrelid = to_regclass(?)"
                 " AND tgname LIKE '%~_~_guard~_%' ESCAPE '~'",
                 table);
}

// " AND (OLD.a IS DISTINCT FROM NEW.a OR …)" over the columns not excepted.
std::string OtherColumnsChange(const GuardLine& guard, const std::vector<std::string>& columns) {
  if (guard.excepted.empty()) return {};
  std::string changes;
  for (const std::string& column : columns) {
    if (std::ranges::find(guard.excepted, column) != guard.excepted.end()) continue;
    changes += fmt::format("{}OLD.{} IS DISTINCT FROM NEW.{}", changes.empty() ? "" : " OR ",
                           column, column);
  }
  return " AND (" + changes + ")";
}

std::string Condition(const GuardLine& guard, std::string_view row) {
  return fmt::format("{}.{} {}", row, guard.condition_column, guard.condition_rest);
}

std::string SqliteTrigger(const GuardLine& guard, std::size_t index, std::string_view event,
                          const std::string& when) {
  return fmt::format(
      "CREATE TRIGGER {0}__guard_{1}_{2} BEFORE {2} ON {0} {3}"
      " BEGIN SELECT RAISE(ABORT, 'immutable: {0}'); END;\n",
      guard.table, index, event, when.empty() ? "" : "WHEN " + when);
}

std::string ParentIsFrozen(const GuardLine& guard, std::string_view row) {
  return fmt::format("EXISTS (SELECT 1 FROM {0} WHERE {0}.{1} = {2}.{3} AND {4})", guard.parent,
                     guard.parent_column, row, guard.column, Condition(guard, guard.parent));
}

std::string SqliteTriggers(const GuardLine& guard, std::size_t index,
                           const std::vector<std::string>& columns) {
  std::string before_update;
  std::string before_delete;
  std::string sql;
  if (guard.kind == GuardLine::Kind::kFrozen) {
    before_delete = Condition(guard, "OLD");
    before_update = before_delete + OtherColumnsChange(guard, columns);
  } else if (guard.kind == GuardLine::Kind::kFrozenByParent) {
    before_delete = ParentIsFrozen(guard, "OLD");
    before_update = before_delete + " OR " + ParentIsFrozen(guard, "NEW");
    sql = SqliteTrigger(guard, index, "INSERT", ParentIsFrozen(guard, "NEW"));
  }
  return sql + SqliteTrigger(guard, index, "UPDATE", before_update) +
         SqliteTrigger(guard, index, "DELETE", before_delete);
}

std::string PostgresTrigger(const GuardLine& guard, std::size_t index, std::string_view event,
                            const std::string& when) {
  return fmt::format(
      "CREATE TRIGGER {0}__guard_{1}_{2} BEFORE {2} ON {0} FOR EACH {3} {4}"
      " EXECUTE FUNCTION kaogong_refuse();\n",
      guard.table, index, event, event == "TRUNCATE" ? "STATEMENT" : "ROW",
      when.empty() ? "" : "WHEN (" + when + ")");
}

// The row it belongs to is locked before it is looked at: publishing waits for us or we see it.
std::string PostgresParentTriggers(const GuardLine& guard, std::size_t index) {
  const auto check = [&](std::string_view row) {
    return fmt::format(
        " SELECT {0} INTO is_frozen FROM {1} WHERE {1}.{2} = {3}.{4} FOR SHARE;"
        " IF is_frozen THEN RAISE EXCEPTION 'immutable: {5}' USING ERRCODE = 'KG001'; END IF;",
        Condition(guard, guard.parent), guard.parent, guard.parent_column, row, guard.column,
        guard.table);
  };
  return fmt::format(
      "CREATE OR REPLACE FUNCTION {0}__guard_{1}() RETURNS trigger LANGUAGE plpgsql AS $$"
      " DECLARE is_frozen BOOLEAN; BEGIN IF TG_OP <> 'INSERT' THEN {2} END IF;"
      " IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; {3} RETURN NEW; END $$;\n"
      "CREATE TRIGGER {0}__guard_{1}_row BEFORE INSERT OR UPDATE OR DELETE ON {0}"
      " FOR EACH ROW EXECUTE FUNCTION {0}__guard_{1}();\n",
      guard.table, index, check("OLD"), check("NEW"));
}

std::string PostgresTriggers(const GuardLine& guard, std::size_t index,
                             const std::vector<std::string>& columns) {
  std::string sql(kRefuseFunction);
  sql += PostgresTrigger(guard, index, "TRUNCATE", {});
  if (guard.kind == GuardLine::Kind::kFrozenByParent) {
    return sql + PostgresParentTriggers(guard, index);
  }
  const bool is_frozen = guard.kind == GuardLine::Kind::kFrozen;
  const std::string condition = is_frozen ? Condition(guard, "OLD") : "";
  return sql + PostgresTrigger(guard, index, "DELETE", condition) +
         PostgresTrigger(guard, index, "UPDATE", condition + OtherColumnsChange(guard, columns));
}

}  // namespace

void Guards::Declare(const GuardLine& line) {
  std::vector<GuardLine>& guards = by_table_[line.table];
  if (line.kind == GuardLine::Kind::kMutable) {
    guards.clear();
  } else {
    guards.push_back(line);
  }
}

Result<void> Guards::Apply(Transaction& transaction, const std::string& table) const {
  const bool is_sqlite = transaction.dialect() == Dialect::kSqlite;
  KAOGONG_TRY_ASSIGN(const auto columns, Columns(transaction, table));
  if (columns.empty()) return {};
  KAOGONG_TRY_ASSIGN(const auto triggers, Triggers(transaction, table));
  std::string sql;
  for (const std::string& trigger : triggers) {
    sql += "DROP TRIGGER " + trigger + (is_sqlite ? "" : " ON " + table) + ";\n";
  }
  const auto guards = by_table_.find(table);
  for (std::size_t i = 0; guards != by_table_.end() && i < guards->second.size(); ++i) {
    const GuardLine& guard = guards->second[i];
    sql += is_sqlite ? SqliteTriggers(guard, i, columns) : PostgresTriggers(guard, i, columns);
  }
  return sql.empty() ? Result<void>{} : RunScript(transaction, sql);
}

Result<void> Guards::ApplyAll(Transaction& transaction) const {
  for (const auto& [table, guards] : by_table_) {
    KAOGONG_TRY(Apply(transaction, table));
  }
  return {};
}

}  // namespace kaogong::store
