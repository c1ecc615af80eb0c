// SPDX-License-Identifier: Apache-2.0
#include "text/checks/percent_role.h"

#include <algorithm>

#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

struct Direction {
  View word;
  int sign;
};

constexpr Direction kDirections[] = {
    {U"增长", 1},  {U"增加", 1},  {U"提高", 1},  {U"提升", 1},  {U"上升", 1},  {U"上涨", 1},
    {U"增", 1},    {U"升", 1},    {U"涨", 1},    {U"多", 1},    {U"高", 1},    {U"扩大", 1},
    {U"增幅", 1},  {U"增速", 1},  {U"涨幅", 1},  {U"升幅", 1},  {U"递增", 1},  {U"攀升", 1},
    {U"新增", 1},  {U"增收", 1},  {U"增产", 1},  {U"扩展", 1},  {U"延长", 1},  {U"增至", 1},
    {U"下降", -1}, {U"减少", -1}, {U"降低", -1}, {U"下调", -1}, {U"回落", -1}, {U"下滑", -1},
    {U"减", -1},   {U"降", -1},   {U"少", -1},   {U"低", -1},   {U"缩短", -1}, {U"缩减", -1},
    {U"压缩", -1}, {U"压减", -1}, {U"精简", -1}, {U"削减", -1}, {U"降幅", -1}, {U"减幅", -1},
    {U"减至", -1}, {U"降至", -1}, {U"裁减", -1}, {U"节约", -1}, {U"减排", -1}, {U"递减", -1},
    {U"下跌", -1}, {U"跌", -1},
};

constexpr View kFillers = U"了约近达率为到至仅只又再净共幅度速有将可的";

// 最多, 至少, 多次: these look like words of change and are not.
bool IsOtherWord(View text, std::size_t begin, View word) {
  const char32_t before = begin > 0 ? text[begin - 1] : U'\0';
  const View around(U"不最至较更很许大多缺");
  if (word == U"多" || word == U"少" || word == U"高" || word == U"低") {
    // 比去年多30人 and 高出 are changes; only after 比 or 较 in the same clause.
    if (before != U'\0' && around.find(before) != View::npos) return true;
    return !ContainsAnyOf(text.substr(0, begin), U"比较");
  }
  return word == U"新增" || (word == U"升" && before == U'晋') || (word == U"增" && before == U'新');
}

}  // namespace

int ChangeBefore(const Document& document, const Figure& figure, std::uint32_t& begin,
                 bool& is_target) {
  const View before = document.Before(figure);
  std::size_t best_end = 0;
  std::size_t best_begin = 0;
  int sign = 0;
  for (const Direction& entry : kDirections) {
    const std::size_t at = before.rfind(entry.word);
    if (at == View::npos || IsOtherWord(before, at, entry.word)) continue;
    const std::size_t end = at + entry.word.size();
    if (end > best_end || (end == best_end && at < best_begin)) {
      best_end = end;
      best_begin = at;
      sign = entry.sign;
    }
  }
  if (sign == 0) return 0;
  const View rest = before.substr(best_end);
  if (rest.size() > 4 || rest.find_first_not_of(kFillers) != View::npos) return 0;
  const View word = before.substr(best_begin, best_end - best_begin);
  is_target = ContainsAnyOf(rest, U"到至") || word.ends_with(U'至') || word.ends_with(U'到');
  // 增幅为8% is the size of the change, 增加为8个 where it ends.
  const bool is_rate_word = word.ends_with(U'幅') || word.ends_with(U'速') || ContainsAnyOf(rest, U"率幅速");
  if (!is_target && rest.ends_with(U'为') && !is_rate_word) is_target = true;
  begin = static_cast<std::uint32_t>(figure.label_begin + best_begin);
  return sign;
}

namespace {

// 完成年度计划的, 占全年任务的, 为预算的: the plan itself, not a part of it (占预算支出的).
bool NamesPlan(View before) {
  View phrase = TrimEndOf(before, U"达到为是约近仅只有均保持在了已共");
  if (!phrase.ends_with(U'的')) return false;
  phrase = TrimEndOf(phrase, U"的");
  for (const View tail : {View(U"总数"), View(U"总额"), View(U"数"), View(U"总")}) {
    if (phrase.ends_with(tail) && phrase.size() > tail.size() + 1) phrase.remove_suffix(tail.size());
  }
  return EndsWithAny(phrase, {U"计划", U"任务", U"目标", U"预算", U"指标", U"应完成", U"目标值", U"年初预期"});
}

}  // namespace

PercentReading ReadPercent(const Document& document, const Figure& figure) {
  PercentReading reading;
  const View before = document.Before(figure);
  const auto at_flow = [&](std::size_t at) {
    return static_cast<std::uint32_t>(figure.label_begin + at);
  };
  if (ContainsAny(before, {U"超额", U"超计划", U"超目标", U"超任务", U"超出计划", U"超预算"}) &&
      !before.ends_with(U'的')) {
    reading.role = PercentRole::kExcess;
    reading.begin = at_flow(before.find(U'超'));
    reading.phrase = before.substr(before.find(U'超'));
    return reading;
  }
  bool is_target = false;
  std::uint32_t begin = 0;
  const int direction = ChangeBefore(document, figure, begin, is_target);
  if (direction != 0 && !is_target) {
    reading.role = PercentRole::kGrowth;
    reading.direction = direction;
    reading.begin = begin;
    return reading;
  }
  const View trimmed = TrimEndOf(before, U"达到为是约近仅只有均保持在了已共");
  if (NamesPlan(before)) {
    std::size_t at = before.rfind(U"完成");
    if (at == View::npos) at = before.rfind(U'占');
    if (at == View::npos) at = before.rfind(U'为');
    reading.role = PercentRole::kCompletion;
    reading.begin = at_flow(at == View::npos ? 0 : at);
    reading.phrase = at == View::npos ? before : before.substr(at);
    return reading;
  }
  if (trimmed.ends_with(U"完成率") || trimmed.ends_with(U"执行率") || trimmed.ends_with(U"达成率") ||
      trimmed.ends_with(U"完成比例")) {
    reading.role = PercentRole::kCompletion;
    reading.begin = at_flow(trimmed.size() - 3);
    reading.phrase = trimmed;
    return reading;
  }
  if (const std::size_t at = before.rfind(U'占'); at != View::npos) {
    reading.role = PercentRole::kShare;
    reading.begin = at_flow(at);
    reading.phrase = before.substr(at + 1);
    return reading;
  }
  if (trimmed.ends_with(U'率') || trimmed.ends_with(U"比例") || trimmed.ends_with(U"比重") ||
      trimmed.ends_with(U"满意度")) {
    const std::size_t tail = trimmed.ends_with(U'率') ? 1 : trimmed.ends_with(U"满意度") ? 1 : 2;
    const std::size_t from = trimmed.size() > tail + 8 ? trimmed.size() - tail - 8 : 0;
    reading.role = PercentRole::kRate;
    reading.phrase = trimmed.substr(from, trimmed.size() - tail - from);
    reading.begin = at_flow(from);
  }
  return reading;
}

}  // namespace kaogong::text
