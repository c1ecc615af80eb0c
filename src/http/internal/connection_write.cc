// SPDX-License-Identifier: Apache-2.0
// The half of Connection that gives the answer, and ends.
#include <unistd.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "http/internal/connection.h"

namespace kaogong::http {

namespace {

constexpr std::size_t kFilePieceBytes = 65536;
constexpr std::size_t kJoinedBodyBytesMax = 4096;  // Shorter bodies are copied behind their head.
constexpr std::size_t kForgottenPieceBytes = 16384;
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::string_view kHeartbeat = ":\n\n";

bool IsWithBody(const Request& request, const Response& response) {
  return request.method != Method::kHead && response.status() != 204 && response.status() != 304;
}

// The body as it lies in memory; empty for files and events.
std::string_view InMemory(const Response& response) {
  if (const auto* text = std::get_if<std::string>(&response.body())) return *text;
  if (const auto* shared = std::get_if<SharedBody>(&response.body())) {
    return std::string_view(*shared->bytes).substr(shared->offset, shared->size);
  }
  return {};
}

boost::asio::const_buffer ToBuffer(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

}  // namespace

void Connection::Respond() {
  Work& work = *work_;
  const bool is_known = work.parser.is_head_done();
  keeps_alive_ = !work.must_close && !service_.is_stopping && is_known && work.parser.keeps_alive();
  if (std::holds_alternative<std::shared_ptr<EventChannel>>(work.response.body())) {
    keeps_alive_ = false;
  }
  const bool is_http_10 = is_known && work.parser.head().version == 10;
  service_.AppendHead(work.response, work.request, keeps_alive_, is_http_10, work.output);
  stage_ = Stage::kWrite;
  work.write_began_at = Clock::now();
  WriteHead();
}

void Connection::WriteHead() {
  Work& work = *work_;
  std::string_view body;
  if (IsWithBody(work.request, work.response)) body = InMemory(work.response);
  work.sent_bytes = body.size();
  if (body.size() <= kJoinedBodyBytesMax) {
    work.output.append(body);
    body = {};
  }
  SetDeadline(patience().write_grace + TimeFor(work.sent_bytes));
  stream_->WriteAll({ToBuffer(work.output), ToBuffer(body)}, Then(&Connection::OnHeadWritten));
}

void Connection::OnHeadWritten(const Failure& failure, std::size_t) {
  if (stage_ == Stage::kClosed) return;
  if (failure) {
    Report(false);
    return Close();
  }
  const Response& response = work_->response;
  if (!IsWithBody(work_->request, response)) return FinishResponse();
  if (std::holds_alternative<FileBody>(response.body())) return WriteFilePiece();
  if (std::holds_alternative<std::shared_ptr<EventChannel>>(response.body())) return BeginEvents();
  FinishResponse();
}

void Connection::WriteFilePiece() {
  const FileBody& file = std::get<FileBody>(work_->response.body());
  const std::uint64_t left = file.size - work_->sent_bytes;
  if (left == 0) return FinishResponse();
  std::vector<char>& piece = work_->file_piece;
  piece.resize(std::min<std::uint64_t>(left, kFilePieceBytes));
  const ssize_t size = ::pread(file.descriptor(), piece.data(), piece.size(),
                               static_cast<off_t>(file.offset + work_->sent_bytes));
  if (size <= 0) {
    // The file became shorter than we promised: only breaking off tells the client.
    Report(false);
    return Close();
  }
  work_->sent_bytes += static_cast<std::uint64_t>(size);
  deadline_ = work_->write_began_at + patience().write_grace + TimeFor(work_->sent_bytes);
  stream_->WriteAll({boost::asio::buffer(piece.data(), static_cast<std::size_t>(size)), {}},
                    Then(&Connection::OnFilePieceWritten));
}

void Connection::OnFilePieceWritten(const Failure& failure, std::size_t) {
  if (stage_ == Stage::kClosed) return;
  if (!failure) return WriteFilePiece();
  Report(false);
  Close();
}

void Connection::FinishResponse() {
  AbandonEvents();
  Report(true);
  if (keeps_alive_) return AwaitRequest();
  Linger();
}

void Connection::BeginEvents() {
  stage_ = Stage::kEvents;
  SetDeadline(patience().event_heartbeat);
  const auto& channel = std::get<std::shared_ptr<EventChannel>>(work_->response.body());
  WatchForGoodbye();
  channel->Attach([weak = weak_from_this(), &context = loop_.context()] {
    boost::asio::post(context, [weak] {
      if (const auto self = weak.lock()) self->WriteEvents();
    });
  });
}

void Connection::WriteEvents() {
  if (stage_ != Stage::kEvents || is_writing_events_) return;
  const auto& channel = std::get<std::shared_ptr<EventChannel>>(work_->response.body());
  work_->output = channel->Take(is_last_event_);
  if (work_->output.empty() && is_last_event_) return FinishResponse();
  if (work_->output.empty()) return;
  is_writing_events_ = true;
  work_->sent_bytes += work_->output.size();
  SetDeadline(patience().write_grace + TimeFor(work_->output.size()));
  stream_->WriteAll({ToBuffer(work_->output), {}}, Then(&Connection::OnEventsWritten));
}

void Connection::OnEventsWritten(const Failure& failure, std::size_t) {
  if (stage_ == Stage::kClosed) return;
  is_writing_events_ = false;
  if (failure) {
    Report(false);
    return Close();
  }
  if (is_last_event_) return FinishResponse();
  SetDeadline(patience().event_heartbeat);
  WriteEvents();
}

void Connection::AbandonEvents() {
  if (!work_) return;
  const auto* const channel = std::get_if<std::shared_ptr<EventChannel>>(&work_->response.body());
  if (channel != nullptr && *channel) (*channel)->Abandon();
}

// The client has nothing more to say on this connection but that it goes.
void Connection::WatchForGoodbye() {
  input_.Consume(input_.bytes().size());
  const std::span<char> room = input_.Prepare(64);
  is_watching_ = true;
  stream_->Read(boost::asio::buffer(room.data(), room.size()), Then(&Connection::OnGoodbye));
}

void Connection::OnGoodbye(const Failure& failure, std::size_t size) {
  is_watching_ = false;
  if (stage_ == Stage::kLinger) return OnForgotten(failure, size);
  if (stage_ != Stage::kEvents) return;
  if (!failure) return WatchForGoodbye();
  Report(false);
  Close();
}

void Connection::Report(bool is_complete) {
  const auto& on_exchange = service_.options().on_exchange;
  if (!on_exchange) return;
  Exchange exchange;
  exchange.id = work_->request.id;
  exchange.client = work_->request.client;
  exchange.method = work_->parser.head().method;
  exchange.route = work_->request.route;
  exchange.status = work_->response.status();
  exchange.bytes_in = work_->body_bytes;
  exchange.bytes_out = work_->sent_bytes;
  exchange.duration =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - work_->began_at);
  exchange.is_complete = is_complete;
  on_exchange(exchange);
}

// Closing while the client still sends would make its system throw our answer away before it is
// read, so what comes is read and forgotten for a short while.
void Connection::Linger() {
  stage_ = Stage::kLinger;
  SetDeadline(kLingerTime);
  Failure ignored;
  if (!stream_->is_tls()) stream_->socket().shutdown(Socket::shutdown_send, ignored);
  if (!is_watching_) ReadAndForget();
}

void Connection::ReadAndForget() {
  input_.Consume(input_.bytes().size());
  const std::span<char> room = input_.Prepare(kForgottenPieceBytes);
  stream_->Read(boost::asio::buffer(room.data(), room.size()), Then(&Connection::OnForgotten));
}

void Connection::OnForgotten(const Failure& failure, std::size_t) {
  if (stage_ == Stage::kClosed) return;
  if (failure) return Close();
  ReadAndForget();
}

std::optional<Clock::time_point> Connection::idle_since() const {
  if (stage_ != Stage::kIdle) return std::nullopt;
  return *deadline_ - patience().idle;
}

void Connection::Tick(Clock::time_point now) {
  if (!deadline_.has_value() || now < *deadline_) return;
  deadline_.reset();
  Failure ignored;
  switch (stage_) {
    case Stage::kHead:
    case Stage::kBody:
      has_timed_out_ = true;
      stream_->socket().cancel(ignored);
      return;
    case Stage::kEvents:
      if (is_writing_events_) break;
      is_writing_events_ = true;
      SetDeadline(patience().write_grace);
      return stream_->WriteAll({ToBuffer(kHeartbeat), {}}, Then(&Connection::OnEventsWritten));
    case Stage::kWrite:
      break;
    default:
      return Close();
  }
  Report(false);
  Close();
}

void Connection::BeginStop() {
  if (stage_ == Stage::kIdle || stage_ == Stage::kHandshake) return Close();
  if (stage_ != Stage::kEvents) return;
  std::get<std::shared_ptr<EventChannel>>(work_->response.body())->Close();
}

void Connection::Close() {
  if (stage_ == Stage::kClosed) return;
  // While a worker has the request nothing of it is touched here; see RunOnWorker.
  if (stage_ != Stage::kHandler) AbandonEvents();
  stage_ = Stage::kClosed;
  deadline_.reset();
  Failure ignored;
  stream_->socket().close(ignored);
  loop_.Remove(this);
}

}  // namespace kaogong::http
