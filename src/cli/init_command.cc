// SPDX-License-Identifier: Apache-2.0
#include "cli/common.h"
#include "cli/server_commands.h"
#include "office/account/accounts.h"
#include "office/organisation/persons.h"
#include "office/organisation/units.h"
#include "server/data_folder.h"

namespace kaogong::cli {

namespace {

using office::Id;
using office::Office;

Result<void> RequireEmpty(const Office& office) {
  KAOGONG_TRY_ASSIGN(const auto count, office.pool().Read([](store::Transaction& transaction) {
    return transaction.One<std::int64_t>("SELECT (SELECT COUNT(*) FROM unit) + "
                                         "(SELECT COUNT(*) FROM account)");
  }));
  if (count.value_or(0) == 0) return {};
  return Error{ErrorCode::kConflict,
               kaogong::Say("这里已有机构或账号，不能再次初始化；请登录后维护",
                            "There are units or accounts already; sign in and go on there")};
}

// The topmost unit, its first person and an administrator's account for him.
Result<office::OpenedAccount> SetUp(const Office& office, const InitOptions& options) {
  KAOGONG_TRY(RequireEmpty(office));
  const office::Actor program = office::ProgramActor();
  KAOGONG_TRY_ASSIGN(const Date from, Date::FromYearMonthDay(office.Today().year(), 1, 1));
  office::NewUnit city;
  city.code = "001";
  city.name = options.city;
  city.category = office::UnitCategory::kCity;
  city.from = from;
  KAOGONG_TRY_ASSIGN(const office::UnitView unit, office::CreateUnit(office, program, city));
  office::NewPerson person;
  person.code = "0001";
  person.name = options.person;
  person.appointments.push_back({unit.node.id, std::nullopt, true, {from, std::nullopt}});
  KAOGONG_TRY_ASSIGN(const office::Person made, office::CreatePerson(office, program, person));
  return office::OpenAccount(
      office, program,
      {made.id, options.login, {{office::Role::kAdministrator, std::nullopt}}});
}

}  // namespace

int RunInit(const InitOptions& options) {
  const server::Place place{options.place.data, options.place.database};
  const auto lock = server::DataLock::Take(place);
  if (!lock.ok()) return Fail(lock.error());
  const auto pool = server::OpenStore(place);
  if (!pool.ok()) return Fail(pool.error());
  const server::SystemClock clock;
  server::SystemSecrets secrets;
  const Office office(*pool.value(), clock, secrets);
  const auto opened = SetUp(office, options);
  if (!opened.ok()) return Fail(opened.error());
  Say(stdout, kaogong::Say("已建立“{}”和管理员账号 {}，初始密码 {}(首次登录须修改)",
                           "'{}' is set up with the administrator {}; the initial password is {} "
                           "(to be changed at first sign-in)",
                           options.city, opened.value().account.login,
                           opened.value().initial_password));
  return kExitOk;
}

}  // namespace kaogong::cli
