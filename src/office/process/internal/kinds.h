// SPDX-License-Identifier: Apache-2.0
// What can be said about the records of an assessment, from its scheme.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "office/process/internal/book.h"
#include "office/process/record.h"

namespace kaogong::office::process::internal {

// How a kind of records is scored by a panel: its first number is the score; its first field of
// choices, when it has one, says which item it is for.
struct PanelShape {
  scheme::FieldId score = scheme::kNone;
  scheme::FieldId item = scheme::kNone;

  bool can_be_scored() const { return score != scheme::kNone; }
};
PanelShape ShapeOf(const scheme::Scheme& scheme, scheme::KindId kind);

// The kinds that have a panel.
Result<std::set<std::string>> PanelKindsOf(const Session& session, Id assessment);

Result<std::vector<RecordKind>> KindsOf(const Session& session, const Frame& frame);

// The number of the article under which a kind or field stands; empty when nobody knows.
std::string ArticleOf(const scheme::Scheme& scheme, const Place& place);

}  // namespace kaogong::office::process::internal
