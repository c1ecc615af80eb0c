// SPDX-License-Identifier: Apache-2.0
// The rows of targets as the database has them, read and written many at once.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "office/office.h"

namespace kaogong::office::target {

struct ValueRow {
  Id sheet = 0;
  std::string field;
  int period = 0;
  std::optional<std::int64_t> units;
  bool is_not_applicable = false;
  std::optional<std::int64_t> baseline;
  std::optional<Id> owner;
  std::optional<std::string> deadline;
  std::string measure;
  std::optional<std::string> return_reason;

  bool is_filled() const { return units.has_value() || is_not_applicable; }
  friend bool operator==(const ValueRow&, const ValueRow&) = default;
};

// The rows of these sheets, by sheet, field and period.
Result<std::vector<ValueRow>> LoadValues(const Session& session, std::span<const Id> sheets);
Result<void> InsertValues(const Session& session, const std::vector<ValueRow>& rows);
// Puts rows in the place of those with the same sheet, field and period.
Result<void> ReplaceValues(const Session& session, const std::vector<ValueRow>& rows);
// Counts a change of each sheet.
Result<void> RaiseVersions(const Session& session, std::span<const Id> sheets);

// Runs `body(const IdList&)` for parts of a list that a statement can take.
template <class Body>
Result<void> ForParts(std::span<const Id> ids, Body&& body) {
  constexpr std::size_t kPart = 200;
  for (std::size_t begin = 0; begin < ids.size(); begin += kPart) {
    const IdList part(ids.subspan(begin, std::min(kPart, ids.size() - begin)));
    KAOGONG_TRY(body(part));
  }
  return {};
}

}  // namespace kaogong::office::target
