// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "demo/cast.h"
#include "demo/year_work.h"
#include "office/process/measurement.h"
#include "office/process/panel.h"
#include "office/process/record.h"
#include "office/process/work_record.h"

namespace kaogong::demo {

namespace {

namespace process = office::process;
using office::Actor;
using office::Id;
using office::Session;
using office::assessment::DaysOf;
using office::assessment::FieldClass;
using office::assessment::FieldUse;
using process::MeasurementKey;

// What becomes of a cell.
enum class Fate { kMissing, kDraft, kSubmitted, kReturned, kVerified };

struct Cell {
  process::NewMeasurement made;
  std::string counted;  // As it counts, where it was corrected when it was verified.
  Fate fate = Fate::kVerified;
};

class DataLoader {
 public:
  DataLoader(YearWork& work, const Launched& launched)
      : work_(work),
        launched_(launched),
        today_(work.clock.present().DayAt(office::Office::kOffsetMinutes)) {}

  Result<void> Run() {
    work_.clock.GoTo(Until(DayOf(launched_, 12, 31)));
    for (std::size_t i = 0; i < launched_.filling.rows.size(); ++i) KAOGONG_TRY(Report(i));
    for (std::size_t i = 0; i < launched_.filling.rows.size(); ++i) KAOGONG_TRY(Happen(i));
    KAOGONG_TRY(AppointPanel());
    for (std::size_t i = 0; i < launched_.filling.records.size(); ++i) KAOGONG_TRY(Note(i));
    if (launched_.plan.progress == Progress::kMidYear) KAOGONG_TRY(KeepRecords());
    return {};
  }

 private:
  bool is_whole() const { return launched_.plan.progress != Progress::kMidYear; }
  Date Until(Date day) const { return std::min(day, today_); }
  const scheme::Scheme& scheme() const { return launched_.frame.scheme(); }

  Result<Actor> Somebody(const FilledRow& row, int number) {
    return work_.office().Read(office::ProgramActor(), [&](Session& session) -> Result<Actor> {
      if (!row.assessee.unit.has_value()) return office::ProgramActor();
      return InTheNameOf(session, *row.assessee.unit, number);
    });
  }
  // The verifying department's, else the office's second.
  Result<Actor> Verifier(const FieldUse& use) {
    if (!use.verifier_unit.has_value()) return work_.second;
    return work_.office().Read(office::ProgramActor(), [&](Session& session) {
      return InTheNameOf(session, *use.verifier_unit, 2);
    });
  }

  // What becomes of a cell in a year that is under way: of the last period that ended something in
  // every state, of what is yearly a part, of what came before everything.
  Fate FateOf(const FieldUse& use, const SampleCell& cell, std::size_t row, std::size_t at) const {
    const scheme::Field& field = scheme().field(cell.field);
    if (is_whole() || use.use == FieldClass::kAttribute || use.use == FieldClass::kBaseline) {
      return Fate::kVerified;
    }
    const auto [first, last] = DaysOf(field.level, cell.period, launched_.plan.year);
    if (field.level == scheme::kYear) {
      constexpr Fate kYearly[] = {Fate::kVerified, Fate::kSubmitted, Fate::kMissing,
                                  Fate::kVerified, Fate::kDraft,     Fate::kMissing};
      return kYearly[(row + at) % std::size(kYearly)];
    }
    if (last >= today_) return Fate::kMissing;
    // The length of the period before today is what is still being worked on.
    if (today_.days_since_epoch() - last.days_since_epoch() >
        2 * (last.days_since_epoch() - first.days_since_epoch() + 1)) {
      return Fate::kVerified;
    }
    constexpr Fate kLatest[] = {Fate::kVerified, Fate::kSubmitted, Fate::kVerified,
                                Fate::kReturned, Fate::kSubmitted, Fate::kMissing};
    return kLatest[(row + at) % std::size(kLatest)];
  }

  // Some figures come with a word on how they came about, which reports tell as the cause of a loss.
  static std::string NoteOf(std::size_t at) {
    constexpr std::string_view kNotes[] = {"汛期持续时间长，部分项目推迟开工",
                                           "人手调整后交接不及时，四季度已补齐",
                                           "原材料价格上涨，企业投产放缓",
                                           "外出务工人员多，入户核对进度慢",
                                           "上年基数较高，增长空间有限",
                                           "配套资金到位晚，已商财政部门解决"};
    return at % 3 == 0 ? std::string(kNotes[at / 3 % std::size(kNotes)]) : std::string();
  }

  std::vector<Cell> CellsOf(std::size_t number) {
    const FilledRow& row = launched_.filling.rows[number];
    std::vector<Cell> cells;
    if (row.sample == nullptr) return cells;
    std::map<std::pair<scheme::FieldId, int>, std::string> reported;
    for (const SampleCell& cell : row.sample->cells) {
      const FieldUse* const use = launched_.frame.UseOf(cell.field);
      if (use != nullptr && use->use == FieldClass::kReported)
        reported[{use->base, cell.period}] = cell.text;
    }
    for (const SampleCell& cell : row.sample->cells) {
      const FieldUse* const use = launched_.frame.UseOf(cell.field);
      if (use == nullptr ||
          (use->use != FieldClass::kAttribute && use->use != FieldClass::kBaseline &&
           use->use != FieldClass::kMeasurement)) {
        continue;
      }
      Cell made;
      made.fate = FateOf(*use, cell, number, cells.size());
      made.made.key = {use->element, launched_.plan.year, cell.period, row.assessee.subject};
      if (made.fate == Fate::kMissing || !known_.insert(made.made.key).second) continue;
      made.counted = cell.text;
      const auto first = reported.find({cell.field, cell.period});
      const std::string& text = first == reported.end() ? cell.text : first->second;
      made.made.is_not_applicable = text == "不适用";
      if (!made.made.is_not_applicable) made.made.value = text;
      made.made.note = NoteOf(number + cells.size());
      made.made.evidence = std::vector<Id>();
      uses_[made.made.key] = use;
      cells.push_back(std::move(made));
    }
    return cells;
  }

  Result<void> Report(std::size_t number) {
    const FilledRow& row = launched_.filling.rows[number];
    const std::vector<Cell> cells = CellsOf(number);
    KAOGONG_TRY_ASSIGN(const Actor clerk, Somebody(row, 3));
    for (const bool submits : {false, true}) {
      std::vector<process::NewMeasurement> items;
      std::vector<const Cell*> of;
      for (const Cell& cell : cells) {
        if ((cell.fate != Fate::kDraft) != submits) continue;
        items.push_back(cell.made);
        of.push_back(&cell);
      }
      if (items.empty()) continue;
      KAOGONG_TRY_ASSIGN(const auto saved,
                         process::SaveMeasurements(work_.library, clerk, items, submits));
      if (!submits) continue;
      for (std::size_t i = 0; i < saved.size(); ++i) Wait(*of[i], saved[i].now);
    }
    return Verify();
  }

  // Puts a submitted cell before its verifier. What the office keeps itself is verified already.
  void Wait(const Cell& cell, const process::Measurement& now) {
    if (cell.fate == Fate::kSubmitted || now.state != process::MeasurementState::kSubmitted) return;
    const FieldUse& use = *uses_.at(cell.made.key);
    process::Decision decision;
    decision.key = cell.made.key;
    decision.version = now.version;
    if (cell.fate == Fate::kReturned) {
      decision.verdict = process::Verdict::kReturn;
      decision.reason = "与部门月报口径不一致，请核对后重新报送";
    } else if (cell.made.value.value_or("不适用") != cell.counted) {
      decision.verdict = process::Verdict::kCorrect;
      decision.is_not_applicable = cell.counted == "不适用";
      if (!decision.is_not_applicable) decision.value = cell.counted;
      decision.reason = "以部门统计数核定";
    }
    waiting_[use.verifier_unit.value_or(0)].second = &use;
    waiting_[use.verifier_unit.value_or(0)].first.push_back(std::move(decision));
  }

  Result<void> Verify() {
    for (const auto& [unit, decided] : waiting_) {
      KAOGONG_TRY_ASSIGN(const Actor verifier, Verifier(*decided.second));
      KAOGONG_TRY(process::DecideMeasurements(work_.library, verifier, decided.first));
    }
    waiting_.clear();
    return {};
  }

  // Events that count for fields: as many as the sample says, one record for all of them.
  Result<void> Happen(std::size_t number) {
    const FilledRow& row = launched_.filling.rows[number];
    if (row.sample == nullptr) return {};
    for (const SampleCell& cell : row.sample->cells) {
      const FieldUse* const use = launched_.frame.UseOf(cell.field);
      if (use == nullptr || use->use != FieldClass::kEvent) continue;
      if (cell.text == "0" || cell.text == "否" || cell.text == "不适用") continue;
      process::NewRecord made;
      made.field = scheme().field(cell.field).name;
      if (scheme().field(cell.field).type == scheme::Type::kNumber) made.amount = cell.text;
      made.basis = fmt::format("{}：{}，有正式文件", row.assessee.name, *made.field);
      KAOGONG_TRY(Propose(row, std::move(made), number));
    }
    return {};
  }

  Result<void> Propose(const FilledRow& row, process::NewRecord made, std::size_t number) {
    made.assessment = launched_.id;
    made.assessee = row.assessee.id;
    const int month = 1 + static_cast<int>(number % 10);
    if (made.day == Date())
      made.day = Until(DayOf(launched_, month, 10 + static_cast<int>(number % 15)));
    KAOGONG_TRY_ASSIGN(const auto record, process::ProposeRecord(work_.library, work_.first, made));
    // In a year under way some wait for their decision.
    if (!is_whole() && number % 4 == 1) return {};
    KAOGONG_TRY(process::DecideRecord(work_.library, work_.second, record.id, record.version, true,
                                      "依据充分，予以认定"));
    return {};
  }

  // A row of the regulation's records.
  Result<void> Note(std::size_t number) {
    const FilledRecord& record = launched_.filling.records[number];
    const scheme::Kind& kind = scheme().kind(record.kind);
    if (kind.name == launched_.plan.panel_kind) return {};
    if (!is_whole() && number % 3 == 2) return {};
    process::NewRecord made;
    made.kind = kind.name;
    for (const SampleCell& cell : record.sample->cells) {
      made.values.push_back({scheme().field(cell.field).name, cell.text});
      // A record counts for the day that it names.
      if (cell.field == kind.date_field) made.day = Date::Parse(cell.text).value();
    }
    if (made.day > today_) return {};
    made.basis = fmt::format("{}第{}号，见佐证材料", kind.name, number + 1);
    return Propose(*record.parent, std::move(made), number);
  }

  Result<void> AppointPanel() {
    if (launched_.plan.panel_kind.empty()) return {};
    process::NewPanel panel;
    panel.kind = launched_.plan.panel_kind;
    std::vector<Actor> members;
    for (const char* login : {"panel", "panel-2", "panel-3"}) {
      KAOGONG_TRY_ASSIGN(const Actor member, ActorOf(work_.office(), login));
      panel.accounts.push_back(member.account);
      members.push_back(member);
    }
    KAOGONG_TRY(process::AppointPanel(work_.library, work_.first, launched_.id, panel));
    // The first has everything before him, the others have begun.
    for (std::size_t m = 1; m < members.size(); ++m) KAOGONG_TRY(Score(members[m], m));
    return {};
  }

  Result<void> Score(const Actor& member, std::size_t number) {
    const scheme::KindId kind = scheme().FindKind(launched_.plan.panel_kind);
    std::size_t done = 0;
    for (const FilledRow& row : launched_.filling.rows) {
      if (row.kind != scheme().kind(kind).parent || ++done > 3 * number) continue;
      const process::PanelKey key{launched_.id, std::string(launched_.plan.panel_kind),
                                  row.assessee.id};
      KAOGONG_TRY_ASSIGN(const auto sheet, process::OpenPanelSheet(work_.library, member, key));
      std::vector<process::PanelScore> scores;
      for (const process::PanelItem& item : sheet.items) {
        process::PanelScore score;
        score.item = item.item;
        score.value = fmt::format("{}.{}", 82 + (done * 3 + scores.size() * 2) % 14, done % 10);
        scores.push_back(std::move(score));
      }
      KAOGONG_TRY(process::SavePanelSheet(work_.library, member, key, sheet.version, scores, true));
    }
    return {};
  }

  // Some days of work of the first units.
  Result<void> KeepRecords() {
    constexpr std::pair<const char*, const char*> kWork[] = {
        {"召开重点工作调度会", "通报各项目标进度，对滞后的两项逐项明确责任人和完成时限。"},
        {"现场督导项目建设", "查看施工进度和安全措施，协调解决用电、用地手续问题。"},
        {"报送月度数据", "与统计、财政部门核对口径，数据一致后报送。"}};
    std::size_t count = 0;
    for (const FilledRow& row : launched_.filling.rows) {
      if (!row.assessee.unit.has_value() || row.kind != launched_.filling.rows[0].kind ||
          count >= 12)
        continue;
      KAOGONG_TRY_ASSIGN(const Actor clerk, Somebody(row, 3));
      const auto& [title, text] = kWork[count % std::size(kWork)];
      process::NewWorkRecord made;
      made.unit = *row.assessee.unit;
      made.day = today_.AddDays(-static_cast<std::int64_t>(3 + 2 * count)).value();
      made.title = title;
      made.text = text;
      made.assessee = row.assessee.id;
      KAOGONG_TRY(process::AddWorkRecord(work_.library, clerk, made));
      ++count;
    }
    return {};
  }

  YearWork& work_;
  const Launched& launched_;
  const Date today_;
  std::set<MeasurementKey> known_;
  std::map<MeasurementKey, const FieldUse*> uses_;
  std::map<Id, std::pair<std::vector<process::Decision>, const FieldUse*>> waiting_;
};

}  // namespace

Result<void> ReportData(YearWork& work, Launched& launched) {
  KAOGONG_TRY(MoveTo(work, launched, office::assessment::Stage::kProcess));
  return DataLoader(work, launched).Run();
}

}  // namespace kaogong::demo
