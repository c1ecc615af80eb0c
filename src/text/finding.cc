// SPDX-License-Identifier: Apache-2.0
#include "text/finding.h"

namespace kaogong::text {

std::string_view NameOf(Certainty certainty) {
  switch (certainty) {
    case Certainty::kSure:
      return "sure";
    case Certainty::kLikely:
      return "likely";
    case Certainty::kAsk:
      return "ask";
  }
  return "";
}

Text TitleOf(Certainty certainty) {
  switch (certainty) {
    case Certainty::kSure:
      return {"矛盾", "contradiction"};
    case Certainty::kLikely:
      return {"很可能有误", "likely wrong"};
    case Certainty::kAsk:
      return {"请核实", "please verify"};
  }
  return {};
}

}  // namespace kaogong::text
