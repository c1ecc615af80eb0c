// SPDX-License-Identifier: Apache-2.0
#include "suggest/vague.h"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace kaogong::suggest {
namespace {

struct Entry {
  std::string_view words;
  std::string_view zh;
  std::string_view en;
  std::string_view wording;
};

// Longer ones first: what was found once is not found again in part.
constexpr Entry kEntries[] = {
    {"酌情扣分", "扣多少由人定，两个人会扣得不一样",
     "how much is taken off is left to whoever applies it", "每发现一处扣0.5分，扣完为止"},
    {"酌情加分", "加多少由人定", "how much is added is left to whoever applies it",
     "每项加0.5分，累计不超过2分"},
    {"酌情给分", "给多少由人定", "how much is given is left to whoever applies it",
     "优秀得满分，良好得80%，一般得60%，差不得分"},
    {"酌情", "由人裁量，没有标准", "left to discretion without a measure", "写明每次、每项的分值"},
    {"视情况", "什么情况、扣加多少都没有写", "neither the case nor the points are said",
     "列出每种情况和对应的分值"},
    {"视情节", "情节没有分档", "the degrees are not named",
     "一般的扣1分，较重的扣3分，严重的不得分"},
    {"视程度", "程度没有分档", "the degrees are not named",
     "按完成率分档：90%以上得满分，80%至90%得80%，其余不得分"},
    {"情节严重", "没有写明什么算严重", "what is serious is not said",
     "造成直接经济损失10万元以上，或者受到县级以上通报批评的"},
    {"造成不良影响", "没有写明由谁认定、什么算不良影响", "what counts and who decides is not said",
     "被县级以上媒体曝光或者上级通报批评的"},
    {"影响较大", "没有写明什么算较大", "what is large is not said", "被市级以上媒体报道的"},
    {"较大影响", "没有写明什么算较大", "what is large is not said", "被市级以上媒体报道的"},
    {"适当", "多少算适当没有写", "how much is suitable is not said", "写明数额或者比例"},
    {"原则上", "什么情况可以例外没有写", "the exceptions are not said",
     "写明例外由谁批准、比例最多是多少"},
    {"基本完成", "完成多少算基本完成没有写", "how much counts as mostly done is not said",
     "完成率90%以上"},
    {"明显", "多少算明显没有写", "how much is marked is not said", "比上年提高5个百分点以上"},
    {"显著", "多少算显著没有写", "how much is marked is not said", "比上年提高10%以上"},
    {"较好", "好坏没有标准", "good has no measure", "满意率90%以上"},
    {"较差", "好坏没有标准", "bad has no measure", "满意率低于60%"},
    {"效果好", "效果没有衡量办法", "the effect has no measure", "受益对象满意率90%以上"},
    {"积极", "没有可以核对的事实", "there is no fact to verify",
     "按要求参加的次数占应参加次数的90%以上"},
    {"及时", "没有写明期限", "there is no time limit", "在5个工作日内"},
    {"按时", "没有写明期限", "there is no time limit", "在规定日期当日24时前"},
    {"认真", "没有可以核对的事实", "there is no fact to verify", "有计划、有记录、有总结"},
    {"健全", "没有写明要有哪些制度", "what must be there is not said",
     "建立学习、考勤、公示三项制度"},
    {"到位", "做到什么程度算到位没有写", "how far is not said", "完成率100%"},
    {"规范", "没有写明照哪个规范", "the standard is not named", "符合《》第几条的要求"},
    {"一定", "多少没有写", "how much is not said", "写明数额或者比例"},
    {"多次", "几次没有写", "how many times is not said", "三次以上"},
    {"经常", "几次没有写", "how often is not said", "每月不少于一次"},
    {"有关规定", "没有写明是哪个文件", "the document is not named", "《文件名称》（文号）第几条"},
    {"等方面", "列举没有完", "the list is open", "写全各个方面，或者写明由谁认定"},
};

// 按时率 and 规范化 are figures and names, not judgements.
bool IsMeasured(std::string_view text, std::size_t at) {
  return text.substr(at, 3) == "率" || text.substr(at, 3) == "化" || text.substr(at, 3) == "数";
}

}  // namespace

std::vector<Vague> FindVague(const ClauseText& clause) {
  std::vector<Vague> found;
  std::vector<bool> used(clause.text.size(), false);
  for (const Entry& entry : kEntries) {
    for (std::size_t at = clause.text.find(entry.words); at != std::string::npos;
         at = clause.text.find(entry.words, at + 1)) {
      if (used[at] || IsMeasured(clause.text, at + entry.words.size())) continue;
      std::fill_n(used.begin() + static_cast<std::ptrdiff_t>(at), entry.words.size(), true);
      Vague vague;
      vague.begin = clause.origins[at];
      vague.end = clause.origins[at + entry.words.size()];
      vague.reason = Text{std::string(entry.zh), std::string(entry.en)};
      vague.wording = entry.wording;
      found.push_back(std::move(vague));
    }
  }
  std::sort(found.begin(), found.end(),
            [](const Vague& a, const Vague& b) { return a.begin < b.begin; });
  return found;
}

}  // namespace kaogong::suggest
