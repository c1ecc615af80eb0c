// SPDX-License-Identifier: Apache-2.0
// What the office needs from outside; adapters implement it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/instant.h"
#include "base/text.h"

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

// Tells people outside the program what is also kept for them inside it: by mail or chat.
class Notifier {
 public:
  struct Notice {
    std::int64_t account = 0;
    Text title;
    Text detail;
    std::string link;  // A page of the front end.
  };

  virtual ~Notifier() = default;
  // Called once the reminder is stored; must not block for long, and what fails is its own business.
  virtual void Notify(const Notice& notice) = 0;
};

}  // namespace kaogong::office
