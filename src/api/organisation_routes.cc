// SPDX-License-Identifier: Apache-2.0
#include "api/organisation_routes.h"

namespace kaogong::api {

void AddOrganisationRoutes(Routes& routes, OrganisationDesk& desk) {
  AddUnitRoutes(routes, desk);
  AddPositionRoutes(routes);
  AddPersonRoutes(routes);
  AddImportRoutes(routes, desk);
}

}  // namespace kaogong::api
