// SPDX-License-Identifier: Apache-2.0
#include "office/process/verification.h"

#include <utility>

#include "office/process/internal/sheet_book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Argument;
using store::Row;

namespace {

// A measurement of several assessments is one row: of the first that has it.
struct Hit {
  MeasurementKey key;
  Id assessee = 0;
};

// The condition on the state is written out: an index is for one of them only.
std::string_view StateCondition(std::string_view state) {
  if (state.empty() || state == "submitted") return "m.state = 1";
  if (state == "returned") return "m.state = 2";
  if (state == "verified") return "m.state = 3";
  return "";
}

class Finder {
 public:
  Finder(const Session& session, const VerificationFilter& filter)
      : session_(session),
        reach_(ReachOf(session.actor, Act::kVerifyData)),
        within_(reach_, session.today) {
    if (!reach_.is_everywhere) arguments_ = within_.arguments();
    from_ =
        "FROM assessment_field f CROSS JOIN assessment t CROSS JOIN data_element e "
        "CROSS JOIN measurement m CROSS JOIN assessee a WHERE t.id = f.assessment_id "
        "AND e.id = f.element_id AND m.element_id = f.element_id AND m.year = t.year "
        "AND a.subject_id = m.subject_id AND a.assessment_id = f.assessment_id "
        "AND a.kind = f.kind AND f.class = 'measurement' AND ";
    from_ += StateCondition(filter.state);
    if (!reach_.is_everywhere) from_ += " AND f.verifier_unit_id IN (SELECT id FROM within)";
    if (filter.assessment.has_value()) {
      Add(" AND f.assessment_id = ?", *filter.assessment);
    } else {
      from_ += " AND t.stage IN ('targets', 'process', 'results')";
    }
    if (filter.element.has_value()) Add(" AND f.element_id = ?", *filter.element);
    if (!filter.level.empty()) Add(" AND e.level = ?", filter.level);
    if (filter.period.has_value()) Add(" AND m.period = ?", *filter.period);
    if (!filter.query.empty()) {
      from_ +=
          " AND (/*sqlite: instr *//*postgres: strpos */(a.name, ?) > 0 "
          "OR /*sqlite: instr *//*postgres: strpos */(a.code, ?) > 0)";
      arguments_.emplace_back(filter.query);
      arguments_.emplace_back(filter.query);
    }
  }

  Result<Listing<Hit>> Find(Page page) {
    const std::string with = reach_.is_everywhere ? "" : within_.with();
    Listing<Hit> listing;
    KAOGONG_TRY(session_.transaction.Query(
        with +
            "SELECT count(*) FROM (SELECT DISTINCT m.element_id, m.year, m.period, m.subject_id " +
            from_ + ") found",
        arguments_, [&](const Row& row) { listing.total = row.Get<std::int64_t>(0); }));
    std::vector<Argument> arguments = arguments_;
    arguments.emplace_back(page.size);
    arguments.emplace_back(page.offset());
    KAOGONG_TRY(session_.transaction.Query(
        with + "SELECT m.element_id, m.year, m.period, m.subject_id, min(a.id) " + from_ +
            " GROUP BY m.element_id, m.year, m.period, m.subject_id "
            "ORDER BY m.element_id, m.year, m.period, min(a.place), m.subject_id LIMIT ? OFFSET ?",
        arguments, [&](const Row& row) {
          listing.items.push_back(
              {{row.Get<Id>(0), row.Get<int>(1), row.Get<int>(2), row.Get<Id>(3)}, row.Get<Id>(4)});
        }));
    return listing;
  }

 private:
  void Add(std::string_view condition, Argument argument) {
    from_ += condition;
    arguments_.push_back(argument);
  }

  const Session& session_;
  const Reach reach_;
  const WithinReach within_;
  std::string from_;
  std::vector<Argument> arguments_;
};

void AddFlags(const Session& session, const Use& use, const Trail& trail,
              const std::optional<Comparison>& compared, VerificationRow* row) {
  const auto flag = [&](bool is_set, std::string_view code, Text text) {
    if (is_set) row->flags.push_back({std::string(code), std::move(text)});
  };
  flag(compared.has_value() && compared->is_far, "far_from_before",
       Say("与以前相差 {}%", "{} % from before", compared.has_value() ? compared->change : ""));
  flag(row->evidence.empty(), "no_evidence", Say("没有佐证", "No evidence"));
  flag(trail.was_corrected, "corrected", Say("核实时更正过", "Corrected when it was verified"));
  flag(trail.was_returned, "returned_before",
       Say("退回过：{}", "Returned before: {}", trail.return_reason));
  const Date due = DueOf(*use.frame, *use.use, row->key.period);
  const auto entered = Instant::Parse(trail.entered_at);
  flag(entered.ok() && entered.value().DayAt(Office::kOffsetMinutes) > due && session.today > due,
       "late", Say("迟报（应于 {} 前）", "Late (it was due on {})", due.ToString()));
}

Result<VerificationRow> RowOf(Book& book, const Hit& hit, const std::vector<Use>& uses) {
  const Session& session = book.session();
  const Use* use = &uses.front();
  for (const Use& one : uses) {
    if (one.assessee.id == hit.assessee) use = &one;
  }
  VerificationRow row;
  row.key = hit.key;
  row.assessment = NameOf(use->frame->row);
  row.assessee = NameOf(use->assessee);
  row.definition = use->field();
  row.places = use->use->places;
  const scheme::Level& level = use->frame->scheme().level(row.definition.level);
  row.level = level.name;
  row.period_title = PeriodTitle(level, hit.key.period);
  KAOGONG_TRY_ASSIGN(row.now, LoadMeasurement(session, hit.key));
  row.value = ValueText(row.definition, row.places, row.now);
  row.rounds = RoundsOf(uses);
  KAOGONG_TRY_ASSIGN(const Before before, LoadBefore(session, hit.key, level.count()));
  std::optional<std::int64_t> last_year;
  std::optional<std::int64_t> previous;
  if (before.last_year.has_value()) {
    last_year = before.last_year->units;
    row.last_year = ValueText(row.definition, row.places, *before.last_year);
  }
  if (before.previous.has_value()) {
    previous = before.previous->units;
    row.previous = ValueText(row.definition, row.places, *before.previous);
  }
  std::optional<Comparison> compared;
  if (row.definition.type == scheme::Type::kNumber && row.now.units.has_value()) {
    compared = Compare(*row.now.units, last_year, previous);
  }
  if (compared.has_value()) row.change = compared->change;
  const Id assessee = use->assessee.id;
  KAOGONG_TRY_ASSIGN(const Targets targets, TargetsOf(session, std::span(&assessee, 1)));
  const auto target = TargetOf(*use->frame, targets, assessee, use->use->field, hit.key.period);
  if (target.has_value()) row.target = UnitsText(row.definition, row.places, *target);
  KAOGONG_TRY_ASSIGN(row.evidence, EvidenceOf(session, hit.key));
  KAOGONG_TRY_ASSIGN(const Trail trail, TrailOf(session, hit.key));
  row.note = trail.note;
  row.entered_by = trail.entered_by;
  row.entered_at = trail.entered_at;
  row.verified_by = trail.verified_by;
  row.verified_at = trail.verified_at;
  if (row.now.state == MeasurementState::kReturned) row.return_reason = trail.return_reason;
  row.is_own = trail.reporters.contains(session.actor.account) ||
               (row.now.state == MeasurementState::kSubmitted &&
                trail.verifiers.contains(session.actor.account));
  AddFlags(session, *use, trail, compared, &row);
  return row;
}

}  // namespace

Result<Listing<VerificationRow>> ListVerifications(Library& library, const Actor& actor,
                                                   const VerificationFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kVerifyData));
  if (StateCondition(filter.state).empty()) {
    return Error{ErrorCode::kInvalidInput, Say("网址参数 state 不是可选的状态",
                                               "The query parameter state is none of the states")};
  }
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<VerificationRow>> {
    KAOGONG_TRY_ASSIGN(const Listing<Hit> hits, Finder(session, filter).Find(page));
    Book book(library, session);
    Listing<VerificationRow> listing;
    listing.total = hits.total;
    for (const Hit& hit : hits.items) {
      KAOGONG_TRY_ASSIGN(const auto uses,
                         book.UsesOf(hit.key.element, hit.key.year, hit.key.subject));
      if (uses.empty()) continue;
      KAOGONG_TRY_ASSIGN(VerificationRow row, RowOf(book, hit, uses));
      listing.items.push_back(std::move(row));
    }
    return listing;
  });
}

}  // namespace kaogong::office::process
