// SPDX-License-Identifier: Apache-2.0
#include "office/account/totp.h"

#include <gtest/gtest.h>

namespace kaogong::office {
namespace {

// RFC 6238, appendix B: the secret is the ASCII text 12345678901234567890.
constexpr std::string_view kSecret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

TEST(Totp, GivesTheCodesOfTheStandard) {
  const std::pair<std::int64_t, const char*> cases[] = {
      {59, "287082"},         {1111111109, "081804"}, {1111111111, "050471"},
      {1234567890, "005924"}, {2000000000, "279037"},
  };
  for (const auto& [seconds, code] : cases) EXPECT_EQ(TotpCode(kSecret, seconds / 30), code);
}

TEST(Totp, TakesTheStepBeforeAndAfterAndEachOnce) {
  const Instant now = Instant::FromSeconds(1'000'000'000).value();
  const std::int64_t step = 1'000'000'000 / 30;
  for (const std::int64_t other : {step - 1, step, step + 1}) {
    EXPECT_EQ(TotpStepOf(kSecret, TotpCode(kSecret, other), now, 0), other);
    EXPECT_FALSE(TotpStepOf(kSecret, TotpCode(kSecret, other), now, other).has_value());
  }
  EXPECT_FALSE(TotpStepOf(kSecret, TotpCode(kSecret, step - 2), now, 0).has_value());
  EXPECT_FALSE(TotpStepOf(kSecret, TotpCode(kSecret, step + 2), now, 0).has_value());
  EXPECT_FALSE(TotpStepOf(kSecret, "", now, 0).has_value());
}

TEST(Totp, IsReadByAppsFromAnAddress) {
  EXPECT_EQ(TotpUri("ABC", "wang.wei", "考功"),
            "otpauth://totp/%E8%80%83%E5%8A%9F:wang%2Ewei?secret=ABC&issuer=%E8%80%83%E5%8A%9F");
}

}  // namespace
}  // namespace kaogong::office
