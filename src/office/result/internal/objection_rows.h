// SPDX-License-Identifier: Apache-2.0
// Rows of objections inside a transaction; rights are the callers' business.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "office/result/objection.h"

namespace kaogong::office::result::internal {

// "o.id, …" of objection o joined to its neighbours, as ReadObjection takes them.
extern const std::string_view kObjectionColumns;
Objection ReadObjection(const store::Row& row);
// With evidence and corrections. Errors: kNotFound.
Result<Objection> LoadObjection(const Session& session, Id id);
// Evidence, corrections, and what the actor may do.
Result<void> CompleteObjection(const Session& session, Objection* objection);
Error NoSuchObjection();
// Errors: kConflict when it is decided, or not as the editor last saw it.
Result<void> RequireUndecided(const Objection& objection, std::int64_t stamp);
// Errors: kNotFound unless the assessee is within reach, or the actor raised or handles it.
Result<void> RequireOnObjection(const Session& session, const Objection& objection);
// Errors: kNotPermitted when another is the handler, or the actor had to do with the figure.
Result<void> RequireIndependent(Boards& boards, const Session& session, const Objection& objection,
                                const Board& board);

}  // namespace kaogong::office::result::internal
