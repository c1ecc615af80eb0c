// SPDX-License-Identifier: Apache-2.0
#include "office/library/evaluation.h"

#include <algorithm>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>

#include "facts/builder.h"
#include "scoring/plan.h"
#include "scoring/score.h"

namespace kaogong::office::library {

namespace {

using scheme::FieldId;
using scheme::FigureId;
using scheme::kNone;
using scheme::Scheme;

FigureId FindYearly(const Scheme& scheme, const std::string& name) {
  FigureId found = kNone;
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const scheme::Figure& figure = scheme.figures[i];
    if (figure.name == name && figure.level == scheme::kYear) found = static_cast<FigureId>(i);
  }
  return found;
}

class Filler {
 public:
  Filler(const Scheme& scheme, facts::Builder* builder, Issues* issues)
      : scheme_(scheme), builder_(builder), issues_(issues) {}

  void FillField(FieldId id, const Evaluation& from) {
    const scheme::Field& field = scheme_.field(id);
    const FigureId figure = FindYearly(from.scheme(), field.imported_figure);
    if (figure == kNone) {
      issues_->Error(
          "import.no-figure", field.place,
          Say("办法 {0} 没有“{1}”这个全年的数", "regulation {0} has no yearly figure '{1}'",
              field.imported_regulation, field.imported_figure));
      return;
    }
    const auto& theirs = from.facts.table(from.scheme().figure(figure).kind).ids;
    std::unordered_map<std::string_view, facts::Row> by_id;  // Looked up, never iterated.
    for (std::size_t row = 0; row < theirs.size(); ++row)
      by_id.emplace(theirs[row], static_cast<facts::Row>(row));
    const auto& ids = builder_->ids(field.kind);
    for (std::size_t row = 0; row < ids.size(); ++row) {
      const auto found = by_id.find(ids[row]);
      if (found == by_id.end()) continue;
      const scoring::Value value = from.outcome.At(figure, found->second, 0);
      const bool is_number = from.scheme().figure(figure).type == scheme::Type::kNumber;
      if (value.ok() && is_number && !value.number.ExactDecimal()) return ReportUnrounded(field);
      if (value.ok()) FillCell(id, static_cast<facts::Row>(row), from, figure, value);
    }
  }

 private:
  void ReportUnrounded(const scheme::Field& field) {
    issues_->Error("import.not-rounded", field.place,
                   Say("办法 {0} 的“{1}”没有舍入，是除不尽的数，不能引用",
                       "'{1}' of regulation {0} is a fraction without end and cannot be imported",
                       field.imported_regulation, field.imported_figure),
                   Say("请在那个办法里写明保留几位小数", "round it in that regulation"));
  }

  void FillCell(FieldId id, facts::Row row, const Evaluation& from, FigureId figure,
                const scoring::Value& value) {
    const scheme::Field& field = scheme_.field(id);
    const std::string text =
        scoring::ShowValue(from.scheme(), from.facts, figure, value, Language::kChinese);
    if (const auto problem = builder_->SetCell(id, 0, row, text)) {
      // The facts give the imported figure themselves, and differently.
      issues_->Error(problem->code, field.place,
                     Say("“{0}”应引用 {1} 的结果 {2}：{3}",
                         "'{0}' is imported from {1} as {2}: {4}", field.name,
                         field.imported_regulation, text, problem->message.zh, problem->message.en),
                     Say("请从数据表中去掉这一列", "take the column out of the facts"));
      return;
    }
    facts::Provenance provenance;
    provenance.source = from.scheme().title;
    provenance.evidence = field.imported_figure;
    builder_->SetProvenance(id, 0, row, std::move(provenance));
  }

  const Scheme& scheme_;
  facts::Builder* builder_;
  Issues* issues_;
};

Error TooMuch() {
  return {ErrorCode::kLimitExceeded,
          Say("这个办法用在这些数据上计算量太大；请减少数据行数，或减少每日、每周的指标",
              "this regulation takes too much computing on these facts; use fewer rows, or fewer "
              "daily or weekly figures")};
}

// Before a plan is made: it holds every period's operations side by side.
Result<void> CheckSteps(const Scheme& scheme, const EvaluationLimits& limits) {
  std::int64_t steps = 0;
  for (const scheme::Expr& expr : scheme.exprs) steps += scheme.level(expr.level).count();
  if (steps > limits.steps_max) return TooMuch();
  return {};
}

Result<void> CheckWork(const facts::Facts& facts, const scoring::Plan& plan,
                       const EvaluationLimits& limits) {
  const auto rows = [&](scheme::KindId kind) {
    return static_cast<std::int64_t>(facts.table(kind).rows());
  };
  std::int64_t work = 0;
  for (const scoring::Instruction& instruction : plan.program) {
    // An aggregate over exact values may look at every member for every row of its scope.
    const bool is_over_values = instruction.code == scoring::Code::kRowsOfValues;
    const std::int64_t each = rows(instruction.kind) + rows(instruction.member) + 1;
    work += is_over_values ? each * 20 : each;
    if (work > limits.work_max) return TooMuch();
  }
  std::int64_t cells = 0;
  for (const scoring::Output& output : plan.outputs) {
    const std::size_t register_id = static_cast<std::size_t>(output.value);
    cells += rows(plan.registers[register_id].kind);
    if (cells > limits.cells_max) return TooMuch();
  }
  return {};
}

}  // namespace

std::vector<std::string> ImportedIds(const Scheme& scheme) {
  std::vector<std::string> ids;
  for (const scheme::Field& field : scheme.fields) {
    const std::string& id = field.imported_regulation;
    if (!id.empty() && std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

void FillImported(const Scheme& scheme, const ImportedResults& results, facts::Builder* builder,
                  Issues* issues) {
  Filler filler(scheme, builder, issues);
  for (std::size_t i = 0; i < scheme.fields.size(); ++i) {
    const auto found = results.find(scheme.fields[i].imported_regulation);
    if (found != results.end()) filler.FillField(static_cast<FieldId>(i), *found->second);
  }
}

Result<scoring::Outcome> ScoreOnThreads(const Scheme& scheme, const facts::Facts& facts,
                                        const ScoreOptions& options) {
  KAOGONG_TRY(CheckSteps(scheme, options.limits));
  const scoring::Plan plan = scoring::MakePlan(scheme, facts, options.wanted);
  KAOGONG_TRY(CheckWork(facts, plan, options.limits));
  scoring::Outcome outcome = scoring::MakeOutcome(scheme, facts, plan);
  const facts::Row rows = facts.table(plan.partition).rows();
  int threads = options.threads;
  if (threads <= 0) threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  // Starting a thread costs more than a small run.
  if (rows < 2 * threads) threads = 1;
  constexpr facts::Row kChunks = 50;
  const auto work = [&](int index) {
    const auto begin = static_cast<facts::Row>(static_cast<std::int64_t>(rows) * index / threads);
    const auto end =
        static_cast<facts::Row>(static_cast<std::int64_t>(rows) * (index + 1) / threads);
    const facts::Row step = std::max<facts::Row>(1, (end - begin) / kChunks + 1);
    for (facts::Row at = begin; at < end; at += step) {
      scoring::RunPlan(scheme, facts, plan, {at, std::min(at + step, end)}, &outcome);
      if (index == 0 && options.progress)
        options.progress(static_cast<std::size_t>(at - begin),
                         static_cast<std::size_t>(end - begin));
    }
  };
  std::vector<std::thread> workers;
  for (int i = 1; i < threads; ++i) workers.emplace_back(work, i);
  work(0);
  for (std::thread& worker : workers) worker.join();
  return outcome;
}

Result<std::shared_ptr<const Evaluation>> Evaluate(regulation::Compiled compiled,
                                                   const std::vector<intake::TableBytes>& files,
                                                   const ImportedResults& imported,
                                                   Issues* issues, const Progress& progress) {
  auto evaluation = std::make_shared<Evaluation>();
  evaluation->compiled = std::move(compiled);
  const Scheme& scheme = evaluation->scheme();
  intake::ReadHooks hooks;
  hooks.finish = [&](facts::Builder* builder) { FillImported(scheme, imported, builder, issues); };
  // Reading and scoring count for half each.
  std::size_t expected = 0;
  for (const intake::TableBytes& file : files)
    expected += static_cast<std::size_t>(std::count(file.bytes.begin(), file.bytes.end(), '\n'));
  if (progress) {
    hooks.progress = [&](std::size_t rows) { progress(std::min(rows, expected), 2 * expected); };
  }
  ScoreOptions options;
  if (progress) {
    options.progress = [&](std::size_t done, std::size_t total) {
      progress(expected + (total == 0 ? 0 : expected * done / total), 2 * expected);
    };
  }
  KAOGONG_TRY_ASSIGN(evaluation->facts, intake::ReadFactsFrom(scheme, files, issues, hooks));
  if (issues->has_errors()) return std::shared_ptr<const Evaluation>();
  KAOGONG_TRY_ASSIGN(evaluation->outcome, ScoreOnThreads(scheme, evaluation->facts, options));
  evaluation->result_hash = scoring::ResultHash(scheme, evaluation->facts, evaluation->outcome);
  return std::shared_ptr<const Evaluation>(std::move(evaluation));
}

}  // namespace kaogong::office::library
