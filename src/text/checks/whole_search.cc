// SPDX-License-Identifier: Apache-2.0
#include "text/checks/whole_search.h"

#include <algorithm>
#include <cstdlib>

#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

// How many comparable figures are looked at on each side, so that a huge report takes linear time.
constexpr std::size_t kFiguresFar = 400;  // Figures passed over, so that a long report takes its share of time.
constexpr int kLookBack = 200;
constexpr int kLookAhead = 20;

constexpr View kScopes[] = {U"全国", U"全省", U"全市", U"全县", U"全区", U"全镇", U"全乡", U"全村", U"全校",
                            U"全局", U"全系统", U"全州", U"全旗", U"全院", U"全部", U"世界", U"全球", U"同类"};

// Words of the phrase that name a thing, not just a total.
std::u32string ContentOf(View phrase) {
  std::u32string content(TrimEndOf(phrase, U"的比达为约仅只是有到近"));
  for (const View word : {View(U"总人数"), View(U"总数"), View(U"总量"), View(U"总额"), View(U"全部"),
                          View(U"比例"), View(U"比重"), View(U"总")}) {
    const std::size_t at = content.find(word);
    if (at != std::u32string::npos) content.replace(at, word.size(), U"|");
  }
  return content;
}

// Scopes that the text of the whole report is about need no mention beside the figure.
int ScopeOf(View phrase, View around) {
  for (const View scope : kScopes) {
    if (!Contains(phrase, scope) || scope == U"全部") continue;
    if (Contains(around, scope)) return 10;
    return scope == U"全国" || scope == U"世界" || scope == U"全球" || scope == U"全省" ? -40 : 0;
  }
  return 0;
}

// 次, 场 and the like count happenings, not the things that 个 counts.
bool CountsEvents(const Figure& figure) {
  return View(U"次场期届批轮回遍趟").find(figure.quantity.unit.name) != View::npos;
}

// 户数, 人数 and the like say no more than 总数.
bool HasContent(const std::u32string& content) {
  return std::count_if(content.begin(), content.end(), [](char32_t c) { return c != U'|'; }) > 2;
}

bool IsNumerator(const Document& document, const Figure& figure) {
  const View text = document.FlowText(figure.flow);
  const View behind = text.substr(figure.quantity.end, 4);
  return Contains(behind, U"占");
}

bool IsAfterAmong(const Document& document, const Figure& whole, const Figure& part) {
  if (whole.flow != part.flow || whole.quantity.end > part.quantity.begin) return false;
  return Contains(document.Between(whole, part), U"其中");
}

int StrengthOf(const Document& document, const Figure& candidate, const Figure& part,
               const std::u32string& content, View phrase) {
  int strength = 0;
  const bool is_before =
      candidate.flow == part.flow && candidate.quantity.begin < part.quantity.begin;
  if (is_before && candidate.sentence == part.sentence) {
    strength += 30;
  } else if (is_before) {
    strength += std::max(20 - 4 * static_cast<int>(part.sentence - candidate.sentence - 1), 6);
  } else if (candidate.flow == part.flow && candidate.sentence == part.sentence) {
    strength += 10;
  } else {
    strength += candidate.flow < part.flow && part.flow - candidate.flow <= 2 ? 10 : 5;
  }
  const std::u32string label = LabelOf(document, candidate);
  std::u32string around(WideBefore(document, candidate));
  around += U'|';
  around += document.After(candidate);
  const int named = SharedPairs(content, around);
  strength += std::min(10 * named, 30);
  // What the phrase names must be what the figure counts, mostly.
  const bool is_far = candidate.flow != part.flow;
  const int wanted = SharedPairs(content, content);
  if (HasContent(content) && (is_far ? named * 2 <= wanted : named * 2 < wanted)) strength -= 15 + 10 * named;
  strength += std::min(6 * SharedPairs(LabelOf(document, part), label), 18);
  if (ContainsAny(around, {U"总", U"共", U"全", U"现有", U"合计", U"累计", U"应"})) strength += 6;
  if (IsAfterAmong(document, candidate, part)) strength += 25;
  if (IsNumerator(document, candidate)) strength -= 25;
  if (candidate.quantity.is_weak) strength -= 30;
  return strength + ScopeOf(phrase, around);
}

}  // namespace

std::vector<WholeCandidate> FindWholes(const Document& document, const Figure& part, View phrase) {
  const std::u32string content = ContentOf(phrase);
  std::vector<WholeCandidate> wholes;
  const auto at = static_cast<std::size_t>(&part - document.figures.data());
  const auto consider = [&](const Figure& figure) {
    if (!IsAmount(figure) || !AreComparable(figure.quantity.unit, part.quantity.unit)) return false;
    if (!figure.quantity.admitted.high() || CountsEvents(figure) != CountsEvents(part)) return false;
    // A whole smaller than its part is a mistake one may suspect only close by.
    const bool is_smaller = figure.quantity.admitted.IsBelow(part.quantity.admitted);
    if (is_smaller) {
      if (figure.sentence != part.sentence || figure.quantity.begin > part.quantity.begin) return false;
      if (HasContent(content)) return false;
    }
    const int strength = StrengthOf(document, figure, part, content, phrase) - (is_smaller ? 8 : 0);
    if (strength >= kWholeWeak) wholes.push_back({&figure, strength});
    return true;
  };
  int left = kLookBack;
  for (std::size_t i = at; i-- > 0 && left > 0 && at - i <= kFiguresFar;) left -= consider(document.figures[i]) ? 1 : 0;
  left = kLookAhead;
  for (std::size_t i = at + 1; i < document.figures.size() && left > 0 && i - at <= kFiguresFar; ++i) {
    left -= consider(document.figures[i]) ? 1 : 0;
  }
  std::stable_sort(wholes.begin(), wholes.end(),
                   [](const WholeCandidate& a, const WholeCandidate& b) {
                     return a.strength > b.strength;
                   });
  return wholes;
}

}  // namespace kaogong::text
