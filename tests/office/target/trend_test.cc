// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "office/target/terms.h"
#include "regulation/compile.h"

namespace kaogong::office::target {
namespace {

struct Case {
  const char* formula;
  Trend trend;
};

TEST(Trend, IsReadFromTheFormula) {
  const Case cases[] = {
      {"按比例(数, 标, 封顶: 1.2, 保底: 0)", Trend::kUp},
      {"满分 × 标 ÷ 数", Trend::kDown},
      {"不低于(满分 - 5 × 数, 0)", Trend::kDown},
      {"若 数 >= 标 则 满分 否则 0", Trend::kUp},
      {"若 数 <= 标 则 满分 否则 不低于(满分 - (数 - 标), 0)", Trend::kDown},
      {"满分", Trend::kNone},
      {"满分 - 绝对值(数 - 标)", Trend::kMixed},
  };
  for (const Case& one : cases) {
    const std::string text = std::string(R"(---
名称: 样例
版本: 2026
施行: 2026-01-01
---

# 样例

## 第一条 数据

数据待定。

```规则
对象 村
针对 村
数据 数: 小数2, 缺失 待定, 范围 [0, 1000]
数据 标: 小数2, 缺失 待定, 范围 [0, 1000]
指标 项 10分
  计分 )") + one.formula + "\n```\n";
    regulation::RegulationFiles files;
    files.id = "sample";
    files.documents = {{"regulation.md", text}};
    const auto compiled = regulation::Compile(files, {2026, {}, {}});
    ASSERT_FALSE(compiled.issues.has_errors())
        << one.formula << Render(compiled.issues.list().front(), Language::kEnglish);
    const scheme::Scheme& scheme = compiled.scheme;
    const scheme::KindId kind = scheme.FindKind("村");
    EXPECT_EQ(TrendOf(scheme, scheme.FindFigure(kind, "项"), scheme.FindField(kind, "数")),
              one.trend)
        << one.formula;
  }
}

}  // namespace
}  // namespace kaogong::office::target
