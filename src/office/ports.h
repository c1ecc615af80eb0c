// SPDX-License-Identifier: Apache-2.0
// What the office needs from outside; adapters implement it.
#pragma once

#include <cstddef>
#include <span>

#include "base/instant.h"

namespace kaogong::office {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

// Bytes that nobody can guess, for tokens and passwords.
class SecretSource {
 public:
  virtual ~SecretSource() = default;
  virtual void Fill(std::span<std::byte> bytes) = 0;
};

}  // namespace kaogong::office
