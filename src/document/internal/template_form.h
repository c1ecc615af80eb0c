// SPDX-License-Identifier: Apache-2.0
// A template after reading: paragraphs, tables and rows with control around them.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/issue.h"
#include "document/expression.h"
#include "document/model.h"
#include "document/template.h"

namespace kaogong::document {

// 每个, 若, 否则 or 完.
struct Directive {
  enum class Kind { kEach, kIf, kElse, kEnd };
  Kind kind = Kind::kEnd;
  std::optional<Expression> expression;  // Of kEach a list, of kIf a condition.
  std::string separator;                 // Of kEach, between the rounds inside a paragraph.
  std::string text;                      // As written.
  Place place;
};

// A leaf, or what a loop or condition runs over.
template <class Leaf>
struct Node {
  std::optional<Leaf> leaf;
  std::optional<Directive> control;
  std::vector<Node> body;
  std::vector<Node> otherwise;
};

// What was read in order, before ends are matched with beginnings.
template <class Leaf>
using Flat = std::vector<std::variant<Leaf, Directive>>;

// Text, or a figure.
struct Piece {
  std::string text;
  TextStyle style;
  std::optional<Expression> expression;
  Format format;
  Place place;
};

struct ParagraphForm {
  ParagraphStyle style;
  std::vector<Node<Piece>> pieces;
  Place place;
  bool has_control = false;
};
struct CellForm {
  Cell shell;  // Without paragraphs; `rows` is 0 below a merged cell and over 1 at its top.
  std::vector<Node<ParagraphForm>> paragraphs;
};
struct RowForm {
  Row shell;  // Without cells.
  std::vector<CellForm> cells;
};
struct TableForm {
  Table shell;  // Without rows.
  std::vector<Node<RowForm>> rows;
};
using BlockForm = std::variant<ParagraphForm, TableForm>;

struct Template::Part {
  Page page;
  std::vector<Node<BlockForm>> blocks;
};

// Reads the placeholders of a document; mistakes go to `issues`.
Template::Part ReadForm(const Document& document, const std::string& name, Issues* issues);

}  // namespace kaogong::document
