// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <xlsxwriter.h>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "base/result.h"
#include "sheet/workbook.h"

namespace kaogong::sheet {

// What a cell looks like, as far as libxlsxwriter is to know.
struct Look {
  Style style = {};
  std::string number_format = {};
  bool is_header = false;
  bool is_title = false;
  bool is_unlocked = false;

  auto operator<=>(const Look&) const = default;
};

// A file being written by libxlsxwriter. Equal looks share one of its formats.
class Book {
 public:
  // `path` is created or emptied. With `is_streamed` rows must be written in order, and only once.
  Book(const std::string& path, bool is_streamed);
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  // Throws away what was not closed.
  ~Book();

  // Errors: kUnavailable when the temporary file of a streamed sheet cannot be made.
  Result<lxw_worksheet*> AddSheet(const std::string& name);
  // Nothing for a look that is like an untouched cell.
  lxw_format* FormatOf(const Look& look);
  // Returns a format for conditional formatting, which only adds to what a cell looks like.
  lxw_format* HighlightFormat(const Style& style);
  lxw_chart* AddChart(std::uint8_t type);
  void SetProperties(const Workbook& workbook);
  // Writes everything. Errors: kUnavailable.
  Result<void> Close();

 private:
  lxw_workbook* workbook_;
  std::map<Look, lxw_format*> formats_;
};

// libxlsxwriter takes many strings as char* though it copies and never changes them.
inline char* Unconst(const std::string& text) { return const_cast<char*>(text.c_str()); }

// Returns the text without control characters but line ends, cut to `units` UTF-16 units: comments,
// prompts and the like are not escaped by the library.
std::string PlainText(std::string_view text, std::size_t units);

}  // namespace kaogong::sheet
