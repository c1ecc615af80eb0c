// SPDX-License-Identifier: Apache-2.0
#include "document/internal/docx_reader.h"

#include <algorithm>
#include <map>
#include <pugixml.hpp>
#include <utility>

#include "base/utf8.h"
#include "document/internal/docx_styles.h"
#include "text/archive.h"

namespace kaogong::document {

namespace {

constexpr std::size_t kPartBytesMax = std::size_t{32} << 20U;
constexpr std::size_t kFileBytesMax = std::size_t{20} << 20U;
constexpr int kParagraphsMax = 20'000;
constexpr int kNestedMax = 64;

Error Refuse(Text message) { return {ErrorCode::kInvalidInput, std::move(message)}; }

Error Foreign(std::string_view bytes, std::string_view name) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return Refuse(Say("{} 是旧版 .doc 文件或加了密码；请取消密码，另存为 .docx",
                      "{} is an old .doc file or has a password; save it as .docx without one", name));
  }
  if (bytes.starts_with("%PDF"))
    return Refuse(Say("{} 是 PDF，模板要用 .docx", "{} is a PDF; a template is a .docx", name));
  return Refuse(Say("{} 不是 .docx 文件", "{} is no .docx file", name));
}

class Reader {
 public:
  Reader(std::string_view name, Issues* issues) : name_(name), issues_(issues) {}

  Result<Document> Read(std::string_view bytes) {
    if (bytes.size() > kFileBytesMax) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("{0} 超过 {1} MB", "{0} is larger than {1} MB", name_, kFileBytesMax >> 20U)};
    }
    if (!bytes.starts_with("PK")) return Foreign(bytes, name_);
    auto opened = text::Archive::Open(bytes);
    if (!opened.ok()) return Foreign(bytes, name_);
    const text::Archive archive = std::move(opened).value();
    KAOGONG_TRY(RefuseMacros(archive));
    if (!archive.Has("word/document.xml")) return Foreign({}, name_);
    pugi::xml_document styles;
    pugi::xml_document settings;
    pugi::xml_document main;
    KAOGONG_TRY(Load(archive, "word/document.xml", &main));
    if (archive.Has("word/styles.xml")) KAOGONG_TRY(Load(archive, "word/styles.xml", &styles));
    if (archive.Has("word/settings.xml")) KAOGONG_TRY(Load(archive, "word/settings.xml", &settings));
    styles_ = DocxStyles(styles.child("w:styles"));
    const pugi::xml_node body = main.child("w:document").child("w:body");
    if (!body) return Foreign({}, name_);
    ReadBlocks(body, 0);
    if (paragraph_ > kParagraphsMax) {
      return Error{ErrorCode::kLimitExceeded, Say("{0} 超过 {1} 段", "{0} has over {1} paragraphs",
                                                  name_, kParagraphsMax)};
    }
    ReadPage(body.child("w:sectPr"), settings.child("w:settings"));
    KAOGONG_TRY(ReadFooters(archive, body.child("w:sectPr")));
    return std::move(document_);
  }

 private:
  Result<void> RefuseMacros(const text::Archive& archive) const {
    for (const std::string& part : archive.names()) {
      if (!part.ends_with("vbaProject.bin") && part.find("activeX") == std::string::npos) continue;
      return Refuse(Say("{0} 带有宏（{1}），不能作模板；请另存为不含宏的 .docx",
                        "{0} has macros ({1}) and cannot be a template; save it without them", name_,
                        part));
    }
    return {};
  }

  Result<void> Load(const text::Archive& archive, const char* part, pugi::xml_document* to) const {
    auto read = archive.Read(part, kPartBytesMax);
    if (!read.ok()) {
      Error error = read.error();
      error.message = Say("{0}（{1}）：{2}", "{0} ({1}): {3}", name_, part, error.message.zh,
                          error.message.en);
      return error;
    }
    const std::string& xml = read.value();
    if (xml.find("<!DOCTYPE") != std::string::npos || xml.find("<!ENTITY") != std::string::npos) {
      return Refuse(Say("{0}（{1}）含有外部实体或文档类型声明，不予读取",
                        "{0} ({1}) declares entities or a document type and is refused", name_,
                        part));
    }
    if (DepthOf(xml) > kNestedMax * 4) {
      return Refuse(Say("{0}（{1}）嵌套过深", "{0} ({1}) nests too deep", name_, part));
    }
    const auto parsed = to->load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata);
    if (!parsed) {
      return Refuse(Say("{0}（{1}）已损坏：{2}", "{0} ({1}) is damaged: {2}", name_, part,
                        parsed.description()));
    }
    return {};
  }

  // How deep elements nest, roughly: pugixml frees and walks trees by recursion.
  static int DepthOf(std::string_view xml) {
    int depth = 0;
    int deepest = 0;
    for (std::size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
      const std::size_t end = xml.find('>', at);
      if (end == std::string_view::npos) break;
      if (xml[at + 1] == '/') {
        --depth;
      } else if (xml[at + 1] != '?' && xml[at + 1] != '!' && xml[end - 1] != '/') {
        deepest = std::max(deepest, ++depth);
      }
    }
    return deepest;
  }

  void Warn(Text what) {
    Place place;
    place.file = name_;
    place.line = paragraph_;
    issues_->Warning("document.not-carried-over", place, std::move(what),
                     {"生成的文件里没有它", "what is made will not have it"});
  }

  // --- Blocks

  void ReadBlocks(pugi::xml_node parent, int depth) {
    if (depth > kNestedMax) return;
    for (const pugi::xml_node node : parent.children()) {
      const std::string_view kind = node.name();
      if (kind == "w:p") {
        Paragraph paragraph = ReadParagraph(node);
        // What our own writer puts between tables is no paragraph of the document.
        if (IsSeparator(paragraph)) --paragraph_;
        if (!IsSeparator(paragraph)) document_.blocks.emplace_back(std::move(paragraph));
      } else if (kind == "w:tbl") {
        document_.blocks.emplace_back(ReadTable(node));
      } else if (kind == "w:sdt") {
        ReadBlocks(node.child("w:sdtContent"), depth + 1);
      }
    }
  }

  static bool IsSeparator(const Paragraph& paragraph) {
    return paragraph.runs.empty() && paragraph.style.line > 0 && paragraph.style.line <= 20;
  }

  Paragraph ReadParagraph(pugi::xml_node node) {
    ++paragraph_;
    Paragraph paragraph;
    const pugi::xml_node properties = node.child("w:pPr");
    paragraph.style = styles_.OfParagraph(properties);
    if (std::exchange(breaks_page_, false)) paragraph.style.begins_page = true;
    if (properties.child("w:numPr"))
      Warn({"自动编号没有保留，请把编号写成文字", "automatic numbers are lost; write them as text"});
    ReadRuns(node, paragraph.style.text, &paragraph, 0);
    return paragraph;
  }

  void ReadRuns(pugi::xml_node parent, const TextStyle& base, Paragraph* to, int depth) {
    if (depth > kNestedMax) return;
    for (const pugi::xml_node node : parent.children()) {
      const std::string_view kind = node.name();
      if (kind == "w:r") {
        ReadRun(node, base, to);
      } else if (kind == "w:hyperlink" || kind == "w:ins" || kind == "w:smartTag" ||
                 kind == "w:fldSimple" || kind == "w:sdtContent" || kind == "w:sdt" ||
                 kind == "w:moveTo") {
        ReadRuns(node, base, to, depth + 1);
      }
    }
  }

  void ReadRun(pugi::xml_node node, const TextStyle& base, Paragraph* to) {
    const TextStyle style = styles_.OfRun(node.child("w:rPr"), base);
    std::string text;
    for (const pugi::xml_node part : node.children()) {
      const std::string_view kind = part.name();
      if (kind == "w:t") {
        text += part.child_value();
      } else if (kind == "w:tab") {
        text += '\t';
      } else if (kind == "w:br" || kind == "w:cr") {
        const bool is_page = std::string_view(part.attribute("w:type").as_string()) == "page";
        if (is_page) breaks_page_ = true;
        if (!is_page) text += '\n';
      } else if (kind == "w:drawing" || kind == "w:pict" || kind == "w:object") {
        Warn({"图片、文本框或嵌入对象没有保留", "a picture, text box or object is not carried over"});
      } else if (kind == "w:footnoteReference" || kind == "w:endnoteReference") {
        Warn({"脚注没有保留", "a footnote is not carried over"});
      }
    }
    if (text.empty()) return;
    if (!to->runs.empty() && to->runs.back().style == style) {
      to->runs.back().text += text;
    } else {
      to->runs.push_back({std::move(text), style, std::nullopt});
    }
  }

  // --- Tables

  Table ReadTable(pugi::xml_node node) {
    Table table;
    table.border = styles_.OfTable(node.child("w:tblPr"));
    for (const pugi::xml_node column : node.child("w:tblGrid").children("w:gridCol"))
      table.widths.push_back(std::clamp(column.attribute("w:w").as_int(), 1, 31'000));
    for (const pugi::xml_node row : node.children("w:tr")) table.rows.push_back(ReadRow(row));
    FitColumns(&table);
    return table;
  }

  Row ReadRow(pugi::xml_node node) {
    Row row;
    const pugi::xml_node properties = node.child("w:trPr");
    row.is_head = static_cast<bool>(properties.child("w:tblHeader"));
    row.height_min = std::clamp(properties.child("w:trHeight").attribute("w:val").as_int(), 0, 16'000);
    for (const pugi::xml_node cell : node.children("w:tc")) row.cells.push_back(ReadCell(cell));
    return row;
  }

  Cell ReadCell(pugi::xml_node node) {
    Cell cell;
    const pugi::xml_node properties = node.child("w:tcPr");
    cell.columns = std::clamp(properties.child("w:gridSpan").attribute("w:val").as_int(1), 1, 63);
    if (const auto merge = properties.child("w:vMerge")) {
      const bool begins = std::string_view(merge.attribute("w:val").as_string()) == "restart";
      cell.rows = begins ? 2 : 0;  // How many is counted when the rows are known.
    }
    cell.fill = ReadColor(properties.child("w:shd").attribute("w:fill").as_string());
    const std::string_view align = properties.child("w:vAlign").attribute("w:val").as_string("top");
    cell.align = align == "center"   ? VerticalAlign::kCenter
                 : align == "bottom" ? VerticalAlign::kBottom
                                     : VerticalAlign::kTop;
    if (node.child("w:tbl"))
      Warn({"表格里的表格没有保留", "a table inside a table is not carried over"});
    for (const pugi::xml_node paragraph : node.children("w:p"))
      cell.paragraphs.push_back(ReadParagraph(paragraph));
    return cell;
  }

  // A grid that says less than the rows is filled up.
  static void FitColumns(Table* table) {
    int columns = 0;
    for (const Row& row : table->rows) {
      int count = 0;
      for (const Cell& cell : row.cells) count += cell.columns;
      columns = std::max(columns, count);
    }
    while (static_cast<int>(table->widths.size()) < columns) table->widths.push_back(1200);
  }

  // --- The page

  void ReadPage(pugi::xml_node section, pugi::xml_node settings) {
    Page& page = document_.page;
    const auto read = [](pugi::xml_node node, const char* name, int low, int high, int* to) {
      if (const auto value = node.attribute(name)) *to = std::clamp(value.as_int(), low, high);
    };
    const pugi::xml_node size = section.child("w:pgSz");
    read(size, "w:w", 2000, 31'680, &page.width);
    read(size, "w:h", 2000, 31'680, &page.height);
    const pugi::xml_node margins = section.child("w:pgMar");
    read(margins, "w:top", 0, page.height / 3, &page.top);
    read(margins, "w:bottom", 0, page.height / 3, &page.bottom);
    read(margins, "w:left", 0, page.width / 3, &page.left);
    read(margins, "w:right", 0, page.width / 3, &page.right);
    page.numbers = settings.child("w:evenAndOddHeaders") ? PageNumbers::kOutside : PageNumbers::kCentered;
  }

  // Page numbers are there when a footer has the field PAGE; other words in it are lost.
  Result<void> ReadFooters(const text::Archive& archive, pugi::xml_node section) {
    bool has_number = false;
    if (section.child("w:footerReference")) {
      for (const std::string& part : archive.names()) {
        if (!part.starts_with("word/footer") || !part.ends_with(".xml")) continue;
        pugi::xml_document footer;
        KAOGONG_TRY(Load(archive, part.c_str(), &footer));
        for (const auto& found : footer.select_nodes("//w:instrText | //w:fldSimple/@w:instr")) {
          const std::string_view field = found.attribute() ? found.attribute().as_string()
                                                           : found.node().child_value();
          if (field.find("PAGE") != std::string_view::npos) has_number = true;
        }
      }
    }
    if (!has_number) document_.page.numbers = PageNumbers::kNone;
    return {};
  }

  const std::string name_;
  Issues* issues_;
  DocxStyles styles_;
  Document document_;
  int paragraph_ = 0;
  bool breaks_page_ = false;
};

}  // namespace

Result<Document> ReadDocxDocument(std::string_view bytes, std::string_view name, Issues* issues) {
  return Reader(name, issues).Read(bytes);
}

}  // namespace kaogong::document
