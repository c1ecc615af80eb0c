// SPDX-License-Identifier: Apache-2.0
#include "http/internal/stream.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "http/internal/connection.h"

namespace kaogong::http {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

namespace {

class PlainStream final : public Stream {
 public:
  explicit PlainStream(Socket socket) : socket_(std::move(socket)) {}

  bool is_tls() const override { return false; }
  Socket& socket() override { return socket_; }
  void Handshake(IoHandler handler) override {
    asio::post(socket_.get_executor(),
               [handler = std::move(handler)] { handler(boost::system::error_code{}); });
  }
  void AwaitInput(asio::mutable_buffer, IoHandler handler) override {
    socket_.async_wait(Socket::wait_read, std::move(handler));
  }
  void Read(asio::mutable_buffer to, IoHandler handler) override {
    socket_.async_read_some(to, std::move(handler));
  }
  void WriteAll(const Output& output, IoHandler handler) override {
    asio::async_write(socket_, output, std::move(handler));
  }
  bool awaits_into_spare() const override { return false; }

 private:
  Socket socket_;
};

class TlsStream final : public Stream {
 public:
  TlsStream(Socket socket, ssl::context& context) : stream_(std::move(socket), context) {}

  bool is_tls() const override { return true; }
  Socket& socket() override { return stream_.next_layer(); }
  void Handshake(IoHandler handler) override {
    stream_.async_handshake(ssl::stream_base::server, std::move(handler));
  }
  // The library may hold decrypted bytes already, so waiting for the socket is not enough.
  void AwaitInput(asio::mutable_buffer spare, IoHandler handler) override {
    stream_.async_read_some(spare, std::move(handler));
  }
  void Read(asio::mutable_buffer to, IoHandler handler) override {
    stream_.async_read_some(to, std::move(handler));
  }
  void WriteAll(const Output& output, IoHandler handler) override {
    asio::async_write(stream_, output, std::move(handler));
  }
  bool awaits_into_spare() const override { return true; }

 private:
  ssl::stream<Socket> stream_;
};

// Of what the client offers only HTTP/1.1 is taken.
int ChooseProtocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                   const unsigned char* offered, unsigned int offered_size, void*) {
  static constexpr unsigned char kOurs[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* found = nullptr;
  const int status =
      SSL_select_next_proto(&found, chosen_size, kOurs, sizeof kOurs, offered, offered_size);
  *chosen = found;
  return status == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

}  // namespace

void IoHandler::operator()(const boost::system::error_code& failure, std::size_t size) const {
  ((*connection).*call)(failure, size);
}

std::unique_ptr<Stream> MakePlainStream(Socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

std::unique_ptr<Stream> MakeTlsStream(Socket socket, ssl::context& context) {
  return std::make_unique<TlsStream>(std::move(socket), context);
}

Result<std::unique_ptr<ssl::context>> MakeTlsContext(const TlsFiles& files) {
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX* const handle = context->native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  SSL_CTX_set_options(handle, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(handle, SSL_MODE_RELEASE_BUFFERS);  // Idle connections keep no buffers.
  SSL_CTX_set_alpn_select_cb(handle, ChooseProtocol, nullptr);
  boost::system::error_code failure;
  context->use_certificate_chain_file(files.certificate_chain, failure);
  if (failure) {
    return Error{
        ErrorCode::kUnavailable,
        Say("无法使用证书 {0}", "The certificate {0} cannot be used", files.certificate_chain)};
  }
  context->use_private_key_file(files.private_key, ssl::context::pem, failure);
  if (failure || SSL_CTX_check_private_key(handle) != 1) {
    return Error{ErrorCode::kUnavailable,
                 Say("私钥 {0} 无法使用或与证书不匹配",
                     "The private key {0} cannot be used or does not belong to the certificate",
                     files.private_key)};
  }
  return context;
}

}  // namespace kaogong::http
