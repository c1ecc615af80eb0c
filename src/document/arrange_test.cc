// SPDX-License-Identifier: Apache-2.0
#include "document/arrange.h"

#include <gtest/gtest.h>

#include "document/layout.h"

namespace kaogong::document {
namespace {

TEST(Arrange, GivesALongTitleLinesOfOneLength) {
  Document document;
  document.blocks = {MakeParagraph(Role::kTitle, "关于大湾村2012年度考核结果申诉的处理决定"),
                     MakeParagraph(Role::kTitle, "整改通知书")};
  Arrange(&document);
  const auto& wide = std::get<Paragraph>(document.blocks[0]).style;
  EXPECT_GT(wide.indent_left, 1000);
  EXPECT_EQ(wide.indent_left, wide.indent_right);
  EXPECT_EQ(std::get<Paragraph>(document.blocks[1]).style.indent_left, 0);
}

TEST(Arrange, JoinsAttachmentsAndCentresTheIssuerOverTheDate) {
  Document document;
  document.blocks = {MakeParagraph(Role::kAttachments, "附件：1．明细表"),
                     MakeParagraph(Role::kAttachments, "2．清单"),
                     MakeParagraph(Role::kSignature, "镇政府"),
                     MakeParagraph(Role::kDate, "2013年1月15日")};
  Arrange(&document);
  const auto style = [&](std::size_t at) { return std::get<Paragraph>(document.blocks[at]).style; };
  EXPECT_GT(style(0).space_before, 0);
  EXPECT_EQ(style(1).space_before, 0);
  // 13 half characters of date less 6 of the issuer, halved.
  EXPECT_EQ(style(2).indent_right - style(3).indent_right, 7 * 160 / 2);
}

}  // namespace
}  // namespace kaogong::document
