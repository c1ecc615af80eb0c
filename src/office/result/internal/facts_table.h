// SPDX-License-Identifier: Apache-2.0
// Tables of facts while they are put together: columns as they come from the store, rows as CSV.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office/ids.h"
#include "scheme/scheme.h"

namespace kaogong::office::result::internal {

// KindRows are the assessees of a kind in official order.
class KindRows {
 public:
  void Add(Id id, std::string_view code, std::string_view name, Id parent, Id subject);
  // Call once when all are there.
  void Seal();

  std::size_t count() const { return codes_.size(); }
  const std::string& code(std::size_t row) const { return codes_[row]; }
  const std::string& name(std::size_t row) const { return names_[row]; }
  Id parent(std::size_t row) const { return parents_[row]; }
  bool has_names() const { return has_names_; }

  std::optional<std::size_t> RowOf(Id assessee) const;

  // Rows in the order of their subjects: the first place at or after `from` whose subject is
  // `subject` or greater. Several rows may have one subject.
  std::size_t SkipTo(Id subject, std::size_t from) const {
    while (from < by_subject_.size() && by_subject_[from].first < subject) ++from;
    return from;
  }
  // The same from anywhere.
  std::size_t Find(Id subject) const;
  bool IsSubject(std::size_t at, Id subject) const {
    return at < by_subject_.size() && by_subject_[at].first == subject;
  }
  std::size_t RowAt(std::size_t at) const { return by_subject_[at].second; }

 private:
  std::vector<std::string> codes_;
  std::vector<std::string> names_;
  std::vector<Id> parents_;
  std::vector<std::pair<Id, std::uint32_t>> by_subject_;
  std::vector<std::pair<Id, std::uint32_t>> by_id_;
  bool has_names_ = false;
};

// One field in one period.
class FieldColumn {
 public:
  FieldColumn(scheme::FieldId field, int period, int places)
      : field_(field), period_(period), places_(places) {}

  // Says how the values that come now are to be read. Values of before stay; when they had other
  // places all are brought to the greater.
  void Begin(std::size_t rows, int places, bool is_text);
  void PutUnits(std::size_t row, std::int64_t units) {
    units_[row] = units * factor_;
    presence_[row] = kPresent;
    has_values_ = true;
  }
  void PutText(std::size_t row, std::string_view text) {
    texts_[row] = text;
    presence_[row] = kPresent;
    has_values_ = true;
  }
  void PutNotApplicable(std::size_t row) {
    presence_[row] = kNotApplicable;
    has_values_ = true;
  }
  void Clear(std::size_t row) {
    presence_[row] = kMissing;
    units_.empty() ? void() : void(units_[row] = 0);
  }
  std::int64_t UnitsOf(std::size_t row) const { return units_[row]; }

  bool has_values() const { return has_values_; }
  scheme::FieldId field() const { return field_; }
  int period() const { return period_; }
  // Appends the cell as a table has it.
  void AppendCell(const scheme::Field& field, std::size_t row, std::string* out) const;

 private:
  enum Presence : std::uint8_t { kMissing, kPresent, kNotApplicable };

  scheme::FieldId field_;
  int period_;
  int places_;                // Of units_.
  std::int64_t factor_ = 1;   // From the units that come to units_.
  std::vector<std::int64_t> units_;
  std::vector<std::string> texts_;
  std::vector<std::uint8_t> presence_;
  bool has_values_ = false;
};

// The table of a kind that is no record.
class FactsTable {
 public:
  // `parents` are the rows of the kind above; null below the whole. Both outlive the table.
  FactsTable(const scheme::Scheme& scheme, scheme::KindId kind, const KindRows& rows,
             const KindRows* parents)
      : scheme_(scheme), kind_(kind), rows_(rows), parents_(parents) {}

  // A column without values is left out.
  void Add(FieldColumn column) {
    if (column.has_values()) columns_.push_back(std::move(column));
  }
  bool empty() const { return columns_.empty(); }
  std::string ToCsv() const;

 private:
  void AppendHeader(std::string* out) const;

  const scheme::Scheme& scheme_;
  scheme::KindId kind_;
  const KindRows& rows_;
  const KindRows* parents_;
  std::vector<FieldColumn> columns_;
};

// The table of a kind of records.
class RecordTable {
 public:
  RecordTable(const scheme::Scheme& scheme, scheme::KindId kind) : scheme_(scheme), kind_(kind) {}

  void NewRow(std::string_view parent_code);
  // Of the row that was begun last.
  void Put(scheme::FieldId field, std::string_view text);
  bool empty() const { return rows_.empty(); }
  std::string ToCsv() const;

 private:
  const scheme::Scheme& scheme_;
  scheme::KindId kind_;
  std::vector<std::vector<std::string>> rows_;  // Parent, then by the kind's fields.
};

// Appends a cell of text, in quotes where it needs them.
void AppendText(std::string_view text, std::string* out);
// Appends units × 10^-places without zeros at the end.
void AppendNumber(std::int64_t units, int places, std::string* out);
// Returns a value of a field in units as a table of facts has it: 4.5, 是, 2026-03-01.
std::string CellText(const scheme::Field& field, std::int64_t units, int places);

}  // namespace kaogong::office::result::internal
