// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"
#include "office/library/library.h"

namespace kaogong::demo {

struct LoadedRegulations {
  int regulations = 0;
  int runs = 0;
  // What could not be loaded, and why; empty with the regulations as they are shipped.
  std::vector<Text> troubles;
};

// Publishes every regulation of the folder (ID/VERSION/regulation.md; names that begin with _ are
// passed over), its sample facts as a set of facts, and runs each once. Regulations that are there
// already are left alone. Errors: kNotFound when there is no such folder; those of the store.
Result<LoadedRegulations> LoadRegulations(office::library::Library& library,
                                          const std::filesystem::path& folder);

}  // namespace kaogong::demo
