// SPDX-License-Identifier: Apache-2.0
#include "base/issue.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

#include "base/utf8.h"

namespace kaogong {
namespace {

// An excerpt shows at most this many columns of a source line, this many of them before the place.
constexpr std::size_t kExcerptWidth = 100;
constexpr std::size_t kExcerptWidthBefore = 40;
constexpr std::string_view kTab = "    ";

// Returns what to print for a character of an author's text. Characters that would move the cursor,
// colour the terminal or turn the reading direction are made visible instead of obeyed.
std::string Printable(CodePoint point, std::string_view bytes) {
  if (point.value == U'\t') return std::string(kTab);
  std::string shown;
  if (point.value < 0x20) {
    AppendCodePoint(0x2400 + point.value, shown);  // ␀ to ␟
  } else if (point.value == 0x7F) {
    AppendCodePoint(0x2421, shown);
  } else if ((point.value >= 0x80 && point.value < 0xA0) ||
             (point.value >= 0x202A && point.value <= 0x202E) ||
             (point.value >= 0x2066 && point.value <= 0x2069) ||
             point.value == kReplacementCharacter) {
    AppendCodePoint(kReplacementCharacter, shown);
  } else {
    shown = bytes;
  }
  return shown;
}

struct Shown {
  std::string text;
  std::size_t width = 0;
  std::size_t size = 0;  // Bytes taken from the source.

  // Marks without width count too when an excerpt is cut: a line may hold millions of them.
  std::size_t room() const { return std::max<std::size_t>(width, 1); }
};

Shown ShowCharacter(std::string_view text, std::size_t at) {
  const CodePoint point = DecodeCodePoint(text, at);
  std::string shown = Printable(point, text.substr(at, point.size));
  const std::size_t width = DisplayWidth(shown);
  return {std::move(shown), width, point.size};
}

// Returns the text made printable; lines after the first are indented under it.
std::string ShowText(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const Shown character = ShowCharacter(text, at);
    shown += text[at] == '\n' ? "\n    " : character.text;
    at += character.size;
  }
  return shown;
}

// Returns line `number`, 1-based, without its end; nothing when the text has no such line.
std::optional<std::string_view> FindLine(std::string_view source, int number) {
  for (int line = 1; line < number; ++line) {
    const std::size_t end = source.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    source.remove_prefix(end + 1);
  }
  source = source.substr(0, source.find('\n'));
  if (source.ends_with('\r')) source.remove_suffix(1);
  return source;
}

// Returns the offset in `line` up to which characters from `begin` on fit into `width` columns.
std::size_t FitForward(std::string_view line, std::size_t begin, std::size_t width) {
  std::size_t at = begin;
  while (at < line.size()) {
    const Shown character = ShowCharacter(line, at);
    if (character.room() > width) break;
    width -= character.room();
    at += character.size;
  }
  return at;
}

// Returns the smallest offset from which characters up to `end` fit into `width` columns.
std::size_t FitBackward(std::string_view line, std::size_t end, std::size_t width) {
  std::size_t at = end;
  while (at > 0) {
    const std::size_t previous = PreviousCodePoint(line, at);
    const Shown character = ShowCharacter(line, previous);
    if (character.room() > width) break;
    width -= character.room();
    at = previous;
  }
  return at;
}

// Returns the source line and the carets below it. The work after finding the line depends on the
// width shown, not on the length of the line, but for counting the characters up to the column.
std::string RenderExcerpt(std::string_view line, const Place& place) {
  const bool has_column = place.column > 0;
  const std::size_t first =
      has_column ? AdvanceCodePoints(line, 0, static_cast<std::size_t>(place.column) - 1) : 0;
  const std::size_t last =
      AdvanceCodePoints(line, first, static_cast<std::size_t>(std::max(place.length, 1)));

  std::size_t begin = 0;
  std::size_t end = FitForward(line, 0, kExcerptWidth);
  if (end < line.size()) {
    begin = FitBackward(line, first, kExcerptWidthBefore);
    end = FitForward(line, begin, kExcerptWidth);
  }

  std::string shown = begin > 0 ? "..." : "";
  std::string carets(shown.size(), ' ');
  for (std::size_t at = begin; at < end;) {
    const Shown character = ShowCharacter(line, at);
    shown += character.text;
    const bool is_marked = at >= first && at < last;
    if (at < last) carets.append(character.width, is_marked ? '^' : ' ');
    at += character.size;
  }
  if (end < line.size()) shown += "...";
  // A place at the end of the line, or on a character without width, still gets its caret.
  if (!carets.ends_with('^')) carets += '^';

  const std::string number = std::to_string(place.line);
  std::string excerpt = fmt::format("  {} | {}\n", number, shown);
  if (has_column) excerpt += fmt::format("  {:{}} | {}\n", "", number.size(), carets);
  return excerpt;
}

}  // namespace

void Issues::Append(Issues other) {
  list_.insert(list_.end(), std::make_move_iterator(other.list_.begin()),
               std::make_move_iterator(other.list_.end()));
  error_count_ += other.error_count_;
}

void Issues::SortByPlace() {
  std::ranges::stable_sort(list_, {}, [](const Issue& issue) {
    return std::tie(issue.place.file, issue.place.line, issue.place.column);
  });
}

std::string Render(const Place& place, Language language) {
  std::string rendered = ShowText(place.file);
  if (place.line > 0) {
    if (!rendered.empty()) {
      rendered += fmt::format(":{}", place.line);
      if (place.column > 0) rendered += fmt::format(":{}", place.column);
    } else if (language == Language::kChinese) {
      rendered = fmt::format("第{}行", place.line);
      if (place.column > 0) rendered += fmt::format("第{}列", place.column);
    } else {
      rendered = fmt::format("line {}", place.line);
      if (place.column > 0) rendered += fmt::format(", column {}", place.column);
    }
  }
  if (!place.sheet.empty() || !place.cell.empty()) {
    const std::string_view separator = place.sheet.empty() || place.cell.empty() ? "" : "!";
    rendered += fmt::format("[{}{}{}]", ShowText(place.sheet), separator, ShowText(place.cell));
  }
  if (!place.article.empty()) {
    if (!rendered.empty()) rendered += ' ';
    rendered += ShowText(place.article);
  }
  return rendered;
}

std::string Render(const Issue& issue, Language language, std::string_view source) {
  std::string rendered = Render(issue.place, language);
  if (!rendered.empty()) rendered += ": ";
  const bool is_error = issue.severity == Severity::kError;
  if (language == Language::kChinese) {
    rendered += is_error ? "错误: " : "警告: ";
  } else {
    rendered += is_error ? "error: " : "warning: ";
  }
  rendered += ShowText(issue.message.In(language));
  if (!issue.code.empty()) rendered += fmt::format(" [{}]", issue.code);
  rendered += '\n';

  if (issue.place.line > 0 && !source.empty()) {
    const std::optional<std::string_view> line = FindLine(source, issue.place.line);
    if (line.has_value()) rendered += RenderExcerpt(*line, issue.place);
  }
  const std::string& hint = issue.hint.In(language);
  if (!hint.empty()) rendered += fmt::format("  → {}\n", ShowText(hint));
  return rendered;
}

}  // namespace kaogong
