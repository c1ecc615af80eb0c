// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kaogong::sheet {

// Returns the name made legal: at most 31 UTF-16 units, none of []:*?/\ or control characters, no
// apostrophe at either end, not empty, and unlike each of `taken` whatever the case of its letters.
std::string LegalSheetName(std::string_view name, const std::vector<std::string>& taken);

}  // namespace kaogong::sheet
