// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/apply_plan.h"

#include <algorithm>

#include "store/batch_insert.h"

namespace kaogong::office {

namespace {

using store::Transaction;

constexpr std::int64_t kProgressStep = 1000;

std::optional<std::string> TextOf(const std::optional<Date>& day) {
  if (!day.has_value()) return std::nullopt;
  return day->ToString();
}

class Applier {
 public:
  Applier(Transaction& transaction, const ImportPlan& plan, ImportId import,
          const ApplyProgress& on_progress)
      : transaction_(transaction), plan_(plan), import_(import), on_progress_(on_progress) {
    total_ = static_cast<std::int64_t>(plan.new_units.size() + plan.span_edits.size() +
                                       plan.new_spans.size() + plan.positions.size() +
                                       2 * plan.persons.size() + plan.appointments.size());
  }

  Result<void> Run() {
    if (total_ == 0) return {};
    KAOGONG_TRY(TakeAllIds());
    KAOGONG_TRY(WriteUnits());
    KAOGONG_TRY(WritePositions());
    KAOGONG_TRY(WritePersons());
    return WriteAppointments();
  }

 private:
  // New things of the plan have the ids -1, -2, …; they take the first ids, spans and appointments
  // those behind.
  Result<void> TakeAllIds() {
    Id lowest = 0;
    const auto look = [&](Id id) { lowest = std::min(lowest, id); };
    for (const NewThing& unit : plan_.new_units) look(unit.id);
    for (const PositionEdit& position : plan_.positions) look(position.id);
    for (const PersonEdit& person : plan_.persons) look(person.id);
    const auto count = -lowest + static_cast<Id>(plan_.new_spans.size() + plan_.appointments.size());
    if (count == 0) return {};
    KAOGONG_TRY_ASSIGN(first_, TakeIds(transaction_, count));
    next_ = first_ - lowest;
    return {};
  }
  Id Real(Id id) const { return id < 0 ? first_ - id - 1 : id; }
  std::optional<Id> Real(const std::optional<Id>& id) const {
    if (!id.has_value()) return std::nullopt;
    return Real(*id);
  }
  UnitState Real(UnitState state) const {
    state.parent = Real(state.parent);
    return state;
  }
  void Count() {
    ++done_;
    if (on_progress_ && (done_ % kProgressStep == 0 || done_ == total_)) {
      on_progress_(done_, total_);
    }
  }

  Result<void> WriteUnits() {
    for (const NewThing& unit : plan_.new_units) {
      KAOGONG_TRY(transaction_.Execute("INSERT INTO unit (id, code, version) VALUES (?, ?, 1)",
                                       {Real(unit.id), unit.code}));
      Count();
    }
    for (const Id unit : plan_.changed_units) {
      KAOGONG_TRY(transaction_.Execute("UPDATE unit SET version = version + 1 WHERE id = ?",
                                       {unit}));
    }
    // First out of the tree, then in again: on the way from one tree to the other there may be
    // circles, which the database does not allow for a moment.
    for (const SpanEdit& edit : plan_.span_edits) {
      if (edit.has_other_parent) KAOGONG_TRY(DetachSpan(transaction_, edit.span));
    }
    for (const SpanEdit& edit : plan_.span_edits) {
      KAOGONG_TRY(UpdateSpan(transaction_, edit.span, Real(edit.state), edit.to, import_));
      Count();
    }
    for (UnitSpan span : plan_.new_spans) {
      span.id = next_++;
      span.unit = Real(span.unit);
      span.state = Real(std::move(span.state));
      KAOGONG_TRY(InsertSpan(transaction_, span, import_));
      Count();
    }
    return {};
  }

  Result<void> WritePositions() {
    for (const PositionEdit& position : plan_.positions) {
      if (position.id < 0) {
        KAOGONG_TRY(transaction_.Execute(
            "INSERT INTO position (id, code, name, coefficient, official_order, import_id, "
            "version) VALUES (?, ?, ?, ?, ?, ?, 1)",
            {Real(position.id), position.code, position.name, position.coefficient, position.order,
             import_}));
      } else {
        KAOGONG_TRY(transaction_.Execute(
            "UPDATE position SET name = ?, coefficient = ?, official_order = ?, import_id = ?, "
            "version = version + 1 WHERE id = ?",
            {position.name, position.coefficient, position.order, import_, position.id}));
      }
      Count();
    }
    return {};
  }

  Result<void> WritePersons() {
    if (plan_.persons.empty()) return {};
    std::vector<PersonKeys> keys;
    keys.reserve(plan_.persons.size());
    KAOGONG_TRY_ASSIGN(
        auto batch, store::BatchInsert::Open(transaction_, "person",
                                             {"id", "code", "name", "name_key", "name_order",
                                              "phone", "note", "import_id", "version"}));
    for (const PersonEdit& person : plan_.persons) {
      keys.push_back(KeysOf(person.code, person.name));
      if (person.id > 0) continue;
      KAOGONG_TRY(batch.Add({Real(person.id), person.code, person.name, keys.back().name_key,
                             keys.back().name_order, person.phone, person.note, import_, 1}));
      Count();
    }
    KAOGONG_TRY(batch.Finish());
    for (std::size_t i = 0; i < plan_.persons.size(); ++i) {
      const PersonEdit& person = plan_.persons[i];
      if (person.id < 0) continue;
      KAOGONG_TRY(transaction_.Execute(
          "UPDATE person SET name = ?, name_key = ?, name_order = ?, phone = ?, note = ?, "
          "import_id = ?, version = version + 1 WHERE id = ?",
          {person.name, keys[i].name_key, keys[i].name_order, person.phone, person.note, import_,
           person.id}));
      KAOGONG_TRY(DeleteKeys(transaction_, person.id));
      Count();
    }
    return WriteKeys(keys);
  }

  // In the order of the index, which grows at its end then instead of all over.
  Result<void> WriteKeys(const std::vector<PersonKeys>& keys) {
    std::vector<std::pair<std::string_view, Id>> rows;
    for (std::size_t i = 0; i < keys.size(); ++i) {
      for (const std::string& key : keys[i].search_keys) {
        rows.emplace_back(key, Real(plan_.persons[i].id));
      }
    }
    std::sort(rows.begin(), rows.end());
    KAOGONG_TRY_ASSIGN(auto batch, store::BatchInsert::Open(transaction_, "person_key",
                                                            {"search_key", "person_id"}));
    const std::size_t step = std::max<std::size_t>(1, rows.size() / keys.size());
    std::size_t counted = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      KAOGONG_TRY(batch.Add({rows[i].first, rows[i].second}));
      if (i % step == 0 && counted < keys.size()) {
        ++counted;
        Count();
      }
    }
    KAOGONG_TRY(batch.Finish());
    while (counted++ < keys.size()) Count();
    return {};
  }

  // Ends and corrections come first: they make room for what begins.
  Result<void> WriteAppointments() {
    if (plan_.appointments.empty()) return {};
    // Primaries among them give way before others take over.
    for (const bool is_primary : {false, true}) {
      for (const PresentAppointment& one : plan_.appointments) {
        if (one.id == 0 || one.is_primary != is_primary) continue;
        KAOGONG_TRY(transaction_.Execute(
            "UPDATE appointment SET is_primary = ?, valid_to = ?, import_id = ?, "
            "version = version + 1 WHERE id = ?",
            {one.is_primary, TextOf(one.validity.to), import_, one.id}));
        Count();
      }
    }
    KAOGONG_TRY_ASSIGN(auto batch, store::BatchInsert::Open(
                                       transaction_, "appointment",
                                       {"id", "person_id", "unit_id", "position_id", "is_primary",
                                        "valid_from", "valid_to", "import_id", "version"}));
    for (const PresentAppointment& one : plan_.appointments) {
      if (one.id != 0) continue;
      KAOGONG_TRY(batch.Add({next_++, Real(one.person), Real(one.unit), Real(one.position),
                             one.is_primary, one.validity.from.ToString(),
                             TextOf(one.validity.to), import_, 1}));
      Count();
    }
    KAOGONG_TRY(batch.Finish());
    return {};
  }

  Transaction& transaction_;
  const ImportPlan& plan_;
  ImportId import_;
  const ApplyProgress& on_progress_;
  Id first_ = 0;
  Id next_ = 0;
  std::int64_t done_ = 0;
  std::int64_t total_ = 0;
};

}  // namespace

Result<void> ApplyPlan(Transaction& transaction, const ImportPlan& plan, ImportId import,
                       const ApplyProgress& on_progress) {
  return Applier(transaction, plan, import, on_progress).Run();
}

}  // namespace kaogong::office
