// SPDX-License-Identifier: Apache-2.0
// The words of the audit log: acts are noun.verb and subjects noun/id, so a word for each part says what
// was done to what.
#pragma once

#include <string_view>

#include "base/text.h"

namespace kaogong::office {

// Returns "新增单位" / "create unit" for "unit.create". A part without a word stays as it is: the log
// may hold acts of another version of the program.
Text TitleOfAct(std::string_view act);

// Returns "单位 17" / "unit 17" for "unit/17".
Text TitleOfSubject(std::string_view subject);

// Returns whether both parts of the act have words.
bool HasWords(std::string_view act);

}  // namespace kaogong::office
