// SPDX-License-Identifier: Apache-2.0
// Workbooks for tests of the import: rows are written by sheet and read back by the reader.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "office/organisation/import_plan.h"
#include "office/organisation/import_rows.h"
#include "sheet/workbook.h"

namespace kaogong::office {

using Lines = std::vector<std::vector<std::string>>;

// One sheet as people fill it in: the first line is the header; every cell is text unless it begins
// with "=", which makes it a formula that gives what stands behind the "=".
sheet::Sheet SheetOf(std::string name, const Lines& lines);
std::string BytesOf(std::vector<sheet::Sheet> sheets);

// The codes of the findings, each with its place: "import.circle@单位!D2", joined by blanks.
std::string Codes(const Issues& issues);

struct Planned {
  ImportPlan plan;
  Issues issues;
};

// Reads and plans a workbook against the snapshot, for who may change everything.
Planned PlanSheets(std::vector<sheet::Sheet> sheets, const Snapshot& snapshot,
                   const ImportReach& reach = {.is_everywhere = true, .units = {}});

inline Date Day(std::string_view text) {
  const auto day = Date::Parse(text);
  EXPECT_TRUE(day.ok()) << text;
  return day.ok() ? day.value() : Date();
}

inline const std::vector<std::string> kUnitHeader = {
    "单位编码", "单位名称", "简称", "上级单位编码", "类别", "序号", "生效日期", "撤销日期"};
inline const std::vector<std::string> kPositionHeader = {"岗位编码", "岗位名称", "岗位系数", "序号"};
inline const std::vector<std::string> kPersonHeader = {"人员编码", "姓名", "电话", "备注"};
inline const std::vector<std::string> kAppointmentHeader = {"人员编码", "单位编码", "岗位编码",
                                                            "是否主职", "任职日期", "免职日期"};

}  // namespace kaogong::office
