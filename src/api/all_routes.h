// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/document_desk.h"
#include "api/organisation_desk.h"
#include "api/process_desk.h"
#include "api/report_desk.h"
#include "api/result_desk.h"
#include "api/routes.h"

namespace kaogong::api {

// Every endpoint of the API; a test holds them against the OpenAPI document. All that is passed
// outlives the routes.
void AddAllRoutes(Routes& routes, OrganisationDesk& desk, office::library::Library& library,
                  ProcessDesk& process, ResultDesk& results, DocumentDesk& documents,
                  ReportDesk& reports);

}  // namespace kaogong::api
