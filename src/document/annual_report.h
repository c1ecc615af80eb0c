// SPDX-License-Identifier: Apache-2.0
// The annual work report (年度工作报告) of one assessee, drafted from the record.
//
// Every sentence follows from facts by rules: how far a target was met, how a figure moved since last
// year, how a score stands beside the group decide the words; nothing is drawn by chance. Indicators
// that say the same are told together. Every number is a live figure.
#pragma once

#include <string_view>

#include "base/result.h"
#include "document/model.h"
#include "document/record.h"

namespace kaogong::document {

// Reads the names that EngineRecord has (指标, 数据, 失分项 …). What the office gives besides: 问题 with
// 内容 and 期限 (rectifications not yet done), 原因 of an indicator by its name, 成文日期.
// Errors: as Evaluate, kInvalidInput for an object that is not assessed.
Result<Document> DraftAnnualReport(const Record& record, std::string_view subject);

}  // namespace kaogong::document
