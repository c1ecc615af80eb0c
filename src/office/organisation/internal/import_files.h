// SPDX-License-Identifier: Apache-2.0
// What the store keeps of an import.
#pragma once

#include "office/organisation/imports.h"

namespace kaogong::office {

Result<void> InsertImport(store::Transaction& transaction, Id job, std::string_view file_name,
                          std::string_view sha256);
// Replaces what was planned and found.
Result<void> SaveOutcome(store::Transaction& transaction, Id job, const ImportPlan& plan,
                         const Issues& issues);
Result<std::string> PlanDigestOf(store::Transaction& transaction, Id job);
// Nothing when there is no such import. The account that began it goes to `account`.
Result<std::optional<Import>> LoadImport(store::Transaction& transaction, Id job, bool with_preview,
                                         Id& account);

}  // namespace kaogong::office
