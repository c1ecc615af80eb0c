// SPDX-License-Identifier: Apache-2.0
// Shell completion. The scripts ask `kaogong __complete WORDS…` what the last word may become, so
// that one answer serves all shells.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace kaogong::cli {

// Prints a completion script for bash, zsh or fish.
int PrintCompletion(const std::string& shell);

// Prints what the last of `words` (after "kaogong") may be, one a line: commands, options, choices,
// names of figures, kinds, rows and parameters of the regulation named before. A line ":files"
// means any file, ":folders" any folder.
int PrintCandidates(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace kaogong::cli
