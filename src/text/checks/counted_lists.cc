// SPDX-License-Identifier: Apache-2.0
// Lists whose length is stated: 做好三件事:一是…二是… · 分为四类:A、B、C、D · A、B、C三个乡镇 ·
// 应遵循以下五条原则。 followed by paragraphs 1、 to 5、 · “五化”.
#include <algorithm>
#include <optional>
#include <set>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/items.h"
#include "text/checks/words.h"
#include "text/enumerator.h"
#include "text/fold.h"
#include "text/numeral.h"
#include "text/unit.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

void Add(const Document& document, const Figure& figure, int counted, Certainty certainty,
         Outcome& outcome) {
  Finding finding;
  finding.check = "counted-list";
  finding.certainty = certainty;
  finding.span = figure.span();
  finding.message = Say("说是“{0}”，列出的是{1}项", "announced as \"{0}\", but {1} are listed",
                        Show(document, figure), counted);
  outcome.findings.push_back(std::move(finding));
}

void Hold(const Figure& figure, Outcome& outcome, Relation relation = Relation::kCount) {
  outcome.verified.push_back({"counted-list", relation, {figure.span()}});
}

void Settle(const Document& document, const Figure& figure, int stated, int counted,
            Certainty certainty, Outcome& outcome) {
  if (counted == stated) {
    Hold(figure, outcome);
  } else {
    Add(document, figure, counted, certainty, outcome);
  }
}

// 四个现代化, 八项规定, 十四大: names with a number in them; and 八个字, which counts characters.
bool IsNamed(const Document& document, const Figure& figure) {
  const View text = document.FlowText(figure.flow);
  const View here = text.substr(figure.quantity.begin, 8);
  const View after = document.After(figure);
  if (figure.quantity.unit.name == U"大" && (after.empty() || StartsWithAny(after, {U"的", U"以来", U"报告", U"精神", U"召开", U"代表"}))) {
    return true;
  }
  return StartsWithAny(here, {U"四个现代化", U"四项基本原则", U"五项原则", U"八项规定", U"三个代表", U"四个全面",
                              U"两个维护", U"四个意识", U"四个自信", U"两个确立", U"两个一百年", U"三个有利于",
                              U"四人帮", U"四个伟大", U"六项纪律", U"三个务必"}) ||
         StartsWithAny(after, {U"字", U"汉字", U"月", U"小时"});
}

// Returns the stated number when the figure can announce a list.
std::optional<int> AnnouncedBy(const Document& document, const Figure& figure) {
  const Quantity& quantity = figure.quantity;
  if (quantity.kind != QuantityKind::kAmount || quantity.is_weak || quantity.range_high) return std::nullopt;
  if (quantity.approximation != Approximation::kNone) return std::nullopt;
  const Dimension dimension = quantity.unit.dimension;
  if (dimension != Dimension::kCount && dimension != Dimension::kPerson) return std::nullopt;
  static constexpr View kEvents[] = {U"届", U"期", U"次", U"场", U"批", U"轮", U"回", U"遍", U"趟", U"层", U"级"};
  if (std::find(std::begin(kEvents), std::end(kEvents), quantity.unit.name) != std::end(kEvents)) {
    return std::nullopt;
  }
  if (IsNamed(document, figure)) return std::nullopt;
  const auto value = quantity.value.ToInteger(Rounding::kDown);
  if (!value || *value < 2 || *value > 30 || !quantity.value.is_integer()) return std::nullopt;
  return static_cast<int>(*value);
}

// Finds the first of the characters within a list's reach, or where that ends.
std::size_t FindFirst(View text, std::size_t from, View characters) {
  constexpr std::size_t kReach = 800;
  const View window = text.substr(0, std::min(text.size(), from + kReach));
  const std::size_t at = window.find_first_of(characters, from);
  return at == View::npos ? window.size() : at;
}

// Finds the parenthesis that closes the one at `open`, or the end.
std::size_t ClosingOf(View text, std::size_t open) {
  constexpr std::size_t kReach = 800;
  int depth = 0;
  for (std::size_t i = open; i < std::min(text.size(), open + kReach); ++i) {
    if (text[i] == U'(') ++depth;
    if (text[i] == U')' && --depth == 0) return i;
  }
  return text.size();
}

bool HasFigureInside(const Document& document, std::uint32_t flow, std::size_t begin, std::size_t end) {
  const auto first = std::partition_point(
      document.figures.begin(), document.figures.end(), [&](const Figure& figure) {
        return figure.flow < flow || (figure.flow == flow && figure.quantity.begin < begin);
      });
  for (auto it = first; it != document.figures.end() && it->flow == flow; ++it) {
    if (it->quantity.begin >= end) break;
    if (!it->quantity.is_weak) return true;
  }
  return false;
}

// ---- the number first, the list behind -----------------------------------------------------

// Where a list that the figure announces begins, and how it was announced.
struct Opening {
  std::size_t begin = 0;
  std::size_t end = 0;       // Of the list when it is known (parentheses); else zero.
  bool is_bracket = false;
  bool is_stop = false;      // After a full stop: only numbered items can follow.
};

// 省(区、市): other names for the same thing, not a list.
bool IsAlternatives(View inside) {
  static constexpr View kNames[] = {U"区", U"市", U"县", U"旗", U"州", U"盟", U"自治区", U"直辖市", U"镇", U"乡",
                                    U"街道", U"办事处", U"场", U"社区", U"居", U"部", U"厅", U"局", U"委"};
  const std::vector<View> pieces = SplitOutside(inside, U"、,");
  return std::any_of(pieces.begin(), pieces.end(), [](View piece) {
    return std::find(std::begin(kNames), std::end(kNames), piece) != std::end(kNames);
  });
}

std::optional<Opening> OpeningAfter(View text, const Figure& figure) {
  const std::size_t from = figure.quantity.end;
  const std::size_t at = FindFirst(text, from, U":(,。;!?、");
  if (at == text.size() || at - from > 12) return std::nullopt;
  if (figure.label_end < at) return std::nullopt;  // Another figure is nearer to the list.
  switch (text[at]) {
    case U':':
      return Opening{at + 1, 0, false, false};
    case U'(': {
      const std::size_t close = ClosingOf(text, at);
      if (close == text.size() || IsAlternatives(text.substr(at + 1, close - at - 1))) return std::nullopt;
      // 四类(大类):… — what matters comes after the colon.
      if (close + 1 < text.size() && text[close + 1] == U':') return Opening{close + 2, 0, false, false};
      return Opening{at + 1, close, true, false};
    }
    case U',':
      for (const View word : {View(U"即:"), View(U"即"), View(U"分别是:"), View(U"分别是"), View(U"分别为:"),
                              View(U"分别为"), View(U"包括:"), View(U"包括"), View(U"就是"), View(U"具体为:"),
                              View(U"具体是:"), View(U"具体包括"), View(U"它们是")}) {
        if (text.substr(at + 1, word.size()) == word) return Opening{at + 1 + word.size(), 0, false, false};
      }
      return Opening{at + 1, 0, false, true};
    case U'。':
      return Opening{at + 1, 0, false, true};
    default:
      return std::nullopt;
  }
}

// 以下五条原则, 下列三项: the list is promised to follow.
bool IsPromised(const Document& document, const Figure& figure) {
  return ContainsAny(document.Before(figure), {U"以下", U"下列", U"如下", U"下面"}) ||
         ContainsAny(document.After(figure), {U"如下"});
}

// Where the inline list ends: at the full stop, or where the sentence goes on without it.
std::size_t ListEnd(View text, const Opening& opening) {
  if (opening.is_bracket) return opening.end;
  const std::size_t stop = FindFirst(text, opening.begin, U"。!?");
  return stop;
}

// 测评占三成,完成占七成,按权重计算总分: the items have figures, the last clause says what is done with them.
bool EndsInPredicate(const Document& document, const Figure& figure, const std::vector<View>& pieces) {
  const View text = document.FlowText(figure.flow);
  const auto has_figure = [&](View piece) {
    const auto begin = static_cast<std::size_t>(piece.data() - text.data());
    return HasFigureInside(document, figure.flow, begin, begin + piece.size());
  };
  return std::all_of(pieces.begin(), pieces.end() - 1, has_figure) && !has_figure(pieces.back());
}

// Counts a list written in one sentence after a colon or in parentheses.
void CheckInline(const Document& document, const Figure& figure, int stated, const Opening& opening,
                 Outcome& outcome) {
  const View text = document.FlowText(figure.flow);
  const std::size_t end = ListEnd(text, opening);
  if (end <= opening.begin || end - opening.begin > 600) return;
  const View list = text.substr(opening.begin, end - opening.begin);
  if (list.starts_with(U"一方面") || list.starts_with(U"既") || list.starts_with(U"第一")) return;
  const ItemCount count = CountItems(list);
  if (count.possible.contains(stated) && count.is_plain) Hold(figure, outcome);
  if (count.possible.empty() || count.possible.contains(stated)) return;
  const bool has_etc = Contains(list, U"等");
  const int most = *count.possible.rbegin();
  if (has_etc && stated > most) return;
  if (opening.is_bracket && HasFigureInside(document, figure.flow, opening.begin, end)) return;
  const bool by_semicolon = list.find(U';') != View::npos;
  const bool by_mark = list.find(U'、') != View::npos;
  if (!by_semicolon && !by_mark && count.pieces.size() > 1) {
    // Commas part clauses too: only short items count.
    const bool is_short = std::all_of(count.pieces.begin(), count.pieces.end(),
                                      [](View piece) { return piece.size() <= 12; });
    if (!is_short || count.pieces.size() < 2) return;
    if (EndsInPredicate(document, figure, count.pieces)) return;
  }
  if (!count.is_plain) return;
  // A list that the sentence leaves behind (A、B和C,取得…) reads more than one way.
  const int shown = count.pieces.size() == 1 ? most : static_cast<int>(count.pieces.size());
  Add(document, figure, shown,
      by_semicolon ? Certainty::kLikely : Certainty::kAsk, outcome);
}

int RankOf(EnumeratorStyle style) {
  switch (style) {
    case EnumeratorStyle::kChineseComma:
      return 0;
    case EnumeratorStyle::kChineseParen:
      return 1;
    case EnumeratorStyle::kArabicComma:
    case EnumeratorStyle::kArabicDot:
      return 2;
    case EnumeratorStyle::kArabicParen:
      return 3;
    default:
      return 4;
  }
}

// Counts the numbered paragraphs that follow a flow.
int CountFlows(const Document& document, std::uint32_t flow) {
  const std::size_t next = flow + 1;
  if (next >= document.normal.flows.size()) return 0;
  const auto first = EnumeratorAt(document.FlowText(static_cast<std::uint32_t>(next)), 0);
  if (!first || first->number != 1) return 0;
  int count = 1;
  const std::size_t last = std::min(document.normal.flows.size(), next + 2000);
  for (std::size_t i = next + 1; i < last; ++i) {
    const auto enumerator = EnumeratorAt(document.FlowText(static_cast<std::uint32_t>(i)), 0);
    if (!enumerator) continue;
    if (enumerator->style == first->style) {
      if (enumerator->number != count + 1) break;
      ++count;
    } else if (RankOf(enumerator->style) < RankOf(first->style)) {
      break;
    }
  }
  return count;
}

// Counts 第一阶段, 第二阶段 … for 分为三个阶段, in what is left of the flow and in the flows behind.
int CountOrdinals(const Document& document, const Figure& figure) {
  View noun = document.After(figure).substr(0, 2);
  if (noun.size() < 2 || !IsHan(noun[0]) || !IsHan(noun[1])) noun = figure.quantity.unit.name;
  if (noun.empty() || noun == U"个" || noun == U"项" || noun == U"大") return 0;
  int count = 0;
  std::size_t from = figure.quantity.end;
  for (std::uint32_t flow = figure.flow;
       flow < document.normal.flows.size() && flow <= figure.flow + 6; ++flow, from = 0) {
    const View text = document.FlowText(flow).substr(0, from + 3000);
    for (std::size_t at = text.find(U'第', from); at != View::npos; at = text.find(U'第', at + 1)) {
      if (at + 1 >= text.size()) break;
      const auto numeral = NumeralAt(text, at + 1);
      if (!numeral || text.substr(at + 1 + numeral->length, noun.size()) != noun) continue;
      if (numeral->value == Rational(count + 1)) ++count;
    }
    if (count == 0 && flow > figure.flow) return 0;
  }
  return count;
}

void CheckNumbered(const Document& document, const Figure& figure, int stated, const Opening& opening,
                   Outcome& outcome, bool& is_settled) {
  const View text = document.FlowText(figure.flow);
  std::size_t end = 0;
  // A full stop after the number leaves the row to be promised, or to begin at once.
  const int inline_count = CountEnumerators(text, opening.begin, 2, end);
  if (inline_count >= 2) {
    is_settled = true;
    // Too few may mean that the rest is told in other words.
    Settle(document, figure, stated, inline_count,
           inline_count > stated ? Certainty::kLikely : Certainty::kAsk, outcome);
    return;
  }
  const int ordinals = CountOrdinals(document, figure);
  if (ordinals >= 2) {
    is_settled = true;
    Settle(document, figure, stated, ordinals, Certainty::kAsk, outcome);
    return;
  }
  const bool is_last = text.find_first_not_of(U"。:;,", opening.begin) == View::npos;
  if (!is_last) return;
  const bool is_led = text.back() == U':' || IsPromised(document, figure);
  if (!is_led) return;
  int count = CountFlows(document, figure.flow);
  if (count < 2 && figure.flow + 1 < document.normal.flows.size()) {
    count = CountEnumerators(document.FlowText(figure.flow + 1), 0, 0, end);
  }
  if (count < 2) return;
  is_settled = true;
  Settle(document, figure, stated, count, Certainty::kLikely, outcome);
}

void CheckBehind(const Document& document, const Figure& figure, int stated,
                 Outcome& outcome) {
  const View text = document.FlowText(figure.flow);
  auto opening = OpeningAfter(text, figure);
  if (!opening) {
    // The announcement ends its paragraph without a mark.
    if (text.size() - figure.quantity.end > 12) return;
    if (FindFirst(text, figure.quantity.end, U":(,。;!?、") != text.size()) return;
    opening = Opening{text.size(), 0, false, true};
  }
  bool is_settled = false;
  if (!opening->is_bracket) CheckNumbered(document, figure, stated, *opening, outcome, is_settled);
  if (is_settled || opening->is_stop) return;
  CheckInline(document, figure, stated, *opening, outcome);
}

// ---- the list first, the number behind -----------------------------------------------------

// Words that end a verb phrase: what stands before them is no list of the things counted.
bool EndsInVerb(View item, bool is_abstract) {
  static constexpr View kLast = U"了有共为的到在以分设成由于对将把从按近前后内上下达每各是得约这那该其与和及各全仅只另再又就已均";
  if (item.empty()) return true;
  const bool is_word = EndsWithAny(item, {U"参与", U"普及", U"总和", U"目的", U"社会主义", U"积分", U"学分", U"建设"});
  if (!is_word && kLast.find(item.back()) != View::npos) return true;
  // Words that name an item as often as they act on one: 队伍建设, 业务培训.
  static const WordList kEither = {U"建设", U"培训", U"调查", U"安排", U"组织", U"实施", U"推进", U"整改", U"排查",
                                   U"走访", U"慰问", U"评选", U"推荐", U"落实", U"覆盖", U"创建", U"办理",
                                   U"受理", U"招聘", U"查处"};
  if (!is_abstract && EndsWithAny(item, kEither)) return true;
  return EndsWithAny(item, {U"开展", U"完成", U"举办", U"召开", U"建立", U"新增", U"投入", U"做好", U"抓好",
                            U"获得", U"荣获", U"制定", U"出台", U"编制", U"涉及", U"参加", U"聘请", U"聘任",
                            U"选派", U"成立", U"新建", U"改建", U"扩建", U"配备", U"购置", U"发放", U"打造",
                            U"划分", U"设立", U"印发", U"下发", U"发表", U"撰写", U"引进", U"下辖", U"辖", U"含",
                            U"包括", U"坚持", U"围绕", U"提供", U"增加", U"减少", U"连续", U"先后", U"累计",
                            U"合计", U"总计", U"分别", U"每年", U"每月", U"全年", U"今年", U"去年", U"目前",
                            U"一共", U"至少", U"最多", U"超过"});
}

struct ListBefore {
  int least = 0;  // Items, as few and as many as a reader may count; zero when there is no list.
  int most = 0;
  bool has_etc = false;
};

// 由A和B两部分, 从A与B两大方面: a pair, led by a word that names parts.
ListBefore PairBefore(View list) {
  static const WordList kLeads = {U"分为", U"分成", U"包括", U"采取", U"采用", U"实行", U"即", U"由", U"从", U"以"};
  std::size_t from = View::npos;
  for (const View lead : kLeads) {
    const std::size_t at = list.rfind(lead);
    if (at != View::npos && (from == View::npos || at + lead.size() > from)) from = at + lead.size();
  }
  if (from == View::npos) return {};
  const View pair = list.substr(from);
  const ItemCount count = CountItems(pair);
  if (count.possible != std::set<int>{2} || pair.size() > 36) return {};
  return ListBefore{2, 2, false};
}

// Units that count what a list names, rather than people or things one can touch.
bool IsAbstract(const Document& document, const Figure& figure) {
  static constexpr View kAbstract[] = {U"项", U"类", U"种", U"个", U"方面", U"大项", U"小项", U"部分", U"环节",
                                       U"点", U"步", U"科", U"门", U"大类", U"大", U"层面", U"领域", U"要素",
                                       U"阶段", U"板块", U"维度", U"等级", U"档次"};
  const View name = figure.quantity.unit.name;
  if (document.After(figure).empty() && name == U"个") return false;  // 印染厂十五个 counts the mills.
  return std::find(std::begin(kAbstract), std::end(kAbstract), name) != std::end(kAbstract);
}

// 发表信息10条, 电脑9台: the number follows its noun and counts that, not a list.
bool CountsNoun(const Document& document, const Figure& figure) {
  const View after = document.After(figure);
  if (!after.empty() && after != U"”") return false;
  return !IsAbstract(document, figure) || IsDigit(document.FlowText(figure.flow)[figure.quantity.number_begin]);
}

// The list that ends right before the figure, within its clause.
ListBefore ListBeforeOf(const Document& document, const Figure& figure) {
  const View text = document.FlowText(figure.flow);
  const Sentence& sentence = document.sentences[figure.sentence];
  std::size_t end = figure.quantity.begin;
  // 问题、措施、责任、时限“四项清单”
  if (end > sentence.begin && text[end - 1] == U'“') --end;
  // The list goes on behind: 海南岛八所和裕溪口等港口.
  if (StartsWithAny(document.After(figure), {U"和", U"及", U"与"})) return {};
  if (text.substr(figure.quantity.end, 1) == U"、") return {};
  std::size_t begin = end;
  int depth = 0;
  std::size_t floor = sentence.begin;
  const auto enumerator = EnumeratorAt(text, floor);
  const std::size_t item_begin = floor + (enumerator ? enumerator->length : 0);
  floor = item_begin;
  const auto index = static_cast<std::size_t>(&figure - document.figures.data());
  if (index > 0 && document.figures[index - 1].flow == figure.flow) {
    const Quantity& previous = document.figures[index - 1].quantity;
    // A numeral within an item (西六支、东观) is part of a name.
    const bool is_inside = text[previous.end] == U'、' && !IsDigit(text[previous.number_begin]);
    if (!is_inside) floor = std::max(floor, previous.end);
  }
  while (begin > floor) {
    const char32_t c = text[begin - 1];
    if (View(U")”》’]】").find(c) != View::npos) ++depth;
    if (View(U"(“《‘[【").find(c) != View::npos) {
      if (depth == 0) break;
      --depth;
    }
    if (depth == 0 && View(U",;:。!?").find(c) != View::npos) break;
    --begin;
  }
  // Another figure cuts the list: how long it is cannot be told.
  if (begin == floor && floor > item_begin) return {};
  View list = text.substr(begin, end - begin);
  ListBefore before;
  if (list.ends_with(U"等")) {
    before.has_etc = true;
    list.remove_suffix(1);
  } else if (list.ends_with(U"这") || list.ends_with(U"以上") || list.ends_with(U"上述")) {
    return {};
  }
  // “A、B、C”三类: the quotation holds the list.
  if (list.ends_with(U'”') && list.rfind(U'“') != View::npos) {
    const View inside = list.substr(list.rfind(U'“') + 1, list.size() - list.rfind(U'“') - 2);
    if (inside.find(U'、') != View::npos && list.find(U'、') > list.rfind(U'“')) list = inside;
  }
  const std::vector<View> pieces = SplitOutside(list, U"、");
  if (list.empty() || list.ends_with(U'、') || pieces.empty() || EndsInVerb(pieces.back(), IsAbstract(document, figure))) return {};
  if (pieces.size() < 2) return before.has_etc ? ListBefore() : PairBefore(list);
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (pieces[i].size() > 28) return {};
  }
  const LastItem last = ReadLastItem(pieces.back(), {pieces.begin(), pieces.end() - 1});
  before.least = static_cast<int>(pieces.size()) - 1 + last.least;
  before.most = static_cast<int>(pieces.size()) - 1 + last.most;
  return before;
}

// True when a list right before the figure has the stated length.
bool FitsAhead(const ListBefore& before, int stated) {
  return before.least > 0 && stated >= before.least && stated <= before.most;
}

// A、B等10所: the list names fewer, and says so.
bool IsOpenAhead(const ListBefore& before, int stated) {
  return before.least > 0 && before.has_etc && stated > before.most;
}

// 镇对村考核,镇对单位考核,镇对驻镇单位考核四项: items parted by commas that are built alike.
void CheckParallelClauses(const Document& document, const Figure& figure, int stated,
                          Outcome& outcome) {
  const View text = document.FlowText(figure.flow);
  const Sentence& sentence = document.sentences[figure.sentence];
  const View head = text.substr(sentence.begin, figure.quantity.begin - sentence.begin);
  if (head.empty() || EndsClause(head.back())) return;
  const std::vector<View> clauses = SplitOutside(head.substr(0, head.size()), U",");
  if (clauses.size() < 2) return;
  const View last = clauses.back();
  if (last.size() < 4 || last.size() > 16 || last.find(U'、') != View::npos || EndsInVerb(last, IsAbstract(document, figure))) return;
  const View tail = last.substr(last.size() - 2);
  int count = 1;
  for (std::size_t i = clauses.size() - 1; i-- > 0;) {
    if (!clauses[i].ends_with(tail) || clauses[i].size() > 24) break;
    ++count;
  }
  if (count >= 3) Settle(document, figure, stated, count, Certainty::kAsk, outcome);
}

// ---- “五化”, 四查, “5有” ---------------------------------------------------------------------

// 四措并举 in a heading, and the paragraph behind it counts 一是 to 四是.
void CheckHeadline(const Document& document, std::uint32_t flow, std::size_t begin, std::size_t end,
                   int stated, Outcome& outcome) {
  const View text = document.FlowText(flow);
  if (!ContainsAny(text.substr(end, 2), {U"并举", U"齐下", U"联动", U"并重"})) return;
  std::size_t last = 0;
  int counted = CountEnumerators(text, FindFirst(text, end, U"。:,") + 1, 1, last);
  if (counted < 2 && flow + 1 < document.normal.flows.size()) {
    counted = CountEnumerators(document.FlowText(flow + 1), 0, 0, last);
  }
  if (counted < 2) return;
  const Span span{flow, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  if (counted == stated) {
    outcome.verified.push_back({"counted-list", Relation::kCount, {span}});
    return;
  }
  Finding finding;
  finding.check = "counted-list";
  finding.certainty = Certainty::kAsk;
  finding.span = span;
  finding.message = Say("说是“{0}”，列出的是{1}项", "announced as \"{0}\", but {1} are listed",
                        document.Original(span), counted);
  outcome.findings.push_back(std::move(finding));
}

// A slogan of a number and one character, with its list before or behind. Every item must hold
// the character, else it is not that list.
void CheckSlogans(const Document& document, std::uint32_t flow, Outcome& outcome) {
  const View text = document.FlowText(flow);
  for (std::size_t at = 0; at + 1 < text.size(); ++at) {
    const char32_t c = text[at];
    if (!IsChineseNumeral(c) && !IsDigit(c)) continue;
    if (at > 0 && (IsChineseNumeral(text[at - 1]) || IsDigit(text[at - 1]) || text[at - 1] == U'第')) continue;
    const auto numeral = NumeralAt(text, at);
    if (!numeral) continue;
    const auto value = numeral->value.ToInteger(Rounding::kDown);
    const std::size_t word_at = at + numeral->length;
    if (!value || *value < 2 || *value > 12 || numeral->range_high || word_at >= text.size()) continue;
    const char32_t word = text[word_at];
    if (!IsHan(word) || UnitAt(text, word_at)) continue;
    std::size_t after = word_at + 1;
    if (after < text.size() && text[after] == U'”') ++after;
    for (const View noun : {View(U"制度"), View(U"活动"), View(U"工作"), View(U"机制"), View(U"原则"),
                            View(U"要求"), View(U"目标"), View(U"模式"), View(U"工程")}) {
      if (text.substr(after, noun.size()) == noun) after += noun.size();
    }
    std::size_t open = after;
    for (const View mark : {View(U",即"), View(U"即")}) {
      if (text.substr(open, mark.size()) == mark) open += mark.size();
    }
    if (View(U"措招抓举").find(word) != View::npos) {
      CheckHeadline(document, flow, at, word_at + 1, static_cast<int>(*value), outcome);
      continue;
    }
    std::vector<View> pieces;
    if (open < text.size() && text[open] == U'(') {
      pieces = SplitOutside(text.substr(open + 1, ClosingOf(text, open) - open - 1), U"、,;");
    } else if (open < text.size() && text[open] == U':') {
      const View list = text.substr(open + 1, FindFirst(text, open, U"。!?") - open - 1);
      pieces = SplitOutside(list, list.find(U';') != View::npos ? U";" : list.find(U'、') != View::npos ? U"、" : U",");
    }
    if (pieces.size() < 2) continue;
    const bool is_list = std::all_of(pieces.begin(), pieces.end(), [&](View piece) {
      return piece.find(word) != View::npos && piece.size() <= 80;
    });
    if (!is_list) continue;
    if (static_cast<std::int64_t>(pieces.size()) == *value) {
      outcome.verified.push_back({"counted-list", Relation::kCount, {{flow, static_cast<std::uint32_t>(at),
                                                    static_cast<std::uint32_t>(word_at)}}});
      continue;
    }
    Finding finding;
    finding.check = "counted-list";
    finding.certainty = Certainty::kLikely;
    finding.span = {flow, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(word_at + 1)};
    finding.message = Say("说是“{0}”，列出的是{1}项", "announced as \"{0}\", but {1} are listed",
                          document.Original(finding.span), pieces.size());
    outcome.findings.push_back(std::move(finding));
  }
}

// The list before: “管理规范化,手段现代化,队伍优质化”的“三化”目标.
void CheckQuotedSlogans(const Document& document, std::uint32_t flow, Outcome& outcome) {
  const View text = document.FlowText(flow);
  for (std::size_t close = text.find(U'”'); close != View::npos; close = text.find(U'”', close + 1)) {
    const std::size_t joint = text.substr(close + 1, 2) == U"的“" ? close + 3 : close + 2;
    if (joint >= text.size() || text[joint - 1] != U'“' || !IsChineseNumeral(text[joint])) continue;
    const int stated = ChineseDigit(text[joint]);
    if (stated < 2 || joint + 2 >= text.size() || text[joint + 2] != U'”') continue;
    const char32_t word = text[joint + 1];
    const std::size_t from = close > 300 ? close - 300 : 0;
    const std::size_t open = text.substr(from, close - from).rfind(U'“');
    if (open == View::npos) continue;
    const View list = text.substr(from + open + 1, close - from - open - 1);
    const std::vector<View> pieces = SplitOutside(list, U"、,;");
    if (pieces.size() < 2) continue;
    if (!std::all_of(pieces.begin(), pieces.end(), [&](View p) { return p.find(word) != View::npos; })) continue;
    if (static_cast<int>(pieces.size()) == stated) {
      outcome.verified.push_back({"counted-list", Relation::kCount, {{flow, static_cast<std::uint32_t>(joint),
                                                    static_cast<std::uint32_t>(joint + 1)}}});
      continue;
    }
    Finding finding;
    finding.check = "counted-list";
    finding.certainty = Certainty::kLikely;
    finding.span = {flow, static_cast<std::uint32_t>(joint), static_cast<std::uint32_t>(joint + 2)};
    finding.message = Say("说是“{0}”，列出的是{1}项", "announced as \"{0}\", but {1} are listed",
                          document.Original(finding.span), pieces.size());
    outcome.findings.push_back(std::move(finding));
  }
}

}  // namespace

void CheckCountedLists(const Document& document, Outcome& outcome) {
  for (const Figure& figure : document.figures) {
    const auto stated = AnnouncedBy(document, figure);
    if (!stated) continue;
    const ListBefore ahead = CountsNoun(document, figure) ? ListBefore() : ListBeforeOf(document, figure);
    if (IsOpenAhead(ahead, *stated)) continue;
    if (FitsAhead(ahead, *stated)) {
      Hold(figure, outcome, ahead.has_etc ? Relation::kCountAtLeast : Relation::kCount);
      continue;
    }
    const std::size_t before = outcome.findings.size();
    CheckBehind(document, figure, *stated, outcome);
    if (outcome.findings.size() == before && ahead.least > 0) {
      // One stray 、 between clauses is no list; two agree on their kind.
      Add(document, figure, ahead.most, ahead.most >= 3 ? Certainty::kLikely : Certainty::kAsk, outcome);
    }
    if (outcome.findings.size() == before) CheckParallelClauses(document, figure, *stated, outcome);
  }
  for (std::uint32_t flow = 0; flow < document.normal.flows.size(); ++flow) {
    CheckSlogans(document, flow, outcome);
    CheckQuotedSlogans(document, flow, outcome);
  }
}

}  // namespace kaogong::text
