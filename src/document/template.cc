// SPDX-License-Identifier: Apache-2.0
#include "document/template.h"

#include <map>
#include <set>
#include <type_traits>
#include <utility>

#include "base/utf8.h"
#include "document/arrange.h"
#include "document/fit.h"
#include "document/internal/docx_reader.h"
#include "document/internal/template_form.h"

namespace kaogong::document {

namespace {

using Scopes = std::vector<std::string>;

constexpr int kParagraphsMax = 200'000;

class Filler {
 public:
  Filler(const Record& record, Issues* issues) : record_(record), issues_(issues) {}

  Document Fill(const Template::Part& part, const Scopes& scopes) {
    document_.page = part.page;
    Expand(part.blocks, scopes, [&](const BlockForm& form, const Scopes& inner) {
      if (const auto* paragraph = std::get_if<ParagraphForm>(&form)) {
        Paragraph made = Make(*paragraph, inner);
        if (!IsLeftOut(*paragraph, made)) document_.blocks.emplace_back(std::move(made));
      } else {
        Table table = Make(std::get<TableForm>(form), inner);
        if (!table.rows.empty()) document_.blocks.emplace_back(std::move(table));
      }
    });
    return std::move(document_);
  }

  bool is_too_large() const { return paragraphs_ > kParagraphsMax; }

 private:
  // A paragraph whose loops and conditions came to nothing.
  static bool IsLeftOut(const ParagraphForm& form, const Paragraph& made) {
    return form.has_control && Trim(made.Text()).empty();
  }

  // Each mistake once, however often a loop meets it.
  void Report(const Place& place, const std::string& expression, const Error& error) {
    if (!reported_.emplace(place.line, expression).second) return;
    issues_->Error("document.fill", place,
                   Say("{{{{{0}}}}}：{1}", "{{{{{0}}}}}: {2}", expression, error.message.zh,
                       error.message.en));
  }

  template <class Leaf, class Emit>
  void Expand(const std::vector<Node<Leaf>>& nodes, const Scopes& scopes, const Emit& emit) {
    for (const Node<Leaf>& node : nodes) {
      if (is_too_large()) return;
      if (node.leaf) {
        emit(*node.leaf, scopes);
        continue;
      }
      const Directive& control = *node.control;
      auto item = control.expression->Evaluate(record_, scopes);
      if (!item.ok()) {
        Report(control.place, control.expression->text(), item.error());
        continue;
      }
      document_.premises.push_back(
          {scopes, control.expression->text(), item.value(), PlaceOfParagraph(control.place.line)});
      if (control.kind == Directive::Kind::kIf) {
        Expand(IsTrue(item.value()) ? node.body : node.otherwise, scopes, emit);
      } else {
        Loop(node, item.value(), scopes, emit);
      }
    }
  }

  template <class Leaf, class Emit>
  void Loop(const Node<Leaf>& node, const Item& list, const Scopes& scopes, const Emit& emit) {
    const Directive& control = *node.control;
    if (list.kind == ItemKind::kNothing) return;
    if (list.kind != ItemKind::kList) {
      Report(control.place, control.expression->text(),
             {ErrorCode::kInvalidInput, {"“每个”后面要是一组对象", "'each' needs a list"}});
      return;
    }
    Scopes inner = scopes;
    inner.insert(inner.begin(), 2, std::string());
    for (std::size_t i = 0; i < list.objects.size(); ++i) {
      inner[0] = list.objects[i];
      inner[1] = fmt::format("{}{}/{}", kLoopScope, i + 1, list.objects.size());
      if constexpr (std::is_same_v<Leaf, Piece>) {
        Piece separator;
        separator.text = control.separator;
        if (i > 0 && !separator.text.empty()) emit(separator, inner);
      }
      Expand(node.body, inner, emit);
    }
  }

  Paragraph Make(const ParagraphForm& form, const Scopes& scopes) {
    ++paragraphs_;
    Paragraph paragraph;
    paragraph.style = form.style;
    Expand(form.pieces, scopes, [&](const Piece& piece, const Scopes& inner) {
      if (piece.expression) {
        AddFigure(piece, inner, &paragraph);
        return;
      }
      auto& runs = paragraph.runs;
      if (!runs.empty() && !runs.back().figure && runs.back().style == piece.style) {
        runs.back().text += piece.text;
      } else {
        runs.push_back({piece.text, piece.style, std::nullopt});
      }
    });
    return paragraph;
  }

  void AddFigure(const Piece& piece, const Scopes& scopes, Paragraph* to) {
    auto item = piece.expression->Evaluate(record_, scopes);
    auto shown = item.ok() ? Show(item.value(), piece.format) : Result<std::string>(item.error());
    if (!shown.ok()) {
      Report(piece.place, piece.expression->text(), shown.error());
      return;
    }
    TextStyle style = piece.style;
    if (const auto color = ColorOf(item.value(), piece.format)) style.color = color;
    Figure figure{scopes, piece.expression->text(), piece.format, std::move(item).value()};
    to->runs.push_back({std::move(shown).value(), std::move(style), std::move(figure)});
  }

  Table Make(const TableForm& form, const Scopes& scopes) {
    Table table = form.shell;
    Expand(form.rows, scopes, [&](const RowForm& row, const Scopes& inner) {
      Row made = row.shell;
      for (const CellForm& cell : row.cells) made.cells.push_back(Make(cell, inner));
      table.rows.push_back(std::move(made));
    });
    CountSpans(&table);
    return table;
  }

  Cell Make(const CellForm& form, const Scopes& scopes) {
    Cell cell = form.shell;
    const auto blank = std::exchange(cell.paragraphs, {});
    Expand(form.paragraphs, scopes, [&](const ParagraphForm& paragraph, const Scopes& inner) {
      Paragraph made = Make(paragraph, inner);
      if (!IsLeftOut(paragraph, made)) cell.paragraphs.push_back(std::move(made));
    });
    if (cell.paragraphs.empty()) cell.paragraphs = blank;
    if (cell.paragraphs.empty()) cell.paragraphs.emplace_back();
    return cell;
  }

  // How many rows each merged cell has come to cover.
  static void CountSpans(Table* table) {
    std::map<int, Cell*> open;  // By column.
    for (Row& row : table->rows) {
      int column = 0;
      for (Cell& cell : row.cells) {
        const auto above = open.find(column);
        if (cell.rows == 0 && above != open.end()) {
          ++above->second->rows;
        } else if (cell.rows != 1) {
          cell.rows = 1;
          open[column] = &cell;
        } else {
          open.erase(column);
        }
        column += cell.columns;
      }
    }
  }

  const Record& record_;
  Issues* issues_;
  Document document_;
  std::set<std::pair<int, std::string>> reported_;
  int paragraphs_ = 0;
};

void ListPieces(const std::vector<Node<Piece>>& nodes, std::vector<std::string>* to) {
  for (const auto& node : nodes) {
    if (node.leaf && node.leaf->expression) to->push_back(node.leaf->expression->text());
    if (node.control && node.control->expression) to->push_back(node.control->expression->text());
    ListPieces(node.body, to);
    ListPieces(node.otherwise, to);
  }
}

template <class Leaf, class Visit>
void EachLeaf(const std::vector<Node<Leaf>>& nodes, std::vector<std::string>* to,
              const Visit& visit) {
  for (const auto& node : nodes) {
    if (node.leaf) visit(*node.leaf);
    if (node.control && node.control->expression) to->push_back(node.control->expression->text());
    EachLeaf(node.body, to, visit);
    EachLeaf(node.otherwise, to, visit);
  }
}

}  // namespace

Result<std::optional<Template>> Template::ReadDocx(std::string_view bytes, std::string_view name,
                                                   Issues* issues) {
  KAOGONG_TRY_ASSIGN(const Document document, ReadDocxDocument(bytes, name, issues));
  Template made;
  made.name_ = name;
  made.root_ = std::make_shared<const Part>(ReadForm(document, made.name_, issues));
  if (issues->has_errors()) return std::optional<Template>();
  return std::optional<Template>(std::move(made));
}

Result<std::optional<Document>> Template::Fill(const Record& record, std::string_view subject,
                                               Issues* issues) const {
  Issues found;
  Filler filler(record, &found);
  Document document = filler.Fill(*root_, {std::string(subject)});
  if (filler.is_too_large()) {
    return Error{ErrorCode::kLimitExceeded,
                 Say("{0} 填出的段落超过 {1} 段", "{0} fills more than {1} paragraphs", name_,
                     kParagraphsMax)};
  }
  const bool has_errors = found.has_errors();
  issues->Append(std::move(found));
  if (has_errors) return std::optional<Document>();
  document.template_name = name_;
  Arrange(&document);
  if (document.page.is_one_page) FitOnePage(&document);
  for (const Block& block : document.blocks) {
    const auto* paragraph = std::get_if<Paragraph>(&block);
    if (paragraph == nullptr || paragraph->style.role != Role::kTitle) continue;
    document.title = paragraph->Text();
    break;
  }
  if (document.title.empty()) document.title = name_;
  return std::optional<Document>(std::move(document));
}

std::vector<std::string> Template::Expressions() const {
  std::vector<std::string> found;
  const auto paragraph = [&](const ParagraphForm& form) { ListPieces(form.pieces, &found); };
  EachLeaf(root_->blocks, &found, [&](const BlockForm& form) {
    if (const auto* text = std::get_if<ParagraphForm>(&form)) {
      paragraph(*text);
      return;
    }
    EachLeaf(std::get<TableForm>(form).rows, &found, [&](const RowForm& row) {
      for (const CellForm& cell : row.cells) EachLeaf(cell.paragraphs, &found, paragraph);
    });
  });
  return found;
}

namespace {

// Goes through a form with the loops around each part.
class PlaceholderLister {
 public:
  void Blocks(const std::vector<Node<BlockForm>>& nodes) {
    Each(nodes, [&](const BlockForm& form) {
      if (const auto* text = std::get_if<ParagraphForm>(&form)) {
        Paragraph(*text);
        return;
      }
      Each(std::get<TableForm>(form).rows, [&](const RowForm& row) {
        for (const CellForm& cell : row.cells)
          Each(cell.paragraphs, [&](const ParagraphForm& text) { Paragraph(text); });
      });
    });
  }

  std::vector<Template::Placeholder> found;

 private:
  void Paragraph(const ParagraphForm& form) {
    Each(form.pieces, [&](const Piece& piece) {
      if (piece.expression) found.push_back({piece.expression->text(), loops_, false});
    });
  }

  template <class Leaf, class Visit>
  void Each(const std::vector<Node<Leaf>>& nodes, const Visit& visit) {
    for (const auto& node : nodes) {
      if (node.leaf) visit(*node.leaf);
      const bool has_control = node.control && node.control->expression;
      const bool is_loop = has_control && node.control->kind == Directive::Kind::kEach;
      if (has_control) found.push_back({node.control->expression->text(), loops_, is_loop});
      if (is_loop) loops_.insert(loops_.begin(), node.control->expression->text());
      Each(node.body, visit);
      if (is_loop) loops_.erase(loops_.begin());
      Each(node.otherwise, visit);
    }
  }

  std::vector<std::string> loops_;  // Innermost first.
};

}  // namespace

std::vector<Template::Placeholder> Template::Placeholders() const {
  PlaceholderLister lister;
  lister.Blocks(root_->blocks);
  return std::move(lister.found);
}

}  // namespace kaogong::document
