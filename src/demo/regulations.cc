// SPDX-License-Identifier: Apache-2.0
#include "demo/regulations.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "office/library/runs.h"
#include "office/library/transfer.h"

namespace kaogong::demo {

namespace fs = std::filesystem;
namespace library = office::library;

namespace {

// The folders below that have no special meaning, in the order of their names.
std::vector<fs::path> FoldersIn(const fs::path& folder) {
  std::vector<fs::path> folders;
  std::error_code failure;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(failure) && !name.starts_with('_') && !name.starts_with('.')) {
      folders.push_back(entry.path());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

Text Trouble(const fs::path& folder, const Error& error, const Issues& issues) {
  Text text = Say("{}：", "{}: ", folder.parent_path().filename().string());
  text.zh += error.message.zh;
  text.en += error.message.en;
  if (!issues.empty()) {
    text.zh += "\n" + Render(issues.list().front(), Language::kChinese);
    text.en += "\n" + Render(issues.list().front(), Language::kEnglish);
  }
  return text;
}

}  // namespace

Result<LoadedRegulations> LoadRegulations(library::Library& into, const fs::path& folder) {
  std::error_code failure;
  if (!fs::is_directory(folder, failure)) {
    return Error{ErrorCode::kNotFound,
                 Say("没有文件夹 {}", "There is no folder {}", folder.string())};
  }
  const office::Actor program = office::ProgramActor();
  LoadedRegulations loaded;
  std::vector<std::pair<fs::path, library::NewRun>> runs;
  for (const fs::path& regulation : FoldersIn(folder)) {
    for (const fs::path& version : FoldersIn(regulation)) {
      if (!fs::exists(version / "regulation.md", failure)) continue;
      Issues issues;
      const auto imported = library::ImportFolder(into, program, version, {}, &issues);
      if (!imported.ok()) {
        // Loaded before.
        if (imported.error().code == ErrorCode::kConflict) continue;
        loaded.troubles.push_back(Trouble(version, imported.error(), issues));
        continue;
      }
      ++loaded.regulations;
      if (imported.value().facts_set.has_value()) {
        runs.emplace_back(version, library::NewRun{imported.value().version,
                                                   *imported.value().facts_set, {}});
      }
    }
  }
  // Some import the results of others, so all have to be there first.
  for (const auto& [version, wanted] : runs) {
    Issues issues;
    const auto run = library::CreateRun(into, program, wanted, &issues);
    if (run.ok()) {
      ++loaded.runs;
    } else {
      loaded.troubles.push_back(Trouble(version, run.error(), issues));
    }
  }
  return loaded;
}

}  // namespace kaogong::demo
