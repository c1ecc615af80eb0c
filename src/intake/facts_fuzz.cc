// SPDX-License-Identifier: Apache-2.0
// Any tables are read as facts of a small scheme without fault; facts without findings keep the
// promises of facts.h, and reading them again gives the same. An input is one or two tables; a line
// of three dashes divides them. The first is named for the kind of villages, the second 对象.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "intake/facts_reader.h"
#include "scheme/period.h"

namespace kaogong::intake {
namespace {

using facts::Facts;
using facts::Presence;
using facts::Row;

scheme::FieldId AddField(scheme::KindId kind, std::string name, scheme::Type type,
                         scheme::Scheme* scheme) {
  scheme::Field field;
  field.name = field.column = std::move(name);
  field.kind = kind;
  field.type = type;
  const auto id = static_cast<scheme::FieldId>(scheme->fields.size());
  scheme->fields.push_back(field);
  scheme->kinds[static_cast<std::size_t>(kind)].fields.push_back(id);
  return id;
}

scheme::Field& FieldOf(scheme::FieldId id, scheme::Scheme* scheme) {
  return scheme->fields[static_cast<std::size_t>(id)];
}

// Towns with villages and records of them; a field of every type, with and without a range.
scheme::Scheme SmallScheme() {
  scheme::Scheme scheme;
  scheme.year = 2012;
  scheme.levels = scheme::BuiltinLevels();
  scheme.kinds.resize(4);
  scheme.kinds[0].name = "全体";
  scheme.kinds[0].parent = scheme::kNone;
  const auto name = [&scheme](std::size_t kind, const char* text, scheme::KindId parent) {
    scheme.kinds[kind].name = scheme.kinds[kind].id_column = text;
    scheme.kinds[kind].parent = parent;
    scheme.kinds[kind].parent_column = scheme.kinds[static_cast<std::size_t>(parent)].name;
  };
  name(1, "镇", 0);
  name(2, "村", 1);
  name(3, "表彰", 2);
  scheme.kinds[3].is_record = true;
  AddField(1, "奖金池", scheme::Type::kNumber, &scheme);
  auto& grain = FieldOf(AddField(2, "粮食", scheme::Type::kNumber, &scheme), &scheme);
  grain.places_max = 2;
  grain.range = scheme::Range{};
  grain.range->low = Decimal::FromUnits(0, 0);
  grain.range->high = Decimal::FromUnits(1'000'000, 0);
  FieldOf(AddField(2, "满意率", scheme::Type::kNumber, &scheme), &scheme).is_percent = true;
  auto& monthly = FieldOf(AddField(2, "上报", scheme::Type::kNumber, &scheme), &scheme);
  monthly.places_max = 0;
  monthly.level = scheme::kMonth;
  AddField(2, "否决", scheme::Type::kBoolean, &scheme);
  FieldOf(AddField(2, "类别", scheme::Type::kText, &scheme), &scheme).options = {"大", "小"};
  scheme.texts = {"大", "小"};
  AddField(3, "日期", scheme::Type::kDate, &scheme);
  AddField(3, "事项", scheme::Type::kText, &scheme);
  return scheme;
}

void CheckColumn(const facts::Table& table, const facts::Column& column) {
  KAOGONG_ASSERT(column.size() == table.ids.size());
  KAOGONG_ASSERT(column.presence.empty() || column.presence.size() == column.size());
  for (Row row = 0; row < table.rows(); ++row) {
    const std::int64_t units = column.UnitsOf(row);
    KAOGONG_ASSERT(units >= column.low && units <= column.high);
    KAOGONG_ASSERT(column.PresenceOf(row) == Presence::kPresent || units == 0);
  }
}

void CheckFacts(const scheme::Scheme& scheme, const Facts& facts) {
  for (const facts::Table& table : facts.tables) {
    KAOGONG_ASSERT(std::is_sorted(table.parents.begin(), table.parents.end()));
    KAOGONG_ASSERT(table.first_child.back() == table.rows());
    KAOGONG_ASSERT(table.columns.size() == scheme.kind(table.kind).fields.size());
    for (const auto& periods : table.columns) {
      for (const facts::Column& column : periods) CheckColumn(table, column);
    }
  }
  KAOGONG_ASSERT(facts.content_hash == facts::HashOf(scheme, facts));
}

}  // namespace
}  // namespace kaogong::intake

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  static const scheme::Scheme scheme = intake::SmallScheme();
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::string_view kDivider = "\n---\n";
  const std::size_t divider = bytes.find(kDivider);
  std::vector<intake::TableBytes> tables{{"村.csv", bytes.substr(0, divider)}};
  if (divider != std::string_view::npos)
    tables.push_back({"对象.csv", bytes.substr(divider + kDivider.size())});
  Issues issues;
  const auto facts = intake::ReadFactsFrom(scheme, tables, &issues);
  if (facts.ok() && !issues.has_errors()) {
    intake::CheckFacts(scheme, facts.value());
    Issues again;
    const auto same = intake::ReadFactsFrom(scheme, tables, &again);
    KAOGONG_ASSERT(same.value().content_hash == facts.value().content_hash);
  }
  if (!issues.empty()) KAOGONG_ASSERT(!Render(issues.list().back(), Language::kChinese).empty());
  return 0;
}
