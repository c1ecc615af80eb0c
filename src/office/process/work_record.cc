// SPDX-License-Identifier: Apache-2.0
#include "office/process/work_record.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/process/internal/book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Argument;
using store::Row;

namespace {

// Work may be entered some days ahead, as when it is planned for tomorrow.
constexpr int kDaysAhead = 7;

// A unit's name is that of its latest span.
constexpr std::string_view kColumns =
    "w.id, w.unit_id, (SELECT s.name FROM unit_span s WHERE s.unit_id = w.unit_id "
    "ORDER BY s.valid_from DESC LIMIT 1), w.day, w.title, w.text, w.assessee_id, w.field, "
    "w.account_id, w.author, w.created_at, w.changed_at, w.version, a.kind, a.code, a.name, "
    "t.id, t.title, t.year, t.stage FROM work_record w "
    "LEFT JOIN assessee a ON a.id = w.assessee_id LEFT JOIN assessment t ON t.id = "
    "a.assessment_id ";

WorkRecord ReadRecord(const Row& row, const Actor& actor) {
  WorkRecord made;
  made.id = row.Get<Id>(0);
  made.unit = row.Get<Id>(1);
  made.unit_name = row.Get<std::optional<std::string>>(2).value_or("");
  const auto day = Date::Parse(row.Get<std::string_view>(3));
  if (day.ok()) made.day = day.value();
  made.title = row.Get<std::string>(4);
  made.text = row.Get<std::string>(5);
  const auto assessee = row.Get<std::optional<Id>>(6);
  made.field = row.Get<std::optional<std::string>>(7);
  made.account = row.Get<Id>(8);
  made.author = row.Get<std::string>(9);
  made.is_mine = made.account == actor.account && !actor.is_program;
  made.created_at = row.Get<std::string>(10);
  made.changed_at = row.Get<std::string>(11);
  made.version = row.Get<std::int64_t>(12);
  if (assessee.has_value()) {
    made.assessee = AssesseeName{*assessee, row.Get<std::string>(13), row.Get<std::string>(14),
                                 row.Get<std::string>(15)};
    made.assessment = AssessmentName{row.Get<Id>(16), row.Get<std::string>(17), row.Get<int>(18),
                                     row.Get<std::string>(19)};
  }
  return made;
}

Error NoSuchRecord() {
  return {ErrorCode::kNotFound, Say("没有这条工作纪实，或不在您的范围内",
                                    "There is no such work record, or it is not in your reach")};
}

Result<WorkRecord> Load(const Session& session, Id id, Act act) {
  std::optional<WorkRecord> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}WHERE w.id = ? AND w.archived_at IS NULL{}", kColumns,
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF w */"),
      {id}, [&](const Row& row) { found = ReadRecord(row, session.actor); }));
  if (!found.has_value()) return NoSuchRecord();
  const bool is_own = found->is_mine && MayDo(session.actor, act);
  if (!is_own) {
    const auto allowed =
        RequireOn(session.transaction, session.actor, act, found->unit, session.today);
    if (!allowed.ok()) {
      return allowed.error().code == ErrorCode::kNotFound ? NoSuchRecord() : allowed.error();
    }
  }
  KAOGONG_TRY_ASSIGN(found->evidence, EvidenceOf(session, "work_record", id));
  return *std::move(found);
}

// Whether the actor keeps records for the unit: by his role, or because he works there.
Result<bool> KeepsFor(const Session& session, Id unit) {
  if (RequireOn(session.transaction, session.actor, Act::kAddWorkRecords, unit, session.today).ok())
    return true;
  const std::string today = session.today.ToString();
  KAOGONG_TRY_ASSIGN(const auto count,
                     session.transaction.One<std::int64_t>(
                         "SELECT count(*) FROM appointment WHERE person_id = ? AND unit_id = ? "
                         "AND valid_from <= ? AND (valid_to IS NULL OR valid_to > ?)",
                         {session.actor.person, unit, today, today}));
  return count.value_or(0) > 0;
}

// Checks what a record says against the rest; `made` as it will be.
Result<void> Check(Library& library, const Session& session, const NewWorkRecord& made) {
  Faults faults;
  if (Trim(made.title).empty()) faults.Add("/title", Say("请填写标题", "Give it a title"));
  if (DaysBetween(session.today, made.day) > kDaysAhead) {
    faults.Add("/day", Say("日期太晚：工作纪实记已经做的事",
                           "The day is too far ahead: a record is of work that was done"));
  }
  KAOGONG_TRY_ASSIGN(const bool is_there, KeepsFor(session, made.unit));
  if (!is_there) {
    faults.Add("/unit_id", Say("没有这个单位，或不在您的范围内",
                               "There is no such unit, or it is not in your reach"));
  }
  if (made.field.has_value() && !made.assessee.has_value()) {
    faults.Add("/field", Say("请先选考核对象", "Choose the assessee first"));
  }
  if (made.assessee.has_value()) {
    auto assessee = assessment::FindAssessee(session, *made.assessee, Act::kAddWorkRecords);
    if (!assessee.ok()) {
      faults.Add("/assessee_id", Say("没有这个考核对象，或不在您的范围内",
                                     "There is no such assessee, or it is not in your reach"));
    } else if (made.field.has_value()) {
      Book book(library, session);
      KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessee.value().assessment));
      const scheme::KindId kind = frame->scheme().FindKind(assessee.value().kind);
      if (kind == scheme::kNone || frame->scheme().FindField(kind, *made.field) == scheme::kNone) {
        faults.Add("/field", Say("办法中没有这一项", "The regulation has no such field"));
      }
    }
  }
  return std::move(faults).Finish();
}

EvidenceHolder HolderOf(Id id, const NewWorkRecord& made) {
  return {"work_record", id, made.day.ToString() + " " + made.title, made.assessee, made.unit};
}

}  // namespace

Result<Listing<WorkRecord>> ListWorkRecords(const Office& office, const Actor& actor,
                                            const WorkRecordFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewProcess));
  return office.Read(actor, [&](Session& session) -> Result<Listing<WorkRecord>> {
    Reach reach = ReachOf(actor, Act::kViewProcess);
    if (filter.unit.has_value()) {
      KAOGONG_TRY(
          RequireOn(session.transaction, actor, Act::kViewProcess, *filter.unit, session.today));
      reach = Reach{false, {*filter.unit}};
    }
    const WithinReach within(reach, session.today);
    std::vector<Argument> arguments = within.arguments();
    std::string where = "WHERE w.archived_at IS NULL";
    if (!reach.is_everywhere) {
      where += filter.unit.has_value()
                   ? " AND w.unit_id IN (SELECT id FROM within)"
                   : " AND (w.unit_id IN (SELECT id FROM within) OR w.account_id = ?)";
      if (!filter.unit.has_value()) arguments.emplace_back(actor.account);
    }
    const auto add = [&](std::string_view condition, Argument argument) {
      where += condition;
      arguments.push_back(argument);
    };
    if (filter.assessee.has_value()) add(" AND w.assessee_id = ?", *filter.assessee);
    if (!filter.field.empty()) add(" AND w.field = ?", filter.field);
    const std::string from = filter.from.value_or(Date()).ToString();
    const std::string to = filter.to.value_or(Date()).ToString();
    if (filter.from.has_value()) add(" AND w.day >= ?", from);
    if (filter.to.has_value()) add(" AND w.day <= ?", to);
    if (filter.is_mine) add(" AND w.account_id = ?", actor.account);
    if (!filter.query.empty()) {
      where +=
          " AND (/*sqlite: instr *//*postgres: strpos */(w.title, ?) > 0 "
          "OR /*sqlite: instr *//*postgres: strpos */(w.text, ?) > 0)";
      arguments.emplace_back(filter.query);
      arguments.emplace_back(filter.query);
    }
    Listing<WorkRecord> listing;
    KAOGONG_TRY(session.transaction.Query(
        within.with() + "SELECT count(*) FROM work_record w " + where, arguments,
        [&](const Row& row) { listing.total = row.Get<std::int64_t>(0); }));
    arguments.emplace_back(page.size);
    arguments.emplace_back(page.offset());
    KAOGONG_TRY(session.transaction.Query(
        within.with() + "SELECT " + std::string(kColumns) + where +
            " ORDER BY w.day DESC, w.id DESC LIMIT ? OFFSET ?",
        arguments, [&](const Row& row) { listing.items.push_back(ReadRecord(row, actor)); }));
    for (WorkRecord& record : listing.items) {
      KAOGONG_TRY_ASSIGN(record.evidence, EvidenceOf(session, "work_record", record.id));
    }
    return listing;
  });
}

Result<WorkRecord> FindWorkRecord(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor, [&](Session& session) { return Load(session, id, Act::kViewProcess); });
}

Result<WorkRecord> AddWorkRecord(Library& library, const Actor& actor, const NewWorkRecord& made) {
  KAOGONG_TRY(Require(actor, Act::kAddWorkRecords));
  return library.office().Write(actor, [&](Change& change) -> Result<WorkRecord> {
    KAOGONG_TRY(Check(library, change, made));
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    const std::string now = change.now.ToString();
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO work_record (id, unit_id, day, title, text, assessee_id, field, account_id, "
        "author, created_at, changed_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        {id, made.unit, made.day.ToString(), Trim(made.title), made.text, made.assessee, made.field,
         actor.account, actor.name, now, now}));
    KAOGONG_TRY(Attach(change, HolderOf(id, made), made.evidence, "/evidence_ids"));
    change.Record(
        "work_record.add", fmt::format("work_record/{}", id),
        Detail().Set("unit", made.unit).Set("day", made.day.ToString()).Set("title", made.title));
    return Load(change, id, Act::kAddWorkRecords);
  });
}

Result<WorkRecord> ChangeWorkRecord(Library& library, const Actor& actor, Id id,
                                    const WorkRecordChange& wanted) {
  return library.office().Write(actor, [&](Change& change) -> Result<WorkRecord> {
    KAOGONG_TRY_ASSIGN(const WorkRecord before, Load(change, id, Act::kAddWorkRecords));
    if (!before.is_mine && !actor.is_program) {
      return Error{
          ErrorCode::kNotPermitted,
          Say("工作纪实只能由记录人{}修改", "Only its author, {}, may change it", before.author)};
    }
    if (before.version != wanted.version) return Stale(Say("这条工作纪实", "The work record"));
    NewWorkRecord after;
    after.unit = before.unit;
    after.day = wanted.day.value_or(before.day);
    after.title = wanted.title.value_or(before.title);
    after.text = wanted.text.value_or(before.text);
    after.assessee = before.assessee ? std::optional(before.assessee->id) : std::nullopt;
    if (wanted.assessee.has_value()) after.assessee = *wanted.assessee;
    after.field = wanted.field.value_or(before.field);
    if (!after.assessee.has_value() && !wanted.field.has_value()) after.field.reset();
    for (const Evidence& file : before.evidence) after.evidence.push_back(file.id);
    if (wanted.evidence.has_value()) after.evidence = *wanted.evidence;
    KAOGONG_TRY(Check(library, change, after));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE work_record SET day = ?, title = ?, text = ?, assessee_id = ?, field = ?, "
        "changed_at = ?, version = version + 1 WHERE id = ?",
        {after.day.ToString(), Trim(after.title), after.text, after.assessee, after.field,
         change.now.ToString(), id}));
    KAOGONG_TRY(Attach(change, HolderOf(id, after), after.evidence, "/evidence_ids"));
    Detail detail;
    detail.SetChange("title", before.title, after.title);
    detail.SetChange("day", before.day.ToString(), after.day.ToString());
    detail.SetFlag("text_changed", before.text != after.text);
    change.Record("work_record.change", fmt::format("work_record/{}", id), std::move(detail));
    return Load(change, id, Act::kAddWorkRecords);
  });
}

Result<void> ArchiveWorkRecord(const Office& office, const Actor& actor, Id id) {
  return office.Write(actor, [&](Change& change) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const WorkRecord before, Load(change, id, Act::kAddWorkRecords));
    if (!before.is_mine && !actor.is_program) {
      return Error{
          ErrorCode::kNotPermitted,
          Say("工作纪实只能由记录人{}归档", "Only its author, {}, may archive it", before.author)};
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE work_record SET archived_at = ?, version = version + 1 WHERE id = ?",
        {change.now.ToString(), id}));
    change.Record("work_record.archive", fmt::format("work_record/{}", id),
                  Detail().Set("title", before.title));
    return {};
  });
}

}  // namespace kaogong::office::process
