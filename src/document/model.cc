// SPDX-License-Identifier: Apache-2.0
#include "document/model.h"

#include <fmt/format.h>

namespace kaogong::document {

std::string Paragraph::Text() const {
  std::string text;
  for (const Run& run : runs) text += run.text;
  return text;
}

std::string Cell::Text() const {
  std::string text;
  for (const Paragraph& paragraph : paragraphs) {
    if (&paragraph != &paragraphs.front()) text += '\n';
    text += paragraph.Text();
  }
  return text;
}

std::string PlaceOfParagraph(int number) { return fmt::format("第{}段", number); }

std::string PlaceOfCell(int table, std::size_t row, std::size_t column) {
  return fmt::format("表{}第{}行第{}格", table, row, column);
}

std::string TextOf(const Document& document) {
  std::string text;
  for (const Block& block : document.blocks) {
    if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
      text += paragraph->Text() + "\n";
      continue;
    }
    for (const Row& row : std::get<Table>(block).rows) {
      for (const Cell& cell : row.cells) {
        if (&cell != &row.cells.front()) text += '\t';
        text += cell.Text();
      }
      text += '\n';
    }
  }
  return text;
}

std::size_t CountFigures(const Document& document) {
  std::size_t count = 0;
  EachParagraph(document, [&](const std::string&, const Paragraph& paragraph) {
    for (const Run& run : paragraph.runs) count += run.figure ? 1U : 0U;
  });
  return count;
}

}  // namespace kaogong::document
