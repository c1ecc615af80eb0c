#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Documents as others read them: the text of a PDF, what LibreOffice makes of a DOCX, hostile templates.

usage: render_test.py KAOGONG SOURCE_DIR

The text that pdftotext finds in a PDF is the text of the model, but for page numbers and the heads that tables
repeat on each page. LibreOffice opens each DOCX and what it prints holds every paragraph and cell. A town of
120 units with names that are rare, long or written with a dot stands beside the shipped regulations. A template
that is broken, foreign or hostile is refused in words; no file is left behind.
"""
import io
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

GIVEN = """
发文机关: 甘溪镇人民政府
文号: 甘政发〔2013〕2号
成文日期: 2013-01-15
考核机构: 甘溪镇考核办
公示开始: 2013-01-05
公示截止: 2013-01-11
申诉日期: 2013-01-08
申诉项目: 粮食生产
申诉理由: 漏计二季产量
核查情况: 经核对农业站原始台账，二季产量已计入。
申诉成立: 否
更正: [{名称: 粮食生产, 原: 8.42, 现: 8.42}]
原总分: 94.17
原名次: 6
原等次: 良好
检查日期: 2013-03-02
检查方式: 随机抽查
检查人: 王敏、李强
检查项目: [{名称: 村务公开栏, 情况: 四季度未更新, 结论: 不合格}]
问题: [{单位: 大湾村, 内容: 村务公开逾期, 要求: 按季公开, 期限: 2013-03-31}]
抄送: 县委办公室，县政府办公室
附件: [{名称: 得分明细表}, {名称: 整改问题清单}]
"""
REGULATION = """---
名称: 人口大镇考核办法
版本: 2012
施行: 2012-01-01
---

# 人口大镇考核办法

## 第一条 对象

考核对象为各单位，按年度考核。

```规则
对象 单位
  数据 产量: 小数2, 含 目标, 单位 吨, 来源 统计站, 缺失 待定, 范围 [0, 100000]
```

## 第二条 计分

产量按完成目标的比例计分，最高100分，四舍五入保留两位小数。

```规则
指标 粮食 100分 责任 农业站 舍入 2位 四舍五入
  计分 按比例(产量, 产量.目标, 封顶: 100%, 保底: 0)
```

## 第三条 总分

总分为粮食得分，四舍五入保留两位小数。

```规则
总分 总分 = 粮食 舍入 2位 四舍五入
排名 名次 = 名次(总分, 在: 全体, 并列: 跳号)
```
"""
RARE = ["𠮷田村", "䶮泽镇", "买买提·吐尔逊", "长" * 300]
WHOLE = ["bulletin", "result-notice", "public-notice", "payout"]
SINGLE = ["scorecard", "person-scorecard", "letter", "objection-decision", "rectification", "inspection",
          "self-evaluation", "work-report"]


def bare(text):
    return re.sub(r"\s", "", text)


def pdf_pages(path):
    """The text of each page without white space and page number."""
    text = subprocess.run(["pdftotext", "-raw", str(path), "-"], text=True, capture_output=True, check=True).stdout
    # LibreOffice may break the dashes and the number into lines.
    return [re.sub(r"—\d+—$", "", bare(page)) for page in text.split("\f")[:-1]]


def differs(model, pages):
    """Where the pages leave the text of the model; nothing when they are it. The head of a table may stand again
    at the top of a page."""
    wanted, at = bare(model), 0
    heads = [bare(line) for line in model.splitlines() if "\t" in line]
    for number, page in enumerate(pages, 1):
        starts = [page] + [page[len(head):] for head in heads if page.startswith(head)]
        for start in starts:
            if wanted.startswith(start, at):
                at += len(start)
                break
        else:
            same = os.path.commonprefix([wanted[at:], page])
            return f"page {number}: “{wanted[at + len(same):][:20]}” is wanted, “{page[len(same):][:20]}” is there"
    return "" if at == len(wanted) else f"“{wanted[at:][:20]}” is missing"


class Documents:
    def __init__(self, kaogong, source, folder):
        self.kaogong, self.source, self.folder = kaogong, pathlib.Path(source), folder
        self.given = folder / "given.yaml"
        self.given.write_text(GIVEN, encoding="utf-8")
        self.faults, self.checks, self.models = [], 0, {}
        (folder / "docx").mkdir()

    def run(self, *arguments, environment=None):
        return subprocess.run([self.kaogong, "document", *map(str, arguments)], text=True, capture_output=True,
                              check=False, cwd=self.folder, env=environment)

    def check(self, holds, what):
        self.checks += 1
        if not holds:
            self.faults.append(what)

    def make(self, label, template, regulation, *more, pages=None):
        """Holds the PDF against the model and keeps the DOCX for LibreOffice."""
        base = [template, regulation, "--given", self.given, *more]
        model = self.run(*base)
        self.check(model.returncode == 0, f"{label}: {model.stderr}")
        pdf, docx = self.folder / f"{label}.pdf", self.folder / "docx" / f"{label}.docx"
        for path in (pdf, docx):
            made = self.run(*base, "--out", path)
            self.check(made.returncode == 0, f"{label}: {made.stderr}")
            if made.returncode != 0:
                return
        found = pdf_pages(pdf)
        fault = differs(model.stdout, found)
        self.check(not fault, f"{label}.pdf: {fault}")
        self.check(pages is None or len(found) == pages, f"{label}.pdf: {len(found)} pages instead of {pages}")
        self.models[label] = (model.stdout, pages)

    # --- What LibreOffice makes of them

    def open_all(self):
        profile = self.folder / "profile"
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "pdf",
                        "--outdir", str(self.folder / "opened"),
                        *map(str, sorted((self.folder / "docx").glob("*.docx")))],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for label, (model, pages) in self.models.items():
            path = self.folder / "opened" / f"{label}.pdf"
            self.check(path.exists(), f"{label}.docx is not opened")
            if not path.exists():
                continue
            found = pdf_pages(path)
            text = "".join(found)
            parts = {bare(cell) for line in model.splitlines() for cell in line.split("\t")}
            for part in parts:
                # A cell of several lines may go over a page, and a long word over a line.
                is_there = part in text or all(bare(piece) in text for piece in re.findall(r"[^，。；、（）：]+", part))
                self.check(is_there, f"{label}.docx, opened: no “{part[:40]}”")
            self.check(pages is None or len(found) == pages, f"{label}.docx, opened: {len(found)} pages instead of {pages}")


def make_shipped(documents):
    village = documents.source / "regulations/ganxi-village/2012"
    for template in WHOLE:
        documents.make(template, template, village)
    for template in SINGLE:
        documents.make(template, template, village, "--row", "大湾村",
                       pages=1 if template.endswith("scorecard") else None)
    priority = documents.source / "regulations/township-priority/2012"
    documents.make("quarter", "bulletin", priority, "--period", "一季度")
    refused = documents.run("bulletin", village, "--given", documents.given, "--period", "一季度")
    documents.check(refused.returncode != 0 and "只按年计分" in refused.stderr, "a quarter of a yearly regulation")
    refused = documents.run("bulletin", priority, "--given", documents.given, "--period", "3月")
    documents.check(refused.returncode != 0 and "只按季和年计分" in refused.stderr, "a month of a quarterly score")


def make_rare(documents):
    town = documents.folder / "town"
    (town / "facts").mkdir(parents=True)
    (town / "regulation.md").write_text(REGULATION, encoding="utf-8")
    names = RARE + [f"第{number}村" for number in range(len(RARE), 120)]
    rows = "\n".join(f"{name},{number % 90 + 10},100" for number, name in enumerate(names))
    (town / "facts" / "单位.csv").write_text(f"单位,产量,产量.目标\n{rows}\n", encoding="utf-8")
    documents.make("many", "result-notice", town)
    pages = pdf_pages(documents.folder / "many.pdf") if (documents.folder / "many.pdf").exists() else []
    heads = sum("序号考核对象总分名次等次" in page for page in pages)
    with_rows = sum(any(f"第{number}村" in page for number in range(4, 120)) for page in pages)
    documents.check(len(pages) > 3 and heads == with_rows, f"120 rows: {heads} heads on {with_rows} pages")
    for number, name in enumerate(RARE):
        documents.make(f"rare{number}", "scorecard", town, "--row", name, pages=1)
    title = "关于" + "进一步加强目标管理" * 33 + "的通报"
    documents.make("title", "result-notice", town, "--give", f"发文机关={title}", "--give", f"文号={title}")
    (town / "facts" / "单位.csv").write_text("单位,产量,产量.目标\n", encoding="utf-8")
    documents.make("empty", "public-notice", town)
    documents.make("none", "payout", town)


# --- Bad input

def repacked(source, change):
    """A DOCX with parts changed: {name: bytes, or nothing to leave it out}."""
    made = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | change
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return made.getvalue()


def hostile_templates(documents):
    shipped = documents.source / "templates/letter.docx"
    with zipfile.ZipFile(shipped) as archive:
        main = archive.read("word/document.xml")
    entity = b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + main.replace(b"{{", b"&x;{{", 1)
    nested = b"<w:document><w:body>" + b"<w:tbl><w:tr><w:tc>" * 5000
    yield "bomb", repacked(shipped, {"word/document.xml": main[:-20] + b" " * (300 << 20)}), "过大|超过|太大"
    yield "entity", repacked(shipped, {"word/document.xml": entity}), "外部实体"
    yield "macros", repacked(shipped, {"word/vbaProject.bin": b"x"}), "宏"
    yield "password", b"\xd0\xcf\x11\xe0" + bytes(4096), "密码"
    yield "pdf", b"%PDF-1.7\n", "PDF"
    yield "text", "目标责任书".encode(), "不是 .docx"
    yield "cut", shipped.read_bytes()[:2000], "不是 .docx|损坏"
    yield "no-text", repacked(shipped, {"word/document.xml": None}), "不是 .docx"
    yield "nested", repacked(shipped, {"word/document.xml": nested}), "嵌套过深"
    yield "broken", repacked(shipped, {"word/document.xml": main[:len(main) // 2]}), "损坏"
    yield "open-loop", repacked(shipped, {"word/document.xml": main.replace("{{完}}".encode(), b"", 1)}), "没有 {{完}}"
    yield "misspelt", repacked(shipped, {"word/document.xml": main.replace("{{年度}}".encode(), "{{年渡}}".encode(), 1)}), "年渡"


def refuse_hostile(documents):
    village = documents.source / "regulations/ganxi-village/2012"
    for label, content, words in hostile_templates(documents):
        path, out = documents.folder / f"{label}.docx", documents.folder / f"{label}.out.docx"
        path.write_bytes(content)
        done = documents.run(path, village, "--row", "青石村", "--given", documents.given, "--out", out)
        said = done.stdout + done.stderr
        documents.check(done.returncode in (1, 2, 3), f"{label}: exit {done.returncode}")
        documents.check(re.search(words, said), f"{label}: “{words}” is not said: {said[:200]}")
        documents.check("root:" not in said and not out.exists(), f"{label}: something was written")


def without_fonts(documents):
    config = documents.folder / "fonts.conf"
    config.write_text('<?xml version="1.0"?><fontconfig><cachedir>%s</cachedir></fontconfig>' % documents.folder,
                      encoding="utf-8")
    out = documents.folder / "fontless.pdf"
    done = documents.run("scorecard", documents.source / "regulations/ganxi-village/2012", "--row", "青石村", "--out", out,
                         environment=os.environ | {"FONTCONFIG_FILE": str(config)})
    documents.check(done.returncode != 0 and "没有中文字体" in done.stderr and not out.exists(),
                    f"without fonts: exit {done.returncode}, {done.stderr[:200]}")


def main(kaogong, source):
    with tempfile.TemporaryDirectory() as work:
        documents = Documents(os.path.abspath(kaogong), os.path.abspath(source), pathlib.Path(work))
        make_shipped(documents)
        make_rare(documents)
        refuse_hostile(documents)
        without_fonts(documents)
        documents.open_all()
    for fault in documents.faults[:60]:
        print(fault)
    print(f"{len(documents.models)} documents, {documents.checks} checks, {len(documents.faults)} failed")
    return 1 if documents.faults or not documents.models else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
