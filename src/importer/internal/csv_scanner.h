// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace kaogong::importer {

// Finds the bytes that give CSV its shape (separator, quote, CR, LF), 64 bytes at a time: each
// block becomes a bit mask that Next takes apart. Everything between two hits is never looked at.
class CsvScanner {
 public:
  CsvScanner(std::string_view text, char separator) : text_(text), separator_(separator) {
    if (!text_.empty()) mask_ = MaskAt(0);
  }

  // Returns the offset of the next such byte; the size of the text when there are no more.
  std::size_t Next() {
    while (mask_ == 0) {
      if (text_.size() - block_ <= kBlock) {
        block_ = text_.size();
        return text_.size();
      }
      block_ += kBlock;
      mask_ = MaskAt(block_);
    }
    const std::size_t offset = block_ + static_cast<std::size_t>(std::countr_zero(mask_));
    mask_ &= mask_ - 1;
    return offset;
  }

 private:
  static constexpr std::size_t kBlock = 64;

  std::uint64_t MaskAt(std::size_t offset) const {
    if (text_.size() - offset >= kBlock) return MaskOf(text_.data() + offset);
    char padded[kBlock] = {};
    std::memcpy(padded, text_.data() + offset, text_.size() - offset);
    return MaskOf(padded);
  }

#if defined(__SSE2__)
  std::uint64_t MaskOf(const char* block) const {
    const __m128i separators = _mm_set1_epi8(separator_);
    const __m128i quotes = _mm_set1_epi8('"');
    const __m128i returns = _mm_set1_epi8('\r');
    const __m128i feeds = _mm_set1_epi8('\n');
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      // Unaligned loads are what this intrinsic is for.
      const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
      const __m128i ends =
          _mm_or_si128(_mm_cmpeq_epi8(bytes, returns), _mm_cmpeq_epi8(bytes, feeds));
      const __m128i marks =
          _mm_or_si128(_mm_cmpeq_epi8(bytes, separators), _mm_cmpeq_epi8(bytes, quotes));
      const auto bits = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(ends, marks)));
      mask |= std::uint64_t{bits} << (16 * i);
    }
    return mask;
  }
#else
  std::uint64_t MaskOf(const char* block) const {
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < kBlock; ++i) {
      const char byte = block[i];
      const bool is_hit = byte == separator_ || byte == '"' || byte == '\r' || byte == '\n';
      mask |= std::uint64_t{is_hit} << i;
    }
    return mask;
  }
#endif

  std::string_view text_;
  char separator_;
  std::size_t block_ = 0;
  std::uint64_t mask_ = 0;
};

}  // namespace kaogong::importer
