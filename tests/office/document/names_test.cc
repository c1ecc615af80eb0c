// SPDX-License-Identifier: Apache-2.0
#include "office/document/internal/names.h"

#include <gtest/gtest.h>

namespace kaogong::office::documents::internal {
namespace {

std::vector<std::string> PlainNames(std::string_view expression) {
  std::vector<std::string> names;
  for (const AskedName& asked : NamesIn(expression)) names.push_back(asked.name);
  return names;
}

TEST(NamesIn, FindsWhatIsLookedFor) {
  EXPECT_EQ(PlainNames("总分"), (std::vector<std::string>{"总分"}));
  EXPECT_EQ(PlainNames("上年.总分"), (std::vector<std::string>{"上年"}));
  EXPECT_EQ(PlainNames("合计(发放名单.奖金额) + 1"), (std::vector<std::string>{"发放名单"}));
  EXPECT_EQ(PlainNames("(("), (std::vector<std::string>{}));
}

TEST(NamesIn, TellsWhatIsAskedOfMembers) {
  const auto names = NamesIn("计数(考核对象, 当: 有(总分))");
  ASSERT_EQ(names.size(), 2U);
  EXPECT_TRUE(names[0].lists.empty());
  EXPECT_EQ(names[1].lists, (std::vector<std::string>{"考核对象"}));
  EXPECT_TRUE(names[1].is_guarded);
  EXPECT_FALSE(names[0].is_guarded);
}

TEST(ListIn, SeesThroughChoosing) {
  EXPECT_EQ(ListIn("前(排序(其中(考核对象, 当: 总分 < 60), 按: 总分), 3)"), "考核对象");
  EXPECT_EQ(ListIn("问题"), "问题");
}

}  // namespace
}  // namespace kaogong::office::documents::internal
