// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "base/text.h"
#include "office/ids.h"

namespace kaogong::office::process {

// A port: tells people outside the program what is also kept for them inside it, by mail or chat.
class Notifier {
 public:
  struct Notice {
    Id account = 0;
    Text title;
    Text detail;
    std::string link;  // A page of the front end.
  };

  virtual ~Notifier() = default;
  // Called once the reminder is stored; must not block for long, and what fails is its own
  // business.
  virtual void Notify(const Notice& notice) = 0;
};

}  // namespace kaogong::office::process
