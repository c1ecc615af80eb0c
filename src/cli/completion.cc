// SPDX-License-Identifier: Apache-2.0
#include "cli/completion.h"

#include <CLI/CLI.hpp>

#include "cli/common.h"

namespace kaogong::cli {
namespace {

std::string Words(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> OptionsOf(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

std::string Bash(const CLI::App& app, const std::vector<std::string>& commands) {
  std::string cases;
  for (const CLI::App* command : app.get_subcommands({})) {
    cases += "    " + command->get_name() + ") words=\"" + Words(OptionsOf(*command)) + "\" ;;\n";
  }
  return "_kaogong() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n  case "
         "\"${COMP_WORDS[1]}\" in\n" +
         cases + "    *) words=\"" + Words(commands) + "\" ;;\n  esac\n" +
         "  if [[ $COMP_CWORD -eq 1 || $word == -* ]]; then\n    COMPREPLY=($(compgen -W "
         "\"$words\" -- \"$word\"))\n"
         "  else\n    COMPREPLY=($(compgen -f -- \"$word\"))\n  fi\n}\ncomplete -o filenames -F "
         "_kaogong kaogong\n";
}

std::string Fish(const CLI::App& app) {
  std::string text;
  for (const CLI::App* command : app.get_subcommands({})) {
    text += "complete -c kaogong -n __fish_use_subcommand -a " + command->get_name() + " -d '" +
            command->get_description() + "'\n";
    for (const CLI::Option* option : command->get_options()) {
      for (const std::string& name : option->get_lnames()) {
        text += "complete -c kaogong -n '__fish_seen_subcommand_from " + command->get_name() +
                "' -l " + name + " -d '" + option->get_description() + "'\n";
      }
    }
  }
  return text;
}

}  // namespace

int PrintCompletion(const CLI::App& app, const std::string& shell) {
  std::vector<std::string> commands;
  for (const CLI::App* command : app.get_subcommands({})) commands.push_back(command->get_name());
  std::string text = shell == "fish" ? Fish(app) : Bash(app, commands);
  if (shell == "zsh") text = "autoload -U +X bashcompinit && bashcompinit\n" + text;
  std::printf("%s", text.c_str());
  return kExitOk;
}

}  // namespace kaogong::cli
