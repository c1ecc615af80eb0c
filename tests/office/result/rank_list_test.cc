// SPDX-License-Identifier: Apache-2.0
#include "office/result/rank_list.h"

#include "office/result/scorecard.h"
#include "result_fixture.h"

namespace kaogong::office::result {
namespace {

class RankListTest : public ResultTest {
 protected:
  RankList Rows(const Actor& actor, Id computation, const RankQuery& query) {
    auto list = ListRows(*boards_, actor, computation, query, Language::kChinese);
    EXPECT_TRUE(IsOk(list));
    return list.ok() ? std::move(list).value() : RankList{};
  }
};

TEST_P(RankListTest, PagesFollowTheRankAndTiesAreThoseOfTheWholeList) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  RankQuery query;
  query.kind = "村";
  const RankList whole = Rows(office_, computation.id, query);
  const Board& board = *whole.opened.board;
  const auto rank = KeyFiguresOf(board.scheme(), whole.kind).rank;
  ASSERT_NE(rank, scheme::kNone);
  ASSERT_GT(whole.total, 3);
  std::map<std::string, int> seen;
  for (const RankRow& row : whole.rows) ++seen[board.At({rank, 0}, row.row).number.ToString()];
  for (std::size_t i = 0; i < whole.rows.size(); ++i) {
    const Rational mine = board.At({rank, 0}, whole.rows[i].row).number;
    if (i > 0) {
      EXPECT_FALSE(mine < board.At({rank, 0}, whole.rows[i - 1].row).number);
    }
    EXPECT_EQ(whole.rows[i].is_tied, seen[mine.ToString()] > 1) << i;
    // A page of one row knows of the ties with rows on other pages.
    RankQuery single = query;
    single.page = {static_cast<int>(i) + 1, 1};
    const RankList page = Rows(office_, computation.id, single);
    ASSERT_EQ(page.rows.size(), 1U);
    EXPECT_EQ(page.rows[0].row, whole.rows[i].row);
    EXPECT_EQ(page.rows[0].is_tied, whole.rows[i].is_tied);
  }
}

TEST_P(RankListTest, RowsOutsideTheReachAreNotThere) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  ASSERT_TRUE(IsOk(Publish(loaded, computation)));
  const Id assessee = loaded.assessees.at({"村", "青石村"});
  const Id unit = Number(fmt::format("SELECT unit_id FROM assessee WHERE id = {}", assessee));
  const Actor clerk = ActorWith(Role::kReportingClerk, 77, unit);
  RankQuery query;
  query.kind = "村";
  const RankList list = Rows(clerk, computation.id, query);
  ASSERT_EQ(list.total, 1);
  EXPECT_EQ(list.rows[0].assessee, assessee);
  EXPECT_TRUE(IsOk(ScorecardOf(*boards_, clerk, computation.id, assessee, Language::kChinese)));
  const Id other = loaded.assessees.at({"村", "柳塘村"});
  EXPECT_EQ(
      ScorecardOf(*boards_, clerk, computation.id, other, Language::kChinese).error().code,
      ErrorCode::kNotFound);
  ExplanationQuery why;
  why.assessee = other;
  EXPECT_EQ(ExplainResult(*boards_, clerk, computation.id, why).error().code,
            ErrorCode::kNotFound);
}

TEST_P(RankListTest, RowsStandGroupByGroupAndWhatMattersFirst) {
  const LoadedYear loaded = Load("jingzhou-unit/2011", "results");
  const Computation computation = Compute(loaded.assessment);
  RankQuery query;
  query.kind = "单位";
  query.page.size = 200;
  const RankList list = Rows(office_, computation.id, query);
  const Board& board = *list.opened.board;
  const KeyFigures figures = KeyFiguresOf(board.scheme(), list.kind);
  ASSERT_GE(list.columns.size(), 3U);
  EXPECT_EQ(list.columns[0].figure, figures.rank);
  EXPECT_EQ(list.columns[1].figure, figures.score);
  EXPECT_EQ(list.columns[2].figure, figures.grade);
  EXPECT_EQ(list.group_title, "组别");
  ASSERT_GT(list.groups.size(), 1U);
  std::vector<std::string> met;
  Rational before;
  for (const RankRow& row : list.rows) {
    const Rational rank = board.At({figures.rank, 0}, row.row).number;
    if (met.empty() || met.back() != row.group) {
      met.push_back(row.group);
      EXPECT_EQ(rank, Rational(1)) << row.group;
    } else {
      EXPECT_GE(rank, before);
    }
    before = rank;
  }
  EXPECT_EQ(met, list.groups);
  query.group = list.groups[1];
  const RankList one = Rows(office_, computation.id, query);
  EXPECT_LT(one.total, list.total);
  for (const RankRow& row : one.rows) EXPECT_EQ(row.group, list.groups[1]);
  const auto published = Publish(loaded, computation);
  ASSERT_TRUE(IsOk(published));
  const auto notice = ReadNotice(*boards_, published.value().id, {}, Language::kChinese);
  ASSERT_TRUE(IsOk(notice));
  // A notice stands in the same order, without a column that nobody chose for it.
  const facts::Table& table = board.facts().table(list.kind);
  ASSERT_FALSE(notice.value().rows.empty());
  for (std::size_t i = 0; i < notice.value().rows.size(); ++i)
    EXPECT_EQ(notice.value().rows[i].name, table.NameOf(list.rows[i].row));
}

TEST_P(RankListTest, SearchSortAndWrongColumns) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  RankQuery query;
  query.kind = "村";
  query.search = "青石";
  EXPECT_EQ(Rows(office_, computation.id, query).total, 1);
  query.search = "";
  query.sort = "name";
  const RankList up = Rows(office_, computation.id, query);
  query.is_descending = true;
  const RankList down = Rows(office_, computation.id, query);
  EXPECT_EQ(up.rows.front().row, down.rows.back().row);
  query.sort = "99999";
  EXPECT_EQ(ListRows(*boards_, office_, computation.id, query, Language::kChinese).error().code,
            ErrorCode::kInvalidInput);
}

TEST_P(RankListTest, ChangeOnTheFinalResultOfTheYearBefore) {
  const LoadedYear last = Load("linked-quota/2012", "results");
  const Computation computation = Compute(last.assessment);
  const auto published = Publish(last, computation, 1);
  ASSERT_TRUE(IsOk(published));
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(transaction.Execute(
        "UPDATE publication SET finalised_at = '2026-12-01T00:00:00Z', finalised_by = 'x'"));
    // The next year of the same rows.
    KAOGONG_TRY_ASSIGN(const Id base, TakeIds(transaction, 1'000'000));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO assessment (id, version_id, year, title, stage, created_at, created_by, "
        "version) SELECT id + ?, version_id, year + 1, title, 'results', created_at, created_by, 1 "
        "FROM assessment WHERE id = ?",
        {base, last.assessment}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO assessee (id, assessment_id, kind, code, name, parent_id, subject_id, "
        "unit_id, place) SELECT id + ?, assessment_id + ?, kind, code, name, NULL, subject_id, "
        "unit_id, place FROM assessee WHERE assessment_id = ?",
        {base, base, last.assessment}));
    KAOGONG_TRY(transaction.Execute(
        "UPDATE assessee SET parent_id = (SELECT o.parent_id + ? FROM assessee o "
        "WHERE o.id = assessee.id - ?) WHERE assessment_id = ?",
        {base, base, last.assessment + base}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO assessment_field SELECT assessment_id + ?, kind, field, element_id, class, "
        "base_field, verifier_unit_id, rounds, due_days, is_additive FROM assessment_field "
        "WHERE assessment_id = ?",
        {base, last.assessment}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO measurement SELECT element_id, year + 1, period, subject_id, state, "
        "is_not_applicable, units, reported_units, text, round, version FROM measurement"));
    return {};
  })));
  const Id next = Number("SELECT max(id) FROM assessment");
  const Computation now = Compute(next);
  RankQuery query;
  const RankList list = Rows(office_, now.id, query);
  ASSERT_TRUE(list.opened.board->last_year().has_value());
  ASSERT_FALSE(list.rows.empty());
  for (const RankRow& row : list.rows) {
    ASSERT_TRUE(row.last_year.has_value());
    EXPECT_EQ(row.rank_change.value_or("0"), "0");
  }
}

TEST_P(RankListTest, DistributionCountsEveryRowOnce) {
  const LoadedYear loaded = Load("linked-quota/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  const auto distribution =
      DistributionOf(*boards_, office_, computation.id, "", Language::kChinese);
  ASSERT_TRUE(IsOk(distribution));
  std::int64_t graded = 0;
  for (const GradeCount& grade : distribution.value().grades) graded += grade.count;
  EXPECT_EQ(graded, distribution.value().row_count);
  std::int64_t banded = 0;
  for (const Band& band : distribution.value().histogram) banded += band.count;
  EXPECT_LE(banded, distribution.value().row_count);
}

TEST_P(RankListTest, ScorecardAndExplanationLeadToWhoEnteredAndVerified) {
  const LoadedYear loaded = Load("ganxi-village/2012", "results");
  const Computation computation = Compute(loaded.assessment);
  const Id assessee = loaded.assessees.at({"村", "青石村"});
  const auto card = ScorecardOf(*boards_, office_, computation.id, assessee, Language::kChinese);
  ASSERT_TRUE(IsOk(card));
  EXPECT_TRUE(card.value().rank.has_value());
  ASSERT_FALSE(card.value().indicators.empty());
  EXPECT_TRUE(card.value().indicators[0].group_average.has_value());
  ExplanationQuery query;
  query.assessee = assessee;
  const auto explained = ExplainResult(*boards_, office_, computation.id, query);
  ASSERT_TRUE(IsOk(explained));
  ASSERT_FALSE(explained.value().provenance.empty());
  bool has_people = false;
  for (const FactProvenance& fact : explained.value().provenance) {
    has_people = has_people || (fact.entered_by == "填报人甲" && fact.verified_by == "核实人乙" &&
                                fact.key.has_value());
  }
  EXPECT_TRUE(has_people);
}

KAOGONG_STORE_SUITE(RankListTest);

}  // namespace
}  // namespace kaogong::office::result
