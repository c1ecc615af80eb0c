// SPDX-License-Identifier: Apache-2.0
#include "text/checks/tense.h"

#include <algorithm>

#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

}  // namespace

std::optional<int> YearOf(const Document& document, const Figure& figure) {
  const Sentence& sentence = document.sentences[figure.sentence];
  std::optional<int> year;
  const auto first = std::partition_point(
      document.dates.begin(), document.dates.end(), [&](const DatedSpan& dated) {
        return dated.flow < figure.flow ||
               (dated.flow == figure.flow && dated.mention.begin < sentence.begin);
      });
  for (auto it = first; it != document.dates.end() && it->flow == figure.flow; ++it) {
    if (it->mention.begin >= figure.quantity.begin) break;
    // Months tell figures apart as well.
    if (it->mention.first.year || it->mention.first.month) {
      year = it->mention.first.year.value_or(0) * 100 + it->mention.first.month.value_or(0);
    }
  }
  return year;
}

std::uint32_t PlanFrom(const Document& document) {
  const auto end = static_cast<std::uint32_t>(document.normal.flows.size());
  for (std::uint32_t flow = 0; flow < end; ++flow) {
    const View text = document.FlowText(flow);
    if (text.size() > 40 || flow * 4 < end) continue;
    if (ContainsAny(text, {U"下一步", U"工作安排", U"工作打算", U"工作部署", U"工作计划",
                           U"工作思路", U"目标任务", U"主要任务", U"今后", U"明年", U"总体要求",
                           U"预期目标", U"下半年工作"})) {
      return flow;
    }
  }
  return end;
}

bool IsPlanned(const Document& document, const Figure& figure, std::uint32_t plan_from) {
  const Sentence& sentence = document.sentences[figure.sentence];
  const View head =
      document.FlowText(figure.flow).substr(sentence.begin, figure.quantity.begin - sentence.begin);
  if (figure.flow >= plan_from) return true;
  return figure.quantity.approximation == Approximation::kOver
             ? document.TextOf(figure.span()).ends_with(U"以上") ||
                   ContainsAny(head, {U"不低于", U"不少于"})
             : ContainsAny(head, {U"将", U"拟", U"力争", U"目标", U"预期", U"确保", U"争取",
                                  U"明年", U",要", U"计划", U"安排", U"规划", U"预计", U"到年底",
                                  U"今后", U"下一步"});
}

}  // namespace kaogong::text
