// SPDX-License-Identifier: Apache-2.0
// Any workbook is read without fault. An input that begins with "PK" is the file; any other is the
// XML of its parts, divided by bytes 0x1E: so the fuzzer need not learn checksums first.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "base/utf8.h"
#include "importer/internal/zip_builder.h"
#include "importer/table.h"
#include "importer/xlsx.h"

namespace kaogong::importer {
namespace {

class CheckingSink : public RowSink {
 public:
  bool Begin(const TableInfo& table) override {
    width_ = table.header.size();
    last_number_ = table.header_number;
    return width_ > 0;
  }
  bool Row(const RowView& row) override {
    KAOGONG_ASSERT(row.table->is_header_sound && row.cells.size() == width_);
    KAOGONG_ASSERT(row.number > last_number_);
    last_number_ = row.number;
    for (const CellView& cell : row.cells) {
      KAOGONG_ASSERT(!FindInvalidUtf8(cell.text).has_value());
      KAOGONG_ASSERT(!cell.is_merged_covered || cell.text.empty());
    }
    KAOGONG_ASSERT(!row.PlaceOf(width_ - 1).cell.empty());
    return true;
  }

 private:
  std::size_t width_ = 0;
  int last_number_ = 0;
};

std::string BuildWorkbook(std::string_view input) {
  WorkbookParts parts;
  for (std::string* part : {&parts.sheet, &parts.shared_strings, &parts.styles, &parts.workbook,
                            &parts.relations, &parts.root_relations}) {
    const std::size_t size = std::min(input.find('\x1E'), input.size());
    if (size > 0) *part = input.substr(0, size);
    input.remove_prefix(std::min(size + 1, input.size()));
  }
  return parts.Zip();
}

}  // namespace
}  // namespace kaogong::importer

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string built = input.starts_with("PK") ? "" : importer::BuildWorkbook(input);
  importer::XlsxOptions options;
  // Small, so that each limit is met and no run is slow.
  options.limits.sheet_bytes_max = 1U << 20U;
  options.limits.shared_strings_bytes_max = 1U << 20U;
  options.limits.other_part_bytes_max = 1U << 20U;
  options.limits.parser_bytes_max = 1U << 20U;
  options.limits.cells_max = 100'000;
  importer::CheckingSink sink;
  Issues issues;
  const Result<void> result =
      importer::ReadXlsx(built.empty() ? input : built, "fuzz.xlsx", options, sink, issues);
  KAOGONG_ASSERT(result.ok() || !result.error().message.zh.empty());
  return 0;
}
