// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/assessees.h"

#include <utility>

#include "office/assessment/assessments.h"
#include "office/assessment/internal/additions.h"

namespace kaogong::office::assessment {

namespace {

using store::Argument;
using store::Row;

std::string LikePattern(std::string_view text, bool from_the_beginning) {
  std::string pattern = from_the_beginning ? "" : "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

std::optional<Named> NamedAt(const Row& row, std::size_t id, std::size_t name) {
  const auto found = row.Get<std::optional<Id>>(id);
  if (!found.has_value()) return std::nullopt;
  return Named{*found, row.Get<std::optional<std::string>>(name).value_or("")};
}

Result<Listing<AssesseeView>> RunList(const Session& session, Id assessment,
                                      const AssesseeQuery& query) {
  const Reach reach = ReachOf(session.actor, Act::kViewAssessments);
  const WithinReach within(reach, session.today);
  std::string with;
  std::vector<Argument> arguments;
  std::string where = "WHERE a.assessment_id = ? AND a.kind <> '全体' ";
  if (!reach.is_everywhere) {
    with = within.with();
    arguments = within.arguments();
    where += "AND (a.unit_id IN (SELECT id FROM within) OR a.person_id = ?) ";
  }
  arguments.emplace_back(assessment);
  if (!reach.is_everywhere) arguments.emplace_back(session.actor.person);
  if (!query.kind.empty()) {
    where += "AND a.kind = ? ";
    arguments.emplace_back(query.kind);
  }
  if (query.parent.has_value()) {
    where += "AND a.parent_id = ? ";
    arguments.emplace_back(*query.parent);
  }
  const std::string anywhere = LikePattern(query.contains, false);
  const std::string beginning = LikePattern(query.contains, true);
  if (!query.contains.empty()) {
    where += "AND (a.name LIKE ? ESCAPE '!' OR a.code LIKE ? ESCAPE '!') ";
    arguments.emplace_back(anywhere);
    arguments.emplace_back(beginning);
  }
  Listing<AssesseeView> list;
  KAOGONG_TRY(
      session.transaction.Query(with + "SELECT count(*) FROM assessee a " + where, arguments,
                                [&](const Row& row) { list.total = row.Get<std::int64_t>(0); }));
  arguments.emplace_back(query.page.size);
  arguments.emplace_back(query.page.offset());
  KAOGONG_TRY(session.transaction.Query(
      fmt::format(
          "{}SELECT {}, p.name, (SELECT s.name FROM unit_span s WHERE s.unit_id = a.unit_id "
          "ORDER BY s.valid_from DESC LIMIT 1), n.name FROM assessee a "
          "LEFT JOIN assessee p ON p.id = a.parent_id "
          "LEFT JOIN person n ON n.id = a.person_id "
          "{}ORDER BY a.kind, a.place, a.id LIMIT ? OFFSET ?",
          with, kAssesseeColumns, where),
      arguments, [&](const Row& row) {
        AssesseeView view;
        view.row = ReadAssessee(row);
        view.parent = NamedAt(row, 5, 10);
        view.unit = NamedAt(row, 7, 11);
        view.person = NamedAt(row, 8, 12);
        list.items.push_back(std::move(view));
      }));
  return list;
}

// What would be left without its row.
Result<void> RequireNothingBelow(const Session& session, const AssesseeRow& row) {
  KAOGONG_TRY_ASSIGN(const auto below,
                     session.transaction.One<std::int64_t>(
                         "SELECT count(*) FROM assessee WHERE parent_id = ?", {row.id}));
  if (below.value_or(0) > 0) {
    return Error{ErrorCode::kConflict,
                 Say("“{0}”下面还有 {1} 个考核对象，请先删除它们",
                     "{1} assessees stand below '{0}'; delete them first", row.name, *below)};
  }
  KAOGONG_TRY_ASSIGN(const auto sheets,
                     session.transaction.One<std::int64_t>(
                         "SELECT count(*) FROM target_sheet WHERE assessee_id = ?", {row.id}));
  if (sheets.value_or(0) > 0) {
    return Error{
        ErrorCode::kConflict,
        Say("“{}”已有目标表，不能删除", "'{}' has a target sheet and cannot be deleted", row.name)};
  }
  return {};
}

}  // namespace

Result<Listing<AssesseeView>> ListAssessees(library::Library& library, const Actor& actor,
                                            Id assessment, const AssesseeQuery& query) {
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<AssesseeView>> {
    KAOGONG_TRY(LoadVisible(library, session, assessment));
    return RunList(session, assessment, query);
  });
}

Result<AddedAssessees> AddAssessees(library::Library& library, const Actor& actor, Id assessment,
                                    const NewAssessees& wanted) {
  return library.office().Write(actor, [&](Change& change) -> Result<AddedAssessees> {
    KAOGONG_TRY_ASSIGN(const Frame frame, LoadManaged(library, change, assessment, std::nullopt));
    KAOGONG_TRY(RequireStage(frame.row, {Stage::kPreparing}));
    internal::Additions additions(change, frame);
    KAOGONG_TRY(additions.Load());
    KAOGONG_TRY(additions.Take(wanted));
    KAOGONG_TRY_ASSIGN(const AddedAssessees added, additions.Write());
    if (added.added == 0) {
      change.RecordNothing();
      return added;
    }
    KAOGONG_TRY(RaiseVersion(change, assessment));
    change.Record("assessment.add_assessees", fmt::format("assessment/{}", assessment),
                  Detail().Set("kind", wanted.kind).Set("added", added.added));
    return added;
  });
}

Result<AddedAssessees> ImportAssessees(library::Library& library, const Actor& actor, Id assessment,
                                       std::string_view bytes, std::string_view file,
                                       Issues* issues) {
  return library.office().Write(actor, [&](Change& change) -> Result<AddedAssessees> {
    Issues found;  // The body may run again.
    KAOGONG_TRY_ASSIGN(const Frame frame, LoadManaged(library, change, assessment, std::nullopt));
    KAOGONG_TRY(RequireStage(frame.row, {Stage::kPreparing}));
    internal::Additions additions(change, frame);
    KAOGONG_TRY(additions.Load());
    const auto read = additions.ReadWorkbook(bytes, file, &found);
    if (!read.ok() || found.has_errors()) {
      *issues = std::move(found);
      if (!read.ok()) return read.error();
      return Error{
          ErrorCode::kInvalidInput,
          Say("表中有 {} 处问题，没有写入任何内容",
              "{} things in the tables are wrong; nothing was written", issues->error_count())};
    }
    KAOGONG_TRY_ASSIGN(const AddedAssessees added, additions.Write());
    *issues = std::move(found);
    if (added.added == 0) {
      change.RecordNothing();
      return added;
    }
    KAOGONG_TRY(RaiseVersion(change, assessment));
    change.Record("assessment.import_assessees", fmt::format("assessment/{}", assessment),
                  Detail().Set("file", file).Set("added", added.added));
    return added;
  });
}

Result<void> DeleteAssessee(library::Library& library, const Actor& actor, Id assessee) {
  return library.office().Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY(Require(actor, Act::kManageAssessments));
    std::optional<AssesseeRow> row;
    KAOGONG_TRY(change.transaction.Query(
        fmt::format("SELECT {} FROM assessee a WHERE a.id = ?", kAssesseeColumns), {assessee},
        [&](const Row& found) { row = ReadAssessee(found); }));
    if (!row.has_value()) {
      return Error{ErrorCode::kNotFound, Say("没有这个考核对象", "There is no such assessee")};
    }
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       LoadManaged(library, change, row->assessment, std::nullopt));
    KAOGONG_TRY(RequireStage(frame.row, {Stage::kPreparing}));
    KAOGONG_TRY(RequireNothingBelow(change, *row));
    KAOGONG_TRY(change.transaction.Execute("DELETE FROM assessee WHERE id = ?", {assessee}));
    KAOGONG_TRY(RaiseVersion(change, row->assessment));
    change.Record("assessment.delete_assessee", fmt::format("assessment/{}", row->assessment),
                  Detail().Set("kind", row->kind).Set("code", row->code).Set("name", row->name));
    return {};
  });
}

}  // namespace kaogong::office::assessment
