// SPDX-License-Identifier: Apache-2.0
#include "office/library/library.h"

#include <utility>

#include "base/sha256.h"

namespace kaogong::office::library {

namespace {

constexpr std::size_t kRunsKnownMax = 10'000;

std::size_t SizeOf(const Sources& sources) {
  std::size_t size = 0;
  for (const SourceFile& file : sources.files) size += file.text.size();
  return size;
}

std::size_t CellsOf(const Evaluation& evaluation) {
  std::size_t cells = 1;
  for (const auto& periods : evaluation.outcome.figures) {
    for (const scoring::FigureColumn& column : periods) {
      // An exact fraction takes the room of about eight integers.
      cells += column.units.size() + 8 * column.exact.size() + column.states.size() / 8;
    }
  }
  for (const facts::Table& table : evaluation.facts.tables) {
    for (const auto& periods : table.columns) {
      for (const facts::Column& column : periods) cells += column.size();
    }
    cells += 8 * table.ids.size();
  }
  return cells;
}

}  // namespace

std::string KeyOf(const EvaluationInput& input) {
  Sha256 hash;
  const auto add = [&](std::string_view text) {
    hash.Update(std::to_string(text.size()) + ":");
    hash.Update(text);
  };
  add(input.sources.slug);
  add(input.sources.content_hash);
  add(std::to_string(input.year));
  add(std::to_string(input.facts_set));
  for (const auto& [name, value] : input.overrides) {
    add(name);
    add(value);
  }
  for (const auto& [id, evaluation] : input.imported) {
    add(id);
    add(evaluation->result_hash);
  }
  return hash.TakeHex();
}

Sources SourcesOf(std::string slug, std::vector<SourceFile> files) {
  Sources sources;
  sources.slug = std::move(slug);
  sources.files = std::move(files);
  sources.content_hash = ContentHashOf(sources.files);
  return sources;
}

Library::Library(const Office& office, LibraryOptions options)
    : office_(office),
      options_(options),
      places_(options.computing_max),
      checks_(options.checks_bytes_max),
      schemes_(options.schemes_max),
      evaluations_(options.evaluations_cells_max),
      keys_of_runs_(kRunsKnownMax) {}

Result<void> Library::TakePlace() {
  if (places_.try_acquire_for(options_.wait_max)) return {};
  return Error{ErrorCode::kUnavailable,
               Say("服务器正忙于其他计算，请稍后再试",
                   "the server is busy with other computations; try again in a moment")};
}

std::shared_ptr<const Evaluation> Library::Recall(Id run) {
  const auto key = keys_of_runs_.Find(std::to_string(run));
  return key == nullptr ? nullptr : evaluations_.Find(*key);
}

void Library::Remember(Id run, const std::string& key) {
  keys_of_runs_.Put(std::to_string(run), std::make_shared<const std::string>(key), 1);
}

std::shared_ptr<const regulation::Compiled> Library::RecallScheme(Id version, int year) {
  return schemes_.Find(fmt::format("{}/{}", version, year));
}

void Library::RememberScheme(Id version, int year,
                             std::shared_ptr<const regulation::Compiled> compiled) {
  schemes_.Put(fmt::format("{}/{}", version, year), std::move(compiled), 1);
}

Result<std::shared_ptr<const regulation::Compiled>> Library::Compile(const Sources& sources,
                                                                     int year) {
  return Compute([&]() -> Result<std::shared_ptr<const regulation::Compiled>> {
    regulation::CompileOptions options;
    options.year = year;
    return std::make_shared<const regulation::Compiled>(
        regulation::Compile(FilesOf(sources.slug, sources.files), options));
  });
}

Result<std::shared_ptr<const Checked>> Library::Check(const Sources& sources) {
  const std::string key = sources.slug + ":" + sources.content_hash;
  if (auto known = checks_.Find(key)) return known;
  return Compute([&]() -> Result<std::shared_ptr<const Checked>> {
    auto checked =
        std::make_shared<const Checked>(library::Check(FilesOf(sources.slug, sources.files)));
    checks_.Put(key, checked, SizeOf(sources));
    return checked;
  });
}

Result<std::shared_ptr<const Evaluation>> Library::Evaluate(const EvaluationInput& input,
                                                            Issues* issues, bool is_fresh) {
  const std::string key = KeyOf(input);
  if (!is_fresh) {
    if (auto known = evaluations_.Find(key)) return known;
  }
  return Compute([&]() -> Result<std::shared_ptr<const Evaluation>> {
    regulation::CompileOptions options;
    options.year = input.year;
    options.overrides = input.overrides;
    auto compiled = regulation::Compile(FilesOf(input.sources.slug, input.sources.files), options);
    if (compiled.issues.has_errors()) {
      issues->Append(compiled.issues);
      return std::shared_ptr<const Evaluation>();
    }
    std::vector<intake::TableBytes> files;
    for (std::size_t i = 0; i < input.file_names.size(); ++i)
      files.push_back({input.file_names[i], *input.file_bytes[i]});
    KAOGONG_TRY_ASSIGN(auto evaluation,
                       library::Evaluate(std::move(compiled), files, input.imported, issues,
                                         input.progress));
    if (evaluation != nullptr) evaluations_.Put(key, evaluation, CellsOf(*evaluation));
    return evaluation;
  });
}

}  // namespace kaogong::office::library
