// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <re2/re2.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/rational.h"

namespace kaogong::suggest {

// The text of a clause while patterns take their parts of it: what one has taken no other sees.
class Matcher {
 public:
  explicit Matcher(std::string text) : text_(std::move(text)), used_(text_.size(), false) {}

  // Finds the first match of `pattern` among what was not taken yet; [0] is all of it.
  bool Find(const re2::RE2& pattern);
  // The groups of the last match, empty when one took no part.
  const std::string& Group(std::size_t index) const { return groups_[index]; }
  bool Has(std::size_t index) const { return index < groups_.size() && !groups_[index].empty(); }
  // Takes the last match.
  void Take();
  // Finds every further match, takes it, and returns its groups.
  std::vector<std::vector<std::string>> TakeAll(const re2::RE2& pattern);

  // The words right before the last match, back to the last mark or to what was taken.
  std::string Before() const;
  // The pieces, divided by marks, of which nothing was taken.
  std::vector<std::string> Rest() const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::vector<bool> used_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::vector<std::string> groups_;
};

// The number that digits say. Requires: `digits` is a number.
Rational NumberOf(const std::string& digits);

}  // namespace kaogong::suggest
