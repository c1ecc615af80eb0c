# SPDX-License-Identifier: Apache-2.0
"""`kaogong check`, `similar` and `suggest` on bad input: bad_files_test.py PROGRAM ROOT.

A clear message and the exit code of the commands, never a signal; within bounds of time and memory
however large the file is.
"""
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

PROGRAM, ROOT = sys.argv[1:3]
sys.path.insert(0, os.path.join(ROOT, "tests/api"))

import bad_files  # noqa: E402

# Generous: the machine may be busy. What has no bound takes minutes and gigabytes.
SECONDS_MAX = 60
KIBIBYTES_MAX = 2_500_000  # Of address space, a little of which is used.
UNREAD = 3  # kExitFile


def workbook(rows):
    """An .xlsx of one sheet: the heading of a rubric and so many rows."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def row(*cells):
        return "<row>" + "".join(f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in cells) + "</row>"

    def link(to, target):
        return (f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{office}/{to}" '
                f'Target="{target}"/></Relationships>')

    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", (
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>'))
        archive.writestr("_rels/.rels", link("officeDocument", "xl/workbook.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", link("worksheet", "worksheets/sheet1.xml"))
        archive.writestr("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                                            '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>')
        with archive.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{main}"><sheetData>{row("指标", "分值", "评分标准")}'.encode())
            some = row("甲", "10", "每发生一起扣2分，扣完为止。").encode() * min(rows, 1000)
            for _ in range(max(rows // 1000, 1)):
                sheet.write(some)
            sheet.write(b"</sheetData></worksheet>")
    return stream.getvalue()


class Ran:
    def __init__(self, *arguments):
        began = time.monotonic()
        with tempfile.TemporaryFile() as out:
            bounded = ["sh", "-c", f'ulimit -v {KIBIBYTES_MAX}; exec "$@"', "sh", PROGRAM, *arguments]
            self.status = subprocess.run(bounded, check=False, stdout=out, stderr=subprocess.STDOUT,
                                         env={**os.environ, "KAOGONG_LANG": "zh"}).returncode
            out.seek(0)
            self.text = out.read().decode()
        self.seconds = time.monotonic() - began


class BadFiles(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="kaogong-bad-")
        self.addCleanup(self.folder.cleanup)

    def write(self, name, data):
        path = os.path.join(self.folder.name, name)
        with open(path, "wb") as file:
            file.write(data)
        return path

    def bounded(self, ran):
        self.assertGreaterEqual(ran.status, 0, "ended by a signal\n" + ran.text[-2000:])
        self.assertLess(ran.seconds, SECONDS_MAX)

    def test_what_cannot_be_read_says_why(self):
        for name, data, words in bad_files.reports():
            with self.subTest(name):
                ran = Ran("check", self.write(name, data))
                self.bounded(ran)
                if words:
                    self.assertEqual(ran.status, UNREAD, ran.text)
                    self.assertTrue(any(word in ran.text for word in words), ran.text)
                else:
                    self.assertIn(ran.status, (0, 1), ran.text)

    def test_bad_reports_keep_good_ones_from_nothing(self):
        for name, data, _ in bad_files.reports():
            self.write(name, data)
        self.write("好.txt", bad_files.GOOD.encode())
        for command in ("check", "similar"):
            with self.subTest(command):
                ran = Ran(command, self.folder.name)
                self.bounded(ran)
                self.assertEqual(ran.status, UNREAD, ran.text[-500:])
                self.assertIn("扫描.pdf", ran.text)
        self.assertIn("10所", Ran("check", self.folder.name).text)

    def test_large_files(self):
        line = (bad_files.GOOD + "\n").encode()
        huge = line * ((100 << 20) // len(line))
        for name, data in (("一百兆.txt", huge), ("一百兆.html", b"<p>" + huge), ("一百兆.md", huge),
                           ("两百兆.txt", b"\xe4\xb8\x80" * ((200 << 20) // 3)),
                           ("一行.txt", "一".encode() * ((100 << 20) // 3)),
                           ("零.pdf", b"%PDF-1.5\n" + b"\0" * (100 << 20))):
            with self.subTest(name):
                ran = Ran("check", self.write(name, data))
                self.bounded(ran)
                self.assertEqual(ran.status, UNREAD, ran.text[:500])
                self.assertRegex(ran.text, "上限|过大|超过|损坏|打不开|没有文字")
                os.remove(os.path.join(self.folder.name, name))

    def test_archives_made_to_burst(self):
        ran = Ran("check", self.write("炸弹.docx", bad_files.docx(bad_files.paragraph("一" * 1000), 100_000)))
        self.bounded(ran)
        self.assertEqual(ran.status, UNREAD, ran.text)
        self.assertRegex(ran.text, "上限|过大|超过")

    def test_endless_tables(self):
        ran = Ran("check", self.write("表.docx", bad_files.endless_table(20_000)))
        self.bounded(ran)
        ran = Ran("check", self.write("表.docx", bad_files.endless_table(120_000)))
        self.bounded(ran)
        self.assertEqual(ran.status, UNREAD, ran.text)
        rows = b"<tr>" + b"<td>5</td>" * 100 + b"</tr>"
        ran = Ran("check", self.write("表.html", b"<table>" + rows * 20_000))
        self.bounded(ran)

    def test_reports_of_nothing_but_figures(self):
        # Each share looks for its whole, which stands nowhere.
        lines = [f"第{i}村现有学校{i % 90 + 6}所，其中小学{i % 70 + 1}所，在校学生{i * 37 % 9000 + 100}人，占全镇的{i % 97 + 1}%。\n"
                 for i in range(30_000)]
        ran = Ran("check", self.write("全是数.txt", "".join(lines).encode()))
        self.bounded(ran)
        self.assertIn(ran.status, (0, 1), ran.text[:500])

    def test_tables_of_a_million_rows(self):
        cells = f"<w:tr><w:tc>{bad_files.paragraph('5')}</w:tc></w:tr>"
        for name, data in (("百万行.docx", bad_files.docx("<w:tbl>" + cells * 1_000_000 + "</w:tbl>")),
                           ("百万行.html", b"<table>" + b"<tr><td>5</td></tr>" * 1_000_000 + b"</table>"),
                           ("百万行.md", "| 甲 | 乙 |\n|---|---|\n".encode() + b"| 5 | 6 |\n" * 1_000_000)):
            with self.subTest(name):
                ran = Ran("check", self.write(name, data))
                self.bounded(ran)
                self.assertEqual(ran.status, UNREAD, ran.text[:500])
                self.assertIn("上限", ran.text)
        for name, data in (("百万行.xlsx", workbook(1_000_000)),
                           ("百万行.csv", "指标,分值,评分标准\n".encode() + "甲,10,每起扣2分\n".encode() * 1_000_000)):
            with self.subTest(name):
                ran = Ran("suggest", self.write(name, data))
                self.bounded(ran)
                self.assertEqual(ran.status, 1, ran.text[:500])
                self.assertRegex(ran.text, "超过 500000 格")

    def test_workbooks_as_rubrics(self):
        good = workbook(3)
        for name, data, words in (("加密.xlsx", bad_files.ENCRYPTED_OFFICE, "密码"), ("图片.xlsx", bad_files.PICTURE, "图片"),
                                  ("半截.xlsx", good[:-200], "损坏"), ("空.xlsx", b"", "空|没有"),
                                  ("一百兆.xlsx", b"PK\3\4" + b"\0" * (100 << 20), "损坏"),
                                  ("文档.xlsx", bad_files.docx(bad_files.paragraph(bad_files.GOOD)), "没有找到"),
                                  ("扫描.xlsx", bad_files.scan(), "扫描|没有文字")):
            with self.subTest(name):
                ran = Ran("suggest", self.write(name, data))
                self.bounded(ran)
                self.assertEqual(ran.status, 1, ran.text[:500])
                self.assertRegex(ran.text, words)
        for name in ("细则.xlsx", "其实是表格.csv", "其实是表格.docx"):
            with self.subTest(name):
                ran = Ran("suggest", self.write(name, good))
                self.assertIn("已理解 3", ran.text)
        # A workbook is no report, whatever it is called.
        self.assertIn("工作簿", Ran("check", self.write("报告.docx", good)).text)

    def test_rubrics(self):
        head = "指标,分值,评分标准,责任单位\n".encode()
        row = "甲,10,每发生一起扣2分，扣完为止。,局\n".encode()
        files = [(name, data) for name, data, words in bad_files.reports() if words] + [
            ("多.csv", head + row * 100_000), ("长.csv", head + b"\xe7\x94\xb2,10," + "扣2分；".encode() * 200_000),
            ("无.csv", "甲,乙\n丙,丁\n".encode()), ("空.csv", b""), ("零.csv", b"\0" * 100_000),
            ("引号.csv", head + b'"' + row * 1000), ("一百兆.csv", head + row * ((100 << 20) // len(row))),
            ("两种编码.csv", head + row * 3 + row.decode().encode("gb18030") * 3)]
        for name, data in files:
            with self.subTest(name):
                ran = Ran("suggest", self.write(name, data))
                self.bounded(ran)
                self.assertGreater(ran.status, 0, ran.text[:500])
                self.assertTrue(ran.text.strip())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
