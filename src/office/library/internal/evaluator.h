// SPDX-License-Identifier: Apache-2.0
// Evaluator: evaluates a version together with the regulations that it imports results from.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "office/library/facts_sets.h"
#include "office/library/runs.h"

namespace kaogong::office::library::internal {

using ImportChoice = ImportFrom;

class Evaluator {
 public:
  Evaluator(Library& library, const Actor& actor, Issues* issues)
      : library_(library), actor_(actor), issues_(issues) {}

  // Imports are looked up here instead of being chosen: of a run that was stored.
  void Fix(std::map<std::string, ImportChoice> imports) { fixed_ = std::move(imports); }
  // Imports that are taken from here before they are chosen.
  void Prefer(std::map<std::string, ImportChoice> imports) { preferred_ = std::move(imports); }
  // Computes everything anew.
  void BeFresh() { is_fresh_ = true; }
  // Told how far the first regulation is; not those that it imports.
  void Tell(Progress progress) { progress_ = std::move(progress); }

  // Returns the evaluation. Errors: as CreateRun.
  Result<std::shared_ptr<const Evaluation>> Run(const Sources& sources, const FactsBytes& facts,
                                                const Overrides& overrides);

  // Of the last Run: the key of its evaluation, and what it imported from.
  const std::string& key() const { return key_; }
  const std::map<std::string, ImportChoice>& imports() const { return imports_; }

 private:
  Result<ImportedResults> Import(const Sources& sources, int year);
  Result<std::shared_ptr<const Evaluation>> ImportOne(const std::string& slug, int year);
  Result<ImportChoice> Choose(const std::string& slug, int year);

  Library& library_;
  const Actor& actor_;
  Issues* issues_;
  bool is_fresh_ = false;
  std::string key_;
  std::optional<std::map<std::string, ImportChoice>> fixed_;
  std::map<std::string, ImportChoice> preferred_;
  Progress progress_;
  std::map<std::string, ImportChoice> imports_;
  ImportedResults results_;         // By slug, of all regulations imported so far.
  std::vector<std::string> chain_;  // Regulations being evaluated on behalf of one another.
};

}  // namespace kaogong::office::library::internal
