// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>

#include "office/library/library.h"
#include "office/library/regulations.h"
#include "store_test.h"

namespace kaogong::office::library {

// KAOGONG_STORE_SUITE uses them.
using store::Dialect;
using store::DialectName;

class FixedClock : public Clock {
 public:
  Instant Now() const override { return now; }
  Instant now = Instant::Parse("2025-06-30T02:00:00Z").value();
};

class NoSecrets : public SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = std::byte{0};
  }
};

// A library on a new database with all migrations; each test runs on both databases.
class LibraryTest : public store::StoreTest {
 protected:
  LibraryTest() : StoreTest(store::Contents::kMigrated) {}
  void SetUp() override;

  static Actor ActorWith(Role role);

  // A draft with the village texts, its first version.
  Regulation MakeVillage();
  // The same, published.
  Id PublishVillage();
  Id UploadFacts(Id regulation, const std::string& table);

  // Runs a statement as a stray client would, and returns why the database refused.
  store::FailureKind Refusal(std::string_view sql);
  std::string LastAct();

  std::unique_ptr<store::Pool> pool_;
  FixedClock clock_;
  NoSecrets secrets_;
  std::optional<Office> desk_;
  std::optional<Library> library_;
  const Actor office_ = ActorWith(Role::kOffice);
  const Actor auditor_ = ActorWith(Role::kAuditor);
  const Actor leader_ = ActorWith(Role::kLeader);
  const Actor clerk_ = ActorWith(Role::kReportingClerk);
};

}  // namespace kaogong::office::library
