// SPDX-License-Identifier: Apache-2.0
#include "office/library/blobs.h"

#include <optional>
#include <span>

#include "base/sha256.h"

namespace kaogong::office::library {

Result<void> InsertBlob(const Change& change, std::string_view sha256, std::string_view bytes) {
  KAOGONG_TRY(change.transaction.Execute(
      "INSERT INTO blob (sha256, size, bytes) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING",
      {sha256, static_cast<std::int64_t>(bytes.size()), std::as_bytes(std::span(bytes))}));
  return {};
}

Result<std::string> LoadBlob(const Session& session, std::string_view sha256) {
  std::optional<std::string> found;
  KAOGONG_TRY(session.transaction.Query(
      "SELECT bytes FROM blob WHERE sha256 = ?", {sha256}, [&](const store::Row& row) {
        const auto bytes = row.Get<std::span<const std::byte>>(0);
        found.emplace(reinterpret_cast<const char*>(bytes.data()), bytes.size());
      }));
  if (!found) return Error{ErrorCode::kNotFound, Say("没有这个文件", "There is no such file")};
  if (Sha256Hex(*found) != sha256) {
    return Error{ErrorCode::kInternal,
                 Say("库中的文件与它的指纹不符：数据库可能被改动过",
                     "A stored file does not have its digest: the database may have been altered")};
  }
  return *std::move(found);
}

}  // namespace kaogong::office::library
