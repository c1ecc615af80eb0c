// SPDX-License-Identifier: Apache-2.0
// Any bytes are read as CSV without fault, and what reaches the sink keeps the promises of table.h.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/issue.h"
#include "base/result.h"
#include "base/utf8.h"
#include "importer/csv.h"
#include "importer/table.h"

namespace kaogong::importer {
namespace {

class CheckingSink : public RowSink {
 public:
  bool Begin(const TableInfo& table) override {
    width_ = table.header.size();
    KAOGONG_ASSERT(width_ > 0);
    return true;
  }
  bool Row(const RowView& row) override {
    KAOGONG_ASSERT(row.table->is_header_sound && row.cells.size() == width_);
    KAOGONG_ASSERT(row.number > last_number_);
    last_number_ = row.number;
    for (const CellView& cell : row.cells) {
      KAOGONG_ASSERT(!FindInvalidUtf8(cell.text).has_value());
      KAOGONG_ASSERT(cell.text.empty() == (cell.kind == CellKind::kEmpty));
    }
    const Place place = row.PlaceOf(width_ - 1);
    KAOGONG_ASSERT(place.line >= row.number && place.column >= 1);
    return true;
  }

 private:
  std::size_t width_ = 0;
  int last_number_ = 0;
};

}  // namespace
}  // namespace kaogong::importer

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  importer::CheckingSink sink;
  importer::TableCollector collector;
  Issues issues;
  importer::ReadCsv(bytes, "fuzz.csv", {.row_bytes_max = 4096, .columns_max = 64}, sink, issues);
  importer::ReadCsv(bytes, "fuzz.csv", {.separator = ';', .header_line = 2}, collector, issues);
  // Rendering all of them would take most of the time.
  if (!issues.empty()) KAOGONG_ASSERT(!Render(issues.list().back(), Language::kChinese).empty());
  return 0;
}
