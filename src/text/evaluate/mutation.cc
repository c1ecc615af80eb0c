// SPDX-License-Identifier: Apache-2.0
// Measures how many wrong figures the checks find.
//
// usage: text_mutation_evaluation [--seed N] [--least PERCENT] [--missed] FILE_OR_FOLDER…
//
// Of each statement that the checks could verify in the reports, and of each figure in it, changes
// the figure — a digit replaced or two exchanged, as a hand at a keyboard does — so that no
// rounding makes the statement true, and looks whether the altered report has a finding there that
// the original has not. One change per statement and figure. Prints a line per kind of statement;
// with
// --missed also the sentences in which nothing was found. Ends with 1 when less than --least of all
// are found, with 2 when a report cannot be read.
#include <algorithm>
#include <ctime>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/utf8.h"
#include "text/check.h"
#include "text/evaluate/chance.h"
#include "text/evaluate/truth.h"
#include "text/fold.h"
#include "text/output/finding_view.h"
#include "text/read_report.h"

namespace kaogong::text {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> paths;
  std::uint64_t seed = 20240601;
  int least_percent = 0;
  bool is_missed_shown = false;
};

struct Score {
  int statements = 0;
  int changed = 0;
  int found = 0;
  int unchangeable = 0;  // Figures that no change of digits makes false.
};

using Scores = std::map<std::string, Score>;

// Another text of the same length for the digits of a span, or several.
using Candidate = std::vector<std::pair<std::size_t, char32_t>>;  // Place in the flow, character.

constexpr std::u32string_view kChineseDigits = U"一二三四五六七八九";

std::vector<Candidate> CandidatesFor(std::u32string_view text, const Span& span, Chance& chance) {
  std::vector<Candidate> all;
  std::optional<std::size_t> last_digit;
  for (std::size_t at = span.begin; at < span.end; ++at) {
    const char32_t c = text[at];
    if (IsDigit(c)) {
      const bool is_leading = !last_digit || *last_digit + 1 != at;
      for (char32_t other = is_leading ? U'1' : U'0'; other <= U'9'; ++other) {
        if (other != c) all.push_back({{at, other}});
      }
      if (!is_leading && text[at - 1] != c && c != U'0')
        all.push_back({{at - 1, c}, {at, text[at - 1]}});
      last_digit = at;
    } else if (c == U'两' || kChineseDigits.find(c) != kChineseDigits.npos) {
      // 一 in front is an article as often as a number.
      for (const char32_t other : kChineseDigits.substr(at == span.begin ? 1 : 0)) {
        if (other != c && !(c == U'两' && other == U'二')) all.push_back({{at, other}});
      }
    }
  }
  Shuffle(all, chance);
  return all;
}

Report WithChange(const Report& report, const Flow& flow, const Candidate& candidate) {
  Report changed = report;
  // From the back, so that places stay right when sizes differ.
  Candidate ordered = candidate;
  std::sort(ordered.rbegin(), ordered.rend());
  for (const auto& [at, c] : ordered) {
    const TextPlace& place = flow.places[at];
    changed.paragraphs[place.paragraph].text.replace(place.offset, place.size,
                                                     ToUtf8(std::u32string(1, c)));
  }
  return changed;
}

using FindingKey = std::tuple<std::string_view, std::uint32_t, std::uint32_t>;

std::set<FindingKey> KeysOf(const Outcome& outcome) {
  std::set<FindingKey> keys;
  for (const Finding& finding : outcome.findings)
    keys.emplace(finding.check, finding.span.flow, finding.span.begin);
  return keys;
}

bool Touches(const Span& a, const Span& b) {
  return a.flow == b.flow && a.begin < b.end && b.begin < a.end;
}

// True when the finding speaks of one of the statement's figures.
bool SpeaksOf(const Finding& finding, const Verified& statement) {
  return std::any_of(statement.spans.begin(), statement.spans.end(), [&](const Span& span) {
    return Touches(finding.span, span) ||
           std::any_of(finding.others.begin(), finding.others.end(),
                       [&](const Span& other) { return Touches(other, span); });
  });
}

class Evaluation {
 public:
  Evaluation(const Options& options, Scores& scores)
      : options_(options), scores_(scores), chance_(options.seed) {}

  void Run(const Report& report) {
    const Document document = Analyze(report);
    const Outcome outcome = Check(document);
    const std::set<FindingKey> known = KeysOf(outcome);
    for (const Verified& statement : outcome.verified) {
      ++scores_[std::string(statement.check)].statements;
      // Dates of a duration are told apart from its days by kPeriod.
      const std::size_t end =
          statement.relation == Relation::kDuration ? 1 : statement.spans.size();
      for (std::size_t i = 0; i < end; ++i)
        Change(report, document, known, statement, statement.spans[i]);
    }
  }

 private:
  void Change(const Report& report, const Document& document, const std::set<FindingKey>& known,
              const Verified& statement, const Span& span) {
    Score& score = scores_[std::string(statement.check)];
    const Flow& flow = document.normal.flows[span.flow];
    constexpr std::size_t kTries = 12;
    std::vector<Candidate> candidates = CandidatesFor(flow.text, span, chance_);
    if (candidates.size() > kTries) candidates.resize(kTries);
    for (const Candidate& candidate : candidates) {
      const Report changed = WithChange(report, flow, candidate);
      const Document altered = Analyze(changed);
      if (TruthOf(document, altered, statement) != Truth::kFalse) continue;
      ++score.changed;
      const Outcome outcome = Check(altered);
      const bool is_found = std::any_of(
          outcome.findings.begin(), outcome.findings.end(), [&](const Finding& finding) {
            return SpeaksOf(finding, statement) &&
                   !known.contains({finding.check, finding.span.flow, finding.span.begin});
          });
      score.found += is_found ? 1 : 0;
      if (!is_found && options_.is_missed_shown)
        ShowMissed(report, document, altered, statement, span);
      return;
    }
    ++score.unchangeable;
  }

  static void ShowMissed(const Report& report, const Document& document, const Document& altered,
                         const Verified& statement, const Span& span) {
    std::printf("missed %s %s: %s -> %s\n  %s\n ", std::string(statement.check).c_str(),
                report.name.c_str(), document.Original(span).c_str(),
                altered.Original(span).c_str(), SentenceOf(document, span).c_str());
    for (const Span& other : statement.spans)
      std::printf(" [%s]", document.Original(other).c_str());
    std::printf("\n");
  }

  const Options& options_;
  Scores& scores_;
  Chance chance_;
};

std::vector<fs::path> Expand(const std::vector<fs::path>& paths) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    if (!fs::is_directory(path)) {
      files.push_back(path);
      continue;
    }
    for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::size_t CountCharacters(const Report& report) {
  std::size_t characters = 0;
  for (const Paragraph& paragraph : report.paragraphs)
    characters += CountCodePoints(paragraph.text);
  return characters;
}

Score Total(const Scores& scores) {
  Score all;
  for (const auto& [check, score] : scores) {
    all.statements += score.statements;
    all.changed += score.changed;
    all.found += score.found;
    all.unchangeable += score.unchangeable;
  }
  return all;
}

void Print(const char* name, const Score& score) {
  std::printf("%-16s %10d %8d %8d %7.1f%% %12d\n", name, score.statements, score.changed,
              score.found, 100.0 * score.found / std::max(score.changed, 1), score.unchangeable);
}

int Run(const Options& options) {
  Scores scores;
  Evaluation evaluation(options, scores);
  std::size_t reports = 0;
  std::size_t characters = 0;
  std::size_t findings = 0;
  std::clock_t checking = 0;
  for (const fs::path& path : Expand(options.paths)) {
    const auto report = ReadReportFile(path);
    if (!report.ok()) {
      std::fprintf(stderr, "%s: %s\n", path.c_str(), report.error().message.en.c_str());
      return 2;
    }
    ++reports;
    characters += CountCharacters(report.value());
    const std::clock_t begin = std::clock();
    findings += Check(Analyze(report.value())).findings.size();
    checking += std::clock() - begin;
    evaluation.Run(report.value());
  }
  const double seconds = static_cast<double>(checking) / CLOCKS_PER_SEC;
  std::printf(
      "seed %llu, %zu reports, %zu characters, %zu findings in the originals, %.2f million "
      "characters/s\n",
      static_cast<unsigned long long>(options.seed), reports, characters, findings,
      static_cast<double>(characters) / 1e6 / std::max(seconds, 1e-9));
  std::printf("%-16s %10s %8s %8s %8s %12s\n", "statement", "verified", "changed", "found", "share",
              "unchangeable");
  for (const auto& [check, score] : scores) Print(check.c_str(), score);
  const Score all = Total(scores);
  Print("all", all);
  return all.found * 100 >= all.changed * options.least_percent && all.changed > 0 ? 0 : 1;
}

std::optional<Options> ReadArguments(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--missed") {
      options.is_missed_shown = true;
    } else if (argument == "--seed" && i + 1 < argc) {
      options.seed = std::strtoull(argv[++i], nullptr, 10);
    } else if (argument == "--least" && i + 1 < argc) {
      options.least_percent = std::atoi(argv[++i]);
    } else {
      options.paths.emplace_back(argument);
    }
  }
  if (options.paths.empty()) return std::nullopt;
  return options;
}

}  // namespace
}  // namespace kaogong::text

int main(int argc, char** argv) {
  const auto options = kaogong::text::ReadArguments(argc, argv);
  if (!options) {
    std::fprintf(stderr, "usage: %s [--seed N] [--least PERCENT] [--missed] FILE_OR_FOLDER...\n",
                 argv[0]);
    return 2;
  }
  return kaogong::text::Run(*options);
}
