// SPDX-License-Identifier: Apache-2.0
#include "text/evaluate/variant.h"

#include <opencc/opencc.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/utf8.h"
#include "text/document.h"
#include "text/fold.h"

namespace kaogong::text {
namespace {

using Points = std::u32string;

// Not the engine's own table of synonyms: about half of these words are unknown to it.
constexpr std::pair<std::u32string_view, std::u32string_view> kSwaps[] = {
    {U"提高", U"增强"},     {U"加强", U"强化"},     {U"积极", U"主动"},     {U"开展", U"组织"},
    {U"完善", U"健全"},     {U"建立", U"构建"},     {U"落实", U"执行"},     {U"认真", U"切实"},
    {U"深入", U"全面"},     {U"不断", U"持续"},     {U"取得", U"获得"},     {U"重点", U"关键"},
    {U"问题", U"不足"},     {U"措施", U"举措"},     {U"制定", U"出台"},     {U"检查", U"督查"},
    {U"情况", U"状况"},     {U"以来", U"至今"},     {U"共同", U"一道"},     {U"广大", U"众多"},
    {U"严格", U"从严"},     {U"通过", U"借助"},     {U"根据", U"按照"},     {U"为了", U"为"},
    {U"进行了", U"开展了"}, {U"使得", U"令"},       {U"非常", U"十分"},     {U"良好", U"较好"},
    {U"主要", U"重要"},     {U"学生", U"学子"},     {U"教师", U"老师"},     {U"家长", U"父母"},
    {U"水平", U"能力"},     {U"质量", U"品质"},     {U"确保", U"保证"},     {U"充分", U"很好地"},
    {U"努力", U"力求"},     {U"有效", U"切实"},     {U"推进", U"推动"},     {U"促进", U"带动"},
    {U"实现", U"达到"},     {U"并且", U"同时"},     {U"但是", U"不过"},     {U"目前", U"眼下"},
    {U"今年", U"本年度"},   {U"我们", U"我单位"},   {U"参加", U"出席"},     {U"组织", U"安排"},
    {U"发现", U"查出"},     {U"及时", U"第一时间"}, {U"改善", U"优化"},     {U"群众", U"老百姓"},
    {U"困难", U"难处"},     {U"帮助", U"扶助"},     {U"活动", U"行动"},     {U"环境", U"条件"},
    {U"方法", U"做法"},     {U"形成", U"构成"},     {U"坚持", U"秉持"},     {U"发展", U"进步"},
    {U"要求", U"规定"},     {U"任务", U"职责"},     {U"领导", U"负责同志"}, {U"要", U"须"},
    {U"对", U"针对"},       {U"将", U"把"},         {U"使", U"让"},         {U"全体", U"所有"},
    {U"各种", U"多种"},     {U"利用", U"运用"},     {U"工作中", U"实践中"}, {U"进一步", U"更加"},
    {U"建设", U"打造"},     {U"管理", U"治理"},     {U"培训", U"轮训"},     {U"成立", U"组建"},
};

constexpr std::u32string_view kAdverbs[] = {U"切实", U"大力", U"着力", U"进一步", U"有序", U"稳步"};

Points Decode(std::string_view text) {
  Points points;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    points.push_back(point.value);
    at += point.size;
  }
  return points;
}

bool IsComma(char32_t c) { return c == U',' || c == U'，'; }
bool IsStop(char32_t c) { return std::u32string_view(U"。！？；;!?").find(c) != std::u32string_view::npos; }

bool StartsAt(const Points& text, std::size_t at, std::u32string_view word) {
  return std::u32string_view(text).substr(at, word.size()) == word;
}

Points Reword(const Points& text, Chance& chance) {
  Points reworded;
  for (std::size_t at = 0; at < text.size();) {
    bool is_done = false;
    for (const auto& [from, to] : kSwaps) {
      if (!StartsAt(text, at, from) || chance.OneIn(5)) continue;
      reworded += to;
      at += from.size();
      is_done = true;
      break;
    }
    if (is_done) continue;
    if (IsComma(text[at]) && chance.OneIn(4)) {
      reworded.push_back(text[at++]);
      reworded += kAdverbs[chance.Below(std::size(kAdverbs))];
      continue;
    }
    reworded.push_back(text[at++]);
  }
  return reworded;
}

// Splits after each character that `ends` accepts; the last piece may lack one.
template <class Ends>
std::vector<Points> Split(const Points& text, Ends ends) {
  std::vector<Points> pieces(1);
  for (const char32_t c : text) {
    pieces.back().push_back(c);
    if (ends(c)) pieces.emplace_back();
  }
  if (pieces.back().empty()) pieces.pop_back();
  return pieces;
}

Points Join(const std::vector<Points>& pieces) {
  Points text;
  for (const Points& piece : pieces) text += piece;
  return text;
}

Points MoveClauses(const Points& text, Chance& chance) {
  Points moved;
  for (Points sentence : Split(text, IsStop)) {
    const char32_t stop = IsStop(sentence.back()) ? sentence.back() : U'。';
    if (IsStop(sentence.back())) sentence.pop_back();
    std::vector<Points> clauses = Split(sentence, IsComma);
    for (Points& clause : clauses) {
      if (!clause.empty() && IsComma(clause.back())) clause.pop_back();
    }
    Shuffle(clauses, chance);
    for (std::size_t i = 0; i < clauses.size(); ++i) moved += (i > 0 ? U"，" : U"") + clauses[i];
    moved.push_back(stop);
  }
  return moved;
}

Points MoveSentences(const Points& text, Chance& chance) {
  std::vector<Points> sentences = Split(text, IsStop);
  Shuffle(sentences, chance);
  return Join(sentences);
}

Points Shorten(const Points& text, Chance& chance) {
  Points shortened;
  for (const Points& clause : Split(text, [](char32_t c) { return IsComma(c) || IsStop(c); })) {
    if (!chance.OneIn(4)) shortened += clause;
  }
  return shortened;
}

Points Convert(const Points& text) {
  const std::string utf8 = ToUtf8(text);
  const std::string simplified = opencc::SimpleConverter("t2s.json").Convert(utf8);
  // What is traditional goes to simplified, and the other way.
  if (simplified != utf8) return Decode(simplified);
  return Decode(opencc::SimpleConverter("s2twp.json").Convert(utf8));
}

Points AddNoise(const Points& text, Chance& chance) {
  static constexpr std::u32string_view kPinyin[] = {U"(wù)", U"(xué)", U"(huì)", U"(jiàn)", U"(gōng)", U"(lǐ)"};
  Points noisy;
  for (const char32_t c : text) {
    if (IsHan(c) && chance.OneIn(33)) continue;  // Lost.
    if (IsDigit(c) && chance.OneIn(2)) {
      noisy.push_back(c - U'0' + U'０');
    } else if (c == U',') {
      noisy += chance.OneIn(2) ? U"，" : U", ";
    } else {
      noisy.push_back(c);
    }
    if (IsHan(c) && chance.OneIn(6)) noisy += kPinyin[chance.Below(std::size(kPinyin))];
    if (IsHan(c) && chance.OneIn(40)) noisy += chance.OneIn(2) ? U"\n" : U" ";
  }
  return noisy;
}

}  // namespace

std::string_view NameOf(Variant variant) {
  switch (variant) {
    case Variant::kExact:
      return "exact";
    case Variant::kReworded:
      return "reworded";
    case Variant::kClausesMoved:
      return "clauses moved";
    case Variant::kSentencesMoved:
      return "sentences moved";
    case Variant::kOtherScript:
      return "other script";
    case Variant::kNoisy:
      return "noisy";
    case Variant::kShortened:
      return "shortened";
    case Variant::kRewordedMoved:
      return "reworded + moved";
    case Variant::kEverything:
      return "everything";
  }
  return "";
}

std::string Alter(std::string_view passage, Variant variant, Chance& chance) {
  Points text = Decode(passage);
  const bool is_all = variant == Variant::kEverything;
  const bool is_both = variant == Variant::kRewordedMoved || is_all;
  if (variant == Variant::kShortened) text = Shorten(text, chance);
  if (variant == Variant::kReworded || is_both) text = Reword(text, chance);
  if (variant == Variant::kClausesMoved || is_both) text = MoveClauses(text, chance);
  if (variant == Variant::kSentencesMoved || is_both) text = MoveSentences(text, chance);
  if (variant == Variant::kOtherScript || is_all) text = Convert(text);
  if (variant == Variant::kNoisy || is_all) text = AddNoise(text, chance);
  return ToUtf8(text);
}

}  // namespace kaogong::text
