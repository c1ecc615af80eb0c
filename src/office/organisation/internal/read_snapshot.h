// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "office/organisation/import_rows.h"
#include "office/organisation/internal/tables.h"

namespace kaogong::office {

// Reads the organisation as far as the rows speak of it.
Result<Snapshot> ReadSnapshot(store::Transaction& transaction, const ImportRows& rows);

}  // namespace kaogong::office
