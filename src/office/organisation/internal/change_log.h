// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/sha256.h"
#include "office/organisation/import_plan.h"

namespace kaogong::office {

// One change as it takes shape: only fields that differ are kept.
class ChangeDraft {
 public:
  ChangeDraft(std::string_view kind, bool is_new, std::string label)
      : change_{kind, is_new ? "new" : "change", std::move(label), {}} {}

  void Field(std::string_view field, std::string before, std::string after) {
    if (before == after) return;
    change_.fields.push_back({std::string(field), std::move(before), std::move(after)});
  }
  void SetAction(std::string_view action) { change_.action = action; }
  bool is_empty() const { return change_.fields.empty(); }
  PlannedChange Take() && { return std::move(change_); }

 private:
  PlannedChange change_;
};

// Keeps the first changes to be shown and a digest of all.
class ChangeLog {
 public:
  void Add(PlannedChange change) {
    Hash(change.kind);
    Hash(change.action);
    Hash(change.label);
    for (const FieldChange& field : change.fields) {
      Hash(field.field);
      Hash(field.before);
      Hash(field.after);
    }
    Hash("");
    if (preview_.size() < kPreviewMax) preview_.push_back(std::move(change));
  }
  void Finish(ImportPlan& plan) {
    plan.preview = std::move(preview_);
    plan.sha256 = sha_.TakeHex();
  }

 private:
  // With its length before it, so that no two lists of texts look alike.
  void Hash(std::string_view text) {
    sha_.Update(std::to_string(text.size()));
    sha_.Update(":");
    sha_.Update(text);
  }

  Sha256 sha_;
  std::vector<PlannedChange> preview_;
};

}  // namespace kaogong::office
