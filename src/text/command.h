// SPDX-License-Identifier: Apache-2.0
// The commands `kaogong check` and `kaogong similar` behind their options.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text.h"
#include "text/finding.h"
#include "text/read_report.h"
#include "text/similar/similar.h"

namespace kaogong::text {

enum class OutputFormat : std::uint8_t { kTable, kJson, kHtml };

// What a command returns to the shell.
inline constexpr int kExitClean = 0;     // Everything was read and nothing found.
inline constexpr int kExitFound = 1;     // Something was found.
inline constexpr int kExitUnread = 2;    // No file, or one that could not be read or written; the others were dealt with.

struct CheckOptions {
  // Files, or folders whose files of known kinds (txt md html htm docx pdf) are taken, in order of
  // name, subfolders included.
  std::vector<std::filesystem::path> paths;
  OutputFormat format = OutputFormat::kTable;
  Language language = Language::kChinese;
  // Findings less sure than this are left out.
  Certainty least = Certainty::kAsk;
  // Tables of facts, as ReadRecord takes them, to compare the claims of the reports with.
  std::optional<std::filesystem::path> record;
  // When set, an annotated copy of each report goes here: a DOCX with comments for a DOCX, a page
  // with marks for everything else. The folder is made; files of the same name are replaced.
  std::optional<std::filesystem::path> annotate_folder;
  // Writes an annotated copy, all of it or nothing. Needed with annotate_folder.
  std::function<Result<void>(const std::filesystem::path&, std::string_view)> write;
  ReadLimits limits;
};

// Checks the figures of each report by itself. With kHtml one page holds every report. Writes
// results to `out` and what could not be read to `err`.
int RunCheck(const CheckOptions& options, std::ostream& out, std::ostream& err);

struct SimilarCommandOptions {
  std::vector<std::filesystem::path> paths;  // As for CheckOptions.
  OutputFormat format = OutputFormat::kTable;
  Language language = Language::kChinese;
  SimilarOptions similar;
  ReadLimits limits;
};

// Compares the reports with each other. Writes results to `out` and what could not be read to `err`.
int RunSimilar(const SimilarCommandOptions& options, std::ostream& out, std::ostream& err);

}  // namespace kaogong::text
