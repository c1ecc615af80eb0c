// SPDX-License-Identifier: Apache-2.0
#include "assessment_fixture.h"

#include "office/library/regulations.h"

namespace kaogong::office::assessment {

using store::IsOk;

std::string TargetRegulation() {
  return R"(---
名称: 目标样例办法
版本: 2026
施行: 2025-01-01
---

# 目标样例办法

## 第一条 对象和数据

镇对各村考核。没有核定的，得分待定；没有表彰的按零计算。

```规则
对象 镇
  数据 报酬总额: 小数2, 单位 元, 来源 财政局, 缺失 待定, 范围 [0, 100000000]
对象 村 属于 镇
  属性 人口: 整数, 单位 人, 来源 派出所, 缺失 待定, 范围 [1, 20000]
```

## 第二条 指标

粮食和参保按比例计分，超额部分不超过两成；事故每超一起扣五分，扣完为止。

```规则
针对 村
数据 粮食: 小数2, 含 目标, 单位 吨, 来源 农业局, 缺失 待定, 范围 [0, 100000]
数据 参保率: 百分比, 含 目标, 来源 县社保局, 缺失 待定, 范围 [0, 100]
数据 事故: 整数, 含 目标, 单位 起, 来源 安监站, 缺失 待定, 范围 [0, 100]
数据 进度: 小数1, 每季, 含 目标, 单位 分, 来源 考核办, 缺失 待定, 范围 [0, 100]
数据 表彰: 整数, 单位 次, 来源 党政办, 缺失 零, 范围 [0, 100]

指标 发展 100分 责任 考核办
  指标 粮食生产 40分 责任 农业局
    计分 按比例(粮食, 粮食.目标, 封顶: 1.2, 保底: 0)
    舍入 2位
  指标 参保 30分 责任 社保局
    计分 按比例(参保率, 参保率.目标, 封顶: 1.2, 保底: 0)
    舍入 2位
  指标 安全 20分 责任 安监站
    计分 不低于(满分 - 5 × 不低于(事故 - 事故.目标, 0), 0)
  指标 进度得分 10分 责任 考核办
    计分 满分 × 不超过(平均(进度 ÷ 进度.目标, 各: 季), 1)
    舍入 2位
```

## 第三条 加分和总分

受到表彰的每次加一分，累计不超过三分。总分保留两位小数，第三位四舍五入。

```规则
针对 村
加分 表彰加分 不超过 3 责任 党政办
  计分 表彰 × 1
总分 总分 = 发展 + 表彰加分 舍入 2位 四舍五入
```
)";
}

void AssessmentTest::SetUp() {
  OrganisationTest::SetUp();
  library_.emplace(office());
  county_ = AddUnit("县", 0);
  farming_ = AddUnit("县农业局", county_);
  insurance_ = AddUnit("县社保局", county_);
  town_ = AddUnit("镇", county_);
  for (const char* name : {"甲村", "乙村", "丙村", "丁村"})
    villages_.push_back(AddUnit(name, town_));
  other_town_ = AddUnit("邻镇", county_);
  other_village_ = AddUnit("邻村", other_town_);
  chief_ = Person(Role::kOffice, std::nullopt, 101);
  second_ = Person(Role::kOffice, std::nullopt, 102);
  auditor_ = Person(Role::kAuditor, std::nullopt, 103);
}

Actor AssessmentTest::Person(Role role, std::optional<Id> unit, Id account) {
  Actor actor = With(role, unit);
  actor.account = account;
  actor.person = 900'000 + account;
  actor.name = fmt::format("{}{}", NameOf(role), account);
  return actor;
}

Id AssessmentTest::Publish(const std::string& text, const std::string& slug) {
  const auto made = library::CreateRegulation(*library_, chief_, {slug, "样例", "2026", {}, {}});
  EXPECT_TRUE(IsOk(made));
  const Id version = made.value().draft->id;
  const auto put = library::PutFile(*library_, chief_, version, made.value().draft->version,
                                    {"regulation.md", text});
  EXPECT_TRUE(IsOk(put));
  const auto without = library::DeleteFile(*library_, chief_, version, put.value().row.version,
                                           "cases/01-first.yaml");
  EXPECT_TRUE(IsOk(without));
  Issues issues;
  const auto published =
      library::PublishVersion(*library_, chief_, version, without.value().row.version, &issues);
  EXPECT_TRUE(IsOk(published));
  for (const Issue& issue : issues.list()) ADD_FAILURE() << Render(issue, Language::kEnglish);
  return version;
}

Overview AssessmentTest::Launch(Id version) {
  NewAssessment wanted;
  wanted.version = version;
  wanted.year = 2026;
  wanted.title = "2026年度考核";
  const auto made = CreateAssessment(*library_, chief_, wanted);
  EXPECT_TRUE(IsOk(made));
  const Id id = made.value().summary.row.id;
  NewAssessees towns;
  towns.kind = "镇";
  towns.units = {town_, other_town_};
  EXPECT_TRUE(IsOk(AddAssessees(*library_, chief_, id, towns)));
  NewAssessees villages;
  villages.kind = "村";
  villages.units = villages_;
  villages.units.push_back(other_village_);
  EXPECT_TRUE(IsOk(AddAssessees(*library_, chief_, id, villages)));
  return Get(id);
}

Overview AssessmentTest::Get(Id assessment) {
  auto got = GetAssessment(*library_, chief_, assessment);
  EXPECT_TRUE(IsOk(got));
  return got.ok() ? std::move(got).value() : Overview{};
}

Id AssessmentTest::AssesseeOf(Id assessment, const std::string& code) {
  return pool_
      ->Read([&](store::Transaction& transaction) {
        return transaction.One<Id>("SELECT id FROM assessee WHERE assessment_id = ? AND code = ?",
                                   {assessment, code});
      })
      .value()
      .value_or(0);
}

void AssessmentTest::Measure(Id assessment, const std::string& field, const std::string& code,
                             int year, std::int64_t units) {
  ASSERT_TRUE(IsOk(pool_->Write([&](store::Transaction& transaction) {
    return transaction.Execute(
        "INSERT INTO measurement (element_id, year, period, subject_id, state, is_not_applicable, "
        "units, reported_units, round, version) SELECT f.element_id, CAST(? AS BIGINT), 0, "
        "a.subject_id, 3, CAST(? AS /*postgres: BOOLEAN */ /*sqlite: BIGINT */), "
        "CAST(? AS BIGINT), CAST(? AS BIGINT), 1, 1 FROM "
        "assessment_field f JOIN assessee a ON a.assessment_id = f.assessment_id "
        "AND a.kind = f.kind WHERE f.assessment_id = ? AND f.field = ? AND a.code = ?",
        {year, false, units, units, assessment, field, code});
  })));
}

store::FailureKind AssessmentTest::Refusal(std::string_view sql) {
  return store::FailureOf(*pool_,
                          [&](store::Transaction& transaction) { return transaction.Execute(sql); })
      .kind;
}

}  // namespace kaogong::office::assessment
