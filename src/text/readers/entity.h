// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace kaogong::text {

struct Entity {
  std::string text;        // UTF-8; empty when there is none.
  std::size_t length = 0;  // Bytes it takes, & and ; included.
};

// Reads the character reference that begins with the & at `at`: &#20013; &#x4E2D; and the names
// that occur in running text (&nbsp; &ldquo; …). What is none stays text: length zero.
Entity EntityAt(std::string_view text, std::size_t at);

}  // namespace kaogong::text
