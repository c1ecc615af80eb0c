// SPDX-License-Identifier: Apache-2.0
#include "office/result/readiness.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/sha256.h"

namespace kaogong::office::result {

namespace {

using assessment::FieldClass;
using assessment::FieldUse;
using assessment::Frame;
using facts::Row;
using scheme::KindId;
using scheme::kNone;

constexpr std::size_t kExamplesMax = 5;
constexpr int kStates = 4;  // Of measurements: draft, submitted, returned, verified.

struct Name {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<Name, 13> kLacks{{
    {"no_computation", "尚未计算", "not computed"},
    {"basis_reported", "按上报数计算", "computed on unverified data"},
    {"outdated", "计算后数据有变动", "data changed after the computation"},
    {"missing", "缺数据", "data are missing"},
    {"unsubmitted", "数据未上报", "drafts not submitted"},
    {"returned", "退回未改", "returned data"},
    {"unverified", "数据未核实", "data not verified"},
    {"undecided_events", "加减分事项未审定", "events not decided"},
    {"unsigned_targets", "责任书未签订", "letters not signed"},
    {"unsubmitted_panels", "评委未交分", "panel sheets not submitted"},
    {"failed_checks", "校验不通过", "checks that fail"},
    {"pending_figures", "结果待定", "figures without a value"},
    {"open_objections", "申诉未办结", "objections still open"},
}};

// What is missing of one assessment, gathered place by place.
class Inspection {
 public:
  Inspection(const Session& session, const Frame& frame)
      : session_(session), frame_(frame), scheme_(frame.scheme()) {}

  Result<void> Run(std::vector<ReadinessItem>* items) {
    KAOGONG_TRY(CountAssessees());
    for (const FieldUse& use : frame_.fields) {
      if (use.use == FieldClass::kMeasurement || use.use == FieldClass::kAttribute)
        KAOGONG_TRY(CountField(use));
    }
    AddData(items);
    KAOGONG_TRY(AddEvents(items));
    KAOGONG_TRY(AddTargets(items));
    KAOGONG_TRY(AddPanels(items));
    return AddObjections(items);
  }

  static ReadinessItem Item(Lack lack, std::int64_t count, Text text, std::string link) {
    const Name& name = kLacks[static_cast<std::size_t>(lack)];
    return {lack, true, {std::string(name.zh), std::string(name.en)}, std::move(text), count,
            {}, std::move(link)};
  }

 private:
  struct Tally {
    std::int64_t count = 0;
    std::vector<std::string> examples;
    void Add(std::int64_t more, const std::string& example) {
      count += more;
      if (more > 0 && examples.size() < kExamplesMax) examples.push_back(example);
    }
  };

  Result<void> CountAssessees() {
    return session_.transaction.Query(
        "SELECT kind, count(*) FROM assessee WHERE assessment_id = ? GROUP BY kind",
        {frame_.row.id}, [&](const store::Row& row) {
          counts_[row.Get<std::string>(0)] = row.Get<std::int64_t>(1);
        });
  }

  // An element that others use too is counted by its subjects, which takes longer.
  Result<void> CountField(const FieldUse& use) {
    const scheme::Field& field = scheme_.field(use.field);
    const std::string& kind = scheme_.kind(field.kind).name;
    KAOGONG_TRY_ASSIGN(const auto users,
                       session_.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM assessment_field WHERE element_id = ?",
                           {use.element}));
    std::array<std::int64_t, kStates> states{};
    const auto count = [&](const store::Row& row) {
      states[static_cast<std::size_t>(std::clamp(row.Get<int>(0), 0, kStates - 1))] +=
          row.Get<std::int64_t>(1);
    };
    if (users.value_or(0) <= 1) {
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT state, count(*) FROM measurement WHERE element_id = ? AND year = ? "
          "GROUP BY state",
          {use.element, frame_.row.year}, count));
    } else {
      KAOGONG_TRY(session_.transaction.Query(
          "SELECT m.state, count(*) FROM assessee a JOIN measurement m ON m.element_id = ? "
          "AND m.year = ? AND m.subject_id = a.subject_id "
          "WHERE a.assessment_id = ? AND a.kind = ? GROUP BY m.state",
          {use.element, frame_.row.year, frame_.row.id, kind}, count));
    }
    const std::int64_t periods = scheme::PeriodCount(field.level, scheme_.level(field.level),
                                                     frame_.row.year);
    const std::int64_t there = states[0] + states[1] + states[2] + states[3];
    const std::int64_t missing = std::max<std::int64_t>(0, counts_[kind] * periods - there);
    const auto example = [&](std::int64_t number) {
      return fmt::format("{}·{}：{}", kind, field.name, number);
    };
    // Where the regulation counts what is missing as zero or leaves it out, nothing waits for it.
    const bool is_needed = field.missing == scheme::Missing::kPending ||
                           field.missing == scheme::Missing::kUnstated;
    (is_needed ? missing_ : missing_but_allowed_).Add(missing, example(missing));
    drafts_.Add(states[0], example(states[0]));
    unverified_.Add(states[1], example(states[1]));
    returned_.Add(states[2], example(states[2]));
    return {};
  }

  static void Add(const Tally& tally, ReadinessItem item, std::vector<ReadinessItem>* items) {
    if (tally.count == 0) return;
    item.count = tally.count;
    item.examples = tally.examples;
    items->push_back(std::move(item));
  }

  void AddData(std::vector<ReadinessItem>* items) {
    const std::string reporting = fmt::format("/reporting?assessment={}", frame_.row.id);
    Add(missing_,
        Item(Lack::kMissing, 0, {"请填报单位补报，或由考核办说明理由后公示",
                                 "Have them reported, or publish with a reason"},
             reporting),
        items);
    ReadinessItem allowed = Item(Lack::kMissing, 0,
                                 {"办法规定这些数据缺失时按零或免计处理，公示前请再确认",
                                  "The regulation counts these as zero or leaves them out; make "
                                  "sure of it"},
                                 reporting);
    allowed.is_error = false;
    Add(missing_but_allowed_, std::move(allowed), items);
    Add(drafts_,
        Item(Lack::kUnsubmitted, 0, {"请填报单位上报草稿", "Have the drafts submitted"}, reporting),
        items);
    Add(returned_,
        Item(Lack::kReturned, 0, {"请填报单位按退回理由改正后重报",
                                  "Have them corrected and submitted again"},
             reporting),
        items);
    Add(unverified_,
        Item(Lack::kUnverified, 0, {"请数据责任部门核实", "Have them verified"},
             fmt::format("/verification?assessment={}", frame_.row.id)),
        items);
  }

  // Counts with `sql` over all, and names a few of what it selects.
  template <class... Arguments>
  Result<Tally> TallyOf(const std::string& from, const std::string& name,
                        const Arguments&... arguments) {
    Tally tally;
    KAOGONG_TRY_ASSIGN(const auto count, session_.transaction.One<std::int64_t>(
                                             "SELECT count(*) " + from, {arguments...}));
    tally.count = count.value_or(0);
    if (tally.count == 0) return tally;
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format("SELECT {} {} LIMIT {}", name, from, kExamplesMax), {arguments...},
        [&](const store::Row& row) { tally.examples.push_back(row.Get<std::string>(0)); }));
    return tally;
  }

  Result<void> AddEvents(std::vector<ReadinessItem>* items) {
    KAOGONG_TRY_ASSIGN(
        const Tally tally,
        TallyOf("FROM record WHERE assessment_id = ? AND state = 'proposed'", "basis",
                frame_.row.id));
    Add(tally,
        Item(Lack::kUndecidedEvents, 0, {"请考核办审定或驳回", "Have them approved or rejected"},
             fmt::format("/events?assessment={}", frame_.row.id)),
        items);
    return {};
  }

  Result<void> AddTargets(std::vector<ReadinessItem>* items) {
    Tally all;
    std::set<KindId> kinds;
    for (const FieldUse& use : frame_.fields) {
      if (use.use == FieldClass::kTarget) kinds.insert(scheme_.field(use.field).kind);
    }
    for (const KindId kind : kinds) {
      KAOGONG_TRY_ASSIGN(
          const Tally tally,
          TallyOf("FROM assessee a WHERE a.assessment_id = ? AND a.kind = ? AND NOT EXISTS "
                  "(SELECT 1 FROM target_sheet s WHERE s.assessee_id = a.id "
                  "AND s.state = 'signed' AND NOT EXISTS (SELECT 1 FROM target_sheet n "
                  "WHERE n.assessee_id = a.id AND n.revision > s.revision "
                  "AND n.state <> 'superseded'))",
                  "a.name", frame_.row.id, scheme_.kind(kind).name));
      all.count += tally.count;
      for (const std::string& name : tally.examples) {
        if (all.examples.size() < kExamplesMax) all.examples.push_back(name);
      }
    }
    Add(all,
        Item(Lack::kUnsignedTargets, 0, {"请双方签订责任书", "Have the letters signed"},
             fmt::format("/assessments/{}/targets", frame_.row.id)),
        items);
    return {};
  }

  Result<void> AddPanels(std::vector<ReadinessItem>* items) {
    // Whom a member scores: the rows named for the panel, else all of the parent kind.
    Tally all;
    std::vector<std::string> kinds;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT DISTINCT kind FROM panel WHERE assessment_id = ? ORDER BY kind", {frame_.row.id},
        [&](const store::Row& row) { kinds.push_back(row.Get<std::string>(0)); }));
    for (const std::string& name : kinds) {
      const KindId kind = scheme_.FindKind(name);
      if (kind == kNone) continue;
      const std::string& parent = scheme_.kind(std::max(scheme_.kind(kind).parent, 0)).name;
      KAOGONG_TRY_ASSIGN(
          const Tally tally,
          TallyOf("FROM panel p JOIN assessee a ON a.assessment_id = p.assessment_id "
                  "AND a.kind = ? JOIN account c ON c.id = p.account_id "
                  "JOIN person n ON n.id = c.person_id "
                  "WHERE p.assessment_id = ? AND p.kind = ? AND (NOT EXISTS (SELECT 1 FROM "
                  "panel_assessee x WHERE x.assessment_id = p.assessment_id AND x.kind = p.kind) "
                  "OR EXISTS (SELECT 1 FROM panel_assessee x WHERE "
                  "x.assessment_id = p.assessment_id AND x.kind = p.kind AND x.assessee_id = a.id))"
                  " AND NOT EXISTS (SELECT 1 FROM panel_sheet s WHERE s.kind = p.kind AND "
                  "s.assessee_id = a.id AND s.account_id = p.account_id "
                  "AND s.submitted_at IS NOT NULL)",
                  "n.name || ' → ' || a.name", parent, frame_.row.id, name));
      all.count += tally.count;
      for (const std::string& example : tally.examples) {
        if (all.examples.size() < kExamplesMax) all.examples.push_back(example);
      }
    }
    Add(all, Item(Lack::kUnsubmittedPanels, 0, {"请评委打完分并提交", "Have the panel submit"}, "/panel"),
        items);
    return {};
  }

  Result<void> AddObjections(std::vector<ReadinessItem>* items) {
    KAOGONG_TRY_ASSIGN(
        const Tally tally,
        TallyOf("FROM objection o JOIN assessee a ON a.id = o.assessee_id "
                "WHERE o.assessment_id = ? AND o.decided_at IS NULL",
                "a.name || '：' || o.figure_title", frame_.row.id));
    Add(tally, Item(Lack::kOpenObjections, 0, {"请办结申诉", "Have the objections decided"},
                    "/objections"),
        items);
    return {};
  }

  const Session& session_;
  const Frame& frame_;
  const scheme::Scheme& scheme_;
  std::map<std::string, std::int64_t> counts_;
  Tally missing_;
  Tally missing_but_allowed_;
  Tally drafts_;
  Tally unverified_;
  Tally returned_;
};

// Checks that fail, and figures that decide something but have no value.
void InspectBoard(const Board& board, Id computation, std::vector<ReadinessItem>* items) {
  const scheme::Scheme& scheme = board.scheme();
  ReadinessItem failed = Inspection::Item(
      Lack::kFailedChecks, 0,
      {"数据不符合办法的校验要求，请核对有关数据", "Data break a check of the regulation"},
      fmt::format("/computations/{}", computation));
  ReadinessItem pending = Inspection::Item(
      Lack::kPendingFigures, 0,
      {"缺少数据或无法计算，请查看得分说明", "Facts are missing or it cannot be computed"},
      fmt::format("/computations/{}", computation));
  const auto count = [&](ReadinessItem* item, scheme::FigureId figure, Row row,
                         std::string_view what) {
    ++item->count;
    if (item->examples.size() >= kExamplesMax) return;
    const KindId kind = scheme.figure(figure).kind;
    item->examples.push_back(fmt::format("{}·{}{}{}", board.facts().table(kind).NameOf(row),
                                         scheme.figure(figure).name, what.empty() ? "" : "：",
                                         what));
  };
  for (std::size_t i = 0; i < scheme.figures.size(); ++i) {
    const auto figure = static_cast<scheme::FigureId>(i);
    const scheme::Figure& definition = scheme.figures[i];
    const bool is_check = definition.role == scheme::Role::kCheck;
    const bool decides =
        definition.role == scheme::Role::kTotal || definition.role == scheme::Role::kRanking ||
        definition.role == scheme::Role::kGrade || definition.role == scheme::Role::kPayout;
    if (!is_check && !decides) continue;
    const int periods = scheme.level(definition.level).count();
    for (int period = 0; period < periods; ++period) {
      for (Row row = 0; row < board.facts().table(definition.kind).rows(); ++row) {
        const scoring::Value value = board.At({figure, period}, row);
        if (is_check && value.ok() && !value.truth()) count(&failed, figure, row, definition.message);
        if (decides && !value.ok() && value.state != scoring::State::kExempt)
          count(&pending, figure, row, "");
      }
    }
  }
  if (failed.count > 0) items->push_back(std::move(failed));
  if (pending.count > 0) items->push_back(std::move(pending));
}

Result<std::optional<Id>> NewestDone(const Session& session, Id assessment) {
  return session.transaction.One<Id>(
      "SELECT id FROM computation WHERE assessment_id = ? AND run_id IS NOT NULL "
      "AND basis = 'verified' ORDER BY id DESC LIMIT 1",
      {assessment});
}

// Whether the tables put together now are those that the computation read.
Result<bool> IsOutdated(const Session& session, const Frame& frame,
                        const Computation& computation) {
  KAOGONG_TRY_ASSIGN(const Tables tables,
                     AssembleFacts(session, frame, computation.basis, {}, {}));
  std::vector<std::string> digests;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT sha256 FROM facts_file WHERE facts_set_id = ? ORDER BY place",
      {computation.facts_set.value_or(0)},
      [&](const store::Row& row) { digests.push_back(row.Get<std::string>(0)); }));
  if (digests.size() != tables.size()) return true;
  for (std::size_t i = 0; i < digests.size(); ++i) {
    if (Sha256Hex(tables[i].bytes) != digests[i]) return true;
  }
  return false;
}

}  // namespace

std::string_view NameOf(Lack lack) { return kLacks[static_cast<std::size_t>(lack)].name; }

bool Readiness::is_ready() const {
  return std::ranges::none_of(items, [](const ReadinessItem& item) { return item.is_error; });
}

Result<Readiness> CheckReadiness(Boards& boards, Id assessment, std::optional<Id> wanted) {
  const Actor program = ProgramActor();
  const std::string results = fmt::format("/assessments/{}/results", assessment);
  Readiness readiness;
  std::optional<Computation> computation;
  bool is_outdated = false;
  std::vector<ReadinessItem> items;
  KAOGONG_TRY(boards.library().office().Read(program, [&](Session& session) -> Result<void> {
    KAOGONG_TRY_ASSIGN(const Frame frame,
                       assessment::LoadFrame(boards.library(), session, assessment));
    readiness.computation = wanted;
    if (!wanted) {
      KAOGONG_TRY_ASSIGN(readiness.computation, NewestDone(session, assessment));
    }
    if (readiness.computation) {
      KAOGONG_TRY_ASSIGN(computation, LoadComputation(session, *readiness.computation));
      if (computation->assessment.id != assessment) {
        return Error{ErrorCode::kNotFound, Say("这项考核没有这次计算",
                                               "The assessment has no such computation")};
      }
      if (computation->run) {
        KAOGONG_TRY_ASSIGN(is_outdated, IsOutdated(session, frame, *computation));
      }
    }
    return Inspection(session, frame).Run(&items);
  }));
  if (!computation || !computation->run) {
    readiness.items.push_back(Inspection::Item(
        Lack::kNoComputation, 1, {"请先按核实数计算结果", "Compute the result on verified data first"},
        results));
  } else {
    if (computation->basis == Basis::kReported) {
      readiness.items.push_back(Inspection::Item(
          Lack::kBasisReported, 1, {"请按核实数重新计算", "Compute again on verified data"}, results));
    }
    if (is_outdated) {
      readiness.items.push_back(Inspection::Item(
          Lack::kOutdated, 1, {"请重新计算", "Compute again"}, results));
    }
    KAOGONG_TRY_ASSIGN(const auto board, boards.OpenAny(*computation));
    InspectBoard(*board, computation->id, &readiness.items);
  }
  for (ReadinessItem& item : items) readiness.items.push_back(std::move(item));
  return readiness;
}

Result<Readiness> ReadinessOf(Boards& boards, const Actor& actor, Id assessment,
                              std::optional<Id> computation) {
  KAOGONG_TRY(Require(actor, Act::kViewDraftResults));
  return CheckReadiness(boards, assessment, computation);
}

std::string ToJson(const Readiness& readiness) {
  std::vector<Detail> items;
  for (const ReadinessItem& item : readiness.items) {
    items.push_back(Detail()
                        .Set("code", NameOf(item.lack))
                        .SetFlag("is_error", item.is_error)
                        .Set("title_zh", item.title.zh)
                        .Set("title_en", item.title.en)
                        .Set("text_zh", item.text.zh)
                        .Set("text_en", item.text.en)
                        .Set("count", item.count)
                        .Set("examples", item.examples)
                        .Set("link", item.link));
  }
  Detail detail;
  detail.Set("items", items);
  if (readiness.computation) detail.Set("computation", *readiness.computation);
  return detail.ToJson();
}

}  // namespace kaogong::office::result
