// SPDX-License-Identifier: Apache-2.0
#include "office/result/internal/ranking.h"

#include <algorithm>
#include <map>
#include <utility>

#include "office/result/board.h"
#include "scoring/reference.h"

namespace kaogong::office::result {

namespace {

using facts::Row;
using scheme::Expr;
using scheme::ExprId;
using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Scheme;

// The first expression of a figure's own formula that ranks.
ExprId FindRank(const Scheme& scheme, FigureId figure) {
  std::vector<ExprId> rest{scheme.figure(figure).expr};
  std::vector<bool> seen(scheme.exprs.size(), false);
  while (!rest.empty()) {
    const ExprId id = rest.back();
    rest.pop_back();
    if (id == kNone || seen[static_cast<std::size_t>(id)]) continue;
    seen[static_cast<std::size_t>(id)] = true;
    const Expr& expr = scheme.expr(id);
    if (expr.op == scheme::Op::kRank) return id;
    rest.insert(rest.end(), expr.args.begin(), expr.args.end());
    for (const scheme::Arm& arm : expr.arms) rest.push_back(arm.value);
  }
  return kNone;
}

std::string TitleOf(const Scheme& scheme, ExprId key) {
  const Expr& expr = scheme.expr(key);
  if (expr.op == scheme::Op::kField) return scheme.field(expr.target).name;
  if (expr.op == scheme::Op::kFigure) return scheme.figure(expr.target).name;
  return expr.text.empty() ? "组别" : expr.text;
}

std::string TextOf(const Scheme& scheme, const facts::Facts& facts, ExprId key,
                   const scoring::Value& value) {
  if (!value.ok()) return "—";
  switch (scheme.expr(key).type) {
    case scheme::Type::kText: {
      const auto id = value.number.ExactDecimal();
      return id ? facts.texts[static_cast<std::size_t>(id->units())] : "—";
    }
    case scheme::Type::kBoolean: return value.truth() ? "是" : "否";
    default: return value.number.ToString();
  }
}

}  // namespace

std::string GroupOf(const Ranking& ranking, Row row) {
  if (ranking.group_of.empty()) return {};
  return ranking.groups[static_cast<std::size_t>(ranking.group_of[static_cast<std::size_t>(row)])];
}

Ranking MakeRanking(const Board& board, KindId kind) {
  const Scheme& scheme = board.scheme();
  const facts::Facts& facts = board.facts();
  const auto count = static_cast<std::size_t>(facts.table(kind).rows());
  const FigureId rank = KeyFiguresOf(scheme, kind).rank;
  const ExprId ranked = rank == kNone ? kNone : FindRank(scheme, rank);
  const KindId scope = ranked == kNone ? std::max(scheme.kind(kind).parent, 0)
                                       : scheme.expr(ranked).domain.scope;
  const ExprId key = ranked == kNone ? kNone : scheme.expr(ranked).domain.key;
  Ranking to;
  to.is_tied.assign(count, false);
  if (key != kNone) {
    to.title = TitleOf(scheme, key);
    to.group_of.assign(count, 0);
  }
  scoring::Reference reference(scheme, facts);
  reference.AdoptAll(board.outcome());
  // Groups count in the order of their first rows.
  std::vector<int>& group = to.peers_of;
  group.assign(count, 0);
  std::map<std::pair<Row, std::string>, int> groups;
  std::map<std::string, int> names;
  for (const Row row : facts.table(kind).order) {
    const auto at = static_cast<std::size_t>(row);
    std::string name;
    if (key != kNone) {
      name = TextOf(scheme, facts, key, reference.Evaluate(key, row, 0));
      const auto known = names.emplace(name, static_cast<int>(names.size()));
      if (known.second) to.groups.push_back(name);
      to.group_of[at] = known.first->second;
    }
    const Row above = facts::RowAbove(scheme, facts, kind, row, scope);
    const auto known =
        groups.emplace(std::pair(above, std::move(name)), static_cast<int>(groups.size()));
    if (known.second) to.peers.emplace_back();
    group[at] = known.first->second;
    to.peers[static_cast<std::size_t>(group[at])].push_back(row);
  }
  if (rank == kNone) {
    to.order = facts.table(kind).order;
    return to;
  }
  to.order = *board.OrderBy(kind, ResultColumn{rank, 0}, false);
  std::ranges::stable_sort(
      to.order, {}, [&](Row row) { return group[static_cast<std::size_t>(row)]; });
  for (std::size_t i = 1; i < to.order.size(); ++i) {
    const Row one = to.order[i - 1];
    const Row other = to.order[i];
    if (group[static_cast<std::size_t>(one)] != group[static_cast<std::size_t>(other)]) continue;
    const scoring::Value a = board.At({rank, 0}, one);
    const scoring::Value b = board.At({rank, 0}, other);
    if (!a.ok() || !b.ok() || a.number != b.number) continue;
    to.is_tied[static_cast<std::size_t>(one)] = true;
    to.is_tied[static_cast<std::size_t>(other)] = true;
  }
  return to;
}

}  // namespace kaogong::office::result
