// SPDX-License-Identifier: Apache-2.0
// The ZIP container of an office document, with bounds against archives made to burst.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

struct zip;  // libzip

namespace kaogong::text {

class Archive {
 public:
  // `bytes` must outlive the archive.
  // Errors: kInvalidInput when it is no ZIP archive; kLimitExceeded when it has too many entries.
  static Result<Archive> Open(std::string_view bytes);

  Archive(Archive&&) noexcept;
  Archive& operator=(Archive&&) noexcept;
  ~Archive();

  // The names of the entries, in their order.
  const std::vector<std::string>& names() const { return names_; }
  bool Has(std::string_view name) const;

  // Feeds the unpacked entry to `sink` piece by piece; the sink returns false to stop.
  // Errors: kNotFound; kInvalidInput when it is encrypted or damaged; kLimitExceeded when it unpacks
  // to more than `bytes_max`, or to over a thousand times its packed size past 16 MB.
  Result<void> Stream(std::string_view name, std::size_t bytes_max,
                      const std::function<bool(std::string_view)>& sink) const;
  // Returns the whole entry. Errors: as Stream.
  Result<std::string> Read(std::string_view name, std::size_t bytes_max) const;

 private:
  Archive() = default;

  struct Close {
    void operator()(zip* archive) const;
  };
  std::unique_ptr<zip, Close> zip_;
  std::vector<std::string> names_;
};

struct ArchiveEntry {
  std::string name;
  std::string bytes;
};

// Returns a ZIP archive of the entries in the given order. The same entries give the same bytes on
// any day. Errors: kInternal.
Result<std::string> WriteArchive(const std::vector<ArchiveEntry>& entries);

}  // namespace kaogong::text
