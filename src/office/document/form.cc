// SPDX-License-Identifier: Apache-2.0
#include "office/document/form.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "document/expression.h"
#include "office/document/internal/draft.h"
#include "office/document/internal/names.h"
#include "office/document/record.h"

namespace kaogong::office::documents {

namespace {

using document::Making;
using document::Subject;

// What offices give for documents, with how it is typed in.
struct Known {
  std::string_view name;
  FieldType type;
  std::string_view zh;
  std::string_view en;
  std::string_view columns = {};  // name:type, separated by blanks.
};

constexpr std::array kKnown = std::to_array<Known>({
    {"发文机关", FieldType::kText, "全称", "the full name"},
    {"考核机构", FieldType::kText, "全称", "the full name"},
    {"文号", FieldType::kText, "如 甘政发〔2026〕2号", "such as 甘政发〔2026〕2号"},
    {"成文日期", FieldType::kDay, "", ""},
    {"主送机关", FieldType::kText, "不填为全部考核对象", "all assessees when left empty"},
    {"抄送", FieldType::kText, "", ""},
    {"公示开始", FieldType::kDay, "", ""},
    {"公示截止", FieldType::kDay, "", ""},
    {"公示工作日", FieldType::kNumber, "", ""},
    {"联系方式", FieldType::kText, "", ""},
    {"问题", FieldType::kList, "每行一个问题", "a problem in each row",
     "单位:text 内容:long_text 要求:text 期限:day"},
    {"原因", FieldType::kCauses, "指标失分的原因", "why points were lost", "指标:text 原因:long_text"},
    {"检查日期", FieldType::kDay, "", ""},
    {"检查方式", FieldType::kText, "如 实地检查、查阅资料", "such as on site"},
    {"检查人", FieldType::kText, "", ""},
    {"检查项目", FieldType::kList, "每行一项", "an item in each row",
     "名称:text 情况:long_text 结论:text"},
    {"申诉日期", FieldType::kDay, "", ""},
    {"申诉项目", FieldType::kText, "", ""},
    {"申诉理由", FieldType::kLongText, "", ""},
    {"核查情况", FieldType::kLongText, "", ""},
    {"申诉成立", FieldType::kTruth, "", ""},
    {"更正", FieldType::kList, "每行一项", "an item in each row", "名称:text 原:text 现:text"},
    {"原总分", FieldType::kNumber, "", ""},
    {"原名次", FieldType::kNumber, "", ""},
    {"原等次", FieldType::kText, "", ""},
    {"复核工作日", FieldType::kNumber, "不填为 5", "5 when left empty"},
    {"异议工作日", FieldType::kNumber, "不填为 3", "3 when left empty"},
});

constexpr std::array<std::string_view, 7> kTypeNames{"text",  "long_text", "day",   "number",
                                                     "truth", "list",      "causes"};

const Known* FindKnown(std::string_view name) {
  const auto found = std::ranges::find(kKnown, name, &Known::name);
  return found == kKnown.end() ? nullptr : &*found;
}

std::vector<FormColumn> ColumnsOf(std::string_view words) {
  std::vector<FormColumn> columns;
  while (!words.empty()) {
    const std::string_view word = words.substr(0, words.find(' '));
    words.remove_prefix(std::min(words.size(), word.size() + 1));
    const std::size_t colon = word.find(':');
    const auto type = std::ranges::find(kTypeNames, word.substr(colon + 1));
    columns.push_back({std::string(word.substr(0, colon)),
                       static_cast<FieldType>(type - kTypeNames.begin())});
  }
  return columns;
}

// Of a name that only the office's own template has.
FieldType TypeFor(std::string_view name) {
  for (const std::string_view end : {"日期", "时间", "期限"}) {
    if (name.ends_with(end)) return FieldType::kDay;
  }
  for (const std::string_view end : {"意见", "说明", "情况", "措施", "内容"}) {
    if (name.ends_with(end)) return FieldType::kLongText;
  }
  return FieldType::kText;
}

// Tells what a template asks for that the record does not have.
class Asker {
 public:
  Asker(const StoreRecord& record, std::string subject)
      : record_(record), subject_(std::move(subject)) {}

  void Ask(const document::Template::Placeholder& placeholder) {
    std::vector<std::string> loops;
    for (const std::string& loop : placeholder.loops) loops.push_back(internal::ListIn(loop));
    const std::string list = placeholder.is_loop ? internal::ListIn(placeholder.expression) : "";
    for (internal::AskedName& asked : internal::NamesIn(placeholder.expression)) {
      std::vector<std::string> lists = std::move(asked.lists);
      lists.insert(lists.end(), loops.begin(), loops.end());
      Name(asked.name, lists, asked.is_guarded, asked.name == list);
    }
  }

  // One that is asked for whatever the template says.
  void AskFor(std::string_view name, bool is_optional) {
    Name(std::string(name), {}, is_optional, false);
  }

  std::vector<FormField> Take() {
    std::vector<FormField> fields;
    for (const std::string& name : order_) {
      FormField& field = fields_[name];
      if (field.type == FieldType::kList && field.columns.empty()) continue;
      field.is_required = !field.is_known && !guarded_.contains(name);
      fields.push_back(std::move(field));
    }
    return fields;
  }

 private:
  bool IsKnown(const std::string& name) const {
    return record_.Knows(subject_, name) || record_.Knows("", name);
  }

  // Whether a name is one of the members of the lists around it (the innermost first): of the
  // record's, or a column of one that is asked for.
  bool IsOfMembers(const std::string& name, const std::vector<std::string>& lists) {
    std::vector<std::string> scopes{subject_};
    std::string asked;
    bool is_empty = false;
    for (auto list = lists.rbegin(); list != lists.rend(); ++list) {
      const std::string base = list->substr(0, list->find('.'));
      if (fields_.contains(base) && !IsKnown(base)) {
        asked = base;
        continue;
      }
      const auto item = document::Evaluate(*list, record_, scopes);
      if (!item.ok() || item.value().kind != document::ItemKind::kList) continue;
      is_empty = is_empty || item.value().objects.empty();
      if (!item.value().objects.empty()) scopes.insert(scopes.begin(), item.value().objects.front());
    }
    for (const std::string& scope : scopes) {
      if (scope != subject_ && record_.Look(scope, name)) return true;
    }
    if (!asked.empty() && (name == "名称" || !IsKnown(name))) {
      AddColumn(asked, name);
      return true;
    }
    // Nothing can be said of the members of an empty list: they are the record's business.
    return is_empty;
  }

  void Name(const std::string& name, const std::vector<std::string>& lists, bool is_guarded,
            bool is_list) {
    if (name == "序号" || name == "总数") return;
    if (IsOfMembers(name, lists)) return;
    const bool is_known = IsKnown(name);
    const Known* const known = FindKnown(name);
    if (is_known && known == nullptr) return;
    if (is_guarded) guarded_.insert(name);
    if (fields_.contains(name)) return;
    FormField field;
    field.name = name;
    field.is_known = is_known;
    field.type = known != nullptr ? known->type : is_list ? FieldType::kList : TypeFor(name);
    if (known != nullptr) {
      field.hint = {std::string(known->zh), std::string(known->en)};
      field.columns = ColumnsOf(known->columns);
    }
    order_.push_back(name);
    fields_.emplace(name, std::move(field));
  }

  void AddColumn(const std::string& list, const std::string& name) {
    FormField& field = fields_[list];
    if (FindKnown(list) != nullptr) return;
    if (std::ranges::find(field.columns, name, &FormColumn::name) != field.columns.end()) return;
    field.type = FieldType::kList;
    field.columns.push_back({name, TypeFor(name)});
  }

  const StoreRecord& record_;
  const std::string subject_;
  std::vector<std::string> order_;
  std::map<std::string, FormField> fields_;
  std::set<std::string> guarded_;
};

// Periods that a document may be about: not the days, nor the year itself.
std::vector<std::string> PeriodsOf(const scheme::Scheme& scheme) {
  constexpr int kPeriodsMax = 12;
  std::set<scheme::LevelId> levels;
  for (const scheme::Figure& figure : scheme.figures) levels.insert(figure.level);
  for (const scheme::Field& field : scheme.fields) levels.insert(field.level);
  std::vector<std::string> periods;
  for (const scheme::LevelId id : levels) {
    const scheme::Level& level = scheme.level(id);
    if (level.count() < 2 || level.count() > kPeriodsMax) continue;
    periods.insert(periods.end(), level.periods.begin(), level.periods.end());
  }
  return periods;
}

std::vector<std::string> KindsOf(const result::Board& board) {
  std::vector<std::string> kinds;
  for (std::size_t i = 1; i < board.scheme().kinds.size(); ++i) {
    const scheme::Kind& kind = board.scheme().kinds[i];
    const auto rows = board.facts().tables[i].rows();
    if (!kind.is_record && rows > 0) kinds.push_back(kind.name);
  }
  return kinds;
}

// Any computation will do: names do not depend on the figures.
Result<RecordWish> WishFor(const Session& session, Id assessment, std::optional<Id> objection) {
  RecordWish wish;
  wish.assessment = assessment;
  wish.objection = objection;
  KAOGONG_TRY_ASSIGN(const auto newest,
                     session.transaction.One<std::optional<Id>>(
                         "SELECT max(id) FROM computation WHERE assessment_id = ? "
                         "AND run_id IS NOT NULL",
                         {assessment}));
  wish.computation = newest.value_or(std::nullopt);
  return wish;
}

Result<std::string> OwnerOf(const Session& session, Id assessment) {
  KAOGONG_TRY_ASSIGN(
      const auto name,
      session.transaction.One<std::string>(
          "SELECT s.name FROM assessment a JOIN unit_span s ON s.unit_id = a.owner_unit_id "
          "WHERE a.id = ? ORDER BY s.valid_from DESC LIMIT 1",
          {assessment}));
  return name.value_or("");
}

void Suggest(std::vector<FormField>* fields, const std::string& owner, Date today) {
  for (FormField& field : *fields) {
    if (!owner.empty() && (field.name == "发文机关" || field.name == "考核机构"))
      field.suggestion = owner;
    if (field.name == "成文日期") field.suggestion = today.ToString();
  }
}

}  // namespace

std::string_view NameOf(FieldType type) { return kTypeNames[static_cast<std::size_t>(type)]; }

Result<DocumentForm> GetForm(Shelf& shelf, const Actor& actor, std::string_view key, Id assessment,
                             std::optional<Id> objection) {
  DocumentForm form;
  OpenedTemplate opened;
  RecordWish wish;
  std::string owner;
  KAOGONG_TRY_ASSIGN(form.form, GetTemplate(shelf, actor, key));
  KAOGONG_TRY(shelf.office().Read(actor, [&](Session& session) -> Result<void> {
    KAOGONG_TRY(Require(actor, Act::kViewAssessments));
    KAOGONG_TRY(assessment::LoadVisible(shelf.library(), session, assessment));
    KAOGONG_TRY_ASSIGN(opened, OpenTemplate(shelf, session, key));
    KAOGONG_TRY_ASSIGN(wish, WishFor(session, assessment, objection));
    KAOGONG_TRY_ASSIGN(owner, OwnerOf(session, assessment));
    return {};
  }));
  Issues issues;
  KAOGONG_TRY_ASSIGN(const auto basis, OpenBasis(shelf, wish, &issues));
  const StoreRecord record(basis, {}, nullptr);
  std::string subject;
  if (opened.subject == Subject::kAssessee) {
    const auto rows = record.Look("", "考核对象");
    if (rows && !rows->objects.empty()) subject = rows->objects.front();
  }
  Asker asker(record, std::move(subject));
  if (opened.form) {
    for (const auto& placeholder : opened.form->Placeholders()) asker.Ask(placeholder);
  } else {
    for (const std::string_view name : {"问题", "原因", "成文日期"}) asker.AskFor(name, true);
  }
  form.fields = asker.Take();
  Suggest(&form.fields, owner, shelf.office().Today());
  form.periods = PeriodsOf(basis->scheme());
  form.kinds = KindsOf(*basis->board);
  return form;
}

}  // namespace kaogong::office::documents
