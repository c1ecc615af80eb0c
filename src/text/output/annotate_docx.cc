// SPDX-License-Identifier: Apache-2.0
// Puts comments into a DOCX by splicing into its XML: a run is closed and opened again around the
// words, everything else stays byte for byte.
#include <expat.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "text/archive.h"
#include "text/output/check_output.h"
#include "text/output/html_text.h"
#include "text/readers/entity.h"

namespace kaogong::text {
namespace {

constexpr std::size_t kPartBytesMax = std::size_t{256} << 20U;
constexpr std::string_view kDocument = "word/document.xml";
constexpr std::string_view kComments = "word/comments.xml";
constexpr std::string_view kNamespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
constexpr std::string_view kStrict = "http://purl.oclc.org/ooxml/wordprocessingml/main";

Error Unfit() {
  return Error{ErrorCode::kInvalidInput, Say("这个文档无法加批注", "this document cannot take comments")};
}

// One w:t in the bytes of the part.
struct Node {
  std::size_t begin = 0;             // Of its content.
  std::size_t end = 0;
  std::size_t properties_begin = 0;  // Of its run's w:rPr; both zero when there is none.
  std::size_t properties_end = 0;
};

// Finds the text nodes of a part, in the order in which the reader numbers them.
class NodeFinder {
 public:
  explicit NodeFinder(const std::string& xml)
      : xml_(xml), parser_(XML_ParserCreateNS(nullptr, '|'), &XML_ParserFree) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &OnStart, &OnEnd);
  }

  bool Run() {
    return xml_.size() < kPartBytesMax &&
           XML_Parse(parser_.get(), xml_.data(), static_cast<int>(xml_.size()), 1) == XML_STATUS_OK;
  }

  const std::vector<Node>& nodes() const { return nodes_; }
  // The prefix of WordprocessingML in this part, with its colon: "w:".
  const std::string& prefix() const { return prefix_; }

 private:
  static std::string_view LocalName(std::string_view name) {
    for (const std::string_view space : {kNamespace, kStrict}) {
      if (name.starts_with(space)) return name.substr(space.size() + 1);
    }
    return {};
  }

  std::size_t Here() const { return static_cast<std::size_t>(XML_GetCurrentByteIndex(parser_.get())); }
  std::size_t After() const { return Here() + static_cast<std::size_t>(XML_GetCurrentByteCount(parser_.get())); }

  static void OnStart(void* data, const XML_Char* name, const XML_Char**) {
    static_cast<NodeFinder*>(data)->Start(LocalName(name));
  }
  static void OnEnd(void* data, const XML_Char* name) { static_cast<NodeFinder*>(data)->End(LocalName(name)); }

  void Start(std::string_view name) {
    if (name == "r") {
      run_ = {};
    } else if (name == "rPr") {
      run_.properties_begin = Here();
    } else if (name == "t") {
      if (prefix_.empty()) TakePrefix();
      node_ = run_;
      node_.begin = After();
    }
  }

  void End(std::string_view name) {
    if (name == "rPr") {
      run_.properties_end = After();
    } else if (name == "t") {
      // <w:t/> has no content: begin lies behind the end tag that is none.
      node_.end = std::max(Here(), node_.begin);
      nodes_.push_back(node_);
    }
  }

  void TakePrefix() {
    const std::size_t colon = xml_.find_first_of(": >/", Here());
    prefix_ = xml_[colon] == ':' ? xml_.substr(Here() + 1, colon - Here()) : "";
    if (prefix_.empty()) prefix_ = " ";
  }

  const std::string& xml_;
  std::unique_ptr<XML_ParserStruct, void (*)(XML_Parser)> parser_;
  std::vector<Node> nodes_;
  Node run_;
  Node node_;
  std::string prefix_;
};

// The byte of the raw XML where the character at `offset` of the node's text begins.
std::size_t RawOffset(const std::string& xml, const Node& node, std::size_t offset) {
  std::size_t at = node.begin;
  std::size_t decoded = 0;
  while (at < node.end && decoded < offset) {
    const Entity entity = xml[at] == '&' ? EntityAt(xml, at) : Entity();
    at += entity.length > 0 ? entity.length : 1;
    decoded += entity.length > 0 ? entity.text.size() : 1;
  }
  return std::min(at, node.end);
}

struct Insertion {
  std::size_t at = 0;
  std::string xml;
};

struct Comment {
  int id = 0;
  std::string text;
};

// Writes the pieces that go into document.xml.
class Splicer {
 public:
  Splicer(const std::string& xml, const NodeFinder& finder)
      : xml_(xml), nodes_(finder.nodes()), prefix_(finder.prefix() == " " ? "" : finder.prefix()) {}

  // Marks the range for comment `id`. False when the range is not in the part.
  bool Mark(const SourcePosition& first, const SourcePosition& last_end, int id) {
    if (first.node >= nodes_.size() || last_end.node >= nodes_.size()) return false;
    const std::string number = " " + prefix_ + "id=\"" + std::to_string(id) + "\"";
    Break(first, Tag("commentRangeStart" + number + "/"));
    Break(last_end, Tag("commentRangeEnd" + number + "/") + Tag("r") + Tag("commentReference" + number + "/") +
                        Tag("/r"));
    return true;
  }

  std::string Result() {
    std::stable_sort(insertions_.begin(), insertions_.end(),
                     [](const Insertion& a, const Insertion& b) { return a.at < b.at; });
    std::string spliced;
    std::size_t at = 0;
    for (const Insertion& insertion : insertions_) {
      spliced.append(xml_, at, insertion.at - at);
      spliced += insertion.xml;
      at = insertion.at;
    }
    spliced.append(xml_, at, std::string::npos);
    return spliced;
  }

 private:
  std::string Tag(std::string_view name) const {
    const bool is_closing = name.starts_with('/');
    return std::string(is_closing ? "</" : "<") + prefix_ + std::string(is_closing ? name.substr(1) : name) + ">";
  }

  // Ends the run at the position, puts `between` there and begins a run like it.
  void Break(const SourcePosition& position, const std::string& between) {
    const Node& node = nodes_[position.node];
    std::string xml = Tag("/t") + Tag("/r") + between + Tag("r");
    xml.append(xml_, node.properties_begin, node.properties_end - node.properties_begin);
    xml += Tag("t xml:space=\"preserve\"");
    insertions_.push_back({RawOffset(xml_, node, position.offset), std::move(xml)});
  }

  const std::string& xml_;
  const std::vector<Node>& nodes_;
  std::string prefix_;
  std::vector<Insertion> insertions_;
};

// The largest comment number in the part, so that ours come after.
int LargestId(const std::string& xml) {
  int largest = -1;
  for (std::size_t at = xml.find(":id=\""); at != std::string::npos; at = xml.find(":id=\"", at + 1)) {
    int value = 0;
    for (std::size_t i = at + 5; i < xml.size() && xml[i] >= '0' && xml[i] <= '9' && value < 100'000'000; ++i) {
      value = value * 10 + (xml[i] - '0');
    }
    largest = std::max(largest, value);
  }
  return largest;
}

std::string CommentsXml(const std::string& existing, const std::vector<Comment>& comments) {
  std::string list;
  for (const Comment& comment : comments) {
    list += "<w:comment xmlns:w=\"" + std::string(kNamespace) + "\" w:id=\"" + std::to_string(comment.id) +
            "\" w:author=\"考功\" w:initials=\"考\"><w:p><w:r><w:t xml:space=\"preserve\">" +
            Escape(comment.text) + "</w:t></w:r></w:p></w:comment>";
  }
  if (const std::size_t end = existing.rfind("</"); end != std::string::npos) {
    return existing.substr(0, end) + list + existing.substr(end);
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:comments xmlns:w=\"" +
         std::string(kNamespace) + "\">" + list + "</w:comments>";
}

// Inserts `element` before the closing tag of the part's root unless `mark` is there already.
bool AddElement(std::string& xml, std::string_view mark, const std::string& element) {
  if (xml.find(mark) != std::string::npos) return true;
  const std::size_t end = xml.rfind("</");
  if (end == std::string::npos) return false;
  xml.insert(end, element);
  return true;
}

constexpr std::string_view kRelations = "word/_rels/document.xml.rels";

bool DeclareComments(std::vector<ArchiveEntry>& entries) {
  // A document that refers to nothing may be without.
  if (std::ranges::find(entries, kRelations, &ArchiveEntry::name) == entries.end()) {
    entries.push_back({std::string(kRelations),
                       "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
                       "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
                       "</Relationships>"});
  }
  bool has_types = false;
  bool has_relations = false;
  for (ArchiveEntry& entry : entries) {
    if (entry.name == "[Content_Types].xml") {
      has_types = AddElement(entry.bytes, "/word/comments.xml",
                             "<Override PartName=\"/word/comments.xml\" ContentType=\"application/vnd.openxmlformats-"
                             "officedocument.wordprocessingml.comments+xml\"/>");
    } else if (entry.name == kRelations) {
      has_relations = AddElement(entry.bytes, "relationships/comments\"",
                                 "<Relationship Id=\"rIdKaogongComments\" Type=\"http://schemas.openxmlformats.org/"
                                 "officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/>");
    }
  }
  return has_types && has_relations;
}

// The places of the first character and past the last one, in the nodes of the document.
struct NodeRange {
  SourcePosition first;
  SourcePosition last_end;
};

std::optional<NodeRange> NodesOf(const CheckedReport& checked, const Span& span) {
  const SourceRange range = RangeOf(checked.document->normal.flows[span.flow], span.begin, span.end);
  const Paragraph& first = checked.report->paragraphs[range.paragraph_first];
  const Paragraph& last = checked.report->paragraphs[range.paragraph_last];
  if (range.end == 0) return std::nullopt;
  NodeRange nodes{first.SourceOf(range.begin), last.SourceOf(range.end - 1)};
  if (nodes.first.node == kNoNode || nodes.last_end.node == kNoNode) return std::nullopt;
  ++nodes.last_end.offset;
  return nodes;
}

Result<std::vector<ArchiveEntry>> Unpack(std::string_view bytes) {
  KAOGONG_TRY_ASSIGN(const Archive archive, Archive::Open(bytes));
  std::vector<ArchiveEntry> entries;
  std::size_t left = kPartBytesMax;
  for (const std::string& name : archive.names()) {
    if (name.ends_with('/')) continue;
    KAOGONG_TRY_ASSIGN(std::string part, archive.Read(name, left));
    left -= part.size();
    entries.push_back({name, std::move(part)});
  }
  return entries;
}

}  // namespace

Result<std::string> AnnotateDocx(std::string_view bytes, const CheckedReport& checked, Language language) {
  KAOGONG_TRY_ASSIGN(std::vector<ArchiveEntry> entries, Unpack(bytes));
  const auto entry_of = [&](std::string_view name) {
    return std::find_if(entries.begin(), entries.end(), [&](const ArchiveEntry& entry) { return entry.name == name; });
  };
  const auto document = entry_of(kDocument);
  if (document == entries.end()) return Unfit();
  NodeFinder finder(document->bytes);
  if (!finder.Run()) return Unfit();
  const auto comments_entry = entry_of(kComments);
  const std::string existing = comments_entry == entries.end() ? "" : comments_entry->bytes;
  int id = std::max(LargestId(existing), -1);
  Splicer splicer(document->bytes, finder);
  std::vector<Comment> comments;
  for (const Finding& finding : checked.outcome->findings) {
    const auto nodes = NodesOf(checked, finding.span);
    if (!nodes || !splicer.Mark(nodes->first, nodes->last_end, ++id)) continue;
    std::string text = TitleOf(finding.certainty).In(language) + ":" + finding.message.In(language);
    if (!finding.computed.empty()) text += " (" + finding.computed + ")";
    comments.push_back({id, std::move(text)});
  }
  if (comments.empty()) return std::string(bytes);
  document->bytes = splicer.Result();
  const std::string comments_xml = CommentsXml(existing, comments);
  if (comments_entry == entries.end()) {
    entries.push_back({std::string(kComments), comments_xml});
  } else {
    comments_entry->bytes = comments_xml;
  }
  if (!DeclareComments(entries)) return Unfit();
  return WriteArchive(entries);
}

}  // namespace kaogong::text
