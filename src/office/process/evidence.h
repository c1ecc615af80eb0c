// SPDX-License-Identifier: Apache-2.0
// Evidence (佐证): files that prove a figure, a record or a day's work. What a file is is told by
// its bytes; one that is something else than its name says, or two things at once, is refused. The
// bytes stand under their SHA-256 and never change.
//
// Who uploaded a file sees it; others see it once it is attached to something that they see.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "office/assessment/frame.h"
#include "office/office.h"
#include "office/process/measurement.h"

namespace kaogong::office::process {

inline constexpr std::uint64_t kEvidenceBytesMax = std::uint64_t{20} << 20U;
// Files attached to one thing.
inline constexpr std::size_t kEvidenceFilesMax = 20;

struct Evidence {
  Id id = 0;
  std::string name;
  std::int64_t size = 0;
  std::string media_type;
  std::string sha256;
  std::string uploaded_by;
  std::string uploaded_at;

  // An image or PDF, which browsers show.
  bool is_viewable() const;
};

struct EvidenceUse {
  std::string what;  // measurement, work_record, record, objection
  std::string title;
};
struct EvidenceView {
  Evidence evidence;
  std::vector<EvidenceUse> used_by;  // What the actor may see.
};

// Takes a file in. Errors: kInvalidInput when it is none of the kinds taken or not what its name
// says; kLimitExceeded.
Result<EvidenceView> UploadEvidence(const Office& office, const Actor& actor,
                                    std::string_view file_name, const std::filesystem::path& path);

// Errors: kNotFound.
Result<EvidenceView> FindEvidence(Library& library, const Actor& actor, Id id);

struct EvidenceContent {
  Evidence evidence;
  std::string bytes;
};
// Errors: kNotFound; kInternal when the bytes no longer have their digest.
Result<EvidenceContent> OpenEvidence(Library& library, const Actor& actor, Id id);

// --- For the use cases that have evidence, inside their transactions.

// What a file is attached to: its words in evidence_link.
struct EvidenceHolder {
  std::string_view what;
  Id thing = 0;
  std::string title;
  std::optional<Id> assessee;
  std::optional<Id> unit;
};

// Attaches exactly these files, in this order, in place of those before. A file must be the actor's
// own or be attached there already. Errors: kInvalidInput with faults below `pointer`.
Result<void> Attach(const Change& change, const EvidenceHolder& holder, std::span<const Id> files,
                    std::string_view pointer);
Result<void> AttachToMeasurement(const Change& change, const MeasurementKey& key,
                                 std::span<const Id> files, std::string_view pointer);

Result<std::vector<Evidence>> EvidenceOf(const Session& session, std::string_view what, Id thing);
Result<std::vector<Evidence>> EvidenceOf(const Session& session, const MeasurementKey& key);

}  // namespace kaogong::office::process
