#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes a workbook of people to import, always the same cells.

usage: make_people.py FILE.xlsx PARENT [PEOPLE [UNITS]]

Below the unit with the code PARENT come UNITS (2000) units in two levels, PEOPLE (100,000) persons
with phone and note, and one appointment each. Names are put together from common parts; nobody is meant.
"""
import sys
import zipfile
from xml.sax.saxutils import escape

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰春梅建国文志海云飞鹏辉宇浩然子涵雨欣怡佳慧晓东立新"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet(rows):
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}"><sheetData>'
    for row in rows:
        cells = "".join(f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>' for cell in row)
        yield f"<row>{cells}</row>"
    yield "</sheetData></worksheet>"


def units(parent, count):
    yield "单位编码", "单位名称", "简称", "上级单位编码", "类别", "序号", "生效日期"
    tops = max(1, count // 20)
    for i in range(count):
        above = parent if i < tops else f"P{i % tops:05}"
        yield f"P{i:05}", f"测量单位{i:05}", "", above, "department" if i < tops else "section", str(i + 1000), "2025-01-01"


def persons(count):
    yield "人员编码", "姓名", "电话", "备注"
    for i in range(count):
        name = SURNAMES[i * 7 % len(SURNAMES)] + GIVEN[i * 13 % len(GIVEN)] + GIVEN[i // 53 % len(GIVEN)]
        yield f"M{i:07}", name, f"139{i:08}", f"第{i % 97}组"


def appointments(count, unit_count):
    yield "人员编码", "单位编码", "任职日期"
    for i in range(count):
        yield f"M{i:07}", f"P{i % unit_count:05}", f"2025-0{1 + i % 9}-01"


def write(path, parent, people=100_000, unit_count=2000):
    write_book(path, [("单位", units(parent, unit_count)), ("人员", persons(people)),
                      ("任职", appointments(people, unit_count))])


def write_book(path, sheets):
    """A workbook of sheets: a name and an iterable of rows of texts each."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
        def put(name, parts):
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            with book.open(info, "w") as entry:
                for part in parts:
                    entry.write(part.encode())
        override = "".join(
            f'<Override PartName="/xl/worksheets/sheet{i + 1}.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>' for i in range(len(sheets)))
        put("[Content_Types].xml", [
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            f"{override}</Types>"])
        put("_rels/.rels", [
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>'])
        listed = "".join(f'<sheet name="{name}" sheetId="{i + 1}" r:id="r{i + 1}"/>'
                         for i, (name, _) in enumerate(sheets))
        put("xl/workbook.xml", [f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>'])
        linked = "".join(f'<Relationship Id="r{i + 1}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{i + 1}.xml"/>'
                         for i in range(len(sheets)))
        put("xl/_rels/workbook.xml.rels", [f'<Relationships xmlns="{PACKAGE}/relationships">{linked}</Relationships>'])
        for i, (_, rows) in enumerate(sheets):
            put(f"xl/worksheets/sheet{i + 1}.xml", sheet(rows))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    write(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5]))
