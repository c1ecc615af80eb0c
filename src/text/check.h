// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "text/document.h"
#include "text/finding.h"
#include "text/record.h"

namespace kaogong::text {

// Changes whenever a reader, a check or the search for copies may give something else for the same
// bytes: what was stored under another version is out of date.
inline constexpr std::string_view kTextVersion = "1";

// Runs every check on the document, and with a record also compares what the report claims with it.
// Findings come in the order of the text; of several about one figure the surest is kept.
Outcome Check(const Document& document, const Record* record = nullptr);

}  // namespace kaogong::text
