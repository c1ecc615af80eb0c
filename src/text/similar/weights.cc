// SPDX-License-Identifier: Apache-2.0
#include "text/similar/weights.h"

#include <algorithm>

#include "base/result.h"
#include "text/similar/pair_weight.h"

namespace kaogong::text {
namespace {

constexpr std::size_t kFewReports = 8;

std::vector<std::uint32_t> KeysOf(const Letters& letters, std::size_t begin, std::size_t end) {
  std::vector<std::uint32_t> keys;
  for (std::size_t i = begin; i + 1 < end; ++i) keys.push_back(KeyOfPair(letters.text[i], letters.text[i + 1]));
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

// What more than `limit` of the sorted lists hold, sorted. The lists are taken one after the other.
class Widespread {
 public:
  void Add(const std::vector<std::uint32_t>& keys) { all_.insert(all_.end(), keys.begin(), keys.end()); }
  std::vector<std::uint32_t> Over(std::size_t limit) {
    std::sort(all_.begin(), all_.end());
    std::vector<std::uint32_t> widespread;
    for (std::size_t i = 0; i < all_.size();) {
      std::size_t end = i;
      while (end < all_.size() && all_[end] == all_[i]) ++end;
      if (end - i > limit) widespread.push_back(all_[i]);
      i = end;
    }
    return widespread;
  }

 private:
  std::vector<std::uint32_t> all_;
};

std::vector<std::uint32_t> WordHashesOf(const Letters& letters) {
  std::vector<std::uint32_t> hashes;
  for (const Word& word : letters.words) hashes.push_back(word.hash);
  std::sort(hashes.begin(), hashes.end());
  hashes.erase(std::unique(hashes.begin(), hashes.end()), hashes.end());
  return hashes;
}

// A unit with the hash of its letters, so that equal units come together.
struct Hashed {
  std::uint64_t hash = 0;
  Occurrence place;
};

std::uint64_t HashOf(const Letters& letters, const LetterSpan& unit) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (std::size_t i = unit.begin; i < unit.end; ++i) {
    hash = (hash ^ static_cast<std::uint64_t>(letters.text[i])) * 0x9E3779B97F4A7C15U;
    hash ^= hash >> 29U;
  }
  return hash;
}

std::vector<Hashed> HashUnits(const std::vector<Letters>& reports) {
  std::vector<Hashed> units;
  for (std::size_t r = 0; r < reports.size(); ++r) {
    const std::size_t count = std::min(reports[r].units.size(), Sentences::kUnitsMax);
    for (std::size_t u = 0; u < count; ++u) {
      units.push_back({HashOf(reports[r], reports[r].units[u]),
                       {static_cast<std::uint16_t>(r), static_cast<std::uint16_t>(u)}});
    }
  }
  std::sort(units.begin(), units.end(), [](const Hashed& a, const Hashed& b) {
    if (a.hash != b.hash) return a.hash < b.hash;
    return a.place.report != b.place.report ? a.place.report < b.place.report : a.place.unit < b.place.unit;
  });
  return units;
}

std::size_t CountReports(const std::vector<Hashed>& units, std::size_t begin, std::size_t end) {
  std::size_t count = 0;
  for (std::size_t i = begin; i < end; ++i) {
    count += i == begin || units[i].place.report != units[i - 1].place.report ? 1U : 0U;
  }
  return count;
}

}  // namespace

Sentences::Sentences(const std::vector<Letters>& reports, int common_percent) {
  KAOGONG_ASSERT(reports.size() <= kReportsMax);
  const bool is_few = reports.size() < kFewReports;
  const std::size_t limit =
      is_few ? reports.size()
             : std::max<std::size_t>(2, reports.size() * static_cast<std::size_t>(common_percent) / 100);
  Widespread pairs;
  Widespread words;
  for (const Letters& letters : reports) {
    if (is_few) break;
    pairs.Add(KeysOf(letters, 0, letters.text.size()));
    words.Add(WordHashesOf(letters));
  }
  const std::vector<std::uint32_t> widespread_pairs = pairs.Over(limit);
  const std::vector<std::uint32_t> widespread_words = words.Over(limit);
  const std::vector<Hashed> units = HashUnits(reports);
  for (std::size_t i = 0; i < units.size();) {
    std::size_t end = i;
    while (end < units.size() && units[end].hash == units[i].hash) ++end;
    if (CountReports(units, i, end) <= limit) {
      const Occurrence& first = units[i].place;
      const Letters& letters = reports[first.report];
      AddPairs(letters, letters.units[first.unit], widespread_pairs);
      AddWords(letters, first.unit, widespread_words);
      lengths_.push_back(letters.units[first.unit].end - letters.units[first.unit].begin);
      place_begins_.push_back(static_cast<std::uint32_t>(places_.size()));
      for (std::size_t k = i; k < end; ++k) places_.push_back(units[k].place);
    }
    i = end;
  }
  pair_begins_.push_back(static_cast<std::uint32_t>(pairs_.size()));
  word_begins_.push_back(static_cast<std::uint32_t>(words_.size()));
  place_begins_.push_back(static_cast<std::uint32_t>(places_.size()));
}

void Sentences::AddPairs(const Letters& letters, const LetterSpan& unit,
                         const std::vector<std::uint32_t>& widespread) {
  pair_begins_.push_back(static_cast<std::uint32_t>(pairs_.size()));
  std::uint32_t total = 0;
  for (const std::uint32_t key : KeysOf(letters, unit.begin, unit.end)) {
    if (std::binary_search(widespread.begin(), widespread.end(), key)) continue;
    const std::uint32_t weight =
        WeightOfPair(static_cast<char32_t>(key >> 16U), static_cast<char32_t>(key & 0xFFFFU));
    pairs_.push_back({key, weight});
    total += weight;
  }
  totals_.push_back(total);
}

void Sentences::AddWords(const Letters& letters, std::size_t unit, const std::vector<std::uint32_t>& widespread) {
  word_begins_.push_back(static_cast<std::uint32_t>(words_.size()));
  std::uint32_t total = 0;
  for (std::uint32_t i = letters.word_begins[unit]; i < letters.word_begins[unit + 1]; ++i) {
    const Word& word = letters.words[i];
    if (std::binary_search(widespread.begin(), widespread.end(), word.hash)) continue;
    words_.push_back(word);
    total += word.weight;
  }
  word_totals_.push_back(total);
}

}  // namespace kaogong::text
