// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "regulation/compile.h"

namespace kaogong::cli {

// A regulation's folder holds regulation.md (or regulation/*.md), params/*.yaml and cases/*.yaml.
// Parameter files that its header names (共用: workdays) stand in a folder _shared beside or above.
// Its id is the folder's name, or the parent's when the folder is named for a year: a version.

// Returns the whole file. Errors: kNotFound, kUnavailable.
Result<std::string> ReadFile(const std::filesystem::path& path);

// Reads the folder into memory. Errors: kNotFound when it holds no regulation.
Result<regulation::RegulationFiles> ReadRegulationFolder(const std::filesystem::path& folder);

// Returns every folder at or below `root` that holds a regulation, in order of path. Folders whose
// name begins with "_" are passed over.
std::vector<std::filesystem::path> FindRegulationFolders(const std::filesystem::path& root);

}  // namespace kaogong::cli
