// SPDX-License-Identifier: Apache-2.0
// Measures what a person waits for at the screen: one changed value scored again, one score
// explained. Runs in the root of the repository.
//
//   single_benchmark FOLDER_OF_FACTS [options of Google Benchmark]
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/regulation_folder.h"
#include "explain/sentences.h"
#include "explain/trace.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/rescore.h"

namespace {

using namespace kaogong;

struct Loaded {
  regulation::Compiled compiled;
  facts::Facts facts;
};

std::unique_ptr<Loaded> Load(const std::string& regulation, const std::string& folder) {
  const auto files = cli::ReadRegulationFolder(regulation);
  const auto paths = intake::FactsFiles(folder);
  if (!files.ok() || !paths.ok()) return nullptr;
  auto loaded = std::make_unique<Loaded>(Loaded{regulation::Compile(files.value(), {}), {}});
  Issues issues;
  auto facts = intake::ReadFacts(loaded->compiled.scheme, paths.value(), &issues);
  if (!facts.ok() || issues.has_errors()) return nullptr;
  loaded->facts = std::move(facts).value();
  return loaded;
}

// One value of somebody in the middle goes to and fro within what the column knows.
void RescoreOneGroup(benchmark::State& state, Loaded* assess) {
  const scheme::Scheme& scheme = assess->compiled.scheme;
  const auto kind = scheme.FindKind("人员");
  const auto field = scheme.FindField(kind, "v01");
  const facts::Row row = assess->facts.table(kind).rows() / 2;
  const std::int64_t before = facts::ColumnOf(scheme, assess->facts, field, 1).UnitsOf(row);
  scoring::Rescorer rescorer(scheme, &assess->facts, {});
  std::int64_t change = 1;
  for (auto _ : state) {
    const auto extent = rescorer.SetUnits(field, 1, row, before - change);
    if (extent != scoring::Rescorer::Extent::kGroup) state.SkipWithError("scored everything again");
    change = 1 - change;
  }
}

// A trace and its sentences, with nothing kept from the time before.
void Explain(benchmark::State& state, Loaded* loaded, const char* kind_name, const char* figure) {
  const scheme::Scheme& scheme = loaded->compiled.scheme;
  const auto kind = scheme.FindKind(kind_name);
  const auto id = scheme.FindFigure(kind, figure);
  if (id == scheme::kNone) return state.SkipWithError("no such figure");
  const facts::Row row = loaded->facts.table(kind).rows() / 2;
  std::size_t nodes = 0;
  for (auto _ : state) {
    scoring::Reference reference(scheme, loaded->facts);
    const auto explanation = explain::Explain(reference, id, row, 0);
    const auto sentences = explain::MakeSentences(scheme, loaded->facts, explanation);
    nodes = sentences.size();
    benchmark::DoNotOptimize(nodes);
  }
  state.counters["sentences"] = static_cast<double>(nodes);
}

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (argc != 2) {
    std::fprintf(stderr, "usage: single_benchmark FOLDER_OF_FACTS [OPTIONS]\n");
    return 2;
  }
  const auto assess = Load("benchmarks/assess", argv[1]);
  const auto village =
      Load("regulations/ganxi-village/2012", "regulations/ganxi-village/2012/facts");
  if (assess == nullptr || village == nullptr) {
    std::fprintf(stderr, "cannot read the regulations or facts\n");
    return 1;
  }
  benchmark::RegisterBenchmark("rescore one group of 100", RescoreOneGroup, assess.get());
  for (const char* figure : {"总分", "排名", "等次", "奖金"}) {
    benchmark::RegisterBenchmark((std::string("explain assess ") + figure).c_str(), Explain,
                                 assess.get(), "人员", figure);
  }
  benchmark::RegisterBenchmark("explain village 总分", Explain, village.get(), "村", "总分");
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
