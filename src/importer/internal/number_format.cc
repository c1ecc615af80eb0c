// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/number_format.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "importer/internal/xml_stream.h"

namespace kaogong::importer {
namespace {

// What a section of a format code is made of, apart from literal text.
struct FormatTokens {
  bool has_day = false;      // y, d or aaa, the day of the week in Chinese
  bool has_month = false;    // m: month, or minute beside h or s
  bool has_clock = false;    // h or s
  bool has_elapsed = false;  // [h], [m], [s]
  bool has_percent = false;
};

bool IsElapsed(std::string_view bracketed) {
  return !bracketed.empty() && bracketed.find_first_not_of("hHmMsS") == std::string_view::npos;
}

// Returns the tokens of the first section. Quoted text, escaped characters and [conditions] are
// literal: in [Red]0 the "d" is no day.
FormatTokens Tokenize(std::string_view code) {
  FormatTokens tokens;
  for (std::size_t i = 0; i < code.size() && code[i] != ';'; ++i) {
    switch (code[i]) {
      case '"':
        i = std::min(code.find('"', i + 1), code.size() - 1);
        break;
      case '\\':
      case '_':  // Space as wide as the next character.
      case '*':  // Filled with the next character.
        ++i;
        break;
      case '[': {
        const std::size_t end = std::min(code.find(']', i), code.size());
        if (IsElapsed(code.substr(i + 1, end - i - 1))) tokens.has_elapsed = true;
        i = end;
        break;
      }
      case 'y':
      case 'Y':
      case 'd':
      case 'D':
        tokens.has_day = true;
        break;
      case 'm':
      case 'M':
        tokens.has_month = true;
        break;
      case 'h':
      case 'H':
      case 's':
      case 'S':
        tokens.has_clock = true;
        break;
      case 'a':
      case 'A':
        // Not the A of AM/PM, which follows an h anyway.
        if (code.substr(i, 3) == "aaa" || code.substr(i, 3) == "AAA") tokens.has_day = true;
        break;
      case '%':
        tokens.has_percent = true;
        break;
      default:
        break;
    }
  }
  return tokens;
}

int ToInt(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : 0;
}

class StylesHandler : public XmlHandler {
 public:
  void StartElement(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt") {
      custom_[ToInt(attributes.Get("numFmtId"))] = ClassifyFormatCode(attributes.Get("formatCode"));
    } else if (name == "cellXfs") {
      is_in_cell_formats_ = true;
    } else if (name == "xf" && is_in_cell_formats_) {
      const int id = ToInt(attributes.Get("numFmtId"));
      // A workbook may redefine a built-in number.
      const auto custom = custom_.find(id);
      formats_.push_back(custom == custom_.end() ? ClassifyBuiltInFormat(id) : custom->second);
    }
  }
  void EndElement(std::string_view name) override {
    if (name == "cellXfs") is_in_cell_formats_ = false;
  }
  void Text(std::string_view) override {}

  std::vector<NumberFormat> Take() { return std::move(formats_); }

 private:
  std::map<int, NumberFormat> custom_;
  std::vector<NumberFormat> formats_;
  bool is_in_cell_formats_ = false;
};

}  // namespace

NumberFormat ClassifyFormatCode(std::string_view code) {
  if (code.starts_with("General") || code.starts_with("GENERAL")) return NumberFormat::kNumber;
  const FormatTokens tokens = Tokenize(code);
  if (tokens.has_elapsed) return NumberFormat::kDuration;
  if (tokens.has_day) return NumberFormat::kDate;
  if (tokens.has_clock) return NumberFormat::kTime;
  if (tokens.has_month) return NumberFormat::kDate;
  return tokens.has_percent ? NumberFormat::kPercent : NumberFormat::kNumber;
}

NumberFormat ClassifyBuiltInFormat(int id) {
  if (id == 9 || id == 10) return NumberFormat::kPercent;
  if (id == 46) return NumberFormat::kDuration;
  if ((id >= 18 && id <= 21) || id == 45 || id == 47) return NumberFormat::kTime;
  // 32 to 35 and 55, 56 are times of day in Chinese Excel: 上午/下午h"时"mm"分".
  if ((id >= 32 && id <= 35) || id == 55 || id == 56) return NumberFormat::kTime;
  // 27 to 31, 36, 50 to 54, 57 and 58 are its days: yyyy"年"m"月".
  if ((id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58)) {
    return NumberFormat::kDate;
  }
  return NumberFormat::kNumber;
}

Result<CellFormats> ReadCellFormats(ZipArchive& archive, const std::string& part) {
  if (part.empty()) return CellFormats();
  StylesHandler handler;
  KAOGONG_TRY(ReadXmlPart(archive, part, archive.limits().other_part_bytes_max, handler));
  return CellFormats(handler.Take());
}

}  // namespace kaogong::importer
