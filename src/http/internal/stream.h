// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <memory>

#include "base/result.h"
#include "http/server.h"

namespace kaogong::http {

class Connection;

using Socket = boost::asio::ip::tcp::socket;

// What is to be called when an operation has ended, and the connection that waits for it.
struct IoHandler {
  std::shared_ptr<Connection> connection;
  void (Connection::*call)(const boost::system::error_code& failure, std::size_t size);

  void operator()(const boost::system::error_code& failure, std::size_t size = 0) const;
};

// Stream is the bytes to and from a client, plain or over TLS. At most one operation of each kind
// is under way.
class Stream {
 public:
  using Output = std::array<boost::asio::const_buffer, 2>;

  virtual ~Stream() = default;
  virtual bool is_tls() const = 0;
  virtual Socket& socket() = 0;
  // Agrees on the keys. Plain: nothing to do.
  virtual void Handshake(IoHandler handler) = 0;
  // Waits for something to read, if possible without keeping memory for it.
  virtual void AwaitInput(boost::asio::mutable_buffer spare, IoHandler handler) = 0;
  virtual void Read(boost::asio::mutable_buffer to, IoHandler handler) = 0;
  virtual void WriteAll(const Output& output, IoHandler handler) = 0;
  // True when AwaitInput reads into `spare`, and false when it only waits.
  virtual bool awaits_into_spare() const = 0;
};

std::unique_ptr<Stream> MakePlainStream(Socket socket);
std::unique_ptr<Stream> MakeTlsStream(Socket socket, boost::asio::ssl::context& context);

// Returns a context for TLS 1.2 and 1.3 with the certificate.
// Errors: kUnavailable when a file cannot be read or they do not belong together.
Result<std::unique_ptr<boost::asio::ssl::context>> MakeTlsContext(const TlsFiles& files);

}  // namespace kaogong::http
