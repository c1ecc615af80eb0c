// SPDX-License-Identifier: Apache-2.0
#include "office/document/workbook.h"

#include <utility>

#include "document/result_workbook.h"
#include "office/document/internal/words.h"
#include "office/result/calibration.h"

namespace kaogong::office::documents {

namespace {

// Where the workbook comes from, and what people decided beside the formulas.
std::vector<document::Remark> RemarksOf(const result::Computation& computation,
                                        const std::vector<result::Calibration>& calibrations) {
  std::vector<document::Remark> remarks;
  remarks.push_back({"考核", computation.assessment.title});
  const bool is_verified = computation.basis == result::Basis::kVerified;
  remarks.push_back({"计算", fmt::format("{}（{}）", computation.label,
                                         is_verified ? "已核实数据" : "含未核实数据")});
  for (const result::Calibration& one : calibrations) {
    if (one.withdrawn_at) continue;
    remarks.push_back({fmt::format("校准：{}", one.assessee.name),
                       fmt::format("{}由“{}”校准为“{}”，表中仍是计算的等次。理由：{}",
                                   one.figure_title, one.before, one.after, one.reason)});
  }
  return remarks;
}

}  // namespace

Result<DocumentFile> ExportWorkbook(Shelf& shelf, const Actor& actor, Id computation) {
  KAOGONG_TRY(Require(actor, Act::kViewDraftResults));
  KAOGONG_TRY_ASSIGN(const auto opened, shelf.boards().Open(actor, computation));
  KAOGONG_TRY_ASSIGN(const auto calibrations,
                     result::ListCalibrations(shelf.boards(), actor, computation));
  const library::Evaluation& computed = opened.board->computed();
  KAOGONG_TRY_ASSIGN(auto made, shelf.library().Compute([&] {
    return document::MakeResultWorkbook({computed.scheme(), computed.facts, computed.outcome},
                                        RemarksOf(opened.computation, calibrations));
  }));
  return DocumentFile{
      internal::FileName(fmt::format("{}-{}-公式核对表.xlsx", opened.computation.assessment.title,
                                     opened.computation.label)),
      std::move(made.bytes)};
}

}  // namespace kaogong::office::documents
