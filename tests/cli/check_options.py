#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds every option of every command to its documents and its trials.

usage: check_options.py KAOGONG SOURCE_DIR

What the program's own --help lists must be described in docs/reference/command-line.md, under the
command or among what is for every command, and be run by a transcript in tests/cli.
"""
import pathlib
import re
import subprocess
import sys

# Every command has these; once is enough.
COMMON = {"--help", "--lang"}


def help_of(binary, *words):
    done = subprocess.run([binary, "--lang", "en", *words, "--help"], check=True, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
    return done.stdout


def options_in(text):
    """Options stand at the beginning of a line; those in prose do not count."""
    found = set()
    for line in text.splitlines():
        if re.match(r"\s*-", line):
            found.update(re.findall(r"--[a-z][a-z-]*", re.split(r"\s{2,}", line.strip())[0]))
    return found


def commands_in(text):
    return re.findall(r"^  ([a-z][a-z-]+)\s{2,}\S", text, re.MULTILINE)


def sections(text):
    """Returns {heading: text} for the headings of the second level."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def main(binary, source):
    documents = sections(
        pathlib.Path(source, "docs/reference/command-line.md").read_text(encoding="utf-8"))
    lines = [line for file in sorted(pathlib.Path(source, "tests/cli").glob("*.txt"))
             for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("$ ")]
    failed = []
    top = help_of(binary)
    wanted = [("", option) for option in sorted(options_in(top))]
    for command in commands_in(top):
        if command not in documents:
            failed.append(f"{command} has no section in command-line.md")
            continue
        wanted += [(command, option)
                   for option in sorted(options_in(help_of(binary, command)) - COMMON)]
    for command, option in wanted:
        described = documents.get(command, "") + documents["For every command"]
        if option not in re.findall(r"--[a-z][a-z-]*", described):
            failed.append(f"{command} {option} is not described in command-line.md")
        words = [re.split(r"[\s;|=]+", line) for line in lines]
        if not any(option in line and (not command or command in line) for line in words):
            failed.append(f"{command} {option} is run by no transcript")
    for line in failed:
        print(line.strip())
    print(f"{len(wanted)} options, {len(failed)} without document or trial")
    return 1 if failed or not wanted else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
