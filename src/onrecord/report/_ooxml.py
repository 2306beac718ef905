"""The parts of a Word file, made by hand: few, fixed, without any machine's mark.

WordprocessingML as ECMA-376 part 1 describes it; no template and no library, so
that no user name, host, path, zone or time can be in it.
"""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from onrecord.model.story import Direction

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="png" ContentType="image/png"/>'
    '<Default Extension="jpg" ContentType="image/jpeg"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.styles+xml"/></Types>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}'
    "</Relationships>"
)
_ROOT = _RELS.format(
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
)


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text: its language, direction, and how it is set."""

    text: str
    language: str = ""
    direction: Direction = "ltr"
    bold: bool = False
    italic: bool = False
    colour: str = ""


def run(span: Span) -> str:
    """A ``w:r``; right-to-left runs carry ``w:rtl`` and their own language."""
    inner = "".join(
        ["<w:b/><w:bCs/>" if span.bold else "", "<w:i/><w:iCs/>" if span.italic else ""]
    )
    if span.colour:
        inner += f'<w:color w:val="{span.colour}"/>'
    if span.direction == "rtl":
        inner += "<w:rtl/>"
    if span.language:
        kind = "w:bidi" if span.direction == "rtl" else "w:val"
        inner += f"<w:lang {kind}={quoteattr(span.language)}/>"
    lines = clean(span.text).split("\n")
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(x)}</w:t>' for x in lines)
    return f"<w:r>{f'<w:rPr>{inner}</w:rPr>' if inner else ''}{text}</w:r>"


def paragraph(spans: Sequence[Span], style: str = "", direction: Direction = "ltr") -> str:
    """A ``w:p`` of a style; ``w:bidi`` makes it a right-to-left paragraph."""
    inner = f'<w:pStyle w:val="{style}"/>' if style else ""
    if direction == "rtl":
        inner += "<w:bidi/>"
    body = "".join(run(s) for s in spans)
    return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{body}</w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A plain table; each cell is ready paragraphs."""
    columns = len(rows[0]) if rows else 0
    grid = "".join(f'<w:gridCol w:w="{9000 // max(1, columns)}"/>' for _ in range(columns))
    made = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:tcPr/>{cell}</w:tc>" for cell in row) + "</w:tr>"
        for row in rows
    )
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="BBBBBB"/>'
        for side in ("top", "bottom", "insideH")
    )
    width = '<w:tblW w:w="5000" w:type="pct"/>'
    props = f"<w:tblPr>{width}<w:tblBorders>{edges}</w:tblBorders></w:tblPr>"
    return f"<w:tbl>{props}<w:tblGrid>{grid}</w:tblGrid>{made}</w:tbl>"


def clean(text: str) -> str:
    """The text without code points that XML 1.0 cannot hold, shown as escapes."""
    out = []
    for char in text:
        number = ord(char)
        allowed = char in "\t\n\r" or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
        out.append(char if allowed or number > 0xFFFF else f"[U+{number:04X}]")
    return "".join(out)


_STYLES = (
    ("Normal", "", 22, "444444", 'w:after="120" w:line="280" w:lineRule="auto"', ""),
    ("Title", "Normal", 52, "1A1D1F", 'w:after="120"', "<w:b/><w:bCs/>"),
    ("Subtitle", "Normal", 26, "565D62", 'w:after="240"', ""),
    ("Heading1", "Normal", 30, "1A1D1F", 'w:before="320" w:after="80"', "<w:b/><w:bCs/>"),
    ("Heading2", "Normal", 25, "1A1D1F", 'w:before="200" w:after="60"', "<w:b/><w:bCs/>"),
    ("Quote", "Normal", 26, "1A1D1F", 'w:before="60" w:after="60"', ""),
    ("Note", "Normal", 17, "565D62", 'w:after="60"', ""),
    ("Speaker", "Note", 17, "565D62", 'w:before="300" w:after="60"', ""),
    ("Proved", "Note", 17, "565D62", 'w:before="40" w:after="300"', ""),
)
_RULE = '<w:pBdr><w:top w:val="single" w:sz="12" w:space="5" w:color="1A1D1F"/></w:pBdr>'
_KEPT = {"Speaker": f"<w:keepNext/>{_RULE}", "Quote": "<w:keepNext/>"}
_NAMES = {"Heading1": "heading 1", "Heading2": "heading 2"}


def styles() -> str:
    """``word/styles.xml``: paragraph styles in faces that every office has, Arabic too."""
    fonts = '<w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:cs="Times New Roman"/>'
    made = []
    for ident, based, size, colour, spacing, weight in _STYLES:
        base = f'<w:basedOn w:val="{based}"/>' if based else ""
        default = ' w:default="1"' if ident == "Normal" else ""
        name = _NAMES.get(ident, ident)
        face = "" if based else fonts
        made.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{ident}"><w:name w:val="{name}"/>'
            f"{base}<w:pPr>{_KEPT.get(ident, '')}<w:spacing {spacing}/></w:pPr><w:rPr>{face}"
            f'{weight}<w:color w:val="{colour}"/><w:sz w:val="{size}"/><w:szCs w:val="{size + 2}"/>'
            "</w:rPr></w:style>"
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{head}<w:styles {_W}>{''.join(made)}</w:styles>"


def package(body: str, images: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """The whole file; its members' times are those of the zip format's zero."""
    page = (
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1247" '
        'w:bottom="1134" w:left="1247" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr>'
    )
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document {_W} xmlns:r="{_OFFICE}" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<w:body>{body}{page}</w:body></w:document>"
    )
    links = f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    for i, (name, _) in enumerate(images, 2):
        links += f'<Relationship Id="rId{i}" Type="{_OFFICE}/image" Target="media/{name}"/>'
    members = [
        ("[Content_Types].xml", _TYPES.encode()),
        ("_rels/.rels", _ROOT.encode()),
        ("word/document.xml", document.encode()),
        ("word/styles.xml", styles().encode()),
        ("word/_rels/document.xml.rels", _RELS.format(links).encode()),
        *((f"word/media/{name}", data) for name, data in images),
    ]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, data in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            box.writestr(info, data)
    return out.getvalue()


def drawing(index: int, width: int, height: int, alt: str) -> str:
    """An inline picture as wide as the text at most (sizes in EMU)."""
    wide = 9_412 * 635
    high = int(wide * (height / width)) if width and height else wide // 2
    name = quoteattr(clean(alt))
    return (
        f'<w:r><w:drawing><wp:inline><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{index}" name="Picture {index}" descr={name}/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f'<pic:pic><pic:nvPicPr><pic:cNvPr id="{index}" name="Picture {index}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="rId{index}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
