// SPDX-License-Identifier: Apache-2.0
#include "store/internal/sql_text.h"

#include <gtest/gtest.h>

#include <vector>

namespace kaogong::store {
namespace {

struct Case {
  const char* name;
  std::string_view sql;
  std::string_view sqlite;
  std::string_view postgres;
  int parameter_count;
};

TEST(SqlText, RewritesPlaceholdersOutsideStringsAndComments) {
  const std::vector<Case> cases = {
      {"plain", "a = ? AND b = ?", "a = ? AND b = ?", "a = $1 AND b = $2", 2},
      {"string", "a = '?' AND b = ?", "a = '?' AND b = ?", "a = '?' AND b = $1", 1},
      {"doubled quote", "'it''s ?' || ?", "'it''s ?' || ?", "'it''s ?' || $1", 1},
      {"quoted name", "\"a?\" = ?", "\"a?\" = ?", "\"a?\" = $1", 1},
      {"line comment", "? -- ?\n?", "? -- ?\n?", "$1 -- ?\n$2", 2},
      {"comment at the end", "? -- ?", "? -- ?", "$1 -- ?", 1},
      {"comment", "? /* ? */ ?", "? /* ? */ ?", "$1 /* ? */ $2", 2},
      {"unclosed comment", "? /* ?", "? /* ?", "$1 /* ?", 1},
      {"unclosed string", "? '?", "? '?", "$1 '?", 1},
      {"ours and theirs", "a /*postgres: FOR UPDATE */ b /*sqlite: OR IGNORE */",
       "a /*postgres: FOR UPDATE */ b  OR IGNORE ", "a  FOR UPDATE  b /*sqlite: OR IGNORE */", 0},
      {"unclosed switch", "/*sqlite:", "", "/*sqlite:", 0},
      {"minus alone", "a - ? -?", "a - ? -?", "a - $1 -$2", 2},
      {"nothing", "", "", "", 0},
  };
  for (const Case& item : cases) {
    const SqlText sqlite = ForDialect(item.sql, Dialect::kSqlite);
    const SqlText postgres = ForDialect(item.sql, Dialect::kPostgres);
    EXPECT_EQ(sqlite.sql, item.sqlite) << item.name;
    EXPECT_EQ(postgres.sql, item.postgres) << item.name;
    EXPECT_EQ(sqlite.parameter_count, item.parameter_count) << item.name;
    EXPECT_EQ(postgres.parameter_count, item.parameter_count) << item.name;
  }
}

TEST(SqlText, KnowsPostgresqlsOwnQuotes) {
  const auto postgres = [](std::string_view sql) {
    return ForDialect(sql, Dialect::kPostgres).sql;
  };
  EXPECT_EQ(postgres("E'\\'?' || ?"), "E'\\'?' || $1");
  EXPECT_EQ(postgres("name'?' ?"), "name'?' $1");
  EXPECT_EQ(postgres("$$ ? $$ ?"), "$$ ? $$ $1");
  EXPECT_EQ(postgres("$a$ ? $$ ? $a$ ?"), "$a$ ? $$ ? $a$ $1");
  EXPECT_EQ(postgres("a$b$c ?"), "a$b$c $1");
  EXPECT_EQ(postgres("/* /* ? */ ? */ ?"), "/* /* ? */ ? */ $1");
  EXPECT_EQ(postgres("$1 $"), "$1 $");
}

}  // namespace
}  // namespace kaogong::store
