// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/process_desk.h"
#include "api/routes.h"

namespace kaogong::api {

// The areas of the process. The desk outlives the routes.
void AddEvidenceRoutes(Routes& routes, ProcessDesk& desk);
void AddMeasurementRoutes(Routes& routes, ProcessDesk& desk);
void AddRecordRoutes(Routes& routes, ProcessDesk& desk);
void AddPanelRoutes(Routes& routes, ProcessDesk& desk);
void AddInboxRoutes(Routes& routes, ProcessDesk& desk);

inline Handler WithDesk(ProcessDesk& desk, Answer (*handler)(ProcessDesk&, Call&)) {
  return [&desk, handler](Call& call) { return handler(desk, call); };
}

}  // namespace kaogong::api
