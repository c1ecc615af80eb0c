// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kaogong::office::result::internal {

// Text that somebody wrote: 1 to `characters_max` characters, valid, not only blanks.
void CheckWords(std::string_view pointer, std::string_view words, std::size_t characters_max,
                std::vector<Fault>* faults);
// Errors: kInvalidInput when there are faults.
Result<void> RefuseFaults(std::vector<Fault> faults);

Error NoResultYet(const Text& state);

}  // namespace kaogong::office::result::internal
