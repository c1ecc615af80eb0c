// SPDX-License-Identifier: Apache-2.0
// The half of Connection that takes a request, up to its handler.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "http/ascii.h"
#include "http/internal/connection.h"

namespace kaogong::http {

namespace {

constexpr std::size_t kBodyPieceBytes = 65536;
constexpr std::size_t kTlsIdleBytes = 512;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

ParserLimits LimitsOf(const ServerOptions& options) {
  return {options.limits.uri_bytes_max, options.limits.header_bytes_max,
          options.limits.header_fields_max};
}

boost::asio::mutable_buffer ToBuffer(std::span<char> room) { return {room.data(), room.size()}; }

}  // namespace

Connection::Connection(Loop& loop, std::unique_ptr<Stream> stream, std::string peer)
    : loop_(loop), service_(loop.service()), stream_(std::move(stream)), peer_(std::move(peer)) {}

Connection::~Connection() = default;

void Connection::Start() {
  if (!stream_->is_tls()) return AwaitRequest();
  SetDeadline(patience().head);
  stream_->Handshake(Then(&Connection::OnHandshake));
}

void Connection::OnHandshake(const Failure& failure, std::size_t) {
  if (failure) return Close();
  AwaitRequest();
}

Clock::duration Connection::TimeFor(std::uint64_t bytes) const {
  const std::uint64_t rate = std::max<std::uint64_t>(1, patience().bytes_per_second_min);
  return std::chrono::milliseconds(bytes / rate * 1000 + bytes % rate * 1000 / rate);
}

void Connection::AwaitRequest() {
  if (stage_ == Stage::kClosed) return;
  work_.reset();
  if (!input_.empty()) return BeginRequest();
  if (service_.is_stopping) return Linger();
  stage_ = Stage::kIdle;
  SetDeadline(patience().idle);
  input_.ReleaseIfEmpty();
  std::span<char> spare;
  if (stream_->awaits_into_spare()) spare = input_.Prepare(kTlsIdleBytes);
  stream_->AwaitInput(ToBuffer(spare), Then(&Connection::OnInput));
}

void Connection::OnInput(const Failure& failure, std::size_t size) {
  if (stage_ == Stage::kClosed) return;
  if (failure) return Close();
  input_.Commit(size);
  BeginRequest();
}

void Connection::BeginRequest() {
  stage_ = Stage::kHead;
  SetDeadline(patience().head);
  work_ = std::make_unique<Work>(LimitsOf(service_.options()));
  ParseHead();
}

void Connection::ReadMore(Step next) {
  const Limits& limits = service_.options().limits;
  const std::size_t head_max = limits.uri_bytes_max + limits.header_bytes_max + 4096;
  const bool is_body = stage_ == Stage::kBody;
  const std::span<char> room = input_.Prepare(is_body ? kBodyPieceBytes : head_max);
  // A head, or the lines between the chunks of a body, that fill the whole room without an end.
  if (room.empty()) return Refuse(ProblemOf(is_body ? 400 : 431));
  next_ = next;
  work_->read_began_at = Clock::now();
  stream_->Read(ToBuffer(room), Then(&Connection::OnRead));
}

void Connection::OnRead(const Failure& failure, std::size_t size) {
  if (stage_ == Stage::kClosed) return;
  if (has_timed_out_) {
    has_timed_out_ = false;
    // After a read was broken off a TLS stream is good for nothing.
    return stream_->is_tls() ? Close() : Refuse(ProblemOf(408));
  }
  if (failure) {
    // The client went away in the middle.
    if (stage_ == Stage::kBody) Report(false);
    return Close();
  }
  work_->waited_for_body += Clock::now() - work_->read_began_at;
  input_.Commit(size);
  (this->*next_)();
}

void Connection::ParseHead() {
  std::size_t consumed = 0;
  const RequestParser::Status status = work_->parser.Put(input_.bytes(), consumed);
  input_.Consume(consumed);
  switch (status) {
    case RequestParser::Status::kNeedsMore:
      return ReadMore(&Connection::ParseHead);
    case RequestParser::Status::kHead:
      return TakeHead();
    case RequestParser::Status::kBody:
    case RequestParser::Status::kDone:
    case RequestParser::Status::kFailed:
      return Refuse(ProblemOf(work_->parser.failure_status()));
  }
}

void Connection::TakeHead() {
  Work& work = *work_;
  ++service_.requests_total;
  const int refusal =
      service_.BuildRequest(work.parser.head(), peer_, stream_->is_tls(), work.request);
  if (refusal != 0) return Refuse(ProblemOf(refusal));
  work.plan = service_.PlanFor(work.request);
  if (!work.parser.has_body()) return Dispatch();
  if (work.plan.route == nullptr) {
    work.must_close = true;
    return Dispatch();
  }
  if (!IsBodyWelcome()) return;
  if (work.plan.route->options.open_upload) return OpenUpload();
  BeginBody();
}

// Refuses what the head already shows to be too long or to expect too much.
bool Connection::IsBodyWelcome() {
  const auto expectation = work_->request.headers.Find("expect");
  const auto length = work_->parser.content_length();
  if (length.has_value() && *length > work_->plan.route->options.body_bytes_max) {
    Refuse(ProblemOf(413));
    return false;
  }
  if (expectation.has_value() && !EqualsIgnoringCase(*expectation, "100-continue")) {
    Refuse(ProblemOf(417));
    return false;
  }
  return true;
}

void Connection::OpenUpload() {
  RunOnWorker(
      [this] {
        auto opened = service_.Open(work_->plan.route->options.open_upload, work_->request);
        if (auto* response = std::get_if<Response>(&opened)) {
          work_->response = std::move(*response);
          work_->must_close = true;
        } else {
          work_->request.sink = std::move(std::get<std::unique_ptr<BodySink>>(opened));
        }
      },
      &Connection::AfterOpening);
}

void Connection::AfterOpening() {
  if (work_->must_close) return Respond();
  BeginBody();
}

void Connection::BeginBody() {
  const bool is_awaited = work_->request.headers.Find("expect").has_value() &&
                          work_->parser.head().version == 11 && input_.empty();
  if (!is_awaited) return ReadBody();
  stage_ = Stage::kWrite;
  SetDeadline(patience().write_grace);
  stream_->WriteAll({boost::asio::buffer(kContinue.data(), kContinue.size()), {}},
                    Then(&Connection::OnContinueWritten));
}

void Connection::OnContinueWritten(const Failure& failure, std::size_t) {
  if (stage_ == Stage::kClosed) return;
  if (failure) return Close();
  ReadBody();
}

// Only the time spent waiting for the client counts against it.
void Connection::ReadBody() {
  stage_ = Stage::kBody;
  SetDeadline(patience().body_grace + TimeFor(work_->body_bytes) - work_->waited_for_body);
  ParseBody();
}

void Connection::ParseBody() {
  Work& work = *work_;
  while (true) {
    std::size_t consumed = 0;
    const RequestParser::Status status = work.parser.Put(input_.bytes(), consumed);
    input_.Consume(consumed);
    switch (status) {
      case RequestParser::Status::kBody:
        // What the parser found still lies in the buffer.
        if (!TakeBody(work.parser.body())) return Refuse(ProblemOf(413));
        break;
      case RequestParser::Status::kNeedsMore:
        return work.piece.empty() ? ReadMore(&Connection::ReadBody) : TakeIntoSink();
      case RequestParser::Status::kDone:
        return work.piece.empty() ? Dispatch() : TakeIntoSink();
      case RequestParser::Status::kHead:
      case RequestParser::Status::kFailed:
        return Refuse(ProblemOf(400));
    }
  }
}

// False when the body becomes longer than the route takes.
bool Connection::TakeBody(std::string_view bytes) {
  work_->body_bytes += bytes.size();
  if (work_->body_bytes > work_->plan.route->options.body_bytes_max) return false;
  std::string& to = work_->request.sink ? work_->piece : work_->request.body;
  to.append(bytes);
  return true;
}

void Connection::TakeIntoSink() {
  RunOnWorker(
      [this] {
        const Result<void> taken = work_->request.sink->Take(work_->piece);
        if (!taken.ok()) work_->refusal = ProblemOf(taken.error());
        work_->piece.clear();
      },
      &Connection::AfterSink);
}

void Connection::AfterSink() {
  if (work_->refusal.has_value()) return Refuse(*work_->refusal);
  ReadBody();
}

void Connection::Dispatch() {
  Work& work = *work_;
  const bool is_quick = work.plan.route == nullptr || work.plan.route->options.is_quick;
  if (is_quick) {
    work.response = service_.Answer(work.plan, work.request);
    return Respond();
  }
  RunOnWorker([this] { work_->response = service_.Answer(work_->plan, work_->request); },
              &Connection::Respond);
}

void Connection::RunOnWorker(std::function<void()> task, Step next) {
  stage_ = Stage::kHandler;
  deadline_.reset();
  ++service_.requests_running;
  auto run = [self = shared_from_this(), task = std::move(task), next]() mutable {
    Connection& connection = *self;
    if (!connection.service_.is_cut_off) task();
    // The connection goes back to its loop with the only reference this thread has.
    boost::asio::post(connection.loop_.context(), [self = std::move(self), next] {
      --self->service_.requests_running;
      if (self->stage_ == Stage::kClosed) return self->AbandonEvents();
      ((*self).*next)();
    });
  };
  if (service_.workers().Submit(std::move(run))) return;
  --service_.requests_running;
  Refuse(ProblemOf(503));
}

void Connection::Refuse(const Problem& problem) {
  Request& request = work_->request;
  if (request.id.empty()) {
    request.id = NewRequestId();
    request.client = peer_;
  }
  request.sink.reset();
  work_->response = Render(problem, request);
  if (problem.status == 503) work_->response.Set("Retry-After", "1");
  work_->must_close = true;
  Respond();
}

}  // namespace kaogong::http
