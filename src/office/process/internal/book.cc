// SPDX-License-Identifier: Apache-2.0
#include "office/process/internal/book.h"

#include <algorithm>

#include "base/rational.h"
#include "base/utf8.h"
#include "facts/cell_text.h"

namespace kaogong::office::process::internal {

using store::Row;

namespace {

// So much more or less than a year before, or than the period before where there is no last year,
// that the reporter must say why. In percent.
constexpr int kFarFromLastYear = 50;
constexpr int kFarFromPrevious = 200;

constexpr std::string_view kColumns =
    "element_id, year, period, subject_id, version, state, is_not_applicable, units, "
    "reported_units, text, round";

Measurement ReadMeasurement(const Row& row) {
  Measurement made;
  made.key = {row.Get<Id>(0), row.Get<int>(1), row.Get<int>(2), row.Get<Id>(3)};
  made.version = row.Get<std::int64_t>(4);
  made.state = static_cast<MeasurementState>(row.Get<int>(5));
  made.is_not_applicable = row.Get<bool>(6);
  made.units = row.Get<std::optional<std::int64_t>>(7);
  made.reported = row.Get<std::optional<std::int64_t>>(8);
  made.text = row.Get<std::optional<std::string>>(9);
  made.round = row.Get<int>(10);
  return made;
}

bool IsPast(Stage stage) { return stage > Stage::kProcess; }

}  // namespace

Result<const Frame*> Book::FrameOf(Id assessment) {
  auto& frame = frames_[assessment];
  if (frame == nullptr) {
    auto loaded = assessment::LoadFrame(library_, session_, assessment);
    if (!loaded.ok()) {
      frames_.erase(assessment);
      return loaded.error();
    }
    frame = std::make_unique<const Frame>(std::move(loaded).value());
  }
  return frame.get();
}

Result<const std::vector<AssesseeRow>*> Book::AssesseesOf(Id subject, int year) {
  const auto [found, is_new] = assessees_.try_emplace({subject, year});
  if (is_new) {
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format("SELECT {} FROM assessee a JOIN assessment s ON s.id = a.assessment_id "
                    "WHERE a.subject_id = ? AND s.year = ? ORDER BY a.assessment_id, a.id",
                    assessment::kAssesseeColumns),
        {subject, year},
        [&](const Row& row) { found->second.push_back(assessment::ReadAssessee(row)); }));
  }
  return &found->second;
}

Result<std::vector<Use>> Book::UsesOf(Id element, int year, Id subject) {
  KAOGONG_TRY_ASSIGN(const auto* assessees, AssesseesOf(subject, year));
  std::vector<Use> uses;
  for (const AssesseeRow& assessee : *assessees) {
    KAOGONG_TRY_ASSIGN(const Frame* frame, FrameOf(assessee.assessment));
    const scheme::KindId kind = frame->scheme().FindKind(assessee.kind);
    if (kind == scheme::kNone) continue;
    const FieldUse* use = frame->UseOfElement(element, kind);
    if (use == nullptr) continue;
    if (use->use != FieldClass::kMeasurement && use->use != FieldClass::kAttribute &&
        use->use != FieldClass::kBaseline) {
      continue;
    }
    uses.push_back({frame, use, assessee});
  }
  return uses;
}

bool IsOpen(Stage stage, FieldClass use) {
  if (IsPast(stage)) return false;
  return use != FieldClass::kMeasurement || stage != Stage::kPreparing;
}

bool IsOpen(const std::vector<Use>& uses) {
  return std::ranges::any_of(
      uses, [](const Use& use) { return IsOpen(use.frame->row.stage, use.use->use); });
}

bool IsMeasured(const std::vector<Use>& uses) {
  return std::ranges::any_of(
      uses, [](const Use& use) { return use.use->use == FieldClass::kMeasurement; });
}

int RoundsOf(const std::vector<Use>& uses) {
  int rounds = 1;
  for (const Use& use : uses) rounds = std::max(rounds, use.use->rounds);
  return rounds;
}

Result<bool> MayVerify(const Session& session, const std::vector<Use>& uses) {
  const Reach reach = ReachOf(session.actor, Act::kVerifyData);
  if (reach.is_everywhere) return true;
  for (const Use& use : uses) {
    if (!use.use->verifier_unit.has_value()) continue;
    KAOGONG_TRY_ASSIGN(const bool is_within, IsWithin(session.transaction, reach,
                                                      *use.use->verifier_unit, session.today));
    if (is_within) return true;
  }
  return false;
}

Result<bool> MaySee(const Session& session, const std::vector<Use>& uses, Act act) {
  for (const Use& use : uses) {
    const auto allowed = assessment::RequireOnAssessee(session, use.assessee, act);
    if (allowed.ok()) return true;
    if (allowed.error().code != ErrorCode::kNotFound &&
        allowed.error().code != ErrorCode::kNotPermitted) {
      return allowed.error();
    }
  }
  return false;
}

Result<bool> MayReport(const Session& session, const std::vector<Use>& uses) {
  if (!IsMeasured(uses)) return ReachOf(session.actor, Act::kReportData).is_everywhere;
  return MaySee(session, uses, Act::kReportData);
}

Result<Measurement> LoadMeasurement(const Session& session, const MeasurementKey& key) {
  Measurement found;
  found.key = key;
  KAOGONG_TRY(session.transaction.Query(
      fmt::format("SELECT {} FROM measurement WHERE element_id = ? AND year = ? AND period = ? "
                  "AND subject_id = ?{}",
                  kColumns, session.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE */"),
      {key.element, key.year, key.period, key.subject},
      [&](const Row& row) { found = ReadMeasurement(row); }));
  return found;
}

Result<void> WriteMeasurement(const Change& change, Measurement& after, std::string_view act,
                              std::string_view note) {
  const MeasurementKey& key = after.key;
  const auto state = static_cast<std::int64_t>(after.state);
  ++after.version;
  if (after.version == 1) {
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO measurement (element_id, year, period, subject_id, state, is_not_applicable, "
        "units, reported_units, text, round, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)",
        {key.element, key.year, key.period, key.subject, state, after.is_not_applicable,
         after.units, after.reported, after.text, after.round}));
  } else {
    KAOGONG_TRY_ASSIGN(
        const std::int64_t count,
        change.transaction.Execute(
            "UPDATE measurement SET state = ?, is_not_applicable = ?, units = ?, "
            "reported_units = ?, text = ?, round = ?, version = ? WHERE element_id = ? "
            "AND year = ? AND period = ? AND subject_id = ? AND version = ?",
            {state, after.is_not_applicable, after.units, after.reported, after.text, after.round,
             after.version, key.element, key.year, key.period, key.subject, after.version - 1}));
    if (count != 1) return Stale(Say("这个数", "The figure"));
  }
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO measurement_change (element_id, year, period, subject_id, version, act, "
      "is_not_applicable, units, text, note, account_id, made_by, made_at) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      {key.element, key.year, key.period, key.subject, after.version, act, after.is_not_applicable,
       after.units, after.text, note, change.actor.account, change.actor.name,
       change.now.ToString()}));
  return {};
}

Result<MeasurementView> ViewOf(Book& book, const Measurement& measurement) {
  MeasurementView view;
  view.now = measurement;
  const MeasurementKey& key = measurement.key;
  KAOGONG_TRY_ASSIGN(const auto uses, book.UsesOf(key.element, key.year, key.subject));
  if (!uses.empty()) {
    view.value = ValueText(uses.front().field(), uses.front().use->places, measurement);
  }
  KAOGONG_TRY_ASSIGN(const Trail trail, TrailOf(book.session(), key));
  view.note = trail.note;
  if (measurement.state == MeasurementState::kReturned) view.return_reason = trail.return_reason;
  return view;
}

std::optional<Text> ReadValue(const std::vector<Use>& uses, std::string_view text,
                              Measurement* to) {
  for (const Use& use : uses) {
    facts::CellValue value;
    const scheme::Field& field = use.field();
    if (const auto problem = facts::ReadCell(field, text, &value)) {
      Text message = problem->message;
      if (!problem->hint.empty()) {
        message.zh += "；" + problem->hint.zh;
        message.en += "; " + problem->hint.en;
      }
      if (&use != &uses.front()) {
        message.zh += fmt::format("（“{}”也用这个数）", use.frame->row.title);
        message.en += fmt::format(" (also used by {})", use.frame->row.title);
      }
      return message;
    }
    to->is_not_applicable = value.presence == facts::Presence::kNotApplicable;
    to->units.reset();
    to->text.reset();
    if (value.presence != facts::Presence::kPresent) continue;
    if (field.type == scheme::Type::kText)
      to->text = std::string(Trim(text));
    else
      to->units = value.units;
  }
  return std::nullopt;
}

std::optional<Comparison> Compare(std::int64_t now, std::optional<std::int64_t> last_year,
                                  std::optional<std::int64_t> previous) {
  const bool has_year = last_year.has_value() && *last_year != 0;
  const auto before = has_year ? last_year : previous;
  if (!before.has_value() || *before == 0) return std::nullopt;
  const Rational change =
      (Rational(Decimal::FromInteger(now)) - Rational(Decimal::FromInteger(*before))) *
      Rational::Fraction(100, std::abs(*before));
  Comparison made;
  const Rational limit(has_year ? kFarFromLastYear : kFarFromPrevious);
  made.is_far = change > limit || change < Rational(0) - limit;
  const auto rounded = change.Round(1, Rounding::kHalfUp);
  if (!rounded.has_value()) return std::nullopt;
  made.change = (rounded->units() > 0 ? "+" : "") + rounded->Trimmed().ToString();
  return made;
}

Result<Before> LoadBefore(const Session& session, const MeasurementKey& key, int periods) {
  Before before;
  const auto known = [](Measurement found) {
    const bool counts =
        found.version > 0 && found.has_value() &&
        (found.state == MeasurementState::kSubmitted || found.state == MeasurementState::kVerified);
    return counts ? std::optional(std::move(found)) : std::nullopt;
  };
  MeasurementKey other = key;
  --other.year;
  KAOGONG_TRY_ASSIGN(Measurement found, LoadMeasurement(session, other));
  before.last_year = known(std::move(found));
  if (periods <= 1) return before;
  other = key;
  if (--other.period < 0) {
    other.period = periods - 1;
    --other.year;
  }
  KAOGONG_TRY_ASSIGN(found, LoadMeasurement(session, other));
  before.previous = known(std::move(found));
  return before;
}

Result<Trail> TrailOf(const Session& session, const MeasurementKey& key) {
  Trail trail;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT act, note, account_id, made_by, made_at FROM measurement_change WHERE "
      "element_id = ? AND year = ? AND period = ? AND subject_id = ? ORDER BY version",
      {key.element, key.year, key.period, key.subject}, [&](const Row& row) {
        const auto act = row.Get<std::string_view>(0);
        const Id account = row.Get<Id>(2);
        if (act == "save" || act == "submit" || act == "import" || act == "carry") {
          trail.note = row.Get<std::string>(1);
          trail.entered_account = account;
          trail.entered_by = row.Get<std::string>(3);
          trail.entered_at = row.Get<std::string>(4);
          trail.verified_by.clear();
          trail.verified_at.clear();
          trail.reporters.insert(account);
          trail.verifiers.clear();
          return;
        }
        if (act == "return" || act == "reopen") {
          trail.return_reason = row.Get<std::string>(1);
          trail.was_returned = trail.was_returned || act == "return";
          trail.verified_by.clear();
          trail.verified_at.clear();
          trail.verifiers.clear();
          if (act == "reopen") trail.reporters.clear();
          return;
        }
        trail.verified_by = row.Get<std::string>(3);
        trail.verified_at = row.Get<std::string>(4);
        trail.verifiers.insert(account);
        trail.was_corrected = trail.was_corrected || act == "correct";
      }));
  return trail;
}

std::string LabelOf(const Use& use) { return use.field().name; }

std::string NameOfCell(const Use& use, int period) {
  const scheme::Level& level = use.frame->scheme().level(use.field().level);
  const auto at = static_cast<std::size_t>(period);
  std::string name = use.assessee.name + " " + LabelOf(use);
  if (level.count() > 1 && at < level.periods.size()) name += " " + level.periods[at];
  return name;
}

}  // namespace kaogong::office::process::internal
