// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include "cli/regulation_folder.h"
#include "regulation/case.h"

int main(int argc, char** argv) {
  using namespace kaogong;
  CLI::App app{"考功"};
  std::string root = "regulations";
  auto* test = app.add_subcommand("test");
  test->add_option("root", root);
  auto* lint = app.add_subcommand("lint");
  lint->add_option("root", root);
  CLI11_PARSE(app, argc, argv);
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
