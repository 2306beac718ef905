"""Bytes of a page or a text file as characters, and what was guessed to get there.

The order of the HTML standard (WHATWG, *Determining the character encoding*):
byte order mark, what the transport says, what the page says, then UTF-8. Bytes
that do not fit are shown as ``\\xNN``, never dropped or replaced.
"""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_STATED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD = 4096
_FALLBACK = "cp1252"


def decode(data: bytes, told: str | None = None) -> tuple[str, str]:
    """(text, note); the note is empty unless something was guessed or did not fit.

    ``told`` is the charset a transport stated, in any spelling.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _as(data[len(mark) :], name)
    for said in (_known(told), *_in_page(data)):
        if said is not None:
            return _as(data, said)
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        text, _ = _as(data, _FALLBACK)
        return text, "no encoding is stated and it is not UTF-8; read as Windows-1252, a guess"


def in_header(content_type: str) -> str | None:
    """The charset of a Content-Type header; None if it names none."""
    found = _CHARSET.search(content_type)
    return found[1] if found else None


def _in_page(data: bytes) -> list[str | None]:
    head = data[:_HEAD]
    found = [m.group(1).decode("ascii") for p in (_XML, _STATED) if (m := p.search(head))]
    return [_known(name) for name in found]


def _known(name: str | None) -> str | None:
    """Python's name of an encoding; None if it has none. Latin-1 is read as browsers do."""
    if not name:
        return None
    try:
        known = codecs.lookup(name.replace("_", "-") if name.lower() != "utf_8" else "utf-8").name
    except LookupError:
        return None
    if known in ("iso8859-1", "ascii"):
        return _FALLBACK
    # A page that could be read up to here says UTF-16 by mistake (WHATWG).
    return "utf-8" if known.startswith(("utf-16", "utf-32")) else known


def _as(data: bytes, name: str) -> tuple[str, str]:
    try:
        return data.decode(name), ""
    except UnicodeDecodeError:
        text = data.decode(name, "backslashreplace")
        return text, f"bytes that are not {name} are shown as \\xNN"
