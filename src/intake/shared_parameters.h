// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>

#include "base/result.h"

namespace kaogong::intake {

// Returns the parameter file that a regulation's header shares (共用: workdays): _shared/NAME.yaml in
// the nearest folder above the regulation's that has it.
// Errors: kNotFound, also for a name that is none of a file.
Result<std::filesystem::path> FindSharedParameters(const std::filesystem::path& folder,
                                                   const std::string& name);

}  // namespace kaogong::intake
