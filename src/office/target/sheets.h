// SPDX-License-Identifier: Apache-2.0
// Target sheets as people see them: the list, and a sheet with what each target is measured
// against.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "office/paging.h"
#include "office/target/sheet.h"
#include "office/target/terms.h"

namespace kaogong::office::target {

struct SheetSummary {
  SheetRow row;
  std::string assessment_title;
  int year = 0;
  assessment::Stage stage = assessment::Stage::kPreparing;
  std::optional<Date> due;
  AssesseeRow assessee;
  std::int64_t filled = 0;
  std::int64_t total = 0;
  std::int64_t returned = 0;
  std::vector<SheetAct> may;
};

struct SheetQuery {
  std::optional<Id> assessment;
  std::optional<SheetState> state;
  std::optional<Id> assessee;
  std::string kind;
  std::string contains;  // In the assessee's name, or beginning of its code.
  bool is_mine = false;  // Those that wait for an act of the actor.
  Page page;
};

// The newest revision of each assessee in reach, in official order.
Result<Listing<SheetSummary>> ListSheets(const Office& office, const Actor& actor,
                                         const SheetQuery& query);

struct Warning {
  std::string_view code;  // sandbag, ratchet, unlike_peers
  Text text;
};

// A target with its value in units of the element's places.
struct TargetView {
  const Term* term = nullptr;
  int period = 0;
  std::optional<std::int64_t> units;
  bool is_not_applicable = false;
  std::optional<std::int64_t> baseline;
  std::vector<std::pair<int, std::int64_t>> history;  // Year and units, the earliest first.
  struct Peers {
    std::int64_t count = 0;
    std::int64_t low = 0;
    std::int64_t median = 0;
    std::int64_t high = 0;
  };
  std::optional<Peers> peers;
  std::optional<Named> owner;
  std::optional<std::string> deadline;
  std::string measure;
  std::optional<std::string> return_reason;
  std::vector<Warning> warnings;
};

struct StepView {
  std::string act;
  std::string by;
  std::string at;
  std::string note;
};
Text TitleOfStep(std::string_view act);

struct RevisionView {
  Id id = 0;
  int revision = 1;
  SheetState state = SheetState::kDraft;
};

struct SheetView {
  Frame frame;  // What the terms point into.
  std::vector<Term> terms;
  SheetSummary summary;
  std::vector<TargetView> items;
  std::vector<StepView> steps;
  std::vector<RevisionView> revisions;
  std::int64_t comment_count = 0;
};

// Errors: kNotFound.
Result<SheetView> GetSheet(library::Library& library, const Actor& actor, Id id);
// Inside a transaction, of a sheet in hand.
Result<SheetView> ViewOf(const Session& session, Opened opened);

// What is remarkable about a target beside baseline, growth and peers; for tests.
std::vector<Warning> WarningsOf(const TargetView& target);

}  // namespace kaogong::office::target
