"""Drafts and pages changed by one letter, for tests that must see them refused."""

import re
from dataclasses import dataclass

from tests.acceptance.told import Told

CARD = re.compile(r"^> (?P<words>.+) \[\[m:(?P<key>[0-9a-f]+)\]\]$")


@dataclass(frozen=True, slots=True)
class Card:
    """A quotation of a draft: its line (from 0), its words, whose message it is."""

    line: int
    words: str
    key: str


def cards(draft: str) -> list[Card]:
    """The quotations of a draft, in order."""
    found = ((i, CARD.match(line)) for i, line in enumerate(draft.split("\n")))
    return [Card(i, m["words"], m["key"]) for i, m in found if m]


def changed(words: str, at: int) -> str:
    """One letter exchanged for the next of its alphabet that is a letter."""
    letter = next(chr(ord(words[at]) + k) for k in (1, 2, -1, -2) if _is_other(words[at], k))
    return words[:at] + letter + words[at + 1 :]


def _is_other(letter: str, step: int) -> bool:
    other = chr(ord(letter) + step)
    return other.isalpha() and other.casefold() != letter.casefold() and other != "\u0640"


def letters(words: str) -> list[int]:
    return [i for i, c in enumerate(words) if c.isalpha()]


def each_change(text: str, every: bool) -> list[tuple[int, str]]:
    """(line, draft) with one letter of one quotation changed, each in turn."""
    out = []
    lines = text.split("\n")
    for card in cards(text):
        where = letters(card.words)
        picked = where if every else [where[0], where[len(where) // 2], where[-1]]
        for at in picked:
            line = lines[card.line].replace(card.words, changed(card.words, at), 1)
            out.append((card.line, "\n".join([*lines[: card.line], line, *lines[card.line + 1 :]])))
    return out


def altered_pages(told: Told) -> dict[str, bytes]:
    """The page with one letter changed: in a printed quotation, in a proof, in the key."""
    page = told.page.read_bytes()
    words = told.published.quotations[1][2]
    at = page.index(words.encode(), page.index(b'data-onrecord-quote="1"'))
    printed = page[:at] + changed(words, 0).encode() + page[at + len(words.encode()) :]
    start = page.index(b'proof+base64">') + len(b'proof+base64">')
    letter = b"A" if page[start + 400 : start + 401] != b"A" else b"B"
    proof = page[: start + 400] + letter + page[start + 401 :]
    return {"printed": printed, "proof": proof}
