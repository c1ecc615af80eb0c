// SPDX-License-Identifier: Apache-2.0
// JSON of reports, comparisons and rubrics. Only for .cc files of this module.
#pragma once

#include "api/json.h"
#include "office/report/checking.h"
#include "office/report/comparison.h"
#include "office/report/workbench.h"

namespace kaogong::api {

Json ReportJson(const office::report::Report& report, Language language);
Json CheckedReportJson(const office::report::CheckedReport& checked, Language language);
Json ComparisonOfReportsJson(const office::report::Comparison& comparison, Language language);
Json ComparisonViewJson(const office::report::ComparisonView& view, Language language);
Json PairViewJson(const office::report::PairView& view);

Json RubricJson(const office::report::RubricRow& rubric);
Json WorkbenchJson(const office::report::Workbench& bench, Language language);
Json PreviewJson(const office::report::ClausePreview& preview, Language language);

}  // namespace kaogong::api
