// SPDX-License-Identifier: Apache-2.0
#include "text/encoding.h"

#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <memory>

#include "base/utf8.h"

namespace kaogong::text {
namespace {

constexpr std::size_t kSample = 64 * 1024;

struct Counts {
  std::size_t sequences = 0;  // Valid ones of more than one byte.
  std::size_t invalid = 0;    // Bytes outside any.
};

Counts CountUtf8(std::string_view bytes) {
  Counts counts;
  if (!FindInvalidUtf8(bytes)) return counts;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t size = DecodeCodePoint(bytes, at).size;
    if (size > 1) {
      ++counts.sequences;
    } else if (static_cast<unsigned char>(bytes[at]) >= 0x80U) {
      ++counts.invalid;
    }
    at += size;
  }
  return counts;
}

bool IsUtf8(const Counts& counts) {
  return counts.invalid == 0 || counts.sequences > 20 * counts.invalid;
}

// UTF-16 without a mark: every other byte of its ASCII part is zero.
std::string_view Utf16Kind(std::string_view bytes) {
  const std::string_view sample = bytes.substr(0, 4096);
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < sample.size(); ++i) zeros[i % 2] += sample[i] == '\0' ? 1U : 0U;
  if (zeros[1] > sample.size() / 20 && zeros[0] * 10 < zeros[1]) return "UTF-16LE";
  if (zeros[0] > sample.size() / 20 && zeros[1] * 10 < zeros[0]) return "UTF-16BE";
  return {};
}

// Asks ICU between the encodings that Chinese text comes in.
std::string Detect(std::string_view bytes) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, decltype(&ucsdet_close)> detector(ucsdet_open(&status),
                                                                            &ucsdet_close);
  if (U_FAILURE(status) != 0) return "GB18030";
  const std::string_view sample = bytes.substr(0, kSample);
  ucsdet_setText(detector.get(), sample.data(), static_cast<int32_t>(sample.size()), &status);
  int32_t found = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &found, &status);
  for (int32_t i = 0; U_SUCCESS(status) != 0 && i < found; ++i) {
    const char* name = ucsdet_getName(matches[i], &status);
    if (name == nullptr) continue;
    const std::string_view encoding(name);
    if (encoding == "GB18030" || encoding == "Big5") return std::string(encoding);
  }
  return "GB18030";
}

std::string FromHint(std::string_view hint) {
  std::string lower;
  for (const char c : hint) lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower == "gb2312" || lower == "gbk" || lower == "gb18030" || lower == "x-gbk") return "GB18030";
  if (lower == "big5" || lower == "big5-hkscs") return "Big5";
  return {};
}

// Appends a step of the way back, making the last run longer where it fits.
void AddStep(std::vector<Origin>& origins, std::size_t text_at, std::size_t source_at,
             std::size_t text_step, std::size_t source_step) {
  if (!origins.empty()) {
    const Origin& last = origins.back();
    if (last.text_step == text_step && last.source_step == source_step) return;
  }
  origins.push_back({static_cast<std::uint32_t>(text_at), static_cast<std::uint32_t>(source_at), 0,
                     static_cast<std::uint8_t>(text_step), static_cast<std::uint8_t>(source_step)});
}

DecodedText DecodeUtf8(std::string_view bytes, std::size_t mark) {
  DecodedText decoded;
  decoded.encoding = "UTF-8";
  const std::string_view body = bytes.substr(mark);
  if (!FindInvalidUtf8(body)) {
    decoded.utf8 = body;
    decoded.origins.push_back({0, static_cast<std::uint32_t>(mark), 0, 1, 1});
    return decoded;
  }
  for (std::size_t at = 0; at < body.size();) {
    const CodePoint point = DecodeCodePoint(body, at);
    const std::size_t before = decoded.utf8.size();
    AppendCodePoint(point.value, decoded.utf8);
    if (point.value == kReplacementCharacter && point.size == 1) ++decoded.replaced;
    const std::size_t made = decoded.utf8.size() - before;
    // Runs of equal characters map byte by byte.
    const bool is_same = made == point.size;
    AddStep(decoded.origins, before, mark + at, is_same ? 1 : made, is_same ? 1 : point.size);
    at += point.size;
  }
  return decoded;
}

Result<DecodedText> DecodeWithIcu(std::string_view bytes, std::size_t mark, const std::string& encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, decltype(&ucnv_close)> converter(
      ucnv_open(encoding.c_str(), &status), &ucnv_close);
  if (U_FAILURE(status) != 0) {
    return Error{ErrorCode::kInternal,
                 Say("系统缺少编码 {} 的转换表", "no converter for the encoding {}", encoding)};
  }
  DecodedText decoded;
  decoded.encoding = encoding;
  decoded.utf8.reserve(bytes.size() + bytes.size() / 2);
  const char* source = bytes.data() + mark;
  const char* const end = bytes.data() + bytes.size();
  while (source < end) {
    const char* const from = source;
    status = U_ZERO_ERROR;
    const UChar32 point = ucnv_getNextUChar(converter.get(), &source, end, &status);
    if (source == from) source = from + 1;
    const bool is_wrong = U_FAILURE(status) != 0;
    const std::size_t before = decoded.utf8.size();
    AppendCodePoint(is_wrong ? kReplacementCharacter : static_cast<char32_t>(point), decoded.utf8);
    if (is_wrong || point == static_cast<UChar32>(kReplacementCharacter)) ++decoded.replaced;
    AddStep(decoded.origins, before, static_cast<std::size_t>(from - bytes.data()),
            decoded.utf8.size() - before, static_cast<std::size_t>(source - from));
  }
  return decoded;
}

}  // namespace

std::vector<Origin> DecodedText::OriginsOf(std::size_t begin, std::size_t end) const {
  std::vector<Origin> slice;
  auto it = std::upper_bound(origins.begin(), origins.end(), begin,
                             [](std::size_t at, const Origin& origin) { return at < origin.text_begin; });
  if (it != origins.begin()) --it;
  for (; it != origins.end() && it->text_begin < end; ++it) {
    Origin origin = *it;
    if (origin.text_begin < begin) {
      const std::size_t steps = (begin - origin.text_begin) / origin.text_step;
      origin.source_begin += static_cast<std::uint32_t>(steps * origin.source_step);
      origin.text_begin = 0;
    } else {
      origin.text_begin -= static_cast<std::uint32_t>(begin);
    }
    slice.push_back(origin);
  }
  if (slice.empty()) slice.push_back({});
  return slice;
}

Result<DecodedText> DecodeText(std::string_view bytes, std::string_view hint) {
  if (bytes.starts_with("\xEF\xBB\xBF")) return DecodeUtf8(bytes, 3);
  if (bytes.starts_with("\xFF\xFE")) return DecodeWithIcu(bytes, 2, "UTF-16LE");
  if (bytes.starts_with("\xFE\xFF")) return DecodeWithIcu(bytes, 2, "UTF-16BE");
  if (const std::string_view kind = Utf16Kind(bytes); !kind.empty()) {
    return DecodeWithIcu(bytes, 0, std::string(kind));
  }
  if (bytes.substr(0, kSample).find('\0') != std::string_view::npos) {
    return Error{ErrorCode::kInvalidInput,
                 Say("这不是文本文件(含有二进制内容)", "this is no text file: it holds binary data")};
  }
  if (IsUtf8(CountUtf8(bytes))) return DecodeUtf8(bytes, 0);
  std::string encoding = FromHint(hint);
  if (encoding.empty()) encoding = Detect(bytes);
  KAOGONG_TRY_ASSIGN(DecodedText decoded, DecodeWithIcu(bytes, 0, encoding));
  if (decoded.replaced * 10 > bytes.size()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("无法识别文件的文字编码，请另存为 UTF-8 或 GB18030",
                     "the encoding of the text is not known; save it as UTF-8 or GB18030")};
  }
  return decoded;
}

}  // namespace kaogong::text
