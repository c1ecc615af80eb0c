// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kaogong::office::documents::internal {

// Text that somebody wrote: 1 to `characters_max` characters, valid, not only blanks.
void CheckWords(std::string_view pointer, std::string_view words, std::size_t characters_max,
                std::vector<Fault>* faults);
// Errors: kInvalidInput when there are faults.
Result<void> RefuseFaults(std::vector<Fault> faults);
// The first characters.
std::string Shortened(std::string_view text, std::size_t characters_max);
// A name of a file: what a file system refuses becomes "_".
std::string FileName(std::string_view title);

}  // namespace kaogong::office::documents::internal
