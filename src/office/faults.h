// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace kaogong::office {

// Collects what is wrong with the parts of an input, so that all of it is told at once.
class Faults {
 public:
  // An empty message is no fault.
  void Add(std::string pointer, Text message) {
    if (!message.empty()) faults_.push_back({std::move(pointer), std::move(message)});
  }
  bool empty() const { return faults_.empty(); }
  Result<void> Finish() && {
    if (faults_.empty()) return {};
    return Error{ErrorCode::kInvalidInput,
                 Say("有 {} 处不符合要求", "{} things are wrong", faults_.size()),
                 std::move(faults_)};
  }

 private:
  std::vector<Fault> faults_;
};

}  // namespace kaogong::office
