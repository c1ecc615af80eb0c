// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/persons.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "office/faults.h"
#include "office/organisation/internal/person_rows.h"
#include "office/organisation/internal/tables.h"

namespace kaogong::office {

namespace {

using store::Argument;
using store::Row;
using store::Transaction;

// From so many matches on, a page of persons is found by going through all of them.
constexpr std::int64_t kManyMatches = 1000;

// A statement about persons, put together from the parts that a filter asks for.
class PersonQuery {
 public:
  PersonQuery(const Session& session, const PersonFilter& filter)
      : today_(session.today.ToString()),
        on_(filter.on.value_or(session.today).ToString()),
        reach_(ReachOf(session.actor, Act::kViewPersons)),
        within_(reach_, session.today) {
    if (!reach_.is_everywhere) {
      with_ = within_.with();
      Take(within_.arguments());
    }
    if (filter.unit.has_value() && filter.has_below) {
      with_ += with_.empty() ? "WITH RECURSIVE " : ", ";
      with_ +=
          "below (id) AS (SELECT unit_id FROM unit_span WHERE unit_id = ? AND valid_from <= ? "
          "AND (valid_to IS NULL OR valid_to > ?) UNION SELECT s.unit_id FROM unit_span s "
          "JOIN below b ON s.parent_id = b.id WHERE s.valid_from <= ? "
          "AND (s.valid_to IS NULL OR s.valid_to > ?)) ";
      Take({*filter.unit, on_, on_, on_, on_});
    }
    AddConditions(filter);
  }

  Result<std::int64_t> Count(Transaction& transaction) const {
    std::int64_t count = 0;
    const std::string sql =
        matches_.empty() ? std::string("SELECT person_count FROM organisation_state WHERE id = 1")
                         : "SELECT count(DISTINCT person_id) FROM (" + matches_ + ") matches";
    KAOGONG_TRY(transaction.Query(with_ + sql, arguments_,
                                  [&](const Row& row) { count = row.Get<std::int64_t>(0); }));
    return count;
  }

  Result<std::vector<Person>> Rows(Transaction& transaction, PersonFilter::Sort sort, Page page,
                                   std::int64_t total) const {
    std::vector<Person> persons;
    const std::int64_t first = page.offset();
    const std::int64_t size = std::min<std::int64_t>(page.size, total - first);
    if (size <= 0) return persons;
    // What lies before a page is gone through: of the second half it is less from the end.
    const bool is_backwards = first > total / 2;
    const std::string order(OrderOf(is_backwards ? Reverse(sort) : sort));
    std::vector<Argument> arguments = arguments_;
    arguments.emplace_back(size);
    arguments.emplace_back(is_backwards ? total - first - size : first);
    KAOGONG_TRY(transaction.Query(
        with_ + "SELECT p.id, p.code, p.name, p.phone, p.note, p.version FROM person p "
                "JOIN (SELECT p.id FROM person p" + Where(total) + order +
            " LIMIT ? OFFSET ?) page ON page.id = p.id" + order,
        arguments, [&](const Row& row) {
          persons.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2),
                             row.Get<std::string>(3), row.Get<std::string>(4), {},
                             row.Get<std::int64_t>(5)});
        }));
    if (is_backwards) std::reverse(persons.begin(), persons.end());
    return persons;
  }

 private:
  // Few matches are looked up and sorted; PostgreSQL has to be told that they are few. With many it
  // is better to go through all persons in order until the page is full: the sign keeps SQLite from
  // looking them up, PostgreSQL knows by itself.
  std::string Where(std::int64_t total) const {
    if (matches_.empty()) return "";
    if (total > kManyMatches) return " WHERE /*sqlite: + */ p.id IN (" + matches_ + ")";
    return " WHERE p.id IN (SELECT DISTINCT person_id FROM (" + matches_ + ") matches LIMIT " +
           std::to_string(kManyMatches) + ")";
  }

  void AddConditions(const PersonFilter& filter) {
    query_ = FoldName(filter.query);
    if (!query_.empty()) {
      query_end_ = PrefixEnd(query_);
      Match("SELECT k.person_id FROM person_key k WHERE k.search_key >= ? "
            "AND k.search_key < ?");
      Take({query_, query_end_});
    }
    if (filter.unit.has_value() || filter.position.has_value()) {
      std::string appointed =
          "SELECT a.person_id FROM appointment a WHERE a.valid_from <= ? "
          "AND (a.valid_to IS NULL OR a.valid_to > ?)";
      Take({on_, on_});
      if (filter.unit.has_value() && filter.has_below) {
        // PostgreSQL takes an array for few units, and looks them up; a set below it takes for many.
        appointed +=
            " AND a.unit_id /*sqlite: IN (SELECT id FROM below) */"
            "/*postgres: = ANY (ARRAY(SELECT id FROM below)) */";
      } else if (filter.unit.has_value()) {
        appointed += " AND a.unit_id = ?";
        Take({*filter.unit});
      }
      if (filter.position.has_value()) {
        appointed += " AND a.position_id = ?";
        Take({*filter.position});
      }
      Match(appointed);
    }
    if (!reach_.is_everywhere) {
      Match("SELECT c.person_id FROM appointment c WHERE "
            "(c.valid_to IS NULL OR c.valid_to > ?) AND c.unit_id IN (SELECT id FROM within)");
      Take({today_});
    }
  }

  static PersonFilter::Sort Reverse(PersonFilter::Sort sort) {
    switch (sort) {
      case PersonFilter::Sort::kCode: return PersonFilter::Sort::kCodeDown;
      case PersonFilter::Sort::kCodeDown: return PersonFilter::Sort::kCode;
      case PersonFilter::Sort::kName: return PersonFilter::Sort::kNameDown;
      case PersonFilter::Sort::kNameDown: return PersonFilter::Sort::kName;
    }
    return sort;
  }
  static std::string_view OrderOf(PersonFilter::Sort sort) {
    switch (sort) {
      case PersonFilter::Sort::kCode: return " ORDER BY p.code";
      case PersonFilter::Sort::kCodeDown: return " ORDER BY p.code DESC";
      case PersonFilter::Sort::kName: return " ORDER BY p.name_order, p.code";
      case PersonFilter::Sort::kNameDown: return " ORDER BY p.name_order DESC, p.code DESC";
    }
    return "";
  }

  // A person has to be among the persons of each of these statements.
  void Match(std::string_view statement) {
    if (!matches_.empty()) matches_ += " INTERSECT ";
    matches_ += statement;
  }
  void Take(const std::vector<Argument>& more) {
    arguments_.insert(arguments_.end(), more.begin(), more.end());
  }

  // Arguments look at these.
  std::string today_;
  std::string on_;
  std::string query_;
  std::string query_end_;
  Reach reach_;
  WithinReach within_;

  std::string with_;
  std::string matches_;  // A statement that gives persons' ids; empty: all persons.
  std::vector<Argument> arguments_;
};

// What appointments of one person and their units have to be like.
class AppointmentCheck {
 public:
  static Result<AppointmentCheck> Begin(const Session& session) {
    AppointmentCheck check(session);
    KAOGONG_TRY_ASSIGN(check.history_, LoadHistory(session.transaction));
    return check;
  }

  // Judges `made` beside `others` and settles whether it is primary. `prefix` begins the pointers.
  Result<void> Check(NewAppointment& made, const std::vector<NewAppointment>& others,
                     const std::string& prefix, bool is_unit_new, Faults& faults) {
    const Validity& days = made.validity;
    if (days.to.has_value() && *days.to <= days.from) {
      faults.Add(prefix + "/valid_to", Say("应晚于任职日期 {}", "It has to be after the beginning, {}",
                                           days.from.ToString()));
      return {};
    }
    if (is_unit_new) {
      const Result<void> allowed = RequireOnUnit(session_, Act::kEditOrganisation, made.unit);
      if (!allowed.ok()) {
        const ErrorCode code = allowed.error().code;
        if (code != ErrorCode::kNotFound && code != ErrorCode::kNotPermitted) {
          return allowed.error();
        }
        faults.Add(prefix + "/unit_id", Say("没有这个单位，或不在您的管理范围内",
                                            "There is no such unit, or it is not in your reach"));
        return {};
      }
    }
    if (const auto gap = history_.FirstGap(made.unit, days)) {
      faults.Add(prefix + (*gap == days.from ? "/valid_from" : "/valid_to"),
                 Say("单位在 {} 不存在", "The unit does not exist on {}", gap->ToString()));
    }
    KAOGONG_TRY(CheckPosition(made.position, prefix, faults));
    CheckBeside(made, others, prefix, faults);
    return {};
  }

 private:
  explicit AppointmentCheck(const Session& session) : session_(session) {}

  Result<void> CheckPosition(const std::optional<Id>& position, const std::string& prefix,
                             Faults& faults) {
    if (!position.has_value()) return {};
    KAOGONG_TRY_ASSIGN(const auto found, session_.transaction.One<Id>(
                                             "SELECT id FROM position WHERE id = ?", {*position}));
    if (!found.has_value()) {
      faults.Add(prefix + "/position_id", Say("没有这个岗位", "There is no such position"));
    }
    return {};
  }

  static void CheckBeside(NewAppointment& made, const std::vector<NewAppointment>& others,
                          const std::string& prefix, Faults& faults) {
    const NewAppointment* rival = nullptr;
    for (const NewAppointment& other : others) {
      if (!other.validity.Overlaps(made.validity)) continue;
      if (other.is_primary.value_or(false)) rival = &other;
      if (other.unit != made.unit || other.position != made.position) continue;
      faults.Add(prefix + "/valid_from",
                 Say("已自 {} 起在该单位任同一岗位",
                     "Already appointed there to the same position from {}",
                     other.validity.from.ToString()));
    }
    if (!made.is_primary.has_value()) made.is_primary = rival == nullptr;
    if (!*made.is_primary || rival == nullptr) return;
    faults.Add(prefix + "/is_primary",
               Say("同一天已有主职（{} 起），请先改为兼职或免职",
                   "There is a primary appointment on the same day (from {}); end it or make it "
                   "secondary first",
                   rival->validity.from.ToString()));
  }

  const Session& session_;
  History history_;
};

NewAppointment Plain(const Appointment& appointment) {
  return {appointment.unit.id,
          appointment.position ? std::optional(appointment.position->id) : std::nullopt,
          appointment.is_primary, appointment.validity};
}

std::optional<std::string> TextOf(const std::optional<Date>& day) {
  if (!day.has_value()) return std::nullopt;
  return day->ToString();
}

Result<void> Insert(Transaction& transaction, Id id, Id person, const NewAppointment& made) {
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO appointment (id, person_id, unit_id, position_id, is_primary, valid_from, "
      "valid_to, version) VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
      {id, person, made.unit, made.position, made.is_primary.value_or(false),
       made.validity.from.ToString(), TextOf(made.validity.to)}));
  return {};
}

Detail DetailOf(const NewAppointment& made) {
  Detail detail;
  detail.Set("unit", "unit/" + std::to_string(made.unit))
      .SetFlag("is_primary", made.is_primary.value_or(false))
      .Set("from", made.validity.from.ToString());
  if (made.validity.to.has_value()) detail.Set("to", made.validity.to->ToString());
  if (made.position.has_value()) {
    detail.Set("position", "position/" + std::to_string(*made.position));
  }
  return detail;
}

void CheckTexts(const PersonChange& person, Faults& faults) {
  if (person.code) faults.Add("/code", CheckCode(*person.code));
  if (person.name) faults.Add("/name", CheckName(*person.name, kNameCharactersMax));
  if (person.phone) faults.Add("/phone", CheckPhone(*person.phone));
  if (person.note) faults.Add("/note", CheckNote(*person.note));
}

Result<void> RequireFreeCode(Transaction& transaction, const std::string& code, Id but_for) {
  KAOGONG_TRY_ASSIGN(const auto taken, transaction.One<Id>(
                                           "SELECT id FROM person WHERE code = ? AND id <> ?",
                                           {code, but_for}));
  if (!taken.has_value()) return {};
  const Text message = Say("编码“{}”已被另一人使用", "Another person has the code \"{}\"", code);
  return Error{ErrorCode::kConflict, message, {{"/code", message}}};
}

std::string SubjectOf(Id id) { return "person/" + std::to_string(id); }

Error NoSuchAppointment() {
  return {ErrorCode::kNotFound, Say("没有这项任职，或不在您的范围内",
                                    "There is no such appointment, or it is not in your reach")};
}

Result<Id> OwnerOf(Transaction& transaction, Id appointment) {
  KAOGONG_TRY_ASSIGN(const auto owner, transaction.One<Id>(
                                           "SELECT person_id FROM appointment WHERE id = ?",
                                           {appointment}));
  if (!owner.has_value()) return NoSuchAppointment();
  return *owner;
}

Result<Person> Shown(const Session& session, Id id) {
  KAOGONG_TRY_ASSIGN(Person person, LoadPerson(session, Act::kViewPersons, id));
  std::vector<Person> persons = {std::move(person)};
  KAOGONG_TRY(HideDetails(session, persons));
  return std::move(persons.front());
}

}  // namespace

Result<Listing<Person>> ListPersons(const Office& office, const Actor& actor,
                                    const PersonFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewPersons));
  return office.Read(actor, [&](Session& session) -> Result<Listing<Person>> {
    const PersonQuery query(session, filter);
    Listing<Person> listing;
    KAOGONG_TRY_ASSIGN(listing.total, query.Count(session.transaction));
    KAOGONG_TRY_ASSIGN(listing.items, query.Rows(session.transaction, filter.sort, page,
                                                  listing.total));
    KAOGONG_TRY(AddAppointments(session, listing.items, filter.on.value_or(session.today)));
    KAOGONG_TRY(HideDetails(session, listing.items));
    return listing;
  });
}

Result<Person> FindPerson(const Office& office, const Actor& actor, Id id) {
  return office.Read(actor, [&](Session& session) { return Shown(session, id); });
}

Result<Person> FindPersonOfAppointment(const Office& office, const Actor& actor, Id appointment) {
  return office.Read(actor, [&](Session& session) -> Result<Person> {
    KAOGONG_TRY_ASSIGN(const Id owner, OwnerOf(session.transaction, appointment));
    return Shown(session, owner);
  });
}

Result<Person> CreatePerson(const Office& office, const Actor& actor, const NewPerson& made) {
  KAOGONG_TRY(Require(actor, Act::kEditOrganisation));
  if (made.appointments.empty() && !ReachOf(actor, Act::kEditOrganisation).is_everywhere) {
    return Error{ErrorCode::kInvalidInput,
                 Say("请填写任职单位", "Say where the person is appointed"),
                 {{"/appointments", Say("至少要有一项在您管理范围内的任职",
                                        "At least one appointment within your reach is needed")}}};
  }
  return office.Write(actor, [&](Change& change) -> Result<Person> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    const PersonChange texts{0, std::string(Trim(made.code)), std::string(Trim(made.name)),
                             std::string(Trim(made.phone)), std::string(Trim(made.note))};
    Faults faults;
    CheckTexts(texts, faults);
    KAOGONG_TRY_ASSIGN(AppointmentCheck check, AppointmentCheck::Begin(change));
    std::vector<NewAppointment> appointments;
    for (std::size_t i = 0; i < made.appointments.size(); ++i) {
      NewAppointment appointment = made.appointments[i];
      KAOGONG_TRY(check.Check(appointment, appointments, "/appointments/" + std::to_string(i), true,
                              faults));
      appointments.push_back(std::move(appointment));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(RequireFreeCode(transaction, *texts.code, 0));

    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction, static_cast<std::int64_t>(
                                                             appointments.size() + 1)));
    const PersonKeys keys = KeysOf(*texts.code, *texts.name);
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO person (id, code, name, name_key, name_order, phone, note, version) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
        {id, *texts.code, *texts.name, keys.name_key, keys.name_order, *texts.phone, *texts.note}));
    KAOGONG_TRY(InsertKeys(transaction, id, keys));
    Id next = id;
    std::vector<Detail> details;
    for (const NewAppointment& appointment : appointments) {
      KAOGONG_TRY(Insert(transaction, ++next, id, appointment));
      details.push_back(DetailOf(appointment));
    }
    change.Record("person.create", SubjectOf(id), Detail()
                                                      .Set("code", *texts.code)
                                                      .Set("name", *texts.name)
                                                      .Set("appointments", details));
    return Shown(change, id);
  });
}

Result<Person> ChangePerson(const Office& office, const Actor& actor, Id id,
                            const PersonChange& wanted) {
  return office.Write(actor, [&](Change& change) -> Result<Person> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY_ASSIGN(const Person before, LoadPerson(change, Act::kEditOrganisation, id));
    const auto or_before = [](const std::optional<std::string>& text, const std::string& present) {
      return text.has_value() ? std::string(Trim(*text)) : present;
    };
    const PersonChange after{wanted.version, or_before(wanted.code, before.code),
                             or_before(wanted.name, before.name),
                             or_before(wanted.phone, *before.phone),
                             or_before(wanted.note, *before.note)};
    if (wanted.version != before.version) return Stale(Say("这个人员", "This person"));
    Faults faults;
    CheckTexts(after, faults);
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(RequireFreeCode(transaction, *after.code, id));
    const PersonKeys keys = KeysOf(*after.code, *after.name);
    KAOGONG_TRY(transaction.Execute(
        "UPDATE person SET code = ?, name = ?, name_key = ?, name_order = ?, phone = ?, note = ?, "
        "import_id = NULL, version = version + 1 WHERE id = ?",
        {*after.code, *after.name, keys.name_key, keys.name_order, *after.phone, *after.note, id}));
    KAOGONG_TRY(DeleteKeys(transaction, id));
    KAOGONG_TRY(InsertKeys(transaction, id, keys));
    Detail detail;
    detail.SetChange("code", before.code, *after.code)
        .SetChange("name", before.name, *after.name)
        .SetFlag("phone_changed", *before.phone != *after.phone)
        .SetFlag("note_changed", *before.note != *after.note);
    change.Record("person.change", SubjectOf(id), std::move(detail));
    return Shown(change, id);
  });
}

Result<Person> AddAppointment(const Office& office, const Actor& actor, Id person,
                              const NewAppointment& made) {
  return office.Write(actor, [&](Change& change) -> Result<Person> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY_ASSIGN(const Person before, LoadPerson(change, Act::kEditOrganisation, person));
    std::vector<NewAppointment> others;
    for (const Appointment& one : before.appointments) others.push_back(Plain(one));
    KAOGONG_TRY_ASSIGN(AppointmentCheck check, AppointmentCheck::Begin(change));
    NewAppointment appointment = made;
    Faults faults;
    KAOGONG_TRY(check.Check(appointment, others, "", true, faults));
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY_ASSIGN(const Id id, TakeIds(transaction));
    KAOGONG_TRY(Insert(transaction, id, person, appointment));
    change.Record("appointment.create", "appointment/" + std::to_string(id),
                  DetailOf(appointment).Set("person", SubjectOf(person)));
    return Shown(change, person);
  });
}

Result<Person> ChangeAppointment(const Office& office, const Actor& actor, Id appointment,
                                 const AppointmentChange& wanted) {
  return office.Write(actor, [&](Change& change) -> Result<Person> {
    Transaction& transaction = change.transaction;
    KAOGONG_TRY(HoldOrganisation(transaction));
    KAOGONG_TRY_ASSIGN(const Id owner, OwnerOf(transaction, appointment));
    auto loaded = LoadPerson(change, Act::kEditOrganisation, owner);
    if (!loaded.ok()) {
      return loaded.error().code == ErrorCode::kNotFound ? NoSuchAppointment() : loaded.error();
    }
    std::vector<NewAppointment> others;
    std::optional<Appointment> before;
    for (const Appointment& one : loaded.value().appointments) {
      if (one.id == appointment) {
        before = one;
      } else {
        others.push_back(Plain(one));
      }
    }
    KAOGONG_TRY(RequireOnUnit(change, Act::kEditOrganisation, before->unit.id));
    if (before->version != wanted.version) return Stale(Say("这项任职", "This appointment"));
    NewAppointment after = Plain(*before);
    if (wanted.position.has_value()) after.position = *wanted.position;
    if (wanted.is_primary.has_value()) after.is_primary = wanted.is_primary;
    if (wanted.from.has_value()) after.validity.from = *wanted.from;
    if (wanted.to.has_value()) after.validity.to = *wanted.to;
    KAOGONG_TRY_ASSIGN(AppointmentCheck check, AppointmentCheck::Begin(change));
    Faults faults;
    KAOGONG_TRY(check.Check(after, others, "", false, faults));
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(transaction.Execute(
        "UPDATE appointment SET position_id = ?, is_primary = ?, valid_from = ?, valid_to = ?, "
        "import_id = NULL, version = version + 1 WHERE id = ?",
        {after.position, *after.is_primary, after.validity.from.ToString(),
         TextOf(after.validity.to), appointment}));
    change.Record("appointment.change", "appointment/" + std::to_string(appointment),
                  Detail()
                      .Set("person", SubjectOf(owner))
                      .Set("before", DetailOf(Plain(*before)))
                      .Set("after", DetailOf(after)));
    return Shown(change, owner);
  });
}

}  // namespace kaogong::office
