// SPDX-License-Identifier: Apache-2.0
// An office on a new, empty database of either kind, for tests of the organisation.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>

#include "office/office.h"
#include "office/organisation/persons.h"
#include "office/organisation/positions.h"
#include "office/organisation/units.h"
#include "plan_fixture.h"
#include "store_test.h"

namespace kaogong::office {

// For KAOGONG_STORE_SUITE.
using store::Dialect;
using store::DialectName;

class StandingClock final : public Clock {
 public:
  Instant Now() const override { return now; }
  void Set(std::string_view instant) { now = Instant::Parse(instant).value(); }

  Instant now = Instant::Parse("2026-03-01T04:00:00Z").value();
};

// Every text of it differs from the one before.
class CountingSecrets final : public SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(next_++ * 37 % 251);
    ++next_;
  }

 private:
  std::atomic<unsigned> next_{1};
};

class OrganisationTest : public store::StoreTest {
 protected:
  OrganisationTest() : StoreTest(store::Contents::kMigrated) {}
  void SetUp() override;

  const Office& office() { return *office_; }
  std::string Error(const kaogong::Error& error);

  // A unit below another (0: topmost), from 2020-01-01; its code is its name.
  Id AddUnit(std::string name, Id parent, std::string_view from = "2020-01-01");
  Id AddPerson(std::string code, std::string name, Id unit = 0);
  // An account's actor with one grant; no unit: everything.
  static Actor With(Role role, std::optional<Id> unit = {});
  UnitView Unit(Id id, std::string_view on = "2026-03-01");
  // The tree on a day: names in order, indented by "-".
  std::string TreeText(std::string_view on, const Actor& actor);
  std::int64_t AuditCount() { return Count(*pool_, "audit_entry"); }
  std::string LastAudit();
  void ExpectAuditWhole();

  const Actor program_ = ProgramActor();
  StandingClock clock_;
  CountingSecrets secrets_;
  std::unique_ptr<store::Pool> pool_;
  std::unique_ptr<Office> office_;
  TreeCache cache_;
};

}  // namespace kaogong::office
