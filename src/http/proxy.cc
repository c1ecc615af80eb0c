// SPDX-License-Identifier: Apache-2.0
#include "http/proxy.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

#include "http/ascii.h"

namespace kaogong::http {

namespace {

using Address = std::array<std::uint8_t, 16>;

// Reads an IPv4 address, as ::ffff:a.b.c.d, or an IPv6 address.
std::optional<Address> ReadAddress(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return std::nullopt;
  const std::string terminated(text);
  Address address{};
  if (::inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1) return address;
  address.fill(0);
  address[10] = address[11] = 0xff;
  if (::inet_pton(AF_INET, terminated.c_str(), address.data() + 12) == 1) return address;
  return std::nullopt;
}

bool IsWithin(const Address& address, const Address& network, int bits) {
  for (std::size_t i = 0; i < address.size(); ++i) {
    const int here = std::clamp(bits - static_cast<int>(i) * 8, 0, 8);
    const unsigned mask = (0xff00U >> static_cast<unsigned>(here)) & 0xffU;
    if (((address[i] ^ network[i]) & mask) != 0) return false;
  }
  return true;
}

bool IsSoundId(std::string_view id) {
  const auto is_sound = [](char c) {
    return IsDigit(c) || IsAlpha(c) || c == '.' || c == '_' || c == '-';
  };
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, is_sound);
}

// Takes what stands after the last comma from the end of `rest`.
std::string_view TakeLast(std::string_view& rest) {
  const std::size_t comma = rest.find_last_of(',');
  const std::string_view last = comma == std::string_view::npos ? rest : rest.substr(comma + 1);
  rest = comma == std::string_view::npos ? std::string_view{} : rest.substr(0, comma);
  return TrimBlanks(last);
}

}  // namespace

Result<TrustedProxies> TrustedProxies::Parse(std::span<const std::string> entries) {
  TrustedProxies proxies;
  for (const std::string& entry : entries) {
    std::string_view bits_text = entry;
    const bool has_bits = entry.find('/') != std::string::npos;
    const std::string_view address_text = TakeUntil(bits_text, '/');
    const auto address = ReadAddress(address_text);
    const bool is_v4 = address_text.find(':') == std::string_view::npos;
    int bits = is_v4 ? 32 : 128;
    const int bits_max = bits;
    const char* const end = bits_text.data() + bits_text.size();
    if (has_bits) {
      const auto read = std::from_chars(bits_text.data(), end, bits);
      if (read.ec != std::errc{} || read.ptr != end) bits = -1;
    }
    if (!address.has_value() || bits < 0 || bits > bits_max) {
      return Error{ErrorCode::kInvalidInput,
                   Say("不是 IP 地址或网段：{0}", "Not an IP address or network: {0}", entry)};
    }
    proxies.networks_.push_back({*address, is_v4 ? bits + 96 : bits});
  }
  return proxies;
}

bool TrustedProxies::Contains(std::string_view address) const {
  const auto read = ReadAddress(address);
  return read.has_value() && std::ranges::any_of(networks_, [&](const Network& network) {
           return IsWithin(*read, network.address, network.bits);
         });
}

void TrustedProxies::Resolve(std::string_view peer, Request& request) const {
  request.client = peer;
  request.host = request.Header("host");
  if (networks_.empty() || !Contains(peer)) return;
  const std::string forwarded = request.headers.Join("x-forwarded-for");
  std::string_view rest = forwarded;
  while (!rest.empty()) {
    const std::string_view address = TakeLast(rest);
    if (!ReadAddress(address).has_value()) break;
    request.client = address;
    if (!Contains(address)) break;
  }
  std::string_view protocols = request.Header("x-forwarded-proto");
  if (!protocols.empty()) request.is_secure = EqualsIgnoringCase(TakeLast(protocols), "https");
  std::string_view hosts = request.Header("x-forwarded-host");
  const std::string_view host = TakeLast(hosts);
  if (!host.empty() && IsSoundHost(host)) request.host = host;
  const std::string_view id = request.Header("x-request-id");
  if (IsSoundId(id)) request.id = id;
}

bool IsSoundHost(std::string_view host) {
  const auto is_sound = [](char c) {
    return IsDigit(c) || IsAlpha(c) ||
           std::string_view("-._~:[]%").find(c) != std::string_view::npos;
  };
  return !host.empty() && host.size() <= 255 && std::ranges::all_of(host, is_sound);
}

}  // namespace kaogong::http
