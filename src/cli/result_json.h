// SPDX-License-Identifier: Apache-2.0
// A result as JSON: what score writes and replay reads back.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "cli/common.h"

namespace kaogong::cli {

// Rows by kind in the order of the facts, figures by name; a figure with periods is an object by
// period. Numbers are strings with the figure's own places, a fraction without end is
// {"exact": "1/3", "rounded": "0.333333333333"}, a figure without a value {"state": "pending"}.
nlohmann::ordered_json ResultJson(const Run& run, const std::vector<scheme::FigureId>& figures);

}  // namespace kaogong::cli
