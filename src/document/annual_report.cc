// SPDX-License-Identifier: Apache-2.0
#include "document/annual_report.h"

#include <algorithm>
#include <map>

#include "document/arrange.h"
#include "document/chinese_number.h"
#include "document/internal/draft_writer.h"

namespace kaogong::document {

namespace {

using Objects = std::vector<std::string>;

constexpr std::size_t kShownMax = 5;

// How far a target was met. A ratio of 1 is met; the steps are those that official reports use.
enum class Reach { kFarAbove, kAbove, kMet, kNearly, kBelow };

std::optional<Reach> ReachOf(const Item& rate) {
  if (!rate.has_value()) return std::nullopt;
  if (rate.number >= Rational(Decimal::FromUnits(12, 1))) return Reach::kFarAbove;
  if (rate.number > Rational(1)) return Reach::kAbove;
  if (rate.number == Rational(1)) return Reach::kMet;
  return rate.number >= Rational(Decimal::FromUnits(9, 1)) ? Reach::kNearly : Reach::kBelow;
}

class Drafter {
 public:
  Drafter(const Record& record, std::string_view subject) : writer_(record), subject_(subject) {}

  Result<Document> Draft() {
    for (const std::string& data : writer_.ListOf(subject_, "数据"))
      data_[writer_.TextOf(data, "名称")] = data;
    Title();
    Situation();
    Blocks();
    OtherData();
    Highlights();
    Problems();
    NextSteps();
    Closing();
    if (writer_.error()) return *writer_.error();
    Document document = writer_.Take();
    document.title = std::get<Paragraph>(document.blocks.front()).Text();
    document.template_name = "work-report";
    Arrange(&document);
    return document;
  }

 private:
  void Heading(std::string_view text) {
    writer_.Begin(Role::kHeading1, InCharacters(++section_) + "、" + std::string(text));
  }

  bool Has(const std::string& object, std::string_view expression) {
    return writer_.Look(object, expression).has_value();
  }
  int Sign(const std::string& object, std::string_view expression) {
    const Item item = writer_.Look(object, expression);
    return item.has_value() ? item.number.sign() : 0;
  }

  void Title() {
    writer_.Begin(Role::kTitle);
    writer_.Figure(subject_, "名称");
    writer_.Figure(subject_, "年度");
    writer_.Text("年度工作报告");
  }

  // --- Basic facts

  void Situation() {
    Heading("基本情况");
    writer_.Begin(Role::kBody);
    writer_.Figure(subject_, "年度");
    writer_.Text("年，");
    writer_.Figure(subject_, "名称");
    writer_.Text("对照《");
    writer_.Figure(subject_, "办法名称");
    writer_.Text("》抓落实，");
    if (!Has(subject_, "总分")) {
      writer_.Text("部分数据尚未核定，年度得分待定。");
      return;
    }
    writer_.Text("年度考核得");
    writer_.Figure(subject_, "总分", "带单位");
    Standing();
    Movement();
  }

  void Standing() {
    const int beside = Sign(subject_, "总分 - 总分平均");
    if (Has(subject_, "总分平均")) {
      writer_.Text(beside > 0 ? "，比" : beside < 0 ? "，比" : "，与");
      writer_.Figure(subject_, "组名");
      writer_.Text("平均分");
      if (beside == 0) writer_.Text("持平");
      if (beside != 0) {
        writer_.Text(beside > 0 ? "高" : "低");
        writer_.Figure(subject_, "总分 - 总分平均", "绝对值 2位");
        writer_.Text("分");
      }
    }
    if (Has(subject_, "名次")) {
      writer_.Text("，在");
      writer_.Figure(subject_, "组内数");
      writer_.Text("个考核对象中列第");
      writer_.Figure(subject_, "名次");
      writer_.Text("名");
    }
    if (Has(subject_, "等次")) {
      writer_.Text("，评定等次为");
      writer_.Figure(subject_, "等次");
    }
    writer_.Text("。");
  }

  void Movement() {
    if (!Has(subject_, "总分变化")) return;
    const int score = Sign(subject_, "总分变化");
    writer_.Text(score == 0 ? "得分与上年持平" : score > 0 ? "得分比上年提高" : "得分比上年下降");
    if (score != 0) {
      writer_.Figure(subject_, "总分变化", "绝对值");
      writer_.Text("分");
    }
    if (Has(subject_, "名次变化")) {
      const int rank = Sign(subject_, "名次变化");
      writer_.Text(rank == 0 ? "，名次没有变化" : rank > 0 ? "，名次上升" : "，名次后移");
      if (rank != 0) {
        writer_.Figure(subject_, "名次变化", "绝对值");
        writer_.Text("位");
      }
    }
    writer_.Text("。");
  }

  // --- Results, block by block

  void Blocks() {
    const Objects blocks = writer_.ListOf(subject_, "板块");
    if (blocks.empty()) return;
    Heading("目标任务完成情况");
    int number = 0;
    for (const std::string& block : blocks) {
      writer_.Begin(Role::kHeading2, "（" + InCharacters(++number) + "）");
      writer_.Figure(block, "名称");
      writer_.Begin(Role::kBody);
      BlockScore(block);
      Items(block);
    }
  }

  void BlockScore(const std::string& block) {
    const Item points = writer_.Look(block, "满分");
    const Item score = writer_.Look(block, "得分");
    if (!score.has_value()) {
      writer_.Text("数据尚未报齐，得分待定。");
      return;
    }
    if (points.has_value()) {
      writer_.Text("分值");
      writer_.Figure(block, "满分");
      writer_.Text("分，");
    }
    writer_.Text("得");
    writer_.Figure(block, "得分");
    writer_.Text("分");
    const Item beside = writer_.Look(block, "得分 - 平均");
    if (beside.has_value() && beside.number.sign() != 0) {
      writer_.Text(beside.number.sign() > 0 ? "，高出组平均" : "，低于组平均");
      writer_.Figure(block, "得分 - 平均", "绝对值 2位");
      writer_.Text("分");
    }
    writer_.Text("。");
  }

  // Leaves of a block: those with data by their results, those with full points together, the
  // others with what they lost.
  void Items(const std::string& block) {
    Objects full;
    Objects lost;
    for (const std::string& leaf : Leaves(block)) {
      const std::string name = writer_.TextOf(leaf, "名称");
      const auto data = data_.find(name);
      if (data != data_.end() && Has(data->second, "值")) {
        told_.push_back(data->second);
        Achieved(data->second, leaf);
        continue;
      }
      const Item loss = writer_.Look(leaf, "失分");
      if (!loss.has_value()) continue;
      (loss.number.is_zero() ? full : lost).push_back(leaf);
    }
    Full(full);
    for (const std::string& leaf : lost) {
      writer_.Figure(leaf, "名称");
      writer_.Text("得");
      writer_.Figure(leaf, "得分");
      writer_.Text("分，失");
      writer_.Figure(leaf, "失分");
      writer_.Text("分。");
    }
  }

  Objects Leaves(const std::string& at) {
    const Objects children = writer_.ListOf(at, "子项");
    if (children.empty()) return {at};
    Objects leaves;
    for (const std::string& child : children) {
      for (std::string& leaf : Leaves(child)) leaves.push_back(std::move(leaf));
    }
    return leaves;
  }

  void Full(const Objects& full) {
    if (full.empty()) return;
    for (std::size_t i = 0; i < full.size() && i < kShownMax; ++i) {
      if (i > 0) writer_.Text("、");
      writer_.Figure(full[i], "名称");
    }
    if (full.size() > kShownMax) writer_.Text("等" + std::to_string(full.size()) + "项");
    writer_.Text(full.size() == 1 ? "得满分。" : "均得满分。");
  }

  // 粮食生产495吨，完成目标的105.3%，同比增长4.2%，得8.42分。
  void Achieved(const std::string& data, const std::string& leaf) {
    writer_.Figure(data, "名称");
    writer_.Figure(data, "值", "带单位");
    Completion(data);
    Growth(data);
    if (!leaf.empty() && Has(leaf, "得分")) {
      writer_.Text("，得");
      writer_.Figure(leaf, "得分");
      writer_.Text("分");
    }
    writer_.Text("。");
  }

  // A quantity by the share of its target, a rate by percentage points above or below it.
  void Completion(const std::string& data) {
    const auto reach = ReachOf(writer_.Look(data, "完成率"));
    if (!reach) return;
    if (*reach == Reach::kMet) {
      writer_.Text("，如期完成目标");
      return;
    }
    const bool is_above = *reach == Reach::kAbove || *reach == Reach::kFarAbove;
    if (IsRate(data)) {
      writer_.Text(is_above ? "，高于目标" : "，低于目标");
      writer_.Figure(data, "值 - 目标", "绝对值 1位");
      return;
    }
    if (is_above) {
      writer_.Text(*reach == Reach::kFarAbove ? "，大幅超额完成目标，达到目标的"
                                              : "，超额完成目标，达到目标的");
      writer_.Figure(data, "完成率", "1位");
      return;
    }
    writer_.Text(*reach == Reach::kNearly ? "，接近" : "，未完成");
    writer_.Figure(data, "目标", "带单位");
    writer_.Text("的目标，完成率");
    writer_.Figure(data, "完成率", "1位");
  }

  bool IsRate(const std::string& data) {
    return writer_.Look(data, "值").scale == explain::Scale::kPercent;
  }

  void Growth(const std::string& data) {
    const Item growth = writer_.Look(data, "增幅");
    if (!growth.has_value()) return;
    // A rate moves by percentage points, a quantity by percent.
    const bool is_rate = IsRate(data);
    writer_.Text(growth.number.is_zero() ? "，与上年" : is_rate ? "，比上年" : "，同比");
    writer_.Figure(data, is_rate ? "值 - 上年值" : "增幅", is_rate ? "增减 1位" : "增减 1位");
  }

  // Reported figures that no indicator of that name told.
  void OtherData() {
    Objects rest;
    for (const std::string& data : writer_.ListOf(subject_, "数据")) {
      const bool is_told = std::find(told_.begin(), told_.end(), data) != told_.end();
      if (!is_told && Has(data, "目标") && Has(data, "值")) rest.push_back(data);
    }
    if (rest.empty()) return;
    writer_.Begin(Role::kBody, "其他目标：");
    for (const std::string& data : rest) Achieved(data, {});
  }

  // --- Highlights

  void Highlights() {
    const Objects risen =
        writer_.ListOf(subject_, "前(排序(其中(数据, 当: 增幅 > 0), 按: 增幅, 降: 1), 3)");
    const Objects bonuses = writer_.ListOf(subject_, "加分项");
    const Objects exceeded =
        writer_.ListOf(subject_, "前(排序(其中(数据, 当: 完成率 > 1), 按: 完成率, 降: 1), 3)");
    const Objects best = writer_.ListOf(subject_, "其中(板块, 当: 得分 = 最高 且 得分 > 平均)");
    if (risen.empty() && bonuses.empty() && exceeded.empty() && best.empty()) return;
    Heading("突出成绩");
    if (!best.empty()) {
      writer_.Begin(Role::kBody);
      Names(best);
      writer_.Text(best.size() == 1 ? "得分居组内首位。" : "得分均居组内首位。");
    }
    if (!exceeded.empty()) Ranked(exceeded, "完成目标较好的有：", "完成率", "1位");
    if (!risen.empty()) Ranked(risen, "比上年增长较快的有：", "增幅", "增减 1位");
    if (!bonuses.empty()) Bonuses(bonuses);
  }

  void Names(const Objects& objects) {
    for (std::size_t i = 0; i < objects.size(); ++i) {
      if (i > 0) writer_.Text(i + 1 == objects.size() ? "和" : "、");
      writer_.Figure(objects[i], "名称");
    }
  }

  void Ranked(const Objects& objects, std::string_view head, std::string_view figure,
              std::string_view format) {
    writer_.Begin(Role::kBody, head);
    for (std::size_t i = 0; i < objects.size(); ++i) {
      if (i > 0) writer_.Text("，");
      writer_.Figure(objects[i], "名称");
      // A rate grows by percentage points.
      const bool is_points = figure == "增幅" && IsRate(objects[i]);
      writer_.Figure(objects[i], is_points ? "值 - 上年值" : figure, format);
    }
    writer_.Text("。");
  }

  // What a limit takes back stands among the lines as a negative one.
  void Bonuses(const Objects& bonuses) {
    const auto count = std::count_if(bonuses.begin(), bonuses.end(), [&](const std::string& line) {
      return Sign(line, "分值") > 0;
    });
    if (count == 0) return;
    writer_.Begin(Role::kBody, "获得加分" + std::to_string(count) + "项：");
    for (std::size_t i = 0; i < bonuses.size(); ++i) {
      if (i > 0) writer_.Text("；");
      const bool is_taken_back = Sign(bonuses[i], "分值") < 0;
      if (is_taken_back) writer_.Text("按上限核减");
      if (!is_taken_back) writer_.Figure(bonuses[i], "名称");
      writer_.Figure(bonuses[i], "分值", is_taken_back ? "绝对值" : "带号");
      writer_.Text("分");
    }
    writer_.Text("。");
  }

  // --- Problems

  void Problems() {
    const Objects lost = writer_.ListOf(subject_, "前(排序(失分项, 按: 失分, 降: 1), 5)");
    const Objects vetoes = writer_.ListOf(subject_, "否决项");
    const Objects deductions = writer_.ListOf(subject_, "扣分项");
    const bool has_open = writer_.Look(subject_, "有(问题)").number == Rational(1);
    Heading("存在问题");
    if (lost.empty() && vetoes.empty() && deductions.empty() && !has_open) {
      writer_.Begin(Role::kBody, "各项指标没有失分，没有扣分和一票否决事项。");
      return;
    }
    for (const std::string& veto : vetoes) {
      writer_.Begin(Role::kBody, "发生一票否决事项“");
      writer_.Figure(veto, "名称");
      writer_.Text("”，按办法");
      writer_.Figure(veto, "依据");
      writer_.Text("，");
      writer_.Figure(veto, "效果");
      writer_.Text("。");
    }
    int number = 0;
    for (const std::string& leaf : lost) Loss(leaf, ++number);
    for (const std::string& line : deductions) {
      writer_.Begin(Role::kBody, std::to_string(++number) + "．扣分事项：");
      writer_.Figure(line, "名称");
      writer_.Text("扣");
      writer_.Figure(line, "分值", "绝对值");
      writer_.Text("分。");
    }
    if (has_open) OpenProblems(&number);
  }

  void Loss(const std::string& leaf, int number) {
    writer_.Begin(Role::kBody, std::to_string(number) + "．");
    writer_.Figure(leaf, "名称");
    writer_.Text("失");
    writer_.Figure(leaf, "失分");
    writer_.Text("分");
    if (Has(leaf, "简况")) {
      writer_.Text("：");
      writer_.Figure(leaf, "简况");
    }
    if (!writer_.ends_with("。")) writer_.Text("。");
    Cause(leaf);
  }

  // A cause recorded during the year, given by the indicator's name.
  void Cause(const std::string& leaf) {
    const std::string name = writer_.TextOf(leaf, "名称");
    const std::string expression = "原因." + Quoted(name);
    if (writer_.Look(subject_, "有(" + expression + ")").number != Rational(1)) return;
    writer_.Text("原因是");
    writer_.Figure(subject_, expression);
    writer_.Text("。");
  }

  static std::string Quoted(const std::string& name) { return "「" + name + "」"; }

  void OpenProblems(int* number) {
    for (const std::string& problem : writer_.ListOf(subject_, "问题")) {
      writer_.Begin(Role::kBody, std::to_string(++*number) + "．尚未销号的问题：");
      writer_.Figure(problem, "内容");
      if (writer_.Look(problem, "有(期限)").number == Rational(1)) {
        writer_.Text("，整改期限");
        writer_.Figure(problem, "期限");
      }
      writer_.Text("。");
    }
  }

  // --- Next steps

  void NextSteps() {
    const Objects unmet =
        writer_.ListOf(subject_, "前(排序(其中(数据, 当: 完成率 < 1), 按: 完成率), 5)");
    const Objects lost = writer_.ListOf(subject_, "前(排序(失分项, 按: 失分, 降: 1), 3)");
    Heading("下一步打算");
    if (unmet.empty() && lost.empty()) {
      writer_.Begin(Role::kBody, "保持各项指标水平，按新年度目标任务逐项分解、逐月调度。");
      return;
    }
    int number = 0;
    for (const std::string& data : unmet) {
      writer_.Begin(Role::kBody, std::to_string(++number) + "．");
      writer_.Figure(data, "名称");
      writer_.Text("距目标还差");
      writer_.Figure(data, "目标 - 值", IsRate(data) ? "1位" : "带单位");
      writer_.Text("，下年补齐差距，力争");
      writer_.Text(IsRate(data) ? "达到" : "完成");
      writer_.Figure(data, "目标", "带单位");
      writer_.Text("。");
    }
    for (const std::string& leaf : lost) {
      const std::string name = writer_.TextOf(leaf, "名称");
      const bool is_told = std::any_of(unmet.begin(), unmet.end(), [&](const std::string& data) {
        const auto found = data_.find(name);
        return found != data_.end() && found->second == data;
      });
      if (is_told) continue;
      writer_.Begin(Role::kBody, std::to_string(++number) + "．改进");
      writer_.Figure(leaf, "名称");
      writer_.Text("，挽回失去的");
      writer_.Figure(leaf, "失分");
      writer_.Text("分");
      if (Has(leaf, "责任")) {
        writer_.Text("，由");
        writer_.Figure(leaf, "责任");
        writer_.Text("牵头落实");
      }
      writer_.Text("。");
    }
  }

  void Closing() {
    writer_.Begin(Role::kSignature);
    writer_.Figure(subject_, "名称");
    if (writer_.Look(subject_, "有(成文日期)").number == Rational(1)) {
      writer_.Begin(Role::kDate);
      writer_.Figure(subject_, "成文日期");
    }
    writer_.Begin(Role::kNote, "注：完成率、增幅按四舍五入保留一位小数；各项数字取自考核记录。");
  }

  DraftWriter writer_;
  const std::string subject_;
  std::map<std::string, std::string> data_;  // By name.
  Objects told_;
  int section_ = 0;
};

}  // namespace

Result<Document> DraftAnnualReport(const Record& record, std::string_view subject) {
  if (!record.Look(subject, "名称") || !record.Look(subject, "失分项")) {
    return Error{ErrorCode::kInvalidInput,
                 Say("“{}”不是考核对象，不能起草年度工作报告",
                     "'{}' is not assessed: there is no annual report of it", subject)};
  }
  return Drafter(record, subject).Draft();
}

}  // namespace kaogong::document
