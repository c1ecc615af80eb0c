// SPDX-License-Identifier: Apache-2.0
// The demonstration year (示范年度): the city's assessments of last year, finished, and of this
// year in mid-course, so that every screen has something on it for every role. Everything is done
// through the use cases, by the demonstration accounts or by the program in somebody's name, on the
// days on which it would have been done.
#pragma once

#include <filesystem>
#include <vector>

#include "base/text.h"
#include "demo/year_clock.h"
#include "office/library/library.h"

namespace kaogong::demo {

struct LoadedYear {
  int assessments = 0;
  int results = 0;  // Computations.
  int reports = 0;
  // What could not be done, and why; empty with the regulations as they are shipped.
  std::vector<Text> troubles;
};

// Fills the year before the clock's present and the year of it, as far as the folder has the
// regulations; documents are written when there are `templates`. Requires: the city and the shipped
// regulations (`folder`) are loaded, and `clock` is the one of the library's office. The clock is
// back at its present afterwards.
Result<LoadedYear> LoadYear(office::library::Library& library, YearClock& clock,
                            const std::filesystem::path& folder,
                            const std::filesystem::path& templates = {});

}  // namespace kaogong::demo
