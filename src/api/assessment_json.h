// SPDX-License-Identifier: Apache-2.0
// What the answers about assessments, targets and data have in common. Only for .cc files of this
// module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/internal/organisation_json.h"
#include "api/json.h"

namespace kaogong::api {

// Ids of an array; each that is none is a fault of its own.
inline std::vector<office::Id> ReadIds(Body& body, std::string_view name, std::size_t items_max) {
  std::vector<office::Id> ids;
  const std::vector<std::string> texts = body.Texts(name, items_max, 20);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto number = Decimal::Parse(texts[i]);
    const bool is_plain = !texts[i].empty() && texts[i].front() >= '1' && texts[i].front() <= '9';
    if (is_plain && number.has_value() && number->scale() == 0) {
      ids.push_back(number->units());
    } else {
      body.AddFault(fmt::format("{}/{}", name, i),
                    Say("应为编号，如 \"17\"", "This must be an id such as \"17\""));
    }
  }
  return ids;
}

}  // namespace kaogong::api
