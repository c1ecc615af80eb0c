// SPDX-License-Identifier: Apache-2.0
// Tables of facts as intake reads them, empty to be filled in or with the facts in them.
#pragma once

#include <vector>

#include "base/text.h"
#include "facts/facts.h"
#include "scheme/scheme.h"
#include "sheet/workbook.h"

namespace kaogong::office::library {

enum class TableForm { kWide, kLong };

// Wide: a table per kind, a row per object, or per object and period. Long: one table with a line
// per datum, and a wide one for records and for kinds without data. `facts` null: without rows.
// Reading the tables back gives the same facts.
std::vector<sheet::Sheet> FactsSheets(const scheme::Scheme& scheme, TableForm form,
                                      const facts::Facts* facts, Language language);

// A sheet that lists every datum: unit, who reports it, range, what a blank means.
sheet::Sheet GuideSheet(const scheme::Scheme& scheme, Language language);

// The empty tables and the guide: what people fill in.
sheet::Workbook FactsTemplate(const scheme::Scheme& scheme, TableForm form, Language language);

}  // namespace kaogong::office::library
