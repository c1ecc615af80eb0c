// SPDX-License-Identifier: Apache-2.0
#include "office/library/internal/evaluator.h"

#include <algorithm>
#include <utility>

#include "office/library/internal/rows.h"

namespace kaogong::office::library::internal {

Result<std::shared_ptr<const Evaluation>> Evaluator::Run(const Sources& sources,
                                                         const FactsBytes& facts,
                                                         const Overrides& overrides) {
  chain_.push_back(sources.slug);
  EvaluationInput input;
  input.sources = sources;
  input.year = facts.set.year;
  input.overrides = overrides;
  input.facts_set = facts.set.id;
  for (const FactsFileRow& file : facts.set.files) input.file_names.push_back(file.name);
  input.file_bytes = facts.bytes;
  if (chain_.size() == 1) input.progress = progress_;
  KAOGONG_TRY_ASSIGN(input.imported, Import(sources, input.year));
  KAOGONG_TRY_ASSIGN(auto evaluation, library_.Evaluate(input, issues_, is_fresh_));
  chain_.pop_back();
  key_ = KeyOf(input);
  if (evaluation != nullptr) return evaluation;
  return Error{ErrorCode::kInvalidInput,
               Say("办法或数据有 {} 处错误，没有计算",
                   "The regulation or its facts have {} errors; nothing was computed",
                   issues_->error_count())};
}

Result<ImportedResults> Evaluator::Import(const Sources& sources, int year) {
  regulation::CompileOptions options;
  options.year = year;
  const auto compiled = regulation::Compile(FilesOf(sources.slug, sources.files), options);
  ImportedResults results;
  for (const std::string& slug : ImportedIds(compiled.scheme)) {
    if (std::find(chain_.begin(), chain_.end(), slug) != chain_.end()) {
      return Error{ErrorCode::kInvalidInput,
                   Say("办法之间循环引用：{0} → {1}", "regulations import each other: {0} → {1}",
                       fmt::format("{}", fmt::join(chain_, " → ")), slug)};
    }
    KAOGONG_TRY_ASSIGN(results[slug], ImportOne(slug, year));
  }
  return results;
}

Result<std::shared_ptr<const Evaluation>> Evaluator::ImportOne(const std::string& slug, int year) {
  const auto known = results_.find(slug);
  if (known != results_.end()) return known->second;
  KAOGONG_TRY_ASSIGN(const ImportChoice choice, Choose(slug, year));
  KAOGONG_TRY_ASSIGN(const Sources sources, LoadSources(library_, actor_, choice.version));
  KAOGONG_TRY_ASSIGN(const FactsBytes facts, LoadFactsBytes(library_, actor_, choice.facts_set));
  KAOGONG_TRY_ASSIGN(auto evaluation, Run(sources, facts, {}));
  results_[slug] = evaluation;
  imports_[slug] = choice;
  return evaluation;
}

Result<ImportChoice> Evaluator::Choose(const std::string& slug, int year) {
  if (fixed_) {
    const auto found = fixed_->find(slug);
    if (found != fixed_->end()) return found->second;
    return NoSuchVersion();
  }
  if (const auto found = preferred_.find(slug); found != preferred_.end()) return found->second;
  return library_.office().Read(actor_, [&](Session& session) -> Result<ImportChoice> {
    KAOGONG_TRY_ASSIGN(
        const auto regulation,
        session.transaction.One<Id>("SELECT id FROM regulation WHERE slug = ?", {slug}));
    std::optional<VersionRow> version;
    if (regulation) {
      KAOGONG_TRY_ASSIGN(const auto versions, VersionsOf(session, std::span(&*regulation, 1)));
      version = CurrentOf(versions, fmt::format("{}-12-31", year));
    }
    if (!version) {
      return Error{ErrorCode::kInvalidInput,
                   Say("被引用的办法 {0} 不在库中，或还没有发布",
                       "the regulation {0} that is imported is not here, or not published", slug)};
    }
    KAOGONG_TRY_ASSIGN(
        const auto facts,
        session.transaction.One<Id>("SELECT id FROM facts_set WHERE regulation_id = ? AND year = ? "
                                    "ORDER BY id DESC LIMIT 1",
                                    {*regulation, year}));
    if (!facts) {
      return Error{ErrorCode::kInvalidInput,
                   Say("被引用的办法 {0} 没有 {1} 年度的数据；请先上传",
                       "the regulation {0} that is imported has no facts of {1}; upload them first",
                       slug, year)};
    }
    return ImportChoice{version->id, *facts};
  });
}

}  // namespace kaogong::office::library::internal
