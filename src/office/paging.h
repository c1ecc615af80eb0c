// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace kaogong::office {

// Which part of a list is wanted.
struct Page {
  static constexpr int kSizeMax = 200;

  int number = 1;  // From 1.
  int size = 50;   // 1..kSizeMax

  std::int64_t offset() const { return std::int64_t{number - 1} * size; }
};

// A part of a list and how long the whole is.
template <class T>
struct Listing {
  std::vector<T> items;
  std::int64_t total = 0;
};

}  // namespace kaogong::office
