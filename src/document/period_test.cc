// SPDX-License-Identifier: Apache-2.0
#include "document/period.h"

#include <gtest/gtest.h>

namespace kaogong::document {
namespace {

// A kind that is scored by the year and, if wanted, by the quarter.
scheme::Scheme SchemeOf(bool has_quarters) {
  scheme::Scheme scheme;
  scheme.year = 2012;
  scheme.levels = scheme::BuiltinLevels();
  scheme.kinds.resize(2);
  scheme.kinds[1].name = "村";
  scheme.exprs.resize(1);
  for (const scheme::LevelId level : {scheme::kYear, scheme::kQuarter}) {
    if (level == scheme::kQuarter && !has_quarters) continue;
    scheme::Figure figure;
    figure.kind = 1;
    figure.level = level;
    figure.role = scheme::Role::kTotal;
    figure.expr = 0;
    scheme.order.push_back(static_cast<scheme::FigureId>(scheme.figures.size()));
    scheme.figures.push_back(figure);
  }
  return scheme;
}

TEST(FindPeriod, TakesWhatTheRegulationScores) {
  const scheme::Scheme scheme = SchemeOf(true);
  const auto quarter = FindPeriod(scheme, scheme::kNone, "二季度");
  ASSERT_TRUE(quarter.ok());
  EXPECT_EQ(quarter.value().level, scheme::kQuarter);
  EXPECT_EQ(quarter.value().index, 1);
  EXPECT_FALSE(FindPeriod(scheme, scheme::kNone, "").value().index.has_value());
}

TEST(FindPeriod, RefusesOthersInWords) {
  const auto message = [](const scheme::Scheme& scheme, const char* text) {
    return FindPeriod(scheme, scheme::kNone, text).error().message.zh;
  };
  EXPECT_EQ(message(SchemeOf(false), "一季度"),
            "办法对村只按年计分，不能出“一季度”的文件；请去掉考核期");
  EXPECT_EQ(message(SchemeOf(true), "3月"), "办法对村不按“3月”计分，只按季和年计分");
  EXPECT_EQ(message(SchemeOf(true), "五季度"), "没有考核期“五季度”，如 3月、一季度、上半年");
}

}  // namespace
}  // namespace kaogong::document
