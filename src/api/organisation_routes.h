// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "api/organisation_desk.h"
#include "api/routes.h"

namespace kaogong::api {

// Units, positions, persons, appointments, and their import and export. `desk` outlives the routes.
void AddOrganisationRoutes(Routes& routes, OrganisationDesk& desk);

// The parts of it, by noun.
void AddUnitRoutes(Routes& routes, OrganisationDesk& desk);
void AddPositionRoutes(Routes& routes);
void AddPersonRoutes(Routes& routes);
void AddImportRoutes(Routes& routes, OrganisationDesk& desk);

}  // namespace kaogong::api
