// SPDX-License-Identifier: Apache-2.0
// What issuing one document and issuing a batch have in common.
#pragma once

#include <optional>
#include <string>

#include "office/document/documents.h"

namespace kaogong::office::documents::internal {

struct RenderedFiles {
  std::string docx;
  std::string pdf;
};
Result<RenderedFiles> RenderFiles(const document::Document& model);

// Errors: kNotPermitted to show a result that is not published without the right to publish it;
// kInvalidInput for pay sheets.
Result<void> RequireAudience(const Actor& actor, Audience audience, document::Subject subject,
                             bool is_published);

struct IssueMark {
  Audience audience = Audience::kOffice;
  std::optional<std::string> number;
  std::optional<Id> computation;
};
// Keeps the files and marks the document as issued. Errors: kConflict when the number is taken.
Result<void> MarkIssued(const Change& change, Id id, const RenderedFiles& files,
                        const IssueMark& mark);

}  // namespace kaogong::office::documents::internal
