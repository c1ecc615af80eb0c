// SPDX-License-Identifier: Apache-2.0
#include "cli/server_commands.h"

#include <filesystem>
#include <system_error>

#include "cli/common.h"
#include "server/serve.h"
#include "store/audit.h"

namespace kaogong::cli {

namespace {

namespace fs = std::filesystem;

server::Place PlaceOf(const PlaceOptions& options) { return {options.data, options.database}; }

Result<std::optional<store::AuditMark>> ReadMark(const std::string& text) {
  if (text.empty()) return std::optional<store::AuditMark>{};
  const std::size_t colon = text.find(':');
  const auto number = Decimal::Parse(text.substr(0, colon));
  const bool is_mark = colon != std::string::npos && number.has_value() && number->scale() == 0 &&
                       text.size() == colon + 65;
  if (!is_mark) {
    return Error{ErrorCode::kInvalidInput,
                 kaogong::Say("--mark 应写成 序号:指纹，指纹为 64 位十六进制数字",
                     "--mark is written number:hash, the hash being 64 hexadecimal digits")};
  }
  return std::optional(store::AuditMark{number->units(), text.substr(colon + 1)});
}

}  // namespace

std::string Installed(const std::string& installed, const std::string& in_tree) {
  std::error_code failure;
  const fs::path program = fs::read_symlink("/proc/self/exe", failure);
  if (failure) return {};
  for (const fs::path& path : {program.parent_path() / "../share/kaogong" / installed,
                               program.parent_path() / "../.." / in_tree}) {
    if (fs::exists(path, failure)) return fs::weakly_canonical(path, failure).string();
  }
  return {};
}

int RunServe(const ServeCommandOptions& options) {
  server::ServeOptions serve;
  serve.place = PlaceOf(options.place);
  serve.address = options.address;
  serve.port = options.port;
  if (options.metrics_port != 0) serve.metrics_port = options.metrics_port;
  if (options.certificate.empty() != options.key.empty()) {
    return Misuse(
        kaogong::Say("--certificate 和 --key 要一起给出", "--certificate and --key go together"));
  }
  if (!options.certificate.empty()) serve.tls = http::TlsFiles{options.certificate, options.key};
  serve.trusted_proxies = options.proxies;
  serve.web_folder = options.web.empty() ? Installed("web", "web/dist") : options.web;
  serve.templates_folder = Installed("templates", "templates");
  serve.openapi_file = Installed("openapi.yaml", "docs/reference/openapi.yaml");
  serve.worker_threads = options.workers;
  const std::string scheme = serve.tls ? "https" : "http";
  serve.on_ready = [&](int port) {
    Say(stdout, kaogong::Say("考功已启动：{}://{}:{}/ (按 Ctrl-C 停止)",
                             "Kaogong is ready: {}://{}:{}/ (Ctrl-C stops it)", scheme,
                             options.address, port));
    std::fflush(stdout);
  };
  const auto done = server::Serve(serve);
  return done.ok() ? kExitOk : Fail(done.error());
}

int RunBackup(const BackupOptions& options) {
  const auto done = server::BackUpPlace(PlaceOf(options.place), options.file);
  if (!done.ok()) return Fail(done.error());
  Say(stdout, kaogong::Say("已备份到 {}", "Backed up to {}", options.file));
  return kExitOk;
}

int RunRestore(const BackupOptions& options) {
  const auto kept = server::RestorePlace(PlaceOf(options.place), options.file);
  if (!kept.ok()) return Fail(kept.error());
  Say(stdout, kaogong::Say("已从 {} 恢复", "Restored from {}", options.file));
  if (!kept.value().empty()) {
    Say(stdout, kaogong::Say("原来的数据库保留为 {}", "What was there is kept as {}",
                             kept.value().string()));
  }
  return kExitOk;
}

int RunVerifyAudit(const VerifyAuditOptions& options) {
  const auto mark = ReadMark(options.mark);
  if (!mark.ok()) return Misuse(mark.error().message);
  const server::Place place = PlaceOf(options.place);
  std::error_code failure;
  if (place.database.empty() && !fs::exists(server::AddressOf(place), failure)) {
    return Fail(Error{ErrorCode::kNotFound, kaogong::Say("没有数据库 {}", "There is no database {}",
                                                         server::AddressOf(place))});
  }
  const auto pool = store::Pool::Open(server::AddressOf(place));
  if (!pool.ok()) return Fail(pool.error());
  const auto report = pool.value()->Read([&](store::Transaction& transaction) {
    return store::VerifyAudit(transaction, mark.value());
  });
  if (!report.ok()) return Fail(report.error());
  const store::AuditReport& found = report.value();
  if (!found.is_whole()) {
    Say(stdout, kaogong::Say("审计日志有问题，在第 {} 条", "The audit log is broken at row {}",
                             found.first_finding->seq));
    Say(stdout, found.first_finding->message);
    return kExitFindings;
  }
  Say(stdout, kaogong::Say("审计日志完整，共 {} 条；链头 {}:{}",
                           "The audit log is whole, {} rows; its head is {}:{}", found.row_count,
                           found.head.seq, found.head.hash));
  return kExitOk;
}

}  // namespace kaogong::cli
