// SPDX-License-Identifier: Apache-2.0
// What a check found, for the terminal, for programs and for reading.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "text/output/finding_view.h"

namespace kaogong::text {

// Returns the findings as lines of text: place, certainty, message; the sentence; the arithmetic.
std::string CheckTable(const std::vector<CheckedReport>& reports, Language language);

// Returns one JSON document. Its shape is described in docs/reference/reports.md. Places count lines or
// paragraphs from 1 and characters from 1.
std::string CheckJson(const std::vector<CheckedReport>& reports);

// Returns a page that holds the reports with the findings marked, and needs nothing else.
std::string CheckHtml(const std::vector<CheckedReport>& reports, Language language);

// Returns the DOCX that `bytes` hold with a comment for each finding. The document's own text and
// comments stay as they are.
// Requires: checked.report was read from `bytes`.
// Errors: kInvalidInput when the document cannot take comments; kInternal.
Result<std::string> AnnotateDocx(std::string_view bytes, const CheckedReport& checked, Language language);

}  // namespace kaogong::text
