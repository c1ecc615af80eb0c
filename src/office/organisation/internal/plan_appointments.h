// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/organisation/internal/planning.h"

namespace kaogong::office {

// Plans the sheet of appointments, and sees to it that no appointment outlives its unit.
void PlanAppointments(Planning& planning);

}  // namespace kaogong::office
