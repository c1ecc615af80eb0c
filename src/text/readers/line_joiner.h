// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kaogong::text {

// Puts the lines of a page, laid out with blanks as a PDF reader gives them, together to
// paragraphs: a line that fills the page's width goes on in the next unless that is indented or
// begins a numbered item. Page numbers are left out.
std::vector<std::string> JoinLines(std::string_view page);

}  // namespace kaogong::text
