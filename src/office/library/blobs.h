// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "office/office.h"

namespace kaogong::office::library {

// Stores bytes under their digest, unless they are there.
Result<void> InsertBlob(const Change& change, std::string_view sha256, std::string_view bytes);

// Returns bytes that were stored. Errors: kNotFound; kInternal when they no longer have that
// digest.
Result<std::string> LoadBlob(const Session& session, std::string_view sha256);

}  // namespace kaogong::office::library
