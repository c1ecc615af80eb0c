// SPDX-License-Identifier: Apache-2.0
#include "office/document/workbook.h"

#include <utility>

#include "document/result_workbook.h"
#include "office/document/internal/words.h"
#include "office/result/calibration.h"

namespace kaogong::office::documents {

namespace {

// What a server makes while others wait: about half a gigabyte.
constexpr std::int64_t kCellsMax = 1'000'000;

// Facts and figures that the workbook holds.
std::int64_t CellsOf(const library::Evaluation& computed) {
  const scheme::Scheme& scheme = computed.scheme();
  const auto count = [&](scheme::KindId kind, scheme::LevelId level) {
    return static_cast<std::int64_t>(computed.facts.table(kind).rows()) *
           scheme.level(level).count();
  };
  std::int64_t cells = 0;
  for (const scheme::Field& field : scheme.fields) cells += count(field.kind, field.level);
  for (const scheme::Figure& figure : scheme.figures) cells += count(figure.kind, figure.level);
  return cells;
}

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
  if (const std::int64_t cells = CellsOf(computed); cells > kCellsMax) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("结果有 {} 个数据和得分，超过在线生成的上限 {}；请导出计算数据，用命令行 "
                     "kaogong document 结果工作簿 生成",
                     "The result has {} data and figures, more than the {} of a workbook made here; "
                     "export the facts and use kaogong document workbook on the command line",
                     cells, kCellsMax)};
  }
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
