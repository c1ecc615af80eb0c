// SPDX-License-Identifier: Apache-2.0
#include "check_figure.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "base/utf8.h"
#include "explain/ledger.h"
#include "explain/sentences.h"

namespace kaogong::explain {
namespace {

class Checker {
 public:
  explicit Checker(const Fixture& fixture) : fixture_(fixture), reference_(*fixture.reference) {}

  void Check(scheme::FigureId figure, facts::Row row, int period) {
    if (fixture_.scheme.figure(figure).type == scheme::Type::kNumber)
      CheckLedger(figure, row, period);
    explained_.clear();
    const Explanation explanation = Explain(reference_, figure, row, period);
    CheckNode(explanation.root, 0);
    CheckReasons(explanation);
    CheckWords(explanation);
  }

 private:
  void CheckLedger(scheme::FigureId figure, facts::Row row, int period) {
    const Ledger ledger = MakeLedger(reference_, figure, row, period);
    const scoring::Value value = reference_.Figure(figure, row, period);
    EXPECT_EQ(ledger.value.state, value.state);
    if (!value.ok()) {
      EXPECT_FALSE(ledger.total.has_value());
      EXPECT_FALSE(ledger.lines.empty());
      return;
    }
    if (!ledger.total) {
      // More than 18 digits cannot stand in a ledger.
      EXPECT_TRUE(ledger.lines.empty());
      return;
    }
    Rational sum;
    for (const LedgerLine& line : ledger.lines) {
      sum += Rational(line.amount);
      EXPECT_FALSE(line.path.empty());
      EXPECT_EQ(line.path.front(), figure);
      EXPECT_FALSE(line.text.zh.empty());
      EXPECT_FALSE(FindInvalidUtf8(line.text.zh).has_value());
    }
    EXPECT_EQ(sum.ToString(), Rational(*ledger.total).ToString());
    if (ledger.is_exact) {
      EXPECT_EQ(Rational(*ledger.total), value.number);
    } else {
      EXPECT_EQ(ledger.total->ToString(),
                value.number.Round(ledger.total->scale(), Rounding::kHalfEven)->ToString());
    }
  }

  void CheckNode(const Node& node, int depth) {
    EXPECT_EQ(node.depth, depth);
    const scoring::Value wanted = node.kind == NodeKind::kFigure
                                      ? reference_.Figure(node.figure, node.row, node.period)
                                      : reference_.Evaluate(node.expr, node.row, node.period);
    EXPECT_EQ(node.value.state, wanted.state);
    EXPECT_EQ(node.value.number, wanted.number);
    if (node.rounding) {
      const auto after =
          node.rounding->before.Round(node.rounding->places, node.rounding->rounding);
      ASSERT_TRUE(after.has_value());
      EXPECT_EQ(*after, node.rounding->after);
    }
    if (node.kind == NodeKind::kFigure && !node.repeated) {
      EXPECT_TRUE(explained_.insert({node.figure, node.row, node.period}).second) << node.name;
    }
    EXPECT_TRUE(!node.repeated || node.children.empty());
    for (const Input& input : node.inputs) EXPECT_NE(input.field, scheme::kNone);
    for (const NotTaken& entry : node.not_taken) EXPECT_FALSE(entry.why.zh.empty());
    for (const Node& child : node.children) CheckNode(child, depth + 1);
  }

  void CheckReasons(const Explanation& explanation) {
    const scoring::State state = explanation.root.value.state;
    if (state == scoring::State::kValid) {
      EXPECT_TRUE(explanation.missing.empty());
      EXPECT_TRUE(explanation.causes.empty());
      return;
    }
    EXPECT_TRUE(!explanation.missing.empty() || !explanation.causes.empty());
    EXPECT_TRUE(state == scoring::State::kPending || explanation.missing.empty());
    for (const MissingFact& fact : explanation.missing) {
      const auto presence =
          facts::ColumnOf(fixture_.scheme, fixture_.facts, fact.field, fact.period)
              .PresenceOf(fact.row);
      EXPECT_EQ(presence, facts::Presence::kMissing);
    }
  }

  void CheckWords(const Explanation& explanation) {
    const auto sentences = MakeSentences(fixture_.scheme, fixture_.facts, explanation);
    ASSERT_FALSE(sentences.empty());
    EXPECT_NE(sentences.front().text.zh.find(explanation.root.name), std::string::npos);
    for (const Sentence& sentence : sentences) {
      for (const std::string* text : {&sentence.text.zh, &sentence.text.en}) {
        EXPECT_FALSE(FindInvalidUtf8(*text).has_value());
        EXPECT_EQ(text->find("  "), std::string::npos) << *text;
      }
      EXPECT_TRUE(sentence.text.zh.ends_with("。"));
    }
    for (const Language language : {Language::kChinese, Language::kEnglish}) {
      const std::string tree = RenderTree(fixture_.scheme, fixture_.facts, explanation, language);
      EXPECT_FALSE(FindInvalidUtf8(tree).has_value());
    }
    const auto flat = Flatten(fixture_.scheme, fixture_.facts, explanation);
    for (const FlatNode& node : flat) EXPECT_LT(node.parent, node.id);
  }

  const Fixture& fixture_;
  scoring::Reference& reference_;
  std::set<std::tuple<scheme::FigureId, facts::Row, int>> explained_;
};

}  // namespace

std::size_t CheckAllFigures(const Fixture& fixture, std::size_t places_max) {
  Checker checker(fixture);
  std::size_t checked = 0;
  for (std::size_t i = 0; i < fixture.scheme.figures.size(); ++i) {
    const scheme::Figure& figure = fixture.scheme.figures[i];
    const auto rows = static_cast<std::size_t>(fixture.facts.table(figure.kind).rows());
    const std::size_t places =
        rows * static_cast<std::size_t>(fixture.scheme.level(figure.level).count());
    const std::size_t stride = std::max<std::size_t>(1, places / places_max);
    for (std::size_t at = 0; at < places; at += stride) {
      const auto row = static_cast<facts::Row>(at % rows);
      const auto period = static_cast<int>(at / rows);
      SCOPED_TRACE(figure.name + " row " + std::to_string(row) + " period " +
                   std::to_string(period));
      checker.Check(static_cast<scheme::FigureId>(i), row, period);
      ++checked;
      if (testing::Test::HasFailure()) return checked;
    }
  }
  return checked;
}

}  // namespace kaogong::explain
