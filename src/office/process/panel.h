// SPDX-License-Identifier: Apache-2.0
// Panels (评委): accounts that score the assessees of a kind of records, item by item, each for
// himself. Before a sheet is submitted every item has a choice: a score, "I do not know", or "not
// applicable". A submitted sheet never changes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/paging.h"
#include "office/process/evidence.h"
#include "office/process/work_record.h"

namespace kaogong::office::process {

struct PanelMember {
  Id account = 0;
  std::string name;
  std::int64_t total = 0;  // Sheets.
  std::int64_t submitted = 0;
};
struct Panel {
  std::string kind;
  std::string parent_kind;
  std::vector<PanelMember> members;
  std::vector<Id> assessees;  // Empty: every assessee of the parent kind.
  std::int64_t sheets = 0;    // Of all members.
  std::int64_t submitted = 0;
};
struct Candidate {
  Id account = 0;
  std::string name;
};
struct Panels {
  std::vector<Panel> panels;  // Of every kind that can be scored, with or without members.
  std::vector<Candidate> candidates;
};
Result<Panels> ListPanels(Library& library, const Actor& actor, Id assessment);

struct NewPanel {
  std::string kind;
  std::vector<Id> accounts;   // None: the panel is dissolved.
  std::vector<Id> assessees;  // None: everybody.
};
// Errors: kInvalidInput with faults; kConflict when a member who has submitted would be left out,
// or records of the kind were proposed, or the data are closed.
Result<Panel> AppointPanel(Library& library, const Actor& actor, Id assessment,
                           const NewPanel& wanted);

struct PanelSheetRow {
  AssessmentName assessment;
  std::string kind;
  AssesseeName assessee;
  int done = 0;
  int total = 0;
  bool is_submitted = false;
  std::optional<Date> due;
};
struct PanelFilter {
  std::optional<Id> assessment;
  std::string state;  // open, submitted
};
// The actor's own sheets. Errors: kInvalidInput.
Result<Listing<PanelSheetRow>> ListPanelSheets(Library& library, const Actor& actor,
                                               const PanelFilter& filter, Page page);

// Stored and on the wire by NameOf.
enum class PanelChoice { kScore, kUnknown, kNotApplicable };
std::string_view NameOf(PanelChoice choice);
std::optional<PanelChoice> PanelChoiceNamed(std::string_view name);

struct PanelItem {
  std::string item;
  std::string label;
  std::string standard;
  std::string article;
  std::optional<PanelChoice> choice;
  std::optional<std::string> value;
  std::string note;
  std::optional<std::string> target;
  std::optional<std::string> actual;
  std::vector<std::pair<int, std::string>> history;
  std::optional<std::string> group_average;
};
struct PanelSheet {
  PanelSheetRow row;
  std::int64_t version = 0;
  std::optional<Text> closed_reason;
  scheme::Field score;  // Range, places and unit.
  std::vector<PanelItem> items;
  std::vector<Evidence> evidence;  // About the assessee.
};
struct PanelKey {
  Id assessment = 0;
  std::string kind;
  Id assessee = 0;
};
// Errors: kNotFound when the actor was not appointed for it.
Result<PanelSheet> OpenPanelSheet(Library& library, const Actor& actor, const PanelKey& key);

struct PanelScore {
  std::string item;
  PanelChoice choice = PanelChoice::kScore;
  std::optional<std::string> value;
  std::string note;
};
// Keeps the scores given, others as they are; with `submit` the sheet is closed for good.
// Errors: kInvalidInput with faults (/items/2/value, /items); kConflict when it is stale, submitted
// or the data are closed.
Result<PanelSheet> SavePanelSheet(Library& library, const Actor& actor, const PanelKey& key,
                                  std::int64_t version, const std::vector<PanelScore>& scores,
                                  bool submit);

}  // namespace kaogong::office::process
