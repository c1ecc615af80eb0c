// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "office/result/objection.h"
#include "office/result/payout.h"
#include "store_test.h"

namespace kaogong::office::result {

// KAOGONG_STORE_SUITE uses them.
using store::Dialect;
using store::DialectName;
using store::IsOk;

class SettableClock : public Clock {
 public:
  Instant Now() const override { return now; }
  void Set(std::string_view day) { now = Instant::Parse(std::string(day) + "T02:00:00Z").value(); }
  void Pass(std::int64_t seconds) { now = now.Plus(seconds); }
  Instant now = Instant::Parse("2026-11-16T02:00:00Z").value();
};

class CountingSecrets : public SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    ++count_;
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(count_);
  }

 private:
  int count_ = 0;
};

// A shipped regulation with its shipped facts in the store as if they had been reported and verified.
struct LoadedYear {
  Id assessment = 0;
  Id version = 0;
  Id facts_set = 0;  // The shipped one.
  int year = 0;
  std::shared_ptr<const library::Evaluation> shipped;  // Computed from it.
  std::map<std::pair<std::string, std::string>, Id> assessees;  // By kind and code.
  std::map<std::pair<std::string, std::string>, Id> subjects;
  std::map<std::pair<std::string, std::string>, Id> elements;  // By kind and field.
};

class ResultTest : public store::StoreTest {
 protected:
  ResultTest() : StoreTest(store::Contents::kMigrated) {}
  void SetUp() override;

  static Actor ActorWith(Role role, Id account, std::optional<Id> unit = std::nullopt);

  // Loads regulations/`path` and those it needs, as an assessment at a stage. With `clerk` all data
  // were reported by him and verified by `verifier`.
  LoadedYear Load(const std::string& path, std::string_view stage, int year = 0);
  void SetStage(Id assessment, std::string_view stage);
  // Sets a measurement as the store would have it; no change is kept.
  void SetUnits(const LoadedYear& loaded, const std::string& kind, const std::string& code,
                const std::string& field, std::optional<std::int64_t> units, int state = 3);
  // An account with a role that may sign in.
  Id NewAccount(const std::string& name, Role role);

  // Starts and runs a computation.
  Computation Compute(Id assessment, Basis basis = Basis::kVerified);
  std::shared_ptr<const Board> BoardOf(const Computation& computation);
  // Publishes with headline columns of all kinds; an override where it is not ready.
  Result<Publication> Publish(const LoadedYear& loaded, const Computation& computation,
                              int days = 5);
  std::string KeyOf(const Board& board, const std::string& kind, const std::string& figure);
  std::string TextOf(const Board& board, const std::string& kind, const std::string& code,
                     const std::string& figure);

  store::FailureKind Refusal(std::string_view sql);
  std::int64_t Number(std::string_view sql);
  std::string LastAct();

  std::unique_ptr<store::Pool> pool_;
  SettableClock clock_;
  CountingSecrets secrets_;
  std::optional<Office> desk_;
  std::optional<library::Library> library_;
  std::optional<Boards> boards_;
  JobProgress progress_;
  const Actor office_ = ActorWith(Role::kOffice, 901);
  const Actor auditor_ = ActorWith(Role::kAuditor, 902);
  Id clerk_account_ = 911;
  Id verifier_account_ = 912;

 private:
  Id NewUnit(const std::string& code, const std::string& name);
  void InsertRows(LoadedYear* loaded);
  void InsertFields(LoadedYear* loaded);
  void InsertRecords(LoadedYear* loaded);
};

}  // namespace kaogong::office::result
