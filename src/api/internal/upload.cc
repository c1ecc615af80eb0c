// SPDX-License-Identifier: Apache-2.0
#include "api/internal/upload.h"

#include <algorithm>
#include <cstdlib>
#include <system_error>

namespace kaogong::api {

namespace fs = std::filesystem;

namespace {

Error CannotStore() {
  return {ErrorCode::kUnavailable, Say("服务器暂时无法保存上传的文件，请稍后再试",
                                       "The server cannot store the upload now; try again later")};
}

Error NoForm() {
  return {ErrorCode::kInvalidInput, Say("请以表单（multipart/form-data）上传文件",
                                        "Upload files as a form (multipart/form-data)")};
}

}  // namespace

Result<std::unique_ptr<http::BodySink>> Upload::Open(const http::Request& request,
                                                     const UploadLimits& limits) {
  const auto boundary = http::MultipartBoundary(request.Header("content-type"));
  if (!boundary.has_value()) return NoForm();
  std::string folder = (fs::temp_directory_path() / "kaogong-upload-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return CannotStore();
  return std::unique_ptr<http::BodySink>(new Upload(*boundary, limits, folder));
}

Upload::~Upload() {
  out_.close();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

Result<Upload*> Upload::Of(http::Request& request) {
  auto* const upload = dynamic_cast<Upload*>(request.sink.get());
  // A request without a body has opened no sink.
  if (upload == nullptr) return NoForm();
  KAOGONG_TRY(upload->reader_.Finish());
  return upload;
}

Result<void> Upload::Take(std::string_view bytes) { return reader_.Feed(bytes); }

Result<void> Upload::Begin(const http::PartHead& head) {
  is_in_file_ = head.file_name.has_value();
  digest_.Update(fmt::format("\n{}:{}\n{}:{}\n", head.name.size(), head.name,
                             head.file_name.value_or("").size(), head.file_name.value_or("")));
  if (!is_in_file_) {
    if (fields_.size() >= limits_.fields_max) {
      return Error{ErrorCode::kLimitExceeded, Say("表单的字段过多", "The form has too many fields")};
    }
    fields_.emplace_back(head.name, "");
    return {};
  }
  if (files_.size() >= limits_.files_max) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("一次最多上传 {} 个文件", "At most {} files at once", limits_.files_max)};
  }
  files_.push_back({head.name, *head.file_name, folder_ / std::to_string(files_.size()), 0});
  out_.open(files_.back().path, std::ios::binary | std::ios::trunc);
  return out_.is_open() ? Result<void>() : Result<void>(CannotStore());
}

Result<void> Upload::TakePart(std::string_view bytes) {
  digest_.Update(bytes);
  if (!is_in_file_) {
    std::string& text = fields_.back().second;
    if (text.size() + bytes.size() > limits_.field_bytes_max) {
      return Error{ErrorCode::kLimitExceeded, Say("表单的字段过长", "A field of the form is too long")};
    }
    text += bytes;
    return {};
  }
  UploadedFile& file = files_.back();
  file.size += bytes.size();
  if (file.size > limits_.file_bytes_max) {
    return Error{ErrorCode::kLimitExceeded, Say("文件超过 {} MiB", "The file is larger than {} MiB",
                                                limits_.file_bytes_max >> 20U)};
  }
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  return out_.good() ? Result<void>() : Result<void>(CannotStore());
}

Result<void> Upload::End() {
  if (!is_in_file_) return {};
  out_.close();
  return out_.fail() ? Result<void>(CannotStore()) : Result<void>();
}

std::optional<std::string_view> Upload::Field(std::string_view name) const {
  for (const auto& [field, text] : fields_) {
    if (field == name) return text;
  }
  return std::nullopt;
}

Result<void> Upload::AllowOnly(std::initializer_list<std::string_view> names) const {
  std::vector<Fault> faults;
  const auto check = [&](const std::string& name) {
    if (std::ranges::find(names, name) != names.end()) return;
    faults.push_back({"/" + name, Say("表单没有这一项", "The form has no such field")});
  };
  for (const auto& [field, text] : fields_) check(field);
  for (const UploadedFile& file : files_) check(file.field);
  if (faults.empty()) return {};
  return Error{ErrorCode::kInvalidInput,
               Say("表单有 {} 处不符合要求", "{} things in the form are wrong", faults.size()),
               std::move(faults)};
}

Result<const UploadedFile*> Upload::File(std::string_view field) const {
  for (const UploadedFile& file : files_) {
    if (file.field == field && file.size > 0) return &file;
  }
  const Text message = Say("请选择要上传的文件", "Choose a file to upload");
  return Error{ErrorCode::kInvalidInput, message, {{"/" + std::string(field), message}}};
}

}  // namespace kaogong::api
