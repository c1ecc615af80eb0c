// SPDX-License-Identifier: Apache-2.0
#include "cli/common.h"
#include "cli/server_commands.h"
#include "demo/load.h"
#include "demo/regulations.h"
#include "demo/year.h"
#include "server/data_folder.h"

namespace kaogong::cli {

namespace {

void PrintAccounts(const demo::Loaded& loaded) {
  Say(stdout, loaded.was_empty
                  ? kaogong::Say("已建立示范市。以下账号仅供演示，口令都是 {}",
                                 "The demonstration city is there. These accounts are for "
                                 "demonstration only; the password of all is {}",
                                 demo::kPassword)
                  : kaogong::Say("数据库里已有组织机构，没有改动。若是示范市，账号如下，口令都是 {}",
                                 "There is an organisation already; nothing was changed. If it is "
                                 "the demonstration city, these are its accounts; the password of "
                                 "all is {}",
                                 demo::kPassword));
  for (const demo::LoadedAccount& account : loaded.accounts) {
    const Text title = office::TitleOf(account.role);
    const std::string& unit = account.unit_name;
    Say(stdout, kaogong::Say("  {0:<14} {1} {2}{3}", "  {0:<14} {1} {2}{3}", account.login,
                             title.zh, account.person_name, unit.empty() ? "" : " " + unit));
  }
}

}  // namespace

int RunDemo(const DemoOptions& options) {
  const server::Place place{options.place.data, options.place.database};
  const auto lock = server::DataLock::Take(place);
  if (!lock.ok()) return Fail(lock.error());
  const auto pool = server::OpenStore(place);
  if (!pool.ok()) return Fail(pool.error());
  demo::YearClock clock(server::SystemClock().Now());
  server::SystemSecrets secrets;
  const office::Office office(*pool.value(), clock, secrets);
  clock.GoTo(Date::FromYearMonthDay(office.Today().year() - 2, 12, 20).value());
  const auto loaded = demo::LoadCity(office);
  if (!loaded.ok()) return Fail(loaded.error());
  const std::string folder =
      options.regulations.empty() ? Installed("regulations", "regulations") : options.regulations;
  if (loaded.value().was_empty && !folder.empty()) {
    office::library::Library library(office);
    const auto regulations = demo::LoadRegulations(library, folder);
    if (!regulations.ok()) return Fail(regulations.error());
    Say(stdout, kaogong::Say("已发布 {} 个示范办法，各带示范数据，试算 {} 次",
                             "{} regulations are published with their sample facts, {} are run",
                             regulations.value().regulations, regulations.value().runs));
    for (const Text& trouble : regulations.value().troubles) Say(stderr, trouble);
    if (!options.city_only) {
      const auto year = demo::LoadYear(library, clock, folder, Installed("templates", "templates"));
      if (!year.ok()) return Fail(year.error());
      Say(stdout, kaogong::Say("已建立上年和本年的考核 {} 项，计算 {} 次",
                               "{} assessments of last year, this one and the next are there, {} results",
                               year.value().assessments, year.value().results));
      for (const Text& trouble : year.value().troubles) Say(stderr, trouble);
    }
  }
  PrintAccounts(loaded.value());
  return kExitOk;
}

}  // namespace kaogong::cli
