// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace kaogong::cli {

// Prints a completion script for bash, zsh or fish, made from the commands and options of `app`.
int PrintCompletion(const CLI::App& app, const std::string& shell);

}  // namespace kaogong::cli
