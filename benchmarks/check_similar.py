#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds what `kaogong similar --format json` found against what make_reports.py copied.

usage: check_similar.py COPIED.csv SIMILAR.json

Prints how many of the copies were found, in their order and moved, and how many other pairs were named. Ends with 1
when one of twenty copies is missing or one of twenty pairs is wrong.
"""
import csv
import json
import os
import sys


def key(a, b):
    return tuple(sorted((os.path.basename(a), os.path.basename(b))))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        copied = {key(row["copy"], row["source"]): row["order"] for row in csv.DictReader(file)}
    with open(sys.argv[2], encoding="utf-8") as file:
        named = {key(pair["a"], pair["b"]) for pair in json.load(file)["pairs"]}
    for order in ("same", "moved"):
        of_order = {pair for pair, kind in copied.items() if kind == order}
        print(f"{order}: {len(of_order & named)} of {len(of_order)} found")
    wrong = len(named - set(copied))
    print(f"wrong: {wrong} of {len(named)} named")
    is_good = len(set(copied) & named) * 20 >= len(copied) * 19 and wrong * 20 <= len(named)
    sys.exit(0 if is_good else 1)


if __name__ == "__main__":
    main()
