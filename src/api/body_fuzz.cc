// SPDX-License-Identifier: Apache-2.0
// Bodies of requests: whatever is sent, each reader gives a value of its kind or a fault, and what is
// wrong can be said in JSON again.
#include <cstddef>
#include <cstdint>

#include "api/json.h"
#include "base/result.h"
#include "base/utf8.h"

namespace kaogong::api {
namespace {

void ReadMembers(Body& body) {
  const std::string text = body.Text("text", 40);
  KAOGONG_ASSERT(!FindInvalidUtf8(text).has_value() && text.find('\n') == std::string::npos);
  (void)body.OptionalText("optional", 40);
  const std::string raw = body.Raw("raw", 100);
  KAOGONG_ASSERT(raw.size() <= 100);
  KAOGONG_ASSERT(body.Id("id") >= 0);
  (void)body.OptionalId("other_id");
  const std::int64_t number = body.Integer("integer", -5, 5);
  KAOGONG_ASSERT(number >= -5 && number <= 5);
  (void)body.Flag("flag");
  (void)body.Day("day");
  const auto decimal = body.OptionalNumber("number", 4);
  if (decimal.has_value()) KAOGONG_ASSERT(Decimal::Parse(decimal->ToString()).has_value());
  KAOGONG_ASSERT(body.Texts("texts", 5, 40).size() <= 5);
  for (Body& part : body.Objects("objects", 5)) {
    (void)part.Number("number", 2);
    body.Take(part);
  }
}

}  // namespace
}  // namespace kaogong::api

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace kaogong;
  http::Request request;
  request.method = http::Method::kPost;
  request.headers.Add("content-type", "application/json");
  request.body.assign(reinterpret_cast<const char*>(data), size);
  auto body = api::Body::Of(request);
  if (!body.ok()) {
    KAOGONG_ASSERT(!body.error().message.en.empty());
    return 0;
  }
  api::ReadMembers(body.value());
  const auto read = body.value().Finish();
  if (!read.ok()) (void)http::Render(http::ProblemOf(read.error()), Language::kChinese, "fuzz");
  return 0;
}
