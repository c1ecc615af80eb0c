// SPDX-License-Identifier: Apache-2.0
// Requests on one connection: however the bytes are cut into pieces, the same requests are found,
// and what could be understood in two ways is refused.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/internal/request_parser.h"

namespace kaogong::http {
namespace {

constexpr ParserLimits kLimits{200, 400, 10};

// Checks what every accepted head must fulfil and writes it down.
std::string Describe(const RequestParser& parser) {
  const RequestHead& head = parser.head();
  KAOGONG_ASSERT(head.headers.size() <= kLimits.header_fields_max);
  KAOGONG_ASSERT(head.target.size() <= kLimits.uri_bytes_max);
  KAOGONG_ASSERT(head.headers.Count("host") == 1 ||
                 (head.version == 10 && head.headers.Count("host") == 0));
  const std::size_t lengths = head.headers.Count("content-length");
  const std::size_t codings = head.headers.Count("transfer-encoding");
  KAOGONG_ASSERT(lengths + codings <= 1);
  std::string text = head.method + " " + head.target + "\n";
  for (std::size_t i = 0; i < head.headers.size(); ++i) {
    const Headers::Field field = head.headers.at(i);
    KAOGONG_ASSERT(field.value.find_first_of("\r\n\0") == std::string_view::npos);
    text.append(field.name).append(": ").append(field.value).append("\n");
  }
  return text;
}

// Reads requests one after the other from bytes that arrive in pieces of a size.
std::string ReadAll(std::string_view bytes, std::size_t piece) {
  std::string text;
  std::size_t begin = 0;
  std::size_t end = 0;
  while (true) {
    RequestParser parser(kLimits);
    bool is_done = false;
    while (!is_done) {
      std::size_t consumed = 0;
      const auto status = parser.Put(bytes.substr(begin, end - begin), consumed);
      KAOGONG_ASSERT(consumed <= end - begin);
      begin += consumed;
      switch (status) {
        case RequestParser::Status::kNeedsMore:
          if (end == bytes.size()) return text + "(more)";
          end = std::min(end + piece, bytes.size());
          break;
        case RequestParser::Status::kHead:
          text += Describe(parser);
          break;
        case RequestParser::Status::kBody:
          text += parser.body();
          break;
        case RequestParser::Status::kDone:
          text += "(done)\n";
          is_done = true;
          break;
        case RequestParser::Status::kFailed:
          KAOGONG_ASSERT(parser.failure_status() >= 400);
          return text + "(failed)";
      }
    }
  }
}

// True when both found the same complete requests. A request that fails may fail earlier or later
// by its pieces: a head is understood only when all of it is there.
bool IsSame(const std::string& one, const std::string& other) {
  const std::size_t end = one.rfind("(done)\n");
  const std::size_t other_end = other.rfind("(done)\n");
  const bool has_failed = one.ends_with("(failed)") || other.ends_with("(failed)");
  if (!has_failed) return one == other;
  return end == other_end &&
         (end == std::string::npos || one.substr(0, end) == other.substr(0, end));
}

}  // namespace
}  // namespace kaogong::http

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong::http;  // NOLINT
  const void* const bytes = data;
  const std::string_view text(static_cast<const char*>(bytes), size);
  const std::string whole = ReadAll(text, size + 1);
  KAOGONG_ASSERT(IsSame(ReadAll(text, 1), whole));
  KAOGONG_ASSERT(IsSame(ReadAll(text, 13), whole));
  return 0;
}
