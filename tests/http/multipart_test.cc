// SPDX-License-Identifier: Apache-2.0
#include "http/multipart.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace kaogong::http {
namespace {

// Writes down what it is given.
class Recorder : public PartHandler {
 public:
  Result<void> Begin(const PartHead& head) override {
    text += "<" + head.name + "|" + head.file_name.value_or("-") + "|" + head.content_type + ">";
    return {};
  }
  Result<void> Take(std::string_view bytes) override {
    text += bytes;
    return {};
  }
  Result<void> End() override {
    text += "</>";
    return {};
  }

  std::string text;
};

// Feeds the body in pieces of a size and returns what came, or "error".
std::string ReadInPieces(std::string_view body, std::size_t size) {
  Recorder recorder;
  MultipartReader reader("b", recorder);
  while (!body.empty()) {
    if (!reader.Feed(body.substr(0, size)).ok()) return "error";
    body.remove_prefix(std::min(size, body.size()));
  }
  return reader.Finish().ok() ? recorder.text : "error";
}

constexpr std::string_view kTwoParts =
    "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--two\r\n-\r\n"
    "--b\r\ncontent-disposition:form-data;name=f; filename=\"C:\\dir\\甘溪 \\\"1\\\".xlsx\"\r\n"
    "Content-Type: application/x\r\nX-Other: y\r\n\r\n\r\n\r\n--b--\r\n";

TEST(Multipart, ReadsPartsInPiecesOfAnySize) {
  const std::string want = "<a|-|>one\r\n--two\r\n-</><f|甘溪 \"1\".xlsx|application/x>\r\n</>";
  for (std::size_t size = 1; size <= kTwoParts.size(); ++size) {
    EXPECT_EQ(ReadInPieces(kTwoParts, size), want) << size;
  }
}

TEST(Multipart, ReadsABodyWithoutParts) { EXPECT_EQ(ReadInPieces("--b--", 1), ""); }

TEST(Multipart, TakesOnlyTheLastPieceOfAFileName) {
  const auto name_of = [](const std::string& parameter) {
    return ReadInPieces(
        "--b\r\nContent-Disposition: form-data; name=x; " + parameter + "\r\n\r\n\r\n--b--", 100);
  };
  EXPECT_EQ(name_of("filename=\"../../etc/passwd\""), "<x|passwd|></>");
  EXPECT_EQ(name_of("filename=\"\""), "<x||></>");
  EXPECT_EQ(name_of("filename=\"a%22b\""), "<x|a\"b|></>");
  EXPECT_EQ(name_of("filename=a.txt"), "<x|a.txt|></>");
}

TEST(Multipart, RefusesWhatIsMalformed) {
  const std::string part = "--b\r\nContent-Disposition: form-data; name=x\r\n\r\ny";
  for (const std::string& body :
       {std::string(),
        std::string("--"),
        std::string("--c--"),
        std::string("preamble\r\n--b--"),
        std::string("--b"),
        std::string("--b\n"),
        std::string("--bb\r\n"),
        part,
        part + "\r\n--b",
        part + "\r\n--b\r\n",
        part + "\r\n--b--epilogue",
        part + "\r\n--b--\r\nx",
        std::string("--b\r\n\r\nx\r\n--b--"),
        std::string("--b\r\nX: y\r\n\r\nx\r\n--b--"),
        std::string("--b\r\nContent-Disposition: attachment; name=x\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data; name=\"x\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data; name=x; name=y\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data; name=\xff\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data; name=\"a\tb\"\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data; name=x\r\n folded\r\n\r\n\r\n--b--"),
        std::string("--b\r\nContent-Disposition: form-data; name=x\r\n"
                    "Content-Transfer-Encoding: base64\r\n\r\n\r\n--b--")}) {
    EXPECT_EQ(ReadInPieces(body, 7), "error") << body;
  }
}

TEST(Multipart, LimitsHeadsAndParts) {
  const std::string long_head = "--b\r\nContent-Disposition: form-data; name=x\r\nX: " +
                                std::string(MultipartReader::kHeadBytesMax, 'x');
  EXPECT_EQ(ReadInPieces(long_head + "\r\n\r\n\r\n--b--", 1000), "error");
  std::string many;
  for (std::size_t i = 0; i <= MultipartReader::kPartsMax; ++i) {
    many += "--b\r\nContent-Disposition: form-data; name=x\r\n\r\ny\r\n";
  }
  EXPECT_EQ(ReadInPieces(many + "--b--", 1000), "error");
}

TEST(Multipart, FindsTheBoundary) {
  EXPECT_EQ(MultipartBoundary("multipart/form-data; boundary=abc"), "abc");
  EXPECT_EQ(MultipartBoundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b=c\""), "a b=c");
  for (const std::string& type :
       {std::string("multipart/mixed; boundary=a"), std::string("multipart/form-data"),
        std::string("multipart/form-data; boundary="),
        std::string("multipart/form-data; boundary=\"\""),
        std::string("multipart/form-data; boundary=a; boundary=b"),
        std::string("multipart/form-data; boundary=\"a\r\nb\""),
        std::string("multipart/form-data; boundary=" + std::string(71, 'a'))}) {
    EXPECT_EQ(MultipartBoundary(type), std::nullopt) << type;
  }
}

}  // namespace
}  // namespace kaogong::http
