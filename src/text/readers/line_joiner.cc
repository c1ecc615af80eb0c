// SPDX-License-Identifier: Apache-2.0
#include "text/readers/line_joiner.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/enumerator.h"
#include "text/fold.h"

namespace kaogong::text {
namespace {

struct Line {
  std::string_view text;      // Without the blanks at both ends.
  std::size_t indent = 0;     // Columns.
  std::size_t right = 0;      // Column past its end.
};

std::vector<Line> LinesOf(std::string_view page) {
  std::vector<Line> lines;
  for (std::size_t begin = 0; begin < page.size();) {
    const std::size_t end = std::min(page.find_first_of("\n\f", begin), page.size());
    const std::string_view whole = page.substr(begin, end - begin);
    const std::string_view text = Trim(whole);
    if (!text.empty()) {
      Line line;
      line.text = text;
      line.indent = DisplayWidth(whole.substr(0, static_cast<std::size_t>(text.data() - whole.data())));
      line.right = line.indent + DisplayWidth(text);
      lines.push_back(line);
    }
    begin = end + 1;
  }
  return lines;
}

// — 12 —, - 3 -, 第5页, 12
bool IsPageNumber(std::string_view text) {
  if (text.size() > 24) return false;
  bool has_digit = false;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    at += point.size;
    if (IsDigit(point.value)) {
      has_digit = true;
    } else if (std::u32string_view(U" -—–―第页共/·").find(point.value) == std::u32string_view::npos) {
      return false;
    }
  }
  return has_digit;
}

bool BeginsItem(std::string_view text) {
  std::u32string head;
  for (std::size_t at = 0; at < text.size() && head.size() < 8;) {
    const CodePoint point = DecodeCodePoint(text, at);
    head.push_back(Fold(point.value));
    at += point.size;
  }
  return EnumeratorAt(head, 0).has_value();
}

bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80U; }

}  // namespace

std::vector<std::string> JoinLines(std::string_view page) {
  std::vector<Line> lines = LinesOf(page);
  if (!lines.empty() && IsPageNumber(lines.back().text)) lines.pop_back();
  if (!lines.empty() && IsPageNumber(lines.front().text)) lines.erase(lines.begin());
  std::size_t left = lines.empty() ? 0 : lines.front().indent;
  std::size_t right = 0;
  for (const Line& line : lines) {
    left = std::min(left, line.indent);
    right = std::max(right, line.right);
  }
  std::vector<std::string> paragraphs;
  bool is_open = false;
  for (const Line& line : lines) {
    const bool is_indented = line.indent >= left + 2;
    const bool goes_on = is_open && !is_indented && !BeginsItem(line.text);
    if (!goes_on) paragraphs.emplace_back();
    std::string& paragraph = paragraphs.back();
    if (!paragraph.empty() && IsAscii(paragraph.back()) && IsAscii(line.text.front())) paragraph += ' ';
    paragraph += line.text;
    // Full but for the two characters that a line may be short of.
    is_open = line.right + 4 >= right;
  }
  return paragraphs;
}

}  // namespace kaogong::text
