// SPDX-License-Identifier: Apache-2.0
#include "document/arrange.h"

#include <algorithm>

#include "base/utf8.h"

namespace kaogong::document {

namespace {

// In twips, if it stood on one line.
int WidthOf(const Paragraph& paragraph) {
  int width = 0;
  for (const Run& run : paragraph.runs) {
    const int size = run.style.size > 0 ? run.style.size : paragraph.style.text.size;
    width += size * 5 * static_cast<int>(DisplayWidth(run.text));
  }
  return width;
}

// A single character on the last line of a title is ugly: the lines are made shorter.
void Balance(int text_width, Paragraph* title) {
  const int width = WidthOf(*title);
  // Some characters are wider than they count.
  const int lines = (width * 105 / 100 + text_width - 1) / std::max(text_width, 1);
  constexpr int kLinesMax = 6;  // Past that nothing is balanced any more.
  if (lines < 2 || lines > kLinesMax) return;
  const int character = title->style.text.size * 10;
  const int line = std::min(width / lines + 2 * character, text_width);
  title->style.indent_left = title->style.indent_right = (text_width - line) / 2;
}

void CenterOver(const Paragraph& date, Paragraph* signature) {
  const int spare = (WidthOf(date) - WidthOf(*signature)) / 2;
  signature->style.indent_right = std::max(date.style.indent_right + spare, 0);
}

}  // namespace

void Arrange(Document* document) {
  Paragraph* above = nullptr;
  for (Block& block : document->blocks) {
    auto* const paragraph = std::get_if<Paragraph>(&block);
    if (paragraph != nullptr) {
      const Role role = paragraph->style.role;
      const Role role_above = above == nullptr ? Role::kBody : above->style.role;
      if (role == Role::kTitle) Balance(document->page.text_width(), paragraph);
      if (role == Role::kAttachments && role_above == role) paragraph->style.space_before = 0;
      if (role == Role::kDate && role_above == Role::kSignature) CenterOver(*paragraph, above);
    }
    above = paragraph;
  }
}

}  // namespace kaogong::document
