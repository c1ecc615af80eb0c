// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/classify.h"

#include <gtest/gtest.h>

#include <map>

#include "assessment_fixture.h"
#include "regulation/compile.h"

namespace kaogong::office::assessment {
namespace {

regulation::Compiled CompileText(const std::string& text) {
  regulation::RegulationFiles files;
  files.id = "sample";
  files.documents = {{"regulation.md", text}};
  return regulation::Compile(files, {2026, {}, {}});
}

std::map<std::string, std::string> ClassesOf(const scheme::Scheme& scheme) {
  std::map<std::string, std::string> classes;
  for (const Classified& one : Classify(scheme)) {
    std::string text(NameOf(one.use));
    if (one.base != scheme::kNone) text += " of " + scheme.field(one.base).name;
    if (!one.is_additive) text += ", not additive";
    classes[scheme.field(one.field).name] = text;
  }
  return classes;
}

TEST(Classify, SaysWhereEachFieldComesFrom) {
  const auto compiled = CompileText(TargetRegulation());
  ASSERT_FALSE(compiled.issues.has_errors())
      << Render(compiled.issues.list().front(), Language::kEnglish);
  const auto classes = ClassesOf(compiled.scheme);
  EXPECT_EQ(classes.at("人口"), "attribute");
  EXPECT_EQ(classes.at("粮食"), "measurement");
  EXPECT_EQ(classes.at("粮食.目标"), "target of 粮食");
  EXPECT_EQ(classes.at("参保率.目标"), "target of 参保率, not additive");
  EXPECT_EQ(classes.at("进度.目标"), "target of 进度");
  // Zero when nothing is said, and read by a bonus only.
  EXPECT_EQ(classes.at("表彰"), "event");
}

TEST(Classify, FindsTheUnitThatASourceMeans) {
  const std::vector<UnitName> names{
      {"安和市", 1}, {"安和市统计局", 2}, {"江岭县统计局", 3}, {"局", 4}};
  EXPECT_EQ(VerifierFor("安和市统计局", names), 2);
  EXPECT_EQ(VerifierFor("市统计局", names), 2);
  EXPECT_EQ(VerifierFor("统计局", names), 2);  // The first of those equally near.
  EXPECT_EQ(VerifierFor("江岭县统计局", names), 3);
  EXPECT_EQ(VerifierFor("财政局", names), std::nullopt);
  EXPECT_EQ(VerifierFor("", names), std::nullopt);
}

}  // namespace
}  // namespace kaogong::office::assessment
