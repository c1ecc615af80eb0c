// SPDX-License-Identifier: Apache-2.0
// Claims against the record: 粮食产量达到5200吨 when 4950 tons were verified.
#pragma once

#include "text/document.h"
#include "text/finding.h"
#include "text/record.h"

namespace kaogong::text {

// Compares the figures of the document with the measurements of the record. A figure is a claim
// about a measurement when the words right before it name the item, its sentence or the title of
// the report names the subject (or the record knows only one), and no word says that it is planned,
// last year's, a change or an average. What cannot be assigned to one measurement is passed over in
// silence.
void CheckClaims(const Document& document, const Record& record, Outcome& outcome);

}  // namespace kaogong::text
