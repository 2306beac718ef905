"""Nothing private stands in what is published, in any encoding (own search, not ours).

The search shares no code with the one that publishing runs before it writes.
"""

import base64
import binascii
import html
import re
import time
import zipfile
from collections.abc import Iterator
from urllib.parse import quote, unquote_to_bytes

import pytest
from tests.acceptance.told import Told
from tests.archive.archivecase import figure

RUN = re.compile(rb"[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9_-]{16,}={0,2}")
DEEP = 3


def private(told: Told) -> list[str]:
    """Every word of truth.toml that no published page may show."""
    return [value for group in told.truth["must_not_appear"].values() for value in group]


def encodings(value: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of a value in every encoding of the acceptance list but the plain one."""
    raw = value.encode()
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    if quote(value) != value:
        yield "url", quote(value).encode()
        yield "url, small letters", quote(value).lower().encode()
    for codec in ("utf-16-le", "utf-16-be"):
        yield codec, value.encode(codec)
    if not value.isascii():
        yield "JSON escapes", "".join(f"\\u{ord(c):04x}" for c in value).encode()
        yield "HTML escapes", "".join(f"&#{ord(c)};" for c in value).encode()
        yield "HTML hex escapes", "".join(f"&#x{ord(c):x};" for c in value).encode()
    # Below ten bytes the loose ends of base64 fit other words too; `layers` unpacks those.
    for text in (t for t in (raw, value.encode("utf-16-le")) if len(t) >= 10):
        for offset in range(3):
            coded = base64.b64encode(b"\0" * offset + text)
            inner = coded[-(-offset * 8 // 6) : (offset + len(text)) * 8 // 6]
            yield f"base64 at {offset}", inner
            yield f"base64url at {offset}", inner.translate(bytes.maketrans(b"+/", b"-_"))


def layers(data: bytes, depth: int = 0) -> Iterator[bytes]:
    """The bytes and whatever is packed in them, ``DEEP`` deep."""
    yield data
    if depth == DEEP:
        return
    for found in RUN.finditer(data):
        text = found.group().rstrip(b"=").translate(bytes.maketrans(b"-_", b"+/"))
        for cut in range(4):
            part = text[cut:]
            part = part[: len(part) - len(part) % 4]
            try:
                inner = base64.b64decode(part, validate=True)
            except binascii.Error:
                continue
            if len(inner) < 1 << 16:
                yield from layers(inner, depth + 1)
    if b"%" in data:
        yield unquote_to_bytes(data)
    if depth == 0:
        yield html.unescape(data.decode("utf-8", "replace")).encode()


def stands_in(value: str, text: str) -> bool:
    """The value as a word of its own: a name inside a longer word is another word."""
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE) is not None


def found_in(data: bytes, values: list[str]) -> list[tuple[str, str]]:
    """(value, encoding) of everything private in some bytes."""
    needles = [(v, name, code) for v in values for name, code in encodings(v)]
    out = [(v, name) for v, name, code in needles if code in data]
    for layer in layers(data):
        text = layer.decode("utf-8", "replace")
        out += [(v, "plain") for v in values if v in text and stands_in(v, text)]
    return sorted(set(out))


def test_no_published_file_shows_anything_private(told: Told) -> None:
    files = [p for p in told.story.rglob("*") if p.is_file()]
    assert len(files) >= told.published.proofs + 2
    values = private(told)
    assert len(values) > 50
    began = time.monotonic()
    leaked = [f for f in files if found_in(f.read_bytes(), values)]
    what = (
        f"published files searched for {len(values)} names, handles, ids and titles, by other code"
    )
    figure("T13", what, len(files), len(files) - len(leaked), time.monotonic() - began)
    for file in files:
        assert found_in(file.name.encode(), values) == []
        assert found_in(file.read_bytes(), values) == [], file.name


@pytest.mark.parametrize("form", ["markdown", "json"])
def test_nor_does_any_other_output(own: Told, form: str) -> None:
    own.desk.publish(
        own.case,
        own.draft,
        own.folder / form,
        by="Maren Oduval",
        formats=(form,),
        checklist=own.answers,
    )
    for file in (own.folder / form).rglob("*"):
        assert found_in(file.read_bytes(), private(own)) == [], file.name


def test_the_search_finds_what_is_planted(told: Told) -> None:
    """A search that finds nothing has to show that it can."""
    for value in ("Harbour Lantern", "فؤاد الميناوي", "5188204417", "abulayth_s"):
        raw = value.encode()
        for where in range(3):
            pad = b"." * where
            for wrapped in (
                b"<p>" + raw + b"</p>",
                b"<p>" + raw.hex().encode(),
                b'<i data-x="' + base64.b64encode(pad + raw + b" and so on"),
                b"z" + base64.b64encode(pad + base64.b64encode(pad + raw + b" on")),
                value.encode("utf-16-le"),
                ("".join(f"&#{ord(c)};" for c in value)).encode(),
            ):
                assert value in [v for v, _ in found_in(wrapped, private(told))], wrapped


def test_the_story_folder_holds_no_archive(told: Told) -> None:
    assert not [p for p in told.story.rglob("*") if p.is_file() and zipfile.is_zipfile(p)]
