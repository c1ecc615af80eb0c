// SPDX-License-Identifier: Apache-2.0
#include "office/process/record.h"

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "facts/cell_text.h"
#include "office/faults.h"
#include "office/process/internal/kinds.h"
#include "office/process/internal/sheet_book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Argument;
using store::Row;

namespace {

constexpr std::size_t kClaimsMax = 20;

constexpr std::string_view kColumns =
    "r.id, r.assessment_id, r.kind, r.field, r.day, r.units, r.state, r.basis, r.matter, "
    "r.proposed_by, r.proposed_name, r.proposed_at, r.decided_by, r.decided_name, r.decided_at, "
    "r.decision_note, r.withdraw_reason, r.version, a.id, a.kind, a.code, a.name FROM record r "
    "JOIN assessee a ON a.id = r.assessee_id ";

struct Stored {
  Record record;
  Id assessment = 0;
  std::optional<std::int64_t> units;
  std::string matter;
};

Stored ReadRecord(const Row& row, const Actor& actor) {
  Stored stored;
  Record& made = stored.record;
  made.id = row.Get<Id>(0);
  stored.assessment = row.Get<Id>(1);
  made.kind = row.Get<std::string>(2);
  made.field = row.Get<std::optional<std::string>>(3);
  const auto day = Date::Parse(row.Get<std::string_view>(4));
  if (day.ok()) made.day = day.value();
  stored.units = row.Get<std::optional<std::int64_t>>(5);
  made.state = RecordStateNamed(row.Get<std::string_view>(6)).value_or(RecordState::kProposed);
  made.basis = row.Get<std::string>(7);
  stored.matter = row.Get<std::string>(8);
  made.proposer = row.Get<Id>(9);
  made.proposed_by = row.Get<std::string>(10);
  made.proposed_at = row.Get<std::string>(11);
  made.is_mine = made.proposer == actor.account && !actor.is_program;
  made.decider = row.Get<std::optional<Id>>(12);
  made.decided_by = row.Get<std::optional<std::string>>(13);
  made.decided_at = row.Get<std::optional<std::string>>(14);
  made.decision_note = row.Get<std::optional<std::string>>(15);
  const auto withdrawn = row.Get<std::optional<std::string>>(16);
  if (withdrawn.has_value()) made.decision_note = withdrawn;
  made.version = row.Get<std::int64_t>(17);
  made.assessee = {row.Get<Id>(18), row.Get<std::string>(19), row.Get<std::string>(20),
                   row.Get<std::string>(21)};
  return stored;
}

// The basis without blanks and in half width: two that mean the same are the same.
std::string MatterOf(std::string_view basis) {
  const std::string normal = NormalizeFullWidth(basis);
  std::string matter;
  for (const char c : normal) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') matter.push_back(c);
  }
  return matter;
}

Error NoSuchRecord() {
  return {ErrorCode::kNotFound, Say("没有这条记录，或不在您的范围内",
                                    "There is no such record, or it is not in your reach")};
}

// Who may propose may take back; who may approve may withdraw, as long as nothing is published.
void SetMay(const Session& session, const Frame& frame, Record* record) {
  const bool is_open = frame.row.stage < Stage::kNotice;
  const bool approves = MayDo(session.actor, Act::kApproveEvents) && !session.actor.is_viewing_as;
  record->may_decide =
      is_open && approves && record->state == RecordState::kProposed && !record->is_mine;
  record->may_withdraw = is_open && ((record->state == RecordState::kProposed && record->is_mine) ||
                                     (record->state == RecordState::kApproved && approves &&
                                      record->decider != session.actor.account));
}

Result<void> AddClaims(const Session& session, const Stored& stored, Record* record) {
  return session.transaction.Query(
      "SELECT r.id, a.name, r.state FROM record r JOIN assessee a ON a.id = r.assessee_id "
      "WHERE r.assessment_id = ? AND r.day = ? AND r.matter = ? AND r.id <> ? "
      "AND r.state IN ('proposed', 'approved') ORDER BY r.id LIMIT ?",
      {stored.assessment, record->day.ToString(), stored.matter, record->id,
       static_cast<std::int64_t>(kClaimsMax)},
      [&](const Row& row) {
        record->claimed_by.push_back(
            {row.Get<Id>(0), row.Get<std::string>(1),
             RecordStateNamed(row.Get<std::string_view>(2)).value_or(RecordState::kProposed)});
      });
}

// Adds what stands elsewhere.
Result<Record> Complete(Book& book, Stored stored) {
  const Session& session = book.session();
  Record& record = stored.record;
  KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(stored.assessment));
  record.assessment = NameOf(frame->row);
  const scheme::Scheme& scheme = frame->scheme();
  record.title = record.field.value_or(record.kind);
  const scheme::KindId kind = scheme.FindKind(record.assessee.kind);
  if (record.field.has_value() && kind != scheme::kNone) {
    const scheme::FieldId field = scheme.FindField(kind, *record.field);
    const FieldUse* use = field == scheme::kNone ? nullptr : frame->UseOf(field);
    if (use != nullptr) {
      record.unit = scheme.field(field).unit;
      if (stored.units.has_value() && scheme.field(field).type == scheme::Type::kNumber) {
        record.amount = UnitsText(scheme.field(field), use->places, *stored.units);
      }
    }
  }
  KAOGONG_TRY(session.transaction.Query(
      "SELECT field, value FROM record_value WHERE record_id = ?", {record.id},
      [&](const Row& row) {
        record.values.push_back({row.Get<std::string>(0), row.Get<std::string>(1)});
      }));
  // In the order of the regulation.
  const scheme::KindId of = record.kind.empty() ? scheme::kNone : scheme.FindKind(record.kind);
  if (of != scheme::kNone) {
    std::ranges::stable_sort(record.values, {}, [&](const RecordValue& value) {
      return scheme.FindField(of, value.field);
    });
  }
  KAOGONG_TRY_ASSIGN(record.evidence, EvidenceOf(session, "record", record.id));
  KAOGONG_TRY(AddClaims(session, stored, &record));
  SetMay(session, *frame, &record);
  return std::move(record);
}

Result<Stored> Load(const Session& session, Id id, Act act) {
  std::optional<Stored> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}WHERE r.id = ?{}", kColumns,
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF r */"),
      {id}, [&](const Row& row) { found = ReadRecord(row, session.actor); }));
  if (!found.has_value()) return NoSuchRecord();
  if (found->record.is_mine && MayDo(session.actor, act)) return *std::move(found);
  const auto allowed = assessment::FindAssessee(session, found->record.assessee.id, act);
  if (!allowed.ok()) {
    return allowed.error().code == ErrorCode::kNotFound ? NoSuchRecord() : allowed.error();
  }
  return *std::move(found);
}

// One proposal, checked part by part.
class Proposal {
 public:
  Proposal(Book& book, Change& change, const NewRecord& made)
      : book_(book), change_(change), made_(made) {}

  Result<Record> Make() {
    KAOGONG_TRY(Find());
    if (frame_ != nullptr && assessee_.id != 0) {
      KAOGONG_TRY(CheckKind());
      CheckDay();
    }
    if (Trim(made_.basis).empty()) faults_.Add("/basis", Say("请写明依据", "Give its basis"));
    KAOGONG_TRY(std::move(faults_).Finish());
    KAOGONG_TRY(
        assessment::RequireStage(frame_->row, {Stage::kTargets, Stage::kProcess, Stage::kResults}));
    KAOGONG_TRY(RefuseTwice());
    return Insert();
  }

 private:
  Result<void> Find() {
    auto frame = book_.FrameOf(made_.assessment);
    if (!frame.ok()) {
      if (frame.error().code != ErrorCode::kNotFound) return frame.error();
      faults_.Add("/assessment_id", frame.error().message);
      return {};
    }
    frame_ = frame.value();
    auto assessee = assessment::FindAssessee(change_, made_.assessee, Act::kProposeEvents);
    if (!assessee.ok() || assessee.value().assessment != made_.assessment) {
      faults_.Add("/assessee_id", Say("没有这个考核对象，或不在您的范围内",
                                      "There is no such assessee, or it is not in your reach"));
      return {};
    }
    assessee_ = std::move(assessee).value();
    return {};
  }

  Result<void> CheckKind() {
    KAOGONG_TRY_ASSIGN(const auto kinds, KindsOf(change_, *frame_));
    const auto kind = std::ranges::find_if(kinds, [&](const RecordKind& one) {
      return one.kind == made_.kind && one.field.value_or("") == made_.field.value_or("");
    });
    const std::string_view pointer = made_.kind.empty() ? "/field" : "/kind";
    if (kind == kinds.end()) {
      faults_.Add(std::string(pointer),
                  Say("办法中没有这类事项", "The regulation has no such records"));
      return {};
    }
    if (kind->role == RecordKind::Role::kPanel) {
      faults_.Add("/kind",
                  Say("这一项由评委打分，不能提出", "A panel scores this; it cannot be proposed"));
      return {};
    }
    if (kind->parent_kind != assessee_.kind) {
      faults_.Add("/assessee_id",
                  Say("这类事项属于“{0}”，不是“{1}”", "These records are about a {0}, not a {1}",
                      kind->parent_kind, assessee_.kind));
    }
    title_ = kind->title;
    if (kind->role == RecordKind::Role::kEvent) {
      CheckAmount(kind->fields.front());
    } else {
      CheckValues(*kind);
    }
    return {};
  }

  void AddProblem(std::string pointer, const facts::CellProblem& problem) {
    Text message = problem.message;
    if (!problem.hint.empty()) {
      message.zh += "；" + problem.hint.zh;
      message.en += "; " + problem.hint.en;
    }
    faults_.Add(std::move(pointer), std::move(message));
  }

  void CheckAmount(const scheme::Field& field) {
    if (!made_.values.empty())
      faults_.Add("/values", Say("事项只填数量", "An event has an amount only"));
    if (field.type == scheme::Type::kBoolean) {
      if (made_.amount.has_value())
        faults_.Add("/amount", Say("这一项没有数量", "This has no amount"));
      units_ = 1;
      return;
    }
    facts::CellValue value;
    const auto problem = facts::ReadCell(field, made_.amount.value_or(""), &value);
    if (problem.has_value()) {
      AddProblem("/amount", *problem);
    } else if (value.presence != facts::Presence::kPresent || value.units == 0) {
      faults_.Add("/amount", Say("请填写数量", "Give the amount"));
    }
    units_ = value.units;
  }

  void CheckValues(const RecordKind& kind) {
    if (made_.amount.has_value())
      faults_.Add("/amount",
                  Say("明细没有数量，请填各栏", "A record has no amount; fill in its fields"));
    for (const RecordValue& given : made_.values) {
      if (std::ranges::find(kind.fields, given.field, &scheme::Field::name) == kind.fields.end()) {
        faults_.Add("/values/" + given.field,
                    Say("办法中没有这一栏", "The regulation has no such field"));
      }
    }
    for (const scheme::Field& field : kind.fields) {
      const auto given = std::ranges::find(made_.values, field.name, &RecordValue::field);
      std::string text = given == made_.values.end() ? "" : std::string(Trim(given->value));
      // The day of the record is the day it counts for.
      if (kind.date_field == field.name && text.empty()) text = made_.day.ToString();
      facts::CellValue value;
      if (const auto problem = facts::ReadCell(field, text, &value)) {
        AddProblem("/values/" + field.name, *problem);
        continue;
      }
      if (value.presence == facts::Presence::kMissing) {
        if (field.missing != scheme::Missing::kZero && field.missing != scheme::Missing::kExempt) {
          faults_.Add("/values/" + field.name, Say("必须填写", "This is required"));
        }
        continue;
      }
      if (kind.date_field == field.name && value.presence == facts::Presence::kPresent &&
          value.units != made_.day.days_since_epoch()) {
        faults_.Add("/values/" + field.name,
                    Say("与发生日期不一致", "It is not the day of the record"));
      }
      values_.push_back({field.name, CanonicalOf(field, value, text)});
    }
  }

  // The value as one way of writing it.
  static std::string CanonicalOf(const scheme::Field& field, const facts::CellValue& value,
                                 const std::string& text) {
    if (value.presence == facts::Presence::kNotApplicable) return "不适用";
    if (field.type == scheme::Type::kText) return text;
    return UnitsText(field, field.places_max, value.units);
  }

  void CheckDay() {
    if (made_.day.year() != frame_->row.year) {
      faults_.Add("/day",
                  Say("日期不在考核年度 {} 内", "The day is not in the year {}", frame_->row.year));
    } else if (made_.day > change_.today) {
      faults_.Add("/day", Say("日期还没有到", "The day has not come yet"));
    }
  }

  // The same matter claimed twice for one assessee is a mistake.
  Result<void> RefuseTwice() {
    KAOGONG_TRY_ASSIGN(
        const auto found,
        change_.transaction.One<std::int64_t>(
            "SELECT count(*) FROM record WHERE assessment_id = ? AND day = ? AND matter = ? "
            "AND assessee_id = ? AND kind = ? AND coalesce(field, '') = ? "
            "AND state IN ('proposed', 'approved')",
            {made_.assessment, made_.day.ToString(), MatterOf(made_.basis), assessee_.id,
             made_.kind, made_.field.value_or("")}));
    if (found.value_or(0) == 0) return {};
    return Error{ErrorCode::kConflict, Say("同一天、同一依据的事项已经提出过，请勿重复",
                                           "The same matter of that day was proposed already")};
  }

  Result<Record> Insert() {
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change_.transaction));
    KAOGONG_TRY(change_.transaction.Execute(
        "INSERT INTO record (id, assessment_id, kind, assessee_id, field, day, units, state, "
        "basis, "
        "matter, proposed_by, proposed_name, proposed_at, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 'proposed', ?, ?, ?, ?, ?, 1)",
        {id, made_.assessment, made_.kind, assessee_.id, made_.field, made_.day.ToString(), units_,
         Trim(made_.basis), MatterOf(made_.basis), change_.actor.account, change_.actor.name,
         change_.now.ToString()}));
    for (const RecordValue& value : values_) {
      KAOGONG_TRY(change_.transaction.Execute(
          "INSERT INTO record_value (record_id, field, value) VALUES (?, ?, ?)",
          {id, value.field, value.value}));
    }
    KAOGONG_TRY(Attach(change_,
                       {"record",
                        id,
                        fmt::format("{} {} {}", assessee_.name, title_, made_.day.ToString()),
                        assessee_.id,
                        {}},
                       made_.evidence, "/evidence_ids"));
    change_.Record("record.propose", fmt::format("record/{}", id),
                   Detail()
                       .Set("title", title_)
                       .Set("assessee", assessee_.name)
                       .Set("day", made_.day.ToString())
                       .Set("basis", Trim(made_.basis)));
    KAOGONG_TRY_ASSIGN(Stored stored, Load(change_, id, Act::kProposeEvents));
    return Complete(book_, std::move(stored));
  }

  Book& book_;
  Change& change_;
  const NewRecord& made_;
  Faults faults_;
  const Frame* frame_ = nullptr;
  AssesseeRow assessee_;
  std::string title_;
  std::optional<std::int64_t> units_;
  std::vector<RecordValue> values_;
};

struct StateName {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<StateName, 4> kStates{{{"proposed", "待审定", "proposed"},
                                            {"approved", "已审定", "approved"},
                                            {"rejected", "未通过", "rejected"},
                                            {"withdrawn", "已撤回", "withdrawn"}}};

}  // namespace

std::string_view NameOf(RecordKind::Role role) {
  switch (role) {
    case RecordKind::Role::kEvent:
      return "event";
    case RecordKind::Role::kRecord:
      return "record";
    case RecordKind::Role::kPanel:
      return "panel";
  }
  return "";
}

std::string_view NameOf(RecordState state) { return kStates[static_cast<std::size_t>(state)].name; }
std::optional<RecordState> RecordStateNamed(std::string_view name) {
  const auto found = std::ranges::find(kStates, name, &StateName::name);
  if (found == kStates.end()) return std::nullopt;
  return static_cast<RecordState>(found - kStates.begin());
}
Text TitleOf(RecordState state) {
  const StateName& name = kStates[static_cast<std::size_t>(state)];
  return {std::string(name.zh), std::string(name.en)};
}

Result<std::vector<RecordKind>> ListRecordKinds(Library& library, const Actor& actor,
                                                Id assessment) {
  KAOGONG_TRY(Require(actor, Act::kViewProcess));
  return library.office().Read(actor, [&](Session& session) -> Result<std::vector<RecordKind>> {
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
    return KindsOf(session, *frame);
  });
}

Result<Listing<Record>> ListRecords(Library& library, const Actor& actor,
                                    const RecordFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewProcess));
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<Record>> {
    const Reach reach = ReachOf(actor, Act::kViewProcess);
    const WithinReach within(reach, session.today);
    std::vector<Argument> arguments;
    if (!reach.is_everywhere) arguments = within.arguments();
    const std::string with = reach.is_everywhere ? "" : within.with();
    std::string where = "WHERE r.id > 0";
    const auto add = [&](std::string_view condition, Argument argument) {
      where += condition;
      arguments.push_back(argument);
    };
    if (!reach.is_everywhere) {
      where +=
          " AND (a.unit_id IN (SELECT id FROM within) OR a.person_id = ? OR r.proposed_by = ?)";
      arguments.emplace_back(actor.person);
      arguments.emplace_back(actor.account);
    }
    if (filter.assessment.has_value()) add(" AND r.assessment_id = ?", *filter.assessment);
    if (filter.kind.has_value()) add(" AND r.kind = ?", *filter.kind);
    if (!filter.field.empty()) add(" AND r.field = ?", filter.field);
    if (filter.state.has_value()) add(" AND r.state = ?", NameOf(*filter.state));
    if (filter.assessee.has_value()) add(" AND r.assessee_id = ?", *filter.assessee);
    if (filter.is_mine) add(" AND r.proposed_by = ?", actor.account);
    if (!filter.query.empty()) {
      where +=
          " AND (/*sqlite: instr *//*postgres: strpos */(r.basis, ?) > 0 "
          "OR /*sqlite: instr *//*postgres: strpos */(a.name, ?) > 0)";
      arguments.emplace_back(filter.query);
      arguments.emplace_back(filter.query);
    }
    Listing<Record> listing;
    KAOGONG_TRY(session.transaction.Query(
        with + "SELECT count(*) FROM record r JOIN assessee a ON a.id = r.assessee_id " + where,
        arguments, [&](const Row& row) { listing.total = row.Get<std::int64_t>(0); }));
    arguments.emplace_back(page.size);
    arguments.emplace_back(page.offset());
    std::vector<Stored> found;
    KAOGONG_TRY(session.transaction.Query(
        with + "SELECT " + std::string(kColumns) + where +
            " ORDER BY r.day DESC, r.id DESC LIMIT ? OFFSET ?",
        arguments, [&](const Row& row) { found.push_back(ReadRecord(row, actor)); }));
    Book book(library, session);
    for (Stored& stored : found) {
      KAOGONG_TRY_ASSIGN(Record record, Complete(book, std::move(stored)));
      listing.items.push_back(std::move(record));
    }
    return listing;
  });
}

Result<Record> FindRecord(Library& library, const Actor& actor, Id id) {
  return library.office().Read(actor, [&](Session& session) -> Result<Record> {
    KAOGONG_TRY_ASSIGN(Stored stored, Load(session, id, Act::kViewProcess));
    Book book(library, session);
    return Complete(book, std::move(stored));
  });
}

Result<Record> ProposeRecord(Library& library, const Actor& actor, const NewRecord& made) {
  KAOGONG_TRY(Require(actor, Act::kProposeEvents));
  return library.office().Write(actor, [&](Change& change) {
    Book book(library, change);
    return Proposal(book, change, made).Make();
  });
}

Result<Record> DecideRecord(Library& library, const Actor& actor, Id id, std::int64_t version,
                            bool is_approved, std::string_view reason) {
  KAOGONG_TRY(Require(actor, Act::kApproveEvents));
  const std::string why(Trim(reason));
  return library.office().Write(actor, [&](Change& change) -> Result<Record> {
    KAOGONG_TRY_ASSIGN(Stored stored, Load(change, id, Act::kViewProcess));
    const Record& record = stored.record;
    if (record.is_mine) {
      return Error{ErrorCode::kNotPermitted,
                   Say("这是您自己提出的事项，要由别人审定",
                       "You proposed this yourself; somebody else must decide on it")};
    }
    Faults faults;
    if (!is_approved && why.empty())
      faults.Add("/reason", Say("请写明不通过的原因", "Say why it is rejected"));
    KAOGONG_TRY(std::move(faults).Finish());
    if (record.version != version) return Stale(Say("这条事项", "The record"));
    if (record.state != RecordState::kProposed) {
      return Error{ErrorCode::kConflict, Say("这条事项“{}”，不能再审定",
                                             "The record is {1}; it cannot be decided on again",
                                             TitleOf(record.state).zh, TitleOf(record.state).en)};
    }
    Book book(library, change);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(stored.assessment));
    KAOGONG_TRY(
        assessment::RequireStage(frame->row, {Stage::kTargets, Stage::kProcess, Stage::kResults}));
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE record SET state = ?, decided_by = ?, decided_name = ?, decided_at = ?, "
        "decision_note = ?, version = version + 1 WHERE id = ?",
        {is_approved ? "approved" : "rejected", actor.account, actor.name, change.now.ToString(),
         why, id}));
    change.Record(is_approved ? "record.approve" : "record.reject", fmt::format("record/{}", id),
                  Detail()
                      .Set("assessee", record.assessee.name)
                      .Set("basis", record.basis)
                      .Set("reason", why));
    KAOGONG_TRY_ASSIGN(stored, Load(change, id, Act::kViewProcess));
    return Complete(book, std::move(stored));
  });
}

Result<Record> WithdrawRecord(Library& library, const Actor& actor, Id id, std::int64_t version,
                              std::string_view reason) {
  const std::string why(Trim(reason));
  return library.office().Write(actor, [&](Change& change) -> Result<Record> {
    KAOGONG_TRY_ASSIGN(Stored stored, Load(change, id, Act::kProposeEvents));
    Book book(library, change);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(stored.assessment));
    Record& record = stored.record;
    Faults faults;
    if (why.empty()) faults.Add("/reason", Say("请写明撤回的原因", "Say why it is withdrawn"));
    KAOGONG_TRY(std::move(faults).Finish());
    if (record.version != version) return Stale(Say("这条事项", "The record"));
    SetMay(change, *frame, &record);
    if (!record.may_withdraw) {
      const bool is_settled =
          record.state == RecordState::kRejected || record.state == RecordState::kWithdrawn;
      if (is_settled || frame->row.stage >= Stage::kNotice) {
        return Error{ErrorCode::kConflict, Say("这条事项“{0}”，结果公示后也不能撤回",
                                               "The record is {1}; nothing is withdrawn once it is "
                                               "settled or results are published",
                                               TitleOf(record.state).zh, TitleOf(record.state).en)};
      }
      return Error{ErrorCode::kNotPermitted,
                   Say("待审定的由提出人撤回；已审定的由审定人以外的考核办人员撤回",
                       "An open one is withdrawn by who proposed it, an approved one by the office "
                       "other than who approved it")};
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE record SET state = 'withdrawn', withdrawn_by = ?, withdrawn_name = ?, "
        "withdrawn_at = ?, withdraw_reason = ?, version = version + 1 WHERE id = ?",
        {actor.account, actor.name, change.now.ToString(), why, id}));
    change.Record("record.withdraw", fmt::format("record/{}", id),
                  Detail()
                      .Set("assessee", record.assessee.name)
                      .Set("basis", record.basis)
                      .Set("reason", why));
    KAOGONG_TRY_ASSIGN(stored, Load(change, id, Act::kProposeEvents));
    return Complete(book, std::move(stored));
  });
}

}  // namespace kaogong::office::process
