// SPDX-License-Identifier: Apache-2.0
#include "office/target/bulk.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "office/assessment/assessments.h"
#include "office/faults.h"
#include "office/target/drafting.h"
#include "office/target/terms.h"
#include "office/target/values.h"
#include "store/batch_insert.h"

namespace kaogong::office::target {

namespace {

using store::Row;

constexpr int kCommentDaysMax = 366;

// --- Opening

// Last year's verified values, by assessee, element and period.
using Baselines = std::map<std::tuple<Id, Id, int>, std::int64_t>;

Result<Baselines> LoadBaselines(const Session& session, const Frame& frame, std::string_view kind,
                                const std::vector<Term>& terms) {
  std::set<Id> elements;
  for (const Term& term : terms) {
    if (term.base_use != nullptr) elements.insert(term.base_use->element);
  }
  Baselines baselines;
  for (const Id element : elements) {
    KAOGONG_TRY(session.transaction.Query(
        "SELECT a.id, m.period, m.units FROM measurement m JOIN assessee a "
        "ON a.subject_id = m.subject_id WHERE m.element_id = ? AND m.year = ? AND m.state = 3 "
        "AND m.units IS NOT NULL AND a.assessment_id = ? AND a.kind = ?",
        {element, frame.row.year - 1, frame.row.id, kind}, [&](const Row& row) {
          baselines.emplace(std::tuple(row.Get<Id>(0), element, row.Get<int>(1)),
                            row.Get<std::int64_t>(2));
        }));
  }
  return baselines;
}

ValueRow EmptyValue(Id sheet, Id assessee, const Term& term, int period,
                    const Baselines& baselines) {
  ValueRow row;
  row.sheet = sheet;
  row.field = term.field->name;
  row.period = period;
  if (term.base_use != nullptr) {
    const auto known = baselines.find({assessee, term.base_use->element, period});
    if (known != baselines.end()) {
      row.baseline = Rescale(known->second, term.base_use->places, term.use->places);
    }
  }
  return row;
}

// Makes sheets of one kind, or brings the drafts of it up to date.
class Opening {
 public:
  Opening(const Session& session, const Frame& frame, scheme::KindId kind)
      : session_(session),
        frame_(frame),
        kind_(frame.scheme().kind(kind).name),
        terms_(TermsOf(frame, kind)) {}

  Result<std::int64_t> Run() {
    KAOGONG_TRY_ASSIGN(baselines_, LoadBaselines(session_, frame_, kind_, terms_));
    KAOGONG_TRY(MendDrafts());
    if (terms_.empty()) return std::int64_t{0};
    KAOGONG_TRY(MakeSheets());
    return static_cast<std::int64_t>(made_.size());
  }

 private:
  Result<void> MakeSheets() {
    std::vector<Id> assessees;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT a.id FROM assessee a WHERE a.assessment_id = ? AND a.kind = ? AND NOT EXISTS "
        "(SELECT 1 FROM target_sheet s WHERE s.assessee_id = a.id) ORDER BY a.place, a.id",
        {frame_.row.id, kind_}, [&](const Row& row) { assessees.push_back(row.Get<Id>(0)); }));
    if (assessees.empty()) return {};
    KAOGONG_TRY_ASSIGN(Id id,
                       TakeIds(session_.transaction, static_cast<std::int64_t>(assessees.size())));
    KAOGONG_TRY_ASSIGN(auto batch, store::BatchInsert::Open(
                                       session_.transaction, "target_sheet",
                                       {"id", "assessment_id", "assessee_id", "revision", "state",
                                        "is_void", "decomposition_version", "version"}));
    std::vector<ValueRow> values;
    for (const Id assessee : assessees) {
      KAOGONG_TRY(batch.Add({id, frame_.row.id, assessee, 1, "draft", false, 1, 1}));
      for (const Term& term : terms_) {
        for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
          values.push_back(EmptyValue(id, assessee, term, period, baselines_));
        }
      }
      made_.push_back(id++);
    }
    KAOGONG_TRY(batch.Finish());
    KAOGONG_TRY(InsertValues(session_, values));
    return AddSteps(session_, made_, "open", "");
  }

  Result<void> MendDrafts() {
    std::vector<std::pair<Id, Id>> drafts;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT s.id, s.assessee_id FROM target_sheet s JOIN assessee a ON a.id = s.assessee_id "
        "WHERE s.assessment_id = ? AND a.kind = ? AND s.state = 'draft' ORDER BY s.id",
        {frame_.row.id, kind_},
        [&](const Row& row) { drafts.emplace_back(row.Get<Id>(0), row.Get<Id>(1)); }));
    std::vector<Id> sheets;
    for (const auto& [sheet, assessee] : drafts) sheets.push_back(sheet);
    KAOGONG_TRY_ASSIGN(const std::vector<ValueRow> known, LoadValues(session_, sheets));
    std::map<Id, Id> assessees(drafts.begin(), drafts.end());
    std::set<std::tuple<Id, std::string, int>> there;
    std::vector<ValueRow> mended;
    for (const ValueRow& row : known) {
      there.emplace(row.sheet, row.field, row.period);
      const Term* term = FindTerm(terms_, row.field);
      if (term == nullptr) {
        KAOGONG_TRY(session_.transaction.Execute(
            "DELETE FROM target_value WHERE sheet_id = ? AND field = ? AND period = ?",
            {row.sheet, row.field, row.period}));
        continue;
      }
      // Last year's value may have been verified meanwhile.
      const auto baseline =
          EmptyValue(row.sheet, assessees.at(row.sheet), *term, row.period, baselines_).baseline;
      if (baseline == row.baseline) continue;
      mended.push_back(row);
      mended.back().baseline = baseline;
    }
    KAOGONG_TRY(ReplaceValues(session_, mended));
    std::vector<ValueRow> added;
    for (const auto& [sheet, assessee] : drafts) {
      for (const Term& term : terms_) {
        for (int period = 0; period < static_cast<int>(term.periods.size()); ++period) {
          if (there.contains({sheet, term.field->name, period})) continue;
          added.push_back(EmptyValue(sheet, assessee, term, period, baselines_));
        }
      }
    }
    return InsertValues(session_, added);
  }

  const Session& session_;
  const Frame& frame_;
  const std::string kind_;
  const std::vector<Term> terms_;
  Baselines baselines_;
  std::vector<Id> made_;
};

// --- Assigning

struct Checked {
  const Term* term = nullptr;
  int period = 0;
  std::optional<std::int64_t> units;
  std::optional<Decimal> factor;
  std::optional<std::string> deadline;
};

Result<std::vector<Checked>> CheckItems(const std::vector<Term>& terms,
                                        const std::vector<Assignment>& items) {
  Faults faults;
  std::vector<Checked> checked;
  std::set<std::pair<std::string, int>> seen;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string at = fmt::format("/items/{}", i);
    const Assignment& item = items[i];
    Checked made;
    made.term = FindTerm(terms, item.field);
    made.period = item.period;
    if (made.term == nullptr) {
      faults.Add(at + "/field", Say("没有目标“{}”", "There is no target '{}'", item.field));
      continue;
    }
    if (item.period < 0 || item.period >= static_cast<int>(made.term->periods.size())) {
      faults.Add(at + "/period", Say("“{0}”只有 {1} 期", "'{0}' has {1} periods only",
                                     made.term->label, made.term->periods.size()));
    }
    if (!seen.emplace(item.field, item.period).second) {
      faults.Add(at + "/field", Say("“{}”写了两次", "'{}' is given twice", made.term->label));
    }
    if (item.value.has_value() == item.baseline_factor.has_value()) {
      faults.Add(at + "/value", Say("数值和上年倍数请写一个，也只写一个",
                                    "Give either a value or a factor of last year's"));
    }
    if (item.value.has_value()) {
      Text problem;
      made.units = UnitsOf(*made.term, *item.value, &problem);
      faults.Add(at + "/value", std::move(problem));
    }
    if (item.baseline_factor.has_value() && item.baseline_factor->units() < 0) {
      faults.Add(at + "/baseline_factor", Say("倍数不能是负数", "A factor is not negative"));
    }
    made.factor = item.baseline_factor;
    if (item.deadline.has_value()) made.deadline = item.deadline->ToString();
    checked.push_back(std::move(made));
  }
  KAOGONG_TRY(std::move(faults).Finish());
  return checked;
}

struct Drafts {
  std::vector<Id> sheets;
  std::int64_t skipped = 0;
};

// The newest sheets of the kind, of those given or of all.
Result<Drafts> DraftsOf(const Session& session, Id assessment, std::string_view kind,
                        const std::optional<std::vector<Id>>& assessees) {
  std::set<Id> wanted;
  if (assessees.has_value()) wanted.insert(assessees->begin(), assessees->end());
  std::set<Id> found;
  Drafts drafts;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT s.id, s.assessee_id, s.state FROM target_sheet s JOIN assessee a "
      "ON a.id = s.assessee_id WHERE s.assessment_id = ? AND a.kind = ? AND NOT EXISTS "
      "(SELECT 1 FROM target_sheet n WHERE n.assessee_id = s.assessee_id "
      "AND n.revision > s.revision) ORDER BY s.id",
      {assessment, kind}, [&](const Row& row) {
        const Id assessee = row.Get<Id>(1);
        if (assessees.has_value() && !wanted.contains(assessee)) return;
        found.insert(assessee);
        if (row.Get<std::string_view>(2) == NameOf(SheetState::kDraft)) {
          drafts.sheets.push_back(row.Get<Id>(0));
        } else {
          ++drafts.skipped;
        }
      }));
  Faults faults;
  for (std::size_t i = 0; assessees.has_value() && i < assessees->size(); ++i) {
    if (found.contains((*assessees)[i])) continue;
    faults.Add(fmt::format("/assessee_ids/{}", i),
               Say("“{}”中没有这个考核对象的目标表",
                   "There is no target sheet of this assessee in '{}'", kind));
  }
  KAOGONG_TRY(std::move(faults).Finish());
  return drafts;
}

// Applies the items to one row; what it becomes, or nothing when it stays.
Result<std::optional<ValueRow>> Applied(const ValueRow& row, const Checked& item,
                                        AssignedTargets* done) {
  ValueRow made = row;
  if (item.factor.has_value()) {
    if (!row.baseline.has_value()) {
      ++done->without_baseline;
      return std::optional<ValueRow>();
    }
    const int places = item.term->use->places;
    const Rational product =
        Rational(Decimal::FromUnits(*row.baseline, places)) * Rational(*item.factor);
    const auto rounded = product.Round(places, Rounding::kHalfUp);
    Text problem;
    const auto units = rounded.has_value() ? UnitsOf(*item.term, *rounded, &problem) : std::nullopt;
    if (!units.has_value()) {
      return Error{ErrorCode::kInvalidInput,
                   Say("“{}”乘以倍数后超出范围，请换一个倍数或逐个填写",
                       "'{}' times the factor is out of its range; choose another factor or fill "
                       "it in one by one",
                       item.term->label)};
    }
    made.units = units;
  } else {
    made.units = item.units;
  }
  made.is_not_applicable = false;
  made.return_reason = std::nullopt;
  if (item.deadline.has_value()) made.deadline = item.deadline;
  if (made == row) return std::optional<ValueRow>();
  return std::optional(std::move(made));
}

}  // namespace

Result<std::int64_t> OpenSheets(const Session& session, const Frame& frame) {
  std::int64_t made = 0;
  for (std::size_t kind = 0; kind < frame.scheme().kinds.size(); ++kind) {
    if (frame.scheme().kinds[kind].is_record) continue;
    Opening opening(session, frame, static_cast<scheme::KindId>(kind));
    KAOGONG_TRY_ASSIGN(const std::int64_t count, opening.Run());
    made += count;
  }
  return made;
}

Result<AssignedTargets> AssignTargets(library::Library& library, const Actor& actor, Id assessment,
                                      std::string_view kind, const std::vector<Assignment>& items,
                                      const std::optional<std::vector<Id>>& assessees) {
  return library.office().Write(actor, [&](Change& change) -> Result<AssignedTargets> {
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       assessment::LoadManaged(library, change, assessment, std::nullopt));
    KAOGONG_TRY(RequireOpenStage(frame));
    const scheme::KindId about = frame.scheme().FindKind(kind);
    if (about == scheme::kNone) {
      Faults faults;
      faults.Add("/kind", Say("办法中没有“{}”", "The regulation has no '{}'", kind));
      KAOGONG_TRY(std::move(faults).Finish());
    }
    const std::vector<Term> terms = TermsOf(frame, about);
    KAOGONG_TRY_ASSIGN(const std::vector<Checked> checked, CheckItems(terms, items));
    KAOGONG_TRY_ASSIGN(const Drafts drafts, DraftsOf(change, assessment, kind, assessees));
    AssignedTargets done;
    done.skipped_sheets = drafts.skipped;
    KAOGONG_TRY_ASSIGN(const std::vector<ValueRow> rows, LoadValues(change, drafts.sheets));
    std::vector<ValueRow> changed;
    std::set<Id> touched;
    for (const ValueRow& row : rows) {
      for (const Checked& item : checked) {
        if (item.term->field->name != row.field || item.period != row.period) continue;
        KAOGONG_TRY_ASSIGN(auto made, Applied(row, item, &done));
        if (!made.has_value()) continue;
        touched.insert(row.sheet);
        changed.push_back(*std::move(made));
      }
    }
    done.values = std::ssize(changed);
    done.sheets = std::ssize(touched);
    if (changed.empty()) {
      change.RecordNothing();
      return done;
    }
    const std::vector<Id> sheets(touched.begin(), touched.end());
    KAOGONG_TRY(ReplaceValues(change, changed));
    KAOGONG_TRY(AddSteps(change, sheets, "assign", ""));
    KAOGONG_TRY(RaiseVersions(change, sheets));
    change.Record("assessment.assign_targets", fmt::format("assessment/{}", assessment),
                  Detail()
                      .Set("kind", kind)
                      .Set("items", static_cast<std::int64_t>(items.size()))
                      .Set("sheets", done.sheets)
                      .Set("values", done.values));
    return done;
  });
}

Result<std::int64_t> ApproveTargets(library::Library& library, const Actor& actor, Id assessment,
                                    const std::vector<Id>& sheets) {
  return library.office().Write(actor, [&](Change& change) -> Result<std::int64_t> {
    KAOGONG_TRY(Require(actor, Act::kReviewTargets));
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, change, assessment));
    KAOGONG_TRY(RequireOpenStage(frame));
    std::unordered_map<Id, std::pair<SheetRow, std::string>> known;
    KAOGONG_TRY(change.transaction.Query(
        fmt::format("SELECT {}, a.name FROM target_sheet s JOIN assessee a "
                    "ON a.id = s.assessee_id WHERE s.assessment_id = ?",
                    kSheetColumns),
        {assessment}, [&](const Row& row) -> Result<void> {
          KAOGONG_TRY_ASSIGN(SheetRow sheet, ReadSheet(row));
          const Id id = sheet.id;
          known.emplace(id, std::pair(std::move(sheet), row.Get<std::string>(kSheetColumnCount)));
          return {};
        }));
    Faults faults;
    std::set<Id> wanted;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      const std::string at = fmt::format("/sheet_ids/{}", i);
      const auto found = known.find(sheets[i]);
      if (found == known.end()) {
        faults.Add(at, Say("这项考核没有这张目标表", "The assessment has no such sheet"));
        continue;
      }
      const Text obstacle = ApprovalObstacle(actor, found->second.first);
      if (!obstacle.empty()) {
        faults.Add(at, Text{fmt::format("“{}”：{}", found->second.second, obstacle.zh),
                            fmt::format("'{}': {}", found->second.second, obstacle.en)});
      }
      wanted.insert(sheets[i]);
    }
    if (sheets.empty()) {
      faults.Add("/sheet_ids", Say("请选择要审定的目标表", "Choose the sheets to approve"));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY(WriteApproval(change, {wanted.begin(), wanted.end()}));
    const auto count = static_cast<std::int64_t>(wanted.size());
    change.Record("assessment.approve_targets", fmt::format("assessment/{}", assessment),
                  Detail().Set("sheets", count));
    return count;
  });
}

Result<std::int64_t> PublishTargets(library::Library& library, const Actor& actor, Id assessment,
                                    Date comment_until) {
  return library.office().Write(actor, [&](Change& change) -> Result<std::int64_t> {
    KAOGONG_TRY(Require(actor, Act::kReviewTargets));
    KAOGONG_TRY_ASSIGN(const Frame frame, assessment::LoadFrame(library, change, assessment));
    KAOGONG_TRY(RequireOpenStage(frame));
    Faults faults;
    const int days = DaysBetween(change.today, comment_until);
    if (days < 0 || days > kCommentDaysMax) {
      faults.Add("/comment_until", Say("应在今天或以后，不超过 {} 天",
                                       "Today or later, within {} days", kCommentDaysMax));
    }
    KAOGONG_TRY(std::move(faults).Finish());
    std::vector<Id> sheets;
    KAOGONG_TRY(change.transaction.Query(
        "SELECT id FROM target_sheet WHERE assessment_id = ? AND state = 'approved' "
        "AND NOT is_void ORDER BY id",
        {assessment}, [&](const Row& row) { sheets.push_back(row.Get<Id>(0)); }));
    if (sheets.empty()) {
      return Error{ErrorCode::kConflict,
                   Say("没有已审定而尚未公示的目标表，请先审定",
                       "No approved sheet waits to be published; approve some first")};
    }
    const std::string until = comment_until.ToString();
    KAOGONG_TRY(ForParts(sheets, [&](const IdList& part) -> Result<void> {
      std::vector<store::Argument> arguments{until};
      arguments.insert(arguments.end(), part.arguments().begin(), part.arguments().end());
      KAOGONG_TRY(change.transaction.Execute(
          fmt::format("UPDATE target_sheet SET state = 'published', comment_until = ?, "
                      "version = version + 1 WHERE id IN ({})",
                      part.marks()),
          arguments));
      return {};
    }));
    KAOGONG_TRY(AddSteps(change, sheets, "publish", until));
    const auto count = std::ssize(sheets);
    change.Record("assessment.publish_targets", fmt::format("assessment/{}", assessment),
                  Detail().Set("sheets", std::int64_t{count}).Set("comment_until", until));
    return std::int64_t{count};
  });
}

}  // namespace kaogong::office::target
