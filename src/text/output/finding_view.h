// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "base/text.h"
#include "text/document.h"
#include "text/finding.h"

namespace kaogong::text {

// A checked report, ready to be shown.
struct CheckedReport {
  const Report* report = nullptr;
  const Document* document = nullptr;
  const Outcome* outcome = nullptr;
};

// Returns where a span begins, for messages.
Place PlaceOf(const Document& document, const Span& span);
// Returns the sentence that a span begins in, as its author wrote it.
std::string SentenceOf(const Document& document, const Span& span);
// Returns "第12行第35字" or, for formats without lines, "第12段第35字"; PDF adds the page.
Text LocationOf(const Document& document, const Span& span);
// Returns the name of a check: 部分与总数 / parts and whole.
Text TitleOfCheck(std::string_view check);

// Returns the findings as issues: contradictions are errors, doubts warnings.
Issues IssuesOf(const CheckedReport& checked);

}  // namespace kaogong::text
