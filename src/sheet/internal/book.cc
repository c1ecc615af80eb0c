// SPDX-License-Identifier: Apache-2.0
#include "sheet/internal/book.h"

#include <cstddef>
#include <ctime>
#include <utility>

#include "base/utf8.h"

namespace kaogong::sheet {
namespace {

constexpr lxw_color_t kHeaderFill = 0xDDEBF7;
constexpr double kTitleSize = 16;
// The day written as that of creation: the same workbook is the same bytes, whenever it is written.
constexpr std::time_t kCreatedAt = 946'684'800;  // 2000-01-01

void ApplyStyle(const Style& style, lxw_format* format) {
  if (style.is_bold) format_set_bold(format);
  if (style.is_wrapped) format_set_text_wrap(format);
  if (style.fill.has_value()) format_set_bg_color(format, *style.fill);
  if (style.color.has_value()) format_set_font_color(format, *style.color);
  switch (style.align) {
    case Align::kAutomatic:
      break;
    case Align::kLeft:
      format_set_align(format, LXW_ALIGN_LEFT);
      break;
    case Align::kCenter:
      format_set_align(format, LXW_ALIGN_CENTER);
      break;
    case Align::kRight:
      format_set_align(format, LXW_ALIGN_RIGHT);
      break;
  }
}

void ApplyHeader(lxw_format* format) {
  format_set_bold(format);
  format_set_text_wrap(format);
  format_set_align(format, LXW_ALIGN_CENTER);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  format_set_bg_color(format, kHeaderFill);
  format_set_border(format, LXW_BORDER_THIN);
}

void ApplyTitle(lxw_format* format) {
  format_set_bold(format);
  format_set_font_size(format, kTitleSize);
  format_set_align(format, LXW_ALIGN_CENTER);
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
}

}  // namespace

Book::Book(const std::string& path, bool is_streamed) {
  lxw_workbook_options options{};
  options.constant_memory = is_streamed ? LXW_TRUE : LXW_FALSE;
  workbook_ = workbook_new_opt(path.c_str(), &options);
  KAOGONG_ASSERT(workbook_ != nullptr);
}

Book::~Book() {
  if (workbook_ != nullptr) lxw_workbook_free(workbook_);
}

Result<lxw_worksheet*> Book::AddSheet(const std::string& name) {
  lxw_worksheet* const worksheet = workbook_add_worksheet(workbook_, name.c_str());
  if (worksheet != nullptr) return worksheet;
  return Error{ErrorCode::kUnavailable,
               Say("建不了临时文件", "a temporary file cannot be created")};
}

lxw_format* Book::FormatOf(const Look& look) {
  if (look == Look()) return nullptr;
  const auto [entry, is_new] = formats_.try_emplace(look, nullptr);
  if (!is_new) return entry->second;
  lxw_format* const format = workbook_add_format(workbook_);
  KAOGONG_ASSERT(format != nullptr);
  if (look.is_header) ApplyHeader(format);
  if (look.is_title) ApplyTitle(format);
  ApplyStyle(look.style, format);
  if (!look.number_format.empty()) format_set_num_format(format, look.number_format.c_str());
  if (look.is_unlocked) format_set_unlocked(format);
  return entry->second = format;
}

lxw_format* Book::HighlightFormat(const Style& style) {
  lxw_format* const format = workbook_add_format(workbook_);
  KAOGONG_ASSERT(format != nullptr);
  Style added = style;
  added.is_wrapped = false;
  added.align = Align::kAutomatic;
  ApplyStyle(added, format);
  return format;
}

lxw_chart* Book::AddChart(std::uint8_t type) {
  lxw_chart* const chart = workbook_add_chart(workbook_, type);
  KAOGONG_ASSERT(chart != nullptr);
  return chart;
}

void Book::SetProperties(const Workbook& workbook) {
  const std::string title = PlainText(workbook.title, 255);
  const std::string author = PlainText(workbook.author, 255);
  lxw_doc_properties properties{};
  properties.title = Unconst(title);
  properties.author = Unconst(author);
  properties.created = kCreatedAt;
  workbook_set_properties(workbook_, &properties);
}

Result<void> Book::Close() {
  const lxw_error error = workbook_close(std::exchange(workbook_, nullptr));
  if (error == LXW_NO_ERROR) return {};
  const std::string reason = lxw_strerror(error);
  return Error{ErrorCode::kUnavailable,
               Say("工作簿写不出（磁盘可能已满）：{}",
                   "the workbook cannot be written (perhaps the disk is full): {}", reason)};
}

std::string PlainText(std::string_view text, std::size_t units) {
  std::string plain;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    const std::size_t size = point.value > 0xFFFF ? 2 : 1;
    if (size > units) break;
    if (point.value >= 0x20 || point.value == '\n' || point.value == '\t') {
      plain += text.substr(at, point.size);
      units -= size;
    }
    at += point.size;
  }
  return plain;
}

}  // namespace kaogong::sheet
