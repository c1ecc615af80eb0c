// SPDX-License-Identifier: Apache-2.0
// Takes the text out of Markdown: headings, lists, tables and emphasis lose their marks, links keep
// their words. Lines of one paragraph are joined.
#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "text/readers/entity.h"
#include "text/readers/paragraph_builder.h"
#include "text/readers/readers.h"

namespace kaogong::text {
namespace {

bool IsBlankLine(std::string_view line) { return Trim(line).empty(); }

// | --- | :--: |
bool IsTableRule(std::string_view line) {
  return line.find('-') != std::string_view::npos &&
         line.find_first_not_of("|-: \t\r") == std::string_view::npos;
}

bool IsRule(std::string_view line) {
  const std::string_view trimmed = Trim(line);
  return trimmed.size() >= 3 && (trimmed.find_first_not_of("- ") == std::string_view::npos ||
                                 trimmed.find_first_not_of("* ") == std::string_view::npos ||
                                 trimmed.find_first_not_of("= ") == std::string_view::npos);
}

class MarkdownReader {
 public:
  MarkdownReader(std::string_view text, const ReadLimits& limits) : text_(text), builder_(limits) {}

  Result<std::vector<Paragraph>> Run() {
    for (std::size_t begin = 0; begin < text_.size();) {
      const std::size_t end = std::min(text_.find('\n', begin), text_.size());
      ++line_;
      Line(begin, end);
      KAOGONG_TRY(builder_.Check());
      begin = end + 1;
    }
    EndParagraph();
    KAOGONG_TRY(builder_.Check());
    return builder_.TakeParagraphs();
  }

 private:
  void Line(std::size_t begin, std::size_t end) {
    const std::string_view line = text_.substr(begin, end - begin);
    const std::string_view trimmed = Trim(line);
    const bool is_fence = trimmed.starts_with("```") || trimmed.starts_with("~~~");
    if (is_fence || IsBlankLine(line)) {
      if (is_fence) is_code_ = !is_code_;
      EndParagraph();
      frame_ = {};
      return;
    }
    if (is_code_) {
      EndParagraph();
      frame_.line = line_;
      builder_.Copy(line, 0, begin);
      EndParagraph();
      return;
    }
    if (IsRule(line) || (frame_.table > 0 && IsTableRule(line))) {
      EndParagraph();
      return;
    }
    if (trimmed.starts_with('|')) {
      Row(begin, end);
      return;
    }
    Text(begin, end);
  }

  void Text(std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    while (at < end && (text_[at] == ' ' || text_[at] == '\t' || text_[at] == '>')) ++at;
    std::size_t marks = at;
    while (marks < end && text_[marks] == '#') ++marks;
    const bool is_heading = marks > at && marks - at <= 6 && marks < end && text_[marks] == ' ';
    const bool is_item = at + 1 < end && (text_[at] == '-' || text_[at] == '*' || text_[at] == '+') &&
                         text_[at + 1] == ' ';
    const bool is_numbered = at < end && text_[at] >= '0' && text_[at] <= '9' && IsNumbered(at, end);
    if (is_heading || is_item || is_numbered || frame_.table > 0) EndParagraph();
    if (builder_.is_empty()) {
      frame_ = {};
      frame_.line = line_;
    }
    if (is_heading) {
      frame_.kind = ParagraphKind::kHeading;
      at = marks + 1;
    } else if (is_item) {
      at += 2;
    }
    JoinLines(at);
    Inline(at, end);
    if (is_heading) {
      EndParagraph();
      frame_ = {};
    }
  }

  bool IsNumbered(std::size_t at, std::size_t end) const {
    while (at < end && text_[at] >= '0' && text_[at] <= '9') ++at;
    return at < end && (text_[at] == '.' || text_[at] == ')');
  }

  // Between Latin words a line end is a blank; between ideographs it is nothing.
  void JoinLines(std::size_t at) {
    if (builder_.is_empty() || at >= text_.size()) return;
    const bool is_ascii = static_cast<unsigned char>(text_[at]) < 0x80U;
    if (is_ascii && is_last_ascii_) builder_.Blank();
  }

  void Row(std::size_t begin, std::size_t end) {
    EndParagraph();
    if (frame_.table == 0) {
      frame_ = {};
      frame_.table = ++tables_;
    }
    frame_.kind = ParagraphKind::kCell;
    frame_.line = line_;
    ++frame_.row;
    frame_.column = 0;
    std::size_t at = text_.find('|', begin) + 1;
    while (at < end) {
      std::size_t stop = at;
      while (stop < end && (text_[stop] != '|' || text_[stop - 1] == '\\')) ++stop;
      ++frame_.column;
      Inline(at, stop);
      EndParagraph();
      at = stop + 1;
    }
  }

  void EndParagraph() {
    builder_.End(frame_);
    is_last_ascii_ = false;
  }

  void Put(std::size_t begin, std::size_t end) {
    if (end <= begin) return;
    builder_.Copy(text_.substr(begin, end - begin), 0, begin);
    is_last_ascii_ = static_cast<unsigned char>(text_[end - 1]) < 0x80U;
  }

  // Copies a stretch of text without its marks.
  void Inline(std::size_t begin, std::size_t end) {
    std::size_t from = begin;
    std::size_t at = begin;
    const auto drop = [&](std::size_t count) {
      Put(from, at);
      at = std::min(at + count, end);
      from = at;
    };
    while (at < end) {
      const char c = text_[at];
      if (c == '\\' && at + 1 < end && static_cast<unsigned char>(text_[at + 1]) < 0x80U) {
        drop(1);
        ++at;
      } else if (c == '*' || c == '`' || (c == '_' && IsEmphasis(at, begin, end))) {
        drop(1);
      } else if (c == '!' && at + 1 < end && text_[at + 1] == '[') {
        drop(2);
      } else if (c == '[' && LinkEnd(at, end) > 0) {
        drop(1);
      } else if (c == ']' && at + 1 < end && text_[at + 1] == '(') {
        const std::size_t close = std::min(text_.find(')', at), end);
        drop(close < end ? close - at + 1 : 1);
      } else if (c == '<' && TagEnd(at, end) > 0) {
        drop(TagEnd(at, end) - at);
      } else if (c == '&' && EntityAt(text_.substr(0, end), at).length > 0) {
        const Entity entity = EntityAt(text_.substr(0, end), at);
        Put(from, at);
        builder_.Replace(entity.text, 0, at, entity.length);
        at += entity.length;
        from = at;
      } else {
        ++at;
      }
    }
    Put(from, at);
  }

  // A blank (____) in a form is no emphasis.
  bool IsEmphasis(std::size_t at, std::size_t begin, std::size_t end) const {
    std::size_t first = at;
    while (first > begin && text_[first - 1] == '_') --first;
    std::size_t last = at;
    while (last + 1 < end && text_[last + 1] == '_') ++last;
    return last - first < 3;
  }

  // [words](target): the place of the closing bracket, or zero.
  std::size_t LinkEnd(std::size_t at, std::size_t end) const {
    const std::size_t close = text_.substr(0, end).find(']', at);
    return close != std::string_view::npos && close + 1 < end && text_[close + 1] == '(' ? close : 0;
  }

  std::size_t TagEnd(std::size_t at, std::size_t end) const {
    if (at + 1 >= end) return 0;
    const char next = text_[at + 1];
    const bool is_tag = next == '/' || next == '!' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
    const std::size_t close = is_tag ? text_.substr(0, end).find('>', at) : std::string_view::npos;
    return close == std::string_view::npos ? 0 : close + 1;
  }

  std::string_view text_;
  ParagraphBuilder builder_;
  Paragraph frame_;
  int line_ = 0;
  int tables_ = 0;
  bool is_code_ = false;
  bool is_last_ascii_ = false;
};

}  // namespace

Result<Report> ReadMarkdown(std::string_view bytes, const ReadLimits& limits) {
  KAOGONG_TRY_ASSIGN(const DecodedText decoded, DecodeText(bytes));
  KAOGONG_TRY_ASSIGN(std::vector<Paragraph> paragraphs, MarkdownReader(decoded.utf8, limits).Run());
  Report report;
  report.format = Format::kMarkdown;
  report.encoding = decoded.encoding;
  report.paragraphs = std::move(paragraphs);
  ResolveOrigins(decoded, report.paragraphs);
  NoteReplaced(decoded, report);
  return report;
}

}  // namespace kaogong::text
