// SPDX-License-Identifier: Apache-2.0
// Tells what a file is by its bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/text.h"

namespace kaogong::office::process::internal {

// Returns the media type of a file that people may keep as evidence: PDF, PNG, JPEG, GIF, WebP,
// .docx, .xlsx, and plain text (as text/csv when it is named so). Nothing, with `why`, for anything
// else: other kinds, damaged files, files with something else hidden in them (macros, an archive
// behind an image, a web page), and those whose name says something else than their bytes.
std::optional<std::string_view> SniffEvidence(std::string_view name, std::string_view bytes,
                                              Text* why);

}  // namespace kaogong::office::process::internal
