// SPDX-License-Identifier: Apache-2.0
// The layout of official documents by GB/T 9704-2012, as styles of paragraphs.
#pragma once

#include <string_view>

#include "base/text.h"
#include "document/model.h"

namespace kaogong::document {

// Returns the style of a role: fonts, sizes, indents, the line pitch of 22 lines to a page.
ParagraphStyle StyleOf(Role role);

// Returns the name of a role's style in Word and of its wire form: 公文标题, title.
Text NameOf(Role role);
// Returns the role that a style of that name has; kBody for others.
Role RoleOf(std::string_view style_name);

// Returns a paragraph of one run.
Paragraph MakeParagraph(Role role, std::string text);

}  // namespace kaogong::document
