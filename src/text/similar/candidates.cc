// SPDX-License-Identifier: Apache-2.0
#include "text/similar/candidates.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "text/similar/common_pairs.h"
#include "text/similar/pair_weight.h"

namespace kaogong::text {
namespace {

// A seed is a run of three letters or a word. One that more sentences hold than this is a set phrase
// and leads nowhere.
constexpr std::size_t kHoldersMax = 250;
// Two sentences are compared when they share three words, or three runs and one in eight of the
// shorter one's.
constexpr std::uint32_t kSeedsLeast = 3;
constexpr std::uint32_t kSeedShare = 8;
constexpr std::uint32_t kWordStep = 1U << 16U;  // Words are counted in the high half.

// What each strength asks of the weight that is shared, and of its share of the lighter sentence in
// thousandths: by pairs of letters or by words. Found by measuring; see docs/reports.md.
struct Bar {
  Strength strength;
  std::uint32_t pair_shared;
  std::uint32_t pair_permille;
  std::uint32_t word_shared;
  std::uint32_t word_permille;
};
constexpr Bar kBars[] = {
    {Strength::kAlone, 48, 600, 28, 640},
    {Strength::kBeside, 28, 430, 14, 500},
    {Strength::kWeak, 28, 380, 12, 430},
};

// Equal sentences of so many letters count beside others, however common their words: the words of a
// genre stand in every report, the same words in the same order in a few. In more places than these
// it is a set phrase.
constexpr std::uint32_t kEqualLetters = 24;
constexpr std::size_t kEqualPlaces = 8;

struct Seed {
  std::uint32_t hash = 0;
  std::uint32_t holder = 0;  // Sentence.
};

std::uint32_t HashOf(char32_t a, char32_t b, char32_t c) {
  std::uint64_t mixed = (static_cast<std::uint64_t>(a) << 42U) ^ (static_cast<std::uint64_t>(b) << 21U) ^ c;
  mixed *= 0x9E3779B97F4A7C15U;
  return static_cast<std::uint32_t>(mixed >> 32U);
}

void AddRuns(const Letters& letters, const LetterSpan& unit, std::uint32_t holder, std::vector<Seed>& seeds) {
  const std::size_t first = seeds.size();
  for (std::size_t i = unit.begin; i + 2 < unit.end; ++i) {
    const char32_t a = letters.text[i];
    const char32_t b = letters.text[i + 1];
    const char32_t c = letters.text[i + 2];
    if (IsCommonPair(a, b) && IsCommonPair(b, c)) continue;
    seeds.push_back({HashOf(a, b, c), holder});
  }
  const auto begin = seeds.begin() + static_cast<std::ptrdiff_t>(first);
  std::sort(begin, seeds.end(), [](const Seed& x, const Seed& y) { return x.hash < y.hash; });
  seeds.erase(std::unique(begin, seeds.end(), [](const Seed& x, const Seed& y) { return x.hash == y.hash; }),
              seeds.end());
}

// Sorts by hash in two passes of 16 bits; stable, so holders stay in order.
void SortSeeds(std::vector<Seed>& seeds) {
  std::vector<Seed> buffer(seeds.size());
  for (const unsigned shift : {0U, 16U}) {
    std::vector<std::size_t> begins((std::size_t{1} << 16U) + 1, 0);
    for (const Seed& seed : seeds) ++begins[((seed.hash >> shift) & 0xFFFFU) + 1];
    for (std::size_t i = 1; i < begins.size(); ++i) begins[i] += begins[i - 1];
    for (const Seed& seed : seeds) buffer[begins[(seed.hash >> shift) & 0xFFFFU]++] = seed;
    seeds.swap(buffer);
  }
}

// For each seed that at least two and not too many sentences hold, its holders; and for each sentence
// the seeds (groups) it holds.
struct Groups {
  std::vector<std::uint32_t> holders;
  std::vector<std::uint32_t> begins;       // Of each group in holders; one more at the end.
  std::vector<std::uint32_t> of_sentence;  // Groups, sentence by sentence.
  std::vector<std::uint32_t> sentence_begins;
  std::vector<std::uint16_t> seed_counts;  // Seeds each sentence holds, shared or not.
};

Groups GroupSeeds(const std::vector<Seed>& seeds, std::size_t count) {
  Groups groups;
  groups.seed_counts.assign(count, 0);
  groups.sentence_begins.assign(count + 1, 0);
  const auto for_groups = [&](const auto& take) {
    for (std::size_t i = 0; i < seeds.size();) {
      std::size_t end = i;
      while (end < seeds.size() && seeds[end].hash == seeds[i].hash) ++end;
      take(i, end, end - i >= 2 && end - i <= kHoldersMax);
      i = end;
    }
  };
  for_groups([&](std::size_t begin, std::size_t end, bool is_used) {
    for (std::size_t k = begin; k < end; ++k) {
      std::uint16_t& held = groups.seed_counts[seeds[k].holder];
      if (held < 0xFFFF) ++held;
      if (is_used) ++groups.sentence_begins[seeds[k].holder + 1];
    }
  });
  for (std::size_t i = 0; i < count; ++i) groups.sentence_begins[i + 1] += groups.sentence_begins[i];
  groups.of_sentence.resize(groups.sentence_begins[count]);
  std::vector<std::uint32_t> next(groups.sentence_begins.begin(), groups.sentence_begins.end() - 1);
  for_groups([&](std::size_t begin, std::size_t end, bool is_used) {
    if (!is_used) return;
    const auto group = static_cast<std::uint32_t>(groups.begins.size());
    groups.begins.push_back(static_cast<std::uint32_t>(groups.holders.size()));
    for (std::size_t k = begin; k < end; ++k) {
      groups.holders.push_back(seeds[k].holder);
      groups.of_sentence[next[seeds[k].holder]++] = group;
    }
  });
  groups.begins.push_back(static_cast<std::uint32_t>(groups.holders.size()));
  return groups;
}

std::uint32_t KeyOf(const WeighedPair& pair) { return pair.key; }
std::uint32_t KeyOf(const Word& word) { return word.hash; }

template <class T>
std::uint32_t SharedWeight(std::span<const T> a, std::span<const T> b) {
  std::uint32_t shared = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const std::uint32_t x = KeyOf(a[i]);
    const std::uint32_t y = KeyOf(b[j]);
    shared += x == y ? a[i].weight : 0;
    i += x <= y ? 1U : 0U;
    j += y <= x ? 1U : 0U;
  }
  return shared;
}

struct Measure {
  std::uint32_t shared = 0;
  std::uint32_t permille = 0;
};

// Matches sentences [begin, end) with later ones.
class Matcher {
 public:
  Matcher(const Groups& runs, const Groups& words, const Sentences& sentences)
      : runs_(runs), words_(words), sentences_(sentences), counts_(sentences.size(), 0) {}

  std::vector<SentencePair> Run(std::size_t begin, std::size_t end) {
    for (std::size_t s = begin; s < end; ++s) {
      const auto sentence = static_cast<std::uint32_t>(s);
      if (sentences_.PlacesOf(s).size() >= 2) {
        matches_.push_back({sentence, sentence, StrengthOfEqual(s), 100});
      }
      Count(runs_, sentence, 1);
      Count(words_, sentence, kWordStep);
      for (const std::uint32_t other : touched_) Judge(sentence, other);
      touched_.clear();
    }
    return std::move(matches_);
  }

 private:
  // What it means that a sentence stands in several places as it is: its weight tells, or its length.
  Strength StrengthOfEqual(std::size_t sentence) const {
    const std::uint32_t total = sentences_.TotalOf(sentence);
    if (total >= kBars[0].pair_shared) return Strength::kAlone;
    const bool is_long = sentences_.LengthOf(sentence) >= kEqualLetters &&
                         sentences_.PlacesOf(sentence).size() <= kEqualPlaces;
    const bool is_telling = total >= kBars[1].pair_shared / 2 || is_long;
    return is_telling ? Strength::kBeside : Strength::kWeak;
  }

  void Count(const Groups& groups, std::uint32_t sentence, std::uint32_t step) {
    for (std::uint32_t i = groups.sentence_begins[sentence]; i < groups.sentence_begins[sentence + 1]; ++i) {
      const std::uint32_t group = groups.of_sentence[i];
      const auto first = groups.holders.begin() + groups.begins[group];
      const auto last = groups.holders.begin() + groups.begins[group + 1];
      for (auto it = std::upper_bound(first, last, sentence); it != last; ++it) {
        if (counts_[*it] == 0) touched_.push_back(*it);
        counts_[*it] += step;
      }
    }
  }

  void Judge(std::uint32_t sentence, std::uint32_t other) {
    const std::uint32_t runs = counts_[other] % kWordStep;
    const std::uint32_t words = counts_[other] / kWordStep;
    counts_[other] = 0;
    const std::uint32_t shorter = std::min(runs_.seed_counts[sentence], runs_.seed_counts[other]);
    Measure by_pairs;
    Measure by_words;
    if (runs >= kSeedsLeast && runs * kSeedShare >= shorter) {
      by_pairs = Compare(sentences_.PairsOf(sentence), sentences_.PairsOf(other), sentences_.TotalOf(sentence),
                         sentences_.TotalOf(other));
    }
    if (words >= kSeedsLeast) {
      by_words = Compare(sentences_.WordsOf(sentence), sentences_.WordsOf(other),
                         sentences_.WordTotalOf(sentence), sentences_.WordTotalOf(other));
    }
    for (const Bar& bar : kBars) {
      const bool passes = (by_pairs.shared >= bar.pair_shared && by_pairs.permille >= bar.pair_permille) ||
                          (by_words.shared >= bar.word_shared && by_words.permille >= bar.word_permille);
      if (!passes) continue;
      const std::uint32_t permille = std::min(1000U, std::max(by_pairs.permille, by_words.permille));
      matches_.push_back({sentence, other, bar.strength, static_cast<std::uint8_t>((permille + 5) / 10)});
      return;
    }
  }

  template <class T>
  static Measure Compare(std::span<const T> a, std::span<const T> b, std::uint32_t total_a, std::uint32_t total_b) {
    const std::uint32_t lighter = std::max(1U, std::min(total_a, total_b));
    const std::uint32_t shared = SharedWeight(a, b);
    return {shared, shared * 1000 / lighter};
  }

  const Groups& runs_;
  const Groups& words_;
  const Sentences& sentences_;
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> touched_;
  std::vector<SentencePair> matches_;
};

Groups GroupRuns(const std::vector<Letters>& reports, const Sentences& sentences) {
  std::vector<Seed> seeds;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    const Occurrence& place = sentences.PlacesOf(s).front();
    AddRuns(reports[place.report], reports[place.report].units[place.unit], static_cast<std::uint32_t>(s), seeds);
  }
  SortSeeds(seeds);
  return GroupSeeds(seeds, sentences.size());
}

Groups GroupWords(const Sentences& sentences) {
  std::vector<Seed> seeds;
  for (std::size_t s = 0; s < sentences.size(); ++s) {
    for (const Word& word : sentences.WordsOf(s)) {
      if (word.weight >= kRareWeight) seeds.push_back({word.hash, static_cast<std::uint32_t>(s)});
    }
  }
  SortSeeds(seeds);
  return GroupSeeds(seeds, sentences.size());
}

}  // namespace

std::vector<SentencePair> MatchSentences(const std::vector<Letters>& reports, const Sentences& sentences,
                                         int threads) {
  const Groups runs = GroupRuns(reports, sentences);
  const Groups words = GroupWords(sentences);
  // Slices in turn, so that the threads end together; the result does not depend on their number.
  const auto parts = static_cast<std::size_t>(std::clamp(threads, 1, 16));
  constexpr std::size_t kSlices = 64;
  std::vector<std::vector<SentencePair>> found(kSlices);
  std::vector<std::thread> workers;
  for (std::size_t p = 0; p < parts; ++p) {
    workers.emplace_back([&, p] {
      for (std::size_t slice = p; slice < kSlices; slice += parts) {
        const std::size_t begin = sentences.size() * slice / kSlices;
        const std::size_t end = sentences.size() * (slice + 1) / kSlices;
        found[slice] = Matcher(runs, words, sentences).Run(begin, end);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  std::vector<SentencePair> matches;
  for (const std::vector<SentencePair>& part : found) matches.insert(matches.end(), part.begin(), part.end());
  return matches;
}

}  // namespace kaogong::text
