// SPDX-License-Identifier: Apache-2.0
#include "office/process/inbox.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include "office/process/internal/kinds.h"
#include "office/process/internal/sheet_book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Argument;
using store::Row;

namespace {

// A group looks at so many assessees, things or waiting figures.
constexpr std::int64_t kAssesseesMax = 300;
constexpr std::int64_t kThingsMax = 300;
constexpr std::int64_t kFiguresMax = 3000;
// A reach of more units than this is looked at from the things' side.
constexpr std::int64_t kUnitsMax = 500;
constexpr int kDueSoonDays = 7;
// A sheet is there to be filled in so many days before it is due, or once its period is over.
constexpr int kSheetDaysAhead = 10;

struct GroupTitle {
  std::string_view code;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<GroupTitle, 10> kTitles{{{"returned", "被退回的数据", "Returned to you"},
                                              {"to_fill", "待填报", "To fill in"},
                                              {"to_verify", "待核实", "To verify"},
                                              {"to_draft", "待拟定目标", "Targets to draft"},
                                              {"to_confirm", "待确认目标", "Targets to confirm"},
                                              {"to_review", "待审定目标", "Targets to review"},
                                              {"to_sign", "待签责任书", "Letters to sign"},
                                              {"to_score", "待评分", "To score"},
                                              {"to_decide", "待审定事项", "Events to decide on"},
                                              {"to_handle", "待办理申诉", "Objections to handle"}}};

// Where an actor may do something, and whether that is too much to look at unit by unit.
struct Scope {
  Reach reach;
  bool is_wide = false;
};

// The grants of one role only.
Actor With(const Actor& actor, Role role) {
  Actor made = actor;
  std::erase_if(made.grants, [&](const Grant& grant) { return grant.role != role; });
  return made;
}

class Reader {
 public:
  Reader(Library& library, const Session& session) : book_(library, session), session_(session) {}

  Result<Inbox> Read() {
    KAOGONG_TRY(ReadAssessments());
    if (!assessments_.empty()) {
      KAOGONG_TRY(ToFill());
      KAOGONG_TRY(ToVerify());
      KAOGONG_TRY(Targets());
      KAOGONG_TRY(ToScore());
      KAOGONG_TRY(ToDecide());
    }
    KAOGONG_TRY(ToHandle());
    return Finish();
  }

 private:
  struct Open {
    Id id = 0;
    Stage stage = Stage::kPreparing;
    std::string title;
    std::optional<Date> targets_due;
    std::optional<Date> data_due;
  };

  InboxGroup& Group(std::string_view code) { return groups_[std::string(code)]; }

  void Add(std::string_view code, InboxItem item) {
    InboxGroup& group = Group(code);
    ++group.count;
    if (item.due.has_value()) {
      item.days_left = DaysBetween(session_.today, *item.due);
      if (item.state == InboxItem::State::kOpen && *item.days_left < 0)
        item.state = InboxItem::State::kOverdue;
      if (item.state == InboxItem::State::kOpen && *item.days_left <= kDueSoonDays)
        item.state = InboxItem::State::kDueSoon;
      if (*item.days_left < 0) ++group.overdue;
    }
    group.items.push_back(std::move(item));
  }

  Inbox Finish() {
    Inbox inbox;
    for (const GroupTitle& title : kTitles) {
      const auto found = groups_.find(title.code);
      if (found == groups_.end() || found->second.count == 0) continue;
      InboxGroup& group = found->second;
      group.code = title.code;
      group.title = {std::string(title.zh), std::string(title.en)};
      std::ranges::stable_sort(group.items, {}, [](const InboxItem& item) {
        return item.due.value_or(Date::FromYearMonthDay(2199, 12, 31).value());
      });
      if (group.items.size() > kInboxItemsMax) group.items.resize(kInboxItemsMax);
      inbox.total += group.count;
      inbox.overdue += group.overdue;
      inbox.groups.push_back(std::move(group));
    }
    return inbox;
  }

  Result<void> ReadAssessments() {
    return session_.transaction.Query(
        "SELECT id, stage, title, targets_due, data_due FROM assessment WHERE stage IN "
        "('targets', 'process', 'results') ORDER BY year DESC, id",
        {}, [&](const Row& row) {
          Open open{row.Get<Id>(0),
                    assessment::StageNamed(row.Get<std::string_view>(1)).value_or(Stage::kProcess),
                    row.Get<std::string>(2),
                    {},
                    {}};
          const auto day = [&](std::size_t column) {
            const auto text = row.Get<std::optional<std::string>>(column);
            const auto parsed = Date::Parse(text.value_or(""));
            return parsed.ok() ? std::optional(parsed.value()) : std::nullopt;
          };
          open.targets_due = day(3);
          open.data_due = day(4);
          assessments_.push_back(std::move(open));
        });
  }

  const Open* OpenOf(Id assessment) const {
    const auto found = std::ranges::find(assessments_, assessment, &Open::id);
    return found == assessments_.end() ? nullptr : &*found;
  }

  Result<Scope> ScopeOf(const Actor& actor, Act act) {
    Scope scope{ReachOf(actor, act), false};
    if (scope.reach.is_everywhere) {
      scope.is_wide = true;
      return scope;
    }
    if (scope.reach.is_nowhere()) return scope;
    const WithinReach within(scope.reach, session_.today);
    std::vector<Argument> arguments = within.arguments();
    arguments.emplace_back(kUnitsMax + 1);
    KAOGONG_TRY(session_.transaction.Query(
        within.with() + "SELECT count(*) FROM (SELECT id FROM within LIMIT ?) w", arguments,
        [&](const Row& row) { scope.is_wide = row.Get<std::int64_t>(0) > kUnitsMax; }));
    return scope;
  }

  // --- Data

  // Whoever reports for everybody is the office: it sees what is missing in the lists.
  Result<void> ToFill() {
    KAOGONG_TRY_ASSIGN(const Scope scope, ScopeOf(session_.actor, Act::kReportData));
    if (scope.reach.is_everywhere || scope.reach.is_nowhere()) return {};
    for (const Open& open : assessments_) {
      if (open.stage == Stage::kResults) continue;
      KAOGONG_TRY_ASSIGN(const auto assessees, AssesseesIn(open.id, scope));
      if (assessees.empty()) continue;
      KAOGONG_TRY_ASSIGN(const Frame* frame, book_.FrameOf(open.id));
      KAOGONG_TRY(FillIn(*frame, assessees));
    }
    return {};
  }

  Result<std::vector<AssesseeRow>> AssesseesIn(Id assessment, const Scope& scope) {
    std::vector<AssesseeRow> rows;
    const WithinReach within(scope.reach, session_.today);
    std::vector<Argument> arguments = within.arguments();
    arguments.emplace_back(assessment);
    arguments.emplace_back(kAssesseesMax + 1);
    // From the units down where they are few.
    const std::string_view from =
        scope.is_wide
            ? "assessee a WHERE a.assessment_id = ? AND a.unit_id IN (SELECT id FROM within)"
            : "within w CROSS JOIN assessee a WHERE a.unit_id = w.id AND a.assessment_id = ?";
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format("{}SELECT {} FROM {} ORDER BY a.kind, a.place LIMIT ?", within.with(),
                    assessment::kAssesseeColumns, from),
        arguments, [&](const Row& row) { rows.push_back(assessment::ReadAssessee(row)); }));
    if (rows.size() > static_cast<std::size_t>(kAssesseesMax)) {
      rows.pop_back();
      Group("to_fill").is_more = true;
    }
    return rows;
  }

  Result<void> FillIn(const Frame& frame, const std::vector<AssesseeRow>& assessees) {
    // What stands in the store, by (subject, element, period).
    std::map<std::tuple<Id, Id, int>, int> states;
    std::vector<Id> subjects;
    for (const AssesseeRow& row : assessees) subjects.push_back(row.subject);
    for (std::size_t at = 0; at < subjects.size(); at += 200) {
      const IdList list(std::span<const Id>{subjects}.subspan(
          at, std::min<std::size_t>(200, subjects.size() - at)));
      std::vector<Argument> arguments = list.arguments();
      arguments.emplace_back(frame.row.year);
      KAOGONG_TRY(session_.transaction.Query(
          fmt::format("SELECT subject_id, element_id, period, state FROM measurement "
                      "WHERE subject_id IN ({}) AND year = ? AND state > 0",
                      list.marks()),
          arguments, [&](const Row& row) {
            states[{row.Get<Id>(0), row.Get<Id>(1), row.Get<int>(2)}] = row.Get<int>(3);
          }));
    }
    for (const Slot& slot : SlotsOf(frame, false)) {
      if (slot.last >= session_.today && DaysBetween(session_.today, slot.due) > kSheetDaysAhead)
        continue;
      for (const AssesseeRow& assessee : assessees) AddSheet(slot, assessee, states);
    }
    return {};
  }

  void AddSheet(const Slot& slot, const AssesseeRow& assessee,
                const std::map<std::tuple<Id, Id, int>, int>& states) {
    const scheme::Scheme& scheme = slot.frame->scheme();
    if (scheme.kind(slot.kind).name != assessee.kind) return;
    int missing = 0;
    int returned = 0;
    for (const FieldUse* use : slot.fields) {
      const auto found = states.find({assessee.subject, use->element, slot.period});
      if (found == states.end())
        ++missing;
      else if (found->second == static_cast<int>(MeasurementState::kReturned))
        ++returned;
    }
    const scheme::Level& level = scheme.level(slot.level);
    const std::string period = PeriodTitle(level, slot.period);
    InboxItem item;
    item.assessment = slot.frame->row.id;
    item.title = Say("{0} {1}", "{0} {1}", assessee.name, period);
    item.due = slot.due;
    item.link = fmt::format("/reporting/{}/{}/{}/{}", item.assessment, assessee.id, level.name,
                            slot.period);
    if (returned > 0) {
      InboxItem again = item;
      again.state = InboxItem::State::kReturned;
      again.detail = Say("{0}：{1} 项被退回", "{0}: {1} returned", slot.frame->row.title, returned);
      Add("returned", std::move(again));
    }
    if (missing == 0) return;
    item.detail = Say("{0}：{1} 项未报", "{0}: {1} not submitted", slot.frame->row.title, missing);
    Add("to_fill", std::move(item));
  }

  // Figures that wait for the actor's departments, or for the office where no department answers.
  // The tables in this order: few fields, few assessments, and only the figures that wait.
  Result<void> ToVerify() {
    const Reach reach = ReachOf(session_.actor, Act::kVerifyData);
    if (reach.is_nowhere()) return {};
    const WithinReach within(reach, session_.today);
    std::vector<Argument> arguments;
    if (!reach.is_everywhere) arguments = within.arguments();
    arguments.emplace_back(kFiguresMax + 1);
    const std::string_view verifier = reach.is_everywhere
                                          ? "f.verifier_unit_id IS NULL"
                                          : "f.verifier_unit_id IN (SELECT id FROM within)";
    struct Line {
      Id assessment;
      std::string kind;
      std::string field;
      int period;
      std::int64_t count;
    };
    std::vector<Line> lines;
    std::int64_t seen = 0;
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format(
            "{}SELECT assessment_id, kind, field, period, count(*) FROM (SELECT f.assessment_id, "
            "f.kind, f.field, m.period FROM assessment_field f CROSS JOIN assessment t CROSS JOIN "
            "measurement m /*sqlite: INDEXED BY measurement_submitted */ CROSS JOIN assessee a "
            "WHERE {} AND f.class = 'measurement' AND t.id = f.assessment_id "
            "AND t.stage IN ('targets', 'process') AND m.element_id = f.element_id "
            "AND m.year = t.year AND m.state = 1 AND a.subject_id = m.subject_id "
            "AND a.assessment_id = f.assessment_id AND a.kind = f.kind "
            "LIMIT ?) waiting GROUP BY assessment_id, kind, field, period "
            "ORDER BY assessment_id, kind, field, period",
            reach.is_everywhere ? "" : within.with(), verifier),
        arguments, [&](const Row& row) {
          lines.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2),
                           row.Get<int>(3), row.Get<std::int64_t>(4)});
          seen += lines.back().count;
        }));
    for (const Line& line : lines) {
      KAOGONG_TRY_ASSIGN(const Frame* frame, book_.FrameOf(line.assessment));
      AddFigures(*frame, line.kind, line.field, line.period, line.count);
    }
    if (!lines.empty()) {
      Group("to_verify").count = std::min(seen, kFiguresMax);
      Group("to_verify").is_more = seen > kFiguresMax;
    }
    return {};
  }

  void AddFigures(const Frame& frame, const std::string& kind_name, const std::string& field_name,
                  int period, std::int64_t count) {
    const scheme::Scheme& scheme = frame.scheme();
    const scheme::KindId kind = scheme.FindKind(kind_name);
    const scheme::FieldId id =
        kind == scheme::kNone ? scheme::kNone : scheme.FindField(kind, field_name);
    const FieldUse* const use = id == scheme::kNone ? nullptr : frame.UseOf(id);
    if (use == nullptr) return;
    const scheme::Level& level = scheme.level(scheme.field(id).level);
    InboxItem item;
    item.assessment = frame.row.id;
    const std::string when = level.count() > 1 ? " " + PeriodTitle(level, period) : "";
    item.title = Say("{0}{1}", "{0}{1}", field_name, when);
    item.detail = Say("{0}：{1} 个数待核实", "{0}: {1} figures wait", frame.row.title, count);
    item.due = frame.row.data_due;
    item.link = fmt::format("/verification?assessment={}&element={}&period={}", frame.row.id,
                            use->element, period);
    Add("to_verify", std::move(item));
  }

  // --- Targets

  struct SheetLine {
    Id id = 0;
    Id assessment = 0;
    std::string assessee;
    std::optional<Id> unit;
    bool was_returned = false;
  };

  // Sheets in a state that lie in the scope.
  Result<std::vector<SheetLine>> SheetsIn(std::string_view state, const Scope& scope,
                                          bool* is_more) {
    std::vector<SheetLine> lines;
    if (scope.reach.is_nowhere()) return lines;
    const WithinReach within(scope.reach, session_.today);
    std::vector<Argument> arguments;
    if (!scope.is_wide) arguments = within.arguments();
    arguments.emplace_back(state);
    arguments.emplace_back(kThingsMax + 1);
    const std::string_view from =
        scope.is_wide
            ? "assessment t JOIN target_sheet s ON s.assessment_id = t.id "
              "JOIN assessee a ON a.id = s.assessee_id WHERE"
            : "within w CROSS JOIN assessee a CROSS JOIN target_sheet s CROSS JOIN assessment t "
              "WHERE a.unit_id = w.id AND s.assessee_id = a.id AND t.id = s.assessment_id AND";
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format(
            "{}SELECT s.id, s.assessment_id, a.name, a.unit_id, s.reason FROM {} s.state = ? "
            "AND t.stage IN ('targets', 'process') ORDER BY s.assessment_id, a.place LIMIT ?",
            scope.is_wide ? "" : within.with(), from),
        arguments, [&](const Row& row) {
          lines.push_back({row.Get<Id>(0), row.Get<Id>(1), row.Get<std::string>(2),
                           row.Get<std::optional<Id>>(3), !row.is_null(4)});
        }));
    *is_more = *is_more || lines.size() > static_cast<std::size_t>(kThingsMax);
    if (!scope.is_wide || scope.reach.is_everywhere) return lines;
    std::vector<SheetLine> inside;
    for (SheetLine& line : lines) {
      if (!line.unit.has_value()) continue;
      KAOGONG_TRY_ASSIGN(const bool is_within,
                         IsWithin(session_.transaction, scope.reach, *line.unit, session_.today));
      if (is_within) inside.push_back(std::move(line));
    }
    return inside;
  }

  Result<void> AddSheets(std::string_view code, std::string_view state, const Scope& scope,
                         const Text& what, std::string_view page) {
    bool is_more = false;
    KAOGONG_TRY_ASSIGN(const auto lines, SheetsIn(state, scope, &is_more));
    for (const SheetLine& line : lines) {
      const Open* const open = OpenOf(line.assessment);
      if (open == nullptr) continue;
      InboxItem item;
      item.assessment = line.assessment;
      item.title = Say("{}", "{}", line.assessee);
      const bool is_back = line.was_returned && state == "draft";
      item.detail = Say("{0}：{1}{2}", "{0}: {3}{4}", open->title, what.zh,
                        is_back ? "（被退回）" : "", what.en, is_back ? " (returned)" : "");
      if (is_back) item.state = InboxItem::State::kReturned;
      item.due = open->targets_due;
      item.link = fmt::format("/target-sheets/{}{}", line.id, page);
      Add(code, std::move(item));
    }
    if (is_more) Group(code).is_more = true;
    return {};
  }

  Result<void> Targets() {
    const Actor& actor = session_.actor;
    KAOGONG_TRY_ASSIGN(const Scope drafts, ScopeOf(actor, Act::kDraftTargets));
    KAOGONG_TRY(AddSheets("to_draft", "draft", drafts, Say("拟定目标", "draft the targets"), ""));
    KAOGONG_TRY_ASSIGN(const Scope confirms, ScopeOf(actor, Act::kConfirmTargets));
    KAOGONG_TRY(
        AddSheets("to_confirm", "submitted", confirms, Say("确认目标", "confirm the targets"), ""));
    KAOGONG_TRY_ASSIGN(const Scope reviews, ScopeOf(actor, Act::kReviewTargets));
    KAOGONG_TRY(
        AddSheets("to_review", "confirmed", reviews, Say("审定目标", "review the targets"), ""));
    // The assessee signs first, then his superior.
    KAOGONG_TRY_ASSIGN(const Scope own, ScopeOf(With(actor, Role::kUnitLeader), Act::kSignTargets));
    KAOGONG_TRY(
        AddSheets("to_sign", "published", own, Say("签订责任书", "sign the letter"), "/letter"));
    KAOGONG_TRY_ASSIGN(const Scope above, ScopeOf(With(actor, Role::kLeader), Act::kSignTargets));
    return AddSheets("to_sign", "signed_by_assessee", above,
                     Say("代表上级签订责任书", "sign the letter for the superior"), "/letter");
  }

  // --- Panels and events

  Result<void> ToScore() {
    if (!MayDo(session_.actor, Act::kScorePanel)) return {};
    struct Line {
      Id assessment;
      std::string kind;
    };
    std::vector<Line> panels;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT p.assessment_id, p.kind FROM panel p JOIN assessment t ON t.id = p.assessment_id "
        "WHERE p.account_id = ? AND t.stage IN ('targets', 'process')",
        {session_.actor.account}, [&](const Row& row) {
          panels.push_back({row.Get<Id>(0), row.Get<std::string>(1)});
        }));
    for (const Line& panel : panels) {
      const Open* const open = OpenOf(panel.assessment);
      KAOGONG_TRY_ASSIGN(const Frame* frame, book_.FrameOf(panel.assessment));
      const scheme::KindId kind = frame->scheme().FindKind(panel.kind);
      if (kind == scheme::kNone || open == nullptr) continue;
      const std::string& parent = frame->scheme().kind(frame->scheme().kind(kind).parent).name;
      std::int64_t seen = 0;
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT a.id, a.name FROM assessee a WHERE a.assessment_id = ? AND a.kind = ? "
          "AND (NOT EXISTS (SELECT 1 FROM panel_assessee x WHERE x.assessment_id = ? AND x.kind = "
          "?) "
          "OR EXISTS (SELECT 1 FROM panel_assessee x WHERE x.assessment_id = ? AND x.kind = ? "
          "AND x.assessee_id = a.id)) AND NOT EXISTS (SELECT 1 FROM panel_sheet s WHERE "
          "s.assessment_id = ? AND s.kind = ? AND s.assessee_id = a.id AND s.account_id = ? "
          "AND s.submitted_at IS NOT NULL) ORDER BY a.place LIMIT ?",
          {panel.assessment, parent, panel.assessment, panel.kind, panel.assessment, panel.kind,
           panel.assessment, panel.kind, session_.actor.account, kThingsMax + 1},
          [&](const Row& row) {
            ++seen;
            InboxItem item;
            item.assessment = panel.assessment;
            item.title = Say("{}", "{}", row.Get<std::string>(1));
            item.detail = Say("{0}：{1}", "{0}: {1}", open->title, panel.kind);
            item.due = open->data_due;
            item.link =
                fmt::format("/panel/{}/{}/{}", panel.assessment, panel.kind, row.Get<Id>(0));
            Add("to_score", std::move(item));
          }));
      if (seen > kThingsMax) Group("to_score").is_more = true;
    }
    return {};
  }

  Result<void> ToDecide() {
    if (!MayDo(session_.actor, Act::kApproveEvents)) return {};
    std::int64_t seen = 0;
    for (const Open& open : assessments_) {
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT a.name, coalesce(r.field, r.kind), r.basis, r.day FROM record r "
          "JOIN assessee a ON a.id = r.assessee_id WHERE r.assessment_id = ? AND r.state = "
          "'proposed' "
          "AND r.proposed_by <> ? ORDER BY r.day LIMIT ?",
          {open.id, session_.actor.account, kThingsMax + 1}, [&](const Row& row) {
            ++seen;
            InboxItem item;
            item.assessment = open.id;
            item.title =
                Say("{0} {1}", "{0} {1}", row.Get<std::string>(0), row.Get<std::string>(1));
            item.detail =
                Say("{0} {1}", "{0} {1}", row.Get<std::string>(3), row.Get<std::string>(2));
            item.due = open.data_due;
            item.link = fmt::format("/events?assessment={}&state=proposed", open.id);
            Add("to_decide", std::move(item));
          }));
    }
    if (seen > kThingsMax) Group("to_decide").is_more = true;
    return {};
  }

  // Objections that the actor handles; and, for who publishes, those that nobody handles yet.
  Result<void> ToHandle() {
    if (!MayDo(session_.actor, Act::kHandleObjections)) return {};
    constexpr std::string_view kFrom =
        "SELECT o.id, o.assessment_id, a.name, o.figure_title, t.title FROM objection o "
        "JOIN assessee a ON a.id = o.assessee_id JOIN assessment t ON t.id = o.assessment_id "
        "WHERE ";
    const auto add = [&](const Row& row, const Text& what) {
      InboxItem item;
      item.assessment = row.Get<Id>(1);
      item.title = Say("{0} {1}", "{0} {1}", row.Get<std::string>(2), row.Get<std::string>(3));
      item.detail = Say("{0}：{1}", "{0}: {2}", row.Get<std::string>(4), what.zh, what.en);
      item.link = fmt::format("/objections/{}", row.Get<Id>(0));
      Add("to_handle", std::move(item));
    };
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format("{}o.handler_account = ? AND o.state = 'assigned' ORDER BY o.id LIMIT ?",
                    kFrom),
        {session_.actor.account, kThingsMax},
        [&](const Row& row) { add(row, Say("由您办理", "yours to handle")); }));
    if (!MayDo(session_.actor, Act::kPublishResults)) return {};
    return session_.transaction.Query(
        fmt::format("{}t.stage = 'notice' AND o.state = 'open' ORDER BY o.id LIMIT ?", kFrom),
        {kThingsMax},
        [&](const Row& row) { add(row, Say("待指定经办人", "nobody handles it yet")); });
  }

  Book book_;
  const Session& session_;
  std::vector<Open> assessments_;
  std::map<std::string, InboxGroup, std::less<>> groups_;
};

}  // namespace

std::string_view NameOf(InboxItem::State state) {
  switch (state) {
    case InboxItem::State::kOverdue:
      return "overdue";
    case InboxItem::State::kDueSoon:
      return "due_soon";
    case InboxItem::State::kOpen:
      return "open";
    case InboxItem::State::kReturned:
      return "returned";
  }
  return "";
}

Result<Inbox> OpenInbox(Library& library, const Actor& actor) {
  return library.office().Read(actor,
                               [&](Session& session) { return Reader(library, session).Read(); });
}

}  // namespace kaogong::office::process
