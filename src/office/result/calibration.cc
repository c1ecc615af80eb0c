// SPDX-License-Identifier: Apache-2.0
#include "office/result/calibration.h"

#include <algorithm>

#include "office/result/board.h"
#include "office/result/internal/faults.h"

namespace kaogong::office::result {

namespace {

using assessment::Stage;
using scheme::kNone;
using store::Row;

constexpr std::size_t kReasonCharactersMax = 500;

constexpr std::string_view kColumns =
    "k.id, k.computation_id, a.id, a.code, a.name, a.kind, a.unit_id, a.person_id, k.figure, "
    "k.before_text, k.after_text, k.reason, k.made_by, k.made_at, k.withdrawn_by, k.withdrawn_at, "
    "k.withdraw_reason FROM calibration k JOIN assessee a ON a.id = k.assessee_id ";

Calibration ReadCalibration(const Row& row) {
  Calibration to;
  to.id = row.Get<Id>(0);
  to.computation = row.Get<Id>(1);
  to.assessee = {row.Get<Id>(2), row.Get<std::string>(3), row.Get<std::string>(4),
                 row.Get<std::string>(5)};
  to.unit = row.Get<std::optional<Id>>(6);
  to.person = row.Get<std::optional<Id>>(7);
  to.figure = row.Get<std::string>(8);
  to.before = row.Get<std::string>(9);
  to.after = row.Get<std::string>(10);
  to.reason = row.Get<std::string>(11);
  to.made_by = row.Get<std::string>(12);
  to.made_at = row.Get<std::string>(13);
  to.withdrawn_by = row.Get<std::optional<std::string>>(14);
  to.withdrawn_at = row.Get<std::optional<std::string>>(15);
  to.withdraw_reason = row.Get<std::optional<std::string>>(16);
  return to;
}

Result<Calibration> LoadCalibration(const Session& session, Id id) {
  std::optional<Calibration> found;
  KAOGONG_TRY(session.transaction.Query(fmt::format("SELECT {}WHERE k.id = ?", kColumns), {id},
                                        [&](const Row& row) { found = ReadCalibration(row); }));
  if (found) return *std::move(found);
  return Error{ErrorCode::kNotFound, Say("没有这项校准", "There is no such calibration")};
}

void FillTitle(const scheme::Scheme& scheme, Calibration* calibration) {
  const auto column = library::ColumnOfKey(scheme, calibration->figure);
  if (column) calibration->figure_title = library::HeadingOf(scheme, *column);
}

// A computation whose grades may still be calibrated.
Result<void> RequireOpen(library::Library& library, const Change& change,
                         const Computation& computation) {
  KAOGONG_TRY_ASSIGN(const auto frame,
                     assessment::LoadFrame(library, change, computation.assessment.id));
  KAOGONG_TRY(assessment::RequireStage(frame.row, {Stage::kResults}));
  KAOGONG_TRY_ASSIGN(const Computation now, LoadComputation(change, computation.id));
  if (!now.is_published) return {};
  return Error{ErrorCode::kConflict,
               Say("结果已经公示，不能再校准；对结果有意见的请走申诉",
                   "The result is published and is calibrated no more; objections are the way now")};
}

// The grade that is to be calibrated, or what is wrong with the wish.
struct Target {
  ResultColumn column;
  facts::Row row = 0;
  std::string before;
};
Result<Target> FindTarget(const Board& board, const assessment::AssesseeRow& assessee,
                          const NewCalibration& wanted) {
  const scheme::Scheme& scheme = board.scheme();
  std::vector<Fault> faults;
  const auto kind = scheme.FindKind(assessee.kind);
  const auto row = kind == kNone ? std::nullopt : board.RowOfAssessee(kind, assessee.id);
  if (!row) {
    faults.push_back({"/assessee_id", Say("这次计算里没有这个考核对象",
                                          "The computation has no such assessee")});
  }
  const auto column = library::ColumnOfKey(scheme, wanted.figure);
  const bool is_grade = column && scheme.figure(column->figure).role == scheme::Role::kGrade &&
                        scheme.figure(column->figure).kind == kind;
  if (!is_grade) {
    faults.push_back({"/figure", Say("只能校准这个对象的等次；分数由数据算出，有误请更正数据",
                                     "Only a grade of this assessee is calibrated; scores follow "
                                     "from data: correct those")});
  } else {
    const auto& grades = scheme.figure(column->figure).grades;
    if (std::ranges::find(grades, wanted.value) == grades.end()) {
      faults.push_back({"/value", Say("应为办法规定的等次：{0}", "Choose a grade: {0}",
                                      fmt::format("{}", fmt::join(grades, "、")))});
    }
  }
  internal::CheckWords("/reason", wanted.reason, kReasonCharactersMax, &faults);
  Target target;
  if (row && is_grade) {
    target = {*column, *row,
              scoring::ShowValue(scheme, board.facts(), column->figure, board.At(*column, *row),
                                 Language::kChinese)};
    if (target.before == wanted.value) {
      faults.push_back(
          {"/value", Say("与计算结果相同，不需要校准", "It is the computed grade already")});
    }
  }
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  return target;
}

Result<void> Insert(const Change& change, Id id, Id computation, Id assessee,
                    std::string_view figure, std::string_view before, std::string_view after,
                    std::string_view reason) {
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO calibration (id, computation_id, assessee_id, figure, before_text, after_text, "
      "reason, account_id, made_by, made_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {id, computation, assessee, figure, before, after, reason, change.actor.account,
       change.actor.name, change.now.ToString()}));
  return {};
}

}  // namespace

Result<std::vector<Calibration>> LoadCalibrations(const Session& session, Id computation) {
  std::vector<Calibration> list;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}WHERE k.computation_id = ? ORDER BY k.id", kColumns), {computation},
      [&](const Row& row) { list.push_back(ReadCalibration(row)); }));
  return list;
}

Grades GradesOf(const std::vector<Calibration>& calibrations) {
  Grades grades;
  for (const Calibration& calibration : calibrations) {
    if (!calibration.withdrawn_at)
      grades[{calibration.assessee.id, calibration.figure}] = calibration.after;
  }
  return grades;
}

Result<Calibration> Calibrate(Boards& boards, const Actor& actor, Id id,
                              const NewCalibration& wanted) {
  KAOGONG_TRY(Require(actor, Act::kCalibrateResults));
  KAOGONG_TRY_ASSIGN(const Boards::Opened opened, boards.Open(actor, id));
  library::Library& library = boards.library();
  return library.office().Write(actor, [&](Change& change) -> Result<Calibration> {
    KAOGONG_TRY(RequireOpen(library, change, opened.computation));
    KAOGONG_TRY_ASSIGN(const auto assessee, assessment::FindAssessee(change, wanted.assessee,
                                                                     Act::kCalibrateResults));
    KAOGONG_TRY_ASSIGN(const Target target, FindTarget(*opened.board, assessee, wanted));
    KAOGONG_TRY_ASSIGN(
        const auto standing,
        change.transaction.One<Id>("SELECT id FROM calibration WHERE computation_id = ? "
                                   "AND assessee_id = ? AND figure = ? AND withdrawn_at IS NULL",
                                   {id, wanted.assessee, wanted.figure}));
    if (standing) {
      return Error{ErrorCode::kConflict,
                   Say("“{}”的这项等次已经校准过；要改请先撤回原来的校准",
                       "The grade of {} is calibrated already; withdraw that first",
                       assessee.name)};
    }
    KAOGONG_TRY_ASSIGN(const Id made, TakeIds(change.transaction));
    KAOGONG_TRY(Insert(change, made, id, wanted.assessee, wanted.figure, target.before,
                       wanted.value, wanted.reason));
    change.Record("calibration.make", fmt::format("computation/{}", id),
                  Detail()
                      .Set("assessee", wanted.assessee)
                      .SetChange("grade", target.before, wanted.value)
                      .Set("reason", wanted.reason));
    KAOGONG_TRY_ASSIGN(Calibration calibration, LoadCalibration(change, made));
    FillTitle(opened.board->scheme(), &calibration);
    return calibration;
  });
}

Result<Calibration> WithdrawCalibration(Boards& boards, const Actor& actor, Id id,
                                        std::string_view reason) {
  KAOGONG_TRY(Require(actor, Act::kCalibrateResults));
  std::vector<Fault> faults;
  internal::CheckWords("/reason", reason, kReasonCharactersMax, &faults);
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  library::Library& library = boards.library();
  return library.office().Write(actor, [&](Change& change) -> Result<Calibration> {
    KAOGONG_TRY_ASSIGN(Calibration calibration, LoadCalibration(change, id));
    KAOGONG_TRY_ASSIGN(const Computation computation,
                       LoadComputation(change, calibration.computation));
    KAOGONG_TRY(RequireOpen(library, change, computation));
    if (calibration.withdrawn_at) {
      return Error{ErrorCode::kConflict,
                   Say("这项校准已经撤回", "This calibration is withdrawn already")};
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE calibration SET withdrawn_by = ?, withdrawn_at = ?, withdraw_reason = ? "
        "WHERE id = ?",
        {actor.name, change.now.ToString(), reason, id}));
    change.Record("calibration.withdraw", fmt::format("computation/{}", calibration.computation),
                  Detail()
                      .Set("assessee", calibration.assessee.id)
                      .SetChange("grade", calibration.after, calibration.before)
                      .Set("reason", reason));
    KAOGONG_TRY_ASSIGN(calibration, LoadCalibration(change, id));
    KAOGONG_TRY_ASSIGN(const auto frame,
                       assessment::LoadFrame(library, change, computation.assessment.id));
    FillTitle(frame.scheme(), &calibration);
    return calibration;
  });
}

Result<std::vector<Calibration>> ListCalibrations(Boards& boards, const Actor& actor, Id id) {
  KAOGONG_TRY_ASSIGN(const Boards::Opened opened, boards.Open(actor, id));
  return boards.library().office().Read(
      actor, [&](Session& session) -> Result<std::vector<Calibration>> {
        KAOGONG_TRY_ASSIGN(auto list, LoadCalibrations(session, id));
        KAOGONG_TRY_ASSIGN(const Visibility visibility,
                           Visibility::Of(session, Act::kViewResults));
        const scheme::Scheme& scheme = opened.board->scheme();
        std::erase_if(list, [&](const Calibration& calibration) {
          const auto kind = scheme.FindKind(calibration.assessee.kind);
          const auto row = kind == kNone
                               ? std::nullopt
                               : opened.board->RowOfAssessee(kind, calibration.assessee.id);
          return !row || !visibility.Sees(*opened.board, kind, *row);
        });
        for (Calibration& calibration : list) FillTitle(scheme, &calibration);
        return list;
      });
}

Result<void> CarryCalibrations(const Change& change, Id from, Id to,
                               const library::Evaluation& evaluation) {
  const scheme::Scheme& scheme = evaluation.scheme();
  KAOGONG_TRY_ASSIGN(const auto calibrations, LoadCalibrations(change, from));
  for (const Calibration& calibration : calibrations) {
    const auto column = library::ColumnOfKey(scheme, calibration.figure);
    if (calibration.withdrawn_at || !column) continue;
    const auto row = evaluation.facts.FindRow(scheme.figure(column->figure).kind,
                                              calibration.assessee.code);
    if (!row) continue;
    const std::string grade = scoring::ShowValue(
        scheme, evaluation.facts, column->figure,
        evaluation.outcome.At(column->figure, *row, column->period), Language::kChinese);
    if (grade == calibration.after) continue;
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(Insert(change, id, to, calibration.assessee.id, calibration.figure, grade,
                       calibration.after, calibration.reason));
  }
  return {};
}

}  // namespace kaogong::office::result
