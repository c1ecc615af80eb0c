// SPDX-License-Identifier: Apache-2.0
#include "office/target/publicity.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/like_pattern.h"
#include "office/target/values.h"

namespace kaogong::office::target {

namespace {

using store::Row;

// Sheets that anybody may read: laid open, and still open today (the argument).
constexpr std::string_view kOpen =
    "s.state IN ('published', 'signed_by_assessee', 'signed') AND s.comment_until >= ? ";

// Nobody in particular.
Actor Visitor() {
  Actor actor;
  actor.name = "visitor";
  // The text of the regulation is public with the targets.
  actor.is_program = true;
  return actor;
}

Error NothingOpen() {
  return {ErrorCode::kNotFound,
          Say("这项考核现在没有公示的目标", "No targets of this assessment stand open to comment")};
}

Result<void> AddSheets(const Session& session, std::string_view contains, Page page,
                       PublicTargets* to) {
  const std::string today = session.today.ToString();
  const std::string pattern = LikePattern(contains);
  const auto from = fmt::format(
      "FROM target_sheet s JOIN assessee a ON a.id = s.assessee_id WHERE {}AND s.assessment_id = ? "
      "AND a.kind = ? AND a.name LIKE ? ESCAPE '!' ",
      kOpen);
  const auto total = session.transaction.One<std::int64_t>(
      "SELECT count(*) " + from, {today, to->frame.row.id, to->kind, pattern});
  KAOGONG_TRY(total);
  to->sheets.total = total.value().value_or(0);
  std::vector<Id> ids;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT s.id, a.code, a.name " + from + "ORDER BY a.place, a.id LIMIT ? OFFSET ?",
      {today, to->frame.row.id, to->kind, pattern, page.size, page.offset()}, [&](const Row& row) {
        ids.push_back(row.Get<Id>(0));
        to->sheets.items.push_back(
            {row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2), {}});
      }));
  KAOGONG_TRY_ASSIGN(const auto values, LoadValues(session, ids));
  std::map<std::tuple<Id, std::string, int>, std::optional<std::string>> texts;
  for (const ValueRow& row : values) {
    const Term* term = FindTerm(to->terms, row.field);
    if (term == nullptr || !row.units.has_value()) continue;
    texts[{row.sheet, row.field, row.period}] = ValueText(*term, *row.units);
  }
  for (PublicSheet& sheet : to->sheets.items) {
    for (const PublicColumn& column : to->columns) {
      const auto text = texts.find({sheet.sheet, column.term->field->name, column.period});
      sheet.values.push_back(text == texts.end() ? std::nullopt : text->second);
    }
  }
  return {};
}

}  // namespace

Result<std::vector<CommentView>> ListComments(library::Library& library, const Actor& actor,
                                              Id sheet) {
  return library.office().Read(actor, [&](Session& session) -> Result<std::vector<CommentView>> {
    KAOGONG_TRY(OpenSheet(library, session, sheet, Act::kViewAssessments));
    std::vector<CommentView> comments;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT id, made_by, made_at, text FROM target_comment WHERE sheet_id = ? ORDER BY id",
        {sheet}, [&](const Row& row) {
          comments.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2),
                              row.Get<std::string>(3)});
        }));
    return comments;
  });
}

Result<CommentView> AddComment(library::Library& library, const Actor& actor, Id sheet,
                               std::string_view text) {
  return library.office().Write(actor, [&](Change& change) -> Result<CommentView> {
    KAOGONG_TRY_ASSIGN(const Opened opened, LoadSheet(library, change, sheet));
    if (!opened.sheet.comment_until.has_value()) {
      return Error{ErrorCode::kNotFound,
                   Say("没有这张公示的目标表", "There is no such published target sheet")};
    }
    Faults faults;
    if (Trim(text).empty() || CountCodePoints(text) > kCommentCharactersMax) {
      faults.Add("/text", Say("请写明意见，不超过 {} 个字", "Write at most {} characters",
                              kCommentCharactersMax));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    if (!opened.sheet.IsOpenToComment(change.today)) {
      return Error{ErrorCode::kConflict,
                   Say("公示已于 {} 结束，不再接受意见", "Comments were open until {}",
                       opened.sheet.comment_until->ToString())};
    }
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    const CommentView made{id, actor.name, change.now.ToString(), std::string(Trim(text))};
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO target_comment (id, sheet_id, account_id, made_by, made_at, text) "
        "VALUES (?, ?, ?, ?, ?, ?)",
        {id, sheet, actor.account, made.by, made.at, made.text}));
    change.Record("target_sheet.comment", fmt::format("target_sheet/{}", sheet),
                  Detail().Set("assessee", opened.assessee.name));
    return made;
  });
}

Result<std::vector<PublicAssessment>> ListPublicTargets(const Office& office) {
  const Actor visitor = Visitor();
  return office.Read(visitor, [&](Session& session) -> Result<std::vector<PublicAssessment>> {
    std::vector<PublicAssessment> open;
    const std::string today = session.today.ToString();
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT m.id, m.title, m.year, max(s.comment_until), count(*) "
                    "FROM target_sheet s JOIN assessment m ON m.id = s.assessment_id WHERE {}"
                    "GROUP BY m.id, m.title, m.year ORDER BY m.year DESC, m.id DESC",
                    kOpen),
        {today}, [&](const Row& row) {
          open.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<int>(2),
                          row.Get<std::string>(3), row.Get<std::int64_t>(4)});
        }));
    return open;
  });
}

Result<PublicTargets> GetPublicTargets(library::Library& library, Id assessment,
                                       std::string_view kind, std::string_view contains,
                                       Page page) {
  const Actor visitor = Visitor();
  return library.office().Read(visitor, [&](Session& session) -> Result<PublicTargets> {
    const auto loaded = assessment::LoadFrame(library, session, assessment);
    if (!loaded.ok())
      return loaded.error().code == ErrorCode::kNotFound ? NothingOpen() : loaded.error();
    PublicTargets to;
    to.frame = loaded.value();
    const std::string today = session.today.ToString();
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("SELECT a.kind, max(s.comment_until) FROM target_sheet s JOIN assessee a "
                    "ON a.id = s.assessee_id WHERE {}AND s.assessment_id = ? GROUP BY a.kind",
                    kOpen),
        {today, assessment}, [&](const Row& row) {
          to.kinds.push_back(row.Get<std::string>(0));
          to.comment_until = std::max(to.comment_until, row.Get<std::string>(1));
        }));
    if (to.kinds.empty()) return NothingOpen();
    // In the order of the regulation.
    std::ranges::sort(to.kinds, {},
                      [&](const std::string& name) { return to.frame.scheme().FindKind(name); });
    to.kind = kind.empty() ? to.kinds.front() : std::string(kind);
    if (std::ranges::find(to.kinds, to.kind) == to.kinds.end()) return NothingOpen();
    to.terms = TermsOf(to.frame, to.frame.scheme().FindKind(to.kind));
    for (const Term& term : to.terms) {
      for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
        to.columns.push_back({&term, period});
      }
    }
    KAOGONG_TRY(AddSheets(session, contains, page, &to));
    return to;
  });
}

}  // namespace kaogong::office::target
