# SPDX-License-Identifier: Apache-2.0
"""Archives and workbooks for tests of the API."""
import io
import os
import re
import sys
import xml.etree.ElementTree
import xml.sax.saxutils
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


def workbook(sheets):
    """A plain workbook: {name: rows of texts}; an empty text is no cell."""
    escape = xml.sax.saxutils.escape
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(f'<Override PartName="/xl/worksheets/sheet{i}.xml" ContentType="{types}.worksheet+xml"/>'
                    for i in range(1, len(sheets) + 1))
    entries = [
        ("[Content_Types].xml",
         f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" '
         f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>{parts}</Types>'),
        ("_rels/.rels",
         f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
         f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml",
         f'{head}<workbook {main} xmlns:r="{office}"><sheets>'
         + "".join(f'<sheet name="{escape(name)}" sheetId="{i}" r:id="rId{i}"/>'
                   for i, name in enumerate(sheets, 1)) + "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels",
         f'{head}<Relationships xmlns="{package}/relationships">'
         + "".join(f'<Relationship Id="rId{i}" Type="{office}/worksheet" Target="worksheets/sheet{i}.xml"/>'
                   for i in range(1, len(sheets) + 1)) + "</Relationships>")]
    for i, rows in enumerate(sheets.values(), 1):
        lines = []
        for number, row in enumerate(rows, 1):
            cells = "".join(
                f'<c r="{column_letters(at)}{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'
                for at, text in enumerate(row) if text)
            lines.append(f'<row r="{number}">{cells}</row>')
        entries.append((f"xl/worksheets/sheet{i}.xml",
                        f'{head}<worksheet {main}><sheetData>{"".join(lines)}</sheetData></worksheet>'))
    return pack(entries)


def column_letters(at):
    letters = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
