// SPDX-License-Identifier: Apache-2.0
// Rubric (评分细则): the table that an office writes before there is a regulation — indicator,
// points, standard, responsible unit — out of a workbook, a document or running text.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/issue.h"
#include "base/result.h"

namespace kaogong::suggest {

// One line of the table, or one paragraph that says how something is scored.
struct RubricRow {
  std::vector<std::string> blocks;  // Indicators above, outermost first: 经济发展.
  std::string name;  // 粮食产量. Empty for a sentence about the whole: 总分90分以上为优秀.
  Decimal points;        // Zero when none are stated.
  std::string standard;  // As its author wrote it; line ends kept.
  std::string owner;     // 责任单位, may be empty.
  Place place;
};

struct Rubric {
  std::string file;   // For messages.
  std::string title;  // Of the document; empty when it has none.
  std::vector<RubricRow> rows;
  std::vector<std::string> prose;  // Paragraphs that score nothing, kept as text.
};

inline constexpr std::size_t kRubricRowsMax = 2'000;

// Reads the bytes of a file that messages name `name`: a workbook or CSV by its columns (指标 or
// 考核内容, 分值, 标准 or 评分办法, 责任单位; merged cells stand for the rows they cover), a
// document (docx html md) by the same columns of its tables, and text by sentences such as
// 粮食产量(20分):完成目标得满分…. Columns that were not told apart, and cells that say something
// unexpected, are reported in `issues`. Errors: kInvalidInput when it cannot be read, or holds
// nothing that scores; kLimitExceeded past kRubricRowsMax.
Result<Rubric> ReadRubric(std::string_view bytes, std::string_view name, Issues& issues);

// Reads a file. Errors: as above; kNotFound and kUnavailable.
Result<Rubric> ReadRubricFile(const std::filesystem::path& path, Issues& issues);

}  // namespace kaogong::suggest
