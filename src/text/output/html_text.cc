// SPDX-License-Identifier: Apache-2.0
#include "text/output/html_text.h"

namespace kaogong::text {
namespace {

constexpr std::string_view kStyle = R"(
:root{color-scheme:light dark;--line:#8884;--sure:#ffb3b3;--likely:#ffd9a0;--ask:#fff3a0;--copy:#cfe3ff}
@media(prefers-color-scheme:dark){:root{--sure:#7a2b2b;--likely:#6b4a14;--ask:#5c5415;--copy:#23406b}}
body{margin:0;font:16px/1.75 "Noto Sans CJK SC","Source Han Sans SC","Microsoft YaHei","PingFang SC",sans-serif}
main{display:grid;grid-template-columns:minmax(0,1fr) 24rem;gap:2rem;max-width:84rem;margin:0 auto;padding:1rem}
aside{border-left:1px solid var(--line);padding-left:1rem}
aside ol{position:sticky;top:1rem;max-height:92vh;overflow:auto;padding-left:1.6rem;margin:0}
aside li{margin-bottom:.9rem;font-size:.92rem;line-height:1.55}
mark{color:inherit;border-radius:2px;padding:0 .1em;text-decoration:underline dotted}
.sure{background:var(--sure)}.likely{background:var(--likely)}.ask{background:var(--ask)}
.copy{background:var(--copy)}
.tag{display:inline-block;border-radius:3px;padding:0 .4em;margin-right:.4em;font-size:.85em}
.computed{display:block;opacity:.8;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;margin:1rem 0}td,th{border:1px solid var(--line);padding:.2rem .6rem;vertical-align:top}
a{color:inherit}h1{font-size:1.3rem}h2{font-size:1.1rem}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem;border-top:1px solid var(--line);padding:.6rem 0}
.pair p{margin:.2rem 0}.note{opacity:.75}
@media(max-width:60rem){main{grid-template-columns:1fr}aside{border:0;padding:0}aside ol{position:static;max-height:none}}
@media print{main{display:block}}
)";

}  // namespace

std::string Escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        // XML has no place for control characters.
        escaped += static_cast<unsigned char>(c) < 0x20U && c != '\t' && c != '\n' ? ' ' : c;
    }
  }
  return escaped;
}

std::string HtmlHead(std::string_view title, std::string_view language_tag) {
  std::string head = "<!doctype html>\n<html lang=\"";
  head += language_tag;
  head += "\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>";
  head += Escape(title);
  head += "</title>\n<style>";
  head += kStyle;
  head += "</style>\n</head>\n";
  return head;
}

}  // namespace kaogong::text
