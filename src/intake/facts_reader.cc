// SPDX-License-Identifier: Apache-2.0
#include "intake/facts_reader.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/utf8.h"
#include "facts/builder.h"
#include "importer/read.h"
#include "importer/table.h"
#include "scheme/period.h"

namespace kaogong::intake {

namespace fs = std::filesystem;
using importer::RowView;
using importer::TableInfo;
using scheme::FieldId;
using scheme::KindId;
using scheme::kNone;

namespace {

constexpr std::size_t kFindingsMax = 200;

enum class Role {
  kIgnored,
  kId,
  kParent,
  kName,
  kPeriod,
  kField,
  kKind,
  kItem,
  kValue,
  kProvenance
};

struct ColumnRole {
  Role role = Role::kIgnored;
  FieldId field = kNone;
  scheme::LevelId level = scheme::kYear;
  std::optional<int> period;  // Fixed by the heading.
  int note = 0;               // Which part of the provenance.
};

// A column of a wide table that holds a field.
struct FieldColumn {
  std::size_t index = 0;
  std::size_t level = 0;
  int period = -1;                           // Fixed by the heading; -1: the row's own.
  std::vector<facts::ColumnWriter> writers;  // By period.
};

constexpr std::array<std::pair<std::string_view, int>, 8> kNotes{{{"来源", 0},
                                                                  {"source", 0},
                                                                  {"填报人", 1},
                                                                  {"entered_by", 1},
                                                                  {"核实人", 2},
                                                                  {"verified_by", 2},
                                                                  {"佐证", 3},
                                                                  {"evidence", 3}}};

bool IsOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// Fills a facts::Builder from the rows of tables.
class FactsSink : public importer::RowSink {
 public:
  FactsSink(const scheme::Scheme& scheme, Issues* issues, const ReadHooks& hooks)
      : scheme_(scheme),
        issues_(issues),
        hooks_(hooks),
        builder_(scheme),
        known_periods_(scheme.levels.size()),
        row_periods_(scheme.levels.size(), -1) {}

  void BeginFile(const fs::path& path, std::size_t bytes) {
    stem_ = path.stem().string();
    bytes_ = bytes;
  }

  facts::Facts Finish() {
    if (hooks_.finish) hooks_.finish(&builder_);
    return builder_.Finish(issues_);
  }

  bool Begin(const TableInfo& table) override {
    table_ = &table;
    reserved_ = false;
    if (table.header.empty()) return false;
    is_long_ =
        (table.Find("项目") && table.Find("值")) || (table.Find("item") && table.Find("value"));
    if (!FindKindOfTable()) return false;
    ReadHeader();
    builder_.AddFile(table.sheet.empty() ? table.file : table.file + "[" + table.sheet + "]");
    ++file_index_;
    return true;
  }

  bool Row(const RowView& row) override {
    if (dropped_ > kFindingsMax) return false;
    if ((++rows_ & 0x3FFFU) == 0 && hooks_.progress) hooks_.progress(rows_);
    // A long table has a row per datum and says of what kind in each.
    if (!reserved_ && !is_long_ && !row.source.empty()) {
      builder_.Reserve(kind_,
                       bytes_ / (row.source.size() + 1) / static_cast<std::size_t>(periods_) + 16);
      reserved_ = true;
    }
    return is_long_ ? LongRow(row) : WideRow(row);
  }

 private:
  // The kind a table is about: by sheet, by file, by the first heading.
  bool FindKindOfTable() {
    kind_ = kNone;
    for (const std::string& name : {table_->sheet, stem_, table_->header.front()}) {
      if (kind_ == kNone && !name.empty()) kind_ = FindKindByHeading(name);
    }
    const bool has_kind_column = table_->Find("对象种类") || table_->Find("kind");
    if (kind_ != kNone || (is_long_ && has_kind_column)) return true;
    // Sheets that are not facts (notes of a template) are passed over.
    if (!table_->sheet.empty()) return false;
    Place place;
    place.file = table_->file;
    place.line = 1;
    std::string known;
    for (std::size_t i = 1; i < scheme_.kinds.size(); ++i)
      known += (i > 1 ? "、" : "") + scheme_.kinds[i].name;
    issues_->Error(
        "intake.unknown-table", place,
        Say("看不出这张表是哪种对象的数据", "cannot tell which kind this table is about"),
        Say("请用对象名作文件名或第一列的标题：{}",
            "name the file or its first column for a kind: {}", known));
    return false;
  }

  KindId FindKindByHeading(std::string_view name) const {
    for (std::size_t i = 0; i < scheme_.kinds.size(); ++i) {
      if (scheme_.kinds[i].name == name || (i > 0 && scheme_.kinds[i].id_column == name)) {
        return static_cast<KindId>(i);
      }
    }
    return kNone;
  }

  void ReadHeader() {
    columns_.assign(table_->header.size(), {});
    periods_ = 1;
    has_period_ = false;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i] = is_long_ ? LongRole(table_->header[i]) : WideRole(table_->header[i], i);
      if (columns_[i].role == Role::kPeriod) has_period_ = true;
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) CheckPeriod(i);
    SortColumns();
    const bool needs_id = kind_ > 0 && !scheme_.kind(kind_).is_record;
    if (!is_long_ && needs_id && !id_column_) {
      issues_->Error("intake.no-identifier", HeaderPlace(0),
                     Say("缺少标识列“{}”", "the identifier column '{}' is missing",
                         scheme_.kind(kind_).id_column));
    }
  }

  // Which columns to look at for what, so that a row need not ask each of its cells.
  void SortColumns() {
    id_column_ = period_column_ = std::nullopt;
    link_columns_.clear();
    field_columns_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const ColumnRole& column = columns_[i];
      if (column.role == Role::kId) id_column_ = i;
      if (column.role == Role::kPeriod) period_column_ = i;
      if (column.role == Role::kParent || column.role == Role::kName) link_columns_.push_back(i);
      if (column.role != Role::kField) continue;
      FieldColumn field{i, static_cast<std::size_t>(column.level), column.period.value_or(-1), {}};
      for (int period = 0; period < scheme_.level(column.level).count(); ++period) {
        field.writers.push_back(builder_.WriterOf(column.field, period));
      }
      field_columns_.push_back(std::move(field));
    }
  }

  Place HeaderPlace(std::size_t column) const { return table_->PlaceOfHeader(column); }

  // A field with values per period needs a period column or a period in its heading.
  void CheckPeriod(std::size_t index) {
    const ColumnRole& column = columns_[index];
    if (column.role != Role::kField || column.level == scheme::kYear || column.period) return;
    periods_ = std::max(periods_, scheme_.level(column.level).count());
    if (has_period_) return;
    issues_->Error(
        "intake.no-period", HeaderPlace(index),
        Say("“{0}”每{1}一个值，表里没有“考核期”列",
            "'{0}' has a value per {1}, but there is no period column", table_->header[index],
            scheme_.level(column.level).name),
        Say("加一列“考核期”，或把标题写成“{0}[{1}]”", "add a column 考核期, or head it '{0}[{1}]'",
            table_->header[index], scheme_.level(column.level).periods.front()));
    columns_[index].role = Role::kIgnored;
  }

  static Role CommonRole(std::string_view heading) {
    if (IsOneOf(heading, {"名称", "name"})) return Role::kName;
    if (IsOneOf(heading, {"考核期", "period"})) return Role::kPeriod;
    return Role::kIgnored;
  }

  ColumnRole LongRole(std::string_view heading) const {
    ColumnRole column;
    column.role = CommonRole(heading);
    if (IsOneOf(heading, {"对象种类", "kind"})) column.role = Role::kKind;
    if (IsOneOf(heading, {"项目", "item"})) column.role = Role::kItem;
    if (IsOneOf(heading, {"值", "value"})) column.role = Role::kValue;
    if (IsOneOf(heading, {"对象", "编号", "id"})) column.role = Role::kId;
    if (IsOneOf(heading, {"上级", "parent"})) column.role = Role::kParent;
    if (kind_ != kNone && heading == scheme_.kind(kind_).id_column) column.role = Role::kId;
    if (kind_ > 0 && heading == scheme_.kind(kind_).parent_column) column.role = Role::kParent;
    for (const auto& [name, note] : kNotes) {
      if (heading == name) {
        column.role = Role::kProvenance;
        column.note = note;
      }
    }
    return column;
  }

  ColumnRole WideRole(std::string_view heading, std::size_t index) {
    ColumnRole column;
    if (SetField(heading, &column)) return column;
    column.role = CommonRole(heading);
    const scheme::Kind& kind = scheme_.kind(kind_);
    if (heading == kind.id_column || IsOneOf(heading, {"编号", "id"})) column.role = Role::kId;
    if (kind_ > 0 && heading == kind.parent_column) column.role = Role::kParent;
    for (const scheme::Level& level : scheme_.levels) {
      if (heading == level.name) column.role = Role::kPeriod;
    }
    if (column.role != Role::kIgnored || IsOneOf(heading, {"备注", "序号", "note", "说明"}))
      return column;
    std::vector<std::string> known;
    for (const FieldId field : kind.fields) known.push_back(scheme_.field(field).column);
    const std::string near = NearestName(heading, known);
    issues_->Error("intake.unknown-column", HeaderPlace(index),
                   Say("办法里没有“{}”这项数据", "the regulation has no field '{}'", heading),
                   near.empty()
                       ? Say("不需要的列请改名为“备注”或删除", "head it 备注 or delete the column")
                       : Say("是否想写“{}”？", "did you mean '{}'?", near));
    return column;
  }

  bool SetField(std::string_view heading, ColumnRole* column) const {
    std::string_view name = heading;
    std::string_view period;
    const std::size_t open = heading.find('[');
    if (open != std::string_view::npos && heading.back() == ']') {
      name = heading.substr(0, open);
      period = heading.substr(open + 1, heading.size() - open - 2);
    }
    const FieldId field = scheme_.FindField(kind_, name);
    if (field == kNone) return false;
    column->role = Role::kField;
    column->field = field;
    column->level = scheme_.field(field).level;
    if (!period.empty()) {
      column->period =
          scheme::FindPeriod(column->level, scheme_.level(column->level), period, scheme_.year);
      return column->period.has_value();
    }
    if (column->level == scheme::kYear) column->period = 0;
    return true;
  }

  void Report(const RowView& row, std::size_t column, const facts::CellProblem& problem) {
    if (++dropped_ > kFindingsMax) {
      if (dropped_ == kFindingsMax + 1) {
        issues_->Error("intake.too-many", row.PlaceOf(column),
                       Say("问题超过{}处，后面的没有再查",
                           "more than {} findings; the rest was not looked at", kFindingsMax));
      }
      return;
    }
    issues_->Error(problem.code, row.PlaceOf(column), problem.message, problem.hint);
  }

  // The period that a cell names; texts met before are remembered.
  std::optional<int> PeriodOf(scheme::LevelId level, std::string_view text) {
    auto& known = known_periods_[static_cast<std::size_t>(level)];
    for (const auto& [name, period] : known) {
      if (name == text) return period;
    }
    const auto found = scheme::FindPeriod(level, scheme_.level(level), text, scheme_.year);
    if (found && known.size() < 64) known.emplace_back(text, *found);
    return found;
  }

  facts::Row FindRow(const RowView& row, KindId kind) {
    const std::string_view id = id_column_ ? Trim(row.cells[*id_column_].text) : "";
    if (kind == 0) return builder_.FindOrAdd(0, "全体");
    if (id.empty() && !scheme_.kind(kind).is_record) return -1;
    return builder_.FindOrAdd(kind, id);
  }

  void SetRowCells(const RowView& row, KindId kind, facts::Row to) {
    for (const std::size_t i : link_columns_) {
      if (columns_[i].role == Role::kParent) {
        if (auto problem = builder_.SetParent(kind, to, Trim(row.cells[i].text)))
          Report(row, i, *problem);
      } else if (!row.cells[i].empty()) {
        builder_.SetName(kind, to, Trim(row.cells[i].text));
      }
    }
  }

  bool WideRow(const RowView& row) {
    const facts::Row to = FindRow(row, kind_);
    if (to < 0) {
      Report(row, 0,
             {"intake.no-identifier",
              Say("这一行没有写是哪个{}", "the row does not say which {} it is",
                  scheme_.kind(kind_).name),
              {}});
      return true;
    }
    SetRowCells(row, kind_, to);
    const std::size_t period_column = period_column_.value_or(0);
    const std::string_view period_text = period_column_ ? row.cells[period_column].text : "";
    std::fill(row_periods_.begin(), row_periods_.end(), -1);
    for (const FieldColumn& column : field_columns_) {
      const std::string_view text = row.cells[column.index].text;
      if (text.empty()) continue;
      int period = column.period >= 0 ? column.period : row_periods_[column.level];
      const ColumnRole& role = columns_[column.index];
      if (period < 0) {
        const auto found = PeriodOf(role.level, period_text);
        if (!found) {
          ReportPeriod(row, period_column, role.level, period_text);
          return true;
        }
        period = row_periods_[column.level] = *found;
      }
      if (column.writers[static_cast<std::size_t>(period)].TrySet(to, text)) continue;
      if (auto problem = builder_.SetCell(role.field, period, to, text))
        Report(row, column.index, *problem);
    }
    builder_.NoteOrigin(kind_, to, file_index_, row.number);
    return true;
  }

  void ReportPeriod(const RowView& row, std::size_t column, scheme::LevelId level,
                    std::string_view text) {
    const auto& periods = scheme_.level(level).periods;
    Report(row, column,
           {"intake.unknown-period", Say("没有考核期“{}”", "there is no period '{}'", text),
            Say("如 {}、{}", "such as {}, {}", periods.front(), periods.back())});
  }

  std::string_view CellOf(const RowView& row, Role role, std::size_t* column = nullptr) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role != role) continue;
      if (column != nullptr) *column = i;
      return Trim(row.cells[i].text);
    }
    return {};
  }

  bool LongRow(const RowView& row) {
    KindId kind = kind_;
    std::size_t column = 0;
    if (const std::string_view name = CellOf(row, Role::kKind, &column); !name.empty()) {
      kind = scheme_.FindKind(name);
    }
    if (kind == kNone) {
      Report(row, column,
             {"intake.unknown-kind", Say("没有这种对象", "there is no such kind"), {}});
      return true;
    }
    const std::string_view item = CellOf(row, Role::kItem, &column);
    ColumnRole field;
    kind_ = kind;
    const bool known = SetField(item, &field);
    if (!known) {
      std::vector<std::string> names;
      for (const FieldId id : scheme_.kind(kind).fields) names.push_back(scheme_.field(id).name);
      const std::string near = NearestName(item, names);
      Report(
          row, column,
          {"intake.unknown-column",
           Say("“{1}”没有“{0}”这项数据", "'{1}' has no field '{0}'", item, scheme_.kind(kind).name),
           near.empty() ? Text{} : Say("是否想写“{}”？", "did you mean '{}'?", near)});
      return true;
    }
    const facts::Row to = FindRow(row, kind);
    if (to < 0) {
      Report(
          row, 0,
          {"intake.no-identifier", Say("这一行没有写对象", "the row does not name its row"), {}});
      return true;
    }
    SetRowCells(row, kind, to);
    const std::string_view period_text = CellOf(row, Role::kPeriod, &column);
    const auto period = field.period ? field.period : PeriodOf(field.level, period_text);
    if (!period) {
      ReportPeriod(row, column, field.level, period_text);
      return true;
    }
    const std::string_view value = CellOf(row, Role::kValue, &column);
    if (auto problem = builder_.SetCell(field.field, *period, to, value))
      Report(row, column, *problem);
    builder_.SetProvenance(field.field, *period, to, ProvenanceOf(row, column));
    return true;
  }

  facts::Provenance ProvenanceOf(const RowView& row, std::size_t value_column) const {
    facts::Provenance provenance;
    const Place place = row.PlaceOf(value_column);
    provenance.file = place.file;
    provenance.line = row.number;
    provenance.cell = place.cell;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].role != Role::kProvenance) continue;
      const std::string text(Trim(row.cells[i].text));
      switch (columns_[i].note) {
        case 0:
          provenance.source = text;
          break;
        case 1:
          provenance.entered_by = text;
          break;
        case 2:
          provenance.verified_by = text;
          break;
        default:
          provenance.evidence = text;
          break;
      }
    }
    return provenance;
  }

  const scheme::Scheme& scheme_;
  Issues* issues_;
  const ReadHooks& hooks_;
  std::size_t rows_ = 0;
  facts::Builder builder_;
  const TableInfo* table_ = nullptr;
  std::string stem_;
  std::size_t bytes_ = 0;
  int file_index_ = -1;
  std::vector<ColumnRole> columns_;
  std::optional<std::size_t> id_column_;
  std::optional<std::size_t> period_column_;
  std::vector<std::size_t> link_columns_;  // Parent and name.
  std::vector<FieldColumn> field_columns_;
  std::vector<std::vector<std::pair<std::string, int>>> known_periods_;  // By level.
  std::vector<int> row_periods_;  // Of the row at hand, by level; -1: not looked up yet.
  KindId kind_ = kNone;
  bool is_long_ = false;
  bool has_period_ = false;
  bool reserved_ = false;
  int periods_ = 1;
  std::size_t dropped_ = 0;
};

}  // namespace

Result<std::vector<fs::path>> FactsFiles(const fs::path& path) {
  std::error_code error;
  if (fs::is_regular_file(path, error)) return std::vector<fs::path>{path};
  if (!fs::is_directory(path, error)) {
    return Error{ErrorCode::kNotFound, Say("找不到数据 {}", "no facts at {}", path.string())};
  }
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path, error)) {
    const std::string extension = entry.path().extension().string();
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".") || name.starts_with("~$")) continue;
    if (extension == ".csv" || extension == ".xlsx" || extension == ".xlsm")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("{} 里没有 .csv 或 .xlsx 数据", "there are no .csv or .xlsx files in {}",
                     path.string())};
  }
  return files;
}

Result<facts::Facts> ReadFacts(const scheme::Scheme& scheme, const std::vector<fs::path>& paths,
                               Issues* issues, const ReadHooks& hooks) {
  FactsSink sink(scheme, issues, hooks);
  for (const fs::path& path : paths) {
    std::error_code error;
    const auto size = fs::file_size(path, error);
    sink.BeginFile(path, error ? 0 : static_cast<std::size_t>(size));
    KAOGONG_TRY(importer::ReadTableFile(path, {}, sink, *issues));
  }
  return sink.Finish();
}

Result<facts::Facts> ReadFactsFrom(const scheme::Scheme& scheme,
                                   const std::vector<TableBytes>& tables, Issues* issues,
                                   const ReadHooks& hooks) {
  FactsSink sink(scheme, issues, hooks);
  for (const TableBytes& table : tables) {
    sink.BeginFile(table.name, table.bytes.size());
    KAOGONG_TRY(importer::ReadTables(table.bytes, table.name, {}, sink, *issues));
  }
  return sink.Finish();
}

}  // namespace kaogong::intake
