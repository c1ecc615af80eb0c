// SPDX-License-Identifier: Apache-2.0
#include "facts/builder.h"

#include <algorithm>
#include <numeric>

#include "base/rational.h"
#include "base/result.h"
#include "base/sha256.h"
#include "base/utf8.h"

namespace kaogong::facts {

using internal::kNotApplicableUnits;
using internal::ParsePlain;
using scheme::Field;
using scheme::FieldId;
using scheme::KindId;
using scheme::kNone;
using scheme::Type;

Builder::Builder(const scheme::Scheme& scheme)
    : scheme_(scheme),
      drafts_(scheme.kinds.size()),
      first_column_(scheme.fields.size()),
      texts_(scheme.texts) {
  for (std::size_t kind = 0; kind < scheme.kinds.size(); ++kind) {
    auto& columns = drafts_[kind].columns;
    for (const FieldId id : scheme.kinds[kind].fields) {
      const Field& field = scheme.field(id);
      for (int period = 0; period < scheme.level(field.level).count(); ++period) {
        const std::size_t column = columns.AddColumn(StoredScale(field));
        if (period == 0) first_column_[static_cast<std::size_t>(id)] = column;
      }
    }
  }
  for (std::size_t i = 0; i < texts_.size(); ++i)
    text_ids_[texts_[i]] = static_cast<std::int64_t>(i);
  FindOrAdd(0, "全体");
}

std::int64_t Builder::TextIdOf(std::string_view text) {
  const auto [found, is_new] =
      text_ids_.try_emplace(std::string(text), static_cast<std::int64_t>(texts_.size()));
  if (is_new) texts_.emplace_back(text);
  return found->second;
}

void Builder::Reserve(KindId kind, std::size_t rows) {
  Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  if (rows <= draft.ids.capacity()) return;
  draft.ids.reserve(rows);
  draft.parents.reserve(rows);
  draft.origins.reserve(rows);
  draft.columns.Reserve(rows);
}

Row Builder::FindOrAdd(KindId kind, std::string_view id) {
  Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  const bool is_record = scheme_.kind(kind).is_record;
  if (!is_record) {
    // Facts list the periods of one row one after the other.
    if (draft.last >= 0 && draft.ids[static_cast<std::size_t>(draft.last)] == id) return draft.last;
    const Row found = draft.by_id.Find(id, draft.ids);
    if (found >= 0) return draft.last = found;
  }
  draft.columns.AddRow();
  draft.ids.emplace_back(id);
  if (!draft.names.empty()) draft.names.emplace_back();
  draft.parents.push_back(-1);
  draft.last = static_cast<Row>(draft.ids.size()) - 1;
  return draft.last;
}

std::optional<CellProblem> Builder::SetParent(KindId kind, Row row, std::string_view parent_id) {
  Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  // Rows of one parent come one after the other.
  if (draft.last_parent < 0 ||
      draft.parent_ids[static_cast<std::size_t>(draft.last_parent)] != parent_id) {
    draft.last_parent = draft.parent_index.Find(parent_id, draft.parent_ids);
    if (draft.last_parent < 0) {
      draft.last_parent = static_cast<Row>(draft.parent_ids.size());
      draft.parent_ids.emplace_back(parent_id);
    }
  }
  Row& parent = draft.parents[static_cast<std::size_t>(row)];
  if (parent < 0) {
    parent = draft.last_parent;
  } else if (parent != draft.last_parent) {
    return CellProblem{"facts.two-parents",
                       Say("同一行先后属于“{}”和“{}”", "the row belongs to '{}' and to '{}'",
                           draft.parent_ids[static_cast<std::size_t>(parent)], parent_id),
                       Say("每行只能有一个上级", "a row has one parent")};
  }
  return std::nullopt;
}

void Builder::SetName(KindId kind, Row row, std::string_view name) {
  Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  draft.names.resize(draft.ids.size());
  draft.names[static_cast<std::size_t>(row)] = name;
}

ColumnWriter Builder::WriterOf(FieldId field, int period) {
  const Field& definition = scheme_.field(field);
  ColumnWriter writer;
  if (definition.type != Type::kNumber || definition.is_percent) return writer;
  writer.columns_ = &ColumnsOf(field);
  writer.column_ = ColumnAt(field, period);
  writer.scale_ = StoredScale(definition);
  writer.low_ = -Decimal::kUnitsLimit + 1;
  writer.high_ = Decimal::kUnitsLimit - 1;
  if (!definition.range) return writer;
  const auto bound = [&](const std::optional<Decimal>& edge, bool closed, bool is_low,
                         std::int64_t* to) {
    if (!edge) return;
    const Rational units = Rational(*edge) * Rational(PowerOfTen(writer.scale_));
    const auto whole = units.ToInteger(Rounding::kDown);
    if (!whole) return;
    // The first or last whole number of units inside.
    std::int64_t found = *whole;
    const auto outside = [&](std::int64_t value) {
      const auto order = Rational(value) <=> units;
      return is_low ? order < 0 || (order == 0 && !closed) : order > 0 || (order == 0 && !closed);
    };
    while (outside(found)) found += is_low ? 1 : -1;
    *to = found;
  };
  bound(definition.range->low, definition.range->closed_low, true, &writer.low_);
  bound(definition.range->high, definition.range->closed_high, false, &writer.high_);
  return writer;
}

std::optional<CellProblem> Builder::SetCell(FieldId field, int period, Row row,
                                            std::string_view text) {
  const Field& definition = scheme_.field(field);
  const int stored_scale = StoredScale(definition);
  CellValue parsed;
  if (definition.type == Type::kNumber && !definition.is_percent &&
      ParsePlain(text, stored_scale, &parsed.units)) {
    parsed.presence = Presence::kPresent;
    if (auto problem = CheckRange(definition, parsed.units)) return problem;
  } else {
    text = Trim(text);
    if (auto problem = ReadCell(definition, text, &parsed)) return problem;
    if (parsed.presence == Presence::kMissing) return std::nullopt;
    if (definition.type == Type::kText && parsed.presence == Presence::kPresent)
      parsed.units = TextIdOf(text);
  }
  if (parsed.presence == Presence::kNotApplicable) parsed.units = kNotApplicableUnits;
  if (!ColumnsOf(field).Put(ColumnAt(field, period), row, parsed.units)) {
    return CellProblem{
        "facts.duplicate",
        Say("“{}”前面已经有另一个值", "'{}' has another value already", definition.name),
        Say("同一对象、同一期只能有一个值", "one value per row and period")};
  }
  return std::nullopt;
}

void Builder::SetProvenance(FieldId field, int period, Row row, Provenance provenance) {
  provenance_[{field, period, row}] = std::move(provenance);
}

void Builder::NoteOrigin(KindId kind, Row row, int file, int line) {
  auto& origins = drafts_[static_cast<std::size_t>(kind)].origins;
  if (static_cast<std::size_t>(row) < origins.size()) return;
  origins.resize(static_cast<std::size_t>(row));  // Rows that came from elsewhere in between.
  origins.push_back({file, line});
}

std::vector<Row> Builder::OrderByParent(const std::vector<Row>& parents) {
  std::vector<Row> order;
  order.reserve(parents.size());
  for (std::size_t i = 0; i < parents.size(); ++i) {
    if (parents[i] >= 0) order.push_back(static_cast<Row>(i));
  }
  const auto by_parent = [&](Row a, Row b) {
    return parents[static_cast<std::size_t>(a)] < parents[static_cast<std::size_t>(b)];
  };
  if (!std::is_sorted(order.begin(), order.end(), by_parent))
    std::stable_sort(order.begin(), order.end(), by_parent);
  return order;
}

void Builder::TakeColumns(const std::vector<Row>* order, Draft* draft, Table* table) const {
  draft->columns.Flush();
  std::size_t column = 0;
  for (const FieldId field : scheme_.kind(table->kind).fields) {
    auto& periods = table->columns.emplace_back();
    for (int period = 0; period < scheme_.level(scheme_.field(field).level).count(); ++period)
      periods.push_back(draft->columns.Take(column++, order));
  }
}

// Returns the parent's final row of every row, -1 where it is not there.
std::vector<Row> Builder::FindParents(KindId kind, const Facts& facts,
                                      const std::vector<std::vector<Row>>& moved) {
  const Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  const KindId parent_kind = scheme_.kind(kind).parent;
  if (parent_kind <= 0) return std::vector<Row>(draft.parents.size(), 0);
  Draft& parent_draft = drafts_[static_cast<std::size_t>(parent_kind)];
  const std::vector<std::string>& ids =
      parent_draft.ids_moved ? facts.table(parent_kind).ids : parent_draft.ids;
  std::vector<Row> final_rows;
  for (const std::string& id : draft.parent_ids) {
    const Row found = parent_draft.by_id.Find(id, ids);
    final_rows.push_back(
        found < 0 ? -1
                  : moved[static_cast<std::size_t>(parent_kind)][static_cast<std::size_t>(found)]);
  }
  std::vector<Row> parents;
  parents.reserve(draft.parents.size());
  for (const Row named : draft.parents) {
    parents.push_back(named < 0 ? -1 : final_rows[static_cast<std::size_t>(named)]);
  }
  return parents;
}

// One finding for each parent that is not there, with the first row that names it. Rows below a row
// that is itself left out are its consequence and say nothing new.
void Builder::ReportOrphans(KindId kind, const std::vector<Row>& parents, Issues* issues) {
  if (scheme_.kind(kind).parent <= 0) return;
  const Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  Draft& parent_draft = drafts_[static_cast<std::size_t>(scheme_.kind(kind).parent)];
  const std::string& own = scheme_.kind(kind).name;
  const std::string& above = scheme_.kind(scheme_.kind(kind).parent).name;
  std::map<std::string, std::pair<std::size_t, std::size_t>> orphans;  // Parent → first row, count.
  for (std::size_t row = 0; row < parents.size(); ++row) {
    if (parents[row] >= 0) continue;
    const Row named = draft.parents[row];
    const std::string id = named < 0 ? "" : draft.parent_ids[static_cast<std::size_t>(named)];
    if (!id.empty() && !parent_draft.ids_moved &&
        parent_draft.by_id.Find(id, parent_draft.ids) >= 0)
      continue;
    ++orphans.try_emplace(id, row, std::size_t{0}).first->second.second;
  }
  for (const auto& [id, rows] : orphans) {
    const auto& [row, count] = rows;
    Place place;
    if (row < draft.origins.size() && draft.origins[row].file >= 0) {
      place.file = files_[static_cast<std::size_t>(draft.origins[row].file)];
      place.line = draft.origins[row].line;
    }
    const std::string& label = draft.ids[row].empty() ? own : draft.ids[row];
    if (id.empty()) {
      issues->Error("facts.no-parent", place,
                    Say("{0}“{1}”没有写明属于哪个{2}(共{3}行)",
                        "{0} '{1}' does not say to which {2} it belongs ({3} rows)", own, label,
                        above, count),
                    Say("请加上“{}”一列", "add a column '{}'", scheme_.kind(kind).parent_column));
      continue;
    }
    issues->Error("facts.unknown-parent", place,
                  Say("{0}“{1}”所属的{2}“{3}”不在数据里(共{4}行)",
                      "{2} '{3}' above {0} '{1}' is not in the facts ({4} rows)", own, label, above,
                      id, count),
                  Say("请在{0}表中加上它，或更正名称",
                      "add it to the table of {0} or correct the name", above));
  }
}

void Builder::Link(KindId kind, Facts* facts, std::vector<std::vector<Row>>* moved,
                   Issues* issues) {
  Draft& draft = drafts_[static_cast<std::size_t>(kind)];
  Table& table = facts->tables[static_cast<std::size_t>(kind)];
  table.kind = kind;
  const std::vector<Row> parents = FindParents(kind, *facts, *moved);
  ReportOrphans(kind, parents, issues);
  const std::vector<Row> order = OrderByParent(parents);
  auto& to = (*moved)[static_cast<std::size_t>(kind)];
  to.assign(draft.ids.size(), -1);
  bool in_order = order.size() == draft.ids.size();
  table.parents.reserve(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    to[static_cast<std::size_t>(order[i])] = static_cast<Row>(i);
    in_order = in_order && order[i] == static_cast<Row>(i);
    table.parents.push_back(parents[static_cast<std::size_t>(order[i])]);
  }
  MoveNames(order, in_order, &draft, &table);
  for (const Row row : to) {
    if (row >= 0) table.order.push_back(row);
  }
  TakeColumns(in_order ? nullptr : &order, &draft, &table);
  const KindId parent_kind = scheme_.kind(kind).parent;
  const Row parent_rows = parent_kind == kNone ? 1 : facts->table(parent_kind).rows();
  table.first_child.assign(static_cast<std::size_t>(parent_rows) + 1, 0);
  for (const Row parent : table.parents) ++table.first_child[static_cast<std::size_t>(parent) + 1];
  std::partial_sum(table.first_child.begin(), table.first_child.end(), table.first_child.begin());
}

void Builder::MoveNames(const std::vector<Row>& order, bool in_order, Draft* draft, Table* table) {
  if (!draft->names.empty()) draft->names.resize(draft->ids.size());
  if (!draft->origins.empty()) draft->origins.resize(draft->ids.size());
  if (in_order) {
    table->ids = std::move(draft->ids);
    table->names = std::move(draft->names);
    table->origins = std::move(draft->origins);
    draft->ids_moved = true;
    return;
  }
  for (const Row row : order) {
    const auto at = static_cast<std::size_t>(row);
    table->ids.push_back(draft->ids[at]);
    if (!draft->names.empty()) table->names.push_back(draft->names[at]);
    if (!draft->origins.empty()) table->origins.push_back(draft->origins[at]);
  }
}

Facts Builder::Finish(Issues* issues) {
  Facts facts;
  facts.tables.resize(scheme_.kinds.size());
  std::vector<std::vector<Row>> moved(scheme_.kinds.size());
  // A kind is declared after the kind above it.
  for (std::size_t kind = 0; kind < scheme_.kinds.size(); ++kind) {
    Link(static_cast<KindId>(kind), &facts, &moved, issues);
  }
  facts.texts = texts_;
  facts.files = files_;
  for (auto& [key, provenance] : provenance_) {
    const auto& [field, period, row] = key;
    const Row now =
        moved[static_cast<std::size_t>(scheme_.field(field).kind)][static_cast<std::size_t>(row)];
    if (now >= 0) facts.provenance[{field, period, now}] = std::move(provenance);
  }
  facts.content_hash = HashOf(scheme_, facts);
  return facts;
}

}  // namespace kaogong::facts
