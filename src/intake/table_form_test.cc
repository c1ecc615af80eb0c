// SPDX-License-Identifier: Apache-2.0
#include "intake/facts_reader.h"

#include <gtest/gtest.h>

#include "scheme/period.h"

namespace kaogong::intake {
namespace {

// Villages with one number.
scheme::Scheme VillageScheme() {
  scheme::Scheme scheme;
  scheme.year = 2012;
  scheme.levels = scheme::BuiltinLevels();
  scheme.kinds.resize(2);
  scheme.kinds[0].name = "全体";
  scheme.kinds[0].parent = scheme::kNone;
  scheme.kinds[1].name = scheme.kinds[1].id_column = "村";
  scheme.kinds[1].fields = {0};
  scheme.fields.resize(1);
  scheme.fields[0].name = scheme.fields[0].column = "粮食";
  scheme.fields[0].kind = 1;
  return scheme;
}

struct Read {
  std::string codes;  // Of the findings, each followed by a blank.
  facts::Facts facts;
};

Read ReadOne(const std::string& name, const std::string& text) {
  static const scheme::Scheme scheme = VillageScheme();
  Issues issues;
  Read read;
  auto facts = ReadFactsFrom(scheme, {{name, text}}, &issues);
  for (const Issue& issue : issues.list()) read.codes += std::string(issue.code) + " ";
  if (facts.ok()) read.facts = std::move(facts).value();
  return read;
}

TEST(TableForm, ReadsTheSameFromWideAndLongTables) {
  const Read wide = ReadOne("村.csv", "村,粮食\n甲,12.5\n乙,3\n");
  const Read by_name = ReadOne("村.csv", "对象,项目,值\n甲,粮食,12.5\n乙,粮食,3\n");
  const Read by_kind = ReadOne("x.csv", "对象种类,对象,项目,值\n村,甲,粮食,12.5\n村,乙,粮食,3\n");
  EXPECT_EQ(wide.codes + by_name.codes + by_kind.codes, "");
  EXPECT_EQ(wide.facts.table(1).rows(), 2);
  EXPECT_EQ(by_name.facts.content_hash, wide.facts.content_hash);
  EXPECT_EQ(by_kind.facts.content_hash, wide.facts.content_hash);
}

// A kind in each row is for long tables; a wide one must be named for its kind.
TEST(TableForm, AsksForTheKindOfWideTable) {
  EXPECT_EQ(ReadOne("x.csv", "对象种类,粮食\n村,12.5\n").codes, "intake.unknown-table ");
}

TEST(TableForm, NamesTheFileOfEachRow) {
  const Read read = ReadOne("村.csv", "村,粮食\n甲,1\n");
  ASSERT_EQ(read.facts.files, std::vector<std::string>{"村.csv"});
  EXPECT_EQ(read.facts.table(1).origins[0].file, 0);
  EXPECT_EQ(read.facts.table(1).origins[0].line, 2);
}

}  // namespace
}  // namespace kaogong::intake
