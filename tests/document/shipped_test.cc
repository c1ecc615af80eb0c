// SPDX-License-Identifier: Apache-2.0
// Every shipped template on shipped regulations: it fills without a finding, agrees with the
// record, and is refused when a fact is altered.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <set>

#include "cli/regulation_folder.h"
#include "document/annual_report.h"
#include "document/catalogue.h"
#include "document/engine_record.h"
#include "document/given.h"
#include "document/period.h"
#include "document/render.h"
#include "document/template.h"
#include "document/template_source.h"
#include "document/verify.h"
#include "intake/facts_reader.h"
#include "regulation/compile.h"
#include "scoring/score.h"

namespace kaogong::document {
namespace {

namespace fs = std::filesystem;

fs::path Root() { return KAOGONG_SOURCE_DIR; }

constexpr const char* kGiven = R"(
发文机关: 甘溪镇人民政府
文号: 甘政发〔2013〕2号
成文日期: 2013-01-15
考核机构: 甘溪镇考核办
公示开始: 2013-01-05
公示截止: 2013-01-11
公示工作日: 5
申诉日期: 2013-01-08
申诉项目: 粮食生产
申诉理由: 漏计二季产量
核查情况: 经核对农业站原始台账，二季产量已计入。
申诉成立: 否
更正: [{名称: 粮食生产, 原: 8.42, 现: 8.42}]
原总分: 94.17
原名次: 6
原等次: 良好
检查日期: 2013-03-02
检查方式: 随机抽查
检查人: 王敏、李强
检查项目: [{名称: 村务公开栏, 情况: 四季度未更新, 结论: 不合格}]
问题: [{单位: 大湾村, 内容: 村务公开逾期, 要求: 按季公开, 期限: 2013-03-31}]
原因: {粮食生产: 夏旱受灾}
)";

struct Sample {
  regulation::Compiled compiled;
  facts::Facts facts;
  scoring::Outcome outcome;

  ComputedResult result() const { return {compiled.scheme, facts, outcome}; }
};

Sample Load(const fs::path& folder, int year = 0) {
  auto files = cli::ReadRegulationFolder(folder).value();
  regulation::CompileOptions options;
  if (year != 0) options.year = year;
  Sample sample{regulation::Compile(files, options), {}, {}};
  Issues issues;
  sample.facts = intake::ReadFacts(sample.compiled.scheme,
                                   intake::FactsFiles(folder / "facts").value(), &issues)
                     .value();
  sample.outcome = scoring::Score(sample.compiled.scheme, sample.facts);
  return sample;
}

std::string Findings(const Issues& issues) {
  std::string text;
  for (const Issue& issue : issues.list())
    text += std::to_string(issue.place.line) + " " + issue.message.zh + "\n";
  return text;
}

std::optional<Document> Make(const ShippedTemplate& shipped, const EngineRecord& engine,
                             const GivenRecord& given, const std::string& row) {
  const LayeredRecord record(given, engine);
  const std::string subject = shipped.subject == Subject::kAssessee ? row : "";
  if (shipped.making == Making::kDraft) return DraftAnnualReport(record, subject).value();
  const fs::path path = Root() / "templates" / (std::string(shipped.name) + ".docx");
  Issues issues;
  const auto form = Template::ReadDocx(cli::ReadFile(path).value(), path.string(), &issues);
  EXPECT_TRUE(form.ok() && form.value()) << Findings(issues);
  if (!form.ok() || !form.value()) return std::nullopt;
  auto made = form.value()->Fill(record, subject, &issues);
  EXPECT_TRUE(issues.empty()) << shipped.name << "\n" << Findings(issues);
  EXPECT_TRUE(made.ok());
  if (!made.value()) return std::nullopt;
  EXPECT_TRUE(Verify(*made.value(), record).ok()) << shipped.name;
  return *std::move(made).value();
}

TEST(ShippedTemplates, AreWhatTheirSourcesMake) {
  std::set<std::string> sources;
  for (const auto& entry : fs::directory_iterator(Root() / "templates" / "source")) {
    const std::string name = entry.path().stem().string();
    sources.insert(name);
    auto document = ReadTemplateSource(cli::ReadFile(entry.path()).value(), name);
    ASSERT_TRUE(document.ok()) << document.error().message.zh;
    document.value().title = name;
    EXPECT_EQ(RenderDocx(document.value()).value(),
              cli::ReadFile(Root() / "templates" / (name + ".docx")).value())
        << "run build/release/template_maker templates/source/*.txt";
  }
  for (const ShippedTemplate& shipped : ShippedTemplates()) {
    if (shipped.making != Making::kTemplate) continue;
    EXPECT_TRUE(sources.count(std::string(shipped.name))) << shipped.name;
  }
}

TEST(ShippedTemplates, FillAndAgreeAndAreRendered) {
  const Sample sample = Load(Root() / "regulations/ganxi-village/2012");
  const EngineRecord engine(sample.result());
  for (const ShippedTemplate& shipped : ShippedTemplates()) {
    if (shipped.making == Making::kWorkbook) continue;
    const auto made =
        Make(shipped, engine, GivenRecord::Parse(kGiven, "given").value(), "村/大湾村");
    ASSERT_TRUE(made) << shipped.name;
    EXPECT_GT(CountFigures(*made), 5U) << shipped.name;
    EXPECT_TRUE(RenderDocx(*made).ok());
    EXPECT_TRUE(RenderPdf(*made).ok());
    EXPECT_TRUE(RenderXlsx(*made).ok()) << shipped.name;
    EXPECT_NE(RenderHtml(*made).find("<data"), std::string::npos);
  }
}

TEST(ShippedTemplates, AreRefusedWithThePlaceWhenAFactIsAltered) {
  Sample sample = Load(Root() / "regulations/ganxi-village/2012");
  const scheme::Scheme& scheme = sample.compiled.scheme;
  const auto village = scheme.FindKind("村");
  const auto row = sample.facts.FindRow(village, "大湾村").value();
  const GivenRecord given = GivenRecord::Parse(kGiven, "given").value();
  std::map<std::string, Document> drafts;
  {
    const EngineRecord engine(sample.result());
    for (const ShippedTemplate& shipped : ShippedTemplates()) {
      if (shipped.making != Making::kWorkbook)
        drafts[std::string(shipped.name)] = *Make(shipped, engine, given, "村/大湾村");
    }
  }
  const auto grain = scheme.FindField(village, "粮食生产");
  facts::SetUnits(scheme, grain, 0, row, 10'000, &sample.facts);  // 100.00 instead of 568.
  sample.outcome = scoring::Score(scheme, sample.facts);
  const EngineRecord engine(sample.result());
  const LayeredRecord record(given, engine);
  for (const char* const name :
       {"scorecard", "result-notice", "payout", "self-evaluation", "work-report", "public-notice",
        "bulletin", "objection-decision"}) {
    const auto verified = Verify(drafts.at(name), record);
    ASSERT_FALSE(verified.ok()) << name;
    EXPECT_FALSE(verified.error().faults.empty());
    EXPECT_NE(verified.error().faults[0].pointer, "") << name;
  }
}

TEST(AnnualReport, ReadsDifferentlyForDifferentVillages) {
  const Sample sample = Load(Root() / "regulations/ganxi-village/2012");
  const EngineRecord engine(sample.result());
  const GivenRecord given = GivenRecord::Parse("成文日期: 2013-01-15\n", "given").value();
  const LayeredRecord record(given, engine);
  std::set<std::string> skeletons;
  std::size_t count = 0;
  const auto villages = engine.Look("", "考核对象");
  for (const std::string& village : villages->objects) {
    const auto report = DraftAnnualReport(record, village);
    ASSERT_TRUE(report.ok()) << report.error().message.zh;
    EXPECT_TRUE(Verify(report.value(), record).ok());
    // The sentences without their figures: what the rules chose to say.
    std::string skeleton;
    EachParagraph(report.value(), [&](const std::string&, const Paragraph& paragraph) {
      for (const document::Run& run : paragraph.runs) skeleton += run.figure ? "#" : run.text;
    });
    skeletons.insert(skeleton);
    ++count;
  }
  EXPECT_GE(skeletons.size() * 10, count * 9) << skeletons.size() << " of " << count;
}

std::string ReportOf(const Record& record, const std::string& row) {
  return TextOf(DraftAnnualReport(record, row).value());
}

TEST(AnnualReport, SpeaksAsAnOfficeDoes) {
  const Sample sample = Load(Root() / "regulations/ganxi-village/2012");
  const scheme::Scheme& scheme = sample.compiled.scheme;
  Sample before = Load(Root() / "regulations/ganxi-village/2012");
  const auto village = scheme.FindKind("村");
  const auto row = before.facts.FindRow(village, "大湾村").value();
  facts::SetUnits(scheme, scheme.FindField(village, "粮食生产"), 0, row, 50'000, &before.facts);  // 500 t.
  const auto rate = scheme.FindField(village, "养老保险参保率");
  const int scale = facts::ColumnOf(scheme, before.facts, rate, 0).scale;
  facts::SetUnits(scheme, rate, 0, row, 94 * PowerOfTen(scale - 2), &before.facts);  // 94 %.
  before.outcome = scoring::Score(scheme, before.facts);
  const EngineRecord last(before.result());
  EngineOptions options;
  options.last_year = &last;
  const EngineRecord engine(sample.result(), options);
  const std::string text = ReportOf(engine, "村/大湾村");
  // A quantity grows by percent, a rate by percentage points; each with its own measure word.
  for (const char* const sentence :
       {"粮食生产568吨，超额完成目标，达到目标的107.2%，同比增长13.6%",
        "养老保险参保率95.8%，高于目标3.8个百分点，比上年提高1.8个百分点", "安全生产失4分：一般事故2起。",
        "公路管护失3.00分：逾期未处置损毁3处。", "招商引资距目标还差68万元，下年补齐差距，力争完成150万元。",
        "招商引资失3.63分：实际82万元，目标150万元，完成约54.67%。"})
    EXPECT_NE(text.find(sentence), std::string::npos) << sentence << "\n" << text;
  for (const char* const stiff : {"×", "÷", "四舍五入到", "@", "率增长"})
    EXPECT_EQ(text.find(stiff), std::string::npos) << stiff << "\n" << text;
}

TEST(AnnualReport, RefusesWhatIsNotAssessed) {
  const Sample sample = Load(Root() / "regulations/ganxi-village/2012");
  const EngineRecord engine(sample.result());
  EXPECT_FALSE(DraftAnnualReport(engine, "村/没有这个村").ok());
}

TEST(Bulletin, TellsOfItsPeriod) {
  const Sample sample = Load(Root() / "regulations/township-priority/2012");
  const scheme::Scheme& scheme = sample.compiled.scheme;
  EngineOptions options;
  options.period = FindPeriod(scheme, scheme::kNone, "一季度").value();
  const EngineRecord quarter(sample.result(), options);
  const EngineRecord year(sample.result());
  const std::string unit = quarter.Look("", "考核对象")->objects.front();
  EXPECT_EQ(quarter.Look("", "考核期")->text, "2012年一季度");
  EXPECT_EQ(quarter.Look("", "序时进度")->number, Rational::Fraction(1, 4));
  EXPECT_EQ(quarter.Look("", "截至")->text, "2012年一季度末");
  // A year that is not over is told of up to the day of the document; a quarter that is over, whole.
  options.day = Date::Parse("2012-11-30").value();
  EXPECT_EQ(EngineRecord(sample.result(), options).Look("", "序时进度")->number,
            Rational::Fraction(1, 4));
  options.period = {};
  const EngineRecord running(sample.result(), options);
  EXPECT_EQ(running.Look("", "序时进度")->number, Rational::Fraction(335, 366));
  EXPECT_EQ(running.Look("", "截至")->kind, ItemKind::kDay);
  EXPECT_TRUE(IsSame(*quarter.Look(unit, "总分"), *quarter.Look(unit, "季度得分[一季度]")));
  EXPECT_TRUE(IsSame(*quarter.Look(unit, "名次"), *quarter.Look(unit, "季度名次[一季度]")));
  EXPECT_FALSE(IsSame(*quarter.Look(unit, "总分"), *year.Look(unit, "总分")));
}

TEST(Payout, AddsUpByUnit) {
  const Sample sample = Load(Root() / "regulations/ganxi-village/2012");
  const EngineRecord engine(sample.result());
  const auto form = Template::ReadDocx(cli::ReadFile(Root() / "templates" / "payout.docx").value(),
                                       "payout.docx", std::make_unique<Issues>().get());
  Issues issues;
  const auto sheet = form.value()->Fill(engine, "", &issues);
  ASSERT_TRUE(sheet.ok() && sheet.value()) << Findings(issues);
  const std::string text = TextOf(*sheet.value());
  EXPECT_NE(text.find("小计（3笔）\t23,880.06\n大写\t人民币贰万叁仟捌佰捌拾元零陆分"),
            std::string::npos);
  EXPECT_NE(text.find("合计\t486,000.00\n大写\t人民币肆拾捌万陆仟元整"), std::string::npos);
}

class EveryRegulation : public testing::TestWithParam<fs::path> {};

TEST_P(EveryRegulation, HasScorecardsSelfEvaluationsAndReports) {
  const Sample sample = Load(GetParam());
  const EngineRecord engine(sample.result());
  const auto rows = engine.Look("", "考核对象")->objects;
  ASSERT_FALSE(rows.empty());
  const GivenRecord given = GivenRecord::Parse(kGiven, "given").value();
  for (const char* const name : {"scorecard", "person-scorecard", "letter", "self-evaluation",
                                 "work-report", "result-notice"})
    EXPECT_TRUE(Make(*FindShipped(name), engine, given, rows.front())) << name;
}

int PagesOf(const std::string& pdf) {
  const std::size_t at = pdf.rfind("/Count ");
  return at == std::string::npos ? 0 : std::atoi(pdf.c_str() + at + 7);
}

// The row with the most lost points has the longest card.
std::string LongestCard(const EngineRecord& engine) {
  const auto rows = engine.Look("", "考核对象")->objects;
  std::pair<std::size_t, std::string> longest{0, rows.front()};
  for (std::size_t i = 0; i < rows.size() && i < 100; ++i)
    longest = std::max(longest, {engine.Look(rows[i], "失分项")->objects.size(), rows[i]});
  return longest.second;
}

TEST_P(EveryRegulation, HasScorecardsOfOnePage) {
  const Sample sample = Load(GetParam());
  const EngineRecord engine(sample.result());
  const GivenRecord given = GivenRecord::Parse(kGiven, "given").value();
  const std::string row = LongestCard(engine);
  for (const char* const name : {"scorecard", "person-scorecard"}) {
    const auto card = Make(*FindShipped(name), engine, given, row);
    ASSERT_TRUE(card) << name << " " << row;
    EXPECT_EQ(PagesOf(RenderPdf(*card).value()), 1) << name << " " << row;
  }
}

std::vector<fs::path> Regulations() {
  std::vector<fs::path> found;
  for (const fs::path& folder : cli::FindRegulationFolders(Root() / "regulations")) {
    auto files = cli::ReadRegulationFolder(folder).value();
    // What imports another regulation's results is not complete by itself.
    const auto compiled = regulation::Compile(files, {});
    bool is_complete = fs::exists(folder / "facts");
    for (const scheme::Field& field : compiled.scheme.fields)
      is_complete = is_complete && field.imported_regulation.empty();
    if (is_complete) found.push_back(folder);
  }
  return found;
}

INSTANTIATE_TEST_SUITE_P(Shipped, EveryRegulation, testing::ValuesIn(Regulations()),
                         [](const auto& regulation) {
                           std::string name = regulation.param.parent_path().filename().string() +
                                              "_" + regulation.param.filename().string();
                           for (char& byte : name) byte = std::isalnum(byte) != 0 ? byte : '_';
                           return name;
                         });

}  // namespace
}  // namespace kaogong::document
