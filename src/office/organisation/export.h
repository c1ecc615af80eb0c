// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/text.h"
#include "office/office.h"

namespace kaogong::office {

// Returns an empty workbook to be filled in and imported.
Result<std::string> OrganisationTemplate(Language language);

// Returns the organisation as of the day as a workbook that the import reads: the units the actor
// covers, all positions, the persons he may see with their appointments on the day. Phones and notes
// only where he may see them. The same state gives the same bytes.
Result<std::string> ExportOrganisation(const Office& office, const Actor& actor, Date on,
                                       Language language);

}  // namespace kaogong::office
