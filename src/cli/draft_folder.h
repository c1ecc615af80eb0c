// SPDX-License-Identifier: Apache-2.0
// What the commands that write a first draft of a regulation share.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace kaogong::cli {

struct Draft {
  std::filesystem::path path;
  std::string text;
};

// The names become file names, headings and keys of the rule language.
// Errors: kInvalidInput for one with punctuation or quotes, or an empty one.
Result<void> CheckName(const std::string& name);

// Errors: kConflict when the folder is there and not empty.
Result<void> CheckUnused(const std::filesystem::path& folder);

// Writes the files, making their folders.
Result<void> WriteDrafts(const std::vector<Draft>& drafts);

int ThisYear();

}  // namespace kaogong::cli
