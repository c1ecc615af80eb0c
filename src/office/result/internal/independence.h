// SPDX-License-Identifier: Apache-2.0
// Who had to do with a figure: reported, verified, proposed, approved or scored what it is made of.
#pragma once

#include <map>
#include <string>

#include "office/result/board.h"

namespace kaogong::office::result::internal {

// Accounts that had to do with a figure of an assessee, with what they did, in words.
Result<std::map<Id, Text>> Involved(const Session& session, const assessment::Frame& frame,
                                    const Board& board, scheme::KindId kind, facts::Row row,
                                    scheme::FigureId figure);

}  // namespace kaogong::office::result::internal
