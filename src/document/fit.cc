// SPDX-License-Identifier: Apache-2.0
#include "document/fit.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace kaogong::document {

namespace {

constexpr int kSizeMin = 13;     // Half-points.
constexpr int kCellSides = 160;  // Twips left and right of the text in a cell.
constexpr int kCellAboves = 80;  // Above and below.

// Counts lines as a renderer breaks them: between Chinese characters and after blanks, not inside a
// word or number that fits a line.
class LineCounter {
 public:
  LineCounter(int room, int first) : room_(room), used_(std::max(first, 0)) {}

  void Take(char32_t point, int wide) {
    if (point == U'\n') {
      EndWord();
      NewLine();
      return;
    }
    const bool is_in_word = point < 0x80 && point != U' ';
    if (!is_in_word) EndWord();
    word_ += wide;
    if (!is_in_word) EndWord();
  }
  int lines() {
    EndWord();
    return lines_;
  }

 private:
  void NewLine() {
    ++lines_;
    used_ = 0;
  }
  void EndWord() {
    if (used_ > 0 && used_ + word_ > room_) NewLine();
    for (; word_ > room_; word_ -= room_) NewLine();
    used_ += std::exchange(word_, 0);
  }

  int room_;
  int used_;
  int word_ = 0;
  int lines_ = 1;
};

// A character of DisplayWidth 2 is as wide as it is high; others about half.
int LinesOf(const Paragraph& paragraph, int width) {
  const ParagraphStyle& style = paragraph.style;
  LineCounter counter(std::max(width - style.indent_left - style.indent_right, 200),
                      style.indent_first);
  for (const Run& run : paragraph.runs) {
    const int size = run.style.size > 0 ? run.style.size : style.text.size;
    for (std::size_t offset = 0; offset < run.text.size();) {
      const CodePoint point = DecodeCodePoint(run.text, offset);
      offset += point.size;
      counter.Take(point.value, size * 5 * DisplayWidth(point.value));
    }
  }
  return counter.lines();
}

int HeightOf(const Paragraph& paragraph, int width) {
  const ParagraphStyle& style = paragraph.style;
  // A line that is left to its font takes a third more than the size of its characters.
  const int line = style.line > 0 ? style.line : style.text.size * 10 * 4 / 3;
  return style.space_before + style.space_after + LinesOf(paragraph, width) * line;
}

int HeightOf(const Table& table, int text_width) {
  int sum = 0;
  for (const int width : table.widths) sum += width;
  const int whole = std::max(sum, 1);
  const int fitted = std::min(whole, text_width);
  int height = 0;
  for (const Row& row : table.rows) {
    int highest = row.height_min;
    std::size_t column = 0;
    for (const Cell& cell : row.cells) {
      int width = 0;
      for (int i = 0; i < cell.columns && column < table.widths.size(); ++i, ++column)
        width += table.widths[column];
      int needed = kCellAboves;
      for (const Paragraph& paragraph : cell.paragraphs)
        needed += HeightOf(paragraph, width * fitted / whole - kCellSides);
      // A merged cell stands beside several rows.
      if (cell.rows == 1) highest = std::max(highest, needed);
    }
    height += highest;
  }
  return height;
}

}  // namespace

int EstimateHeight(const Document& document) {
  int height = 0;
  for (const Block& block : document.blocks) {
    const int width = document.page.text_width();
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      height += HeightOf(*paragraph, width);
    } else {
      height += HeightOf(std::get<Table>(block), width) + 20;
    }
  }
  return height;
}

void ShrinkTables(Document* document) {
  for (Block& block : document->blocks) {
    auto* table = std::get_if<Table>(&block);
    if (table == nullptr) continue;
    for (Row& row : table->rows) {
      row.height_min = row.height_min * 93 / 100;
      for (Cell& cell : row.cells) {
        for (Paragraph& paragraph : cell.paragraphs) {
          paragraph.style.text.size = std::max(paragraph.style.text.size - 1, kSizeMin);
          for (Run& run : paragraph.runs) {
            if (run.style.size > 0) run.style.size = std::max(run.style.size - 1, kSizeMin);
          }
        }
      }
    }
  }
}

void FitOnePage(Document* document) {
  constexpr int kStepsMax = 16;
  for (int step = 0; step < kStepsMax; ++step) {
    if (EstimateHeight(*document) * 101 / 100 <= document->page.text_height()) return;
    ShrinkTables(document);
  }
}

}  // namespace kaogong::document
