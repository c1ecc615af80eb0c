#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fills the template of every shipped regulation with its facts and scores what was filled in.

usage: round_trip.py KAOGONG SOURCE_DIR

The figures must be those of the regulation's own facts, in both forms and both kinds of file. The
empty template must be written, too.
"""
import pathlib
import subprocess
import sys
import tempfile


def run(binary, *words):
    return subprocess.run([binary, *map(str, words)], text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def trial(binary, folder, form, target):
    """Returns what went wrong, or nothing."""
    written = run(binary, "template", folder, *form, "--filled", "--out", target)
    if written.returncode:
        return written.stdout
    own = run(binary, "score", folder, "--all", "--format", "csv")
    filled = run(binary, "score", folder, "--all", "--format", "csv", "--facts", target)
    if sorted(own.stdout.splitlines()) == sorted(filled.stdout.splitlines()):
        return None
    return filled.stdout[:300] if filled.returncode else "other figures"


def main(binary, source):
    regulations = sorted(path.parent for path in pathlib.Path(source, "regulations").rglob("facts")
                         if "_rejects" not in path.parts)
    passed = failed = 0
    with tempfile.TemporaryDirectory() as scratch:
        for number, folder in enumerate(regulations):
            for form in ([], ["--long"]):
                for ending in ("", ".xlsx"):
                    target = pathlib.Path(scratch, f"{number}{''.join(form)}{ending}")
                    wrong = trial(binary, folder, form, target)
                    passed += wrong is None
                    failed += wrong is not None
                    if wrong is not None:
                        print(f"{folder} {' '.join(form)} {ending}: {wrong}")
            empty = run(binary, "template", folder, "--out", pathlib.Path(scratch, f"{number}e.xlsx"))
            passed += empty.returncode == 0
            failed += empty.returncode != 0
            if empty.returncode:
                print(f"{folder}: {empty.stdout}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
