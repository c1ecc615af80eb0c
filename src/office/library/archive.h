// SPDX-License-Identifier: Apache-2.0
// Zip archives from and for users.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kaogong::office::library {

struct ArchiveLimits {
  std::size_t archive_bytes_max = std::size_t{32} << 20U;
  std::size_t entries_max = 500;
  std::size_t entry_bytes_max = std::size_t{32} << 20U;
  std::size_t total_bytes_max = std::size_t{64} << 20U;
};

struct ArchiveEntry {
  std::string path;
  std::string bytes;
};

// Unpacks an archive in memory. Folders, and what file managers leave behind (__MACOSX, .DS_Store,
// Thumbs.db), are passed over.
// Errors: kInvalidInput for what is no zip from its first byte to its last or lists no entry, and for an entry that
// is encrypted, damaged, a link or special file, has a path that CheckRelativePath refuses, or
// occurs twice; kLimitExceeded past a limit, whatever sizes the archive claims.
Result<std::vector<ArchiveEntry>> ReadArchive(std::string_view bytes,
                                              const ArchiveLimits& limits = {});

// Returns an archive of the entries, at least one; the same entries give the same bytes on any day.
// Errors: kInternal.
Result<std::string> WriteArchive(const std::vector<ArchiveEntry>& entries);

}  // namespace kaogong::office::library
