// SPDX-License-Identifier: Apache-2.0
// Measures the three stages of a scoring run on the workload in benchmarks/assess: reading the
// facts, computing, writing the result. The regulation is an ordinary one; nothing here knows its
// rules.
//
//   assess_benchmark FOLDER_OF_FACTS OUT.csv [REPETITIONS [THREADS]]
//
// Prints one line of JSON in seconds. OUT.csv: id, the five blocks of both periods, score (all in
// hundredths), rank, grade (1 优秀, 2 合格, 3 不合格), payout in cents.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "cli/regulation_folder.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/plan.h"

namespace {

using namespace kaogong;

double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int Fail(const Text& message) {
  std::fprintf(stderr, "%s\n", message.en.c_str());
  return 1;
}

std::vector<scheme::FigureId> Wanted(const scheme::Scheme& scheme) {
  std::vector<scheme::FigureId> wanted;
  const auto kind = scheme.FindKind("人员");
  for (const char* name : {"经济发展", "社会事业", "党的建设", "平安建设", "创新争先", "总分",
                           "排名", "等次", "奖金"}) {
    wanted.push_back(scheme.FindFigure(kind, name));
  }
  return wanted;
}

void Run(const scheme::Scheme& scheme, const facts::Facts& facts, const scoring::Plan& plan,
         int threads, scoring::Outcome* outcome) {
  const facts::Row rows = facts.table(plan.partition).rows();
  std::vector<std::thread> workers;
  for (int i = 1; i < threads; ++i) {
    workers.emplace_back([&, i] {
      scoring::RunPlan(scheme, facts, plan,
                       {rows / threads * i, i + 1 == threads ? rows : rows / threads * (i + 1)},
                       outcome);
    });
  }
  scoring::RunPlan(scheme, facts, plan, {0, threads == 1 ? rows : rows / threads}, outcome);
  for (std::thread& worker : workers) worker.join();
}

void Write(const scheme::Scheme& scheme, const facts::Facts& facts, const scoring::Outcome& outcome,
           const char* path) {
  std::FILE* file = std::fopen(path, "w");
  if (file == nullptr) return;
  std::vector<const scoring::FigureColumn*> columns;
  const auto wanted = Wanted(scheme);
  for (int period = 0; period < 2; ++period) {
    for (std::size_t i = 0; i < 5; ++i) {
      columns.push_back(
          &outcome.figures[static_cast<std::size_t>(wanted[i])][static_cast<std::size_t>(period)]);
    }
  }
  for (std::size_t i = 5; i < wanted.size(); ++i)
    columns.push_back(&outcome.figures[static_cast<std::size_t>(wanted[i])][0]);
  std::vector<std::int64_t> grades(facts.texts.size());
  for (std::size_t i = 0; i < facts.texts.size(); ++i) {
    grades[i] = facts.texts[i] == "优秀" ? 1 : facts.texts[i] == "合格" ? 2 : 3;
  }
  std::string buffer = "id,a1,a2,a3,a4,a5,b1,b2,b3,b4,b5,score,rank,grade,payout\n";
  const facts::Table& table = facts.table(scheme.FindKind("人员"));
  for (std::size_t row = 0; row < table.ids.size(); ++row) {
    buffer += table.ids[row];
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::int64_t units = columns[i]->units[row];
      const std::int64_t shown = i == 12 ? grades[static_cast<std::size_t>(units)] : units;
      char digits[24];
      const auto end = std::to_chars(digits, digits + sizeof digits, shown).ptr;
      buffer += ',';
      buffer.append(digits, end);
    }
    buffer += '\n';
    if (buffer.size() > (1U << 20U)) {
      std::fwrite(buffer.data(), 1, buffer.size(), file);
      buffer.clear();
    }
  }
  std::fwrite(buffer.data(), 1, buffer.size(), file);
  std::fclose(file);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr,
                 "usage: assess_benchmark FOLDER_OF_FACTS OUT.csv [REPETITIONS [THREADS]]\n");
    return 2;
  }
  const int repetitions = argc > 3 ? std::atoi(argv[3]) : 1;
  const int threads = argc > 4 ? std::atoi(argv[4]) : 1;
  const double start = Now();
  const auto files = cli::ReadRegulationFolder("benchmarks/assess");
  if (!files.ok()) return Fail(files.error().message);
  const auto compiled = regulation::Compile(files.value(), {});
  const auto paths = intake::FactsFiles(argv[1]);
  if (!paths.ok()) return Fail(paths.error().message);
  Issues issues;
  auto facts = intake::ReadFacts(compiled.scheme, paths.value(), &issues);
  if (!facts.ok()) return Fail(facts.error().message);
  if (issues.has_errors()) return Fail(issues.list().front().message);
  const double loaded = Now();
  const scoring::Plan plan =
      scoring::MakePlan(compiled.scheme, facts.value(), Wanted(compiled.scheme));
  scoring::Outcome outcome = scoring::MakeOutcome(compiled.scheme, facts.value(), plan);
  const double planned = Now();
  std::vector<double> times;
  for (int i = 0; i < repetitions; ++i) {
    const double before = Now();
    Run(compiled.scheme, facts.value(), plan, threads, &outcome);
    times.push_back(Now() - before);
  }
  const double computed = Now();
  Write(compiled.scheme, facts.value(), outcome, argv[2]);
  const double written = Now();
  const double first = times.front();
  std::sort(times.begin(), times.end());
  std::printf(
      "{\"load_s\":%.4f,\"plan_s\":%.4f,\"compute_s\":%.4f,\"compute_min_s\":%.4f,\"write_s\":%.4f,"
      "\"total_s\":%.4f}\n",
      loaded - start, planned - loaded, times[times.size() / 2], times.front(), written - computed,
      planned - start + first + written - computed);
}
