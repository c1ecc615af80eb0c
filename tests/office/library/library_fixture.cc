// SPDX-License-Identifier: Apache-2.0
#include "library_fixture.h"

#include "office/library/facts_sets.h"
#include "texts.h"

namespace kaogong::office::library {

void LibraryTest::SetUp() {
  pool_ = Open();
  ASSERT_NE(pool_, nullptr);
  desk_.emplace(*pool_, clock_, secrets_);
  library_.emplace(*desk_);
}

Actor LibraryTest::ActorWith(Role role) {
  Actor actor;
  actor.account = 1 + static_cast<Id>(role);
  actor.person = actor.account;
  actor.name = std::string(office::NameOf(role));
  actor.grants.push_back({role, std::nullopt});
  return actor;
}

Regulation LibraryTest::MakeVillage() {
  auto made = CreateRegulation(*library_, office_, {"sample", "样例", "2025", {}, {}});
  EXPECT_TRUE(store::IsOk(made));
  const Id version = made.value().draft->id;
  std::int64_t stamp = made.value().draft->version;
  for (const SourceFile& file : VillageFiles()) {
    const auto put = PutFile(*library_, office_, version, stamp, file);
    EXPECT_TRUE(store::IsOk(put));
    stamp = put.value().row.version;
  }
  const auto without = DeleteFile(*library_, office_, version, stamp, "cases/01-first.yaml");
  EXPECT_TRUE(store::IsOk(without));
  return GetRegulation(*library_, office_, made.value().id).value();
}

Id LibraryTest::PublishVillage() {
  const Regulation made = MakeVillage();
  Issues issues;
  const auto published =
      PublishVersion(*library_, office_, made.draft->id, made.draft->version, &issues);
  EXPECT_TRUE(store::IsOk(published));
  return made.draft->id;
}

Id LibraryTest::UploadFacts(Id regulation, const std::string& table) {
  Issues issues;
  const auto made = CreateFactsSet(*library_, office_,
                                   {regulation, 2025, "二〇二五", {{"村.csv", table}}}, &issues);
  EXPECT_TRUE(store::IsOk(made));
  EXPECT_TRUE(issues.empty());
  return made.ok() ? made.value().id : 0;
}

store::FailureKind LibraryTest::Refusal(std::string_view sql) {
  return store::FailureOf(*pool_,
                          [&](store::Transaction& transaction) { return transaction.Execute(sql); })
      .kind;
}

std::string LibraryTest::LastAct() {
  return pool_
      ->Read([](store::Transaction& transaction) {
        return transaction.One<std::string>(
            "SELECT act FROM audit_entry ORDER BY seq DESC LIMIT 1");
      })
      .value()
      .value_or("");
}

}  // namespace kaogong::office::library
