// SPDX-License-Identifier: Apache-2.0
#include "office/library/facts_template.h"

#include <algorithm>
#include <string>
#include <utility>

namespace kaogong::office::library {

namespace {

constexpr std::size_t kEntryRows = 200;

// Whether any field of the kind has values per period.
bool HasPeriods(const scheme::Scheme& scheme, scheme::KindId kind) {
  const auto& fields = scheme.kind(kind).fields;
  return std::any_of(fields.begin(), fields.end(), [&](scheme::FieldId field) {
    return scheme.field(field).level != scheme::kYear;
  });
}

// The finest level among the kind's fields: its periods are the choices of the period column.
scheme::LevelId FinestLevel(const scheme::Scheme& scheme, scheme::KindId kind) {
  scheme::LevelId finest = scheme::kYear;
  for (const scheme::FieldId field : scheme.kind(kind).fields) {
    const scheme::LevelId level = scheme.field(field).level;
    if (scheme.level(level).count() > scheme.level(finest).count()) finest = level;
  }
  return finest;
}

std::string NoteOf(const scheme::Field& field, Language language) {
  std::string note;
  const auto add = [&](const Text& label, const std::string& value) {
    if (!value.empty()) note += (note.empty() ? "" : "\n") + label.In(language) + value;
  };
  add({"单位:", "unit: "}, field.unit);
  add({"数据来源:", "source: "}, field.source);
  if (field.range) add({"范围:", "range: "}, field.range->ToString());
  if (field.type == scheme::Type::kNumber) {
    add({"小数位数:不超过", "decimal places: at most "}, std::to_string(field.places_max));
  }
  if (field.is_percent) add({"按百分数填,如 86.5", "a percentage, such as 86.5"}, " ");
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

sheet::Column Plain(const std::string& title, const Text& note, Language language) {
  sheet::Column column;
  column.title = title;
  column.note = note.In(language);
  return column;
}

sheet::Sheet SheetOf(const scheme::Scheme& scheme, scheme::KindId kind, Language language) {
  const scheme::Kind& definition = scheme.kind(kind);
  sheet::Sheet page;
  page.name = definition.name;
  page.entry_rows = kEntryRows;
  page.frozen_columns = 1;
  if (kind > 0 && !definition.is_record) {
    page.columns.push_back(Plain(
        definition.id_column, {"每行的唯一名称或编号", "the row's own name or number"}, language));
  }
  if (definition.parent > 0) {
    page.columns.push_back(
        Plain(definition.parent_column,
              {"所属的上级,要与上级表中的写法一致", "what it belongs to, as written in that table"},
              language));
  }
  if (HasPeriods(scheme, kind)) {
    sheet::Column column = Plain("考核期", {"每期一行", "one row per period"}, language);
    const auto& periods = scheme.level(FinestLevel(scheme, kind)).periods;
    if (periods.size() <= 60) column.validation = sheet::OneOf{periods};
    page.columns.push_back(std::move(column));
  }
  for (const scheme::FieldId id : definition.fields) {
    const scheme::Field& field = scheme.field(id);
    if (!field.imported_regulation.empty()) continue;
    sheet::Column column;
    column.title = field.column;
    column.note = NoteOf(field, language);
    column.validation = ValidationOf(field);
    column.format = FormatOf(field);
    page.columns.push_back(std::move(column));
  }
  return page;
}

sheet::Sheet Guide(const scheme::Scheme& scheme, Language language) {
  sheet::Sheet page;
  page.name = Text{"填报说明", "guide"}.In(language);
  for (const char* title : {"对象", "项目", "单位", "来源", "范围", "不填时"}) {
    sheet::Column column;
    column.title = title;
    page.columns.push_back(std::move(column));
  }
  for (const scheme::Field& field : scheme.fields) {
    const char* missing = field.missing == scheme::Missing::kZero     ? "按零计"
                          : field.missing == scheme::Missing::kExempt ? "不适用"
                                                                      : "待定";
    page.rows.push_back({sheet::Cell::Text(scheme.kind(field.kind).name),
                         sheet::Cell::Text(field.name), sheet::Cell::Text(field.unit),
                         sheet::Cell::Text(field.source),
                         sheet::Cell::Text(field.range ? field.range->ToString() : ""),
                         sheet::Cell::Text(missing)});
  }
  return page;
}

// One list of every datum: kind, row, period, item, value and who stands behind it.
sheet::Sheet LongSheet(const scheme::Scheme& scheme, Language language) {
  sheet::Sheet page;
  page.name = Text{"数据", "facts"}.In(language);
  page.entry_rows = 2000;
  for (const char* title :
       {"对象种类", "对象", "上级", "考核期", "项目", "值", "来源", "填报人", "核实人", "佐证"}) {
    sheet::Column column;
    column.title = title;
    page.columns.push_back(std::move(column));
  }
  sheet::OneOf kinds;
  for (std::size_t i = 1; i < scheme.kinds.size(); ++i) kinds.items.push_back(scheme.kinds[i].name);
  page.columns[0].validation = kinds;
  sheet::OneOf items;
  for (const scheme::Field& field : scheme.fields) {
    if (std::find(items.items.begin(), items.items.end(), field.name) == items.items.end())
      items.items.push_back(field.name);
  }
  page.columns[4].validation = items;
  return page;
}

}  // namespace

sheet::Workbook FactsTables(const scheme::Scheme& scheme, bool is_long, Language language) {
  sheet::Workbook workbook;
  workbook.title = scheme.title;
  workbook.language = language;
  if (is_long) {
    workbook.sheets.push_back(LongSheet(scheme, language));
    return workbook;
  }
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (i > 0 || !scheme.kinds[i].fields.empty())
      workbook.sheets.push_back(SheetOf(scheme, static_cast<scheme::KindId>(i), language));
  }
  return workbook;
}

sheet::Workbook FactsTemplate(const scheme::Scheme& scheme, bool is_long, Language language) {
  sheet::Workbook workbook = FactsTables(scheme, is_long, language);
  workbook.sheets.push_back(Guide(scheme, language));
  return workbook;
}

}  // namespace kaogong::office::library
