// SPDX-License-Identifier: Apache-2.0
// Facts sets (数据集): the tables of one year for one regulation, as they were uploaded. They never
// change; corrected tables are a new set.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "office/library/regulations.h"

namespace kaogong::office::library {

struct FactsLimits {
  static constexpr std::size_t kFilesMax = 30;
  static constexpr std::size_t kTotalBytesMax = std::size_t{64} << 20U;
};

struct FactsFileRow {
  std::string name;
  std::int64_t size = 0;
  std::string sha256;
};

struct FactsSet {
  Id id = 0;
  Id regulation = 0;
  std::string slug;
  std::string name;
  int year = 0;
  std::vector<FactsFileRow> files;
  std::string content_hash;  // Of what the tables say, whatever their format.
  std::int64_t row_count = 0;
  std::string created_at;
  std::string created_by;
};

struct UploadedFile {
  std::string name;  // Says which kind the table is about, as 村.csv does.
  std::string bytes;
};

struct NewFactsSet {
  Id regulation = 0;
  int year = 0;
  std::string name;
  std::vector<UploadedFile> files;
};

Result<Listing<FactsSet>> ListFactsSets(Library& library, const Actor& actor,
                                        std::optional<Id> regulation, const Page& page);
Result<FactsSet> GetFactsSet(Library& library, const Actor& actor, Id id);

// Reads the tables by the regulation that is in force in their year, else by its newest draft, and
// stores them when they have no error. What a file is, its bytes decide.
// Errors: kInvalidInput, with `issues` where tables are wrong; kLimitExceeded; kNotFound.
Result<FactsSet> CreateFactsSet(Library& library, const Actor& actor, NewFactsSet wanted,
                                Issues* issues);

// The tables of a set. Errors: kNotFound.
struct FactsBytes {
  FactsSet set;
  std::vector<std::shared_ptr<const std::string>> bytes;  // By FactsSet::files.
};
Result<FactsBytes> LoadFactsBytes(Library& library, const Actor& actor, Id id);

}  // namespace kaogong::office::library
