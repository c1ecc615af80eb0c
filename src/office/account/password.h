// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "office/ports.h"

namespace kaogong::office {

inline constexpr std::size_t kPasswordCharactersMin = 10;
inline constexpr std::size_t kPasswordBytesMax = 256;

// Returns the Argon2id hash of a password with its salt and costs in it. At most two are computed
// at a time in one process: each takes 32 MiB.
std::string HashPassword(std::string_view password);

// True when the password is the one of the hash. With an empty hash it takes as long and is false,
// so that an unknown login cannot be told from a wrong password by the clock.
bool VerifyPassword(const std::string& hash, std::string_view password);

// Returns what is wrong with a new password; empty when it will do. Counted in characters; it must
// not contain the login or the name, be one of the common ones, or be made of one run or pattern.
std::vector<Text> CheckPasswordPolicy(std::string_view password, std::string_view login,
                                      std::string_view name);

// Returns a password to be changed at first sign-in: four groups of four letters and digits that
// cannot be mistaken for one another.
std::string MakeInitialPassword(SecretSource& secrets);

}  // namespace kaogong::office
