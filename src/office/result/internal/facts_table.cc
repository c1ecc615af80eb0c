// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/facts_table.h"

#include <algorithm>
#include <charconv>

#include "base/date.h"
#include "base/decimal.h"

namespace kaogong::office::result::internal {

using scheme::FieldId;
using scheme::Scheme;

namespace {

constexpr std::string_view kNotApplicableText = "不适用";

// What 0 and 1 or a day read like.
std::string_view TruthText(std::int64_t units) { return units != 0 ? "是" : "否"; }

void AppendValue(const scheme::Field& field, std::int64_t units, int places, std::string* out) {
  switch (field.type) {
    case scheme::Type::kBoolean:
      out->append(TruthText(units));
      return;
    case scheme::Type::kDate: {
      const auto day = Date::FromDays(units);
      if (day.ok()) out->append(day.value().ToString());
      return;
    }
    default:
      AppendNumber(units, places, out);
  }
}

}  // namespace

void KindRows::Add(Id id, std::string_view code, std::string_view name, Id parent, Id subject) {
  const auto row = static_cast<std::uint32_t>(codes_.size());
  codes_.emplace_back(code);
  names_.emplace_back(name == code ? std::string_view() : name);
  has_names_ = has_names_ || name != code;
  parents_.push_back(parent);
  by_subject_.emplace_back(subject, row);
  by_id_.emplace_back(id, row);
}

void KindRows::Seal() {
  std::ranges::sort(by_subject_);
  std::ranges::sort(by_id_);
}

std::optional<std::size_t> KindRows::RowOf(Id assessee) const {
  const auto found =
      std::ranges::lower_bound(by_id_, assessee, {}, [](const auto& entry) { return entry.first; });
  if (found == by_id_.end() || found->first != assessee) return std::nullopt;
  return found->second;
}

std::size_t KindRows::Find(Id subject) const {
  const auto found = std::ranges::lower_bound(by_subject_, subject, {},
                                              [](const auto& entry) { return entry.first; });
  return static_cast<std::size_t>(found - by_subject_.begin());
}

void FieldColumn::Begin(std::size_t rows, int places, bool is_text) {
  if (presence_.empty()) {
    presence_.assign(rows, kMissing);
    places_ = places;
    is_text ? texts_.resize(rows) : units_.resize(rows);
  }
  factor_ = 1;
  if (places < places_) factor_ = PowerOfTen(places_ - places);
  if (places <= places_) return;
  const std::int64_t scale = PowerOfTen(places - places_);
  for (std::int64_t& units : units_) units *= scale;
  places_ = places;
}

void FieldColumn::AppendCell(const scheme::Field& field, std::size_t row, std::string* out) const {
  if (presence_[row] == kMissing) return;
  if (presence_[row] == kNotApplicable) {
    out->append(kNotApplicableText);
  } else if (field.type == scheme::Type::kText) {
    AppendText(texts_[row], out);
  } else {
    AppendValue(field, units_[row], places_, out);
  }
}

void FactsTable::AppendHeader(std::string* out) const {
  const scheme::Kind& kind = scheme_.kind(kind_);
  std::string line;
  const auto add = [&](std::string_view heading) {
    if (!line.empty()) line.push_back(',');
    AppendText(heading, &line);
  };
  if (kind_ > 0) add(kind.id_column);
  if (parents_ != nullptr) add(kind.parent_column);
  if (kind_ > 0 && rows_.has_names()) add("名称");
  for (const FieldColumn& column : columns_) {
    const scheme::Field& field = scheme_.field(column.field());
    const scheme::Level& level = scheme_.level(field.level);
    add(level.count() == 1
            ? field.name
            : field.name + "[" + level.periods[static_cast<std::size_t>(column.period())] + "]");
  }
  out->append(line).append("\r\n");
}

std::string FactsTable::ToCsv() const {
  std::string out;
  constexpr std::size_t kCellBytes = 9;
  out.reserve(rows_.count() * (columns_.size() + 3) * kCellBytes + 256);
  AppendHeader(&out);
  std::vector<const scheme::Field*> fields;
  for (const FieldColumn& column : columns_) fields.push_back(&scheme_.field(column.field()));
  for (std::size_t row = 0; row < rows_.count(); ++row) {
    const std::size_t begin = out.size();
    bool is_first = true;
    const auto next = [&] {
      if (!is_first) out.push_back(',');
      is_first = false;
    };
    if (kind_ > 0) {
      next();
      AppendText(rows_.code(row), &out);
    }
    if (parents_ != nullptr) {
      next();
      const auto above = parents_->RowOf(rows_.parent(row));
      if (above) AppendText(parents_->code(*above), &out);
    }
    if (kind_ > 0 && rows_.has_names()) {
      next();
      AppendText(rows_.name(row), &out);
    }
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      next();
      columns_[i].AppendCell(*fields[i], row, &out);
    }
    if (out.size() > begin) out.append("\r\n");
  }
  return out;
}

void RecordTable::NewRow(std::string_view parent_code) {
  rows_.emplace_back(scheme_.kind(kind_).fields.size() + 1);
  rows_.back().front() = parent_code;
}

void RecordTable::Put(FieldId field, std::string_view text) {
  const auto& fields = scheme_.kind(kind_).fields;
  const auto at = std::ranges::find(fields, field) - fields.begin();
  if (static_cast<std::size_t>(at) < fields.size())
    rows_.back()[static_cast<std::size_t>(at) + 1] = text;
}

std::string RecordTable::ToCsv() const {
  const scheme::Kind& kind = scheme_.kind(kind_);
  const bool has_parent = kind.parent > 0;
  std::vector<bool> is_used(kind.fields.size() + 1, false);
  is_used[0] = has_parent;
  for (const auto& row : rows_) {
    for (std::size_t i = 1; i < row.size(); ++i) is_used[i] = is_used[i] || !row[i].empty();
  }
  std::string out;
  const auto line = [&](const auto& cell) {
    bool is_first = true;
    for (std::size_t i = 0; i < is_used.size(); ++i) {
      if (!is_used[i]) continue;
      if (!is_first) out.push_back(',');
      is_first = false;
      AppendText(cell(i), &out);
    }
    out.append("\r\n");
  };
  line([&](std::size_t i) -> std::string_view {
    return i == 0 ? kind.parent_column : scheme_.field(kind.fields[i - 1]).name;
  });
  for (const auto& row : rows_) line([&](std::size_t i) -> std::string_view { return row[i]; });
  return out;
}

void AppendText(std::string_view text, std::string* out) {
  const bool is_plain = text.find_first_of(",\"\r\n") == std::string_view::npos &&
                        (text.empty() || (text.front() != ' ' && text.back() != ' '));
  if (is_plain) {
    out->append(text);
    return;
  }
  out->push_back('"');
  for (const char c : text) {
    if (c == '"') out->push_back('"');
    out->push_back(c);
  }
  out->push_back('"');
}

void AppendNumber(std::int64_t units, int places, std::string* out) {
  while (places > 0 && units % 10 == 0) {
    units /= 10;
    --places;
  }
  if (units < 0) out->push_back('-');
  char digits[24];
  const auto magnitude = units < 0 ? ~static_cast<std::uint64_t>(units) + 1
                                   : static_cast<std::uint64_t>(units);
  const auto end = std::to_chars(digits, digits + sizeof(digits), magnitude).ptr;
  const auto count = static_cast<int>(end - digits);
  if (places == 0) {
    out->append(digits, end);
    return;
  }
  if (count <= places) {
    out->append("0.").append(static_cast<std::size_t>(places - count), '0').append(digits, end);
    return;
  }
  out->append(digits, end - places).append(1, '.').append(end - places, end);
}

std::string CellText(const scheme::Field& field, std::int64_t units, int places) {
  std::string text;
  AppendValue(field, units, places, &text);
  return text;
}

}  // namespace kaogong::office::result::internal
