// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iterator>

#include "base/utf8.h"
#include "cli/common.h"

namespace kaogong::cli {
namespace {

double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool LooksNumeric(std::string_view cell) {
  return cell.find_first_of("0123456789") != std::string_view::npos &&
         cell.find_first_not_of("0123456789.+-,%") == std::string_view::npos;
}

// What stands in a column of numbers where there is no number.
bool IsNoNumber(std::string_view cell) {
  constexpr std::string_view kWords[] = {"待定",    "不适用",         "无法计算",          "—",
                                         "pending", "not applicable", "cannot be computed"};
  return std::ranges::find(kWords, cell) != std::end(kWords);
}

// Width of a number from its decimal point on.
std::size_t FractionWidth(std::string_view cell) {
  if (!LooksNumeric(cell)) return 0;
  const std::size_t point = cell.find_first_of(".%");
  return point == std::string_view::npos ? 0 : cell.size() - point;
}

using Rows = std::vector<std::vector<std::string>>;

struct ColumnShape {
  std::size_t width = 0;
  std::size_t fraction = 0;
  bool is_number = true;
};

// The shape of column `at`. Numbers are padded so that their points stand below each other.
ColumnShape ShapeOf(const Rows& rows, std::size_t at) {
  ColumnShape shape;
  bool has_number = false;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (at >= rows[i].size() || rows[i][at].empty()) continue;
    const std::string& cell = rows[i][at];
    has_number = has_number || LooksNumeric(cell);
    if (!LooksNumeric(cell) && !IsNoNumber(cell)) shape.is_number = false;
    shape.fraction = std::max(shape.fraction, FractionWidth(cell));
  }
  shape.is_number = shape.is_number && has_number;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (at >= rows[i].size()) continue;
    std::size_t width = DisplayWidth(rows[i][at]);
    if (shape.is_number && i > 0 && LooksNumeric(rows[i][at]))
      width += shape.fraction - FractionWidth(rows[i][at]);
    shape.width = std::max(shape.width, width);
  }
  return shape;
}

std::string Padded(const std::string& cell, const ColumnShape& shape, bool is_heading) {
  const std::size_t width = DisplayWidth(cell);
  if (!shape.is_number) return cell + std::string(shape.width - width, ' ');
  const bool is_aligned = !is_heading && LooksNumeric(cell);
  const std::size_t after = is_aligned ? shape.fraction - FractionWidth(cell) : 0;
  return std::string(shape.width - width - after, ' ') + cell + std::string(after, ' ');
}

constexpr std::size_t kGap = 2;

// The columns of each part: `labels` first ones, then as many as fit.
std::vector<std::vector<std::size_t>> PartsOf(const std::vector<ColumnShape>& shapes,
                                              TableStyle style) {
  const std::size_t labels = std::min(style.labels, shapes.size());
  std::size_t taken = 0;
  std::vector<std::size_t> first;
  for (std::size_t i = 0; i < labels; ++i) {
    first.push_back(i);
    taken += shapes[i].width + kGap;
  }
  std::vector<std::vector<std::size_t>> parts{first};
  std::size_t width = taken;
  for (std::size_t i = labels; i < shapes.size(); ++i) {
    const bool is_full = style.width > 0 && width + shapes[i].width > style.width;
    if (is_full && parts.back().size() > labels) {
      parts.push_back(first);
      width = taken;
    }
    parts.back().push_back(i);
    width += shapes[i].width + kGap;
  }
  return parts;
}

// True for characters that may not begin a line.
bool IsClosing(char32_t c) {
  constexpr std::u32string_view kClosing = U"，。；：、！？）》】”’」』,.;:!?)%]";
  return kClosing.find(c) != std::u32string_view::npos;
}

// Where the text may be broken: the start of each unbreakable piece.
std::vector<std::string_view> Pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  std::size_t begin = 0;
  bool was_wide = false;
  char32_t before = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    const bool is_wide = DisplayWidth(point.value) == 2;
    const bool opens = before == U'(' || before == U'“' || before == U'《' || before == U'[';
    const bool breaks = before == U' ' || is_wide || was_wide;
    if (at > begin && breaks && !opens && !IsClosing(point.value) && point.value != U' ') {
      pieces.push_back(text.substr(begin, at - begin));
      begin = at;
    }
    was_wide = is_wide;
    before = point.value;
    at += point.size;
  }
  if (begin < text.size()) pieces.push_back(text.substr(begin));
  return pieces;
}

}  // namespace

bool HasColor(std::FILE* stream) {
  return ::isatty(::fileno(stream)) != 0 && std::getenv("NO_COLOR") == nullptr;
}

std::string Paint(std::string_view text, Tone tone, bool enabled) {
  static constexpr std::string_view kCodes[] = {"", "32", "31", "33", "2", "1"};
  const std::string_view code = kCodes[static_cast<std::size_t>(tone)];
  if (!enabled || code.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::size_t TerminalWidth() {
  if (::isatty(::fileno(stdout)) == 0) return 0;
  struct winsize size {};
  if (::ioctl(::fileno(stdout), TIOCGWINSZ, &size) != 0 || size.ws_col < 20) return 80;
  return size.ws_col;
}

std::string RenderTable(const Rows& rows, TableStyle style) {
  std::size_t columns = 0;
  for (const auto& row : rows) columns = std::max(columns, row.size());
  std::vector<ColumnShape> shapes;
  for (std::size_t i = 0; i < columns; ++i) shapes.push_back(ShapeOf(rows, i));
  std::string text;
  for (const auto& part : PartsOf(shapes, style)) {
    if (!text.empty()) text += '\n';
    for (const auto& row : rows) {
      std::string line;
      for (const std::size_t i : part) {
        const std::string& cell = i < row.size() ? row[i] : std::string();
        line += Padded(cell, shapes[i], &row == &rows.front()) + std::string(kGap, ' ');
      }
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + '\n';
    }
  }
  return text;
}

std::string Wrap(std::string_view text, std::size_t indent, std::size_t width) {
  if (width == 0 || DisplayWidth(text) <= width) return std::string(text);
  // A deep indent leaves no room to write in.
  indent = std::min(indent, width / 2);
  std::string lines;
  std::size_t used = 0;
  for (const std::string_view piece : Pieces(text)) {
    const std::size_t wide = DisplayWidth(piece);
    if (used + wide > width && used > indent) {
      lines.erase(lines.find_last_not_of(' ') + 1);
      lines += '\n' + std::string(indent, ' ');
      used = indent;
    }
    lines += piece;
    used += wide;
  }
  return lines;
}

Progress::Progress(Text task) : task_(std::move(task)), started_(Seconds()) {
  is_terminal_ = ::isatty(::fileno(stderr)) != 0;
}

Progress::~Progress() {
  if (is_visible_) std::fputs("\r\x1b[K", stderr);
}

void Progress::Show(std::size_t done) { Show(done, 0); }

void Progress::Show(std::size_t done, std::size_t of) {
  const double now = Seconds();
  if (!is_terminal_ || now - started_ < 1 || now - shown_ < 0.1) return;
  shown_ = now;
  is_visible_ = true;
  std::string line = task_.In(OutputLanguage());
  if (of > 0) {
    constexpr std::size_t kWidth = 30;
    const std::size_t filled = done * kWidth / of;
    line += " [" + std::string(filled, '#') + std::string(kWidth - filled, '.') +
            fmt::format("] {}%", done * 100 / of);
  } else {
    line += fmt::format(" {}", done);
  }
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
}

}  // namespace kaogong::cli
