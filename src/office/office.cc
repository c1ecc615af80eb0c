// SPDX-License-Identifier: Apache-2.0
#include "office/office.h"

namespace kaogong::office {

void Change::Record(std::string act, std::string subject, Detail detail) {
  act_ = std::move(act);
  subject_ = std::move(subject);
  detail_ = std::move(detail);
}

std::optional<store::AuditRecord> Change::TakeRecord() {
  if (is_nothing_) return std::nullopt;
  KAOGONG_ASSERT(!act_.empty());
  const std::string who =
      actor.is_program ? std::string("program") : fmt::format("account/{}", actor.account);
  return store::AuditRecord{now.ToString(), who, std::move(act_), std::move(subject_),
                            detail_.ToJson()};
}

Result<void> Office::RequireWriter(const Actor& actor) {
  if (!actor.is_viewing_as) return {};
  return Error{ErrorCode::kNotPermitted,
               Say("正在以他人身份查看，只能看，不能改；请先退出查看",
                   "You are looking as another user: read only. Leave that view first")};
}

Result<void> Office::Append(Change& change) {
  const auto record = change.TakeRecord();
  if (!record.has_value()) return {};
  KAOGONG_TRY_ASSIGN(const auto mark, store::AppendAudit(change.transaction, *record));
  static_cast<void>(mark);
  return {};
}

Error Stale(const Text& what) {
  return {ErrorCode::kConflict,
          Text{fmt::format("{}已被别人修改，您的修改没有保存；请对照最新内容后再保存", what.zh),
               fmt::format("{} was changed by somebody else, so your change is not saved; compare "
                           "with the latest and save again",
                           what.en)}};
}

}  // namespace kaogong::office
