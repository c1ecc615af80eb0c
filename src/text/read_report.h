// SPDX-License-Identifier: Apache-2.0
// Reads a report from a file of any kind we know; the content decides which, and the name only
// where content cannot tell Markdown or HTML from plain text.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "base/result.h"
#include "text/report.h"

namespace kaogong::text {

// What a reading may cost. Past any of these the file is refused as a whole: half a report checked
// in silence is worse than none.
struct ReadLimits {
  std::size_t file_bytes_max = std::size_t{128} << 20U;
  std::size_t text_bytes_max = std::size_t{48} << 20U;   // Of all paragraphs together.
  std::size_t paragraphs_max = 300'000;
  std::size_t part_bytes_max = std::size_t{256} << 20U;  // Unpacked XML of a DOCX.
  std::size_t pages_max = 5'000;                         // PDF.
};

// Reads the bytes of a file that messages name `name`.
// Errors: kInvalidInput when the file is no report (broken, encrypted, a scan without text, another
// kind of file); kLimitExceeded past the limits.
Result<Report> ReadReport(std::string_view bytes, std::string_view name, const ReadLimits& limits = {});

// Reads a file. Errors: as above; kNotFound and kUnavailable.
Result<Report> ReadReportFile(const std::filesystem::path& path, const ReadLimits& limits = {});

}  // namespace kaogong::text
