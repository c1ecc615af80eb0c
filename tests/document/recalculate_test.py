#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Lets LibreOffice compute the result workbooks of the shipped regulations anew and compares the digits.

usage: recalculate_test.py KAOGONG SOURCE_DIR [REGULATION ...]

Every cell of a results sheet, and of the counts under the charts, that is a formula must come out as the engine's digits. What is no formula is
listed. A control workbook with wrong stored values proves that LibreOffice really computes.
"""
import decimal
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
import zipfile

NAMESPACE = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


def read_book(path):
    """Returns {sheet: {cell: (value, whether it is a formula)}}."""
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        strings = []
        if "xl/sharedStrings.xml" in names:
            for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml")):
                strings.append("".join(text.text or "" for text in item.iter(f"{{{NAMESPACE['m']}}}t")))
        relations = {entry.get("Id"): entry.get("Target") for entry in
                     ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
        sheets = {}
        for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).find("m:sheets", NAMESPACE):
            part = "xl/" + relations[sheet.get(RELATION)].removeprefix("/xl/")
            cells = {}
            for cell in ElementTree.fromstring(book.read(part)).iter(f"{{{NAMESPACE['m']}}}c"):
                value = cell.find("m:v", NAMESPACE)
                text = "" if value is None else value.text or ""
                if cell.get("t") == "s":
                    text = strings[int(text)]
                cells[cell.get("r")] = (text, cell.find("m:f", NAMESPACE) is not None)
            sheets[sheet.get("name")] = cells
        return sheets


def faults_of_layout(path):
    """What a sheet of results lacks of: a frozen head that each page repeats, locked cells, a page as wide as
    the sheet, laid across, of just the cells there are. Whether the charts are there."""
    faults = []
    with zipfile.ZipFile(path) as book:
        main = book.read("xl/workbook.xml").decode()
        for number, name in enumerate(re.findall(r'<sheet name="([^"]*)"', main), 1):
            sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
            wanted = {"frozen head": 'state="frozen"', "width of a page": 'fitToHeight="0"'}
            if name.endswith("结果"):
                wanted |= {"locked cells": "<sheetProtection", "laid across": 'orientation="landscape"'}
            faults += [f"{name}: no {what}" for what, text in wanted.items() if text not in sheet]
            for what in ["Print_Titles"] + ["Print_Area"] * name.endswith(("结果", "数据", "步骤")):
                if f'"_xlnm.{what}" localSheetId="{number - 1}"' not in main:
                    faults.append(f"{name}: no {what}")
        has_charts = any(name.startswith("xl/charts/") for name in book.namelist())
        if has_charts != ('name="图表"' in main):
            faults.append("the charts are not where they should be")
    return faults, has_charts


def make_control(source, target):
    """Copies a workbook with every stored value of a formula replaced by 12345."""
    with zipfile.ZipFile(source) as book, zipfile.ZipFile(target, "w") as control:
        for name in book.namelist():
            content = book.read(name)
            if name.startswith("xl/worksheets/"):
                content = re.sub(rb"(</f><v>)[^<]*(</v>)", rb"\g<1>12345\g<2>", content)
            control.writestr(name, content)


def cut(number, digits):
    return decimal.Decimal(f"{number:.{digits}g}")


def same(engine, computed):
    """True when the computed value has the engine's digits. A file of a spreadsheet holds 15; of a fraction
    without end, which takes as many as there are, the first twelve are compared."""
    if engine == computed:
        return True
    try:
        wanted, found = decimal.Decimal(engine), decimal.Decimal(computed)
    except decimal.InvalidOperation:
        return False
    wanted, found = cut(wanted, 15), cut(found, 15)
    has_end = len(wanted.normalize().as_tuple().digits) <= 12
    return wanted == found if has_end else cut(wanted, 12) == cut(found, 12)


def main(kaogong, source, chosen):
    root = pathlib.Path(source, "regulations")
    folders = sorted(path.parent for path in root.glob("*/*/regulation.md") if not path.parts[-3].startswith("_"))
    if chosen:
        folders = [folder for folder in folders if folder.parent.name in chosen]
    failed, total, drawn, listed = [], 0, 0, []
    with tempfile.TemporaryDirectory() as work:
        made, computed, profile = (pathlib.Path(work, name) for name in ("made", "computed", "profile"))
        made.mkdir()
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS, encoding="utf-8")
        for folder in folders:
            if not (folder / "facts").exists():
                continue
            name = f"{folder.parent.name}-{folder.name}"
            done = subprocess.run([kaogong, "document", "workbook", str(folder), "--out", str(made / f"{name}.xlsx")],
                                  text=True, capture_output=True, check=False)
            if done.returncode != 0:
                failed.append(f"{name}: {done.stdout}{done.stderr}")
            listed += [f"{name} {line.strip()}" for line in done.stdout.splitlines()[1:]]
        books = sorted(made.glob("*.xlsx"))
        for book in books:
            faults, has_charts = faults_of_layout(book)
            failed += [f"{book.stem} {fault}" for fault in faults]
            drawn += has_charts
        make_control(books[0], made / "control.xlsx")
        subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", "xlsx",
                        "--outdir", str(computed), *map(str, [*books, made / "control.xlsx"])],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for book in [*books, made / "control.xlsx"]:
            # The control is held against the true values: stored ones would show.
            before = read_book(books[0] if book.stem == "control" else book)
            after = read_book(computed / book.name)
            for sheet, cells in before.items():
                if not sheet.endswith("结果") and sheet != "图表":
                    continue
                for place, (engine, is_formula) in cells.items():
                    if not is_formula:
                        continue
                    total += 1
                    found = after.get(sheet, {}).get(place, ("", False))[0]
                    if not same(engine, found):
                        failed.append(f"{book.stem} {sheet}!{place}: {engine} by the engine, {found} computed")
    for line in listed:
        print(f"no formula: {line}")
    for line in failed[:200]:
        print(line)
    print(f"{len(books)} workbooks, {total} formulas, {len(failed)} differ, {len(listed)} figures are no formulas, "
          f"{drawn} have charts")
    return 1 if failed or total == 0 or drawn == 0 else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
