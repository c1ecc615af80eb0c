// SPDX-License-Identifier: Apache-2.0
#include "office/process/data_book.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/sha256.h"
#include "base/utf8.h"
#include "facts/cell_text.h"
#include "importer/file.h"
#include "importer/xlsx.h"
#include "office/job/queue.h"
#include "office/process/internal/sheet_book.h"
#include "sheet/write.h"
#include "store/batch_insert.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;
using store::Transaction;

namespace {

constexpr std::string_view kJobKind = "process.data_import";
constexpr std::string_view kIssues = "job_issue";
// Watchers and the lease are told after so many rows.
constexpr std::int64_t kTellRows = 1000;
constexpr std::int64_t kRowsMax = 1'000'000;

// A column of a kind's sheet: a field in a period.
struct Column {
  const FieldUse* use = nullptr;
  scheme::FieldId field = scheme::kNone;
  int period = 0;
  std::string title;
};

bool IsShown(FieldClass use, bool keeps) {
  return use == FieldClass::kMeasurement ||
         (keeps && (use == FieldClass::kAttribute || use == FieldClass::kBaseline));
}

// The columns of a kind, for one level or period when given.
std::vector<Column> ColumnsOf(const Frame& frame, scheme::KindId kind, bool keeps,
                              std::string_view level_name, std::optional<int> period) {
  std::vector<Column> columns;
  for (const FieldUse& use : frame.fields) {
    const scheme::Field& field = frame.scheme().field(use.field);
    const scheme::Level& level = frame.scheme().level(field.level);
    if (field.kind != kind || !IsShown(use.use, keeps)) continue;
    if (!level_name.empty() && level.name != level_name) continue;
    const int count = scheme::PeriodCount(field.level, level, frame.row.year);
    for (int at = 0; at < count; ++at) {
      if (period.has_value() && *period != at) continue;
      std::string title = field.column;
      if (level.count() > 1) title += "[" + PeriodTitle(level, at) + "]";
      columns.push_back({&use, use.field, at, std::move(title)});
    }
  }
  return columns;
}

std::vector<scheme::KindId> KindsWithData(const Frame& frame, bool keeps) {
  std::vector<scheme::KindId> kinds;
  for (const FieldUse& use : frame.fields) {
    const scheme::KindId kind = frame.scheme().field(use.field).kind;
    if (!IsShown(use.use, keeps) || std::ranges::find(kinds, kind) != kinds.end()) continue;
    kinds.push_back(kind);
  }
  std::ranges::sort(kinds);
  return kinds;
}

std::string IdColumnOf(const scheme::Kind& kind) {
  return kind.id_column.empty() ? kind.name : kind.id_column;
}
const Text kNameColumn{"名称", "name"};

sheet::Cell CellOf(const scheme::Field& field, int places, const Measurement& measurement) {
  if (measurement.is_not_applicable) return sheet::Cell::Text("不适用");
  const auto text = ValueText(field, places, measurement);
  if (!text.has_value()) return {};
  if (field.type == scheme::Type::kNumber) return sheet::Cell::Number(*text);
  return field.type == scheme::Type::kDate ? sheet::Cell::Date(*text) : sheet::Cell::Text(*text);
}

sheet::Validation ValidationOf(const scheme::Field& field) {
  if (!field.options.empty()) return sheet::OneOf{field.options};
  if (field.type == scheme::Type::kBoolean) return sheet::OneOf{{"是", "否"}};
  return {};
}

Result<sheet::Sheet> SheetOf(const Session& session, const Frame& frame, scheme::KindId kind,
                             const std::vector<Column>& columns, Language language) {
  const scheme::Scheme& scheme = frame.scheme();
  sheet::Sheet page;
  page.name = scheme.kind(kind).name;
  page.frozen_columns = 2;
  const auto plain = [](std::string title) {
    sheet::Column column;
    column.title = std::move(title);
    return column;
  };
  page.columns.push_back(plain(IdColumnOf(scheme.kind(kind))));
  page.columns.push_back(plain(kNameColumn.In(language)));
  for (const Column& column : columns) {
    sheet::Column made = plain(column.title);
    made.note = scheme.field(column.field).unit;
    made.validation = ValidationOf(scheme.field(column.field));
    page.columns.push_back(std::move(made));
  }
  const AssesseeScope scope{
      ReachOf(session.actor, Act::kViewProcess), session.actor.person, {}, ""};
  KAOGONG_TRY_ASSIGN(const auto assessees,
                     ListAssessees(session, frame.row.id, page.name, scope, kRowsMax, 0));
  std::vector<Id> subjects;
  for (const AssesseeRow& row : assessees) {
    subjects.push_back(row.subject);
    page.rows.push_back({sheet::Cell::Text(row.code), sheet::Cell::Text(row.name)});
  }
  for (const Column& column : columns) {
    KAOGONG_TRY_ASSIGN(const Filled filled,
                       MeasurementsOf(session, frame.row.year, column.period, subjects,
                                      std::span(&column.use->element, 1)));
    for (std::size_t i = 0; i < assessees.size(); ++i) {
      const auto found = filled.find({assessees[i].subject, column.use->element});
      page.rows[i].push_back(found == filled.end() ? sheet::Cell{}
                                                   : CellOf(scheme.field(column.field),
                                                            column.use->places, found->second));
    }
  }
  return page;
}

// --- Import

Error NoSuchImport() {
  return {ErrorCode::kNotFound, Say("没有这次导入", "There is no such import")};
}

std::optional<DataImportState> StateNamed(std::string_view name) {
  for (const DataImportState state : {DataImportState::kReading, DataImportState::kApplied,
                                      DataImportState::kRefused, DataImportState::kFailed}) {
    if (NameOf(state) == name) return state;
  }
  return std::nullopt;
}

Result<DataImport> LoadImport(const Session& session, Id id) {
  std::optional<DataImport> found;
  Id account = 0;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT j.id, i.assessment_id, j.state, i.file_name, i.file_sha256, i.is_submitting, "
      "j.done_count, "
      "j.total_count, i.changed, j.created_at, j.account_id FROM job j JOIN data_import i ON "
      "i.job_id = j.id "
      "WHERE j.id = ?",
      {id}, [&](const Row& row) {
        DataImport& made = found.emplace();
        made.id = row.Get<Id>(0);
        made.assessment = row.Get<Id>(1);
        made.state = StateNamed(row.Get<std::string_view>(2)).value_or(DataImportState::kFailed);
        made.file_name = row.Get<std::string>(3);
        made.file_sha256 = row.Get<std::string>(4);
        made.is_submitting = row.Get<bool>(5);
        made.done = row.Get<std::int64_t>(6);
        made.total = row.Get<std::int64_t>(7);
        made.changed = row.Get<std::int64_t>(8);
        made.created_at = row.Get<std::string>(9);
        account = row.Get<Id>(10);
      }));
  if (!found.has_value()) return NoSuchImport();
  const bool is_own = account == session.actor.account;
  if (!is_own && !ReachOf(session.actor, Act::kReportData).is_everywhere) return NoSuchImport();
  KAOGONG_TRY_ASSIGN(found->issues, LoadJobIssues(session.transaction, kIssues, id));
  return *std::move(found);
}

// A cell of the file that says something.
struct FileCell {
  scheme::KindId kind = scheme::kNone;
  std::size_t column = 0;  // Of the kind's columns.
  std::size_t row = 0;     // Of rows().
  std::string text;
  std::size_t at = 0;  // The column in its sheet.
};
struct FileRow {
  scheme::KindId kind = scheme::kNone;
  std::string code;
  std::string sheet;
  int number = 0;
};

Place PlaceOf(const std::string& file, const FileRow& row, std::size_t column) {
  importer::TableInfo table;
  table.file = file;
  table.sheet = row.sheet;
  return table.PlaceInSheet(row.number, column);
}

// Gathers the cells of the kinds' sheets.
class FileSink : public importer::RowSink {
 public:
  FileSink(const Frame& frame, bool keeps, JobFindings& findings,
           std::function<bool(std::int64_t)> tell)
      : frame_(frame), findings_(findings), tell_(std::move(tell)) {
    for (const scheme::KindId kind : KindsWithData(frame, keeps)) {
      columns_[kind] = ColumnsOf(frame, kind, keeps, "", {});
    }
  }

  bool Begin(const importer::TableInfo& table) override {
    kind_ = scheme::kNone;
    if (table.header_number == 0 || table.is_hidden) return false;
    const scheme::KindId kind = frame_.scheme().FindKind(table.sheet);
    if (!columns_.contains(kind)) {
      Place place;
      place.file = table.file;
      place.sheet = table.sheet;
      findings_.Warning(
          "data.unknown-sheet", place,
          Say("工作表“{}”没有要填的数据，已跳过",
              "The sheet '{}' has no data to report and is passed over", table.sheet));
      return false;
    }
    kind_ = kind;
    has_sheet_ = true;
    return Link(table);
  }

  bool Row(const importer::RowView& row) override {
    ++row_count_;
    if (row_count_ % kTellRows == 0 && !tell_(row_count_)) {
      is_lost_ = true;
      return false;
    }
    const std::string code(Trim(row.cells[id_column_].text));
    if (code.empty()) {
      const bool is_blank = std::ranges::all_of(
          row.cells, [](const importer::CellView& cell) { return Trim(cell.text).empty(); });
      if (!is_blank)
        findings_.Error("data.unknown-row", row.PlaceOf(id_column_),
                        Say("这一行没有写明考核对象", "The row does not say whose it is"));
      return true;
    }
    rows_.push_back({kind_, code, row.table->sheet, row.number});
    for (std::size_t at = 0; at < links_.size(); ++at) {
      if (!links_[at].has_value() || Trim(row.cells[at].text).empty()) continue;
      cells_.push_back({kind_, *links_[at], rows_.size() - 1, std::string(row.cells[at].text), at});
    }
    return true;
  }

  bool is_lost() const { return is_lost_; }
  bool has_sheet() const { return has_sheet_; }
  const std::vector<FileRow>& rows() const { return rows_; }
  const std::vector<FileCell>& cells() const { return cells_; }
  const Column& ColumnOf(const FileCell& cell) const { return columns_.at(cell.kind)[cell.column]; }

 private:
  // Which column of the sheet is which of the kind's.
  bool Link(const importer::TableInfo& table) {
    const auto& columns = columns_.at(kind_);
    links_.assign(table.header.size(), std::nullopt);
    std::optional<std::size_t> id;
    for (std::size_t i = 0; i < table.header.size(); ++i) {
      const std::string& title = table.header[i];
      if (title == IdColumnOf(frame_.scheme().kind(kind_)) ||
          title == frame_.scheme().kind(kind_).name) {
        if (!id.has_value()) id = i;
        continue;
      }
      const auto found = std::ranges::find(columns, title, &Column::title);
      if (found != columns.end()) {
        links_[i] = static_cast<std::size_t>(found - columns.begin());
        continue;
      }
      const bool is_passed = title == kNameColumn.zh || title == kNameColumn.en ||
                             title == "备注" || title == "序号" ||
                             title == frame_.scheme().kind(kind_).parent_column;
      if (is_passed) continue;
      findings_.Error("data.unknown-column", table.PlaceOfHeader(i),
                      Say("没有“{}”这一栏，或不由您填报",
                          "There is no column '{}', or it is not yours to report", title),
                      Say("请用下载的数据表填报", "Fill in the workbook as it was downloaded"));
    }
    if (id.has_value()) {
      id_column_ = *id;
      return true;
    }
    Place place;
    place.file = table.file;
    place.sheet = table.sheet;
    findings_.Error(
        "data.unknown-column", place,
        Say("缺少“{}”栏", "The column '{}' is missing", IdColumnOf(frame_.scheme().kind(kind_))));
    return false;
  }

  const Frame& frame_;
  JobFindings& findings_;
  std::function<bool(std::int64_t)> tell_;
  std::map<scheme::KindId, std::vector<Column>> columns_;
  std::vector<std::optional<std::size_t>> links_;
  scheme::KindId kind_ = scheme::kNone;
  std::size_t id_column_ = 0;
  std::int64_t row_count_ = 0;
  bool is_lost_ = false;
  bool has_sheet_ = false;
  std::vector<FileRow> rows_;
  std::vector<FileCell> cells_;
};

struct KeyHash {
  std::size_t operator()(const MeasurementKey& key) const {
    std::uint64_t mixed = static_cast<std::uint64_t>(key.subject) * 0x9E3779B97F4A7C15U;
    mixed ^= static_cast<std::uint64_t>(key.element) * 0xC2B2AE3D27D4EB4FU;
    mixed ^= static_cast<std::uint64_t>(key.period) << 40U;
    return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
  }
};
// unordered: looked up, never iterated.
using Known = std::unordered_map<MeasurementKey, Measurement, KeyHash>;

// Compares a file with the store and writes what differs, in one transaction.
class Applying {
 public:
  Applying(Library& library, Change& change, const FileSink& file, const std::string& file_name,
           bool submit, JobFindings& findings)
      : book_(library, change),
        change_(change),
        file_(file),
        file_name_(file_name),
        submit_(submit),
        findings_(findings) {}

  Result<void> Plan(const Frame& frame) {
    frame_ = &frame;
    KAOGONG_TRY(ReadAssessees());
    KAOGONG_TRY(ReadOthers());
    KAOGONG_TRY(ReadKnown());
    std::unordered_set<MeasurementKey, KeyHash> seen;
    for (const FileCell& cell : file_.cells()) {
      const FileRow& row = file_.rows()[cell.row];
      const auto assessee = assessees_.find({row.kind, row.code});
      if (assessee == assessees_.end()) continue;  // Said of the row.
      const Column& column = file_.ColumnOf(cell);
      const MeasurementKey key{column.use->element, frame.row.year, column.period,
                               assessee->second.subject};
      if (!seen.insert(key).second) {
        findings_.Error(
            "data.twice", PlaceOf(file_name_, row, cell.at),
            Say("“{}”的这个数出现了两次", "This figure of '{}' stands twice", row.code));
        continue;
      }
      PlanCell(cell, row, column, key);
    }
    return {};
  }

  Result<void> Write() {
    const std::string now = change_.now.ToString();
    for (const Planned& planned : planned_) {
      if (planned.before == 0) continue;
      const Measurement& to = planned.after;
      KAOGONG_TRY(change_.transaction.Execute(
          "UPDATE measurement SET state = ?, is_not_applicable = ?, units = ?, reported_units = ?, "
          "text = ?, round = 0, version = ? WHERE element_id = ? AND year = ? AND period = ? "
          "AND subject_id = ?",
          {static_cast<std::int64_t>(to.state), to.is_not_applicable, to.units, to.reported,
           to.text, to.version, to.key.element, to.key.year, to.key.period, to.key.subject}));
    }
    KAOGONG_TRY(InsertNew());
    KAOGONG_TRY_ASSIGN(auto changes, store::BatchInsert::Open(
                                         change_.transaction, "measurement_change",
                                         {"element_id", "year", "period", "subject_id", "version",
                                          "act", "is_not_applicable", "units", "text", "note",
                                          "account_id", "made_by", "made_at"}));
    for (const Planned& planned : planned_) {
      const Measurement& to = planned.after;
      KAOGONG_TRY(changes.Add({to.key.element, to.key.year, to.key.period, to.key.subject,
                               to.version, "import", to.is_not_applicable, to.units, to.text, "",
                               change_.actor.account, change_.actor.name, now}));
    }
    KAOGONG_TRY(changes.Finish());
    return {};
  }

  std::int64_t changed() const { return static_cast<std::int64_t>(planned_.size()); }

 private:
  struct Planned {
    Measurement after;
    std::int64_t before = 0;  // Its version.
  };

  Result<void> ReadAssessees() {
    const Reach reach = ReachOf(change_.actor, Act::kReportData);
    std::unordered_set<Id> units;
    if (!reach.is_everywhere) {
      KAOGONG_TRY_ASSIGN(const auto within, UnitsWithin(change_.transaction, reach, change_.today));
      units.insert(within.begin(), within.end());
    }
    std::unordered_map<std::string, scheme::KindId> kinds;
    KAOGONG_TRY(change_.transaction.Query(
        fmt::format("SELECT {} FROM assessee a WHERE a.assessment_id = ?",
                    assessment::kAssesseeColumns),
        {frame_->row.id}, [&](const Row& row) {
          AssesseeRow assessee = assessment::ReadAssessee(row);
          const bool is_mine =
              reach.is_everywhere || (assessee.unit.has_value() && units.contains(*assessee.unit));
          if (!is_mine) return;
          auto& kind = kinds.try_emplace(assessee.kind, scheme::kNone).first->second;
          if (kind == scheme::kNone) kind = frame_->scheme().FindKind(assessee.kind);
          std::pair<scheme::KindId, std::string> key{kind, assessee.code};
          assessees_.emplace(std::move(key), std::move(assessee));
        }));
    for (const FileRow& row : file_.rows()) {
      if (assessees_.contains({row.kind, row.code})) continue;
      findings_.Error("data.unknown-row", PlaceOf(file_name_, row, 0),
                      Say("没有考核对象“{}”，或不在您的范围内",
                          "There is no assessee '{}', or it is not in your reach", row.code));
    }
    return {};
  }

  // Other assessments of the year that take the same elements: their ranges hold, too.
  Result<void> ReadOthers() {
    std::vector<std::pair<Id, Id>> pairs;
    KAOGONG_TRY(change_.transaction.Query(
        "SELECT DISTINCT f.assessment_id, f.element_id FROM assessment_field f JOIN assessment t "
        "ON t.id = f.assessment_id WHERE t.year = ? AND t.id <> ? AND f.class = 'measurement' AND "
        "f.element_id IN "
        "(SELECT element_id FROM assessment_field WHERE assessment_id = ?)",
        {frame_->row.year, frame_->row.id, frame_->row.id},
        [&](const Row& row) { pairs.emplace_back(row.Get<Id>(0), row.Get<Id>(1)); }));
    for (const auto& [assessment, element] : pairs) shared_.insert(element);
    return {};
  }

  Result<void> ReadKnown() {
    std::set<Id> elements;
    for (const FileCell& cell : file_.cells()) elements.insert(file_.ColumnOf(cell).use->element);
    for (const Id element : elements) {
      KAOGONG_TRY(ReadYear(element, frame_->row.year));
      if (submit_) KAOGONG_TRY(ReadYear(element, frame_->row.year - 1));
    }
    return {};
  }

  Result<void> ReadYear(Id element, int year) {
    return change_.transaction.Query(
        "SELECT period, subject_id, version, state, is_not_applicable, units, reported_units, "
        "text, round "
        "FROM measurement WHERE element_id = ? AND year = ?",
        {element, year}, [&](const Row& row) {
          Measurement made;
          made.key = {element, year, row.Get<int>(0), row.Get<Id>(1)};
          made.version = row.Get<std::int64_t>(2);
          made.state = static_cast<MeasurementState>(row.Get<int>(3));
          made.is_not_applicable = row.Get<bool>(4);
          made.units = row.Get<std::optional<std::int64_t>>(5);
          made.reported = row.Get<std::optional<std::int64_t>>(6);
          made.text = row.Get<std::optional<std::string>>(7);
          made.round = row.Get<int>(8);
          known_[made.key] = std::move(made);
        });
  }

  const Measurement* KnownOf(const MeasurementKey& key) const {
    const auto found = known_.find(key);
    return found == known_.end() ? nullptr : &found->second;
  }

  void PlanCell(const FileCell& cell, const FileRow& row, const Column& column,
                const MeasurementKey& key) {
    const auto wrong = [&](std::string_view code, Text message, Text hint = {}) {
      findings_.Error(code, PlaceOf(file_name_, row, cell.at), std::move(message), std::move(hint));
    };
    const scheme::Field& field = frame_->scheme().field(column.field);
    facts::CellValue value;
    if (const auto problem = facts::ReadCell(field, cell.text, &value)) {
      return wrong(problem->code, problem->message, problem->hint);
    }
    if (value.presence == facts::Presence::kMissing) return;
    const Measurement* const known = KnownOf(key);
    Measurement after = known == nullptr ? Measurement{} : *known;
    after.key = key;
    const Measurement before = after;
    after.is_not_applicable = value.presence == facts::Presence::kNotApplicable;
    after.units.reset();
    after.text.reset();
    if (!after.is_not_applicable && field.type == scheme::Type::kText)
      after.text = std::string(Trim(cell.text));
    else if (!after.is_not_applicable)
      after.units = value.units;
    const bool is_same = after.is_not_applicable == before.is_not_applicable &&
                         after.units == before.units && after.text == before.text;
    const bool is_kept =
        column.use->use != FieldClass::kMeasurement && !shared_.contains(key.element);
    const bool is_given =
        before.state == MeasurementState::kSubmitted || before.state == MeasurementState::kVerified;
    if (is_same && (is_given || !submit_)) return;
    if (before.state == MeasurementState::kVerified && !is_kept) {
      return wrong("data.verified",
                   Say("已经核实，不能用导入改动", "It is verified and no import changes it"),
                   Say("请由核实部门退回", "Ask who verified it to reopen it"));
    }
    if (before.state == MeasurementState::kSubmitted && before.round > 0) {
      return wrong("data.verified", Say("正在核实，不能改动", "It is being verified"));
    }
    if (!IsOpen(frame_->row.stage, column.use->use)) {
      return wrong("data.closed",
                   Say("数据已经关闭或尚未开始填报", "The data are closed or not open yet"));
    }
    if (shared_.contains(key.element)) {
      const auto problem = ReadByOthers(key, cell.text);
      if (problem.has_value()) return wrong("data.shared", *problem);
    }
    if (submit_ && IsFar(field, key, after)) {
      return wrong(
          "data.far",
          Say("与上年同期相差过大，须在备注中说明", "It is far from last year and needs a note"),
          Say("请不选“直接报送”导入，再在填报表上填写备注",
              "Import it as a draft, then give the note on the sheet"));
    }
    const bool is_returned = before.state == MeasurementState::kReturned;
    after.state = submit_ ? (is_kept ? MeasurementState::kVerified : MeasurementState::kSubmitted)
                          : (is_returned ? MeasurementState::kReturned : MeasurementState::kDraft);
    if (submit_ && !after.reported.has_value()) after.reported = after.units;
    after.version = before.version + 1;
    planned_.push_back({std::move(after), before.version});
  }

  std::optional<Text> ReadByOthers(const MeasurementKey& key, const std::string& text) {
    const auto uses = book_.UsesOf(key.element, key.year, key.subject);
    Measurement ignored;
    if (!uses.ok()) return uses.error().message;
    return ReadValue(uses.value(), text, &ignored);
  }

  bool IsFar(const scheme::Field& field, const MeasurementKey& key,
             const Measurement& after) const {
    if (field.type != scheme::Type::kNumber || !after.units.has_value()) return false;
    const auto units = [&](const MeasurementKey& other) -> std::optional<std::int64_t> {
      const Measurement* const found = KnownOf(other);
      const bool counts = found != nullptr && (found->state == MeasurementState::kSubmitted ||
                                               found->state == MeasurementState::kVerified);
      return counts ? found->units : std::nullopt;
    };
    MeasurementKey last = key;
    --last.year;
    MeasurementKey previous = key;
    --previous.period;
    const auto compared =
        Compare(*after.units, units(last), previous.period < 0 ? std::nullopt : units(previous));
    return compared.has_value() && compared->is_far;
  }

  Result<void> InsertNew() {
    KAOGONG_TRY_ASSIGN(
        auto rows, store::BatchInsert::Open(
                       change_.transaction, "measurement",
                       {"element_id", "year", "period", "subject_id", "state", "is_not_applicable",
                        "units", "reported_units", "text", "round", "version"}));
    for (const Planned& planned : planned_) {
      if (planned.before != 0) continue;
      const Measurement& to = planned.after;
      KAOGONG_TRY(rows.Add({to.key.element, to.key.year, to.key.period, to.key.subject,
                            static_cast<std::int64_t>(to.state), to.is_not_applicable, to.units,
                            to.reported, to.text, 0, to.version}));
    }
    KAOGONG_TRY(rows.Finish());
    return {};
  }

  Book book_;
  Change& change_;
  const FileSink& file_;
  const std::string& file_name_;
  const bool submit_;
  JobFindings& findings_;
  const Frame* frame_ = nullptr;
  std::map<std::pair<scheme::KindId, std::string>, AssesseeRow> assessees_;
  std::set<Id> shared_;
  Known known_;
  std::vector<Planned> planned_;
};

// One claimed import from file to outcome.
class Run {
 public:
  Run(Library& library, JobProgress& progress, JobClaim claim, Actor actor)
      : library_(library),
        office_(library.office()),
        progress_(progress),
        claim_(std::move(claim)),
        actor_(std::move(actor)) {}
  ~Run() { progress_.Forget(claim_.id); }
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  Result<void> Go() {
    if (claim_.is_given_up()) {
      findings_.Error(
          "data.given-up", {},
          Say("处理多次中断，已放弃", "The work broke off several times and was given up"),
          Say("请重新上传", "Upload the file again"));
      return End(DataImportState::kFailed);
    }
    KAOGONG_TRY_ASSIGN(import_, office_.Read(actor_, [&](Session& session) {
      return LoadImport(session, claim_.id);
    }));
    KAOGONG_TRY_ASSIGN(const std::string bytes, office_.pool().Read([&](Transaction& transaction) {
      return LoadJobFile(transaction, claim_.id);
    }));
    // The frame stays when the transaction ends: it holds what it needs.
    KAOGONG_TRY_ASSIGN(const Frame frame, office_.Read(actor_, [&](Session& session) {
      return assessment::LoadFrame(library_, session, import_.assessment);
    }));
    bool is_lost = false;
    FileSink sink(frame, ReachOf(actor_, Act::kReportData).is_everywhere, findings_,
                  [&](std::int64_t rows) {
                    progress_.Set(claim_.id, rows, 0);
                    const auto renewed = RenewJob(office_, claim_, rows, 0);
                    is_lost = renewed.ok() && !renewed.value();
                    return !is_lost;
                  });
    Issues issues;
    const Result<void> read = importer::ReadXlsx(bytes, import_.file_name, {}, sink, issues);
    findings_.Append(std::move(issues));
    if (is_lost) return {};
    if (!read.ok()) {
      findings_.Error("data.unreadable", {}, read.error().message,
                      Say("请另存为 .xlsx 工作簿后重新上传",
                          "Save it as an .xlsx workbook and upload it again"));
    } else if (!sink.has_sheet()) {
      findings_.Error("data.no-sheet", {},
                      Say("没有找到要填报的工作表", "There is no sheet of data in it"),
                      Say("请用下载的数据表填报", "Fill in the workbook as it was downloaded"));
    }
    if (findings_.has_errors()) return End(DataImportState::kRefused);
    const auto total = static_cast<std::int64_t>(sink.cells().size());
    progress_.Set(claim_.id, 0, total);
    KAOGONG_TRY(RenewJob(office_, claim_, 0, total));
    return Apply(sink, total);
  }

 private:
  Result<void> Apply(const FileSink& sink, std::int64_t total) {
    JobFindings found;
    bool is_refused = false;
    KAOGONG_TRY(office_.Write(actor_, [&](Change& change) -> Result<void> {
      found = {};
      KAOGONG_TRY_ASSIGN(const Frame frame,
                         assessment::LoadFrame(library_, change, import_.assessment));
      Applying applying(library_, change, sink, import_.file_name, import_.is_submitting, found);
      KAOGONG_TRY(applying.Plan(frame));
      is_refused = found.has_errors();
      if (is_refused) {
        change.RecordNothing();
        return {};
      }
      KAOGONG_TRY(applying.Write());
      progress_.Set(claim_.id, total, total);
      KAOGONG_TRY(change.transaction.Execute("UPDATE data_import SET changed = ? WHERE job_id = ?",
                                             {applying.changed(), claim_.id}));
      KAOGONG_TRY(
          change.transaction.Execute("UPDATE job SET done_count = ?, total_count = ? WHERE id = ?",
                                     {total, total, claim_.id}));
      KAOGONG_TRY(FinishJob(change.transaction, claim_, NameOf(DataImportState::kApplied)));
      change.Record("measurement.import", fmt::format("assessment/{}", import_.assessment),
                    Detail()
                        .Set("file_sha256", import_.file_sha256)
                        .Set("changed", applying.changed())
                        .SetFlag("submit", import_.is_submitting));
      return {};
    }));
    if (!is_refused) return {};
    findings_ = std::move(found);
    return End(DataImportState::kRefused);
  }

  Result<void> End(DataImportState state) {
    const Issues issues = findings_.Take();
    return office_.pool().Write([&](Transaction& transaction) -> Result<void> {
      KAOGONG_TRY(SaveJobIssues(transaction, kIssues, claim_.id, issues));
      return FinishJob(transaction, claim_, NameOf(state));
    });
  }

  Library& library_;
  const Office& office_;
  JobProgress& progress_;
  JobClaim claim_;
  Actor actor_;
  DataImport import_;
  JobFindings findings_;
};

}  // namespace

std::string_view NameOf(DataImportState state) {
  switch (state) {
    case DataImportState::kReading:
      return "reading";
    case DataImportState::kApplied:
      return "applied";
    case DataImportState::kRefused:
      return "refused";
    case DataImportState::kFailed:
      return "failed";
  }
  return "";
}

Result<std::string> DataWorkbook(Library& library, const Actor& actor, Id assessment,
                                 std::string_view level, std::optional<int> period,
                                 Language language) {
  KAOGONG_TRY(Require(actor, Act::kViewProcess));
  KAOGONG_TRY_ASSIGN(
      const sheet::Workbook workbook,
      library.office().Read(actor, [&](Session& session) -> Result<sheet::Workbook> {
        Book book(library, session);
        KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
        const bool keeps = ReachOf(actor, Act::kReportData).is_everywhere;
        sheet::Workbook made;
        made.title = frame->row.title;
        made.language = language;
        for (const scheme::KindId kind : KindsWithData(*frame, keeps)) {
          const auto columns = ColumnsOf(*frame, kind, keeps, level, period);
          if (columns.empty()) continue;
          KAOGONG_TRY_ASSIGN(sheet::Sheet page, SheetOf(session, *frame, kind, columns, language));
          made.sheets.push_back(std::move(page));
        }
        if (made.sheets.empty()) {
          return Error{ErrorCode::kNotFound,
                       Say("这个考核期没有要填报的数据", "Nothing is reported for that period")};
        }
        return made;
      }));
  return sheet::RenderWorkbook(workbook);
}

Result<DataImport> StartDataImport(Library& library, const Actor& actor, Id assessment,
                                   std::string_view file_name, const std::filesystem::path& path,
                                   bool submit) {
  KAOGONG_TRY(Require(actor, Act::kReportData));
  KAOGONG_TRY_ASSIGN(const auto file, importer::FileBytes::Open(path));
  if (file.bytes().size() > kDataImportBytesMax) {
    return Error{ErrorCode::kLimitExceeded, Say("文件超过 {} MiB", "The file is larger than {} MiB",
                                                kDataImportBytesMax >> 20U)};
  }
  const std::string sha256 = Sha256Hex(file.bytes());
  return library.office().Write(actor, [&](Change& change) -> Result<DataImport> {
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, change, assessment));
    KAOGONG_TRY(
        assessment::RequireStage(frame.row, {Stage::kPreparing, Stage::kTargets, Stage::kProcess}));
    KAOGONG_TRY_ASSIGN(const Id id, AddJob(change, kJobKind, NameOf(DataImportState::kReading)));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO data_import (job_id, assessment_id, file_name, file_sha256, is_submitting, "
        "changed) "
        "VALUES (?, ?, ?, ?, ?, 0)",
        {id, assessment, ShownFileName(file_name, "data.xlsx"), sha256, submit}));
    KAOGONG_TRY(SaveJobFile(change.transaction, id, file.bytes()));
    change.RecordNothing();  // Recorded with what is written.
    return LoadImport(change, id);
  });
}

Result<DataImport> FindDataImport(const Office& office, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kReportData));
  return office.Read(actor, [&](Session& session) { return LoadImport(session, id); });
}

Result<bool> RunNextDataImport(Library& library, JobProgress& progress) {
  const Office& office = library.office();
  KAOGONG_TRY_ASSIGN(const auto claim, ClaimJob(office, kJobKind));
  if (!claim.has_value()) return false;
  KAOGONG_TRY_ASSIGN(Actor actor, ActorOfJob(office, claim->account));
  Run run(library, progress, *claim, std::move(actor));
  KAOGONG_TRY(run.Go());
  return true;
}

}  // namespace kaogong::office::process
