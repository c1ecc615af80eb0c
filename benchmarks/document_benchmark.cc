// SPDX-License-Identifier: Apache-2.0
// How fast documents are made.
//
//   document_benchmark TEMPLATE.docx REGULATION COUNT docx|pdf|html   a document for each of COUNT
//   rows, on
//                                                                     two threads; one thread for
//                                                                     COUNT 1
//   document_benchmark FACTS REGULATION 1 workbook                    the result workbook of a
//   folder of facts
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include "cli/regulation_folder.h"
#include "document/engine_record.h"
#include "document/render.h"
#include "document/result_workbook.h"
#include "document/template.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/score.h"

namespace {

using namespace kaogong;
using Clock = std::chrono::steady_clock;

struct Loaded {
  regulation::Compiled compiled;
  facts::Facts facts;
  scoring::Outcome outcome;
};

Loaded Load(const std::filesystem::path& folder, const std::filesystem::path& facts) {
  auto files = cli::ReadRegulationFolder(folder).value();
  Loaded loaded{regulation::Compile(files, {}), {}, {}};
  Issues issues;
  loaded.facts =
      intake::ReadFacts(loaded.compiled.scheme, intake::FactsFiles(facts).value(), &issues).value();
  loaded.outcome = scoring::Score(loaded.compiled.scheme, loaded.facts);
  return loaded;
}

std::size_t Render(const document::Document& document, const std::string& format) {
  if (format == "pdf") return document::RenderPdf(document).value().size();
  if (format == "html") return document::RenderHtml(document).size();
  return document::RenderDocx(document).value().size();
}

double Seconds(Clock::time_point from) {
  return std::chrono::duration<double>(Clock::now() - from).count();
}

void MakeAll(const Loaded& loaded, const document::Template& form, int count, int threads,
             const std::string& format) {
  std::atomic<int> next = 0;
  std::atomic<std::size_t> bytes = 0;
  std::vector<std::jthread> workers;
  for (int i = 0; i < threads; ++i) {
    workers.emplace_back([&] {
      document::EngineRecord record({loaded.compiled.scheme, loaded.facts, loaded.outcome});
      const auto rows = loaded.facts.table(record.kind()).rows();
      for (int at = next++; at < count; at = next++) {
        Issues issues;
        const auto made = form.Fill(record, record.ObjectOf(record.kind(), at % rows), &issues);
        bytes += Render(*made.value(), format);
      }
    });
  }
  workers.clear();
  std::printf("%zu bytes each\n", bytes / static_cast<std::size_t>(count));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  const std::string format = argv[4];
  const std::filesystem::path folder = argv[2];
  const Loaded loaded = Load(folder, format == "workbook" ? argv[1] : folder / "facts");
  if (format == "workbook") {
    const auto begin = Clock::now();
    const auto made =
        document::MakeResultWorkbook({loaded.compiled.scheme, loaded.facts, loaded.outcome});
    std::printf("%.2f s, %zu formulas, %zu bytes\n", Seconds(begin), made.value().formulas,
                made.value().bytes.size());
    return 0;
  }
  const auto template_bytes = cli::ReadFile(argv[1]).value();
  Issues issues;
  const auto form = document::Template::ReadDocx(template_bytes, argv[1], &issues).value();
  const int count = std::atoi(argv[3]);
  const auto begin = Clock::now();
  MakeAll(loaded, *form, count, count == 1 ? 1 : 2, format);
  std::printf("%d in %.3f s\n", count, Seconds(begin));
  return 0;
}
