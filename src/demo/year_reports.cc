// SPDX-License-Identifier: Apache-2.0
// Work reports of the units: one whose figures contradict each other, some that share passages, one
// that is right; a comparison of them, and a rubric on the workbench.
#include <stdlib.h>

#include <array>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "demo/cast.h"
#include "demo/year_work.h"
#include "office/report/checking.h"
#include "office/report/comparison.h"
#include "office/report/workbench.h"

namespace kaogong::demo {

namespace {

namespace fs = std::filesystem;
namespace report = office::report;
using office::Actor;
using office::Id;
using office::Session;

// {0} is the unit, {1} the year.
struct WrittenReport {
  std::string_view unit;  // Code.
  int years_ago = 1;
  std::string_view text;
};

// The parts of the schools make 11, and 560 of 600 are 93.33 %.
constexpr std::string_view kTownText =
    R"({0}{1}年工作汇报

一、基本情况

全镇现有学校10所，其中中学3所、小学8所。全年植树造林任务500亩，完成548亩，完成计划的109.6%。

二、主要工作

做好三件事：一是抓产业，二是抓环境，三是抓民生。受理群众诉求600件，办结560件，办结率98.5%。全镇硬化村道12公里，其中东片5公里、西片7公里。

三、存在的不足

干部下村走访还不够，部分村的集体收入增长不快，来年要逐村制定办法。
)";

constexpr std::string_view kVillageText =
    R"({0}{1}年工作汇报

一、产业

围绕产业振兴这一主线，村里把闲置校舍改造成电商服务站，组织返乡青年开展直播培训，帮助合作社把香菇、木耳和土蜂蜜销往省外，带动农户稳定增收。

二、环境

发动党员和小组长包片，每周五集中清扫主干道和河岸，把垃圾清运、旱厕改造、菜园围栏写进村规民约，评出的清洁户在公示栏挂牌。

三、民生

全村走访困难户36户，落实帮扶措施72项，户均2项。
)";

constexpr std::string_view kOtherVillageText =
    R"({0}{1}年工作汇报

一、环境

发动小组长和党员包片，每周五对主干道、河岸集中清扫，旱厕改造、垃圾清运、菜园围栏都写进村规民约，评出的清洁户在公示栏上挂牌。

二、产业

围绕产业振兴这条主线，村里将闲置的校舍改造成电商服务站，组织返乡青年参加直播培训，帮助合作社把香菇、木耳、土蜂蜜销往省外，带动农户稳定增收。

三、水利

汛期前对七处山塘逐一排查，更换老化闸门两座，落实巡查人员昼夜值守，全年没有发生险情。
)";

constexpr std::string_view kHospitalText =
    R"({0}{1}年工作汇报

一、医疗服务

全年门诊48000人次，其中内科20000人次、外科16000人次、儿科12000人次。发放满意度问卷500份，收回486份，收回率97.2%。

二、队伍建设

选派医师12人到市级医院进修，比上年增加4人，增长50%。院内每月组织一次病历评审，评审意见当月整改到位。
)";

constexpr std::array kReports = std::to_array<WrittenReport>({
    {"C03T", 1, kTownText},
    {"C03T01", 1, kVillageText},
    {"C03T02", 1, kOtherVillageText},
    {"C03H", 1, kHospitalText},
    {"C03T01", 2, kVillageText},
});

constexpr std::string_view kRubric =
    R"(指标,分值,评分标准,责任单位
粮食生产,20,完成目标得满分，未完成按比例得分，超额不加分。,农业农村局
居民参保,20,参保率达到95%得满分，每低1个百分点扣2分，扣完为止。,医保局
安全生产,20,每发生一起事故扣5分，扣完为止。瞒报的，该项不得分。,应急管理局
人居环境,20,考评90分以上得20分，80至90分得15分，其余不得分。,住建局
信息报送,10,每采用一篇得0.5分，最高10分。,党政办
工作作风,10,工作不力的酌情扣分。,考核办
)";

// Files to be uploaded; gone with it.
class Files {
 public:
  Files() {
    std::string pattern = (fs::temp_directory_path() / "kaogong-demo-XXXXXX").string();
    if (::mkdtemp(pattern.data()) != nullptr) folder_ = pattern;
  }
  ~Files() {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  Files(const Files&) = delete;
  Files& operator=(const Files&) = delete;

  fs::path Write(std::string_view text) const {
    const fs::path path = folder_ / "upload";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

 private:
  fs::path folder_;
};

struct Author {
  Id unit = 0;
  std::string unit_name;
  Actor actor;
  std::optional<Id> assessment;  // Of that year, where the unit is assessed.
};

Result<Author> AuthorOf(const office::Office& office, std::string_view code, int year) {
  return office.Read(office::ProgramActor(), [&](Session& session) -> Result<Author> {
    Author author;
    KAOGONG_TRY_ASSIGN(author.unit, UnitOf(session, code));
    KAOGONG_TRY_ASSIGN(author.actor, InTheNameOf(session, author.unit, 0));
    KAOGONG_TRY_ASSIGN(const auto name, session.transaction.One<std::string>(
                                            "SELECT name FROM unit_span WHERE unit_id = ? "
                                            "ORDER BY valid_from DESC LIMIT 1",
                                            {author.unit}));
    author.unit_name = name.value_or("");
    KAOGONG_TRY_ASSIGN(
        author.assessment,
        session.transaction.One<Id>("SELECT a.id FROM assessment a JOIN assessee e ON "
                                    "e.assessment_id = a.id JOIN subject s ON s.id = e.subject_id "
                                    "WHERE s.unit_id = ? AND a.year = ? ORDER BY a.id LIMIT 1",
                                    {author.unit, year}));
    return author;
  });
}

Result<void> Upload(YearWork& work, const Files& files, const WrittenReport& written,
                    int this_year) {
  const int year = this_year - written.years_ago;
  KAOGONG_TRY_ASSIGN(const Author author, AuthorOf(work.office(), written.unit, year));
  const std::string text = fmt::format(fmt::runtime(written.text), author.unit_name, year);
  const std::string name = fmt::format("{}{}年工作汇报.txt", author.unit_name, year);
  KAOGONG_TRY(report::UploadReports(
      work.office(), author.actor,
      {author.unit, year, author.assessment, "", {{name, files.Write(text)}}}));
  return {};
}

Result<void> RunAll(YearWork& work) {
  office::JobProgress progress;
  for (bool was_busy = true; was_busy;) {
    KAOGONG_TRY_ASSIGN(const bool checked, report::RunNextCheck(work.library, progress));
    KAOGONG_TRY_ASSIGN(const bool compared, report::RunNextComparison(work.library, progress));
    was_busy = checked || compared;
  }
  return {};
}

}  // namespace

Result<int> WriteReports(YearWork& work) {
  const Files files;
  work.clock.GoToPresent();
  const Date today = work.clock.present().DayAt(office::Office::kOffsetMinutes);
  for (const WrittenReport& written : kReports)
    KAOGONG_TRY(Upload(work, files, written, today.year()));
  KAOGONG_TRY(report::StartComparison(
      work.office(), work.first, {"两年汇报比对", {today.year() - 2, today.year() - 1}, {}, 45}));
  report::NewRubric rubric;
  rubric.title = "乡镇综合考核办法";
  rubric.kind = "镇";
  rubric.group_kind = "县";
  rubric.year = today.year();
  rubric.file_name = "乡镇综合考核评分细则.csv";
  rubric.path = files.Write(kRubric);
  KAOGONG_TRY(report::UploadRubric(work.library, work.first, rubric));
  KAOGONG_TRY(RunAll(work));
  return static_cast<int>(kReports.size());
}

}  // namespace kaogong::demo
