// SPDX-License-Identifier: Apache-2.0
// What the office gives for a document besides the record: 发文机关, 文号, 问题 …. Kept with every version
// of the document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "document/given.h"

namespace kaogong::office::documents {

struct GivenCell {
  std::string name;
  std::string text;
};
using GivenRow = std::vector<GivenCell>;

// A text, or the rows of a list.
struct GivenValue {
  std::string name;
  std::optional<std::string> text;
  std::vector<GivenRow> rows;
};
using GivenValues = std::vector<GivenValue>;

inline constexpr std::size_t kGivenTextMax = 10'000;  // Characters.

// Returns the text of a name; empty when it is not given.
std::string TextOf(const GivenValues& given, std::string_view name);

// As a record: texts are read as document::GivenRecord reads them. 原因 is an object whose names are
// those of indicators: its rows have 指标 and 原因.
document::GivenRecord RecordOf(const GivenValues& given);

// As it is stored. FromJson reads what ToJson wrote.
std::string ToJson(const GivenValues& given);
Result<GivenValues> GivenFromJson(std::string_view json);

}  // namespace kaogong::office::documents
