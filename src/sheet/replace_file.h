// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string_view>

#include "base/result.h"

namespace kaogong::sheet {

// Writes `bytes` as the file at `path`: whoever reads it sees the old file or the new one, whole.
// The new file keeps the permissions of the old one. After an error the old file is as it was and
// nothing else is left. A symbolic link stays and what it leads to is replaced; a device or pipe is
// written into. Errors: kUnavailable.
Result<void> ReplaceFile(const std::filesystem::path& path, std::string_view bytes);

}  // namespace kaogong::sheet
