// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "store/transaction.h"

namespace kaogong::store {

// What one line of a migration declares (the forms are in store/migration.h).
struct GuardLine {
  enum class Kind { kMutable, kAppendOnly, kFrozen, kFrozenByParent };

  Kind kind = Kind::kMutable;
  std::string table;
  std::string condition_column;
  std::string condition_rest;  // "IS NOT NULL", "= 'text'", "IN ('a', 'b')"
  std::vector<std::string> excepted;
  std::string column;  // kFrozenByParent: refers to parent(parent_column).
  std::string parent;
  std::string parent_column;
};

// Returns the declaration in a line, or nothing when the line is none.
// Errors: kInvalidInput when it begins like one and cannot be understood.
Result<std::optional<GuardLine>> ParseGuardLine(std::string_view line);

// Guards is what all migrations so far have declared, table by table.
class Guards {
 public:
  // Adds a declaration; kMutable removes those of its table.
  void Declare(const GuardLine& line);
  // Brings the triggers of a table, if it exists, to what is declared for it.
  Result<void> Apply(Transaction& transaction, const std::string& table) const;
  // Applies all anew, so that columns and tables that came later are covered.
  Result<void> ApplyAll(Transaction& transaction) const;

 private:
  std::map<std::string, std::vector<GuardLine>> by_table_;
};

}  // namespace kaogong::store
