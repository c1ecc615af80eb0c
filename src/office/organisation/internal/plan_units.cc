// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/internal/plan_units.h"

#include <algorithm>
#include <map>
#include <utility>

namespace kaogong::office {

namespace {

using F = UnitField;
constexpr SheetKind kSheet = SheetKind::kUnits;

std::string DayText(const std::optional<Date>& day) {
  return day.has_value() ? day->ToString() : "";
}

class UnitPlanner {
 public:
  explicit UnitPlanner(Planning& planning)
      : planning_(planning), present_(planning.snapshot.spans) {
    for (const auto& [code, id] : planning.snapshot.units) codes_.emplace(id, code);
    for (const UnitSpan& span : present_.spans()) after_[span.unit].push_back(span);
  }

  void Run() {
    std::vector<const UnitRow*> taken;
    RowsByCode seen;
    for (const UnitRow& row : planning_.rows.units) {
      if (!planning_.Claim(seen, kSheet, row.code, row.row)) continue;
      taken.push_back(&row);
      const auto [at, is_new] = planning_.units.try_emplace(row.code, 0);
      if (is_new) {
        at->second = planning_.NewId();
        codes_.emplace(at->second, row.code);
      }
      planning_.unit_rows.emplace(at->second, row.row);
    }
    for (const UnitRow* row : taken) PlanRow(*row);
    std::vector<UnitSpan> all;
    for (auto& [unit, spans] : after_) all.insert(all.end(), spans.begin(), spans.end());
    planning_.history = History(std::move(all));
    std::sort(planning_.plan.changed_units.begin(), planning_.plan.changed_units.end());
    if (!planning_.findings.has_errors()) CheckHistory();
  }

 private:
  void PlanRow(const UnitRow& row) {
    const Id unit = planning_.units.at(row.code);
    std::optional<Id> parent;
    if (!FindParent(row, parent)) return;
    if (unit < 0) {
      PlanNew(row, unit, parent);
    } else {
      PlanPresent(row, unit, parent);
    }
  }

  bool FindParent(const UnitRow& row, std::optional<Id>& parent) {
    if (row.parent_code.empty()) return true;
    const auto found = planning_.units.find(row.parent_code);
    if (found != planning_.units.end()) {
      parent = found->second;
      return true;
    }
    if (!planning_.IsUnread(kSheet, row.parent_code)) {
      planning_.Report("import.unknown-unit", kSheet, row.row, F::kParent,
                       Say("没有编码为“{}”的单位", "There is no unit with the code \"{}\"",
                           row.parent_code),
                       Say("核对编码，或在“单位”表中新增", "Check the code, or add the unit"));
    }
    return false;
  }

  void PlanNew(const UnitRow& row, Id unit, const std::optional<Id>& parent) {
    bool is_complete = true;
    const auto require = [&](bool is_given, std::size_t field) {
      if (is_given) return;
      is_complete = false;
      planning_.Require(kSheet, row.row, field);
    };
    require(!row.name.empty(), F::kName);
    require(row.category.has_value(), F::kCategory);
    require(row.from.has_value(), F::kFrom);
    if (!is_complete) return;
    if (!parent.has_value() ? !planning_.reach.is_everywhere : !planning_.MayTouchUnit(*parent)) {
      return planning_.RefuseReach(kSheet, row.row, F::kParent);
    }
    const UnitSpan span{0, unit,
                        {parent, row.name, row.short_name, *row.category,
                         row.order.value_or(row.row)},
                        {*row.from, row.to}};
    planning_.plan.new_units.push_back({unit, row.code});
    planning_.plan.new_spans.push_back(span);
    after_[unit].push_back(span);
    ++planning_.plan.summary.units_new;
    ChangeDraft draft("unit", true, row.code + " " + row.name);
    DescribeState(draft, nullptr, span.state);
    draft.Field("valid_from", "", row.from->ToString());
    draft.Field("valid_to", "", DayText(row.to));
    planning_.log.Add(std::move(draft).Take());
  }

  void PlanPresent(const UnitRow& row, Id unit, const std::optional<Id>& parent) {
    std::vector<UnitSpan>& spans = after_.at(unit);
    UnitSpan& last = spans.back();
    const Date from = row.from.value_or(last.validity.from);
    const UnitSpan* const then = present_.At(unit, from);
    const UnitSpan before = then == nullptr ? last : *then;
    UnitState state = before.state;
    if (parent.has_value()) state.parent = parent;
    if (!row.name.empty()) state.name = row.name;
    if (!row.short_name.empty()) state.short_name = row.short_name;
    if (row.category.has_value()) state.category = *row.category;
    if (row.order.has_value()) state.order = *row.order;

    const std::optional<Date> end_before = last.validity.to;
    const bool is_revival = end_before.has_value() && from >= *end_before;
    const std::optional<Date> end =
        row.to.has_value() ? row.to : (is_revival ? std::nullopt : end_before);
    const bool is_same_state = state == before.state && !is_revival;
    if (is_same_state && end == end_before) {
      ++planning_.plan.summary.unchanged;
      return;
    }
    if (from < last.validity.from) {
      return planning_.Report(
          "import.later-state", kSheet, row.row, F::kFrom,
          Say("该单位自 {} 起另有记载，不能从更早的日期改起",
              "The unit has a later entry from {}; it cannot change from an earlier day",
              last.validity.from.ToString()),
          Say("生效日期填 {} 或以后", "Give {} or a later day", last.validity.from.ToString()));
    }
    const Date begins = is_same_state ? last.validity.from : from;
    if (end.has_value() && *end <= begins) {
      return planning_.Report("import.date-order", kSheet, row.row, F::kTo,
                              Say("撤销日期不晚于开始的 {}", "The end is not after the beginning, {}",
                                  begins.ToString()));
    }
    if (!planning_.MayTouchUnit(unit) ||
        (state.parent != before.state.parent && !planning_.MayTouchUnit(*state.parent))) {
      return planning_.RefuseReach(kSheet, row.row, F::kCode);
    }
    ChangeDraft draft("unit", false, row.code + " " + before.state.name);
    DescribeState(draft, &before.state, state);
    draft.Field("valid_from", before.validity.from.ToString(), begins.ToString());
    draft.Field("valid_to", DayText(end_before), DayText(end));
    if (is_same_state && end.has_value()) draft.SetAction("end");
    Edit(spans, state, {begins, end});
    planning_.plan.changed_units.push_back(unit);
    ++planning_.plan.summary.units_changed;
    planning_.log.Add(std::move(draft).Take());
  }

  // The last span becomes what is wanted, or ends where a new one begins.
  void Edit(std::vector<UnitSpan>& spans, const UnitState& state, const Validity& validity) {
    UnitSpan& last = spans.back();
    if (validity.from == last.validity.from) {
      planning_.plan.span_edits.push_back(
          {last.id, state.parent != last.state.parent, state, validity.to});
      last.state = state;
      last.validity.to = validity.to;
      return;
    }
    if (!last.validity.to.has_value() || *last.validity.to > validity.from) {
      last.validity.to = validity.from;
      planning_.plan.span_edits.push_back({last.id, false, last.state, validity.from});
    }
    const UnitSpan next{0, last.unit, state, validity};
    planning_.plan.new_spans.push_back(next);
    spans.push_back(next);
  }

  void DescribeState(ChangeDraft& draft, const UnitState* before, const UnitState& after) {
    const auto field = [&](std::string_view name, auto text) {
      draft.Field(name, before == nullptr ? std::string() : text(*before), text(after));
    };
    field("name", [](const UnitState& state) { return state.name; });
    field("short_name", [](const UnitState& state) { return state.short_name; });
    field("parent", [&](const UnitState& state) {
      return state.parent.has_value() ? codes_.at(*state.parent) : std::string();
    });
    field("category", [](const UnitState& state) { return std::string(NameOf(state.category)); });
    field("order", [](const UnitState& state) { return std::to_string(state.order); });
  }

  void CheckHistory() {
    for (const HistoryFinding& finding : planning_.history.Check()) ReportFinding(finding);
  }

  void ReportFinding(const HistoryFinding& finding) {
    const UnitSpan& span = planning_.history.spans()[finding.span];
    const auto own = planning_.unit_rows.find(span.unit);
    const std::string day = finding.day.ToString();
    // A unit that the file does not mention lost its parent: the parent's row is to blame.
    if (own == planning_.unit_rows.end()) {
      if (!span.state.parent.has_value()) return;
      const auto above = planning_.unit_rows.find(*span.state.parent);
      if (above == planning_.unit_rows.end()) return;
      const bool is_parent_gone = finding.fault == HistoryFault::kParentMissing;
      return planning_.Report(
          "import.still-below", kSheet, above->second, is_parent_gone ? F::kTo : F::kParent,
          Say("下级单位“{0}”自 {1} 起没有合理的上级", "The unit \"{0}\" below has no sound place from {1}",
              span.state.name, day),
          Say("先移动或撤销下级单位", "Move or close the units below first"));
    }
    const int row = own->second;
    switch (finding.fault) {
      case HistoryFault::kOverlap:
        return planning_.Report("import.date-order", kSheet, row, F::kFrom,
                                Say("与该单位 {} 的另一记载重叠", "It overlaps another entry on {}", day));
      case HistoryFault::kParentMissing:
        return planning_.Report("import.no-parent", kSheet, row, F::kParent,
                                Say("上级单位在 {} 不存在", "The parent does not exist on {}", day),
                                Say("核对两个单位的生效和撤销日期", "Check the days of both units"));
      case HistoryFault::kCircle:
        return planning_.Report("import.circle", kSheet, row, F::kParent,
                                Say("单位成了自己的上级（{} 起）", "The unit is above itself from {}", day),
                                Say("改正上级单位编码", "Mend the parent code"));
      case HistoryFault::kTooDeep:
        return planning_.Report("import.too-deep", kSheet, row, F::kParent,
                                Say("层级超过 {} 级", "More than {} levels deep", kTreeDepthMax));
      case HistoryFault::kSecondTop:
        return planning_.Report("import.second-top", kSheet, row, F::kParent,
                                Say("最上级单位只能有一个，已有“{}”",
                                    "There is one topmost unit only, and it is \"{}\"",
                                    planning_.UnitName(*finding.other)),
                                Say("填写上级单位编码", "Give the code of its parent"));
    }
  }

  Planning& planning_;
  History present_;
  std::unordered_map<Id, std::string> codes_;
  std::map<Id, std::vector<UnitSpan>> after_;
};

}  // namespace

void PlanUnits(Planning& planning) { UnitPlanner(planning).Run(); }

}  // namespace kaogong::office
