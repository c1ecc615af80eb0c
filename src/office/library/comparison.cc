// SPDX-License-Identifier: Apache-2.0
#include "office/library/comparison.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "base/utf8.h"
#include "office/library/figure_text.h"

namespace kaogong::office::library {

namespace {

using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::Role;
using scheme::Scheme;

bool Decides(const scheme::Figure& figure) {
  const bool decides = figure.role == Role::kTotal || figure.role == Role::kRanking ||
                       figure.role == Role::kGrade || figure.role == Role::kPayout;
  return decides && figure.level == scheme::kYear;
}

std::string QualifiedName(const Scheme& scheme, const scheme::Figure& figure) {
  return scheme.kind(figure.kind).name + "." + figure.name;
}

// The yearly figure of the same name of the kind of the same name.
FigureId Counterpart(const Scheme& from, FigureId id, const Scheme& in) {
  const scheme::Figure& figure = from.figure(id);
  const KindId kind = in.FindKind(from.kind(figure.kind).name);
  const FigureId found = kind == kNone ? kNone : in.FindFigure(kind, figure.name);
  return found != kNone && in.figure(found).level == scheme::kYear ? found : kNone;
}

// A decimal: what has no end is rounded as on a screen.
std::string Digits(const Rational& number) {
  if (const auto exact = number.ExactDecimal()) return exact->ToString();
  const auto rounded = number.Round(kScreenPlaces, Rounding::kHalfUp);
  return rounded ? rounded->ToString() : number.ToString();
}

// The figures of one kind that make up a Standing.
struct Parts {
  WatchedFigure score;
  WatchedFigure rank;
  WatchedFigure grade;
  WatchedFigure payout;
};

void Set(const WatchedFigure& watched, Parts* parts) {
  WatchedFigure* const to = watched.role == Role::kRanking  ? &parts->rank
                            : watched.role == Role::kGrade  ? &parts->grade
                            : watched.role == Role::kPayout ? &parts->payout
                                                            : &parts->score;
  if (to->before == kNone) *to = watched;
}

class Comparer {
 public:
  Comparer(const Evaluation& before, const Evaluation& after, Language language)
      : before_(before), after_(after), language_(language) {}

  Result<Comparison> Run(std::string_view figure) {
    const auto watched =
        WatchedFigures(before_.scheme(), after_.scheme(), &comparison_.not_comparable);
    WatchedFigure chosen;
    if (!figure.empty()) {
      KAOGONG_TRY_ASSIGN(chosen, Choose(figure));
    }
    for (std::size_t i = 0; i < before_.scheme().kinds.size(); ++i) {
      const auto kind = static_cast<KindId>(i);
      Parts parts;
      if (chosen.before != kNone) {
        if (before_.scheme().figure(chosen.before).kind != kind) continue;
        parts.score = chosen;
      }
      bool has_parts = parts.score.before != kNone;
      for (const WatchedFigure& one : watched) {
        if (before_.scheme().figure(one.before).kind != kind) continue;
        Set(one, &parts);
        has_parts = true;
        if (one.role == Role::kPayout) AddPayout(one);
      }
      if (has_parts) CompareKind(kind, parts);
    }
    SortRows();
    return std::move(comparison_);
  }

 private:
  Result<WatchedFigure> Choose(std::string_view name) const {
    const Scheme& scheme = before_.scheme();
    std::vector<std::string> known;
    for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
      const auto id = static_cast<FigureId>(i);
      const scheme::Figure& figure = scheme.figures[i];
      if (figure.level != scheme::kYear || figure.type != scheme::Type::kNumber) continue;
      known.push_back(QualifiedName(scheme, figure));
      if (figure.name != name && known.back() != name) continue;
      const FigureId after = Counterpart(scheme, id, after_.scheme());
      if (after != kNone) return WatchedFigure{Role::kTotal, id, after};
    }
    const std::string near = NearestName(name, known);
    return Error{ErrorCode::kInvalidInput,
                 near.empty() ? Say("两个办法没有共同的全年数“{}”",
                                    "the regulations have no yearly figure '{}' in common", name)
                              : Say("两个办法没有共同的全年数“{}”，是否想写“{}”？",
                                    "the regulations have no yearly figure '{}' in common; did you "
                                    "mean '{}'?",
                                    name, near)};
  }

  std::string Show(const Evaluation& from, FigureId figure, facts::Row row) const {
    if (figure == kNone) return {};
    return ShowOnScreen(from.scheme(), from.facts, figure, from.outcome.At(figure, row, 0),
                        language_)
        .text;
  }

  Standing StandingIn(const Evaluation& from, FigureId WatchedFigure::*side, const Parts& parts,
                      facts::Row row) const {
    return {Show(from, parts.score.*side, row), Show(from, parts.rank.*side, row),
            Show(from, parts.grade.*side, row), Show(from, parts.payout.*side, row)};
  }

  void CompareKind(KindId kind, const Parts& parts) {
    const facts::Table& table = before_.facts.table(kind);
    const std::string& kind_name = before_.scheme().kind(kind).name;
    const KindId other = after_.scheme().FindKind(kind_name);
    const auto& theirs = after_.facts.table(other).ids;
    std::unordered_map<std::string_view, facts::Row> by_id;  // Looked up, never iterated.
    for (std::size_t row = 0; row < theirs.size(); ++row)
      by_id.emplace(theirs[row], static_cast<facts::Row>(row));
    std::size_t found_count = 0;
    for (const facts::Row row : table.order) {
      const auto found = by_id.find(table.ids[static_cast<std::size_t>(row)]);
      if (found == by_id.end()) {
        NoteMissing(kind_name + " " + table.NameOf(row));
        continue;
      }
      ++found_count;
      AddRow(kind, row, found->second, parts);
    }
    if (theirs.size() > found_count) {
      NoteMissing(Say("{0}：有 {1} 个只在后一个结果中", "{0}: {1} in the second result only",
                      kind_name, theirs.size() - found_count)
                      .In(language_));
    }
  }

  void NoteMissing(std::string name) {
    constexpr std::size_t kNamesMax = 100;
    if (comparison_.not_comparable.size() < kNamesMax)
      comparison_.not_comparable.push_back(std::move(name));
  }

  void AddRow(KindId kind, facts::Row row, facts::Row there, const Parts& parts) {
    ComparisonRow to;
    to.kind = kind;
    to.row = row;
    to.before = StandingIn(before_, &WatchedFigure::before, parts, row);
    to.after = StandingIn(after_, &WatchedFigure::after, parts, there);
    Rational size;
    if (parts.score.before != kNone) {
      const scoring::Value was = before_.outcome.At(parts.score.before, row, 0);
      const scoring::Value is = after_.outcome.At(parts.score.after, there, 0);
      if (was.ok() && is.ok()) {
        const Rational change = is.number - was.number;
        to.change = (change.sign() > 0 ? "+" : "") + Digits(change);
        size = change.sign() < 0 ? -change : change;
      }
    }
    if (to.before.score != to.after.score || to.before.rank != to.after.rank) ++comparison_.moved;
    if (to.before.grade != to.after.grade) ++comparison_.grade_changes;
    comparison_.rows.push_back(std::move(to));
    sizes_.push_back(std::move(size));
  }

  static Rational TotalOf(const Evaluation& from, FigureId figure) {
    Rational sum;
    const facts::Row rows = from.facts.table(from.scheme().figure(figure).kind).rows();
    for (facts::Row row = 0; row < rows; ++row) {
      const scoring::Value value = from.outcome.At(figure, row, 0);
      if (value.ok()) sum += value.number;
    }
    return sum;
  }

  void AddPayout(const WatchedFigure& watched) {
    comparison_.payouts.push_back({watched.before, Digits(TotalOf(before_, watched.before)),
                                   Digits(TotalOf(after_, watched.after))});
  }

  void SortRows() {
    std::vector<std::size_t> order(sizes_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sizes_[b] < sizes_[a]; });
    std::vector<ComparisonRow> sorted;
    sorted.reserve(order.size());
    for (const std::size_t at : order) sorted.push_back(std::move(comparison_.rows[at]));
    comparison_.rows = std::move(sorted);
  }

  const Evaluation& before_;
  const Evaluation& after_;
  Language language_;
  Comparison comparison_;
  std::vector<Rational> sizes_;  // Of the change of each row.
};

}  // namespace

std::vector<WatchedFigure> WatchedFigures(const Scheme& before, const Scheme& after,
                                          std::vector<std::string>* missing) {
  std::vector<WatchedFigure> watched;
  for (std::size_t i = 0; i < before.figures.size(); ++i) {
    const auto id = static_cast<FigureId>(i);
    if (!Decides(before.figures[i])) continue;
    const FigureId there = Counterpart(before, id, after);
    if (there == kNone || after.figure(there).type != before.figures[i].type) {
      missing->push_back(QualifiedName(before, before.figures[i]));
    } else {
      watched.push_back({before.figures[i].role, id, there});
    }
  }
  for (std::size_t i = 0; i < after.figures.size(); ++i) {
    const auto id = static_cast<FigureId>(i);
    if (Decides(after.figures[i]) && Counterpart(after, id, before) == kNone)
      missing->push_back(QualifiedName(after, after.figures[i]));
  }
  return watched;
}

Result<Comparison> Compare(const Evaluation& before, const Evaluation& after,
                           std::string_view figure, Language language) {
  return Comparer(before, after, language).Run(figure);
}

}  // namespace kaogong::office::library
