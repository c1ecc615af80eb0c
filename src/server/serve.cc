// SPDX-License-Identifier: Apache-2.0
#include "server/serve.h"

#include <csignal>
#include <fstream>
#include <memory>
#include <sstream>

#include "api/all_routes.h"
#include "http/router.h"
#include "http/static_files.h"
#include "office/job/queue.h"
#include "office/library/library.h"
#include "office/office.h"
#include "server/log.h"
#include "server/metrics.h"

namespace kaogong::server {

namespace {

constexpr std::chrono::seconds kGrace{20};

// The styles that the components make while the page runs stand in <style> elements.
constexpr const char* kContentSecurityPolicy =
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

// Blocks the signals that end us in this thread and all that it starts, so that Wait gets them.
class StopSignals {
 public:
  StopSignals() {
    std::signal(SIGPIPE, SIG_IGN);
    sigemptyset(&set_);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
  }
  int Wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
    return signal;
  }

 private:
  sigset_t set_{};
};

void AddHealth(http::Router& router, store::Pool& pool) {
  http::RouteOptions quick;
  quick.is_quick = true;
  router.Add(http::Method::kGet, "/healthz",
             [](http::Request&) { return http::Response::Text(200, "ok\n"); }, quick);
  router.Add(http::Method::kGet, "/readyz", [&pool](http::Request&) {
    const auto answer = pool.Read([](store::Transaction& transaction) {
      return transaction.One<std::int64_t>("SELECT COUNT(*) FROM id_counter");
    });
    return answer.ok() ? http::Response::Text(200, "ready\n")
                       : http::Response::Text(503, "the database does not answer\n");
  });
}

Result<void> AddOpenApi(http::Router& router, const std::string& path) {
  if (path.empty()) return {};
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) {
    return Error{ErrorCode::kUnavailable, Say("不能读取 {}", "{} cannot be read", path)};
  }
  const auto shared = std::make_shared<const std::string>(text.str());
  http::RouteOptions quick;
  quick.is_quick = true;
  router.Add(http::Method::kGet, "/api/v1/openapi.yaml", [shared](http::Request&) {
    http::Response response(200);
    response.Set("Content-Type", "application/yaml; charset=utf-8");
    response.set_body(http::SharedBody{shared, 0, shared->size()});
    return response;
  }, quick);
  return {};
}

Result<void> AddWeb(http::Router& router, const std::string& folder) {
  if (folder.empty()) return {};
  KAOGONG_TRY_ASSIGN(auto loaded, http::StaticFiles::Load(folder));
  const auto files = std::make_shared<http::StaticFiles>(std::move(loaded));
  router.SetFallback([files](http::Request& request) { return files->Serve(request); });
  return {};
}

http::ServerOptions OptionsOf(const ServeOptions& options, Metrics& metrics) {
  http::ServerOptions made;
  made.address = options.address;
  made.port = options.port;
  made.tls = options.tls;
  made.worker_threads = options.worker_threads;
  made.limits.connections_max = static_cast<std::size_t>(options.connections_max);
  made.security.content_security_policy = kContentSecurityPolicy;
  if (options.tls.has_value()) made.security.hsts_max_age = std::chrono::hours(24 * 180);
  made.trusted_proxies = options.trusted_proxies;
  made.on_exchange = [&metrics](const http::Exchange& exchange) {
    metrics.Count(exchange);
    const LogLevel level = exchange.status >= 500 ? LogLevel::kError : LogLevel::kInfo;
    Log(level, "request",
        {{"request_id", std::string(exchange.id)},
         // As the client sent it: of what is no method of HTTP nothing is kept.
         {"method", http::ParseMethod(exchange.method) ? std::string(exchange.method) : "(other)"},
         {"route", std::string(exchange.route)},
         {"status", std::to_string(exchange.status)},
         {"microseconds", std::to_string(exchange.duration.count())},
         {"bytes", std::to_string(exchange.bytes_out)}});
  };
  made.on_bug = [&metrics](std::string_view request_id, std::string_view what) {
    metrics.CountBug();
    Log(LogLevel::kError, "bug",
        {{"request_id", std::string(request_id)}, {"what", std::string(what)}});
  };
  return made;
}

Result<std::unique_ptr<http::Server>> StartMetrics(int port, const Metrics& metrics,
                                                   const http::Server& server) {
  http::Router router;
  router.Add(http::Method::kGet, "/metrics", [&](http::Request&) {
    http::Response response = http::Response::Text(200, metrics.Render(server.counters()));
    response.Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    return response;
  });
  http::ServerOptions options;
  options.port = port;
  options.io_threads = 1;
  options.worker_threads = 1;
  return http::Server::Start(std::move(router), std::move(options));
}

}  // namespace

Result<void> Serve(const ServeOptions& options) {
  const StopSignals signals;
  http::RaiseFileLimit();
  Metrics metrics;
  store::PoolOptions pool_options;
  pool_options.connections_max = options.database_connections;
  pool_options.on_failure = [&metrics](const store::Failure& failure) {
    metrics.CountStoreFailure();
    Log(LogLevel::kWarning, "store failure",
        {{"kind", std::to_string(static_cast<int>(failure.kind))}, {"subject", failure.subject}});
  };
  KAOGONG_TRY_ASSIGN(const DataLock lock, DataLock::Take(options.place));
  KAOGONG_TRY_ASSIGN(const auto pool, OpenStore(options.place, std::move(pool_options)));
  const SystemClock clock;
  SystemSecrets secrets;
  const office::Office office(*pool, clock, secrets);
  // On PostgreSQL other instances may hold jobs: there a lease has to run out.
  if (options.place.database.empty()) KAOGONG_TRY(office::ReleaseJobs(office));
  office::library::Library library(office);

  api::OrganisationDesk desk(office, [](const Error& trouble) {
    Log(LogLevel::kWarning, "import put off", {{"why", trouble.message.en}});
  });

  api::ProcessDesk process(library, [](const Error& trouble) {
    Log(LogLevel::kWarning, "work put off", {{"why", trouble.message.en}});
  });

  api::ResultDesk results(library, [](const Error& trouble) {
    Log(LogLevel::kWarning, "computation put off", {{"why", trouble.message.en}});
  });

  api::DocumentDesk documents(results.boards(), options.templates_folder, [](const Error& trouble) {
    Log(LogLevel::kWarning, "batch put off", {{"why", trouble.message.en}});
  });

  api::ReportDesk reports(library, [](const Error& trouble) {
    Log(LogLevel::kWarning, "report put off", {{"why", trouble.message.en}});
  });

  http::Router router;
  api::Routes routes(office, router);
  AddHealth(router, *pool);
  api::AddAllRoutes(routes, desk, library, process, results, documents, reports);
  KAOGONG_TRY(AddOpenApi(router, options.openapi_file));
  KAOGONG_TRY(AddWeb(router, options.web_folder));
  KAOGONG_TRY_ASSIGN(const auto server,
                     http::Server::Start(std::move(router), OptionsOf(options, metrics)));
  std::unique_ptr<http::Server> metrics_server;
  if (options.metrics_port.has_value()) {
    KAOGONG_TRY_ASSIGN(metrics_server, StartMetrics(*options.metrics_port, metrics, *server));
  }
  Log(LogLevel::kInfo, "ready", {{"port", std::to_string(server->port())}});
  if (options.on_ready) options.on_ready(server->port());
  signals.Wait();
  Log(LogLevel::kInfo, "stopping");
  server->Stop(kGrace);
  if (metrics_server) metrics_server->Stop(std::chrono::seconds(1));
  Log(LogLevel::kInfo, "stopped");
  return {};
}

}  // namespace kaogong::server
