// SPDX-License-Identifier: Apache-2.0
#include "office/organisation/name_key.h"

#include <gtest/gtest.h>

namespace kaogong::office {
namespace {

using Keys = std::vector<std::string>;

TEST(NameKey, FoldsWidthCaseBlanksAndDots) {
  EXPECT_EQ(FoldName("Ａｂ　C"), "abc");
  EXPECT_EQ(FoldName("阿依·古丽"), "阿依古丽");
  EXPECT_EQ(FoldName("ZQ-001"), "zq-001");
  EXPECT_EQ(FoldName(""), "");
}

TEST(NameKey, FindsAChineseNameByItsEndsAndInitials) {
  const PersonKeys keys = KeysOf("R001", "王建国");
  EXPECT_EQ(keys.name_order, "wang jian guo 王建国");
  EXPECT_EQ(keys.search_keys, (Keys{"r001", "wjg", "国", "建国", "王建国"}));
}

TEST(NameKey, ReadsSurnamesAsSurnames) {
  EXPECT_EQ(KeysOf("1", "单雄").name_order, "shan xiong 单雄");
  EXPECT_EQ(KeysOf("1", "王单单").name_order, "wang dan dan 王单单");
  EXPECT_EQ(KeysOf("1", "欧阳青").name_order, "ou yang qing 欧阳青");
  EXPECT_EQ(KeysOf("1", "王").name_order, "wang 王");
  EXPECT_EQ(KeysOf("1", "曾平").name_order, "zeng ping 曾平");
}

TEST(NameKey, FindsALatinNameByItsBeginning) {
  EXPECT_EQ(KeysOf("7", "Ann Lee").search_keys, (Keys{"7", "annlee"}));
}

TEST(NameKey, KeepsFewEndsOfALongText) {
  std::string name;
  for (int i = 0; i < 100; ++i) name += "长";
  EXPECT_LE(KeysOf("1", name).search_keys.size(), 8u);
}

TEST(NameKey, BoundsTheTextsThatBeginAlike) {
  EXPECT_EQ(PrefixEnd("ab"), "ac");
  EXPECT_LT(std::string("王建国"), PrefixEnd("王"));
  EXPECT_GT(std::string("玌"), std::string("王建国"));
  EXPECT_EQ(PrefixEnd("\xed\x9f\xbf"), "\xee\x80\x80");  // Over the surrogates.
  EXPECT_EQ(PrefixEnd("a\xf4\x8f\xbf\xbf"), "b");
}

}  // namespace
}  // namespace kaogong::office
