// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "base/result.h"

namespace kaogong {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// East Asian Width W and F of Unicode 15, neighbouring blocks joined over unassigned gaps.
constexpr std::array kWide = std::to_array<Range>({
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0x4DBF},
    {0x4E00, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE10, 0xFE19},
    {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18DFF},
    {0x1AFF0, 0x1B2FF},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD},
});

// Combining marks that occur in Chinese and Latin text, joiners, direction marks, selectors.
constexpr std::array kZeroWidth = std::to_array<Range>({
    {0x0300, 0x036F},
    {0x200B, 0x200F},
    {0x202A, 0x202E},
    {0x2060, 0x206F},
    {0x20D0, 0x20F0},
    {0x302A, 0x302D},
    {0x3099, 0x309A},
    {0xFE00, 0xFE0F},
    {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF},
    {0xE0100, 0xE01EF},
});

template <std::size_t kSize>
bool Contains(const std::array<Range, kSize>& ranges, char32_t value) {
  const auto range = std::ranges::lower_bound(ranges, value, {}, &Range::last);
  return range != ranges.end() && range->first <= value;
}

bool IsContinuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// Returns a CodePoint of size zero when no valid sequence begins at `offset`.
CodePoint DecodeStrictly(std::string_view text, std::size_t offset) {
  const auto lead = static_cast<unsigned char>(text[offset]);
  if (lead < 0x80) return {lead, 1};
  std::size_t size = 0;
  char32_t value = 0;
  char32_t smallest = 0;  // Below it the form is overlong.
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2, value = lead & 0x1FU, smallest = 0x80;
  } else if ((lead & 0xF0U) == 0xE0U) {
    size = 3, value = lead & 0x0FU, smallest = 0x800;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4, value = lead & 0x07U, smallest = 0x10000;
  } else {
    return {};
  }
  if (text.size() - offset < size) return {};
  for (std::size_t i = 1; i < size; ++i) {
    if (!IsContinuation(text[offset + i])) return {};
    value = (value << 6U) | (static_cast<unsigned char>(text[offset + i]) & 0x3FU);
  }
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest || is_surrogate || value > 0x10FFFF) return {};
  return {value, size};
}

bool IsSpace(char32_t value) {
  return value == ' ' || (value >= '\t' && value <= '\r') || value == 0xA0 ||
         (value >= 0x2000 && value <= 0x200B) || value == 0x202F || value == 0x3000 ||
         value == 0xFEFF;
}

char32_t NarrowForm(char32_t value) {
  if (value >= 0xFF01 && value <= 0xFF5E) return value - 0xFEE0;
  return value == 0x3000 ? U' ' : value;
}

std::u32string FoldForComparison(std::string_view text) {
  std::u32string folded;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    const char32_t narrow = NarrowForm(point.value);
    folded.push_back(narrow >= U'A' && narrow <= U'Z' ? narrow + (U'a' - U'A') : narrow);
    at += point.size;
  }
  return folded;
}

// Edit distance in which exchanging two neighbours counts one (optimal string alignment).
std::size_t EditDistance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, changed});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::size_t> FindInvalidUtf8(std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = DecodeStrictly(bytes, at).size;
    if (size == 0) return at;
    at += size;
  }
  return std::nullopt;
}

CodePoint DecodeCodePoint(std::string_view text, std::size_t offset) {
  KAOGONG_ASSERT(offset < text.size());
  const CodePoint point = DecodeStrictly(text, offset);
  return point.size == 0 ? CodePoint{kReplacementCharacter, 1} : point;
}

void AppendCodePoint(char32_t value, std::string& to) {
  if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) value = kReplacementCharacter;
  const auto append = [&to](char32_t byte) { to.push_back(static_cast<char>(byte)); };
  if (value < 0x80) {
    append(value);
  } else if (value < 0x800) {
    append(0xC0U | (value >> 6U));
    append(0x80U | (value & 0x3FU));
  } else if (value < 0x10000) {
    append(0xE0U | (value >> 12U));
    append(0x80U | ((value >> 6U) & 0x3FU));
    append(0x80U | (value & 0x3FU));
  } else {
    append(0xF0U | (value >> 18U));
    append(0x80U | ((value >> 12U) & 0x3FU));
    append(0x80U | ((value >> 6U) & 0x3FU));
    append(0x80U | (value & 0x3FU));
  }
}

std::size_t AdvanceCodePoints(std::string_view text, std::size_t offset, std::size_t count) {
  for (; count > 0 && offset < text.size(); --count) offset += DecodeCodePoint(text, offset).size;
  return std::min(offset, text.size());
}

std::size_t PreviousCodePoint(std::string_view text, std::size_t offset) {
  KAOGONG_ASSERT(offset <= text.size());
  if (offset == 0) return 0;
  const std::size_t furthest = std::min<std::size_t>(offset, 4);
  for (std::size_t size = 1; size <= furthest; ++size) {
    if (DecodeStrictly(text, offset - size).size == size) return offset - size;
  }
  return offset - 1;
}

std::size_t CountCodePoints(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) at += DecodeCodePoint(text, at).size;
  return count;
}

int DisplayWidth(char32_t value) {
  if (value < 0x300) return 1;
  if (Contains(kZeroWidth, value)) return 0;
  return Contains(kWide, value) ? 2 : 1;
}

std::size_t DisplayWidth(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    width += static_cast<std::size_t>(DisplayWidth(point.value));
    at += point.size;
  }
  return width;
}

std::string NormalizeFullWidth(std::string_view text) {
  std::string normal;
  normal.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = DecodeCodePoint(text, at);
    const char32_t narrow = NarrowForm(point.value);
    // Bytes that are not valid stay as they are, for whoever reports them.
    if (narrow == point.value) {
      normal.append(text.substr(at, point.size));
    } else {
      normal.push_back(static_cast<char>(narrow));
    }
    at += point.size;
  }
  return normal;
}

std::string_view Trim(std::string_view text) {
  // Nearly every text is decided by its first and last byte.
  const auto is_plain = [](char byte) { return byte > ' ' && byte < '\x7F'; };
  if (!text.empty() && is_plain(text.front()) && is_plain(text.back())) return text;
  while (!text.empty()) {
    const CodePoint first = DecodeCodePoint(text, 0);
    if (!IsSpace(first.value)) break;
    text.remove_prefix(first.size);
  }
  while (!text.empty()) {
    const std::size_t last = PreviousCodePoint(text, text.size());
    if (!IsSpace(DecodeCodePoint(text, last).value)) break;
    text = text.substr(0, last);
  }
  return text;
}

std::string NearestName(std::string_view wanted, std::span<const std::string> known) {
  // Nobody mistypes a name this long; it is text that lost its quotes, and comparing would be slow.
  constexpr std::size_t kLongestName = 64;
  if (wanted.size() > 4 * kLongestName) return {};
  const std::u32string goal = FoldForComparison(wanted);
  if (goal.empty() || goal.size() > kLongestName) return {};
  const std::size_t allowed = std::max<std::size_t>(1, goal.size() / 3);

  const std::string* nearest = nullptr;
  std::size_t nearest_distance = allowed + 1;
  for (const std::string& name : known) {
    if (name.size() > 4 * (kLongestName + allowed)) continue;
    const std::u32string candidate = FoldForComparison(name);
    const std::size_t shorter = std::min(goal.size(), candidate.size());
    const std::size_t longer = std::max(goal.size(), candidate.size());
    if (longer - shorter >= nearest_distance) continue;
    const std::size_t distance = EditDistance(goal, candidate);
    if (distance < nearest_distance && distance < longer && shorter > 0) {
      nearest = &name;
      nearest_distance = distance;
    }
  }
  return nearest == nullptr ? std::string() : *nearest;
}

}  // namespace kaogong
