# SPDX-License-Identifier: Apache-2.0
"""Archives and workbooks for tests of the API."""
import io
import os
import re
import sys
import xml.etree.ElementTree
import zipfile

VILLAGE = os.path.join(sys.argv[2], "regulations/ganxi-village/2012")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def pack(entries):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return stream.getvalue()


def folder_entries(folder, prefix, with_facts):
    for root, _, names in os.walk(folder):
        for name in sorted(names):
            path = os.path.join(root, name)
            inside = os.path.relpath(path, folder)
            if inside.startswith("facts/") and not with_facts:
                continue
            with open(path, "rb") as file:
                yield prefix + inside, file.read()


def village(slug):
    """A shipped regulation with its facts, as it is imported."""
    return pack(folder_entries(VILLAGE, f"{slug}/2012/", True))


class Workbook:
    """What stands in an .xlsx file: the texts of its cells, and the names of elements in its sheets."""

    def __init__(self, data):
        self.texts, self.elements = set(), set()
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            shared = []
            if "xl/sharedStrings.xml" in book.namelist():
                root = xml.etree.ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
                shared = ["".join(t.text or "" for t in item.iter(SHEET + "t")) for item in root]
            for name in book.namelist():
                if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
                    self.read(xml.etree.ElementTree.fromstring(book.read(name)), shared)

    def read(self, root, shared):
        for element in root.iter():
            self.elements.add(element.tag.removeprefix(SHEET))
        for cell in root.iter(SHEET + "c"):
            value = cell.findtext(SHEET + "v")
            if cell.get("t") == "s":
                self.texts.add(shared[int(value)])
            elif cell.get("t") == "inlineStr":
                self.texts.add("".join(t.text or "" for t in cell.iter(SHEET + "t")))
            else:
                self.texts.add(value)


def put_cell(book, sheet, text, reference="A2"):
    """The workbook with a row 2 of one text cell put at the end of a sheet's data."""
    row = f'<row r="2"><c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c></row>'
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as to:
        for name in source.namelist():
            data = source.read(name)
            if name == f"xl/worksheets/sheet{sheet}.xml":
                data = data.replace(b"</sheetData>", row.encode() + b"</sheetData>")
            to.writestr(name, data)
    return stream.getvalue()
