// SPDX-License-Identifier: Apache-2.0
// What checks and comparisons keep, as JSON and back. Keys are stored: never rename one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "office/report/checking.h"
#include "office/report/comparison.h"
#include "text/record.h"
#include "text/screen.h"

namespace kaogong::office::report::internal {

// What was read and found, as it was stored; decisions and what is new are no part of it.
struct StoredView {
  std::string format;
  std::string encoding;
  std::int64_t characters = 0;
  std::int64_t held = 0;
  std::vector<Text> notes;
  std::vector<Paragraph> paragraphs;
  std::vector<Finding> findings;
};

// Returns the view with a key for each finding: findings that say the same are told apart by their
// order.
StoredView StoredOf(const text::ReportView& view);

std::string ToJson(const StoredView& view);
// Errors: kInternal when it is none of ours.
Result<StoredView> ViewOf(std::string_view json);

std::string ToJson(const text::Record& record);
Result<text::Record> RecordOf(std::string_view json);

std::string ToJson(const std::vector<Passage>& passages);
Result<std::vector<Passage>> PassagesOf(std::string_view json);
std::vector<Passage> PassagesOf(const text::PairView& pair);

}  // namespace kaogong::office::report::internal
