// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/sheet_reader.h"

#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "importer/internal/cell_reader.h"
#include "importer/internal/merged_cells.h"
#include "importer/internal/table_builder.h"
#include "importer/internal/xml_stream.h"

namespace kaogong::importer {
namespace {

// Takes the XML of a worksheet apart into raw rows.
class SheetHandler : public XmlHandler {
 public:
  SheetHandler(const XlsxLimits& limits, TableBuilder& builder)
      : limits_(limits), builder_(builder) {}

  void StartElement(std::string_view name, const XmlAttributes& attributes) override;
  void EndElement(std::string_view name) override;
  void Text(std::string_view text) override {
    if (!is_in_text_) return;
    if (text.size() > limits_.row_bytes_max - row_.text.size()) {
      Fail(Say("第{}行的文字过长", "the text of row {} is too long", row_.number));
      return;
    }
    row_.text += text;
  }

  // What makes the sheet unreadable, if anything.
  const kaogong::Text& fault() const { return fault_; }

 private:
  void StartRow(const XmlAttributes& attributes);
  void StartCell(const XmlAttributes& attributes);
  void EndCell();
  void Fail(kaogong::Text fault) {
    fault_ = std::move(fault);
    Stop();
  }

  const XlsxLimits& limits_;
  TableBuilder& builder_;
  RawRow row_;
  RawCell cell_;
  kaogong::Text fault_;
  bool is_in_data_ = false;
  bool is_in_row_ = false;
  bool is_in_cell_ = false;
  bool is_in_inline_ = false;
  bool is_in_reading_ = false;
  bool is_in_text_ = false;
};

std::optional<RawCell::Type> ParseType(std::string_view type) {
  if (type.empty() || type == "n") return RawCell::Type::kNumber;
  if (type == "s") return RawCell::Type::kShared;
  if (type == "inlineStr" || type == "str") return RawCell::Type::kText;
  if (type == "b") return RawCell::Type::kBoolean;
  if (type == "e") return RawCell::Type::kError;
  if (type == "d") return RawCell::Type::kDate;
  return std::nullopt;
}

void SheetHandler::StartRow(const XmlAttributes& attributes) {
  const std::string_view written = attributes.Get("r");
  int number = row_.number + 1;
  if (!written.empty()) {
    const auto [end, error] =
        std::from_chars(written.data(), written.data() + written.size(), number);
    if (error != std::errc() || end != written.data() + written.size()) number = 0;
  }
  if (number <= row_.number || number > limits_.rows_max) {
    Fail(Say("第{}行之后的行号不对", "the row after row {} has a wrong number", row_.number));
    return;
  }
  row_.number = number;
  row_.is_hidden = attributes.IsTrue("hidden");
  row_.cells.clear();
  row_.text.clear();
  is_in_row_ = true;
}

void SheetHandler::StartCell(const XmlAttributes& attributes) {
  const std::string_view written = attributes.Get("r");
  CellReference reference{.row = row_.number,
                          .column = row_.cells.empty() ? 0 : row_.cells.back().column + 1};
  const int first_free = reference.column;
  if (!written.empty()) {
    const auto parsed = ParseCellReference(written, limits_);
    reference = parsed.value_or(CellReference());
  }
  const std::optional<RawCell::Type> type = ParseType(attributes.Get("t"));
  if (reference.row != row_.number || reference.column < first_free ||
      reference.column >= limits_.columns_max || !type.has_value()) {
    Fail(Say("第{}行有一个单元格的位置或类型不对", "a cell of row {} has a wrong place or type",
             row_.number));
    return;
  }
  cell_ = RawCell{.column = reference.column, .type = *type, .text_begin = row_.text.size()};
  const std::string_view style = attributes.Get("s");
  std::from_chars(style.data(), style.data() + style.size(), cell_.style);
  is_in_cell_ = true;
}

void SheetHandler::EndCell() {
  is_in_cell_ = false;
  cell_.text_size = row_.text.size() - cell_.text_begin;
  if (cell_.type == RawCell::Type::kText &&
      row_.TextOf(cell_).find("_x") != std::string_view::npos) {
    std::string text(row_.TextOf(cell_));
    UnescapeXstring(text);
    row_.text.replace(cell_.text_begin, cell_.text_size, text);
    cell_.text_size = text.size();
  }
  row_.cells.push_back(cell_);
}

void SheetHandler::StartElement(std::string_view name, const XmlAttributes& attributes) {
  if (!is_in_data_) {
    is_in_data_ = name == "sheetData";
  } else if (!is_in_row_) {
    if (name == "row") StartRow(attributes);
  } else if (!is_in_cell_) {
    if (name == "c") StartCell(attributes);
  } else if (name == "v") {
    is_in_text_ = cell_.has_value = true;
  } else if (name == "f") {
    cell_.has_formula = true;
  } else if (name == "is") {
    is_in_inline_ = cell_.has_value = true;
  } else if (name == "rPh") {
    is_in_reading_ = true;
  } else if (name == "t") {
    is_in_text_ = is_in_inline_ && !is_in_reading_;
  }
}

void SheetHandler::EndElement(std::string_view name) {
  if (name == "v" || name == "t") {
    is_in_text_ = false;
  } else if (name == "rPh") {
    is_in_reading_ = false;
  } else if (name == "is") {
    is_in_inline_ = false;
  } else if (name == "c" && is_in_cell_) {
    EndCell();
  } else if (name == "row" && is_in_row_) {
    is_in_row_ = false;
    if (!builder_.Take(row_)) Stop();
  } else if (name == "sheetData") {
    is_in_data_ = false;
  }
}

}  // namespace

Result<bool> ReadSheet(ZipArchive& archive, const SheetEntry& entry, const WorkbookContext& context,
                       RowSink& sink, Findings& findings) {
  KAOGONG_TRY_ASSIGN(MergedCells merges, ReadMergedCells(archive, entry.part));
  TableInfo table{.file = archive.file(), .sheet = entry.name, .is_hidden = entry.is_hidden};
  TableBuilder builder(context, archive.limits(), table, merges, sink, findings);
  SheetHandler handler(archive.limits(), builder);
  KAOGONG_TRY(ReadXmlPart(archive, entry.part, archive.limits().sheet_bytes_max, handler));
  Text fault = handler.fault();
  if (builder.is_damaged())
    fault = Say("有单元格引用不存在的共享文字", "a cell refers to a text that does not exist");
  if (!fault.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("工作簿{0}的工作表“{1}”已损坏：{2}",
                     "the sheet \"{1}\" of the workbook {0} is damaged: {3}", archive.file(),
                     entry.name, fault.zh, fault.en)};
  }
  if (builder.is_over_limit()) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("工作簿{}的工作表“{}”太大：行数乘列数超过{}",
                     "the sheet \"{1}\" of the workbook {0} is too large: more than {2} cells",
                     archive.file(), entry.name, archive.limits().cells_max)};
  }
  builder.Finish();
  return !builder.has_ended_all();
}

}  // namespace kaogong::importer
