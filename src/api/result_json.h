// SPDX-License-Identifier: Apache-2.0
// A result as JSON: what is exported, and what kaogong replay reads back.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "office/library/result_table.h"

namespace kaogong::api {

// Rows by kind in the order of the facts, figures by name; a figure with periods is an object by
// period. Numbers are strings with the figure's own places; a figure without a value is
// {"state": "pending"}.
nlohmann::ordered_json ResultJson(const office::library::ResultView& view,
                                  const std::vector<scheme::FigureId>& figures);

}  // namespace kaogong::api
