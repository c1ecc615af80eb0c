// SPDX-License-Identifier: Apache-2.0
// What must hold for every figure of every case of every regulation that is shipped.
#include <gtest/gtest.h>

#include "check_figure.h"
#include "fixture.h"

namespace kaogong::explain {
namespace {

class Shipped : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Shipped, FiguresExplainThemselvesAndAddUp) {
  std::size_t checked = 0;
  for (const ShippedCase& shipped : ReadShipped(GetParam())) {
    SCOPED_TRACE(shipped.name);
    // A regulation that is being written does not compile; its own tests say so.
    if (!shipped.fixture->problems.empty()) continue;
    checked += CheckAllFigures(*shipped.fixture);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
  }
  RecordProperty("figures", static_cast<int>(checked));
}

INSTANTIATE_TEST_SUITE_P(Regulation, Shipped, testing::ValuesIn(ShippedFolders()),
                         [](const auto& shipped) {
                           std::string name = shipped.param.parent_path().filename().string() +
                                              "_" + shipped.param.filename().string();
                           for (char& c : name) {
                             if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                           }
                           return name;
                         });
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(Shipped);

}  // namespace
}  // namespace kaogong::explain
