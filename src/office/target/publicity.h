// SPDX-License-Identifier: Apache-2.0
// Published targets (目标公示): who may read them without signing in, and what people say about
// them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "office/paging.h"
#include "office/target/sheets.h"

namespace kaogong::office::target {

inline constexpr std::size_t kCommentCharactersMax = 1000;

struct CommentView {
  Id id = 0;
  std::string by;
  std::string at;
  std::string text;
};

// The oldest first; for who may see the sheet.
Result<std::vector<CommentView>> ListComments(library::Library& library, const Actor& actor,
                                              Id sheet);
// Anybody who is signed in, while the sheet stands open to comment. Errors: kNotFound for a sheet
// that was never published; kConflict when the time is over.
Result<CommentView> AddComment(library::Library& library, const Actor& actor, Id sheet,
                               std::string_view text);

struct PublicAssessment {
  Id id = 0;
  std::string title;
  int year = 0;
  std::string comment_until;
  std::int64_t sheet_count = 0;
};
// Assessments with targets that stand open to comment today; open to everybody.
Result<std::vector<PublicAssessment>> ListPublicTargets(const Office& office);

struct PublicColumn {
  const Term* term = nullptr;
  int period = 0;
};
struct PublicSheet {
  Id sheet = 0;
  std::string code;
  std::string name;
  std::vector<std::optional<std::string>> values;  // In the order of the columns.
};
struct PublicTargets {
  Frame frame;  // What the terms point into.
  std::vector<Term> terms;
  std::string comment_until;
  std::string kind;
  std::vector<std::string> kinds;
  std::vector<PublicColumn> columns;
  Listing<PublicSheet> sheets;
};
// Errors: kNotFound when nothing stands open to comment.
Result<PublicTargets> GetPublicTargets(library::Library& library, Id assessment,
                                       std::string_view kind, std::string_view contains, Page page);

}  // namespace kaogong::office::target
