// SPDX-License-Identifier: Apache-2.0
// What the shipped regulations as a whole must cover: the catalogue, and the language.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "cli/regulation_folder.h"
#include "regulation/case.h"
#include "regulation/compile.h"

namespace kaogong {
namespace {

namespace fs = std::filesystem;

fs::path Root() { return fs::path(KAOGONG_SOURCE_DIR) / "regulations"; }

// Offices, schools, hospitals and enterprises whose ways of assessing the language is made for.
constexpr const char* kCatalogue[] = {
    "ganxi-village",   "ganxi-unit",       "ganxi-leader",     "ganxi-stationed", "xinping-staff",
    "township-bundle", "township-priority", "town-annual",      "civil-affairs",   "safety-bureau",
    "poverty-monitor", "jingzhou-unit",    "jingzhou-county",  "jingzhou-leader", "green-gdp",
    "party-integrity", "edu-bureau",       "edu-target",       "standard-school", "balanced-county",
    "modern-16",       "inspector-area",   "yunhe-school",     "yunhe-teacher",   "center-school",
    "class-flag",      "teaching-check",   "school-routine",   "principal",       "paired-school",
    "hospital",        "equipment",        "factory",          "field-unit",      "digital-city",
    "community-award"};

TEST(Catalogue, EveryRowIsARegulationWithCasesAndFacts) {
  for (const char* id : kCatalogue) {
    const auto folders = cli::FindRegulationFolders(Root() / id);
    ASSERT_FALSE(folders.empty()) << id;
    for (const fs::path& folder : folders) {
      const auto files = cli::ReadRegulationFolder(folder);
      ASSERT_TRUE(files.ok()) << folder;
      EXPECT_EQ(files.value().id, id);
      EXPECT_FALSE(files.value().cases.empty()) << folder;
      EXPECT_FALSE(fs::is_empty(folder / "facts")) << folder;
      EXPECT_TRUE(fs::exists(folder / "README.md")) << folder;
    }
  }
}

// --- The language.

struct Used {
  std::set<int> ops;
  std::set<int> functions;

  void Note(const scheme::Scheme& scheme) {
    for (const scheme::Expr& expr : scheme.exprs) {
      ops.insert(static_cast<int>(expr.op));
      if (expr.op == scheme::Op::kAggregate) functions.insert(static_cast<int>(expr.function));
    }
  }
};

// Regulations all of whose cases pass.
void NoteShipped(Used* used) {
  for (const fs::path& folder : cli::FindRegulationFolders(Root())) {
    const auto files = cli::ReadRegulationFolder(folder);
    ASSERT_TRUE(files.ok());
    const auto cases = regulation::RunAllCases(files.value());
    for (const regulation::CaseResult& result : cases)
      EXPECT_TRUE(result.failures.empty()) << folder << ": " << result.title;
    if (!cases.empty()) used->Note(regulation::Compile(files.value(), {}).scheme);
  }
}

// Golden files of the rules with facts; rules_test.cc runs them.
void NoteGolden(Used* used) {
  for (const auto& entry :
       fs::directory_iterator(fs::path(KAOGONG_SOURCE_DIR) / "tests" / "golden" / "rules" / "good")) {
    std::ifstream stream(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    const std::string all = text.str();
    if (all.find("\n==== facts\n") == std::string::npos) continue;
    regulation::RegulationFiles files;
    const std::string rules = all.substr(0, all.find("\n==== "));
    files.documents.push_back(
        {"regulation.md", rules.starts_with("---")
                              ? rules
                              : "---\n施行: 2012-01-01\n---\n## 第一条\n\n```规则\n" + rules + "\n```\n"});
    constexpr std::string_view kParameters = "\n==== params/";
    for (std::size_t at = all.find(kParameters); at != std::string::npos;
         at = all.find(kParameters, at + 1)) {
      const std::size_t begin = all.find('\n', at + 1) + 1;
      files.parameters.push_back({"params", all.substr(begin, all.find("\n==== ", at + 1) - begin)});
    }
    used->Note(regulation::Compile(files, {}).scheme);
  }
}

TEST(Language, EveryOperationIsUsedByACase) {
  Used used;
  NoteShipped(&used);
  NoteGolden(&used);
  for (int op = 0; op <= static_cast<int>(scheme::Op::kAllocate); ++op)
    EXPECT_EQ(used.ops.count(op), 1u) << "operation " << op << " of scheme.h";
  for (int function = 0; function <= static_cast<int>(scheme::AggregateFunction::kAll); ++function)
    EXPECT_EQ(used.functions.count(function), 1u) << "aggregate function " << function;
}

}  // namespace
}  // namespace kaogong
