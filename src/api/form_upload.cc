// SPDX-License-Identifier: Apache-2.0
#include "api/form_upload.h"

#include <utility>

#include "base/utf8.h"
#include "http/multipart.h"

namespace kaogong::api {

namespace {

// Puts parts where they belong and counts them.
class Collector : public http::PartHandler {
 public:
  explicit Collector(const FormLimits& limits) : limits_(limits) {}

  Form& form() { return form_; }

  Result<void> Begin(const http::PartHead& head) override {
    is_file_ = head.file_name.has_value();
    if (!is_file_) {
      form_.fields.push_back({head.name, ""});
      return {};
    }
    if (form_.files.size() == limits_.files_max) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("一次最多上传 {} 个文件", "At most {} files at a time", limits_.files_max)};
    }
    form_.files.push_back({*head.file_name, ""});
    return {};
  }

  Result<void> Take(std::string_view bytes) override {
    if (!is_file_) {
      form_.fields.back().value += bytes;
      if (form_.fields.back().value.size() <= FormLimits::kFieldBytesMax) return {};
      return Error{ErrorCode::kLimitExceeded,
                   Say("表单中的文字太长", "A text of the form is too long")};
    }
    total_ += bytes.size();
    if (total_ > limits_.bytes_max) {
      return Error{ErrorCode::kLimitExceeded,
                   Say("上传的文件合计不能超过 {} 字节", "The files may have {} bytes in all",
                       limits_.bytes_max)};
    }
    form_.files.back().bytes += bytes;
    return {};
  }

  Result<void> End() override {
    if (is_file_ || !FindInvalidUtf8(form_.fields.back().value)) return {};
    return Error{ErrorCode::kInvalidInput,
                 Say("表单中的文字不是 UTF-8 编码", "A text of the form is not UTF-8")};
  }

 private:
  const FormLimits limits_;
  Form form_;
  std::size_t total_ = 0;
  bool is_file_ = false;
};

class FormSink : public http::BodySink {
 public:
  FormSink(std::string_view boundary, const FormLimits& limits)
      : collector_(limits), reader_(boundary, collector_) {}

  Result<void> Take(std::string_view bytes) override { return reader_.Feed(bytes); }

  Result<Form> TakeForm() {
    KAOGONG_TRY(reader_.Finish());
    return std::move(collector_.form());
  }

 private:
  Collector collector_;
  http::MultipartReader reader_;
};

}  // namespace

std::string Form::Field(std::string_view name) const {
  for (const http::NameValue& field : fields) {
    if (field.name == name) return std::string(Trim(field.value));
  }
  return {};
}

Result<std::unique_ptr<http::BodySink>> OpenForm(const Call& call, const FormLimits& limits) {
  const auto boundary = http::MultipartBoundary(call.request.Header("content-type"));
  if (!boundary) {
    return Error{ErrorCode::kInvalidInput, Say("请以 multipart/form-data 上传文件",
                                               "Upload the file as multipart/form-data")};
  }
  return std::unique_ptr<http::BodySink>(std::make_unique<FormSink>(*boundary, limits));
}

Result<Form> TakeForm(http::Request& request) {
  auto* const sink = dynamic_cast<FormSink*>(request.sink.get());
  KAOGONG_ASSERT(sink != nullptr);
  return sink->TakeForm();
}

}  // namespace kaogong::api
