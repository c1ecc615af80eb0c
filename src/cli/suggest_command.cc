// SPDX-License-Identifier: Apache-2.0
// kaogong suggest: a rubric becomes the draft of a regulation, read by src/suggest.
#include <filesystem>

#include "cli/commands.h"
#include "cli/draft_folder.h"
#include "suggest/output.h"
#include "suggest/suggestion.h"

namespace kaogong::cli {

namespace fs = std::filesystem;

namespace {

std::vector<Draft> DraftsOf(const suggest::Suggestion& suggestion, const fs::path& folder) {
  std::vector<Draft> drafts;
  for (const suggest::DraftFile& file : suggestion.files)
    drafts.push_back({folder / fs::path(file.path), file.text});
  return drafts;
}

std::string Rendered(const suggest::Suggestion& suggestion, const std::string& format) {
  return format == "json" ? suggest::SuggestJson(suggestion)
                          : suggest::SuggestTable(suggestion, OutputLanguage());
}

}  // namespace

int RunSuggest(const SuggestOptions& options) {
  if (!options.folder.empty()) {
    if (const auto unused = CheckUnused(options.folder); !unused.ok()) return Fail(unused.error());
  }
  suggest::SuggestOptions wanted;
  wanted.title = options.title;
  wanted.kind = options.kind;
  wanted.group = options.group;
  wanted.year = options.year == 0 ? ThisYear() : options.year;
  for (const std::string& name : {options.kind, options.group}) {
    if (const auto checked = CheckName(name); !checked.ok()) return Misuse(checked.error().message);
  }
  if (options.kind == options.group) {
    return Misuse(kaogong::Say("--kind 和 --group 要用不同的名称",
                               "--kind and --group need different names"));
  }
  Issues issues;
  const auto rubric = suggest::ReadRubricFile(options.file, issues);
  PrintIssues(issues, nullptr);
  if (!rubric.ok()) return Fail(rubric.error());
  const suggest::Suggestion suggestion = suggest::Suggest(rubric.value(), wanted);
  if (const auto written = WriteOutput(options.out, Rendered(suggestion, options.format));
      !written.ok()) {
    return Fail(written.error());
  }
  if (!options.folder.empty()) {
    if (const auto written = WriteDrafts(DraftsOf(suggestion, options.folder)); !written.ok())
      return Fail(written.error());
    Say(stderr, kaogong::Say("草案已写到 {0}。接着可以：\n  kaogong lint {0}\n  kaogong test {0}",
                             "the draft is in {0}. Next:\n  kaogong lint {0}\n  kaogong test {0}",
                             options.folder));
  }
  return suggestion.coverage.missed > 0 || suggestion.issues.has_errors() ? kExitFindings : kExitOk;
}

}  // namespace kaogong::cli
