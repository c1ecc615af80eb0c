// SPDX-License-Identifier: Apache-2.0
// How names are found and sorted. Width, case, blanks and the dot between parts of a name do not
// count; a Chinese name is also found by any end of it (王建国 by 建国) and by the initials of its
// pinyin (wjg), and sorts by pinyin, surnames as surnames are read (单 shan, 曾 zeng).
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kaogong::office {

// Returns the text folded: what was typed and what is stored are compared in this form.
std::string FoldName(std::string_view text);

// How a person is found and sorted.
struct PersonKeys {
  std::string name_key;                  // The name, folded.
  std::string name_order;                // Its pinyin, syllables divided by a blank; then the name.
  std::vector<std::string> search_keys;  // Each once, sorted. A search finds whoever has a key that
                                         // begins with the folded query.
};

PersonKeys KeysOf(std::string_view code, std::string_view name);

// Returns the least text that is greater than every text beginning with `prefix`, by bytes.
// Requires: valid UTF-8, not empty.
std::string PrefixEnd(std::string_view prefix);

}  // namespace kaogong::office
