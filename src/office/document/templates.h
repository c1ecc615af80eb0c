// SPDX-License-Identifier: Apache-2.0
// Templates (模板) of documents: those that come with the program, and those that the office edits in
// Word and uploads. Every upload is a version that is kept; documents name the one they are made from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document/catalogue.h"
#include "office/document/shelf.h"

namespace kaogong::office::documents {

inline constexpr std::uint64_t kTemplateBytesMax = std::uint64_t{8} << 20U;
inline constexpr std::size_t kTemplateTitleMax = 100;

// Stored and on the wire: whole, assessee, paid.
std::string_view NameOf(document::Subject subject);
std::optional<document::Subject> SubjectNamed(std::string_view name);

struct TemplateVersion {
  int number = 0;
  std::string file_name;
  std::int64_t size = 0;
  std::string sha256;
  std::string uploaded_by;
  std::string uploaded_at;
};

struct TemplateView {
  std::string key;  // scorecard, or the id of one of the office's.
  Text title;
  document::Subject subject = document::Subject::kWhole;
  document::Making making = document::Making::kTemplate;
  bool is_archived = false;
  std::vector<TemplateVersion> versions;  // The newest first; none of shipped ones.
  std::int64_t version = 0;               // 0 of shipped ones.

  bool is_shipped() const { return version == 0; }
};

// For who drafts documents.
Result<std::vector<TemplateView>> ListTemplates(Shelf& shelf, const Actor& actor,
                                                bool with_archived);
Result<TemplateView> GetTemplate(Shelf& shelf, const Actor& actor, std::string_view key);

struct NewTemplate {
  std::string title;
  document::Subject subject = document::Subject::kWhole;
  std::string file_name;
  std::string bytes;
};
// Errors: kInvalidInput with `issues` (line: paragraph) when the file has mistakes, with faults for
// the rest; kConflict when the title is taken.
Result<TemplateView> AddTemplate(Shelf& shelf, const Actor& actor, const NewTemplate& wanted,
                                 Issues* issues);
Result<TemplateView> AddTemplateVersion(Shelf& shelf, const Actor& actor, std::string_view key,
                                        std::string_view file_name, std::string_view bytes,
                                        Issues* issues);
struct TemplateChange {
  std::int64_t version = 0;
  std::optional<std::string> title;
  std::optional<bool> is_archived;
};
Result<TemplateView> ChangeTemplate(Shelf& shelf, const Actor& actor, std::string_view key,
                                    const TemplateChange& wanted);

struct TemplateFile {
  std::string name;
  std::string bytes;
};
// The original; the newest version unless a number is given. Errors: kNotFound, also for a template
// that is written by rules and has no file.
Result<TemplateFile> GetTemplateFile(Shelf& shelf, const Actor& actor, std::string_view key,
                                     std::optional<int> number);

// --- For the neighbours

struct OpenedTemplate {
  std::string reference;  // scorecard; 17/2: version 2 of template 17.
  Text title;
  document::Subject subject = document::Subject::kWhole;
  std::optional<document::Template> form;  // Nothing: the annual report, written by rules.
};
// Opens a template by key (its newest version) or reference. Errors: kNotFound; kConflict when it is
// archived and named by its key.
Result<OpenedTemplate> OpenTemplate(Shelf& shelf, const Session& session, std::string_view key);

}  // namespace kaogong::office::documents
