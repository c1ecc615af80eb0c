// SPDX-License-Identifier: Apache-2.0
#include "office/audit/audit_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "organisation_test.h"

namespace kaogong::office {
namespace {

using testing::ElementsAre;

class AuditLogTest : public OrganisationTest {
 protected:
  std::vector<std::string> Acts(const AuditFilter& filter) {
    std::vector<std::string> acts;
    const auto listing = ListAudit(office(), program_, filter, {}).value();
    for (const AuditView& view : listing.items) acts.push_back(view.act + " " + view.subject);
    EXPECT_EQ(listing.total, static_cast<std::int64_t>(acts.size()));
    return acts;
  }
};

TEST_P(AuditLogTest, ListsTheLatestFirstAndFilters) {
  const Id city = AddUnit("城", 0);
  clock_.Set("2026-03-02T17:00:00Z");  // The 3rd of March in the city.
  const Id bureau = AddUnit("局", city);
  const std::string first = "unit.create unit/" + std::to_string(city);
  const std::string second = "unit.create unit/" + std::to_string(bureau);
  EXPECT_THAT(Acts({}), ElementsAre(second, first));
  AuditFilter filter;
  filter.subject = "unit/" + std::to_string(city);
  EXPECT_THAT(Acts(filter), ElementsAre(first));
  filter = {};
  filter.from = Date::Parse("2026-03-03").value();
  EXPECT_THAT(Acts(filter), ElementsAre(second));
  filter.to = filter.from;
  EXPECT_THAT(Acts(filter), ElementsAre(second));
  filter = {};
  filter.to = Date::Parse("2026-03-02").value();
  EXPECT_THAT(Acts(filter), ElementsAre(first));
  filter = {};
  filter.act = "unit";
  EXPECT_EQ(Acts(filter).size(), 2U);
  filter.act = "uni_";
  EXPECT_THAT(Acts(filter), testing::IsEmpty());
}

TEST_P(AuditLogTest, IsForWhoMaySeeIt) {
  EXPECT_FALSE(ListAudit(office(), With(Role::kOffice), {}, {}).ok());
  EXPECT_TRUE(ListAudit(office(), With(Role::kAuditor), {}, {}).ok());
  EXPECT_FALSE(VerifyAuditLog(office(), With(Role::kAdministrator)).ok());
}

TEST_P(AuditLogTest, VerifyingIsItselfRecorded) {
  AddUnit("城", 0);
  const auto report = VerifyAuditLog(office(), With(Role::kAuditor));
  ASSERT_TRUE(store::IsOk(report));
  EXPECT_TRUE(report.value().is_whole());
  EXPECT_EQ(Acts({}).at(0), "audit.verify audit");
  ExpectAuditWhole();
}

KAOGONG_STORE_SUITE(AuditLogTest);

}  // namespace
}  // namespace kaogong::office
