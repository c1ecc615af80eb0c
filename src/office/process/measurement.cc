// SPDX-License-Identifier: Apache-2.0
#include "office/process/measurement.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/date.h"
#include "base/utf8.h"
#include "office/faults.h"
#include "office/process/evidence.h"
#include "office/process/internal/book.h"

namespace kaogong::office::process {

using namespace internal;  // NOLINT: the inside of this folder.
using store::Row;

namespace {

// An audit record names single figures up to this many.
constexpr std::size_t kNamedMax = 50;

std::string PointerOf(std::size_t index, std::string_view member) {
  return fmt::format("/items/{}/{}", index, member);
}

Error Unknown() {
  return {ErrorCode::kNotFound, Say("没有这个数，或不在您的范围内",
                                    "There is no such figure, or it is not in your reach")};
}

Text Closed(const std::vector<Use>& uses) {
  const assessment::AssessmentRow& row = uses.front().frame->row;
  const Text stage = assessment::TitleOf(row.stage);
  if (row.stage == Stage::kPreparing) {
    return Say("“{0}”还在{1}阶段，开始填报后再填", "{0} is still {2}; report once it is under way",
               row.title, stage.zh, stage.en);
  }
  return Say("“{0}”已到{1}阶段，数据已经关闭；确需更正的，请由考核办更正或通过申诉办理",
             "{0} is at the stage “{2}” and its data are closed; the office corrects them, or an "
             "objection does",
             row.title, stage.zh, stage.en);
}

Error Wrong(std::vector<Fault> faults) {
  const std::size_t count = faults.size();
  return {
      ErrorCode::kInvalidInput,
      Say("有 {} 处不符合要求，没有保存任何内容", "{} things are wrong; nothing was saved", count),
      std::move(faults)};
}

std::string SubjectOf(const std::vector<MeasurementKey>& keys) {
  if (keys.size() != 1) return "measurement";
  const MeasurementKey& key = keys.front();
  return fmt::format("measurement/{}-{}-{}-{}", key.element, key.year, key.period, key.subject);
}

Detail DetailOf(const std::vector<std::pair<std::string, std::string>>& named, std::size_t count) {
  Detail detail;
  detail.Set("count", static_cast<std::int64_t>(count));
  std::vector<Detail> items;
  for (const auto& [name, value] : named)
    items.push_back(Detail().Set("cell", name).Set("value", value));
  if (!items.empty()) detail.Set("cells", items);
  return detail;
}

// One saving of cells inside a transaction.
class Saver {
 public:
  Saver(Library& library, Change& change, bool submit)
      : book_(library, change), change_(change), submit_(submit) {}

  Result<std::vector<MeasurementView>> Save(const std::vector<NewMeasurement>& items) {
    CheckTwice(items);
    for (std::size_t i = 0; i < items.size(); ++i) KAOGONG_TRY(Plan(items[i], i));
    if (!faults_.empty()) return Wrong(std::move(faults_));
    if (is_stale_) return Stale(Say("有的数", "Some figures"));
    if (is_closed_.has_value()) return Error{ErrorCode::kConflict, *is_closed_};
    return Write(items);
  }

 private:
  struct Planned {
    Measurement before;
    Measurement after;
    std::string note;
    std::string name;
    bool is_verified = false;  // Kept by the office: nobody else verifies it.
  };

  void CheckTwice(const std::vector<NewMeasurement>& items) {
    std::set<MeasurementKey> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (seen.insert(items[i].key).second) continue;
      faults_.push_back(
          {PointerOf(i, "element_id"), Say("同一个数出现了两次", "The same figure twice")});
    }
  }

  void Fault(std::size_t index, std::string_view member, Text message) {
    faults_.push_back({PointerOf(index, member), std::move(message)});
  }

  Result<void> Plan(const NewMeasurement& item, std::size_t index) {
    const MeasurementKey& key = item.key;
    KAOGONG_TRY_ASSIGN(const auto uses, book_.UsesOf(key.element, key.year, key.subject));
    KAOGONG_TRY_ASSIGN(const bool may_see, MaySee(change_, uses, Act::kViewProcess));
    KAOGONG_TRY_ASSIGN(const bool may_report, MayReport(change_, uses));
    planned_.emplace_back();
    if (!may_see && !may_report) {
      Fault(index, "subject_id", Unknown().message);
      return {};
    }
    if (!may_report) {
      Fault(index, "subject_id",
            IsMeasured(uses) ? Say("这个数不由您填报", "This figure is not yours to report")
                             : Say("基本情况由考核办维护", "The office keeps this figure"));
      return {};
    }
    const scheme::Scheme& scheme = uses.front().frame->scheme();
    const scheme::Level& level = scheme.level(uses.front().field().level);
    if (key.period < 0 ||
        key.period >= scheme::PeriodCount(uses.front().field().level, level, key.year)) {
      Fault(index, "period", Say("没有这个考核期", "There is no such period"));
      return {};
    }
    if (!IsOpen(uses)) is_closed_ = Closed(uses);
    KAOGONG_TRY_ASSIGN(const Measurement before, LoadMeasurement(change_, key));
    if (before.version != item.version) {
      is_stale_ = true;
      return {};
    }
    Planned& planned = planned_.back();
    planned.before = before;
    planned.after = before;
    planned.name = NameOfCell(uses.front(), key.period);
    planned.is_verified = !IsMeasured(uses);
    return Check(item, index, uses, planned, level.count());
  }

  Result<void> Check(const NewMeasurement& item, std::size_t index, const std::vector<Use>& uses,
                     Planned& planned, int periods) {
    const Measurement& before = planned.before;
    if (before.state == MeasurementState::kVerified && !planned.is_verified) {
      Fault(index, "value",
            Say("已经核实；要修改请由核实部门退回",
                "It is verified; ask who verified it to reopen it"));
      return {};
    }
    if (before.state == MeasurementState::kSubmitted && before.round > 0) {
      Fault(index, "value",
            Say("正在核实，不能再改", "It is being verified and cannot be changed"));
      return {};
    }
    Measurement& after = planned.after;
    const std::string text = item.is_not_applicable ? "不适用" : item.value.value_or("");
    if (auto problem = ReadValue(uses, text, &after)) {
      Fault(index, "value", *std::move(problem));
      return {};
    }
    if (submit_ && !after.has_value()) {
      Fault(index, "value",
            Say("还没有填；不适用的请注明“不适用”",
                "This is not filled in; say so if it is not applicable"));
      return {};
    }
    KAOGONG_TRY_ASSIGN(const Trail trail, TrailOf(change_, item.key));
    planned.note = item.note.value_or(trail.note);
    if (!submit_) return {};
    KAOGONG_TRY_ASSIGN(const Before compared, LoadBefore(change_, item.key, periods));
    return CheckFar(index, uses.front(), after, compared, planned.note);
  }

  // A number far from before needs a word.
  Result<void> CheckFar(std::size_t index, const Use& use, const Measurement& after,
                        const Before& before, const std::string& note) {
    if (use.field().type != scheme::Type::kNumber || !after.units.has_value() || !note.empty()) {
      return {};
    }
    const auto units = [](const std::optional<Measurement>& from) {
      return from.has_value() ? from->units : std::nullopt;
    };
    const auto compared = Compare(*after.units, units(before.last_year), units(before.previous));
    if (!compared.has_value() || !compared->is_far) return {};
    const bool has_year = units(before.last_year).value_or(0) != 0;
    Fault(index, "note",
          Say("比{0}变化 {2}%，请在备注中说明原因",
              "It changed by {2} % on {1}; say why in the note", has_year ? "上年同期" : "上期",
              has_year ? "last year" : "the period before", compared->change));
    return {};
  }

  Result<std::vector<MeasurementView>> Write(const std::vector<NewMeasurement>& items) {
    std::vector<MeasurementView> views;
    std::vector<std::pair<std::string, std::string>> named;
    std::vector<MeasurementKey> keys;
    const std::string_view act = submit_ ? "submit" : "save";
    for (std::size_t i = 0; i < items.size(); ++i) {
      Planned& planned = planned_[i];
      Measurement& after = planned.after;
      const bool is_returned = planned.before.state == MeasurementState::kReturned;
      after.state = !submit_
                        ? (is_returned ? MeasurementState::kReturned : MeasurementState::kDraft)
                    : planned.is_verified ? MeasurementState::kVerified
                                          : MeasurementState::kSubmitted;
      after.round = 0;
      if (submit_ && !after.reported.has_value()) after.reported = after.units;
      if (items[i].evidence.has_value()) {
        KAOGONG_TRY(AttachToMeasurement(change_, items[i].key, *items[i].evidence,
                                        PointerOf(i, "evidence_ids")));
      }
      KAOGONG_TRY(WriteMeasurement(change_, after, act, planned.note));
      KAOGONG_TRY_ASSIGN(MeasurementView view, ViewOf(book_, after));
      keys.push_back(after.key);
      if (named.size() < kNamedMax) named.emplace_back(planned.name, view.value.value_or(""));
      views.push_back(std::move(view));
    }
    if (items.empty()) {
      change_.RecordNothing();
    } else {
      change_.Record(fmt::format("measurement.{}", act), SubjectOf(keys),
                     DetailOf(named, items.size()));
    }
    return views;
  }

  Book book_;
  Change& change_;
  const bool submit_;
  std::vector<Planned> planned_;
  std::vector<kaogong::Fault> faults_;
  bool is_stale_ = false;
  std::optional<Text> is_closed_;
};

// One round of decisions inside a transaction.
class Decider {
 public:
  Decider(Library& library, Change& change) : book_(library, change), change_(change) {}

  Result<std::vector<MeasurementView>> Decide(const std::vector<Decision>& items) {
    std::set<MeasurementKey> seen;
    for (std::size_t i = 0; i < items.size(); ++i) {
      if (!seen.insert(items[i].key).second) {
        Fault(i, "element_id", Say("同一个数出现了两次", "The same figure twice"));
      }
      KAOGONG_TRY(Plan(items[i], i));
    }
    if (!faults_.empty()) return Wrong(std::move(faults_));
    if (own_.has_value()) return Error{ErrorCode::kNotPermitted, *own_};
    if (is_stale_) return Stale(Say("有的数", "Some figures"));
    if (conflict_.has_value()) return Error{ErrorCode::kConflict, *conflict_};
    return Write(items);
  }

 private:
  struct Planned {
    Measurement after;
    int rounds = 1;
    std::string name;
    std::string before;
  };

  void Fault(std::size_t index, std::string_view member, Text message) {
    faults_.push_back({PointerOf(index, member), std::move(message)});
  }

  Result<void> Plan(const Decision& item, std::size_t index) {
    const MeasurementKey& key = item.key;
    planned_.emplace_back();
    KAOGONG_TRY_ASSIGN(const auto uses, book_.UsesOf(key.element, key.year, key.subject));
    bool may = false;
    if (!uses.empty()) {
      KAOGONG_TRY_ASSIGN(may, MayVerify(change_, uses));
    }
    if (!may) {
      Fault(index, "element_id",
            Say("这个数不由您核实，或没有这个数", "There is no such figure for you to verify"));
      return {};
    }
    KAOGONG_TRY_ASSIGN(const Measurement before, LoadMeasurement(change_, key));
    if (before.version != item.version || before.version == 0) {
      is_stale_ = true;
      return {};
    }
    Planned& planned = planned_.back();
    planned.after = before;
    planned.rounds = RoundsOf(uses);
    planned.name = NameOfCell(uses.front(), key.period);
    planned.before = ValueText(uses.front().field(), uses.front().use->places, before).value_or("");
    CheckWords(item, index, uses, planned);
    if (!IsDue(item, uses, before)) return {};
    KAOGONG_TRY_ASSIGN(const Trail trail, TrailOf(change_, key));
    if (trail.reporters.contains(change_.actor.account) && !change_.actor.is_program) {
      own_ = Say("“{0}”是您自己填报的，要由别人核实",
                 "You reported “{0}” yourself; somebody else must decide on it", planned.name);
    } else if (before.state == MeasurementState::kSubmitted &&
               trail.verifiers.contains(change_.actor.account) && !change_.actor.is_program) {
      own_ = Say("“{0}”上一轮由您核实，下一轮要由别人核实",
                 "You verified “{0}” in the round before; the next one is for somebody else",
                 planned.name);
    }
    return {};
  }

  void CheckWords(const Decision& item, std::size_t index, const std::vector<Use>& uses,
                  Planned& planned) {
    if (item.verdict == Verdict::kVerify) return;
    if (Trim(item.reason).empty()) {
      Fault(index, "reason",
            item.verdict == Verdict::kReturn ? Say("请写明退回的原因", "Say why it is returned")
                                             : Say("请写明更正的原因", "Say why it is corrected"));
    }
    if (item.verdict != Verdict::kCorrect) return;
    const std::string text = item.is_not_applicable ? "不适用" : item.value.value_or("");
    if (auto problem = ReadValue(uses, text, &planned.after)) {
      Fault(index, "value", *std::move(problem));
    } else if (!planned.after.has_value()) {
      Fault(index, "value", Say("请填写更正后的数", "Give the corrected figure"));
    }
  }

  // Whether it can be decided on now; says why not.
  bool IsDue(const Decision& item, const std::vector<Use>& uses, const Measurement& before) {
    const bool is_closed = !IsOpen(uses);
    if (is_closed) {
      const bool is_computing = std::ranges::any_of(
          uses, [](const Use& use) { return use.frame->row.stage == Stage::kResults; });
      const bool is_office = ReachOf(change_.actor, Act::kVerifyData).is_everywhere;
      const bool was_given = before.state == MeasurementState::kSubmitted ||
                             before.state == MeasurementState::kVerified;
      if (is_computing && is_office && was_given && item.verdict != Verdict::kReturn) return true;
      conflict_ = Closed(uses);
      return false;
    }
    if (before.state == MeasurementState::kSubmitted) return true;
    conflict_ =
        Say("“{0}”现在是“{1}”，只有已报待核实的数可以核实",
            "“{0}” is {2}; only submitted figures can be decided on",
            NameOfCell(uses.front(), item.key.period), TitleOf(before).zh, TitleOf(before).en);
    return false;
  }

  Result<std::vector<MeasurementView>> Write(const std::vector<Decision>& items) {
    std::vector<MeasurementView> views;
    std::vector<MeasurementKey> keys;
    std::vector<Detail> cells;
    for (std::size_t i = 0; i < items.size(); ++i) {
      Measurement& after = planned_[i].after;
      const Decision& item = items[i];
      std::string_view act = "return";
      if (item.verdict == Verdict::kReturn) {
        after.state = MeasurementState::kReturned;
        after.round = 0;
      } else {
        act = item.verdict == Verdict::kVerify ? "verify" : "correct";
        if (after.state == MeasurementState::kSubmitted) ++after.round;
        if (after.round >= planned_[i].rounds) after.state = MeasurementState::kVerified;
      }
      KAOGONG_TRY(WriteMeasurement(change_, after, act, Trim(item.reason)));
      KAOGONG_TRY_ASSIGN(MeasurementView view, ViewOf(book_, after));
      keys.push_back(after.key);
      if (cells.size() < kNamedMax) {
        Detail cell;
        cell.Set("cell", planned_[i].name).Set("act", act);
        cell.SetChange("value", planned_[i].before, view.value.value_or(""));
        if (!item.reason.empty()) cell.Set("reason", Trim(item.reason));
        cells.push_back(std::move(cell));
      }
      views.push_back(std::move(view));
    }
    if (items.empty()) {
      change_.RecordNothing();
    } else {
      Detail detail;
      detail.Set("count", static_cast<std::int64_t>(items.size())).Set("cells", cells);
      change_.Record("measurement.verify", SubjectOf(keys), std::move(detail));
    }
    return views;
  }

  Book book_;
  Change& change_;
  std::vector<Planned> planned_;
  std::vector<kaogong::Fault> faults_;
  bool is_stale_ = false;
  std::optional<Text> own_;
  std::optional<Text> conflict_;
};

struct ActTitle {
  std::string_view act;
  std::string_view zh;
  std::string_view en;
};
constexpr std::array<ActTitle, 8> kActTitles{{{"save", "暂存", "saved"},
                                              {"submit", "报送", "submitted"},
                                              {"verify", "核实", "verified"},
                                              {"return", "退回", "returned"},
                                              {"reopen", "重新打开", "reopened"},
                                              {"correct", "更正", "corrected"},
                                              {"import", "导入", "imported"},
                                              {"carry", "结转", "carried over"}}};

}  // namespace

std::string_view NameOf(const Measurement& measurement) {
  switch (measurement.state) {
    case MeasurementState::kDraft:
      return measurement.has_value() ? "draft" : "missing";
    case MeasurementState::kSubmitted:
      return "submitted";
    case MeasurementState::kReturned:
      return "returned";
    case MeasurementState::kVerified:
      return "verified";
  }
  return "";
}

Text TitleOf(const Measurement& measurement) {
  switch (measurement.state) {
    case MeasurementState::kDraft:
      return measurement.has_value() ? Text{"草稿", "draft"} : Text{"未填报", "missing"};
    case MeasurementState::kSubmitted:
      return {"已报待核实", "submitted"};
    case MeasurementState::kReturned:
      return {"已退回", "returned"};
    case MeasurementState::kVerified:
      return {"已核实", "verified"};
  }
  return {};
}

std::string UnitsText(const scheme::Field& field, int places, std::int64_t units) {
  switch (field.type) {
    case scheme::Type::kBoolean:
      return units != 0 ? "是" : "否";
    case scheme::Type::kDate: {
      const auto day = Date::FromDays(units);
      return day.ok() ? day.value().ToString() : std::string();
    }
    default:
      return Decimal::FromUnits(units, places).Trimmed().ToString();
  }
}

std::optional<std::string> ValueText(const scheme::Field& field, int places,
                                     const Measurement& measurement) {
  if (measurement.is_not_applicable) return std::nullopt;
  if (field.type == scheme::Type::kText) return measurement.text;
  if (!measurement.units.has_value()) return std::nullopt;
  return UnitsText(field, places, *measurement.units);
}

Result<std::vector<MeasurementView>> SaveMeasurements(Library& library, const Actor& actor,
                                                      const std::vector<NewMeasurement>& items,
                                                      bool submit) {
  KAOGONG_TRY(Require(actor, Act::kReportData));
  return library.office().Write(
      actor, [&](Change& change) { return Saver(library, change, submit).Save(items); });
}

Result<std::vector<MeasurementView>> DecideMeasurements(Library& library, const Actor& actor,
                                                        const std::vector<Decision>& items) {
  KAOGONG_TRY(Require(actor, Act::kVerifyData));
  return library.office().Write(
      actor, [&](Change& change) { return Decider(library, change).Decide(items); });
}

Result<MeasurementView> ReopenMeasurement(Library& library, const Actor& actor,
                                          const MeasurementKey& key, std::int64_t version,
                                          std::string_view reason) {
  KAOGONG_TRY(Require(actor, Act::kVerifyData));
  const std::string why(Trim(reason));
  return library.office().Write(actor, [&](Change& change) -> Result<MeasurementView> {
    Book book(library, change);
    KAOGONG_TRY_ASSIGN(const auto uses, book.UsesOf(key.element, key.year, key.subject));
    bool may = false;
    if (!uses.empty()) {
      KAOGONG_TRY_ASSIGN(may, MayVerify(change, uses));
    }
    Faults faults;
    if (!may)
      faults.Add("/element_id", Say("这个数不由您核实，或没有这个数",
                                    "There is no such figure for you to verify"));
    if (why.empty()) faults.Add("/reason", Say("请写明重新打开的原因", "Say why it is reopened"));
    KAOGONG_TRY(std::move(faults).Finish());
    KAOGONG_TRY_ASSIGN(Measurement now, LoadMeasurement(change, key));
    if (now.version != version) return Stale(Say("这个数", "The figure"));
    if (!IsOpen(uses)) return Error{ErrorCode::kConflict, Closed(uses)};
    if (now.state != MeasurementState::kVerified) {
      return Error{ErrorCode::kConflict,
                   Say("这个数现在是“{}”，没有核实过", "The figure is {1}, not verified",
                       TitleOf(now).zh, TitleOf(now).en)};
    }
    now.state = MeasurementState::kReturned;
    now.round = 0;
    KAOGONG_TRY(WriteMeasurement(change, now, "reopen", why));
    change.Record("measurement.reopen", SubjectOf({key}),
                  Detail().Set("cell", NameOfCell(uses.front(), key.period)).Set("reason", why));
    return ViewOf(book, now);
  });
}

Result<std::vector<MeasurementView>> FindMeasurements(Library& library, const Actor& actor,
                                                      const std::vector<MeasurementKey>& keys) {
  return library.office().Read(
      actor, [&](Session& session) -> Result<std::vector<MeasurementView>> {
        Book book(library, session);
        std::vector<MeasurementView> views;
        for (const MeasurementKey& key : keys) {
          KAOGONG_TRY_ASSIGN(const auto uses, book.UsesOf(key.element, key.year, key.subject));
          KAOGONG_TRY_ASSIGN(bool may_see, MaySee(session, uses, Act::kViewProcess));
          if (!may_see && !uses.empty()) {
            KAOGONG_TRY_ASSIGN(may_see, MayVerify(session, uses));
          }
          if (!may_see) continue;
          KAOGONG_TRY_ASSIGN(const Measurement now, LoadMeasurement(session, key));
          KAOGONG_TRY_ASSIGN(MeasurementView view, ViewOf(book, now));
          views.push_back(std::move(view));
        }
        return views;
      });
}

Result<MeasurementHistory> HistoryOf(Library& library, const Actor& actor,
                                     const MeasurementKey& key) {
  return library.office().Read(actor, [&](Session& session) -> Result<MeasurementHistory> {
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(const auto uses, book.UsesOf(key.element, key.year, key.subject));
    KAOGONG_TRY_ASSIGN(bool may_see, MaySee(session, uses, Act::kViewProcess));
    if (!may_see && !uses.empty()) {
      KAOGONG_TRY_ASSIGN(may_see, MayVerify(session, uses));
    }
    if (!may_see) {
      for (const Use& use : uses) {
        const auto allowed =
            assessment::RequireOnAssessee(session, use.assessee, Act::kViewProcess);
        if (!allowed.ok() && allowed.error().code == ErrorCode::kNotPermitted)
          return allowed.error();
      }
      return Unknown();
    }
    MeasurementHistory history;
    history.label = NameOfCell(uses.front(), key.period);
    history.unit = uses.front().field().unit;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT version, act, is_not_applicable, units, text, note, made_by, made_at "
        "FROM measurement_change WHERE element_id = ? AND year = ? AND period = ? "
        "AND subject_id = ? ORDER BY version DESC",
        {key.element, key.year, key.period, key.subject}, [&](const Row& row) {
          Measurement then;
          then.is_not_applicable = row.Get<bool>(2);
          then.units = row.Get<std::optional<std::int64_t>>(3);
          then.text = row.Get<std::optional<std::string>>(4);
          history.changes.push_back(
              {row.Get<std::int64_t>(0), row.Get<std::string>(1),
               ValueText(uses.front().field(), uses.front().use->places, then),
               then.is_not_applicable, row.Get<std::string>(5), row.Get<std::string>(6),
               row.Get<std::string>(7)});
        }));
    return history;
  });
}

Text TitleOfChange(std::string_view act) {
  const auto found = std::ranges::find(kActTitles, act, &ActTitle::act);
  if (found == kActTitles.end()) return {std::string(act), std::string(act)};
  return {std::string(found->zh), std::string(found->en)};
}

}  // namespace kaogong::office::process
