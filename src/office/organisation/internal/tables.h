// SPDX-License-Identifier: Apache-2.0
// The organisation's tables, for the use cases of this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "office/office.h"
#include "office/organisation/history.h"
#include "office/organisation/name_key.h"
#include "office/organisation/snapshot.h"

namespace kaogong::office {

// Raises the organisation's version and holds it until the transaction ends: changes of the
// organisation come one after the other. First of all in every change.
Result<std::int64_t> HoldOrganisation(store::Transaction& transaction);
Result<std::int64_t> OrganisationVersion(store::Transaction& transaction);

Result<History> LoadHistory(store::Transaction& transaction);

// `import`: the import that writes, or nothing when it is done by hand.
using ImportId = std::optional<Id>;
Result<void> InsertSpan(store::Transaction& transaction, const UnitSpan& span, ImportId import);
// Writes state and end of a span. With another parent it is first taken out of the tree, so that
// several units can change places one after the other.
Result<void> UpdateSpan(store::Transaction& transaction, Id span, const UnitState& state,
                        const std::optional<Date>& to, ImportId import);
Result<void> DetachSpan(store::Transaction& transaction, Id span);

Result<void> InsertKeys(store::Transaction& transaction, Id person, const PersonKeys& keys);
Result<void> DeleteKeys(store::Transaction& transaction, Id person);

// Reads a day of the database. Errors: kInternal when it is none.
Result<Date> DayOf(std::string_view text);
Result<Validity> ValidityOf(std::string_view from, const std::optional<std::string>& to);

// The units a person is appointed to today or later, each once.
Result<std::vector<Id>> UnitsOf(store::Transaction& transaction, Id person, Date today);

// As RequireOn; a unit that does not exist today is judged by its first day, or its last.
Result<void> RequireOnUnit(const Session& session, Act act, Id unit);

}  // namespace kaogong::office
