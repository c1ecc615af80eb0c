// SPDX-License-Identifier: Apache-2.0
#include "office/account/sign_in.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "office/account/accounts.h"
#include "office/account/totp.h"
#include "organisation_test.h"

namespace kaogong::office {
namespace {

constexpr const char* kPassword = "a long password";

class SignInTest : public OrganisationTest {
 protected:
  void SetUp() override {
    OrganisationTest::SetUp();
    city_ = AddUnit("云州市", 0);
    account_ = SetUpAccount(office(), program_,
                            {AddPerson("P1", "王伟", city_), "wang",
                             {{Role::kAdministrator, std::nullopt}}},
                            kPassword)
                   .value();
  }

  SignInOutcome Try(std::string password, std::optional<std::string> totp = {}) {
    const auto outcome = SignIn(office(), {"wang", std::move(password), std::move(totp), "测试"});
    EXPECT_TRUE(store::IsOk(outcome));
    return outcome.value();
  }
  std::string Token() { return std::get<SignedIn>(Try(kPassword)).token; }
  User UserOf(const std::string& token) { return FindUser(office(), token).value().value(); }
  void Wait(std::int64_t seconds) { clock_.now = clock_.now.Plus(seconds); }

  Id city_ = 0;
  Id account_ = 0;
};

TEST_P(SignInTest, GivesAUserWithHisRights) {
  const User user = UserOf(Token());
  EXPECT_EQ(user.own_account, account_);
  EXPECT_EQ(user.own_name, "王伟");
  EXPECT_EQ(user.city, "云州市");
  EXPECT_TRUE(MayDo(user.actor, Act::kManageAccounts));
  EXPECT_FALSE(MayDo(user.actor, Act::kEditRegulations));
  EXPECT_EQ(user.csrf_token.size(), 64U);
  EXPECT_FALSE(FindUser(office(), "").value().has_value());
  EXPECT_FALSE(FindUser(office(), std::string(64, '0')).value().has_value());
}

TEST_P(SignInTest, LocksLongerEachTimeAndForgetsAfterSuccess) {
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(std::get<SignInRefusal>(Try("wrong")), SignInRefusal::kWrong);
  }
  EXPECT_EQ(std::get<SignInLocked>(Try("wrong")).seconds_left, 30);
  // While locked not even the right password counts, and wrong ones do not lengthen it.
  EXPECT_EQ(std::get<SignInLocked>(Try(kPassword)).seconds_left, 30);
  Wait(29);
  EXPECT_EQ(std::get<SignInLocked>(Try("wrong")).seconds_left, 1);
  Wait(1);
  EXPECT_EQ(std::get<SignInLocked>(Try("wrong")).seconds_left, 60);
  Wait(60);
  EXPECT_TRUE(std::holds_alternative<SignedIn>(Try(kPassword)));
  EXPECT_TRUE(std::holds_alternative<SignInRefusal>(Try("wrong")));
}

TEST_P(SignInTest, AnUnknownLoginIsRefusedLikeAWrongPassword) {
  for (int i = 0; i < 8; ++i) {
    const auto outcome = SignIn(office(), {"nobody", "wrong", std::nullopt, ""}).value();
    EXPECT_EQ(std::get<SignInRefusal>(outcome), SignInRefusal::kWrong);
  }
}

TEST_P(SignInTest, EndsWhenIdleAndInAnyCase) {
  const std::string token = Token();
  for (std::int64_t hours = 0; hours < 15; hours += 3) {
    Wait(3 * 3600);
    EXPECT_TRUE(FindUser(office(), token).value().has_value()) << hours;
  }
  Wait(3600);
  EXPECT_FALSE(FindUser(office(), token).value().has_value());
  const std::string idle = Token();
  Wait(kSessionIdleSeconds);
  EXPECT_FALSE(FindUser(office(), idle).value().has_value());
}

TEST_P(SignInTest, SignsOut) {
  const std::string token = Token();
  ASSERT_TRUE(SignOut(office(), UserOf(token)).ok());
  EXPECT_FALSE(FindUser(office(), token).value().has_value());
}

TEST_P(SignInTest, ChangesThePasswordAndEndsTheOtherSessions) {
  const std::string here = Token();
  const std::string elsewhere = Token();
  const auto refused = ChangePassword(office(), UserOf(here), "wrong", "short");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().faults.size(), 2U);
  const auto same = ChangePassword(office(), UserOf(here), kPassword, kPassword);
  ASSERT_FALSE(same.ok());
  EXPECT_EQ(same.error().faults.at(0).pointer, "/new");
  ASSERT_TRUE(store::IsOk(ChangePassword(office(), UserOf(here), kPassword, "another fine one")));
  EXPECT_TRUE(FindUser(office(), here).value().has_value());
  EXPECT_FALSE(FindUser(office(), elsewhere).value().has_value());
  EXPECT_TRUE(std::holds_alternative<SignInRefusal>(Try(kPassword)));
  EXPECT_TRUE(std::holds_alternative<SignedIn>(Try("another fine one")));
}

TEST_P(SignInTest, AsksForTheSecondFactorAndTakesACodeOnce) {
  const std::string token = Token();
  const TotpOffer offer = OfferTotp(office(), UserOf(token)).value();
  EXPECT_FALSE(ConfirmTotp(office(), UserOf(token), "000000").ok());
  EXPECT_FALSE(UserOf(token).has_totp);
  const auto code = [&] {
    return TotpCode(offer.secret, clock_.now.seconds_since_epoch() / 30);
  };
  ASSERT_TRUE(store::IsOk(ConfirmTotp(office(), UserOf(token), code())));
  EXPECT_TRUE(UserOf(token).has_totp);
  EXPECT_EQ(std::get<SignInRefusal>(Try(kPassword)), SignInRefusal::kTotpRequired);
  EXPECT_EQ(std::get<SignInRefusal>(Try(kPassword, code())), SignInRefusal::kTotpWrong);
  Wait(60);
  EXPECT_TRUE(std::holds_alternative<SignedIn>(Try(kPassword, code())));
  EXPECT_EQ(std::get<SignInRefusal>(Try(kPassword, code())), SignInRefusal::kTotpWrong);
  EXPECT_FALSE(RemoveTotp(office(), UserOf(token), "wrong").ok());
  ASSERT_TRUE(RemoveTotp(office(), UserOf(token), kPassword).ok());
  EXPECT_TRUE(std::holds_alternative<SignedIn>(Try(kPassword)));
}

TEST_P(SignInTest, LooksAsAnotherReadOnly) {
  const Id clerk = SetUpAccount(office(), program_,
                                {AddPerson("P2", "李明", city_), "li", {{Role::kReportingClerk, city_}}},
                                kPassword)
                       .value();
  const std::string token = Token();
  ASSERT_TRUE(store::IsOk(ViewAs(office(), UserOf(token), clerk)));
  const User user = UserOf(token);
  EXPECT_TRUE(user.actor.is_viewing_as);
  EXPECT_EQ(user.actor.name, "李明");
  EXPECT_EQ(user.own_name, "王伟");
  EXPECT_FALSE(MayDo(user.actor, Act::kManageAccounts));
  EXPECT_FALSE(OpenAccount(office(), user.actor, {}).ok());
  EXPECT_FALSE(ViewAs(office(), user, clerk).ok());
  ASSERT_TRUE(StopViewingAs(office(), user).ok());
  EXPECT_FALSE(UserOf(token).actor.is_viewing_as);
  const auto listed = SignIn(office(), {"li", kPassword, std::nullopt, ""}).value();
  const User other = UserOf(std::get<SignedIn>(listed).token);
  EXPECT_EQ(ViewAs(office(), other, account_).error().code, ErrorCode::kNotPermitted);
}

TEST_P(SignInTest, ListsAndEndsOwnSessionsOnly) {
  const std::string here = Token();
  Wait(10);
  const std::string there = Token();
  const auto devices = ListDevices(office(), UserOf(here)).value();
  ASSERT_EQ(devices.size(), 2U);
  EXPECT_EQ(devices[0].id, UserOf(there).session);
  EXPECT_TRUE(devices[1].is_current);
  EXPECT_EQ(devices[1].client, "测试");
  ASSERT_TRUE(EndDevice(office(), UserOf(here), devices[0].id).ok());
  EXPECT_FALSE(FindUser(office(), there).value().has_value());
  EXPECT_EQ(EndDevice(office(), UserOf(here), devices[0].id).error().code, ErrorCode::kNotFound);
}

TEST_P(SignInTest, KeepsNoTokenInTheStore) {
  const std::string token = Token();
  std::int64_t found = -1;
  const auto read = pool_->Read([&](store::Transaction& transaction) {
    return transaction.Query("SELECT COUNT(*) FROM session WHERE token_hash = ? OR csrf_token = ?",
                             {token, token},
                             [&](const store::Row& row) { found = row.Get<std::int64_t>(0); });
  });
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(found, 0);
}

KAOGONG_STORE_SUITE(SignInTest);

}  // namespace
}  // namespace kaogong::office
