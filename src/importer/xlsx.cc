// SPDX-License-Identifier: Apache-2.0
#include "importer/xlsx.h"

#include <string>

#include "importer/internal/findings.h"
#include "importer/internal/number_format.h"
#include "importer/internal/shared_strings.h"
#include "importer/internal/sheet_reader.h"
#include "importer/internal/workbook_index.h"
#include "importer/internal/zip_archive.h"

namespace kaogong::importer {
namespace {

// The container of Office before 2007 and of encrypted workbooks; its directory is UTF-16.
constexpr std::string_view kCompoundMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr std::string_view kZipMagic = "PK\x03\x04";

bool ContainsUtf16(std::string_view bytes, std::string_view ascii) {
  std::string wide;
  for (const char byte : ascii) wide.append(1, byte).append(1, '\0');
  return bytes.find(wide) != std::string_view::npos;
}

// Returns why bytes cannot be a workbook, judging by how they begin.
Result<void> CheckContainer(std::string_view bytes, std::string_view file) {
  if (bytes.starts_with(kZipMagic)) return {};
  if (bytes.starts_with(kCompoundMagic)) {
    if (ContainsUtf16(bytes, "EncryptedPackage")) {
      return Error{
          ErrorCode::kInvalidInput,
          Say("工作簿{}有密码，读不了；请取消密码后再导入",
              "the workbook {} is protected by a password; remove it and try again", file)};
    }
    return Error{
        ErrorCode::kInvalidInput,
        Say("{}是旧格式（.xls或.et）；请用Excel或WPS另存为.xlsx",
            "{} is in the old format (.xls or .et); open it in Excel or WPS and save it as "
            ".xlsx",
            file)};
  }
  return Error{ErrorCode::kInvalidInput,
               bytes.empty() ? Say("{}是空文件", "{} is an empty file", file)
                             : Say("{}不是.xlsx工作簿", "{} is not an .xlsx workbook", file)};
}

Result<void> ReadSheets(ZipArchive& archive, const XlsxOptions& options, RowSink& sink,
                        Findings& findings) {
  KAOGONG_TRY_ASSIGN(const WorkbookIndex index, ReadWorkbookIndex(archive));
  KAOGONG_TRY_ASSIGN(const CellFormats formats, ReadCellFormats(archive, index.styles_part));
  KAOGONG_TRY_ASSIGN(const SharedStrings strings,
                     ReadSharedStrings(archive, index.shared_strings_part));
  const WorkbookContext context{.strings = strings,
                                .formats = formats,
                                .date_system = index.date_system,
                                .header_row = options.header_row};
  if (index.sheets.empty()) {
    findings.Error("xlsx.no-sheet", findings.FilePlace(),
                   Say("工作簿里没有工作表", "the workbook has no sheet of cells"));
  }
  for (const SheetEntry& sheet : index.sheets) {
    KAOGONG_TRY_ASSIGN(const bool goes_on, ReadSheet(archive, sheet, context, sink, findings));
    if (!goes_on) break;
  }
  return {};
}

}  // namespace

Result<void> ReadXlsx(std::string_view bytes, std::string_view file, const XlsxOptions& options,
                      RowSink& sink, Issues& issues) {
  KAOGONG_TRY(CheckContainer(bytes, file));
  KAOGONG_TRY_ASSIGN(ZipArchive archive, ZipArchive::Open(bytes, file, options.limits));
  Findings findings(issues, file);
  Result<void> result = ReadSheets(archive, options, sink, findings);
  findings.Close();
  return result;
}

}  // namespace kaogong::importer
