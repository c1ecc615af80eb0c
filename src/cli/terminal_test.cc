// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <gtest/gtest.h>

namespace kaogong::cli {
namespace {

TEST(RenderTable, SetsNumbersPointUnderPoint) {
  EXPECT_EQ(RenderTable({{"村", "得分"}, {"青石村", "9.5"}, {"柳塘", "100"}, {"石桥", "待定"}}),
            "村       得分\n"
            "青石村    9.5\n"
            "柳塘    100\n"
            "石桥     待定\n");
}

TEST(RenderTable, KeepsColumnsWithWordsToTheLeft) {
  EXPECT_EQ(RenderTable({{"a", "b"}, {"1", "2 up"}, {"10", "3"}}), " a  b\n 1  2 up\n10  3\n");
}

TEST(RenderTable, CutsWideTablesAndRepeatsTheLabels) {
  EXPECT_EQ(RenderTable({{"村", "一", "二", "三"}, {"甲", "11", "22", "33"}}, {10, 1}),
            "村  一  二\n甲  11  22\n\n村  三\n甲  33\n");
}

TEST(RenderTable, KeepsAColumnThatDoesNotFit) {
  EXPECT_EQ(RenderTable({{"村", "很长的一列"}, {"甲", "一"}}, {4, 1}), "村  很长的一列\n甲  一\n");
}

TEST(Wrap, BreaksBetweenChineseCharactersButNotBeforePunctuation) {
  EXPECT_EQ(Wrap("青石村总分,九十分", 2, 10), "青石村总\n  分,九十\n  分");
}

TEST(Wrap, KeepsNumbersAndWordsWhole) { EXPECT_EQ(Wrap("得 123456 分", 0, 8), "得\n123456\n分"); }

TEST(Wrap, LeavesTextAloneWithoutAWidth) { EXPECT_EQ(Wrap("青石村总分", 2, 0), "青石村总分"); }

}  // namespace
}  // namespace kaogong::cli
