// SPDX-License-Identifier: Apache-2.0
// Of which time a figure speaks.
#pragma once

#include <cstdint>
#include <optional>

#include "text/document.h"

namespace kaogong::text {

// Returns the year and month said last before the figure in its sentence, as year × 100 + month
// with zero for what was not said; nothing when neither was.
std::optional<int> YearOf(const Document& document, const Figure& figure);

// Returns the flow from which the report speaks of what is to come: a heading like 下一步工作打算.
// The number of flows when there is none.
std::uint32_t PlanFrom(const Document& document);

// True when the figure is said of the future: 将, 目标, 900万人以上, or behind `plan_from`.
bool IsPlanned(const Document& document, const Figure& figure, std::uint32_t plan_from);

}  // namespace kaogong::text
