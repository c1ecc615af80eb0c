// SPDX-License-Identifier: Apache-2.0
#include "text/similar/letters.h"

#include <unicode/ubrk.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "text/fold.h"
#include "text/similar/pair_weight.h"
#include "text/similar/synonyms.h"

namespace kaogong::text {
namespace {

constexpr std::size_t kShortest = 14;  // A unit has at least so many letters where it can.
constexpr std::size_t kLongest = 110;  // A longer sentence is cut at a comma.
constexpr std::size_t kCutFrom = 50;

bool IsLetter(char32_t c) { return IsHan(c) || IsLatin(c) || IsDigit(c); }

char32_t Lower(char32_t c) { return c >= U'A' && c <= U'Z' ? c - U'A' + U'a' : c; }

// Cuts the letters into units while they come.
class Cutter {
 public:
  explicit Cutter(Letters& letters) : letters_(letters) {}

  void Stop() { Cut(kShortest); }
  void Comma() {
    if (Length() > kLongest) Cut(kCutFrom);
  }
  void Finish() {
    if (Length() == 0) return;
    if (Length() < kShortest && !letters_.units.empty()) {
      letters_.units.back().end = End();
    } else {
      letters_.units.push_back({begin_, End()});
    }
    begin_ = End();
  }

 private:
  std::uint32_t End() const { return static_cast<std::uint32_t>(letters_.text.size()); }
  std::size_t Length() const { return End() - begin_; }
  void Cut(std::size_t least) {
    if (Length() < least) return;
    letters_.units.push_back({begin_, End()});
    begin_ = End();
  }

  Letters& letters_;
  std::uint32_t begin_ = 0;
};

void AddFlow(const Flow& flow, Letters& letters, Cutter& cutter) {
  const std::u32string_view text = flow.text;
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = text[i];
    if (!IsLetter(c)) {
      if (std::u32string_view(U"。!?;").find(c) != std::u32string_view::npos) cutter.Stop();
      if (c == U',' || c == U':') cutter.Comma();
      ++i;
      continue;
    }
    const SynonymMatch synonym = IsHan(c) ? SynonymAt(text, i) : SynonymMatch();
    if (synonym.length == 0) {
      letters.text.push_back(Lower(c));
      letters.places.push_back(flow.places[i]);
      ++i;
      continue;
    }
    for (std::size_t k = 0; k < synonym.canonical.size(); ++k) {
      letters.text.push_back(synonym.canonical[k]);
      letters.places.push_back(flow.places[i + std::min(k, synonym.length - 1)]);
    }
    i += synonym.length;
  }
  cutter.Stop();
}

// Parts text into words. Each thread has its own.
class WordBreaker {
 public:
  WordBreaker() : breaker_(nullptr, &ubrk_close) {
    UErrorCode status = U_ZERO_ERROR;
    breaker_.reset(ubrk_open(UBRK_WORD, "zh", nullptr, 0, &status));
  }

  void AddWords(const Letters& letters, const LetterSpan& unit, std::vector<Word>& words) {
    if (!breaker_) return;
    buffer_.clear();
    // One code unit for each letter; those outside the Basic Multilingual Plane part words.
    for (std::size_t i = unit.begin; i < unit.end; ++i) {
      const char32_t c = letters.text[i];
      buffer_.push_back(c < 0x10000 ? static_cast<char16_t>(c) : u'|');
    }
    UErrorCode status = U_ZERO_ERROR;
    ubrk_setText(breaker_.get(), buffer_.data(), static_cast<int32_t>(buffer_.size()), &status);
    if (U_FAILURE(status) != 0) return;
    const std::size_t first = words.size();
    int32_t begin = ubrk_first(breaker_.get());
    for (int32_t end = ubrk_next(breaker_.get()); end != UBRK_DONE; end = ubrk_next(breaker_.get())) {
      if (end - begin >= 2) words.push_back(WordOf(static_cast<std::size_t>(begin), static_cast<std::size_t>(end)));
      begin = end;
    }
    const auto from = words.begin() + static_cast<std::ptrdiff_t>(first);
    std::sort(from, words.end(), [](const Word& a, const Word& b) { return a.hash < b.hash; });
    words.erase(std::unique(from, words.end(), [](const Word& a, const Word& b) { return a.hash == b.hash; }),
                words.end());
  }

 private:
  Word WordOf(std::size_t begin, std::size_t end) const {
    Word word;
    std::uint64_t hash = end - begin;
    for (std::size_t i = begin; i < end; ++i) {
      hash = (hash ^ buffer_[i]) * 0x9E3779B97F4A7C15U;
      hash ^= hash >> 31U;
      if (i + 1 < end) word.weight += WeightOfPair(buffer_[i], buffer_[i + 1]);
    }
    word.hash = static_cast<std::uint32_t>(hash >> 16U);
    return word;
  }

  std::unique_ptr<UBreakIterator, decltype(&ubrk_close)> breaker_;
  std::u16string buffer_;
};

}  // namespace

Letters LettersOf(const Report& report) {
  const NormalText normal = Normalize(report);
  Letters letters;
  Cutter cutter(letters);
  for (const Flow& flow : normal.flows) AddFlow(flow, letters, cutter);
  cutter.Finish();
  static thread_local WordBreaker breaker;
  for (const LetterSpan& unit : letters.units) {
    letters.word_begins.push_back(static_cast<std::uint32_t>(letters.words.size()));
    breaker.AddWords(letters, unit, letters.words);
  }
  letters.word_begins.push_back(static_cast<std::uint32_t>(letters.words.size()));
  return letters;
}

SourceRange RangeOf(const Letters& letters, std::size_t begin, std::size_t end) {
  KAOGONG_ASSERT(begin < end && end <= letters.places.size());
  const TextPlace& first = letters.places[begin];
  const TextPlace& last = letters.places[end - 1];
  return {first.paragraph, first.offset, last.paragraph, last.offset + last.size};
}

}  // namespace kaogong::text
