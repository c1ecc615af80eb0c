// SPDX-License-Identifier: Apache-2.0
// Serve puts everything together and answers until it is told to stop (SIGINT, SIGTERM).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "http/server.h"
#include "server/data_folder.h"

namespace kaogong::server {

struct ServeOptions {
  Place place;
  std::string address = "127.0.0.1";
  int port = 8080;  // 0: any free one.
  // Prometheus' metrics, on the loopback only; nothing: none.
  std::optional<int> metrics_port;
  std::optional<http::TlsFiles> tls;
  std::vector<std::string> trusted_proxies;
  std::string web_folder;    // The front end, built; empty: none.
  std::string templates_folder;  // Of documents: scorecard.docx …
  std::string openapi_file;  // Sent as /api/v1/openapi.yaml; empty: none.
  int worker_threads = 8;
  int connections_max = 10000;
  int database_connections = 8;
  // Called once it answers, with the port.
  std::function<void(int port)> on_ready;
};

// Errors: what kept it from starting. Returns when it was told to stop and has stopped.
Result<void> Serve(const ServeOptions& options);

}  // namespace kaogong::server
