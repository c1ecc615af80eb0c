// SPDX-License-Identifier: Apache-2.0
#include "demo/year_plan.h"

#include <fmt/format.h>

namespace kaogong::demo {

namespace {

using From = RowSource::From;
using office::UnitCategory;

const std::vector<RowSource> kCounties = {{"县市区", From::kUnits, "A", UnitCategory::kCounty}};
const std::vector<RowSource> kVillages = {
    {"镇", From::kUnits, "C03T", {}},
    {"村", From::kUnits, "C03T", UnitCategory::kVillage},
    {"村干部", From::kPersons, "C03T", UnitCategory::kVillage}};
const std::vector<RowSource> kDepartments = {{"单位", From::kUnits, "A", UnitCategory::kDepartment},
                                             {"重点目标", From::kSample, "", {}}};
const std::vector<RowSource> kEducation = {{"教育局", From::kUnits, "A", UnitCategory::kCounty},
                                           {"目标项", From::kSample, "", {}}};
const std::vector<RowSource> kHospital = {{"医院", From::kUnits, "C03H", {}},
                                          {"科室", From::kUnits, "C03H", UnitCategory::kSection},
                                          {"职工", From::kPersons, "C03H", UnitCategory::kSection}};

}  // namespace

std::vector<PlannedAssessment> PlanOf(int this_year) {
  const auto titled = [](int year, std::string_view what) {
    return fmt::format("{}年度{}", year, what);
  };
  constexpr std::string_view kCountyTitle = "县市区经济社会发展目标考核";
  constexpr std::string_view kVillageTitle = "甘溪镇村级目标管理考核";
  constexpr std::string_view kDepartmentTitle = "市直单位绩效考核";
  std::vector<PlannedAssessment> plan;
  for (const int year : {this_year - 1, this_year}) {
    const Progress progress = year < this_year ? Progress::kArchived : Progress::kMidYear;
    plan.push_back(
        {"jingzhou-county", "2011", year, titled(year, kCountyTitle), progress, kCounties, ""});
    plan.push_back(
        {"ganxi-village", "2012", year, titled(year, kVillageTitle), progress, kVillages, ""});
    plan.push_back({"jingzhou-unit", "2011", year, titled(year, kDepartmentTitle), progress,
                    kDepartments, ""});
  }
  plan.push_back({"edu-target", "2013", this_year, titled(this_year, "教育工作年度目标评估"),
                  Progress::kMidYear, kEducation, "评委评分"});
  plan.push_back({"hospital", "2014", this_year,
                  titled(this_year, "望溪镇卫生院绩效考核（前三季度试评）"), Progress::kNotice,
                  kHospital, ""});
  plan.push_back({"jingzhou-county", "2011", this_year + 1, titled(this_year + 1, kCountyTitle),
                  Progress::kTargets, kCounties, ""});
  return plan;
}

}  // namespace kaogong::demo
