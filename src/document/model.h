// SPDX-License-Identifier: Apache-2.0
// Document: an official document as plain values. Its figures are references to the record, with
// what the record said when the document was drafted. The renderers write the same document as
// DOCX, PDF, HTML and XLSX.
//
// Lengths are twips (1/20 pt), font sizes half-points, border widths eighths of a point, colours
// 0xRRGGBB: the units of OOXML, all whole numbers. Font names are those the standard asks for
// (仿宋_GB2312, 方正小标宋简体 …); renderers that need a font file put a free one in its place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "document/format.h"
#include "document/record.h"

namespace kaogong::document {

// A live figure: an expression over the record, evaluated in scopes of objects, innermost first.
struct Figure {
  std::vector<std::string> scopes;
  std::string expression;  // 总分, 上年.总分, 合计(村.村报酬), 总分 - 上年.总分
  Format format;
  Item value;  // When the document was drafted.
};

struct TextStyle {
  std::string font;  // Empty: the paragraph's.
  int size = 0;      // Half-points; 0: the paragraph's.
  bool is_bold = false;
  bool is_underlined = false;
  std::optional<std::uint32_t> color = {};

  friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

struct Run {
  std::string text;  // What is shown, of a figure too. "\n" breaks the line.
  TextStyle style = {};
  std::optional<Figure> figure = {};
};

// What a paragraph is in an official document (GB/T 9704-2012). Stored by NameOf; append only.
enum class Role : std::uint8_t {
  kBody,         // 正文
  kIssuer,       // 发文机关标志: the red heading.
  kNumber,       // 发文字号, with the red line below it.
  kTitle,        // 标题
  kAddressee,    // 主送机关
  kHeading1,     // 一、
  kHeading2,     // (一)
  kHeading3,     // 1.
  kHeading4,     // (1)
  kAttachments,  // 附件说明
  kSignature,    // 发文机关署名
  kDate,         // 成文日期
  kColophon,     // 版记: copies to, printed by; in 4号 between lines.
  kTableTitle,
  kTableText,  // In the cells of a table.
  kTableHead,
  kNote,  // Small print below a table.
  kSubtitle,
};

enum class Align : std::uint8_t { kLeft, kCenter, kRight, kBoth };

struct Border {
  int width = 0;  // Eighths of a point; 0: none.
  std::uint32_t color = 0;

  friend bool operator==(const Border&, const Border&) = default;
};

struct ParagraphStyle {
  Role role = Role::kBody;
  TextStyle text = {};  // Of runs that say nothing else; font and size are set.
  Align align = Align::kBoth;
  int indent_first = 0;  // Twips; negative hangs.
  int indent_left = 0;
  int indent_right = 0;
  int space_before = 0;
  int space_after = 0;
  int line = 0;  // Exact height of a line; 0: as the font needs.
  bool keeps_with_next = false;
  bool begins_page = false;
  Border above = {};
  Border below = {};

  friend bool operator==(const ParagraphStyle&, const ParagraphStyle&) = default;
};

struct Paragraph {
  ParagraphStyle style = {};
  std::vector<Run> runs = {};

  std::string Text() const;
};

enum class VerticalAlign : std::uint8_t { kTop, kCenter, kBottom };

struct Cell {
  std::vector<Paragraph> paragraphs = {};
  int columns = 1;  // Spanned, including its own.
  int rows = 1;     // Spanned; 0: covered by a cell above.
  std::optional<std::uint32_t> fill = {};
  VerticalAlign align = VerticalAlign::kCenter;

  // Its paragraphs, one a line.
  std::string Text() const;
};

struct Row {
  std::vector<Cell> cells = {};
  bool is_head = false;  // Repeated on each page.
  int height_min = 0;
};

struct Table {
  std::vector<int> widths = {};  // Of the columns.
  std::vector<Row> rows = {};
  Border border = {4, 0};  // Of all cells; width 0: no lines.
};

using Block = std::variant<Paragraph, Table>;

enum class PageNumbers : std::uint8_t {
  kNone,
  kOutside,  // — 1 —, odd pages right, even pages left.
  kCentered,
};

// A4 with the margins of GB/T 9704-2012: 37, 35, 28 and 26 mm.
struct Page {
  int width = 11906;
  int height = 16838;
  int top = 2098;
  int bottom = 1984;
  int left = 1588;
  int right = 1474;
  PageNumbers numbers = PageNumbers::kOutside;
  bool is_one_page = false;  // Tables were made smaller until it fitted.

  int text_width() const { return width - left - right; }
  int text_height() const { return height - top - bottom; }
};

// What a template decided by looking at the record: a condition, or which objects a loop ran over.
// Checked like a figure: another veto would have made another document.
struct Premise {
  std::vector<std::string> scopes;
  std::string expression;
  Item value;
  std::string place;  // For people: 第5段.
};

struct Document {
  std::string title;
  std::string template_name;
  Page page;
  std::vector<Block> blocks;
  std::vector<Premise> premises;
};

// Calls `visit(place, paragraph)` for every paragraph in reading order, with its place for people:
// 第3段, 表1第2行第3列.
template <class Doc, class Visit>
void EachParagraph(Doc& document, Visit visit);

// Returns the text of the whole document, a line for each paragraph, cells separated by tabs.
std::string TextOf(const Document& document);

// Returns how many figures the document has.
std::size_t CountFigures(const Document& document);

// --- Implementation.

std::string PlaceOfParagraph(int number);
std::string PlaceOfCell(int table, std::size_t row, std::size_t column);

template <class Doc, class Visit>
void EachParagraph(Doc& document, Visit visit) {
  int paragraphs = 0;
  int tables = 0;
  for (auto& block : document.blocks) {
    if (auto* paragraph = std::get_if<Paragraph>(&block)) {
      visit(PlaceOfParagraph(++paragraphs), *paragraph);
      continue;
    }
    auto& table = std::get<Table>(block);
    ++tables;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t cell = 0; cell < table.rows[row].cells.size(); ++cell) {
        for (auto& paragraph : table.rows[row].cells[cell].paragraphs)
          visit(PlaceOfCell(tables, row + 1, cell + 1), paragraph);
      }
    }
  }
}

}  // namespace kaogong::document
