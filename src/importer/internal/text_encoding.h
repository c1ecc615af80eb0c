// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "importer/internal/findings.h"

namespace kaogong::importer {

// Returns `bytes` as UTF-8 without byte order mark: themselves, or converted in `storage`, which a
// warning csv.encoding tells. Bytes that are neither valid UTF-8 nor anything else we know, and NUL
// characters, are reported each; the result is then not to be used.
//
// Which encoding it is: a mark decides. Otherwise valid UTF-8 is UTF-8; what is not is taken for
// GB18030 if all of it converts and at least half of what is not ASCII is wrong as UTF-8. (A
// damaged UTF-8 file often converts too, into nonsense, but most of its characters are right.)
std::string_view DecodeText(std::string_view bytes, std::string& storage, Findings& findings);

}  // namespace kaogong::importer
