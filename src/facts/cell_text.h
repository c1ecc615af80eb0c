// SPDX-License-Identifier: Apache-2.0
// Reads what people write into a cell of a field, with the same words for what is wrong wherever
// the cell stands: in a table of facts, in a form or in a workbook.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "facts/facts.h"

namespace kaogong::facts {

// What is wrong with one cell; the caller knows where it stands.
struct CellProblem {
  std::string_view code;
  Text message;
  Text hint;
};

// The places with which numbers of a field are kept. Percentages are kept as fractions: two places
// more than the facts write.
int StoredScale(const scheme::Field& field);

struct CellValue {
  Presence presence = Presence::kMissing;
  // A number × 10^StoredScale, a boolean 0 or 1, a day since 1970-01-01; of a text nothing.
  std::int64_t units = 0;
};

// Reads a number with any of the usual spellings, 是/否, a date, a text, or 不适用; blank text is
// missing. Errors: facts.number, facts.places, facts.range, facts.boolean, facts.date,
// facts.option, facts.too-large.
std::optional<CellProblem> ReadCell(const scheme::Field& field, std::string_view text,
                                    CellValue* to);

// Whether units of a number lie in the field's range. Errors: facts.range.
std::optional<CellProblem> CheckRange(const scheme::Field& field, std::int64_t units);

}  // namespace kaogong::facts
