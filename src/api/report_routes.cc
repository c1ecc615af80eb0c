// SPDX-License-Identifier: Apache-2.0
// Work reports: uploaded, checked, decided on, compared.
#include <charconv>

#include "api/download.h"
#include "api/internal/report_json.h"
#include "api/internal/upload.h"
#include "api/report_desk.h"
#include "api/routes.h"
#include "base/utf8.h"

namespace kaogong::api {

namespace {

namespace rep = office::report;

// Of all files of one upload.
constexpr std::uint64_t kUploadBytesMax = std::uint64_t{256} << 20U;
constexpr std::size_t kReasonMax = 500;

const office::Office& OfficeOf(const ReportDesk& desk) { return desk.library().office(); }

// A whole number written in one way; nothing for anything else.
std::optional<std::int64_t> WholeOf(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_good = error == std::errc() && end == text.data() + text.size() && number >= 0;
  return is_good ? std::optional(number) : std::nullopt;
}

// A number in a form; a fault when it is none.
std::int64_t NumberIn(const Upload& upload, std::string_view field, std::vector<Fault>* faults) {
  const auto number = WholeOf(Trim(upload.Field(field).value_or("")));
  if (number.has_value()) return *number;
  faults->push_back({fmt::format("/{}", field), Say("应为数字", "This is a number")});
  return 0;
}

Error FaultsIn(std::vector<Fault> faults) {
  return {ErrorCode::kInvalidInput,
          Say("表单有 {} 处不符合要求", "{} things in the form are wrong", faults.size()),
          std::move(faults)};
}

// The number of a version in the query; nothing when it is not given.
Result<std::optional<int>> NumberOf(const Call& call) {
  const std::string text = call.QueryText("number");
  if (text.empty()) return std::optional<int>();
  const auto number = WholeOf(text);
  if (number.has_value() && *number > 0 && *number < 1'000'000 && text.front() != '0')
    return std::optional<int>(static_cast<int>(*number));
  return Error{ErrorCode::kInvalidInput,
               Say("网址参数 number 应为版次", "The query parameter number is a version's")};
}

Answer AnswerReport(ReportDesk& desk, Call& call, Result<rep::Report> report, int status = 200) {
  if (!report.ok()) return report.error();
  return Reply(ReportJson(desk.WithProgress(std::move(report).value()), call.language), status);
}

// A change that came too late gets what the report is now.
Answer AnswerChange(ReportDesk& desk, Call& call, office::Id id, Result<rep::Report> changed,
                    int status = 200) {
  if (changed.ok()) return AnswerReport(desk, call, std::move(changed), status);
  const auto current = rep::FindReport(OfficeOf(desk), call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(),
                     ReportJson(desk.WithProgress(current.value()), call.language));
}

// --- Reports

Answer List(ReportDesk& desk, Call& call) {
  rep::ReportQuery query;
  const std::string year = call.QueryText("year");
  if (!year.empty()) {
    const auto number = WholeOf(year);
    if (!number.has_value() || *number < 1990 || *number > 2200) {
      return Error{ErrorCode::kInvalidInput, Say("网址参数 year 应为年度，如 2026",
                                                 "The query parameter year is a year, as 2026")};
    }
    query.year = static_cast<int>(*number);
  }
  KAOGONG_TRY_ASSIGN(query.unit, call.QueryId("unit_id"));
  KAOGONG_TRY_ASSIGN(query.assessment, call.QueryId("assessment_id"));
  const auto filter = rep::ReportFilterNamed(call.QueryText("filter"));
  if (!filter.has_value()) {
    return Error{ErrorCode::kInvalidInput, Say("filter 应为 all、open、clean 或 failed",
                                               "filter must be all, open, clean or failed")};
  }
  query.filter = *filter;
  query.contains = call.QueryText("query");
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, rep::ListReports(OfficeOf(desk), call.actor(), query, page));
  return Reply(ListJson(list, page, [&](const rep::Report& report) {
    return ReportJson(desk.WithProgress(report), call.language);
  }));
}

Answer UploadMany(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"unit_id", "year", "assessment_id", "title", "file"}));
  std::vector<Fault> faults;
  rep::NewReports wanted;
  wanted.unit = NumberIn(*upload, "unit_id", &faults);
  const std::int64_t year = NumberIn(*upload, "year", &faults);
  wanted.year = year > 9999 ? 0 : static_cast<int>(year);
  if (!Trim(upload->Field("assessment_id").value_or("")).empty())
    wanted.assessment = NumberIn(*upload, "assessment_id", &faults);
  if (!faults.empty()) return FaultsIn(std::move(faults));
  wanted.title = Trim(upload->Field("title").value_or(""));
  for (const UploadedFile& file : upload->files())
    wanted.files.push_back({file.file_name, file.path});
  KAOGONG_TRY_ASSIGN(const auto made, rep::UploadReports(OfficeOf(desk), call.actor(), wanted));
  desk.WakeChecks();
  Json items = Json::array();
  for (const rep::Report& report : made) items.push_back(ReportJson(report, call.language));
  return Reply({{"items", std::move(items)}}, 202);
}

Answer Get(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto number, NumberOf(call));
  KAOGONG_TRY_ASSIGN(auto checked, rep::ReadReport(OfficeOf(desk), call.actor(), id, number));
  checked.report = desk.WithProgress(std::move(checked.report));
  return Reply(CheckedReportJson(checked, call.language));
}

Answer ChangeOne(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  rep::ReportChange change;
  change.version = body.Integer("version", 1, INT64_MAX);
  if (body.Has("title")) change.title = body.Text("title", 200);
  if (body.Has("year")) change.year = static_cast<int>(body.Integer("year", 1990, 2200));
  if (body.Has("assessment_id")) change.assessment = body.OptionalId("assessment_id");
  KAOGONG_TRY(body.Finish());
  auto changed = rep::ChangeReport(OfficeOf(desk), call.actor(), id, change);
  desk.WakeChecks();
  return AnswerChange(desk, call, id, std::move(changed));
}

Answer Archive(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(rep::ArchiveReport(OfficeOf(desk), call.actor(), id));
  return http::Response(204);
}

Answer UploadOne(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"version", "file"}));
  std::vector<Fault> faults;
  const std::int64_t version = NumberIn(*upload, "version", &faults);
  if (!faults.empty()) return FaultsIn(std::move(faults));
  KAOGONG_TRY_ASSIGN(const UploadedFile* const file, upload->File("file"));
  auto made =
      rep::UploadVersion(OfficeOf(desk), call.actor(), id, version, {file->file_name, file->path});
  desk.WakeChecks();
  return AnswerChange(desk, call, id, std::move(made), 202);
}

Answer CheckOne(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  auto report = rep::CheckAgain(OfficeOf(desk), call.actor(), id);
  desk.WakeChecks();
  return AnswerReport(desk, call, std::move(report), 202);
}

Answer Watch(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(rep::FindReport(OfficeOf(desk), call.actor(), id));
  auto channel = std::make_shared<http::EventChannel>();
  desk.WatchReport(call.actor(), id, channel, [language = call.language](const rep::Report& now) {
    return Written(ReportJson(now, language));
  });
  return http::Response::Events(std::move(channel));
}

Answer Decide(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  rep::NewDecision wanted;
  wanted.version = body.Integer("version", 1, INT64_MAX);
  wanted.finding = body.Text("finding", 64);
  const auto verdict = rep::VerdictNamed(body.Text("verdict"));
  if (!verdict) {
    body.AddFault("verdict",
                  Say("应为 accepted、to_correct 或 open", "accepted, to_correct or open"));
  }
  wanted.verdict = verdict.value_or(rep::Verdict::kOpen);
  wanted.reason = body.OptionalText("reason", kReasonMax).value_or("");
  KAOGONG_TRY(body.Finish());
  return AnswerChange(desk, call, id, rep::DecideFinding(OfficeOf(desk), call.actor(), id, wanted));
}

Answer SendFile(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto number, NumberOf(call));
  KAOGONG_TRY_ASSIGN(auto file, rep::OpenReport(OfficeOf(desk), call.actor(), id, number));
  return Download(std::move(file.bytes), "application/octet-stream", file.name);
}

Answer SendAnnotated(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto number, NumberOf(call));
  KAOGONG_TRY_ASSIGN(auto copy,
                     rep::AnnotateReport(OfficeOf(desk), call.actor(), id, number, call.language));
  http::Response response = Download(std::move(copy.bytes), copy.media_type, copy.name);
  // Nothing in the page may act as one of ours.
  response.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  return response;
}

// --- Comparisons

Answer StartComparing(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  rep::NewComparison wanted;
  wanted.title = body.Text("title", 100);
  const Json& years = body.Any("years");
  if (!years.is_array() || years.empty() || years.size() > rep::kComparedYearsMax) {
    body.AddFault("years",
                  Say("应为 1 至 {} 个年度", "From 1 to {} years", rep::kComparedYearsMax));
  } else {
    for (std::size_t i = 0; i < years.size(); ++i) {
      const bool is_year = years[i].is_number_integer() && !years[i].is_number_float() &&
                           years[i] >= 1990 && years[i] <= 2200;
      if (is_year) {
        wanted.years.push_back(years[i].get<int>());
      } else {
        body.AddFault(fmt::format("years/{}", i), Say("应为年度，如 2026", "A year, as 2026"));
      }
    }
  }
  for (const std::string& text : body.Texts("unit_ids", rep::kComparedUnitsMax, 20)) {
    const auto unit = WholeOf(text);
    const bool is_id = unit.has_value() && *unit > 0 && text.front() != '0';
    if (!is_id) body.AddFault("unit_ids", Say("应为单位编号", "Ids of units"));
    wanted.units.push_back(unit.value_or(0));
  }
  wanted.letters_min = static_cast<int>(body.OptionalInteger("letters_min", 20, 1000).value_or(45));
  KAOGONG_TRY(body.Finish());
  KAOGONG_TRY_ASSIGN(const auto made, rep::StartComparison(OfficeOf(desk), call.actor(), wanted));
  desk.WakeComparisons();
  return Reply(ComparisonOfReportsJson(made, call.language), 202);
}

Answer ListComparing(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, rep::ListComparisons(OfficeOf(desk), call.actor(), page));
  return Reply(ListJson(list, page, [&](const rep::Comparison& comparison) {
    return ComparisonOfReportsJson(desk.WithProgress(comparison), call.language);
  }));
}

Answer GetComparing(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(auto view, rep::ReadComparison(OfficeOf(desk), call.actor(), id));
  view.comparison = desk.WithProgress(std::move(view.comparison));
  return Reply(ComparisonViewJson(view, call.language));
}

Answer WatchComparing(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY(rep::FindComparison(OfficeOf(desk), call.actor(), id));
  auto channel = std::make_shared<http::EventChannel>();
  desk.WatchComparison(call.actor(), id, channel,
                       [language = call.language](const rep::Comparison& now) {
                         return Written(ComparisonOfReportsJson(now, language));
                       });
  return http::Response::Events(std::move(channel));
}

Answer GetPair(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  const auto seq = WholeOf(call.request.Parameter("pair"));
  KAOGONG_TRY_ASSIGN(
      const auto view,
      rep::ReadPair(OfficeOf(desk), call.actor(), id,
                    seq.has_value() && *seq < 1'000'000 ? static_cast<int>(*seq) : -1));
  return Reply(PairViewJson(view));
}

Answer SendPairs(ReportDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(std::string bytes,
                     rep::ExportPairs(OfficeOf(desk), call.actor(), id, call.language));
  return Download(std::move(bytes), kXlsxType,
                  Say("汇报比对-{}.xlsx", "comparison-{}.xlsx", id).In(call.language));
}

}  // namespace

void AddReportRoutes(Routes& routes, ReportDesk& desk) {
  const auto with = [&desk](Answer (*handler)(ReportDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  EndpointOptions upload;
  upload.body_bytes_max = kUploadBytesMax;
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kCheckReports));
    return Upload::Open(call.request, {.file_bytes_max = rep::kReportBytesMax,
                                       .files_max = rep::kReportsAtOnceMax});
  };
  routes.Get("/reports", with(List));
  routes.Post("/reports", with(UploadMany), upload);
  routes.Get("/reports/{id}", with(Get));
  routes.Patch("/reports/{id}", with(ChangeOne));
  routes.Delete("/reports/{id}", with(Archive));
  // The form around the file takes a little more.
  EndpointOptions one;
  one.body_bytes_max = rep::kReportBytesMax + 65'536;
  one.open_upload = [](const Call& call) {
    return Upload::Open(call.request, {.file_bytes_max = rep::kReportBytesMax});
  };
  routes.Post("/reports/{id}/versions", with(UploadOne), one);
  routes.Post("/reports/{id}/check", with(CheckOne));
  routes.Get("/reports/{id}/events", with(Watch));
  routes.Post("/reports/{id}/decisions", with(Decide));
  routes.Get("/reports/{id}/file", with(SendFile));
  routes.Get("/reports/{id}/annotated", with(SendAnnotated));
  routes.Get("/report-comparisons", with(ListComparing));
  routes.Post("/report-comparisons", with(StartComparing));
  routes.Get("/report-comparisons/{id}", with(GetComparing));
  routes.Get("/report-comparisons/{id}/events", with(WatchComparing));
  routes.Get("/report-comparisons/{id}/pairs/{pair}", with(GetPair));
  routes.Get("/report-comparisons/{id}/pairs.xlsx", with(SendPairs));
}

}  // namespace kaogong::api
