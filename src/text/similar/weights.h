// SPDX-License-Identifier: Apache-2.0
// Units of all reports made comparable: each distinct sentence once, with the weighed pairs of
// letters and the weighed words it holds, and the places it stands at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "text/similar/letters.h"

namespace kaogong::text {

// A pair of neighbouring letters and what it weighs.
struct WeighedPair {
  std::uint32_t key = 0;
  std::uint32_t weight = 0;
};

// The key of two neighbouring letters; letters outside the Basic Multilingual Plane are folded in.
inline std::uint32_t KeyOfPair(char32_t a, char32_t b) {
  return (static_cast<std::uint32_t>(a) & 0xFFFFU) << 16U | (static_cast<std::uint32_t>(b) & 0xFFFFU);
}

// Where a sentence stands: the unit of a report.
struct Occurrence {
  std::uint16_t report = 0;
  std::uint16_t unit = 0;
};

class Sentences {
 public:
  // Reports and units per report that can be told apart; what lies past them is not compared.
  static constexpr std::size_t kReportsMax = 60'000;
  static constexpr std::size_t kUnitsMax = 60'000;

  // Requires: reports.size() <= kReportsMax. Pairs that more than `common_percent` of the reports
  // hold weigh nothing, and sentences that as many hold are left out, from eight reports on.
  Sentences(const std::vector<Letters>& reports, int common_percent);

  std::size_t size() const { return totals_.size(); }
  // Sorted by key, each key once.
  std::span<const WeighedPair> PairsOf(std::size_t sentence) const {
    return {pairs_.data() + pair_begins_[sentence], pairs_.data() + pair_begins_[sentence + 1]};
  }
  std::uint32_t TotalOf(std::size_t sentence) const { return totals_[sentence]; }
  // Sorted by hash, each once.
  std::span<const Word> WordsOf(std::size_t sentence) const {
    return {words_.data() + word_begins_[sentence], words_.data() + word_begins_[sentence + 1]};
  }
  std::uint32_t WordTotalOf(std::size_t sentence) const { return word_totals_[sentence]; }
  // Letters it has, whatever they weigh.
  std::uint32_t LengthOf(std::size_t sentence) const { return lengths_[sentence]; }
  // Sorted by report and unit.
  std::span<const Occurrence> PlacesOf(std::size_t sentence) const {
    return {places_.data() + place_begins_[sentence], places_.data() + place_begins_[sentence + 1]};
  }

 private:
  void AddPairs(const Letters& letters, const LetterSpan& unit, const std::vector<std::uint32_t>& widespread);
  void AddWords(const Letters& letters, std::size_t unit, const std::vector<std::uint32_t>& widespread);

  std::vector<WeighedPair> pairs_;
  std::vector<std::uint32_t> pair_begins_;
  std::vector<std::uint32_t> totals_;
  std::vector<Word> words_;
  std::vector<std::uint32_t> word_begins_;
  std::vector<std::uint32_t> word_totals_;
  std::vector<std::uint32_t> lengths_;
  std::vector<Occurrence> places_;
  std::vector<std::uint32_t> place_begins_;
};

}  // namespace kaogong::text
