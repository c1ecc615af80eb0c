// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "text/document.h"
#include "text/finding.h"

namespace kaogong::text {

// Runs every check on the document. Findings come in the order of the text; of several about one
// figure the surest is kept.
Outcome Check(const Document& document);

}  // namespace kaogong::text
