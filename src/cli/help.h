// SPDX-License-Identifier: Apache-2.0
// Help texts and what is said about wrong usage, in the output language instead of CLI11's English.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "base/text.h"

namespace kaogong::cli {

// Writes the help of the program and of its commands. An option's type name says what its value
// is: 年, or the choices as a|b|c. A positional is shown by its type name.
class HelpFormatter : public CLI::FormatterBase {
 public:
  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
};

// Says what is wrong with the command line that `error` ended, with the nearest name for a mistyped
// command or option.
Text ExplainMisuse(const CLI::App& app, const CLI::ParseError& error);

// The command that was given: "score"; empty when none was.
std::string CommandOf(const CLI::App& app);

// --- Limits of an option's value, with messages in the output language.
CLI::Validator OneOf(std::vector<std::string> choices);
CLI::Validator WholeNumber(int low, int high);

}  // namespace kaogong::cli
