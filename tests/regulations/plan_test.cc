// SPDX-License-Identifier: Apache-2.0
// Every shipped regulation, scored on its sample facts: the compiled plan gives what the reference
// evaluator gives, figure by figure.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "cli/regulation_folder.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/score.h"

namespace kaogong {
namespace {

std::filesystem::path Root() { return std::filesystem::path(KAOGONG_SOURCE_DIR) / "regulations"; }

class ShippedRegulation : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ShippedRegulation, PlanEqualsReference) {
  const auto files = cli::ReadRegulationFolder(GetParam());
  ASSERT_TRUE(files.ok());
  const auto compiled = regulation::Compile(files.value(), {});
  ASSERT_FALSE(compiled.issues.has_errors());
  const auto paths = intake::FactsFiles(GetParam() / "facts");
  ASSERT_TRUE(paths.ok()) << paths.error().message.en;
  Issues issues;
  const auto facts = intake::ReadFacts(compiled.scheme, paths.value(), &issues);
  ASSERT_TRUE(facts.ok()) << facts.error().message.en;
  for (const Issue& issue : issues.list()) ADD_FAILURE() << Render(issue, Language::kChinese);
  const scheme::Scheme& scheme = compiled.scheme;
  const auto plan = scoring::Score(scheme, facts.value());
  const auto reference = scoring::ScoreByReference(scheme, facts.value());
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto id = static_cast<scheme::FigureId>(i);
    for (int period = 0; period < scheme.level(scheme.figures[i].level).count(); ++period) {
      for (facts::Row row = 0; row < facts.value().table(scheme.figures[i].kind).rows(); ++row) {
        const auto got = plan.At(id, row, period);
        const auto want = reference.At(id, row, period);
        ASSERT_EQ(got.state, want.state)
            << scheme.figures[i].name << " row " << row << " period " << period;
        if (want.ok()) {
          ASSERT_EQ(got.number.ToString(), want.number.ToString())
              << scheme.figures[i].name << " row " << row << " period " << period;
        }
      }
    }
  }
  EXPECT_EQ(scoring::HashOf(scheme, plan), scoring::HashOf(scheme, reference));
}

std::string NameOf(const testing::TestParamInfo<std::filesystem::path>& tested) {
  std::string name = tested.param.lexically_relative(Root()).string();
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(All, ShippedRegulation,
                         testing::ValuesIn(cli::FindRegulationFolders(Root())), NameOf);

}  // namespace
}  // namespace kaogong
