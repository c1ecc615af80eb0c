// SPDX-License-Identifier: Apache-2.0
#include "api/call.h"

#include "base/decimal.h"
#include "base/utf8.h"

namespace kaogong::api {

namespace {

Error BadParameter(std::string_view name, const Text& wanted) {
  return {ErrorCode::kInvalidInput,
          Text{fmt::format("网址参数 {} {}", name, wanted.zh),
               fmt::format("The query parameter {} {}", name, wanted.en)}};
}

// From 1; written in one way only, without sign or leading zeros.
std::optional<std::int64_t> WholeNumber(std::string_view text) {
  if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
  const auto number = Decimal::Parse(text);
  if (!number.has_value() || number->scale() != 0) return std::nullopt;
  return number->units();
}

}  // namespace

Result<office::Id> Call::IdOf(std::string_view parameter) const {
  const auto id = WholeNumber(request.Parameter(parameter));
  if (id.has_value()) return *id;
  return Error{ErrorCode::kNotFound, Say("没有这个编号", "There is no such id")};
}

Result<std::optional<office::Id>> Call::QueryId(std::string_view name) const {
  const auto text = request.Query(name);
  if (!text.has_value() || text->empty()) return std::optional<office::Id>{};
  const auto id = WholeNumber(*text);
  if (id.has_value()) return std::optional<office::Id>(*id);
  return BadParameter(name, Say("应为编号", "must be an id"));
}

Result<std::optional<Date>> Call::QueryDay(std::string_view name) const {
  const auto text = request.Query(name);
  if (!text.has_value() || text->empty()) return std::optional<Date>{};
  const auto day = Date::Parse(*text);
  if (day.ok()) return std::optional<Date>(day.value());
  return BadParameter(name, Say("应为日期，如 2026-01-31", "must be a day such as 2026-01-31"));
}

std::string Call::QueryText(std::string_view name) const {
  const std::string_view text = Trim(request.Query(name).value_or(""));
  return std::string(text.substr(0, AdvanceCodePoints(text, 0, 200)));
}

bool Call::QueryFlag(std::string_view name) const {
  const auto text = request.Query(name);
  return text.has_value() && (*text == "1" || *text == "true");
}

Result<office::Page> Call::PageOf() const {
  office::Page page;
  if (const auto text = request.Query("page"); text.has_value()) {
    const auto number = WholeNumber(*text);
    if (!number.has_value() || *number > 1'000'000) {
      return BadParameter("page", Say("应为从 1 起的页码", "must be a page number from 1"));
    }
    page.number = static_cast<int>(*number);
  }
  if (const auto text = request.Query("page_size"); text.has_value()) {
    const auto size = WholeNumber(*text);
    if (!size.has_value() || *size > office::Page::kSizeMax) {
      return BadParameter("page_size", Say("应为 1 至 200", "must be from 1 to 200"));
    }
    page.size = static_cast<int>(*size);
  }
  return page;
}

}  // namespace kaogong::api
