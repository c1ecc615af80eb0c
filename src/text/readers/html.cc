// SPDX-License-Identifier: Apache-2.0
// Takes the text out of HTML. Not a parser of documents: tags end paragraphs or do not, cells are
// counted, everything that is not shown is skipped, and nothing nests, so no input can go deep.
#include <algorithm>
#include <string>

#include "text/readers/entity.h"
#include "text/readers/paragraph_builder.h"
#include "text/readers/readers.h"

namespace kaogong::text {
namespace {

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool IsOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool IsInline(std::string_view name) {
  return IsOneOf(name, {"a", "span", "b", "i", "u", "s", "em", "strong", "font", "small", "big", "sub", "sup",
                        "code", "label", "mark", "img", "o:p", "st1:chsdate", "wbr", "abbr", "q", "cite", "ruby",
                        "rb", "time", "del", "ins", "input", "button", "tt", "kbd", "var"});
}

bool IsHidden(std::string_view name) {
  return IsOneOf(name, {"script", "style", "noscript", "template", "iframe", "object", "svg", "math", "rt", "rp",
                        "textarea", "select"});
}

class HtmlReader {
 public:
  HtmlReader(std::string_view text, const ReadLimits& limits) : text_(text), builder_(limits) {}

  Result<std::vector<Paragraph>> Run() {
    std::size_t from = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '<' && BeginsMarkup()) {
        Flush(from);
        SkipMarkup();
        from = at_;
        KAOGONG_TRY(builder_.Check());
      } else if (c == '&') {
        const Entity entity = EntityAt(text_, at_);
        if (entity.length == 0) {
          ++at_;
          continue;
        }
        Flush(from);
        builder_.Replace(entity.text, 0, at_, entity.length);
        at_ += entity.length;
        from = at_;
      } else {
        ++at_;
      }
    }
    Flush(from);
    EndParagraph();
    KAOGONG_TRY(builder_.Check());
    return builder_.TakeParagraphs();
  }

 private:
  bool BeginsMarkup() const {
    if (at_ + 1 >= text_.size()) return false;
    const char next = text_[at_ + 1];
    return next == '/' || next == '!' || next == '?' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
  }

  void Flush(std::size_t from) {
    if (at_ <= from) return;
    while (is_preformatted_) {
      const std::size_t end = text_.substr(0, at_).find('\n', from);
      if (end == std::string_view::npos) break;
      Copy(from, end);
      EndParagraph();
      from = end + 1;
    }
    Copy(from, at_);
  }

  void Copy(std::size_t from, std::size_t to) {
    if (builder_.is_empty()) frame_.line = LineAt(from);
    builder_.Copy(text_.substr(from, to - from), 0, from);
  }

  int LineAt(std::size_t offset) {
    line_ += static_cast<int>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                         text_.begin() + static_cast<std::ptrdiff_t>(offset), '\n'));
    counted_ = offset;
    return line_;
  }

  void EndParagraph() { builder_.End(frame_); }

  // Skips a comment, a declaration or a tag; an open one reaches to the end.
  void SkipMarkup() {
    if (text_.substr(at_, 4) == "<!--") {
      const std::size_t end = text_.find("-->", at_ + 4);
      at_ = end == std::string_view::npos ? text_.size() : end + 3;
      return;
    }
    const bool is_closing = text_[at_ + 1] == '/';
    std::size_t name_end = at_ + (is_closing ? 2 : 1);
    const std::size_t name_begin = name_end;
    while (name_end < text_.size() && IsNameChar(text_[name_end])) ++name_end;
    const std::string name = Lower(text_.substr(name_begin, name_end - name_begin));
    const std::size_t end = TagEnd(name_end);
    const bool is_empty_element = end > at_ + 1 && end <= text_.size() && text_[end - 2] == '/';
    at_ = end;
    if (name.empty()) return;
    if (!is_closing && !is_empty_element && IsHidden(name)) {
      SkipTo(name);
      return;
    }
    if (!IsInline(name)) Block(name, is_closing);
  }

  // Attribute values may hold >.
  std::size_t TagEnd(std::size_t from) const {
    // No attribute is longer than this; an odd quotation mark must not make every tag read to the end.
    constexpr std::size_t kLongest = 64 * 1024;
    char quote = '\0';
    for (std::size_t i = from; i < std::min(text_.size(), from + kLongest); ++i) {
      const char c = text_[i];
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    // An odd quotation mark: take the first > there is.
    const std::size_t plain = text_.find('>', from);
    return plain == std::string_view::npos ? text_.size() : plain + 1;
  }

  void SkipTo(const std::string& name) {
    for (std::size_t i = at_; i + 1 < text_.size(); ++i) {
      i = text_.find("</", i);
      if (i == std::string_view::npos) break;
      if (Lower(text_.substr(i + 2, name.size())) == name) {
        at_ = TagEnd(i + 2 + name.size());
        return;
      }
    }
    at_ = text_.size();
  }

  void Block(std::string_view name, bool is_closing) {
    EndParagraph();
    if (name == "pre") is_preformatted_ = !is_closing;
    frame_.kind = frame_.column > 0 ? ParagraphKind::kCell : ParagraphKind::kBody;
    if (name == "table") {
      if (!is_closing) ++tables_;
      SetCell(is_closing ? 0 : tables_, 0, 0);
    } else if (name == "tr" && frame_.table > 0) {
      SetCell(frame_.table, frame_.row + (is_closing ? 0 : 1), 0);
    } else if ((name == "td" || name == "th") && frame_.table > 0) {
      SetCell(frame_.table, frame_.row, is_closing ? frame_.column : columns_ + 1);
      if (!is_closing) columns_ = frame_.column;
      if (is_closing) frame_.kind = ParagraphKind::kBody;
    } else if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !is_closing) {
      frame_.kind = ParagraphKind::kHeading;
    }
  }

  void SetCell(int table, int row, int column) {
    frame_.table = table;
    frame_.row = table > 0 ? row : 0;
    frame_.column = table > 0 ? column : 0;
    if (column == 0) columns_ = 0;
    frame_.kind = frame_.column > 0 ? ParagraphKind::kCell : ParagraphKind::kBody;
  }

  std::string_view text_;
  ParagraphBuilder builder_;
  std::size_t at_ = 0;
  Paragraph frame_;
  int tables_ = 0;
  int columns_ = 0;  // Cells begun in this row.
  bool is_preformatted_ = false;  // Line ends end paragraphs.
  int line_ = 1;
  std::size_t counted_ = 0;
};

// The charset that the document's head declares.
std::string DeclaredCharset(std::string_view bytes) {
  const std::string head = Lower(bytes.substr(0, 4096));
  const std::size_t at = head.find("charset=");
  if (at == std::string::npos) return {};
  std::size_t begin = at + 8;
  while (begin < head.size() && (head[begin] == '"' || head[begin] == '\'' || head[begin] == ' ')) ++begin;
  std::size_t end = begin;
  while (end < head.size() && IsNameChar(head[end])) ++end;
  return head.substr(begin, end - begin);
}

}  // namespace

Result<Report> ReadHtml(std::string_view bytes, const ReadLimits& limits) {
  KAOGONG_TRY_ASSIGN(const DecodedText decoded, DecodeText(bytes, DeclaredCharset(bytes)));
  KAOGONG_TRY_ASSIGN(std::vector<Paragraph> paragraphs, HtmlReader(decoded.utf8, limits).Run());
  Report report;
  report.format = Format::kHtml;
  report.encoding = decoded.encoding;
  report.paragraphs = std::move(paragraphs);
  ResolveOrigins(decoded, report.paragraphs);
  NoteReplaced(decoded, report);
  return report;
}

}  // namespace kaogong::text
