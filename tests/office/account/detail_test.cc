// SPDX-License-Identifier: Apache-2.0
#include "office/detail.h"

#include <gtest/gtest.h>

namespace kaogong::office {
namespace {

TEST(Detail, IsCanonicalJson) {
  Detail detail;
  detail.Set("name", "甲\"局\"\n").Set("count", std::int64_t{3}).SetFlag("is_new", true);
  detail.SetNull("none").SetOptional("phone", std::nullopt);
  detail.Set("list", std::vector<std::string>{"b", "a"});
  detail.SetChange("same", "x", "x").SetChange("order", "1", "2");
  EXPECT_EQ(detail.ToJson(),
            R"({"count":3,"is_new":true,"list":["b","a"],"name":"甲\"局\"\n","none":null,)"
            R"("order":{"after":"2","before":"1"},"phone":null})");
  EXPECT_EQ(Detail().ToJson(), "{}");
}

TEST(Detail, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(Detail().Set("client", std::string_view("a\xff")).ToJson(), "{\"client\":\"a\xEF\xBF\xBD\"}");
}

}  // namespace
}  // namespace kaogong::office
