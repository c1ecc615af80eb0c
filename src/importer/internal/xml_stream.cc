// SPDX-License-Identifier: Apache-2.0
#include "importer/internal/xml_stream.h"

#include <expat.h>

#include <cstdlib>
#include <cstring>

namespace kaogong::importer {
namespace {

// ---- Bounded memory for expat
// --------------------------------------------------------------------- expat keeps every distinct
// name, every open element and the tag at hand; a hostile part can make each of them large. Its
// allocator callbacks have no argument of ours, hence the thread-local.

struct MemoryBudget {
  std::size_t left = 0;
};
thread_local MemoryBudget* current_budget = nullptr;

constexpr std::size_t kPrefixBytes = alignof(std::max_align_t);
static_assert(kPrefixBytes >= sizeof(std::size_t));

void* BudgetMalloc(std::size_t size) {
  if (size > current_budget->left) return nullptr;
  void* const block = std::malloc(size + kPrefixBytes);
  if (block == nullptr) return nullptr;
  current_budget->left -= size;
  std::memcpy(block, &size, sizeof(size));
  return static_cast<char*>(block) + kPrefixBytes;
}

void BudgetFree(void* pointer) {
  if (pointer == nullptr) return;
  void* const block = static_cast<char*>(pointer) - kPrefixBytes;
  std::size_t size = 0;
  std::memcpy(&size, block, sizeof(size));
  current_budget->left += size;
  std::free(block);
}

void* BudgetRealloc(void* pointer, std::size_t size) {
  if (pointer == nullptr) return BudgetMalloc(size);
  void* const block = static_cast<char*>(pointer) - kPrefixBytes;
  std::size_t old_size = 0;
  std::memcpy(&old_size, block, sizeof(old_size));
  if (size > old_size && size - old_size > current_budget->left) return nullptr;
  void* const moved = std::realloc(block, size + kPrefixBytes);
  if (moved == nullptr) return nullptr;
  current_budget->left += old_size;
  current_budget->left -= size;
  std::memcpy(moved, &size, sizeof(size));
  return static_cast<char*>(moved) + kPrefixBytes;
}

// Makes a budget the one of this thread for a while; a sink may read another workbook meanwhile.
class BudgetScope {
 public:
  explicit BudgetScope(MemoryBudget& budget) : outer_(current_budget) { current_budget = &budget; }
  BudgetScope(const BudgetScope&) = delete;
  BudgetScope& operator=(const BudgetScope&) = delete;
  ~BudgetScope() { current_budget = outer_; }

 private:
  MemoryBudget* outer_;
};

// ---- The parser
// -----------------------------------------------------------------------------------

std::string_view LocalName(std::string_view name) {
  const std::size_t colon = name.rfind(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

class XmlParser {
 public:
  XmlParser(XmlHandler& handler, std::size_t memory_max) : handler_(handler), budget_{memory_max} {
    const BudgetScope scope(budget_);
    constexpr XML_Memory_Handling_Suite kMemory{&BudgetMalloc, &BudgetRealloc, &BudgetFree};
    parser_ = XML_ParserCreate_MM(nullptr, &kMemory, nullptr);
    if (parser_ == nullptr) return;
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(parser_, &OnStart, &OnEnd);
    XML_SetCharacterDataHandler(parser_, &OnText);
    XML_SetStartDoctypeDeclHandler(parser_, &OnDoctype);
  }
  XmlParser(const XmlParser&) = delete;
  XmlParser& operator=(const XmlParser&) = delete;
  ~XmlParser() {
    const BudgetScope scope(budget_);
    if (parser_ != nullptr) XML_ParserFree(parser_);
  }

  // Returns false when parsing has ended, well or not.
  bool Feed(std::string_view bytes) {
    const BudgetScope scope(budget_);
    if (parser_ == nullptr) return false;
    is_good_ = XML_Parse(parser_, bytes.data(), static_cast<int>(bytes.size()), bytes.empty()) ==
               XML_STATUS_OK;
    return is_good_;
  }

  bool is_good() const { return is_good_ || handler_.is_stopped(); }
  bool has_doctype() const { return has_doctype_; }
  bool is_out_of_memory() const {
    return parser_ == nullptr || XML_GetErrorCode(parser_) == XML_ERROR_NO_MEMORY;
  }
  // Where and why it failed.
  Text Reason() const {
    const char* const reason = XML_ErrorString(XML_GetErrorCode(parser_));
    return Say("第{}行第{}列：{}", "line {}, column {}: {}", XML_GetCurrentLineNumber(parser_),
               XML_GetCurrentColumnNumber(parser_) + 1, reason == nullptr ? "?" : reason);
  }

 private:
  static XmlParser& Self(void* data) { return *static_cast<XmlParser*>(data); }
  void CheckStop() {
    if (handler_.is_stopped()) XML_StopParser(parser_, XML_FALSE);
  }
  // After XML_StopParser expat may still make a call that was under way.
  static void OnStart(void* data, const char* name, const char** attributes) {
    XmlParser& self = Self(data);
    if (self.handler_.is_stopped()) return;
    self.handler_.StartElement(LocalName(name), XmlAttributes(attributes));
    self.CheckStop();
  }
  static void OnEnd(void* data, const char* name) {
    XmlParser& self = Self(data);
    if (self.handler_.is_stopped()) return;
    self.handler_.EndElement(LocalName(name));
    self.CheckStop();
  }
  static void OnText(void* data, const char* text, int size) {
    XmlParser& self = Self(data);
    if (self.handler_.is_stopped()) return;
    self.handler_.Text({text, static_cast<std::size_t>(size)});
    self.CheckStop();
  }
  static void OnDoctype(void* data, const char*, const char*, const char*, int) {
    Self(data).has_doctype_ = true;
    XML_StopParser(Self(data).parser_, XML_FALSE);
  }

  XmlHandler& handler_;
  MemoryBudget budget_;
  XML_Parser parser_ = nullptr;
  bool is_good_ = true;
  bool has_doctype_ = false;
};

}  // namespace

std::string_view XmlAttributes::Get(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (name == pair[0]) return pair[1];
  }
  return {};
}

std::string_view XmlAttributes::GetLocal(std::string_view name) const {
  for (const char* const* pair = pairs_; *pair != nullptr; pair += 2) {
    if (name == LocalName(pair[0])) return pair[1];
  }
  return {};
}

bool XmlAttributes::IsTrue(std::string_view name) const {
  const std::string_view value = Get(name);
  return value == "1" || value == "true";
}

Result<void> ReadXmlPart(ZipArchive& archive, const std::string& part, std::size_t bytes_max,
                         XmlHandler& handler) {
  XmlParser parser(handler, archive.limits().parser_bytes_max);
  KAOGONG_TRY(
      archive.Stream(part, bytes_max, [&](std::string_view piece) { return parser.Feed(piece); }));
  if (parser.is_good()) return {};
  if (parser.is_out_of_memory()) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("工作簿{}的部件{}结构异常（嵌套过深或标记过长）",
                     "the part {1} of the workbook {0} is not built like a workbook's (nested too "
                     "deep, or tags too long)",
                     archive.file(), part)};
  }
  const Text reason = parser.has_doctype() ? Say("含有DOCTYPE，出于安全不予读取",
                                                 "it has a DOCTYPE, which is refused for safety")
                                           : parser.Reason();
  return Error{ErrorCode::kInvalidInput, Say("工作簿{0}的部件{1}不合规范：{2}",
                                             "the part {1} of the workbook {0} is malformed: {3}",
                                             archive.file(), part, reason.zh, reason.en)};
}

}  // namespace kaogong::importer
