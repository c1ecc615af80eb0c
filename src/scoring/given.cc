// SPDX-License-Identifier: Apache-2.0
#include "scoring/given.h"

#include <algorithm>
#include <utility>

namespace kaogong::scoring {
namespace {

using scheme::Expr;
using scheme::ExprId;
using scheme::FieldId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Op;
using scheme::Scheme;

ExprId Append(Scheme* scheme, Expr expr) {
  scheme->exprs.push_back(std::move(expr));
  return static_cast<ExprId>(scheme->exprs.size()) - 1;
}

// Adds the field that holds the given grades, and makes the figure read it first.
FieldId AddField(FigureId id, Scheme* scheme) {
  scheme::Figure& figure = scheme->figures[static_cast<std::size_t>(id)];
  scheme::Field field;
  field.name = field.column = figure.name + ".校准";
  field.kind = figure.kind;
  field.level = figure.level;
  field.type = scheme::Type::kText;
  field.missing = scheme::Missing::kPending;
  field.options = figure.grades;
  field.source = "校准";
  field.place = figure.place;
  const auto made = static_cast<FieldId>(scheme->fields.size());
  scheme->fields.push_back(std::move(field));
  scheme->kinds[static_cast<std::size_t>(figure.kind)].fields.push_back(made);
  const Expr& computed = scheme->expr(figure.expr);
  Expr read;
  read.op = Op::kField;
  read.type = scheme::Type::kText;
  read.kind = figure.kind;
  read.level = figure.level;
  read.target = made;
  read.text = figure.name + ".校准";
  read.place = figure.place;
  Expr first = read;
  first.op = Op::kCoalesce;
  first.target = kNone;
  first.text = computed.text;
  first.method = "如缺";
  first.args = {Append(scheme, std::move(read)), figure.expr};
  figure.expr = Append(scheme, std::move(first));
  return made;
}

void AddColumns(const Scheme& scheme, FieldId field, facts::Facts* facts) {
  const scheme::Field& added = scheme.field(field);
  facts::Table& table = facts->tables[static_cast<std::size_t>(added.kind)];
  facts::Column column;
  column.narrow.resize(table.ids.size());
  column.presence.assign(table.ids.size(), facts::Presence::kMissing);
  column.high = static_cast<std::int64_t>(facts->texts.size());
  table.columns.emplace_back(static_cast<std::size_t>(scheme.level(added.level).count()), column);
}

void Put(const Given& given, FieldId field, GivenInput* to) {
  facts::Facts& facts = to->facts;
  const auto text = std::ranges::find(facts.texts, given.grade);
  facts::SetUnits(to->scheme, field, given.period, given.row, text - facts.texts.begin(), &facts);
  facts.provenance[{field, given.period, given.row}] = given.source;
}

}  // namespace

GivenInput WithGiven(const Scheme& scheme, const facts::Facts& facts,
                     const std::vector<Given>& given) {
  GivenInput to{scheme, facts};
  std::vector<std::pair<FigureId, FieldId>> fields;
  for (const Given& one : given) {
    auto field = std::ranges::find(fields, one.figure, &std::pair<FigureId, FieldId>::first);
    if (field == fields.end()) {
      fields.emplace_back(one.figure, AddField(one.figure, &to.scheme));
      field = std::prev(fields.end());
      AddColumns(to.scheme, field->second, &to.facts);
    }
    Put(one, field->second, &to);
  }
  to.scheme.content_hash.clear();
  to.facts.content_hash.clear();
  return to;
}

}  // namespace kaogong::scoring
