// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

namespace kaogong {

// Where in an author's text or table an Issue lies. Empty or zero fields are not known.
struct Place {
  std::string file;
  int line = 0;         // 1-based.
  int column = 0;       // 1-based, counted in characters (code points).
  int length = 0;       // Characters to underline.
  std::string article;  // 第五条
  std::string sheet;    // Worksheet.
  std::string cell;     // B12
};

enum class Severity { kError, kWarning };

// One finding about something an author wrote: a regulation, a formula, a table of facts.
struct Issue {
  Severity severity = Severity::kError;
  std::string_view code;  // A literal, module.kebab-case: "formula.unknown-name".
  Place place;
  Text message;  // What is wrong.
  Text hint;     // How to mend it; may be empty.
};

// All findings of one reading; reading goes on after each, so that the author sees them at once.
class Issues {
 public:
  void Error(std::string_view code, Place place, Text message, Text hint = {}) {
    list_.push_back(
        {Severity::kError, code, std::move(place), std::move(message), std::move(hint)});
    ++error_count_;
  }
  void Warning(std::string_view code, Place place, Text message, Text hint = {}) {
    list_.push_back(
        {Severity::kWarning, code, std::move(place), std::move(message), std::move(hint)});
  }
  void Append(Issues other);

  bool has_errors() const { return error_count_ > 0; }
  std::size_t error_count() const { return error_count_; }
  std::size_t warning_count() const { return list_.size() - error_count_; }
  bool empty() const { return list_.empty(); }
  const std::vector<Issue>& list() const { return list_; }
  // Sorts by file, line and column; findings at one place keep their order.
  void SortByPlace();

 private:
  std::vector<Issue> list_;
  std::size_t error_count_ = 0;
};

// Returns "file:line:column 第五条" or "file[Sheet!B12]", whichever fields are known.
std::string Render(const Place& place, Language language);

// Returns the finding as lines for a terminal or log: place, severity, message, code, the source
// line with a caret under the place when `source` (the whole text of the file) is given, the hint.
std::string Render(const Issue& issue, Language language, std::string_view source = {});

}  // namespace kaogong
