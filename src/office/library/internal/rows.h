// SPDX-License-Identifier: Apache-2.0
// Rows of the library's tables, read inside a transaction. Rights are the callers' business.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "office/library/regulations.h"

namespace kaogong::office::library::internal {

// "v.id, v.label, …" of regulation_version v, as ReadVersionRow takes them.
extern const std::string_view kVersionColumns;
VersionRow ReadVersionRow(const store::Row& row);

Error NoSuchRegulation();
Error NoSuchVersion();

// Returns the row of a version that the actor may see: a published one with kViewRegulations, a
// draft with kViewDrafts. In a transaction that writes the row stays locked.
// Errors: kNotFound, kNotPermitted.
Result<VersionRow> FindVersion(const Session& session, Id id);

// Returns a version of a regulation with its files.
Result<Version> LoadVersion(const Session& session, Id id);

// Returns the texts of a version, by path, with its regulation's slug.
Result<Sources> LoadTexts(const Session& session, const VersionRow& row);

// Returns the versions of some regulations that the actor may see, newest first.
Result<std::vector<VersionRow>> VersionsOf(const Session& session,
                                           std::span<const Id> regulations);

// Chooses what stands for a regulation: of the published versions not withdrawn that take effect by
// `day` the latest, or else the first to come; of drafts the newest.
std::optional<VersionRow> CurrentOf(const std::vector<VersionRow>& newest_first,
                                    std::string_view day);
std::optional<VersionRow> DraftOf(const std::vector<VersionRow>& newest_first);

// Stores a new draft with its files and returns its id. Requires: the label is free.
Result<Id> InsertVersion(const Change& change, Id regulation, std::string_view label,
                         const Sources& sources, const Checked& checked);
// Replaces what is noted about a draft after its files changed, and its stamp.
Result<void> UpdateVersion(const Change& change, Id version, const Sources& sources,
                           const Checked& checked);
Result<void> InsertFile(const Change& change, Id version, const SourceFile& file);

// What is wrong with names that people give, as faults of a form.
void CheckSlug(std::string_view slug, std::vector<Fault>* faults);
void CheckName(std::string_view pointer, std::string_view name, std::vector<Fault>* faults);
// Errors: kInvalidInput when there are faults.
Result<void> RefuseFaults(std::vector<Fault> faults);

}  // namespace kaogong::office::library::internal
