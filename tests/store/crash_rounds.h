// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace kaogong::store {

// What a number of rounds came to.
struct CrashReport {
  int rounds = 0;
  std::int64_t acknowledged = 0;  // Rows the writers had been told are saved.
  std::int64_t found = 0;         // Rows in the database at the end; at least as many.
};

// Runs `program write ADDRESS` again and again, each time kills it with SIGKILL after a random
// number of rows, and then checks that every row it acknowledged is there, that no more rows are there than
// were under way, that the audit chain is whole and the database sound. `seed` decides the moments.
// Errors: kInternal, naming the round, when something is missing or broken.
Result<CrashReport> RunCrashRounds(const std::string& program, const std::string& address,
                                   int rounds, std::uint32_t seed);

// The writer: threads that each insert a row and its audit entry in one transaction and only then
// write the row's number to standard output. Does not return until it is killed or fails.
int WriteUntilKilled(const std::string& address);

// Prepares an empty database for the writer.
Result<void> PrepareForWriter(const std::string& address);

// A seed from the environment (KAOGONG_SEED) or, without it, by chance.
std::uint32_t ChooseSeed();

}  // namespace kaogong::store
