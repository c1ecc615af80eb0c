# SPDX-License-Identifier: Apache-2.0
"""`kaogong check`, `similar` and `suggest` on bad input: bad_files_test.py PROGRAM ROOT.

A clear message and the exit code of the commands, never a signal; within bounds of time and memory
however large the file is.
"""
import os
import resource
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, ROOT = sys.argv[1:3]
sys.path.insert(0, os.path.join(ROOT, "tests/api"))

import bad_files  # noqa: E402

# Generous: the machine may be busy. What has no bound takes minutes and gigabytes.
SECONDS_MAX = 60
KIBIBYTES_MAX = 2_500_000  # Of address space, a little of which is used.
UNREAD = 3  # kExitFile


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

    def test_rubrics(self):
        head = "指标,分值,评分标准,责任单位\n".encode()
        row = "甲,10,每发生一起扣2分，扣完为止。,局\n".encode()
        files = [(name, data) for name, data, words in bad_files.reports() if words] + [
            ("多.csv", head + row * 100_000), ("长.csv", head + b"\xe7\x94\xb2,10," + "扣2分；".encode() * 200_000),
            ("无.csv", "甲,乙\n丙,丁\n".encode()), ("空.csv", b""), ("零.csv", b"\0" * 100_000),
            ("引号.csv", head + b'"' + row * 1000)]
        for name, data in files:
            with self.subTest(name):
                ran = Ran("suggest", self.write(name, data))
                self.bounded(ran)
                self.assertGreater(ran.status, 0, ran.text[:500])
                self.assertTrue(ran.text.strip())


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
