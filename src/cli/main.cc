// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/regulation_folder.h"
#include "intake/facts_reader.h"
#include "regulation/case.h"
#include "scoring/score.h"

int main(int argc, char** argv) {
  using namespace kaogong;
  CLI::App app{"考功"};
  std::string root = "regulations";
  auto* test = app.add_subcommand("test");
  test->add_option("root", root);
  auto* lint = app.add_subcommand("lint");
  lint->add_option("root", root);
  auto* score = app.add_subcommand("score");
  score->add_option("folder", root);
  CLI11_PARSE(app, argc, argv);
  if (score->parsed()) {
    auto files = cli::ReadRegulationFolder(root);
    if (!files.ok()) { fmt::print("{}\n", files.error().message.zh); return 1; }
    auto compiled = regulation::Compile(files.value(), {});
    Issues issues = compiled.issues;
    if (issues.has_errors()) { for (auto& i : issues.list()) fmt::print("{}", Render(i, Language::kChinese)); return 1; }
    auto paths = intake::FactsFiles(std::filesystem::path(root) / "facts");
    if (!paths.ok()) { fmt::print("{}\n", paths.error().message.zh); return 1; }
    auto facts = intake::ReadFacts(compiled.scheme, paths.value(), &issues);
    if (!facts.ok()) { fmt::print("{}\n", facts.error().message.zh); return 1; }
    for (auto& i : issues.list()) fmt::print("{}", Render(i, Language::kChinese));
    if (issues.has_errors()) return 1;
    const auto& s = compiled.scheme;
    auto outcome = scoring::Score(s, facts.value());
    for (std::size_t k = 0; k < s.kinds.size(); ++k) {
      bool any = false;
      for (auto row : facts.value().tables[k].order) {
        std::string line = facts.value().tables[k].NameOf(row);
        for (std::size_t f = 0; f < s.figures.size(); ++f) {
          if (s.figures[f].kind != static_cast<int>(k)) continue;
          any = true;
          for (int p = 0; p < s.level(s.figures[f].level).count(); ++p)
            line += "  " + s.figures[f].name + (s.level(s.figures[f].level).count() > 1 ? "[" + s.level(s.figures[f].level).periods[static_cast<std::size_t>(p)] + "]" : "") + "=" +
                    scoring::ShowValue(s, facts.value(), static_cast<int>(f), outcome.At(static_cast<int>(f), row, p), Language::kChinese);
        }
        if (any) fmt::print("{}\n", line);
      }
    }
    return 0;
  }
  int passed = 0, failed = 0;
  for (const auto& folder : cli::FindRegulationFolders(root)) {
    auto files = cli::ReadRegulationFolder(folder);
    if (!files.ok()) { fmt::print("{}\n", files.error().message.zh); continue; }
    auto compiled = regulation::Compile(files.value(), {});
    for (const auto& issue : compiled.issues.list()) {
      std::string source;
      for (auto& d : files.value().documents) if (d.path == issue.place.file) source = d.text;
      fmt::print("{}", Render(issue, Language::kChinese, source));
    }
    if (!test->parsed()) continue;
    if (compiled.issues.has_errors()) { ++failed; continue; }
    for (const auto& c : files.value().cases)
      for (const auto& r : regulation::RunCases(files.value(), c)) {
        if (r.failures.empty()) ++passed; else {
          ++failed;
          fmt::print("失败: {}\n", r.title);
          for (const auto& issue : r.failures.list()) fmt::print("{}", Render(issue, Language::kChinese, c.text));
        }
      }
  }
  fmt::print("{} passed, {} failed\n", passed, failed);
  return failed != 0;
}
