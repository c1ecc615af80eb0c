#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores 1,000 generated people and compares the files' digests with those of an independent
program for the same rules.

usage: check_assess.py MAKE_ASSESS_FACTS ASSESS_BENCHMARK SOURCE_FOLDER
"""
import hashlib
import pathlib
import subprocess
import sys
import tempfile

DIGESTS = {
    "facts/assess_1000.csv": "ffb874a6a838861b5c77ec636628e0e755a47365f5c4e222db3f643d1d35a1be",
    "facts/groups_1000.csv": "c746bb0c1f6c4f70123ae5f9d43c479dc3b618c40d0de5fd118437b9f52d98db",
    "result.csv": "c9651535f1a8cad69ca0398164b9eae5705d5dd49e3873c33825742553a1c404",
}


def main():
    make, score, source = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        subprocess.run([make, "1000", folder / "facts"], check=True)
        subprocess.run([score, folder / "facts", folder / "result.csv"], check=True, cwd=source)
        for name, wanted in DIGESTS.items():
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
            if found != wanted:
                sys.exit(f"{name}: SHA-256 is {found}, not {wanted}")


if __name__ == "__main__":
    main()
