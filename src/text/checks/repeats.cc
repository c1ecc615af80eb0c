// SPDX-License-Identifier: Apache-2.0
// The same figure stated twice with different values: 募集善款逾1300万元 … 已募集善款1700万元.
//
// Two figures are the same when the words around them are, up to little; anything that sets them
// apart — another year, another level (省级, 市级), 新增 or 计划 on one side only — makes them two.
// Labels that come with three or more values are a series over villages or months.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/tense.h"
#include "text/checks/words.h"
#include "text/fold.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;
using PairKey = std::uint64_t;

constexpr std::size_t kReach = 20;        // Characters looked at on each side.
constexpr std::size_t kCommonPair = 40;   // A pair of characters at more figures than this tells nothing.

struct Labelled {
  std::size_t index = 0;
  std::vector<PairKey> pairs;      // Sorted; of the words outside quotation marks.
  std::u32string label;            // Before and behind.
  std::u32string before;
  std::u32string quoted;           // What stands in quotation marks.
  std::u32string counted;          // The word nearest to the figure that says what is counted.
  std::set<std::u32string> marks;  // Words that set figures apart.
  std::set<std::u32string> times;  // When it was, in words.
  std::set<std::u32string> places;  // The villages and towns named.
  std::optional<int> year;
  bool is_past = false;     // Of a year before the one the report is about.
  bool is_planned = false;  // Said of the future: 将, 目标, 900万人以上.
  std::vector<PairKey> before_pairs;
  std::vector<PairKey> after_pairs;
};

// Words of which one on one side only, or different ones on the two, make two figures.
constexpr View kApart[] = {
    U"小学", U"初中", U"高中", U"幼儿", U"中学", U"职中", U"职高", U"大学", U"专科", U"本科", U"男", U"女",
    U"国家级", U"省级", U"市级", U"县级", U"区级", U"州级", U"校级", U"乡级", U"村级", U"镇级", U"城市",
    U"农村", U"城镇", U"城区", U"上半年", U"下半年", U"季度", U"计划", U"目标", U"预计", U"预算", U"拟",
    U"力争", U"应", U"新增", U"新建", U"改建", U"扩建", U"其中", U"平均", U"人均", U"户均", U"最高", U"最低",
    U"一等", U"二等", U"三等", U"特等", U"优秀", U"良好", U"合格", U"增加", U"减少", U"增长", U"下降", U"其余",
    U"其他", U"另", U"全部", U"所有", U"各", U"每", U"以上", U"以下", U"第一", U"第二", U"第三", U"第四",
    U"年均", U"累计", U"当年", U"总额", U"净增", U"净",
    U"工业", U"农业", U"一产", U"二产", U"三产", U"去年", U"上年", U"今年", U"明年", U"前年", U"同期", U"当年",
    U"历年", U"文科", U"理科", U"正", U"副", U"甲", U"乙", U"东", U"西", U"南", U"北", U"党员", U"群众",
    U"教师", U"学生", U"集中", U"分散", U"机构", U"散居", U"养老", U"医疗", U"失业", U"工伤", U"生育", U"中央",
    U"财政", U"自筹", U"进口", U"出口", U"早稻", U"晚稻", U"春", U"夏", U"秋", U"冬", U"月均", U"日均",
    U"本月", U"上月", U"专任", U"兼职", U"在职", U"退休", U"离休", U"骨干", U"特级", U"一类", U"二类",
    U"三类", U"一般", U"重点", U"重大", U"较大", U"标清", U"高清", U"个人", U"团体", U"集体", U"单位"};

// Times of a year. Different ones, when both figures have some, make two figures.
constexpr View kTimes[] = {U"年初", U"年底", U"年末", U"春节", U"清明", U"五一", U"国庆", U"元旦", U"春耕", U"秋收",
                           U"汛期", U"暑假", U"寒假", U"暑期", U"入春", U"入夏", U"入秋", U"入冬", U"期间", U"之后",
                           U"以后", U"之前", U"以前", U"一季度", U"二季度", U"三季度", U"四季度"};

PairKey KeyOf(char32_t a, char32_t b) { return (static_cast<PairKey>(a) << 32U) | b; }

bool IsEmptyWord(char32_t c) {
  constexpr View kWords = U"的了和与及在为是有个名人项所共达到其中等各并以将对把被由从上年月日元已约近超计";
  return kWords.find(c) != View::npos;
}

std::vector<PairKey> PairsOf(View text) {
  std::vector<PairKey> pairs;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (!IsHan(text[i]) || !IsHan(text[i + 1]) || IsEmptyWord(text[i]) || IsEmptyWord(text[i + 1])) continue;
    pairs.push_back(KeyOf(text[i], text[i + 1]));
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

// Moves what stands in quotation marks out of the text.
std::u32string Unquoted(View text, std::u32string& quoted) {
  std::u32string plain;
  bool is_inside = false;
  for (const char32_t c : text) {
    if (c == U'“') is_inside = true;
    if (!is_inside) plain.push_back(c);
    if (is_inside && c != U'“' && c != U'”') quoted.push_back(c);
    if (c == U'”') is_inside = false;
  }
  return plain;
}

// 中央财政安排51亿元, 投入20万元: for what is said elsewhere, so nothing can be compared.
bool LacksObject(View before, View after) {
  before = TrimEndOf(before, U"了共已达为约各计资金");
  return after.empty() && EndsWithAny(before, {U"安排", U"投入", U"支出", U"投资", U"拨付", U"补助", U"支持", U"下达",
                                               U"落实", U"争取", U"筹集", U"筹措", U"奖励", U"补贴", U"发放"});
}

// Words that say nothing about what is counted.
std::u32string WithoutAdverbs(std::u32string text) {
  for (const View word : {View(U"先后"), View(U"目前"), View(U"截至"), View(U"截止"), View(U"已经"), View(U"现已"),
                          View(U"一共"), View(U"总共"), View(U"全年"), View(U"以来")}) {
    for (std::size_t at = text.find(word); at != std::u32string::npos; at = text.find(word)) {
      text.replace(at, word.size(), U"|");
    }
  }
  return text;
}

// The latest year named before the plans, but for ends yet to come (到2020年). Zero when none is.
int YearOfReport(const Document& document, std::uint32_t plan_from) {
  int latest = 0;
  for (const DatedSpan& dated : document.dates) {
    if (dated.flow >= plan_from || !dated.mention.first.year) continue;
    const View before = document.FlowText(dated.flow).substr(0, dated.mention.begin);
    if (!EndsWithAny(before, {U"到", U"至"})) latest = std::max(latest, *dated.mention.first.year);
  }
  return latest;
}

// What is counted stands behind the figure (46个社区) or, when nothing follows, before it (社区46个):
// the two letters nearest to it.
std::u32string CountedOf(View before, View after) {
  if (!PairsOf(after).empty()) return std::u32string(after.substr(0, 2));
  const View plain = TrimEndOf(before, U"了共达到已为约近超各计有是的逾");
  return std::u32string(plain.substr(plain.size() - std::min<std::size_t>(plain.size(), 2)));
}

// 青金村, 大塘镇: the three letters that tell one from another. 全镇 and 各村 are no names.
std::set<std::u32string> PlacesOf(View text) {
  std::set<std::u32string> places;
  for (std::size_t at = 2; at < text.size(); ++at) {
    if (View(U"村乡镇").find(text[at]) == View::npos) continue;
    if (!IsHan(text[at - 1]) || !IsHan(text[at - 2])) continue;
    if (View(U"全各本我该每个农乡城").find(text[at - 1]) == View::npos) places.emplace(text.substr(at - 2, 3));
  }
  return places;
}

// What the figures of a report have in common.
struct Frame {
  std::uint32_t plan_from = 0;
  int year = 0;
};

std::optional<Labelled> LabelledOf(const Document& document, std::size_t index, const Frame& frame) {
  const Figure& figure = document.figures[index];
  if (!IsAmount(figure) && !IsPercent(figure)) return std::nullopt;
  if (figure.quantity.is_weak || figure.quantity.unit.dimension == Dimension::kScore) return std::nullopt;
  std::uint32_t begin = 0;
  bool is_target = false;
  if (ChangeBefore(document, figure, begin, is_target) != 0) return std::nullopt;
  if (IsPercent(figure) && ReadPercent(document, figure).role != PercentRole::kRate) return std::nullopt;
  View before = document.Before(figure);
  if (ContainsAnyOf(before, U"比较由从") || ContainsAny(before, {U"上年", U"去年", U"同期"})) return std::nullopt;
  if (LacksObject(before, document.After(figure))) return std::nullopt;
  if (before.size() > kReach) before = before.substr(before.size() - kReach);
  View after = document.After(figure).substr(0, kReach);
  Labelled labelled;
  labelled.index = index;
  labelled.before = WithoutAdverbs(Unquoted(before, labelled.quoted));
  labelled.label = labelled.before + U"|" + Unquoted(after, labelled.quoted);
  labelled.pairs = PairsOf(labelled.label);
  labelled.before_pairs = PairsOf(labelled.before);
  labelled.after_pairs = PairsOf(View(labelled.label).substr(labelled.before.size() + 1));
  labelled.counted = CountedOf(labelled.before, View(labelled.label).substr(labelled.before.size() + 1));
  labelled.places = PlacesOf(labelled.label);
  labelled.is_planned = IsPlanned(document, figure, frame.plan_from);
  if (labelled.pairs.size() < 3) return std::nullopt;
  const std::u32string wide(WideBefore(document, figure));
  for (const View word : kApart) {
    if (Contains(labelled.label, word) || Contains(wide, word)) labelled.marks.insert(std::u32string(word));
  }
  const Sentence& sentence = document.sentences[figure.sentence];
  const View head =
      document.FlowText(figure.flow).substr(sentence.begin, figure.quantity.begin - sentence.begin);
  for (const View time : kTimes) {
    if (Contains(head, time)) labelled.times.insert(std::u32string(time));
  }
  labelled.year = YearOf(document, figure);
  const int year = labelled.year.value_or(0) / 100;  // Zero when only a month is named.
  labelled.is_past = year > 0 && year < frame.year;
  return labelled;
}

bool ShareAny(const std::vector<PairKey>& a, const std::vector<PairKey>& b) {
  std::vector<PairKey> shared;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(shared));
  return !shared.empty();
}

struct Likeness {
  std::size_t shared = 0;
  std::size_t smaller = 0;
  std::size_t both = 0;
};

Likeness Compare(const Labelled& a, const Labelled& b) {
  std::vector<PairKey> shared;
  std::set_intersection(a.pairs.begin(), a.pairs.end(), b.pairs.begin(), b.pairs.end(),
                        std::back_inserter(shared));
  return {shared.size(), std::min(a.pairs.size(), b.pairs.size()),
          a.pairs.size() + b.pairs.size() - shared.size()};
}

bool AreSame(const Document& document, const Labelled& a, const Labelled& b, bool& is_certain) {
  const Figure& first = document.figures[a.index];
  const Figure& second = document.figures[b.index];
  if (first.quantity.unit.name != second.quantity.unit.name) return false;
  if (first.sentence == second.sentence) return false;
  if (a.marks != b.marks || a.is_planned != b.is_planned) return false;
  // Both sides of the figure must agree; a side that says nothing agrees with nothing much.
  if (a.after_pairs.empty() != b.after_pairs.empty()) return false;
  if (!a.after_pairs.empty() && !ShareAny(a.after_pairs, b.after_pairs)) return false;
  if (a.before_pairs.empty() != b.before_pairs.empty()) return false;
  if (!a.before_pairs.empty() && !ShareAny(a.before_pairs, b.before_pairs)) return false;
  if (a.counted != b.counted) return false;
  if (!a.times.empty() && !b.times.empty() && a.times != b.times) return false;
  if (!a.places.empty() && !b.places.empty() && a.places != b.places) return false;
  if (a.year && b.year && *a.year != *b.year) return false;
  // 2002年有特级教师1名 … 全县有特级教师1名: what has no date is said of today.
  if ((a.is_past && !b.year) || (b.is_past && !a.year)) return false;
  // The reach may cut a quotation short.
  if (!a.quoted.starts_with(b.quoted) && !b.quoted.starts_with(a.quoted)) return false;
  Likeness likeness = Compare(a, b);
  // The same quotation on both sides weighs as much as three pairs.
  const bool is_quoted = std::min(a.quoted.size(), b.quoted.size()) >= 4;
  if (is_quoted) {
    likeness.shared += 3;
    likeness.smaller += 3;
    likeness.both += 3;
  }
  if (likeness.shared < 3 || likeness.shared * 10 < likeness.smaller * 8) return false;
  const bool is_close = likeness.shared * 10 >= likeness.both * 7;
  const bool is_near = likeness.shared >= 5 && likeness.shared * 2 >= likeness.both;
  is_certain = likeness.shared * 10 >= likeness.both * 9 && likeness.shared >= 4;
  // One over twice as large is another figure, unless the words leave no room for that.
  const Rational& low = std::min(first.quantity.value, second.quantity.value);
  const Rational& high = std::max(first.quantity.value, second.quantity.value);
  const bool is_alike = is_close || (is_quoted && a.before == b.before && !a.before_pairs.empty());
  if (low * Rational(is_alike ? 3 : 2) < high) return false;
  return is_close || is_near;
}

// What the figure says for this purpose: an open end (逾1300万) reaches to the next round number.
Interval SaidBy(const Quantity& quantity) {
  if (quantity.admitted.high()) return quantity.admitted;
  return Interval::Between(quantity.value, quantity.value + quantity.round_step);
}

void Add(const Document& document, const Figure& first, const Figure& second, bool is_certain,
         Outcome& outcome) {
  Finding finding;
  finding.check = "repeat";
  finding.certainty = is_certain ? Certainty::kLikely : Certainty::kAsk;
  finding.span = second.span();
  finding.others = {first.span()};
  const auto shown = [&](const Figure& figure) {
    const std::uint32_t floor = figure.quantity.begin > 10 ? static_cast<std::uint32_t>(figure.quantity.begin) - 10 : 0;
    Span span = figure.span();
    span.begin = std::max(figure.label_begin, floor);
    span.end = std::min<std::uint32_t>(figure.label_end, span.end + 8);
    return document.Original(span);
  };
  finding.message = Say("同一数字前后不一：前文“{0}”，此处“{1}”", "the same figure differs: \"{0}\" before, \"{1}\" here",
                        shown(first), shown(second));
  outcome.findings.push_back(std::move(finding));
}

}  // namespace

namespace {

using Holders = std::map<PairKey, std::vector<std::size_t>>;

// The other figures that say what `all[b]` says, with whether that is certain.
std::map<std::size_t, bool> SameAs(const Document& document, const std::vector<Labelled>& all,
                                   const Holders& by_pair, std::size_t b) {
  std::map<std::size_t, int> near;
  for (const PairKey key : all[b].pairs) {
    const std::vector<std::size_t>& holders = by_pair.at(key);
    if (holders.size() > kCommonPair) continue;
    for (const std::size_t a : holders) {
      if (a != b) ++near[a];
    }
  }
  std::map<std::size_t, bool> same;
  for (const auto& [a, shared] : near) {
    bool is_certain = false;
    if (shared >= 2 && AreSame(document, all[a], all[b], is_certain)) same.emplace(a, is_certain);
  }
  return same;
}

void Judge(const Document& document, const std::vector<Labelled>& all, const Holders& by_pair,
           std::size_t b, Outcome& outcome) {
  const std::map<std::size_t, bool> same = SameAs(document, all, by_pair, b);
  const Figure& second = document.figures[all[b].index];
  std::optional<std::size_t> first;
  Verified held{"repeat", Relation::kEqual, {second.span()}};
  for (const auto& [a, is_certain] : same) {
    const Figure& figure = document.figures[all[a].index];
    if (!SaidBy(figure.quantity).Meets(SaidBy(second.quantity))) {
      // Two others that differ make a series.
      if (first && !SaidBy(document.figures[all[*first].index].quantity).Meets(SaidBy(figure.quantity))) return;
      first = first.value_or(a);
    } else if (a < b) {
      held.spans.push_back(figure.span());
    }
  }
  if (held.spans.size() > 1) {
    outcome.verified.push_back(std::move(held));
    return;
  }
  if (!first || *first > b) return;
  Add(document, document.figures[all[*first].index], second, same.at(*first), outcome);
}

}  // namespace

void CheckRepeats(const Document& document, Outcome& outcome) {
  Frame frame{PlanFrom(document), 0};
  frame.year = YearOfReport(document, frame.plan_from);
  std::vector<Labelled> all;
  std::map<PairKey, std::vector<std::size_t>> by_pair;
  for (std::size_t i = 0; i < document.figures.size(); ++i) {
    auto labelled = LabelledOf(document, i, frame);
    if (!labelled) continue;
    for (const PairKey key : labelled->pairs) by_pair[key].push_back(all.size());
    all.push_back(std::move(*labelled));
  }
  for (std::size_t b = 0; b < all.size(); ++b) Judge(document, all, by_pair, b, outcome);
}

}  // namespace kaogong::text
