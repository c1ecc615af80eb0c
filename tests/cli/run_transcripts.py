#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of a transcript and compares what they print.

usage: run_transcripts.py KAOGONG SOURCE_DIR [NAME ...]

A transcript (tests/cli/*.txt) holds commands on lines that begin with "$ ", each followed by what it
prints (standard output and error together) and, when it does not exit with 0, a line "[exit N]".
Commands run one after the other in one empty folder; $SOURCE is the project, kaogong is on the path.
Lines that begin with "# " at the top of a block are comments. KAOGONG_ACCEPT=1 rewrites the files.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile


def parse(text):
    """Returns blocks: ["comment", line] or ["command", line, expected]."""
    blocks = []
    for line in text.splitlines():
        if line.startswith("$ "):
            blocks.append(["command", line[2:], []])
        elif blocks and blocks[-1][0] == "command" and not line.startswith("## "):
            blocks[-1][2].append(line)
        else:
            blocks.append(["comment", line])
    return blocks


def run(command, folder, environment, source):
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    printed = done.stdout.replace(source, "$SOURCE").replace(folder, "$FOLDER")
    lines = printed.splitlines()
    if done.returncode != 0:
        lines.append(f"[exit {done.returncode}]")
    return lines


def main(binary, source, names):
    source = str(pathlib.Path(source).resolve())
    accept = os.environ.get("KAOGONG_ACCEPT") == "1"
    passed = failed = 0
    files = sorted(pathlib.Path(source, "tests/cli").glob("*.txt"))
    for file in files:
        if names and file.stem not in names:
            continue
        blocks = parse(file.read_text(encoding="utf-8"))
        with tempfile.TemporaryDirectory() as folder:
            environment = {"PATH": str(pathlib.Path(binary).resolve().parent) + ":/usr/bin:/bin",
                           "SOURCE": source, "HOME": folder, "LC_ALL": "C.UTF-8"}
            for block in blocks:
                if block[0] != "command":
                    continue
                printed = run(block[1], folder, environment, source)
                expected = block[2][:-1] if block[2] and block[2][-1] == "" else block[2]
                if printed == expected:
                    passed += 1
                    continue
                if accept:
                    block[2] = printed + [""]
                    continue
                failed += 1
                print(f"{file.name}: $ {block[1]}")
                for line in expected:
                    print(f"  - {line}")
                for line in printed:
                    print(f"  + {line}")
        if accept:
            text = ""
            for block in blocks:
                if block[0] == "comment":
                    text += block[1] + "\n"
                else:
                    text += "$ " + block[1] + "\n" + "".join(line + "\n" for line in block[2])
            file.write_text(re.sub(r"\n+$", "\n", text), encoding="utf-8")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
