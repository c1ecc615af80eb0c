// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kaogong::text {

// Returns the text with & < > " ' and control characters made safe for HTML and XML.
std::string Escape(std::string_view text);

// The beginning of every page: title, colours, layout. Nothing is loaded from elsewhere.
std::string HtmlHead(std::string_view title, std::string_view language_tag);

}  // namespace kaogong::text
