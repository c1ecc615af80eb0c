// SPDX-License-Identifier: Apache-2.0
#include "office/library/internal/facts_rows.h"

#include <vector>

#include "base/sha256.h"
#include "intake/facts_reader.h"
#include "office/library/blobs.h"

namespace kaogong::office::library::internal {

Result<FactsSummary> ReadTables(const Sources& sources, const NewFactsSet& wanted, Issues* issues) {
  regulation::CompileOptions options;
  options.year = wanted.year;
  const auto compiled = regulation::Compile(FilesOf(sources.slug, sources.files), options);
  const Error refused{ErrorCode::kInvalidInput,
                      Say("数据表有错误，没有保存；请按列出的问题修改后重新上传",
                          "The tables have errors and were not stored; mend what is listed and "
                          "upload them again")};
  if (compiled.issues.has_errors()) {
    issues->Append(compiled.issues);
    return refused;
  }
  std::vector<intake::TableBytes> files;
  for (const UploadedFile& file : wanted.files) files.push_back({file.name, file.bytes});
  KAOGONG_TRY_ASSIGN(const facts::Facts facts, intake::ReadFactsFrom(compiled.scheme, files, issues));
  if (issues->has_errors()) return refused;
  FactsSummary summary;
  summary.content_hash = facts.content_hash;
  for (const facts::Table& table : facts.tables) summary.row_count += table.rows();
  return summary;
}

Result<void> InsertFactsSet(const Change& change, const NewFactsSet& wanted,
                            const FactsSummary& summary, Id id,
                            const std::vector<NamedBytes>& tables) {
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO facts_set (id, regulation_id, name, year, content_hash, row_count, created_at, "
      "created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      {id, wanted.regulation, wanted.name, wanted.year, summary.content_hash, summary.row_count,
       change.now.ToString(), change.actor.name}));
  std::int64_t place = 0;
  for (const auto& [name, bytes] : tables) {
    const std::string sha256 = Sha256Hex(*bytes);
    KAOGONG_TRY(InsertBlob(change, sha256, *bytes));
    KAOGONG_TRY(change.transaction.Execute(
        "INSERT INTO facts_file (facts_set_id, place, name, sha256) VALUES (?, ?, ?, ?)",
        {id, place++, name, sha256}));
  }
  return {};
}

Result<Id> InsertFactsSet(const Change& change, const NewFactsSet& wanted,
                          const FactsSummary& summary) {
  KAOGONG_TRY_ASSIGN(const Id id, TakeIds(change.transaction));
  std::vector<NamedBytes> tables;
  for (const UploadedFile& file : wanted.files)
    tables.emplace_back(file.name, std::make_shared<const std::string>(file.bytes));
  KAOGONG_TRY(InsertFactsSet(change, wanted, summary, id, tables));
  return id;
}

}  // namespace kaogong::office::library::internal
