// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/internal/input_buffer.h"
#include "http/internal/loop.h"
#include "http/internal/stream.h"
#include "http/problem.h"
#include "http/response.h"

namespace kaogong::http {

// What a connection keeps for the request it is at; nothing of it lasts while it is idle.
struct Work {
  explicit Work(const ParserLimits& limits) : parser(limits) {}

  RequestParser parser;
  Request request;
  Plan plan;
  Response response{0};
  std::string piece;               // Of the body, for the sink.
  std::string output;              // Status line and headers, perhaps with the body.
  std::vector<char> file_piece;    // Of a file that is being sent.
  std::optional<Problem> refusal;  // By the sink.
  bool must_close = false;         // Where the next request begins is not known.
  std::uint64_t body_bytes = 0;    // Received.
  std::uint64_t sent_bytes = 0;    // Of the body.
  Clock::time_point began_at = Clock::now();
  Clock::time_point read_began_at;
  Clock::time_point write_began_at;
  Clock::duration waited_for_body{0};
};

// Connection serves one client: reads a request, has it answered, writes the answer, and begins
// again. It lives on its loop's thread; only handlers run elsewhere, and meanwhile it leaves the
// request alone.
class Connection final : public LoopMember, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Loop& loop, std::unique_ptr<Stream> stream, std::string peer);
  ~Connection() override;

  void Start() override;
  void Tick(Clock::time_point now) override;
  void BeginStop() override;
  void CutOff() override { Close(); }
  std::optional<Clock::time_point> idle_since() const override;

 private:
  enum class Stage { kHandshake, kIdle, kHead, kBody, kHandler, kWrite, kEvents, kLinger, kClosed };
  using Failure = boost::system::error_code;
  using Step = void (Connection::*)();
  using IoCall = void (Connection::*)(const Failure& failure, std::size_t size);

  IoHandler Then(IoCall call) { return {shared_from_this(), call}; }
  const Patience& patience() const { return service_.options().patience; }
  void SetDeadline(Clock::duration from_now) { deadline_ = Clock::now() + from_now; }
  // What a client may take for so many bytes beyond its grace.
  Clock::duration TimeFor(std::uint64_t bytes) const;

  // Taking a request: connection_read.cc.
  void OnHandshake(const Failure& failure, std::size_t size);
  void AwaitRequest();
  void OnInput(const Failure& failure, std::size_t size);
  void BeginRequest();
  void ReadMore(Step next);
  void OnRead(const Failure& failure, std::size_t size);
  void ParseHead();
  void TakeHead();
  bool IsBodyWelcome();
  void OpenUpload();
  void AfterOpening();
  void BeginBody();
  void OnContinueWritten(const Failure& failure, std::size_t size);
  void ReadBody();
  void ParseBody();
  bool TakeBody(std::string_view bytes);
  void TakeIntoSink();
  void AfterSink();
  void Dispatch();
  // Has the task run by a worker and then goes on with `next`, on the loop.
  void RunOnWorker(std::function<void()> task, Step next);
  // Answers with a problem and closes; the rest of the request is not read.
  void Refuse(const Problem& problem);

  // Giving the answer: connection_write.cc.
  void Respond();
  void WriteHead();
  void OnHeadWritten(const Failure& failure, std::size_t size);
  void WriteFilePiece();
  void OnFilePieceWritten(const Failure& failure, std::size_t size);
  void FinishResponse();
  void BeginEvents();
  void WriteEvents();
  void OnEventsWritten(const Failure& failure, std::size_t size);
  // Tells the sender of events, if there is one, that nobody listens any more.
  void AbandonEvents();
  void WatchForGoodbye();
  void OnGoodbye(const Failure& failure, std::size_t size);
  void Report(bool is_complete);
  void Linger();
  void ReadAndForget();
  void OnForgotten(const Failure& failure, std::size_t size);
  void Close();

  Loop& loop_;
  Service& service_;
  std::unique_ptr<Stream> stream_;
  std::string peer_;
  InputBuffer input_;
  std::unique_ptr<Work> work_;
  Step next_ = nullptr;  // After what is being read.
  Stage stage_ = Stage::kHandshake;
  bool has_timed_out_ = false;
  bool keeps_alive_ = false;
  bool is_writing_events_ = false;
  bool is_last_event_ = false;
  bool is_watching_ = false;  // For the client of events to go.
  std::optional<Clock::time_point> deadline_;
};

}  // namespace kaogong::http
