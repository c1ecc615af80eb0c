// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/report/report.h"
#include "text/record.h"

namespace kaogong::office::report::internal {

// Returns the verified figures of an assessment about a unit, as the claims of its report are held
// against them: what was measured and what the office keeps; targets, last year's figures and
// figures that only have a facet's name are left out. In the order of fields and periods.
// Errors: those of LoadFrame.
Result<text::Record> ClaimsRecord(Library& library, const Session& session, Id assessment, Id unit);

}  // namespace kaogong::office::report::internal
