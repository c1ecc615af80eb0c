// SPDX-License-Identifier: Apache-2.0
// The result of a computation as a workbook whose figures are live formulas over the facts, for
// whoever checks it in a spreadsheet program.
#pragma once

#include "office/document/issue.h"

namespace kaogong::office::documents {

// As the engine computed it: a calibrated grade follows from no formula and is told on the last
// sheet, with its reason.
// Errors: kNotFound; kNotPermitted without the right to see draft results; kConflict when the
// computation has no result; kLimitExceeded for a result of more than a million data and figures.
Result<DocumentFile> ExportWorkbook(Shelf& shelf, const Actor& actor, Id computation);

}  // namespace kaogong::office::documents
