// SPDX-License-Identifier: Apache-2.0
#include "office/assessment/internal/additions.h"

#include <algorithm>

#include "base/utf8.h"
#include "importer/xlsx.h"
#include "office/organisation/units.h"

namespace kaogong::office::assessment::internal {

namespace {

using scheme::KindId;
using store::Row;

constexpr std::size_t kCodeMax = 60;
constexpr std::size_t kNameMax = 100;

Text NoParent(const scheme::Scheme& scheme, KindId kind, std::string_view what) {
  const std::string& above = scheme.kind(scheme.kind(kind).parent).name;
  return Say("找不到“{0}”所属的{1}，请先加入{1}，或写明上级编号",
             "The {1} above '{0}' is not there; add it first, or give the code of the row above",
             what, above);
}

Text CheckCodeText(std::string_view code) {
  if (Trim(code).empty()) return Say("请写明编号", "Give a code");
  if (CountCodePoints(code) > kCodeMax || FindInvalidUtf8(code) ||
      std::ranges::any_of(code, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) {
    return Say("编号不超过 {} 个字，不含换行",
               "A code has at most {} characters and no line breaks", kCodeMax);
  }
  return {};
}

}  // namespace

Result<void> Additions::Load() {
  TreeCache cache;
  KAOGONG_TRY_ASSIGN(tree_, cache.At(session_, session_.today));
  for (std::size_t i = 0; i < tree_->nodes().size(); ++i) {
    nodes_by_code_.emplace(tree_->nodes()[i].code, i);
  }
  KAOGONG_TRY(LoadPersons());
  return LoadRows();
}

Result<void> Additions::LoadPersons() {
  const std::string today = session_.today.ToString();
  KAOGONG_TRY(session_.transaction.Query(
      "SELECT p.id, p.code, p.name, a.unit_id FROM person p LEFT JOIN appointment a "
      "ON a.person_id = p.id AND a.valid_from <= ? AND (a.valid_to IS NULL OR a.valid_to > ?) "
      "ORDER BY p.code, a.is_primary DESC, a.id",
      {today, today}, [&](const Row& row) {
        PersonInfo person{row.Get<Id>(0), row.Get<std::string>(1), row.Get<std::string>(2),
                          row.Get<std::optional<Id>>(3)};
        persons_by_code_.emplace(person.code, person.id);
        persons_.emplace(person.id, std::move(person));
      }));
  return {};
}

Result<void> Additions::LoadRows() {
  return session_.transaction.Query(
      "SELECT id, kind, code, unit_id, place FROM assessee WHERE assessment_id = ?",
      {frame_.row.id}, [&](const Row& row) {
        const KindId kind = frame_.scheme().FindKind(row.Get<std::string_view>(1));
        Know(kind, row.Get<std::string>(2), {row.Get<Id>(0), 0, row.Get<std::optional<Id>>(3)});
        next_place_[kind] = std::max(next_place_[kind], row.Get<std::int64_t>(4) + 1);
      });
}

void Additions::Know(KindId kind, std::string code, const Known& known) {
  const auto made = rows_[kind].emplace(std::move(code), known).first;
  if (known.unit.has_value()) rows_of_units_[kind].emplace(*known.unit, &made->second);
}

const Additions::Known* Additions::ParentOf(KindId kind, std::string_view parent_code,
                                            std::optional<Id> unit) const {
  const auto rows = rows_.find(frame_.scheme().kind(kind).parent);
  if (rows == rows_.end()) return nullptr;
  if (!parent_code.empty()) {
    const auto found = rows->second.find(parent_code);
    return found == rows->second.end() ? nullptr : &found->second;
  }
  const auto of_units = rows_of_units_.find(rows->first);
  if (!unit.has_value() || of_units == rows_of_units_.end()) return nullptr;
  const auto place = tree_->Find(*unit);
  if (!place.has_value()) return nullptr;
  std::vector<std::size_t> path = tree_->PathTo(*place);
  path.push_back(*place);
  for (auto node = path.rbegin(); node != path.rend(); ++node) {
    const auto above = of_units->second.find(tree_->nodes()[*node].id);
    if (above != of_units->second.end()) return above->second;
  }
  return nullptr;
}

bool Additions::Add(KindId kind, NewRow row, std::string_view parent_code) {
  const Known* parent = nullptr;
  if (frame_.scheme().kind(kind).parent > 0) {
    parent = ParentOf(kind, parent_code, row.unit);
    if (parent == nullptr) return false;
    // A row that stands for no unit itself belongs to that of the row above.
    if (row.about == NewRow::About::kItself) row.unit = parent->unit;
  }
  if (rows_[kind].contains(row.code)) {
    ++skipped_;
    return true;
  }
  row.kind = frame_.scheme().kind(kind).name;
  row.place = next_place_[kind]++;
  Know(kind, row.code, {std::nullopt, pending_.size(), row.unit});
  pending_.push_back({kind, std::move(row), parent});
  return true;
}

bool Additions::AddUnit(KindId kind, const TreeNode& node, std::string_view parent_code) {
  NewRow row;
  row.code = node.code;
  row.name = node.state.name;
  row.unit = node.id;
  row.about = NewRow::About::kUnit;
  return Add(kind, std::move(row), parent_code);
}

bool Additions::AddPerson(KindId kind, const PersonInfo& person, std::string_view parent_code) {
  NewRow row;
  row.code = person.code;
  row.name = person.name;
  row.unit = person.unit;
  row.person = person.id;
  row.about = NewRow::About::kPerson;
  return Add(kind, std::move(row), parent_code);
}

bool Additions::AddCode(KindId kind, const NewAssessee& wanted) {
  NewRow row;
  row.code = Trim(wanted.code);
  row.name = Trim(wanted.name);
  if (row.name.empty()) row.name = row.code;
  if (const auto node = nodes_by_code_.find(row.code); node != nodes_by_code_.end()) {
    row.unit = tree_->nodes()[node->second].id;
    row.about = NewRow::About::kUnit;
    if (Trim(wanted.name).empty()) row.name = tree_->nodes()[node->second].state.name;
  } else if (const auto found = persons_by_code_.find(row.code); found != persons_by_code_.end()) {
    const PersonInfo& person = persons_.at(found->second);
    row.person = person.id;
    row.unit = person.unit;
    row.about = NewRow::About::kPerson;
    if (Trim(wanted.name).empty()) row.name = person.name;
  }
  return Add(kind, std::move(row), Trim(wanted.parent_code));
}

std::vector<std::size_t> Additions::NodesOf(const NewAssessees& wanted, Faults* faults) const {
  std::set<std::size_t> nodes;
  for (std::size_t i = 0; i < wanted.units.size(); ++i) {
    const auto place = tree_->Find(wanted.units[i]);
    if (place.has_value()) {
      nodes.insert(*place);
    } else {
      faults->Add(fmt::format("/unit_ids/{}", i),
                  Say("现在没有这个单位", "There is no such unit now"));
    }
  }
  if (!wanted.under.has_value()) return {nodes.begin(), nodes.end()};
  const auto top = tree_->Find(*wanted.under);
  if (!top.has_value()) {
    faults->Add("/under_unit_id", Say("现在没有这个单位", "There is no such unit now"));
    return {nodes.begin(), nodes.end()};
  }
  const std::vector<TreeNode>& all = tree_->nodes();
  for (std::size_t i = *top + 1; i < all[*top].end; ++i) {
    if (!wanted.category.has_value() || all[i].state.category == *wanted.category) nodes.insert(i);
  }
  return {nodes.begin(), nodes.end()};
}

void Additions::TakeUnits(const NewAssessees& wanted, KindId kind, Faults* faults) {
  for (const std::size_t at : NodesOf(wanted, faults)) {
    const TreeNode& node = tree_->nodes()[at];
    if (!AddUnit(kind, node, wanted.parent_code)) {
      faults->Add(wanted.parent_code.empty() ? "/kind" : "/parent_code",
                  NoParent(frame_.scheme(), kind, node.state.name));
    }
  }
}

void Additions::TakePersons(const NewAssessees& wanted, KindId kind, Faults* faults) {
  std::vector<const PersonInfo*> chosen;
  for (std::size_t i = 0; i < wanted.persons.size(); ++i) {
    const auto person = persons_.find(wanted.persons[i]);
    if (person != persons_.end()) {
      chosen.push_back(&person->second);
    } else {
      faults->Add(fmt::format("/person_ids/{}", i), Say("没有这个人员", "There is no such person"));
    }
  }
  if (wanted.takes_persons) {
    std::map<Id, std::vector<const PersonInfo*>> by_unit;
    for (const auto& [code, id] : persons_by_code_) {
      const PersonInfo& person = persons_.at(id);
      if (person.unit.has_value()) by_unit[*person.unit].push_back(&person);
    }
    for (const std::size_t at : NodesOf(wanted, faults)) {
      const auto& persons = by_unit[tree_->nodes()[at].id];
      chosen.insert(chosen.end(), persons.begin(), persons.end());
    }
  }
  for (const PersonInfo* person : chosen) {
    if (!AddPerson(kind, *person, wanted.parent_code)) {
      faults->Add(wanted.parent_code.empty() ? "/kind" : "/parent_code",
                  NoParent(frame_.scheme(), kind, person->name));
    }
  }
}

void Additions::TakeRows(const NewAssessees& wanted, KindId kind, Faults* faults) {
  for (std::size_t i = 0; i < wanted.rows.size(); ++i) {
    NewAssessee row = wanted.rows[i];
    if (row.parent_code.empty()) row.parent_code = wanted.parent_code;
    const std::string at = fmt::format("/rows/{}", i);
    if (Text problem = CheckCodeText(row.code); !problem.empty()) {
      faults->Add(at + "/code", std::move(problem));
    } else if (CountCodePoints(row.name) > kNameMax) {
      faults->Add(at + "/name", Say("名称不超过 {} 个字", "At most {} characters", kNameMax));
    } else if (!AddCode(kind, row)) {
      faults->Add(at + "/parent_code", NoParent(frame_.scheme(), kind, row.code));
    }
  }
}

Result<void> Additions::Take(const NewAssessees& wanted) {
  Faults faults;
  const KindId kind = frame_.scheme().FindKind(wanted.kind);
  if (kind == scheme::kNone || kind == 0 || frame_.scheme().kind(kind).is_record) {
    faults.Add("/kind", Say("办法中没有名为“{}”的考核对象",
                            "The regulation has no assessees of the kind '{}'", wanted.kind));
    return std::move(faults).Finish();
  }
  if (!wanted.takes_persons) TakeUnits(wanted, kind, &faults);
  TakePersons(wanted, kind, &faults);
  TakeRows(wanted, kind, &faults);
  if (faults.empty() && pending_.empty() && skipped_ == 0) {
    faults.Add("/kind", Say("没有选中任何单位或人员", "No unit or person was chosen"));
  }
  return std::move(faults).Finish();
}

void Additions::TakeTable(const importer::Table& table, KindId kind, Issues* issues) {
  const scheme::Kind& definition = frame_.scheme().kind(kind);
  const auto first = [&](std::initializer_list<std::string_view> names) {
    std::optional<std::size_t> column;
    for (const std::string_view name : names) {
      if (!column.has_value()) column = table.info.Find(name);
    }
    return column;
  };
  const auto id = first({definition.id_column, "编号", "id"});
  const auto name = first({"名称", "name"});
  const auto parent =
      definition.parent > 0 ? first({definition.parent_column, "上级", "parent"}) : std::nullopt;
  if (!id.has_value()) {
    issues->Error("assessee.no-id", table.info.PlaceOfHeader(0),
                  Say("工作表“{0}”没有“{1}”这一列", "The sheet '{0}' has no column '{1}'",
                      definition.name, definition.id_column),
                  Say("请使用办法的填报模板", "Use the regulation's template"));
    return;
  }
  for (std::size_t i = 0; i < table.rows.size(); ++i) {
    const auto& cells = table.rows[i].cells;
    const auto text = [&](const std::optional<std::size_t>& column) {
      return column.has_value() ? std::string(Trim(cells[*column].text)) : std::string();
    };
    const NewAssessee row{text(id), text(name), text(parent)};
    if (row.code.empty() && row.name.empty() && row.parent_code.empty()) continue;
    if (Text problem = CheckCodeText(row.code); !problem.empty()) {
      issues->Error("assessee.code", table.PlaceOf(i, *id), std::move(problem));
    } else if (CountCodePoints(row.name) > kNameMax) {
      issues->Error("assessee.name", table.PlaceOf(i, *name),
                    Say("名称不超过 {} 个字", "A name has at most {} characters", kNameMax));
    } else if (!AddCode(kind, row)) {
      issues->Error("assessee.parent", table.PlaceOf(i, parent.value_or(*id)),
                    NoParent(frame_.scheme(), kind, row.code));
    }
  }
}

Result<void> Additions::ReadWorkbook(std::string_view bytes, std::string_view file,
                                     Issues* issues) {
  importer::TableCollector collector;
  KAOGONG_TRY(importer::ReadXlsx(bytes, file, {}, collector, *issues));
  if (issues->has_errors()) return {};
  bool is_any = false;
  // In the order of the kinds, so that the rows above come first.
  for (std::size_t kind = 1; kind < frame_.scheme().kinds.size(); ++kind) {
    const scheme::Kind& definition = frame_.scheme().kinds[kind];
    if (definition.is_record) continue;
    for (const importer::Table& table : collector.tables()) {
      if (table.info.sheet != definition.name) continue;
      is_any = true;
      TakeTable(table, static_cast<KindId>(kind), issues);
    }
  }
  if (!is_any) {
    Place place;
    place.file = file;
    issues->Error(
        "assessee.no-sheet", place,
        Say("没有一张工作表以考核对象的种类命名", "No sheet is named for a kind of assessees"),
        Say("请使用办法的填报模板", "Use the regulation's template"));
  }
  return {};
}

Result<AddedAssessees> Additions::Write() {
  AddedAssessees added{0, skipped_};
  std::vector<std::optional<Id>> ids(pending_.size());
  for (std::size_t kind = 1; kind < frame_.scheme().kinds.size(); ++kind) {
    std::vector<NewRow> rows;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      if (pending_[i].kind != static_cast<KindId>(kind)) continue;
      NewRow row = pending_[i].row;
      if (const Known* parent = pending_[i].parent; parent != nullptr) {
        row.parent = parent->id.has_value() ? parent->id : ids[parent->index];
      }
      rows.push_back(std::move(row));
      places.push_back(i);
    }
    added.added += static_cast<std::int64_t>(rows.size());
    KAOGONG_TRY_ASSIGN(const auto made, InsertAssessees(session_, frame_.row.id, std::move(rows)));
    for (std::size_t i = 0; i < made.size(); ++i) ids[places[i]] = made[i];
  }
  return added;
}

}  // namespace kaogong::office::assessment::internal
