#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Spoils a workbook on purpose, for transcripts.

usage: edit_workbook.py FROM TO SHEET CELL XML    puts the cell's XML in place, at a style that FROM has
       edit_workbook.py --bomb FROM TO            the first sheet unpacks to a quarter of a gigabyte
"""
import re
import sys
import zipfile

BOMB_BYTES = 1 << 28


def write_cell(source, target, sheet, cell, xml):
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as to:
        for name in book.namelist():
            data = book.read(name)
            if name == f"xl/worksheets/sheet{sheet}.xml":
                text = data.decode("utf-8")
                pattern = rf'<c r="{cell}"[^>]*?(/>|>.*?</c>)'
                text, count = re.subn(pattern, lambda _: xml, text, count=1)
                if count != 1:
                    sys.exit(f"no cell {cell}")
                data = text.encode("utf-8")
            to.writestr(name, data)


def write_bomb(source, target):
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as to:
        for name in book.namelist():
            if name != "xl/worksheets/sheet1.xml":
                to.writestr(name, book.read(name))
                continue
            with to.open(name, "w") as part:
                block = b" " * (1 << 20)
                for _ in range(BOMB_BYTES // len(block)):
                    part.write(block)


if __name__ == "__main__":
    if sys.argv[1] == "--bomb":
        write_bomb(*sys.argv[2:4])
    else:
        write_cell(*sys.argv[1:6])
