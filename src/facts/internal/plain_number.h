// SPDX-License-Identifier: Apache-2.0
// Reads numbers as nearly every cell writes them: plain digits, perhaps a sign and a point.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace kaogong::facts::internal {

// Reads -?digits[.digits] of at most 15 characters and `scale` places, one character at a time.
// Numbers with more than three places fewer than `scale` are left to the general reader, too.
[[gnu::noinline]] inline bool ParsePlainSlowly(std::string_view text, int scale,
                                               std::int64_t* units) {
  const char* p = text.data();
  const char* const end = p + text.size();
  if (text.size() > 15 || p == end) return false;
  const bool negative = *p == '-';
  if (negative && ++p == end) return false;
  std::int64_t value = 0;
  const char* const first = p;
  while (p != end && static_cast<unsigned char>(*p - '0') < 10) value = value * 10 + (*p++ - '0');
  if (p == first) return false;
  int places = 0;
  if (p != end) {
    if (*p != '.' || p + 1 == end) return false;
    for (++p; p != end; ++p, ++places) {
      if (static_cast<unsigned char>(*p - '0') >= 10) return false;
      value = value * 10 + (*p - '0');
    }
  }
  if (places > scale || scale - places > 3) return false;
  for (; places < scale; ++places) value *= 10;
  *units = negative ? -value : value;
  return true;
}

// Returns the bytes of a text of 1 to 8 bytes, the last one highest, what is left over zero.
inline std::uint64_t LoadHigh(std::string_view text) {
  const std::size_t size = text.size();
  std::uint64_t word = 0;
  if (size >= 4) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, text.data(), 4);
    std::memcpy(&last, text.data() + size - 4, 4);
    return std::uint64_t{last} << 32U | std::uint64_t{first} << (8 * (8 - size));
  }
  const auto byte = [text](std::size_t i) {
    return std::uint64_t{static_cast<unsigned char>(text[i])};
  };
  word = byte(size - 1) << 56U;
  if (size > 1) word |= byte(size - 2) << 48U;
  if (size > 2) word |= byte(0) << 40U;
  return word;
}

// Accepts the same texts as ParsePlainSlowly with the same result. Up to 8 characters with no
// sign, and with exactly `scale` places or none, are read as one word without a loop whose length
// the processor would have to guess.
[[gnu::always_inline]] inline bool ParsePlain(std::string_view text, int scale,
                                              std::int64_t* units) {
  static constexpr std::array<std::int64_t, 4> kPowers{1, 10, 100, 1000};
  constexpr std::uint64_t kZeros = 0x3030303030303030U;
  const std::size_t size = text.size();
  if (size == 0 || size > 8 || scale > 3 || std::endian::native != std::endian::little)
    return ParsePlainSlowly(text, scale, units);
  std::uint64_t word = LoadHigh(text);
  std::size_t digits = size;
  const auto places = static_cast<std::size_t>(scale);
  const bool has_point = scale > 0 && size > places + 1 && text[size - places - 1] == '.';
  if (has_point) {
    // Closes the gap that the point leaves: what is before it moves up by one.
    const std::uint64_t after = ~std::uint64_t{0} << (8 * (8 - places));
    word = (word & after) | ((word << 8U) & ~after);
    --digits;
  }
  word |= digits == 8 ? 0 : kZeros >> (8 * digits);
  const std::uint64_t value = word ^ kZeros;  // Each byte now a digit, if it was one.
  constexpr std::uint64_t kHigh = 0x8080808080808080U;
  if ((((value + 0x7676767676767676U) | value) & kHigh) != 0)
    return ParsePlainSlowly(text, scale, units);
  // Neighbours are put together: two digits, then four, then all eight; the first is the lowest.
  std::uint64_t sum = value * 2561 >> 8U;
  sum = (sum & 0x00FF00FF00FF00FFU) * 6'553'601 >> 16U;
  sum = (sum & 0x0000FFFF0000FFFFU) * 42'949'672'960'001 >> 32U;
  *units = static_cast<std::int64_t>(sum) * (has_point ? 1 : kPowers[places]);
  return true;
}

}  // namespace kaogong::facts::internal
