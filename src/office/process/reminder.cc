// SPDX-License-Identifier: Apache-2.0
#include "office/process/reminder.h"

#include <optional>
#include <utility>
#include <vector>

#include "office/job/job.h"
#include "office/process/inbox.h"

namespace kaogong::office::process {

using store::Row;

namespace {

constexpr std::int64_t kMorningSeconds = 8 * 3600;
constexpr std::int64_t kDaySeconds = 24 * 3600;
constexpr std::size_t kNamedMax = 3;

bool IsUrgent(const InboxItem& item) { return item.state != InboxItem::State::kOpen; }

// What to say about an inbox; nothing when nothing presses. `assessment` 0: of all.
std::optional<Notifier::Notice> NoticeOf(Id account, const Inbox& inbox, Id assessment) {
  std::int64_t count = 0;
  Notifier::Notice notice;
  notice.account = account;
  for (const InboxGroup& group : inbox.groups) {
    for (const InboxItem& item : group.items) {
      if (!IsUrgent(item) || (assessment != 0 && item.assessment != assessment)) continue;
      if (++count == 1) notice.link = item.link;
      if (static_cast<std::size_t>(count) > kNamedMax) continue;
      const Text line =
          Say("{0}：{1}（{2}）", "{3}: {4} ({5})", group.title.zh, item.title.zh,
              item.due.has_value() ? item.due->ToString() : item.detail.zh, group.title.en,
              item.title.en, item.due.has_value() ? item.due->ToString() : item.detail.en);
      notice.detail.zh += (notice.detail.zh.empty() ? "" : "；") + line.zh;
      notice.detail.en += (notice.detail.en.empty() ? "" : "; ") + line.en;
    }
  }
  if (count == 0) return std::nullopt;
  if (count > 1) notice.link = "/";
  notice.title = Say("您有 {} 项工作到期或即将到期", "{} things are due or will be soon", count);
  return notice;
}

// Stores a notice for today. False when the account was reminded today already.
Result<bool> Store(Library& library, const Notifier::Notice& notice) {
  const Actor program = ProgramActor();
  return library.office().Write(program, [&](Change& change) -> Result<bool> {
    change.RecordNothing();  // It changes nothing that is assessed.
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        change.transaction.Execute(
            "INSERT INTO reminder (id, account_id, day, title_zh, title_en, detail_zh, detail_en, "
            "link, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (account_id, day) DO NOTHING",
            {id, notice.account, change.today.ToString(), notice.title.zh, notice.title.en,
             notice.detail.zh, notice.detail.en, notice.link, change.now.ToString()}));
    return count == 1;
  });
}

Result<std::vector<Id>> Accounts(Library& library) {
  const Actor program = ProgramActor();
  return library.office().Read(program, [&](Session& session) -> Result<std::vector<Id>> {
    std::vector<Id> ids;
    KAOGONG_TRY(session.transaction.Query("SELECT id FROM account WHERE is_active = ? ORDER BY id",
                                          {true},
                                          [&](const Row& row) { ids.push_back(row.Get<Id>(0)); }));
    return ids;
  });
}

Result<Reminded> RemindAll(Library& library, Id assessment, Notifier* notifier) {
  Reminded reminded;
  KAOGONG_TRY_ASSIGN(const auto accounts, Accounts(library));
  for (const Id account : accounts) {
    KAOGONG_TRY_ASSIGN(const Actor actor, ActorOfJob(library.office(), account));
    KAOGONG_TRY_ASSIGN(const Inbox inbox, OpenInbox(library, actor));
    const auto notice = NoticeOf(account, inbox, assessment);
    if (!notice.has_value()) continue;
    KAOGONG_TRY_ASSIGN(const bool is_new, Store(library, *notice));
    ++(is_new ? reminded.reminded : reminded.already);
    if (is_new && notifier != nullptr) notifier->Notify(*notice);
  }
  return reminded;
}

}  // namespace

Result<Reminders> ListReminders(const Office& office, const Actor& actor, bool only_unread,
                                Page page) {
  return office.Read(actor, [&](Session& session) -> Result<Reminders> {
    Reminders reminders;
    std::int64_t total = 0;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT count(*), count(*) - count(read_at) FROM reminder WHERE account_id = ?",
        {actor.account}, [&](const Row& row) {
          total = row.Get<std::int64_t>(0);
          reminders.unread = row.Get<std::int64_t>(1);
        }));
    reminders.list.total = only_unread ? reminders.unread : total;
    KAOGONG_TRY(session.transaction.Query(
        fmt::format(
            "SELECT id, day, title_zh, title_en, detail_zh, detail_en, link, created_at, read_at "
            "FROM reminder WHERE account_id = ?{} ORDER BY day DESC LIMIT ? OFFSET ?",
            only_unread ? " AND read_at IS NULL" : ""),
        {actor.account, page.size, page.offset()}, [&](const Row& row) {
          reminders.list.items.push_back({row.Get<Id>(0),
                                          row.Get<std::string>(1),
                                          {row.Get<std::string>(2), row.Get<std::string>(3)},
                                          {row.Get<std::string>(4), row.Get<std::string>(5)},
                                          row.Get<std::string>(6),
                                          row.Get<std::string>(7),
                                          !row.is_null(8)});
        }));
    return reminders;
  });
}

Result<void> ReadReminder(const Office& office, const Actor& actor, Id id) {
  return office.Write(actor, [&](Change& change) -> Result<void> {
    change.RecordNothing();
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        change.transaction.Execute("UPDATE reminder SET read_at = coalesce(read_at, ?) "
                                   "WHERE id = ? AND account_id = ?",
                                   {change.now.ToString(), id, actor.account}));
    if (count == 1) return {};
    return Error{ErrorCode::kNotFound, Say("没有这条提醒", "There is no such reminder")};
  });
}

Result<Reminded> RemindOf(Library& library, const Actor& actor, Id assessment, Notifier* notifier) {
  KAOGONG_TRY(Require(actor, Act::kManageAssessments));
  KAOGONG_TRY(library.office().Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const auto title,
                       change.transaction.One<std::string>(
                           "SELECT title FROM assessment WHERE id = ?", {assessment}));
    if (!title.has_value()) {
      return Error{ErrorCode::kNotFound, Say("没有这项考核", "There is no such assessment")};
    }
    change.Record("assessment.remind", fmt::format("assessment/{}", assessment),
                  Detail().Set("title", *title));
    return {};
  }));
  return RemindAll(library, assessment, notifier);
}

Result<bool> RemindDaily(Library& library, Notifier* notifier) {
  const Office& office = library.office();
  const std::int64_t second =
      (office.Now().seconds_since_epoch() + std::int64_t{Office::kOffsetMinutes} * 60) %
      kDaySeconds;
  if (second < kMorningSeconds) return false;
  const std::string day = office.Today().ToString();
  KAOGONG_TRY_ASSIGN(const auto done, office.pool().Read([&](store::Transaction& transaction) {
    return transaction.One<std::string>("SELECT at FROM reminder_round WHERE day = ?", {day});
  }));
  if (done.has_value()) return false;
  // Noted at the end: when this instance dies in between, another goes on; nobody is told twice.
  KAOGONG_TRY(RemindAll(library, 0, notifier));
  KAOGONG_TRY(office.pool().Write([&](store::Transaction& transaction) {
    return transaction.Execute(
        "INSERT INTO reminder_round (day, at) VALUES (?, ?) ON CONFLICT (day) DO NOTHING",
        {day, office.Now().ToString()});
  }));
  return true;
}

}  // namespace kaogong::office::process
