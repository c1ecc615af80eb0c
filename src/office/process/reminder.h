// SPDX-License-Identifier: Apache-2.0
// Reminders (催办): what an account is told about its inbox, at most once a day; the database holds
// to that whichever instance asks.
#pragma once

#include <string>

#include "office/library/library.h"
#include "office/paging.h"
#include "office/process/notifier.h"

namespace kaogong::office::process {

using library::Library;

struct Reminder {
  Id id = 0;
  std::string day;
  Text title;
  Text detail;
  std::string link;
  std::string created_at;
  bool is_read = false;
};
struct Reminders {
  Listing<Reminder> list;  // The newest first.
  std::int64_t unread = 0;
};
Result<Reminders> ListReminders(const Office& office, const Actor& actor, bool only_unread,
                                Page page);
// Errors: kNotFound for another's.
Result<void> ReadReminder(const Office& office, const Actor& actor, Id id);

struct Reminded {
  std::int64_t reminded = 0;
  std::int64_t already = 0;  // Earlier today.
};
// Reminds everybody who has something of the assessment overdue or due soon. Errors: kNotFound;
// kNotPermitted. `notifier` may be null.
Result<Reminded> RemindOf(Library& library, const Actor& actor, Id assessment, Notifier* notifier);

// Goes through all accounts once a day, from eight in the morning; returns whether it did.
Result<bool> RemindDaily(Library& library, Notifier* notifier);

}  // namespace kaogong::office::process
