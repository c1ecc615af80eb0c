# SPDX-License-Identifier: Apache-2.0
"""Files that no reader of reports should choke on: made here, so that none has to be kept.

Each is (name, bytes, words): the words, any of which the Chinese message must hold; none when the file
is to be read all the same.
"""
import hashlib
import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def docx(body, times=1):
    """A Word document with this inside w:body, so many times."""
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", (
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'))
        archive.writestr("_rels/.rels", (
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
            f'Type="{office}/officeDocument" Target="word/document.xml"/></Relationships>'))
        with archive.open("word/document.xml", "w") as part:
            part.write(f'<w:document xmlns:w="{WORD}"><w:body>'.encode())
            for _ in range(times):
                part.write(body.encode())
            part.write(b"</w:body></w:document>")
    return stream.getvalue()


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(objects, trailer=""):
    """A PDF of these objects, the first of which is its catalogue."""
    data, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    data += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return data + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()


def stream(content, more=""):
    return f"<< /Length {len(content)} {more}>>\nstream\n".encode() + content + b"\nendstream"


def scan():
    """A page that is a picture."""
    image = stream(b"\xff" * 64, "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray "
                                 "/BitsPerComponent 8 ")
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R "
                b"/Resources << /XObject << /A 5 0 R >> >> >>",
                stream(b"200 0 0 200 0 0 cm /A Do"), image])


def rc4(key, data):
    box = list(range(256))
    j = 0
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def locked_pdf():
    """Encrypted with a password for reading (the standard handler, 40 bits)."""
    user = (b"secret" + PADDING)[:32]
    owner = rc4(hashlib.md5(user).digest()[:5], user)
    ident, rights = b"\1" * 16, (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(user + owner + rights + ident).digest()[:5]

    def sealed(number, content):
        return rc4(hashlib.md5(key + number.to_bytes(3, "little") + b"\0\0").digest()[:10], content)

    text = sealed(4, b"BT /F 12 Tf 20 100 Td (sum) Tj ET")
    return pdf([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>", stream(text),
                b"<< /Filter /Standard /V 1 /R 2 /O <" + owner.hex().encode() + b"> /U <" +
                rc4(key, PADDING).hex().encode() + b"> /P -4 >>"],
               f"/Encrypt 5 0 R /ID [<{ident.hex()}> <{ident.hex()}>] ")


GOOD = "全镇现有学校10所，其中中学3所、小学8所。"
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 2000
ENCRYPTED_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage".ljust(4096, b"\0")


def endless_table(rows):
    cells = "<w:tr>" + "".join(f"<w:tc>{paragraph(str(i))}</w:tc>" for i in range(10)) + "</w:tr>"
    return docx("<w:tbl>" + cells * rows + "</w:tbl>")


def reports():
    """Small ones, for every way in."""
    good = GOOD.encode()
    return [
        ("空白.txt", b"   \n\n", ("没有文字", "空")),
        ("扫描.pdf", scan(), ("扫描", "没有文字")),
        ("加密.pdf", locked_pdf(), ("密码", "加密", "加了密")),
        ("加密.docx", ENCRYPTED_OFFICE, ("密码",)),
        ("图片.docx", PICTURE, ("图片",)),
        ("图片.txt", PICTURE, ("图片",)),
        ("半截.docx", docx(paragraph(GOOD))[:-200], ("损坏", "读不", "不是", "打不开")),
        ("半截.pdf", scan()[:120], ("损坏", "读不", "打不开", "没有文字")),
        ("空壳.docx", docx(""), ("没有文字", "空")),
        ("程序.txt", b"MZ\x90\0" + bytes(range(256)) * 40, ("不是文字", "不是文本", "不是", "二进制")),
        # Under another name than their own, or in two encodings at once.
        ("其实是文档.txt", docx(paragraph(GOOD)), ()),
        ("其实是文字.docx", good, ()),
        ("一半一半.txt", good * 3 + b"\n" + GOOD.encode("gb18030") * 3, ("编码",)),
        ("夹了几个字.txt", (good + b"\n") * 20 + "环境".encode("gb18030") + b"\n" + good, ()),
        ("大五码.txt", "全鎮現有學校10所，其中中學3所、小學8所。".encode("big5"), ()),
        ("未闭合.html", b"<html><table>" + b"<tr><td>" * 3000 + good, ()),
        ("深嵌套.html", b"<div>" * 20000 + good, ()),
    ]
