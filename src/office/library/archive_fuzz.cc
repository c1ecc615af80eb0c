// SPDX-License-Identifier: Apache-2.0
// Uploaded archives: any bytes are refused or give files that a regulation may have, within the limits;
// packed again they are the same.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

#include "base/result.h"
#include "office/library/archive.h"
#include "office/library/sources.h"

namespace library = kaogong::office::library;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  library::ArchiveLimits limits;
  limits.entries_max = 20;
  limits.entry_bytes_max = 100'000;
  limits.total_bytes_max = 200'000;
  const auto entries =
      library::ReadArchive({reinterpret_cast<const char*>(data), size}, limits);
  if (!entries.ok()) {
    KAOGONG_ASSERT(!entries.error().message.zh.empty());
    return 0;
  }
  KAOGONG_ASSERT(entries.value().size() <= limits.entries_max);
  std::size_t total = 0;
  std::set<std::string_view> paths;
  for (const library::ArchiveEntry& entry : entries.value()) {
    total += entry.bytes.size();
    KAOGONG_ASSERT(entry.bytes.size() <= limits.entry_bytes_max);
    KAOGONG_ASSERT(library::CheckRelativePath(entry.path).ok());
    KAOGONG_ASSERT(paths.insert(entry.path).second);
  }
  KAOGONG_ASSERT(total <= limits.total_bytes_max);
  if (entries.value().empty()) return 0;  // Folders alone.
  const auto packed = library::WriteArchive(entries.value());
  KAOGONG_ASSERT(packed.ok());
  const auto again = library::ReadArchive(packed.value(), limits);
  KAOGONG_ASSERT(again.ok() && again.value().size() == entries.value().size());
  return 0;
}
