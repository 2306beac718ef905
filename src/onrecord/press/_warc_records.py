"""Records of a WARC file (ISO 28500), plain or gzip by record, with their bytes' place.

Only what a reader of news needs; nothing is fetched. What cannot be read ends the
iteration with the reason as the last value's ``fault``.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

RECORD_LIMIT = 64 * 1024 * 1024
_STATUS = re.compile(rb"HTTP/[\d.]+ (\d{3})")
_VERSION = re.compile(rb"WARC/1\.[01]\r?\n")


@dataclass(frozen=True, slots=True)
class Record:
    """One record: header names in lower case; ``[start, start+length)`` of the file."""

    headers: Mapping[str, str]
    block: bytes
    start: int
    length: int
    fault: str = ""


def records(data: bytes) -> Iterator[Record]:
    """The records of a file in order; a damaged one is the last and has a fault."""
    if data[:2] == b"\x1f\x8b":
        yield from _zipped(data)
    else:
        yield from _plain(data)


def _zipped(data: bytes) -> Iterator[Record]:
    """Each record is a gzip member of its own; one member may hold several."""
    start = 0
    while start < len(data):
        engine = zlib.decompressobj(wbits=31)
        try:
            plain = engine.decompress(data[start:], RECORD_LIMIT)
        except zlib.error as error:
            yield Record({}, b"", start, len(data) - start, f"not gzip: {error}")
            return
        if engine.unconsumed_tail:
            yield Record({}, b"", start, len(data) - start, f"a record over {RECORD_LIMIT} bytes")
            return
        length = len(data) - start - len(engine.unused_data)
        if not engine.eof:
            yield Record({}, b"", start, length, "the file breaks off inside a record")
            return
        for record in _plain(plain):
            yield Record(record.headers, record.block, start, length, record.fault)
        start += length


def _plain(data: bytes) -> Iterator[Record]:
    at = 0
    while at < len(data):
        if _VERSION.match(data, at) is None:
            rest = data[at:].strip()
            if rest:
                yield Record({}, b"", at, len(data) - at, "no WARC record begins here")
            return
        head_end, body = _head(data, at)
        headers = _headers(data[at:head_end])
        size = headers.get("content-length", "")
        if not size.isdecimal() or body + int(size) > len(data):
            yield Record(headers, b"", at, len(data) - at, "the file breaks off inside a record")
            return
        end = body + int(size)
        yield Record(headers, data[body:end], at, end - at)
        at = end
        while data[at : at + 1] in (b"\r", b"\n"):
            at += 1


def _head(data: bytes, at: int) -> tuple[int, int]:
    """End of the header lines and start of what follows the empty line."""
    found = re.compile(rb"\r?\n\r?\n").search(data, at)
    return (len(data), len(data)) if found is None else (found.start(), found.end())


def _headers(raw: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in raw.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")[1:]:
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def http_body(block: bytes) -> tuple[Mapping[str, str], bytes, str]:
    """(headers, body, fault) of an HTTP response, transfer and content coding undone.

    The status code stands under the empty name, where the response has a status line.
    """
    head_end, start = _head(block, 0)
    headers = _headers(block[:head_end])
    status = _STATUS.match(block)
    if status is not None:
        headers[""] = status[1].decode("ascii")
    body = block[start:]
    fault = ""
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, fault = _unchunked(body)
    coding = headers.get("content-encoding", "").lower()
    if coding in ("gzip", "x-gzip", "deflate") and not fault:
        body, fault = _inflated(body, coding)
    elif coding not in ("", "identity") and not fault:
        fault = f"content coding {coding} is not read"
    return headers, body, fault


def _unchunked(body: bytes) -> tuple[bytes, str]:
    parts: list[bytes] = []
    at = 0
    while True:
        line, _, _ = body[at : at + 64].partition(b"\r\n")
        size = line.split(b";")[0].strip()
        if not re.fullmatch(rb"[0-9a-fA-F]{1,8}", size):
            # Some tools store the body already joined: then it is as it is.
            return (body, "") if at == 0 else (b"".join(parts), "a chunk is damaged")
        length = int(size, 16)
        begin = at + len(line) + 2
        if length == 0:
            return b"".join(parts), ""
        parts.append(body[begin : begin + length])
        at = begin + length + 2


def _inflated(body: bytes, coding: str) -> tuple[bytes, str]:
    for bits in (31,) if "gzip" in coding else (15, -15):
        engine = zlib.decompressobj(wbits=bits)
        try:
            plain = engine.decompress(body, RECORD_LIMIT)
        except zlib.error:
            continue
        if engine.unconsumed_tail:
            return b"", f"a page over {RECORD_LIMIT} bytes"
        return plain, ""
    return b"", f"the {coding} content is damaged"
