// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "importer/internal/zip_archive.h"

namespace kaogong::importer {

// What the number format of a cell makes of its number.
enum class NumberFormat : std::uint8_t {
  kNumber,
  kPercent,
  kDate,      // A day, perhaps with a time of day: yyyy-mm-dd hh:mm.
  kTime,      // Only a time of day: hh:mm:ss.
  kDuration,  // Hours that may exceed a day: [h]:mm:ss.
};

// Classifies a format code such as `yyyy"年"m"月"d"日"` or `0.0%;[Red]-0.0%` by its first section.
NumberFormat ClassifyFormatCode(std::string_view code);
// Classifies a built-in format by its number, those of Chinese Excel included.
NumberFormat ClassifyBuiltInFormat(int id);

// The number formats of a workbook by the style number of a cell.
class CellFormats {
 public:
  explicit CellFormats(std::vector<NumberFormat> formats = {}) : formats_(std::move(formats)) {}

  NumberFormat Get(std::size_t style) const {
    return style < formats_.size() ? formats_[style] : NumberFormat::kNumber;
  }

 private:
  std::vector<NumberFormat> formats_;
};

// Reads styles.xml. `part` may be empty: then every cell is a plain number.
Result<CellFormats> ReadCellFormats(ZipArchive& archive, const std::string& part);

}  // namespace kaogong::importer
