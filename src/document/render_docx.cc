// SPDX-License-Identifier: Apache-2.0
// WordprocessingML. A paragraph names the style of its role and says only what differs from it, so
// that an office that edits the style in Word changes every paragraph of that role.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "document/internal/xml_text.h"
#include "document/layout.h"
#include "document/render.h"
#include "text/archive.h"

namespace kaogong::document {

namespace {

constexpr std::string_view kHead =
    R"(<?xml version="1.0" encoding="UTF-8" standalone="yes"?>)"
    "\n";
constexpr std::string_view kNamespaces =
    R"(xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" )"
    R"(xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships")";
constexpr const char* kLatinFont = "Times New Roman";

constexpr std::array kRoles{
    Role::kBody,     Role::kIssuer,   Role::kNumber,      Role::kTitle,     Role::kAddressee,
    Role::kHeading1, Role::kHeading2, Role::kHeading3,    Role::kHeading4,  Role::kAttachments,
    Role::kSignature, Role::kDate,    Role::kColophon,    Role::kTableTitle, Role::kTableText,
    Role::kTableHead, Role::kNote,    Role::kSubtitle};

template <class... Args>
void Add(std::string* to, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(*to), format, std::forward<Args>(args)...);
}

std::string StyleId(Role role) { return "kg_" + NameOf(role).en; }

// --- Properties

void AddTextProperties(const TextStyle& style, std::string* to) {
  if (!style.font.empty()) {
    Add(to, R"(<w:rFonts w:ascii="{0}" w:hAnsi="{0}" w:eastAsia="{1}" w:hint="eastAsia"/>)",
        kLatinFont, Escaped(style.font));
  }
  if (style.is_bold) *to += "<w:b/>";
  if (style.color) Add(to, R"(<w:color w:val="{}"/>)", HexColor(*style.color));
  if (style.size > 0) Add(to, R"(<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>)", style.size);
  if (style.is_underlined) *to += R"(<w:u w:val="single"/>)";
}

std::string_view AlignWord(Align align) {
  switch (align) {
    case Align::kLeft: return "left";
    case Align::kCenter: return "center";
    case Align::kRight: return "right";
    case Align::kBoth: return "both";
  }
  return "both";
}

void AddBorder(const char* side, const Border& border, int space, std::string* to) {
  if (border.width == 0) return;
  Add(to, R"(<w:{} w:val="single" w:sz="{}" w:space="{}" w:color="{}"/>)", side, border.width, space,
      HexColor(border.color));
}

void AddBorders(const ParagraphStyle& style, std::string* to) {
  if (style.above.width == 0 && style.below.width == 0) return;
  *to += "<w:pBdr>";
  AddBorder("top", style.above, 1, to);
  AddBorder("bottom", style.below, style.role == Role::kNumber ? 10 : 1, to);
  if (style.role == Role::kColophon) AddBorder("between", style.above, 1, to);
  *to += "</w:pBdr>";
}

// In the order that the schema asks for.
void AddParagraphProperties(const ParagraphStyle& style, std::string_view frame, std::string* to) {
  if (style.keeps_with_next) *to += "<w:keepNext/>";
  if (style.begins_page) *to += "<w:pageBreakBefore/>";
  *to += frame;
  AddBorders(style, to);
  const std::string_view rule = style.line > 0 ? "exact" : "auto";
  Add(to, R"(<w:spacing w:before="{}" w:after="{}" w:line="{}" w:lineRule="{}"/>)",
      style.space_before, style.space_after, style.line > 0 ? style.line : 240, rule);
  Add(to, R"(<w:ind w:left="{}" w:right="{}" )", style.indent_left, style.indent_right);
  if (style.indent_first < 0) {
    Add(to, R"(w:hanging="{}"/>)", -style.indent_first);
  } else {
    Add(to, R"(w:firstLine="{}"/>)", style.indent_first);
  }
  Add(to, R"(<w:jc w:val="{}"/>)", AlignWord(style.align));
}

// --- The text

class Writer {
 public:
  explicit Writer(const Document& document) : document_(document) {}

  std::string Main() {
    Add(&xml_, "{}<w:document {}><w:body>", kHead, kNamespaces);
    bool was_table = false;
    for (const Block& block : document_.blocks) {
      const auto* paragraph = std::get_if<Paragraph>(&block);
      // Word joins two tables that nothing separates, and wants a paragraph at the end.
      if (paragraph == nullptr && was_table) AddSeparator();
      was_table = paragraph == nullptr;
      if (paragraph != nullptr) {
        AddParagraph(*paragraph, true);
      } else {
        AddTable(std::get<Table>(block));
      }
    }
    if (was_table) AddSeparator();
    AddSection();
    xml_ += "</w:body></w:document>";
    return std::move(xml_);
  }

 private:
  void AddSeparator() {
    xml_ += R"(<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>)"
            R"(<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>)";
  }

  void AddParagraph(const Paragraph& paragraph, bool is_outside) {
    const ParagraphStyle& style = paragraph.style;
    ParagraphStyle usual = StyleOf(style.role);
    const bool is_text_usual = usual.text == style.text;
    usual.text = style.text;
    xml_ += "<w:p><w:pPr>";
    Add(&xml_, R"(<w:pStyle w:val="{}"/>)", StyleId(style.role));
    const std::string frame = style.role == Role::kColophon && is_outside ? Frame() : "";
    if (usual == style) {
      xml_ += frame;
    } else {
      AddParagraphProperties(style, frame, &xml_);
    }
    if (!is_text_usual) {
      xml_ += "<w:rPr>";
      AddTextProperties(style.text, &xml_);
      xml_ += "</w:rPr>";
    }
    xml_ += "</w:pPr>";
    for (const Run& run : paragraph.runs) AddRun(run, style.text, is_text_usual);
    xml_ += "</w:p>";
  }

  // The colophon stands at the foot of the last page.
  std::string Frame() const {
    return fmt::format(
        R"(<w:framePr w:w="{}" w:hSpace="0" w:wrap="around" w:vAnchor="margin" w:hAnchor="margin" )"
        R"(w:xAlign="center" w:yAlign="bottom"/>)",
        document_.page.text_width());
  }

  void AddRun(const Run& run, const TextStyle& base, bool is_text_usual) {
    if (run.figure) {
      ++figures_;
      Add(&xml_, R"(<w:bookmarkStart w:id="{0}" w:name="figure_{0}"/>)", figures_);
    }
    xml_ += "<w:r>";
    AddRunProperties(run.style, base, is_text_usual);
    AddRunText(run.text);
    xml_ += "</w:r>";
    if (run.figure) Add(&xml_, R"(<w:bookmarkEnd w:id="{}"/>)", figures_);
  }

  void AddRunProperties(const TextStyle& own, const TextStyle& base, bool is_text_usual) {
    TextStyle style = own;
    const bool is_plain = style == TextStyle{};
    if (is_plain && is_text_usual) {
      xml_ += R"(<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>)";
      return;
    }
    if (!is_text_usual) {
      if (is_plain) style = base;
      if (style.font.empty()) style.font = base.font;
      if (style.size == 0) style.size = base.size;
    }
    xml_ += "<w:rPr>";
    AddTextProperties(style, &xml_);
    xml_ += "</w:rPr>";
  }

  void AddRunText(std::string_view text) {
    std::string part;
    const auto flush = [&] {
      if (part.empty()) return;
      xml_ += R"(<w:t xml:space="preserve">)";
      AppendEscaped(part, &xml_);
      xml_ += "</w:t>";
      part.clear();
    };
    for (const char byte : text) {
      if (byte != '\n' && byte != '\t') {
        part += byte;
        continue;
      }
      flush();
      xml_ += byte == '\n' ? "<w:br/>" : "<w:tab/>";
    }
    flush();
  }

  // --- Tables

  void AddTable(const Table& table) {
    int width = 0;
    for (const int column : table.widths) width += column;
    Add(&xml_, R"(<w:tbl><w:tblPr><w:tblW w:w="{}" w:type="dxa"/><w:jc w:val="center"/>)", width);
    if (table.border.width > 0) {
      xml_ += "<w:tblBorders>";
      for (const char* const side : {"top", "left", "bottom", "right", "insideH", "insideV"})
        AddBorder(side, table.border, 0, &xml_);
      xml_ += "</w:tblBorders>";
    }
    xml_ += R"(<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/>)"
            R"(<w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>)";
    for (const int column : table.widths) Add(&xml_, R"(<w:gridCol w:w="{}"/>)", column);
    xml_ += "</w:tblGrid>";
    for (const Row& row : table.rows) AddRow(row, table);
    xml_ += "</w:tbl>";
  }

  void AddRow(const Row& row, const Table& table) {
    xml_ += "<w:tr><w:trPr><w:cantSplit/>";
    if (row.height_min > 0)
      Add(&xml_, R"(<w:trHeight w:val="{}" w:hRule="atLeast"/>)", row.height_min);
    if (row.is_head) xml_ += "<w:tblHeader/>";
    xml_ += "</w:trPr>";
    std::size_t column = 0;
    for (const Cell& cell : row.cells) {
      AddCell(cell, table, column);
      column += static_cast<std::size_t>(cell.columns);
    }
    xml_ += "</w:tr>";
  }

  void AddCell(const Cell& cell, const Table& table, std::size_t column) {
    int width = 0;
    for (int i = 0; i < cell.columns; ++i) {
      const std::size_t at = column + static_cast<std::size_t>(i);
      if (at < table.widths.size()) width += table.widths[at];
    }
    Add(&xml_, R"(<w:tc><w:tcPr><w:tcW w:w="{}" w:type="dxa"/>)", width);
    if (cell.columns > 1) Add(&xml_, R"(<w:gridSpan w:val="{}"/>)", cell.columns);
    if (cell.rows > 1) xml_ += R"(<w:vMerge w:val="restart"/>)";
    if (cell.rows == 0) xml_ += "<w:vMerge/>";
    if (cell.fill)
      Add(&xml_, R"(<w:shd w:val="clear" w:color="auto" w:fill="{}"/>)", HexColor(*cell.fill));
    const std::string_view align = cell.align == VerticalAlign::kTop      ? "top"
                                   : cell.align == VerticalAlign::kCenter ? "center"
                                                                          : "bottom";
    Add(&xml_, R"(<w:vAlign w:val="{}"/></w:tcPr>)", align);
    for (const Paragraph& paragraph : cell.paragraphs) AddParagraph(paragraph, false);
    if (cell.paragraphs.empty()) xml_ += "<w:p/>";
    xml_ += "</w:tc>";
  }

  // --- The page

  void AddSection() {
    const Page& page = document_.page;
    xml_ += "<w:sectPr>";
    if (page.numbers != PageNumbers::kNone)
      xml_ += R"(<w:footerReference w:type="default" r:id="rId3"/>)";
    if (page.numbers == PageNumbers::kOutside)
      xml_ += R"(<w:footerReference w:type="even" r:id="rId4"/>)";
    Add(&xml_, R"(<w:pgSz w:w="{}" w:h="{}"{}/>)", page.width, page.height,
        page.width > page.height ? R"( w:orient="landscape")" : "");
    Add(&xml_,
        R"(<w:pgMar w:top="{}" w:right="{}" w:bottom="{}" w:left="{}" w:header="851" w:footer="{}" )"
        R"(w:gutter="0"/></w:sectPr>)",
        page.top, page.right, page.bottom, page.left, std::max(page.bottom - 600, 400));
  }

  const Document& document_;
  std::string xml_;
  int figures_ = 0;
};

// --- Other parts

std::string Styles() {
  std::string xml;
  Add(&xml, "{}<w:styles {}>", kHead, kNamespaces);
  Add(&xml,
      R"(<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{0}" w:hAnsi="{0}" )"
      R"(w:eastAsia="宋体" w:cs="{0}"/><w:sz w:val="21"/><w:lang w:val="en-US" )"
      R"(w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>)",
      kLatinFont);
  xml += R"(<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>)"
         R"(<w:qFormat/></w:style>)";
  for (const Role role : kRoles) {
    const ParagraphStyle style = StyleOf(role);
    Add(&xml, R"(<w:style w:type="paragraph" w:customStyle="1" w:styleId="{}"><w:name w:val="{}"/>)",
        StyleId(role), NameOf(role).zh);
    xml += R"(<w:basedOn w:val="a"/><w:qFormat/><w:pPr>)";
    AddParagraphProperties(style, {}, &xml);
    xml += "</w:pPr><w:rPr>";
    AddTextProperties(style.text, &xml);
    xml += "</w:rPr></w:style>";
  }
  return xml + "</w:styles>";
}

// — 1 — in 四号宋体, a character in from the edge.
std::string Footer(std::string_view align) {
  std::string xml;
  Add(&xml, "{}<w:ftr {}>", kHead, kNamespaces);
  Add(&xml, R"(<w:p><w:pPr><w:ind w:left="280" w:right="280"/><w:jc w:val="{}"/></w:pPr>)", align);
  const std::string properties =
      R"(<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>)";
  const auto run = [&](std::string_view inside) {
    xml += "<w:r>" + properties + std::string(inside) + "</w:r>";
  };
  run(R"(<w:t xml:space="preserve">— </w:t>)");
  run(R"(<w:fldChar w:fldCharType="begin"/>)");
  run(R"(<w:instrText xml:space="preserve"> PAGE </w:instrText>)");
  run(R"(<w:fldChar w:fldCharType="separate"/>)");
  run("<w:t>1</w:t>");
  run(R"(<w:fldChar w:fldCharType="end"/>)");
  run(R"(<w:t xml:space="preserve"> —</w:t>)");
  return xml + "</w:p></w:ftr>";
}

std::string Settings(const Page& page) {
  std::string xml;
  Add(&xml, "{}<w:settings {}>", kHead, kNamespaces);
  if (page.numbers == PageNumbers::kOutside) xml += "<w:evenAndOddHeaders/>";
  return xml + R"(<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>)"
               R"(<w:compatSetting w:name="compatibilityMode" )"
               R"(w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>)";
}

std::string Properties(const Document& document) {
  std::string xml;
  Add(&xml,
      R"({}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" )"
      R"(xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{}</dc:title></cp:coreProperties>)",
      kHead, Escaped(document.title));
  return xml;
}

constexpr std::string_view kContentTypes =
    R"(<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">)"
    R"(<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>)"
    R"(<Default Extension="xml" ContentType="application/xml"/>)"
    R"(<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>)"
    R"(<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>)"
    R"(<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>)"
    R"(<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>)"
    R"(<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>)"
    R"(</Types>)";
constexpr std::string_view kRootRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>)"
    R"(</Relationships>)";
constexpr std::string_view kMainRelations =
    R"(<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">)"
    R"(<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>)"
    R"(<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>)"
    R"(<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>)"
    R"(<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>)"
    R"(</Relationships>)";

}  // namespace

Result<std::string> RenderDocx(const Document& document) {
  const bool is_outside = document.page.numbers == PageNumbers::kOutside;
  std::vector<text::ArchiveEntry> parts;
  const auto add = [&](const char* name, std::string bytes) {
    parts.push_back({name, std::move(bytes)});
  };
  add("[Content_Types].xml", std::string(kHead) + std::string(kContentTypes));
  add("_rels/.rels", std::string(kHead) + std::string(kRootRelations));
  add("word/document.xml", Writer(document).Main());
  add("word/_rels/document.xml.rels", std::string(kHead) + std::string(kMainRelations));
  add("word/styles.xml", Styles());
  add("word/settings.xml", Settings(document.page));
  add("word/footer1.xml", Footer(is_outside ? "right" : "center"));
  add("word/footer2.xml", Footer("left"));
  add("docProps/core.xml", Properties(document));
  return text::WriteArchive(parts);
}

}  // namespace kaogong::document
