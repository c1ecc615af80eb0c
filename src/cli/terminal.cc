// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "base/utf8.h"
#include "cli/common.h"

namespace kaogong::cli {
namespace {

double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool LooksNumeric(std::string_view cell) {
  return !cell.empty() && cell.find_first_not_of("0123456789.+-,%") == std::string_view::npos;
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

std::string RenderTable(const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  std::vector<bool> right;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    right.resize(widths.size(), true);
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], DisplayWidth(row[i]));
      if (&row != &rows.front() && !row[i].empty() && !LooksNumeric(row[i])) right[i] = false;
    }
  }
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string pad(widths[i] - DisplayWidth(row[i]), ' ');
      const bool last = i + 1 == row.size();
      text += right[i] && rows.size() > 1 ? pad + row[i] : row[i] + (last ? "" : pad);
      if (!last) text += "  ";
    }
    text += '\n';
  }
  return text;
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
