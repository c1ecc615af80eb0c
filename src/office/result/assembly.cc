// SPDX-License-Identifier: Apache-2.0
#include "office/result/assembly.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/sha256.h"
#include "office/result/internal/facts_table.h"

namespace kaogong::office::result {

namespace {

using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using internal::FactsTable;
using internal::FieldColumn;
using internal::KindRows;
using scheme::FieldId;
using scheme::KindId;
using scheme::kNone;
using store::Row;

// States of measurements (V0007).
constexpr int kSubmitted = 1;
constexpr int kVerified = 3;

// Which measurements of an element are wanted.
struct Source {
  Id element = 0;
  int places = 0;  // Of the element.
  int year = 0;
  bool is_as_reported = false;  // As it was submitted first.
};

class Assembler {
 public:
  Assembler(const Session& session, const Frame& frame, Basis basis, const Corrections& corrections)
      : session_(session),
        frame_(frame),
        scheme_(frame.scheme()),
        basis_(basis),
        corrections_(corrections),
        rows_(scheme_.kinds.size()) {}

  Result<Tables> Run(const library::Progress& progress) {
    Tables tables;
    std::size_t done = 0;
    for (std::size_t i = 0; i < scheme_.kinds.size(); ++i) {
      const auto kind = static_cast<KindId>(i);
      if (scheme_.kind(kind).is_record) {
        KAOGONG_TRY(AddRecords(kind, &tables));
        done += scheme_.kind(kind).fields.size();
        continue;
      }
      KAOGONG_TRY(LoadRows(kind));
      if (rows_[i].count() == 0) continue;
      FactsTable table(scheme_, kind, rows_[i], ParentRows(kind));
      for (const FieldId field : scheme_.kind(kind).fields) {
        KAOGONG_TRY_ASSIGN(auto columns, ReadField(field));
        for (FieldColumn& column : columns) table.Add(std::move(column));
        if (progress) progress(++done, scheme_.fields.size());
      }
      // The whole has no identifier: without values there is nothing to write.
      if (kind == 0 && table.empty()) continue;
      tables.push_back({scheme_.kind(kind).name + ".csv", table.ToCsv()});
    }
    return tables;
  }

 private:
  const KindRows* ParentRows(KindId kind) const {
    const KindId parent = scheme_.kind(kind).parent;
    return parent > 0 ? &rows_[static_cast<std::size_t>(parent)] : nullptr;
  }

  Result<void> LoadRows(KindId kind) {
    KindRows& rows = rows_[static_cast<std::size_t>(kind)];
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT id, code, name, parent_id, subject_id FROM assessee WHERE assessment_id = ? "
        "AND kind = ? ORDER BY place, id",
        {frame_.row.id, scheme_.kind(kind).name}, [&](const Row& row) {
          rows.Add(row.Get<Id>(0), row.Get<std::string_view>(1), row.Get<std::string_view>(2),
                   row.Get<std::optional<Id>>(3).value_or(0), row.Get<Id>(4));
        }));
    rows.Seal();
    return {};
  }

  const KindRows& RowsOf(FieldId field) const {
    return rows_[static_cast<std::size_t>(scheme_.field(field).kind)];
  }

  // One column for each period of the field's level; those without a value are left out later.
  std::vector<FieldColumn> NewColumns(FieldId field, int places) const {
    std::vector<FieldColumn> columns;
    const int count = scheme_.level(scheme_.field(field).level).count();
    for (int period = 0; period < count; ++period) columns.emplace_back(field, period, places);
    return columns;
  }

  Result<std::vector<FieldColumn>> ReadField(FieldId field) {
    const FieldUse* const use = frame_.UseOf(field);
    if (use == nullptr || use->use == FieldClass::kImported) return std::vector<FieldColumn>();
    auto columns = NewColumns(field, use->places);
    switch (use->use) {
      case FieldClass::kTarget:
        KAOGONG_TRY(ReadTargets(field, &columns));
        break;
      case FieldClass::kEvent:
        KAOGONG_TRY(ReadEvents(field, &columns));
        break;
      case FieldClass::kBaseline:
        KAOGONG_TRY(ReadMeasurements({use->element, use->places, frame_.row.year, false}, field, &columns));
        if (const FieldUse* const base = BaseOf(*use))
          KAOGONG_TRY(ReadMeasurements({base->element, base->places, frame_.row.year - 1, false},
                                       field, &columns));
        break;
      case FieldClass::kReported:
        KAOGONG_TRY(ReadMeasurements({use->element, use->places, frame_.row.year, false}, field, &columns));
        if (const FieldUse* const base = BaseOf(*use))
          KAOGONG_TRY(ReadMeasurements({base->element, base->places, frame_.row.year, true}, field,
                                       &columns));
        break;
      default:
        KAOGONG_TRY(ReadMeasurements({use->element, use->places, frame_.row.year, false}, field, &columns));
        break;
    }
    return columns;
  }

  const FieldUse* BaseOf(const FieldUse& use) const {
    return use.base == kNone ? nullptr : frame_.UseOf(use.base);
  }

  // Both tables are in the order of subjects, so that they are gone through once. Later values take
  // the place of earlier ones.
  Result<void> ReadMeasurements(const Source& source, FieldId field,
                                std::vector<FieldColumn>* columns) {
    const KindRows& rows = RowsOf(field);
    const bool is_text = scheme_.field(field).type == scheme::Type::kText;
    for (FieldColumn& column : *columns) column.Begin(rows.count(), source.places, is_text);
    if (!is_text && session_.transaction.dialect() == store::Dialect::kPostgres) {
      KAOGONG_TRY(ReadPacked(source, rows, columns));
    } else {
      KAOGONG_TRY(ReadRowByRow(source, rows, is_text, columns));
    }
    ApplyCorrections(source, rows, is_text, columns);
    return {};
  }

  int OtherState() const { return basis_ == Basis::kReported ? kSubmitted : kVerified; }

  Result<void> ReadRowByRow(const Source& source, const KindRows& rows, bool is_text,
                            std::vector<FieldColumn>* columns) {
    const auto periods = static_cast<int>(columns->size());
    int period = -1;
    std::size_t at = 0;
    return session_.transaction.Query(
        source.is_as_reported
            ? "SELECT period, subject_id, is_not_applicable, reported_units, text FROM measurement "
              "WHERE element_id = ? AND year = ? AND (state = ? OR state = ?) "
              "ORDER BY period, subject_id"
            : "SELECT period, subject_id, is_not_applicable, units, text FROM measurement "
              "WHERE element_id = ? AND year = ? AND (state = ? OR state = ?) "
              "ORDER BY period, subject_id",
        {source.element, source.year, kVerified, OtherState()}, [&](const Row& row) {
          const int its_period = row.Get<int>(0);
          if (its_period >= periods) return;
          if (its_period != period) at = 0;
          period = its_period;
          const Id subject = row.Get<Id>(1);
          at = rows.SkipTo(subject, at);
          if (!rows.IsSubject(at, subject)) return;
          Put(rows, at, subject, row, is_text, &(*columns)[static_cast<std::size_t>(period)]);
        });
  }

  // PostgreSQL hands out a hundred thousand rows one by one slower than it packs them into a text:
  // "17:4500,18:,19:n" are subjects with their units, without any, and not applicable.
  Result<void> ReadPacked(const Source& source, const KindRows& rows,
                          std::vector<FieldColumn>* columns) {
    const std::string units = source.is_as_reported ? "reported_units" : "units";
    return session_.transaction.Query(
        "SELECT q.period, string_agg(q.cell, ',') FROM (SELECT period, "
        "CAST(subject_id AS TEXT) || ':' || CASE WHEN is_not_applicable THEN 'n' "
        "ELSE coalesce(CAST(" +
            units +
            " AS TEXT), '') END AS cell FROM measurement WHERE element_id = ? AND year = ? "
            "AND (state = ? OR state = ?)) q GROUP BY q.period",
        {source.element, source.year, kVerified, OtherState()}, [&](const Row& row) {
          const auto period = static_cast<std::size_t>(row.Get<int>(0));
          if (period < columns->size())
            Unpack(row.Get<std::string_view>(1), rows, &(*columns)[period]);
        });
  }

  static void Unpack(std::string_view cells, const KindRows& rows, FieldColumn* column) {
    const char* from = cells.data();
    const char* const end = from + cells.size();
    std::size_t at = 0;
    Id last = 0;
    while (from < end) {
      Id subject = 0;
      from = std::from_chars(from, end, subject).ptr + 1;  // Past the colon.
      std::int64_t units = 0;
      const auto number = std::from_chars(from, end, units);
      const bool has_units = number.ec == std::errc();
      const bool is_not_applicable = !has_units && from < end && *from == 'n';
      from = has_units ? number.ptr + 1 : from + (is_not_applicable ? 2 : 1);
      // They are packed as they come, which is mostly in order.
      at = subject < last ? rows.Find(subject) : rows.SkipTo(subject, at);
      last = subject;
      for (std::size_t i = at; rows.IsSubject(i, subject); ++i) {
        if (has_units) column->PutUnits(rows.RowAt(i), units);
        if (is_not_applicable) column->PutNotApplicable(rows.RowAt(i));
      }
    }
  }

  static void Put(const KindRows& rows, std::size_t at, Id subject, const Row& row, bool is_text,
                  FieldColumn* column) {
    const bool is_not_applicable = row.Get<bool>(2);
    for (; rows.IsSubject(at, subject); ++at) {
      const std::size_t to = rows.RowAt(at);
      if (is_not_applicable) {
        column->PutNotApplicable(to);
      } else if (is_text) {
        if (!row.is_null(4)) column->PutText(to, row.Get<std::string_view>(4));
      } else if (!row.is_null(3)) {
        column->PutUnits(to, row.Get<std::int64_t>(3));
      }
    }
  }

  // What is corrected counts as verified.
  void ApplyCorrections(const Source& source, const KindRows& rows, bool is_text,
                        std::vector<FieldColumn>* columns) const {
    if (source.is_as_reported) return;
    for (const auto& [key, value] : corrections_) {
      if (key.element != source.element || key.year != source.year) continue;
      if (static_cast<std::size_t>(key.period) >= columns->size()) continue;
      FieldColumn& column = (*columns)[static_cast<std::size_t>(key.period)];
      for (std::size_t at = rows.SkipTo(key.subject, 0); rows.IsSubject(at, key.subject); ++at) {
        const std::size_t to = rows.RowAt(at);
        column.Clear(to);
        if (value.is_not_applicable) {
          column.PutNotApplicable(to);
        } else if (is_text && value.text) {
          column.PutText(to, *value.text);
        } else if (!is_text && value.units) {
          column.PutUnits(to, *value.units);
        }
      }
    }
  }

  Result<void> ReadTargets(FieldId field, std::vector<FieldColumn>* columns) {
    const KindRows& rows = RowsOf(field);
    const FieldUse& use = *frame_.UseOf(field);
    for (FieldColumn& column : *columns) column.Begin(rows.count(), use.places, false);
    // In force: the newest revision that was approved.
    return session_.transaction.Query(
        "SELECT s.assessee_id, v.period, v.units, v.is_not_applicable FROM target_sheet s "
        "JOIN target_value v ON v.sheet_id = s.id AND v.field = ? WHERE s.assessment_id = ? "
        "AND s.state IN ('approved', 'published', 'signed_by_assessee', 'signed') "
        "AND NOT EXISTS (SELECT 1 FROM target_sheet n WHERE n.assessee_id = s.assessee_id "
        "AND n.revision > s.revision "
        "AND n.state IN ('approved', 'published', 'signed_by_assessee', 'signed'))",
        {scheme_.field(field).name, frame_.row.id}, [&](const Row& row) {
          const auto to = rows.RowOf(row.Get<Id>(0));
          const auto period = static_cast<std::size_t>(row.Get<int>(1));
          if (!to || period >= columns->size()) return;
          FieldColumn& column = (*columns)[period];
          if (row.Get<bool>(3)) {
            column.PutNotApplicable(*to);
          } else if (!row.is_null(2)) {
            column.PutUnits(*to, row.Get<std::int64_t>(2));
          }
        });
  }

  // Approved events: numbers add up, of booleans one is enough.
  Result<void> ReadEvents(FieldId id, std::vector<FieldColumn>* columns) {
    const scheme::Field& field = scheme_.field(id);
    const KindRows& rows = RowsOf(id);
    const bool is_number = field.type == scheme::Type::kNumber;
    for (FieldColumn& column : *columns) column.Begin(rows.count(), frame_.UseOf(id)->places, false);
    return session_.transaction.Query(
        "SELECT assessee_id, day, units FROM record WHERE assessment_id = ? AND kind = '' "
        "AND field = ? AND state = 'approved'",
        {frame_.row.id, field.name}, [&](const Row& row) {
          const auto to = rows.RowOf(row.Get<Id>(0));
          const auto period = PeriodOf(field.level, row.Get<std::string>(1));
          if (!to || !period) return;
          FieldColumn& column = (*columns)[static_cast<std::size_t>(*period)];
          const std::int64_t units = row.Get<std::optional<std::int64_t>>(2).value_or(1);
          column.PutUnits(*to, is_number ? column.UnitsOf(*to) + units : 1);
        });
  }

  std::optional<int> PeriodOf(scheme::LevelId level, const std::string& day) const {
    if (level == scheme::kYear) return 0;
    const auto date = Date::Parse(day);
    if (!date.ok() || level > scheme::kDay) return std::nullopt;
    return scheme::PeriodOfDay(level, date.value(), frame_.row.year);
  }

  // --- Kinds of records

  Result<void> AddRecords(KindId kind, Tables* tables) {
    KAOGONG_TRY_ASSIGN(const auto panel,
                       session_.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM panel WHERE assessment_id = ? AND kind = ?",
                           {frame_.row.id, scheme_.kind(kind).name}));
    internal::RecordTable table(scheme_, kind);
    KAOGONG_TRY(panel.value_or(0) > 0 ? ReadPanel(kind, &table) : ReadRecords(kind, &table));
    if (!table.empty()) tables->push_back({scheme_.kind(kind).name + ".csv", table.ToCsv()});
    return {};
  }

  Result<void> ReadRecords(KindId kind, internal::RecordTable* table) {
    const FieldId day = scheme_.kind(kind).date_field;
    Id last = 0;
    return session_.transaction.Query(
        "SELECT r.id, a.code, r.day, v.field, v.value FROM record r "
        "JOIN assessee a ON a.id = r.assessee_id LEFT JOIN record_value v ON v.record_id = r.id "
        "WHERE r.assessment_id = ? AND r.kind = ? AND r.state = 'approved' "
        "ORDER BY r.day, r.id, v.field",
        {frame_.row.id, scheme_.kind(kind).name}, [&](const Row& row) {
          if (row.Get<Id>(0) != last) {
            table->NewRow(row.Get<std::string_view>(1));
            if (day != kNone) table->Put(day, row.Get<std::string_view>(2));
          }
          last = row.Get<Id>(0);
          const auto name = row.Get<std::optional<std::string>>(3);
          const FieldId field = name ? scheme_.FindField(kind, *name) : kNone;
          if (field != kNone && field != day) table->Put(field, row.Get<std::string_view>(4));
        });
  }

  Result<void> ReadPanel(KindId kind, internal::RecordTable* table) {
    const PanelFields fields = PanelFieldsOf(scheme_, kind);
    const FieldId day = scheme_.kind(kind).date_field;
    if (fields.score == kNone) return {};
    return session_.transaction.Query(
        "SELECT a.code, s.item, s.value, s.submitted_at FROM panel_score s "
        "JOIN assessee a ON a.id = s.assessee_id WHERE s.assessment_id = ? AND s.kind = ? "
        "AND s.choice = 'score' AND s.is_submitted = ? "
        "ORDER BY a.place, a.id, s.account_id, s.item",
        {frame_.row.id, scheme_.kind(kind).name, true}, [&](const Row& row) {
          table->NewRow(row.Get<std::string_view>(0));
          if (fields.item != kNone) table->Put(fields.item, row.Get<std::string_view>(1));
          table->Put(fields.score, row.Get<std::string_view>(2));
          if (day != kNone) table->Put(day, DayInYear(row.Get<std::string>(3)));
        });
  }

  // The day of an instant; a panel that scores after the year counts for its last day.
  std::string DayInYear(const std::string& instant) const {
    const auto at = Instant::Parse(instant);
    const Date last = Date::FromYearMonthDay(frame_.row.year, 12, 31).value();
    if (!at.ok()) return last.ToString();
    const Date day = at.value().DayAt(Office::kOffsetMinutes);
    return (day.year() == frame_.row.year ? day : last).ToString();
  }

  const Session& session_;
  const Frame& frame_;
  const scheme::Scheme& scheme_;
  const Basis basis_;
  const Corrections& corrections_;
  std::vector<KindRows> rows_;  // By kind.
};

}  // namespace

std::string_view NameOf(Basis basis) {
  return basis == Basis::kVerified ? "verified" : "reported";
}

std::optional<Basis> BasisNamed(std::string_view name) {
  if (name == "verified") return Basis::kVerified;
  if (name == "reported") return Basis::kReported;
  return std::nullopt;
}

Id DigestOf(const Tables& tables) {
  Sha256 hash;
  for (const library::UploadedFile& table : tables) {
    hash.Update(fmt::format("{}:{}:", table.name, table.bytes.size()));
    hash.Update(table.bytes);
  }
  const std::string hex = hash.TakeHex();
  constexpr std::size_t kDigits = 15;
  Id digest = 0;
  std::from_chars(hex.data(), hex.data() + kDigits, digest, 16);
  return -digest - 1;
}

PanelFields PanelFieldsOf(const scheme::Scheme& scheme, KindId kind) {
  PanelFields found;
  for (const FieldId id : scheme.kind(kind).fields) {
    const scheme::Field& field = scheme.field(id);
    const bool is_choice = field.type == scheme::Type::kText && !field.options.empty();
    if (is_choice && found.item == kNone) found.item = id;
    if (field.type == scheme::Type::kNumber && found.score == kNone) found.score = id;
  }
  return found;
}

Result<Tables> AssembleFacts(const Session& session, const Frame& frame, Basis basis,
                             const Corrections& corrections, const library::Progress& progress) {
  return Assembler(session, frame, basis, corrections).Run(progress);
}

Result<std::map<std::string, library::ImportFrom>> ChooseImports(const Session& session, int year) {
  std::map<std::string, library::ImportFrom> imports;
  const auto take = [&](const Row& row) {
    imports[row.Get<std::string>(0)] = {row.Get<Id>(1), row.Get<Id>(2)};
  };
  KAOGONG_TRY(session.transaction.Query(
      "SELECT r.slug, a.version_id, c.facts_set_id FROM assessment a "
      "JOIN computation c ON c.assessment_id = a.id "
      "JOIN regulation_version v ON v.id = a.version_id JOIN regulation r ON r.id = v.regulation_id "
      "WHERE a.year = ? AND c.run_id IS NOT NULL AND c.basis = 'verified' ORDER BY c.id",
      {year}, take));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT r.slug, a.version_id, c.facts_set_id FROM assessment a "
      "JOIN publication p ON p.assessment_id = a.id JOIN computation c ON c.id = p.computation_id "
      "JOIN regulation_version v ON v.id = a.version_id JOIN regulation r ON r.id = v.regulation_id "
      "WHERE a.year = ? ORDER BY p.id",
      {year}, take));
  return imports;
}

}  // namespace kaogong::office::result
