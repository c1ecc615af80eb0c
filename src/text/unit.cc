// SPDX-License-Identifier: Apache-2.0
// One table: the units and measure words that official Chinese uses.
#include "text/unit.h"

#include <algorithm>
#include <unordered_map>

#include "text/fold.h"

namespace kaogong::text {
namespace {

struct Row {
  std::u32string_view name;
  Dimension dimension;
  std::int64_t numerator = 1;
  std::int64_t denominator = 1;
  bool is_discrete = false;
};

constexpr Row kRows[] = {
    {U"%", Dimension::kPercent},
    {U"‰", Dimension::kPercent, 1, 10},
    {U"个百分点", Dimension::kPoint},
    {U"百分点", Dimension::kPoint},
    {U"个百分比", Dimension::kPoint},
    {U"个点", Dimension::kPoint},
    {U"个千分点", Dimension::kPoint, 1, 10},
    {U"倍", Dimension::kMultiple},
    {U"个", Dimension::kCount, 1, 1, true},
    {U"人", Dimension::kPerson, 1, 1, true},
    {U"名", Dimension::kPerson, 1, 1, true},
    {U"位", Dimension::kPerson, 1, 1, true},
    {U"口", Dimension::kPerson, 1, 1, true},
    {U"人次", Dimension::kPersonTime, 1, 1, true},
    {U"人·次", Dimension::kPersonTime, 1, 1, true},
    {U"户次", Dimension::kOther, 1, 1, true},
    {U"车次", Dimension::kOther, 1, 1, true},
    {U"场次", Dimension::kCount, 1, 1, true},
    {U"班次", Dimension::kCount, 1, 1, true},
    {U"件次", Dimension::kCount, 1, 1, true},
    {U"台次", Dimension::kCount, 1, 1, true},
    {U"元", Dimension::kMoney},
    {U"块钱", Dimension::kMoney},
    {U"元钱", Dimension::kMoney},
    {U"元人民币", Dimension::kMoney},
    {U"角", Dimension::kMoney, 1, 10},
    {U"美元", Dimension::kOther},
    {U"欧元", Dimension::kOther},
    {U"港元", Dimension::kOther},
    {U"港币", Dimension::kOther},
    {U"日元", Dimension::kOther},
    {U"英镑", Dimension::kOther},
    {U"亩", Dimension::kArea, 2000, 3},
    {U"亩次", Dimension::kOther},
    {U"公顷", Dimension::kArea, 10'000},
    {U"平方米", Dimension::kArea},
    {U"平米", Dimension::kArea},
    {U"平方", Dimension::kArea},
    {U"㎡", Dimension::kArea},
    {U"m2", Dimension::kArea},
    {U"平方公里", Dimension::kArea, 1'000'000},
    {U"平方千米", Dimension::kArea, 1'000'000},
    {U"km2", Dimension::kArea, 1'000'000},
    {U"公里", Dimension::kLength, 1000},
    {U"千米", Dimension::kLength, 1000},
    {U"km", Dimension::kLength, 1000},
    {U"华里", Dimension::kLength, 500},
    {U"米", Dimension::kLength},
    {U"延米", Dimension::kLength},
    {U"厘米", Dimension::kLength, 1, 100},
    {U"cm", Dimension::kLength, 1, 100},
    {U"毫米", Dimension::kLength, 1, 1000},
    {U"mm", Dimension::kLength, 1, 1000},
    {U"吨", Dimension::kMass, 1000},
    {U"公斤", Dimension::kMass},
    {U"千克", Dimension::kMass},
    {U"kg", Dimension::kMass},
    {U"斤", Dimension::kMass, 1, 2},
    {U"市斤", Dimension::kMass, 1, 2},
    {U"克", Dimension::kMass, 1, 1000},
    {U"毫克", Dimension::kMass, 1, 1'000'000},
    {U"担", Dimension::kMass, 50},
    {U"吨标准煤", Dimension::kOther},
    {U"吨标煤", Dimension::kOther},
    {U"立方米", Dimension::kVolume, 1000},
    {U"立方", Dimension::kVolume, 1000},
    {U"方", Dimension::kVolume, 1000},
    {U"m3", Dimension::kVolume, 1000},
    {U"升", Dimension::kVolume},
    {U"毫升", Dimension::kVolume, 1, 1000},
    {U"天", Dimension::kTime, 1, 1, true},
    {U"日", Dimension::kTime, 1, 1, true},
    {U"个工作日", Dimension::kTime, 1, 1, true},
    {U"工作日", Dimension::kTime, 1, 1, true},
    {U"小时", Dimension::kTime, 1, 24},
    {U"个小时", Dimension::kTime, 1, 24},
    {U"个钟头", Dimension::kTime, 1, 24},
    {U"分钟", Dimension::kTime, 1, 1440},
    {U"秒", Dimension::kTime, 1, 86'400},
    {U"秒钟", Dimension::kTime, 1, 86'400},
    {U"周", Dimension::kTime, 7, 1, true},
    {U"星期", Dimension::kTime, 7, 1, true},
    {U"个星期", Dimension::kTime, 7, 1, true},
    {U"个月", Dimension::kTime, 30, 1, true},
    {U"个季度", Dimension::kTime, 90, 1, true},
    {U"年", Dimension::kTime, 365, 1, true},
    {U"周年", Dimension::kTime, 365, 1, true},
    {U"学年", Dimension::kTime, 365, 1, true},
    {U"岁", Dimension::kOther, 1, 1, true},
    {U"周岁", Dimension::kOther, 1, 1, true},
    {U"学时", Dimension::kOther, 1, 1, true},
    {U"个学时", Dimension::kOther, 1, 1, true},
    {U"课时", Dimension::kOther, 1, 1, true},
    {U"个课时", Dimension::kOther, 1, 1, true},
    {U"千瓦时", Dimension::kEnergy},
    {U"度电", Dimension::kEnergy},
    {U"度", Dimension::kOther},
    {U"千瓦", Dimension::kOther},
    {U"kw", Dimension::kOther},
    {U"kW", Dimension::kOther},
    {U"kV", Dimension::kOther},
    {U"千伏", Dimension::kOther},
    {U"千伏安", Dimension::kOther},
    {U"兆瓦", Dimension::kOther},
    {U"MW", Dimension::kOther},
    {U"℃", Dimension::kOther},
    {U"摄氏度", Dimension::kOther},
    {U"分贝", Dimension::kOther},
    {U"微克", Dimension::kOther},
    {U"分", Dimension::kScore},
    {U"字", Dimension::kOther, 1, 1, true},
    {U"种", Dimension::kCount, 1, 1, true},
    {U"字节", Dimension::kOther},
    {U"兆", Dimension::kOther},
    {U"G", Dimension::kOther},
};

// Measure words that only count. A noun that can follow a number directly (31村) counts itself.
constexpr std::u32string_view kCounters[] = {
    U"所", U"家", U"户", U"项", U"件", U"次", U"场", U"期", U"条", U"份", U"篇", U"台",
    U"套", U"辆", U"座", U"处", U"间", U"栋", U"幢", U"张", U"株", U"棵", U"头", U"只",
    U"匹", U"羽", U"枚", U"块", U"部", U"本", U"册", U"层", U"班", U"届", U"批", U"类",
    U"点", U"组", U"支", U"队", U"艘", U"架", U"门", U"科", U"节", U"步", U"方面", U"大类",
    U"环节", U"版", U"幅", U"首", U"款", U"道", U"盏", U"盆", U"袋", U"箱", U"桶", U"瓶",
    U"把", U"根", U"面", U"口井", U"眼", U"片", U"宗", U"起", U"例", U"单", U"笔", U"票",
    U"席", U"床", U"桌", U"地", U"对", U"双", U"副", U"样", U"封", U"则", U"幕", U"具", U"颗",
    U"轮", U"趟", U"遍", U"回", U"档", U"格", U"站", U"园", U"校",
    U"村", U"镇", U"乡", U"县", U"市", U"省", U"区", U"州", U"街道", U"社区", U"厂", U"店",
    U"馆", U"院", U"局", U"大项", U"小项", U"大", U"株次", U"批次", U"人份", U"艘次",
    U"架次", U"吨次", U"楼", U"室", U"井", U"池", U"桥", U"段", U"阶段",
    U"层次", U"等级", U"档次", U"维度", U"系列", U"领域", U"层面", U"要素", U"部分", U"板块",
    U"学校", U"单位", U"部门", U"企业", U"乡镇", U"县区", U"村居", U"家庭", U"学期",
    U"集", U"章", U"课", U"题", U"朵", U"捆", U"卷", U"排",
    U"窝", U"箩", U"筐", U"车", U"船", U"枝", U"丛", U"垄", U"畦",
    U"号人", U"人家", U"名次",
};

using Table = std::unordered_map<std::u32string_view, Unit>;

Table MakeTable() {
  Table table;
  for (const Row& row : kRows) {
    table.emplace(row.name, Unit{row.dimension, row.name,
                                 Rational::Fraction(row.numerator, row.denominator), row.is_discrete});
  }
  for (const std::u32string_view name : kCounters) {
    table.emplace(name, Unit{Dimension::kCount, name, Rational(1), true});
  }
  return table;
}

}  // namespace

std::optional<UnitMatch> UnitAt(std::u32string_view text, std::size_t at) {
  static const Table kTable = MakeTable();
  if (at >= text.size()) return std::nullopt;
  for (std::size_t length = std::min<std::size_t>(4, text.size() - at); length > 0; --length) {
    const auto found = kTable.find(text.substr(at, length));
    if (found == kTable.end()) continue;
    // A Latin unit must not be the beginning of a word.
    if (IsLatin(text[at + length - 1]) && at + length < text.size() && IsLatin(text[at + length])) {
      continue;
    }
    return UnitMatch{found->second, length};
  }
  return std::nullopt;
}

bool AreComparable(const Unit& a, const Unit& b) {
  if (a.dimension != b.dimension) return false;
  if (a.dimension == Dimension::kOther) return a.name == b.name;
  if (a.dimension != Dimension::kCount) return true;
  return a.name == b.name || a.name == U"个" || b.name == U"个";
}

}  // namespace kaogong::text
