// SPDX-License-Identifier: Apache-2.0
// Ranks outside their field: 在全市13个县区中排名第14位; 全市共20个单位参评,我局列第22名.
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

bool IsRank(const Document& document, const Figure& figure) {
  if (figure.quantity.kind != QuantityKind::kOrdinal) return false;
  const View name = figure.quantity.unit.name;
  if (name != U"名" && name != U"位" && name != U"名次" && !name.empty()) return false;
  return ContainsAny(document.Before(figure), {U"排名", U"位列", U"位居", U"名列", U"列", U"居", U"获", U"排",
                                               U"取得", U"得分", U"跃居", U"升至", U"上升到", U"名次"});
}

// A count of those among whom the rank was given: 在全市13个县区中, 23个参评单位中.
bool IsField(const Document& document, const Figure& field, const Figure& rank) {
  if (!IsAmount(field) || field.quantity.is_weak || field.sentence != rank.sentence) return false;
  const Dimension dimension = field.quantity.unit.dimension;
  if (dimension != Dimension::kCount && dimension != Dimension::kPerson) return false;
  const View text = document.FlowText(field.flow);
  const View between = document.Between(field, rank);
  const View before = text.substr(field.clause_begin, field.quantity.begin - field.clause_begin);
  const bool is_among = between.substr(0, 16).find(U'中') != View::npos && between.find(U'。') == View::npos;
  const bool is_scope = ContainsAny(before, {U"全国", U"全省", U"全市", U"全县", U"全区", U"全镇", U"全校", U"同类",
                                             U"参评", U"参赛", U"参加", U"系统", U"共有", U"共"});
  return is_among || (is_scope && between.size() <= 24 &&
                      ContainsAny(between, {U"参评", U"参赛", U"参加", U"单位", U"部门", U"县", U"区", U"学校",
                                            U"选手", U"队"}));
}

}  // namespace

void CheckRanks(const Document& document, Outcome& outcome) {
  for (std::size_t i = 1; i < document.figures.size(); ++i) {
    const Figure& rank = document.figures[i];
    if (!IsRank(document, rank)) continue;
    for (std::size_t f = i; f-- > 0 && document.figures[f].sentence == rank.sentence;) {
      const Figure& field = document.figures[f];
      if (!IsField(document, field, rank)) continue;
      if (rank.quantity.value <= field.quantity.value) {
        outcome.verified.push_back({"rank", Relation::kRank, {rank.span(), field.span()}});
        break;
      }
      Finding finding;
      finding.check = "rank";
      finding.certainty = Certainty::kSure;
      finding.span = rank.span();
      finding.others = {field.span()};
      finding.message = Say("名次“{0}”超出了参加排名的总数“{1}”", "the rank \"{0}\" lies outside the field of \"{1}\"",
                            Show(document, rank), Show(document, field));
      outcome.findings.push_back(std::move(finding));
      break;
    }
  }
}

}  // namespace kaogong::text
