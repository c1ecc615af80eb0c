// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kaogong::sheet {

// Returns the text as OOXML writes it: a character that XML cannot hold becomes "_x0001_", and text
// that looks like such an escape is escaped itself ("_x0041_" becomes "_x005F_x0041_"). Tabs and
// line feeds stay. XML's own escapes (&amp;) are not made here.
std::string EscapeXstring(std::string_view text);

}  // namespace kaogong::sheet
