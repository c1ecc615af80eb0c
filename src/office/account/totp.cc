// SPDX-License-Identifier: Apache-2.0
#include "office/account/totp.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <vector>

#include "base/result.h"

namespace kaogong::office {

namespace {

constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::int64_t kStepSeconds = 30;

std::string EncodeBase32(std::span<const std::byte> bytes) {
  std::string text;
  unsigned held = 0;
  int bits = 0;
  for (const std::byte byte : bytes) {
    held = (held << 8U) | std::to_integer<unsigned>(byte);
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(kBase32[(held >> (bits - 5)) & 31U]);
  }
  if (bits > 0) text.push_back(kBase32[(held << (5 - bits)) & 31U]);
  return text;
}

std::vector<unsigned char> DecodeBase32(std::string_view text) {
  std::vector<unsigned char> bytes;
  unsigned held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kBase32.find(c);
    if (value == std::string_view::npos) continue;
    held = (held << 5U) | static_cast<unsigned>(value);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<unsigned char>((held >> bits) & 255U));
  }
  return bytes;
}

std::string PercentEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    encoded += is_plain ? std::string(1, c)
                        : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace

std::string MakeTotpSecret(SecretSource& secrets) {
  std::array<std::byte, 20> bytes{};
  secrets.Fill(bytes);
  return EncodeBase32(bytes);
}

std::string TotpUri(std::string_view secret, std::string_view login, std::string_view issuer) {
  const std::string name = PercentEncoded(issuer);
  return fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}", name, PercentEncoded(login), secret,
                     name);
}

std::string TotpCode(std::string_view secret, std::int64_t step) {
  const std::vector<unsigned char> key = DecodeBase32(secret);
  std::array<unsigned char, 8> counter{};
  for (std::size_t i = 0; i < 8; ++i) {
    counter[7 - i] = static_cast<unsigned char>((step >> (8 * i)) & 255);
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  const auto* const made = HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), counter.data(),
                                counter.size(), digest.data(), &size);
  KAOGONG_ASSERT(made != nullptr && size == 20);
  const std::size_t at = digest[19] & 15U;
  const std::uint32_t number = ((digest[at] & 127U) << 24U) |
                               (static_cast<std::uint32_t>(digest[at + 1]) << 16U) |
                               (static_cast<std::uint32_t>(digest[at + 2]) << 8U) | digest[at + 3];
  return fmt::format("{:06}", number % 1'000'000);
}

std::optional<std::int64_t> TotpStepOf(std::string_view secret, std::string_view code, Instant now,
                                       std::int64_t step_used) {
  const std::int64_t present = now.seconds_since_epoch() / kStepSeconds;
  // All three are compared in any case, so that the time taken tells nothing.
  std::optional<std::int64_t> found;
  for (std::int64_t step = present - 1; step <= present + 1; ++step) {
    if (TotpCode(secret, step) == code && step > step_used) found = step;
  }
  return found;
}

}  // namespace kaogong::office
