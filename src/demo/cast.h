// SPDX-License-Identifier: Apache-2.0
// Who acts in the demonstration year: the demonstration accounts, and the program in the name of
// people who have none.
#pragma once

#include <string>
#include <string_view>

#include "office/office.h"

namespace kaogong::demo {

// The actor that signs in with this name. Errors: kNotFound.
Result<office::Actor> ActorOf(const office::Office& office, std::string_view login);

// The program, recorded under the name of the unit's n-th person, from 0; of nobody under the
// unit's own.
Result<office::Actor> InTheNameOf(const office::Session& session, office::Id unit, int number);

// The unit of a code. Errors: kNotFound.
Result<office::Id> UnitOf(const office::Session& session, std::string_view code);

}  // namespace kaogong::demo
