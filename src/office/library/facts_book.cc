// SPDX-License-Identifier: Apache-2.0
#include "office/library/facts_book.h"

#include <algorithm>

#include "base/date.h"
#include "base/rational.h"

namespace kaogong::office::library {

namespace {

constexpr std::size_t kEntryRows = 200;

// Whether people fill the field in: figures of other regulations are no facts.
bool IsEntered(const scheme::Field& field) { return field.imported_regulation.empty(); }

// The levels below the year that the kind's fields have, coarse before fine.
std::vector<scheme::LevelId> LevelsOf(const scheme::Scheme& scheme, scheme::KindId kind) {
  std::vector<scheme::LevelId> levels;
  for (const scheme::FieldId id : scheme.kind(kind).fields) {
    const scheme::Field& field = scheme.field(id);
    const bool is_new = std::ranges::find(levels, field.level) == levels.end();
    if (IsEntered(field) && field.level != scheme::kYear && is_new) levels.push_back(field.level);
  }
  std::ranges::sort(levels, {}, [&](scheme::LevelId level) { return scheme.level(level).count(); });
  return levels;
}

std::string NoteOf(const scheme::Field& field, Language language) {
  std::string note;
  const auto add = [&](const Text& label, const std::string& value) {
    if (!value.empty()) note += (note.empty() ? "" : "\n") + label.In(language) + value;
  };
  add({"单位：", "unit: "}, field.unit);
  add({"数据来源：", "source: "}, field.source);
  if (field.range) add({"范围：", "range: "}, field.range->ToString());
  if (field.type == scheme::Type::kNumber) {
    add({"小数位数：不超过", "decimal places: at most "}, std::to_string(field.places_max));
  }
  if (field.is_percent) add({"按百分数填，如 86.5", "a percentage, such as 86.5"}, " ");
  switch (field.missing) {
    case scheme::Missing::kZero:
      add({"不填按零计", "left blank it counts as zero"}, " ");
      break;
    case scheme::Missing::kExempt:
      add({"不填视为不适用", "left blank it is not applicable"}, " ");
      break;
    default:
      add({"不填则得分待定", "left blank the score is pending"}, " ");
      break;
  }
  return note;
}

sheet::Validation ValidationOf(const scheme::Field& field) {
  if (!field.options.empty()) return sheet::OneOf{field.options};
  if (field.type == scheme::Type::kBoolean) return sheet::OneOf{{"是", "否"}};
  if (field.type == scheme::Type::kNumber && field.range &&
      (field.range->low || field.range->high)) {
    sheet::NumberBetween between;
    if (field.range->low) between.min = field.range->low->ToString();
    if (field.range->high) between.max = field.range->high->ToString();
    return between;
  }
  return {};
}

std::string FormatOf(const scheme::Field& field) {
  if (field.type != scheme::Type::kNumber || field.is_percent) return {};
  if (field.places_max == 0) return "0";
  return field.places_max <= 4 ? "0." + std::string(static_cast<std::size_t>(field.places_max), '0')
                               : "";
}

sheet::Column Plain(const std::string& title, const std::string& note = {}) {
  sheet::Column column;
  column.title = title;
  column.note = note;
  return column;
}

// --- Facts as the text of cells.

std::string CellText(const scheme::Scheme& scheme, const facts::Facts& facts, scheme::FieldId id,
                     int period, facts::Row row) {
  const scheme::Field& field = scheme.field(id);
  const auto& fields = scheme.kind(field.kind).fields;
  const auto position = static_cast<std::size_t>(std::ranges::find(fields, id) - fields.begin());
  const facts::Column& column =
      facts.table(field.kind).columns[position][static_cast<std::size_t>(period)];
  switch (column.PresenceOf(row)) {
    case facts::Presence::kMissing:
      return {};
    case facts::Presence::kNotApplicable:
      return "不适用";
    case facts::Presence::kPresent:
      break;
  }
  const std::int64_t units = column.UnitsOf(row);
  switch (field.type) {
    case scheme::Type::kBoolean:
      return units != 0 ? "是" : "否";
    case scheme::Type::kText:
      return facts.texts[static_cast<std::size_t>(units)];
    case scheme::Type::kDate:
      return Date::FromDays(units).value().ToString();
    case scheme::Type::kNumber:
      break;
  }
  const Rational number(Decimal::FromUnits(units, column.scale));
  return (field.is_percent ? number * Rational(100) : number).ToString();
}

sheet::Cell CellOf(const scheme::Field& field, const std::string& text) {
  if (text.empty()) return {};
  if (field.type == scheme::Type::kNumber && Decimal::Parse(text)) return sheet::Cell::Number(text);
  return field.type == scheme::Type::kDate && text != "不适用" ? sheet::Cell::Date(text)
                                                               : sheet::Cell::Text(text);
}

// --- A table per kind.

// The leading columns, which say whose row it is.
std::vector<sheet::Column> LabelColumns(const scheme::Scheme& scheme, scheme::KindId kind,
                                        bool has_names, Language language) {
  const scheme::Kind& definition = scheme.kind(kind);
  std::vector<sheet::Column> columns;
  if (kind > 0 && !definition.is_record) {
    columns.push_back(
        Plain(definition.id_column,
              Text{"每行的唯一名称或编号", "the row's own name or number"}.In(language)));
    if (has_names) columns.push_back(Plain(language == Language::kChinese ? "名称" : "name"));
  }
  if (definition.parent > 0) {
    columns.push_back(Plain(
        definition.parent_column,
        Text{"所属的上级，要与上级表中的写法一致", "what it belongs to, as written in that table"}
            .In(language)));
  }
  sheet::OneOf periods;
  for (const scheme::LevelId level : LevelsOf(scheme, kind)) {
    const auto& names = scheme.level(level).periods;
    periods.items.insert(periods.items.end(), names.begin(), names.end());
  }
  if (!periods.items.empty()) {
    sheet::Column column = Plain(
        language == Language::kChinese ? "考核期" : "period",
        Text{"每期一行；全年的数填在任一行", "one row per period; yearly figures on any row"}.In(
            language));
    constexpr std::size_t kChoicesMax = 60;  // Days are typed.
    if (periods.items.size() <= kChoicesMax) column.validation = periods;
    columns.push_back(std::move(column));
  }
  return columns;
}

std::vector<sheet::Cell> LabelCells(const scheme::Scheme& scheme, const facts::Facts& facts,
                                    scheme::KindId kind, facts::Row row) {
  const scheme::Kind& definition = scheme.kind(kind);
  const facts::Table& table = facts.table(kind);
  const auto at = static_cast<std::size_t>(row);
  std::vector<sheet::Cell> cells;
  if (kind > 0 && !definition.is_record) {
    cells.push_back(sheet::Cell::Text(table.ids[at]));
    if (!table.names.empty()) cells.push_back(sheet::Cell::Text(table.names[at]));
  }
  if (definition.parent > 0) {
    const auto parent = static_cast<std::size_t>(table.parents[at]);
    cells.push_back(sheet::Cell::Text(facts.table(definition.parent).ids[parent]));
  }
  return cells;
}

// The rows of one object: a row for every period with a value, yearly figures on the first one.
void AddRows(const scheme::Scheme& scheme, const facts::Facts& facts, scheme::KindId kind,
             facts::Row row, sheet::Sheet* page) {
  struct Slot {
    scheme::LevelId level;
    int period;
  };
  std::vector<Slot> slots;
  const auto levels = LevelsOf(scheme, kind);
  for (const scheme::LevelId level : levels) {
    for (int period = 0; period < scheme.level(level).count(); ++period)
      slots.push_back({level, period});
  }
  if (levels.empty()) slots.push_back({scheme::kYear, 0});
  bool is_first = true;
  for (const Slot& slot : slots) {
    std::vector<sheet::Cell> cells = LabelCells(scheme, facts, kind, row);
    if (!levels.empty()) {
      const auto& periods = scheme.level(slot.level).periods;
      cells.push_back(sheet::Cell::Text(periods[static_cast<std::size_t>(slot.period)]));
    }
    bool has_value = false;
    for (const scheme::FieldId id : scheme.kind(kind).fields) {
      const scheme::Field& field = scheme.field(id);
      if (!IsEntered(field)) continue;
      const bool is_yearly = field.level == scheme::kYear;
      const bool belongs = is_yearly ? is_first : field.level == slot.level;
      const std::string text =
          belongs ? CellText(scheme, facts, id, is_yearly ? 0 : slot.period, row) : "";
      has_value = has_value || !text.empty();
      cells.push_back(CellOf(field, text));
    }
    if (!has_value && !is_first) continue;
    is_first = false;
    page->rows.push_back(std::move(cells));
  }
}

// `facts` null: an empty table.
sheet::Sheet WideSheet(const scheme::Scheme& scheme, scheme::KindId kind, const facts::Facts* facts,
                       Language language) {
  sheet::Sheet page;
  page.name = scheme.kind(kind).name;
  page.entry_rows = kEntryRows;
  page.frozen_columns = 1;
  page.columns =
      LabelColumns(scheme, kind, facts != nullptr && !facts->table(kind).names.empty(), language);
  for (const scheme::FieldId id : scheme.kind(kind).fields) {
    const scheme::Field& field = scheme.field(id);
    if (!IsEntered(field)) continue;
    sheet::Column column;
    column.title = field.column;
    column.note = NoteOf(field, language);
    column.validation = ValidationOf(field);
    column.format = FormatOf(field);
    page.columns.push_back(std::move(column));
  }
  if (facts == nullptr) return page;
  for (const facts::Row row : facts->table(kind).order) AddRows(scheme, *facts, kind, row, &page);
  return page;
}

// --- One table for all facts.

// Records have no name and kinds without fields nothing to say in a list of data: both have a table
// of their own.
bool IsInLongTable(const scheme::Scheme& scheme, scheme::KindId kind) {
  const scheme::Kind& definition = scheme.kind(kind);
  return !definition.is_record && std::ranges::any_of(definition.fields, [&](scheme::FieldId id) {
    return IsEntered(scheme.field(id));
  });
}

// Adds a line for every period with a value; with `is_blank` one without value, for the first.
void AddLongRows(const scheme::Scheme& scheme, const facts::Facts& facts, scheme::FieldId id,
                 facts::Row row, bool is_blank, sheet::Sheet* page) {
  const scheme::Field& field = scheme.field(id);
  const scheme::Level& level = scheme.level(field.level);
  const scheme::Kind& kind = scheme.kind(field.kind);
  const facts::Table& table = facts.table(field.kind);
  const auto at = static_cast<std::size_t>(row);
  std::string parent;
  if (kind.parent > 0)
    parent = facts.table(kind.parent).ids[static_cast<std::size_t>(table.parents[at])];
  for (int period = 0; period < (is_blank ? 1 : level.count()); ++period) {
    const std::string text = CellText(scheme, facts, id, period, row);
    if (text.empty() && !is_blank) continue;
    const auto found = facts.provenance.find({id, period, row});
    const facts::Provenance from =
        found == facts.provenance.end() ? facts::Provenance{} : found->second;
    page->rows.push_back(
        {sheet::Cell::Text(kind.name), sheet::Cell::Text(table.ids[at]),
         sheet::Cell::Text(table.names.empty() ? "" : table.names[at]), sheet::Cell::Text(parent),
         sheet::Cell::Text(level.count() > 1 ? level.periods[static_cast<std::size_t>(period)]
                                             : ""),
         sheet::Cell::Text(field.name), CellOf(field, text), sheet::Cell::Text(from.source),
         sheet::Cell::Text(from.entered_by), sheet::Cell::Text(from.verified_by),
         sheet::Cell::Text(from.evidence)});
  }
}

// One list of every datum: kind, row, period, item, value and who stands behind it.
sheet::Sheet LongSheet(const scheme::Scheme& scheme, const facts::Facts* facts, Language language) {
  sheet::Sheet page;
  page.name = language == Language::kChinese ? "数据" : "facts";
  page.entry_rows = 2000;
  const Text titles[] = {{"对象种类", "kind"},      {"对象", "id"},       {"名称", "name"},
                         {"上级", "parent"},        {"考核期", "period"}, {"项目", "item"},
                         {"值", "value"},           {"来源", "source"},   {"填报人", "entered_by"},
                         {"核实人", "verified_by"}, {"佐证", "evidence"}};
  for (const Text& title : titles) page.columns.push_back(Plain(title.In(language)));
  sheet::OneOf kinds;
  sheet::OneOf items;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (!IsInLongTable(scheme, static_cast<scheme::KindId>(i))) continue;
    kinds.items.push_back(scheme.kinds[i].name);
    for (const scheme::FieldId id : scheme.kinds[i].fields) {
      if (IsEntered(scheme.field(id))) items.items.push_back(scheme.field(id).name);
    }
  }
  page.columns[0].validation = kinds;
  page.columns[5].validation = items;
  if (facts == nullptr) return page;
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const auto kind = static_cast<scheme::KindId>(i);
    if (!IsInLongTable(scheme, kind)) continue;
    for (const facts::Row row : facts->table(kind).order) {
      const std::size_t before = page.rows.size();
      for (const scheme::FieldId id : scheme.kind(kind).fields) {
        if (IsEntered(scheme.field(id))) AddLongRows(scheme, *facts, id, row, false, &page);
      }
      // An object without data is named all the same.
      const auto& fields = scheme.kind(kind).fields;
      const auto first = std::ranges::find_if(
          fields, [&](scheme::FieldId id) { return IsEntered(scheme.field(id)); });
      if (page.rows.size() == before) AddLongRows(scheme, *facts, *first, row, true, &page);
    }
  }
  return page;
}

}  // namespace

std::vector<sheet::Sheet> FactsSheets(const scheme::Scheme& scheme, TableForm form,
                                      const facts::Facts* facts, Language language) {
  std::vector<sheet::Sheet> sheets;
  const bool is_long = form == TableForm::kLong;
  if (is_long) sheets.push_back(LongSheet(scheme, facts, language));
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    const auto kind = static_cast<scheme::KindId>(i);
    const bool is_empty_whole = i == 0 && scheme.kinds[0].fields.empty();
    if (is_empty_whole || (is_long && IsInLongTable(scheme, kind))) continue;
    sheets.push_back(WideSheet(scheme, kind, facts, language));
  }
  return sheets;
}

sheet::Sheet GuideSheet(const scheme::Scheme& scheme, Language language) {
  sheet::Sheet page;
  page.name = Say("填报说明", "guide").In(language);
  const Text titles[] = {{"对象", "kind"},   {"项目", "item"},  {"单位", "unit"},
                         {"来源", "source"}, {"范围", "range"}, {"不填时", "left blank"}};
  for (const Text& title : titles) page.columns.push_back(Plain(title.In(language)));
  for (const scheme::Field& field : scheme.fields) {
    if (!IsEntered(field)) continue;
    const Text missing = field.missing == scheme::Missing::kZero ? Text{"按零计", "zero"}
                         : field.missing == scheme::Missing::kExempt
                             ? Text{"不适用", "not applicable"}
                             : Text{"待定", "pending"};
    page.rows.push_back({sheet::Cell::Text(scheme.kind(field.kind).name),
                         sheet::Cell::Text(field.name), sheet::Cell::Text(field.unit),
                         sheet::Cell::Text(field.source),
                         sheet::Cell::Text(field.range ? field.range->ToString() : ""),
                         sheet::Cell::Text(missing.In(language))});
  }
  return page;
}

sheet::Workbook FactsTemplate(const scheme::Scheme& scheme, TableForm form, Language language) {
  sheet::Workbook workbook;
  workbook.title = scheme.title;
  workbook.language = language;
  workbook.sheets = FactsSheets(scheme, form, nullptr, language);
  workbook.sheets.push_back(GuideSheet(scheme, language));
  return workbook;
}

}  // namespace kaogong::office::library
