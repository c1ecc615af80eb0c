// SPDX-License-Identifier: Apache-2.0
// Editing sentences: paragraphs are put together anew from pieces of text and figures that the
// document had.
#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/utf8.h"
#include "document/fit.h"
#include "office/document/documents.h"
#include "office/document/internal/rows.h"
#include "office/document/internal/words.h"

namespace kaogong::office::documents {

namespace {

using document::Block;
using document::Document;
using document::Paragraph;
using document::ParagraphStyle;
using document::Role;
using document::Run;
using document::TextStyle;

// Controls other than the end of a line have no place in a document.
bool IsGoodText(std::string_view text) {
  if (FindInvalidUtf8(text)) return false;
  return std::ranges::none_of(text, [](char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return (value < 0x20 && byte != '\n') || value == 0x7F;
  });
}

class Editor {
 public:
  explicit Editor(Document* document) : document_(*document) {
    document::EachParagraph(document_, [&](const std::string&, Paragraph& paragraph) {
      paragraphs_.push_back(&paragraph);
      for (const Run& run : paragraph.runs) {
        if (run.figure) figures_.push_back(run);
      }
    });
    int number = 0;
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      if (std::holds_alternative<Paragraph>(document_.blocks[i])) {
        blocks_[++number] = i;
        continue;
      }
      for (const document::Row& row : std::get<document::Table>(document_.blocks[i]).rows) {
        for (const document::Cell& cell : row.cells)
          number += static_cast<int>(cell.paragraphs.size());
      }
    }
  }

  Result<void> Apply(const Edit& edit) {
    for (std::size_t i = 0; i < edit.replaced.size(); ++i)
      Replace(edit.replaced[i], fmt::format("/replaced/{}", i));
    for (std::size_t i = 0; i < edit.added.size(); ++i)
      Add(edit.added[i], fmt::format("/added/{}", i));
    for (std::size_t i = 0; i < edit.removed.size(); ++i)
      Remove(edit.removed[i], fmt::format("/removed/{}", i));
    KAOGONG_TRY(internal::RefuseFaults(std::move(faults_)));
    Rebuild();
    return {};
  }

 private:
  bool IsThere(int number) const {
    return number >= 1 && static_cast<std::size_t>(number) <= paragraphs_.size();
  }

  void Fault(std::string pointer, Text message) {
    faults_.push_back({std::move(pointer), std::move(message)});
  }

  void Replace(const EditedParagraph& edited, const std::string& pointer) {
    if (!IsThere(edited.number)) {
      Fault(pointer + "/number", Say("公文没有第 {} 段", "There is no paragraph {}", edited.number));
      return;
    }
    Paragraph& paragraph = *paragraphs_[static_cast<std::size_t>(edited.number) - 1];
    replaced_[edited.number] = RunsOf(edited, paragraph, pointer);
  }

  void Add(const EditedParagraph& edited, const std::string& pointer) {
    if (!blocks_.contains(edited.number)) {
      Fault(pointer + "/number",
            Say("只能在正文段落之后加一段", "A paragraph can be added after one of the text only"));
      return;
    }
    const Paragraph& before = *paragraphs_[static_cast<std::size_t>(edited.number) - 1];
    Paragraph made;
    made.style = before.style.role == Role::kBody ? before.style : BodyStyle(before.style);
    made.runs = RunsOf(edited, made, pointer);
    added_[blocks_[edited.number]].push_back(std::move(made));
  }

  void Remove(int number, const std::string& pointer) {
    if (!blocks_.contains(number)) {
      Fault(pointer, Say("只能删去正文段落；表格里的可以清空",
                         "Paragraphs of the text only can be removed; those of cells can be emptied"));
      return;
    }
    removed_.insert(blocks_[number]);
  }

  // After a heading the text goes on as elsewhere in the document.
  ParagraphStyle BodyStyle(const ParagraphStyle& fallback) const {
    for (const Paragraph* const paragraph : paragraphs_) {
      if (paragraph->style.role == Role::kBody) return paragraph->style;
    }
    return fallback;
  }

  // Text keeps the style of a run that said the same, else that of the paragraph's first text.
  static TextStyle StyleFor(const Paragraph& paragraph, const std::string& text) {
    const Run* first = nullptr;
    for (const Run& run : paragraph.runs) {
      if (run.figure) continue;
      if (run.text == text) return run.style;
      if (first == nullptr) first = &run;
    }
    return first == nullptr ? TextStyle() : first->style;
  }

  std::vector<Run> RunsOf(const EditedParagraph& edited, const Paragraph& paragraph,
                          const std::string& pointer) {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < edited.pieces.size(); ++i) {
      const Piece& piece = edited.pieces[i];
      const std::string at = fmt::format("{}/pieces/{}", pointer, i);
      if (piece.figure) {
        const int number = *piece.figure;
        if (number < 1 || static_cast<std::size_t>(number) > figures_.size()) {
          Fault(at + "/figure", Say("公文没有第 {} 个数字", "There is no figure {}", number));
          continue;
        }
        runs.push_back(figures_[static_cast<std::size_t>(number) - 1]);
        continue;
      }
      if (!IsGoodText(piece.text)) {
        Fault(at + "/text", Say("含有不能使用的字符", "It has characters that cannot be used"));
        continue;
      }
      if (!piece.text.empty())
        runs.push_back({piece.text, StyleFor(paragraph, piece.text), std::nullopt});
    }
    return runs;
  }

  void Rebuild() {
    for (auto& [number, runs] : replaced_)
      paragraphs_[static_cast<std::size_t>(number) - 1]->runs = std::move(runs);
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < document_.blocks.size(); ++i) {
      if (!removed_.contains(i)) blocks.push_back(std::move(document_.blocks[i]));
      for (Paragraph& paragraph : added_[i]) blocks.emplace_back(std::move(paragraph));
    }
    document_.blocks = std::move(blocks);
    if (document_.page.is_one_page) document::FitOnePage(&document_);
    for (const Block& block : document_.blocks) {
      const auto* const paragraph = std::get_if<Paragraph>(&block);
      if (paragraph == nullptr || paragraph->style.role != Role::kTitle) continue;
      if (!paragraph->Text().empty()) document_.title = paragraph->Text();
      break;
    }
  }

  Document& document_;
  std::vector<Paragraph*> paragraphs_;   // In reading order.
  std::vector<Run> figures_;             // In reading order, as they were.
  std::map<int, std::size_t> blocks_;    // Of paragraphs that stand in no table.
  std::map<int, std::vector<Run>> replaced_;
  std::map<std::size_t, std::vector<Paragraph>> added_;  // By the block before.
  std::set<std::size_t> removed_;
  std::vector<kaogong::Fault> faults_;
};

}  // namespace

Result<DocumentView> EditDocument(Shelf& shelf, const Actor& actor, Id id, const Edit& edit) {
  return shelf.office().Write(actor, [&](Change& change) -> Result<DocumentView> {
    KAOGONG_TRY_ASSIGN(const DocumentRow row, internal::LoadDocument(change, id));
    KAOGONG_TRY(internal::RequireEditable(change, row, edit.version));
    KAOGONG_TRY_ASSIGN(auto stored, internal::LoadVersion(change, id, row.latest));
    KAOGONG_TRY(Editor(&stored.model).Apply(edit));
    KAOGONG_TRY(internal::AddVersion(change, row, row.computation,
                                     {VersionAct::kEdit, edit.note, &stored.model, &stored.given}));
    change.Record("document.edit", fmt::format("document/{}", id),
                  Detail()
                      .Set("number", row.latest + 1)
                      .Set("replaced", static_cast<std::int64_t>(edit.replaced.size()))
                      .Set("added", static_cast<std::int64_t>(edit.added.size()))
                      .Set("removed", static_cast<std::int64_t>(edit.removed.size())));
    return internal::LoadView(change, id);
  });
}

}  // namespace kaogong::office::documents
