// SPDX-License-Identifier: Apache-2.0
// Reading request bodies and writing answers. Only for .cc files of this module: it includes all of
// nlohmann/json.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/call.h"
#include "base/date.h"
#include "base/decimal.h"
#include "office/paging.h"

namespace kaogong::api {

// As text; bytes that are no UTF-8 are replaced.
std::string Written(const Json& json);

// Returns 200 (or `status`) with the JSON, never kept by caches.
http::Response Reply(const Json& json, int status = 200);

// Ids are text on the wire.
inline std::string Wire(office::Id id) { return std::to_string(id); }
// A value or null.
template <class T>
Json OrNull(const std::optional<T>& value) {
  return value.has_value() ? Json(*value) : Json(nullptr);
}

// {"items": […], "total": n, "page": p, "page_size": s}
template <class T, class ToJson>
Json ListJson(const office::Listing<T>& listing, office::Page page, ToJson to_json) {
  Json items = Json::array();
  for (const T& item : listing.items) items.push_back(to_json(item));
  return Json{{"items", std::move(items)},
              {"total", listing.total},
              {"page", page.number},
              {"page_size", page.size}};
}

// Body reads the members of a JSON object and collects all that is wrong with them; what could not
// be read is a harmless value, and Finish gives the Error. Members it was not asked for are wrong
// too, so that a mistyped name is no silent loss.
class Body {
 public:
  // The body of a request. Errors: kInvalidInput when it is no JSON object, is nested deeper than 32
  // or says one name twice.
  static Result<Body> Of(const http::Request& request);
  // A part of another body; its faults are to be added by Take.
  Body(const Json& object, std::string pointer);

  bool Has(std::string_view name) const;
  // Required text: valid characters without controls, trimmed, of 1 to `characters_max` code points.
  std::string Text(std::string_view name, std::size_t characters_max = 200);
  // May be absent, null or empty; several lines when asked for.
  std::optional<std::string> OptionalText(std::string_view name, std::size_t characters_max = 200);
  // As it is: not trimmed, any character; for passwords and files.
  std::string Raw(std::string_view name, std::size_t bytes_max);
  std::optional<std::string> OptionalRaw(std::string_view name, std::size_t bytes_max);
  office::Id Id(std::string_view name);
  std::optional<office::Id> OptionalId(std::string_view name);
  std::int64_t Integer(std::string_view name, std::int64_t low, std::int64_t high);
  std::optional<std::int64_t> OptionalInteger(std::string_view name, std::int64_t low,
                                              std::int64_t high);
  bool Flag(std::string_view name);
  std::optional<bool> OptionalFlag(std::string_view name);
  Date Day(std::string_view name);
  std::optional<Date> OptionalDay(std::string_view name);
  // A decimal number as text, with at most `places_max` places.
  std::optional<Decimal> OptionalNumber(std::string_view name, int places_max);
  Decimal Number(std::string_view name, int places_max);
  // The objects of an array, each with its own pointer; none when it is absent.
  std::vector<Body> Objects(std::string_view name, std::size_t items_max);
  // The same of an array that must be there.
  std::vector<Body> RequiredObjects(std::string_view name, std::size_t items_max);
  // Texts of an array.
  std::vector<std::string> Texts(std::string_view name, std::size_t items_max,
                                 std::size_t characters_max = 200);
  // The member as it is, or null; marks it as known.
  const Json& Any(std::string_view name);

  void AddFault(std::string_view name, kaogong::Text message);
  void Take(Body& part);
  // Errors: kInvalidInput with all faults.
  Result<void> Finish();

 private:
  const Json* Find(std::string_view name);
  // The member, or a fault that it is missing.
  const Json* Need(std::string_view name);
  std::optional<std::string> ReadText(std::string_view name, const Json& value,
                                      std::size_t characters_max);
  std::optional<office::Id> ReadId(std::string_view name, const Json& value);
  std::optional<Date> ReadDay(std::string_view name, const Json& value);

  Json object_;
  std::string pointer_;
  std::vector<std::string> known_;
  std::vector<Fault> faults_;
};

}  // namespace kaogong::api
