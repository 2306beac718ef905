"""Takes proofs and printed quotations out of a published page.

As ``docs/archive-format.md`` section 16, and strict: a page that holds a proof
element in any other form is refused, not read kindly.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from html.parser import HTMLParser

from onrecord.errors import ProofRefused
from onrecord.model.fold import SPACE

OPEN = b'<script type="application/vnd.onrecord.proof+base64">'
CLOSE = b"</script>"
LIMIT = 64 * 1024 * 1024
_MENTION = re.compile(rb"onrecord\.proof", re.IGNORECASE)
_SPACES = re.compile(f"[{SPACE}]+")
_VOID = frozenset(
    "area base br col embed hr img input link meta param source track wbr".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Printed:
    """An element that holds a printed quotation: its proof's number and text.

    White space in ``text`` is one space a run, trimmed, as the format compares.
    """

    number: int
    text: str


def proofs_in(page: bytes) -> list[bytes]:
    """The proof files of a page, in order; their numbers are the list's indices.

    Raises ProofRefused if the page is too large, or a proof element has another
    form, another encoding, or anything but canonical base64 in it.
    """
    if len(page) > LIMIT:
        raise ProofRefused("the page is larger than 64 MiB", advice="This is no story page.")
    found = []
    at = page.find(OPEN)
    while at >= 0:
        start = at + len(OPEN)
        end = page.find(CLOSE, start)
        if end < 0:
            raise ProofRefused("a proof element is not closed", where=f"byte {at}")
        found.append(_decoded(page[start:end], at))
        at = page.find(OPEN, end)
    if len(found) != len(_MENTION.findall(page)):
        raise ProofRefused(
            "the page speaks of proofs in a form that is not the format's",
            advice="A page made by onrecord holds each proof in exactly one form.",
        )
    return found


def _decoded(text: bytes, at: int) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as trouble:
        raise ProofRefused("a proof is not base64", where=f"byte {at}") from trouble
    if base64.b64encode(data) != text or not data:
        raise ProofRefused("a proof is not canonical base64", where=f"byte {at}")
    return data


def printed_in(page: bytes) -> list[Printed]:
    """The quotations a page prints with a proof, in the order of the page.

    Raises ProofRefused for bytes that are not UTF-8 and for a number that is
    not one.
    """
    try:
        text = page.decode("utf-8")
    except UnicodeDecodeError as trouble:
        raise ProofRefused("the page is not UTF-8") from trouble
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Collects the text content of elements with ``data-onrecord-quote``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Printed] = []
        self._open: list[tuple[int, int, list[str]]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            self._depth += 1
        number = dict(attrs).get("data-onrecord-quote")
        if number is not None:
            if not re.fullmatch(r"0|[1-9][0-9]{0,5}", number):
                raise ProofRefused(f"not the number of a proof: {number[:20]}")
            self._open.append((self._depth, int(number), []))

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self._open and self._open[-1][0] == self._depth:
            _, number, parts = self._open.pop()
            said = _SPACES.sub(" ", "".join(parts)).strip(" ")
            self.found.append(Printed(number, said))
        self._depth -= 1

    def handle_data(self, data: str) -> None:
        for _, _, parts in self._open:
            parts.append(data)
