# SPDX-License-Identifier: Apache-2.0
"""Shows that check_layers.py and tidy.py find what they are for, and nothing else."""
import contextlib
import io
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "tools"))
import check_layers  # noqa: E402
import tidy  # noqa: E402

HEAD = "// SPDX-License-Identifier: Apache-2.0\n"
LAYERS = "base:\nscore: base\n# ---- pure above\nstore/lite: base\ncli: base score store/lite\n" \
         "gtest:\n_test: gtest\n"


def run(main, *arguments):
    """Returns the exit code and the lines printed before the summary."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        code = main(*map(str, arguments))
    return code, output.getvalue().splitlines()[:-1]


class TemporaryTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)

    def write(self, path, content):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file


class CheckLayers(TemporaryTree):
    def check(self, path, body, layers=LAYERS):
        self.write("layers.txt", layers)
        self.write("src/" + path, HEAD + body)
        return run(check_layers.main, self.root / "src", self.root / "layers.txt")

    def test_finds_one_thing(self):
        cases = [
            ("score/a.cc", '#include "cli/x.h"\n', "may not include 'cli'"),
            ("base/a.cc", '#include "score/x.h"\n', "may not include 'score'"),
            ("score/a.cc", '#include "unknown/x.h"\n', "may not include 'unknown'"),
            ("score/a.cc", '#include "../base/x.h"\n', "from src/ on"),
            ("score/a.cc", '#include "x.h"\n', "from src/ on"),
            ("score/a.cc", '#include "base/internal/x.h"\n', "is private to 'base'"),
            ("score/a.cc", '#include "store/lite/x.h"\n', "may not include 'store/lite'"),
            ("score/a.cc", '#include "gtest/x.h"\n', "may not include 'gtest'"),
            ("other/a.cc", "", "has no line"),
            ("store/heavy/a.cc", "", "has no line"),
            ("base/a.h", "int a;\n", "#pragma once is missing"),
            ("base/a.cc", "double a;\n", ":2: double"),
            ("base/a.cc", "int n = 1'000; float a;\n", "float"),
            ("base/a.cc", "auto a = std::stod(s);\n", "stod"),
            ("base/a.cc", "auto a = strtod(s, &e);\n", "strtod"),
            ("base/a.cc", "std::mutex a;\n", "threads"),
            ("base/a.cc", "#include <thread>\n", "threads"),
            ("base/a.cc", "#include <fstream>\n", "input and output"),
            ("base/a.cc", "#include <iostream>\n", "input and output"),
            ("base/a.cc", "auto a = std::chrono::system_clock::now();\n", "a clock"),
            ("base/a.cc", "std::random_device a;\n", "chance"),
            ("base/a.cc", "throw 1;\n", "exceptions"),
            ("base/a.cc", "std::unordered_map<int, int> a;\n", "its order differs"),
            ("base/a.cc", "// unordered:\nstd::unordered_set<int> a;\n", "its order differs"),
        ]
        for path, body, want in cases:
            with self.subTest(body=body, path=path):
                code, lines = self.check(path, body)
                self.assertEqual(code, 1)
                self.assertEqual(len(lines), 1, lines)
                self.assertIn(want, lines[0])
                (self.root / "src" / path).unlink()

    def test_accepts(self):
        cases = [
            ("score/a.cc", '#include "base/x.h"\n#include "score/internal/y.h"\n#include <map>\n'),
            ("score/a_test.cc", '#include "gtest/x.h"\nstd::thread a; double b;\n'),
            ("store/lite/a.cc", '#include "store/lite/x.h"\ndouble a;\n'),
            ("cli/a.cc", '#include "store/lite/x.h"\n#include <iostream>\nthrow 1;\n'),
            ("base/a.cc", '// a double\n/* float\n throw */\nauto a = "double \\" throw";\n'),
            ("base/a.cc", 'auto a = R"x(double "throw)")x";\n'),
            ("base/a.cc", "auto a = '\"'; int doubled = 1'000'000;\n"),
            ("base/a.cc", "// unordered: looked up, never walked\nstd::unordered_set<int> a;\n"),
            ("base/a.cc", "std::unordered_map<int, int> a;  // unordered: sorted before use\n"),
            ("base/a.cc", "#include <unordered_map>\n"),
            ("base/a.cc", '// #include "cli/x.h"\n'),
        ]
        for path, body in cases:
            with self.subTest(body=body, path=path):
                self.assertEqual(self.check(path, body), (0, []))
                (self.root / "src" / path).unlink()

    def test_wants_the_licence_first(self):
        self.check("base/a.cc", "")
        self.write("src/base/a.cc", "\n" + HEAD)
        self.assertEqual(run(check_layers.main, self.root / "src", self.root / "layers.txt")[0], 1)

    def test_reads_layers_strictly(self):
        cases = [
            ("base: score\nscore:\n# ----\n", "which no line above declares"),
            ("base:\nbase:\n# ----\n", "named twice"),
            ("base:\n", "is missing"),
        ]
        for layers, want in cases:
            with self.subTest(layers=layers):
                code, lines = self.check("base/a.cc", "", layers)
                self.assertEqual(code, 1)
                self.assertIn(want, lines[0])


class Tidy(TemporaryTree):
    def setUp(self):
        super().setUp()
        for path in tidy.EXECUTABLES:
            self.write(path, "#!/bin/sh\n").chmod(0o755)

    def test_finds_one_thing(self):
        cases = [
            ("src/a.cc", "// TO" "DO: later\n", "number of an issue"),
            ("a.md", "FIX" "ME\n", "mend it"),
            ("a.py", "\tpass\n", "a tab"),
            ("a.py", "pass \n", "at the end of the line"),
            ("a.py", "pass\r\n", "at the end of the line"),
            ("a.py", "pass", "has no end"),
            ("a.sql", "select  " "* from unit\n", "name the columns"),
            ("a.md", "See /wo" "rk/a.\n", "a path of one machine"),
            ("a.sh", "cat '/ro" "ot/a'\n", "a path of one machine"),
            ("src/a.cc", "//" + "x" * 139 + "\n", "141 columns"),
            ("src/a.cc", "//" + "考" * 70 + "\n", "142 columns"),
            ("a.md", "# One\n\n# Two\n", "2 headings"),
            ("a.cc", b"// \xbf\xbc\n", "not UTF-8 at byte 3"),
            ("a.bin", b"\0" * 300_001, "a binary file of 300001"),
        ]
        for path, content, want in cases:
            with self.subTest(path=path, want=want):
                file = self.write(path, content)
                code, lines = run(tidy.main, self.root)
                self.assertEqual(code, 1)
                self.assertEqual(len(lines), 1, lines)
                self.assertIn(want, lines[0])
                file.unlink()

    def test_accepts(self):
        cases = [
            ("src/a.cc", "// TO" "DO(#12): later\n"),
            ("src/a.cc", "//" + "x" * 108 + "\n"),
            ("src/a.cc", "//" + "考" * 54 + "\n"),
            ("src/a.cc", 'auto a = R"(' + "考" * 90 + ')";\n'),
            ("tests/golden/a.md", "a\t \n"),
            ("a.csv", "a\tb \r\n"),
            ("a.md", "# One\n```sh\n# a comment\n```\n## Two\n"),
            ("a.md", "docs/wo" "rk/a and https://example.org/wo" "rk/\n"),
            ("regulations/a/regulation.md", "# One\n# Two\n"),
            ("a.bin", b"\0" * 300_000),
            ("build/a.py", "\t \n"),
            ("empty.md", ""),
        ]
        for path, content in cases:
            with self.subTest(path=path):
                file = self.write(path, content)
                self.assertEqual(run(tidy.main, self.root), (0, []))
                file.unlink()

    def test_wants_run_bits(self):
        (self.root / "run").chmod(0o644)
        code, lines = run(tidy.main, self.root)
        self.assertEqual((code, lines), (1, ["run: missing, or without its run bit"]))


if __name__ == "__main__":
    unittest.main()
