// SPDX-License-Identifier: Apache-2.0
// The literate document of a regulation: Markdown whose headings are articles and whose fenced
// blocks hold the rules that implement the article they stand under.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "scheme/scheme.h"

namespace kaogong::regulation {

// A file of the regulation's folder, already read; `path` is what messages show.
struct SourceFile {
  std::string path;
  std::string text;
};

// A fenced block of rules.
struct RuleBlock {
  int article = 0;  // Index into Document::articles.
  std::string file;
  int line = 0;  // Of its first line of rules.
  std::string text;
};

struct Document {
  std::map<std::string, std::string> header;  // Front matter: title, version, effective …
  std::vector<scheme::Article> articles;
  std::vector<RuleBlock> blocks;
};

// Reads the files in order as one document. Every heading with text or a fence directly under it
// is an article. Fences: ```规则 (rule) hold rules; ```说明 (informative) and ```未编码
// (not-modelled) mark an article that needs no rule, with the reason; other fences are text.
// A heading may end in {说明} or {informative} instead.
Document ReadDocument(const std::vector<SourceFile>& files, Issues* issues);

// Returns the names under 共用 (shared) in the header: parameter files that stand beside several
// regulations.
std::vector<std::string> SharedFilesOf(const std::vector<SourceFile>& files);

}  // namespace kaogong::regulation
