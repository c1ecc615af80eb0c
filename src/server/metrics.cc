// SPDX-License-Identifier: Apache-2.0
#include "server/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace kaogong::server {

namespace {

using prometheus::Family;

// Seconds. The goals are 20 and 30 ms; what takes longer is an import or a computation.
const prometheus::Histogram::BucketBoundaries kBuckets = {0.001, 0.0025, 0.005, 0.01, 0.02,
                                                          0.03,  0.05,   0.1,   0.25, 0.5,
                                                          1,     2.5,    5,     10};

}  // namespace

struct Metrics::State {
  prometheus::Registry registry;
  Family<prometheus::Counter>& requests = prometheus::BuildCounter()
                                              .Name("kaogong_http_requests_total")
                                              .Help("Requests answered")
                                              .Register(registry);
  Family<prometheus::Histogram>& durations = prometheus::BuildHistogram()
                                                 .Name("kaogong_http_request_duration_seconds")
                                                 .Help("From the head of a request to the end of "
                                                       "its answer")
                                                 .Register(registry);
  prometheus::Counter& bytes_out = prometheus::BuildCounter()
                                       .Name("kaogong_http_response_bytes_total")
                                       .Help("Bytes of response bodies")
                                       .Register(registry)
                                       .Add({});
  prometheus::Counter& bugs = prometheus::BuildCounter()
                                  .Name("kaogong_bugs_total")
                                  .Help("Exceptions that a handler let out")
                                  .Register(registry)
                                  .Add({});
  prometheus::Counter& store_failures = prometheus::BuildCounter()
                                            .Name("kaogong_store_failures_total")
                                            .Help("Statements the database refused")
                                            .Register(registry)
                                            .Add({});
  Family<prometheus::Gauge>& now = prometheus::BuildGauge()
                                       .Name("kaogong_http_now")
                                       .Help("Open connections and running requests")
                                       .Register(registry);
  prometheus::Gauge& connections = now.Add({{"what", "connections"}});
  prometheus::Gauge& running = now.Add({{"what", "requests_running"}});
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::Count(const http::Exchange& exchange) {
  const std::string route(exchange.route.empty() ? "(none)" : exchange.route);
  const std::string method(exchange.method.empty() ? "(none)" : exchange.method);
  // Methods come from the client: only those we answer become labels.
  const bool is_known = http::ParseMethod(method).has_value();
  const std::string label = is_known ? method : "(other)";
  state_->requests
      .Add({{"method", label}, {"route", route}, {"status", std::to_string(exchange.status)}})
      .Increment();
  state_->durations.Add({{"method", label}, {"route", route}}, kBuckets)
      .Observe(static_cast<double>(exchange.duration.count()) / 1e6);
  state_->bytes_out.Increment(static_cast<double>(exchange.bytes_out));
}

void Metrics::CountBug() { state_->bugs.Increment(); }
void Metrics::CountStoreFailure() { state_->store_failures.Increment(); }

std::string Metrics::Render(const http::ServerCounters& counters) const {
  state_->connections.Set(static_cast<double>(counters.connections));
  state_->running.Set(static_cast<double>(counters.requests_running));
  return prometheus::TextSerializer().Serialize(state_->registry.Collect());
}

}  // namespace kaogong::server
