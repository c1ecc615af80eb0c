// SPDX-License-Identifier: Apache-2.0
#include "regulation/document.h"

#include <algorithm>
#include <optional>

#include "base/utf8.h"

namespace kaogong::regulation {
namespace {

using scheme::Article;

constexpr std::size_t kLineMax = 1 << 20;  // Bytes of one line; longer ones are no regulation.

enum class Fence { kText, kRule, kInformative, kNotModelled };

Fence FenceOf(std::string_view info) {
  info = Trim(info);
  if (info == "规则" || info == "rule") return Fence::kRule;
  if (info == "说明" || info == "informative") return Fence::kInformative;
  if (info == "未编码" || info == "not-modelled") return Fence::kNotModelled;
  return Fence::kText;
}

// Returns 第五条 of "第五条 计分"; the whole heading when it has no number.
std::string ArticleNumber(std::string_view heading) {
  constexpr std::string_view kOrdinal = "第";
  constexpr std::string_view kArticle = "条";
  if (heading.starts_with(kOrdinal)) {
    const std::size_t end = heading.find(kArticle);
    if (end != std::string_view::npos && end < 40) {
      return std::string(heading.substr(0, end + kArticle.size()));
    }
  }
  return std::string(heading.substr(0, heading.find(' ')));
}

class Reader {
 public:
  Reader(Document* document, Issues* issues) : document_(document), issues_(issues) {}

  void Read(const SourceFile& file) {
    file_ = &file;
    if (const auto bad = FindInvalidUtf8(file.text)) {
      Place place = PlaceAt(
          1 + static_cast<int>(std::count(
                  file.text.begin(), file.text.begin() + static_cast<std::ptrdiff_t>(*bad), '\n')));
      issues_->Error("regulation.bad-utf8", place,
                     Say("第{}字节不是合法的 UTF-8 文字", "byte {} is not valid UTF-8", *bad + 1),
                     Say("请另存为 UTF-8 编码", "save the file as UTF-8"));
      return;
    }
    std::string_view rest = file.text;
    if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
    line_ = 0;
    bool in_header = false;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      ++line_;
      if (line.size() > kLineMax) {
        issues_->Error("regulation.line-too-long", PlaceAt(line_),
                       Say("这一行有{}字节，超过上限{}", "the line has {} bytes, more than {}",
                           line.size(), kLineMax),
                       Say("请检查文件是否损坏，或分成几行", "check the file, or split the line"));
        continue;
      }
      if (line_ == 1 && line == "---") {
        in_header = true;
      } else if (in_header) {
        in_header = line != "---" && Header(line);
      } else {
        Line(line);
      }
    }
    if (fence_open_) {
      issues_->Error("regulation.unclosed-fence", PlaceAt(fence_line_),
                     Say("代码块没有结束", "the fenced block is not closed"),
                     Say("请在块后加一行 ```", "add a line ``` after it"));
      CloseFence();
    }
  }

 private:
  Place PlaceAt(int line) const {
    Place place;
    place.file = file_->path;
    place.line = line;
    if (!document_->articles.empty()) place.article = document_->articles.back().number;
    return place;
  }

  bool Header(std::string_view line) {
    const std::string_view trimmed = Trim(line);
    if (trimmed.empty() || trimmed.starts_with('#')) return true;
    const std::size_t colon = trimmed.find(':');
    if (colon == std::string_view::npos) {
      issues_->Error(
          "regulation.bad-header", PlaceAt(line_),
          Say("文首信息应写成“项目: 内容”", "the header consists of lines 'key: value'"));
      return true;
    }
    std::string_view value = Trim(trimmed.substr(colon + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    document_->header[std::string(Trim(trimmed.substr(0, colon)))] = std::string(value);
    return true;
  }

  void Line(std::string_view line) {
    if (line.starts_with("```")) {
      if (fence_open_) {
        CloseFence();
      } else {
        OpenFence(line.substr(3));
      }
    } else if (fence_open_) {
      fence_text_.append(line).push_back('\n');
    } else if (line.starts_with('#')) {
      Heading(line);
    } else if (!Trim(line).empty()) {
      std::string& text = CurrentArticle().text;
      text.append(line).push_back('\n');
    }
  }

  void Heading(std::string_view line) {
    std::string_view heading =
        Trim(line.substr(std::min(line.find_first_not_of('#'), line.size())));
    heading_status_ = Article::Status::kUnmarked;
    for (const std::string_view mark : {"{说明}", "{informative}"}) {
      if (heading.ends_with(mark)) {
        heading_status_ = Article::Status::kInformative;
        heading = Trim(heading.substr(0, heading.size() - mark.size()));
      }
    }
    heading_ = std::string(heading);
    heading_line_ = line_;
    has_article_ = false;
  }

  // Returns the article of the current heading, which becomes one by having content.
  Article& CurrentArticle() {
    if (!has_article_) {
      Article article;
      article.number = heading_.empty() ? "文首" : ArticleNumber(heading_);
      article.title = heading_.empty() ? "文首" : heading_;
      article.status = heading_.empty() ? Article::Status::kInformative : heading_status_;
      article.file = file_->path;
      article.line = std::max(heading_line_, 1);
      document_->articles.push_back(std::move(article));
      has_article_ = true;
    }
    return document_->articles.back();
  }

  void OpenFence(std::string_view info) {
    CurrentArticle();
    fence_open_ = true;
    fence_ = FenceOf(info);
    fence_line_ = line_;
    fence_text_.clear();
  }

  void CloseFence() {
    fence_open_ = false;
    Article& article = CurrentArticle();
    switch (fence_) {
      case Fence::kRule:
        if (heading_.empty()) {
          issues_->Error("regulation.rule-outside-article", PlaceAt(fence_line_),
                         Say("规则必须写在某一条之下", "a rule must stand under an article"),
                         Say("请在前面加标题，如“## 第一条 …”",
                             "put a heading such as '## 第一条 …' before it"));
        }
        article.status = Article::Status::kEncoded;
        document_->blocks.push_back({static_cast<int>(document_->articles.size()) - 1, file_->path,
                                     fence_line_ + 1, fence_text_});
        break;
      case Fence::kInformative:
      case Fence::kNotModelled:
        if (article.status == Article::Status::kUnmarked) {
          article.status = fence_ == Fence::kInformative ? Article::Status::kInformative
                                                         : Article::Status::kNotModelled;
        }
        article.reason = std::string(Trim(fence_text_));
        if (fence_ == Fence::kNotModelled && article.reason.empty()) {
          issues_->Error("regulation.no-reason", PlaceAt(fence_line_),
                         Say("“未编码”必须写明原因", "a not-modelled article must say why"));
        }
        break;
      case Fence::kText:
        article.text += fence_text_;
        break;
    }
  }

  Document* document_;
  Issues* issues_;
  const SourceFile* file_ = nullptr;
  int line_ = 0;
  std::string heading_;
  int heading_line_ = 0;
  Article::Status heading_status_ = Article::Status::kUnmarked;
  bool has_article_ = false;
  bool fence_open_ = false;
  Fence fence_ = Fence::kText;
  int fence_line_ = 0;
  std::string fence_text_;
};

}  // namespace

Document ReadDocument(const std::vector<SourceFile>& files, Issues* issues) {
  Document document;
  Reader reader(&document, issues);
  for (const SourceFile& file : files) reader.Read(file);
  return document;
}

std::vector<std::string> SharedFilesOf(const std::vector<SourceFile>& files) {
  Issues ignored;
  const Document document = ReadDocument(files, &ignored);
  std::vector<std::string> names;
  for (const char* key : {"共用", "shared"}) {
    const auto found = document.header.find(key);
    if (found == document.header.end()) continue;
    std::string text = found->second;
    for (std::size_t at = text.find("，"); at != std::string::npos; at = text.find("，", at))
      text.replace(at, std::string_view("，").size(), ",");
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      const std::string_view name = Trim(std::string_view(text).substr(begin, end - begin));
      if (!name.empty()) names.emplace_back(name);
      begin = end + 1;
    }
  }
  return names;
}

}  // namespace kaogong::regulation
