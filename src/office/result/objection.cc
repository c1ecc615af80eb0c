// SPDX-License-Identifier: Apache-2.0
#include "office/result/objection.h"

#include <algorithm>

#include "office/account/accounts.h"
#include "office/result/internal/faults.h"
#include "office/result/internal/independence.h"
#include "office/result/internal/objection_rows.h"

namespace kaogong::office::result {

namespace {

using assessment::Frame;
using internal::LoadObjection;
using scheme::kNone;
using store::Row;

constexpr std::size_t kTextCharactersMax = 2000;
constexpr std::size_t kEvidenceMax = 20;

// The figure that is objected to, in the publication's computation.
struct Target {
  ResultColumn column;
  std::string title;
  std::string value;
};
Result<Target> FindTarget(const Board& board, const assessment::AssesseeRow& assessee,
                          const NewObjection& wanted) {
  std::vector<Fault> faults;
  const scheme::Scheme& scheme = board.scheme();
  const auto kind = scheme.FindKind(assessee.kind);
  const auto row = kind == kNone ? std::nullopt : board.RowOfAssessee(kind, assessee.id);
  const auto column = library::ColumnOfKey(scheme, wanted.figure);
  Target target;
  if (!row) {
    faults.push_back({"/assessee_id", Say("公示的结果里没有这个考核对象",
                                          "The published result has no such assessee")});
  } else if (!column || scheme.figure(column->figure).kind != kind) {
    faults.push_back({"/column", Say("应为这个对象自己的一项得分、名次、等次或奖金",
                                     "Name a figure of this assessee's own row")});
  } else {
    target = {*column, library::HeadingOf(scheme, *column),
              scoring::ShowValue(scheme, board.facts(), column->figure, board.At(*column, *row),
                                 Language::kChinese)};
  }
  internal::CheckWords("/text", wanted.text, kTextCharactersMax, &faults);
  if (wanted.evidence.size() > kEvidenceMax) {
    faults.push_back({"/evidence_ids", Say("最多附 {} 件佐证", "At most {} files", kEvidenceMax)});
  }
  KAOGONG_TRY(internal::RefuseFaults(std::move(faults)));
  return target;
}

// Files that the actor uploaded himself.
Result<void> AttachEvidence(const Change& change, Id objection, const NewObjection& wanted,
                            const std::string& title) {
  std::vector<Fault> faults;
  for (std::size_t i = 0; i < wanted.evidence.size(); ++i) {
    KAOGONG_TRY_ASSIGN(const auto owner,
                       change.transaction.One<Id>("SELECT account_id FROM evidence WHERE id = ?",
                                                  {wanted.evidence[i]}));
    const bool is_twice = std::find(wanted.evidence.begin(),
                                    wanted.evidence.begin() + static_cast<std::ptrdiff_t>(i),
                                    wanted.evidence[i]) !=
                          wanted.evidence.begin() + static_cast<std::ptrdiff_t>(i);
    if (!owner || *owner != change.actor.account || is_twice) {
      faults.push_back({fmt::format("/evidence_ids/{}", i),
                        Say("没有这件佐证，或不是您上传的，或重复", "There is no such file of yours, or "
                                                                    "it is there twice")});
      continue;
    }
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO evidence_link (what, thing_id, evidence_id, place, title, assessee_id) "
        "VALUES ('objection', ?, ?, ?, ?, ?)",
        {objection, wanted.evidence[i], static_cast<std::int64_t>(i), title, wanted.assessee}));
  }
  return internal::RefuseFaults(std::move(faults));
}

Result<void> RequireNoneOpen(const Change& change, const NewObjection& wanted) {
  KAOGONG_TRY_ASSIGN(const auto standing,
                     change.transaction.One<Id>(
                         "SELECT id FROM objection WHERE assessee_id = ? AND figure = ? "
                         "AND decided_at IS NULL",
                         {wanted.assessee, wanted.figure}));
  if (!standing) return {};
  return Error{ErrorCode::kConflict, Say("对这一项已经提出过申诉（{} 号），正在办理",
                                         "There is an objection to this figure already (no. {})",
                                         *standing)};
}

}  // namespace

std::string_view NameOf(ObjectionState state) {
  switch (state) {
    case ObjectionState::kOpen: return "open";
    case ObjectionState::kAssigned: return "assigned";
    case ObjectionState::kUpheld: return "upheld";
    case ObjectionState::kNotUpheld: return "not_upheld";
  }
  return "";
}

std::optional<ObjectionState> ObjectionStateNamed(std::string_view name) {
  for (const auto state : {ObjectionState::kOpen, ObjectionState::kAssigned,
                           ObjectionState::kUpheld, ObjectionState::kNotUpheld}) {
    if (NameOf(state) == name) return state;
  }
  return std::nullopt;
}

Text TitleOf(ObjectionState state) {
  switch (state) {
    case ObjectionState::kOpen: return {"待交办", "to be assigned"};
    case ObjectionState::kAssigned: return {"办理中", "being handled"};
    case ObjectionState::kUpheld: return {"成立", "upheld"};
    case ObjectionState::kNotUpheld: return {"不成立", "not upheld"};
  }
  return {};
}

namespace internal {

const std::string_view kObjectionColumns =
    "o.id, o.assessment_id, s.title, s.year, o.publication_id, p.revision, p.computation_id, "
    "a.id, a.code, a.name, a.kind, a.unit_id, a.person_id, o.figure, o.figure_title, "
    "o.value_text, o.text, o.state, o.handler_account, o.handler, o.reason, o.raised_by_account, "
    "o.raised_by, o.raised_at, o.decided_by, o.decided_at, o.revised_publication_id, "
    "q.computation_id, o.revised_value, o.version "
    "FROM objection o JOIN assessment s ON s.id = o.assessment_id "
    "JOIN publication p ON p.id = o.publication_id JOIN assessee a ON a.id = o.assessee_id "
    "LEFT JOIN publication q ON q.id = o.revised_publication_id ";

Objection ReadObjection(const Row& row) {
  Objection to;
  to.id = row.Get<Id>(0);
  to.assessment = {row.Get<Id>(1), row.Get<std::string>(2), row.Get<int>(3)};
  to.publication = row.Get<Id>(4);
  to.revision = row.Get<int>(5);
  to.computation = row.Get<Id>(6);
  to.assessee = {row.Get<Id>(7), row.Get<std::string>(8), row.Get<std::string>(9),
                 row.Get<std::string>(10)};
  to.unit = row.Get<std::optional<Id>>(11);
  to.person = row.Get<std::optional<Id>>(12);
  to.figure = row.Get<std::string>(13);
  to.figure_title = row.Get<std::string>(14);
  to.value = row.Get<std::string>(15);
  to.text = row.Get<std::string>(16);
  to.state = ObjectionStateNamed(row.Get<std::string_view>(17)).value_or(ObjectionState::kOpen);
  if (const auto account = row.Get<std::optional<Id>>(18))
    to.handler = Named{*account, row.Get<std::optional<std::string>>(19).value_or("")};
  to.reason = row.Get<std::optional<std::string>>(20);
  to.raised_by_account = row.Get<Id>(21);
  to.raised_by = row.Get<std::string>(22);
  to.raised_at = row.Get<std::string>(23);
  to.decided_by = row.Get<std::optional<std::string>>(24);
  to.decided_at = row.Get<std::optional<std::string>>(25);
  to.revised_publication = row.Get<std::optional<Id>>(26);
  to.revised_computation = row.Get<std::optional<Id>>(27);
  to.revised_value = row.Get<std::optional<std::string>>(28);
  to.version = row.Get<std::int64_t>(29);
  return to;
}

Error NoSuchObjection() {
  return {ErrorCode::kNotFound, Say("没有这件申诉，或不在您的范围内",
                                    "There is no such objection, or it is not in your reach")};
}

Result<void> CompleteObjection(const Session& session, Objection* objection) {
  KAOGONG_TRY(session.transaction.Query(
      "SELECT e.id, e.name, e.media_type, e.size FROM evidence_link l "
      "JOIN evidence e ON e.id = l.evidence_id WHERE l.what = 'objection' AND l.thing_id = ? "
      "ORDER BY l.place",
      {objection->id}, [&](const Row& row) {
        objection->evidence.push_back({row.Get<Id>(0), row.Get<std::string>(1),
                                       row.Get<std::string>(2), row.Get<std::int64_t>(3)});
      }));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT field, subject, period_title, before_text, after_text FROM objection_correction "
      "WHERE objection_id = ? ORDER BY seq",
      {objection->id}, [&](const Row& row) {
        objection->corrections.push_back({row.Get<std::string>(0), row.Get<std::string>(1),
                                          row.Get<std::string>(2), row.Get<std::string>(3),
                                          row.Get<std::string>(4)});
      }));
  if (objection->decided_at || session.actor.is_viewing_as) return {};
  if (MayDo(session.actor, Act::kPublishResults)) objection->may.push_back("assign");
  const bool is_own = objection->raised_by_account == session.actor.account;
  const bool is_his = !objection->handler || objection->handler->id == session.actor.account;
  if (MayDo(session.actor, Act::kHandleObjections) && is_his && !is_own)
    objection->may.push_back("resolve");
  return {};
}

Result<Objection> LoadObjection(const Session& session, Id id) {
  std::optional<Objection> found;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {}WHERE o.id = ?{}", kObjectionColumns,
                  session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE OF o */"),
      {id}, [&](const Row& row) { found = ReadObjection(row); }));
  if (!found) return NoSuchObjection();
  KAOGONG_TRY(CompleteObjection(session, &*found));
  return *std::move(found);
}

Result<void> RequireUndecided(const Objection& objection, std::int64_t stamp) {
  if (objection.decided_at) {
    return Error{ErrorCode::kConflict,
                 Text{fmt::format("这件申诉已经办结（{}）", TitleOf(objection.state).zh),
                      fmt::format("This objection is decided ({})", TitleOf(objection.state).en)}};
  }
  if (objection.version != stamp) return Stale(Say("这件申诉", "The objection"));
  return {};
}

Result<void> RequireOnObjection(const Session& session, const Objection& objection) {
  const bool is_mine = objection.raised_by_account == session.actor.account ||
                       (objection.handler && objection.handler->id == session.actor.account);
  if (is_mine && session.actor.account != 0 && MayDo(session.actor, Act::kViewProcess)) return {};
  assessment::AssesseeRow row;
  row.id = objection.assessee.id;
  row.unit = objection.unit;
  row.person = objection.person;
  const auto allowed = assessment::RequireOnAssessee(session, row, Act::kViewProcess);
  if (!allowed.ok() && allowed.error().code == ErrorCode::kNotFound) return NoSuchObjection();
  return allowed;
}

}  // namespace internal

Result<Objection> RaiseObjection(Boards& boards, const Actor& actor, const NewObjection& wanted) {
  library::Library& library = boards.library();
  Computation computation;
  KAOGONG_TRY(library.office().Read(actor, [&](Session& session) -> Result<void> {
    // Whoever may not see the assessee learns nothing about the publication either.
    KAOGONG_TRY(assessment::FindAssessee(session, wanted.assessee, Act::kRaiseObjections));
    KAOGONG_TRY_ASSIGN(const Publication publication,
                       LoadPublication(library, session, wanted.publication));
    KAOGONG_TRY_ASSIGN(computation, LoadComputation(session, publication.computation));
    return {};
  }));
  KAOGONG_TRY_ASSIGN(const auto board, boards.OpenAny(computation));
  return library.office().Write(actor, [&](Change& change) -> Result<Objection> {
    KAOGONG_TRY_ASSIGN(
        const auto assessee,
        assessment::FindAssessee(change, wanted.assessee, Act::kRaiseObjections));
    KAOGONG_TRY(assessment::LoadFrame(library, change, computation.assessment.id));
    KAOGONG_TRY_ASSIGN(const Publication publication,
                       LoadPublication(library, change, wanted.publication));
    KAOGONG_TRY(RequireRunning(publication, change.today));
    KAOGONG_TRY_ASSIGN(const Target target, FindTarget(*board, assessee, wanted));
    KAOGONG_TRY(RequireNoneOpen(change, wanted));
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO objection (id, assessment_id, publication_id, assessee_id, figure, "
        "figure_title, value_text, text, raised_by_account, raised_by, raised_at, state, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'open', 1)",
        {id, publication.assessment.id, wanted.publication, wanted.assessee, wanted.figure,
         target.title, target.value, wanted.text, actor.account, actor.name,
         change.now.ToString()}));
    KAOGONG_TRY(AttachEvidence(change, id, wanted,
                               fmt::format("{}：{}", assessee.name, target.title)));
    change.Record("objection.raise", fmt::format("objection/{}", id),
                  Detail()
                      .Set("publication", wanted.publication)
                      .Set("assessee", wanted.assessee)
                      .Set("figure", target.title)
                      .Set("value", target.value));
    return LoadObjection(change, id);
  });
}

Result<Listing<Objection>> ListObjections(Boards& boards, const Actor& actor,
                                          const ObjectionQuery& query) {
  KAOGONG_TRY(Require(actor, Act::kViewProcess));
  return boards.library().office().Read(actor, [&](Session& session) -> Result<Listing<Objection>> {
    const Reach reach = ReachOf(actor, Act::kViewProcess);
    const WithinReach within(reach, session.today);
    std::vector<store::Argument> arguments;
    std::string with;
    std::string filter =
        "WHERE (? = 0 OR o.assessment_id = ?) AND (? = '' OR o.state = ?) "
        "AND (? = 0 OR o.raised_by_account = ? OR o.handler_account = ?) ";
    if (!reach.is_everywhere) {
      with = within.with();
      arguments = within.arguments();
      filter +=
          "AND (a.unit_id IN (SELECT id FROM within) OR a.person_id = ? "
          "OR o.raised_by_account = ? OR o.handler_account = ?) ";
    }
    const Id wanted = query.assessment.value_or(0);
    const std::string state(query.state ? NameOf(*query.state) : std::string_view());
    const std::int64_t is_mine = query.is_mine ? 1 : 0;
    for (const store::Argument& argument :
         std::initializer_list<store::Argument>{wanted, wanted, state, state, is_mine,
                                                actor.account, actor.account})
      arguments.push_back(argument);
    if (!reach.is_everywhere) {
      for (const Id id : {actor.person, actor.account, actor.account}) arguments.emplace_back(id);
    }
    Listing<Objection> list;
    KAOGONG_TRY(session.transaction.Query(
        with + "SELECT count(*) FROM objection o JOIN assessee a ON a.id = o.assessee_id " + filter,
        arguments, [&](const Row& row) { list.total = row.Get<std::int64_t>(0); }));
    arguments.emplace_back(query.page.size);
    arguments.emplace_back(query.page.offset());
    KAOGONG_TRY(session.transaction.Query(
        fmt::format("{}SELECT {}{}ORDER BY o.id DESC LIMIT ? OFFSET ?", with,
                    internal::kObjectionColumns, filter),
        arguments, [&](const Row& row) { list.items.push_back(internal::ReadObjection(row)); }));
    for (Objection& objection : list.items)
      KAOGONG_TRY(internal::CompleteObjection(session, &objection));
    return list;
  });
}

Result<Objection> GetObjection(Boards& boards, const Actor& actor, Id id) {
  return boards.library().office().Read(actor, [&](Session& session) -> Result<Objection> {
    KAOGONG_TRY_ASSIGN(Objection objection, LoadObjection(session, id));
    KAOGONG_TRY(internal::RequireOnObjection(session, objection));
    return objection;
  });
}

namespace {

// Everybody who had to do with what is objected to, with what he did.
Result<std::map<Id, Text>> InvolvedIn(Boards& boards, const Session& session,
                                      const Objection& objection, const Board& board) {
  const Actor program = ProgramActor();
  const Session reader{session.transaction, program, session.now, session.today};
  KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(boards.library(), reader,
                                                              objection.assessment.id));
  const auto kind = board.scheme().FindKind(objection.assessee.kind);
  const auto column = library::ColumnOfKey(board.scheme(), objection.figure);
  const auto row =
      kind == kNone ? std::nullopt : board.RowOfAssessee(kind, objection.assessee.id);
  std::map<Id, Text> involved;
  if (row && column) {
    KAOGONG_TRY_ASSIGN(involved,
                       internal::Involved(session, frame, board, kind, *row, column->figure));
  }
  involved.emplace(objection.raised_by_account, Say("提出了这件申诉", "raised this objection"));
  KAOGONG_TRY(session.transaction.Query(
      "SELECT account_id FROM calibration WHERE computation_id = ? AND assessee_id = ? "
      "AND figure = ?",
      {objection.computation, objection.assessee.id, objection.figure}, [&](const Row& found) {
        involved.emplace(found.Get<Id>(0), Say("校准过这个等次", "calibrated this grade"));
      }));
  if (objection.person) {
    KAOGONG_TRY(session.transaction.Query(
        "SELECT id FROM account WHERE person_id = ?", {*objection.person}, [&](const Row& found) {
          involved.emplace(found.Get<Id>(0), Say("是申诉人本人", "is the one concerned"));
        }));
  }
  return involved;
}

std::string RolesThat(Act act, std::vector<std::string>* names) {
  std::string marks;
  for (const Role role : AllRoles()) {
    if (!Allows(role, act)) continue;
    marks += marks.empty() ? "?" : ", ?";
    names->emplace_back(NameOf(role));
  }
  return marks;
}

Result<std::vector<Named>> HandlersOf(const Session& session) {
  std::vector<std::string> roles;
  const std::string marks = RolesThat(Act::kHandleObjections, &roles);
  std::vector<store::Argument> arguments{true};
  for (const std::string& role : roles) arguments.emplace_back(role);
  std::vector<Named> handlers;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT a.id, p.name FROM account a JOIN person p ON p.id = a.person_id "
                  "WHERE a.is_active = ? AND EXISTS (SELECT 1 FROM account_grant g "
                  "WHERE g.account_id = a.id AND g.role IN ({})) ORDER BY p.name_order, a.id",
                  marks),
      arguments, [&](const Row& row) {
        handlers.push_back({row.Get<Id>(0), row.Get<std::string>(1)});
      }));
  return handlers;
}

Result<std::shared_ptr<const Board>> BoardOf(Boards& boards, Id objection) {
  const Actor program = ProgramActor();
  KAOGONG_TRY_ASSIGN(const Computation computation,
                     boards.library().office().Read(
                         program, [&](Session& session) -> Result<Computation> {
                           KAOGONG_TRY_ASSIGN(const Objection found,
                                              LoadObjection(session, objection));
                           return LoadComputation(session, found.computation);
                         }));
  return boards.OpenAny(computation);
}

}  // namespace

Result<std::vector<HandlerChoice>> ListHandlers(Boards& boards, const Actor& actor, Id id) {
  KAOGONG_TRY(Require(actor, Act::kPublishResults));
  KAOGONG_TRY_ASSIGN(const auto board, BoardOf(boards, id));
  return boards.library().office().Read(
      actor, [&](Session& session) -> Result<std::vector<HandlerChoice>> {
        KAOGONG_TRY_ASSIGN(const Objection objection, LoadObjection(session, id));
        KAOGONG_TRY_ASSIGN(const auto involved, InvolvedIn(boards, session, objection, *board));
        KAOGONG_TRY_ASSIGN(const auto handlers, HandlersOf(session));
        std::vector<HandlerChoice> choices;
        for (const Named& handler : handlers) {
          const auto found = involved.find(handler.id);
          choices.push_back({handler, found == involved.end(),
                             found == involved.end() ? Text() : found->second});
        }
        std::ranges::stable_sort(choices, [](const HandlerChoice& a, const HandlerChoice& b) {
          return a.is_independent && !b.is_independent;
        });
        return choices;
      });
}

Result<Objection> AssignObjection(Boards& boards, const Actor& actor, Id id, Id account,
                                  std::int64_t stamp) {
  KAOGONG_TRY(Require(actor, Act::kPublishResults));
  KAOGONG_TRY_ASSIGN(const auto board, BoardOf(boards, id));
  return boards.library().office().Write(actor, [&](Change& change) -> Result<Objection> {
    KAOGONG_TRY_ASSIGN(const Objection objection, LoadObjection(change, id));
    KAOGONG_TRY(internal::RequireUndecided(objection, stamp));
    KAOGONG_TRY_ASSIGN(const auto handlers, HandlersOf(change));
    const auto handler = std::ranges::find(handlers, account, &Named::id);
    if (handler == handlers.end()) {
      return internal::RefuseFaults(
                 {{"/account_id", Say("这个账号不能办理申诉：要有考核办或数据责任部门的角色，并在用",
                                      "This account may not handle objections")}})
          .error();
    }
    KAOGONG_TRY_ASSIGN(const auto involved, InvolvedIn(boards, change, objection, *board));
    if (const auto found = involved.find(account); found != involved.end()) {
      return Error{ErrorCode::kNotPermitted,
                   Text{fmt::format("{}{}，不能办理这件申诉；请另选与此无关的人", handler->name,
                                    found->second.zh),
                        fmt::format("{} {} and cannot handle this objection; choose somebody else",
                                    handler->name, found->second.en)}};
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE objection SET state = 'assigned', handler_account = ?, handler = ?, "
        "version = version + 1 WHERE id = ?",
        {account, handler->name, id}));
    change.Record("objection.assign", fmt::format("objection/{}", id),
                  Detail().Set("handler", account));
    return LoadObjection(change, id);
  });
}

Result<void> internal::RequireIndependent(Boards& boards, const Session& session,
                                          const Objection& objection, const Board& board) {
  if (objection.handler && objection.handler->id != session.actor.account) {
    return Error{ErrorCode::kNotPermitted, Say("这件申诉由{}办理", "This objection is handled by {}",
                                               objection.handler->name)};
  }
  KAOGONG_TRY_ASSIGN(const auto involved, InvolvedIn(boards, session, objection, board));
  const auto found = involved.find(session.actor.account);
  if (found == involved.end()) return {};
  return Error{ErrorCode::kNotPermitted,
               Text{fmt::format("您{}，不能办理这件申诉；请考核办另行交办", found->second.zh),
                    fmt::format("You {} and cannot handle this objection; the office has to give "
                                "it to somebody else",
                                found->second.en)}};
}

}  // namespace kaogong::office::result
