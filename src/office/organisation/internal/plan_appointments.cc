// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/plan_appointments.h"

#include <algorithm>
#include <utility>

namespace kaogong::office {

namespace {

using F = AppointmentField;
constexpr SheetKind kSheet = SheetKind::kAppointments;
// Of one person; they are compared with each other.
constexpr std::size_t kAppointmentsMax = 200;

// An appointment as it will be; `row` is 0 when the file does not mention it.
struct Draft {
  PresentAppointment now;
  std::optional<PresentAppointment> before;
  const AppointmentRow* row = nullptr;
};

class AppointmentPlanner {
 public:
  explicit AppointmentPlanner(Planning& planning) : planning_(planning) {
    for (const PresentAppointment& present : planning.snapshot.appointments) {
      drafts_[present.person].push_back({present, present, nullptr});
    }
    for (const auto& [code, position] : planning.snapshot.positions) {
      planning.positions.try_emplace(code, PositionRef{position.id, position.name});
    }
    for (const auto& [code, person] : planning.snapshot.persons) {
      planning.persons.try_emplace(code, PersonRef{person.id, person.name, 0});
    }
    for (const auto& [code, position] : planning.positions) {
      position_names_.emplace(position.id, position.name);
    }
  }

  void Run() {
    for (const AppointmentRow& row : planning_.rows.appointments) Place(row);
    for (const Id person : order_) {
      std::vector<Draft>& drafts = drafts_.at(person);
      SettlePrimaries(drafts);
      for (const Draft& draft : drafts) {
        if (draft.row != nullptr) Finish(drafts, draft);
      }
    }
    CheckUntouched();
  }

 private:
  // Finds what the row speaks of and puts it among the person's appointments.
  void Place(const AppointmentRow& row) {
    const PersonRef* const person = FindPerson(row);
    const std::optional<Id> unit = FindUnit(row);
    std::optional<Id> position;
    const bool is_position_known = FindPosition(row, position);
    if (person == nullptr || !unit.has_value() || !is_position_known) return;
    names_.try_emplace(person->id, person->name);

    const auto [at, is_first] = drafts_.try_emplace(person->id);
    std::vector<Draft>& drafts = at->second;
    if (touched_.insert(person->id).second) order_.push_back(person->id);
    PresentAppointment wanted{0, person->id, *unit, position, row.is_primary.value_or(false),
                              {row.from, row.to}};
    const auto same = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& draft) {
      return draft.now.unit == wanted.unit && draft.now.position == wanted.position &&
             draft.now.validity.from == wanted.validity.from;
    });
    if (same == drafts.end() && drafts.size() >= kAppointmentsMax) {
      planning_.Report("import.too-many", kSheet, row.row, F::kPerson,
                       Say("一个人最多有 {} 次任职", "A person has at most {} appointments",
                           kAppointmentsMax));
    } else if (same == drafts.end()) {
      drafts.push_back({wanted, std::nullopt, &row});
    } else if (same->row != nullptr) {
      planning_.Report("import.duplicate", kSheet, row.row, F::kPerson,
                       Say("与第 {} 行重复", "The same as row {}", same->row->row));
    } else {
      same->row = &row;
      if (row.is_primary.has_value()) same->now.is_primary = *row.is_primary;
      if (row.to.has_value()) same->now.validity.to = row.to;
    }
  }

  const PersonRef* FindPerson(const AppointmentRow& row) {
    const auto found = planning_.persons.find(row.person_code);
    if (found != planning_.persons.end()) return &found->second;
    if (!planning_.IsUnread(SheetKind::kPersons, row.person_code)) {
      planning_.Report("import.unknown-person", kSheet, row.row, F::kPerson,
                       Say("没有编码为“{}”的人员", "There is no person with the code \"{}\"",
                           row.person_code),
                       Say("核对编码，或在“人员”表中新增", "Check the code, or add the person"));
    }
    return nullptr;
  }

  std::optional<Id> FindUnit(const AppointmentRow& row) {
    const auto found = planning_.units.find(row.unit_code);
    if (found != planning_.units.end()) return found->second;
    if (!planning_.IsUnread(SheetKind::kUnits, row.unit_code)) {
      planning_.Report("import.unknown-unit", kSheet, row.row, F::kUnit,
                       Say("没有编码为“{}”的单位", "There is no unit with the code \"{}\"",
                           row.unit_code),
                       Say("核对编码，或在“单位”表中新增", "Check the code, or add the unit"));
    }
    return std::nullopt;
  }

  bool FindPosition(const AppointmentRow& row, std::optional<Id>& position) {
    if (row.position_code.empty()) return true;
    const auto found = planning_.positions.find(row.position_code);
    if (found != planning_.positions.end()) {
      position = found->second.id;
      return true;
    }
    if (!planning_.IsUnread(SheetKind::kPositions, row.position_code)) {
      planning_.Report("import.unknown-position", kSheet, row.row, F::kPosition,
                       Say("没有编码为“{}”的岗位", "There is no position with the code \"{}\"",
                           row.position_code),
                       Say("核对编码，或在“岗位”表中新增", "Check the code, or add the position"));
    }
    return false;
  }

  static bool IsOtherPrimary(const Draft& draft, const Draft& other) {
    return &draft != &other && other.now.is_primary &&
           draft.now.validity.Overlaps(other.now.validity);
  }

  // A new appointment that does not say is primary when nothing else is; what the file or the
  // organisation states goes first.
  static void SettlePrimaries(std::vector<Draft>& drafts) {
    for (Draft& draft : drafts) {
      const bool is_open = draft.row != nullptr && !draft.before.has_value() &&
                           !draft.row->is_primary.has_value();
      if (!is_open) continue;
      draft.now.is_primary = std::none_of(drafts.begin(), drafts.end(), [&](const Draft& other) {
        return IsOtherPrimary(draft, other);
      });
    }
  }

  void Finish(const std::vector<Draft>& drafts, const Draft& draft) {
    const AppointmentRow& row = *draft.row;
    if (draft.now.validity.to.has_value() && *draft.now.validity.to <= draft.now.validity.from) {
      return;  // Reported when the row was read.
    }
    for (const Draft& other : drafts) {
      if (&other == &draft) break;
      if (other.now.unit == draft.now.unit && other.now.position == draft.now.position &&
          other.now.validity.Overlaps(draft.now.validity)) {
        return planning_.Report(
            "import.appointed-twice", kSheet, row.row, F::kFrom,
            Say("已自 {} 起在该单位任同一岗位", "Already appointed there to the same position from {}",
                other.now.validity.from.ToString()),
            Say("先填写那次任职的免职日期", "End that appointment first"));
      }
    }
    const auto rival = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& other) {
      return draft.now.is_primary && IsOtherPrimary(draft, other);
    });
    if (rival != drafts.end()) {
      return planning_.Report(
          "import.primary", kSheet, row.row, F::kIsPrimary,
          Say("同一天已有主职：{}（{} 起）", "There is a primary appointment on the same day: {} from {}",
              planning_.UnitName(rival->now.unit), rival->now.validity.from.ToString()),
          Say("只留一个主职", "Leave one of them primary"));
    }
    // A unit whose row has faults has no days yet; that was reported there.
    const auto [first, end] = planning_.history.SpansOf(draft.now.unit);
    if (first == end) return;
    if (const auto gap = planning_.history.FirstGap(draft.now.unit, draft.now.validity)) {
      return planning_.Report("import.no-unit", kSheet, row.row, F::kFrom,
                              Say("单位在 {} 不存在", "The unit does not exist on {}", gap->ToString()),
                              Say("核对任职与单位的日期", "Check the days of both"));
    }
    Keep(draft);
  }

  void Keep(const Draft& draft) {
    const bool is_new = !draft.before.has_value();
    const std::string label = Label(draft.now);
    ChangeDraft change("appointment", is_new, label);
    const auto flag = [](bool is_true) { return std::string(is_true ? "true" : "false"); };
    const auto day = [](const std::optional<Date>& to) { return to ? to->ToString() : ""; };
    change.Field("is_primary", is_new ? "" : flag(draft.before->is_primary),
                 flag(draft.now.is_primary));
    change.Field("valid_from", is_new ? "" : draft.before->validity.from.ToString(),
                 draft.now.validity.from.ToString());
    change.Field("valid_to", is_new ? "" : day(draft.before->validity.to),
                 day(draft.now.validity.to));
    ImportSummary& summary = planning_.plan.summary;
    if (change.is_empty()) {
      ++summary.unchanged;
      return;
    }
    if (!MayChange(draft.now)) {
      return planning_.RefuseReach(kSheet, draft.row->row, F::kPerson);
    }
    const bool is_end = !is_new && !draft.before->validity.to.has_value() &&
                        draft.now.validity.to.has_value();
    if (is_end) change.SetAction("end");
    ++(is_new   ? summary.appointments_new
       : is_end ? summary.appointments_ended
                : summary.appointments_changed);
    planning_.log.Add(std::move(change).Take());
    planning_.plan.appointments.push_back(draft.now);
  }

  bool MayChange(const PresentAppointment& appointment) const {
    return planning_.MayTouchUnit(appointment.unit) &&
           (appointment.person < 0 || planning_.reach.is_everywhere ||
            planning_.reachable_persons.contains(appointment.person));
  }

  std::string Label(const PresentAppointment& appointment) const {
    std::string label = names_.at(appointment.person) + " · " + planning_.UnitName(appointment.unit);
    if (appointment.position.has_value()) {
      label += " · " + position_names_.at(*appointment.position);
    }
    return label;
  }

  // Appointments that the file does not mention may lose their unit by it.
  void CheckUntouched() {
    if (planning_.findings.has_errors()) return;
    for (const PresentAppointment& present : planning_.snapshot.appointments) {
      const auto unit_row = planning_.unit_rows.find(present.unit);
      if (unit_row == planning_.unit_rows.end()) continue;
      const std::vector<Draft>& drafts = drafts_.at(present.person);
      const auto draft = std::find_if(drafts.begin(), drafts.end(), [&](const Draft& one) {
        return one.now.id == present.id;
      });
      if (draft->row != nullptr) continue;
      const auto gap = planning_.history.FirstGap(present.unit, present.validity);
      if (!gap.has_value()) continue;
      planning_.Report("import.still-appointed", SheetKind::kUnits, unit_row->second, UnitField::kTo,
                       Say("撤销后（{}）仍有人在该单位任职",
                           "Somebody is still appointed to the unit on {}", gap->ToString()),
                       Say("先填写他们的免职日期或调任", "End or move these appointments first"));
    }
  }

  Planning& planning_;
  std::unordered_map<Id, std::vector<Draft>> drafts_;  // By person.
  std::unordered_set<Id> touched_;
  std::vector<Id> order_;  // The persons the file mentions, in its order.
  std::unordered_map<Id, std::string> names_;
  std::unordered_map<Id, std::string> position_names_;
};

}  // namespace

void PlanAppointments(Planning& planning) { AppointmentPlanner(planning).Run(); }

}  // namespace kaogong::office
