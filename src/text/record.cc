// SPDX-License-Identifier: Apache-2.0
#include "text/record.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "importer/read.h"

namespace kaogong::text {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kPassedOver = {"备注", "序号",   "说明", "note",
                                                         "来源", "填报人", "佐证", "名称"};

bool IsTableName(const fs::path& path) {
  const std::string name = path.filename().string();
  const std::string extension = path.extension().string();
  return !name.starts_with(".") && !name.starts_with("~$") &&
         (extension == ".csv" || extension == ".xlsx" || extension == ".xlsm");
}

Result<std::vector<fs::path>> TablesAt(const fs::path& path) {
  std::error_code error;
  if (!fs::exists(path, error)) {
    return Error{ErrorCode::kNotFound, Say("没有这个文件或文件夹：{}",
                                           "there is no such file or folder: {}", path.string())};
  }
  if (!fs::is_directory(path, error)) return std::vector<fs::path>{path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    if (entry.is_regular_file(error) && IsTableName(entry.path())) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("文件夹里没有数据表（csv xlsx）：{}",
                     "the folder holds no tables (csv xlsx): {}", path.string())};
  }
  return files;
}

std::string TrimmedText(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

// Cuts what stands between the marks at the end of `text` off it: 产值(万元) or 产量[1月].
std::string TakeBehind(std::string& text, std::string_view open, std::string_view close) {
  if (!text.ends_with(close)) return {};
  const std::size_t at = text.rfind(open);
  if (at == std::string::npos || at == 0) return {};
  std::string inside = text.substr(at + open.size(), text.size() - close.size() - at - open.size());
  text = TrimmedText(text.substr(0, at));
  return inside;
}

// 工业产值(万元)[1月]: what a heading names.
struct Heading {
  std::string item;
  std::string unit;
  std::string period;
};

Heading HeadingOf(std::string text) {
  Heading heading;
  for (int turn = 0; turn < 2; ++turn) {
    if (heading.period.empty()) heading.period = TakeBehind(text, "[", "]");
    if (heading.unit.empty()) heading.unit = TakeBehind(text, "(", ")");
    if (heading.unit.empty()) heading.unit = TakeBehind(text, "（", "）");
  }
  heading.item = std::move(text);
  return heading;
}

// The number of a cell; "%" behind it becomes the unit.
std::optional<Rational> NumberOf(std::string text, std::string& unit) {
  std::erase(text, ',');
  text = TrimmedText(text);
  if (text.ends_with('%')) {
    text.pop_back();
    unit = "%";
  }
  const auto number = Decimal::Parse(text);
  if (!number) return std::nullopt;
  return Rational(*number);
}

std::optional<std::size_t> FindAny(const importer::Table& table,
                                   std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const auto found = table.info.Find(name)) return found;
  }
  return std::nullopt;
}

std::string TextAt(const importer::Row& row, const std::optional<std::size_t>& column) {
  return column ? TrimmedText(row.cells[*column].text) : std::string();
}

std::string SourceOf(const importer::Table& table, std::size_t row) {
  const Place place = table.PlaceOf(row, 0);
  const std::string file = fs::path(place.file).filename().string();
  return place.cell.empty() ? fmt::format("{} 第{}行", file, place.line)
                            : fmt::format("{} {}", file, place.cell);
}

void TakeLong(const importer::Table& table, std::size_t item_column, std::size_t value_column,
              Record& record) {
  const auto subject = FindAny(table, {"对象", "编号", "id"});
  const auto period = FindAny(table, {"考核期", "period"});
  const auto verified = FindAny(table, {"核实人", "verified_by"});
  const auto unit = FindAny(table, {"单位", "计量单位", "unit"});
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const importer::Row& row = table.rows[r];
    Heading heading = HeadingOf(TrimmedText(row.cells[item_column].text));
    if (unit) heading.unit = TextAt(row, unit);
    if (heading.item.empty() || heading.item.find('.') != std::string::npos) continue;
    const auto value = NumberOf(row.cells[value_column].text, heading.unit);
    if (!value) continue;
    if (heading.period.empty()) heading.period = TextAt(row, period);
    const std::string verifier = TextAt(row, verified);
    record.measurements.push_back({TextAt(row, subject), heading.item, heading.unit, heading.period,
                                   0, *value, verifier.empty() ? SourceOf(table, r) : verifier,
                                   !verified || !verifier.empty()});
  }
}

void TakeWide(const importer::Table& table, Record& record) {
  const auto name = FindAny(table, {"名称", "name"});
  const auto period = FindAny(table, {"考核期", "period", "月", "季度"});
  const std::size_t subject = name.value_or(0);
  for (std::size_t c = 1; c < table.info.header.size(); ++c) {
    const std::string& title = table.info.header[c];
    if (c == subject || (period && c == *period)) continue;
    if (std::find(kPassedOver.begin(), kPassedOver.end(), title) != kPassedOver.end()) continue;
    const Heading heading = HeadingOf(title);
    // 粮食产量.目标 is what was promised.
    if (heading.item.empty() || heading.item.find('.') != std::string::npos) continue;
    for (std::size_t r = 0; r < table.rows.size(); ++r) {
      const importer::Row& row = table.rows[r];
      std::string unit = heading.unit;
      const auto value = NumberOf(row.cells[c].text, unit);
      if (!value) continue;
      record.measurements.push_back({TrimmedText(row.cells[subject].text), heading.item, unit,
                                     heading.period.empty() ? TextAt(row, period) : heading.period,
                                     0, *value, SourceOf(table, r), true});
    }
  }
}

}  // namespace

Result<Record> ReadRecord(const fs::path& path, Issues& issues) {
  KAOGONG_TRY_ASSIGN(const std::vector<fs::path> files, TablesAt(path));
  Record record;
  for (const fs::path& file : files) {
    KAOGONG_TRY_ASSIGN(const std::vector<importer::Table> tables,
                       importer::LoadTables(file, {}, issues));
    for (const importer::Table& table : tables) {
      const auto item = FindAny(table, {"项目", "item"});
      const auto value = FindAny(table, {"值", "value"});
      if (item && value) {
        TakeLong(table, *item, *value, record);
      } else if (!table.info.header.empty()) {
        TakeWide(table, record);
      }
    }
  }
  return record;
}

}  // namespace kaogong::text
