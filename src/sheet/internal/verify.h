// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "base/result.h"

namespace kaogong::sheet {

// Returns an Error when a part of the workbook is not complete XML. libxlsxwriter does not notice
// when its temporary files cannot be written in full and packs what there is.
// Errors: kUnavailable.
Result<void> VerifyWorkbook(std::string_view bytes);

}  // namespace kaogong::sheet
