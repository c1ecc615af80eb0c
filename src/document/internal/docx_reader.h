// SPDX-License-Identifier: Apache-2.0
// Reads a Word document as a Document without figures: its text, styles, tables and page.
#pragma once

#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "document/model.h"

namespace kaogong::document {

// Warnings name what is not carried over (pictures, text boxes, footnotes) with its paragraph.
// Errors: kInvalidInput for what is no Word document, is protected or has macros or entities;
// kLimitExceeded when it unpacks to too much.
Result<Document> ReadDocxDocument(std::string_view bytes, std::string_view name, Issues* issues);

}  // namespace kaogong::document
