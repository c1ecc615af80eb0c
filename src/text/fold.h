// SPDX-License-Identifier: Apache-2.0
// The one character-to-character table behind all matching: traditional becomes simplified,
// full-width becomes ASCII, look-alike punctuation becomes one.
//
// Folding is character by character, not by phrase, because both sides of every comparison go
// through it: 乾隆 may well become 干隆 as long as it does so everywhere, and places in the folded
// text stay places in the original. OpenCC's phrase tables (tw2sp) are made for display and replace
// mainland words that happen to look Taiwanese (建立 → 创建, 指标 → 指针): they invent differences.
#pragma once

namespace kaogong::text {

// Returns the character to match by. The table is made from OpenCC and ICU at the first call.
// Thread-safe.
char32_t Fold(char32_t character);

// True for the ideographs that words are written with, 〇 included.
bool IsHan(char32_t character);
// True for 0-9; fold first.
bool IsDigit(char32_t character);
// True for a-z and A-Z; fold first.
bool IsLatin(char32_t character);

}  // namespace kaogong::text
