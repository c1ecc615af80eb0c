// SPDX-License-Identifier: Apache-2.0
#include "http/static_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>

#include "base/sha256.h"
#include "http/accept.h"
#include "http/ascii.h"
#include "http/byte_range.h"
#include "http/problem.h"

namespace kaogong::http {

namespace {

struct TypeOfExtension {
  std::string_view extension;
  std::string_view type;
};

constexpr TypeOfExtension kTypes[] = {
    {"html", "text/html; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"txt", "text/plain; charset=utf-8"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"woff", "font/woff"},
    {"wasm", "application/wasm"},
    {"pdf", "application/pdf"},
    {"webmanifest", "application/manifest+json"},
};

// One file as it goes over the wire.
struct Variant {
  std::string path;  // Read from the disk when not in memory.
  std::shared_ptr<const std::string> bytes;
  std::uint64_t size = 0;
  std::string etag;  // With its quotes.
};

struct File {
  Variant plain;
  std::map<std::string, Variant, std::less<>> encoded;  // "br", "gzip"
  std::string_view type;
  bool is_hashed = false;
};

constexpr std::array<std::string_view, 2> kEncodings = {"br", "gzip"};
constexpr std::array<std::string_view, 2> kSuffixes = {".br", ".gz"};

Error CannotRead(const std::string& path) {
  return {ErrorCode::kUnavailable, Say("无法读取 {0}", "Cannot read {0}", path)};
}

Result<Variant> LoadVariant(const std::string& path, std::uint64_t cached_bytes_max) {
  std::ifstream file(path, std::ios::binary);
  Sha256 hash;
  std::string bytes;
  std::string buffer(65536, '\0');
  Variant variant;
  while (file.read(buffer.data(), static_cast<std::streamsize>(buffer.size())) ||
         file.gcount() > 0) {
    const auto piece = std::string_view(buffer).substr(0, static_cast<std::size_t>(file.gcount()));
    hash.Update(piece);
    variant.size += piece.size();
    if (variant.size <= cached_bytes_max) bytes.append(piece);
  }
  if (!file.eof()) return CannotRead(path);
  variant.path = path;
  variant.etag = "\"" + hash.TakeHex().substr(0, 32) + "\"";
  if (variant.size <= cached_bytes_max) {
    variant.bytes = std::make_shared<const std::string>(std::move(bytes));
  }
  return variant;
}

// True when an If-None-Match header names the tag; a weak mark does not matter for reading.
bool NamesTag(std::string_view header, std::string_view etag) {
  while (!header.empty()) {
    std::string_view tag = TrimBlanks(TakeUntil(header, ','));
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag == etag || tag == "*") return true;
  }
  return false;
}

// Puts the bytes into the response; false when the file is gone from the disk.
bool SetBody(const Variant& variant, const ByteRange& range, Response& response) {
  const std::uint64_t size = range.end - range.begin;
  if (variant.bytes) {
    response.set_body(SharedBody{variant.bytes, range.begin, size});
    return true;
  }
  auto file = FileBody::Open(variant.path);
  if (!file.has_value() || file->size != variant.size) return false;
  file->offset = range.begin;
  file->size = size;
  response.set_body(*std::move(file));
  return true;
}

const Variant& ChooseVariant(const File& file, const Request& request) {
  // A range is one of the plain bytes.
  if (file.encoded.empty() || request.headers.Find("range").has_value()) return file.plain;
  std::vector<std::string_view> offers;
  for (const std::string_view encoding : kEncodings) {
    if (file.encoded.contains(encoding)) offers.push_back(encoding);
  }
  const auto chosen = file.encoded.find(ChooseEncoding(request.Header("accept-encoding"), offers));
  return chosen == file.encoded.end() ? file.plain : chosen->second;
}

// Decides between 200, 206 and 416.
RangeRequest ChooseRange(const Variant& variant, const Request& request, ByteRange& range) {
  range = {0, variant.size};
  const auto if_range = request.headers.Find("if-range");
  if (if_range.has_value() && *if_range != variant.etag) return RangeRequest::kWhole;
  return ParseRange(request.Header("range"), variant.size, range);
}

void SetHeaders(const File& file, const Variant& variant, Response& response) {
  response.Set("Content-Type", file.type);
  response.Set("ETag", variant.etag);
  response.Set("Accept-Ranges", "bytes");
  response.Set("Cache-Control",
               file.is_hashed ? "public, max-age=31536000, immutable" : "no-cache");
  if (!file.encoded.empty()) response.Set("Vary", "Accept-Encoding");
  for (const auto& [encoding, encoded] : file.encoded) {
    if (&encoded == &variant) response.Set("Content-Encoding", encoding);
  }
}

Response ServeFile(const File& file, const Request& request) {
  const Variant& variant = ChooseVariant(file, request);
  Response response(200);
  SetHeaders(file, variant, response);
  if (NamesTag(request.Header("if-none-match"), variant.etag)) {
    response.set_status(304);
    return response;
  }
  ByteRange range;
  const RangeRequest wanted = ChooseRange(variant, request, range);
  const std::string size = std::to_string(variant.size);
  if (wanted == RangeRequest::kUnsatisfiable) {
    Response refusal = Render(ProblemOf(416), request);
    refusal.Set("Content-Range", "bytes */" + size);
    return refusal;
  }
  if (!SetBody(variant, range, response)) return Render(ProblemOf(404), request);
  if (wanted == RangeRequest::kPart) {
    response.set_status(206);
    response.Set("Content-Range", "bytes " + std::to_string(range.begin) + "-" +
                                      std::to_string(range.end - 1) + "/" + size);
  }
  return response;
}

}  // namespace

struct StaticFiles::State {
  StaticOptions options;
  std::map<std::string, File, std::less<>> files;  // By path: "assets/app.js"

  const File* Find(std::string_view path) const {
    const auto found = files.find(path);
    return found == files.end() ? nullptr : &found->second;
  }

  Result<void> LoadFile(const std::string& path, const std::string& name) {
    File file;
    file.type = ContentTypeOf(name);
    file.is_hashed = name.starts_with(options.hashed_folder + "/");
    KAOGONG_TRY_ASSIGN(file.plain, LoadVariant(path, options.cached_bytes_max));
    for (std::size_t i = 0; i < kEncodings.size(); ++i) {
      const std::string encoded = path + std::string(kSuffixes[i]);
      if (!std::filesystem::is_regular_file(encoded)) continue;
      KAOGONG_TRY_ASSIGN(file.encoded[std::string(kEncodings[i])],
                         LoadVariant(encoded, options.cached_bytes_max));
    }
    files.emplace(name, std::move(file));
    return {};
  }

  bool TakesFallback(const Request& request) const {
    if (options.fallback.empty()) return false;
    const std::string& first = request.segments.front();
    const bool is_excluded =
        std::ranges::find(options.fallback_excluded, first) != options.fallback_excluded.end();
    const bool looks_like_file = request.segments.back().find('.') != std::string::npos;
    return !is_excluded && !looks_like_file &&
           QualityOf(request.Header("accept"), "text/html", 0) > 0;
  }
};

Result<StaticFiles> StaticFiles::Load(const std::string& folder, StaticOptions options) {
  auto state = std::make_shared<State>();
  state->options = std::move(options);
  std::error_code failed;
  std::filesystem::recursive_directory_iterator entries(folder, failed);
  for (; !failed && entries != std::filesystem::end(entries); entries.increment(failed)) {
    const std::string path = entries->path();
    const bool is_encoded = path.ends_with(".br") || path.ends_with(".gz");
    if (is_encoded || !entries->is_regular_file()) continue;
    KAOGONG_TRY(state->LoadFile(path, std::filesystem::relative(path, folder).generic_string()));
  }
  if (failed) return CannotRead(folder);
  return StaticFiles(std::move(state));
}

StaticFiles::StaticFiles(std::shared_ptr<const State> state) : state_(std::move(state)) {}
StaticFiles::StaticFiles(StaticFiles&&) noexcept = default;
StaticFiles& StaticFiles::operator=(StaticFiles&&) noexcept = default;
StaticFiles::~StaticFiles() = default;

Response StaticFiles::Serve(const Request& request) const {
  std::string path = request.Path().substr(1);
  if (path.empty() || path.ends_with('/')) path += "index.html";
  if (const File* file = state_->Find(path)) return ServeFile(*file, request);
  const File* const fallback =
      state_->TakesFallback(request) ? state_->Find(state_->options.fallback) : nullptr;
  return fallback == nullptr ? Render(ProblemOf(404), request) : ServeFile(*fallback, request);
}

std::string_view ContentTypeOf(std::string_view file_name) {
  const std::size_t dot = file_name.find_last_of('.');
  if (dot != std::string_view::npos) {
    for (const TypeOfExtension& known : kTypes) {
      if (EqualsIgnoringCase(file_name.substr(dot + 1), known.extension)) return known.type;
    }
  }
  return "application/octet-stream";
}

}  // namespace kaogong::http
