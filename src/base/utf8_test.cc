// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <gtest/gtest.h>

#include <vector>

namespace kaogong {
namespace {

using namespace std::string_view_literals;

struct InvalidCase {
  const char* name;
  std::string_view bytes;
  std::optional<std::size_t> want;
};

TEST(FindInvalidUtf8, GivesOffsetOfFirstBadByte) {
  const std::vector<InvalidCase> cases = {
      {"empty", "", std::nullopt},
      {"ascii with NUL", "a\0b"sv, std::nullopt},
      {"Chinese", "考核办法", std::nullopt},
      {"smallest of each length", "\x00\xC2\x80\xE0\xA0\x80\xF0\x90\x80\x80"sv, std::nullopt},
      {"largest of each length", "\x7F\xDF\xBF\xEF\xBF\xBF\xF4\x8F\xBF\xBF"sv, std::nullopt},
      {"either side of the surrogates", "\xED\x9F\xBF\xEE\x80\x80"sv, std::nullopt},
      {"lone continuation", "ab\x80"sv, 2},
      {"overlong of two", "\xC0\x80"sv, 0},
      {"overlong of two, largest", "\xC1\xBF"sv, 0},
      {"overlong of three", "\xE0\x9F\xBF"sv, 0},
      {"overlong of four", "\xF0\x8F\xBF\xBF"sv, 0},
      {"first surrogate", "\xED\xA0\x80"sv, 0},
      {"last surrogate", "\xED\xBF\xBF"sv, 0},
      {"over the last code point", "\xF4\x90\x80\x80"sv, 0},
      {"lead of five bytes", "x\xF8\x88\x80\x80\x80"sv, 1},
      {"0xFF", "考\xFF"sv, 3},
      {"cut after one of three", "考\xE6"sv, 3},
      {"cut after two of three", "考\xE6\xA0"sv, 3},
      {"ascii inside a sequence", "\xE6\xA0zz"sv, 0},
      {"GBK text", "\xBF\xBC\xBA\xCB"sv, 0},
  };
  for (const InvalidCase& row : cases) EXPECT_EQ(FindInvalidUtf8(row.bytes), row.want) << row.name;
}

TEST(CodePoints, RoundTripAtEveryBoundary) {
  for (const char32_t value : {U'\0', U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\uD7FF', U'\uE000',
                               U'\uFFFF', U'\U00010000', U'\U0010FFFF'}) {
    std::string text;
    AppendCodePoint(value, text);
    const CodePoint point = DecodeCodePoint(text, 0);
    EXPECT_EQ(point.value, value);
    EXPECT_EQ(point.size, text.size());
    EXPECT_EQ(FindInvalidUtf8(text), std::nullopt);
  }
}

TEST(CodePoints, WriteWhatCannotBeWrittenAsReplacement) {
  for (const char32_t value : {char32_t{0xD800}, char32_t{0xDFFF}, char32_t{0x110000}}) {
    std::string text;
    AppendCodePoint(value, text);
    EXPECT_EQ(text, "\xEF\xBF\xBD");
  }
}

TEST(CodePoints, DecodeEachBadByteAsOneReplacement) {
  const std::string_view text = "\xE6\xA0zz"sv;
  EXPECT_EQ(DecodeCodePoint(text, 0).value, kReplacementCharacter);
  EXPECT_EQ(DecodeCodePoint(text, 0).size, 1U);
  EXPECT_EQ(CountCodePoints(text), 4U);
}

TEST(CodePoints, AdvanceAndStepBackOverTheSameOffsets) {
  const std::string_view text = "a考\U0001F600\xFF\x80核"sv;
  const std::vector<std::size_t> offsets = {0, 1, 4, 8, 9, 10, 13};
  EXPECT_EQ(CountCodePoints(text), offsets.size() - 1);
  for (std::size_t i = 0; i < offsets.size(); ++i) {
    EXPECT_EQ(AdvanceCodePoints(text, 0, i), offsets[i]);
    if (i > 0) {
      EXPECT_EQ(PreviousCodePoint(text, offsets[i]), offsets[i - 1]);
    }
  }
  EXPECT_EQ(AdvanceCodePoints(text, 0, 99), text.size());
  EXPECT_EQ(AdvanceCodePoints(text, text.size(), 1), text.size());
  EXPECT_EQ(PreviousCodePoint(text, 0), 0U);
}

TEST(DisplayWidth, CountsTerminalColumns) {
  const std::vector<std::pair<std::string_view, std::size_t>> cases = {
      {"", 0},           {"abc", 3},    {"考核", 4},       {"（", 2},
      {"，。、", 6},     {"é", 1},      {"e\u0301", 1},    {"\uFEFFa", 1},
      {"１％", 4},       {"ｱ", 1},      {"\U0001F600", 2}, {"\U00020000", 2},
      {"한", 2},         {"\u200B", 0}, {"×÷≥", 3},        {"\u4E00\u9FFF", 4},
      {"\xFF\xFE"sv, 2}, {"\u3000", 2}, {"\uFF61", 1},     {"\u303F", 1},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(DisplayWidth(text), want) << text;
}

TEST(NormalizeFullWidth, ReplacesOnlyFormsOfAscii) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"", ""},
      {"０１９", "019"},
      {"ＡＺａｚ", "AZaz"},
      {"（）：，；＝＋－％．＞＜", "():,;=+-%.><"},
      {"！～", "!~"},                    // First and last of the block.
      {"\uFF00\uFF5F", "\uFF00\uFF5F"},  // Their neighbours.
      {"a\u3000b", "a b"},
      {"。、“”《》", "。、“”《》"},
      {"×÷≥≤≠￥", "×÷≥≤≠￥"},
      {"超额２０％，封顶。", "超额20%,封顶。"},
      {"\xFF１"sv,
       "\xFF"
       "1"sv},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(NormalizeFullWidth(text), want) << text;
}

TEST(Trim, RemovesWhiteSpaceOfAnyKindAtBothEnds) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"", ""},
      {" \t\r\n\v\f", ""},
      {"考 核", "考 核"},
      {"\uFEFF\u3000甘溪\u00A0\u3000", "甘溪"},
      {"\u2000\u200B\u202Fx\u2009", "x"},
      {" \xFF "sv, "\xFF"sv},
  };
  for (const auto& [text, want] : cases) EXPECT_EQ(Trim(text), want) << text;
}

struct NearestCase {
  const char* name;
  std::string wanted;
  std::vector<std::string> known;
  std::string want;
};

TEST(NearestName, FindsWhatTheAuthorMeant) {
  const std::vector<NearestCase> cases = {
      {"nothing known", "产量", {}, ""},
      {"nothing wanted", "", {"产量"}, ""},
      {"one character of four", "粮食产两", {"人口系数", "粮食产量"}, "粮食产量"},
      {"one character missing", "粮产量", {"粮食产量"}, "粮食产量"},
      {"one character of two", "产良", {"产量"}, "产量"},
      {"no character in common", "甲", {"乙"}, ""},
      {"one character against two", "甲", {"甲乙"}, "甲乙"},
      {"swapped neighbours", "atcual", {"target", "actual"}, "actual"},
      {"case and width are not seen", "ＲＯＵＮＤ", {"bound", "round"}, "round"},
      {"a third may differ", "abcdef", {"abcdXY"}, "abcdXY"},
      {"more than a third may not", "abcdef", {"abcXYZ"}, ""},
      {"nearest wins", "target", {"targets2", "targets"}, "targets"},
      {"first of equals wins", "rate", {"rat", "rates"}, "rat"},
      {"empty name is never near", "a", {""}, ""},
      {"too long to be a name", std::string(300, 'a'), {std::string(300, 'a')}, ""},
      {"longest name", std::string(64, 'a'), {std::string(63, 'a')}, std::string(63, 'a')},
  };
  for (const NearestCase& row : cases) {
    EXPECT_EQ(NearestName(row.wanted, row.known), row.want) << row.name;
  }
}

}  // namespace
}  // namespace kaogong
