// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace kaogong {

// Sha256 takes bytes in any number of pieces and gives their SHA-256 digest.
class Sha256 {
 public:
  Sha256();
  void Update(std::string_view bytes);
  // Returns the digest of everything so far as 64 lower-case hexadecimal digits and begins anew.
  std::string TakeHex();

 private:
  struct Free {
    void operator()(evp_md_ctx_st* context) const;
  };
  std::unique_ptr<evp_md_ctx_st, Free> context_;
};

// Returns the SHA-256 digest of the bytes as 64 lower-case hexadecimal digits.
std::string Sha256Hex(std::string_view bytes);

}  // namespace kaogong
