// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/organisation/internal/planning.h"

namespace kaogong::office {

// Plans the sheet of units and sets planning.history.
void PlanUnits(Planning& planning);

}  // namespace kaogong::office
