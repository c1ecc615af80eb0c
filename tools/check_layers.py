#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds src/ to layers.txt and keeps the pure part pure.

usage: check_layers.py SRC_FOLDER LAYERS_FILE

LAYERS_FILE has one module a line, bottom layer first: "module: modules it may include". A module
is the first folder under SRC_FOLDER, or the first two when a line names both (store/sqlite); its
folder internal/ is closed to others. The line `_test:` adds what tests may include besides.
Modules above the line that begins with "# ----" are pure: the same arguments give the same result
on any machine, so they name nothing in BANNED below. Tests, benchmarks and fuzzers may.
"""
import pathlib
import re
import sys

LICENCE = "// SPDX-License-Identifier: Apache-2.0"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
EXEMPT = ("_test.cc", "_bench.cc", "_fuzz.cc")

# Comments, raw strings, strings and characters; a ' between digits only separates them.
NOT_CODE = re.compile(
    r'(?P<comment>//[^\n]*|/\*.*?\*/)'
    r'|R"(?P<mark>[^\s()\\]*)\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'",
    re.DOTALL)

BANNED = [
    (r"\b(?:double|float)\b", "binary floating point; use Decimal or Rational"),
    (r"\b(?:stod|stof|stold|strtod|strtof|strtold|atof)\b", "binary floating point; use Decimal"),
    (r"\bstd::(?:jthread|thread|async|mutex|shared_mutex|recursive_mutex|condition_variable)\b",
     "threads"),
    (r"<(?:thread|mutex|shared_mutex|condition_variable|future)>", "threads"),
    (r"<(?:fstream|iostream|filesystem)>", "input and output"),
    (r"\b(?:fopen|ifstream|ofstream|getenv)\b|\bstd::(?:cout|cerr|cin|filesystem)\b",
     "input and output"),
    (r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock)\b",
     "a clock; take the time as an argument"),
    (r"\bstd::random|<random>|\b(?:mt19937|random_device)\w*|\bs?rand\s*\(", "chance"),
    (r"\bsetlocale\b|\bstd::locale\b|<locale>", "the locale"),
    (r"\bthrow\b", "exceptions; return Result or add an Issue"),
]
BANNED = [(re.compile(pattern), reason) for pattern, reason in BANNED]
UNORDERED = re.compile(r"\bunordered_(?:multi)?(?:map|set)\b(?!>)")
UNORDERED_REASON = re.compile(r"//\s*unordered: \S")


def read_layers(path, findings):
    """Returns {module: modules it may include} and the set of pure modules."""
    layers, pure, is_above = {}, set(), True
    lines = path.read_text(encoding="utf-8").splitlines()
    if not any(line.startswith("# ----") for line in lines):
        findings.append(f'{path.name}: the line "# ----" below the pure modules is missing')
    for number, line in enumerate(lines, 1):
        if line.startswith("# ----"):
            is_above = False
        line = line.split("#")[0].strip()
        if not line:
            continue
        name, colon, rest = line.partition(":")
        name = name.strip()
        if not colon or name in layers:
            findings.append(f"{path.name}:{number}: not a module, or named twice: {name}")
            continue
        for below in rest.split():
            if below not in layers:
                findings.append(f"{path.name}:{number}: '{name}' names '{below}', "
                                "which no line above declares")
            elif is_above and below not in pure:
                findings.append(f"{path.name}:{number}: pure '{name}' names impure '{below}'")
        layers[name] = set(rest.split())
        if is_above:
            pure.add(name)
    return layers, pure


def module_of(path, layers):
    parts = path.split("/")
    two = "/".join(parts[:2])
    return two if two in layers else parts[0]


def blank(text, keep_strings):
    """Returns the text with comments, and strings unless kept, blanked; lines stay where they are."""
    def replace(match):
        if keep_strings and match["comment"] is None:
            return match[0]
        return re.sub(r"[^\n]", " ", match[0])
    return NOT_CODE.sub(replace, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def check_includes(path, text, layers, findings):
    mine = module_of(path, layers)
    allowed = layers[mine] | {mine}
    if path.endswith(EXEMPT):
        allowed = allowed | layers.get("_test", set())
    code = blank(text, keep_strings=True)
    for match in INCLUDE.finditer(code):
        where = f"{path}:{line_of(code, match.start(1))}"
        theirs = module_of(match[1], layers)
        if "/" not in match[1] or match[1].startswith("."):
            findings.append(f'{where}: "{match[1]}": write the path from src/ on')
        elif theirs not in allowed:
            findings.append(f"{where}: '{mine}' may not include '{theirs}' ({match[1]})")
        elif theirs != mine and "/internal/" in match[1]:
            findings.append(f"{where}: {match[1]} is private to '{theirs}'")


def check_purity(path, text, findings):
    code = blank(text, keep_strings=False)
    for pattern, reason in BANNED:
        for match in pattern.finditer(code):
            findings.append(f"{path}:{line_of(code, match.start())}: {match[0].strip()} "
                            f"in a pure module: no {reason}")
    lines = text.splitlines()
    for match in UNORDERED.finditer(code):
        number = line_of(code, match.start())
        nearby = lines[max(number - 2, 0):number]
        if not any(UNORDERED_REASON.search(line) for line in nearby):
            findings.append(f"{path}:{number}: {match[0]}: its order differs between machines; say "
                            "on this line or the one above why that does no harm: "
                            "// unordered: reason")


def check_head(path, text, findings):
    if not text.startswith(LICENCE + "\n"):
        findings.append(f"{path}:1: the first line must be {LICENCE}")
    if path.endswith(".h") and "\n#pragma once\n" not in text:
        findings.append(f"{path}:1: #pragma once is missing")


def main(src_folder, layers_file):
    findings = []
    layers, pure = read_layers(pathlib.Path(layers_file), findings)
    root = pathlib.Path(src_folder)
    files = [file for pattern in ("*.h", "*.cc") for file in root.rglob(pattern)]
    for file in sorted(files):
        path = file.relative_to(root).as_posix()
        text = file.read_text(encoding="utf-8")
        check_head(path, text, findings)
        module = module_of(path, layers)
        if module not in layers:
            findings.append(f"{path}: module '{module}' has no line in {layers_file}")
            continue
        check_includes(path, text, layers, findings)
        if module in pure and not path.endswith(EXEMPT):
            check_purity(path, text, findings)
    for finding in findings:
        print(finding)
    print(f"layers: {len(files)} files, {len(findings)} findings")
    return 1 if findings or not files else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
