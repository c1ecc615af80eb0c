// SPDX-License-Identifier: Apache-2.0
// Measures results at the size of a province's district: so many assessees of thirty data each, from
// rows in the store to a result that can be published, and then read.
//
//   result_benchmark [assessees] [address]
//
// `address` is a folder for SQLite (a temporary one when not given) or a postgresql:// address of an
// empty database.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "office/result/scorecard.h"
#include "store/batch_insert.h"
#include "store/migration.h"

namespace kaogong::office {
namespace {

constexpr int kFields = 30;
constexpr int kPerUnit = 50;
constexpr int kYear = 2026;

class Timer {
 public:
  double Milliseconds() const {
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin_)
        .count();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

class SystemClock final : public Clock {
 public:
  Instant Now() const override {
    return Instant::FromSeconds(std::chrono::duration_cast<std::chrono::seconds>(
                                    std::chrono::system_clock::now().time_since_epoch())
                                    .count())
        .value();
  }
};

class RandomSecrets final : public SecretSource {
 public:
  void Fill(std::span<std::byte> bytes) override {
    for (std::byte& byte : bytes) byte = static_cast<std::byte>(random_());
  }

 private:
  std::random_device random_;
};

template <class T>
T Must(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "%s\n", result.error().message.en.c_str());
    std::exit(1);
  }
  return std::move(result).value();
}
void Must(Result<void> result) {
  if (result.ok()) return;
  std::fprintf(stderr, "%s\n", result.error().message.en.c_str());
  std::exit(1);
}

std::string FieldName(int i) { return "数据" + std::to_string(i + 1); }

std::string RegulationText() {
  std::string text =
      "---\n名称: 规模测算办法\n版本: 2026\n施行: 2026-01-01\n---\n\n# 规模测算办法\n\n"
      "## 第一条 指标\n\n各项数据满分一百分，各占十分。\n\n```规则\n对象 单位\n对象 人员 属于 单位\n\n"
      "针对 人员\n";
  // The last one is not scored: it is left empty, to be imported.
  for (int i = 0; i <= kFields; ++i)
    text += "数据 " + FieldName(i) + ": 小数2, 单位 分, 来源 统计局, 缺失 待定, 范围 [0, 100]\n";
  text += "\n指标 考核 300分 责任 考核办\n";
  for (int i = 0; i < kFields; ++i) {
    text += "  指标 项目" + std::to_string(i + 1) + " 10分 责任 考核办\n    计分 " + FieldName(i) +
            " × 0.1\n";
  }
  text +=
      "```\n\n## 第二条 总分、名次和等次\n\n总分保留两位小数，单位内排名。\n\n```规则\n"
      "总分 总分 = 考核 舍入 2位 四舍五入\n排名 排名 = 名次(总分, 在: 全体, 并列: 跳号)\n"
      "等次 等次\n  优秀: 总分 >= 200\n  良好: 总分 >= 150\n  合格: 其余\n```\n";
  return text;
}

// Publishes the regulation as it is: whether its cases are worked out is not what is measured.
Id MakeVersion(library::Library& library, store::Pool& pool) {
  const Actor program = ProgramActor();
  const auto made =
      Must(library::CreateRegulation(library, program, {"scale", "规模测算办法", "2026", {}, {}}));
  const Id version = made.draft->id;
  Must(library::PutFile(library, program, version, made.draft->version,
                        {"regulation.md", RegulationText()}));
  Must(pool.Write([&](store::Transaction& transaction) -> Result<void> {
    KAOGONG_TRY(transaction.Execute("UPDATE regulation_version SET published_at = "
                                    "'2026-01-01T00:00:00Z', published_by = 'x' WHERE id = ?",
                                    {version}));
    return {};
  }));
  return version;
}

Result<void> FillRows(store::Transaction& transaction, Id assessment, Id first, int units,
                      int persons) {
  KAOGONG_TRY_ASSIGN(auto subjects, store::BatchInsert::Open(transaction, "subject", {"id"}));
  for (int i = 0; i < units + persons; ++i) KAOGONG_TRY(subjects.Add({first + i}));
  KAOGONG_TRY(subjects.Finish());
  KAOGONG_TRY_ASSIGN(auto rows, store::BatchInsert::Open(
                                    transaction, "assessee",
                                    {"id", "assessment_id", "kind", "code", "name", "parent_id",
                                     "subject_id", "place"}));
  const Id base = first + units + persons;
  for (int i = 0; i < units; ++i) {
    const std::string code = "U" + std::to_string(i);
    KAOGONG_TRY(rows.Add({base + i, assessment, "单位", code, "单位" + code, nullptr, first + i,
                          static_cast<std::int64_t>(i)}));
  }
  for (int i = 0; i < persons; ++i) {
    const std::string code = "P" + std::to_string(i);
    KAOGONG_TRY(rows.Add({base + units + i, assessment, "人员", code, "人员" + code,
                          base + i / kPerUnit, first + units + i, static_cast<std::int64_t>(i)}));
  }
  KAOGONG_TRY(rows.Finish());
  return {};
}

Result<void> AddField(store::Transaction& transaction, Id assessment, Id element, int field) {
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO data_element (id, name, type, level, places, is_percent, unit) "
      "VALUES (?, ?, 'number', '年', 2, ?, '分')",
      {element, FieldName(field), false}));
  KAOGONG_TRY(transaction.Execute(
      "INSERT INTO assessment_field (assessment_id, kind, field, element_id, class, rounds, "
      "due_days, is_additive) VALUES (?, '人员', ?, ?, 'measurement', 1, 10, ?)",
      {assessment, FieldName(field), element, false}));
  return {};
}

Result<void> FillField(store::Transaction& transaction, Id assessment, Id element, int field,
                       Id first_person, int persons) {
  KAOGONG_TRY(AddField(transaction, assessment, element, field));
  KAOGONG_TRY_ASSIGN(
      auto rows, store::BatchInsert::Open(transaction, "measurement",
                                          {"element_id", "year", "period", "subject_id", "state",
                                           "is_not_applicable", "units", "round", "version"}));
  std::mt19937 random(static_cast<unsigned>(field));
  for (int i = 0; i < persons; ++i) {
    const auto units = static_cast<std::int64_t>(random() % 10'001);
    KAOGONG_TRY(rows.Add({element, kYear, 0, first_person + i, 3, false, units, 1, 1}));
  }
  KAOGONG_TRY(rows.Finish());
  return {};
}

Id Fill(store::Pool& pool, Id version, int persons) {
  const int units = (persons + kPerUnit - 1) / kPerUnit;
  Id assessment = 0;
  Id first = 0;
  Must(pool.Write([&](store::Transaction& transaction) -> Result<void> {
    KAOGONG_TRY_ASSIGN(assessment, TakeIds(transaction, 2 + 2 * (units + persons) + kFields));
    first = assessment + 1;
    KAOGONG_TRY(transaction.Execute(
        "INSERT INTO assessment (id, version_id, year, title, stage, created_at, created_by, "
        "version) VALUES (?, ?, ?, '规模测算', 'process', '2026-01-01T00:00:00Z', 'x', 1)",
        {assessment, version, kYear}));
    KAOGONG_TRY(AddField(transaction, assessment, first + 2 * (units + persons) + kFields, kFields));
    return FillRows(transaction, assessment, first, units, persons);
  }));
  for (int i = 0; i < kFields; ++i) {
    Must(pool.Write([&](store::Transaction& transaction) {
      return FillField(transaction, assessment, first + 2 * (units + persons) + i, i,
                       first + units, persons);
    }));
  }
  if (pool.dialect() == store::Dialect::kPostgres) {
    Must(pool.Write([](store::Transaction& transaction) -> Result<void> {
      KAOGONG_TRY(transaction.Execute("ANALYZE measurement, assessee, subject"));
      return {};
    }));
  }
  return assessment;
}

// Percentiles of what `body(i)` takes.
template <class Body>
void Measure(const char* name, int times, Body&& body) {
  std::vector<double> taken;
  for (int i = 0; i < times; ++i) {
    const Timer timer;
    body(i);
    taken.push_back(timer.Milliseconds());
  }
  const double first = taken.front();
  std::ranges::sort(taken);
  const auto at = [&](double part) {
    return taken[std::min(taken.size() - 1, static_cast<std::size_t>(part * times))];
  };
  std::printf("%-28s first %8.2f ms   p50 %7.2f   p99 %7.2f\n", name, first, at(0.5), at(0.99));
}

void Phases(library::Library& library, Id assessment) {
  const Actor program = ProgramActor();
  const Timer timer;
  const auto tables = Must(library.office().Read(program, [&](Session& session) -> Result<result::Tables> {
    KAOGONG_TRY_ASSIGN(const auto frame, assessment::LoadFrame(library, session, assessment));
    return result::AssembleFacts(session, frame, result::Basis::kVerified, {}, {});
  }));
  std::size_t bytes = 0;
  for (const auto& table : tables) bytes += table.bytes.size();
  std::printf("%-28s       %8.0f ms   %.1f MB\n", "of it: assembling tables", timer.Milliseconds(),
              static_cast<double>(bytes) / 1e6);
}

int Main(int argc, char** argv) {
  const int persons = argc > 1 ? std::atoi(argv[1]) : 100'000;
  std::string pattern =
      (std::filesystem::temp_directory_path() / "kaogong-result-XXXXXX").string();
  std::string address = argc > 2 ? argv[2] : "";
  std::string folder;
  if (address.empty()) {
    folder = ::mkdtemp(pattern.data());
    address = folder + "/data.sqlite";
  }
  const auto pool = Must(store::Pool::Open(address));
  Must(store::Migrate(*pool, store::BuiltInMigrations(),
                      {.at = "2026-01-01T00:00:00Z", .on_before_change = {}}));
  const SystemClock clock;
  RandomSecrets secrets;
  const Office office(*pool, clock, secrets);
  library::Library library(office);
  result::Boards boards(library);
  const Timer filling;
  const Id assessment = Fill(*pool, MakeVersion(library, *pool), persons);
  std::printf("%d assessees, %d measurements stored in %.1f s\n", persons, persons * kFields,
              filling.Milliseconds() / 1000);
  const Actor program = ProgramActor();
  JobProgress progress;
  Id computation = 0;
  for (int i = 0; i < 3; ++i) {
    computation = Must(result::StartComputation(library, program, assessment,
                                                {result::Basis::kVerified, "年终"}))
                      .id;
    const Timer timer;
    Must(result::RunNextComputation(library, progress));
    const auto done = Must(result::GetComputation(library, program, computation));
    std::printf("%-28s       %8.0f ms   (%s)\n", "store to stored result", timer.Milliseconds(),
                std::string(result::NameOf(done.state)).c_str());
  }
  Phases(library, assessment);
  Measure("rank list, page of 50", 200, [&](int i) {
    result::RankQuery query;
    query.kind = "人员";
    query.page = {1 + (i * 37) % std::max(1, persons / 50), 50};
    Must(result::ListRows(boards, program, computation, query, Language::kChinese));
  });
  const auto opened = Must(boards.Open(program, computation));
  const auto kind = opened.board->scheme().FindKind("人员");
  const auto assessee = [&](int i) {
    return opened.board->AssesseeOf(kind, (i * 7919) % persons);
  };
  Measure("scorecard", 200, [&](int i) {
    Must(result::ScorecardOf(boards, program, computation, assessee(i), Language::kChinese));
  });
  Measure("why", 200, [&](int i) {
    result::ExplanationQuery query;
    query.assessee = assessee(i);
    Must(result::ExplainResult(boards, program, computation, query));
  });
  Measure("distribution", 20, [&](int) {
    Must(result::DistributionOf(boards, program, computation, "人员", Language::kChinese));
  });
  if (!folder.empty()) std::filesystem::remove_all(folder);
  return 0;
}

}  // namespace
}  // namespace kaogong::office

int main(int argc, char** argv) { return kaogong::office::Main(argc, argv); }
