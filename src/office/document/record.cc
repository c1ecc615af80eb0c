// SPDX-License-Identifier: Apache-2.0
#include "office/document/record.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "document/period.h"
#include "office/document/internal/process_facts.h"
#include "office/result/publication.h"

namespace kaogong::office::documents {

namespace {

using document::Item;
using document::ItemKind;
using result::Board;
using scheme::KindId;
using scheme::kNone;
using scheme::Role;

// Objects of the process are told apart by these words.
constexpr std::string_view kProblem = "过程:问题/";
constexpr std::string_view kCauses = "过程:原因/";
constexpr std::string_view kCorrection = "过程:更正/";
constexpr std::string_view kDataPart = "#数据:";

Item TextOrNothing(const std::string& text) {
  return text.empty() ? Item::Nothing() : Item::Of(text);
}

Item DayOrNothing(const std::optional<Date>& day) {
  return day ? Item::Day(day->days_since_epoch()) : Item::Nothing();
}

// The engine's record of one year with its grades as they were calibrated.
class CalibratedRecord : public document::Record {
 public:
  CalibratedRecord(const Board& board, const document::EngineOptions& options,
                   const CalibratedGrades& grades)
      : board_(board),
        engine_({board.scheme(), board.facts(), board.outcome()}, options),
        grades_(grades) {}

  std::optional<Item> Look(std::string_view object, std::string_view name) const override {
    // It takes the whole result to compute, and is known.
    if (object.empty() && name == "结果指纹") return Item::Of(board_.evaluation().result_hash);
    auto item = engine_.Look(object, name);
    if (!item || grades_.empty()) return item;
    const auto found = grades_.find(object);
    if (found == grades_.end()) return item;
    const auto grade = found->second.find(name == "等次" ? FigureOf(object) : std::string(name));
    if (grade == found->second.end()) return item;
    Item calibrated = Item::Of(grade->second);
    calibrated.source = item->source + "（校准）";
    return calibrated;
  }
  std::vector<std::string> NamesOf(std::string_view object) const override {
    return engine_.NamesOf(object);
  }

 private:
  std::string FigureOf(std::string_view object) const {
    const KindId kind = board_.scheme().FindKind(object.substr(0, object.find('/')));
    const auto figure = kind == kNone ? kNone : result::KeyFiguresOf(board_.scheme(), kind).grade;
    return figure == kNone ? std::string() : board_.scheme().figure(figure).name;
  }

  const Board& board_;
  const document::EngineRecord engine_;
  const CalibratedGrades& grades_;
};

Result<document::PeriodChoice> FindPeriod(const scheme::Scheme& scheme, const std::string& text) {
  auto found = document::FindPeriod(scheme, scheme::kNone, text);
  if (found.ok() || found.error().code != ErrorCode::kInvalidInput) return found;
  return Error{ErrorCode::kInvalidInput, Say("有 {} 处需要修改", "{} entries need attention", 1),
               {{"/period", found.error().message}}};
}

// What is read from the store before results are opened.
struct Chosen {
  std::string title;
  std::optional<result::Computation> computation;
  std::optional<result::Computation> original;
};

Result<Chosen> Choose(const Session& session, const RecordWish& wish) {
  Chosen chosen;
  KAOGONG_TRY_ASSIGN(const auto title, session.transaction.One<std::string>(
                                           "SELECT title FROM assessment WHERE id = ?",
                                           {wish.assessment}));
  if (!title) return Error{ErrorCode::kNotFound, Say("没有这项考核", "There is no such assessment")};
  chosen.title = *title;
  if (wish.computation) {
    KAOGONG_TRY_ASSIGN(const Id standing, StandingComputation(session, *wish.computation));
    KAOGONG_TRY_ASSIGN(chosen.computation, result::LoadComputation(session, standing));
    if (chosen.computation->assessment.id != wish.assessment) {
      return Error{ErrorCode::kInvalidInput,
                   Say("有 {} 处需要修改", "{} entries need attention", 1),
                   {{"/computation_id", Say("这次计算不属于这项考核",
                                            "The computation is not one of this assessment")}}};
    }
  }
  if (!wish.objection) return chosen;
  KAOGONG_TRY_ASSIGN(const auto original,
                     session.transaction.One<Id>(
                         "SELECT p.computation_id FROM objection o JOIN publication p "
                         "ON p.id = o.publication_id WHERE o.id = ? AND o.assessment_id = ?",
                         {*wish.objection, wish.assessment}));
  if (!original) {
    return Error{ErrorCode::kNotFound,
                 Say("这项考核没有这件申诉", "The assessment has no such objection")};
  }
  KAOGONG_TRY_ASSIGN(chosen.original, result::LoadComputation(session, *original));
  return chosen;
}

}  // namespace

Result<Id> StandingComputation(const Session& session, Id computation) {
  KAOGONG_TRY_ASSIGN(const auto own, result::LoadComputation(session, computation));
  KAOGONG_TRY_ASSIGN(
      const auto published,
      session.transaction.One<Id>("SELECT computation_id FROM publication "
                                  "WHERE assessment_id = ? ORDER BY revision DESC LIMIT 1",
                                  {own.assessment.id}));
  const bool is_older = published && *published >= computation;
  if (published && (own.is_published || is_older)) return *published;
  KAOGONG_TRY_ASSIGN(
      const auto newest,
      session.transaction.One<std::optional<Id>>(
          "SELECT max(id) FROM computation WHERE assessment_id = ? AND label = ? AND basis = ? "
          "AND run_id IS NOT NULL AND id >= ?",
          {own.assessment.id, own.label, result::NameOf(own.basis), computation}));
  return newest.value_or(std::nullopt).value_or(computation);
}

std::optional<std::string> RecordBasis::ObjectOf(Id assessee) const {
  const auto at = internal::RowOf(*board, assessee);
  if (!at) return std::nullopt;
  return internal::ObjectOf(*board, at->kind, at->row);
}

Result<std::shared_ptr<const RecordBasis>> OpenBasis(Shelf& shelf, const RecordWish& wish,
                                                     Issues* issues) {
  const Actor program = ProgramActor();
  KAOGONG_TRY_ASSIGN(const Chosen chosen, shelf.office().Read(program, [&](Session& session) {
    return Choose(session, wish);
  }));
  auto basis = std::make_shared<RecordBasis>();
  basis->wish = wish;
  basis->assessment_title = chosen.title;
  if (chosen.computation) {
    basis->wish.computation = chosen.computation->id;
    basis->wish.basis = chosen.computation->basis;
    basis->is_published = chosen.computation->is_published;
    KAOGONG_TRY_ASSIGN(basis->board, shelf.boards().OpenAny(*chosen.computation));
  } else {
    KAOGONG_TRY_ASSIGN(basis->board,
                       shelf.boards().OpenPresent(wish.assessment, wish.basis, issues));
  }
  if (chosen.original) {
    KAOGONG_TRY_ASSIGN(basis->original, shelf.boards().OpenAny(*chosen.original));
  }
  KAOGONG_TRY_ASSIGN(basis->period, FindPeriod(basis->scheme(), wish.period));
  KAOGONG_TRY_ASSIGN(auto process, shelf.office().Read(program, [&](Session& session) {
    return internal::LoadProcess(shelf, session, wish, *basis->board, basis->original.get());
  }));
  basis->process = std::make_shared<const ProcessFacts>(std::move(process));
  return std::shared_ptr<const RecordBasis>(std::move(basis));
}

Result<std::shared_ptr<const RecordBasis>> ReloadBasis(Shelf& shelf, const Session& session,
                                                       const RecordBasis& before) {
  if (before.wish.computation) {
    KAOGONG_TRY_ASSIGN(const Id standing, StandingComputation(session, *before.wish.computation));
    if (standing != *before.wish.computation) {
      return Error{ErrorCode::kConflict, Say("刚刚有了新的计算结果，请再试一次",
                                             "There is a new result by now; try again")};
    }
  } else {
    KAOGONG_TRY_ASSIGN(const assessment::Frame frame,
                       assessment::LoadFrame(shelf.library(), session, before.wish.assessment));
    KAOGONG_TRY_ASSIGN(const auto tables,
                       result::AssembleFacts(session, frame, before.wish.basis, {}, {}));
    if (result::DigestOf(tables) != before.board->computation()) {
      return Error{ErrorCode::kConflict, Say("数据刚刚有变动，请再试一次",
                                             "The data changed just now; try again")};
    }
  }
  auto basis = std::make_shared<RecordBasis>(before);
  KAOGONG_TRY_ASSIGN(auto process, internal::LoadProcess(shelf, session, before.wish, *before.board,
                                                         before.original.get()));
  basis->process = std::make_shared<const ProcessFacts>(std::move(process));
  return std::shared_ptr<const RecordBasis>(std::move(basis));
}

Result<std::shared_ptr<const RowFacts>> LoadRowFacts(Shelf& shelf, const Session& session,
                                                     const RecordBasis& basis, Id assessee) {
  KAOGONG_TRY_ASSIGN(auto facts,
                     internal::LoadRow(shelf, session, basis.wish, *basis.board, assessee));
  return std::make_shared<const RowFacts>(std::move(facts));
}

struct StoreRecord::Impl {
  Impl(std::shared_ptr<const RecordBasis> from, const GivenValues& values,
       std::shared_ptr<const RowFacts> of)
      : basis(std::move(from)), row(std::move(of)), given(RecordOf(values)) {
    document::EngineOptions options;
    if (basis->board->last_year()) {
      last_year.emplace(*basis->board->last_year()->board, document::EngineOptions(),
                        basis->process->last_grades);
      options.last_year = &*last_year;
    }
    options.period = basis->period;
    options.day = document::DocumentDayOf(given);
    engine.emplace(*basis->board, options, basis->process->grades);
  }

  const ProcessFacts& process() const { return *basis->process; }

  std::optional<Item> OfProcess(std::string_view object, std::string_view name) const {
    if (object.empty()) return OfWhole(name);
    if (object.starts_with(kProblem)) return OfProblem(object.substr(kProblem.size()), name);
    if (object.starts_with(kCorrection)) return OfCorrection(object, name);
    if (object.starts_with(kCauses)) return OfCauses(object.substr(kCauses.size()), name);
    const std::size_t part = object.find(kDataPart);
    if (part != std::string_view::npos) return OfData(object, part, name);
    return object.find('#') == std::string_view::npos ? OfRow(object, name) : std::nullopt;
  }

  static Item ListOf(const std::vector<std::string>& objects) { return Item::List(objects); }

  std::optional<Item> OfWhole(std::string_view name) const {
    if (name == "问题") return Problems("");
    if (name == "发放名单" && !process().paid.empty()) return ListOf(process().paid);
    if (name == "暂缓名单" && !process().paid.empty()) return ListOf(process().held_order);
    if (process().notice) {
      const auto& notice = *process().notice;
      if (name == "公示开始") return Item::Day(notice.from.days_since_epoch());
      if (name == "公示截止") return Item::Day(notice.until.days_since_epoch());
      if (name == "公示工作日") return Item::Of(Rational(notice.days));
      if (name == "联系方式") return TextOrNothing(notice.contact);
    }
    return process().objection ? OfObjection(*process().objection, name) : std::nullopt;
  }

  std::optional<Item> OfObjection(const ObjectionFacts& objection, std::string_view name) const {
    if (name == "申诉日期") return Item::Day(objection.day.days_since_epoch());
    if (name == "申诉项目") return Item::Of(objection.figure);
    if (name == "申诉理由") return Item::Of(objection.text);
    if (name == "原总分") return objection.total;
    if (name == "原名次") return objection.rank;
    if (name == "原等次") return objection.grade;
    // Until it is decided these have to be given.
    if (!objection.is_upheld) return std::nullopt;
    if (name == "核查情况") return TextOrNothing(objection.reason.value_or(""));
    if (name == "申诉成立") return Item::Truth(*objection.is_upheld);
    if (name != "更正") return std::nullopt;
    std::vector<std::string> objects;
    for (std::size_t i = 0; i < objection.corrections.size(); ++i)
      objects.push_back(fmt::format("{}{}", kCorrection, i + 1));
    return Item::List(std::move(objects));
  }

  // Of one object, or of all. Without any the record has no such name, so that a template which
  // needs some asks for them.
  std::optional<Item> Problems(std::string_view object) const {
    std::vector<std::string> objects;
    for (const Problem& problem : process().problems) {
      if (object.empty() || problem.object == object)
        objects.push_back(std::string(kProblem) + problem.key);
    }
    if (objects.empty()) return std::nullopt;
    return Item::List(std::move(objects));
  }

  std::optional<Item> OfProblem(std::string_view key, std::string_view name) const {
    const auto found = std::ranges::find(process().problems, key, &Problem::key);
    if (found == process().problems.end()) return std::nullopt;
    if (name == "单位") return Item::Of(found->unit);
    if (name == "内容" || name == "名称") return Item::Of(found->content);
    if (name == "要求") return Item::Of(found->demand);
    if (name == "期限") return DayOrNothing(found->due);
    return std::nullopt;
  }

  std::optional<Item> OfCorrection(std::string_view object, std::string_view name) const {
    std::size_t number = 0;
    const std::string_view text = object.substr(kCorrection.size());
    std::from_chars(text.data(), text.data() + text.size(), number);
    const auto& objection = process().objection;
    if (!objection || number < 1 || number > objection->corrections.size()) return std::nullopt;
    const result::CorrectionView& correction = objection->corrections[number - 1];
    if (name == "名称") {
      return Item::Of(fmt::format("{}{}", correction.field,
                                  correction.period_title.empty()
                                      ? ""
                                      : "（" + correction.period_title + "）"));
    }
    if (name == "原") return TextOrNothing(correction.before);
    if (name == "现") return TextOrNothing(correction.after);
    return std::nullopt;
  }

  std::optional<Item> OfCauses(std::string_view object, std::string_view name) const {
    if (row == nullptr || row->object != object) return std::nullopt;
    const auto found = row->causes.find(name);
    if (found == row->causes.end()) return std::nullopt;
    return Item::Of(found->second);
  }

  std::optional<Item> OfRow(std::string_view object, std::string_view name) const {
    if (name == "问题") return Problems(object);
    if (name == "暂缓") return Item::Truth(process().held.contains(object));
    if (name == "暂缓原因") {
      const auto found = process().held.find(object);
      return found == process().held.end() ? Item::Nothing() : Item::Of(found->second);
    }
    if (row == nullptr || row->object != object) return std::nullopt;
    if (name == "原因" && !row->causes.empty())
      return Item::Object(std::string(kCauses) + std::string(object));
    if (name == "目标书状态") return TextOrNothing(row->sheet_state.value_or(""));
    if (name == "目标书版次") {
      return row->sheet_state ? Item::Of(Rational(row->sheet_revision)) : Item::Nothing();
    }
    return std::nullopt;
  }

  const RowFacts::DataFacts* DataOf(std::string_view object, std::size_t part) const {
    if (row == nullptr || object.substr(0, part) != row->object) return nullptr;
    int id = 0;
    const std::string_view text = object.substr(part + kDataPart.size());
    std::from_chars(text.data(), text.data() + text.size(), id);
    if (id < 0 || static_cast<std::size_t>(id) >= basis->scheme().fields.size()) return nullptr;
    const auto found = row->data.find(basis->scheme().field(id).name);
    return found == row->data.end() ? nullptr : &found->second;
  }

  std::optional<Item> OfData(std::string_view object, std::size_t part,
                             std::string_view name) const {
    static constexpr std::string_view kNames[] = {"填报人", "核实人", "责任人", "完成时限", "措施"};
    if (std::ranges::find(kNames, name) == std::end(kNames)) return std::nullopt;
    const RowFacts::DataFacts* const data = DataOf(object, part);
    if (data == nullptr) return Item::Nothing();
    if (name == "填报人") return TextOrNothing(data->entered_by);
    if (name == "核实人") return TextOrNothing(data->verified_by);
    if (name == "责任人") return TextOrNothing(data->owner);
    if (name == "完成时限") return DayOrNothing(data->deadline);
    return TextOrNothing(data->measure);
  }

  // Says who entered and who verified a reported figure.
  void AddSource(std::string_view object, std::string_view name, Item* item) const {
    const std::size_t part = object.find(kDataPart);
    if (part == std::string_view::npos || name != "值") return;
    const RowFacts::DataFacts* const data = DataOf(object, part);
    if (data == nullptr) return;
    if (!data->entered_by.empty()) item->source += "；填报：" + data->entered_by;
    if (!data->verified_by.empty()) item->source += "；核实：" + data->verified_by;
  }

  std::optional<Item> Find(std::string_view object, std::string_view name, bool with_process) const {
    if (with_process) {
      if (auto item = OfProcess(object, name)) {
        if (item->source.empty()) item->source = "过程记录";
        return item;
      }
    }
    auto item = engine->Look(object, name);
    if (item) AddSource(object, name, &*item);
    return item;
  }

  const std::shared_ptr<const RecordBasis> basis;
  std::shared_ptr<const RowFacts> row;
  const document::GivenRecord given;
  std::optional<CalibratedRecord> last_year;
  std::optional<CalibratedRecord> engine;
};

StoreRecord::StoreRecord(std::shared_ptr<const RecordBasis> basis, const GivenValues& given,
                         std::shared_ptr<const RowFacts> row)
    : impl_(std::make_unique<Impl>(std::move(basis), given, std::move(row))) {}

StoreRecord::~StoreRecord() = default;

std::optional<Item> StoreRecord::Look(std::string_view object, std::string_view name) const {
  if (auto item = impl_->given.Look(object, name)) return item;
  // What is given for the whole goes before what the process knows of a row.
  const bool is_given = impl_->given.Look("", name).has_value();
  return impl_->Find(object, name, !is_given);
}

void StoreRecord::GoTo(std::shared_ptr<const RowFacts> row) { impl_->row = std::move(row); }

bool StoreRecord::Knows(std::string_view object, std::string_view name) const {
  return impl_->Find(object, name, true).has_value();
}

std::vector<std::string> StoreRecord::NamesOf(std::string_view object) const {
  std::vector<std::string> names = impl_->given.NamesOf(object);
  for (std::string& name : impl_->engine->NamesOf(object)) names.push_back(std::move(name));
  return names;
}

}  // namespace kaogong::office::documents
