// SPDX-License-Identifier: Apache-2.0
#include "cli/completion.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <set>

#include "cli/common.h"
#include "cli/lookup.h"
#include "cli/regulation_folder.h"
#include "intake/facts_reader.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

// Larger facts take too long to read while somebody holds the tab key.
constexpr std::uintmax_t kFactsBytesMax = 2'000'000;
constexpr std::size_t kCandidatesMax = 2000;

const char* const kBash = R"(_kaogong() {
  local cur="${COMP_WORDS[COMP_CWORD]}" line
  COMPREPLY=()
  while IFS= read -r line; do
    case "$line" in
      :files) while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$cur") ;;
      :folders) while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$cur") ;;
      "$cur"*) COMPREPLY+=("$line") ;;
    esac
  done < <(kaogong __complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o filenames -F _kaogong kaogong
)";

const char* const kZsh = R"(#compdef kaogong
_kaogong() {
  local line
  local -a found
  while IFS= read -r line; do
    case "$line" in
      :files) _files ;;
      :folders) _files -/ ;;
      *) found+=("$line") ;;
    esac
  done < <(kaogong __complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)
  (( ${#found} )) && compadd -Q -- "${found[@]}"
}
compdef _kaogong kaogong
)";

const char* const kFish = R"(function __kaogong_complete
    set -l words (commandline -opc) (commandline -ct)
    for line in (kaogong __complete -- $words[2..-1] 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path (commandline -ct)
            case :folders
                __fish_complete_directories (commandline -ct) ''
            case '*'
                echo $line
        end
    end
end
complete -c kaogong -f -a '(__kaogong_complete)'
)";

// The command line up to the word that is being typed.
struct Line {
  const CLI::App* command = nullptr;
  std::vector<std::string> positionals;
  std::string option;  // Whose value the last word is; empty: none.
};

const CLI::Option* OptionOf(const CLI::App& app, const std::string& name) {
  return app.get_option_no_throw(name);
}

const CLI::Option* OptionOf(const CLI::App& app, const CLI::App* command, const std::string& name) {
  const CLI::Option* option = command == nullptr ? nullptr : OptionOf(*command, name);
  return option != nullptr ? option : OptionOf(app, name);
}

Line Read(const CLI::App& app, const std::vector<std::string>& words) {
  Line line;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const std::string& word = words[i];
    line.option.clear();
    if (word.starts_with("-")) {
      const CLI::Option* option = OptionOf(app, line.command, word);
      const bool takes_value = option != nullptr && option->get_expected_max() > 0;
      if (takes_value && i + 2 == words.size()) line.option = word;
      if (takes_value) ++i;
    } else if (line.command == nullptr) {
      for (const CLI::App* command : app.get_subcommands({})) {
        if (command->get_name() == word) line.command = command;
      }
      if (line.command == nullptr) break;
    } else {
      line.positionals.push_back(word);
    }
  }
  return line;
}

void PrintAll(const std::vector<std::string>& names) {
  std::set<std::string> printed;
  for (const std::string& name : names) {
    if (name.empty() || printed.size() >= kCandidatesMax || !printed.insert(name).second) continue;
    std::printf("%s\n", name.c_str());
  }
}

void PrintOptions(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  PrintAll(names);
}

// The regulation that the line names, when it can be read without findings.
std::optional<LoadedRegulation> RegulationOf(const Line& line) {
  const std::size_t at = line.command != nullptr && line.command->get_name() == "replay" ? 1 : 0;
  if (line.positionals.size() <= at) return std::nullopt;
  LoadedRegulation loaded;
  loaded.folder = line.positionals[at];
  const auto versions = FindRegulationFolders(loaded.folder);
  if (versions.empty()) return std::nullopt;
  loaded.folder = versions.back();
  auto files = ReadRegulationFolder(loaded.folder);
  if (!files.ok()) return std::nullopt;
  loaded.files = std::move(files).value();
  loaded.compiled = regulation::Compile(loaded.files, {});
  if (loaded.compiled.issues.has_errors()) return std::nullopt;
  return loaded;
}

std::vector<std::string> FigureNames(const scheme::Scheme& scheme, bool only_numbers) {
  std::vector<std::string> names;
  for (const scheme::Figure& figure : scheme.figures) {
    if (!only_numbers || figure.type == scheme::Type::kNumber) names.push_back(figure.name);
  }
  return names;
}

std::vector<std::string> Settable(const scheme::Scheme& scheme) {
  std::vector<std::string> names;
  for (const scheme::Parameter& parameter : scheme.parameters)
    names.push_back(parameter.name + "=");
  for (const scheme::Figure& figure : scheme.figures) {
    if (figure.weight) names.push_back(figure.name + ".权重=");
    if (figure.points) names.push_back(figure.name + ".分值=");
  }
  return names;
}

std::vector<std::string> RowNames(const LoadedRegulation& regulation) {
  const auto files = intake::FactsFiles(regulation.folder / "facts");
  if (!files.ok()) return {};
  std::uintmax_t bytes = 0;
  std::error_code error;
  for (const fs::path& file : files.value()) bytes += fs::file_size(file, error);
  if (bytes > kFactsBytesMax) return {};
  Issues issues;
  const auto facts = intake::ReadFacts(regulation.scheme(), files.value(), &issues);
  if (!facts.ok()) return {};
  std::vector<std::string> names;
  for (const facts::Table& table : facts.value().tables) {
    for (const facts::Row row : table.order) {
      if (!table.ids[static_cast<std::size_t>(row)].empty())
        names.push_back(table.ids[static_cast<std::size_t>(row)]);
    }
  }
  return names;
}

std::vector<std::string> KindNames(const scheme::Scheme& scheme) {
  std::vector<std::string> names;
  for (const scheme::Kind& kind : scheme.kinds) {
    if (!kind.is_record) names.push_back(kind.name);
  }
  return names;
}

void PrintValues(const CLI::App& app, const Line& line) {
  const CLI::Option* option = OptionOf(app, line.command, line.option);
  const std::string choices = option->get_type_name();
  if (choices.find('|') != std::string::npos) return PrintAll(CLI::detail::split(choices, '|'));
  const std::string& name = line.option;
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (is_one_of({"--annotate", "--data", "--folder", "--web"})) return PrintAll({":folders"});
  if (is_one_of({"--facts", "--record", "--out", "--certificate", "--key"})) return PrintAll({":files"});
  const auto regulation = RegulationOf(line);
  if (!regulation) return;
  const scheme::Scheme& scheme = regulation->scheme();
  if (name == "--columns" || name == "--sort") return PrintAll(FigureNames(scheme, false));
  if (name == "--set") return PrintAll(Settable(scheme));
  if (name == "--kind") return PrintAll(KindNames(scheme));
  if (name == "--row") return PrintAll(RowNames(*regulation));
}

void PrintPositional(const Line& line) {
  const std::string command = line.command->get_name();
  const std::size_t at = line.positionals.size();
  const auto options =
      line.command->get_options([](const CLI::Option* option) { return option->get_positional(); });
  if (options.empty()) return;
  const CLI::Option* option = options[std::min(at, options.size() - 1)];
  if (at >= options.size() && option->get_expected_max() <= 1) return;
  const std::string choices = option->get_type_name();
  if (choices.find('|') != std::string::npos) return PrintAll(CLI::detail::split(choices, '|'));
  const std::string name = option->get_name();
  if (name == "result" || name == "files" || name == "file") return PrintAll({":files"});
  if (name == "row" || name == "figure") {
    const auto regulation = RegulationOf(line);
    if (!regulation) return;
    return PrintAll(name == "row" ? RowNames(*regulation)
                                  : FigureNames(regulation->scheme(), command == "ledger"));
  }
  PrintAll({":folders"});
}

}  // namespace

int PrintCompletion(const std::string& shell) {
  std::printf("%s", shell == "fish" ? kFish : shell == "zsh" ? kZsh : kBash);
  return kExitOk;
}

int PrintCandidates(const CLI::App& app, const std::vector<std::string>& words) {
  const std::string current = words.empty() ? std::string() : words.back();
  const Line line = Read(app, words);
  if (!line.option.empty()) {
    PrintValues(app, line);
  } else if (current.starts_with("-")) {
    if (line.command != nullptr) PrintOptions(*line.command);
    PrintOptions(app);
  } else if (line.command != nullptr) {
    PrintPositional(line);
  } else {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands({})) {
      if (!command->get_group().empty()) names.push_back(command->get_name());
    }
    PrintAll(names);
  }
  return kExitOk;
}

}  // namespace kaogong::cli
