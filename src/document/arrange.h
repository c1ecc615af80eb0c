// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "document/model.h"

namespace kaogong::document {

// Does what GB/T 9704-2012 asks of neighbours and of long titles: attachments after the first stand
// right below it; a title that needs several lines has them about equally long; the issuer is
// centred over the date. Widths are counted in characters, so every machine gets the same.
void Arrange(Document* document);

}  // namespace kaogong::document
