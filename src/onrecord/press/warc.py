"""Web archives: the pages of a WARC file or a WACZ, read as saved pages."""

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.press._coded import in_header
from onrecord.press._page import host
from onrecord.press._warc_records import Record, http_body, records
from onrecord.press.html import read_page

INNER_LIMIT = 512 * 1024 * 1024


class WebArchive:
    """A WARC, gzipped or not, or a WACZ that holds some."""

    name = "warc"
    version = 1
    title = "Web archive (WARC, WACZ)"

    def sniff(self, member: str, head: bytes) -> bool:
        """Begins with a WARC record, or is named .warc.gz or .wacz and begins as one."""
        if head.startswith((b"WARC/1.0", b"WARC/1.1")):
            return True
        low = member.lower()
        zipped = low.endswith(".warc.gz") and head.startswith(b"\x1f\x8b")
        return zipped or (low.endswith(".wacz") and head.startswith(b"PK\x03\x04"))

    def read(self, member: str, data: bytes) -> Iterator[Article | Trouble]:
        """The HTML responses as articles; the other records are counted in one note."""
        blob = hashlib.sha256(data).hexdigest()
        if data[:4] == b"PK\x03\x04":
            for inner, raw in _inside(member, data):
                if isinstance(raw, Trouble):
                    yield raw
                else:
                    yield from _pages(inner, raw, blob)
        else:
            yield from _pages(member, data, blob)


def _inside(member: str, data: bytes) -> Iterator[tuple[str, bytes | Trouble]]:
    whole = Place(member, 0, len(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for info in archive.infolist():
                name = f"{member}!/{info.filename}"
                if not info.filename.lower().endswith((".warc", ".warc.gz")):
                    continue
                if info.file_size > INNER_LIMIT:
                    note = f"{info.filename} would be {info.file_size} bytes"
                    yield name, Trouble("too-large", whole, note, "fatal")
                    continue
                yield name, archive.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as error:
        yield member, Trouble("damaged-container", whole, f"not a readable WACZ: {error}", "fatal")


def _pages(member: str, data: bytes, blob: str) -> Iterator[Article | Trouble]:
    others: Counter[str] = Counter()
    for record in records(data):
        place = Place(member, record.start, record.length)
        if record.fault:
            yield Trouble("truncated", place, record.fault, "fatal")
            break
        kind = record.headers.get("warc-type", "unnamed")
        if kind == "resource" and "html" in record.headers.get("content-type", "").lower():
            yield from _page(record, record.headers, record.block, place, blob)
            continue
        if kind != "response":
            others[kind] += 1
            continue
        headers, body, fault = http_body(record.block)
        status = headers.get("", "200")
        if "html" not in headers.get("content-type", "").lower():
            others["response without HTML"] += 1
        elif not status.startswith("2"):
            others[f"response {status}"] += 1  # a page about an error or a move, no article
        elif fault:
            yield Trouble("unreadable-record", place, fault, "loss")
        else:
            yield from _page(record, headers, body, place, blob)
    if others:
        told = ", ".join(f"{count} {kind}" for kind, count in sorted(others.items()))
        yield Trouble("other-records", Place(member, 0, len(data)), f"no articles: {told}")


def _page(
    record: Record, headers: Mapping[str, str], body: bytes, place: Place, blob: str
) -> Iterator[Article | Trouble]:
    address = record.headers.get("warc-target-uri", "").strip("<>") or None
    charset = in_header(headers.get("content-type", ""))
    for part in read_page(place.member, body, charset):
        if isinstance(part, Trouble):
            yield replace(part, place=place)
        else:
            yield replace(
                part,
                blob=blob,
                place=place,
                url=part.url or address,
                outlet=part.outlet or host(address),
            )


PRESS_FORMAT = WebArchive()
