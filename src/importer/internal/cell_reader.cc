// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/cell_reader.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/result.h"
#include "base/utf8.h"
#include "importer/internal/excerpt.h"
#include "importer/internal/stored_number.h"

namespace kaogong::importer {
namespace {

// The longest text made for a number: sign, 30 digits, point, 30 places, and some to spare.
constexpr std::size_t kMadeTextMax = 80;

std::optional<std::size_t> ParseIndex(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// Excel counts UTF-16 units.
std::size_t CountUtf16(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    count += point.value > 0xFFFF ? 2 : 1;
    at += point.size;
  }
  return count;
}

std::string_view TrimSpaces(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\r\n";
  const std::size_t first = std::min(text.find_first_not_of(kSpaces), text.size());
  const std::size_t last = text.find_last_not_of(kSpaces);
  return text.substr(first, last == std::string_view::npos ? 0 : last - first + 1);
}

}  // namespace

void CellReader::StartRow(const RawRow& row) {
  row_ = &row;
  made_.clear();
  made_.reserve(row.cells.size() * kMadeTextMax);
}

std::string_view CellReader::Store(std::string_view text) {
  KAOGONG_ASSERT(text.size() <= kMadeTextMax && made_.size() + text.size() <= made_.capacity());
  const std::size_t begin = made_.size();
  made_ += text;
  return std::string_view(made_).substr(begin);
}

Place CellReader::PlaceOf(const RawCell& cell) const {
  return table_.PlaceInSheet(row_->number, static_cast<std::size_t>(cell.column));
}

bool CellReader::IsEmpty(const RawRow& row, const RawCell& cell) const {
  const std::string_view text = row.TextOf(cell);
  if (cell.type != RawCell::Type::kShared) return text.empty() && !cell.has_formula;
  const std::optional<std::size_t> index = ParseIndex(TrimSpaces(text));
  if (!index.has_value()) return text.empty();
  const std::optional<std::string_view> shared = context_.strings.Get(*index);
  return shared.has_value() && shared->empty();
}

void CellReader::CheckLength(const RawCell& cell, std::string_view text) {
  // A text has at most as many units as bytes, so nearly none is counted.
  if (text.size() <= limits_.cell_characters_max) return;
  const std::size_t characters = CountUtf16(text);
  if (characters <= limits_.cell_characters_max || !findings_.CountError()) return;
  findings_.ListError(
      "xlsx.cell-too-long", PlaceOf(cell),
      Say("单元格有{}个字符，超过上限{}个", "the cell has {} characters; the limit is {}",
          characters, limits_.cell_characters_max));
}

CellView CellReader::ErrorCell(const RawCell& cell, std::string_view text) {
  if (findings_.CountError()) {
    findings_.ListError("xlsx.error-cell", PlaceOf(cell),
                        Say("单元格的值是错误{}", "the cell holds the error {}", Excerpt(text)),
                        Say("请改正公式，或填上确切的值", "mend the formula or enter the value"));
  }
  return {.text = text, .kind = CellKind::kError};
}

CellView CellReader::ReadDate(const RawCell& cell, std::string_view text, NumberFormat format) {
  const std::optional<std::string> date = ReadStoredDate(text, format, context_.date_system);
  if (date.has_value()) return {.text = Store(*date), .kind = CellKind::kDate};
  if (findings_.CountError()) {
    findings_.ListError(
        "xlsx.date", PlaceOf(cell),
        Say("单元格是日期格式，但值{}不是1900年至2199年的日期",
            "the cell is formatted as a date, but {} is no day from 1900 to 2199", Excerpt(text)),
        Say("请重新填写日期；若本是数，请改单元格格式",
            "enter the date again; if it is a number, change the format of the cell"));
  }
  return {.text = {}, .kind = CellKind::kError};
}

CellView CellReader::ReadNumber(const RawCell& cell, std::string_view text) {
  const NumberFormat format = context_.formats.Get(cell.style);
  if (format != NumberFormat::kNumber && format != NumberFormat::kPercent) {
    return ReadDate(cell, text, format);
  }
  const std::optional<StoredNumber> number = ReadStoredNumber(text);
  if (!number.has_value()) {
    if (findings_.CountError()) {
      findings_.ListError("xlsx.number", PlaceOf(cell),
                          Say("单元格的值{}不是可用的数",
                              "the value {} of the cell is no usable number", Excerpt(text)));
    }
    return {.text = {}, .kind = CellKind::kError};
  }
  if (number->is_imprecise && findings_.CountWarning()) {
    findings_.ListWarning(
        "xlsx.number-precision", PlaceOf(cell),
        Say("{}超过15位，表格软件已丢失末尾数字",
            "{} has more than 15 digits; the last ones are lost already", number->digits),
        Say("编号、证件号请先把单元格设为“文本”再填写",
            "format cells for identifiers as text before filling them in"));
  }
  if (format == NumberFormat::kPercent) {
    return {.text = Store(ToPercent(number->digits)), .kind = CellKind::kNumber};
  }
  // Most numbers are stored as they are shown, and need no copy.
  const bool is_same = number->digits == text;
  return {.text = is_same ? text : Store(number->digits), .kind = CellKind::kNumber};
}

CellView CellReader::ReadShared(const RawCell& cell, std::string_view text) {
  const std::optional<std::size_t> index = ParseIndex(TrimSpaces(text));
  const std::optional<std::string_view> shared =
      index.has_value() ? context_.strings.Get(*index) : std::nullopt;
  if (!shared.has_value()) {
    is_damaged_ = true;
    return {};
  }
  CheckLength(cell, *shared);
  return {.text = *shared, .kind = shared->empty() ? CellKind::kEmpty : CellKind::kText};
}

CellView CellReader::Read(const RawCell& cell) {
  const std::string_view text = row_->TextOf(cell);
  // Text may well be empty; some programs write <v></v> for a number they have not computed.
  const bool is_computed = cell.type == RawCell::Type::kText ? cell.has_value : !text.empty();
  if (cell.has_formula && !is_computed) {
    if (findings_.CountError()) {
      findings_.ListError(
          "xlsx.formula-without-value", PlaceOf(cell),
          Say("公式还没有算出值", "the formula has never been computed"),
          Say("请用Excel或WPS打开，保存后再导入", "open the workbook in Excel or WPS and save it"));
    }
    return {.text = {}, .kind = CellKind::kError, .has_formula = true};
  }
  CellView view;
  const std::string_view trimmed = cell.type == RawCell::Type::kText ? text : TrimSpaces(text);
  if (!trimmed.empty()) {
    switch (cell.type) {
      case RawCell::Type::kNumber:
        view = ReadNumber(cell, trimmed);
        break;
      case RawCell::Type::kShared:
        view = ReadShared(cell, trimmed);
        break;
      case RawCell::Type::kText:
        CheckLength(cell, trimmed);
        view = {.text = trimmed, .kind = CellKind::kText};
        break;
      case RawCell::Type::kBoolean:
        view = {.text = trimmed == "1" || trimmed == "true" ? "TRUE" : "FALSE",
                .kind = CellKind::kBoolean};
        break;
      case RawCell::Type::kError:
        view = ErrorCell(cell, trimmed);
        break;
      case RawCell::Type::kDate:
        view = {.text = trimmed, .kind = CellKind::kDate};
        break;
    }
  }
  view.has_formula = cell.has_formula;
  return view;
}

}  // namespace kaogong::importer
