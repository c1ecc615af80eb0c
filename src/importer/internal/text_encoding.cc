// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/text_encoding.h"

#include <iconv.h>

#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/utf8.h"

namespace kaogong::importer {
namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
constexpr std::string_view kUtf16LittleMark = "\xFF\xFE";
constexpr std::string_view kUtf16BigMark = "\xFE\xFF";
constexpr std::uint64_t kHighBits = 0x8080808080808080U;
constexpr std::uint64_t kLowBits = 0x0101010101010101U;

// What is wrong with bytes that are to be UTF-8.
struct TextScan {
  std::vector<std::size_t> malformed_at;  // The first of them.
  std::size_t malformed = 0;
  std::size_t nuls = 0;
  std::size_t multibyte = 0;  // Well-formed characters of several bytes.
};

std::uint64_t LoadWord(const char* at) {
  std::uint64_t word = 0;
  std::memcpy(&word, at, sizeof(word));
  return word;
}

// Returns how many of the first 8 bytes (read as a word) come before a NUL or a byte beyond ASCII.
std::size_t CountPlain(std::uint64_t word) {
  // Subtracting one from each byte sets the high bit of a NUL. The borrow reaches only bytes above
  // it, and the lowest is what counts.
  const std::uint64_t found = (word | (word - kLowBits)) & kHighBits;
  return static_cast<std::size_t>(std::countr_zero(found)) / 8;
}

// Returns whether 64 bytes hold no NUL and no byte beyond ASCII.
bool IsPlainBlock(const char* block) {
  std::uint64_t words[8];
  std::memcpy(words, block, sizeof words);
  std::uint64_t found = 0;  // As in CountPlain.
  for (const std::uint64_t word : words) found |= word | (word - kLowBits);
  return (found & kHighBits) == 0;
}

// Returns the offset of the first NUL or byte beyond ASCII from `at` on.
std::size_t SkipPlain(std::string_view text, std::size_t at) {
  while (text.size() - at >= 64 && IsPlainBlock(text.data() + at)) at += 64;
  constexpr bool kIsLowestFirst = std::endian::native == std::endian::little;
  for (; kIsLowestFirst && text.size() - at >= 8; at += 8) {
    const std::size_t plain = CountPlain(LoadWord(text.data() + at));
    if (plain < 8) return at + plain;
  }
  while (at < text.size() && static_cast<signed char>(text[at]) > 0) ++at;
  return at;
}

// True when a character of three bytes begins at `at` and is not one of the rare lead bytes E0 and
// ED, which need a closer look: nearly all Chinese characters.
bool IsCommonThreeBytes(const char* at) {
  const auto byte = [at](std::size_t i) { return static_cast<unsigned char>(at[i]); };
  return byte(0) > 0xE0 && byte(0) < 0xF0 && byte(0) != 0xED && (byte(1) & 0xC0U) == 0x80 &&
         (byte(2) & 0xC0U) == 0x80;
}

// Looks at the character at `at`, which is NUL or not ASCII, and returns its size.
std::size_t ScanCharacter(std::string_view text, std::size_t at, TextScan& scan) {
  const std::size_t size = text[at] == '\0' ? 1 : DecodeCodePoint(text, at).size;
  if (size > 1) {
    ++scan.multibyte;
    return size;
  }
  if (text[at] == '\0') {
    ++scan.nuls;
    return 1;
  }
  ++scan.malformed;
  if (scan.malformed_at.size() <= Findings::kListedMax) scan.malformed_at.push_back(at);
  return 1;
}

TextScan ScanText(std::string_view text) {
  TextScan scan;
  for (std::size_t at = SkipPlain(text, 0); at < text.size(); at = SkipPlain(text, at)) {
    for (; text.size() - at >= 3 && IsCommonThreeBytes(text.data() + at); at += 3) ++scan.multibyte;
    const bool is_plain = at == text.size() || static_cast<signed char>(text[at]) > 0;
    if (!is_plain) at += ScanCharacter(text, at, scan);
  }
  return scan;
}

// Converts strictly. Returns false when some bytes mean nothing in the encoding.
bool Convert(std::string_view bytes, const char* encoding, std::string& to) {
  const iconv_t converter = iconv_open("UTF-8", encoding);
  if (reinterpret_cast<std::intptr_t>(converter) == -1) return false;
  to.resize(bytes.size() + bytes.size() / 2 + 16);
  char* in = const_cast<char*>(bytes.data());  // iconv does not write to it.
  std::size_t in_left = bytes.size();
  std::size_t used = 0;
  bool is_good = true;
  while (in_left > 0 && is_good) {
    char* out = to.data() + used;
    std::size_t out_left = to.size() - used;
    const bool is_done = iconv(converter, &in, &in_left, &out, &out_left) != std::size_t(-1);
    used = to.size() - out_left;
    if (is_done) break;
    is_good = errno == E2BIG;
    if (is_good) to.resize(to.size() * 2);
  }
  iconv_close(converter);
  to.resize(used);
  return is_good;
}

// Goes through a text once, counting line ends of all three kinds.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}

  // Returns the line of `offset`, which must not be less than before.
  int LineAt(std::size_t offset) {
    for (; at_ < offset; ++at_) {
      const bool is_end =
          text_[at_] == '\n' ||
          (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] != '\n'));
      if (!is_end) continue;
      ++line_;
      line_begin_ = at_ + 1;
    }
    return line_;
  }
  std::size_t line_begin() const { return line_begin_; }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
  int line_ = 1;
};

// Reports the first NUL and how many there are: one or a million, the file is no text.
void ReportNuls(std::string_view text, std::size_t nuls, Findings& findings) {
  const std::size_t first = text.find('\0');
  findings.Error("csv.nul", findings.FilePlace(LineCounter(text).LineAt(first)),
                 Say("文件第{}字节起有{}个空字符（0x00），不是文本文件",
                     "the file is not text: it has {1} NUL bytes, the first of them at byte {0}",
                     first + 1, nuls),
                 nuls > text.size() / 8
                     ? Say("可能是没有标记的UTF-16；请另存为“CSV UTF-8”",
                           "perhaps UTF-16 without a mark; save it as \"CSV UTF-8\"")
                     : Say("请重新导出这个文件", "export the file again"));
}

void ReportMalformed(std::string_view text, const TextScan& scan, std::size_t mark_size,
                     Findings& findings) {
  LineCounter lines(text);
  for (const std::size_t offset : scan.malformed_at) {
    if (!findings.CountError()) continue;
    const int line = lines.LineAt(offset);
    const std::size_t in_line = offset - lines.line_begin();
    Place place = findings.FilePlace(line);
    // A very long line would be counted again for each of its findings.
    if (in_line < 65'536) {
      place.column =
          static_cast<int>(CountCodePoints(text.substr(lines.line_begin(), in_line))) + 1;
    }
    findings.ListError(
        "csv.invalid-text", std::move(place),
        Say("第{0}行第{1}字节（文件第{2}字节）0x{3:02X}不是合法的UTF-8文本，也不像GB18030",
            "line {0}, byte {1} (byte {2} of the file), 0x{3:02X}, is not valid UTF-8 text, nor "
            "does "
            "the file look like GB18030",
            line, in_line + 1, offset + mark_size + 1, static_cast<unsigned char>(text[offset])),
        Say("文件可能已损坏；请用原来的程序打开，另存为“CSV UTF-8”",
            "the file may be damaged; open it where it came from and save it as \"CSV UTF-8\""));
  }
  for (std::size_t i = scan.malformed_at.size(); i < scan.malformed; ++i) findings.CountError();
}

void ReportWrong(std::string_view text, const TextScan& scan, std::size_t mark_size,
                 Findings& findings) {
  if (scan.nuls > 0) {
    ReportNuls(text, scan.nuls, findings);
  } else {
    ReportMalformed(text, scan, mark_size, findings);
  }
}

void WarnOfEncoding(std::string_view name, Findings& findings) {
  findings.Warning(
      "csv.encoding", findings.FilePlace(),
      Say("文件不是UTF-8，按{}编码读取", "the file is not UTF-8; it was read as {}", name),
      Say("请核对几个汉字是否正确；另存为“CSV UTF-8”可免此提醒",
          "check that the Chinese text is right; saved as \"CSV UTF-8\" it needs no guess"));
}

std::string_view DecodeUtf16(std::string_view bytes, const char* encoding, std::string& storage,
                             Findings& findings) {
  if (!Convert(bytes, encoding, storage)) {
    findings.Error("csv.invalid-text", findings.FilePlace(),
                   Say("文件标明为{0}，内容却不是合法的{0}",
                       "the file is marked as {0} but is not valid {0}", encoding),
                   Say("文件可能被截断；请另存为“CSV UTF-8”",
                       "it may be cut short; save it as \"CSV UTF-8\""));
    return {};
  }
  WarnOfEncoding(encoding, findings);
  const TextScan scan = ScanText(storage);
  ReportWrong(storage, scan, 0, findings);
  return storage;
}

}  // namespace

std::string_view DecodeText(std::string_view bytes, std::string& storage, Findings& findings) {
  if (bytes.starts_with(kUtf16LittleMark)) {
    return DecodeUtf16(bytes.substr(2), "UTF-16LE", storage, findings);
  }
  if (bytes.starts_with(kUtf16BigMark)) {
    return DecodeUtf16(bytes.substr(2), "UTF-16BE", storage, findings);
  }
  const bool has_mark = bytes.starts_with(kUtf8Mark);
  if (has_mark) bytes.remove_prefix(kUtf8Mark.size());
  const TextScan scan = ScanText(bytes);
  if (!has_mark && scan.nuls == 0 && scan.malformed > 0 && scan.malformed >= scan.multibyte &&
      Convert(bytes, "GB18030", storage)) {
    WarnOfEncoding("GB18030", findings);
    return storage;
  }
  ReportWrong(bytes, scan, has_mark ? kUtf8Mark.size() : 0, findings);
  return bytes;
}

}  // namespace kaogong::importer
