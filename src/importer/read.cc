// SPDX-License-Identifier: Apache-2.0
#include "importer/read.h"

#include <string>
#include <utility>

#include "importer/file.h"

namespace kaogong::importer {
namespace {

// What a zip archive and an old Office document begin with. ReadXlsx words what is wrong with them.
constexpr std::string_view kZipMagic = "PK";
constexpr std::string_view kCompoundMagic = "\xD0\xCF\x11\xE0";

bool IsWorkbook(std::string_view bytes) {
  return (bytes.starts_with(kZipMagic) && bytes.size() > 2 && bytes[2] < '\x09') ||
         bytes.starts_with(kCompoundMagic);
}

}  // namespace

Result<void> ReadTables(std::string_view bytes, std::string_view file, const ReadOptions& options,
                        RowSink& sink, Issues& issues) {
  if (IsWorkbook(bytes)) return ReadXlsx(bytes, file, options.xlsx, sink, issues);
  ReadCsv(bytes, file, options.csv, sink, issues);
  return {};
}

Result<void> ReadTableFile(const std::filesystem::path& path, const ReadOptions& options,
                           RowSink& sink, Issues& issues) {
  KAOGONG_TRY_ASSIGN(const FileBytes file, FileBytes::Open(path));
  return ReadTables(file.bytes(), path.string(), options, sink, issues);
}

Result<std::vector<Table>> LoadTables(const std::filesystem::path& path, const ReadOptions& options,
                                      Issues& issues) {
  TableCollector collector(options.collect);
  KAOGONG_TRY(ReadTableFile(path, options, collector, issues));
  if (collector.is_over_limit()) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("{}的表格太大，不能整个读入内存（上限{}个单元格、{}字节文字）",
                     "the tables of {} are too large to be held in memory (at most {} cells and {} "
                     "bytes of text)",
                     path.string(), options.collect.cells_max, options.collect.text_bytes_max)};
  }
  return std::move(collector.tables());
}

}  // namespace kaogong::importer
