// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace kaogong::document {

// Returns Chinese text with full-width punctuation: , : ; ( ) beside Chinese characters become
// ，：；（）. Those between digits or Latin letters stay: 1,916.52.
std::string FullWidth(std::string_view text);

}  // namespace kaogong::document
