// SPDX-License-Identifier: Apache-2.0
// Parts against the whole they are said to make up:
//   现有学校80所,其中高中1所,初中9所…      after 其中
//   43所学校(中学5所,小学36所…)           in parentheses
//   共有党员86名:男党员50名,女党员36名      after a colon, 包括, 分别为
//   在校学生826人,初中学生432人,小学生394人  side by side, of the same head word
//   工业12亿元,农业3亿元,合计15亿元          the whole last
#include <algorithm>
#include <optional>
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

enum class Link {
  kAmong,      // 其中
  kBrackets,   // ( … )
  kColon,      // : 包括 分别为
  kAlongside,  // Nothing but the shared head word.
  kTotal,      // 合计, after the parts.
};

struct Group {
  const Figure* whole = nullptr;
  std::vector<const Figure*> parts;
  Link link = Link::kAmong;
  bool is_open = false;  // 等, 主要, 如: not all parts are named.
};

// Kinds of attribute that one person or thing may have side by side. Parts of two kinds overlap:
// a backbone teacher may be a senior one.
enum Family : unsigned {
  kHonour = 1U << 0U,
  kTitle = 1U << 1U,
  kDegree = 1U << 2U,
  kSex = 1U << 3U,
  kParty = 1U << 4U,
  kAge = 1U << 5U,
  kOrigin = 1U << 6U,
  kGrade = 1U << 7U,
};

unsigned FamiliesOf(View label) {
  // 其中一般 holds no 中一 (a teacher's title).
  if (const std::size_t at = label.find(U"其中"); at != View::npos) label.remove_prefix(at + 2);
  unsigned families = 0;
  if (ContainsAny(label, {U"骨干", U"模范", U"标兵", U"带头人", U"名师", U"特级", U"能手", U"新秀", U"劳模",
                          U"先进工作者", U"先进个人", U"优秀教师", U"楷模", U"获奖", U"表彰"})) {
    families |= kHonour;
  }
  if (ContainsAny(label, {U"高级", U"中级", U"初级", U"正高", U"副高", U"教授", U"职称", U"讲师", U"小高", U"小一",
                          U"小二", U"中高", U"中一", U"中二", U"一级教师", U"二级教师", U"三级教师"})) {
    families |= kTitle;
  }
  if (ContainsAny(label, {U"本科", U"专科", U"大专", U"硕士", U"博士", U"研究生", U"中专", U"中师", U"学历", U"学位"})) {
    families |= kDegree;
  }
  if (ContainsAny(label, {U"男", U"女"})) families |= kSex;
  if (ContainsAny(label, {U"党员", U"团员", U"党派", U"群众"})) families |= kParty;
  if (ContainsAny(label, {U"岁", U"以下年龄", U"青年", U"老年"})) families |= kAge;
  if (ContainsAny(label, {U"少数民族", U"汉族", U"留守", U"贫困", U"残疾", U"随迁", U"寄宿"})) {
    families |= kOrigin;
  }
  if (ContainsAny(label, {U"优秀", U"良好", U"合格", U"称职", U"先进", U"达标"}) &&
      (families & kHonour) == 0) {
    families |= kGrade;
  }
  return families;
}

bool Overlap(const Document& document, const Group& group) {
  unsigned families = 0;
  bool has_plain = false;
  for (const Figure* part : group.parts) {
    const unsigned of_part = FamiliesOf(LabelOf(document, *part));
    if ((of_part & (of_part - 1)) != 0) return true;
    has_plain = has_plain || of_part == 0;
    families |= of_part;
  }
  const bool is_mixed = (families & (families - 1)) != 0;
  const bool is_loose = families != 0 && has_plain && (families & ~(kGrade | kTitle | kDegree)) != 0;
  return is_mixed || is_loose || families == kHonour;
}

bool IsUsable(const Figure& figure) {
  return IsAmount(figure) && figure.quantity.unit.dimension != Dimension::kScore;
}

// True when the words before a figure say it is a change, an average or a plan, not a stock.
bool IsOtherMeasure(const Document& document, const Figure& figure) {
  const View before = document.Before(figure);
  return ContainsAny(before, {U"平均", U"人均", U"户均", U"年均", U"月均", U"日均", U"每", U"另有", U"此外", U"最高",
                              U"最低", U"最多", U"最少", U"少支", U"多支", U"超支", U"结余", U"节余",
                              U"短收", U"超收"}) ||
         StartsWithAny(document.After(figure), {U"以上", U"/"});
}

// A level before the change (比上年的800人), the change itself, or where it ends.
bool IsAboutChange(const Document& document, const Figure& figure) {
  std::uint32_t begin = 0;
  bool is_target = false;
  if (ChangeBefore(document, figure, begin, is_target) != 0) return true;
  return ContainsAnyOf(document.Before(figure), U"比较由从");
}

bool AreAlike(const Figure& a, const Figure& b) {
  const Unit& first = a.quantity.unit;
  const Unit& second = b.quantity.unit;
  return first.dimension == second.dimension &&
         (first.dimension != Dimension::kCount || first.name == second.name);
}

bool IsComplete(const Group& group) {
  Interval sum = Interval::Exactly(Rational());
  for (const Figure* part : group.parts) sum = sum + part->quantity.admitted;
  return sum.Meets(group.whole->quantity.admitted);
}

// How many parentheses opened from `begin` on are still open at `at`.
int DepthAt(View text, std::size_t begin, std::size_t at) {
  int depth = 0;
  for (std::size_t i = begin; i < at; ++i) {
    if (text[i] == U'(') ++depth;
    if (text[i] == U')' && depth > 0) --depth;
  }
  return depth;
}

// Collects the figures in [first, last) that stand in one row and compare with the whole.
void CollectParts(const Document& document, std::size_t first, std::size_t last,
                  std::size_t text_begin, std::size_t text_end, Group& group) {
  for (std::size_t i = first; i < last; ++i) {
    const Figure& figure = document.figures[i];
    if (figure.quantity.begin >= text_end) break;
    if (figure.quantity.kind == QuantityKind::kUnknown) {
      group.is_open = true;
      continue;
    }
    // A parenthesis inside the row parts one of its members: 局本级187人(在编139人…),环卫处…
    if (DepthAt(document.FlowText(figure.flow), text_begin, figure.quantity.begin) > 0) continue;
    if (IsUsable(figure) && IsAboutChange(document, figure)) continue;
    const Quantity& previous = (group.parts.empty() ? *group.whole : *group.parts.back()).quantity;
    const View text = document.FlowText(figure.flow);
    const View gap = text.substr(previous.end, figure.quantity.begin - previous.end);
    if (gap.size() > 60 || (!group.parts.empty() && gap.size() > 40)) break;
    if (gap.find(U';') != View::npos) {
      // After a semicolon the row goes on only in the same breath, and not once it is complete.
      if (group.parts.empty() || gap.size() > 20 || IsComplete(group)) break;
    }
    if (!group.parts.empty()) {
      const View between = document.Between(*group.parts.back(), figure);
      if (ContainsAny(between, {U"今年", U"去年", U"明年", U"计划", U"目标"})) break;
      if (ContainsAny(between, {U"其中", U"此外", U"另有", U"同时", U"共", U"合计", U"总计", U"比上", U"比去",
                                U"较上", U"较去", U"累计"})) {
        group.is_open = group.is_open || Contains(between, U"其中");
        break;
      }
    }
    if (!IsUsable(figure) || !AreComparable(figure.quantity.unit, group.whole->quantity.unit)) {
      // 5000平方米, 3次 and the like end the row; a share of the part (占40%) does not.
      if (IsPercent(figure) || figure.quantity.kind != QuantityKind::kAmount) continue;
      // 3个公司聘用人员1155人: the first number only names the second.
      const bool is_in_name = i + 1 < last && document.figures[i + 1].clause_begin == figure.clause_begin;
      if (!is_in_name && (group.parts.size() >= 2 || !IsUsable(figure))) break;
      continue;
    }
    if (IsOtherMeasure(document, figure)) break;
    // Parts are counted alike: 篇 and 堂 make no sum.
    if (!group.parts.empty() && !AreAlike(*group.parts.front(), figure)) break;
    group.parts.push_back(&figure);
  }
}

bool IsOpenEnded(const Document& document, const Group& group, std::size_t text_end) {
  const Figure& last = *group.parts.back();
  const View text = document.FlowText(last.flow);
  const View tail = text.substr(last.quantity.end, std::min<std::size_t>(text_end - last.quantity.end, 8));
  if (ContainsAny(tail, {U"等", U"其余", U"其他", U"其它", U"另"})) return true;
  const Figure& first = *group.parts.front();
  const View head = text.substr(group.whole->quantity.end, first.quantity.begin - group.whole->quantity.end);
  return ContainsAny(head, {U"主要", U"例如", U"比如", U"如:", U"重点", U"其中包括", U"其中有"});
}

// The nearest figure before `index` in its sentence, or in the one before when the sentence begins
// with the parts, that parts of this unit can be parts of.
const Figure* WholeBefore(const Document& document, std::size_t index, std::size_t text_begin) {
  const Figure& part = document.figures[index];
  const bool opens_sentence = text_begin <= document.sentences[part.sentence].begin + 2U;
  for (std::size_t i = index; i-- > 0;) {
    const Figure& figure = document.figures[i];
    if (figure.flow != part.flow || figure.sentence + 1 < part.sentence) break;
    if (figure.quantity.begin >= text_begin) continue;
    // 其中 within a sentence speaks of what that sentence said before.
    if (figure.sentence != part.sentence && !opens_sentence) break;
    if (!IsUsable(figure) || figure.quantity.is_weak) continue;
    if (!AreComparable(figure.quantity.unit, part.quantity.unit)) continue;
    if (IsOtherMeasure(document, figure) || IsAboutChange(document, figure)) continue;
    return &figure;
  }
  return nullptr;
}

std::string Sum(const Document& document, const Group& group) {
  std::string sum;
  for (const Figure* part : group.parts) {
    if (!sum.empty()) sum += " + ";
    sum += Show(document, *part);
  }
  return sum;
}

void AddFinding(const Document& document, const Group& group, Certainty certainty, Text message,
                const Rational& total, Outcome& outcome) {
  Finding finding;
  finding.check = "parts-of-whole";
  finding.certainty = certainty;
  finding.span = group.whole->span();
  for (const Figure* part : group.parts) finding.others.push_back(part->span());
  finding.message = std::move(message);
  finding.computed = Sum(document, group) + " = " +
                     Show(Quotient(total, group.parts.front()->quantity.unit.scale), 4);
  outcome.findings.push_back(std::move(finding));
}

struct Verdict {
  bool is_reported = false;
  Certainty certainty = Certainty::kAsk;
};

// The last two characters of the words before a figure, 数 and 为 aside.
View HeadWord(const Document& document, const Figure& figure) {
  View before = TrimEndOf(document.Before(figure), U"为是有达共约计到数 ");
  return before.size() >= 2 ? before.substr(before.size() - 2) : View();
}

// True when the parts look like a division into kinds: 中心卫生院 and 一般卫生院, 男 and 女. Titles
// and degrees are divided too, but rarely named to the end.
bool LooksComplete(const Document& document, const Group& group) {
  unsigned families = 0;
  bool has_man = false;
  bool has_woman = false;
  const View head = HeadWord(document, *group.parts.front());
  bool is_alike = !head.empty();
  for (const Figure* part : group.parts) {
    const std::u32string label = LabelOf(document, *part);
    families |= FamiliesOf(label);
    has_man = has_man || Contains(label, U"男");
    has_woman = has_woman || Contains(label, U"女");
    is_alike = is_alike && HeadWord(document, *part) == head;
  }
  if (has_man && has_woman) return true;
  return is_alike && (families & ~static_cast<unsigned>(kGrade)) == 0;
}

// A sum that falls short is wrong only when all parts are named; how likely that is.
Verdict JudgeShort(const Document& document, const Group& group, const Interval& sum) {
  if (group.is_open) return {};
  const Rational share = Quotient(*sum.high(), group.whole->quantity.value);
  const bool is_near = share >= Rational::Fraction(4, 5);
  switch (group.link) {
    case Link::kBrackets:
    case Link::kColon:
      return {group.parts.size() >= 2, is_near ? Certainty::kLikely : Certainty::kAsk};
    case Link::kTotal:
      return {share >= Rational::Fraction(1, 2), is_near ? Certainty::kLikely : Certainty::kAsk};
    case Link::kAlongside:
      return {share >= Rational::Fraction(1, 2), is_near ? Certainty::kLikely : Certainty::kAsk};
    case Link::kAmong:
      if (LooksComplete(document, group)) return {share >= Rational::Fraction(1, 4), Certainty::kAsk};
      if (group.parts.size() >= 3) return {share >= Rational::Fraction(1, 2), Certainty::kAsk};
      // 总收入1545万元,其中税收850万元,预算收入678万元 need not be all.
      return {is_near && group.whole->quantity.unit.dimension != Dimension::kMoney, Certainty::kAsk};
  }
  return {};
}

void Judge(const Document& document, const Group& group, Outcome& outcome) {
  const Figure& whole = *group.whole;
  const std::string unit = ToUtf8(whole.quantity.unit.name);
  for (const Figure* part : group.parts) {
    if (!whole.quantity.admitted.IsBelow(part->quantity.admitted)) continue;
    Finding finding;
    finding.check = "parts-of-whole";
    finding.certainty = group.link == Link::kAmong ? Certainty::kSure : Certainty::kLikely;
    finding.span = part->span();
    finding.others = {whole.span()};
    finding.message = Say("部分“{0}”大于总数“{1}”", "the part \"{0}\" is larger than the whole \"{1}\"",
                          Show(document, *part), Show(document, whole));
    outcome.findings.push_back(std::move(finding));
    return;
  }
  if (group.parts.size() < 2 || Overlap(document, group)) return;
  Interval sum = Interval::Exactly(Rational());
  Rational total;
  for (const Figure* part : group.parts) {
    sum = sum + part->quantity.admitted;
    total += part->quantity.value;
  }
  if (sum.Meets(whole.quantity.admitted)) {
    Verified held{"parts-of-whole", Relation::kSum, {whole.span()}};
    for (const Figure* part : group.parts) held.spans.push_back(part->span());
    outcome.verified.push_back(std::move(held));
    return;
  }
  const std::string shown = Show(document, whole);
  const std::string added = Show(Quotient(total, whole.quantity.unit.scale), 4);
  if (whole.quantity.admitted.IsBelow(sum)) {
    const bool is_sure = group.link != Link::kAlongside && group.link != Link::kTotal;
    AddFinding(document, group, is_sure ? Certainty::kSure : Certainty::kLikely,
               Say("各部分相加为{0}{1}，超过总数“{2}”", "the parts add up to {0} {1}, more than the whole \"{2}\"",
                   added, unit, shown),
               total, outcome);
    return;
  }
  const Verdict verdict = JudgeShort(document, group, sum);
  if (!verdict.is_reported) return;
  AddFinding(document, group, verdict.certainty,
             Say("各部分相加为{0}{1}，少于总数“{2}”", "the parts add up to {0} {1}, less than the whole \"{2}\"",
                 added, unit, shown),
             total, outcome);
}

// Finds the parenthesis that closes the one at `open`.
std::size_t ClosingOf(View text, std::size_t open, std::size_t end) {
  int depth = 0;
  for (std::size_t i = open; i < end; ++i) {
    if (text[i] == U'(') ++depth;
    if (text[i] == U')' && --depth == 0) return i;
  }
  return end;
}

// Reads the sentences of a document for groups.
class Reader {
 public:
  Reader(const Document& document, Outcome& outcome)
      : document_(document), outcome_(outcome), taken_(document.figures.size(), false) {}

  void Run() {
    for (const Sentence& sentence : document_.sentences) {
      if (sentence.figure_last == sentence.figure_first) continue;
      Among(sentence);
      OfThem(sentence);
      Brackets(sentence);
      Colon(sentence);
      Alongside(sentence);
      Total(sentence);
      Chosen(sentence);
    }
  }

 private:
  std::size_t FirstFigureFrom(const Sentence& sentence, std::size_t at) const {
    std::size_t i = sentence.figure_first;
    while (i < sentence.figure_last && document_.figures[i].quantity.begin < at) ++i;
    return i;
  }

  // The end of the outermost parenthesis that `at` stands in, or of the sentence.
  std::size_t EnclosingEnd(const Sentence& sentence, std::size_t at) const {
    const View text = document_.FlowText(sentence.flow);
    int depth = DepthAt(text, sentence.begin, at);
    if (depth == 0) return sentence.end;
    for (std::size_t i = at; i < sentence.end; ++i) {
      if (text[i] == U'(') ++depth;
      if (text[i] == U')' && --depth == 0) return i;
    }
    return sentence.end;
  }

  void Finish(Group group, std::size_t text_end) {
    if (group.parts.empty()) return;
    group.is_open = group.is_open || IsOpenEnded(document_, group, text_end);
    for (const Figure* part : group.parts) {
      taken_[static_cast<std::size_t>(part - document_.figures.data())] = true;
    }
    // Parts told twice over (by degree, then by title) make a row each.
    Group row = group;
    row.parts.clear();
    for (std::size_t i = 0; i < group.parts.size(); ++i) {
      const bool is_new = !row.parts.empty() && (IsOtherKind(*row.parts.back(), *group.parts[i]) ||
                                                 (IsComplete(row) && IsCompleteFrom(group, i)));
      if (is_new) {
        Judge(document_, row, outcome_);
        row.parts.clear();
      }
      row.parts.push_back(group.parts[i]);
    }
    Judge(document_, row, outcome_);
  }

  static bool IsCompleteFrom(const Group& group, std::size_t first) {
    Group rest = group;
    rest.parts.erase(rest.parts.begin(), rest.parts.begin() + static_cast<std::ptrdiff_t>(first));
    return IsComplete(rest);
  }

  // 中师毕业3人 | 小高17人: the next part is of another kind, and both kinds are known.
  bool IsOtherKind(const Figure& a, const Figure& b) const {
    const unsigned first = FamiliesOf(LabelOf(document_, a));
    const unsigned second = FamiliesOf(LabelOf(document_, b));
    return first != 0 && second != 0 && (first & second) == 0;
  }

  void Among(const Sentence& sentence) {
    const View text = document_.FlowText(sentence.flow);
    for (std::size_t at = text.find(U"其中", sentence.begin); at < sentence.end;
         at = text.find(U"其中", at + 2)) {
      const std::size_t first = FirstFigureFrom(sentence, at);
      const std::size_t end = EnclosingEnd(sentence, at);
      if (first == sentence.figure_last || document_.figures[first].quantity.begin >= end) continue;
      std::size_t head = first;
      while (head < sentence.figure_last && !IsUsable(document_.figures[head])) ++head;
      if (head == sentence.figure_last) continue;
      Group group;
      group.whole = WholeBefore(document_, head, at);
      group.link = Link::kAmong;
      if (group.whole == nullptr || IsFarFrom(*group.whole, at)) continue;
      CollectParts(document_, first, sentence.figure_last, at, end, group);
      Finish(group, end);
    }
  }

  // 教职工44人,专任教师中本科31人,专科12人…: 其中 said with the noun.
  void OfThem(const Sentence& sentence) {
    const View text = document_.FlowText(sentence.flow);
    for (std::size_t i = sentence.figure_first + 1; i < sentence.figure_last; ++i) {
      const Figure& first = document_.figures[i];
      const View before = document_.Before(first);
      const std::size_t at = before.find(U'中');
      if (at == View::npos || at < 2 || taken_[i] || Contains(before, U"其中")) continue;
      const View noun = before.substr(at - 2, 2);
      if (!IsUsable(first) || text[first.clause_begin] == U'中' || first.label_begin != first.clause_begin) continue;
      const Figure& whole = document_.figures[i - 1];
      const bool is_named = Contains(document_.Before(whole), noun) || Contains(document_.After(whole), noun);
      if (!is_named || !IsUsable(whole) || whole.quantity.is_weak) continue;
      if (!AreComparable(whole.quantity.unit, first.quantity.unit)) continue;
      Group group;
      group.whole = &whole;
      group.link = Link::kAmong;
      CollectParts(document_, i, sentence.figure_last, first.clause_begin, sentence.end, group);
      Finish(group, sentence.end);
    }
  }

  // 其中 speaks of what was just said: no other amount of things may stand between.
  bool IsFarFrom(const Figure& whole, std::size_t at) const {
    const auto index = static_cast<std::size_t>(&whole - document_.figures.data());
    int between = 0;
    for (std::size_t i = index + 1; i < document_.figures.size(); ++i) {
      const Figure& figure = document_.figures[i];
      if (figure.flow != whole.flow || figure.quantity.begin >= at) break;
      if (IsUsable(figure) && !figure.quantity.is_weak && !IsOtherMeasure(document_, figure)) ++between;
    }
    return between > 1;
  }

  void Brackets(const Sentence& sentence) {
    const View text = document_.FlowText(sentence.flow);
    for (std::size_t i = sentence.figure_first; i + 1 < sentence.figure_last; ++i) {
      const Figure& whole = document_.figures[i];
      if (!IsUsable(whole)) continue;
      const std::size_t open = text.substr(0, whole.quantity.end + 13).find(U'(', whole.quantity.end);
      if (open == View::npos || open > document_.figures[i + 1].quantity.begin) continue;
      const std::size_t close = ClosingOf(text, open, sentence.end);
      const View inside = text.substr(open, close - open);
      if (ContainsAny(inside, {U"其中", U"不含", U"不包括", U"除外", U"另"})) continue;
      Group group;
      group.whole = &whole;
      group.link = Link::kBrackets;
      CollectParts(document_, i + 1, sentence.figure_last, open + 1, close, group);
      if (group.parts.size() >= 2) Finish(group, close);
    }
  }

  void Colon(const Sentence& sentence) {
    const View text = document_.FlowText(sentence.flow);
    for (std::size_t i = sentence.figure_first; i + 2 < sentence.figure_last; ++i) {
      const Figure& whole = document_.figures[i];
      if (!IsUsable(whole) || whole.quantity.is_weak) continue;
      const Figure& next = document_.figures[i + 1];
      const View between = document_.Between(whole, next);
      const std::size_t colon = between.find(U':');
      const bool has_colon = colon != View::npos && colon <= 14;
      const bool has_word = ContainsAny(between, {U"包括", U"分别为", U"分别是", U"包含"}) &&
                            between.find_first_of(U"。;") == View::npos && between.size() <= 24;
      if (!has_colon && !has_word) continue;
      if (ContainsAny(between, {U"其中", U"一是", U"第一", U"首先"})) continue;
      const std::size_t end = std::min<std::size_t>(EnclosingEnd(sentence, next.quantity.begin),
                                                    text.find(U'。', next.quantity.begin));
      Group group;
      group.whole = &whole;
      group.link = Link::kColon;
      CollectParts(document_, i + 1, sentence.figure_last, next.quantity.begin, end, group);
      const bool is_row = group.parts.size() >= 2 && group.parts.front() == &next && StandInRow(group);
      if (is_row && AreAlike(whole, next)) Finish(group, end);
    }
  }

  // True when nothing but short names stand between the parts: 男党员50名,女党员36名.
  bool StandInRow(const Group& group) const {
    for (std::size_t i = 1; i < group.parts.size(); ++i) {
      const View between = document_.Between(*group.parts[i - 1], *group.parts[i]);
      if (between.size() > 14 || between.find(U'。') != View::npos) return false;
    }
    return true;
  }

  // The last character of the words before a figure, 数, 总数 and 为 aside.
  char32_t HeadOf(const Figure& figure) const {
    View before = TrimEndOf(document_.Before(figure), U"为是有达共约计到 ");
    for (const View tail : {View(U"总数"), View(U"人数"), View(U"总量"), View(U"数")}) {
      if (before.ends_with(tail)) before.remove_suffix(tail.size());
    }
    return before.empty() ? U'\0' : before.back();
  }

  void Alongside(const Sentence& sentence) {
    for (std::size_t i = sentence.figure_first; i + 2 < sentence.figure_last; ++i) {
      const Figure& whole = document_.figures[i];
      if (!IsUsable(whole) || whole.quantity.is_weak || taken_[i]) continue;
      const View label = document_.Before(whole);
      if (!ContainsAny(label, {U"总", U"共", U"在校", U"现有", U"全", U"合计", U"累计"})) continue;
      const char32_t head = HeadOf(whole);
      Group group;
      group.whole = &whole;
      group.link = Link::kAlongside;
      for (std::size_t j = i + 1; j < sentence.figure_last; ++j) {
        const Figure& part = document_.figures[j];
        if (!IsUsable(part) || part.quantity.unit.name != whole.quantity.unit.name || taken_[j]) break;
        if (head == U'\0' || HeadOf(part) != head || part.quantity.value > whole.quantity.value) break;
        if (IsOtherMeasure(document_, part)) break;
        const View between = document_.Between(document_.figures[j - 1], part);
        if (between.size() > 14 || ContainsAny(between, {U"其中", U"。"})) break;
        group.parts.push_back(&part);
      }
      if (group.parts.size() >= 2) Finish(group, sentence.end);
    }
  }

  void Total(const Sentence& sentence) {
    for (std::size_t i = sentence.figure_first + 2; i < sentence.figure_last; ++i) {
      const Figure& whole = document_.figures[i];
      if (!IsUsable(whole) || taken_[i]) continue;
      const View before = TrimEndOf(document_.Before(whole), U"为是有达约:");
      if (!EndsWithAny(before, {U"合计", U"共计", U"总计", U"总共", U"共"})) continue;
      if (before.size() > 4 || document_.After(whole).size() > 4) continue;
      if (ContainsAnyOf(document_.Between(document_.figures[i - 1], whole), U";。")) continue;
      Group group;
      group.whole = &whole;
      group.link = Link::kTotal;
      for (std::size_t j = i; j-- > sentence.figure_first;) {
        const Figure& part = document_.figures[j];
        if (!IsUsable(part) || part.quantity.unit.name != whole.quantity.unit.name || taken_[j]) break;
        const View between = document_.Between(part, document_.figures[j + 1]);
        if (between.size() > 14 || ContainsAny(between, {U"其中", U"。"})) break;
        if (IsOtherMeasure(document_, part)) break;
        group.parts.insert(group.parts.begin(), &part);
      }
      if (group.parts.size() >= 2) Finish(group, sentence.end);
    }
  }

  // 选派9名教师参加竞赛,有7人获奖: those chosen are some of those who took part.
  void Chosen(const Sentence& sentence) {
    for (std::size_t i = sentence.figure_first + 1; i < sentence.figure_last; ++i) {
      const Figure& whole = document_.figures[i - 1];
      const Figure& part = document_.figures[i];
      if (!IsUsable(whole) || !IsUsable(part) || whole.quantity.is_weak || taken_[i]) continue;
      if (!AreComparable(whole.quantity.unit, part.quantity.unit)) continue;
      const View between = document_.Between(whole, part);
      if (between.size() > 40 || ContainsAnyOf(between, U"。;")) continue;
      const bool took_part = ContainsAny(between, {U"参加", U"参赛", U"报名", U"参评", U"投稿", U"申报", U"报送"}) ||
                             ContainsAny(document_.Before(whole), {U"选派", U"推荐", U"筛选", U"投稿", U"申报", U"报送"});
      const bool is_led = EndsWithAny(document_.Before(part), {U"有", U"共有", U"已有", U"中有"});
      const bool is_chosen = ContainsAny(document_.After(part), {U"获", U"入选", U"评为", U"通过", U"晋级", U"取得",
                                                                U"被采用", U"刊发", U"公开"});
      if (!took_part || !is_led || !is_chosen) continue;
      Group group;
      group.whole = &whole;
      group.link = Link::kAlongside;
      group.parts.push_back(&part);
      Judge(document_, group, outcome_);
    }
  }

  const Document& document_;
  Outcome& outcome_;
  std::vector<bool> taken_;  // Figures already judged as parts.
};

}  // namespace

void CheckParts(const Document& document, Outcome& outcome) {
  Reader(document, outcome).Run();
}

}  // namespace kaogong::text
