// SPDX-License-Identifier: Apache-2.0
// Whether a statement is still true after one of its figures was changed, told from the relation
// alone: without the search for figures that the checks do, which is what is measured.
#pragma once

#include "text/document.h"
#include "text/finding.h"

namespace kaogong::text {

enum class Truth {
  kFalse,    // No rounding and no cutting off of digits makes it true.
  kTrue,     // Some does.
  kUnknown,  // A figure no longer reads as one.
};

// Returns whether what `statement` says of `original` is true of `changed`, a document in which
// every figure stands at the same place.
Truth TruthOf(const Document& original, const Document& changed, const Verified& statement);

}  // namespace kaogong::text
