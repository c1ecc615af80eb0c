// SPDX-License-Identifier: Apache-2.0
// What workbooks and tables of results share: their title and the sheet that says what they rest
// on.
#pragma once

#include "cli/common.h"
#include "sheet/workbook.h"

namespace kaogong::cli {

// 甘溪镇村级目标管理考核办法  2012年度; the version too when it is not named for the year.
std::string TitleLine(const scheme::Scheme& scheme);

// The sheet 依据: regulation, version, year and the digests.
sheet::Sheet BasisSheet(const Run& run);

}  // namespace kaogong::cli
