// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace kaogong::document {

// Appends text for XML or HTML: & < > " escaped, characters that XML does not allow left out.
void AppendEscaped(std::string_view text, std::string* to);
std::string Escaped(std::string_view text);

// Returns "D90000".
std::string HexColor(std::uint32_t color);

}  // namespace kaogong::document
