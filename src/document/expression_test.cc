// SPDX-License-Identifier: Apache-2.0
#include "document/expression.h"

#include <gtest/gtest.h>

#include "document/format.h"
#include "document/given.h"

namespace kaogong::document {
namespace {

constexpr const char* kGiven = R"(
单位: 甘溪镇
收入: 12300
上年:
  收入: 12000
率: 96.5%
去年率: 95%
成文日期: 2013-01-15
合格: 是
村:
  - {名称: 青石村, 得分: 90.5, 名次: 2}
  - {名称: 柳塘村, 得分: 95, 名次: 1}
  - {名称: 大湾村, 得分: 80, 名次: 3}
空表: []
)";

class ExpressionTest : public testing::Test {
 protected:
  ExpressionTest() : record_(GivenRecord::Parse(kGiven, "given.yaml").value()) {}

  std::string Shown(const char* expression, const char* format = "") {
    const std::vector<std::string> scopes{""};
    const auto item = Evaluate(expression, record_, scopes);
    if (!item.ok()) return "! " + item.error().message.zh;
    const auto parsed = ParseFormat(format);
    if (!parsed.ok()) return "! " + parsed.error().message.zh;
    const auto shown = Show(item.value(), parsed.value());
    return shown.ok() ? shown.value() : "! " + shown.error().message.zh;
  }

  GivenRecord record_;
};

TEST_F(ExpressionTest, ComputesExactly) {
  EXPECT_EQ(Shown("收入 - 上年.收入"), "300");
  EXPECT_EQ(Shown("增幅(收入, 上年.收入)"), "2.5%");
  EXPECT_EQ(Shown("增幅(收入, 上年.收入)", "增减"), "增长2.5%");
  EXPECT_EQ(Shown("率 - 去年率"), "1.5个百分点");
  EXPECT_EQ(Shown("去年率 - 率", "增减"), "下降1.5个百分点");
  EXPECT_EQ(Shown("1 ÷ 3", "2位"), "0.33");
  EXPECT_EQ(Shown("收入 ÷ 0"), "无法计算");
}

TEST_F(ExpressionTest, RunsOverLists) {
  EXPECT_EQ(Shown("合计(村.得分)"), "265.5");
  EXPECT_EQ(Shown("平均(村.得分)"), "88.5");
  EXPECT_EQ(Shown("最大(村.得分)"), "95.0");
  EXPECT_EQ(Shown("计数(村, 当: 得分 ≥ 90)"), "2");
  EXPECT_EQ(Shown("合计(村.得分, 当: 名次 ≤ 2)"), "185.5");
  EXPECT_EQ(Shown("平均(空表.得分)"), "—");
  EXPECT_EQ(Shown("合计(空表.得分)"), "0");
  EXPECT_EQ(Shown("合计(排序(村, 按: 得分, 降: 1).得分)"), "265.5");
}

TEST_F(ExpressionTest, ShowsInEveryForm) {
  EXPECT_EQ(Shown("收入", "大写"), "壹万贰仟叁佰元整");
  EXPECT_EQ(Shown("收入", "万元"), "1.23");
  EXPECT_EQ(Shown("收入", "千分位 2位"), "12,300.00");
  EXPECT_EQ(Shown("成文日期"), "2013年1月15日");
  EXPECT_EQ(Shown("合格", "勾"), "√");
  EXPECT_EQ(Shown("12", "汉字"), "十二");
  EXPECT_EQ(Shown("收入 - 上年.收入", "带号"), "+300");
  EXPECT_EQ(Shown("90.365", "2位"), "90.37");
  EXPECT_EQ(Shown("90.365", "2位 舍去"), "90.36");
  EXPECT_EQ(Shown("90.365", "2位 四舍六入"), "90.36");
}

TEST_F(ExpressionTest, SaysWhatIsWrong) {
  EXPECT_EQ(Shown("收人"), "! 这里没有“收人”这一项，是否想写“收入”？");
  EXPECT_EQ(Shown("村.得分"), "! “村”是一组，请用 合计、平均、最大、最小 或 计数");
  EXPECT_EQ(Shown("单位", "大写"), "! 不能用“数的格式”显示：“甘溪镇”是文字");
  EXPECT_EQ(Shown("1.005", "大写"), "! 不能用“大写”显示：1.005 元不是整分，请写明位数，如 |大写 2位");
  EXPECT_EQ(Shown("收入", "大些"), "! 没有“大些”这种格式，是否想写“大写”？");
  EXPECT_EQ(Shown("有(没有的)"), "否");
}

}  // namespace
}  // namespace kaogong::document
