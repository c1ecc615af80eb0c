// SPDX-License-Identifier: Apache-2.0
// The shipped templates are kept as plain text that a reviewer can read, and made into Word files
// from it:
//
//   %页码 外侧              无, 居中; %横向; %页边 37 35 28 26 (top, bottom, left, right in mm)
//   @公文标题 关于…的通报    a paragraph with the style of a role; without @ the text is 公文正文
//   %表 900 1600            a table with the widths of its columns, up to a blank line; %无框表
//   = 序号 | 单位           a row of heads, repeated on each page
//   - {{序号}} | [左]{{名称}}   a row; marks before a cell: [3] columns, [v] top of merged cells, [^] merged
//                           with the one above, [左] [中] [右], [灰] filled, [头] like a head;
//                           \n begins another paragraph in the cell
//   %字号 21  %行高 500      of the tables below: half-points, twips
#pragma once

#include <string_view>

#include "base/result.h"
#include "document/model.h"

namespace kaogong::document {

// Errors: kInvalidInput with the line.
Result<Document> ReadTemplateSource(std::string_view text, std::string_view file);

}  // namespace kaogong::document
