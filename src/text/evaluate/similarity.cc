// SPDX-License-Identifier: Apache-2.0
// Measures the search for copies on a folder of reports.
//
// usage: text_similarity_evaluation FOLDER [PASSAGES_PER_REPORT] [SEED]
//
// Takes passages of each report, alters each in every way of variant.h, puts it into the middle of
// another report, and looks for copies among all reports with that one in place of its original.
// Found is a passage when a shared passage of the two reports covers half of it. False is every pair
// with the altered report that neither the passage nor the unaltered reports account for.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "text/evaluate/variant.h"
#include "text/read_report.h"
#include "text/similar/letters.h"
#include "text/similar/similar.h"

namespace kaogong::text {
namespace {

constexpr std::size_t kLettersMin = 90;
constexpr std::size_t kLettersMax = 260;

std::vector<Report> LoadReports(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<Report> reports;
  for (const auto& path : paths) {
    auto report = ReadReportFile(path);
    if (report.ok()) reports.push_back(std::move(report).value());
  }
  return reports;
}

// Some sentences of a report that follow each other.
struct Planted {
  std::size_t source = 0;
  std::uint32_t begin = 0;  // Letters.
  std::uint32_t end = 0;
  std::string text;
};

std::vector<Planted> ChoosePassages(const std::vector<Report>& reports, std::size_t per_report, Chance& chance) {
  std::vector<Planted> passages;
  for (std::size_t r = 0; r < reports.size(); ++r) {
    const Letters letters = LettersOf(reports[r]);
    for (std::size_t n = 0; n < per_report && !letters.units.empty(); ++n) {
      const std::size_t first = chance.Below(letters.units.size());
      std::size_t last = first;
      const std::size_t wanted = kLettersMin + chance.Below(kLettersMax - kLettersMin);
      while (last + 1 < letters.units.size() && letters.units[last].end - letters.units[first].begin < wanted) ++last;
      const std::uint32_t begin = letters.units[first].begin;
      const std::uint32_t end = letters.units[last].end;
      if (end - begin < kLettersMin || end - begin > 2 * kLettersMax) continue;
      // Sentences lost their stops at the ends of units; put one back.
      passages.push_back({r, begin, end, TextOf(reports[r], RangeOf(letters, begin, end)) + "。"});
    }
  }
  return passages;
}

Report WithPassage(const Report& host, const std::string& text) {
  Report report = host;
  report.name += " (altered)";
  std::vector<Paragraph> added;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    Paragraph paragraph;
    paragraph.text = text.substr(at, end - at);
    if (!paragraph.text.empty()) added.push_back(std::move(paragraph));
    at = end + 1;
  }
  const auto middle = report.paragraphs.begin() + static_cast<std::ptrdiff_t>(report.paragraphs.size() / 2);
  report.paragraphs.insert(middle, added.begin(), added.end());
  return report;
}

using Pairs = std::set<std::pair<std::size_t, std::size_t>>;

Pairs PairsOf(const SimilarResult& result) {
  Pairs pairs;
  for (const SimilarPair& pair : result.pairs) pairs.emplace(pair.a, pair.b);
  return pairs;
}

struct Score {
  int planted = 0;
  int found = 0;
  int named = 0;  // Pairs with the altered report that are right.
  int wrong = 0;
};

bool CoversHalf(const SimilarPair& pair, bool is_first, const Planted& passage) {
  std::uint32_t covered = 0;
  for (const SharedPassage& shared : pair.passages) {
    const std::uint32_t begin = std::max(is_first ? shared.begin_a : shared.begin_b, passage.begin);
    const std::uint32_t end = std::min(is_first ? shared.end_a : shared.end_b, passage.end);
    covered += end > begin ? end - begin : 0;
  }
  return covered * 2 >= passage.end - passage.begin;
}

void Measure(const std::vector<Report>& reports, const Pairs& baseline, const Planted& passage, Variant variant,
             Chance& chance, Score& score) {
  std::size_t host = chance.Below(reports.size());
  const auto is_kin = [&](std::size_t a, std::size_t b) {
    return a == b || baseline.contains({std::min(a, b), std::max(a, b)});
  };
  while (is_kin(host, passage.source)) host = chance.Below(reports.size());
  std::vector<Report> folder = reports;
  folder[host] = WithPassage(reports[host], Alter(passage.text, variant, chance));
  const SimilarResult result = FindSimilar(folder);
  ++score.planted;
  bool is_found = false;
  for (const SimilarPair& pair : result.pairs) {
    if (pair.a != host && pair.b != host) continue;
    const std::size_t other = pair.a == host ? pair.b : pair.a;
    if (is_kin(other, host)) continue;
    if (other == passage.source) is_found = is_found || CoversHalf(pair, pair.a == other, passage);
    // A report that shares the passage with its source is right as well.
    ++(is_kin(other, passage.source) ? score.named : score.wrong);
  }
  score.found += is_found ? 1 : 0;
}

int Run(const std::filesystem::path& folder, std::size_t per_report, std::uint64_t seed) {
  const std::vector<Report> reports = LoadReports(folder);
  if (reports.size() < 3) {
    std::fprintf(stderr, "fewer than three readable reports\n");
    return 2;
  }
  Chance chance(seed);
  const Pairs baseline = PairsOf(FindSimilar(reports));
  const std::vector<Planted> passages = ChoosePassages(reports, per_report, chance);
  std::printf("seed %llu, %zu reports, %zu pairs among them, %zu passages\n", static_cast<unsigned long long>(seed),
              reports.size(), baseline.size(), passages.size());
  std::printf("%-18s %8s %8s %8s %8s %10s\n", "variant", "planted", "found", "recall", "wrong", "precision");
  Score all;
  const auto print = [](std::string_view name, const Score& score) {
    std::printf("%-18s %8d %8d %7.1f%% %8d %9.1f%%\n", std::string(name).c_str(), score.planted, score.found,
                100.0 * score.found / std::max(score.planted, 1), score.wrong,
                100.0 * score.named / std::max(score.named + score.wrong, 1));
  };
  for (const Variant variant : kVariants) {
    Score score;
    for (const Planted& passage : passages) Measure(reports, baseline, passage, variant, chance, score);
    print(NameOf(variant), score);
    all.planted += score.planted;
    all.found += score.found;
    all.named += score.named;
    all.wrong += score.wrong;
  }
  print("all", all);
  return 0;
}

}  // namespace
}  // namespace kaogong::text

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: %s FOLDER [PASSAGES_PER_REPORT] [SEED]\n", argv[0]);
    return 2;
  }
  const std::size_t per_report = argc > 2 ? std::stoul(argv[2]) : 4;
  const std::uint64_t seed = argc > 3 ? std::stoull(argv[3]) : 20240601;
  return kaogong::text::Run(argv[1], per_report, seed);
}
