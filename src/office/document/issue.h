// SPDX-License-Identifier: Apache-2.0
// Issuing (印发): a draft is held against the record once more; when everything in it is still so its
// files are kept for good.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/document/documents.h"

namespace kaogong::office::documents {

inline constexpr std::size_t kNumberCharactersMax = 50;

struct IssueWish {
  std::int64_t version = 0;
  Audience audience = Audience::kOffice;
  std::optional<std::string> number;  // Where the template has no 文号.
};
// Errors: kConflict when something in the document has changed (`changes` says what, where, before
// and after), when the number is taken in its year, or when it is no draft; kNotPermitted to issue
// a result that is not published to the assessed without the right to publish results.
Result<DocumentView> IssueDocument(Shelf& shelf, const Actor& actor, Id id, const IssueWish& wish,
                                   std::vector<document::Change>* changes);
Result<DocumentView> WithdrawDocument(Shelf& shelf, const Actor& actor, Id id, std::int64_t version,
                                      std::string_view reason);

struct DocumentFile {
  std::string name;
  std::string bytes;
};
// `format` is docx, pdf or xlsx. Of an issued document the bytes that were issued.
Result<DocumentFile> GetDocumentFile(Shelf& shelf, const Actor& actor, Id id,
                                     std::string_view format);

}  // namespace kaogong::office::documents
