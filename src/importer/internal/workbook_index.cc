// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/workbook_index.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "importer/internal/excerpt.h"
#include "importer/internal/xml_stream.h"

namespace kaogong::importer {
namespace {

// Excel allows 31 characters; other programs are less strict.
constexpr std::size_t kSheetNameBytesMax = 1024;

struct Relation {
  std::string id;
  std::string type;  // The last word of its URI: worksheet, styles, sharedStrings.
  std::string target;
};

class RelationsHandler : public XmlHandler {
 public:
  explicit RelationsHandler(std::size_t relations_max) : relations_max_(relations_max) {}

  void StartElement(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || attributes.Get("TargetMode") == "External") return;
    // Transitional and strict workbooks have different URIs that end alike.
    const std::string_view type = attributes.Get("Type");
    relations_.push_back({std::string(attributes.Get("Id")),
                          std::string(type.substr(type.rfind('/') + 1)),
                          std::string(attributes.Get("Target"))});
    if (relations_.size() >= relations_max_) Stop();
  }
  void EndElement(std::string_view) override {}
  void Text(std::string_view) override {}

  const std::vector<Relation>& relations() const { return relations_; }

 private:
  std::size_t relations_max_;
  std::vector<Relation> relations_;
};

class WorkbookHandler : public XmlHandler {
 public:
  struct NamedSheet {
    std::string name;
    std::string relation;
    bool is_hidden = false;
  };

  explicit WorkbookHandler(std::size_t sheets_max) : sheets_max_(sheets_max) {}

  void StartElement(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      is_1904_ = attributes.IsTrue("date1904");
    } else if (name == "sheets") {
      is_in_sheets_ = true;
    } else if (name == "sheet" && is_in_sheets_) {
      const std::string_view state = attributes.Get("state");
      sheets_.push_back({std::string(attributes.Get("name")),
                         std::string(attributes.GetLocal("id")),
                         state == "hidden" || state == "veryHidden"});
      if (sheets_.size() > sheets_max_) Stop();
    }
  }
  void EndElement(std::string_view name) override {
    if (name == "sheets") is_in_sheets_ = false;
  }
  void Text(std::string_view) override {}

  const std::vector<NamedSheet>& sheets() const { return sheets_; }
  bool is_1904() const { return is_1904_; }

 private:
  std::size_t sheets_max_;
  std::vector<NamedSheet> sheets_;
  bool is_in_sheets_ = false;
  bool is_1904_ = false;
};

// Returns the part a relation of the part `from` points to: "../a.xml" from "xl/b.xml" is "a.xml".
std::string ResolvePart(std::string_view from, std::string_view target) {
  std::string path;
  if (target.starts_with('/')) {
    path = target.substr(1);
  } else {
    path = from.substr(0, from.rfind('/') + 1);
    path += target;
  }
  std::ranges::replace(path, '\\', '/');  // Written by some programs on Windows.
  std::vector<std::string_view> folders;
  for (std::string_view rest = path; !rest.empty();) {
    const std::size_t size = std::min(rest.find('/'), rest.size());
    const std::string_view folder = rest.substr(0, size);
    rest.remove_prefix(std::min(size + 1, rest.size()));
    if (folder == "..") {
      if (!folders.empty()) folders.pop_back();
    } else if (folder != "." && !folder.empty()) {
      folders.push_back(folder);
    }
  }
  std::string resolved;
  for (const std::string_view folder : folders) {
    if (!resolved.empty()) resolved += '/';
    resolved += folder;
  }
  return resolved;
}

// Returns the part that holds the relations of a part: xl/_rels/workbook.xml.rels.
std::string RelationsPartOf(const std::string& part) {
  const std::size_t slash = part.rfind('/') + 1;  // Zero when there is none.
  return part.substr(0, slash) + "_rels/" + part.substr(slash) + ".rels";
}

Result<std::vector<Relation>> ReadRelations(ZipArchive& archive, const std::string& part) {
  RelationsHandler handler(archive.limits().parts_max);
  KAOGONG_TRY(ReadXmlPart(archive, part, archive.limits().other_part_bytes_max, handler));
  return handler.relations();
}

Error NotAWorkbook(const ZipArchive& archive) {
  const bool is_open_document = archive.Has("content.xml") && archive.Has("mimetype");
  const Text what =
      is_open_document ? Say("OpenDocument文件（.ods）", "an OpenDocument file (.ods)")
      : archive.Has("xl/workbook.bin") ? Say("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)")
      : archive.Has("word/document.xml") ? Say("Word文档", "a Word document")
                                         : Say("压缩文件", "some other zip file");
  return {ErrorCode::kInvalidInput, Say("{0}不是.xlsx工作簿，而是{1}；请另存为.xlsx",
                                        "{0} is not an .xlsx workbook but {2}; save it "
                                        "as .xlsx",
                                        archive.file(), what.zh, what.en)};
}

// Returns the name of the part that is the workbook: nearly always xl/workbook.xml.
Result<std::string> FindWorkbookPart(ZipArchive& archive) {
  const std::string root = "_rels/.rels";
  if (!archive.Has(root)) return NotAWorkbook(archive);
  KAOGONG_TRY_ASSIGN(const std::vector<Relation> relations, ReadRelations(archive, root));
  const auto document = std::ranges::find(relations, "officeDocument", &Relation::type);
  if (document == relations.end()) return NotAWorkbook(archive);
  std::string part = ResolvePart("", document->target);
  if (part.ends_with(".bin") || part.starts_with("word/") || part.starts_with("ppt/")) {
    return NotAWorkbook(archive);
  }
  return part;
}

}  // namespace

Result<WorkbookIndex> ReadWorkbookIndex(ZipArchive& archive) {
  KAOGONG_TRY_ASSIGN(const std::string part, FindWorkbookPart(archive));
  const XlsxLimits& limits = archive.limits();
  WorkbookHandler workbook(limits.sheets_max);
  KAOGONG_TRY(ReadXmlPart(archive, part, limits.other_part_bytes_max, workbook));
  if (workbook.sheets().size() > limits.sheets_max) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("工作簿{}的工作表超过上限{}张", "the workbook {} has more than {} sheets",
                     archive.file(), limits.sheets_max)};
  }
  KAOGONG_TRY_ASSIGN(const std::vector<Relation> relations,
                     ReadRelations(archive, RelationsPartOf(part)));
  WorkbookIndex index;
  index.date_system = workbook.is_1904() ? ExcelSystem::k1904 : ExcelSystem::k1900;
  for (const Relation& relation : relations) {
    if (relation.type == "sharedStrings") {
      index.shared_strings_part = ResolvePart(part, relation.target);
    } else if (relation.type == "styles") {
      index.styles_part = ResolvePart(part, relation.target);
    }
  }
  for (const WorkbookHandler::NamedSheet& sheet : workbook.sheets()) {
    const auto relation = std::ranges::find(relations, sheet.relation, &Relation::id);
    const bool is_named = !sheet.name.empty() && sheet.name.size() <= kSheetNameBytesMax;
    if (relation == relations.end() || !is_named) {
      return Error{
          ErrorCode::kInvalidInput,
          Say("工作簿{}已损坏：工作表“{}”没有内容部件，或名称不对",
              "the workbook {} is damaged: no part belongs to the sheet \"{}\", or its name "
              "is none",
              archive.file(), Excerpt(sheet.name))};
    }
    if (relation->type != "worksheet") continue;
    index.sheets.push_back({sheet.name, ResolvePart(part, relation->target), sheet.is_hidden});
  }
  return index;
}

}  // namespace kaogong::importer
