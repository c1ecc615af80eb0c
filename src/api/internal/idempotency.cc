// SPDX-License-Identifier: Apache-2.0
#include "api/internal/idempotency.h"

#include <algorithm>

#include "api/internal/upload.h"
#include "base/sha256.h"

namespace kaogong::api {

namespace {

using office::Session;

constexpr std::int64_t kKeepSeconds = 86'400;

struct Kept {
  std::string fingerprint;
  std::int64_t status = 0;
  std::string body;
};

std::string FingerprintOf(const http::Request& request) {
  Sha256 hash;
  hash.Update(http::NameOf(request.method));
  hash.Update(" ");
  hash.Update(request.target);
  hash.Update("\n");
  hash.Update(request.body);
  // The request was not handled yet, so the digest is still there.
  if (auto* const upload = dynamic_cast<Upload*>(request.sink.get())) {
    hash.Update(upload->TakeDigest());
  }
  return hash.TakeHex();
}

bool IsKey(std::string_view key) {
  return key.size() <= 64 &&
         std::ranges::all_of(key, [](char c) { return c > ' ' && c <= '~'; });
}

// Claims the key, or returns what is kept under it.
Result<std::optional<Kept>> Claim(const Call& call, std::string_view key,
                                  const std::string& fingerprint) {
  return call.office.Write(office::ProgramActor(),
                           [&](office::Change& change) -> Result<std::optional<Kept>> {
    change.RecordNothing();
    store::Transaction& transaction = change.transaction;
    KAOGONG_TRY(transaction.Execute("DELETE FROM idempotency WHERE created_at < ?",
                                    {change.now.Plus(-kKeepSeconds).ToString()}));
    KAOGONG_TRY_ASSIGN(
        const std::int64_t claimed,
        transaction.Execute("INSERT INTO idempotency (account_id, key, fingerprint, created_at, "
                            "status, body) VALUES (?, ?, ?, ?, 0, '') "
                            "ON CONFLICT (account_id, key) DO NOTHING",
                            {call.user->own_account, key, fingerprint, change.now.ToString()}));
    std::optional<Kept> kept;
    if (claimed == 1) return kept;
    KAOGONG_TRY(transaction.Query(
        "SELECT fingerprint, status, body FROM idempotency WHERE account_id = ? AND key = ?",
        {call.user->own_account, key}, [&](const store::Row& row) {
          kept = Kept{row.Get<std::string>(0), row.Get<std::int64_t>(1), row.Get<std::string>(2)};
        }));
    return kept;
  });
}

Result<void> Keep(const Call& call, std::string_view key, const http::Response& response) {
  return call.office.Write(office::ProgramActor(), [&](office::Change& change) -> Result<void> {
    change.RecordNothing();
    const auto* const body = std::get_if<std::string>(&response.body());
    if (response.status() >= 500 || body == nullptr) {
      KAOGONG_TRY(change.transaction.Execute(
          "DELETE FROM idempotency WHERE account_id = ? AND key = ?", {call.user->own_account, key}));
      return {};
    }
    KAOGONG_TRY(change.transaction.Execute(
        "UPDATE idempotency SET status = ?, body = ? WHERE account_id = ? AND key = ?",
        {response.status(), *body, call.user->own_account, key}));
    return {};
  });
}

http::Response Refuse(const Call& call, ErrorCode code, Text message) {
  return http::Render(http::ProblemOf(Error{code, std::move(message)}), call.language,
                      call.request.id);
}

http::Response Repeat(const Call& call, const Kept& kept, const std::string& fingerprint) {
  if (kept.fingerprint != fingerprint) {
    return Refuse(call, ErrorCode::kConflict,
                  Say("这个 Idempotency-Key 已用于另一个请求",
                      "This Idempotency-Key was used for another request"));
  }
  if (kept.status == 0) {
    return Refuse(call, ErrorCode::kConflict,
                  Say("同样的请求已经收到，但没有可以重复的回答；请刷新页面，看是否已经办成",
                      "The same request has come before and there is no answer to repeat; reload "
                      "and see whether it was done"));
  }
  http::Response response = http::Response::Json(static_cast<int>(kept.status), kept.body);
  if (kept.status >= 400) response.Set("Content-Type", "application/problem+json");
  response.Set("Cache-Control", "no-store");
  response.Set("Idempotency-Replayed", "true");
  return response;
}

}  // namespace

http::Response AnswerOnce(const Call& call, bool is_secret,
                          const std::function<http::Response()>& answer) {
  const std::string_view key = call.request.Header("idempotency-key");
  const bool applies = !key.empty() && call.user.has_value() &&
                       call.request.method == http::Method::kPost;
  if (!applies) return answer();
  if (!IsKey(key)) {
    return Refuse(call, ErrorCode::kInvalidInput,
                  Say("Idempotency-Key 最多 64 个可见的 ASCII 字符",
                      "Idempotency-Key has at most 64 visible ASCII characters"));
  }
  const std::string fingerprint = FingerprintOf(call.request);
  const auto kept = Claim(call, key, fingerprint);
  if (!kept.ok()) return http::Render(http::ProblemOf(kept.error()), call.language, call.request.id);
  if (kept.value().has_value()) return Repeat(call, *kept.value(), fingerprint);
  http::Response response = answer();
  if (is_secret && response.status() < 300) return response;
  const auto done = Keep(call, key, response);
  // The act is done all the same; only its repetition would not be recognised.
  static_cast<void>(done.ok());
  return response;
}

}  // namespace kaogong::api
