// SPDX-License-Identifier: Apache-2.0
#include "office/account/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "organisation_test.h"

namespace kaogong::office {
namespace {

TEST(Password, IsVerifiedAgainstItsHashOnly) {
  const std::string hash = HashPassword("正确的密码 1234");
  EXPECT_THAT(hash, testing::StartsWith("$argon2id$"));
  EXPECT_TRUE(VerifyPassword(hash, "正确的密码 1234"));
  EXPECT_FALSE(VerifyPassword(hash, "正确的密码 1235"));
  EXPECT_FALSE(VerifyPassword(hash, ""));
  EXPECT_FALSE(VerifyPassword("", "nobody's password"));
  EXPECT_NE(hash, HashPassword("正确的密码 1234"));
}

TEST(PasswordPolicy, TellsEveryReason) {
  const auto count = [](std::string_view password) {
    return CheckPasswordPolicy(password, "wang.wei", "王伟").size();
  };
  EXPECT_EQ(count("correct horse"), 0U);
  EXPECT_EQ(count("十个汉字组成的密码好"), 0U);
  EXPECT_EQ(count("十个汉字组成的密码"), 1U);   // Nine characters.
  EXPECT_EQ(count("Wang.Wei-2026"), 1U);        // Holds the login.
  EXPECT_EQ(count("我是王伟请记住我吧"), 2U);   // Nine characters, and the name.
  EXPECT_EQ(count("PassWord123"), 1U);          // Common.
  EXPECT_EQ(count("aaaaaaaaaaaa"), 1U);         // One letter.
  EXPECT_EQ(count("abcabcabcabc"), 1U);         // One piece again and again.
  EXPECT_EQ(count("wang.wei"), 2U);
  EXPECT_EQ(count(std::string(257, 'x')), 1U);
}

TEST(InitialPassword, PassesThePolicyAndDiffersEachTime) {
  CountingSecrets secrets;
  const std::string first = MakeInitialPassword(secrets);
  EXPECT_EQ(first.size(), 19U);
  EXPECT_THAT(CheckPasswordPolicy(first, "admin", "管理员"), testing::IsEmpty());
  EXPECT_NE(first, MakeInitialPassword(secrets));
}

}  // namespace
}  // namespace kaogong::office
