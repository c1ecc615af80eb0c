// SPDX-License-Identifier: Apache-2.0
// Decomposition (分解): which unit below or person takes which part of a target, until when.
// Nothing may be left unowned, and parts of what can be added up must make the whole.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/decimal.h"
#include "office/target/sheets.h"

namespace kaogong::office::target {

struct Share {
  std::optional<Named> unit;
  std::optional<Named> person;
  std::optional<std::int64_t> units;
  std::optional<std::string> deadline;
};

struct Coverage {
  enum class State { kOk, kUnowned, kShort, kOver, kNoDate } state = State::kOk;
  Text text;
};
std::string_view NameOf(Coverage::State state);

struct Decomposed {
  const Term* term = nullptr;
  int period = 0;
  std::optional<std::int64_t> units;
  bool is_not_applicable = false;
  std::vector<Share> shares;
  std::optional<std::int64_t> sum;  // Of what can be added up.
  Coverage coverage;
};

// Whether the shares of a target cover it.
Coverage CoverageOf(const Decomposed& target);

struct DecompositionView {
  SheetView sheet;  // What the terms point into.
  std::vector<Decomposed> items;
  std::vector<Named> units;    // That may take shares: those directly below.
  std::vector<Named> persons;  // Appointed in the unit or below it.
};

Result<DecompositionView> GetDecomposition(library::Library& library, const Actor& actor, Id sheet);

struct NewShare {
  std::string field;
  int period = 0;
  std::optional<Id> unit;
  std::optional<Id> person;
  std::optional<Decimal> value;
  std::optional<Date> deadline;
};
// Takes the place of all shares there were; they need not cover everything yet.
// Errors: kInvalidInput with faults (/shares/3/value); kConflict when stale or superseded.
Result<DecompositionView> PutDecomposition(library::Library& library, const Actor& actor, Id sheet,
                                           std::int64_t version,
                                           const std::vector<NewShare>& shares);

}  // namespace kaogong::office::target
