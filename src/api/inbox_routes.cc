// SPDX-License-Identifier: Apache-2.0
// What waits for the user, and reminders of it.
#include "api/process_json.h"
#include "api/process_routes.h"
#include "office/process/inbox.h"
#include "office/process/reminder.h"

namespace kaogong::api {

namespace {

namespace pro = office::process;

Json ItemJson(const pro::InboxItem& item, Language language) {
  return {{"title", item.title.In(language)},
          {"detail", item.detail.In(language)},
          {"due", item.due ? Json(item.due->ToString()) : Json(nullptr)},
          {"days_left", OrNull(item.days_left)},
          {"state", pro::NameOf(item.state)},
          {"link", item.link}};
}

Answer GetInbox(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto inbox, pro::OpenInbox(desk.library(), call.actor()));
  Json groups = Json::array();
  for (const pro::InboxGroup& group : inbox.groups) {
    Json items = Json::array();
    for (const pro::InboxItem& item : group.items) items.push_back(ItemJson(item, call.language));
    groups.push_back({{"code", group.code},
                      {"title", group.title.In(call.language)},
                      {"count", group.count},
                      {"overdue", group.overdue},
                      {"is_more", group.is_more},
                      {"items", std::move(items)}});
  }
  return Reply({{"total", inbox.total}, {"overdue", inbox.overdue}, {"groups", std::move(groups)}});
}

Answer ListReminders(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto reminders, pro::ListReminders(desk.library().office(), call.actor(),
                                                              call.QueryFlag("unread"), page));
  Json json = ListJson(reminders.list, page, [&](const pro::Reminder& reminder) {
    return Json{{"id", Wire(reminder.id)},
                {"day", reminder.day},
                {"title", reminder.title.In(call.language)},
                {"detail", reminder.detail.In(call.language)},
                {"link", reminder.link},
                {"created_at", reminder.created_at},
                {"is_read", reminder.is_read}};
  });
  json["unread"] = reminders.unread;
  return Reply(json);
}

Answer MarkRead(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(pro::ReadReminder(desk.library().office(), call.actor(), id));
  return http::Response(204);
}

Answer Remind(ProcessDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto reminded,
                     pro::RemindOf(desk.library(), call.actor(), id, desk.notifier()));
  return Reply({{"reminded", reminded.reminded}, {"already_reminded", reminded.already}});
}

}  // namespace

void AddInboxRoutes(Routes& routes, ProcessDesk& desk) {
  routes.Get("/inbox", WithDesk(desk, GetInbox));
  routes.Get("/reminders", WithDesk(desk, ListReminders));
  routes.Post("/reminders/{id}/read", WithDesk(desk, MarkRead));
  routes.Post("/assessments/{id}/remind", WithDesk(desk, Remind));
}

}  // namespace kaogong::api
