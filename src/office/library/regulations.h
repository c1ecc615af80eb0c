// SPDX-License-Identifier: Apache-2.0
// Regulations (考核办法) and their versions: who may see, edit, publish and withdraw them.
//
// A version is a draft until it is published; from then on its files never change, in the database
// itself. A change of a published regulation is a new version. To somebody who may not see drafts,
// a draft does not exist.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/account/account.h"
#include "office/library/library.h"
#include "office/paging.h"
#include "regulation/linter.h"

namespace kaogong::office::library {

enum class VersionState { kDraft, kPublished, kWithdrawn };

std::string_view NameOf(VersionState state);
std::optional<VersionState> VersionStateNamed(std::string_view name);

struct VersionRow {
  Id id = 0;
  Id regulation = 0;
  std::string label;  // 2012
  std::optional<std::string> effective_from;
  std::string content_hash;
  regulation::Coverage coverage;
  int errors = 0;
  int warnings = 0;
  int cases_passed = 0;
  int cases_failed = 0;
  std::string updated_at;
  std::string updated_by;
  std::optional<std::string> published_at;
  std::optional<std::string> published_by;
  std::optional<std::string> withdrawn_at;
  std::optional<std::string> withdraw_reason;
  std::int64_t version = 1;

  VersionState state() const {
    return withdrawn_at ? VersionState::kWithdrawn
                        : (published_at ? VersionState::kPublished : VersionState::kDraft);
  }
};

struct Regulation {
  Id id = 0;
  std::string slug;  // ganxi-village: its folder's name, and how other regulations refer to it.
  std::string title;
  std::optional<Named> owner;
  std::optional<VersionRow> current;  // Published, the one in force today.
  std::optional<VersionRow> draft;    // The newest.
  std::vector<VersionRow> versions;   // Newest first; empty in lists.
  std::int64_t version = 1;
};

struct FileRow {
  std::string path;
  std::int64_t size = 0;
  std::string sha256;
};

struct Version {
  VersionRow row;
  std::string slug;
  std::string title;
  std::vector<FileRow> files;
};

struct RegulationQuery {
  std::string contains;               // In slug or title.
  std::optional<VersionState> state;  // Has a version in this state.
  bool by_title = false;              // Otherwise by slug.
  bool is_descending = false;
  Page page;
};

Result<Listing<Regulation>> ListRegulations(Library& library, const Actor& actor,
                                            const RegulationQuery& query);
// With all versions that the actor may see. Errors: kNotFound.
Result<Regulation> GetRegulation(Library& library, const Actor& actor, Id id);
Result<Version> GetVersion(Library& library, const Actor& actor, Id id);

struct NewRegulation {
  std::string slug;
  std::string title;
  std::string label;          // Of its first draft; empty: this year.
  std::optional<Id> copy_of;  // A version whose files it begins with; nothing: a short sample.
  std::optional<Id> owner;    // A unit.
};
// Errors: kInvalidInput with faults; kNotFound for `copy_of`.
Result<Regulation> CreateRegulation(Library& library, const Actor& actor, NewRegulation wanted);

struct NewVersion {
  std::string label;
  std::optional<Id> copy_of;
};
Result<Version> CreateVersion(Library& library, const Actor& actor, Id regulation,
                              NewVersion wanted);

// A published version's scheme for a year, inside a transaction. Errors: kNotFound; kInvalidInput
// when it is not published, or does not compile for that year.
Result<std::shared_ptr<const regulation::Compiled>> SchemeFor(Library& library,
                                                              const Session& session, Id version,
                                                              int year);

// The texts of a version. Errors: kNotFound.
Result<Sources> LoadSources(Library& library, const Actor& actor, Id version);

struct StoredFile {
  SourceFile file;
  std::string sha256;
};
Result<StoredFile> GetFile(Library& library, const Actor& actor, Id version, std::string_view path);
// Adds or replaces a file of a draft; the regulation may have errors. `stamp` is the version number
// that the editor last saw. Errors: kConflict when it is stale or the version is published.
Result<Version> PutFile(Library& library, const Actor& actor, Id version, std::int64_t stamp,
                        SourceFile file);
Result<Version> DeleteFile(Library& library, const Actor& actor, Id version, std::int64_t stamp,
                           std::string_view path);

// Checks a version with other texts in place of its own, by path; nothing is stored. An empty
// optional takes the file away. Other texts than its own take kEditRegulations.
Result<std::shared_ptr<const Checked>> CheckWith(
    Library& library, const Actor& actor, Id version,
    const std::map<std::string, std::optional<std::string>>& texts);

// Errors: kInvalidInput when it has errors or failed cases: `issues` then has them.
Result<Version> PublishVersion(Library& library, const Actor& actor, Id version, std::int64_t stamp,
                               Issues* issues);
// Errors: kInvalidInput without a reason; kConflict when it is not published.
Result<Version> WithdrawVersion(Library& library, const Actor& actor, Id version,
                                std::int64_t stamp, std::string_view reason);

}  // namespace kaogong::office::library
