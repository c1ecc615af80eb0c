// SPDX-License-Identifier: Apache-2.0
// Regulations come in from a zip archive or a folder and go out as an archive.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "office/library/facts_sets.h"

namespace kaogong::office::library {

struct ImportNames {
  std::string slug;   // Empty: the folder's name in the archive, else the archive's own.
  std::string label;  // Empty: the folder's name when it is a year, else the year it takes effect.
};

struct Imported {
  Regulation regulation;
  Id version = 0;
  std::optional<Id> facts_set;  // Of the tables in its facts/.
};

// Takes in an archive of a regulation's folder as a new draft, of a new regulation or of the one
// that has the slug; tables in facts/ become a set of facts of the year it takes effect. Nothing is
// stored when anything is refused.
// Errors: those of ReadArchive and CheckSources; kInvalidInput with faults for names, with `issues`
// for tables; kConflict when the regulation has a version of that label.
Result<Imported> ImportArchive(Library& library, const Actor& actor, std::string_view bytes,
                               std::string_view archive_name, ImportNames names, Issues* issues);

struct FolderOptions {
  ImportNames names;
  bool is_published = true;  // The version is published at once; refused when it is not sound.
};

// The same for a folder on this machine, such as regulations/ganxi-village/2012. Files that are
// neither a regulation's nor tables in facts/ are passed over. For the program's own use.
Result<Imported> ImportFolder(Library& library, const Actor& actor,
                              const std::filesystem::path& folder, const FolderOptions& options,
                              Issues* issues);

// Returns the version's files as an archive, inside a folder slug/label. Errors: kNotFound.
Result<std::string> ExportArchive(Library& library, const Actor& actor, Id version);

}  // namespace kaogong::office::library
