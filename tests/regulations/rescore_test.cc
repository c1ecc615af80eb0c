// SPDX-License-Identifier: Apache-2.0
// Every shipped regulation on its sample facts: after each of many changed cells the outcome that
// was brought up to date is the outcome of a full run.
#include "scoring/rescore.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "cli/regulation_folder.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/score.h"

namespace kaogong {
namespace {

using scoring::Rescorer;

std::filesystem::path Root() { return std::filesystem::path(KAOGONG_SOURCE_DIR) / "regulations"; }

struct Loaded {
  regulation::Compiled compiled;
  facts::Facts facts;
};

Loaded Load(const std::filesystem::path& folder) {
  auto files = cli::ReadRegulationFolder(folder);
  EXPECT_TRUE(files.ok());
  Loaded loaded{regulation::Compile(files.value(), {}), {}};
  Issues issues;
  auto facts = intake::ReadFacts(loaded.compiled.scheme,
                                 intake::FactsFiles(folder / "facts").value(), &issues);
  EXPECT_TRUE(facts.ok());
  loaded.facts = std::move(facts).value();
  return loaded;
}

// Numbers that keep the plan's proof, and some that break it.
std::vector<std::int64_t> Replacements(const scheme::Field& field, const facts::Column& column) {
  std::vector<std::int64_t> units{column.low, column.high, (column.low + column.high) / 2};
  if (field.type == scheme::Type::kNumber && !field.range) {
    units.push_back(column.high + 1);
    units.push_back(column.low - 1);
    units.push_back(column.high * 3 + 7'000'000'000);  // No longer 32 bits.
  }
  return units;
}

class RescoredRegulation : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(RescoredRegulation, EqualsFullRun) {
  Loaded loaded = Load(GetParam());
  const scheme::Scheme& scheme = loaded.compiled.scheme;
  facts::Facts& facts = loaded.facts;
  Rescorer rescorer(scheme, &facts, {});
  for (std::size_t i = 0; i < scheme.fields.size(); ++i) {
    const scheme::Field& field = scheme.fields[i];
    if (field.type == scheme::Type::kText || facts.table(field.kind).rows() == 0) continue;
    const auto id = static_cast<scheme::FieldId>(i);
    const facts::Row row = facts.table(field.kind).rows() / 2;
    const int period = scheme.level(field.level).count() / 2;
    const std::int64_t before = facts::ColumnOf(scheme, facts, id, period).UnitsOf(row);
    auto replacements = Replacements(field, facts::ColumnOf(scheme, facts, id, period));
    replacements.push_back(before);
    for (const std::int64_t units : replacements) {
      rescorer.SetUnits(id, period, row, units);
      ASSERT_EQ(scoring::HashOf(scheme, rescorer.outcome()),
                scoring::HashOf(scheme, scoring::Score(scheme, facts)))
          << field.name << " = " << units;
    }
  }
}

std::string NameOf(const testing::TestParamInfo<std::filesystem::path>& tested) {
  std::string name = tested.param.lexically_relative(Root()).string();
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, RescoredRegulation,
                         testing::ValuesIn(cli::FindRegulationFolders(Root())), NameOf);

TEST(Rescorer, ComputesOneGroupWhileTheNumberIsKnown) {
  Loaded loaded = Load(Root() / "ganxi-village/2012");
  const scheme::Scheme& scheme = loaded.compiled.scheme;
  scheme::FieldId number = scheme::kNone;
  for (std::size_t i = 0; i < scheme.fields.size() && number == scheme::kNone; ++i) {
    const facts::Column& column =
        facts::ColumnOf(scheme, loaded.facts, static_cast<scheme::FieldId>(i), 0);
    if (scheme.fields[i].type == scheme::Type::kNumber && column.size() > 1 &&
        column.presence.empty())
      number = static_cast<scheme::FieldId>(i);
  }
  ASSERT_NE(number, scheme::kNone);
  Rescorer rescorer(scheme, &loaded.facts, {});
  const facts::Column& column = facts::ColumnOf(scheme, loaded.facts, number, 0);
  EXPECT_EQ(rescorer.SetUnits(number, 0, 0, column.high), Rescorer::Extent::kGroup);
  EXPECT_EQ(rescorer.SetUnits(number, 0, 0, column.high + 1), Rescorer::Extent::kAll);
  EXPECT_EQ(rescorer.SetUnits(number, 0, 0, column.low - 1), Rescorer::Extent::kAll);
  EXPECT_EQ(rescorer.SetUnits(number, 0, 0, column.low), Rescorer::Extent::kGroup);
  EXPECT_EQ(loaded.facts.content_hash, "");
}

}  // namespace
}  // namespace kaogong
