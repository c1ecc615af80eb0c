// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/issue.h"

namespace kaogong::importer {

// The findings of one reading: the first 100 errors and the first 100 warnings go to the Issues,
// the others are counted, and Close says how many there were.
class Findings {
 public:
  static constexpr std::size_t kListedMax = 100;

  Findings(Issues& issues, std::string_view file) : issues_(issues), file_(file) {}
  Findings(const Findings&) = delete;
  Findings& operator=(const Findings&) = delete;

  // Counts a finding and returns whether it is to be listed. Ask before wording it: a file of a
  // million bad rows must not cost a million messages.
  bool CountError() { return ++errors_ <= kListedMax; }
  bool CountWarning() { return ++warnings_ <= kListedMax; }
  // Lists a finding that was counted.
  void ListError(std::string_view code, Place place, Text message, Text hint = {});
  void ListWarning(std::string_view code, Place place, Text message, Text hint = {});

  // Counts and lists at once, for what happens once or rarely.
  void Error(std::string_view code, Place place, Text message, Text hint = {});
  void Warning(std::string_view code, Place place, Text message, Text hint = {});

  bool has_errors() const { return errors_ > 0; }
  const std::string& file() const { return file_; }
  Place FilePlace(int line = 0) const {
    Place place;
    place.file = file_;
    place.line = line;
    return place;
  }

  // Counts and lists the findings of a part that was read on trial.
  void Adopt(const Issues& issues);

  // Adds "and N more" where findings were left out. Call once, last.
  void Close();

 private:
  Issues& issues_;
  std::string file_;
  std::size_t errors_ = 0;
  std::size_t warnings_ = 0;
};

}  // namespace kaogong::importer
