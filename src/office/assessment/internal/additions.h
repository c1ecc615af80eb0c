// SPDX-License-Identifier: Apache-2.0
// Additions collects the assessees that are to be added to an assessment, finds the unit or person
// each stands for and the row above it, and writes them all or none.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office/assessment/assessees.h"
#include "office/assessment/internal/rows.h"
#include "office/faults.h"
#include "office/organisation/tree.h"

namespace kaogong::importer {
struct Table;
}

namespace kaogong::office::assessment::internal {

class Additions {
 public:
  // Both outlive it.
  Additions(const Session& session, const Frame& frame) : session_(session), frame_(frame) {}

  // Reads the organisation as of today and the rows there are. First of all.
  Result<void> Load();
  // Errors: kInvalidInput with faults.
  Result<void> Take(const NewAssessees& wanted);
  // What is wrong goes to `issues`. Errors: kInvalidInput when it is no workbook.
  Result<void> ReadWorkbook(std::string_view bytes, std::string_view file, Issues* issues);
  Result<AddedAssessees> Write();

 private:
  struct PersonInfo {
    Id id = 0;
    std::string code;
    std::string name;
    std::optional<Id> unit;  // Where appointed today, primarily if possible.
  };
  // Of a row there already or to be written: its unit, and its id or its place among the new ones.
  struct Known {
    std::optional<Id> id;
    std::size_t index = 0;
    std::optional<Id> unit;
  };
  using RowsByCode = std::map<std::string, Known, std::less<>>;

  Result<void> LoadPersons();
  void Know(scheme::KindId kind, std::string code, const Known& known);
  Result<void> LoadRows();

  void TakeUnits(const NewAssessees& wanted, scheme::KindId kind, Faults* faults);
  void TakePersons(const NewAssessees& wanted, scheme::KindId kind, Faults* faults);
  void TakeRows(const NewAssessees& wanted, scheme::KindId kind, Faults* faults);
  // The units that are meant, in official order.
  std::vector<std::size_t> NodesOf(const NewAssessees& wanted, Faults* faults) const;
  void TakeTable(const importer::Table& table, scheme::KindId kind, Issues* issues);

  // Adds a row unless its code is there. False: the row above could not be found.
  bool Add(scheme::KindId kind, NewRow row, std::string_view parent_code);
  bool AddUnit(scheme::KindId kind, const TreeNode& node, std::string_view parent_code);
  bool AddPerson(scheme::KindId kind, const PersonInfo& person, std::string_view parent_code);
  bool AddCode(scheme::KindId kind, const NewAssessee& row);
  // The row above: by its code, or that of the nearest unit at or above `unit`.
  const Known* ParentOf(scheme::KindId kind, std::string_view parent_code,
                        std::optional<Id> unit) const;

  const Session& session_;
  const Frame& frame_;
  std::shared_ptr<const Tree> tree_;
  std::map<std::string, std::size_t, std::less<>> nodes_by_code_;
  std::map<Id, PersonInfo> persons_;
  std::map<std::string, Id, std::less<>> persons_by_code_;
  std::map<scheme::KindId, RowsByCode> rows_;
  std::map<scheme::KindId, std::map<Id, const Known*>> rows_of_units_;
  std::map<scheme::KindId, std::int64_t> next_place_;
  struct Pending {
    scheme::KindId kind;
    NewRow row;
    const Known* parent;
  };
  std::vector<Pending> pending_;
  std::int64_t skipped_ = 0;
};

}  // namespace kaogong::office::assessment::internal
