// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "api/call.h"

namespace kaogong::api {

// Runs `answer` for a request; one with an Idempotency-Key only once for its account: asked again
// with the same body, it gets the answer of the first time, with another body a conflict. The key
// is claimed before the act, so a crash in between leaves a claim without an answer: who asks again
// is told to look whether the act was done; so is who asks again for an answer that holds a secret,
// for it is not kept. Answers of the kind 5xx are not kept. Keys are forgotten after a day.
http::Response AnswerOnce(const Call& call, bool is_secret,
                          const std::function<http::Response()>& answer);

}  // namespace kaogong::api
