// SPDX-License-Identifier: Apache-2.0
// Holds a document against the record before it is issued.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "document/model.h"
#include "document/record.h"

namespace kaogong::document {

// A figure that is no longer what the document says.
struct Change {
  std::string place;       // 第3段, 表1第2行第3列
  std::string sentence;    // The paragraph as it stands, cut to 60 characters.
  std::string expression;  // 上年.总分
  std::string object;      // What it is about, as people call it: 青石村.
  std::string before;      // As the document shows it; of a list how many it has.
  std::string after;       // As it would show now; of a list also who came and who went.
};

// Returns every figure and premise whose value is not what it was, all at once. A figure whose shown
// text was altered by hand counts: the text no longer says what the record says.
std::vector<Change> FindChanges(const Document& document, const Record& record);

// Errors: kConflict when anything changed, with a fault for each: place, figure, old and new.
Result<void> Verify(const Document& document, const Record& record);

// Gives every figure its present value and text. Premises stay: a document whose premises changed
// has to be drafted again.
void Refresh(const Record& record, Document* document);

}  // namespace kaogong::document
