// SPDX-License-Identifier: Apache-2.0
#include "demo/city.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "demo/load.h"
#include "office/account/password.h"
#include "office/organisation/import_plan.h"
#include "office/organisation/workbook.h"
#include "sheet/write.h"

namespace kaogong::demo {
namespace {

std::string Bytes(const office::ImportRows& rows) {
  auto bytes = sheet::RenderWorkbook(office::MakeWorkbook(rows, Language::kChinese));
  EXPECT_TRUE(bytes.ok());
  return bytes.ok() ? std::move(bytes).value() : "";
}

TEST(City, IsTheSameForTheSameSeed) {
  const std::string bytes = Bytes(MakeCity(1).founded);
  EXPECT_EQ(bytes, Bytes(MakeCity(1).founded));
  EXPECT_NE(bytes, Bytes(MakeCity(2).founded));
}

TEST(City, HasWhatIsPromised) {
  const City city = MakeCity();
  std::map<office::UnitCategory, int> counts;
  for (const office::UnitRow& unit : city.founded.units) ++counts[*unit.category];
  EXPECT_EQ(counts[office::UnitCategory::kDepartment], 24);
  EXPECT_EQ(counts[office::UnitCategory::kCounty], 8);
  EXPECT_EQ(counts[office::UnitCategory::kTown], 1);
  EXPECT_EQ(counts[office::UnitCategory::kVillage], 18);
  EXPECT_EQ(counts[office::UnitCategory::kSchool], 1);
  EXPECT_EQ(counts[office::UnitCategory::kHospital], 1);
  EXPECT_GE(city.founded.persons.size(), 280u);
  EXPECT_LE(city.founded.persons.size(), 320u);
  EXPECT_GE(city.founded.appointments.size(), city.founded.persons.size() + 10);
  std::set<office::Role> roles;
  for (const DemoAccount& account : city.accounts) roles.insert(account.role);
  EXPECT_EQ(roles.size(), office::kRoleCount);
}

TEST(City, IsPlannedWithoutAFinding) {
  const City city = MakeCity();
  office::ImportFindings findings;
  const office::ImportPlan plan =
      office::PlanImport(city.founded, {}, {.is_everywhere = true, .units = {}},
                         Date::FromYearMonthDay(2026, 3, 1).value(), findings);
  std::string text;
  const Issues issues = findings.Take();
  for (const Issue& issue : issues.list()) text += issue.message.en + "\n";
  EXPECT_EQ(text, "");
  EXPECT_EQ(plan.summary.persons_new, static_cast<std::int64_t>(city.founded.persons.size()));
}

TEST(City, HasPasswordsThatThePolicyTakes) {
  const City city = MakeCity();
  for (const DemoAccount& account : city.accounts) {
    EXPECT_TRUE(office::CheckPasswordPolicy(kPassword, account.login, "").empty())
        << account.login;
  }
}

}  // namespace
}  // namespace kaogong::demo
