// SPDX-License-Identifier: Apache-2.0
#include "document/period.h"

#include <algorithm>
#include <string>

namespace kaogong::document {

using scheme::FigureId;
using scheme::KindId;
using scheme::kNone;
using scheme::LevelId;
using scheme::Role;

KindId AssessedKind(const scheme::Scheme& scheme) {
  for (const Role role : {Role::kTotal, Role::kPayout, Role::kIndicator, Role::kGrade}) {
    for (const FigureId figure : scheme.order) {
      const KindId at = scheme.figure(figure).kind;
      if (scheme.figure(figure).role == role && at > 0 && !scheme.kind(at).is_record) return at;
    }
  }
  for (std::size_t i = 1; i < scheme.kinds.size(); ++i) {
    if (!scheme.kinds[i].is_record) return static_cast<KindId>(i);
  }
  return 0;
}

KindId PaidKind(const scheme::Scheme& scheme) {
  KindId paid = kNone;
  for (const scheme::Figure& figure : scheme.figures) {
    if (figure.role == Role::kPayout) paid = std::max(paid, figure.kind);
  }
  return paid;
}

FigureId TotalAt(const scheme::Scheme& scheme, KindId kind, LevelId level) {
  FigureId ranked = kNone;
  FigureId indicator = kNone;
  int indicators = 0;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.kind != kind || figure.level != level) continue;
    const auto id = static_cast<FigureId>(i);
    if (figure.role == Role::kTotal) return id;
    const scheme::Expr& root = scheme.expr(figure.expr);
    if (figure.role == Role::kRanking && root.op == scheme::Op::kRank && ranked == kNone) {
      const scheme::Expr& by = scheme.expr(root.args[0]);
      if (by.op == scheme::Op::kFigure) ranked = by.target;
    }
    if (figure.role == Role::kIndicator && figure.parent == kNone) {
      indicator = id;
      ++indicators;
    }
  }
  if (ranked != kNone) return ranked;
  return indicators == 1 ? indicator : kNone;
}

Result<PeriodChoice> FindPeriod(const scheme::Scheme& scheme, KindId kind, std::string_view text) {
  if (text.empty()) return PeriodChoice{};
  if (kind == kNone) kind = AssessedKind(scheme);
  std::optional<PeriodChoice> named;
  std::string levels;
  std::string levels_en;
  for (std::size_t i = 1; i < scheme.levels.size(); ++i) {
    const auto level = static_cast<LevelId>(i);
    const scheme::Level& definition = scheme.level(level);
    const bool is_scored = TotalAt(scheme, kind, level) != kNone;
    if (is_scored) {
      levels += (levels.empty() ? "" : "、") + definition.name;
      levels_en += (levels_en.empty() ? "" : ", ") + definition.name_en;
    }
    const auto index = scheme::FindPeriod(level, definition, text, scheme.year);
    if (!index) continue;
    if (is_scored) return PeriodChoice{level, index};
    if (!named) named = PeriodChoice{level, index};
  }
  if (!named) {
    return Error{ErrorCode::kInvalidInput,
                 Say("没有考核期“{}”，如 3月、一季度、上半年",
                     "there is no period '{}'; such as 3月, 一季度, 上半年", text)};
  }
  const std::string& who = scheme.kind(kind).name;
  if (levels.empty()) {
    return Error{
        ErrorCode::kInvalidInput,
        Say("办法对{0}只按年计分，不能出“{1}”的文件；请去掉考核期",
            "the regulation scores {0} by the year only; leave the period '{1}' out", who, text)};
  }
  return Error{ErrorCode::kInvalidInput,
               Say("办法对{0}不按“{1}”计分，只按{2}和年计分",
                   "the regulation scores {0} by {3} and the year, not for '{1}'", who, text,
                   levels, levels_en)};
}

}  // namespace kaogong::document
