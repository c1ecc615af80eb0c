// SPDX-License-Identifier: Apache-2.0
#include "sheet/csv_write.h"

#include <algorithm>

namespace kaogong::sheet {
namespace {

bool IsDigit(char byte) { return byte >= '0' && byte <= '9'; }

// True for [+-]digits[.digits][%]: no program computes anything from these.
bool IsDecimal(std::string_view cell) {
  if (cell.starts_with('-') || cell.starts_with('+')) cell.remove_prefix(1);
  if (cell.ends_with('%')) cell.remove_suffix(1);
  const std::size_t point = std::min(cell.find('.'), cell.size());
  const std::string_view places = cell.substr(std::min(point + 1, cell.size()));
  const bool has_places = point == cell.size() || !places.empty();
  return point > 0 && has_places && std::ranges::all_of(cell.substr(0, point), IsDigit) &&
         std::ranges::all_of(places, IsDigit);
}

// True when a spreadsheet program could take the cell for a formula.
bool LooksLikeFormula(std::string_view cell) {
  constexpr std::string_view kStarts = "=+-@\t\r\n";
  constexpr std::string_view kWideStarts[] = {"＝", "＋", "－", "＠"};
  if (cell.empty()) return false;
  const bool is_wide = std::ranges::any_of(
      kWideStarts, [cell](std::string_view start) { return cell.starts_with(start); });
  return (is_wide || kStarts.find(cell.front()) != std::string_view::npos) && !IsDecimal(cell);
}

}  // namespace

CsvWriter::CsvWriter(std::string& out, CsvStyle style) : out_(out), style_(style) {
  if (style_.has_byte_order_mark) out_ += "\xEF\xBB\xBF";
}

void CsvWriter::Row(std::span<const std::string> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out_ += style_.separator;
    Cell(cells[i]);
  }
  out_ += "\r\n";
}

void CsvWriter::Row(std::span<const std::string_view> cells) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out_ += style_.separator;
    Cell(cells[i]);
  }
  out_ += "\r\n";
}

void CsvWriter::Cell(std::string_view cell) {
  const bool is_escaped = style_.is_formula_escaped && LooksLikeFormula(cell);
  const bool is_quoted = cell.find_first_of("\"\r\n") != std::string_view::npos ||
                         cell.find(style_.separator) != std::string_view::npos;
  if (!is_quoted) {
    if (is_escaped) out_ += '\'';
    out_ += cell;
    return;
  }
  out_ += is_escaped ? "\"'" : "\"";
  for (const char byte : cell) {
    if (byte == '"') out_ += '"';
    out_ += byte;
  }
  out_ += '"';
}

}  // namespace kaogong::sheet
