// SPDX-License-Identifier: Apache-2.0
#include "office/target/workbook.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "base/number_text.h"
#include "base/utf8.h"
#include "importer/xlsx.h"
#include "office/assessment/assessments.h"
#include "office/target/terms.h"
#include "office/target/values.h"
#include "sheet/write.h"

namespace kaogong::office::target {

namespace {

using store::Row;

constexpr std::string_view kCodeTitle = "编号";
constexpr std::string_view kNameTitle = "名称";
constexpr std::string_view kStateTitle = "状态";
constexpr std::string_view kNotApplicable = "不适用";
constexpr std::size_t kFindingsMax = 500;

// A target column: 粮食产量 目标, with several periods 粮食产量 目标[1季度].
std::string HeadingOf(const Term& term, int period) {
  if (term.periods.size() == 1) return term.label;
  return fmt::format("{}[{}]", term.label, term.periods[static_cast<std::size_t>(period)]);
}
std::string BaselineHeadingOf(const Term& term, int period) {
  return "上年：" + HeadingOf(term, period);
}

struct SheetOfKind {
  SheetRow sheet;
  AssesseeRow assessee;
  bool is_covered = false;  // By draft_targets.
};

// The newest sheets of a kind that the actor may see.
Result<std::vector<SheetOfKind>> SheetsOf(const Session& session, const Frame& frame,
                                          const std::string& kind) {
  const Reach reach = ReachOf(session.actor, Act::kViewAssessments);
  const WithinReach within(reach, session.today);
  std::vector<store::Argument> arguments = within.arguments();
  arguments.emplace_back(frame.row.id);
  arguments.emplace_back(kind);
  arguments.emplace_back(reach.is_everywhere);
  arguments.emplace_back(session.actor.person);
  std::vector<SheetOfKind> sheets;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format(
          "{}SELECT {}, {} FROM target_sheet s JOIN assessee a ON a.id = s.assessee_id "
          "WHERE s.assessment_id = ? AND a.kind = ? AND (? OR a.unit_id IN (SELECT id FROM within) "
          "OR a.person_id = ?) AND NOT EXISTS (SELECT 1 FROM target_sheet n "
          "WHERE n.assessee_id = s.assessee_id AND n.revision > s.revision) "
          "ORDER BY a.place, a.id",
          within.with(), kSheetColumns, assessment::kAssesseeColumns),
      arguments, [&](const Row& row) -> Result<void> {
        SheetOfKind made;
        KAOGONG_TRY_ASSIGN(made.sheet, ReadSheet(row));
        constexpr std::size_t kAt = kSheetColumnCount;
        made.assessee = {row.Get<Id>(kAt),
                         row.Get<Id>(kAt + 1),
                         row.Get<std::string>(kAt + 2),
                         row.Get<std::string>(kAt + 3),
                         row.Get<std::string>(kAt + 4),
                         row.Get<std::optional<Id>>(kAt + 5),
                         row.Get<Id>(kAt + 6),
                         row.Get<std::optional<Id>>(kAt + 7),
                         row.Get<std::optional<Id>>(kAt + 8),
                         row.Get<std::int64_t>(kAt + 9)};
        sheets.push_back(std::move(made));
        return {};
      }));
  return sheets;
}

using ValuesByPlace = std::map<std::tuple<Id, std::string, int>, ValueRow>;

Result<ValuesByPlace> ValuesOf(const Session& session, const std::vector<SheetOfKind>& sheets) {
  std::vector<Id> ids;
  for (const SheetOfKind& sheet : sheets) ids.push_back(sheet.sheet.id);
  KAOGONG_TRY_ASSIGN(std::vector<ValueRow> rows, LoadValues(session, ids));
  ValuesByPlace values;
  for (ValueRow& row : rows) {
    values.emplace(std::tuple(row.sheet, row.field, row.period), std::move(row));
  }
  return values;
}

// --- Out

sheet::Column LockedColumn(std::string title) {
  sheet::Column column;
  column.title = std::move(title);
  column.is_locked = true;
  column.style.fill = 0xF2F2F2;
  return column;
}

sheet::Column TargetColumn(const Term& term, int period, Language language) {
  sheet::Column column;
  column.title = HeadingOf(term, period);
  Text note = Say("单位：{0}；小数 {1} 位以内；不适用的填“不适用”；空着的不改",
                  "Unit: {0}; up to {1} places; 不适用 where it does not apply; empty: as it is",
                  term.field->is_percent ? "%" : term.field->unit, term.use->places);
  if (term.field->range.has_value()) {
    note.zh += "；范围 " + term.field->range->ToString();
    note.en += "; range " + term.field->range->ToString();
  }
  column.note = note.In(language);
  return column;
}

sheet::Sheet SheetFor(const std::string& kind, const std::vector<Term>& terms,
                      const std::vector<SheetOfKind>& sheets, const ValuesByPlace& values,
                      Language language) {
  sheet::Sheet made;
  made.name = kind;
  made.columns = {LockedColumn(std::string(kCodeTitle)), LockedColumn(std::string(kNameTitle)),
                  LockedColumn(std::string(kStateTitle))};
  made.frozen_columns = 2;
  for (const Term& term : terms) {
    for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
      made.columns.push_back(LockedColumn(BaselineHeadingOf(term, period)));
      made.columns.push_back(TargetColumn(term, period, language));
    }
  }
  for (const SheetOfKind& sheet : sheets) {
    std::vector<sheet::Cell> cells{sheet::Cell::Text(sheet.assessee.code),
                                   sheet::Cell::Text(sheet.assessee.name),
                                   sheet::Cell::Text(TitleOf(sheet.sheet.state).In(language))};
    for (const Term& term : terms) {
      for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
        const auto value = values.find({sheet.sheet.id, term.field->name, period});
        sheet::Cell baseline;
        sheet::Cell cell;
        if (value != values.end()) {
          const ValueRow& row = value->second;
          if (row.baseline) baseline = sheet::Cell::Number(ValueText(term, *row.baseline));
          if (row.units) cell = sheet::Cell::Number(ValueText(term, *row.units));
          if (row.is_not_applicable) cell = sheet::Cell::Text(kNotApplicable);
          if (row.return_reason) cell.note = *row.return_reason;
        }
        cells.push_back(std::move(baseline));
        cells.push_back(std::move(cell));
      }
    }
    made.rows.push_back(std::move(cells));
  }
  return made;
}

// --- In

// Reads the sheet of one kind and collects the rows that change.
class KindReader {
 public:
  KindReader(const std::vector<Term>& terms, const std::vector<SheetOfKind>& sheets,
             ValuesByPlace values, Issues* issues)
      : terms_(terms), values_(std::move(values)), issues_(issues) {
    for (const SheetOfKind& sheet : sheets) sheets_.emplace(sheet.assessee.code, &sheet);
  }

  void Read(const importer::Table& table) {
    const auto code = table.info.Find(kCodeTitle);
    if (!code.has_value()) {
      issues_->Error("target.column", table.info.PlaceOfHeader(0),
                     Say("没有“编号”这一列", "There is no column 编号"),
                     Say("请使用导出的工作簿", "Use the workbook that was exported"));
      return;
    }
    const std::vector<ColumnOf> columns = ColumnsOf(table);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
      if (issues_->error_count() >= kFindingsMax) return;
      const std::string text(Trim(table.rows[i].cells[*code].text));
      if (text.empty()) continue;
      const auto sheet = sheets_.find(text);
      if (sheet == sheets_.end()) {
        issues_->Error("target.code", table.PlaceOf(i, *code),
                       Say("没有编号为“{}”的考核对象，或不在您的范围内",
                           "There is no assessee '{}', or it is not in your reach", text));
      } else if (!seen.insert(text).second) {
        issues_->Error("target.twice", table.PlaceOf(i, *code),
                       Say("编号“{}”出现了两次", "The code '{}' stands there twice", text));
      } else {
        ReadRow(table, i, columns, *sheet->second);
      }
    }
  }

  const std::vector<ValueRow>& changed() const { return changed_; }

 private:
  struct ColumnOf {
    std::size_t column = 0;
    const Term* term = nullptr;
    int period = 0;
  };

  std::vector<ColumnOf> ColumnsOf(const importer::Table& table) {
    std::map<std::string, ColumnOf, std::less<>> known;
    std::vector<std::string> headings;
    for (const Term& term : terms_) {
      for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
        headings.push_back(HeadingOf(term, period));
        known.emplace(headings.back(), ColumnOf{0, &term, period});
      }
    }
    std::vector<ColumnOf> columns;
    for (std::size_t i = 0; i < table.info.header.size(); ++i) {
      const std::string& heading = table.info.header[i];
      const bool is_for_reading = heading == kCodeTitle || heading == kNameTitle ||
                                  heading == kStateTitle || heading == "备注" ||
                                  heading.starts_with("上年：");
      if (is_for_reading) continue;
      const auto found = known.find(heading);
      if (found == known.end()) {
        const std::string near = NearestName(heading, headings);
        issues_->Error("target.column", table.info.PlaceOfHeader(i),
                       Say("没有目标“{}”", "There is no target '{}'", heading),
                       near.empty()
                           ? Say("请使用导出的工作簿；不需要的列改名为“备注”",
                                 "Use the workbook that was exported; head other columns 备注")
                           : Say("是否想写“{}”？", "did you mean '{}'?", near));
        continue;
      }
      ColumnOf column = found->second;
      column.column = i;
      columns.push_back(column);
    }
    return columns;
  }

  void ReadRow(const importer::Table& table, std::size_t row, const std::vector<ColumnOf>& columns,
               const SheetOfKind& sheet) {
    for (const ColumnOf& column : columns) {
      const std::string_view text = Trim(table.rows[row].cells[column.column].text);
      if (text.empty()) continue;
      const auto known = values_.find({sheet.sheet.id, column.term->field->name, column.period});
      if (known == values_.end()) continue;
      ValueRow made = known->second;
      if (!ReadCell(text, column, table, row, &made)) continue;
      if (made == known->second) continue;
      if (Text obstacle = ObstacleOf(sheet); !obstacle.empty()) {
        issues_->Error("target.state", table.PlaceOf(row, column.column), std::move(obstacle));
        continue;
      }
      made.return_reason = std::nullopt;
      changed_.push_back(std::move(made));
    }
  }

  bool ReadCell(std::string_view text, const ColumnOf& column, const importer::Table& table,
                std::size_t row, ValueRow* to) {
    const Place place = table.PlaceOf(row, column.column);
    if (text == kNotApplicable) {
      to->units = std::nullopt;
      to->is_not_applicable = true;
      return true;
    }
    const NumberReading reading = ReadNumberText(text);
    if (const auto* problem = std::get_if<NumberProblem>(&reading)) {
      issues_->Error("target.number", place, problem->message, problem->hint);
      return false;
    }
    const auto& number = std::get<NumberText>(reading);
    if (number.unit != NumberUnit::kNone &&
        !(number.unit == NumberUnit::kPercent && column.term->field->is_percent)) {
      issues_->Error("target.number", place,
                     Say("“{}”不是百分数", "'{}' is no percentage", column.term->label),
                     Say("请写成数", "Write it as a plain number"));
      return false;
    }
    const auto value = Decimal::Parse(number.digits);
    Text trouble = value.has_value() ? Text{} : Say("数太长", "The number is too long");
    const auto units = value.has_value() ? UnitsOf(*column.term, *value, &trouble) : std::nullopt;
    if (!units.has_value()) {
      issues_->Error("target.value", place, std::move(trouble));
      return false;
    }
    to->units = units;
    to->is_not_applicable = false;
    return true;
  }

  static Text ObstacleOf(const SheetOfKind& sheet) {
    if (sheet.sheet.state != SheetState::kDraft) {
      return Text{
          fmt::format("“{}”的目标表是“{}”，不能再改；请先退回或修订", sheet.assessee.name,
                      TitleOf(sheet.sheet.state).zh),
          fmt::format("The sheet of '{}' is {} and is not changed; return or revise it first",
                      sheet.assessee.name, TitleOf(sheet.sheet.state).en)};
    }
    if (!sheet.is_covered) {
      return Say("您不能填写“{}”的目标", "You may not draft the targets of '{}'",
                 sheet.assessee.name);
    }
    return {};
  }

  const std::vector<Term>& terms_;
  std::map<std::string, const SheetOfKind*, std::less<>> sheets_;
  ValuesByPlace values_;
  Issues* issues_;
  std::vector<ValueRow> changed_;
};

Result<std::vector<ValueRow>> ReadChanges(const Session& session, const Frame& frame,
                                          const std::vector<importer::Table>& tables,
                                          std::string_view file, Issues* issues) {
  KAOGONG_TRY_ASSIGN(const Hands hands, Hands::Of(session));
  std::vector<ValueRow> changed;
  bool is_any = false;
  for (std::size_t at = 0; at < frame.scheme().kinds.size(); ++at) {
    const scheme::Kind& kind = frame.scheme().kinds[at];
    const std::vector<Term> terms = TermsOf(frame, static_cast<scheme::KindId>(at));
    const auto table = std::ranges::find_if(
        tables, [&](const importer::Table& one) { return one.info.sheet == kind.name; });
    if (terms.empty() || table == tables.end()) continue;
    is_any = true;
    KAOGONG_TRY_ASSIGN(std::vector<SheetOfKind> sheets, SheetsOf(session, frame, kind.name));
    for (SheetOfKind& sheet : sheets) {
      const auto acts = hands.MayDo(frame.row.stage, sheet.sheet, sheet.assessee, {});
      sheet.is_covered = std::ranges::find(acts, SheetAct::kSave) != acts.end();
    }
    KAOGONG_TRY_ASSIGN(ValuesByPlace values, ValuesOf(session, sheets));
    KindReader reader(terms, sheets, std::move(values), issues);
    reader.Read(*table);
    changed.insert(changed.end(), reader.changed().begin(), reader.changed().end());
  }
  if (!is_any) {
    Place place;
    place.file = file;
    issues->Error(
        "target.no-sheet", place,
        Say("没有一张工作表以有目标的考核对象命名", "No sheet is named for a kind with targets"),
        Say("请使用导出的工作簿", "Use the workbook that was exported"));
  }
  return changed;
}

}  // namespace

Result<std::string> ExportTargets(library::Library& library, const Actor& actor, Id assessment,
                                  Language language) {
  sheet::Workbook book;
  book.language = language;
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) -> Result<void> {
    book.sheets.clear();
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadVisible(library, session, assessment));
    book.title = frame.row.title;
    for (std::size_t at = 0; at < frame.scheme().kinds.size(); ++at) {
      const std::vector<Term> terms = TermsOf(frame, static_cast<scheme::KindId>(at));
      if (terms.empty()) continue;
      const std::string& kind = frame.scheme().kinds[at].name;
      KAOGONG_TRY_ASSIGN(const auto sheets, SheetsOf(session, frame, kind));
      KAOGONG_TRY_ASSIGN(const auto values, ValuesOf(session, sheets));
      book.sheets.push_back(SheetFor(kind, terms, sheets, values, language));
    }
    return {};
  }));
  if (book.sheets.empty()) {
    return Error{ErrorCode::kConflict, Say("这项考核的办法没有目标，不需要目标表",
                                           "The regulation of this assessment has no targets")};
  }
  return sheet::RenderWorkbook(book);
}

Result<std::int64_t> ImportTargets(library::Library& library, const Actor& actor, Id assessment,
                                   std::string_view bytes, std::string_view file, Issues* issues) {
  KAOGONG_TRY(Require(actor, Act::kDraftTargets));
  Issues read;
  importer::TableCollector collector;
  KAOGONG_TRY(importer::ReadXlsx(bytes, file, {}, collector, read));
  return library.office().Write(actor, [&](Change& change) -> Result<std::int64_t> {
    Issues found;  // The body may run again.
    found.Append(read);
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadVisible(library, change, assessment));
    KAOGONG_TRY(RequireOpenStage(frame));
    std::vector<ValueRow> changed;
    if (!found.has_errors()) {
      KAOGONG_TRY_ASSIGN(changed, ReadChanges(change, frame, collector.tables(), file, &found));
    }
    *issues = found;
    if (found.has_errors()) {
      return Error{
          ErrorCode::kInvalidInput,
          Say("表中有 {} 处问题，没有写入任何内容",
              "{} things in the workbook are wrong; nothing was written", found.error_count())};
    }
    if (changed.empty()) {
      change.RecordNothing();
      return std::int64_t{0};
    }
    std::set<Id> touched;
    for (const ValueRow& row : changed) touched.insert(row.sheet);
    const std::vector<Id> sheets(touched.begin(), touched.end());
    KAOGONG_TRY(ReplaceValues(change, changed));
    KAOGONG_TRY(AddSteps(change, sheets, "import", file));
    KAOGONG_TRY(RaiseVersions(change, sheets));
    change.Record("assessment.import_targets", fmt::format("assessment/{}", assessment),
                  Detail()
                      .Set("file", file)
                      .Set("sheets", static_cast<std::int64_t>(sheets.size()))
                      .Set("values", static_cast<std::int64_t>(changed.size())));
    return static_cast<std::int64_t>(changed.size());
  });
}

}  // namespace kaogong::office::target
