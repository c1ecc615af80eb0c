// SPDX-License-Identifier: Apache-2.0
#include "http/headers.h"

#include "base/result.h"
#include "http/ascii.h"

namespace kaogong::http {

void Headers::Add(std::string_view name, std::string_view value) {
  places_.push_back({static_cast<std::uint32_t>(bytes_.size()),
                     static_cast<std::uint32_t>(name.size()),
                     static_cast<std::uint32_t>(value.size())});
  for (const char c : name) bytes_.push_back(ToLower(c));
  bytes_.append(value);
}

void Headers::Clear() {
  bytes_.clear();
  places_.clear();
}

Headers::Field Headers::at(std::size_t index) const {
  KAOGONG_ASSERT(index < places_.size());
  const Place& place = places_[index];
  const std::string_view bytes = bytes_;
  return {bytes.substr(place.at, place.name_size),
          bytes.substr(place.at + place.name_size, place.value_size)};
}

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].name_size != name.size()) continue;
    const Field field = at(i);
    if (field.name == name) return field.value;
  }
  return std::nullopt;
}

std::size_t Headers::Count(std::string_view name) const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < places_.size(); ++i) count += at(i).name == name ? 1U : 0U;
  return count;
}

std::string Headers::Join(std::string_view name) const {
  std::string joined;
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Field field = at(i);
    if (field.name == name) joined.append(joined.empty() ? "" : ", ").append(field.value);
  }
  return joined;
}

}  // namespace kaogong::http
