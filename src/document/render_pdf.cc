// SPDX-License-Identifier: Apache-2.0
// Pages by Cairo. Paragraphs break between lines, tables between rows with their heads repeated; a
// row taller than a page breaks between the lines of its cells.
#include <cairo-pdf.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "document/fit.h"
#include "document/internal/lean_fonts.h"
#include "document/internal/text_layout.h"
#include "document/render.h"

namespace kaogong::document {

namespace {

constexpr int kShrinksMax = 16;
constexpr double kCellSide = 4;   // Points left and right of the text in a cell.
constexpr double kCellAbove = 2;  // And above and below.

struct Destroy {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};

cairo_status_t Append(void* bytes, const unsigned char* data, unsigned int size) {
  static_cast<std::string*>(bytes)->append(reinterpret_cast<const char*>(data), size);
  return CAIRO_STATUS_SUCCESS;
}

struct SetCell {
  const Cell* source = nullptr;
  std::vector<SetParagraph> paragraphs;
  std::vector<const SetLine*> lines;  // Of all paragraphs.
  std::vector<double> gaps;           // Before each line, from the paragraphs' spacing.
  double x = 0;
  double width = 0;
  std::size_t first_row = 0;
  std::size_t last_row = 0;

  double text_height() const {
    double sum = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) sum += lines[i]->height + gaps[i];
    return sum;
  }
};

struct SetTable {
  std::vector<SetCell> cells;
  std::vector<double> heights;  // Of the rows.
  std::size_t head_rows = 0;
  const Table* source = nullptr;
};

class Pages {
 public:
  // Without `bytes` nothing is drawn, only counted and noted in `fonts`.
  Pages(const Document& document, TextSetter* setter, LeanFonts* fonts, std::string* bytes)
      : document_(document), page_(document.page), setter_(*setter), fonts_(*fonts) {
    if (bytes != nullptr) Begin(bytes);
    y_ = top();
  }

  int count() const { return number_; }

  bool Draw() {
    const auto& blocks = document_.blocks;
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      if (const auto* paragraph = std::get_if<Paragraph>(&blocks[i])) {
        if (paragraph->style.role == Role::kColophon && !is_in_colophon_) BeginColophon(i);
        DrawParagraph(*paragraph, i + 1 < blocks.size() ? &blocks[i + 1] : nullptr);
      } else {
        DrawTable(std::get<Table>(blocks[i]));
      }
    }
    EndPage();
    if (!context_) return true;
    cairo_surface_finish(surface_.get());
    return cairo_status(context_.get()) == CAIRO_STATUS_SUCCESS &&
           cairo_surface_status(surface_.get()) == CAIRO_STATUS_SUCCESS;
  }

 private:
  void Begin(std::string* bytes) {
    surface_.reset(cairo_pdf_surface_create_for_stream(&Append, bytes, Points(page_.width),
                                                       Points(page_.height)));
    // The same document gives the same bytes.
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                   "2000-01-01T00:00:00");
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE,
                                   document_.title.c_str());
    context_.reset(cairo_create(surface_.get()));
  }

  double top() const { return Points(page_.top); }
  double bottom() const { return Points(page_.height - page_.bottom); }
  double left() const { return Points(page_.left); }
  double text_width() const { return Points(page_.text_width()); }
  double room() const { return bottom() - y_; }

  // --- Pages

  void EndPage() {
    if (page_.numbers != PageNumbers::kNone) DrawPageNumber();
    if (context_) cairo_show_page(context_.get());
  }

  void BreakPage() {
    EndPage();
    ++number_;
    y_ = top();
  }

  // 四号宋体, 7 mm below the text; odd pages right, even pages left, a character in.
  void DrawPageNumber() {
    Paragraph paragraph;
    paragraph.style.text = {"宋体", 28, false, false, std::nullopt};
    const bool is_outside = page_.numbers == PageNumbers::kOutside;
    paragraph.style.align = !is_outside        ? Align::kCenter
                            : number_ % 2 == 1 ? Align::kRight
                                               : Align::kLeft;
    paragraph.style.indent_left = paragraph.style.indent_right = 280;
    paragraph.runs.push_back({fmt::format("— {} —", number_), {}, std::nullopt});
    const SetParagraph set = setter_.Set(paragraph, text_width());
    const SetLine& line = set.lines.front();
    const double below = std::min(19.8, Points(page_.bottom) / 3);
    DrawLine(line, left(), bottom() + below);
  }

  void DrawLine(const SetLine& line, double x, double y) {
    if (!context_) {
      fonts_.Note(line.line);
      return;
    }
    cairo_move_to(context_.get(), x + line.x, y + line.ascent);
    fonts_.Show(context_.get(), line.line);
  }

  void SetColor(std::uint32_t color) {
    if (!context_) return;
    cairo_set_source_rgb(context_.get(), ((color >> 16U) & 0xFFU) / 255.0,
                         ((color >> 8U) & 0xFFU) / 255.0, (color & 0xFFU) / 255.0);
  }

  void DrawRule(const Border& border, double y) {
    if (border.width == 0 || !context_) return;
    SetColor(border.color);
    cairo_set_line_width(context_.get(), border.width / 8.0);
    cairo_move_to(context_.get(), left(), y);
    cairo_line_to(context_.get(), left() + text_width(), y);
    cairo_stroke(context_.get());
    SetColor(0);
  }

  // --- Paragraphs

  // What must stand on one page with a heading: the first lines of what follows.
  double Following(const Block* next) {
    if (next == nullptr) return 0;
    if (const auto* paragraph = std::get_if<Paragraph>(next)) {
      const SetParagraph set = setter_.Set(*paragraph, text_width());
      double height = set.before;
      for (std::size_t i = 0; i < set.lines.size() && i < 2; ++i) height += set.lines[i].height;
      return height;
    }
    return 60;  // A head and a row.
  }

  void DrawParagraph(const Paragraph& paragraph, const Block* next) {
    const ParagraphStyle& style = paragraph.style;
    if (style.begins_page && y_ > top()) BreakPage();
    const SetParagraph set = setter_.Set(paragraph, text_width());
    if (style.keeps_with_next && y_ > top()) {
      const double needed = set.height() + Following(next);
      if (needed > room() && needed < bottom() - top()) BreakPage();
    }
    // Space at the top of a page separates from nothing, but a red heading keeps its place.
    if (y_ > top() || style.role == Role::kIssuer) y_ += set.before;
    // Between two paragraphs of the colophon one line is enough.
    if (!std::exchange(was_colophon_, style.role == Role::kColophon)) DrawRule(style.above, y_);
    for (std::size_t i = 0; i < set.lines.size(); ++i) {
      const SetLine& line = set.lines[i];
      // No page begins or ends with a single line of a paragraph, where that can be helped.
      const bool is_orphan =
          i == 0 && set.lines.size() > 1 && line.height + set.lines[1].height > room() + 0.01;
      if ((line.height > room() + 0.01 || is_orphan) && y_ > top()) BreakPage();
      DrawLine(line, left(), y_);
      y_ += line.height;
    }
    const double gap = style.role == Role::kNumber ? 11.3 : 1;  // 4 mm above the red line.
    if (style.below.width > 0) DrawRule(style.below, y_ + gap);
    y_ += set.after + (style.role == Role::kNumber ? gap : 0);
  }

  // The colophon stands at the foot of the last page.
  void BeginColophon(std::size_t first) {
    is_in_colophon_ = true;
    double height = 0;
    for (std::size_t i = first; i < document_.blocks.size(); ++i) {
      const auto* paragraph = std::get_if<Paragraph>(&document_.blocks[i]);
      if (paragraph == nullptr) return;
      height += setter_.Set(*paragraph, text_width()).height();
    }
    if (height > room()) BreakPage();
    y_ = std::max(y_, bottom() - height - 2);
  }

  // --- Tables

  SetTable Set(const Table& table) {
    SetTable set;
    set.source = &table;
    double sum = 0;
    for (const int width : table.widths) sum += Points(width);
    const double scale = sum > text_width() ? text_width() / sum : 1;
    std::vector<double> edges{left() + (text_width() - sum * scale) / 2};
    for (const int width : table.widths) edges.push_back(edges.back() + Points(width) * scale);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      if (table.rows[row].is_head && set.head_rows == row) ++set.head_rows;
      set.heights.push_back(Points(table.rows[row].height_min));
      SetRow(table, row, edges, &set);
    }
    FitHeights(&set);
    return set;
  }

  void SetRow(const Table& table, std::size_t row, const std::vector<double>& edges,
              SetTable* set) {
    std::size_t column = 0;
    for (const Cell& cell : table.rows[row].cells) {
      const std::size_t begin = std::min(column, edges.size() - 1);
      const std::size_t end =
          std::min(column + static_cast<std::size_t>(cell.columns), edges.size() - 1);
      column = end;
      if (cell.rows == 0 || begin == end) continue;
      SetCell made;
      made.source = &cell;
      made.x = edges[begin];
      made.width = edges[end] - edges[begin];
      made.first_row = row;
      made.last_row = std::min(row + static_cast<std::size_t>(cell.rows), table.rows.size()) - 1;
      for (const Paragraph& paragraph : cell.paragraphs)
        made.paragraphs.push_back(setter_.Set(paragraph, made.width - 2 * kCellSide));
      set->cells.push_back(std::move(made));
    }
  }

  // A row is as high as its highest cell; a merged cell that needs more gives it to its last row.
  static void FitHeights(SetTable* set) {
    for (SetCell& cell : set->cells) {
      double gap = 0;
      for (const SetParagraph& paragraph : cell.paragraphs) {
        gap += paragraph.before;
        for (const SetLine& line : paragraph.lines) {
          cell.lines.push_back(&line);
          cell.gaps.push_back(gap);
          gap = 0;
        }
        gap = paragraph.after;
      }
      const double needed = cell.text_height() + 2 * kCellAbove;
      if (cell.first_row == cell.last_row)
        set->heights[cell.first_row] = std::max(set->heights[cell.first_row], needed);
    }
    for (const SetCell& cell : set->cells) {
      if (cell.first_row == cell.last_row) continue;
      double sum = 0;
      for (std::size_t row = cell.first_row; row <= cell.last_row; ++row) sum += set->heights[row];
      const double needed = cell.text_height() + 2 * kCellAbove;
      if (needed > sum) set->heights[cell.last_row] += needed - sum;
    }
  }

  static double HeightOf(const SetTable& set, std::size_t first, std::size_t last) {
    double sum = 0;
    for (std::size_t row = first; row <= last; ++row) sum += set.heights[row];
    return sum;
  }

  void DrawTable(const Table& table) {
    const SetTable set = Set(table);
    const std::size_t rows = set.heights.size();
    const double heads = set.head_rows == 0 ? 0 : HeightOf(set, 0, set.head_rows - 1);
    std::size_t row = 0;
    if (set.head_rows > 0 && set.head_rows < rows && heads + set.heights[set.head_rows] > room() &&
        y_ > top()) {
      BreakPage();
    }
    while (row < rows) {
      // The rows that fit on this page are drawn together.
      std::size_t last = row;
      double height = 0;
      while (last < rows && height + set.heights[last] <= room() + 0.01)
        height += set.heights[last++];
      if (last > row) {
        DrawRows(set, row, last - 1);
        row = last;
      } else if (y_ > top() + heads + 0.01) {
        // Nothing fits here; perhaps on a page of its own.
      } else {
        DrawTallRow(set, row++);
      }
      if (row >= rows) break;
      BreakPage();
      if (row >= set.head_rows && set.head_rows > 0) DrawRows(set, 0, set.head_rows - 1);
    }
  }

  void DrawRows(const SetTable& set, std::size_t first, std::size_t last) {
    const auto top_of = [&](std::size_t row) {
      return row <= first ? y_ : y_ + HeightOf(set, first, row - 1);
    };
    for (const SetCell& cell : set.cells) {
      if (cell.last_row < first || cell.first_row > last) continue;
      const std::size_t from = std::max(cell.first_row, first);
      const std::size_t to = std::min(cell.last_row, last);
      const double cell_top = top_of(from);
      const double height = HeightOf(set, from, to);
      DrawBox(set, cell, cell_top, height);
      // A merged cell that began on the page before has its text there.
      if (cell.first_row < first) continue;
      DrawCellText(cell, cell_top, height);
    }
    y_ += HeightOf(set, first, last);
  }

  void DrawBox(const SetTable& set, const SetCell& cell, double y, double height) {
    cairo_t* const context = context_.get();
    if (context == nullptr) return;
    if (cell.source->fill) {
      SetColor(*cell.source->fill);
      cairo_rectangle(context, cell.x, y, cell.width, height);
      cairo_fill(context);
    }
    const Border& border = set.source->border;
    if (border.width > 0) {
      SetColor(border.color);
      cairo_set_line_width(context, border.width / 8.0);
      cairo_rectangle(context, cell.x, y, cell.width, height);
      cairo_stroke(context);
    }
    SetColor(0);
  }

  void DrawCellText(const SetCell& cell, double y, double height) {
    const double spare = height - 2 * kCellAbove - cell.text_height();
    double at = y + kCellAbove;
    if (cell.source->align == VerticalAlign::kCenter) at += spare / 2;
    if (cell.source->align == VerticalAlign::kBottom) at += spare;
    for (std::size_t i = 0; i < cell.lines.size(); ++i) {
      at += cell.gaps[i];
      DrawLine(*cell.lines[i], cell.x + kCellSide, at);
      at += cell.lines[i]->height;
    }
  }

  // A row higher than a page: as many lines of each cell as fit, then the next page.
  void DrawTallRow(const SetTable& set, std::size_t row) {
    std::vector<const SetCell*> cells;
    for (const SetCell& cell : set.cells) {
      if (cell.first_row <= row && cell.last_row >= row) cells.push_back(&cell);
    }
    std::vector<std::size_t> next(cells.size(), 0);
    while (true) {
      const double limit = std::max(room() - 2 * kCellAbove, 20.0);
      double used = 0;
      bool is_done = true;
      for (std::size_t i = 0; i < cells.size(); ++i) {
        double at = 0;
        const auto& lines = cells[i]->lines;
        while (next[i] < lines.size() && (at + lines[next[i]]->height <= limit || at == 0)) {
          DrawLine(*lines[next[i]], cells[i]->x + kCellSide, y_ + kCellAbove + at);
          at += lines[next[i]++]->height;
        }
        used = std::max(used, at);
        is_done = is_done && next[i] == lines.size();
      }
      const double height = is_done ? used + 2 * kCellAbove : room();
      for (const SetCell* const cell : cells) {
        SetCell frame;
        Cell plain;
        frame.source = &plain;
        frame.x = cell->x;
        frame.width = cell->width;
        DrawBox(set, frame, y_, height);
      }
      y_ += height;
      if (is_done) return;
      BreakPage();
      if (set.head_rows > 0) DrawRows(set, 0, set.head_rows - 1);
    }
  }

  const Document& document_;
  const Page& page_;
  TextSetter& setter_;
  LeanFonts& fonts_;
  std::unique_ptr<cairo_surface_t, Destroy> surface_;
  std::unique_ptr<cairo_t, Destroy> context_;
  double y_ = 0;
  int number_ = 1;
  bool is_in_colophon_ = false;
  bool was_colophon_ = false;
};

// Returns the document as it is drawn: what should fit one page was fitted without asking a font and
// may lack a line. Its glyphs are noted.
Document Fitted(const Document& document, TextSetter* setter, LeanFonts* fonts) {
  Document fitted = document;
  for (int step = 0; step < kShrinksMax; ++step) {
    Pages counted(fitted, setter, fonts, nullptr);
    counted.Draw();
    if (!document.page.is_one_page || counted.count() == 1) break;
    ShrinkTables(&fitted);
  }
  return fitted;
}

}  // namespace

Result<std::string> RenderPdf(const Document& document) {
  // Fonts are loaded once a thread; Pango's objects must not be shared between threads.
  thread_local TextSetter setter;
  thread_local LeanFonts fonts;
  if (!setter.has_chinese()) {
    return Error{ErrorCode::kUnavailable,
                 Say("本机没有中文字体，不能生成 PDF；请安装 fonts-noto-cjk",
                     "this machine has no Chinese font; install fonts-noto-cjk")};
  }
  const Document fitted = Fitted(document, &setter, &fonts);
  std::string bytes;
  if (!Pages(fitted, &setter, &fonts, &bytes).Draw()) {
    return Error{ErrorCode::kInternal, Say("无法生成 PDF", "the PDF could not be made")};
  }
  return bytes;
}

}  // namespace kaogong::document
