// SPDX-License-Identifier: Apache-2.0
// Golden explanations: cases/*.txt hold a regulation, facts and questions, and after them the tree,
// the sentences, the ledger and the advice that must come out. KAOGONG_ACCEPT=1 writes them anew.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "explain/attainable.h"
#include "explain/ledger.h"
#include "explain/sentences.h"
#include "fixture.h"

namespace kaogong::explain {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(KAOGONG_SOURCE_DIR) / "tests/golden/explain/cases";

std::vector<fs::path> GoldenFiles() {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

// A golden file: parts headed "==== name", what comes out after "==== out".
struct Golden {
  std::string rules;
  std::string facts;
  std::vector<std::string> asks;
  std::string head;  // Everything before the line "==== out".
  std::string expected;
};

Golden ReadGolden(const fs::path& path) {
  Golden golden;
  const std::string text = ReadText(path);
  const std::string mark = "==== out\n";
  const std::size_t out = text.find(mark);
  golden.head = text.substr(0, out);
  if (out != std::string::npos) golden.expected = text.substr(out + mark.size());
  std::string* part = nullptr;
  std::string asks;
  std::istringstream lines(golden.head);
  for (std::string line; std::getline(lines, line);) {
    if (line == "==== rules") {
      part = &golden.rules;
    } else if (line == "==== facts") {
      part = &golden.facts;
    } else if (line == "==== ask") {
      part = &asks;
    } else if (part != nullptr) {
      *part += line + "\n";
    }
  }
  std::istringstream ask_lines(asks);
  for (std::string line; std::getline(ask_lines, line);) {
    if (!line.empty()) golden.asks.push_back(line);
  }
  return golden;
}

std::string RenderLedger(const scheme::Scheme& scheme, const Ledger& ledger, Language language) {
  std::string text;
  for (const LedgerLine& line : ledger.lines) {
    text += line.amount.ToString() + "\t" + NameOf(line.kind).In(language) + "\t" +
            ledger.PathOf(scheme, line);
    if (line.level != scheme::kYear) {
      text += "[" + scheme.level(line.level).periods[static_cast<std::size_t>(line.period)] + "]";
    }
    text +=
        "\t" + CitationOf(scheme, line.article, line.clause) + "\t" + line.text.In(language) + "\n";
  }
  return text +
         (ledger.total ? ledger.total->ToString() : NameOf(ledger.value.state).In(language)) +
         "\t=\n";
}

std::string Output(const Fixture& fixture, const std::string& ask) {
  const auto asked = fixture.Find(ask);
  scoring::Reference& reference = *fixture.reference;
  const Explanation explanation = Explain(reference, asked.figure, asked.row, asked.period);
  const bool is_number = fixture.scheme.figure(asked.figure).type == scheme::Type::kNumber;
  std::string out = "#### " + ask + "\n";
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const std::string suffix = language == Language::kChinese ? " zh\n" : " en\n";
    out += "---- tree" + suffix + RenderTree(fixture.scheme, fixture.facts, explanation, language);
    out += "---- sentences" + suffix;
    for (const Sentence& sentence : MakeSentences(fixture.scheme, fixture.facts, explanation)) {
      out += sentence.text.In(language) + "\n";
    }
    if (!is_number) continue;
    out += "---- ledger" + suffix;
    out += RenderLedger(fixture.scheme,
                        MakeLedger(reference, asked.figure, asked.row, asked.period), language);
    const Attainable attainable = FindAttainable(reference, asked.figure, asked.row, asked.period);
    const auto advice = MakeSentences(fixture.scheme, attainable);
    if (!advice.empty()) out += "---- attainable" + suffix;
    for (const Text& sentence : advice) out += sentence.In(language) + "\n";
  }
  return out;
}

class Explaining : public testing::TestWithParam<fs::path> {};

TEST_P(Explaining, ComesOutAsRecorded) {
  const Golden golden = ReadGolden(GetParam());
  const auto fixture = MakeFixture(golden.rules, golden.facts);
  ASSERT_EQ(fixture->problems, "") << GetParam();
  ASSERT_FALSE(golden.asks.empty());
  std::string out;
  for (const std::string& ask : golden.asks) out += Output(*fixture, ask);
  const char* accept = std::getenv("KAOGONG_ACCEPT");
  if (accept != nullptr && std::string_view(accept) == "1") {
    std::ofstream(GetParam(), std::ios::binary) << golden.head << "==== out\n" << out;
    return;
  }
  EXPECT_EQ(out, golden.expected)
      << "run with KAOGONG_ACCEPT=1 to record, then review the difference";
}

INSTANTIATE_TEST_SUITE_P(Golden, Explaining, testing::ValuesIn(GoldenFiles()),
                         [](const auto& golden) {
                           std::string name = golden.param.stem().string();
                           std::replace_if(
                               name.begin(), name.end(),
                               [](unsigned char c) { return !std::isalnum(c); }, '_');
                           return name;
                         });

// Every scoring method and function of the language has a golden explanation.
TEST(Goldens, CoverEveryFunction) {
  std::string rules;
  for (const fs::path& path : GoldenFiles()) rules += ReadGolden(path).rules;
  for (const char* function :
       {"按比例(",   "按反比例(", "完成率(",     "增长率(",    "达标(",        "分段(",
        "插值(",     "对照(",     "功效系数(",   "每(",        "不超过(",      "不低于(",
        "较小(",     "较大(",     "舍入(",       "取整(",      "权重合计(",    "绝对值(",
        "平方根(",   "对数(",     "幂(",         "如缺(",      "缺(",          "天数(",
        "日期(",     "期号(",     "上期(",       "合计(",      "平均(",        "计数(",
        "最大(",     "最小(",     "中位数(",     "几何平均(",  "标准差(",      "差异系数(",
        "任一(",     "全部(",     "去极值平均(", "合计最高(",  "名次(",        "入围(",
        "分配(",     "若 ",       "等次",        "否决 ",      "例外 ",        "清零",
        "不高于",    "加分 ",     "扣分 ",       "权重 ",      "缺失 零",      "缺失 免",
        "计: 连续",  "计: 足",    "计: 起",      "待定: 跳过", "并列: 不跳号", "并列: 平均",
        "并列: 全入"}) {
    EXPECT_THAT(rules, testing::HasSubstr(function));
  }
}

}  // namespace
}  // namespace kaogong::explain
