// SPDX-License-Identifier: Apache-2.0
#include "document/internal/result_reader.h"

#include <algorithm>

#include "document/internal/punctuation.h"
#include "document/period.h"
#include "explain/sentences.h"
#include "explain/trace.h"

namespace kaogong::document {

using facts::Row;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Role;
using scoring::State;
using scoring::Value;

namespace {

constexpr std::size_t kLedgersKept = 64;

Value ValueOfField(const scheme::Scheme& scheme, const facts::Facts& facts, scheme::FieldId id,
                   Row row, int period) {
  const facts::Column& column = facts::ColumnOf(scheme, facts, id, period);
  switch (column.PresenceOf(row)) {
    case facts::Presence::kPresent:
      return Value::Of(Decimal::FromUnits(column.UnitsOf(row), column.scale));
    case facts::Presence::kNotApplicable:
      return Value::Without(State::kExempt);
    case facts::Presence::kMissing:
      break;
  }
  switch (scheme.field(id).missing) {
    case scheme::Missing::kZero:
      return Value::Of(Rational());
    case scheme::Missing::kExempt:
      return Value::Without(State::kExempt);
    default:
      return Value::Without(State::kPending);
  }
}

// Where a fact was read: 村.csv:3.
std::string SourceOf(const scheme::Scheme& scheme, const facts::Facts& facts, scheme::FieldId id,
                     Row row, int period) {
  const auto noted = facts.provenance.find({id, period, row});
  if (noted != facts.provenance.end()) {
    const facts::Provenance& from = noted->second;
    return from.cell.empty() ? fmt::format("{}:{}", from.file, from.line)
                             : fmt::format("{} {}", from.file, from.cell);
  }
  const facts::Table& table = facts.table(scheme.field(id).kind);
  if (table.origins.empty()) return {};
  const facts::Origin& origin = table.origins[static_cast<std::size_t>(row)];
  if (origin.file < 0) return {};
  return fmt::format("{}:{}", facts.files[static_cast<std::size_t>(origin.file)], origin.line);
}

}  // namespace

void SetMeasure(const explain::Measure& measure, Item* item) {
  item->scale = measure.scale;
  item->unit = measure.unit;
  item->places = measure.places;
}

ResultReader::ResultReader(const ComputedResult& result, const PeriodChoice& period)
    : result_(result),
      period_(period),
      measures_(result.scheme.figures.size()),
      rows_(result.scheme.kinds.size()) {}

scoring::Reference& ResultReader::reference() const {
  if (!reference_) {
    reference_.emplace(result_.scheme, result_.facts);
    reference_->AdoptAll(result_.outcome);
  }
  return *reference_;
}

int ResultReader::PeriodOf(scheme::LevelId level) const {
  const scheme::Level& definition = scheme().level(level);
  const int last = scheme::PeriodCount(level, definition, scheme().year) - 1;
  if (!period_.index || level == scheme::kYear) return std::max(last, 0);
  if (level == period_.level) return *period_.index;
  if (scheme::Divides(period_.level, level)) {
    return scheme::PeriodsInside(period_.level, *period_.index, level, definition, scheme().year)
        .last;
  }
  if (scheme::Divides(level, period_.level))
    return scheme::PeriodContaining(level, period_.level, *period_.index, scheme().year);
  return std::max(last, 0);
}

std::optional<Row> ResultReader::FindRow(KindId kind, std::string_view id) const {
  auto& index = rows_[static_cast<std::size_t>(kind)];
  const facts::Table& table = facts().table(kind);
  if (index.empty() && table.rows() > 0) {
    for (Row row = 0; row < table.rows(); ++row)
      index.emplace(table.ids[static_cast<std::size_t>(row)], row);
  }
  const auto found = index.find(id);
  return found == index.end() ? std::nullopt : std::optional(found->second);
}

Value ResultReader::ValueAt(FigureId figure, Row row, int period) const {
  const auto& columns = result_.outcome.figures[static_cast<std::size_t>(figure)];
  const auto at = static_cast<std::size_t>(period);
  if (at >= columns.size() || !columns[at].is_kept()) return Value::Without(State::kPending);
  return columns[at].At(row);
}

const explain::Measure& ResultReader::MeasureOf(FigureId figure) const {
  auto& known = measures_[static_cast<std::size_t>(figure)];
  if (!known) {
    explain::TraceOptions options;
    options.depth_max = 1;
    options.nodes_max = 2;
    known = facts().table(scheme().figure(figure).kind).rows() == 0
                ? explain::Measure{}
                : explain::Explain(reference(), figure, 0, 0, options).root.measure;
  }
  return *known;
}

Item ResultReader::ItemOf(const Value& value, scheme::Type type) const {
  Item item;
  item.state = value.state;
  switch (type) {
    case scheme::Type::kNumber:
      item.kind = ItemKind::kNumber;
      break;
    case scheme::Type::kBoolean:
      item.kind = ItemKind::kTruth;
      break;
    case scheme::Type::kDate:
      item.kind = ItemKind::kDay;
      break;
    case scheme::Type::kText:
      item.kind = ItemKind::kText;
      break;
  }
  if (!value.ok()) return item;
  if (type == scheme::Type::kText) {
    const auto at = value.number.ToInteger(Rounding::kDown).value_or(0);
    item.text = facts().texts[static_cast<std::size_t>(at)];
  } else {
    item.number = value.number;
  }
  return item;
}

Item ResultReader::FigureAt(FigureId id, Row row, int period) const {
  const scheme::Figure& figure = scheme().figure(id);
  Item item = ItemOf(ValueAt(id, row, period), figure.type);
  if (figure.type == scheme::Type::kNumber) SetMeasure(MeasureOf(id), &item);
  item.source = explain::CitationOf(scheme(), figure.article, figure.clause);
  return item;
}

Item ResultReader::FieldAt(scheme::FieldId id, Row row, int period) const {
  const scheme::Field& field = scheme().field(id);
  Item item = ItemOf(ValueOfField(scheme(), facts(), id, row, period), field.type);
  if (field.type == scheme::Type::kNumber) {
    item.scale = field.is_percent ? explain::Scale::kPercent : explain::Scale::kPlain;
    item.unit = field.unit;
  }
  item.source = SourceOf(scheme(), facts(), id, row, period);
  return item;
}

Item ResultReader::ParameterItem(const scheme::Parameter& parameter) const {
  const scheme::ParameterValue* const value = parameter.At(scheme().as_of);
  Item item = value != nullptr && value->value ? ItemOf(Value::Of(*value->value), parameter.type)
                                               : Item::Nothing();
  item.scale = parameter.is_percent ? explain::Scale::kPercent : explain::Scale::kPlain;
  item.unit = parameter.unit;
  if (value != nullptr) item.source = value->reference;
  return item;
}

FigureId ResultReader::FirstOf(KindId kind, Role role) const {
  FigureId found = kNone;
  const bool is_period = period_.index && period_.level != scheme::kYear;
  if (is_period && role == Role::kTotal) return document::TotalAt(scheme(), kind, period_.level);
  for (std::size_t i = 0; i < scheme().figures.size(); ++i) {
    const scheme::Figure& figure = scheme().figures[i];
    if (figure.kind != kind || figure.role != role) continue;
    // The rank and grade of a quarter are not those of the year.
    const bool is_standing = role == Role::kRanking || role == Role::kGrade;
    if (is_period && figure.level == period_.level) return static_cast<FigureId>(i);
    if (is_period && is_standing) continue;
    if (figure.level == scheme::kYear) return static_cast<FigureId>(i);
    if (found == kNone) found = static_cast<FigureId>(i);
  }
  return found;
}

FigureId ResultReader::TotalOf(KindId kind) const { return FirstOf(kind, Role::kTotal); }

facts::RowRange ResultReader::GroupOf(RowId row) const {
  const KindId parent = scheme().kind(row.kind).parent;
  if (parent == kNone) return {row.row, row.row + 1};
  const Row above =
      parent <= 0 ? 0 : facts().table(row.kind).parents[static_cast<std::size_t>(row.row)];
  return facts::RowsBelow(scheme(), facts(), parent, above, row.kind);
}

const ResultReader::Statistics& ResultReader::StatisticsOf(FigureId figure, int period,
                                                           Row row) const {
  const facts::RowRange group = GroupOf({scheme().figure(figure).kind, row});
  const auto [found, is_new] = statistics_.try_emplace({figure, period, group.begin});
  if (!is_new) return found->second;
  Rational sum;
  std::int64_t count = 0;
  for (Row other = group.begin; other < group.end; ++other) {
    const Value value = ValueAt(figure, other, period);
    if (!value.ok()) continue;
    sum += value.number;
    ++count;
    auto& best = found->second.best;
    if (!best || value.number > *best) best = value.number;
  }
  if (count > 0) found->second.mean = Quotient(sum, Rational(count));
  return found->second;
}

const explain::Ledger& ResultReader::LedgerOf(FigureId figure, Row row, int period) const {
  const std::tuple key{figure, row, period};
  const auto found = ledgers_.find(key);
  if (found != ledgers_.end()) return found->second;
  if (ledgers_.size() >= kLedgersKept) ledgers_.clear();
  return ledgers_.emplace(key, explain::MakeLedger(reference(), figure, row, period)).first->second;
}

std::string ResultReader::SentenceOf(FigureId figure, Row row, int period) const {
  explain::TraceOptions options;
  options.depth_max = 3;
  options.nodes_max = 100;
  const auto explanation = explain::Explain(reference(), figure, row, period, options);
  const auto sentences = explain::MakeSentences(scheme(), facts(), explanation);
  if (sentences.empty()) return {};
  std::string text = FullWidth(sentences.front().text.zh);
  const std::string_view colon = "：";
  const std::size_t at = text.find(colon);
  if (at != std::string::npos) text.erase(0, at + colon.size());
  // Whoever puts it into a sentence ends that.
  const std::string_view stop = "。";
  if (text.ends_with(stop)) text.resize(text.size() - stop.size());
  return text;
}

std::string ResultReader::ReasonOf(FigureId figure, Row row, int period) const {
  return WithoutBlanks(Concise(SentenceOf(figure, row, period)));
}

std::string ResultReader::FactsOf(FigureId figure, Row row, int period) const {
  const std::string sentence = SentenceOf(figure, row, period);
  const std::string told = WithoutBlanks(FactsIn(sentence));
  return told.empty() ? DataIn(sentence, scheme().figure(figure).kind) : told;
}

// Fields that the sentence names with a number behind: 5 - 2 × 一般事故 2 = 1 分.
std::string ResultReader::DataIn(const std::string& sentence, KindId kind) const {
  std::map<std::size_t, std::string> found;  // By where they stand.
  for (const scheme::FieldId id : scheme().kind(kind).fields) {
    const scheme::Field& field = scheme().field(id);
    const std::size_t at = sentence.find(field.name + " ");
    if (at == std::string::npos || (at > 0 && sentence[at - 1] != ' ')) continue;
    const std::size_t begin = at + field.name.size() + 1;
    const std::size_t end = sentence.find_first_not_of("0123456789.,%", begin);
    const std::string number = sentence.substr(begin, end - begin);
    if (!number.empty()) found[at] = field.name + number + field.unit;
  }
  std::string text;
  for (const auto& [at, part] : found) text += (text.empty() ? "" : "、") + part;
  return text;
}

}  // namespace kaogong::document
