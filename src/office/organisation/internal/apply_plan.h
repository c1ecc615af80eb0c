// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "office/organisation/import_plan.h"
#include "office/organisation/internal/tables.h"

namespace kaogong::office {

// Told how many rows of how many are written.
using ApplyProgress = std::function<void(std::int64_t done, std::int64_t total)>;

// Writes the plan. Requires: the organisation is held, and is what the plan was made against.
Result<void> ApplyPlan(store::Transaction& transaction, const ImportPlan& plan, ImportId import,
                       const ApplyProgress& on_progress);

}  // namespace kaogong::office
