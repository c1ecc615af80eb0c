// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/name_key.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/result.h"
#include "base/utf8.h"

namespace kaogong::office {

namespace {

// Where the radicals and ideographs begin.
constexpr char32_t kCjkFirst = 0x2e80;
// Most ends of a Chinese name that are kept: names are short, and texts that are none shall not
// fill the index.
constexpr int kEndsMax = 6;

icu::UnicodeString ToUnicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string FromUnicode(const icu::UnicodeString& text) {
  std::string bytes;
  text.toUTF8String(bytes);
  return bytes;
}

const icu::Normalizer2& Folding() {
  static const icu::Normalizer2* const kFolding = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(status);
    KAOGONG_ASSERT(U_SUCCESS(status));
    return folding;
  }();
  return *kFolding;
}

// Pinyin turns pieces of names into pinyin and remembers them: ICU takes as long for each as the
// rest of an import does for a person. One for all threads, as making it takes a fifth of a second.
class Pinyin {
 public:
  static Pinyin& Get() {
    static Pinyin pinyin;
    return pinyin;
  }

  // Syllables divided by a blank. A surname is one or two characters at the beginning and has a
  // reading of its own; what follows is read character by character.
  std::string Of(std::string_view name) {
    const std::lock_guard lock(mutex_);
    std::size_t at = AdvanceCodePoints(name, 0, 2);
    std::string pinyin = Piece(std::string(name.substr(0, at)));
    while (at < name.size()) {
      const std::size_t end = at + DecodeCodePoint(name, at).size;
      // Behind a surname, so that it is not taken for one.
      const std::string_view behind = Piece(kSurname + std::string(name.substr(at, end - at)));
      pinyin += behind.substr(behind.find(' ') == std::string_view::npos ? 0 : behind.find(' '));
      at = end;
    }
    return pinyin;
  }

 private:
  static constexpr std::size_t kPiecesMax = 200'000;
  inline static const std::string kSurname = "王";

  Pinyin() {
    UErrorCode status = U_ZERO_ERROR;
    transliterator_.reset(icu::Transliterator::createInstance("Han-Latin/Names; Latin-ASCII; Lower",
                                                              UTRANS_FORWARD, status));
    KAOGONG_ASSERT(U_SUCCESS(status) && transliterator_ != nullptr);
  }

  const std::string& Piece(const std::string& text) {
    if (pieces_.size() >= kPiecesMax) pieces_.clear();
    const auto [at, is_new] = pieces_.try_emplace(text);
    if (is_new) {
      icu::UnicodeString unicode = ToUnicode(text);
      transliterator_->transliterate(unicode);
      at->second = FromUnicode(unicode);
    }
    return at->second;
  }

  std::mutex mutex_;
  std::unique_ptr<icu::Transliterator> transliterator_;
  std::unordered_map<std::string, std::string> pieces_;
};

bool IsDot(char32_t c) {
  return c == U'·' || c == U'•' || c == U'‧' || c == U'・' || c == U'．' || c == U'.';
}

// Plain letters and digits, as most codes are, need no ICU.
bool FoldPlain(std::string_view text, std::string& to) {
  for (const char c : text) {
    const bool is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                          (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    if (!is_plain) return false;
  }
  to = text;
  for (char& c : to) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return true;
}

std::string Initials(std::string_view pinyin) {
  std::string initials;
  bool is_start = true;
  for (const char c : pinyin) {
    if (is_start && c != ' ') initials += c;
    is_start = c == ' ';
  }
  return initials;
}

}  // namespace

std::string FoldName(std::string_view text) {
  std::string folded;
  if (FoldPlain(text, folded)) return folded;
  UErrorCode status = U_ZERO_ERROR;
  const std::string whole = FromUnicode(Folding().normalize(ToUnicode(text), status));
  KAOGONG_ASSERT(U_SUCCESS(status));
  for (std::size_t at = 0; at < whole.size();) {
    const CodePoint point = DecodeCodePoint(whole, at);
    const std::string_view character = std::string_view(whole).substr(at, point.size);
    if (!Trim(character).empty() && !IsDot(point.value)) folded += character;
    at += point.size;
  }
  return folded;
}

PersonKeys KeysOf(std::string_view code, std::string_view name) {
  PersonKeys keys;
  keys.name_key = FoldName(name);
  keys.search_keys.push_back(FoldName(code));
  const std::string& folded = keys.name_key;
  const bool is_chinese = !folded.empty() && DecodeCodePoint(folded, 0).value >= kCjkFirst;
  if (!is_chinese) {
    // A Latin name is found by its beginning only.
    keys.name_order = folded;
    if (!folded.empty()) keys.search_keys.push_back(folded);
  } else {
    const std::string pinyin = Pinyin::Get().Of(folded);
    keys.name_order = pinyin + " " + folded;
    keys.search_keys.push_back(Initials(pinyin));
    std::size_t at = 0;
    for (int i = 0; i < kEndsMax && at < folded.size(); ++i) {
      keys.search_keys.push_back(folded.substr(at));
      at += DecodeCodePoint(folded, at).size;
    }
  }
  std::vector<std::string>& all = keys.search_keys;
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return keys;
}

std::string PrefixEnd(std::string_view prefix) {
  // The next character, so that the bound is valid text: PostgreSQL takes no other.
  std::string end(prefix);
  while (!end.empty()) {
    const std::size_t last = PreviousCodePoint(end, end.size());
    char32_t next = DecodeCodePoint(end, last).value + 1;
    end.resize(last);
    if (next >= 0xd800 && next < 0xe000) next = 0xe000;
    if (next > 0x10ffff) continue;
    AppendCodePoint(next, end);
    return end;
  }
  return std::string("\xf4\x8f\xbf\xbf");
}

}  // namespace kaogong::office
