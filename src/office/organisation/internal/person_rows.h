// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

#include "office/organisation/persons.h"

namespace kaogong::office {

// Adds the appointments of these persons, the earliest first; only those of the day when one is
// given. Units have the name of the day, or the last they had.
Result<void> AddAppointments(const Session& session, std::vector<Person>& persons,
                             std::optional<Date> on);

// Takes phone and note away where the actor may not see them.
Result<void> HideDetails(const Session& session, std::vector<Person>& persons);

// Reads a person whom the actor may do the act with, with all appointments and all details.
Result<Person> LoadPerson(const Session& session, Act act, Id id);

}  // namespace kaogong::office
