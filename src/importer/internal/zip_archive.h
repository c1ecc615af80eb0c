// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "importer/xlsx.h"

struct zip;

namespace kaogong::importer {

// A zip archive in memory whose entries are read as streams under the limits of XlsxLimits.
// Errors name the file: kInvalidInput when it is broken or encrypted, kLimitExceeded past a limit.
class ZipArchive {
 public:
  // `bytes` must outlive the archive.
  static Result<ZipArchive> Open(std::string_view bytes, std::string_view file,
                                 const XlsxLimits& limits);

  bool Has(const std::string& part) const;

  // Hands the decompressed bytes of an entry to `receive` piece by piece, then an empty piece at
  // the end. The receiver returns false to stop reading. Errors also: the entry is missing, gives
  // more than `bytes_max`, or its checksum is wrong.
  Result<void> Stream(const std::string& part, std::size_t bytes_max,
                      const std::function<bool(std::string_view)>& receive);

  const std::string& file() const { return file_; }
  const XlsxLimits& limits() const { return limits_; }

 private:
  struct Discard {
    void operator()(zip* archive) const;
  };
  ZipArchive(zip* archive, std::string_view file, const XlsxLimits& limits)
      : archive_(archive), file_(file), limits_(limits) {}

  // An entry that may be read, and how many bytes it may give.
  struct Entry {
    std::size_t index = 0;
    std::size_t bytes_max = 0;
    bool is_limited_by_ratio = false;
  };
  Result<Entry> Locate(const std::string& part, std::size_t bytes_max) const;
  Error TooManyBytes(const std::string& part, const Entry& entry) const;

  std::unique_ptr<zip, Discard> archive_;
  std::string file_;
  XlsxLimits limits_;
  std::size_t bytes_read_ = 0;
};

}  // namespace kaogong::importer
