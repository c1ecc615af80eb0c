// SPDX-License-Identifier: Apache-2.0
#include "office/process/review.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"
#include "office/process/internal/sheet_book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;

namespace {

constexpr std::int64_t kStep = 200;

Error NoSuchPeriod() {
  return {ErrorCode::kInvalidInput,
          Say("办法中没有这个考核期", "The regulation has no such period")};
}

// A column of the review: a field in the period that contains the one asked for.
struct Column {
  Slot slot;
  const FieldUse* use = nullptr;
  bool is_lower_better = false;
};

class Reader {
 public:
  Reader(const Session& session, const Frame& frame) : session_(session), frame_(frame) {}

  // Errors: kInvalidInput.
  Result<void> Choose(std::string_view level_name, int period) {
    const scheme::Scheme& scheme = frame_.scheme();
    const auto level = std::ranges::find(scheme.levels, level_name, &scheme::Level::name);
    if (level == scheme.levels.end()) return NoSuchPeriod();
    const auto id = static_cast<scheme::LevelId>(level - scheme.levels.begin());
    if (period < 0 || period >= scheme::PeriodCount(id, *level, frame_.row.year))
      return NoSuchPeriod();
    level_ = level_name;
    period_ = period;
    until_ = std::min(session_.today, assessment::DaysOf(id, period, frame_.row.year).second);
    for (Slot& slot : SlotsOf(frame_, false)) {
      if (slot.level != id && !scheme::Divides(slot.level, id)) continue;
      const int wanted = slot.level == id
                             ? period
                             : scheme::PeriodContaining(slot.level, id, period, frame_.row.year);
      if (slot.period != wanted) continue;
      for (const FieldUse* use : slot.fields) columns_.push_back({slot, use, false});
    }
    for (Column& column : columns_) {
      const scheme::FieldId target = TargetFieldOf(frame_, column.use->field);
      column.is_lower_better =
          target != scheme::kNone && IsLowerBetter(scheme, column.use->field, target);
    }
    return {};
  }

  std::vector<scheme::KindId> Kinds() const {
    std::vector<scheme::KindId> kinds;
    for (const Column& column : columns_) {
      if (std::ranges::find(kinds, column.slot.kind) == kinds.end())
        kinds.push_back(column.slot.kind);
    }
    std::ranges::sort(kinds);
    return kinds;
  }

  Result<std::vector<ReviewRow>> RowsOf(scheme::KindId kind,
                                        const std::vector<AssesseeRow>& assessees) {
    std::vector<ReviewRow> rows(assessees.size());
    std::vector<Id> subjects;
    std::vector<Id> ids;
    for (std::size_t i = 0; i < assessees.size(); ++i) {
      rows[i].assessee = NameOf(assessees[i]);
      subjects.push_back(assessees[i].subject);
      ids.push_back(assessees[i].id);
    }
    KAOGONG_TRY_ASSIGN(const Targets targets, TargetsOf(session_, ids));
    for (const Column& column : columns_) {
      if (column.slot.kind != kind) continue;
      KAOGONG_TRY_ASSIGN(const Filled filled,
                         MeasurementsOf(session_, frame_.row.year, column.slot.period, subjects,
                                        std::span(&column.use->element, 1)));
      for (std::size_t i = 0; i < assessees.size(); ++i) {
        const auto found = filled.find({assessees[i].subject, column.use->element});
        ReviewItem item = ItemOf(column, assessees[i],
                                 found == filled.end() ? Measurement{} : found->second, targets);
        rows[i].lights.Count(item.progress.light);
        rows[i].items.push_back(std::move(item));
      }
    }
    KAOGONG_TRY(AddRemarks(ids, &rows));
    return rows;
  }

 private:
  ReviewItem ItemOf(const Column& column, const AssesseeRow& assessee, const Measurement& now,
                    const Targets& targets) const {
    ReviewItem item;
    ProgressInput input;
    input.field = &frame_.scheme().field(column.use->field);
    input.places = column.use->places;
    input.now = now;
    input.target = TargetOf(frame_, targets, assessee.id, column.use->field, column.slot.period);
    input.is_lower_better = column.is_lower_better;
    input.is_additive = column.use->is_additive;
    input.first = column.slot.first;
    input.last = column.slot.last;
    input.due = DueOf(frame_, *column.use, column.slot.period);
    input.today = until_;
    item.field = input.field->name;
    item.unit = input.field->unit;
    item.value = ValueText(*input.field, input.places, now);
    if (input.target.has_value())
      item.target = UnitsText(*input.field, input.places, *input.target);
    // Whether it is late is seen from today.
    if (!now.has_value()) input.today = session_.today;
    item.progress = ProgressOf(input);
    return item;
  }

  Result<void> AddRemarks(const std::vector<Id>& ids, std::vector<ReviewRow>* rows) {
    for (std::size_t at = 0; at < ids.size(); at += kStep) {
      const IdList list(std::span<const Id>{ids}.subspan(
          at, std::min(static_cast<std::size_t>(kStep), ids.size() - at)));
      std::vector<store::Argument> arguments = list.arguments();
      arguments.emplace_back(level_);
      arguments.emplace_back(period_);
      KAOGONG_TRY(session_.transaction.Query(
          fmt::format("SELECT assessee_id, remark, remark_by, version FROM review_remark "
                      "WHERE assessee_id IN ({}) AND level = ? AND period = ?",
                      list.marks()),
          arguments, [&](const Row& row) {
            const auto found = std::ranges::find(
                *rows, row.Get<Id>(0), [](const ReviewRow& one) { return one.assessee.id; });
            if (found == rows->end()) return;
            found->remark = row.Get<std::string>(1);
            found->remark_by = row.Get<std::string>(2);
            found->version = row.Get<std::int64_t>(3);
          }));
    }
    return {};
  }

  const Session& session_;
  const Frame& frame_;
  std::string level_;
  int period_ = 0;
  Date until_;
  std::vector<Column> columns_;
};

bool Has(const Lights& lights, Light light) {
  switch (light) {
    case Light::kNone:
      return lights.none > 0;
    case Light::kGreen:
      return lights.green > 0;
    case Light::kAmber:
      return lights.amber > 0;
    case Light::kRed:
      return lights.red > 0;
  }
  return false;
}

Result<ReviewRow> RowOf(const Session& session, const Frame& frame, const AssesseeRow& assessee,
                        std::string_view level, int period) {
  Reader reader(session, frame);
  KAOGONG_TRY(reader.Choose(level, period));
  KAOGONG_TRY_ASSIGN(auto rows, reader.RowsOf(frame.scheme().FindKind(assessee.kind), {assessee}));
  return std::move(rows.front());
}

}  // namespace

Result<Review> OpenReview(Library& library, const Actor& actor, Id assessment,
                          const ReviewFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kViewProcess));
  return library.office().Read(actor, [&](Session& session) -> Result<Review> {
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
    Reader reader(session, *frame);
    KAOGONG_TRY(reader.Choose(filter.level, filter.period));
    const AssesseeScope scope{ReachOf(actor, Act::kViewProcess), actor.person, {}, filter.query};
    Review review;
    for (const scheme::KindId kind : reader.Kinds()) {
      for (std::int64_t offset = 0;; offset += kStep) {
        KAOGONG_TRY_ASSIGN(const auto assessees,
                           ListAssessees(session, assessment, frame->scheme().kind(kind).name,
                                         scope, kStep, offset));
        KAOGONG_TRY_ASSIGN(auto rows, reader.RowsOf(kind, assessees));
        for (ReviewRow& row : rows) {
          if (filter.light.has_value() && !Has(row.lights, *filter.light)) continue;
          review.lights.red += row.lights.red;
          review.lights.amber += row.lights.amber;
          review.lights.green += row.lights.green;
          review.lights.none += row.lights.none;
          const std::int64_t index = review.rows.total++;
          if (index >= page.offset() && index < page.offset() + page.size)
            review.rows.items.push_back(std::move(row));
        }
        if (assessees.size() < static_cast<std::size_t>(kStep)) break;
      }
    }
    return review;
  });
}

Result<ReviewRow> RemarkReview(Library& library, const Actor& actor, Id assessment,
                               const NewRemark& made) {
  KAOGONG_TRY(Require(actor, Act::kManageAssessments));
  return library.office().Write(actor, [&](Change& change) -> Result<ReviewRow> {
    KAOGONG_TRY_ASSIGN(const AssesseeRow assessee,
                       assessment::FindAssessee(change, made.assessee, Act::kViewProcess));
    Book book(library, change);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
    if (assessee.assessment != assessment) {
      return Error{ErrorCode::kNotFound,
                   Say("这项考核没有这个考核对象", "The assessment has no such assessee")};
    }
    KAOGONG_TRY_ASSIGN(const ReviewRow before,
                       RowOf(change, *frame, assessee, made.level, made.period));
    if (before.version != made.version) return Stale(Say("这条讲评", "The remark"));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO review_remark (assessment_id, assessee_id, level, period, remark, remark_by, "
        "remark_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (assessee_id, level, "
        "period) "
        "DO UPDATE SET remark = excluded.remark, remark_by = excluded.remark_by, "
        "remark_at = excluded.remark_at, version = review_remark.version + 1",
        {assessment, made.assessee, made.level, made.period, Trim(made.remark), actor.name,
         change.now.ToString()}));
    change.Record("review.remark", fmt::format("assessee/{}", made.assessee),
                  Detail()
                      .Set("level", made.level)
                      .Set("period", std::int64_t{made.period})
                      .SetChange("remark", before.remark, Trim(made.remark)));
    return RowOf(change, *frame, assessee, made.level, made.period);
  });
}

Result<ReviewRow> FindReviewRow(Library& library, const Actor& actor, Id assessment, Id assessee,
                                std::string_view level, int period) {
  return library.office().Read(actor, [&](Session& session) -> Result<ReviewRow> {
    KAOGONG_TRY_ASSIGN(const AssesseeRow row,
                       assessment::FindAssessee(session, assessee, Act::kViewProcess));
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
    return RowOf(session, *frame, row, level, period);
  });
}

}  // namespace kaogong::office::process
