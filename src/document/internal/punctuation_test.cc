// SPDX-License-Identifier: Apache-2.0
#include "document/internal/punctuation.h"

#include <gtest/gtest.h>

namespace kaogong::document {
namespace {

TEST(FullWidth, KeepsCommasThatGroupDigits) {
  EXPECT_EQ(FullWidth("本期1,916.52吨,上年86%,8分"), "本期1,916.52吨，上年86%，8分");
  EXPECT_EQ(FullWidth("得分(第三条): 8"), "得分（第三条）： 8");
}

TEST(Concise, LeavesShortReasonsAlone) {
  const std::string reason =
      "5 × （100 × 满意票 44 + 60 × 基本满意票 9） ÷ 有效票 55 ÷ 100 = 约 4.49 分";
  EXPECT_EQ(Concise(reason), reason);
}

TEST(Concise, LeavesFormulasOfLongOnesOut) {
  EXPECT_EQ(
      Concise(
          "本期 5,977 人，上年 5,904 人，增长率约 1.24%，增长率（城镇新增就业， "
          "城镇新增就业.上年） 约 1.24%，"
          "8 × 权重合计（目标权重： 不超过（城镇新增就业 ÷ 城镇新增就业.目标， 100%）， 1 - "
          "目标权重： "
          "插值（增长率（城镇新增就业， 城镇新增就业.上年））） 约 68.87% = 约 5.51 分（第三条）"),
      "本期 5,977 人，上年 5,904 人，增长率约 1.24%，得约 5.51 分（第三条）");
}

TEST(FactsIn, LeavesArithmeticAndCitationOut) {
  EXPECT_EQ(FactsIn("实际 82 万元，目标 150 万元，完成约 54.67%，满分 8 分按比例得约 4.373333 "
                    "分，四舍五入到 2 位小数为 "
                    "4.37 分（第四条，超额加分上限 20%）"),
            "实际 82 万元，目标 150 万元，完成约 54.67%");
  EXPECT_EQ(FactsIn("参训率 94.4%，达到 85%，不到 95%，得 4 分（第六条第三款）"),
            "参训率 94.4%，达到 85%，不到 95%");
  EXPECT_EQ(FactsIn("5 - 2 × 一般事故 2 = 1 分（第七条第三款）"), "");
  EXPECT_EQ(
      FactsIn(
          "共 3 个季，1 项不计，1.5 × 计数（若： 按期公开， 各： 季） 3 = 4.50 分（第五条第五款）"),
      "");
}

}  // namespace
}  // namespace kaogong::document
