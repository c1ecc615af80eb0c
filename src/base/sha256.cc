// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <openssl/evp.h>

#include <array>

#include "base/result.h"

namespace kaogong {
namespace {

// Only a broken OpenSSL or exhausted memory makes these calls fail, and nobody can go on then.
void Begin(EVP_MD_CTX* context) {
  KAOGONG_ASSERT(EVP_DigestInit_ex(context, EVP_sha256(), nullptr) == 1);
}

}  // namespace

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
  KAOGONG_ASSERT(context_ != nullptr);
  Begin(context_.get());
}

void Sha256::Update(std::string_view bytes) {
  KAOGONG_ASSERT(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
}

std::string Sha256::TakeHex() {
  std::array<unsigned char, 32> digest{};
  KAOGONG_ASSERT(EVP_DigestFinal_ex(context_.get(), digest.data(), nullptr) == 1);
  Begin(context_.get());
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * digest.size());
  for (const unsigned byte : digest) {
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 0xFU]);
  }
  return hex;
}

std::string Sha256Hex(std::string_view bytes) {
  Sha256 sha256;
  sha256.Update(bytes);
  return sha256.TakeHex();
}

}  // namespace kaogong
