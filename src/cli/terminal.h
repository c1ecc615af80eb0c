// SPDX-License-Identifier: Apache-2.0
// What a person at a terminal sees: aligned tables, colours, progress. Output that goes to a file
// or pipe has neither colour nor progress.
#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "base/text.h"

namespace kaogong::cli {

// Whether the stream is a terminal that wants colour (NO_COLOR is respected).
bool HasColor(std::FILE* stream);

enum class Tone { kPlain, kGood, kBad, kWarn, kFaint, kBold };

// Returns the text in a colour when `enabled`.
std::string Paint(std::string_view text, Tone tone, bool enabled);

// Columns of the terminal that standard output goes to; 0 when it is none.
std::size_t TerminalWidth();

struct TableStyle {
  std::size_t width = 0;   // Wider tables are cut into parts below each other; 0: no limit.
  std::size_t labels = 1;  // Leading columns that every part repeats.
};

// Returns rows of cells as aligned columns; display width counts, so Chinese lines up. The first
// row is the heading. Columns of numbers, with 待定 and the like among them, are set to the right,
// decimal point under decimal point.
std::string RenderTable(const std::vector<std::vector<std::string>>& rows, TableStyle style = {});

// Returns the text broken into lines of at most `width`; lines after the first are indented by
// `indent`. Chinese breaks between characters, but not before closing punctuation, other text at
// blanks. `width` 0: as it is.
std::string Wrap(std::string_view text, std::size_t indent, std::size_t width);

// A line on standard error that shows how far work has come, from one second on; nothing when
// standard error is no terminal.
class Progress {
 public:
  explicit Progress(Text task);
  ~Progress();
  void Show(std::size_t done);
  // `of` > 0 draws a bar.
  void Show(std::size_t done, std::size_t of);

 private:
  Text task_;
  double started_ = 0;
  double shown_ = 0;
  bool is_terminal_ = false;
  bool is_visible_ = false;
};

}  // namespace kaogong::cli
