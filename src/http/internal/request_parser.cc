// SPDX-License-Identifier: Apache-2.0
#include "http/internal/request_parser.h"

// Boost 1.81 asserts that the last chunk comes with at least five bytes, which a client that sends
// "0 CR LF CR" in one piece disproves. The code behind it copes; the assertion would abort.
#define BOOST_DISABLE_ASSERTS
#include <boost/beast/http/basic_parser.hpp>

#include "http/ascii.h"

namespace kaogong::http {

namespace {

namespace beast_http = boost::beast::http;
using boost::beast::error_code;
using boost::beast::string_view;

std::string_view Standard(string_view text) { return {text.data(), text.size()}; }

// True when the first line is sound but for its version: "GET / HTTP/2.0".
bool EndsWithVersion(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n");
  if (end == std::string_view::npos || end < 9) return false;
  if (bytes.substr(0, end).find('\n') != std::string_view::npos) return false;
  const std::string_view version = bytes.substr(end - 9, 9);
  return version.starts_with(" HTTP/") && IsDigit(version[6]) && version[7] == '.' &&
         IsDigit(version[8]);
}

}  // namespace

// The library calls the On… functions below as it understands the message; we keep what it finds
// and refuse what it would still let pass.
struct RequestParser::Beast final : beast_http::basic_parser<true> {
  explicit Beast(const ParserLimits& parser_limits) : limits(parser_limits) {
    eager(false);
    body_limit(boost::none);
    header_limit(static_cast<std::uint32_t>(limits.uri_bytes_max + limits.header_bytes_max));
  }

  ParserLimits limits;
  RequestHead request;
  Status status = Status::kNeedsMore;
  int failure_status = 400;
  std::size_t header_bytes = 0;  // Of the fields so far.
  bool is_head_done = false;
  std::string_view body;

  void Refuse(int with_status, error_code& failure) {
    failure_status = with_status;
    failure = beast_http::error::bad_value;
  }

  void on_request_impl(beast_http::verb, string_view method, string_view target, int version,
                       error_code& failure) override {
    request.method = Standard(method);
    request.target = Standard(target);
    request.version = version;
    if (request.target.size() > limits.uri_bytes_max) Refuse(414, failure);
  }

  void on_field_impl(beast_http::field field, string_view name, string_view value,
                     error_code& failure) override {
    if (is_head_done) return;  // A trailer: nothing of ours reads any.
    header_bytes += name.size() + value.size() + 4;
    if (header_bytes > limits.header_bytes_max ||
        request.headers.size() >= limits.header_fields_max) {
      return Refuse(431, failure);
    }
    const bool is_again = request.headers.Count(ToLower(Standard(name))) > 0;
    switch (field) {
      case beast_http::field::content_length:
      case beast_http::field::host:
        if (is_again || value.find(',') != string_view::npos) return Refuse(400, failure);
        break;
      case beast_http::field::transfer_encoding:
        if (is_again) return Refuse(400, failure);
        if (!EqualsIgnoringCase(Standard(value), "chunked")) return Refuse(501, failure);
        break;
      default:
        break;
    }
    request.headers.Add(Standard(name), Standard(value));
  }

  void on_header_impl(error_code& failure) override {
    is_head_done = true;
    status = Status::kHead;
    const bool has_coding = request.headers.Find("transfer-encoding").has_value();
    const bool has_length = request.headers.Find("content-length").has_value();
    const bool needs_host = request.version == 11 && !request.headers.Find("host").has_value();
    // HTTP/1.0 knows no codings: a proxy that speaks it would see another body than we do.
    const bool is_ambiguous = has_coding && (has_length || request.version == 10);
    if (needs_host || is_ambiguous) Refuse(400, failure);
  }

  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}

  std::size_t on_body_impl(string_view bytes, error_code&) override {
    status = Status::kBody;
    body = Standard(bytes);
    return bytes.size();
  }

  void on_chunk_header_impl(std::uint64_t, string_view, error_code&) override {}

  std::size_t on_chunk_body_impl(std::uint64_t, string_view bytes, error_code&) override {
    status = Status::kBody;
    body = Standard(bytes);
    return bytes.size();
  }

  void on_finish_impl(error_code&) override {}

  // Not used for requests, but declared by the base for both.
  void on_response_impl(int, string_view, int, error_code&) override {}

  Status Fail(const error_code& failure, std::string_view bytes) {
    if (failure == beast_http::error::header_limit) {
      const bool has_line = !request.method.empty() || bytes.find("\r\n") <= limits.uri_bytes_max;
      failure_status = has_line ? 431 : 414;
    } else if (failure == beast_http::error::bad_version && EndsWithVersion(bytes)) {
      failure_status = 505;
    }
    return status = Status::kFailed;
  }
};

RequestParser::RequestParser(const ParserLimits& limits)
    : beast_(std::make_unique<Beast>(limits)) {}

RequestParser::~RequestParser() = default;

RequestParser::Status RequestParser::Put(std::string_view bytes, std::size_t& consumed) {
  Beast& beast = *beast_;
  consumed = 0;
  if (beast.status == Status::kFailed) return Status::kFailed;
  // One step at a time: the library reads a chunk's head and its data in separate calls.
  while (true) {
    if (beast.is_done()) return Status::kDone;
    const std::string_view rest = bytes.substr(consumed);
    if (rest.empty()) return Status::kNeedsMore;
    beast.status = Status::kNeedsMore;
    error_code failure;
    consumed += beast.put({rest.data(), rest.size()}, failure);
    if (failure == beast_http::error::need_more) return beast.status;
    if (failure) return beast.Fail(failure, bytes);
    if (beast.status != Status::kNeedsMore) return beast.status;
  }
}

int RequestParser::failure_status() const { return beast_->failure_status; }
const RequestHead& RequestParser::head() const { return beast_->request; }
RequestHead& RequestParser::head() { return beast_->request; }
bool RequestParser::is_head_done() const { return beast_->is_head_done; }
bool RequestParser::keeps_alive() const { return beast_->keep_alive(); }

std::optional<std::uint64_t> RequestParser::content_length() const {
  const auto length = beast_->content_length();
  if (!length.has_value()) return std::nullopt;
  return *length;
}

bool RequestParser::has_body() const { return !beast_->is_done(); }
std::string_view RequestParser::body() const { return beast_->body; }

}  // namespace kaogong::http
