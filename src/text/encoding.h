// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/report.h"

namespace kaogong::text {

// A file's text as UTF-8, with the way back to the bytes of the file.
struct DecodedText {
  std::string utf8;
  std::string encoding;        // "UTF-8", "GB18030", "Big5", "UTF-16LE"…
  std::vector<Origin> origins; // As of a paragraph that were the whole file.
  std::size_t replaced = 0;    // Bytes that belong to no character and became U+FFFD.

  // Returns the origins of the bytes [begin, end) as those of a text of its own.
  std::vector<Origin> OriginsOf(std::size_t begin, std::size_t end) const;
};

// Decodes text in UTF-8 or UTF-16 (with or without byte order mark), GB18030 or Big5; `hint` names
// the encoding that the document itself claims, and may be empty. A text that is UTF-8 but for a few
// bytes is read as UTF-8.
// Errors: kInvalidInput when the bytes are no text.
Result<DecodedText> DecodeText(std::string_view bytes, std::string_view hint = {});

}  // namespace kaogong::text
