// SPDX-License-Identifier: Apache-2.0
#include "text/fold.h"

#include <opencc/opencc.h>
#include <unicode/unorm2.h>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/utf8.h"

namespace kaogong::text {
namespace {

constexpr char32_t kTableEnd = 0x10000;

// What neither OpenCC nor ICU maps, or maps otherwise than matching wants it.
constexpr std::pair<char32_t, char32_t> kOwn[] = {
    {U'著', U'着'}, {U'臵', U'置'}, {U'麽', U'么'}, {U'「', U'“'}, {U'」', U'”'},
    {U'『', U'“'}, {U'』', U'”'},   {U'〔', U'['},  {U'〕', U']'}, {U'﹝', U'['},
    {U'﹞', U']'}, {U'–', U'-'},    {U'―', U'—'},   {U'‐', U'-'},  {U'‑', U'-'},
    {U'−', U'-'},  {U'─', U'—'},    {U'〜', U'~'},  {U'„', U'…'},  {U'·', U'·'},
    {U'•', U'·'},  {U'⋯', U'…'},    {U'﹒', U'.'},  {U'﹣', U'-'}, {U'○', U'〇'},
    {U'◯', U'〇'}, {U'Ｏ', U'O'},
};

// Blocks whose compatibility form is what a reader sees; elsewhere (①, ½, …) it would lose sense.
bool TakesCompatibilityForm(char32_t c) {
  return (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0xF900 && c <= 0xFAFF) ||
         (c >= 0x2F00 && c <= 0x2FDF) || (c >= 0x2000 && c <= 0x200A) || c == 0x3000 ||
         c == 0x00A0 || c == 0x202F || c == 0x205F || c == 0x00B2 || c == 0x00B3;
}

void FoldWidth(std::vector<char32_t>& table) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfkc = unorm2_getNFKCInstance(&status);
  if (U_FAILURE(status) != 0) return;
  for (char32_t c = 0; c < kTableEnd; ++c) {
    if (!TakesCompatibilityForm(c)) continue;
    const UChar source[1] = {static_cast<UChar>(c)};
    UChar folded[8] = {};
    status = U_ZERO_ERROR;
    const int32_t length = unorm2_normalize(nfkc, source, 1, folded, 8, &status);
    if (U_SUCCESS(status) != 0 && length == 1) table[c] = folded[0];
  }
}

// OpenCC throws when its data is not installed; then only this file's own pairs fold.
void FoldScript(std::vector<char32_t>& table) {
  std::string all;
  std::vector<char32_t> order;
  for (char32_t c = 0x3400; c < 0xA000; ++c) {
    AppendCodePoint(c, all);
    all += '\n';
    order.push_back(c);
  }
  std::string converted;
  try {
    converted = opencc::SimpleConverter("t2s.json").Convert(all);
  } catch (const std::exception&) {
    return;
  }
  std::size_t offset = 0;
  for (const char32_t c : order) {
    const std::size_t end = converted.find('\n', offset);
    if (end == std::string::npos) return;
    const std::string_view line = std::string_view(converted).substr(offset, end - offset);
    if (!line.empty()) {
      const CodePoint point = DecodeCodePoint(line, 0);
      if (point.size == line.size() && point.value < kTableEnd) table[c] = point.value;
    }
    offset = end + 1;
  }
}

std::vector<char32_t> MakeTable() {
  std::vector<char32_t> table(kTableEnd);
  for (char32_t c = 0; c < kTableEnd; ++c) table[c] = c;
  FoldScript(table);
  FoldWidth(table);
  for (const auto& [from, to] : kOwn) table[from] = to;
  // A width or compatibility form may itself be traditional.
  for (char32_t c = 0; c < kTableEnd; ++c) table[c] = table[table[c]];
  return table;
}

}  // namespace

char32_t Fold(char32_t character) {
  static const std::vector<char32_t> kTable = MakeTable();
  return character < kTableEnd ? kTable[character] : character;
}

bool IsHan(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇' ||
         (c >= 0x20000 && c <= 0x3FFFF);
}

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }

bool IsLatin(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

}  // namespace kaogong::text
