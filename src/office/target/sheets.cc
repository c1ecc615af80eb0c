// SPDX-License-Identifier: Apache-2.0
#include "office/target/sheets.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "base/utf8.h"
#include "office/like_pattern.h"

namespace kaogong::office::target {

namespace {

using assessment::Stage;
using store::Argument;
using store::Row;

const std::string& SummaryColumns() {
  static const std::string columns = fmt::format(
      "{}, m.title, m.year, m.stage, m.targets_due, {}, "
      "(SELECT count(*) FROM target_value v WHERE v.sheet_id = s.id "
      "AND (v.units IS NOT NULL OR v.is_not_applicable)), "
      "(SELECT count(*) FROM target_value v WHERE v.sheet_id = s.id), "
      "(SELECT count(*) FROM target_value v WHERE v.sheet_id = s.id AND v.return_reason IS NOT "
      "NULL), (SELECT g.account_id FROM target_signature g WHERE g.sheet_id = s.id "
      "AND g.party = 'assessee')",
      kSheetColumns, assessment::kAssesseeColumns);
  return columns;
}

constexpr std::string_view kTables =
    "FROM target_sheet s JOIN assessee a ON a.id = s.assessee_id "
    "JOIN assessment m ON m.id = s.assessment_id ";

// Columns of AssesseeRow behind others.
AssesseeRow AssesseeAt(const Row& row, std::size_t at) {
  return {row.Get<Id>(at),
          row.Get<Id>(at + 1),
          row.Get<std::string>(at + 2),
          row.Get<std::string>(at + 3),
          row.Get<std::string>(at + 4),
          row.Get<std::optional<Id>>(at + 5),
          row.Get<Id>(at + 6),
          row.Get<std::optional<Id>>(at + 7),
          row.Get<std::optional<Id>>(at + 8),
          row.Get<std::int64_t>(at + 9)};
}

Result<SheetSummary> ReadSummary(const Row& row, const Hands& hands) {
  constexpr std::size_t kOther = kSheetColumnCount;
  SheetSummary to;
  KAOGONG_TRY_ASSIGN(to.row, ReadSheet(row));
  to.assessment_title = row.Get<std::string>(kOther);
  to.year = row.Get<int>(kOther + 1);
  to.stage =
      assessment::StageNamed(row.Get<std::string_view>(kOther + 2)).value_or(Stage::kPreparing);
  if (const auto due = row.Get<std::optional<std::string>>(kOther + 3); due.has_value()) {
    KAOGONG_TRY_ASSIGN(to.due, Date::Parse(*due));
  }
  to.assessee = AssesseeAt(row, kOther + 4);
  to.filled = row.Get<std::int64_t>(kOther + 14);
  to.total = row.Get<std::int64_t>(kOther + 15);
  to.returned = row.Get<std::int64_t>(kOther + 16);
  to.may = hands.MayDo(to.stage, to.row, to.assessee, row.Get<std::optional<Id>>(kOther + 17));
  return to;
}

// True when the sheet waits for one of the acts, rather than merely admitting it.
bool Waits(const SheetSummary& sheet, const Hands& hands) {
  return std::ranges::any_of(sheet.may, [&](SheetAct act) {
    return (act == SheetAct::kSave && !hands.reviews()) || act == SheetAct::kConfirm ||
           act == SheetAct::kApprove || act == SheetAct::kSign;
  });
}

// A list's statement, put together from what the query asks for.
class ListQuery {
 public:
  ListQuery(const Session& session, const SheetQuery& query)
      : reach_(ReachOf(session.actor, Act::kViewAssessments)),
        within_(reach_, session.today),
        anywhere_(LikePattern(query.contains, false)),
        beginning_(LikePattern(query.contains, true)) {
    if (!reach_.is_everywhere) {
      with_ = within_.with();
      arguments_ = within_.arguments();
      Add("(a.unit_id IN (SELECT id FROM within) OR a.person_id = ?)", session.actor.person);
    }
    if (!office::MayDo(session.actor, Act::kViewDrafts)) where_ += "AND m.stage <> 'preparing' ";
    if (query.assessment.has_value()) Add("s.assessment_id = ?", *query.assessment);
    if (query.state.has_value()) Add("s.state = ?", NameOf(*query.state));
    if (query.assessee.has_value()) Add("s.assessee_id = ?", *query.assessee);
    if (!query.kind.empty()) Add("a.kind = ?", query.kind);
    if (!query.contains.empty()) {
      Add("(a.name LIKE ? ESCAPE '!' OR a.code LIKE ? ESCAPE '!')", anywhere_);
      arguments_.emplace_back(beginning_);
    }
    if (query.is_mine) where_ += "AND s.state NOT IN ('signed', 'superseded') ";
  }

  std::string Count() const {
    return fmt::format("{}SELECT count(*) {}{}", with_, kTables, where_);
  }
  std::string Rows() const {
    return fmt::format("{}SELECT {} {}{}ORDER BY m.year DESC, m.id DESC, a.kind, a.place, a.id",
                       with_, SummaryColumns(), kTables, where_);
  }
  const std::vector<Argument>& arguments() const { return arguments_; }

 private:
  void Add(std::string_view condition, Argument argument) {
    where_.append("AND ").append(condition).append(" ");
    arguments_.push_back(argument);
  }

  Reach reach_;
  WithinReach within_;
  std::string anywhere_;
  std::string beginning_;
  std::string with_;
  std::string where_ =
      "WHERE NOT EXISTS (SELECT 1 FROM target_sheet n WHERE n.assessee_id = s.assessee_id "
      "AND n.revision > s.revision) ";
  std::vector<Argument> arguments_;
};

// Which acts wait cannot be said in SQL: all are read and those that wait are kept.
Result<Listing<SheetSummary>> ListMine(const Session& session, const SheetQuery& query,
                                       const Hands& hands) {
  const ListQuery statement(session, query);
  Listing<SheetSummary> list;
  const std::int64_t first = query.page.offset();
  KAOGONG_TRY(session.transaction.Query(
      statement.Rows(), statement.arguments(), [&](const Row& row) -> Result<void> {
        KAOGONG_TRY_ASSIGN(SheetSummary sheet, ReadSummary(row, hands));
        if (!Waits(sheet, hands)) return {};
        const std::int64_t place = list.total++;
        if (place >= first && place < first + query.page.size)
          list.items.push_back(std::move(sheet));
        return {};
      }));
  return list;
}

// --- One sheet

using PlaceKey = std::pair<Id, int>;  // Element and period.

Result<void> AddItems(const Session& session, const SheetRow& sheet, SheetView* view) {
  std::map<std::pair<std::string, int>, TargetView> found;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT v.field, v.period, v.units, v.is_not_applicable, v.baseline_units, "
      "v.owner_person_id, p.name, v.deadline, v.measure, v.return_reason FROM target_value v "
      "LEFT JOIN person p ON p.id = v.owner_person_id WHERE v.sheet_id = ?",
      {sheet.id}, [&](const Row& row) {
        TargetView item;
        item.term = FindTerm(view->terms, row.Get<std::string_view>(0));
        item.period = row.Get<int>(1);
        item.units = row.Get<std::optional<std::int64_t>>(2);
        item.is_not_applicable = row.Get<bool>(3);
        item.baseline = row.Get<std::optional<std::int64_t>>(4);
        if (const auto owner = row.Get<std::optional<Id>>(5); owner.has_value()) {
          item.owner = Named{*owner, row.Get<std::optional<std::string>>(6).value_or("")};
        }
        item.deadline = row.Get<std::optional<std::string>>(7);
        item.measure = row.Get<std::string>(8);
        item.return_reason = row.Get<std::optional<std::string>>(9);
        if (item.term != nullptr) {
          found.emplace(std::pair(item.term->field->name, item.period), std::move(item));
        }
      }));
  for (const Term& term : view->terms) {
    for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
      const auto item = found.find({term.field->name, period});
      if (item != found.end()) view->items.push_back(std::move(item->second));
    }
  }
  return {};
}

// The elements of what the targets are about.
std::vector<Id> BaseElements(const std::vector<Term>& terms) {
  std::vector<Id> elements;
  for (const Term& term : terms) {
    if (term.base_use != nullptr) elements.push_back(term.base_use->element);
  }
  std::ranges::sort(elements);
  const auto rest = std::ranges::unique(elements);
  elements.erase(rest.begin(), rest.end());
  return elements;
}

constexpr int kHistoryYears = 5;

// Verified values of earlier years.
Result<void> AddHistory(const Session& session, const Opened& opened, SheetView* view) {
  const int year = opened.frame.row.year;
  std::map<PlaceKey, std::vector<std::pair<int, std::int64_t>>> values;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT element_id, period, year, units FROM measurement WHERE subject_id = ? AND year < ? "
      "AND year >= ? AND state = 3 AND units IS NOT NULL ORDER BY year",
      {opened.assessee.subject, year, year - kHistoryYears}, [&](const Row& row) {
        values[{row.Get<Id>(0), row.Get<int>(1)}].emplace_back(row.Get<int>(2),
                                                               row.Get<std::int64_t>(3));
      }));
  for (TargetView& item : view->items) {
    if (item.term->base_use == nullptr) continue;
    const auto found = values.find({item.term->base_use->element, item.period});
    if (found == values.end()) continue;
    for (const auto& [past, units] : found->second) {
      const auto scaled = Rescale(units, item.term->base_use->places, item.term->use->places);
      if (scaled.has_value()) item.history.emplace_back(past, *scaled);
    }
  }
  return {};
}

constexpr std::int64_t kPeersMin = 3;
// Beyond so many, finding the middle costs more than it tells.
constexpr std::int64_t kPeersMax = 5000;

// Last year's values of the others: of those with the same row above, if there is one.
Result<void> AddPeers(const Session& session, const Opened& opened, SheetView* view) {
  const std::vector<Id> elements = BaseElements(view->terms);
  if (elements.empty()) return {};
  const AssesseeRow& self = opened.assessee;
  const std::int64_t parent = self.parent.value_or(0);
  const auto count = session.transaction.One<std::int64_t>(
      "SELECT count(*) FROM assessee WHERE assessment_id = ? AND kind = ? AND coalesce(parent_id, "
      "0) = ?",
      {self.assessment, self.kind, parent});
  KAOGONG_TRY(count);
  if (count.value().value_or(0) > kPeersMax) return {};
  std::map<PlaceKey, std::vector<std::int64_t>> values;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT m.element_id, m.period, m.units FROM assessee a JOIN measurement m "
      "ON m.subject_id = a.subject_id AND m.year = ? AND m.state = 3 AND m.units IS NOT NULL "
      "WHERE a.assessment_id = ? AND a.kind = ? AND coalesce(a.parent_id, 0) = ? AND a.id <> ?",
      {opened.frame.row.year - 1, self.assessment, self.kind, parent, self.id},
      [&](const Row& row) {
        const Id element = row.Get<Id>(0);
        if (!std::ranges::binary_search(elements, element)) return;
        values[{element, row.Get<int>(1)}].push_back(row.Get<std::int64_t>(2));
      }));
  for (auto& [key, units] : values) std::ranges::sort(units);
  for (TargetView& item : view->items) {
    const assessment::FieldUse* base = item.term->base_use;
    if (base == nullptr) continue;
    const auto found = values.find({base->element, item.period});
    if (found == values.end() || std::ssize(found->second) < kPeersMin) continue;
    const auto& units = found->second;
    const std::size_t middle = units.size() / 2;
    // Of an even number the mean of the two in the middle, rounded half up.
    const Rational median = units.size() % 2 == 1
                                ? Rational(units[middle])
                                : Quotient(Rational(units[middle - 1]) + Rational(units[middle]),
                                           Rational(std::int64_t{2}));
    const auto scaled = [&](std::int64_t at) {
      return Rescale(at, base->places, item.term->use->places).value_or(0);
    };
    item.peers = TargetView::Peers{
        std::ssize(units), scaled(units.front()),
        scaled(median.ToInteger(Rounding::kHalfUp).value_or(units[middle])), scaled(units.back())};
  }
  return {};
}

Result<void> AddSteps(const Session& session, Id sheet, SheetView* view) {
  KAOGONG_TRY(session.transaction.Query(
      "SELECT act, made_by, made_at, note FROM target_step WHERE sheet_id = ? ORDER BY id", {sheet},
      [&](const Row& row) {
        view->steps.push_back({row.Get<std::string>(0), row.Get<std::string>(1),
                               row.Get<std::string>(2), row.Get<std::string>(3)});
      }));
  return {};
}

Result<void> AddRevisions(const Session& session, const SheetRow& sheet, SheetView* view) {
  KAOGONG_TRY(session.transaction.Query(
      "SELECT id, revision, state FROM target_sheet WHERE assessee_id = ? ORDER BY revision",
      {sheet.assessee}, [&](const Row& row) {
        view->revisions.push_back(
            {row.Get<Id>(0), row.Get<int>(1),
             SheetStateNamed(row.Get<std::string_view>(2)).value_or(SheetState::kDraft)});
      }));
  return {};
}

// --- Warnings

Text Worse(const TargetView& target, std::string_view baseline) {
  return target.term->trend == Trend::kUp
             ? Say("低于上年完成数 {}", "Below last year's {}", baseline)
             : Say("高于上年数 {}，而这个指标以少为好", "Above last year's {}, and less is better",
                   baseline);
}

}  // namespace

std::vector<Warning> WarningsOf(const TargetView& target) {
  std::vector<Warning> warnings;
  const Trend trend = target.term->trend;
  if (!target.units.has_value() || (trend != Trend::kUp && trend != Trend::kDown)) return warnings;
  const Rational sign(std::int64_t{trend == Trend::kUp ? 1 : -1});
  const Rational value(*target.units);
  if (target.baseline.has_value()) {
    const Rational baseline(*target.baseline);
    const Rational growth = (value - baseline) * sign;
    if (growth.sign() < 0) {
      warnings.push_back({"sandbag", Worse(target, ValueText(*target.term, *target.baseline))});
    }
    // Last year's own growth, but at least a twentieth of the baseline.
    Rational usual = Absolute(baseline) * Rational::Fraction(1, 20);
    if (target.history.size() >= 2) {
      const Rational before(target.history[target.history.size() - 2].second);
      const Rational last = Absolute(baseline - before);
      if (last > usual) usual = last;
    }
    if (usual.sign() > 0 && growth > usual * Rational(std::int64_t{3})) {
      warnings.push_back(
          {"ratchet", Say("增幅是以往的三倍以上，请核对是否能够完成",
                          "It asks for more than three times the usual growth; check "
                          "that it can be reached")});
    }
  }
  if (target.peers.has_value()) {
    const Rational half = Rational::Fraction(1, 2);
    const Rational low = Rational(target.peers->low) * half;
    const Rational high = Rational(target.peers->high) * (Rational(std::int64_t{1}) + half);
    if (target.peers->low >= 0 && (value < low || value > high)) {
      warnings.push_back(
          {"unlike_peers", Say("与同类对象上年的 {0} 至 {1} 相差很大",
                               "Far from last year's {0} to {1} of the others of the kind",
                               ValueText(*target.term, target.peers->low),
                               ValueText(*target.term, target.peers->high))});
    }
  }
  return warnings;
}

Text TitleOfStep(std::string_view act) {
  if (act == "open") return {"下发", "opened"};
  if (act == "assign") return {"批量下达", "assigned"};
  if (act == "save") return {"填写", "edited"};
  if (act == "import") return {"导入", "imported"};
  if (act == "submit") return {"提交", "submitted"};
  if (act == "confirm") return {"单位确认", "confirmed by the unit"};
  if (act == "return") return {"退回", "returned"};
  if (act == "approve") return {"审定", "approved"};
  if (act == "publish") return {"公示", "laid open to comment"};
  if (act == "sign") return {"签字", "signed"};
  return {"修订", "revised"};
}

Result<Listing<SheetSummary>> ListSheets(const Office& office, const Actor& actor,
                                         const SheetQuery& query) {
  return office.Read(actor, [&](Session& session) -> Result<Listing<SheetSummary>> {
    KAOGONG_TRY(Require(actor, Act::kViewAssessments));
    KAOGONG_TRY_ASSIGN(const Hands hands, Hands::Of(session));
    if (query.is_mine) return ListMine(session, query, hands);
    const ListQuery statement(session, query);
    Listing<SheetSummary> list;
    KAOGONG_TRY(
        session.transaction.Query(statement.Count(), statement.arguments(),
                                  [&](const Row& row) { list.total = row.Get<std::int64_t>(0); }));
    std::vector<Argument> arguments = statement.arguments();
    arguments.emplace_back(query.page.size);
    arguments.emplace_back(query.page.offset());
    KAOGONG_TRY(session.transaction.Query(
        statement.Rows() + " LIMIT ? OFFSET ?", arguments, [&](const Row& row) -> Result<void> {
          KAOGONG_TRY_ASSIGN(SheetSummary sheet, ReadSummary(row, hands));
          list.items.push_back(std::move(sheet));
          return {};
        }));
    return list;
  });
}

Result<SheetView> ViewOf(const Session& session, Opened opened) {
  KAOGONG_TRY_ASSIGN(const Hands hands, Hands::Of(session));
  SheetView view;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} {}WHERE s.id = ?", SummaryColumns(), kTables), {opened.sheet.id},
      [&](const Row& row) -> Result<void> {
        KAOGONG_TRY_ASSIGN(view.summary, ReadSummary(row, hands));
        return {};
      }));
  view.terms = TermsOf(opened.frame, opened.frame.scheme().FindKind(opened.assessee.kind));
  KAOGONG_TRY(AddItems(session, opened.sheet, &view));
  KAOGONG_TRY(AddHistory(session, opened, &view));
  KAOGONG_TRY(AddPeers(session, opened, &view));
  for (TargetView& item : view.items) item.warnings = WarningsOf(item);
  KAOGONG_TRY(AddSteps(session, opened.sheet.id, &view));
  KAOGONG_TRY(AddRevisions(session, opened.sheet, &view));
  const auto comments = session.transaction.One<std::int64_t>(
      "SELECT count(*) FROM target_comment WHERE sheet_id = ?", {opened.sheet.id});
  KAOGONG_TRY(comments);
  view.comment_count = comments.value().value_or(0);
  // The terms point to the frame's fields, which stay where they are when it is moved.
  view.frame = std::move(opened.frame);
  return view;
}

Result<SheetView> GetSheet(library::Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<SheetView> {
    KAOGONG_TRY_ASSIGN(Opened opened, OpenSheet(library, session, id, Act::kViewAssessments));
    return ViewOf(session, std::move(opened));
  });
}

}  // namespace kaogong::office::target
