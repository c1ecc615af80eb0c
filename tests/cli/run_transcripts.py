#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of transcripts and compares what they print.

usage: run_transcripts.py KAOGONG SOURCE_DIR [NAME ...]

A transcript (tests/cli/*.txt) holds commands on lines that begin with "$ ", each followed by what it
prints (standard output and error together) and, when it does not exit with 0, a line "[exit N]".
Other lines before the first command, and lines that begin with "## ", are comments. In Markdown
(README.md, docs/) the same stands in fenced blocks marked console, where a command may go on after a
backslash and a line "..." stands for any lines.

Commands of a file run one after the other in one folder, which is empty but for `regulations` and
`build/release` in the case of Markdown; $SOURCE is the project, kaogong is on the path.
KAOGONG_ACCEPT=1 rewrites the files, except what is shortened by "...".
"""
import os
import pathlib
import subprocess
import sys
import tempfile


class Block:
    """A command with the lines it is expected to print; or text that is none."""

    def __init__(self, text, command=None):
        self.text = text
        self.command = command
        self.expected = []


def parse(text, is_markdown):
    blocks = []
    in_console = not is_markdown
    for line in text.split("\n"):
        if is_markdown and line.startswith("```"):
            in_console = line == "```console"
            blocks.append(Block(line))
        elif in_console and line.startswith("$ "):
            blocks.append(Block(line, line[2:]))
        elif in_console and blocks and blocks[-1].command is not None:
            if blocks[-1].command.endswith("\\"):
                blocks[-1].text += "\n" + line
                blocks[-1].command = blocks[-1].command[:-1] + line
            elif line.startswith("## "):
                blocks.append(Block(line))
            else:
                blocks[-1].expected.append(line)
        else:
            blocks.append(Block(line))
    return blocks


def run(command, folder, environment, source):
    done = subprocess.run(["sh", "-c", command], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT)
    printed = done.stdout.decode("utf-8", "backslashreplace").replace("\r\n", "\n")
    lines = printed.replace(source, "$SOURCE").replace(folder, "$FOLDER").split("\n")
    if lines[-1] == "":
        lines.pop()
    if done.returncode != 0:
        lines.append(f"[exit {done.returncode}]")
    return lines


def matches(expected, printed):
    """Whether the lines are those expected; "..." stands for any number of lines."""
    if "..." not in expected:
        return expected == printed
    at = expected.index("...")
    if expected[:at] != printed[:at]:
        return False
    rest = expected[at + 1:]
    return any(matches(rest, printed[start:]) for start in range(at, len(printed) + 1))


def without_blank_end(lines):
    lines = list(lines)
    while lines and lines[-1] == "":
        lines.pop()
    return lines


def run_file(file, binary, source, accept):
    """Returns how many commands passed and failed."""
    is_markdown = file.suffix == ".md"
    blocks = parse(file.read_text(encoding="utf-8"), is_markdown)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        tools = pathlib.Path(binary).resolve().parent
        if is_markdown:
            pathlib.Path(folder, "build").mkdir()
            pathlib.Path(folder, "build/release").symlink_to(tools)
            pathlib.Path(folder, "regulations").symlink_to(pathlib.Path(source, "regulations"))
        environment = {"PATH": f"{tools}:/usr/bin:/bin", "SOURCE": source, "HOME": folder,
                       "LC_ALL": "C.UTF-8"}
        for block in blocks:
            if block.command is None:
                continue
            printed = without_blank_end(run(block.command, folder, environment, source))
            expected = without_blank_end(block.expected)
            if matches(expected, printed):
                passed += 1
                continue
            if accept and "..." not in expected:
                block.expected = printed + block.expected[len(expected):]
                passed += 1
                continue
            failed += 1
            print(f"{file.name}: $ {block.command}")
            for line in expected:
                print(f"  - {line}")
            for line in printed:
                print(f"  + {line}")
    if accept:
        lines = []
        for block in blocks:
            lines += [block.text, *block.expected]
        file.write_text("\n".join(lines), encoding="utf-8")
    return passed, failed


def main(binary, source, names):
    source = str(pathlib.Path(source).resolve())
    root = pathlib.Path(source)
    files = sorted(root.glob("tests/cli/*.txt")) + [root / "README.md"]
    files += sorted(root.glob("docs/**/*.md"))
    passed = failed = 0
    for file in files:
        if names and file.stem not in names:
            continue
        counts = run_file(file, binary, source, os.environ.get("KAOGONG_ACCEPT") == "1")
        passed += counts[0]
        failed += counts[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
