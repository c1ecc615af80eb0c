// SPDX-License-Identifier: Apache-2.0
#include "process_fixture.h"

namespace kaogong::office::process {

using store::IsOk;

std::string ProcessRegulation() {
  return assessment::TargetRegulation() + R"(
## 第四条 现场评分和项目

评委按看、听两种方式对各村评分，取平均。项目从开工之日起登记。

```规则
明细 现场评分 属于 村
  数据 方式: 选项(看, 听), 来源 评估组, 缺失 待定
  数据 评分: 小数1, 单位 分, 来源 评估组, 缺失 待定, 范围 [0, 100]
明细 项目登记 属于 村
  数据 开工日期: 日期, 来源 村, 缺失 待定
  数据 项目名称: 文字, 来源 村, 缺失 待定
  数据 总投资: 小数2, 单位 万元, 来源 村, 缺失 待定, 范围 [0, 100000]
针对 村
定义 现场平均 = 平均(现场评分.评分) 舍入 2位
定义 项目数 = 计数(项目登记)
```
)";
}

void ProcessTest::SetUp() {
  AssessmentTest::SetUp();
  assessment_ = Launch(Publish(ProcessRegulation())).summary.row.id;
  SetVerifier("粮食", farming_);
  MoveTo("process");
  clerk_ = Account(Role::kReportingClerk, town_, "填报人");
  neighbour_ = Account(Role::kReportingClerk, other_town_, "邻镇填报人");
  verifier_ = Account(Role::kVerifyingDepartment, farming_, "核实人");
  verifier2_ = Account(Role::kVerifyingDepartment, farming_, "复核人");
  judge_ = Account(Role::kPanelMember, county_, "评委甲");
  judge2_ = Account(Role::kPanelMember, county_, "评委乙");
}

void ProcessTest::Execute(std::string_view sql) { Run(*pool_, {sql}); }

void ProcessTest::MoveTo(std::string_view stage, Id assessment) {
  Execute(fmt::format("UPDATE assessment SET stage = '{}', version = version + 1 WHERE id = {}",
                      stage, assessment == 0 ? assessment_ : assessment));
}

void ProcessTest::SetVerifier(const std::string& field, std::optional<Id> unit, int rounds) {
  Execute(fmt::format(
      "UPDATE assessment_field SET verifier_unit_id = {}, rounds = {} WHERE field = '{}'",
      unit.has_value() ? std::to_string(*unit) : "NULL", rounds, field));
}

Actor ProcessTest::Account(Role role, std::optional<Id> unit, const std::string& name) {
  const Id person = AddPerson("p-" + name, name, unit.value_or(county_));
  Actor actor = With(role, unit);
  actor.person = person;
  actor.name = name;
  const auto made = pool_->Write([&](store::Transaction& transaction) -> Result<Id> {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction));
    KAOGONG_TRY(
        transaction.Execute("INSERT INTO account (id, person_id, login, password_hash, "
                            "must_change_password, is_active, "
                            "created_at) VALUES (?, ?, ?, '', ?, ?, '2026-01-01T00:00:00Z')",
                            {id, person, fmt::format("user{}", id), false, true}));
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO account_grant (account_id, role, unit_id) VALUES (?, ?, ?)",
        {id, NameOf(role), unit}));
    return id;
  });
  EXPECT_TRUE(IsOk(made));
  actor.account = made.ok() ? made.value() : 0;
  return actor;
}

MeasurementKey ProcessTest::Key(const std::string& field, const std::string& code, int period) {
  const auto found = pool_->Read([&](store::Transaction& transaction) {
    return transaction.One<Id, Id>(
        "SELECT f.element_id, a.subject_id FROM assessment_field f JOIN assessee a "
        "ON a.assessment_id = f.assessment_id AND a.kind = f.kind WHERE f.assessment_id = ? "
        "AND f.field = ? AND a.code = ?",
        {assessment_, field, code});
  });
  EXPECT_TRUE(IsOk(found));
  EXPECT_TRUE(found.value().has_value()) << field << " " << code;
  if (!found.value().has_value()) return {};
  return {std::get<0>(*found.value()), 2026, period, std::get<1>(*found.value())};
}

NewMeasurement ProcessTest::New(const std::string& field, const std::string& code,
                                const std::string& value, std::int64_t version, int period) {
  NewMeasurement made;
  made.key = Key(field, code, period);
  if (!value.empty()) made.value = value;
  made.version = version;
  return made;
}

Measurement ProcessTest::Now(const MeasurementKey& key) {
  const auto found = FindMeasurements(*library_, chief_, {key});
  EXPECT_TRUE(IsOk(found));
  return found.ok() && !found.value().empty() ? found.value().front().now : Measurement{};
}

Measurement ProcessTest::Submit(const std::string& field, const std::string& code,
                                const std::string& value, std::int64_t version, int period) {
  const auto made =
      SaveMeasurements(*library_, clerk_, {New(field, code, value, version, period)}, true);
  EXPECT_TRUE(IsOk(made)) << field << " " << code;
  return made.ok() ? made.value().front().now : Measurement{};
}

Measurement ProcessTest::Verify(const Actor& actor, const Measurement& now) {
  Decision decision;
  decision.key = now.key;
  decision.version = now.version;
  const auto made = DecideMeasurements(*library_, actor, {decision});
  EXPECT_TRUE(IsOk(made));
  return made.ok() ? made.value().front().now : Measurement{};
}

}  // namespace kaogong::office::process
