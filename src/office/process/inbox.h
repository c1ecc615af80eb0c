// SPDX-License-Identifier: Apache-2.0
// Inbox (待办): what waits for a user, derived from the state of things whenever he looks; nothing
// of it is stored. Each group looks at a limited number of things, so that it is as quick for a
// whole city as for a village; `is_more` says that there are more than it counted.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/library/library.h"
#include "office/office.h"

namespace kaogong::office::process {

using library::Library;

struct InboxItem {
  enum class State { kOverdue, kDueSoon, kOpen, kReturned };

  Id assessment = 0;
  Text title;
  Text detail;
  std::optional<Date> due;
  std::optional<int> days_left;
  State state = State::kOpen;
  std::string link;  // A page of the front end.
};
std::string_view NameOf(InboxItem::State state);

struct InboxGroup {
  std::string code;  // to_fill, returned, to_verify, to_draft, to_confirm, to_review, to_sign, …
  Text title;
  std::int64_t count = 0;
  std::int64_t overdue = 0;
  bool is_more = false;
  std::vector<InboxItem> items;  // The most urgent ones.
};

struct Inbox {
  std::int64_t total = 0;
  std::int64_t overdue = 0;
  std::vector<InboxGroup> groups;  // Those with something in them.
};

inline constexpr std::size_t kInboxItemsMax = 20;  // Of a group.

Result<Inbox> OpenInbox(Library& library, const Actor& actor);

}  // namespace kaogong::office::process
