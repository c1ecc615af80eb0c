// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/text.h"
#include "scheme/scheme.h"
#include "sheet/workbook.h"

namespace kaogong::office::library {

// Returns the empty tables that facts for a regulation are filled into: a sheet for each kind, or,
// when `is_long`, one list of every datum with who stands behind it.
sheet::Workbook FactsTables(const scheme::Scheme& scheme, bool is_long, Language language);

// Returns the same followed by a sheet that explains every item.
sheet::Workbook FactsTemplate(const scheme::Scheme& scheme, bool is_long, Language language);

}  // namespace kaogong::office::library
