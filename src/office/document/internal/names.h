// SPDX-License-Identifier: Apache-2.0
// The names in the expression of a placeholder.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kaogong::office::documents::internal {

struct AskedName {
  std::string name;
  // The lists whose members are asked, innermost first: of 计数(考核对象, 当: 有(总分)) 总分 is asked of
  // 考核对象. As expressions.
  std::vector<std::string> lists;
  bool is_guarded = false;  // 有(name): it may be missing.
};

// Returns every name that is looked for, once for each place. What cannot be read has none.
std::vector<AskedName> NamesIn(std::string_view expression);

// Returns the list that an expression chooses from: 考核对象 of 前(排序(考核对象, 按: 总分), 3); the
// expression itself otherwise.
std::string ListIn(std::string_view expression);

}  // namespace kaogong::office::documents::internal
