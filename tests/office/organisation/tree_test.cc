// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/tree.h"

#include <gtest/gtest.h>

#include "office/organisation/history.h"
#include "plan_fixture.h"

namespace kaogong::office {
namespace {

TreeNode Node(Id id, std::optional<Id> parent, std::int64_t order) {
  TreeNode node;
  node.id = id;
  node.code = std::to_string(id);
  node.state.parent = parent;
  node.state.order = order;
  return node;
}

TEST(Tree, GoesInOfficialOrderAboveBeforeBelow) {
  const Tree tree({Node(5, 2, 1), Node(3, 1, 1), Node(2, 1, 2), Node(1, {}, 1), Node(4, 2, 0),
                   Node(6, 3, 7)});
  std::vector<Id> order;
  std::vector<int> depths;
  for (const TreeNode& node : tree.nodes()) {
    order.push_back(node.id);
    depths.push_back(node.depth);
  }
  EXPECT_EQ(order, (std::vector<Id>{1, 3, 6, 2, 4, 5}));
  EXPECT_EQ(depths, (std::vector<int>{0, 1, 2, 1, 2, 2}));
  EXPECT_EQ(tree.nodes()[0].end, 6u);
  EXPECT_EQ(tree.nodes()[1].end, 3u);
  EXPECT_EQ(tree.PathTo(*tree.Find(6)), (std::vector<std::size_t>{0, 1}));
  EXPECT_FALSE(tree.Find(7).has_value());
}

UnitSpan Span(Id unit, std::optional<Id> parent, std::string_view from, std::string_view to = "") {
  UnitSpan span;
  span.unit = unit;
  span.state.parent = parent;
  span.state.name = std::to_string(unit);
  span.validity.from = Day(from);
  if (!to.empty()) span.validity.to = Day(to);
  return span;
}

std::string Faults(std::vector<UnitSpan> spans) {
  const History history(std::move(spans));
  std::string text;
  for (const HistoryFinding& finding : history.Check()) {
    text += std::to_string(history.spans()[finding.span].unit) + ":" +
            std::to_string(static_cast<int>(finding.fault)) + "@" + finding.day.ToString() + " ";
  }
  return text;
}

TEST(History, HoldsTogetherWhenSpansOnlyTouch) {
  EXPECT_EQ(Faults({Span(1, {}, "2020-01-01"), Span(2, 1, "2020-01-01", "2021-01-01"),
                    Span(2, 3, "2021-01-01"), Span(3, 1, "2021-01-01")}),
            "");
}

TEST(History, FindsTheFirstDayOfEachFault) {
  // 0 overlap, 1 parent missing, 2 circle, 3 too deep, 4 second top.
  EXPECT_EQ(Faults({Span(1, {}, "2020-01-01", "2021-01-01"), Span(1, {}, "2020-12-31")}),
            "1:0@2020-12-31 ");
  EXPECT_EQ(Faults({Span(1, {}, "2020-01-01", "2021-01-01"), Span(2, 1, "2020-01-01")}),
            "2:1@2021-01-01 ");
  EXPECT_EQ(Faults({Span(1, {}, "2020-01-01"), Span(2, 1, "2020-01-01", "2021-01-01"),
                    Span(2, 3, "2021-01-01"), Span(3, 2, "2020-06-01")}),
            "2:2@2021-01-01 3:2@2021-01-01 ");
  EXPECT_EQ(Faults({Span(1, {}, "2020-01-01"), Span(2, {}, "2020-05-01")}),
            "1:4@2020-05-01 2:4@2020-05-01 ");
}

TEST(History, BoundsTheDepth) {
  std::vector<UnitSpan> spans = {Span(1, {}, "2020-01-01")};
  for (Id unit = 2; unit <= kTreeDepthMax + 1; ++unit) {
    spans.push_back(Span(unit, unit - 1, "2020-01-01"));
  }
  EXPECT_EQ(Faults(spans), "");
  spans.push_back(Span(kTreeDepthMax + 2, kTreeDepthMax + 1, "2020-01-01"));
  EXPECT_EQ(Faults(spans), "22:3@2020-01-01 ");
}

}  // namespace
}  // namespace kaogong::office
