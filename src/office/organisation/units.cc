// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/units.h"

#include <algorithm>
#include <unordered_set>
#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/organisation/history.h"
#include "office/organisation/internal/tables.h"

namespace kaogong::office {

namespace {

using store::Row;
using store::Transaction;

Error NoSuchUnit() {
  return {ErrorCode::kNotFound, Say("没有这个单位，或不在您的范围内",
                                    "There is no such unit, or it is not in your reach")};
}

Result<Tree> LoadTree(const Session& session, Date day) {
  const std::string on = day.ToString();
  std::vector<TreeNode> nodes;
  std::unordered_map<Id, std::size_t> places;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT u.id, u.code, u.version, s.parent_id, s.name, s.short_name, s.category, "
      "s.official_order, s.valid_from, s.valid_to FROM unit_span s JOIN unit u ON u.id = s.unit_id "
      "WHERE s.valid_from <= ? AND (s.valid_to IS NULL OR s.valid_to > ?)",
      {on, on}, [&](const Row& row) -> Result<void> {
        TreeNode node;
        node.id = row.Get<Id>(0);
        node.code = row.Get<std::string>(1);
        node.version = row.Get<std::int64_t>(2);
        node.state = {row.Get<std::optional<Id>>(3), row.Get<std::string>(4),
                      row.Get<std::string>(5),
                      UnitCategoryNamed(row.Get<std::string_view>(6)).value_or(UnitCategory::kOther),
                      row.Get<std::int64_t>(7)};
        KAOGONG_TRY_ASSIGN(node.validity, ValidityOf(row.Get<std::string_view>(8),
                                                     row.Get<std::optional<std::string>>(9)));
        places.emplace(node.id, nodes.size());
        nodes.push_back(std::move(node));
        return {};
      }));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT unit_id, count(DISTINCT person_id) FROM appointment "
      "WHERE valid_from <= ? AND (valid_to IS NULL OR valid_to > ?) GROUP BY unit_id",
      {on, on}, [&](const Row& row) {
        const auto place = places.find(row.Get<Id>(0));
        if (place != places.end()) nodes[place->second].person_count = row.Get<std::int64_t>(1);
      }));
  return Tree(std::move(nodes));
}

// Every unit that stands at or below one of the roots on the tree's day.
std::unordered_set<Id> Below(const Tree& tree, const std::vector<Id>& roots) {
  std::unordered_set<Id> covered;
  for (const Id root : roots) {
    const auto place = tree.Find(root);
    if (!place.has_value()) continue;
    for (std::size_t i = *place; i < tree.nodes()[*place].end; ++i) {
      covered.insert(tree.nodes()[i].id);
    }
  }
  return covered;
}

TreeNode NamesOnly(const TreeNode& node) {
  TreeNode names;
  names.id = node.id;
  names.state = node.state;
  names.depth = node.depth;
  return names;
}

Text CheckOrder(const std::optional<std::int64_t>& order) {
  if (!order.has_value() || (*order >= 0 && *order <= kOrderMax)) return {};
  return Say("序号应为 0 到 {} 的整数", "The order is a whole number from 0 to {}", kOrderMax);
}

Text CheckShortName(std::string_view name) {
  return name.empty() ? Text{} : CheckName(name, kShortNameCharactersMax);
}

Text Describe(const History& history, const HistoryFinding& finding) {
  const std::string day = finding.day.ToString();
  switch (finding.fault) {
    case HistoryFault::kOverlap:
      return Say("与另一记载在 {} 重叠", "It overlaps another entry on {}", day);
    case HistoryFault::kParentMissing:
      return Say("单位“{0}”的上级在 {1} 不存在", "The unit above \"{0}\" does not exist on {1}",
                 history.spans()[finding.span].state.name, day);
    case HistoryFault::kCircle:
      return Say("单位不能归到自己或自己的下级之下（{} 起）",
                 "A unit cannot stand below itself (from {})", day);
    case HistoryFault::kTooDeep:
      return Say("层级超过 {} 级", "More than {} levels deep", kTreeDepthMax);
    case HistoryFault::kSecondTop:
      return Say("最上级单位只能有一个，请指定上级单位", "There is one topmost unit only; choose a parent");
  }
  return {};
}

std::string PointerOf(HistoryFault fault, std::string_view day_pointer) {
  return fault == HistoryFault::kOverlap ? std::string(day_pointer) : "/parent_id";
}

// Writes down what the whole history would be and refuses it when it would not hold together.
Result<void> CheckHistory(std::vector<UnitSpan> spans, std::string_view day_pointer) {
  const History history(std::move(spans));
  Faults faults;
  for (const HistoryFinding& finding : history.Check()) {
    faults.Add(PointerOf(finding.fault, day_pointer), Describe(history, finding));
  }
  return std::move(faults).Finish();
}

Result<UnitView> Load(const Session& session, Id id, Date on) {
  KAOGONG_TRY_ASSIGN(const History history, LoadHistory(session.transaction));
  const auto [first, end] = history.SpansOf(id);
  if (first == end) return NoSuchUnit();
  const UnitSpan* const now = history.At(id, on);
  const UnitSpan& shown = now == nullptr ? history.spans()[end - 1] : *now;
  UnitView view;
  view.exists = now != nullptr;
  view.node.id = id;
  view.node.state = shown.state;
  view.node.validity = shown.validity;
  KAOGONG_TRY_ASSIGN(const auto unit,
                     (session.transaction.One<std::string, std::int64_t>(
                         "SELECT code, version FROM unit WHERE id = ?", {id})));
  if (!unit.has_value()) return NoSuchUnit();
  std::tie(view.node.code, view.node.version) = *unit;
  KAOGONG_TRY_ASSIGN(
      const auto count,
      session.transaction.One<std::int64_t>(
          "SELECT count(DISTINCT person_id) FROM appointment WHERE unit_id = ? "
          "AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)",
          {id, on.ToString(), on.ToString()}));
  view.node.person_count = count.value_or(0);

  const Date path_day = now == nullptr ? shown.validity.from : on;
  for (std::optional<Id> above = shown.state.parent; above.has_value();) {
    const UnitSpan* const span = history.At(*above, path_day);
    if (span == nullptr) break;
    view.path.push_back({*above, span->state.name});
    above = span->state.parent;
  }
  std::reverse(view.path.begin(), view.path.end());
  view.node.depth = static_cast<int>(view.path.size());
  for (std::size_t i = first; i < end; ++i) {
    const UnitSpan& span = history.spans()[i];
    UnitSpanView row{span.state, std::nullopt, span.validity};
    if (span.state.parent.has_value()) {
      const UnitSpan* const parent = history.At(*span.state.parent, span.validity.from);
      row.parent = Named{*span.state.parent, parent == nullptr ? "" : parent->state.name};
    }
    view.history.push_back(std::move(row));
  }
  return view;
}

// Where a unit may be put: there, and within what the actor may edit.
Result<void> CheckParent(const Session& session, const std::optional<Id>& parent, Faults& faults) {
  if (!parent.has_value()) {
    if (ReachOf(session.actor, Act::kEditOrganisation).is_everywhere) return {};
    faults.Add("/parent_id", Say("请选择上级单位", "Choose a parent"));
    return {};
  }
  const Result<void> allowed = RequireOnUnit(session, Act::kEditOrganisation, *parent);
  if (allowed.ok()) return {};
  const ErrorCode code = allowed.error().code;
  if (code != ErrorCode::kNotFound && code != ErrorCode::kNotPermitted) return allowed.error();
  faults.Add("/parent_id", Say("没有这个上级单位，或不在您的管理范围内",
                               "There is no such parent, or it is not in your reach"));
  return {};
}

// Puts the new unit behind those that stand there on its first day.
std::int64_t NextOrder(const History& history, const std::optional<Id>& parent, Date day) {
  std::int64_t last = 0;
  for (const UnitSpan& span : history.spans()) {
    if (span.state.parent == parent && span.validity.Holds(day)) {
      last = std::max(last, span.state.order);
    }
  }
  return std::min(last + 1, kOrderMax);
}

// Changes come one after the other (HoldOrganisation), so what is read here stays.
Result<void> CheckVersion(Transaction& transaction, Id id, std::int64_t version) {
  KAOGONG_TRY_ASSIGN(const auto present, transaction.One<std::int64_t>(
                                             "SELECT version FROM unit WHERE id = ?", {id}));
  if (present != version) return Stale(Say("这个单位", "This unit"));
  return {};
}

Result<void> RaiseVersion(Transaction& transaction, Id id) {
  KAOGONG_TRY(transaction.Execute("UPDATE unit SET version = version + 1 WHERE id = ?", {id}));
  return {};
}

Detail DetailOfChange(const UnitState& before, const UnitState& after, const Validity& validity) {
  const auto parent = [](const UnitState& state) {
    return state.parent.has_value() ? "unit/" + std::to_string(*state.parent) : std::string();
  };
  Detail detail;
  detail.Set("from", validity.from.ToString())
      .SetChange("name", before.name, after.name)
      .SetChange("short_name", before.short_name, after.short_name)
      .SetChange("parent", parent(before), parent(after))
      .SetChange("category", NameOf(before.category), NameOf(after.category))
      .SetChange("order", std::to_string(before.order), std::to_string(after.order));
  return detail;
}

std::string SubjectOf(Id id) { return "unit/" + std::to_string(id); }

}  // namespace

Result<std::shared_ptr<const Tree>> TreeCache::At(const Session& session, Date day) {
  KAOGONG_TRY_ASSIGN(const std::int64_t version, OrganisationVersion(session.transaction));
  {
    const std::lock_guard lock(mutex_);
    for (auto i = kept_.begin(); i != kept_.end(); ++i) {
      if (i->version != version || i->day != day) continue;
      std::rotate(kept_.begin(), i, i + 1);
      return kept_.front().tree;
    }
  }
  KAOGONG_TRY_ASSIGN(Tree loaded, LoadTree(session, day));
  auto tree = std::make_shared<const Tree>(std::move(loaded));
  // What a transaction that writes sees may never be committed.
  if (!session.transaction.is_read_only()) return tree;
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [&](const Kept& kept) {
    return kept.version < version || (kept.version == version && kept.day == day);
  });
  kept_.insert(kept_.begin(), Kept{version, day, tree});
  if (kept_.size() > kTreesMax) kept_.pop_back();
  return tree;
}

Result<std::vector<UnitRowView>> ListUnits(const Office& office, TreeCache& cache,
                                           const Actor& actor, Date on) {
  KAOGONG_TRY(Require(actor, Act::kViewOrganisation));
  return office.Read(actor, [&](Session& session) -> Result<std::vector<UnitRowView>> {
    KAOGONG_TRY_ASSIGN(const auto tree, cache.At(session, on));
    const Reach reach = ReachOf(actor, Act::kViewOrganisation);
    std::vector<UnitRowView> rows;
    if (reach.is_everywhere) {
      rows.reserve(tree->nodes().size());
      for (const TreeNode& node : tree->nodes()) rows.push_back({node, true});
      return rows;
    }
    KAOGONG_TRY_ASSIGN(const auto present, cache.At(session, session.today));
    const std::unordered_set<Id> now = Below(*present, reach.roots);
    const std::unordered_set<Id> then = Below(*tree, reach.roots);
    std::vector<char> is_shown(tree->nodes().size(), 0);
    std::vector<char> is_covered(tree->nodes().size(), 0);
    for (std::size_t i = 0; i < tree->nodes().size(); ++i) {
      const Id id = tree->nodes()[i].id;
      // Grants reach as far as they do today; what no longer exists is judged by its own day.
      is_covered[i] = present->Find(id).has_value() ? now.contains(id) : then.contains(id);
      if (!is_covered[i]) continue;
      is_shown[i] = 1;
      for (const std::size_t above : tree->PathTo(i)) is_shown[above] = 1;
    }
    for (std::size_t i = 0; i < is_shown.size(); ++i) {
      if (!is_shown[i]) continue;
      const TreeNode& node = tree->nodes()[i];
      rows.push_back({is_covered[i] ? node : NamesOnly(node), is_covered[i] != 0});
    }
    return rows;
  });
}

Result<UnitView> FindUnit(const Office& office, const Actor& actor, Id id,
                          std::optional<Date> on) {
  return office.Read(actor, [&](Session& session) -> Result<UnitView> {
    KAOGONG_TRY(RequireOnUnit(session, Act::kViewOrganisation, id));
    return Load(session, id, on.value_or(session.today));
  });
}

Result<UnitView> CreateUnit(const Office& office, const Actor& actor, const NewUnit& made) {
  KAOGONG_TRY(Require(actor, Act::kEditOrganisation));
  return office.Write(actor, [&](Change& change) -> Result<UnitView> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    const std::string code(Trim(made.code));
    const std::string name(Trim(made.name));
    const std::string short_name(Trim(made.short_name));
    Faults faults;
    faults.Add("/code", CheckCode(code));
    faults.Add("/name", CheckName(name, kNameCharactersMax));
    faults.Add("/short_name", CheckShortName(short_name));
    faults.Add("/order", CheckOrder(made.order));
    KAOGONG_TRY(CheckParent(change, made.parent, faults));
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY_ASSIGN(const auto taken,
                       transaction.One<Id>("SELECT id FROM unit WHERE code = ?", {code}));
    if (taken.has_value()) {
      const Text message = Say("编码“{}”已被另一单位使用", "Another unit has the code \"{}\"", code);
      return Error{ErrorCode::kConflict, message, {{"/code", message}}};
    }
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction, 2));
    KAOGONG_TRY_ASSIGN(const History history, LoadHistory(transaction));
    UnitSpan span{id + 1, id,
                  {made.parent, name, short_name, made.category,
                   made.order.value_or(NextOrder(history, made.parent, made.from))},
                  {made.from, std::nullopt}};
    std::vector<UnitSpan> spans = history.spans();
    spans.push_back(span);
    KAOGONG_TRY(CheckHistory(std::move(spans), "/valid_from"));
    KAOGONG_TRY(transaction.Execute("INSERT INTO unit (id, code, version) VALUES (?, ?, 1)",
                                    {id, code}));
    KAOGONG_TRY(InsertSpan(transaction, span, {}));
    change.Record("unit.create", SubjectOf(id),
                  DetailOfChange({}, span.state, span.validity).Set("code", code));
    return Load(change, id, std::max(made.from, change.today));
  });
}

Result<UnitView> ChangeUnit(const Office& office, const Actor& actor, Id id,
                            const UnitChange& wanted) {
  return office.Write(actor, [&](Change& change) -> Result<UnitView> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY(RequireOnUnit(change, Act::kEditOrganisation, id));
    KAOGONG_TRY(CheckVersion(transaction, id, wanted.version));
    KAOGONG_TRY_ASSIGN(const History history, LoadHistory(transaction));
    const auto [first, end] = history.SpansOf(id);
    std::vector<UnitSpan> spans = history.spans();
    UnitSpan& last = spans[end - 1];
    const UnitState before = last.state;
    UnitState state = before;
    if (wanted.name.has_value()) state.name = Trim(*wanted.name);
    if (wanted.short_name.has_value()) state.short_name = Trim(*wanted.short_name);
    if (wanted.parent.has_value()) state.parent = wanted.parent;
    state.category = wanted.category.value_or(before.category);
    state.order = wanted.order.value_or(before.order);

    Faults faults;
    faults.Add("/name", CheckName(state.name, kNameCharactersMax));
    faults.Add("/short_name", CheckShortName(state.short_name));
    faults.Add("/order", CheckOrder(state.order));
    if (state.parent != before.parent) KAOGONG_TRY(CheckParent(change, state.parent, faults));
    if (wanted.from < last.validity.from) {
      faults.Add("/from", Say("该单位自 {0} 起另有记载，请选 {0} 或以后的日期",
                              "The unit has a later entry from {0}; choose that day or a later one",
                              last.validity.from.ToString()));
    } else if (last.validity.to.has_value() && wanted.from >= *last.validity.to) {
      faults.Add("/from", Say("单位已于 {} 撤销", "The unit was closed on {}",
                              last.validity.to->ToString()));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    if (state == before) {
      change.RecordNothing();
      return Load(change, id, std::max(wanted.from, change.today));
    }
    KAOGONG_TRY(RaiseVersion(transaction, id));

    const Validity validity{wanted.from, last.validity.to};
    const Id span = last.id;
    if (wanted.from == last.validity.from) {
      last.state = state;
      KAOGONG_TRY(CheckHistory(std::move(spans), "/from"));
      KAOGONG_TRY(UpdateSpan(transaction, span, state, validity.to, {}));
    } else {
      KAOGONG_TRY_ASSIGN(const Id next, TakeIds(transaction));
      last.validity.to = wanted.from;
      spans.push_back({next, id, state, validity});
      const UnitSpan added = spans.back();
      KAOGONG_TRY(CheckHistory(std::move(spans), "/from"));
      KAOGONG_TRY(UpdateSpan(transaction, span, before, wanted.from, {}));
      KAOGONG_TRY(InsertSpan(transaction, added, {}));
    }
    change.Record("unit.change", SubjectOf(id), DetailOfChange(before, state, validity));
    return Load(change, id, std::max(wanted.from, change.today));
  });
}

Result<UnitView> CloseUnit(const Office& office, const Actor& actor, Id id, std::int64_t version,
                           Date on) {
  return office.Write(actor, [&](Change& change) -> Result<UnitView> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY(RequireOnUnit(change, Act::kEditOrganisation, id));
    KAOGONG_TRY(CheckVersion(transaction, id, version));
    KAOGONG_TRY_ASSIGN(const History history, LoadHistory(transaction));
    const UnitSpan last = history.spans()[history.SpansOf(id).second - 1];
    Faults faults;
    if (on <= last.validity.from) {
      faults.Add("/on", Say("应晚于该单位最近一次变更的 {}", "It has to be after the unit's last change, {}",
                            last.validity.from.ToString()));
    }
    for (const UnitSpan& span : history.spans()) {
      const bool remains = span.state.parent == id &&
                           (!span.validity.to.has_value() || *span.validity.to > on);
      if (!remains) continue;
      faults.Add("/on", Say("下级单位“{}”届时仍在，请先移走或撤销",
                            "The unit \"{}\" below is still there then; move or close it first",
                            span.state.name));
    }
    KAOGONG_TRY_ASSIGN(const auto appointed,
                       transaction.One<std::int64_t>(
                           "SELECT count(DISTINCT person_id) FROM appointment WHERE unit_id = ? "
                           "AND (valid_to IS NULL OR valid_to > ?)",
                           {id, on.ToString()}));
    if (appointed.value_or(0) > 0) {
      faults.Add("/on", Say("届时仍有 {} 人在该单位任职，请先免职或调任",
                            "{} persons are still appointed to it then; end or move these first",
                            *appointed));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(RaiseVersion(transaction, id));
    KAOGONG_TRY(UpdateSpan(transaction, last.id, last.state, on, {}));
    change.Record("unit.close", SubjectOf(id),
                  Detail().Set("name", last.state.name).Set("on", on.ToString()));
    return Load(change, id, change.today);
  });
}

}  // namespace kaogong::office
