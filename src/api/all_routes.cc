// SPDX-License-Identifier: Apache-2.0
#include "api/all_routes.h"

#include "api/organisation_routes.h"
#include "api/process_routes.h"

namespace kaogong::api {

void AddAllRoutes(Routes& routes, OrganisationDesk& desk, office::library::Library& library,
                  ProcessDesk& process, ResultDesk& results, DocumentDesk& documents,
                  ReportDesk& reports) {
  AddSessionRoutes(routes);
  AddAccountRoutes(routes);
  AddAuditRoutes(routes);
  AddOrganisationRoutes(routes, desk);
  AddRegulationRoutes(routes, library);
  AddRunRoutes(routes, library);
  AddAssessmentRoutes(routes, library);
  AddTargetRoutes(routes, library);
  AddEvidenceRoutes(routes, process);
  AddMeasurementRoutes(routes, process);
  AddRecordRoutes(routes, process);
  AddPanelRoutes(routes, process);
  AddInboxRoutes(routes, process);
  AddComputationRoutes(routes, results);
  AddPublicationRoutes(routes, results);
  AddObjectionRoutes(routes, results);
  AddTemplateRoutes(routes, documents);
  AddDocumentRoutes(routes, documents);
  AddBatchRoutes(routes, documents);
  AddReportRoutes(routes, reports);
  AddRubricRoutes(routes, library);
}

}  // namespace kaogong::api
