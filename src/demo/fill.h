// SPDX-License-Identifier: Apache-2.0
// What the rows of an assessment are filled with: each row of the assessment stands for a row of
// the regulation's sample facts, children for children of the same parent.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "demo/sample.h"
#include "office/assessment/frame.h"

namespace kaogong::demo {

struct FilledRow {
  office::assessment::AssesseeRow assessee;
  scheme::KindId kind = scheme::kNone;
  const SampleRow* sample = nullptr;  // Lives as long as the sample.
};

// A row of a kind of records (明细), of an assessee.
struct FilledRecord {
  scheme::KindId kind = scheme::kNone;
  const FilledRow* parent = nullptr;
  const SampleRow* sample = nullptr;
};

struct Filling {
  std::vector<FilledRow> rows;  // Parents before children.
  std::vector<FilledRecord> records;
};

// Reads the assessees of an assessment and gives each its row of the sample: the first of a kind
// the first, and around again when the sample is shorter.
Result<Filling> FillRows(const office::Session& session, const office::assessment::Frame& frame,
                         const Sample& sample);

}  // namespace kaogong::demo
