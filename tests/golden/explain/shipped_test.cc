// SPDX-License-Identifier: Apache-2.0
// What must hold for every figure of every case of every regulation that is shipped. By itself it
// looks at one or two rows and periods of each figure.
#include <gtest/gtest.h>

#include <cstdlib>

#include "check_figure.h"
#include "fixture.h"

namespace kaogong::explain {
namespace {

// A case has many rows like each other; KAOGONG_PLACES=1000000 checks them all.
std::size_t PlacesMax() {
  const char* text = std::getenv("KAOGONG_PLACES");
  return text == nullptr ? 1 : std::strtoull(text, nullptr, 10);
}

class Shipped : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(Shipped, FiguresExplainThemselvesAndAddUp) {
  std::size_t checked = 0;
  for (const ShippedCase& shipped : ReadShipped(GetParam())) {
    SCOPED_TRACE(shipped.name);
    ASSERT_EQ(shipped.fixture->problems, "");
    checked += CheckAllFigures(*shipped.fixture, PlacesMax());
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
