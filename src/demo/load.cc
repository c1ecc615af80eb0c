// SPDX-License-Identifier: Apache-2.0
#include "demo/load.h"

#include <unordered_map>
#include <utility>

#include "demo/city.h"
#include "office/account/accounts.h"
#include "office/organisation/imports.h"

namespace kaogong::demo {

namespace {

Result<bool> IsEmpty(const office::Office& office) {
  KAOGONG_TRY_ASSIGN(const auto count, office.pool().Read([](store::Transaction& transaction) {
    return transaction.One<std::int64_t>("SELECT count(*) FROM unit");
  }));
  return count.value_or(0) == 0;
}

using IdsByCode = std::unordered_map<std::string, office::Id>;

Result<IdsByCode> ReadIds(const office::Office& office, std::string_view sql) {
  IdsByCode ids;
  KAOGONG_TRY(office.pool().Read([&](store::Transaction& transaction) {
    return transaction.Query(sql, {}, [&](const store::Row& row) {
      ids.emplace(row.Get<std::string>(0), row.Get<office::Id>(1));
    });
  }));
  return ids;
}

Result<void> LoadRows(const office::Office& office, const office::Actor& program,
                      const office::ImportRows& rows) {
  Issues issues;
  const auto done = office::LoadRows(office, program, rows, "demo.load", issues);
  if (done.ok()) return {};
  std::string text;
  for (const Issue& issue : issues.list()) text += Render(issue, Language::kEnglish) + "\n";
  return Error{done.error().code,
               Text{done.error().message.zh + "\n" + text, done.error().message.en + "\n" + text}};
}

// The accounts as they are told, whether just made or there before.
std::vector<LoadedAccount> Describe(const City& city) {
  std::vector<LoadedAccount> accounts;
  for (const DemoAccount& account : city.accounts) {
    LoadedAccount told{account.role, std::string(account.login), "", ""};
    for (const office::PersonRow& person : city.founded.persons) {
      if (person.code == account.person_code) told.person_name = person.name;
    }
    for (const office::UnitRow& unit : city.founded.units) {
      if (unit.code == account.unit_code) told.unit_name = unit.name;
    }
    accounts.push_back(std::move(told));
  }
  return accounts;
}

Result<void> OpenAccounts(const office::Office& office, const office::Actor& program,
                          const City& city) {
  KAOGONG_TRY_ASSIGN(const IdsByCode persons, ReadIds(office, "SELECT code, id FROM person"));
  KAOGONG_TRY_ASSIGN(const IdsByCode units, ReadIds(office, "SELECT code, id FROM unit"));
  for (const DemoAccount& account : city.accounts) {
    office::NewAccount made;
    made.person = persons.at(account.person_code);
    made.login = account.login;
    office::Grant grant{account.role, std::nullopt};
    if (!account.unit_code.empty()) grant.unit = units.at(std::string(account.unit_code));
    made.grants = {grant};
    KAOGONG_TRY_ASSIGN(const office::Id id,
                       office::SetUpAccount(office, program, made, kPassword));
    static_cast<void>(id);
  }
  return {};
}

}  // namespace

Result<Loaded> LoadCity(const office::Office& office) {
  const City city = MakeCity();
  Loaded loaded;
  loaded.accounts = Describe(city);
  KAOGONG_TRY_ASSIGN(loaded.was_empty, IsEmpty(office));
  if (!loaded.was_empty) return loaded;
  const office::Actor program = office::ProgramActor();
  KAOGONG_TRY(LoadRows(office, program, city.founded));
  KAOGONG_TRY(LoadRows(office, program, city.reformed));
  KAOGONG_TRY(OpenAccounts(office, program, city));
  return loaded;
}

}  // namespace kaogong::demo
