// SPDX-License-Identifier: Apache-2.0
#include "office/account/password.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <semaphore>

#include "base/result.h"
#include "base/utf8.h"

namespace kaogong::office {

namespace {

constexpr unsigned long long kOperations = 3;
constexpr std::size_t kMemoryBytes = std::size_t{32} << 20U;

std::counting_semaphore<2> hashing(2);

class Turn {
 public:
  Turn() { hashing.acquire(); }
  ~Turn() { hashing.release(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
};

void Prepare() {
  static const int ready = sodium_init();
  KAOGONG_ASSERT(ready >= 0);
}

// Of the passwords seen most often in leaked lists, those long enough to pass otherwise, and what
// offices here hand out.
constexpr std::array<std::string_view, 24> kCommon = {
    "1234567890", "0123456789", "0987654321", "1q2w3e4r5t", "qwertyuiop", "1qaz2wsx3edc",
    "password123", "password1234", "passw0rd123", "admin123456", "administrator", "iloveyou123",
    "woaini1314", "woaini5201314", "a123456789", "abc1234567", "abcd123456", "abcdefghij",
    "qwer123456", "kaogong123", "kaogong2026", "kaoping123", "jixiao123456", "zxcvbnm123"};

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

// True when it is a shorter piece written again and again.
bool IsRepeated(std::string_view text) {
  for (std::size_t size = 1; size <= text.size() / 3; ++size) {
    bool is_same = true;
    for (std::size_t i = size; i < text.size() && is_same; ++i) is_same = text[i] == text[i - size];
    if (is_same) return true;
  }
  return false;
}

}  // namespace

std::string HashPassword(std::string_view password) {
  Prepare();
  const Turn turn;
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  const int done = crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), kOperations,
                                         kMemoryBytes, crypto_pwhash_ALG_ARGON2ID13);
  // It fails only for want of memory.
  KAOGONG_ASSERT(done == 0);
  return std::string(hash.data());
}

bool VerifyPassword(const std::string& hash, std::string_view password) {
  Prepare();
  if (password.size() > kPasswordBytesMax) return false;
  static const std::string nobody = HashPassword("nobody's password");
  const Turn turn;
  const std::string& against = hash.empty() ? nobody : hash;
  const bool is_right =
      crypto_pwhash_str_verify(against.c_str(), password.data(), password.size()) == 0;
  return is_right && !hash.empty();
}

std::vector<Text> CheckPasswordPolicy(std::string_view password, std::string_view login,
                                      std::string_view name) {
  std::vector<Text> findings;
  if (password.size() > kPasswordBytesMax) {
    findings.push_back(Say("密码过长", "The password is too long"));
    return findings;
  }
  if (CountCodePoints(password) < kPasswordCharactersMin) {
    findings.push_back(Say("密码至少要有 {} 个字符", "A password has at least {} characters",
                           kPasswordCharactersMin));
  }
  const std::string lower = Lower(password);
  const auto contains = [&](std::string_view part) {
    return CountCodePoints(part) >= 2 && lower.find(Lower(part)) != std::string::npos;
  };
  if (contains(login) || contains(name)) {
    findings.push_back(Say("密码不能包含登录名或姓名",
                           "A password must not contain the login or the name"));
  }
  if (std::ranges::find(kCommon, lower) != kCommon.end() || IsRepeated(lower)) {
    findings.push_back(Say("这个密码太常见，容易被猜中", "This password is too common to be safe"));
  }
  return findings;
}

std::string MakeInitialPassword(SecretSource& secrets) {
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789z";  // 32 of them.
  static_assert(kLetters.size() == 32);
  std::array<std::byte, 16> bytes{};
  secrets.Fill(bytes);
  std::string password;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i != 0 && i % 4 == 0) password.push_back('-');
    password.push_back(kLetters[std::to_integer<std::size_t>(bytes[i]) % kLetters.size()]);
  }
  return password;
}

}  // namespace kaogong::office
