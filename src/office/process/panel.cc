// SPDX-License-Identifier: Apache-2.0
#include "office/process/panel.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/rational.h"
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

constexpr std::array<std::string_view, 3> kChoices{"score", "unknown", "not_applicable"};
constexpr int kHistoryYears = 5;
constexpr std::int64_t kEvidenceShown = 20;

// The rows that a panel scores, as a condition on assessee a of panel p.
constexpr std::string_view kIsScored =
    "(NOT EXISTS (SELECT 1 FROM panel_assessee x WHERE x.assessment_id = p.assessment_id "
    "AND x.kind = p.kind) OR EXISTS (SELECT 1 FROM panel_assessee x "
    "WHERE x.assessment_id = p.assessment_id AND x.kind = p.kind AND x.assessee_id = a.id))";

Error NoSuchSheet() {
  return {ErrorCode::kNotFound, Say("没有这张评分表，或没有请您评分",
                                    "There is no such sheet, or you were not appointed for it")};
}

std::string ParentOf(const scheme::Scheme& scheme, scheme::KindId kind) {
  return scheme.kind(scheme.kind(kind).parent).name;
}

// What is scored: the options of the field of choices, or one item for the whole.
std::vector<std::string> ItemsOf(const scheme::Scheme& scheme, const PanelShape& shape) {
  if (shape.item == scheme::kNone) return {""};
  return scheme.field(shape.item).options;
}

std::optional<Text> WhyClosed(const assessment::AssessmentRow& row) {
  if (row.stage == Stage::kProcess || row.stage == Stage::kTargets) return std::nullopt;
  const Text stage = assessment::TitleOf(row.stage);
  return Say("考核处于{0}阶段，不能评分", "The assessment is at the stage “{1}”; scoring is closed",
             stage.zh, stage.en);
}

Result<Panel> LoadPanel(const Session& session, const Frame& frame, scheme::KindId kind) {
  const scheme::Scheme& scheme = frame.scheme();
  Panel panel;
  panel.kind = scheme.kind(kind).name;
  panel.parent_kind = ParentOf(scheme, kind);
  KAOGONG_TRY(session.transaction.Query(
      "SELECT assessee_id FROM panel_assessee WHERE assessment_id = ? AND kind = ? ORDER BY "
      "assessee_id",
      {frame.row.id, panel.kind},
      [&](const Row& row) { panel.assessees.push_back(row.Get<Id>(0)); }));
  auto total = static_cast<std::int64_t>(panel.assessees.size());
  if (total == 0) {
    KAOGONG_TRY_ASSIGN(const auto count,
                       session.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM assessee WHERE assessment_id = ? AND kind = ?",
                           {frame.row.id, panel.parent_kind}));
    total = count.value_or(0);
  }
  KAOGONG_TRY(session.transaction.Query(
      "SELECT p.account_id, n.name, (SELECT count(*) FROM panel_sheet s WHERE "
      "s.account_id = p.account_id AND s.assessment_id = p.assessment_id AND s.kind = p.kind "
      "AND s.submitted_at IS NOT NULL) FROM panel p JOIN account a ON a.id = p.account_id "
      "LEFT JOIN person n ON n.id = a.person_id WHERE p.assessment_id = ? AND p.kind = ? "
      "ORDER BY n.name_order, p.account_id",
      {frame.row.id, panel.kind}, [&](const Row& row) {
        panel.members.push_back({row.Get<Id>(0),
                                 row.Get<std::optional<std::string>>(1).value_or(""), total,
                                 row.Get<std::int64_t>(2)});
        panel.submitted += panel.members.back().submitted;
        panel.sheets += total;
      }));
  return panel;
}

Result<std::vector<Candidate>> CandidatesOf(const Session& session) {
  std::vector<Candidate> candidates;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT DISTINCT a.id, n.name, n.name_order FROM account a JOIN account_grant g "
      "ON g.account_id = a.id LEFT JOIN person n ON n.id = a.person_id "
      "WHERE a.is_active = ? AND g.role = ? ORDER BY n.name_order, a.id",
      {true, office::NameOf(Role::kPanelMember)}, [&](const Row& row) {
        candidates.push_back({row.Get<Id>(0), row.Get<std::optional<std::string>>(1).value_or("")});
      }));
  return candidates;
}

// Appoints inside a transaction.
class Appointing {
 public:
  Appointing(Change& change, const Frame& frame, const NewPanel& wanted)
      : change_(change),
        frame_(frame),
        wanted_(wanted),
        kind_(frame.scheme().FindKind(wanted.kind)) {}

  Result<Panel> Make() {
    KAOGONG_TRY(Check());
    KAOGONG_TRY(RefuseWhereBegun());
    KAOGONG_TRY(Write());
    change_.Record("panel.appoint", fmt::format("assessment/{}", frame_.row.id),
                   Detail()
                       .Set("kind", wanted_.kind)
                       .Set("members", static_cast<std::int64_t>(wanted_.accounts.size()))
                       .Set("accounts", NamesOf(wanted_.accounts))
                       .Set("assessees", static_cast<std::int64_t>(wanted_.assessees.size())));
    return LoadPanel(change_, frame_, kind_);
  }

 private:
  static std::vector<std::string> NamesOf(const std::vector<Id>& ids) {
    std::vector<std::string> names;
    for (const Id id : ids) names.push_back("account/" + std::to_string(id));
    return names;
  }

  Result<void> Check() {
    Faults faults;
    const bool is_there = kind_ != scheme::kNone && frame_.scheme().kind(kind_).is_record &&
                          ShapeOf(frame_.scheme(), kind_).can_be_scored();
    if (!is_there)
      faults.Add("/kind", Say("办法中没有可以评分的这类明细",
                              "The regulation has no such records that can be scored"));
    KAOGONG_TRY_ASSIGN(const auto candidates, CandidatesOf(change_));
    for (std::size_t i = 0; i < wanted_.accounts.size(); ++i) {
      const Id id = wanted_.accounts[i];
      if (std::ranges::count(wanted_.accounts, id) > 1) {
        faults.Add(fmt::format("/account_ids/{}", i),
                   Say("同一个人出现了两次", "The same person twice"));
      }
      if (std::ranges::find(candidates, id, &Candidate::account) != candidates.end()) continue;
      faults.Add(fmt::format("/account_ids/{}", i),
                 Say("这个账号没有评委角色，请先授予",
                     "This account has no role as a panel member; grant it first"));
    }
    for (std::size_t i = 0; is_there && i < wanted_.assessees.size(); ++i) {
      KAOGONG_TRY_ASSIGN(
          const auto found,
          change_.transaction.One<Id>(
              "SELECT id FROM assessee WHERE id = ? AND assessment_id = ? AND kind = ?",
              {wanted_.assessees[i], frame_.row.id, ParentOf(frame_.scheme(), kind_)}));
      if (!found.has_value()) {
        faults.Add(fmt::format("/assessee_ids/{}", i),
                   Say("没有这个考核对象", "There is no such assessee"));
      }
    }
    return std::move(faults).Finish();
  }

  Result<void> RefuseWhereBegun() {
    KAOGONG_TRY(assessment::RequireStage(frame_.row,
                                         {Stage::kPreparing, Stage::kTargets, Stage::kProcess}));
    KAOGONG_TRY_ASSIGN(const auto proposed,
                       change_.transaction.One<std::int64_t>(
                           "SELECT count(*) FROM record WHERE assessment_id = ? AND kind = ? "
                           "AND state IN ('proposed', 'approved')",
                           {frame_.row.id, wanted_.kind}));
    if (proposed.value_or(0) > 0) {
      return Error{ErrorCode::kConflict,
                   Say("这类明细已有人提出记录，不能再请评委",
                       "Records of this kind were proposed already; it can have no panel")};
    }
    std::vector<std::string> kept;
    KAOGONG_TRY(change_.transaction.Query(
        "SELECT DISTINCT s.account_id, n.name FROM panel_sheet s JOIN account a ON a.id = "
        "s.account_id "
        "LEFT JOIN person n ON n.id = a.person_id WHERE s.assessment_id = ? AND s.kind = ? "
        "AND s.submitted_at IS NOT NULL",
        {frame_.row.id, wanted_.kind}, [&](const Row& row) {
          if (std::ranges::find(wanted_.accounts, row.Get<Id>(0)) != wanted_.accounts.end()) return;
          kept.push_back(row.Get<std::optional<std::string>>(1).value_or(""));
        }));
    if (kept.empty()) return {};
    return Error{ErrorCode::kConflict,
                 Say("{}已经提交评分，不能去掉", "{} has submitted scores and cannot be left out",
                     kept.front())};
  }

  Result<void> Write() {
    const Id id = frame_.row.id;
    KAOGONG_TRY(change_.transaction.Execute(
        "DELETE FROM panel WHERE assessment_id = ? AND kind = ?", {id, wanted_.kind}));
    KAOGONG_TRY(change_.transaction.Execute(
        "DELETE FROM panel_assessee WHERE assessment_id = ? AND kind = ?", {id, wanted_.kind}));
    for (const Id account : wanted_.accounts) {
      KAOGONG_TRY(change_.transaction.Execute(
          "INSERT INTO panel (assessment_id, kind, account_id, appointed_by, appointed_at) "
          "VALUES (?, ?, ?, ?, ?)",
          {id, wanted_.kind, account, change_.actor.name, change_.now.ToString()}));
    }
    for (const Id assessee : wanted_.assessees) {
      KAOGONG_TRY(change_.transaction.Execute(
          "INSERT INTO panel_assessee (assessment_id, kind, assessee_id) VALUES (?, ?, ?)",
          {id, wanted_.kind, assessee}));
    }
    return {};
  }

  Change& change_;
  const Frame& frame_;
  const NewPanel& wanted_;
  const scheme::KindId kind_;
};

// A member's sheet as it stands.
class SheetReader {
 public:
  SheetReader(Book& book, const PanelKey& key) : book_(book), session_(book.session()), key_(key) {}

  // Errors: kNotFound when the actor is not appointed.
  Result<void> Find() {
    std::optional<AssesseeRow> found;
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format(
            "SELECT {} FROM panel p JOIN assessee a ON a.assessment_id = p.assessment_id "
            "WHERE p.assessment_id = ? AND p.kind = ? AND p.account_id = ? AND a.id = ? AND {}",
            assessment::kAssesseeColumns, kIsScored),
        {key_.assessment, key_.kind, session_.actor.account, key_.assessee},
        [&](const Row& row) { found = assessment::ReadAssessee(row); }));
    if (!found.has_value()) return NoSuchSheet();
    assessee_ = *std::move(found);
    KAOGONG_TRY_ASSIGN(frame_, book_.FrameOf(key_.assessment));
    kind_ = frame_->scheme().FindKind(key_.kind);
    if (kind_ == scheme::kNone || ParentOf(frame_->scheme(), kind_) != assessee_.kind)
      return NoSuchSheet();
    shape_ = ShapeOf(frame_->scheme(), kind_);
    if (!shape_.can_be_scored()) return NoSuchSheet();
    return LoadState();
  }

  Result<PanelSheet> Read() {
    PanelSheet sheet;
    const scheme::Scheme& scheme = frame_->scheme();
    sheet.row.assessment = NameOf(frame_->row);
    sheet.row.kind = key_.kind;
    sheet.row.assessee = NameOf(assessee_);
    sheet.row.is_submitted = submitted_at_.has_value();
    sheet.row.due = frame_->row.data_due;
    sheet.version = version_;
    sheet.closed_reason = WhyClosed(frame_->row);
    if (sheet.row.is_submitted)
      sheet.closed_reason = Say("已经提交，不能再改", "It was submitted and does not change");
    sheet.score = scheme.field(shape_.score);
    for (const std::string& item : ItemsOf(scheme, shape_)) {
      KAOGONG_TRY_ASSIGN(PanelItem made, ItemOf(item));
      sheet.row.done += made.choice.has_value() ? 1 : 0;
      ++sheet.row.total;
      sheet.items.push_back(std::move(made));
    }
    KAOGONG_TRY_ASSIGN(sheet.evidence, Evidences());
    return sheet;
  }

  const Frame& frame() const { return *frame_; }
  const PanelShape& shape() const { return shape_; }
  std::int64_t version() const { return version_; }
  bool is_submitted() const { return submitted_at_.has_value(); }

 private:
  Result<void> LoadState() {
    KAOGONG_TRY(session_.transaction.Query(
        fmt::format(
            "SELECT submitted_at, version FROM panel_sheet WHERE assessment_id = ? AND kind = ? "
            "AND assessee_id = ? AND account_id = ?{}",
            session_.transaction.is_read_only() ? "" : " /*postgres: FOR UPDATE */"),
        {key_.assessment, key_.kind, key_.assessee, session_.actor.account}, [&](const Row& row) {
          submitted_at_ = row.Get<std::optional<std::string>>(0);
          version_ = row.Get<std::int64_t>(1);
        }));
    return {};
  }

  // The indicators and definitions of the parent kind that are named for the item.
  const scheme::Figure* FigureOf(const std::string& item) const {
    const scheme::Scheme& scheme = frame_->scheme();
    const scheme::Figure* found = nullptr;
    for (const scheme::Figure& figure : scheme.figures) {
      if (figure.role != scheme::Role::kIndicator) continue;
      if (figure.name == item) return &figure;
      if (!item.empty() && found == nullptr && figure.name.starts_with(item)) found = &figure;
    }
    return found;
  }

  // The paragraph that speaks of the item, or the whole article.
  std::string StandardOf(const std::string& item, const std::string& article_number) const {
    for (const scheme::Article& article : frame_->scheme().articles) {
      if (article.number != article_number) continue;
      if (item.empty()) return article.text;
      std::string said;
      std::string_view rest = article.text;
      while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = rest.substr(0, end);
        if (line.find(item) != std::string_view::npos)
          said.append(said.empty() ? "" : "\n").append(line);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
      return said.empty() ? article.text : said;
    }
    return {};
  }

  Result<PanelItem> ItemOf(const std::string& item) {
    const scheme::Scheme& scheme = frame_->scheme();
    PanelItem made;
    made.item = item;
    made.label = item.empty() ? key_.kind : item;
    const scheme::Figure* const figure = FigureOf(item);
    made.article = ArticleOf(scheme, scheme.kind(kind_).place);
    made.standard = StandardOf(item, made.article);
    if (figure != nullptr && made.standard.empty() && figure->article != scheme::kNone) {
      made.standard = scheme.articles[static_cast<std::size_t>(figure->article)].text;
    }
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT choice, value, note FROM panel_score WHERE assessment_id = ? AND kind = ? "
        "AND assessee_id = ? AND account_id = ? AND item = ?",
        {key_.assessment, key_.kind, key_.assessee, session_.actor.account, item},
        [&](const Row& row) {
          made.choice = PanelChoiceNamed(row.Get<std::string_view>(0));
          made.value = row.Get<std::optional<std::string>>(1);
          made.note = row.Get<std::string>(2);
        }));
    KAOGONG_TRY(AddMeasured(item, &made));
    KAOGONG_TRY(AddHistory(item, &made));
    KAOGONG_TRY_ASSIGN(made.group_average, OwnAverage(item));
    return made;
  }

  // The figure of the same name that is measured, with its target.
  Result<void> AddMeasured(const std::string& item, PanelItem* made) {
    const scheme::Scheme& scheme = frame_->scheme();
    const scheme::FieldId field =
        item.empty() ? scheme::kNone : scheme.FindField(scheme.FindKind(assessee_.kind), item);
    const FieldUse* const use = field == scheme::kNone ? nullptr : frame_->UseOf(field);
    if (use == nullptr || use->use != FieldClass::kMeasurement) return {};
    KAOGONG_TRY_ASSIGN(
        const Measurement now,
        LoadMeasurement(session_, {use->element, frame_->row.year, 0, assessee_.subject}));
    made->actual = ValueText(scheme.field(field), use->places, now);
    const Id id = assessee_.id;
    KAOGONG_TRY_ASSIGN(const Targets targets, TargetsOf(session_, std::span(&id, 1)));
    const auto target = TargetOf(*frame_, targets, id, field, 0);
    if (target.has_value()) made->target = UnitsText(scheme.field(field), use->places, *target);
    return {};
  }

  static std::optional<std::string> MeanOf(const std::vector<Decimal>& scores) {
    if (scores.empty()) return std::nullopt;
    Rational sum(0);
    for (const Decimal score : scores) sum += Rational(score);
    const auto mean = (sum * Rational::Fraction(1, static_cast<std::int64_t>(scores.size())))
                          .Round(2, Rounding::kHalfUp);
    return mean.has_value() ? std::optional(mean->Trimmed().ToString()) : std::nullopt;
  }

  // The mean of what was submitted about the same subject in earlier years under this regulation.
  Result<void> AddHistory(const std::string& item, PanelItem* made) {
    std::map<int, std::vector<Decimal>, std::greater<>> years;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT t.year, s.value FROM assessee a JOIN assessment t ON t.id = a.assessment_id "
        "JOIN panel_score s ON s.assessment_id = t.id AND s.kind = ? AND s.assessee_id = a.id "
        "WHERE a.subject_id = ? AND t.year < ? AND s.item = ? AND s.choice = 'score' AND "
        "s.is_submitted = ?",
        {key_.kind, assessee_.subject, frame_->row.year, item, true}, [&](const Row& row) {
          const auto value = Decimal::Parse(row.Get<std::string_view>(1));
          if (value.has_value()) years[row.Get<int>(0)].push_back(*value);
        }));
    for (const auto& [year, scores] : years) {
      if (made->history.size() < kHistoryYears)
        made->history.emplace_back(year, MeanOf(scores).value_or(""));
    }
    return {};
  }

  Result<std::optional<std::string>> OwnAverage(const std::string& item) {
    std::vector<Decimal> scores;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT value FROM panel_score WHERE assessment_id = ? AND kind = ? AND account_id = ? "
        "AND item = ? AND choice = 'score'",
        {key_.assessment, key_.kind, session_.actor.account, item}, [&](const Row& row) {
          const auto value = Decimal::Parse(row.Get<std::string_view>(0));
          if (value.has_value()) scores.push_back(*value);
        }));
    return MeanOf(scores);
  }

  // What was attached to the assessee's figures, records and work; the latest first.
  Result<std::vector<Evidence>> Evidences() {
    std::vector<Evidence> files;
    KAOGONG_TRY(session_.transaction.Query(
        "SELECT e.id, e.name, e.size, e.media_type, e.sha256, e.uploaded_by, e.uploaded_at "
        "FROM evidence e WHERE e.id IN (SELECT evidence_id FROM evidence_link WHERE assessee_id = "
        "? "
        "UNION SELECT x.evidence_id FROM measurement_evidence x WHERE x.subject_id = ? AND x.year "
        "= ?) "
        "ORDER BY e.id DESC LIMIT ?",
        {assessee_.id, assessee_.subject, frame_->row.year, kEvidenceShown}, [&](const Row& row) {
          files.push_back({row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::int64_t>(2),
                           row.Get<std::string>(3), row.Get<std::string>(4),
                           row.Get<std::string>(5), row.Get<std::string>(6)});
        }));
    return files;
  }

  Book& book_;
  const Session& session_;
  const PanelKey& key_;
  AssesseeRow assessee_;
  const Frame* frame_ = nullptr;
  scheme::KindId kind_ = scheme::kNone;
  PanelShape shape_;
  std::optional<std::string> submitted_at_;
  std::int64_t version_ = 0;
};

// Saves inside a transaction.
class SheetWriter {
 public:
  SheetWriter(Change& change, SheetReader& reader, const PanelKey& key)
      : change_(change), reader_(reader), key_(key) {}

  Result<void> Save(std::int64_t version, const std::vector<PanelScore>& scores, bool submit) {
    KAOGONG_TRY_ASSIGN(const PanelSheet before, reader_.Read());
    KAOGONG_TRY(Check(before, scores, submit));
    if (before.version != version) return Stale(Say("这张评分表", "The sheet"));
    if (before.closed_reason.has_value()) return Error{ErrorCode::kConflict, *before.closed_reason};
    KAOGONG_TRY(Write(before, scores, submit));
    // Which scores, nobody reads in the log.
    change_.Record(
        submit ? "panel.submit" : "panel.save", fmt::format("assessee/{}", key_.assessee),
        Detail().Set("kind", key_.kind).Set("items", static_cast<std::int64_t>(scores.size())));
    return {};
  }

 private:
  Result<void> Check(const PanelSheet& before, const std::vector<PanelScore>& scores, bool submit) {
    Faults faults;
    std::vector<std::string> chosen;
    for (const PanelItem& item : before.items) {
      if (item.choice.has_value()) chosen.push_back(item.item);
    }
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const PanelScore& score = scores[i];
      const auto at = [&](std::string_view member) {
        return fmt::format("/items/{}/{}", i, member);
      };
      if (std::ranges::find(before.items, score.item, &PanelItem::item) == before.items.end()) {
        faults.Add(at("item"), Say("没有这个评分项", "There is no such item"));
      }
      if (std::ranges::count(scores, score.item, &PanelScore::item) > 1) {
        faults.Add(at("item"), Say("同一项出现了两次", "The same item twice"));
      }
      chosen.push_back(score.item);
      values_.emplace_back();
      if (score.choice != PanelChoice::kScore) {
        if (score.value.has_value())
          faults.Add(at("value"),
                     Say("选了“不了解”或“不适用”就不打分", "Without a score there is no value"));
        continue;
      }
      facts::CellValue value;
      if (const auto problem = facts::ReadCell(before.score, score.value.value_or(""), &value)) {
        faults.Add(at("value"), problem->message);
      } else if (value.presence != facts::Presence::kPresent) {
        faults.Add(at("value"), Say("请打分，或选“不了解”“不适用”",
                                    "Give a score, or choose unknown or not applicable"));
      } else {
        values_.back() = UnitsText(before.score, before.score.places_max, value.units);
      }
    }
    for (const PanelItem& item : before.items) {
      if (!submit || std::ranges::find(chosen, item.item) != chosen.end()) continue;
      faults.Add("/items", Say("“{}”还没有评", "“{}” has no choice yet", item.label));
    }
    return std::move(faults).Finish();
  }

  Result<void> Write(const PanelSheet& before, const std::vector<PanelScore>& scores, bool submit) {
    const Id account = change_.actor.account;
    std::optional<std::string> at;
    if (submit) at = change_.now.ToString();
    for (std::size_t i = 0; i < scores.size(); ++i) {
      const PanelScore& score = scores[i];
      KAOGONG_TRY(change_.transaction.Execute(
          "INSERT INTO panel_score (assessment_id, kind, assessee_id, account_id, item, choice, "
          "value, note, is_submitted, submitted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) "
          "ON CONFLICT (assessment_id, kind, assessee_id, account_id, item) DO UPDATE SET "
          "choice = excluded.choice, value = excluded.value, note = excluded.note",
          {key_.assessment, key_.kind, key_.assessee, account, score.item, NameOf(score.choice),
           values_[i], score.note, false}));
    }
    if (submit) {
      KAOGONG_TRY(change_.transaction.Execute(
          "UPDATE panel_score SET is_submitted = ?, submitted_at = ? WHERE assessment_id = ? "
          "AND kind = ? AND assessee_id = ? AND account_id = ?",
          {true, at, key_.assessment, key_.kind, key_.assessee, account}));
    }
    if (before.version == 0) {
      KAOGONG_TRY(change_.transaction.Execute(
          "INSERT INTO panel_sheet (assessment_id, kind, assessee_id, account_id, submitted_at, "
          "version) VALUES (?, ?, ?, ?, ?, 1)",
          {key_.assessment, key_.kind, key_.assessee, account, at}));
      return {};
    }
    KAOGONG_TRY(change_.transaction.Execute(
        "UPDATE panel_sheet SET submitted_at = ?, version = version + 1 WHERE assessment_id = ? "
        "AND kind = ? AND assessee_id = ? AND account_id = ?",
        {at, key_.assessment, key_.kind, key_.assessee, account}));
    return {};
  }

  Change& change_;
  SheetReader& reader_;
  const PanelKey& key_;
  std::vector<std::optional<std::string>> values_;
};

}  // namespace

std::string_view NameOf(PanelChoice choice) { return kChoices[static_cast<std::size_t>(choice)]; }
std::optional<PanelChoice> PanelChoiceNamed(std::string_view name) {
  const auto found = std::ranges::find(kChoices, name);
  if (found == kChoices.end()) return std::nullopt;
  return static_cast<PanelChoice>(found - kChoices.begin());
}

Result<Panels> ListPanels(Library& library, const Actor& actor, Id assessment) {
  KAOGONG_TRY(Require(actor, Act::kManageAssessments));
  return library.office().Read(actor, [&](Session& session) -> Result<Panels> {
    Book book(library, session);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
    const scheme::Scheme& scheme = frame->scheme();
    Panels panels;
    for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
      const auto kind = static_cast<scheme::KindId>(i);
      if (!scheme.kind(kind).is_record || !ShapeOf(scheme, kind).can_be_scored()) continue;
      KAOGONG_TRY_ASSIGN(Panel panel, LoadPanel(session, *frame, kind));
      panels.panels.push_back(std::move(panel));
    }
    KAOGONG_TRY_ASSIGN(panels.candidates, CandidatesOf(session));
    return panels;
  });
}

Result<Panel> AppointPanel(Library& library, const Actor& actor, Id assessment,
                           const NewPanel& wanted) {
  KAOGONG_TRY(Require(actor, Act::kManageAssessments));
  return library.office().Write(actor, [&](Change& change) -> Result<Panel> {
    Book book(library, change);
    KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
    return Appointing(change, *frame, wanted).Make();
  });
}

Result<Listing<PanelSheetRow>> ListPanelSheets(Library& library, const Actor& actor,
                                               const PanelFilter& filter, Page page) {
  KAOGONG_TRY(Require(actor, Act::kScorePanel));
  if (!filter.state.empty() && filter.state != "open" && filter.state != "submitted") {
    return Error{ErrorCode::kInvalidInput,
                 Say("网址参数 state 应为 open 或 submitted",
                     "The query parameter state must be open or submitted")};
  }
  return library.office().Read(actor, [&](Session& session) -> Result<Listing<PanelSheetRow>> {
    Book book(library, session);
    std::vector<std::pair<Id, std::string>> panels;
    KAOGONG_TRY(session.transaction.Query(
        "SELECT p.assessment_id, p.kind FROM panel p JOIN assessment t ON t.id = p.assessment_id "
        "WHERE p.account_id = ? ORDER BY t.year DESC, p.assessment_id, p.kind",
        {actor.account},
        [&](const Row& row) { panels.emplace_back(row.Get<Id>(0), row.Get<std::string>(1)); }));
    Listing<PanelSheetRow> listing;
    for (const auto& [assessment, kind_name] : panels) {
      if (filter.assessment.has_value() && *filter.assessment != assessment) continue;
      KAOGONG_TRY_ASSIGN(const Frame* frame, book.FrameOf(assessment));
      const scheme::KindId kind = frame->scheme().FindKind(kind_name);
      if (kind == scheme::kNone) continue;
      const auto items = ItemsOf(frame->scheme(), ShapeOf(frame->scheme(), kind));
      const std::string state = filter.state == "open"        ? " AND s.submitted_at IS NULL"
                                : filter.state == "submitted" ? " AND s.submitted_at IS NOT NULL"
                                                              : "";
      KAOGONG_TRY(session.transaction.Query(
          fmt::format(
              "SELECT {}, s.submitted_at, (SELECT count(*) FROM panel_score c WHERE "
              "c.assessment_id = p.assessment_id AND c.kind = p.kind AND c.assessee_id = a.id "
              "AND c.account_id = p.account_id) FROM panel p "
              "JOIN assessee a ON a.assessment_id = p.assessment_id AND a.kind = ? "
              "LEFT JOIN panel_sheet s ON s.assessment_id = p.assessment_id AND s.kind = p.kind "
              "AND s.assessee_id = a.id AND s.account_id = p.account_id "
              "WHERE p.assessment_id = ? AND p.kind = ? AND p.account_id = ? AND {}{} "
              "ORDER BY a.place, a.id",
              assessment::kAssesseeColumns, kIsScored, state),
          {ParentOf(frame->scheme(), kind), assessment, kind_name, actor.account},
          [&](const Row& row) {
            const std::int64_t index = listing.total++;
            if (index < page.offset() || index >= page.offset() + page.size) return;
            PanelSheetRow made;
            made.assessment = NameOf(frame->row);
            made.kind = kind_name;
            made.assessee = NameOf(assessment::ReadAssessee(row));
            made.is_submitted = !row.is_null(10);
            made.done = row.Get<int>(11);
            made.total = static_cast<int>(items.size());
            made.due = frame->row.data_due;
            listing.items.push_back(std::move(made));
          }));
    }
    return listing;
  });
}

Result<PanelSheet> OpenPanelSheet(Library& library, const Actor& actor, const PanelKey& key) {
  KAOGONG_TRY(Require(actor, Act::kScorePanel));
  return library.office().Read(actor, [&](Session& session) -> Result<PanelSheet> {
    Book book(library, session);
    SheetReader reader(book, key);
    KAOGONG_TRY(reader.Find());
    return reader.Read();
  });
}

Result<PanelSheet> SavePanelSheet(Library& library, const Actor& actor, const PanelKey& key,
                                  std::int64_t version, const std::vector<PanelScore>& scores,
                                  bool submit) {
  KAOGONG_TRY(Require(actor, Act::kScorePanel));
  return library.office().Write(actor, [&](Change& change) -> Result<PanelSheet> {
    Book book(library, change);
    SheetReader reader(book, key);
    KAOGONG_TRY(reader.Find());
    KAOGONG_TRY(SheetWriter(change, reader, key).Save(version, scores, submit));
    SheetReader after(book, key);
    KAOGONG_TRY(after.Find());
    return after.Read();
  });
}

}  // namespace kaogong::office::process
