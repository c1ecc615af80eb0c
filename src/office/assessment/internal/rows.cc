// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/internal/rows.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "office/assessment/assessments.h"
#include "store/batch_insert.h"

namespace kaogong::office::assessment::internal {

namespace {

using store::BatchInsert;
using store::Row;

// Name, type, level, places, is_percent, unit.
using ElementKey = std::tuple<std::string, std::string, std::string, int, bool, std::string>;

std::string_view TypeName(scheme::Type type) {
  switch (type) {
    case scheme::Type::kNumber:
      return "number";
    case scheme::Type::kBoolean:
      return "boolean";
    case scheme::Type::kText:
      return "text";
    case scheme::Type::kDate:
      return "date";
  }
  return "number";
}

ElementKey KeyOf(const scheme::Scheme& scheme, const scheme::Field& field) {
  return {field.name,
          std::string(TypeName(field.type)),
          scheme.level(field.level).name,
          field.places_max,
          field.is_percent,
          field.unit};
}

// The elements that are known, and new ones for those that are not.
Result<std::map<ElementKey, Id>> ElementsFor(const Session& session,
                                             const std::set<ElementKey>& wanted) {
  std::map<ElementKey, Id> known;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT name, type, level, places, is_percent, unit, id FROM data_element", {},
      [&](const Row& row) {
        ElementKey key{row.Get<std::string>(0), row.Get<std::string>(1), row.Get<std::string>(2),
                       row.Get<int>(3),         row.Get<bool>(4),        row.Get<std::string>(5)};
        if (wanted.contains(key)) known.emplace(std::move(key), row.Get<Id>(6));
      }));
  for (const ElementKey& key : wanted) {
    if (known.contains(key)) continue;
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(session.transaction));
    const auto& [name, type, level, places, is_percent, unit] = key;
    KAOGONG_TRY(session.transaction.Execute(
        "INSERT INTO data_element (id, name, type, level, places, is_percent, unit) "
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
        {id, name, type, level, places, is_percent, unit}));
    known.emplace(key, id);
  }
  return known;
}

// The names of units that exist, the earliest unit first.
Result<std::vector<UnitName>> UnitNames(const Session& session) {
  std::vector<UnitName> names;
  const std::string today = session.today.ToString();
  KAOGONG_TRY(session.transaction.Query(
      "SELECT DISTINCT name, unit_id FROM unit_span WHERE valid_to IS NULL OR valid_to > ? "
      "ORDER BY unit_id, name",
      {today}, [&](const Row& row) {
        names.push_back({row.Get<std::string>(0), row.Get<Id>(1)});
      }));
  return names;
}

class Verifiers {
 public:
  explicit Verifiers(std::vector<UnitName> names) : names_(std::move(names)) {}

  std::optional<Id> Of(const std::string& source) {
    const auto known = found_.find(source);
    if (known != found_.end()) return known->second;
    return found_.emplace(source, VerifierFor(source, names_)).first->second;
  }

 private:
  std::vector<UnitName> names_;
  std::map<std::string, std::optional<Id>> found_;
};

Settings SettingsOf(const scheme::Scheme& scheme, const Classified& classified,
                    const SettingsByName& known, Verifiers* verifiers) {
  const scheme::Field& field = scheme.field(classified.field);
  Settings settings;
  settings.use = classified.use;
  settings.is_additive = classified.is_additive;
  const auto before = known.find({scheme.kind(field.kind).name, field.name});
  if (before == known.end()) {
    settings.verifier_unit = verifiers->Of(field.source);
    return settings;
  }
  settings = before->second;
  const auto classes = ClassesFor(scheme, classified);
  if (std::ranges::find(classes, settings.use) == classes.end()) settings.use = classified.use;
  return settings;
}

// The subject of each id that the column names, new ones for those without.
Result<std::map<Id, Id>> SubjectsOf(const Session& session, std::string_view column,
                                    const std::set<Id>& about) {
  std::map<Id, Id> subjects;
  if (about.empty()) return subjects;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {0}, id FROM subject WHERE {0} IS NOT NULL", column), {},
      [&](const Row& row) {
        if (about.contains(row.Get<Id>(0))) subjects.emplace(row.Get<Id>(0), row.Get<Id>(1));
      }));
  const auto missing = static_cast<std::int64_t>(about.size() - subjects.size());
  if (missing == 0) return subjects;
  KAOGONG_TRY_ASSIGN(Id next, TakeIds(session.transaction, missing));
  KAOGONG_TRY_ASSIGN(BatchInsert batch,
                     BatchInsert::Open(session.transaction, "subject", {"id", column}));
  for (const Id id : about) {
    if (subjects.contains(id)) continue;
    KAOGONG_TRY(batch.Add({next, id}));
    subjects.emplace(id, next++);
  }
  KAOGONG_TRY(batch.Finish());
  return subjects;
}

bool IsNew(const NewRow& row) {
  return row.about == NewRow::About::kItself && !row.subject.has_value();
}

// Gives each row its subject.
Result<void> AddSubjects(const Session& session, std::vector<NewRow>* rows) {
  std::set<Id> units;
  std::set<Id> persons;
  std::int64_t others = 0;
  for (const NewRow& row : *rows) {
    if (row.about == NewRow::About::kPerson) persons.insert(*row.person);
    if (row.about == NewRow::About::kUnit) units.insert(*row.unit);
    if (IsNew(row)) ++others;
  }
  KAOGONG_TRY_ASSIGN(const auto of_units, SubjectsOf(session, "unit_id", units));
  KAOGONG_TRY_ASSIGN(const auto of_persons, SubjectsOf(session, "person_id", persons));
  Id next = 0;
  if (others > 0) {
    KAOGONG_TRY_ASSIGN(next, TakeIds(session.transaction, others));
    KAOGONG_TRY_ASSIGN(BatchInsert batch,
                       BatchInsert::Open(session.transaction, "subject", {"id"}));
    for (std::int64_t i = 0; i < others; ++i) KAOGONG_TRY(batch.Add({next + i}));
    KAOGONG_TRY(batch.Finish());
  }
  for (NewRow& row : *rows) {
    if (IsNew(row)) row.subject = next++;
    if (row.about == NewRow::About::kPerson) row.subject = of_persons.at(*row.person);
    if (row.about == NewRow::About::kUnit) row.subject = of_units.at(*row.unit);
  }
  return {};
}

}  // namespace

Text CheckTitle(std::string_view title) {
  if (!Trim(title).empty() && !FindInvalidUtf8(title) &&
      CountCodePoints(title) <= kTitleCharactersMax && title.find('\0') == std::string_view::npos) {
    return {};
  }
  return Say("请写明名称，不超过 {} 个字", "Give a title of at most {} characters",
             kTitleCharactersMax);
}

Text CheckYear(int year) {
  if (year >= kYearFirst && year <= kYearLast) return {};
  return Say("年度应在 {} 至 {} 之间", "The year lies between {} and {}", kYearFirst, kYearLast);
}

Result<Id> InsertAssessment(const Session& session, const AssessmentRow& row) {
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(session.transaction));
  const auto day = [](const std::optional<Date>& date) {
    return date.has_value() ? std::optional(date->ToString()) : std::nullopt;
  };
  const auto targets_due = day(row.targets_due);
  const auto data_due = day(row.data_due);
  KAOGONG_TRY(session.transaction.Execute(
      "INSERT INTO assessment (id, version_id, year, title, stage, owner_unit_id, targets_due, "
      "data_due, created_at, created_by, version) VALUES (?, ?, ?, ?, 'preparing', ?, ?, ?, ?, ?, "
      "1)",
      {id, row.version_id, row.year, row.title, row.owner_unit, targets_due, data_due,
       session.now.ToString(), session.actor.name}));
  return id;
}

Result<void> InsertFields(const Session& session, Id assessment, const scheme::Scheme& scheme,
                          const SettingsByName& known) {
  const std::vector<Classified> all = Classify(scheme);
  std::set<ElementKey> wanted;
  for (const Classified& one : all) wanted.insert(KeyOf(scheme, scheme.field(one.field)));
  KAOGONG_TRY_ASSIGN(const auto elements, ElementsFor(session, wanted));
  KAOGONG_TRY_ASSIGN(auto names, UnitNames(session));
  Verifiers verifiers(std::move(names));
  KAOGONG_TRY_ASSIGN(
      BatchInsert batch,
      BatchInsert::Open(session.transaction, "assessment_field",
                        {"assessment_id", "kind", "field", "element_id", "class", "base_field",
                         "verifier_unit_id", "rounds", "due_days", "is_additive"}));
  for (const Classified& one : all) {
    const scheme::Field& field = scheme.field(one.field);
    const Settings settings = SettingsOf(scheme, one, known, &verifiers);
    std::optional<std::string> base;
    if (one.base != scheme::kNone) base = scheme.field(one.base).name;
    KAOGONG_TRY(batch.Add({assessment, scheme.kind(field.kind).name, field.name,
                           elements.at(KeyOf(scheme, field)), NameOf(settings.use), base,
                           settings.verifier_unit, settings.rounds, settings.due_days,
                           settings.is_additive}));
  }
  KAOGONG_TRY(batch.Finish());
  return {};
}

Result<std::vector<Id>> InsertAssessees(const Session& session, Id assessment,
                                        std::vector<NewRow> rows) {
  std::vector<Id> ids;
  if (rows.empty()) return ids;
  KAOGONG_TRY(AddSubjects(session, &rows));
  KAOGONG_TRY_ASSIGN(Id next, TakeIds(session.transaction, static_cast<std::int64_t>(rows.size())));
  KAOGONG_TRY_ASSIGN(BatchInsert batch,
                     BatchInsert::Open(session.transaction, "assessee",
                                       {"id", "assessment_id", "kind", "code", "name", "parent_id",
                                        "subject_id", "unit_id", "person_id", "place"}));
  for (const NewRow& row : rows) {
    KAOGONG_TRY(batch.Add({next, assessment, row.kind, row.code, row.name, row.parent, *row.subject,
                           row.unit, row.person, row.place}));
    ids.push_back(next++);
  }
  KAOGONG_TRY(batch.Finish());
  return ids;
}

Result<void> InsertWhole(const Session& session, Id assessment, const scheme::Scheme& scheme) {
  if (scheme.kind(0).fields.empty()) return {};
  NewRow whole;
  whole.kind = scheme.kind(0).name;
  whole.code = kWholeCode;
  whole.name = kWholeCode;
  KAOGONG_TRY(InsertAssessees(session, assessment, {whole}));
  return {};
}

}  // namespace kaogong::office::assessment::internal
