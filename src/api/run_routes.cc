// SPDX-License-Identifier: Apache-2.0
// Facts sets, runs and comparisons.
#include <charconv>
#include <utility>

#include "api/download.h"
#include "api/internal/upload.h"
#include "api/library_json.h"
#include "api/result_json.h"
#include "api/routes.h"
#include "base/utf8.h"
#include "importer/file.h"

namespace kaogong::api {

namespace {

namespace lib = office::library;
using lib::Library;
using scheme::KindId;

constexpr std::uint64_t kUploadBytesMax = lib::FactsLimits::kTotalBytesMax + (1U << 20U);

std::optional<std::int64_t> WholeNumber(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Error BadParameter(std::string_view name, const Text& wanted) {
  return {ErrorCode::kInvalidInput,
          Say("网址参数 {0} {1}", "The query parameter {0} {2}", name, wanted.zh, wanted.en)};
}

lib::ResultView ViewOf(const lib::Run& run, Language language) {
  return {run.evaluation->scheme(), run.evaluation->facts, run.evaluation->outcome, language};
}

Answer ListFactsSets(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto regulation, call.QueryId("regulation_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, lib::ListFactsSets(library, call.actor(), regulation, page));
  return Reply(ListJson(list, page, FactsSetJson));
}

Answer CreateFactsSet(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const Upload* const upload, Upload::Of(call.request));
  KAOGONG_TRY(upload->AllowOnly({"regulation_id", "year", "name", "file"}));
  const auto field = [&](std::string_view name) { return Trim(upload->Field(name).value_or("")); };
  lib::NewFactsSet wanted;
  std::vector<Fault> faults;
  const auto regulation = WholeNumber(field("regulation_id"));
  if (!regulation || *regulation <= 0)
    faults.push_back({"/regulation_id", Say("应为编号", "This must be an id")});
  const auto year = WholeNumber(field("year"));
  if (!year || *year < 0 || *year > 9999)
    faults.push_back({"/year", Say("应为年份，如 2026", "This must be a year such as 2026")});
  if (!faults.empty()) {
    return Error{ErrorCode::kInvalidInput,
                 Say("表单有 {} 处不符合要求", "{} things in the form are wrong", faults.size()),
                 std::move(faults)};
  }
  wanted.regulation = *regulation;
  wanted.year = static_cast<int>(*year);
  wanted.name = field("name");
  for (const UploadedFile& file : upload->files()) {
    KAOGONG_TRY_ASSIGN(const auto bytes, importer::FileBytes::Open(file.path));
    wanted.files.push_back({file.file_name, std::string(bytes.bytes())});
  }
  Issues issues;
  const auto made = lib::CreateFactsSet(library, call.actor(), std::move(wanted), &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(FactsSetJson(made.value()), 201);
}

Answer GetFactsSet(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto set, lib::GetFactsSet(library, call.actor(), id));
  return Reply(FactsSetJson(set));
}

Answer ListRuns(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const auto version, call.QueryId("version_id"));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, lib::ListRuns(library, call.actor(), version, page));
  return Reply(ListJson(list, page, RunRowJson));
}

Answer CreateRun(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  lib::NewRun wanted;
  wanted.version = body.Id("version_id");
  wanted.facts_set = body.Id("facts_set_id");
  wanted.overrides = ReadOverrides(body, "overrides");
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto made = lib::CreateRun(library, call.actor(), wanted, &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(RunJson(made.value()), 201);
}

Result<lib::Run> Open(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  return lib::OpenRun(library, call.actor(), id);
}

Answer GetRun(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const lib::Run run, Open(library, call));
  return Reply(RunJson(run));
}

// The kind that the query names, or the first that has columns.
Result<KindId> KindOf(const Call& call, const scheme::Scheme& scheme, lib::ColumnChoice choice) {
  const std::string name = call.QueryText("kind");
  if (!name.empty()) {
    const KindId kind = scheme.FindKind(name);
    if (kind != scheme::kNone) return kind;
    return Error{ErrorCode::kNotFound, Say("没有对象“{}”", "There is no kind '{}'", name)};
  }
  for (std::size_t i = 0; i < scheme.kinds.size(); ++i) {
    if (!lib::ColumnsOf(scheme, static_cast<KindId>(i), choice).empty())
      return static_cast<KindId>(i);
  }
  return KindId{0};
}

Result<lib::RowQuery> RowQueryOf(const Call& call, const scheme::Scheme& scheme, KindId kind) {
  lib::RowQuery query;
  query.contains = call.QueryText("query");
  std::string sort = call.QueryText("sort");
  query.is_descending = sort.starts_with('-');
  if (query.is_descending) sort.erase(0, 1);
  query.by_name = sort == "name";
  if (sort.empty() || query.by_name) return query;
  query.sort = lib::ColumnOfKey(scheme, sort);
  if (!query.sort || scheme.figure(query.sort->figure).kind != kind)
    return BadParameter("sort",
                        Say("应为 name 或一列的 key", "must be name or the key of a column"));
  return query;
}

Answer GetRows(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const lib::Run run, Open(library, call));
  KAOGONG_TRY_ASSIGN(const office::Page page, call.PageOf());
  const std::string columns = call.QueryText("columns");
  if (!columns.empty() && columns != "all" && columns != "headlines") {
    return BadParameter("columns", Say("应为 headlines 或 all", "must be headlines or all"));
  }
  const auto choice = columns == "all" ? lib::ColumnChoice::kAll : lib::ColumnChoice::kHeadlines;
  const lib::ResultView view = ViewOf(run, call.language);
  KAOGONG_TRY_ASSIGN(const KindId kind, KindOf(call, view.scheme, choice));
  KAOGONG_TRY_ASSIGN(const lib::RowQuery query, RowQueryOf(call, view.scheme, kind));
  return Reply(RowsJson(view, kind, lib::ColumnsOf(view.scheme, kind, choice),
                        lib::FindRows(view, kind, query), page));
}

// figure is a column's key, or the figure's id with period beside it.
Result<std::optional<lib::ResultColumn>> ColumnOf(const Call& call, const scheme::Scheme& scheme) {
  std::string key = call.QueryText("figure");
  const std::string period = call.QueryText("period");
  if (!period.empty() && WholeNumber(period).value_or(-1) < 0)
    return BadParameter("period", Say("应为时段的序号", "must be the number of a period"));
  if (key.empty()) return std::optional<lib::ResultColumn>();
  if (!period.empty() && key.find('.') == std::string::npos) key += "." + period;
  const auto column = lib::ColumnOfKey(scheme, key);
  if (column) return column;
  return Error{ErrorCode::kNotFound, Say("结果中没有这项指标", "The result has no such figure")};
}

Answer Explain(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const lib::Run run, Open(library, call));
  const auto row = WholeNumber(call.QueryText("row"));
  if (!row || *row < 0 || *row > INT32_MAX)
    return BadParameter("row", Say("应为行号", "must be the number of a row"));
  const scheme::Scheme& scheme = run.evaluation->scheme();
  KAOGONG_TRY_ASSIGN(const auto column, ColumnOf(call, scheme));
  KAOGONG_TRY_ASSIGN(const KindId kind, KindOf(call, scheme, lib::ColumnChoice::kHeadlines));
  KAOGONG_TRY_ASSIGN(const auto explanation, library.Compute([&] {
    return lib::ExplainFigure(*run.evaluation, scheme.kind(kind).name,
                              static_cast<facts::Row>(*row), column);
  }));
  return Reply(ExplanationJson(*run.evaluation, explanation, call.language));
}

http::Response DownloadOf(const lib::Run& run, std::string bytes, std::string_view type,
                          std::string_view extension) {
  return Download(std::move(bytes), type,
                  fmt::format("{}-{}-{}.{}", run.row.slug, run.row.label, run.row.year, extension));
}

Answer ExportWorkbook(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const lib::Run run, Open(library, call));
  KAOGONG_TRY_ASSIGN(std::string bytes,
                     lib::WorkbookOf(ViewOf(run, call.language), lib::ColumnChoice::kHeadlines));
  return DownloadOf(run, std::move(bytes), kXlsxType, "xlsx");
}

Answer ExportCsv(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const lib::Run run, Open(library, call));
  return DownloadOf(run, lib::CsvOf(ViewOf(run, call.language), lib::ColumnChoice::kHeadlines),
                    "text/csv; charset=utf-8", "csv");
}

Answer ExportJson(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const lib::Run run, Open(library, call));
  const lib::ResultView view = ViewOf(run, Language::kChinese);
  std::vector<scheme::FigureId> figures;
  for (std::size_t i = 0; i < view.scheme.figures.size(); ++i) {
    if (view.outcome.figures[i].front().is_kept())
      figures.push_back(static_cast<scheme::FigureId>(i));
  }
  return DownloadOf(run, ResultJson(view, figures).dump(2) + "\n", "application/json", "json");
}

Answer Replay(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const lib::Replay replay, lib::ReplayRun(library, call.actor(), id));
  return Reply({{"is_identical", replay.is_identical}, {"result_hash", replay.result_hash}});
}

lib::ComparisonSide ReadSide(Body& body, std::string_view name) {
  lib::ComparisonSide side;
  const Json& json = body.Any(name);
  if (!json.is_object()) {
    body.AddFault(name, Say("应为对象", "This must be an object"));
    return side;
  }
  Body part(json, "/" + std::string(name));
  side.version = part.Id("version_id");
  side.overrides = ReadOverrides(part, "overrides");
  body.Take(part);
  return side;
}

Answer Compare(Library& library, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  lib::NewComparison wanted;
  wanted.before = ReadSide(body, "before");
  wanted.after = ReadSide(body, "after");
  wanted.facts_set = body.Id("facts_set_id");
  wanted.figure = body.OptionalText("figure").value_or("");
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto made = lib::CompareVersions(library, call.actor(), wanted, call.language, &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(ComparisonJson(made.value(), call.language));
}

}  // namespace

void AddRunRoutes(Routes& routes, Library& library) {
  const auto with = [&library](Answer (*handler)(Library&, Call&)) -> Handler {
    return [&library, handler](Call& call) { return handler(library, call); };
  };
  EndpointOptions upload;
  upload.body_bytes_max = kUploadBytesMax;
  // Nothing is taken from who may not: asked before the body comes.
  upload.open_upload = [](const Call& call) -> Result<std::unique_ptr<http::BodySink>> {
    KAOGONG_TRY(office::Require(call.actor(), office::Act::kRunRegulations));
    return Upload::Open(call.request, {.file_bytes_max = lib::FactsLimits::kTotalBytesMax,
                                       .files_max = lib::FactsLimits::kFilesMax});
  };
  routes.Get("/facts-sets", with(ListFactsSets));
  routes.Post("/facts-sets", with(CreateFactsSet), upload);
  routes.Get("/facts-sets/{id}", with(GetFactsSet));
  routes.Get("/runs", with(ListRuns));
  routes.Post("/runs", with(CreateRun));
  routes.Get("/runs/{id}", with(GetRun));
  routes.Get("/runs/{id}/rows", with(GetRows));
  routes.Get("/runs/{id}/explanation", with(Explain));
  routes.Get("/runs/{id}/export.xlsx", with(ExportWorkbook));
  routes.Get("/runs/{id}/export.csv", with(ExportCsv));
  routes.Get("/runs/{id}/export.json", with(ExportJson));
  routes.Post("/runs/{id}/replay", with(Replay));
  routes.Post("/comparisons", with(Compare));
}

}  // namespace kaogong::api
