// SPDX-License-Identifier: Apache-2.0
#include "base/sha256.h"

#include <gtest/gtest.h>

#include <vector>

namespace kaogong {
namespace {

struct Vector {
  std::string message;
  std::string_view digest;
};

// FIPS 180-4 examples, the empty message, and both sides of the padding and block boundaries.
std::vector<Vector> Vectors() {
  return {
      {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
      {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
      {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
      {std::string(55, 'a'), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
      {std::string(56, 'a'), "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
      {std::string(64, 'a'), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
      {std::string(1'000'000, 'a'),
       "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
  };
}

TEST(Sha256, AgreesWithPublishedVectors) {
  for (const auto& [message, digest] : Vectors()) EXPECT_EQ(Sha256Hex(message), digest);
}

TEST(Sha256, DoesNotSeeWhereThePiecesWereCut) {
  for (const auto& [message, digest] : Vectors()) {
    for (const std::size_t piece : {1U, 63U, 64U, 65U, 4096U}) {
      if (message.size() / piece > 100'000) continue;
      Sha256 sha256;
      for (std::size_t at = 0; at < message.size(); at += piece) {
        sha256.Update(std::string_view(message).substr(at, piece));
      }
      EXPECT_EQ(sha256.TakeHex(), digest) << message.size() << " in pieces of " << piece;
    }
  }
}

TEST(Sha256, BeginsAnewAfterTheDigestIsTaken) {
  Sha256 sha256;
  sha256.Update("something else");
  sha256.TakeHex();
  sha256.Update("abc");
  EXPECT_EQ(sha256.TakeHex(), Sha256Hex("abc"));
  EXPECT_EQ(sha256.TakeHex(), Sha256Hex(""));
}

}  // namespace
}  // namespace kaogong
