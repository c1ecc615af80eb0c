// SPDX-License-Identifier: Apache-2.0
#include "demo/sample.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "base/date.h"
#include "importer/read.h"

namespace kaogong::demo {

namespace fs = std::filesystem;

namespace {

using scheme::FieldId;
using scheme::KindId;
using scheme::Scheme;

enum class Part { kId, kName, kParent, kPeriod, kField, kRemark };

struct Column {
  Part part = Part::kRemark;
  FieldId field = scheme::kNone;
  std::optional<int> period;  // Of a heading "产量[1月]".
};

Error Unknown(const importer::TableInfo& table, std::string_view what) {
  return {ErrorCode::kInvalidInput,
          Say("示例数据 {} 里的“{}”不是办法的数据",
              "“{1}” in the sample {0} is nothing of the regulation", table.file, what)};
}

Result<Column> ColumnOf(const Scheme& scheme, KindId kind, const importer::TableInfo& table,
                        const std::string& heading) {
  const scheme::Kind& of = scheme.kind(kind);
  if (!of.is_record && heading == of.id_column) return Column{Part::kId, scheme::kNone, {}};
  if (of.parent > 0 && heading == of.parent_column) return Column{Part::kParent, scheme::kNone, {}};
  if (heading == "名称" && scheme.FindField(kind, heading) == scheme::kNone) {
    return Column{Part::kName, scheme::kNone, {}};
  }
  if (heading == "考核期") return Column{Part::kPeriod, scheme::kNone, {}};
  if (heading == "备注" || heading == "序号") return Column{};
  const std::size_t bracket = heading.ends_with(']') ? heading.rfind('[') : std::string::npos;
  const std::string_view name = std::string_view(heading).substr(0, bracket);
  Column column{Part::kField, scheme.FindField(kind, name), {}};
  if (column.field == scheme::kNone) return Unknown(table, heading);
  if (bracket == std::string::npos) return column;
  const scheme::LevelId level = scheme.field(column.field).level;
  column.period =
      scheme::FindPeriod(level, scheme.level(level),
                         heading.substr(bracket + 1, heading.size() - bracket - 2), scheme.year);
  if (!column.period.has_value()) return Unknown(table, heading);
  return column;
}

// The same day of another year; 29 February becomes 28.
std::string InYear(const std::string& text, int year) {
  const auto day = Date::Parse(text);
  if (!day.ok()) return text;
  const int last = day.value().month() == 2 ? std::min(day.value().day(), 28) : day.value().day();
  return Date::FromYearMonthDay(year, day.value().month(), last).value().ToString();
}

// Fills the rows of one table.
class TableReader {
 public:
  TableReader(const Scheme& scheme, KindId kind, int year, std::vector<SampleRow>* rows)
      : scheme_(scheme), kind_(kind), year_(year), rows_(*rows) {}

  Result<void> Read(const importer::Table& table) {
    std::vector<Column> columns;
    for (const std::string& heading : table.info.header) {
      KAOGONG_TRY_ASSIGN(const Column column, ColumnOf(scheme_, kind_, table.info, heading));
      columns.push_back(column);
    }
    for (const importer::Row& row : table.rows) {
      KAOGONG_TRY(ReadRow(table.info, columns, row));
    }
    return {};
  }

 private:
  Result<void> ReadRow(const importer::TableInfo& table, const std::vector<Column>& columns,
                       const importer::Row& row) {
    const auto text_of = [&](Part part) {
      const auto found = std::ranges::find(columns, part, &Column::part);
      return found == columns.end()
                 ? std::string()
                 : row.cells[static_cast<std::size_t>(found - columns.begin())].text;
    };
    SampleRow& to = RowOf(text_of(Part::kId));
    if (to.parent.empty()) to.parent = text_of(Part::kParent);
    if (to.name.empty()) to.name = text_of(Part::kName);
    const std::string period_text = text_of(Part::kPeriod);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].part != Part::kField || row.cells[i].empty()) continue;
      const scheme::Field& field = scheme_.field(columns[i].field);
      std::optional<int> period = columns[i].period;
      if (!period.has_value() && !period_text.empty()) {
        period =
            scheme::FindPeriod(field.level, scheme_.level(field.level), period_text, scheme_.year);
        if (!period.has_value()) return Unknown(table, period_text);
      }
      to.cells.push_back({columns[i].field, period.value_or(0),
                          field.type == scheme::Type::kDate || field.type == scheme::Type::kText
                              ? InYear(row.cells[i].text, year_)
                              : row.cells[i].text});
    }
    return {};
  }

  // Rows of one thing may stand on several lines, one for each period.
  SampleRow& RowOf(const std::string& id) {
    const auto known = by_id_.find(id);
    if (!id.empty() && known != by_id_.end()) return rows_[known->second];
    by_id_[id] = rows_.size();
    rows_.push_back({id, {}, {}, {}});
    return rows_.back();
  }

  const Scheme& scheme_;
  const KindId kind_;
  const int year_;
  std::vector<SampleRow>& rows_;
  std::map<std::string, std::size_t> by_id_;
};

}  // namespace

Result<Sample> ReadSample(const Scheme& scheme, const fs::path& folder, int year) {
  std::error_code failure;
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().extension() == ".csv") files.push_back(entry.path());
  }
  if (files.empty()) {
    return Error{ErrorCode::kNotFound,
                 Say("{} 里没有示例数据", "There are no sample facts in {}", folder.string())};
  }
  std::sort(files.begin(), files.end());
  Sample sample;
  for (const fs::path& file : files) {
    const KindId kind = scheme.FindKind(file.stem().string());
    Issues issues;
    KAOGONG_TRY_ASSIGN(const auto tables, importer::LoadTables(file, {}, issues));
    if (kind == scheme::kNone || issues.has_errors() || tables.size() != 1) {
      return Error{ErrorCode::kInvalidInput,
                   Say("示例数据 {} 不能用", "The sample {} cannot be used", file.string())};
    }
    KAOGONG_TRY(TableReader(scheme, kind, year, &sample[kind]).Read(tables[0]));
  }
  return sample;
}

}  // namespace kaogong::demo
