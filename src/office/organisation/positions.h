// SPDX-License-Identifier: Apache-2.0
// Positions (岗位) and their coefficients (岗位系数). They belong to the whole organisation: who
// edits them has to edit everywhere.
#pragma once

#include <optional>
#include <string>

#include "office/office.h"
#include "office/organisation/model.h"
#include "office/paging.h"

namespace kaogong::office {

struct Position {
  Id id = 0;
  std::string code;
  std::string name;
  std::int64_t coefficient = 0;  // Ten-thousandths.
  std::int64_t order = 0;
  std::int64_t version = 0;
};

// In official order.
Result<Listing<Position>> ListPositions(const Office& office, const Actor& actor,
                                        std::string_view query, Page page);

struct NewPosition {
  std::string code;
  std::string name;
  std::int64_t coefficient = 0;
  std::optional<std::int64_t> order;
};

// Errors: kInvalidInput with faults (/code, /name, /order); kConflict when the code is taken.
Result<Position> CreatePosition(const Office& office, const Actor& actor, const NewPosition& made);

struct PositionChange {
  std::int64_t version = 0;
  std::optional<std::string> name;
  std::optional<std::int64_t> coefficient;
  std::optional<std::int64_t> order;
};

// Errors: as CreatePosition; kNotFound; kConflict when it was changed meanwhile.
Result<Position> FindPosition(const Office& office, const Actor& actor, Id id);
Result<Position> ChangePosition(const Office& office, const Actor& actor, Id id,
                                const PositionChange& wanted);

}  // namespace kaogong::office
