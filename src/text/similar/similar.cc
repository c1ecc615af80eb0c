// SPDX-License-Identifier: Apache-2.0
#include "text/similar/similar.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <thread>
#include <utility>

#include "text/similar/candidates.h"
#include "text/similar/letters.h"
#include "text/similar/weights.h"

namespace kaogong::text {
namespace {

constexpr std::uint32_t kNear = 3;  // Units apart.

std::vector<Letters> LettersOfAll(const std::vector<Report>& reports, int threads) {
  std::vector<Letters> letters(reports.size());
  const auto parts = static_cast<std::size_t>(std::clamp(threads, 1, 16));
  std::vector<std::thread> workers;
  for (std::size_t p = 0; p < parts; ++p) {
    workers.emplace_back([&, p] {
      for (std::size_t i = p; i < reports.size(); i += parts) letters[i] = LettersOf(reports[i]);
    });
  }
  for (std::thread& worker : workers) worker.join();
  return letters;
}

bool AreNear(std::uint32_t a, std::uint32_t b) { return (a > b ? a - b : b - a) <= kNear; }

// A match within one pair of reports; units count within their reports.
struct Match {
  std::uint32_t unit_a = 0;
  std::uint32_t unit_b = 0;
  Strength strength = Strength::kWeak;
  std::uint32_t percent = 0;
};

// Two matches support each other when their sentences lie close together in both reports.
bool Support(const Match& match, const Match& other) {
  if (!AreNear(match.unit_a, other.unit_a) || !AreNear(match.unit_b, other.unit_b)) return false;
  if (other.strength == Strength::kAlone) return match.unit_a != other.unit_a || match.unit_b != other.unit_b;
  return match.strength == Strength::kBeside && other.strength == Strength::kBeside &&
         match.unit_a != other.unit_a && match.unit_b != other.unit_b;
}

// Keeps the matches that stand alone and those that stand beside another. The matches are sorted by
// unit_a, so those near lie within a window.
std::vector<Match> Accept(const std::vector<Match>& matches) {
  std::vector<Match> accepted;
  std::size_t first = 0;
  for (const Match& match : matches) {
    while (matches[first].unit_a + kNear < match.unit_a) ++first;
    bool is_accepted = match.strength == Strength::kAlone;
    for (std::size_t i = first; i < matches.size() && !is_accepted; ++i) {
      if (matches[i].unit_a > match.unit_a + kNear) break;
      is_accepted = Support(match, matches[i]);
    }
    if (is_accepted) accepted.push_back(match);
  }
  return accepted;
}

// For each unit of either report only its best partner is shown.
std::vector<Match> BestOf(std::vector<Match> matches) {
  std::stable_sort(matches.begin(), matches.end(), [](const Match& a, const Match& b) {
    return a.strength != b.strength ? a.strength > b.strength : a.percent > b.percent;
  });
  std::map<std::uint32_t, bool> taken_a;
  std::map<std::uint32_t, bool> taken_b;
  std::vector<Match> best;
  for (const Match& match : matches) {
    if (taken_a[match.unit_a] && taken_b[match.unit_b]) continue;
    taken_a[match.unit_a] = taken_b[match.unit_b] = true;
    best.push_back(match);
  }
  std::sort(best.begin(), best.end(), [](const Match& a, const Match& b) {
    return a.unit_a != b.unit_a ? a.unit_a < b.unit_a : a.unit_b < b.unit_b;
  });
  return best;
}

// Joins matches that follow each other in both reports.
std::vector<SharedPassage> PassagesOf(const Letters& a, const Letters& b, const std::vector<Match>& matches) {
  std::vector<SharedPassage> passages;
  std::uint64_t weighed = 0;  // Percent by letters.
  for (std::size_t i = 0; i < matches.size(); ++i) {
    const Match& match = matches[i];
    const LetterSpan& unit_a = a.units[match.unit_a];
    const LetterSpan& unit_b = b.units[match.unit_b];
    const bool goes_on = i > 0 && match.unit_a == matches[i - 1].unit_a + 1 && match.unit_b == matches[i - 1].unit_b + 1;
    if (!goes_on) {
      passages.push_back({unit_a.begin, unit_a.end, unit_b.begin, unit_b.end, 0});
      weighed = 0;
    }
    SharedPassage& passage = passages.back();
    passage.end_a = unit_a.end;
    passage.end_b = unit_b.end;
    weighed += static_cast<std::uint64_t>(match.percent) * (unit_a.end - unit_a.begin);
    passage.likeness_percent = static_cast<int>(weighed / std::max(1U, passage.end_a - passage.begin_a));
  }
  return passages;
}

int Percent(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0 : static_cast<int>((part * 200 + whole) / (2 * whole));
}

std::size_t Covered(std::vector<std::pair<std::uint32_t, std::uint32_t>> ranges) {
  std::sort(ranges.begin(), ranges.end());
  std::size_t covered = 0;
  std::uint32_t end = 0;
  for (const auto& [from, to] : ranges) {
    covered += to > std::max(from, end) ? to - std::max(from, end) : 0;
    end = std::max(end, to);
  }
  return covered;
}

std::vector<std::vector<std::size_t>> ClustersOf(std::size_t count, const std::vector<SimilarPair>& pairs) {
  std::vector<std::size_t> root(count);
  std::iota(root.begin(), root.end(), std::size_t{0});
  const auto find = [&](std::size_t i) {
    while (root[i] != i) i = root[i] = root[root[i]];
    return i;
  };
  for (const SimilarPair& pair : pairs) {
    const std::size_t a = find(pair.a);
    const std::size_t b = find(pair.b);
    root[std::max(a, b)] = std::min(a, b);
  }
  std::map<std::size_t, std::vector<std::size_t>> members;
  for (std::size_t i = 0; i < count; ++i) members[find(i)].push_back(i);
  std::vector<std::vector<std::size_t>> clusters;
  for (auto& [first, list] : members) {
    if (list.size() >= 2) clusters.push_back(std::move(list));
  }
  return clusters;
}

// A match with the reports it belongs to, small because there are many.
struct Placed {
  std::uint32_t reports = 0;  // a in the high half, b in the low one.
  std::uint16_t unit_a = 0;
  std::uint16_t unit_b = 0;
  Strength strength = Strength::kWeak;
  std::uint8_t percent = 0;
};

void Place(const SentencePair& pair, const Occurrence& x, const Occurrence& y, std::vector<Placed>& placed) {
  if (x.report == y.report) return;
  const bool is_ordered = x.report < y.report;
  const Occurrence& a = is_ordered ? x : y;
  const Occurrence& b = is_ordered ? y : x;
  placed.push_back({static_cast<std::uint32_t>(a.report) << 16U | b.report, a.unit, b.unit, pair.strength, pair.percent});
}

// Every match of sentences at every two places of theirs, sorted by reports and units.
std::vector<Placed> PlaceAll(const Sentences& sentences, const std::vector<SentencePair>& pairs) {
  std::vector<Placed> placed;
  for (const SentencePair& pair : pairs) {
    const auto first = sentences.PlacesOf(pair.first);
    const auto second = sentences.PlacesOf(pair.second);
    for (std::size_t i = 0; i < first.size(); ++i) {
      for (std::size_t j = pair.first == pair.second ? i + 1 : 0; j < second.size(); ++j) {
        Place(pair, first[i], second[j], placed);
      }
    }
  }
  std::sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    if (a.reports != b.reports) return a.reports < b.reports;
    return a.unit_a != b.unit_a ? a.unit_a < b.unit_a : a.unit_b < b.unit_b;
  });
  return placed;
}

using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// Judges the matches of one pair of reports. Nothing when they share too little.
std::optional<SimilarPair> PairOf(const std::vector<Letters>& letters, std::uint32_t reports,
                                  const std::vector<Match>& matches, const SimilarOptions& options) {
  const std::vector<Match> accepted = BestOf(Accept(matches));
  if (accepted.empty()) return std::nullopt;
  SimilarPair pair;
  pair.a = reports >> 16U;
  pair.b = reports & 0xFFFFU;
  pair.passages = PassagesOf(letters[pair.a], letters[pair.b], accepted);
  Ranges in_a;
  Ranges in_b;
  for (const SharedPassage& passage : pair.passages) {
    in_a.emplace_back(passage.begin_a, passage.end_a);
    in_b.emplace_back(passage.begin_b, passage.end_b);
  }
  pair.letters_a = Covered(std::move(in_a));
  pair.letters_b = Covered(std::move(in_b));
  if (std::max(pair.letters_a, pair.letters_b) < options.letters_min) return std::nullopt;
  pair.percent_a = Percent(pair.letters_a, letters[pair.a].text.size());
  pair.percent_b = Percent(pair.letters_b, letters[pair.b].text.size());
  return pair;
}

std::vector<SimilarPair> PairsOf(const std::vector<Letters>& letters, const std::vector<Placed>& placed,
                                 const SimilarOptions& options) {
  std::vector<SimilarPair> pairs;
  std::vector<Match> matches;
  for (std::size_t i = 0; i < placed.size();) {
    matches.clear();
    std::size_t end = i;
    for (; end < placed.size() && placed[end].reports == placed[i].reports; ++end) {
      matches.push_back({placed[end].unit_a, placed[end].unit_b, placed[end].strength, placed[end].percent});
    }
    if (auto pair = PairOf(letters, placed[i].reports, matches, options)) pairs.push_back(std::move(*pair));
    i = end;
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const SimilarPair& a, const SimilarPair& b) {
    return std::max(a.percent_a, a.percent_b) > std::max(b.percent_a, b.percent_b);
  });
  return pairs;
}

}  // namespace

SimilarResult FindSimilar(const std::vector<Report>& reports, const SimilarOptions& options) {
  const std::vector<Letters> letters = LettersOfAll(reports, options.threads);
  const Sentences sentences(letters, options.common_percent);
  const std::vector<Placed> placed =
      PlaceAll(sentences, MatchSentences(letters, sentences, options.threads));
  SimilarResult result;
  result.pairs = PairsOf(letters, placed, options);
  std::vector<Ranges> shared(reports.size());
  for (const SimilarPair& pair : result.pairs) {
    for (const SharedPassage& passage : pair.passages) {
      shared[pair.a].emplace_back(passage.begin_a, passage.end_a);
      shared[pair.b].emplace_back(passage.begin_b, passage.end_b);
    }
  }
  for (std::size_t i = 0; i < reports.size(); ++i) {
    SimilarReport report;
    report.letters = letters[i].text.size();
    report.shared = Covered(std::move(shared[i]));
    report.percent = Percent(report.shared, report.letters);
    result.reports.push_back(report);
  }
  result.clusters = ClustersOf(reports.size(), result.pairs);
  return result;
}

}  // namespace kaogong::text
