// SPDX-License-Identifier: Apache-2.0
// Writes a document. The same document gives the same bytes.
#pragma once

#include <string>

#include "base/result.h"
#include "document/model.h"

namespace kaogong::document {

// Word and WPS. Fonts are named as the document names them.
Result<std::string> RenderDocx(const Document& document);

// PDF with embedded fonts; text can be selected and searched. Where the fonts that the document
// names are missing, free ones stand in: Noto Serif, Noto Sans, AR PL UKai. Thread-safe.
// Errors: kUnavailable when no font on this machine has Chinese characters.
Result<std::string> RenderPdf(const Document& document);

// A page of its own with inline styles, nothing loaded from elsewhere. Figures are
// <data class="figure" data-figure="N" title="where it comes from"> by their number in reading order.
std::string RenderHtml(const Document& document);

// A workbook: each table a sheet, with numbers as numbers; a document without tables gives its text.
Result<std::string> RenderXlsx(const Document& document);

}  // namespace kaogong::document
