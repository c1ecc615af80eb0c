// SPDX-License-Identifier: Apache-2.0
// Reviews (月度讲评): how assessees stand at the end of a period, light by light, with the office's
// remark.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/paging.h"
#include "office/process/progress.h"
#include "office/process/work_record.h"

namespace kaogong::office::process {

struct ReviewItem {
  std::string field;
  std::string unit;
  std::optional<std::string> value;
  std::optional<std::string> target;
  Progress progress;
};
struct ReviewRow {
  AssesseeName assessee;
  Lights lights;
  std::vector<ReviewItem> items;
  std::string remark;
  std::optional<std::string> remark_by;
  std::int64_t version = 0;  // 0: no remark yet.
};

struct ReviewFilter {
  std::string level;
  int period = 0;
  std::optional<Light> light;  // Only those with such a light.
  std::string query;           // Part of the assessee's name or code.
};
struct Review {
  Listing<ReviewRow> rows;
  Lights lights;  // Over all rows.
};
// Figures of the level and of coarser ones whose period contains it. Errors: kInvalidInput for a
// level or period that the regulation does not have.
Result<Review> OpenReview(Library& library, const Actor& actor, Id assessment,
                          const ReviewFilter& filter, Page page);

struct NewRemark {
  Id assessee = 0;
  std::string level;
  int period = 0;
  std::string remark;
  std::int64_t version = 0;
};
// Errors: kNotFound; kInvalidInput; kConflict.
Result<ReviewRow> RemarkReview(Library& library, const Actor& actor, Id assessment,
                               const NewRemark& made);

// The row of one assessee, as it is now.
Result<ReviewRow> FindReviewRow(Library& library, const Actor& actor, Id assessment, Id assessee,
                                std::string_view level, int period);

}  // namespace kaogong::office::process
