// SPDX-License-Identifier: Apache-2.0
#include "document/catalogue.h"

#include <array>

namespace kaogong::document {

namespace {

constexpr std::array<ShippedTemplate, 13> kTemplates{
    {{"scorecard", "成绩单", "scorecard of a unit", Subject::kAssessee},
     {"person-scorecard", "个人成绩单", "scorecard of a person", Subject::kAssessee},
     {"bulletin", "通报", "bulletin of a month or quarter", Subject::kWhole},
     {"result-notice", "结果通报", "year-end notice of results", Subject::kWhole},
     {"public-notice", "公示", "public notice", Subject::kWhole},
     {"letter", "责任书", "responsibility letter", Subject::kAssessee},
     {"payout", "奖金发放表", "payout sheet", Subject::kPaid},
     {"objection-decision", "申诉决定", "decision on an objection", Subject::kAssessee},
     {"rectification", "整改通知书", "rectification notice", Subject::kAssessee},
     {"inspection", "检查记录", "inspection record", Subject::kAssessee},
     {"self-evaluation", "自评报告", "self-evaluation report", Subject::kAssessee},
     {"work-report", "年度工作报告", "annual work report", Subject::kAssessee, Making::kDraft},
     {"workbook", "结果工作簿", "workbook of live formulas", Subject::kWhole, Making::kWorkbook}}};

}  // namespace

std::span<const ShippedTemplate> ShippedTemplates() { return kTemplates; }

const ShippedTemplate* FindShipped(std::string_view name) {
  for (const ShippedTemplate& shipped : kTemplates) {
    if (name == shipped.name || name == shipped.title_zh || name == shipped.title_en)
      return &shipped;
  }
  return nullptr;
}

}  // namespace kaogong::document
