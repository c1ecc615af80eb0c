// SPDX-License-Identifier: Apache-2.0
#include "http/server.h"

#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <condition_variable>
#include <future>
#include <mutex>

#include "http/internal/connection.h"
#include "http/internal/loop.h"
#include "http/internal/service.h"
#include "http/internal/stream.h"
#include "http/proxy.h"

namespace kaogong::http {

namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

constexpr std::chrono::milliseconds kTickMax{250};
constexpr std::chrono::milliseconds kAcceptPause{100};  // When the system has no more files.
constexpr std::string_view kFull =
    "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nContent-Length: 0\r\n"
    "Connection: close\r\n\r\n";

// Deadlines are kept to about a quarter of the shortest.
std::chrono::milliseconds TickOf(const Patience& patience) {
  const auto shortest = std::min({patience.idle, patience.head, patience.body_grace,
                                  patience.write_grace, patience.event_heartbeat});
  return std::clamp(shortest / 4, std::chrono::milliseconds(5), kTickMax);
}

// An IPv4 address that came over an IPv6 socket is written as what it is.
std::string TextOf(const asio::ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

Result<tcp::endpoint> EndpointOf(const ServerOptions& options) {
  boost::system::error_code failure;
  const auto address = asio::ip::make_address(options.address, failure);
  if (failure || options.port < 0 || options.port > 65535) {
    return Error{ErrorCode::kInvalidInput,
                 Say("监听地址有误：{0}，端口 {1}", "Cannot listen on address {0}, port {1}",
                     options.address, options.port)};
  }
  return tcp::endpoint(address, static_cast<unsigned short>(options.port));
}

}  // namespace

struct Server::State {
  explicit State(Router router, ServerOptions options, TrustedProxies proxies)
      : service(std::move(router), std::move(options), std::move(proxies)) {
    const ServerOptions& kept = service.options();
    for (int i = 0; i < std::max(1, kept.io_threads); ++i) {
      loops.push_back(std::make_unique<Loop>(service, TickOf(kept.patience)));
      loops.back()->on_removed = [this] { OnRemoved(); };
    }
    acceptor.emplace(loops[0]->context());
    pause.emplace(loops[0]->context());
  }

  Service service;
  std::unique_ptr<asio::ssl::context> tls;
  std::vector<std::unique_ptr<Loop>> loops;
  std::optional<tcp::acceptor> acceptor;
  std::optional<asio::steady_timer> pause;
  std::size_t next_loop = 0;
  int port = 0;
  bool is_stopped = false;
  std::mutex mutex;
  std::condition_variable changed;

  Result<void> Listen();
  void Accept();
  void OnAccepted(const boost::system::error_code& failure, Socket socket, Loop& loop);
  void Admit(Socket socket, Loop& loop);
  void OnRemoved();
  // Runs the function on each loop's thread and waits until all have.
  void OnEachLoop(const std::function<void(Loop&)>& function);
};

Result<void> Server::State::Listen() {
  const ServerOptions& options = service.options();
  KAOGONG_TRY_ASSIGN(const tcp::endpoint endpoint, EndpointOf(options));
  boost::system::error_code failure;
  acceptor->open(endpoint.protocol(), failure);
  if (!failure) acceptor->set_option(asio::socket_base::reuse_address(true), failure);
  if (!failure && endpoint.address().is_v6()) {
    acceptor->set_option(asio::ip::v6_only(false), failure);
  }
  if (!failure) acceptor->bind(endpoint, failure);
  if (!failure) acceptor->listen(4096, failure);
  if (failure) {
    return Error{ErrorCode::kUnavailable,
                 Say("无法监听 {0}:{1}：{2}", "Cannot listen on {0}:{1}: {2}", options.address,
                     options.port, failure.message())};
  }
  port = acceptor->local_endpoint(failure).port();
  return {};
}

void Server::State::Accept() {
  Loop& loop = *loops[next_loop++ % loops.size()];
  acceptor->async_accept(loop.context(),
                         [this, &loop](const boost::system::error_code& failure, Socket socket) {
                           OnAccepted(failure, std::move(socket), loop);
                         });
}

void Server::State::OnAccepted(const boost::system::error_code& failure, Socket socket,
                               Loop& loop) {
  if (!acceptor->is_open() || failure == asio::error::operation_aborted) return;
  if (failure) {
    // No more files: idle connections give way, and trying again at once would only burn the
    // processor.
    for (const auto& each : loops) asio::post(each->context(), [&each] { each->EvictIdle(); });
    pause->expires_after(kAcceptPause);
    return pause->async_wait([this](const boost::system::error_code& cancelled) {
      if (!cancelled) Accept();
    });
  }
  auto shared = std::make_shared<Socket>(std::move(socket));
  asio::post(loop.context(), [this, shared, &loop] { Admit(std::move(*shared), loop); });
  Accept();
}

void Server::State::Admit(Socket socket, Loop& loop) {
  boost::system::error_code failure;
  const auto peer = socket.remote_endpoint(failure);
  if (failure || service.is_stopping) return;
  const bool is_full = service.connections >= service.options().limits.connections_max;
  if (is_full && !loop.EvictIdle()) {
    ++service.connections_refused;
    socket.non_blocking(true, failure);
    socket.write_some(asio::buffer(kFull.data(), kFull.size()), failure);
    return;
  }
  socket.set_option(tcp::no_delay(true), failure);
  auto stream = tls ? MakeTlsStream(std::move(socket), *tls) : MakePlainStream(std::move(socket));
  loop.Add(std::make_shared<Connection>(loop, std::move(stream), TextOf(peer.address())));
}

void Server::State::OnRemoved() {
  if (!service.is_stopping || service.connections > 0) return;
  const std::scoped_lock lock(mutex);
  changed.notify_all();
}

void Server::State::OnEachLoop(const std::function<void(Loop&)>& function) {
  for (const auto& loop : loops) {
    std::promise<void> done;
    asio::post(loop->context(), [&] {
      function(*loop);
      done.set_value();
    });
    done.get_future().wait();
  }
}

Result<std::unique_ptr<Server>> Server::Start(Router router, ServerOptions options) {
  KAOGONG_TRY_ASSIGN(TrustedProxies proxies, TrustedProxies::Parse(options.trusted_proxies));
  ::signal(SIGPIPE, SIG_IGN);  // A client that hangs up must not end the process.
  auto state = std::make_unique<State>(std::move(router), std::move(options), std::move(proxies));
  const auto& files = state->service.options().tls;
  if (files.has_value()) {
    KAOGONG_TRY_ASSIGN(state->tls, MakeTlsContext(*files));
  }
  KAOGONG_TRY(state->Listen());
  for (const auto& loop : state->loops) loop->Run();
  State& running = *state;
  asio::post(running.loops[0]->context(), [&running] { running.Accept(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Server::~Server() { Stop(std::chrono::milliseconds(0)); }

int Server::port() const { return state_->port; }

ServerCounters Server::counters() const {
  const Service& service = state_->service;
  return {service.connections, service.requests_running, service.requests_total,
          service.connections_total, service.connections_refused};
}

void Server::Stop(std::chrono::milliseconds grace) {
  State& state = *state_;
  if (std::exchange(state.is_stopped, true)) return;
  state.service.is_stopping = true;
  state.OnEachLoop([&](Loop& loop) {
    if (&loop == state.loops[0].get()) {
      boost::system::error_code ignored;
      state.acceptor->close(ignored);
      state.pause->cancel();
    }
    loop.BeginStop();
  });
  {
    std::unique_lock lock(state.mutex);
    state.changed.wait_for(lock, grace, [&] { return state.service.connections == 0; });
  }
  state.service.is_cut_off = true;
  state.OnEachLoop([](Loop& loop) { loop.CutOffAll(); });
  state.service.workers().Join();
  for (const auto& loop : state.loops) loop->Join();
}

std::size_t RaiseFileLimit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
  ::getrlimit(RLIMIT_NOFILE, &limit);
  return limit.rlim_cur;
}

}  // namespace kaogong::http
