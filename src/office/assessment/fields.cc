// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/fields.h"

#include <algorithm>
#include <map>
#include <utility>

#include "office/assessment/assessments.h"
#include "office/faults.h"

namespace kaogong::office::assessment {

namespace {

using store::Row;

constexpr int kRoundsMax = 3;
constexpr int kDueDaysMax = 366;

Result<std::map<Id, std::string>> VerifierNames(const Session& session, Id assessment) {
  std::map<Id, std::string> names;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT s.unit_id, s.name FROM unit_span s WHERE s.unit_id IN (SELECT verifier_unit_id FROM "
      "assessment_field WHERE assessment_id = ?) ORDER BY s.valid_from",
      {assessment}, [&](const Row& row) { names[row.Get<Id>(0)] = row.Get<std::string>(1); }));
  return names;
}

// The titles of the year's other assessments that use each element.
Result<std::map<Id, std::vector<std::string>>> SharesOf(const Session& session,
                                                        const AssessmentRow& row) {
  std::map<Id, std::vector<std::string>> shares;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT DISTINCT f.element_id, b.title FROM assessment_field f "
      "JOIN assessment_field o ON o.element_id = f.element_id "
      "JOIN assessment b ON b.id = o.assessment_id "
      "WHERE f.assessment_id = ? AND b.id <> ? AND b.year = ? ORDER BY f.element_id, b.title",
      {row.id, row.id, row.year},
      [&](const Row& found) { shares[found.Get<Id>(0)].push_back(found.Get<std::string>(1)); }));
  return shares;
}

Result<FieldsView> Load(Frame frame, const Session& session) {
  FieldsView view;
  view.frame = std::move(frame);
  KAOGONG_TRY_ASSIGN(const auto names, VerifierNames(session, view.frame.row.id));
  KAOGONG_TRY_ASSIGN(const auto shares, SharesOf(session, view.frame.row));
  const scheme::Scheme& scheme = view.frame.scheme();
  for (const FieldUse& use : view.frame.fields) {
    FieldView item;
    item.use = use;
    item.field = &scheme.field(use.field);
    item.kind = scheme.kind(item.field->kind).name;
    const scheme::FieldId base = BaseOf(scheme, use.field);
    if (base != scheme::kNone) item.base = scheme.field(base).name;
    item.classes = ClassesFor(scheme, {use.field, use.use, base, use.is_additive});
    if (use.verifier_unit.has_value()) {
      const auto name = names.find(*use.verifier_unit);
      item.verifier_unit = Named{*use.verifier_unit, name == names.end() ? "" : name->second};
    }
    if (const auto found = shares.find(use.element); found != shares.end()) {
      item.shared_with = found->second;
    }
    view.items.push_back(std::move(item));
  }
  return view;
}

class Changes {
 public:
  Changes(const Session& session, const Frame& frame) : session_(session), frame_(frame) {}

  // Checks all and writes them, or nothing.
  Result<void> Apply(const std::vector<FieldChange>& changes) {
    KAOGONG_TRY(LoadUnits());
    std::vector<FieldUse> made;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto use = Checked(changes[i], fmt::format("/items/{}", i));
      if (use.has_value()) made.push_back(*use);
    }
    KAOGONG_TRY(std::move(faults_).Finish());
    if (touches_fixed_) KAOGONG_TRY(RequireStage(frame_.row, {Stage::kPreparing}));
    for (const FieldUse& use : made) KAOGONG_TRY(Write(use));
    return {};
  }

 private:
  Result<void> LoadUnits() {
    const std::string today = session_.today.ToString();
    return session_.transaction.Query(
        "SELECT unit_id FROM unit_span WHERE valid_to IS NULL OR valid_to > ?", {today},
        [&](const Row& row) { units_.push_back(row.Get<Id>(0)); });
  }

  std::optional<FieldUse> Checked(const FieldChange& change, const std::string& at) {
    const scheme::KindId kind = frame_.scheme().FindKind(change.kind);
    const scheme::FieldId field =
        kind == scheme::kNone ? scheme::kNone : frame_.scheme().FindField(kind, change.field);
    const FieldUse* known = field == scheme::kNone ? nullptr : frame_.UseOf(field);
    if (known == nullptr) {
      faults_.Add(at + "/field", Say("“{0}”没有字段“{1}”", "The kind '{0}' has no field '{1}'",
                                     change.kind, change.field));
      return std::nullopt;
    }
    FieldUse use = *known;
    CheckClass(change, at, &use);
    if (change.verifier_unit.has_value()) use.verifier_unit = *change.verifier_unit;
    if (use.verifier_unit.has_value() && change.verifier_unit.has_value() &&
        std::ranges::find(units_, *use.verifier_unit) == units_.end()) {
      faults_.Add(at + "/verifier_unit_id",
                  Say("没有这个单位，请另选", "There is no such unit; choose another"));
    }
    if (change.rounds.has_value()) use.rounds = *change.rounds;
    if (use.rounds < 1 || use.rounds > kRoundsMax) {
      faults_.Add(at + "/rounds", Say("核实轮次应为 1 至 {}", "From 1 to {} rounds", kRoundsMax));
    }
    if (change.due_days.has_value()) use.due_days = *change.due_days;
    if (use.due_days < 0 || use.due_days > kDueDaysMax) {
      faults_.Add(at + "/due_days", Say("期限应为 0 至 {} 天", "From 0 to {} days", kDueDaysMax));
    }
    if (change.is_additive.has_value()) use.is_additive = *change.is_additive;
    touches_fixed_ = touches_fixed_ || use.use != known->use || use.rounds != known->rounds ||
                     use.is_additive != known->is_additive;
    return use;
  }

  void CheckClass(const FieldChange& change, const std::string& at, FieldUse* use) {
    if (!change.use.has_value()) return;
    const scheme::FieldId base = BaseOf(frame_.scheme(), use->field);
    const auto classes = ClassesFor(frame_.scheme(), {use->field, use->use, base, false});
    if (std::ranges::find(classes, *change.use) == classes.end()) {
      faults_.Add(at + "/class",
                  Text{fmt::format("“{}”不能作为{}", change.field, TitleOf(*change.use).zh),
                       fmt::format("'{}' cannot be of the class {}", change.field,
                                   TitleOf(*change.use).en)});
    }
    use->use = *change.use;
  }

  Result<void> Write(const FieldUse& use) {
    const scheme::Field& field = frame_.scheme().field(use.field);
    KAOGONG_TRY(session_.transaction.Execute(
        "UPDATE assessment_field SET class = ?, verifier_unit_id = ?, rounds = ?, due_days = ?, "
        "is_additive = ? WHERE assessment_id = ? AND kind = ? AND field = ?",
        {NameOf(use.use), use.verifier_unit, use.rounds, use.due_days, use.is_additive,
         frame_.row.id, frame_.scheme().kind(field.kind).name, field.name}));
    return {};
  }

  const Session& session_;
  const Frame& frame_;
  std::vector<Id> units_;
  Faults faults_;
  bool touches_fixed_ = false;
};

}  // namespace

std::string LabelOf(const scheme::Field& field) {
  std::string label = field.name;
  std::ranges::replace(label, '.', ' ');
  return label;
}

Result<FieldsView> ListFields(library::Library& library, const Actor& actor, Id assessment) {
  return library.office().Read(actor, [&](Session& session) -> Result<FieldsView> {
    KAOGONG_TRY_ASSIGN(Frame frame, LoadVisible(library, session, assessment));
    return Load(std::move(frame), session);
  });
}

Result<FieldsView> ChangeFields(library::Library& library, const Actor& actor, Id assessment,
                                std::int64_t version, const std::vector<FieldChange>& changes) {
  return library.office().Write(actor, [&](Change& change) -> Result<FieldsView> {
    KAOGONG_TRY_ASSIGN(const Frame frame, LoadManaged(library, change, assessment, version));
    KAOGONG_TRY(RequireStage(frame.row, {Stage::kPreparing, Stage::kTargets, Stage::kProcess}));
    Changes apply(change, frame);
    KAOGONG_TRY(apply.Apply(changes));
    KAOGONG_TRY(RaiseVersion(change, assessment));
    std::vector<std::string> names;
    for (const FieldChange& one : changes) names.push_back(one.kind + "/" + one.field);
    change.Record("assessment.set_fields", fmt::format("assessment/{}", assessment),
                  Detail().Set("fields", names));
    KAOGONG_TRY_ASSIGN(Frame now, LoadFrame(library, change, assessment));
    return Load(std::move(now), change);
  });
}

}  // namespace kaogong::office::assessment
