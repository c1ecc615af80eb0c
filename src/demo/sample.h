// SPDX-License-Identifier: Apache-2.0
// The sample facts of a shipped regulation, cell by cell as they are written there: what the
// demonstration year is filled from.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "scheme/scheme.h"

namespace kaogong::demo {

struct SampleCell {
  scheme::FieldId field = scheme::kNone;
  int period = 0;
  std::string text;  // Never empty.
};

struct SampleRow {
  std::string id;      // Empty of record kinds and of 全体.
  std::string name;    // Empty: the id.
  std::string parent;  // Empty below the whole.
  std::vector<SampleCell> cells;
};

// Rows by kind, in the order of the files.
using Sample = std::map<scheme::KindId, std::vector<SampleRow>>;

// Reads the tables of a folder of facts. `scheme` is the regulation compiled for the year of the
// sample; days in texts are moved from that year to `year`.
// Errors: kNotFound; kInvalidInput for a heading that the scheme does not know.
Result<Sample> ReadSample(const scheme::Scheme& scheme, const std::filesystem::path& folder,
                          int year);

}  // namespace kaogong::demo
