// SPDX-License-Identifier: Apache-2.0
#include "server/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "http/problem.h"
#include "server/data_folder.h"

namespace kaogong::server {

namespace {

spdlog::logger& Logger() {
  static const auto logger = [] {
    auto made = std::make_shared<spdlog::logger>(
        "kaogong", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *logger;
}

}  // namespace

void Log(LogLevel level, std::string_view event, const std::vector<LogField>& fields) {
  std::string line = "{\"at\":";
  http::AppendJsonString(SystemClock().Now().ToString(), line);
  const std::string_view name = level == LogLevel::kInfo      ? "info"
                                : level == LogLevel::kWarning ? "warning"
                                                              : "error";
  line.append(",\"level\":");
  http::AppendJsonString(name, line);
  line.append(",\"event\":");
  http::AppendJsonString(event, line);
  for (const auto& [key, value] : fields) {
    line.push_back(',');
    http::AppendJsonString(key, line);
    line.push_back(':');
    http::AppendJsonString(value, line);
  }
  line.push_back('}');
  Logger().info(line);
}

}  // namespace kaogong::server
