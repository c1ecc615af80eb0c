// SPDX-License-Identifier: Apache-2.0
#include "http/problem.h"

#include <fmt/format.h>

#include <iterator>

#include "http/accept.h"
#include "http/ascii.h"

namespace kaogong::http {

namespace {

struct StatusText {
  int status;
  std::string_view reason;
  std::string_view zh;
};

constexpr StatusText kStatuses[] = {
    {100, "Continue", ""},
    {200, "OK", ""},
    {201, "Created", ""},
    {202, "Accepted", ""},
    {204, "No Content", ""},
    {206, "Partial Content", ""},
    {301, "Moved Permanently", ""},
    {302, "Found", ""},
    {303, "See Other", ""},
    {304, "Not Modified", ""},
    {307, "Temporary Redirect", ""},
    {308, "Permanent Redirect", ""},
    {400, "Bad Request", "请求有误"},
    {401, "Unauthorized", "请先登录"},
    {403, "Forbidden", "没有权限"},
    {404, "Not Found", "未找到"},
    {405, "Method Not Allowed", "不支持这种操作"},
    {406, "Not Acceptable", "无法按要求的格式提供"},
    {408, "Request Timeout", "请求超时"},
    {409, "Conflict", "与当前状态冲突"},
    {410, "Gone", "已不存在"},
    {411, "Length Required", "缺少长度"},
    {412, "Precondition Failed", "前提条件不符"},
    {413, "Content Too Large", "内容过大"},
    {414, "URI Too Long", "网址过长"},
    {415, "Unsupported Media Type", "不支持这种内容格式"},
    {416, "Range Not Satisfiable", "请求的范围超出内容"},
    {417, "Expectation Failed", "无法满足的期望"},
    {422, "Unprocessable Content", "内容不符合要求"},
    {428, "Precondition Required", "缺少前提条件"},
    {429, "Too Many Requests", "请求过于频繁"},
    {431, "Request Header Fields Too Large", "请求头过大"},
    {500, "Internal Server Error", "服务器内部错误"},
    {501, "Not Implemented", "未实现"},
    {503, "Service Unavailable", "服务暂不可用"},
    {505, "HTTP Version Not Supported", "不支持的 HTTP 版本"},
};

const StatusText* FindStatus(int status) {
  for (const StatusText& known : kStatuses) {
    if (known.status == status) return &known;
  }
  return nullptr;
}

// "Not Found" as "not_found".
std::string CodeOf(int status) {
  std::string code;
  for (const char c : ReasonOf(status)) code.push_back(c == ' ' || c == '-' ? '_' : ToLower(c));
  return code;
}

struct ErrorName {
  int status;
  std::string_view code;
};

ErrorName NameOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInput:
      return {400, "invalid_input"};
    case ErrorCode::kNotFound:
      return {404, "not_found"};
    case ErrorCode::kConflict:
      return {409, "conflict"};
    case ErrorCode::kNotPermitted:
      return {403, "not_permitted"};
    case ErrorCode::kNotSignedIn:
      return {401, "not_signed_in"};
    case ErrorCode::kLimitExceeded:
      return {413, "limit_exceeded"};
    case ErrorCode::kUnavailable:
      return {503, "unavailable"};
    case ErrorCode::kInternal:
      return {500, "internal"};
  }
  return {500, "internal"};
}

void AppendMember(std::string_view name, std::string_view text, std::string& to) {
  to.append(to.ends_with('{') ? "" : ",").append("\"").append(name).append("\":");
  AppendJsonString(text, to);
}

}  // namespace

std::string_view ReasonOf(int status) {
  const StatusText* const known = FindStatus(status);
  return known == nullptr ? std::string_view{} : known->reason;
}

Problem ProblemOf(const Error& error) {
  const ErrorName name = NameOf(error.code);
  const bool is_understood = error.code == ErrorCode::kInvalidInput && !error.faults.empty();
  return Problem{is_understood ? 422 : name.status, std::string(name.code), error.message,
                 error.faults, {}};
}

Problem ProblemOf(int status) { return Problem{status, CodeOf(status), {}, {}, {}}; }

void AppendJsonString(std::string_view text, std::string& to) {
  to.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      to.push_back('\\');
      to.push_back(c);
    } else if (IsControl(c)) {
      fmt::format_to(std::back_inserter(to), "\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      to.push_back(c);
    }
  }
  to.push_back('"');
}

Response Render(const Problem& problem, Language language, std::string_view request_id) {
  const StatusText* const known = FindStatus(problem.status);
  const bool is_chinese = language == Language::kChinese;
  std::string json = "{";
  AppendMember("type", "about:blank", json);
  if (known != nullptr) AppendMember("title", is_chinese ? known->zh : known->reason, json);
  json.append(",\"status\":").append(std::to_string(problem.status));
  AppendMember("code", problem.code, json);
  if (!problem.detail.empty()) AppendMember("detail", problem.detail.In(language), json);
  if (!problem.errors.empty()) {
    json.append(",\"errors\":[");
    for (const Fault& field : problem.errors) {
      json.append(json.ends_with('[') ? "{" : ",{");
      AppendMember("pointer", field.pointer, json);
      AppendMember("message", field.message.In(language), json);
      json.push_back('}');
    }
    json.push_back(']');
  }
  if (!problem.current.empty()) json.append(",\"current\":").append(problem.current);
  AppendMember("request_id", request_id, json);
  json.push_back('}');
  Response response = Response::Json(problem.status, std::move(json));
  response.Set("Content-Type", "application/problem+json");
  response.Set("Content-Language", is_chinese ? "zh-CN" : "en");
  response.Set("Cache-Control", "no-store");
  return response;
}

Response Render(const Problem& problem, const Request& request) {
  return Render(problem, ChooseLanguage(request.Header("accept-language")), request.id);
}

}  // namespace kaogong::http
