// SPDX-License-Identifier: Apache-2.0
// Percentages over 100 where a part cannot be larger than its whole: 合格率102%, 占全部的105%.
#include <vector>

#include "text/checks/checks.h"
#include "text/checks/percent_role.h"
#include "text/checks/words.h"

namespace kaogong::text {
namespace {

using View = std::u32string_view;

// Rates that are no shares and may pass 100 %.
bool MayExceed(View words) {
  return ContainsAny(words, {U"增长", U"完成", U"毛入学", U"产销", U"达产", U"利用", U"使用", U"回报", U"收益",
                             U"利润", U"负债", U"周转", U"投资", U"贡献", U"转化", U"执行", U"入园", U"同比",
                             U"环比", U"保障", U"自给", U"倍", U"超", U"增值", U"溢价", U"杠杆", U"赔付",
                             U"满负荷", U"上座", U"流动", U"速动", U"担保", U"覆盖倍", U"汇", U"利",
                             U"均衡", U"差异", U"生均", U"达成", U"兑现", U"准备金", U"拨备", U"充足",
                             U"保值", U"补偿", U"返还", U"升值", U"价格", U"指数", U"任务", U"计划", U"目标"});
}

// Rates that are shares beyond doubt.
bool MayNotExceed(View words) {
  return ContainsAny(words, {U"合格", U"达标", U"满意", U"办结", U"处结", U"结案", U"及格", U"优秀", U"参与",
                             U"出勤", U"到位", U"到课", U"回访", U"受理", U"复核", U"覆盖", U"普及", U"知晓",
                             U"整改", U"入学", U"升学", U"就业", U"录取", U"参训", U"参评", U"参选", U"参保",
                             U"接种", U"检出", U"检测", U"建档", U"签约", U"销号", U"按期", U"按时", U"及时",
                             U"绿化", U"森林", U"城镇化", U"处理", U"处置", U"化解", U"调解", U"成功", U"准确",
                             U"回收", U"答复", U"回复", U"上线", U"巩固", U"通过", U"抽检", U"发生", U"死亡",
                             U"贫困", U"失业", U"辍学", U"错", U"缺", U"完好", U"完整", U"入户", U"通"});
}

void Add(const Figure& figure, Certainty certainty, Text message,
            Outcome& outcome) {
  Finding finding;
  finding.check = "over-100";
  finding.certainty = certainty;
  finding.span = figure.span();
  finding.message = std::move(message);
  outcome.findings.push_back(std::move(finding));
}

}  // namespace

void CheckLimits(const Document& document, Outcome& outcome) {
  for (const Figure& figure : document.figures) {
    if (!IsPercent(figure)) continue;
    const Rational high = figure.quantity.range_high.value_or(figure.quantity.value);
    if (high <= Rational(100)) continue;
    const PercentReading reading = ReadPercent(document, figure);
    const std::string shown = Show(document, figure);
    if (reading.role == PercentRole::kShare && !MayExceed(reading.phrase)) {
      Add(figure, Certainty::kSure,
             Say("占比“{0}”超过100%", "a share of \"{0}\" is over 100%", shown), outcome);
    }
    if (reading.role != PercentRole::kRate) continue;
    const bool is_share = MayNotExceed(reading.phrase);
    if (!is_share && MayExceed(reading.phrase)) continue;
    Add(figure, is_share ? Certainty::kSure : Certainty::kAsk,
           Say("比率“{0}”超过100%", "a rate of \"{0}\" is over 100%", shown), outcome);
  }
}

}  // namespace kaogong::text
