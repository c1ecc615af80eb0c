// SPDX-License-Identifier: Apache-2.0
// Takes multipart/form-data bodies: files go to temporary files as they arrive, plain fields stay in
// memory.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/call.h"
#include "base/sha256.h"
#include "http/multipart.h"

namespace kaogong::api {

struct UploadLimits {
  std::uint64_t file_bytes_max = std::uint64_t{64} << 20U;
  std::size_t files_max = 1;
  std::size_t field_bytes_max = 4096;
  std::size_t fields_max = 20;
};

struct UploadedFile {
  std::string field;
  std::string file_name;  // As the client named it, without folders; for showing only.
  std::filesystem::path path;
  std::uint64_t size = 0;
};

// Upload is the sink of one body. Its files are removed with it.
class Upload : public http::BodySink {
 public:
  // Errors: kInvalidInput when the body is no multipart form; kUnavailable.
  static Result<std::unique_ptr<http::BodySink>> Open(const http::Request& request,
                                                      const UploadLimits& limits);
  ~Upload() override;

  // The upload of a request whose body has arrived. Errors: kInvalidInput when there was none
  // or it broke off.
  static Result<Upload*> Of(http::Request& request);

  Result<void> Take(std::string_view bytes) override;

  const std::vector<UploadedFile>& files() const { return files_; }
  // Returns the SHA-256 of the names and contents of all parts: the same form has the same digest
  // whatever boundary it was sent with. Once.
  std::string TakeDigest() { return digest_.TakeHex(); }
  // Returns the first field of this name.
  std::optional<std::string_view> Field(std::string_view name) const;
  // Errors: kInvalidInput, naming each part of the form that is none of these.
  Result<void> AllowOnly(std::initializer_list<std::string_view> names) const;
  // Returns the only file of this field. Errors: kInvalidInput with a fault when there is none.
  Result<const UploadedFile*> File(std::string_view field) const;

 private:
  Upload(std::string_view boundary, const UploadLimits& limits, std::filesystem::path folder)
      : limits_(limits), folder_(std::move(folder)), parts_(*this), reader_(boundary, parts_) {}

  Result<void> Begin(const http::PartHead& head);
  Result<void> TakePart(std::string_view bytes);
  Result<void> End();

  struct Parts : http::PartHandler {
    explicit Parts(Upload& to) : upload(to) {}
    Result<void> Begin(const http::PartHead& head) override { return upload.Begin(head); }
    Result<void> Take(std::string_view bytes) override { return upload.TakePart(bytes); }
    Result<void> End() override { return upload.End(); }
    Upload& upload;
  };

  UploadLimits limits_;
  std::filesystem::path folder_;
  Parts parts_;
  http::MultipartReader reader_;
  Sha256 digest_;
  std::vector<UploadedFile> files_;
  std::vector<std::pair<std::string, std::string>> fields_;
  std::ofstream out_;
  bool is_in_file_ = false;
};

}  // namespace kaogong::api
