// SPDX-License-Identifier: Apache-2.0
// regulations/_rejects: every wrong regulation is told exactly what its expected.txt says, by the
// compiler, the linter and its cases together.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/regulation_folder.h"
#include "regulation/linter.h"

namespace kaogong {
namespace {

namespace fs = std::filesystem;

fs::path Root() { return fs::path(KAOGONG_SOURCE_DIR) / "regulations" / "_rejects"; }

std::vector<fs::path> Folders() {
  std::vector<fs::path> folders;
  for (const auto& entry : fs::directory_iterator(Root())) {
    if (entry.is_directory()) folders.push_back(entry.path());
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

// Findings as lines "LINE CODE": documents first, then parameters, then cases; by line in a file.
std::string FindingsOf(const regulation::RegulationFiles& files) {
  const regulation::Compiled compiled = regulation::Compile(files, {});
  std::vector<regulation::CaseResult> cases;
  if (!compiled.issues.has_errors()) cases = regulation::RunAllCases(files);
  Issues issues = compiled.issues;
  issues.Append(regulation::Lint(files, compiled, &cases));
  for (const regulation::CaseResult& result : cases) issues.Append(result.failures);
  issues.SortByPlace();
  std::string text;
  for (const auto* list : {&files.documents, &files.parameters, &files.cases}) {
    for (const regulation::SourceFile& file : *list) {
      for (const Issue& issue : issues.list()) {
        if (issue.place.file == file.path)
          text += std::to_string(issue.place.line) + " " + std::string(issue.code) + "\n";
      }
    }
  }
  const auto lines = std::count(text.begin(), text.end(), '\n');
  EXPECT_EQ(static_cast<std::size_t>(lines), issues.list().size()) << "a finding in no file";
  for (const Issue& issue : issues.list()) {
    EXPECT_FALSE(issue.message.zh.empty() || issue.message.en.empty()) << issue.code;
  }
  return text;
}

class WrongRegulation : public testing::TestWithParam<fs::path> {};

TEST_P(WrongRegulation, IsToldWhatIsWrong) {
  const auto files = cli::ReadRegulationFolder(GetParam());
  ASSERT_TRUE(files.ok()) << files.error().message.en;
  std::ifstream stream(GetParam() / "expected.txt", std::ios::binary);
  std::ostringstream want;
  want << stream.rdbuf();
  EXPECT_FALSE(want.str().empty());
  EXPECT_EQ(FindingsOf(files.value()), want.str());
}

std::string NameOf(const testing::TestParamInfo<fs::path>& tested) {
  std::string name = tested.param.filename().string();
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, WrongRegulation, testing::ValuesIn(Folders()), NameOf);

}  // namespace
}  // namespace kaogong
