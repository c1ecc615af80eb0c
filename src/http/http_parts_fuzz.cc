// SPDX-License-Identifier: Apache-2.0
// What we decode of a request ourselves: any bytes are refused or give sound text. The first byte
// of the input chooses the piece.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/utf8.h"
#include "http/accept.h"
#include "http/ascii.h"
#include "http/byte_range.h"
#include "http/cookie.h"
#include "http/event_channel.h"
#include "http/multipart.h"
#include "http/percent.h"
#include "http/problem.h"
#include "http/proxy.h"

namespace kaogong::http {
namespace {

bool IsSoundText(std::string_view text) { return !FindInvalidUtf8(text).has_value(); }

void FuzzTarget(std::string_view text) {
  const auto target = ParseTarget(text);
  if (!target.has_value()) return;
  KAOGONG_ASSERT(!target->segments.empty());
  for (const std::string& segment : target->segments) {
    KAOGONG_ASSERT(IsSoundText(segment) && segment != "." && segment != "..");
    KAOGONG_ASSERT(segment.find_first_of("/\\") == std::string::npos);
    KAOGONG_ASSERT(std::ranges::none_of(segment, IsControl));
    KAOGONG_ASSERT(DecodePercent(EncodePercent(segment)) == segment);
  }
  for (const NameValue& pair : target->query) {
    KAOGONG_ASSERT(IsSoundText(pair.name) && IsSoundText(pair.value));
    KAOGONG_ASSERT(pair.value.find('\0') == std::string::npos);
  }
}

void FuzzForm(std::string_view text) {
  const auto pairs = DecodeForm(text);
  if (!pairs.has_value()) return;
  std::string encoded;
  for (const NameValue& pair : *pairs) {
    encoded += EncodePercent(pair.name) + "=" + EncodePercent(pair.value) + "&";
  }
  const auto again = DecodeForm(encoded);
  KAOGONG_ASSERT(again.has_value() && again->size() == pairs->size());
}

void FuzzCookies(std::string_view text) {
  for (const NameValue& pair : ParseCookies(text)) {
    Cookie cookie;
    cookie.name = pair.name;
    cookie.value = pair.value;
    KAOGONG_ASSERT(std::ranges::none_of(ToHeader(cookie), IsControl));
  }
}

void FuzzHeaders(std::string_view text) {
  const std::vector<std::string_view> offers = {"br", "gzip"};
  ChooseEncoding(text, offers);
  ChooseLanguage(text);
  ByteRange range;
  if (ParseRange(text, 1000, range) == RangeRequest::kPart) {
    KAOGONG_ASSERT(range.begin < range.end && range.end <= 1000);
  }
  Request request;
  request.headers.Add("x-forwarded-for", text);
  request.headers.Add("x-forwarded-host", text);
  request.headers.Add("x-request-id", text);
  const std::vector<std::string> trusted = {"127.0.0.1", "10.0.0.0/8", "::1"};
  TrustedProxies::Parse(trusted).value().Resolve("127.0.0.1", request);
  KAOGONG_ASSERT(std::ranges::none_of(request.client + request.id, IsControl));
  const std::vector<std::string> entries = {std::string(text)};
  (void)TrustedProxies::Parse(entries).ok();
  std::string json;
  AppendJsonString(text, json);
  KAOGONG_ASSERT(std::ranges::none_of(json, IsControl));
  Response response;
  response.Set("X-Name", text);
  response.SetDownloadName(text);
  for (const auto& [name, value] : response.headers()) {
    KAOGONG_ASSERT(std::ranges::none_of(value, IsControl));
  }
  KAOGONG_ASSERT(
      Encode({std::string(text), std::string(text), std::string(text)}).ends_with("\n\n"));
}

class Recorder : public PartHandler {
 public:
  Result<void> Begin(const PartHead& head) override {
    KAOGONG_ASSERT(!is_open_);
    is_open_ = true;
    const std::string file_name = head.file_name.value_or("");
    KAOGONG_ASSERT(IsSoundText(head.name) && IsSoundText(file_name));
    KAOGONG_ASSERT(file_name.find_first_of("/\\") == std::string::npos);
    text += "<" + head.name + "|" + file_name + "|" + head.content_type + ">";
    return {};
  }
  Result<void> Take(std::string_view bytes) override {
    KAOGONG_ASSERT(is_open_);
    text += bytes;
    return {};
  }
  Result<void> End() override {
    KAOGONG_ASSERT(is_open_);
    is_open_ = false;
    return {};
  }

  std::string text;

 private:
  bool is_open_ = false;
};

// Returns what was read of the body, given in pieces of a size; "error" for none.
std::string ReadInPieces(std::string_view body, std::size_t size) {
  Recorder recorder;
  MultipartReader reader("b", recorder);
  while (!body.empty()) {
    if (!reader.Feed(body.substr(0, size)).ok()) return "error";
    body.remove_prefix(std::min(size, body.size()));
  }
  return reader.Finish().ok() ? recorder.text : "error";
}

void FuzzMultipart(std::string_view text) {
  (void)MultipartBoundary(text);
  const std::string whole = ReadInPieces(text, text.size() + 1);
  KAOGONG_ASSERT(ReadInPieces(text, 1) == whole);
  KAOGONG_ASSERT(ReadInPieces(text, 7) == whole);
}

}  // namespace
}  // namespace kaogong::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong::http;  // NOLINT
  if (size == 0) return 0;
  const void* const bytes = data + 1;
  const std::string_view text(static_cast<const char*>(bytes), size - 1);
  switch (data[0]) {
    case 't':
      FuzzTarget(text);
      break;
    case 'f':
      FuzzForm(text);
      break;
    case 'c':
      FuzzCookies(text);
      break;
    case 'h':
      FuzzHeaders(text);
      break;
    case 'm':
      FuzzMultipart(text);
      break;
    default:
      break;
  }
  return 0;
}
