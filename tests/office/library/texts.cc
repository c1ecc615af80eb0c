// SPDX-License-Identifier: Apache-2.0
#include "texts.h"

#include "base/result.h"

namespace kaogong::office::library {

std::string VillageText() {
  return R"(---
名称: 样例镇村级考核办法
版本: 2025
施行: 2025-01-01
---

# 样例镇村级考核办法

## 第一条 考核内容

镇对各村考核粮食生产和环境整治，满分一百分。粮食生产由农业站核定，环境整治由村镇办核定，得分不舍入。没有核定的，得分待定。

```规则
对象 村

针对 村
数据 粮食评分: 小数2, 单位 分, 来源 农业站, 缺失 待定, 范围 [0, 60]
数据 环境评分: 小数2, 单位 分, 来源 村镇办, 缺失 待定, 范围 [0, 40]
数据 表彰次数: 整数, 单位 次, 来源 党政办, 缺失 零, 范围 [0, 100]

指标 基本考核 100分 责任 考核办
  指标 粮食生产 60分 责任 农业站
    计分 粮食评分
  指标 环境整治 40分 责任 村镇办
    计分 环境评分
```

## 第二条 加分

受到表彰的，每次加一分，累计不超过加分上限。

```规则
针对 村
参数 加分上限 = 3
加分 表彰加分 不超过 加分上限 责任 党政办
  计分 表彰次数 × 1
```

## 第三条 总分和名次

村的总分为基本考核得分与表彰加分之和，保留两位小数，第三位四舍五入。按总分从高到低排名，总分相同的名次并列，其后的名次跳号。

```规则
总分 总分 = 基本考核 + 表彰加分 舍入 2位 四舍五入
排名 排名 = 名次(总分, 在: 全体, 并列: 跳号)
```

## 第四条 等次和奖金

总分九十分以上的为优秀，八十分以上的为良好，其余为合格。优秀的村奖一千元，良好的奖五百元，其余不奖。

```规则
等次 等次
  优秀: 总分 >= 90
  良好: 总分 >= 80
  合格: 其余
奖金 奖金 = 对照(等次, 优秀: 1000, 良好: 500, 其余: 0) 单位 元
```
)";
}

std::string VillageCase() {
  return R"(case: 加分最多三分
origin: invented
basis: [第一条, 第二条, 第三条, 第四条]
given:
  村: {甲村: {粮食评分: 50, 环境评分: 36, 表彰次数: 5}, 乙村: {粮食评分: 60, 环境评分: 40}, 丙村: {粮食评分: 10, 环境评分: 10}}
expect:
  村:
    甲村: {粮食生产: 50, 环境整治: 36, 表彰加分: 3, 总分: 89, 排名: 2, 等次: 良好, 奖金: 500}
    乙村: {总分: 100, 排名: 1, 等次: 优秀, 奖金: 1000}
    丙村: {总分: 20, 等次: 合格, 奖金: 0}
)";
}

std::vector<SourceFile> VillageFiles() {
  return {{"README.md", "# 样例\n"},
          {"cases/01-bonus.yaml", VillageCase()},
          {"regulation.md", VillageText()}};
}

std::string VillageTable() {
  return "村,粮食评分,环境评分,表彰次数\n"
         "甲村,50,36,5\n"
         "乙村,60,40,0\n"
         "丙村,40.5,38,1\n";
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  KAOGONG_ASSERT(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

}  // namespace kaogong::office::library
