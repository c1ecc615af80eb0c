// SPDX-License-Identifier: Apache-2.0
// Documents: drafts, their versions, and what was issued.
#include "api/document_desk.h"
#include "api/download.h"
#include "api/internal/document_json.h"
#include "api/library_json.h"
#include "api/routes.h"
#include "document/render.h"
#include "office/document/workbook.h"

namespace kaogong::api {

namespace {

namespace docs = office::documents;

constexpr std::size_t kParagraphsMax = 2000;
constexpr std::size_t kPiecesMax = 1000;
constexpr std::int64_t kNumbersMax = 1'000'000;
constexpr std::size_t kPieceBytesMax = 60'000;
constexpr std::uint64_t kEditBytesMax = std::uint64_t{4} << 20U;

Answer List(DocumentDesk& desk, Call& call) {
  docs::DocumentQuery query;
  KAOGONG_TRY_ASSIGN(query.assessment, call.QueryId("assessment_id"));
  KAOGONG_TRY_ASSIGN(query.assessee, call.QueryId("assessee_id"));
  KAOGONG_TRY_ASSIGN(query.batch, call.QueryId("batch_id"));
  query.form = call.QueryText("template");
  query.search = call.QueryText("search");
  const std::string state = call.QueryText("state");
  query.state = docs::DocumentStateNamed(state);
  if (!state.empty() && !query.state) {
    return Error{ErrorCode::kInvalidInput,
                 Say("state 应为 draft、issued、withdrawn 或 discarded",
                     "state must be draft, issued, withdrawn or discarded")};
  }
  KAOGONG_TRY_ASSIGN(query.page, call.PageOf());
  KAOGONG_TRY_ASSIGN(const auto list, docs::ListDocuments(desk.shelf(), call.actor(), query));
  return Reply(ListJson(list, query.page, [&](const docs::DocumentRow& row) {
    return DocumentJson(row, call.language);
  }));
}

Answer Draft(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  docs::NewDocument wanted;
  wanted.assessment = body.Id("assessment_id");
  wanted.form = body.Text("template", 50);
  wanted.assessee = body.OptionalId("assessee_id");
  wanted.objection = body.OptionalId("objection_id");
  wanted.given = ReadGiven(body, "given");
  WantedSource source = ReadSource(body);
  wanted.computation = source.computation;
  wanted.basis = source.basis;
  wanted.period = std::move(source.period);
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto made = docs::DraftDocument(desk.shelf(), call.actor(), wanted, &issues);
  if (!made.ok()) return Refuse(call, made.error(), issues);
  return Reply(WholeDocumentJson(made.value(), call.language), 201);
}

Answer Get(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto view, docs::GetDocument(desk.shelf(), call.actor(), id));
  return Reply(WholeDocumentJson(view, call.language));
}

// The number of a version in the query; nothing when it is not given.
Result<std::optional<int>> QueryNumber(const Call& call, std::string_view name) {
  KAOGONG_TRY_ASSIGN(const auto number, call.QueryId(name));
  if (!number) return std::optional<int>();
  return std::optional(static_cast<int>(std::min<office::Id>(*number, INT32_MAX)));
}

Answer Preview(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto number, QueryNumber(call, "number"));
  KAOGONG_TRY_ASSIGN(const auto model, docs::GetVersion(desk.shelf(), call.actor(), id, number));
  http::Response response(200);
  response.set_body(document::RenderHtml(model));
  response.Set("Content-Type", "text/html; charset=utf-8");
  response.Set("Cache-Control", "no-store");
  response.Set("X-Content-Type-Options", "nosniff");
  // What people wrote may show, and nothing else.
  response.Set("Content-Security-Policy",
               "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'");
  return response;
}

Answer GetFile(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  std::string format = call.QueryText("format");
  if (format.empty()) format = "docx";
  if (format != "docx" && format != "pdf" && format != "xlsx") {
    return Error{ErrorCode::kInvalidInput,
                 Say("format 应为 docx、pdf 或 xlsx", "format must be docx, pdf or xlsx")};
  }
  KAOGONG_TRY_ASSIGN(auto file,
                     docs::GetDocumentFile(desk.shelf(), call.actor(), id, format));
  return Download(std::move(file.bytes),
                  format == "pdf"    ? "application/pdf"
                  : format == "xlsx" ? kXlsxType
                                     : kDocxType,
                  file.name);
}

Answer GetWorkbook(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(auto file, docs::ExportWorkbook(desk.shelf(), call.actor(), id));
  return Download(std::move(file.bytes), kXlsxType, file.name);
}

// A change, or the conflict with what the document is now.
Answer AnswerChange(DocumentDesk& desk, Call& call, office::Id id,
                    const Result<docs::DocumentView>& changed, const Issues& issues = {}) {
  if (changed.ok()) return Reply(WholeDocumentJson(changed.value(), call.language));
  if (changed.error().code != ErrorCode::kConflict) return Refuse(call, changed.error(), issues);
  const auto current = docs::GetDocument(desk.shelf(), call.actor(), id);
  if (!current.ok()) return changed.error();
  return WithCurrent(changed.error(), WholeDocumentJson(current.value(), call.language));
}

std::vector<docs::EditedParagraph> ReadParagraphs(Body& body, std::string_view name) {
  std::vector<docs::EditedParagraph> list;
  for (Body& item : body.Objects(name, kParagraphsMax)) {
    docs::EditedParagraph edited;
    edited.number = static_cast<int>(item.Integer("number", 1, kNumbersMax));
    for (Body& piece : item.RequiredObjects("pieces", kPiecesMax)) {
      docs::Piece made;
      if (const auto figure = piece.OptionalInteger("figure", 1, kNumbersMax))
        made.figure = static_cast<int>(*figure);
      made.text = piece.OptionalRaw("text", kPieceBytesMax).value_or("");
      item.Take(piece);
      edited.pieces.push_back(std::move(made));
    }
    body.Take(item);
    list.push_back(std::move(edited));
  }
  return list;
}

std::vector<int> ReadNumbers(Body& body, std::string_view name) {
  std::vector<int> numbers;
  const Json& list = body.Any(name);
  if (list.is_null()) return numbers;
  const Text wrong = Say("应为段落序号的列表，最多 {} 个", "must be a list of at most {} numbers",
                         kParagraphsMax);
  if (!list.is_array() || list.size() > kParagraphsMax) {
    body.AddFault(name, wrong);
    return numbers;
  }
  for (const Json& number : list) {
    const bool is_good = number.is_number_integer() && number >= 1 && number <= kNumbersMax;
    if (!is_good) {
      body.AddFault(name, wrong);
      return {};
    }
    numbers.push_back(number.get<int>());
  }
  return numbers;
}

Answer Edit(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  docs::Edit edit;
  edit.version = body.Integer("version", 1, INT64_MAX);
  edit.note = body.OptionalText("note", 200).value_or("");
  edit.replaced = ReadParagraphs(body, "replaced");
  edit.added = ReadParagraphs(body, "added");
  edit.removed = ReadNumbers(body, "removed");
  KAOGONG_TRY(body.Finish());
  return AnswerChange(desk, call, id, docs::EditDocument(desk.shelf(), call.actor(), id, edit));
}

Answer Refresh(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  docs::RefreshWish wish;
  wish.version = body.Integer("version", 1, INT64_MAX);
  wish.redraft = body.Flag("redraft");
  if (body.Has("given")) wish.given = ReadGiven(body, "given");
  KAOGONG_TRY(body.Finish());
  Issues issues;
  const auto changed = docs::RefreshDocument(desk.shelf(), call.actor(), id, wish, &issues);
  return AnswerChange(desk, call, id, changed, issues);
}

Answer Restore(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const int number = static_cast<int>(body.Integer("number", 1, INT32_MAX));
  KAOGONG_TRY(body.Finish());
  return AnswerChange(desk, call, id,
                      docs::RestoreVersion(desk.shelf(), call.actor(), id, version, number));
}

Answer Discard(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  KAOGONG_TRY(body.Finish());
  return AnswerChange(desk, call, id,
                      docs::DiscardDocument(desk.shelf(), call.actor(), id, version));
}

Answer Compare(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto before, QueryNumber(call, "before"));
  KAOGONG_TRY_ASSIGN(const auto after, QueryNumber(call, "after"));
  KAOGONG_TRY_ASSIGN(const auto comparison, docs::CompareVersions(desk.shelf(), call.actor(), id,
                                                                  before, after));
  return Reply(DocumentComparisonJson(comparison));
}

Answer Check(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(const auto changes, docs::CheckDocument(desk.shelf(), call.actor(), id));
  return Reply({{"items", DocumentChangesJson(changes)}});
}

// A conflict with what changed in the member "changes".
Answer RefuseChanged(const Call& call, const Error& error,
                     const std::vector<document::Change>& changes) {
  http::Response response = http::Render(http::ProblemOf(error), call.language, call.request.id);
  Json json = Json::parse(std::get<std::string>(response.body()));
  json["changes"] = DocumentChangesJson(changes);
  response.set_body(Written(json));
  return response;
}

Answer Issue(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  docs::IssueWish wish;
  wish.version = body.Integer("version", 1, INT64_MAX);
  wish.number = body.OptionalText("number", docs::kNumberCharactersMax);
  const auto audience = docs::AudienceNamed(body.Text("audience", 20));
  if (!audience)
    body.AddFault("audience", Say("应为 office 或 assessed", "must be office or assessed"));
  wish.audience = audience.value_or(docs::Audience::kOffice);
  KAOGONG_TRY(body.Finish());
  std::vector<document::Change> changes;
  const auto issued = docs::IssueDocument(desk.shelf(), call.actor(), id, wish, &changes);
  if (!issued.ok() && !changes.empty()) return RefuseChanged(call, issued.error(), changes);
  return AnswerChange(desk, call, id, issued);
}

Answer Withdraw(DocumentDesk& desk, Call& call) {
  KAOGONG_TRY_ASSIGN(const office::Id id, call.IdOf("id"));
  KAOGONG_TRY_ASSIGN(Body body, Body::Of(call.request));
  const std::int64_t version = body.Integer("version", 1, INT64_MAX);
  const std::string reason = body.Text("reason", 500);
  KAOGONG_TRY(body.Finish());
  return AnswerChange(desk, call, id,
                      docs::WithdrawDocument(desk.shelf(), call.actor(), id, version, reason));
}

}  // namespace

void AddDocumentRoutes(Routes& routes, DocumentDesk& desk) {
  const auto with = [&desk](Answer (*handler)(DocumentDesk&, Call&)) -> Handler {
    return [&desk, handler](Call& call) { return handler(desk, call); };
  };
  EndpointOptions large;
  large.body_bytes_max = kEditBytesMax;
  routes.Get("/computations/{id}/workbook.xlsx", with(GetWorkbook));
  routes.Get("/documents", with(List));
  routes.Post("/documents", with(Draft));
  routes.Get("/documents/{id}", with(Get));
  routes.Get("/documents/{id}/preview", with(Preview));
  routes.Get("/documents/{id}/file", with(GetFile));
  routes.Put("/documents/{id}/paragraphs", with(Edit), large);
  routes.Post("/documents/{id}/refresh", with(Refresh));
  routes.Post("/documents/{id}/restore", with(Restore));
  routes.Get("/documents/{id}/comparison", with(Compare));
  routes.Get("/documents/{id}/changes", with(Check));
  routes.Post("/documents/{id}/discard", with(Discard));
  routes.Post("/documents/{id}/issue", with(Issue));
  routes.Post("/documents/{id}/withdraw", with(Withdraw));
}

}  // namespace kaogong::api
