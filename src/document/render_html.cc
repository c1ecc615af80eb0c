// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "document/internal/xml_text.h"
#include "document/render.h"

namespace kaogong::document {

namespace {

template <class... Args>
void Add(std::string* to, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(*to), format, std::forward<Args>(args)...);
}

// Twips, half-points and eighths as CSS points.
std::string Points(int units, int of_point) {
  const int thousandths = units * 1000 / of_point;
  return fmt::format("{}{}.{:03}pt", thousandths < 0 ? "-" : "", std::abs(thousandths) / 1000,
                     std::abs(thousandths) % 1000);
}
std::string Twips(int units) { return Points(units, 20); }

// The named font first, then what stands in for it.
std::string FamilyOf(std::string_view font) {
  std::string_view generic = "'Noto Serif CJK SC',SimSun,serif";
  if (font.find("黑体") != std::string_view::npos) generic = "SimHei,'Noto Sans CJK SC',sans-serif";
  if (font.find("楷") != std::string_view::npos) generic = "KaiTi,'AR PL UKai CN',serif";
  if (font.find("仿宋") != std::string_view::npos) generic = "FangSong,'Noto Serif CJK SC',serif";
  std::string name;
  for (const char byte : font) {
    if (byte != '\'' && byte != ';' && byte != '\\') name += byte;
  }
  return fmt::format("'{}',{}", Escaped(name), generic);
}

void AddTextStyle(const TextStyle& style, std::string* css) {
  if (!style.font.empty()) Add(css, "font-family:{};", FamilyOf(style.font));
  if (style.size > 0) Add(css, "font-size:{};", Points(style.size, 2));
  if (style.is_bold) *css += "font-weight:bold;";
  if (style.is_underlined) *css += "text-decoration:underline;";
  if (style.color) Add(css, "color:#{};", HexColor(*style.color));
}

std::string_view AlignWord(Align align) {
  switch (align) {
    case Align::kLeft: return "left";
    case Align::kCenter: return "center";
    case Align::kRight: return "right";
    case Align::kBoth: return "justify";
  }
  return "left";
}

std::string ParagraphCss(const ParagraphStyle& style) {
  std::string css;
  AddTextStyle(style.text, &css);
  Add(&css, "text-align:{};", AlignWord(style.align));
  Add(&css, "margin:{} {} {} {};", Twips(style.space_before), Twips(style.indent_right),
      Twips(style.space_after), Twips(style.indent_left));
  if (style.indent_first != 0) Add(&css, "text-indent:{};", Twips(style.indent_first));
  if (style.line > 0) Add(&css, "line-height:{};", Twips(style.line));
  for (const auto& [side, border] : {std::pair{"top", &style.above}, {"bottom", &style.below}}) {
    if (border->width > 0)
      Add(&css, "border-{}:{} solid #{};", side, Points(border->width, 8), HexColor(border->color));
  }
  if (style.begins_page) css += "break-before:page;";
  return css;
}

class Writer {
 public:
  explicit Writer(const Document& document) : document_(document) {}

  std::string Page() {
    Add(&html_,
        R"(<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{}</title><style>)",
        Escaped(document_.title));
    const auto& page = document_.page;
    Add(&html_,
        "body{{background:#fff;color:#000;width:{};margin:0 auto;padding:{} {} {} {};}}"
        "p{{white-space:pre-wrap;overflow-wrap:anywhere}}table{{border-collapse:collapse;"
        "margin:0 auto;table-layout:fixed}}thead{{display:table-header-group}}"
        "@page{{size:{} {}}}",
        Twips(page.text_width()), Twips(page.top), Twips(page.right), Twips(page.bottom),
        Twips(page.left), Twips(page.width), Twips(page.height));
    html_ += "</style></head><body>";
    for (const Block& block : document_.blocks) {
      if (const auto* paragraph = std::get_if<Paragraph>(&block)) {
        AddParagraph(*paragraph);
      } else {
        AddTable(std::get<Table>(block));
      }
    }
    html_ += "</body></html>\n";
    return std::move(html_);
  }

 private:
  void AddParagraph(const Paragraph& paragraph) {
    Add(&html_, R"(<p style="{}">)", ParagraphCss(paragraph.style));
    for (const Run& run : paragraph.runs) AddRun(run);
    if (paragraph.runs.empty()) html_ += "<br>";
    html_ += "</p>";
  }

  void AddRun(const Run& run) {
    std::string css;
    AddTextStyle(run.style, &css);
    const std::string style = css.empty() ? "" : fmt::format(R"( style="{}")", css);
    if (run.figure) {
      Add(&html_, R"(<data class="figure" data-figure="{}" value="{}" title="{}"{}>)", figures_++,
          Escaped(run.figure->value.has_value() ? run.figure->value.number.ToString() : ""),
          Escaped(TitleOf(*run.figure)), style);
    } else if (!style.empty()) {
      Add(&html_, "<span{}>", style);
    }
    AddText(run.text);
    if (run.figure) {
      html_ += "</data>";
    } else if (!style.empty()) {
      html_ += "</span>";
    }
  }

  static std::string TitleOf(const Figure& figure) {
    std::string title = figure.scopes.empty() || figure.scopes[0].empty() ? "" : figure.scopes[0] + " ";
    title += figure.expression;
    if (!figure.value.source.empty()) title += " " + figure.value.source;
    return title;
  }

  void AddText(std::string_view text) {
    for (std::size_t begin = 0;;) {
      const std::size_t end = text.find('\n', begin);
      AppendEscaped(text.substr(begin, end - begin), &html_);
      if (end == std::string_view::npos) return;
      html_ += "<br>";
      begin = end + 1;
    }
  }

  void AddTable(const Table& table) {
    html_ += "<table><colgroup>";
    for (const int width : table.widths) Add(&html_, R"(<col style="width:{}">)", Twips(width));
    html_ += "</colgroup>";
    const auto first_body = std::find_if(table.rows.begin(), table.rows.end(),
                                         [](const Row& row) { return !row.is_head; });
    if (first_body != table.rows.begin()) {
      html_ += "<thead>";
      for (auto row = table.rows.begin(); row != first_body; ++row) AddRow(*row, table, "th");
      html_ += "</thead>";
    }
    html_ += "<tbody>";
    for (auto row = first_body; row != table.rows.end(); ++row) AddRow(*row, table, "td");
    html_ += "</tbody></table>";
  }

  void AddRow(const Row& row, const Table& table, std::string_view tag) {
    Add(&html_, R"(<tr style="height:{}">)", Twips(row.height_min));
    for (const Cell& cell : row.cells) {
      if (cell.rows == 0) continue;
      std::string css = "padding:0 4pt;font-weight:normal;";
      if (table.border.width > 0) {
        Add(&css, "border:{} solid #{};", Points(table.border.width, 8),
            HexColor(table.border.color));
      }
      if (cell.fill) Add(&css, "background:#{};", HexColor(*cell.fill));
      Add(&css, "vertical-align:{};", cell.align == VerticalAlign::kTop      ? "top"
                                      : cell.align == VerticalAlign::kCenter ? "middle"
                                                                             : "bottom");
      Add(&html_, "<{}", tag);
      if (cell.columns > 1) Add(&html_, R"( colspan="{}")", cell.columns);
      if (cell.rows > 1) Add(&html_, R"( rowspan="{}")", cell.rows);
      Add(&html_, R"( style="{}">)", css);
      for (const Paragraph& paragraph : cell.paragraphs) AddParagraph(paragraph);
      Add(&html_, "</{}>", tag);
    }
    html_ += "</tr>";
  }

  const Document& document_;
  std::string html_;
  int figures_ = 0;
};

}  // namespace

std::string RenderHtml(const Document& document) { return Writer(document).Page(); }

}  // namespace kaogong::document
