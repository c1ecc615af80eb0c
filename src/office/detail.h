// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kaogong::office {

// Detail is what the audit log keeps about a change: JSON in canonical form (keys sorted, no white
// space), so that the same change has the same hash on any machine. Never put a password, a token
// or a person's contact details into it: say that they changed.
class Detail {
 public:
  Detail& Set(std::string_view key, std::string_view text);
  Detail& Set(std::string_view key, const char* text) { return Set(key, std::string_view(text)); }
  Detail& Set(std::string_view key, std::int64_t number);
  Detail& SetFlag(std::string_view key, bool is_true);
  Detail& SetNull(std::string_view key);
  Detail& SetOptional(std::string_view key, const std::optional<std::string>& text);
  Detail& Set(std::string_view key, const Detail& object);
  Detail& Set(std::string_view key, const std::vector<Detail>& objects);
  Detail& Set(std::string_view key, const std::vector<std::string>& texts);
  // {"before":…,"after":…} under the key, when the two differ.
  Detail& SetChange(std::string_view key, std::string_view before, std::string_view after);

  bool empty() const { return members_.empty(); }
  std::string ToJson() const;

 private:
  std::map<std::string, std::string, std::less<>> members_;  // Values are JSON.
};

}  // namespace kaogong::office
