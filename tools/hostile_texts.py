"""Files made to harm that are no containers. See hostile_samples.py."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from hostile_samples import GOOD, Case, Maker


def _changed(old: bytes, new: bytes) -> bytes:
    assert old in GOOD, old  # noqa: S101 - a fixture that changes nothing tests nothing
    return GOOD.replace(old, new, 1)


def _texts() -> Iterator[tuple[str, bytes, str]]:
    """Telegram JSON with one fault each: name, bytes, what must come of it."""
    word = b'"text": "word 3"'
    yield "bom.json", b"\xef\xbb\xbf" + GOOD, "reads 5"
    yield "utf16.json", GOOD.decode().encode("utf-16"), "NotAnExport"
    yield "empty.json", b"", "NotAnExport"
    yield "zeros.json", b"\0" * 4096, "NotAnExport"
    yield "bad-utf8.json", _changed(word, b'"text": "\xff\xfe"'), "bad-utf8"
    yield "surrogate.json", _changed(word, rb'"text": "\udc00\ud83d"'), "lone-surrogate"
    yield "x-escape.json", _changed(word, rb'"text": "\x00\x1B"'), "x-escape"
    yield "nul.json", _changed(word, b'"text": "\\u0000"'), "reads 5"
    yield "raw-nul.json", _changed(word, b'"text": "\x00"'), "raw-control"
    yield "deep.json", _changed(word, b'"text": ' + b"[" * 100_000), "unreadable-record"
    closed = b'"text": ' + b"[" * 100_000 + b"]" * 100_000
    yield "deep-closed.json", _changed(word, closed), "unreadable-record"
    yield "deep-root.json", b'{"messages": [{"type": "message", "a": ' + b"[" * 10**6, "truncated"
    fields = b",".join(b'"f%d": 1' % n for n in range(100_000))
    yield "many-fields.json", _changed(word, word + b", " + fields), "unknown-field"
    outer = b'"name": "Harbour"'
    yield "many-root-fields.json", _changed(outer, fields + b", " + outer), "NotAnExport"
    yield "big-id.json", _changed(b'"id": 3', b'"id": 99999999999999999999999'), "reads 5"
    yield "huge-number.json", _changed(b'"id": 3', b'"id": 1' + b"0" * 5_000), "unreadable-record"
    yield "float-id.json", _changed(b'"id": 3', b'"id": 1e400'), "unknown-field"
    year0 = _changed(b"2024-06-01T10:00:00", b"0000-01-01T00:00:00")
    yield "year-0.json", year0.replace(b'"date_unixtime": "1717236000",\n', b""), "bad-time"
    year9999 = _changed(b"2024-06-01T10:00:00", b"9999-12-31T23:59:59")
    yield "year-9999.json", year9999.replace(b'"date_unixtime": "1717236000",\n', b""), "bad-time"
    far = _changed(b'"1717236000"', b'"99999999999999999999"')
    yield "unix-far.json", far, "reads 5"
    yield "unix-before-1970.json", _changed(b'"1717236000"', b'"-99999999"'), "reads 5"
    yield (
        "type-confusion.json",
        _changed(b'"from": "Zarkan"', b'"from": {"a": [1]}'),
        "unknown-field",
    )
    yield (
        "record-is-number.json",
        _changed(b'"messages": [', b'"messages": [ 7,'),
        "unreadable-record",
    )
    yield (
        "record-is-list.json",
        _changed(b'"messages": [', b'"messages": [ [{}],'),
        "unreadable-record",
    )
    yield "twice-the-key.json", _changed(word, word + b', "text": "other"'), "two-texts"
    yield "unclosed-string.json", _changed(word, b'"text": "word 3'), "unreadable-record"
    yield "cut.json", GOOD[: len(GOOD) // 2], "truncated"
    yield "cut-in-string.json", GOOD[: GOOD.index(b"word 4") + 3], "truncated"
    yield "extra-brackets.json", GOOD + b"]]]}}}", "trailing-bytes"
    yield "wrong-bracket.json", GOOD.rstrip(b"}") + b"]", "broken-structure"
    yield "two-documents.json", GOOD + GOOD, "trailing-bytes"
    chain = b"\n  },\n  {\n" * 50_000
    yield "false-delimiters.json", _changed(word, b'"text": "' + chain + b'"'), "unreadable-record"
    yield "line-ends.json", GOOD.replace(b"\n", b"\r"), "reads 5"


def _long_line(folder: Path) -> Path:
    """One message of 200 MB, on one line."""
    path = folder / "long-line.json"
    with path.open("wb") as out:
        at = GOOD.index(b"word 3")
        out.write(GOOD[:at])
        for _ in range(200):
            out.write(b"x" * (1 << 20))
        out.write(GOOD[at:])
    return path


def _long_chat(folder: Path) -> Path:
    """A WhatsApp line of 100 MB between two good ones."""
    path = folder / "long-line.txt"
    with path.open("wb") as out:
        out.write(b"24/05/2024, 09:05 - Zarkan: one\n24/05/2024, 09:06 - Zarkan: ")
        for _ in range(100):
            out.write(b"y" * (1 << 20))
        out.write(b"\n24/05/2024, 09:07 - Zarkan: three\n")
    return path


def _folder_with(link: Callable[[Path], None]) -> Maker:
    def make(folder: Path) -> Path:
        export = folder / "export"
        export.mkdir()
        (export / "result.json").write_bytes(GOOD)
        link(export)
        return export

    return make


def _texts_of_other_formats() -> Iterator[tuple[str, bytes, str]]:
    """One fault each in the other formats."""
    head = "24/05/2024, 09:05 - Zarkan: "
    yield "whatsapp-bad-bytes.txt", head.encode() + b"\xff\xfe\n", "bad-utf8"
    yield "whatsapp-nul.txt", head.encode() + b"\x00\n", "reads 1"
    yield "whatsapp-separators.txt", (head + "a\u2028b\u0085c\x0bd\n").encode(), "reads 1"
    lines = "".join(f"{head}{n}\n" for n in range(3)) + "continued\n" * 50_000
    yield "whatsapp-many-lines.txt", lines.encode(), "reads 3"
    page = b'<div class="page_wrap"><div class="page_body chat_page">\n'
    cut = page + b'     <div class="message default clearfix" id="message5">\n\n'
    yield "html-cut.html", cut, "truncated"
    nested = (
        page
        + b'     <div class="message default clearfix" id="message5">\n      <div class="text">\n'
    )
    tags = b"<b>" * 20_000 + b"x" + b"</b>" * 20_000
    yield "html-nested.html", nested + tags + b"\n      </div>\n     </div>\n", "reads 1"
    quoted = b'id,text\n1,"never closed\n' + b"more\n" * 1_000
    yield "csv-quote.csv", quoted, "unreadable-record"
    line = json.dumps({"id": 1, "text": "one"}).encode() + b"\n"
    yield "lines-deep.jsonl", line + b"[" * 100_000 + b"\n" + line, "unreadable-record"
    yield "lines-bad.jsonl", line + b"\xff\xfe\n" + line, "unreadable-record"


def texts() -> Iterator[Case]:
    """Plain files, and folders with things in them that are no files."""
    for name, data, expected in (*_texts(), *_texts_of_other_formats()):

        def make(folder: Path, name: str = name, data: bytes = data) -> Path:
            path = folder / name
            path.write_bytes(data)
            return path

        yield name, make, expected
    yield "long-line.json", _long_line, "unreadable-record"
    yield "long-line.txt", _long_chat, "unreadable-record"
    yield (
        "folder-symlink",
        _folder_with(lambda p: (p / "photos").symlink_to("/etc")),
        "HostileContainer",
    )
    yield "folder-fifo", _folder_with(lambda p: os.mkfifo(p / "pipe")), "HostileContainer"
