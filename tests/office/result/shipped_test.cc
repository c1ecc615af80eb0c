// SPDX-License-Identifier: Apache-2.0
// What an assessment computes from the store is what kaogong score computes from the tables.
#include "office/library/archive.h"
#include "result_fixture.h"
#include "scoring/score.h"

namespace kaogong::office::result {
namespace {

class ShippedTest : public ResultTest {
 protected:
  // The tables that the computation exports, scored as kaogong score does.
  std::string HashOfExported(const LoadedYear& loaded, const Computation& computation) {
    const auto zip = ExportFacts(*library_, auditor_, computation.id);
    EXPECT_TRUE(IsOk(zip));
    const auto entries = library::ReadArchive(zip.value());
    EXPECT_TRUE(IsOk(entries));
    std::vector<intake::TableBytes> tables;
    for (const auto& entry : entries.value()) tables.push_back({entry.path, entry.bytes});
    const scheme::Scheme& scheme = loaded.shipped->scheme();
    Issues issues;
    const auto facts = intake::ReadFactsFrom(scheme, tables, &issues);
    EXPECT_TRUE(IsOk(facts));
    EXPECT_FALSE(issues.has_errors());
    return scoring::ResultHash(scheme, facts.value(),
                               scoring::Score(scheme, facts.value(), {}));
  }

  // Every figure of every row that has a name. Records come in the order of their days, whatever
  // order the shipped tables have.
  static void ExpectSameFigures(const Board& board, const library::Evaluation& shipped) {
    const scheme::Scheme& scheme = shipped.scheme();
    std::int64_t compared = 0;
    for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
      const auto figure = static_cast<scheme::FigureId>(i);
      const scheme::KindId kind = scheme.figures[i].kind;
      if (scheme.kind(kind).is_record) continue;
      const facts::Table& table = shipped.facts.table(kind);
      const int periods = scheme.level(scheme.figures[i].level).count();
      for (facts::Row row = 0; row < table.rows(); ++row) {
        const std::string& code = table.ids[static_cast<std::size_t>(row)];
        const auto mine = board.facts().FindRow(kind, code);
        ASSERT_TRUE(mine.has_value()) << code;
        for (int period = 0; period < periods; ++period) {
          const scoring::Value theirs = shipped.outcome.At(figure, row, period);
          const scoring::Value ours = board.At({figure, period}, *mine);
          ++compared;
          ASSERT_EQ(ours.state, theirs.state) << code << " " << scheme.figures[i].name;
          ASSERT_EQ(scoring::ShowValue(scheme, board.facts(), figure, ours, Language::kChinese),
                    scoring::ShowValue(scheme, shipped.facts, figure, theirs, Language::kChinese))
              << code << " " << scheme.figures[i].name;
        }
      }
    }
    EXPECT_GT(compared, 0);
  }

  void ExpectSame(const std::string& path) {
    SCOPED_TRACE(path);
    const LoadedYear loaded = Load(path, "results");
    ASSERT_NE(loaded.shipped, nullptr);
    const Computation computation = Compute(loaded.assessment);
    ASSERT_TRUE(computation.run.has_value());
    const auto board = BoardOf(computation);
    ExpectSameFigures(*board, *loaded.shipped);
    EXPECT_EQ(*computation.result_hash, board->evaluation().result_hash);
    if (library::ImportedIds(loaded.shipped->scheme()).empty()) {
      EXPECT_EQ(HashOfExported(loaded, computation), *computation.result_hash);
    }
    const auto replay = library::ReplayRun(*library_, auditor_, *computation.run);
    ASSERT_TRUE(IsOk(replay));
    EXPECT_TRUE(replay.value().is_identical);
  }
};

TEST_P(ShippedTest, GanxiVillage) { ExpectSame("ganxi-village/2012"); }
TEST_P(ShippedTest, LinkedQuota) { ExpectSame("linked-quota/2012"); }
TEST_P(ShippedTest, JingzhouCounty) { ExpectSame("jingzhou-county/2011"); }
TEST_P(ShippedTest, ClassFlag) { ExpectSame("class-flag/2014"); }
TEST_P(ShippedTest, PrincipalAfterTheSchools) {
  ExpectSame("yunhe-school/2014");
  ExpectSame("principal/2014");
}
TEST_P(ShippedTest, Modern16) { ExpectSame("modern-16/2014"); }
TEST_P(ShippedTest, Hospital) { ExpectSame("hospital/2014"); }

// A regulation that takes results of others: those of their assessments.
TEST_P(ShippedTest, GanxiLeaderTakesResultsOfOtherAssessments) {
  ExpectSame("ganxi-village/2012");
  ExpectSame("ganxi-unit/2012");
  ExpectSame("ganxi-leader/2012");
}

KAOGONG_STORE_SUITE(ShippedTest);

}  // namespace
}  // namespace kaogong::office::result
