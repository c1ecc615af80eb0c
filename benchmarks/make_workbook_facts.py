#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes generated facts for benchmarks/workbook: the same bytes for the same number of people.

usage: make_workbook_facts.py PEOPLE FOLDER        PEOPLE is a multiple of 50, the size of a group
"""
import pathlib
import sys


def main(people, folder):
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "组.csv", "w", encoding="utf-8") as groups:
        groups.write("组\n" + "".join(f"组{number}\n" for number in range(people // 50)))
    state = 20240601
    with open(folder / "人员.csv", "w", encoding="utf-8") as rows:
        rows.write("人员,组,产量,产量.目标,合格率,事故,满意度,表彰\n")
        for number in range(people):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            bits = state >> 20
            rows.write(f"人{number},组{number // 50},{50 + bits % 6000 / 100:.2f},{80 + bits % 31},"
                       f"{70 + bits % 31}%,{bits % 4},{60 + bits % 4000 / 100:.2f},{bits % 7}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), pathlib.Path(sys.argv[2]))
