// SPDX-License-Identifier: Apache-2.0
// Template (模板): a document edited in Word or WPS whose text has placeholders.
//
//   {{总分}}  {{总分|2位 带单位}}  {{上年.总分}}  {{合计(名单.金额)|大写}}
//   {{每个 村 按 名次 降序 前 3}} … {{序号}} … {{完}}     {{每个 否决 间隔 、}}{{名称}}{{完}}
//   {{若 有(上年)}} … {{否则}} … {{完}}
//
// 每个, 若, 否则, 完 (each, if, else, end) stand inside a paragraph for a part of it; alone in a
// paragraph for the paragraphs and tables up to 完; in the cells of a table for its rows. {{一页}} alone in a
// paragraph makes the tables smaller until the document fits one page. Fonts, sizes,
// alignment, indents, spacing, borders, widths, merged cells, repeated heads and the page are those
// of the template. What a document cannot carry over (pictures, text boxes, footnotes) is said.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/issue.h"
#include "base/result.h"
#include "document/model.h"
#include "document/record.h"

namespace kaogong::document {

class Template {
 public:
  struct Part;  // Internal.

  // Reads a .docx file. Mistakes in placeholders go to `issues`, all at once, each with the
  // paragraph (line) and the placeholder; returns nothing when there were any.
  // Errors, in words for the office: a file that is no Word document (.doc, PDF, damaged), one with
  // a password or with macros, one that unpacks to too much, XML with entities.
  static Result<std::optional<Template>> ReadDocx(std::string_view bytes, std::string_view name,
                                                  Issues* issues);

  // Fills the template in for `subject`, an object of the record ("": the whole). Mistakes that
  // show only now (a name that the record does not have, capitals of a text) go to `issues`, all at
  // once; returns nothing when there were any. Errors: kLimitExceeded past 200,000 paragraphs.
  Result<std::optional<Document>> Fill(const Record& record, std::string_view subject,
                                       Issues* issues) const;

  const std::string& name() const { return name_; }
  // Every expression in it, in order; for listing what a template asks for.
  std::vector<std::string> Expressions() const;

  // An expression with the lists of the loops around it, innermost first.
  struct Placeholder {
    std::string expression;
    std::vector<std::string> loops;
    bool is_loop = false;  // Itself the list of a loop.
  };
  // The same in order, for finding out what is asked of whom.
  std::vector<Placeholder> Placeholders() const;

 private:
  std::string name_;
  std::shared_ptr<const Part> root_;
};

}  // namespace kaogong::document
