// SPDX-License-Identifier: Apache-2.0
#include "api/json.h"

#include <algorithm>
#include <set>

#include "base/utf8.h"

namespace kaogong::api {

namespace {

constexpr std::size_t kDepthMax = 32;

// Refuses deep nesting and names said twice while parsing, before a tree is built of them.
class Strict {
 public:
  bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
    if (static_cast<std::size_t>(depth) > kDepthMax) is_sound_ = false;
    if (event == Json::parse_event_t::object_start) names_.emplace_back();
    if (event == Json::parse_event_t::object_end && !names_.empty()) names_.pop_back();
    if (event == Json::parse_event_t::key && !names_.empty()) {
      if (!names_.back().insert(parsed.get<std::string>()).second) is_sound_ = false;
    }
    return is_sound_;
  }
  bool is_sound() const { return is_sound_; }

 private:
  std::vector<std::set<std::string>> names_;
  bool is_sound_ = true;
};

bool HasControl(std::string_view text, bool with_lines) {
  return std::ranges::any_of(text, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (with_lines && (c == '\n' || c == '\t')) return false;
    return byte < 0x20 || byte == 0x7F;
  });
}

// ~ and / have meanings in a JSON pointer.
std::string Escaped(std::string_view name) {
  std::string escaped;
  for (const char c : name) {
    if (c == '~') {
      escaped += "~0";
    } else if (c == '/') {
      escaped += "~1";
    } else {
      escaped.push_back(c);
    }
  }
  return escaped;
}

const Json kNothing = nullptr;

}  // namespace

std::string Written(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

http::Response Reply(const Json& json, int status) {
  http::Response response = http::Response::Json(status, Written(json));
  response.Set("Cache-Control", "no-store");
  return response;
}

http::Problem WithCurrent(const Error& error, const Json& current) {
  http::Problem problem = http::ProblemOf(error);
  if (error.code == ErrorCode::kConflict) problem.current = current.dump();
  return problem;
}

Result<Body> Body::Of(const http::Request& request) {
  Strict strict;
  const Json::parser_callback_t callback = [&](int depth, Json::parse_event_t event, Json& parsed) {
    return strict(depth, event, parsed);
  };
  Json json = Json::parse(request.body, callback, false);
  if (!strict.is_sound()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("请求内容嵌套过深，或同一个名称出现了两次",
                     "The body is nested too deeply or says one name twice")};
  }
  if (!json.is_object()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("请求内容应为 JSON 对象", "The body must be a JSON object")};
  }
  return Body(json, "");
}

Body::Body(const Json& object, std::string pointer)
    : object_(object), pointer_(std::move(pointer)) {}

const Json* Body::Find(std::string_view name) {
  known_.emplace_back(name);
  const auto found = object_.find(name);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const Json* Body::Need(std::string_view name) {
  const Json* const value = Find(name);
  if (value == nullptr) AddFault(name, Say("必须填写", "This is required"));
  return value;
}

bool Body::Has(std::string_view name) const { return object_.contains(name); }

const Json& Body::Any(std::string_view name) {
  const Json* const value = Find(name);
  return value == nullptr ? kNothing : *value;
}

void Body::AddFault(std::string_view name, kaogong::Text message) {
  faults_.push_back({fmt::format("{}/{}", pointer_, name), std::move(message)});
}

void Body::Take(Body& part) {
  if (!part.Finish().ok()) {
    faults_.insert(faults_.end(), part.faults_.begin(), part.faults_.end());
  }
}

std::optional<std::string> Body::ReadText(std::string_view name, const Json& value,
                                          std::size_t characters_max) {
  if (!value.is_string()) {
    AddFault(name, Say("应为文字", "This must be text"));
    return std::nullopt;
  }
  const std::string text(Trim(value.get_ref<const std::string&>()));
  if (HasControl(text, characters_max > 200)) {
    AddFault(name, Say("含有不可见的控制字符，请删去", "It holds control characters; remove them"));
    return std::nullopt;
  }
  if (CountCodePoints(text) > characters_max) {
    AddFault(name, Say("最多 {} 个字，现有 {} 个", "At most {} characters; it has {}", characters_max,
                       CountCodePoints(text)));
    return std::nullopt;
  }
  return text;
}

std::string Body::Text(std::string_view name, std::size_t characters_max) {
  const Json* const value = Need(name);
  if (value == nullptr) return {};
  const auto text = ReadText(name, *value, characters_max);
  if (text.has_value() && text->empty()) AddFault(name, Say("必须填写", "This is required"));
  return text.value_or("");
}

std::optional<std::string> Body::OptionalText(std::string_view name, std::size_t characters_max) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  return ReadText(name, *value, characters_max);
}

std::optional<std::string> Body::OptionalRaw(std::string_view name, std::size_t bytes_max) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) {
    AddFault(name, Say("应为文字", "This must be text"));
    return std::nullopt;
  }
  const auto& text = value->get_ref<const std::string&>();
  if (text.size() > bytes_max) {
    AddFault(name, Say("最多 {} 字节，现有 {} 字节", "At most {} bytes; it has {}", bytes_max,
                       text.size()));
    return std::nullopt;
  }
  return text;
}

std::string Body::Raw(std::string_view name, std::size_t bytes_max) {
  if (Need(name) == nullptr) return {};
  return OptionalRaw(name, bytes_max).value_or("");
}

std::optional<office::Id> Body::ReadId(std::string_view name, const Json& value) {
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    const bool is_plain = !text.empty() && text.front() >= '1' && text.front() <= '9';
    const auto number = Decimal::Parse(text);
    if (is_plain && number.has_value() && number->scale() == 0) return number->units();
  }
  AddFault(name, Say("应为编号，如 \"17\"", "This must be an id such as \"17\""));
  return std::nullopt;
}

office::Id Body::Id(std::string_view name) {
  const Json* const value = Need(name);
  return value == nullptr ? 0 : ReadId(name, *value).value_or(0);
}

std::optional<office::Id> Body::OptionalId(std::string_view name) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  return ReadId(name, *value);
}

std::optional<std::int64_t> Body::OptionalInteger(std::string_view name, std::int64_t low,
                                                  std::int64_t high) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  const bool is_whole = value->is_number_integer() &&
                        !(value->is_number_unsigned() &&
                          value->get<std::uint64_t>() > static_cast<std::uint64_t>(INT64_MAX));
  if (!is_whole || value->get<std::int64_t>() < low || value->get<std::int64_t>() > high) {
    AddFault(name, Say("应为 {} 至 {} 的整数", "This must be a whole number from {} to {}", low, high));
    return std::nullopt;
  }
  return value->get<std::int64_t>();
}

std::int64_t Body::Integer(std::string_view name, std::int64_t low, std::int64_t high) {
  if (Need(name) == nullptr) return low;
  return OptionalInteger(name, low, high).value_or(low);
}

std::optional<bool> Body::OptionalFlag(std::string_view name) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) {
    AddFault(name, Say("应为 true 或 false", "This must be true or false"));
    return std::nullopt;
  }
  return value->get<bool>();
}

bool Body::Flag(std::string_view name) {
  if (Need(name) == nullptr) return false;
  return OptionalFlag(name).value_or(false);
}

std::optional<Date> Body::ReadDay(std::string_view name, const Json& value) {
  if (value.is_string()) {
    const auto day = Date::Parse(value.get_ref<const std::string&>());
    if (day.ok()) return day.value();
  }
  AddFault(name, Say("应为日期，如 2026-01-31", "This must be a day such as 2026-01-31"));
  return std::nullopt;
}

Date Body::Day(std::string_view name) {
  const Json* const value = Need(name);
  return value == nullptr ? Date() : ReadDay(name, *value).value_or(Date());
}

std::optional<Date> Body::OptionalDay(std::string_view name) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  return ReadDay(name, *value);
}

std::optional<Decimal> Body::OptionalNumber(std::string_view name, int places_max) {
  const Json* const value = Find(name);
  if (value == nullptr) return std::nullopt;
  const auto number = value->is_string() ? Decimal::Parse(value->get_ref<const std::string&>())
                                         : std::optional<Decimal>{};
  if (!number.has_value() || number->scale() > places_max) {
    AddFault(name, Say("应为写成文字的数，最多 {} 位小数，如 \"1.2\"",
                       "This must be a number as text with at most {} places, such as \"1.2\"",
                       places_max));
    return std::nullopt;
  }
  return number;
}

Decimal Body::Number(std::string_view name, int places_max) {
  if (Need(name) == nullptr) return {};
  return OptionalNumber(name, places_max).value_or(Decimal());
}

std::vector<Body> Body::Objects(std::string_view name, std::size_t items_max) {
  std::vector<Body> bodies;
  const Json* const value = Find(name);
  if (value == nullptr) return bodies;
  if (!value->is_array() || value->size() > items_max) {
    AddFault(name, Say("应为最多 {} 项的列表", "This must be a list of at most {} items", items_max));
    return bodies;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    if (!(*value)[i].is_object()) {
      faults_.push_back({fmt::format("{}/{}/{}", pointer_, name, i),
                         Say("应为对象", "This must be an object")});
      continue;
    }
    bodies.emplace_back((*value)[i], fmt::format("{}/{}/{}", pointer_, name, i));
  }
  return bodies;
}

std::vector<Body> Body::RequiredObjects(std::string_view name, std::size_t items_max) {
  return Need(name) == nullptr ? std::vector<Body>() : Objects(name, items_max);
}

std::vector<std::string> Body::Texts(std::string_view name, std::size_t items_max,
                                     std::size_t characters_max) {
  std::vector<std::string> texts;
  const Json* const value = Find(name);
  if (value == nullptr) return texts;
  if (!value->is_array() || value->size() > items_max) {
    AddFault(name, Say("应为最多 {} 项的列表", "This must be a list of at most {} items", items_max));
    return texts;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const auto text = ReadText(fmt::format("{}/{}", name, i), (*value)[i], characters_max);
    if (text.has_value()) texts.push_back(*text);
  }
  return texts;
}

Result<void> Body::Finish() {
  for (const auto& member : object_.items()) {
    if (std::ranges::find(known_, member.key()) != known_.end()) continue;
    known_.push_back(member.key());
    AddFault(Escaped(member.key()), Say("没有这一项，请检查名称", "There is no such member; check the name"));
  }
  if (faults_.empty()) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("内容有 {} 处不符合要求", "{} things in the body are wrong", faults_.size()),
               faults_};
}

}  // namespace kaogong::api
