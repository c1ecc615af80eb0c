// SPDX-License-Identifier: Apache-2.0
// StoreRecord: where the figures of a document come from: a computation of an assessment, or its data
// as they are now, with what the process knows beside: problems and causes, who entered a figure,
// calibrated grades, notices, objections, pay that is held, last year's result.
//
// A document names the computation it was drafted from. What it is held against when it is issued is
// the one that stands in for it by then: the newest publication once there is one, else the newest
// computation of the same label and basis.
//
// Names that it adds to those of document::EngineRecord
//   root      公示开始 公示截止 公示工作日 联系方式 · 问题 (of all) · 发放名单 暂缓名单 · of an objection 申诉日期
//             申诉项目 申诉理由 核查情况 申诉成立 更正 原总分 原名次 原等次
//   村/青石村  等次 as calibrated · 问题 原因 · 暂缓 暂缓原因 · 目标书状态 目标书版次
//   问题       单位 内容 要求 期限       更正  名称 原 现       数据  填报人 核实人 责任人 完成时限 措施
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/engine_record.h"
#include "office/document/given_values.h"
#include "office/document/shelf.h"

namespace kaogong::office::documents {

struct RecordWish {
  Id assessment = 0;
  std::optional<Id> computation;  // Nothing: the data as they are.
  result::Basis basis = result::Basis::kVerified;
  std::string period;  // 3月; empty: the year.
  std::optional<Id> objection;
};

struct ProcessFacts;
struct RowFacts;

// What records are made over; shared by any number of threads.
struct RecordBasis {
  RecordWish wish;  // With the computation that stands.
  std::string assessment_title;
  bool is_published = false;  // The computation.
  std::shared_ptr<const result::Board> board;
  std::shared_ptr<const result::Board> original;  // What an objection was about; may be null.
  document::PeriodChoice period;
  std::shared_ptr<const ProcessFacts> process;

  const scheme::Scheme& scheme() const { return board->scheme(); }
  // The object of an assessee's row; nothing when the result does not have it.
  std::optional<std::string> ObjectOf(Id assessee) const;
};

// Without asking for rights. Errors: kNotFound; kConflict without a result; kInvalidInput when the
// data cannot be computed (`issues` says why) or there is no such period.
Result<std::shared_ptr<const RecordBasis>> OpenBasis(Shelf& shelf, const RecordWish& wish,
                                                     Issues* issues);

// The same basis with the process as this transaction sees it. Errors: kConflict when another
// computation stands by now.
Result<std::shared_ptr<const RecordBasis>> ReloadBasis(Shelf& shelf, const Session& session,
                                                       const RecordBasis& before);

// The computation that stands in for one now. Errors: kNotFound.
Result<Id> StandingComputation(const Session& session, Id computation);

// What the process knows of the row of an assessee.
Result<std::shared_ptr<const RowFacts>> LoadRowFacts(Shelf& shelf, const Session& session,
                                                     const RecordBasis& basis, Id assessee);

// Not thread-safe; one a thread.
class StoreRecord : public document::Record {
 public:
  // `row` is of whom the document is about; null for one about all.
  StoreRecord(std::shared_ptr<const RecordBasis> basis, const GivenValues& given,
              std::shared_ptr<const RowFacts> row);
  ~StoreRecord() override;

  std::optional<document::Item> Look(std::string_view object, std::string_view name) const override;
  std::vector<std::string> NamesOf(std::string_view object) const override;
  // Goes on to another row: what was read of the result is kept.
  void GoTo(std::shared_ptr<const RowFacts> row);
  // Whether the record has a name without what the office gives.
  bool Knows(std::string_view object, std::string_view name) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace kaogong::office::documents
