// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace kaogong::http {

// TrustedProxies are the addresses whose X-Forwarded-… headers are believed.
class TrustedProxies {
 public:
  // Reads addresses and networks: "127.0.0.1", "10.0.0.0/8", "fd00::/8".
  // Errors: kInvalidInput, naming the entry.
  static Result<TrustedProxies> Parse(std::span<const std::string> entries);

  bool Contains(std::string_view address) const;

  // Sets client, is_secure, host and id of a request that came from `peer`. From a trusted proxy
  // X-Forwarded-For (the last address that is no trusted proxy), X-Forwarded-Proto,
  // X-Forwarded-Host and X-Request-Id are taken where they are sound.
  void Resolve(std::string_view peer, Request& request) const;

 private:
  struct Network {
    std::array<std::uint8_t, 16> address{};
    int bits = 0;
  };

  std::vector<Network> networks_;
};

// True when a Host header is a name or address with an optional port.
bool IsSoundHost(std::string_view host);

}  // namespace kaogong::http
