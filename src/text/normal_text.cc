// SPDX-License-Identifier: Apache-2.0
#include "text/normal_text.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "base/utf8.h"
#include "text/enumerator.h"
#include "text/fold.h"

namespace kaogong::text {
namespace {

struct Glyph {
  char32_t value = 0;
  TextPlace place;
};

using Glyphs = std::vector<Glyph>;

bool IsToned(char32_t c) {
  static constexpr std::u32string_view kToned = U"āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ";
  return kToned.find(c) != std::u32string_view::npos || (c >= 0x300 && c <= 0x36F);
}

bool IsPinyinLetter(char32_t c) { return (c >= U'a' && c <= U'z') || c == U'ü' || IsToned(c); }

bool IsInvisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060 ||
         c == 0xFEFF || c == 0x00AD || (c >= 0xFE00 && c <= 0xFE0F) || c < 0x20 ||
         (c >= 0x7F && c < 0xA0);
}

Glyphs Decode(std::string_view text, std::uint32_t paragraph) {
  Glyphs glyphs;
  glyphs.reserve(text.size() / 2);
  for (std::size_t offset = 0; offset < text.size();) {
    const CodePoint point = DecodeCodePoint(text, offset);
    const char32_t folded = Fold(point.value == U'\t' ? U' ' : point.value);
    if (!IsInvisible(folded)) {
      glyphs.push_back({folded,
                        {paragraph, static_cast<std::uint32_t>(offset),
                         static_cast<std::uint32_t>(point.size)}});
    }
    offset += point.size;
  }
  return glyphs;
}

// Returns the length of "(wù)" at `at`, or zero. Without a tone it must look like a syllable.
std::size_t PinyinLength(const Glyphs& glyphs, std::size_t at) {
  if (glyphs[at].value != U'(' || at == 0 || !IsHan(glyphs[at - 1].value)) return 0;
  std::size_t end = at + 1;
  bool is_toned = false;
  bool has_vowel = false;
  while (end < glyphs.size() && end - at <= 8 && IsPinyinLetter(glyphs[end].value)) {
    is_toned = is_toned || IsToned(glyphs[end].value);
    has_vowel = has_vowel || std::u32string_view(U"aeiou").find(glyphs[end].value) !=
                                 std::u32string_view::npos;
    ++end;
  }
  if (end >= glyphs.size() || glyphs[end].value != U')') return 0;
  const std::size_t letters = end - at - 1;
  const bool is_syllable = is_toned || (has_vowel && letters >= 2 && letters <= 6);
  return is_syllable ? letters + 2 : 0;
}

bool IsNumeral(char32_t c) {
  return std::u32string_view(U"〇零一二三四五六七八九十百千万亿两几").find(c) !=
         std::u32string_view::npos;
}

bool IsWord(char32_t c) { return IsDigit(c) || IsLatin(c); }

// True when the character between `before` and `after` (0 at an end) is noise.
bool IsNoise(char32_t c, char32_t before, char32_t after) {
  switch (c) {
    case U' ':
      return !(IsWord(before) && IsWord(after));
    case U'`':
      return IsHan(before) || IsHan(after);
    case U'\'':
    case U'^':
      return IsHan(before) && IsHan(after);
    case U'-':
      return IsHan(before) && IsHan(after) && !IsNumeral(before) && !IsNumeral(after);
    default:
      return false;
  }
}

// 1 9 9 9 年: digits that were set apart one by one.
bool PartsDigits(const Glyphs& glyphs, std::size_t at) {
  const auto is_digit = [&](std::size_t i) { return i < glyphs.size() && IsDigit(glyphs[i].value); };
  const bool is_between = at > 0 && is_digit(at - 1) && is_digit(at + 1);
  if (!is_between || (at > 1 && is_digit(at - 2)) || is_digit(at + 2)) return false;
  // What follows the run must be a word: 1 2 月, not the cells of a row.
  constexpr std::size_t kReach = 40;
  const std::size_t limit = std::min(glyphs.size(), at + kReach);
  std::size_t end = at + 2;
  while (end + 1 < limit && glyphs[end].value == U' ' && is_digit(end + 1)) end += 2;
  while (end < limit && glyphs[end].value == U' ') ++end;
  return end < glyphs.size() && (IsHan(glyphs[end].value) || glyphs[end].value == U'%');
}

Glyphs RemoveNoise(const Glyphs& glyphs) {
  Glyphs kept;
  kept.reserve(glyphs.size());
  for (std::size_t i = 0; i < glyphs.size(); ++i) {
    if (const std::size_t length = PinyinLength(glyphs, i); length > 0) {
      i += length - 1;
      continue;
    }
    if (glyphs[i].value == U' ' && PartsDigits(glyphs, i)) continue;
    if (glyphs[i].value == U' ' && i > 0 && glyphs[i - 1].value == U' ') continue;
    const char32_t before = kept.empty() ? U'\0' : kept.back().value;
    std::size_t next = i + 1;
    while (next < glyphs.size() && glyphs[i].value == U' ' && glyphs[next].value == U' ') ++next;
    const char32_t after = next < glyphs.size() ? glyphs[next].value : U'\0';
    if (!IsNoise(glyphs[i].value, before, after)) kept.push_back(glyphs[i]);
  }
  return kept;
}

void Append(const Glyphs& glyphs, Flow& flow) {
  for (const Glyph& glyph : glyphs) {
    flow.text.push_back(glyph.value);
    flow.places.push_back(glyph.place);
  }
}

// True when the text, the end of a paragraph, stops in the middle of a sentence. Short lines and
// lines without inner punctuation are titles, names and dates, which stand alone.
bool IsCutShort(std::u32string_view text) {
  static constexpr std::size_t kShortest = 15;
  if (text.size() < kShortest) return false;
  const char32_t last = text.back();
  if (last != U',' && last != U'、' && !IsHan(last) && !IsWord(last)) return false;
  return text.find_first_of(U",、。;") < text.size() - 1;
}

constexpr std::size_t kFlowMax = 20'000;  // Paragraphs are not joined past this.

bool ReadsOn(const Flow& flow, ParagraphKind kind, std::u32string_view next) {
  return flow.text.size() < kFlowMax && flow.kind == ParagraphKind::kBody && kind == ParagraphKind::kBody && !next.empty() &&
         IsCutShort(flow.text) && !EnumeratorAt(next, 0).has_value();
}

}  // namespace

NormalText Normalize(const Report& report) {
  NormalText normal;
  for (std::size_t i = 0; i < report.paragraphs.size(); ++i) {
    const Paragraph& paragraph = report.paragraphs[i];
    const Glyphs glyphs = RemoveNoise(Decode(paragraph.text, static_cast<std::uint32_t>(i)));
    if (glyphs.empty()) continue;
    std::u32string start;
    for (std::size_t g = 0; g < std::min<std::size_t>(glyphs.size(), 12); ++g) {
      start.push_back(glyphs[g].value);
    }
    if (normal.flows.empty() || !ReadsOn(normal.flows.back(), paragraph.kind, start)) {
      normal.flows.push_back({{}, {}, paragraph.kind});
    }
    Append(glyphs, normal.flows.back());
  }
  return normal;
}

SourceRange RangeOf(const Flow& flow, std::size_t begin, std::size_t end) {
  KAOGONG_ASSERT(begin < end && end <= flow.text.size());
  const TextPlace& first = flow.places[begin];
  const TextPlace& last = flow.places[end - 1];
  return {first.paragraph, first.offset, last.paragraph, last.offset + last.size};
}

std::string TextOf(const Report& report, const SourceRange& range) {
  std::string text;
  for (std::uint32_t i = range.paragraph_first; i <= range.paragraph_last; ++i) {
    const std::string& whole = report.paragraphs[i].text;
    const std::size_t begin = i == range.paragraph_first ? range.begin : 0;
    const std::size_t end = i == range.paragraph_last ? range.end : whole.size();
    text.append(whole, begin, end - begin);
  }
  return text;
}

}  // namespace kaogong::text
