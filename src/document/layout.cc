// SPDX-License-Identifier: Apache-2.0
#include "document/layout.h"

#include <array>

namespace kaogong::document {

namespace {

constexpr const char* kFangSong = "仿宋_GB2312";
constexpr const char* kKai = "楷体_GB2312";
constexpr const char* kHei = "黑体";
constexpr const char* kTitleSong = "方正小标宋简体";
constexpr std::uint32_t kRed = 0xD90000;

// Sizes (字号) in half-points.
constexpr int kSize1 = 52;       // 一号
constexpr int kSize2 = 44;       // 二号
constexpr int kSize3 = 32;       // 三号
constexpr int kSize4 = 28;       // 四号
constexpr int kSizeSmall4 = 24;  // 小四
constexpr int kSizeSmall5 = 18;  // 小五
constexpr int kLine = 580;       // 22 lines of 29 pt to 225 mm.
constexpr int kTwoCharacters = kSize3 * 10 * 2;

ParagraphStyle Base(Role role) {
  ParagraphStyle style;
  style.role = role;
  style.text = {kFangSong, kSize3, false, false, std::nullopt};
  style.line = kLine;
  return style;
}

ParagraphStyle Heading(Role role, const char* font) {
  ParagraphStyle style = Base(role);
  style.text.font = font;
  style.indent_first = kTwoCharacters;
  style.keeps_with_next = true;
  return style;
}

ParagraphStyle Centered(Role role, const char* font, int size, int line) {
  ParagraphStyle style = Base(role);
  style.text.font = font;
  style.text.size = size;
  style.align = Align::kCenter;
  style.line = line;
  return style;
}

ParagraphStyle Issuer() {
  ParagraphStyle style = Centered(Role::kIssuer, kTitleSong, kSize1 + 12, 0);
  style.text.color = kRed;
  style.space_before = 560;
  style.space_after = kLine;
  return style;
}

ParagraphStyle Number() {
  ParagraphStyle style = Centered(Role::kNumber, kFangSong, kSize3, kLine);
  style.below = {12, kRed};
  style.space_after = kLine;
  return style;
}

ParagraphStyle Signed(Role role) {
  ParagraphStyle style = Base(role);
  style.align = Align::kRight;
  style.indent_right = kTwoCharacters * 2;
  style.keeps_with_next = role == Role::kSignature;
  if (role == Role::kSignature) style.space_before = kLine;
  return style;
}

ParagraphStyle TableText(Role role) {
  ParagraphStyle style = Centered(role, role == Role::kTableHead ? kHei : kFangSong, kSizeSmall4, 0);
  return style;
}

}  // namespace

ParagraphStyle StyleOf(Role role) {
  switch (role) {
    case Role::kBody: {
      ParagraphStyle style = Base(role);
      style.indent_first = kTwoCharacters;
      return style;
    }
    case Role::kIssuer: return Issuer();
    case Role::kNumber: return Number();
    case Role::kTitle: {
      ParagraphStyle style = Centered(role, kTitleSong, kSize2, 700);
      style.space_after = kLine;
      return style;
    }
    case Role::kSubtitle: return Centered(role, kKai, kSize3, kLine);
    case Role::kAddressee: {
      ParagraphStyle style = Base(role);
      style.align = Align::kLeft;
      return style;
    }
    case Role::kHeading1: return Heading(role, kHei);
    case Role::kHeading2: return Heading(role, kKai);
    case Role::kHeading3:
    case Role::kHeading4: return Heading(role, kFangSong);
    case Role::kAttachments: {
      ParagraphStyle style = Base(role);
      style.indent_first = kTwoCharacters;
      style.space_before = kLine;
      return style;
    }
    case Role::kSignature:
    case Role::kDate: return Signed(role);
    case Role::kColophon: {
      ParagraphStyle style = Base(role);
      style.text.size = kSize4;
      style.align = Align::kLeft;
      style.indent_left = style.indent_right = kSize4 * 10;
      style.above = {6, 0};
      style.below = {6, 0};
      return style;
    }
    case Role::kTableTitle: {
      ParagraphStyle style = Centered(role, kHei, kSize3, kLine);
      style.keeps_with_next = true;
      return style;
    }
    case Role::kTableText:
    case Role::kTableHead: return TableText(role);
    case Role::kNote: {
      ParagraphStyle style = Base(role);
      style.text.size = kSizeSmall5;
      style.align = Align::kLeft;
      style.line = 0;
      return style;
    }
  }
  return Base(role);
}

namespace {

constexpr std::array kRoles{
    Role::kBody,     Role::kIssuer,   Role::kNumber,      Role::kTitle,     Role::kAddressee,
    Role::kHeading1, Role::kHeading2, Role::kHeading3,    Role::kHeading4,  Role::kAttachments,
    Role::kSignature, Role::kDate,    Role::kColophon,    Role::kTableTitle, Role::kTableText,
    Role::kTableHead, Role::kNote,    Role::kSubtitle};

}  // namespace

Text NameOf(Role role) {
  switch (role) {
    case Role::kBody: return {"公文正文", "body"};
    case Role::kIssuer: return {"发文机关标志", "issuer"};
    case Role::kNumber: return {"发文字号", "number"};
    case Role::kTitle: return {"公文标题", "title"};
    case Role::kAddressee: return {"主送机关", "addressee"};
    case Role::kHeading1: return {"一级标题", "heading1"};
    case Role::kHeading2: return {"二级标题", "heading2"};
    case Role::kHeading3: return {"三级标题", "heading3"};
    case Role::kHeading4: return {"四级标题", "heading4"};
    case Role::kAttachments: return {"附件说明", "attachments"};
    case Role::kSignature: return {"机关署名", "signature"};
    case Role::kDate: return {"成文日期", "date"};
    case Role::kColophon: return {"版记", "colophon"};
    case Role::kTableTitle: return {"表格标题", "table_title"};
    case Role::kTableText: return {"表格文字", "table_text"};
    case Role::kTableHead: return {"表格表头", "table_head"};
    case Role::kNote: return {"附注", "note"};
    case Role::kSubtitle: return {"副标题", "subtitle"};
  }
  return {};
}

Role RoleOf(std::string_view style_name) {
  for (const Role role : kRoles) {
    const Text name = NameOf(role);
    if (name.zh == style_name || name.en == style_name) return role;
  }
  return Role::kBody;
}

Paragraph MakeParagraph(Role role, std::string text) {
  Paragraph paragraph;
  paragraph.style = StyleOf(role);
  paragraph.runs.push_back({std::move(text), {}, std::nullopt});
  return paragraph;
}

}  // namespace kaogong::document
