// SPDX-License-Identifier: Apache-2.0
// A document as JSON, to be stored, edited in a browser and checked again: blocks with runs, each
// figure with its scopes, expression, format and value.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "document/model.h"

namespace kaogong::document {

// The same document gives the same bytes. Numbers are exact: decimals or fractions as text.
std::string ToJson(const Document& document);

// Reads what ToJson wrote, also after a clerk edited it. Errors: kInvalidInput with a fault for
// each part that is not as it should be; kLimitExceeded past 200,000 paragraphs.
Result<Document> FromJson(std::string_view json);

}  // namespace kaogong::document
