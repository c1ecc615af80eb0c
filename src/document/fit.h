// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/model.h"

namespace kaogong::document {

// Returns about how high the document is when set, in twips: characters counted at their width,
// lines at their height. No font is asked, so every machine gets the same.
int EstimateHeight(const Document& document);

// Makes the text of tables half a point smaller, down to 6.5 points, and their rows lower.
void ShrinkTables(Document* document);

// Shrinks tables until the document is about one page high. A document that fits stays as it is.
void FitOnePage(Document* document);

}  // namespace kaogong::document
