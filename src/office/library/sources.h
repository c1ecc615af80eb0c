// SPDX-License-Identifier: Apache-2.0
// Sources: the text files that one version of a regulation (考核办法) consists of.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "regulation/compile.h"

namespace kaogong::office::library {

using regulation::SourceFile;

// What a file is, by its path: regulation.md and regulation/*.md, params/*.yaml, cases/*.yaml, and
// other *.md at the top, which are for people only.
enum class SourceKind { kDocument, kParameters, kCases, kNote };

struct SourceLimits {
  static constexpr std::size_t kPathBytesMax = 150;
  static constexpr std::size_t kFilesMax = 300;
  static constexpr std::size_t kFileBytesMax = std::size_t{1} << 20U;
  static constexpr std::size_t kTotalBytesMax = std::size_t{4} << 20U;
};

// Returns what the path is for, or nothing when a regulation has no such file.
std::optional<SourceKind> KindOfSource(std::string_view path);

// Says what is wrong with a relative path that came from outside: absolute, leading out of the
// folder, hidden, too long, not UTF-8, with control characters or backslashes. Errors:
// kInvalidInput.
Result<void> CheckRelativePath(std::string_view path);

// Checks one file. Errors: kInvalidInput for its path or text that is not UTF-8; kLimitExceeded.
Result<void> CheckSource(const SourceFile& file);

// Checks all files of a version together and sorts them by path. Errors: as CheckSource;
// kInvalidInput when two paths are the same but for upper and lower case, or there is no
// regulation.md; kLimitExceeded.
Result<void> CheckSources(std::vector<SourceFile>* files);

// Returns the files as the compiler takes them. Requires: sorted by path.
regulation::RegulationFiles FilesOf(std::string_view slug, const std::vector<SourceFile>& files);

// Returns the SHA-256 over paths and texts. Requires: sorted by path.
std::string ContentHashOf(const std::vector<SourceFile>& files);

}  // namespace kaogong::office::library
