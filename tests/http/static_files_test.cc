// SPDX-License-Identifier: Apache-2.0
#include "http/static_files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "http/percent.h"

namespace kaogong::http {
namespace {

class StaticFilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string folder = std::filesystem::temp_directory_path() / "kaogong-static-XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    Write("index.html", "<html>");
    Write("assets/app-1a2b3c4d.js", "0123456789");
    Write("assets/app-1a2b3c4d.js.br", "BR");
    Write("assets/app-1a2b3c4d.js.gz", "GZIP");
    Write("甘溪.txt", "甘");
    Write("large.bin", std::string(5000, 'L'));
    Write("docs/index.html", "docs");
    std::ofstream(folder + "-secret") << "secret";
    StaticOptions options;
    options.cached_bytes_max = 1000;
    auto loaded = StaticFiles::Load(folder_, options);
    ASSERT_TRUE(loaded.ok());
    files_ = std::make_unique<StaticFiles>(std::move(loaded).value());
  }
  void TearDown() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::remove(folder_.string() + "-secret");
  }

  void Write(const std::string& name, std::string_view content) {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name, std::ios::binary) << content;
  }
  Response Serve(std::string_view target, std::initializer_list<NameValue> headers = {}) {
    Request request;
    const auto parsed = ParseTarget(target);
    EXPECT_TRUE(parsed.has_value());
    request.segments = parsed->segments;
    for (const NameValue& header : headers) request.headers.Add(header.name, header.value);
    return files_->Serve(request);
  }
  static std::string BodyOf(const Response& response) {
    if (const auto* shared = std::get_if<SharedBody>(&response.body())) {
      return shared->bytes->substr(shared->offset, shared->size);
    }
    if (const auto* file = std::get_if<FileBody>(&response.body())) {
      return "file " + std::to_string(file->offset) + "+" + std::to_string(file->size);
    }
    return std::get<std::string>(response.body());
  }

  std::filesystem::path folder_;
  std::unique_ptr<StaticFiles> files_;
};

TEST_F(StaticFilesTest, ServesWhatWasThereAtTheStart) {
  const Response app = Serve("/assets/app-1a2b3c4d.js");
  EXPECT_EQ(app.status(), 200);
  EXPECT_EQ(BodyOf(app), "0123456789");
  EXPECT_EQ(app.Find("content-type"), "text/javascript; charset=utf-8");
  EXPECT_EQ(app.Find("cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(app.Find("vary"), "Accept-Encoding");
  EXPECT_EQ(app.Find("content-encoding"), std::nullopt);
  EXPECT_EQ(BodyOf(Serve("/")), "<html>");
  EXPECT_EQ(Serve("/").Find("cache-control"), "no-cache");
  EXPECT_EQ(BodyOf(Serve("/docs/")), "docs");
  EXPECT_EQ(BodyOf(Serve("/%E7%94%98%E6%BA%AA.txt")), "甘");
  EXPECT_EQ(BodyOf(Serve("/large.bin")), "file 0+5000");
  Write("later.txt", "x");
  EXPECT_EQ(Serve("/later.txt").status(), 404);
  EXPECT_EQ(Serve("/assets/app-1a2b3c4d.js.br").status(), 404);
}

TEST_F(StaticFilesTest, ChoosesAPrecompressedFile) {
  const Response br = Serve("/assets/app-1a2b3c4d.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(BodyOf(br), "BR");
  EXPECT_EQ(br.Find("content-encoding"), "br");
  EXPECT_EQ(br.Find("content-type"), "text/javascript; charset=utf-8");
  const Response gzip = Serve("/assets/app-1a2b3c4d.js", {{"Accept-Encoding", "gzip"}});
  EXPECT_EQ(BodyOf(gzip), "GZIP");
  EXPECT_NE(br.Find("etag"), gzip.Find("etag"));
  EXPECT_EQ(Serve("/large.bin", {{"Accept-Encoding", "br"}}).Find("content-encoding"),
            std::nullopt);
}

TEST_F(StaticFilesTest, SaysWhenNothingChanged) {
  const std::string etag(*Serve("/").Find("etag"));
  for (const std::string& header : {etag, "\"x\", W/" + etag, std::string("*")}) {
    const Response response = Serve("/", {{"If-None-Match", header}});
    EXPECT_EQ(response.status(), 304) << header;
    EXPECT_EQ(response.Find("etag"), etag);
  }
  EXPECT_EQ(Serve("/", {{"If-None-Match", "\"x\""}}).status(), 200);
}

TEST_F(StaticFilesTest, ServesOneRange) {
  const std::string path = "/assets/app-1a2b3c4d.js";
  const Response part = Serve(path, {{"Range", "bytes=2-4"}, {"Accept-Encoding", "br"}});
  EXPECT_EQ(part.status(), 206);
  EXPECT_EQ(BodyOf(part), "234");
  EXPECT_EQ(part.Find("content-range"), "bytes 2-4/10");
  EXPECT_EQ(BodyOf(Serve("/large.bin", {{"Range", "bytes=-100"}})), "file 4900+100");
  const Response outside = Serve(path, {{"Range", "bytes=10-"}});
  EXPECT_EQ(outside.status(), 416);
  EXPECT_EQ(outside.Find("content-range"), "bytes */10");
  EXPECT_EQ(Serve(path, {{"Range", "bytes=0-1,3-4"}}).status(), 200);
  const std::string etag(*Serve(path).Find("etag"));
  EXPECT_EQ(Serve(path, {{"Range", "bytes=0-1"}, {"If-Range", etag}}).status(), 206);
  EXPECT_EQ(Serve(path, {{"Range", "bytes=0-1"}, {"If-Range", "\"old\""}}).status(), 200);
}

TEST_F(StaticFilesTest, GivesPagesOfTheFrontEndItsIndex) {
  const NameValue html{"Accept", "text/html,application/xhtml+xml,*/*;q=0.8"};
  EXPECT_EQ(BodyOf(Serve("/schemes/7/edit", {html})), "<html>");
  EXPECT_EQ(Serve("/schemes/7", {html}).Find("cache-control"), "no-cache");
  EXPECT_EQ(Serve("/schemes/7", {{"Accept", "*/*"}}).status(), 404);
  EXPECT_EQ(Serve("/schemes/7.js", {html}).status(), 404);
  EXPECT_EQ(Serve("/assets/missing.js", {html}).status(), 404);
  EXPECT_EQ(Serve("/api/v1/nowhere", {html}).status(), 404);
}

TEST_F(StaticFilesTest, NoticesAFileThatVanished) {
  std::filesystem::remove(folder_ / "large.bin");
  EXPECT_EQ(Serve("/large.bin").status(), 404);
  std::filesystem::create_symlink(folder_.string() + "-secret", folder_ / "large.bin");
  EXPECT_EQ(Serve("/large.bin").status(), 404);
  Write("index.html", "changed");
  EXPECT_EQ(BodyOf(Serve("/")), "<html>");
}

TEST_F(StaticFilesTest, CannotBeLoadedFromNowhere) {
  EXPECT_FALSE(StaticFiles::Load(folder_ / "missing").ok());
}

}  // namespace
}  // namespace kaogong::http
