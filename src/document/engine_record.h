// SPDX-License-Identifier: Apache-2.0
// A record over a computed result: scheme, facts and outcome, and last year's if there is one.
//
// Objects and names
//   root      办法名称 办法版本 年度 考核期 结果指纹 数据指纹 办法指纹 · 考核对象 (the rows
//   assessed), 对象种类 ·
//             序时进度 (the share of the year that is over) at 截至 · 发放单位, and 发放对象 also of each:
//             who is paid · each kind by its name: a list of its rows in official order
//   村/青石村  名称 编号 种类 上级 组名 组内数 · 总分 满分 名次 等次 总分平均 总分最高 奖金额 ·
//   each field,
//             parameter and figure by its name, 得分[1月] by period, 粮食产量.目标 · kinds below:
//             lists; kinds above: objects · 指标 板块 系数项 加分项 扣分项 否决项 失分项 台账
//             奖金项 数据: lists · 上年 名次变化 总分变化
//   指标       名称 层级 满分 得分 失分 得分率 平均 最高 责任 依据 说明 简况 计分办法 子项 上年得分
//   台账 加分项 扣分项  名称 种类 分值 依据 说明          否决项  名称 效果 依据
//   数据       名称 值 目标 完成率 上年值 增幅 来源      奖金项 系数项  名称 值 依据
// These names go before those of the regulation, which has its figures under 总分, 名次 and 等次
// where it names them so.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.h"
#include "document/period.h"
#include "document/record.h"
#include "facts/facts.h"
#include "scheme/scheme.h"
#include "scoring/outcome.h"

namespace kaogong::document {

// A finished computation; its parts must outlive the record. Every figure must have been kept.
struct ComputedResult {
  const scheme::Scheme& scheme;
  const facts::Facts& facts;
  const scoring::Outcome& outcome;
};

struct EngineOptions {
  // Rows are the same when kind and identifier are. Must outlive the record.
  const Record* last_year = nullptr;
  // What is assessed; kNone: as AssessedKind says.
  scheme::KindId kind = scheme::kNone;
  PeriodChoice period = {};
  // The day that the document bears. One before the period ends is as far as its progress is told.
  std::optional<Date> day = {};
};

class EngineRecord : public Record {
 public:
  // Not thread-safe: explanations are cached. One record a thread.
  explicit EngineRecord(const ComputedResult& result, const EngineOptions& options = {});
  EngineRecord(EngineRecord&&) noexcept;
  ~EngineRecord() override;

  std::optional<Item> Look(std::string_view object, std::string_view name) const override;
  std::vector<std::string> NamesOf(std::string_view object) const override;

  // Returns the object of a row: 村/青石村.
  std::string ObjectOf(scheme::KindId kind, facts::Row row) const;
  scheme::KindId kind() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kaogong::document
