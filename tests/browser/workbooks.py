#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes what the browser tests give to a real server: FOLDER SOURCE_DIR.

good.xlsx and bad.xlsx are workbooks of the organisation for the demonstration city, regulation.zip is
the archive of a shipped regulation.
"""
import os
import pathlib
import sys
import zipfile
from xml.sax.saxutils import escape

SHEETS = {
    "单位": ["单位编码", "单位名称", "简称", "上级单位编码", "类别", "序号", "生效日期", "撤销日期"],
    "人员": ["人员编码", "姓名", "电话", "备注"],
    "任职": ["人员编码", "单位编码", "岗位编码", "是否主职", "任职日期", "免职日期"],
}
GOOD = {
    "单位": [["X01", "市数据局", "数据局", "A", "部门", "90", "2026-06-01", ""]],
    "人员": [["X0001", "试用甲", "", ""], ["X0002", "试用乙", "", ""]],
    "任职": [["X0001", "X01", "", "是", "2026-06-01", ""], ["X0002", "X01", "", "是", "2026-07-01", ""]],
}
BAD = {
    "单位": [["X02", "", "", "没有这个单位", "部门", "多少", "2026-13-01", ""]],
    "人员": [["X0003", "试用丙", "", ""], ["X0003", "试用丁", "", ""]],
    "任职": [["X9999", "X02", "", "也许", "2026-06-01", "2026-05-01"]],
}
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def sheet_xml(rows):
    cells = []
    for number, row in enumerate(rows, 1):
        line = "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            for column, text in enumerate(row) if text)
        cells.append(f'<row r="{number}">{line}</row>')
    return f'<worksheet xmlns="{NAMESPACE}"><sheetData>{"".join(cells)}</sheetData></worksheet>'


def write_workbook(path, rows_of):
    names = list(SHEETS)
    parts = {
        "[Content_Types].xml":
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels":
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r" Type="{RELATIONS}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml":
            f'<workbook xmlns="{NAMESPACE}" xmlns:r="{RELATIONS}"><sheets>' + "".join(
                f'<sheet name="{name}" sheetId="{i}" r:id="r{i}"/>' for i, name in enumerate(names, 1)) +
            "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{PACKAGE}/relationships">' + "".join(
                f'<Relationship Id="r{i}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                for i in range(1, len(names) + 1)) + "</Relationships>",
    }
    for i, name in enumerate(names, 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = sheet_xml([SHEETS[name], *rows_of[name]])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def write_regulation(path, folder):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for root, _, names in os.walk(folder):
            for name in sorted(names):
                file = pathlib.Path(root, name)
                archive.write(file, file.relative_to(folder.parent))


def main():
    to, source = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    write_workbook(to / "good.xlsx", GOOD)
    write_workbook(to / "bad.xlsx", BAD)
    write_regulation(to / "regulation.zip", source / "regulations/ganxi-village")


main()
