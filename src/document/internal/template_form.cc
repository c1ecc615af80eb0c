// SPDX-License-Identifier: Apache-2.0
#include "document/internal/template_form.h"

#include <algorithm>
#include <utility>

#include "base/utf8.h"

namespace kaogong::document {

namespace {

using Kind = Directive::Kind;

std::string Braces(std::string_view text) { return "{{" + std::string(text) + "}}"; }

// --- Matching ends with beginnings

template <class Leaf>
class Nester {
 public:
  Nester(Flat<Leaf> flat, Issues* issues) : flat_(std::move(flat)), issues_(issues) {}

  std::vector<Node<Leaf>> Nest() {
    std::vector<Node<Leaf>> nodes = Until();
    while (at_ < flat_.size()) {  // An end or else without a beginning.
      const Directive& stray = std::get<Directive>(flat_[at_++]);
      issues_->Error("document.stray", stray.place,
                     Say("{0} 前面没有对应的“每个”或“若”", "{0} ends nothing", Braces(stray.text)),
                     {"请删去它，或在前面写 {{每个 …}} 或 {{若 …}}；开始和结束要在同一段、同一表格或正文同一层",
                      "remove it or begin something before it; both stand in one paragraph, one "
                      "table or the text itself"});
      for (Node<Leaf>& node : Until()) nodes.push_back(std::move(node));
    }
    return nodes;
  }

 private:
  std::vector<Node<Leaf>> Until() {
    std::vector<Node<Leaf>> nodes;
    while (at_ < flat_.size()) {
      if (auto* leaf = std::get_if<Leaf>(&flat_[at_])) {
        Node<Leaf> node;
        node.leaf = std::move(*leaf);
        nodes.push_back(std::move(node));
        ++at_;
        continue;
      }
      const Kind kind = std::get<Directive>(flat_[at_]).kind;
      if (kind == Kind::kEnd || kind == Kind::kElse) break;
      nodes.push_back(Control());
    }
    return nodes;
  }

  Node<Leaf> Control() {
    Node<Leaf> node;
    node.control = std::move(std::get<Directive>(flat_[at_++]));
    node.body = Until();
    if (IsAt(Kind::kElse) && node.control->kind == Kind::kIf) {
      ++at_;
      node.otherwise = Until();
    }
    if (IsAt(Kind::kEnd)) {
      ++at_;
    } else {
      issues_->Error("document.not-ended", node.control->place,
                     Say("{0} 没有 {{{{完}}}}", "{0} has no {{{{end}}}}", Braces(node.control->text)),
                     {"请在同一段、同一表格或正文同一层写上 {{完}}",
                      "write {{end}} in the same paragraph, table or the text itself"});
    }
    return node;
  }

  bool IsAt(Kind kind) const {
    const auto* directive = at_ < flat_.size() ? std::get_if<Directive>(&flat_[at_]) : nullptr;
    return directive != nullptr && directive->kind == kind;
  }

  Flat<Leaf> flat_;
  Issues* issues_;
  std::size_t at_ = 0;
};

template <class Leaf>
std::vector<Node<Leaf>> Nest(Flat<Leaf> flat, Issues* issues) {
  return Nester<Leaf>(std::move(flat), issues).Nest();
}

// Takes out the directives that have no partner here: they belong to the row around.
template <class Leaf>
std::vector<Directive> TakeUnmatched(Flat<Leaf>* flat) {
  std::vector<std::size_t> open;
  std::vector<bool> is_unmatched(flat->size(), false);
  for (std::size_t i = 0; i < flat->size(); ++i) {
    const auto* directive = std::get_if<Directive>(&(*flat)[i]);
    if (directive == nullptr) continue;
    switch (directive->kind) {
      case Kind::kEach:
      case Kind::kIf: open.push_back(i); break;
      case Kind::kElse: is_unmatched[i] = open.empty(); break;
      case Kind::kEnd:
        is_unmatched[i] = open.empty();
        if (!open.empty()) open.pop_back();
        break;
    }
  }
  for (const std::size_t i : open) is_unmatched[i] = true;
  std::vector<Directive> taken;
  Flat<Leaf> kept;
  for (std::size_t i = 0; i < flat->size(); ++i) {
    if (is_unmatched[i]) {
      taken.push_back(std::move(std::get<Directive>((*flat)[i])));
    } else {
      kept.push_back(std::move((*flat)[i]));
    }
  }
  *flat = std::move(kept);
  return taken;
}

// --- Reading

struct Words {
  Kind kind;
  std::string_view zh;
  std::string_view en;
};
constexpr Words kWords[] = {{Kind::kEach, "每个", "each"},
                            {Kind::kIf, "若", "if"},
                            {Kind::kElse, "否则", "else"},
                            {Kind::kEnd, "完", "end"}};

class FormReader {
 public:
  FormReader(const std::string& name, Issues* issues) : name_(name), issues_(issues) {}

  std::vector<Node<BlockForm>> Blocks(const Document& document) {
    Flat<BlockForm> flat;
    for (const Block& block : document.blocks) {
      if (const auto* table = std::get_if<Table>(&block)) {
        flat.emplace_back(BlockForm(TableOf(*table)));
        continue;
      }
      const Paragraph& paragraph = std::get<Paragraph>(block);
      if (IsOnePage(paragraph.Text())) {
        ++paragraph_;
        is_one_page_ = true;
        continue;
      }
      Flat<Piece> pieces = Pieces(paragraph);
      if (auto lone = Lone(&pieces)) {
        flat.emplace_back(*std::move(lone));
      } else {
        flat.emplace_back(BlockForm(FormOf(paragraph, std::move(pieces))));
      }
    }
    return Nest(std::move(flat), issues_);
  }

  bool is_one_page() const { return is_one_page_; }

 private:
  // {{一页}}, alone in a paragraph.
  static bool IsOnePage(std::string_view text) {
    const std::string_view plain = Trim(text);
    return plain == "{{一页}}" || plain == "{{one page}}";
  }

  Place Here() const {
    Place place;
    place.file = name_;
    place.line = paragraph_;
    return place;
  }

  ParagraphForm FormOf(const Paragraph& paragraph, Flat<Piece> pieces) {
    ParagraphForm form;
    form.style = paragraph.style;
    form.place = Here();
    form.has_control = std::any_of(pieces.begin(), pieces.end(), [](const auto& piece) {
      return std::holds_alternative<Directive>(piece);
    });
    form.pieces = Nest(std::move(pieces), issues_);
    return form;
  }

  // The directive of a paragraph that has nothing else.
  static std::optional<Directive> Lone(Flat<Piece>* pieces) {
    Directive* found = nullptr;
    for (auto& part : *pieces) {
      if (auto* directive = std::get_if<Directive>(&part)) {
        if (found != nullptr) return std::nullopt;
        found = directive;
        continue;
      }
      const Piece& piece = std::get<Piece>(part);
      if (piece.expression || !Trim(piece.text).empty()) return std::nullopt;
    }
    return found == nullptr ? std::nullopt : std::optional(std::move(*found));
  }

  // --- Tables

  TableForm TableOf(const Table& table) {
    TableForm form;
    form.shell = table;
    form.shell.rows.clear();
    Flat<RowForm> flat;
    for (const Row& row : table.rows) ReadRow(row, &flat);
    form.rows = Nest(std::move(flat), issues_);
    return form;
  }

  // Loops and conditions that begin in one cell and end in another run over the row.
  void ReadRow(const Row& row, Flat<RowForm>* flat) {
    RowForm form;
    form.shell.is_head = row.is_head;
    form.shell.height_min = row.height_min;
    std::vector<Directive> lifted;
    bool has_text = false;
    for (const Cell& cell : row.cells) {
      form.cells.push_back(ReadCell(cell, &lifted));
      has_text = has_text || !form.cells.back().paragraphs.empty();
    }
    // A row of nothing but directives is only their place.
    const bool is_content = has_text || lifted.empty();
    if (is_content) {
      for (Directive& directive : lifted) {
        if (directive.kind == Kind::kEach || directive.kind == Kind::kIf)
          flat->emplace_back(std::move(directive));
        else if (directive.kind == Kind::kElse)
          ElseInRow(directive);
      }
      flat->emplace_back(std::move(form));
      for (Directive& directive : lifted) {
        if (directive.kind == Kind::kEnd) flat->emplace_back(std::move(directive));
      }
      return;
    }
    for (Directive& directive : lifted) flat->emplace_back(std::move(directive));
  }

  void ElseInRow(const Directive& directive) {
    issues_->Error("document.stray", directive.place,
                   Say("{} 要单独占一行", "{} needs a row of its own", Braces(directive.text)),
                   {"在表格里，{{否则}} 写在一个空行的格子里",
                    "in a table {{else}} stands in an otherwise empty row"});
  }

  CellForm ReadCell(const Cell& cell, std::vector<Directive>* lifted) {
    CellForm form;
    form.shell = cell;
    form.shell.paragraphs.clear();
    Flat<ParagraphForm> flat;
    std::optional<ParagraphStyle> style;
    for (const Paragraph& paragraph : cell.paragraphs) {
      Flat<Piece> pieces = Pieces(paragraph);
      if (!style) style = paragraph.style;
      if (auto lone = Lone(&pieces)) {
        flat.emplace_back(*std::move(lone));
        continue;
      }
      for (Directive& directive : TakeUnmatched(&pieces)) lifted->push_back(std::move(directive));
      const bool is_blank = std::all_of(pieces.begin(), pieces.end(), [](const auto& part) {
        const auto* piece = std::get_if<Piece>(&part);
        return piece != nullptr && !piece->expression && Trim(piece->text).empty();
      });
      if (is_blank && cell.paragraphs.size() == 1) continue;
      flat.emplace_back(FormOf(paragraph, std::move(pieces)));
    }
    for (Directive& directive : TakeUnmatched(&flat)) lifted->push_back(std::move(directive));
    form.paragraphs = Nest(std::move(flat), issues_);
    if (style) form.shell.paragraphs.push_back({*style, {}});
    return form;
  }

  // --- Paragraphs

  // Text and placeholders; what a placeholder looks like is how its first brace looks.
  Flat<Piece> Pieces(const Paragraph& paragraph) {
    ++paragraph_;
    std::string text;
    std::vector<std::pair<std::size_t, const TextStyle*>> styles;
    for (const Run& run : paragraph.runs) {
      styles.emplace_back(text.size(), &run.style);
      text += run.text;
    }
    Flat<Piece> pieces;
    std::size_t at = 0;
    while (at < text.size()) {
      const auto [open, open_size] = Find(text, "{{", "｛｛", at);
      AddText(text, at, std::min(open, text.size()), styles, &pieces);
      if (open == std::string::npos) break;
      const auto [close, close_size] = Find(text, "}}", "｝｝", open + open_size);
      if (close == std::string::npos) {
        issues_->Error("document.not-closed", Here(),
                       Say("“{}…”没有写 }}}}", "'{}…' has no closing }}}}",
                           text.substr(open, AdvanceCodePoints(text, open, 12) - open)),
                       {"占位符写作 {{名称}}", "a placeholder is written {{name}}"});
        break;
      }
      AddPlaceholder(text.substr(open + open_size, close - open - open_size),
                     StyleAt(styles, open), &pieces);
      at = close + close_size;
    }
    return pieces;
  }

  static std::pair<std::size_t, std::size_t> Find(std::string_view text, std::string_view plain,
                                                  std::string_view wide, std::size_t from) {
    const std::size_t a = text.find(plain, from);
    const std::size_t b = text.find(wide, from);
    return a <= b ? std::pair(a, plain.size()) : std::pair(b, wide.size());
  }

  using Styles = std::vector<std::pair<std::size_t, const TextStyle*>>;

  static const TextStyle& StyleAt(const Styles& styles, std::size_t offset) {
    const TextStyle* found = styles.front().second;
    for (const auto& [begin, style] : styles) {
      if (begin <= offset) found = style;
    }
    return *found;
  }

  void AddText(const std::string& text, std::size_t begin, std::size_t end, const Styles& styles,
               Flat<Piece>* pieces) {
    for (std::size_t i = 0; i < styles.size(); ++i) {
      const std::size_t next = i + 1 < styles.size() ? styles[i + 1].first : text.size();
      const std::size_t from = std::max(begin, styles[i].first);
      const std::size_t to = std::min(end, next);
      if (from >= to) continue;
      Piece piece;
      piece.text = text.substr(from, to - from);
      piece.style = *styles[i].second;
      pieces->emplace_back(std::move(piece));
    }
  }

  void AddPlaceholder(std::string inside, const TextStyle& style, Flat<Piece>* pieces) {
    std::replace(inside.begin(), inside.end(), '\n', ' ');
    const std::string text(Trim(inside));
    for (const Words& words : kWords) {
      for (const std::string_view word : {words.zh, words.en}) {
        const bool has_more = text.size() > word.size();
        if (!text.starts_with(word) || (has_more && !StartsWithSpace(text.substr(word.size()))))
          continue;
        pieces->emplace_back(ReadDirective(words.kind, text, text.substr(word.size())));
        return;
      }
    }
    Piece piece;
    piece.style = style;
    piece.place = Here();
    std::string expression = text;
    const std::size_t bar = FindBar(text);
    if (bar != std::string::npos) {
      expression = Trim(std::string_view(text).substr(0, bar));
      const std::size_t size = text[bar] == '|' ? 1 : std::string_view("｜").size();
      auto format = ParseFormat(text.substr(bar + size));
      if (format.ok()) {
        piece.format = std::move(format).value();
      } else {
        issues_->Error("document.format", Here(),
                       Say("{0}：{1}", "{0}: {2}", Braces(text), format.error().message.zh,
                           format.error().message.en));
      }
    }
    piece.expression = Expression::Parse(expression, Here(), issues_);
    pieces->emplace_back(std::move(piece));
  }

  static std::size_t FindBar(const std::string& text) {
    return std::min(text.find('|'), text.find("｜"));
  }

  static bool StartsWithSpace(std::string_view text) {
    return Trim(text.substr(0, text.starts_with("　") ? 3 : 1)).empty();
  }

  Directive ReadDirective(Kind kind, const std::string& text, std::string_view rest) {
    Directive directive;
    directive.kind = kind;
    directive.text = text;
    directive.place = Here();
    std::string wanted(Trim(rest));
    if (kind == Kind::kElse || kind == Kind::kEnd) {
      if (!wanted.empty() && kind == Kind::kElse) {
        issues_->Error("document.else", Here(),
                       Say("{} 后面不写条件", "nothing stands after else: {}", Braces(text)),
                       {"另一个条件请写成 {{否则}}{{若 …}}…{{完}}{{完}}",
                        "write another condition as {{else}}{{if …}}…{{end}}{{end}}"});
      }
      return directive;
    }
    if (kind == Kind::kEach) wanted = LoopExpression(std::move(wanted), &directive.separator);
    directive.expression = Expression::Parse(wanted, Here(), issues_);
    return directive;
  }

  // Returns what follows the word, and cuts it off: "村 按 名次" by " 按 " gives 名次.
  static std::optional<std::string> CutAfter(std::string* text, std::string_view zh,
                                             std::string_view en) {
    for (const std::string_view word : {zh, en}) {
      const std::size_t at = text->rfind(" " + std::string(word) + " ");
      if (at == std::string::npos) continue;
      std::string after(Trim(std::string_view(*text).substr(at + word.size() + 2)));
      text->resize(at);
      return after;
    }
    return std::nullopt;
  }

  static bool CutEnd(std::string* text, std::string_view zh, std::string_view en) {
    for (const std::string_view word : {zh, en}) {
      if (!text->ends_with(" " + std::string(word))) continue;
      text->resize(text->size() - word.size() - 1);
      return true;
    }
    return false;
  }

  // 村 按 名次 降序 前 3 间隔 、 is 前(排序(村, 按: 名次, 降: 1), 3) with a separator.
  static std::string LoopExpression(std::string text, std::string* separator) {
    if (auto between = CutAfter(&text, "间隔", "between")) *separator = *std::move(between);
    const auto most = CutAfter(&text, "前", "first");
    auto by = CutAfter(&text, "按", "by");
    const auto where = CutAfter(&text, "当", "where");
    std::string list = text;
    if (where) list = "其中(" + list + ", 当: " + *where + ")";
    if (by) {
      const bool is_descending = CutEnd(&*by, "降序", "descending");
      if (!is_descending) CutEnd(&*by, "升序", "ascending");
      list = "排序(" + list + ", 按: " + *by + (is_descending ? ", 降: 1)" : ")");
    }
    return most ? "前(" + list + ", " + *most + ")" : list;
  }

  const std::string& name_;
  Issues* issues_;
  int paragraph_ = 0;
  bool is_one_page_ = false;
};

}  // namespace

Template::Part ReadForm(const Document& document, const std::string& name, Issues* issues) {
  Template::Part part;
  part.page = document.page;
  FormReader reader(name, issues);
  part.blocks = reader.Blocks(document);
  part.page.is_one_page = reader.is_one_page();
  return part;
}

}  // namespace kaogong::document
