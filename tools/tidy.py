#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks habits that no compiler sees, in every file that git tracks or would add.

usage: tidy.py [PROJECT_FOLDER]
"""
import os
import pathlib
import re
import subprocess
import sys
import unicodedata

COLUMNS_MAX = 140
BINARY_BYTES_MAX = 300_000
EXECUTABLES = ("run", "test", ".ci/run")

# What people write by hand. Other text is data, and data may hold any characters.
WRITTEN = {".h", ".cc", ".py", ".sh", ".cmake", ".md", ".sql", ".yaml", ".yml", ".ts", ".tsx",
           ".css", ".html"}
WRITTEN_NAMES = {"CMakeLists.txt", "layers.txt", "packages.txt", "run", "test"}
DATA_FOLDERS = {"data", "golden", "fuzz"}
SKIPPED_FOLDERS = {".git", "build", "node_modules", "dist"}

# Patterns are put together so that this file does not match itself.
LINE_RULES = [
    (re.compile(r"\bTO" r"DO\b(?!\(#\d+\))"), "write TO" "DO(#123) with the number of an issue"),
    (re.compile(r"\bFIX" r"ME\b"), "mend it or write TO" "DO(#123)"),
    (re.compile(r"\bSELECT\s+" r"\*", re.IGNORECASE), "name the columns to select"),
    (re.compile(r"(?<![\w.~/-])/(?:wo" r"rk|ro" r"ot|tmp/bash_" r"jobs|home/\w+)(?:/|\b\.)"),
     "a path of one machine"),
]
RAW_STRING = re.compile(r'R"([^\s()\\]*)\(.*?\)\1"', re.DOTALL)


def list_files(root):
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others",
             "--exclude-standard"], capture_output=True, check=True).stdout
        names = [name for name in os.fsdecode(listed).split("\0") if name]
    except (OSError, subprocess.CalledProcessError):  # A release archive has no repository.
        names = []
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            names += [os.path.relpath(os.path.join(folder, name), root) for name in files]
    return sorted(name for name in set(names) if (root / name).is_file())


def is_written(path):
    pure = pathlib.PurePosixPath(path)
    if DATA_FOLDERS.intersection(pure.parts[:-1]):
        return False
    return pure.suffix in WRITTEN or pure.name in WRITTEN_NAMES or path in EXECUTABLES


def display_width(line):
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in line)
    return len(line) + wide


def check_lines(path, text, findings):
    for number, line in enumerate(text.split("\n"), 1):
        for pattern, advice in LINE_RULES:
            match = pattern.search(line)
            if match:
                findings.append(f"{path}:{number}: {match[0]}: {advice}")
        if "\t" in line:
            findings.append(f"{path}:{number}: a tab; indent with spaces")
        if line != line.rstrip():
            findings.append(f"{path}:{number}: blanks or a carriage return at the end of the line")


def check_width(path, text, findings):
    # Raw strings hold texts as their authors write them.
    text = RAW_STRING.sub(lambda match: "\n" * match[0].count("\n"), text)
    for number, line in enumerate(text.split("\n"), 1):
        width = display_width(line)
        if width > COLUMNS_MAX:
            findings.append(f"{path}:{number}: {width} columns wide, over {COLUMNS_MAX}")


def check_headings(path, text, findings):
    fence, headings = None, 0
    for line in text.split("\n"):
        mark = re.match(r"\s*(```+|~~~+)", line)
        if mark and fence is None:
            fence = mark[1]
        elif mark and line.strip().startswith(fence):
            fence = None
        elif fence is None and line.startswith("# "):
            headings += 1
    if headings > 1:
        findings.append(f"{path}: {headings} headings of the first level; one is the title")


def check_file(root, path, findings):
    content = (root / path).read_bytes()
    if b"\0" in content:
        if len(content) > BINARY_BYTES_MAX:
            findings.append(f"{path}: a binary file of {len(content)} bytes, "
                            f"over {BINARY_BYTES_MAX}")
        return
    if not is_written(path):
        return
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        # Rejected regulations are wrong on purpose.
        if not str(path).startswith("regulations/_rejects/"):
            findings.append(f"{path}: not UTF-8 at byte {error.start}")
        return
    if text and not text.endswith("\n"):
        findings.append(f"{path}: the last line has no end")
    check_lines(path, text, findings)
    if path.startswith("src/") and path.endswith((".h", ".cc")):
        check_width(path, text, findings)
    if path.endswith(".md") and not path.startswith("regulations/"):
        check_headings(path, text, findings)


def main(folder):
    root, findings = pathlib.Path(folder), []
    files = list_files(root)
    for path in files:
        check_file(root, path, findings)
    for path in EXECUTABLES:
        if not os.access(root / path, os.X_OK):
            findings.append(f"{path}: missing, or without its run bit")
    for finding in findings:
        print(finding)
    print(f"tidy: {len(files)} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))
