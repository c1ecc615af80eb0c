// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace kaogong::http {

// Headers is a list of header fields in the order they came, names in lower case.
class Headers {
 public:
  struct Field {
    std::string_view name;
    std::string_view value;
  };

  void Add(std::string_view name, std::string_view value);
  void Clear();

  std::size_t size() const { return places_.size(); }
  // Requires: index < size().
  Field at(std::size_t index) const;
  // Returns the value of the first field of this name, given in lower case.
  std::optional<std::string_view> Find(std::string_view name) const;
  std::size_t Count(std::string_view name) const;
  // Returns the values of all fields of this name joined by ", ".
  std::string Join(std::string_view name) const;

 private:
  struct Place {
    std::uint32_t at;
    std::uint32_t name_size;
    std::uint32_t value_size;
  };

  std::string bytes_;
  std::vector<Place> places_;
};

}  // namespace kaogong::http
