// SPDX-License-Identifier: Apache-2.0
// Takes the text out of a DOCX by one pass over its XML: paragraphs, table cells, text boxes and
// footnotes; tracked insertions count, deletions do not. Origins name the text node (w:t) by its
// number in the part, so that comments can be put where a finding stands.
#include <expat.h>

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "text/archive.h"
#include "text/readers/paragraph_builder.h"
#include "text/readers/readers.h"

namespace kaogong::text {
namespace {

constexpr char kSeparator = '|';
constexpr std::string_view kMain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main|";
constexpr std::string_view kStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main|";
constexpr std::string_view kCompatibility = "http://schemas.openxmlformats.org/markup-compatibility/2006|";
constexpr int kDepthMax = 2000;

// The local name of an element of WordprocessingML, or an empty one.
std::string_view WordName(std::string_view name) {
  if (name.starts_with(kMain)) return name.substr(kMain.size());
  if (name.starts_with(kStrict)) return name.substr(kStrict.size());
  return {};
}

class DocxHandler {
 public:
  DocxHandler(ParagraphBuilder& builder, bool has_nodes) : builder_(builder), has_nodes_(has_nodes) {}

  void Start(std::string_view full_name, const char** attributes) {
    if (++depth_ > kDepthMax) Stop("文档结构嵌套过深", "the document nests too deep");
    if (skip_depth_ > 0) return;
    if (full_name.starts_with(kCompatibility) && full_name.ends_with("Fallback")) {
      skip_depth_ = depth_;
      return;
    }
    const std::string_view name = WordName(full_name);
    if (name == "t") {
      is_text_ = true;
      node_offset_ = 0;
    } else if (name == "p") {
      BeginParagraph();
    } else if (name == "tab" || name == "br" || name == "cr") {
      builder_.Blank();
    } else if (name == "noBreakHyphen") {
      builder_.Replace("-", kNoNode, 0, 0);
    } else if (name == "pStyle") {
      Style(attributes);
    } else if (name == "outlineLvl") {
      frame_.kind = frame_.column > 0 ? ParagraphKind::kCell : ParagraphKind::kHeading;
    } else if (name == "del" || name == "moveFrom" || name == "instrText" || name == "delText") {
      skip_depth_ = depth_;
    } else {
      StartTable(name);
    }
  }

  void End(std::string_view full_name) {
    if (skip_depth_ > 0) {
      if (skip_depth_ == depth_) skip_depth_ = 0;
      --depth_;
      return;
    }
    --depth_;
    const std::string_view name = WordName(full_name);
    if (name == "t") {
      is_text_ = false;
      ++nodes_;
    } else if (name == "p") {
      EndParagraph();
    } else if (name == "tbl") {
      if (!tables_.empty()) tables_.pop_back();
    }
  }

  void Text(std::string_view text) {
    if (!is_text_ || skip_depth_ > 0) return;
    builder_.Copy(text, has_nodes_ ? nodes_ : kNoNode, node_offset_);
    node_offset_ += text.size();
    if (!builder_.Check().ok()) should_stop_ = true;
  }

  // Skipped w:t elements are counted too, or the numbers would not be those of the file.
  void CountSkipped(std::string_view full_name) {
    if (skip_depth_ > 0 && WordName(full_name) == "t") ++nodes_;
  }

  bool should_stop() const { return should_stop_; }
  const std::optional<Error>& error() const { return error_; }
  void Refuse(Error error) {
    error_ = std::move(error);
    should_stop_ = true;
  }

 private:
  struct Table {
    int number = 0;
    int row = 0;
    int column = 0;
  };

  void Stop(std::string_view zh, std::string_view en) {
    Refuse(Error{ErrorCode::kInvalidInput, Say("{0}", "{1}", zh, en)});
  }

  void BeginParagraph() {
    if (paragraphs_ > 0) builder_.End(frame_);  // A text box: what stood before it ends.
    ++paragraphs_;
    Paragraph frame;
    if (!tables_.empty()) {
      frame.table = tables_.back().number;
      frame.row = tables_.back().row;
      frame.column = tables_.back().column;
      frame.kind = ParagraphKind::kCell;
    }
    frame_ = frame;
  }

  void EndParagraph() {
    builder_.End(frame_);
    if (paragraphs_ > 0) --paragraphs_;
    if (!builder_.Check().ok()) should_stop_ = true;
  }

  void Style(const char** attributes) {
    for (int i = 0; attributes[i] != nullptr; i += 2) {
      if (WordName(attributes[i]) != "val") continue;
      const std::string_view style = attributes[i + 1];
      const bool is_heading = style.starts_with("Heading") || style.starts_with("heading") || style == "Title" ||
                              (style.size() == 1 && style[0] >= '1' && style[0] <= '6');
      if (is_heading && frame_.column == 0) frame_.kind = ParagraphKind::kHeading;
    }
  }

  void StartTable(std::string_view name) {
    if (name == "tbl") {
      tables_.push_back({++table_count_, 0, 0});
    } else if (name == "tr" && !tables_.empty()) {
      ++tables_.back().row;
      tables_.back().column = 0;
    } else if (name == "tc" && !tables_.empty()) {
      ++tables_.back().column;
    }
  }

  ParagraphBuilder& builder_;
  Paragraph frame_;
  bool has_nodes_;
  std::vector<Table> tables_;
  int table_count_ = 0;
  int depth_ = 0;
  int skip_depth_ = 0;
  int paragraphs_ = 0;  // Open ones; a text box puts paragraphs inside a paragraph.
  bool is_text_ = false;
  bool should_stop_ = false;
  std::uint32_t nodes_ = 0;  // w:t elements ended.
  std::size_t node_offset_ = 0;
  std::optional<Error> error_;
};

struct ParserState {
  DocxHandler* handler;
  XML_Parser parser;
};

void OnStart(void* data, const XML_Char* name, const XML_Char** attributes) {
  auto* state = static_cast<ParserState*>(data);
  state->handler->Start(name, attributes);
  if (state->handler->should_stop()) XML_StopParser(state->parser, XML_FALSE);
}

void OnEnd(void* data, const XML_Char* name) {
  auto* state = static_cast<ParserState*>(data);
  state->handler->CountSkipped(name);
  state->handler->End(name);
  if (state->handler->should_stop()) XML_StopParser(state->parser, XML_FALSE);
}

void OnText(void* data, const XML_Char* text, int length) {
  auto* state = static_cast<ParserState*>(data);
  state->handler->Text(std::string_view(text, static_cast<std::size_t>(length)));
  if (state->handler->should_stop()) XML_StopParser(state->parser, XML_FALSE);
}

// Office documents declare no types: whoever does wants entities.
void OnDoctype(void* data, const XML_Char*, const XML_Char*, const XML_Char*, int) {
  auto* state = static_cast<ParserState*>(data);
  state->handler->Refuse(Error{ErrorCode::kInvalidInput,
                               Say("文档含有不允许的 DOCTYPE 声明", "the document has a DOCTYPE, which is not allowed")});
  XML_StopParser(state->parser, XML_FALSE);
}

Result<void> ReadPart(const Archive& archive, const std::string& part, bool has_nodes, const ReadLimits& limits,
                      ParagraphBuilder& builder) {
  const std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser(XML_ParserCreateNS(nullptr, kSeparator),
                                                                      &XML_ParserFree);
  DocxHandler handler(builder, has_nodes);
  ParserState state{&handler, parser.get()};
  XML_SetUserData(parser.get(), &state);
  XML_SetElementHandler(parser.get(), &OnStart, &OnEnd);
  XML_SetCharacterDataHandler(parser.get(), &OnText);
  XML_SetStartDoctypeDeclHandler(parser.get(), &OnDoctype);
  bool is_broken = false;
  KAOGONG_TRY(archive.Stream(part, limits.part_bytes_max, [&](std::string_view piece) {
    const XML_Status status = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), 0);
    is_broken = status == XML_STATUS_ERROR;
    return !is_broken;
  }));
  if (handler.error()) return *handler.error();
  KAOGONG_TRY(builder.Check());
  if (is_broken || XML_Parse(parser.get(), "", 0, 1) == XML_STATUS_ERROR) {
    return Error{ErrorCode::kInvalidInput, Say("文档内容已损坏({})", "the document's XML is damaged ({})", part)};
  }
  return {};
}

// The name of the main part: word/document.xml in all but exotic files.
Result<std::string> MainPart(const Archive& archive) {
  if (archive.Has("word/document.xml")) return std::string("word/document.xml");
  for (const std::string& name : archive.names()) {
    if (name.starts_with("word/document") && name.ends_with(".xml")) return name;
  }
  if (archive.Has("xl/workbook.xml")) {
    return Error{ErrorCode::kInvalidInput, Say("这是 Excel 工作簿，不是报告", "this is an Excel workbook, not a report")};
  }
  if (archive.Has("EncryptionInfo") || archive.Has("EncryptedPackage")) {
    return Error{ErrorCode::kInvalidInput, Say("文档加了密码，请先取消密码", "the document is protected by a password")};
  }
  return Error{ErrorCode::kInvalidInput,
               Say("这个压缩包不是 Word 文档(DOCX)", "this archive is no Word document (DOCX)")};
}

}  // namespace

Result<Report> ReadDocx(std::string_view bytes, const ReadLimits& limits) {
  KAOGONG_TRY_ASSIGN(const Archive archive, Archive::Open(bytes));
  KAOGONG_TRY_ASSIGN(const std::string main_part, MainPart(archive));
  ParagraphBuilder builder(limits);
  KAOGONG_TRY(ReadPart(archive, main_part, true, limits, builder));
  Report report;
  report.format = Format::kDocx;
  if (archive.Has("word/footnotes.xml")) {
    const auto read = ReadPart(archive, "word/footnotes.xml", false, limits, builder);
    if (!read.ok()) report.notes.Warning("text.footnotes-unread", {}, read.error().message);
  }
  report.paragraphs = builder.TakeParagraphs();
  if (report.paragraphs.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("文档中没有文字(可能只有图片)", "the document holds no text; perhaps only pictures")};
  }
  return report;
}

}  // namespace kaogong::text
