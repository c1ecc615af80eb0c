// SPDX-License-Identifier: Apache-2.0
// JSON of the organisation. Only for .cc files of this module.
#pragma once

#include "api/json.h"
#include "office/account/account.h"
#include "office/organisation/model.h"

namespace kaogong::api {

inline Json NamedOrNull(const std::optional<office::Named>& named) {
  if (!named.has_value()) return nullptr;
  return {{"id", Wire(named->id)}, {"name", named->name}};
}

inline Json DayOrNull(const std::optional<Date>& day) {
  return day.has_value() ? Json(day->ToString()) : Json(nullptr);
}

inline void AddValidity(const office::Validity& validity, Json& to) {
  to["valid_from"] = validity.from.ToString();
  to["valid_to"] = DayOrNull(validity.to);
}

}  // namespace kaogong::api
