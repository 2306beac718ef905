"""Looks for what must not be printed in what is about to be published.

Every handle, sender name, id, number, contact name and group title is looked
for in the finished bytes: as it is and in hex, percent and HTML escapes,
base64 (all three offsets) and UTF-16, in any case and under fold A; and inside
what the file carries packed (base64 runs, zip members).
"""

import base64
import html
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import AnyStr, Generic
from urllib.parse import quote, unquote_to_bytes

from onrecord.errors import HarmRefused
from onrecord.model.boundary import unspaced
from onrecord.model.fold import fold_a

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{24,}={0,2}")
_JOINTS = re.compile(r"(?<=\d)[\s().\-/\u2010-\u2015]+(?=\d)")
_SHORTEST = 3
_RUN = 4
_DEEP = 4


@dataclass(frozen=True, slots=True)
class Secret:
    """One value that must not be printed, and what it is (never shown whole)."""

    value: str
    what: str

    @property
    def hint(self) -> str:
        """Enough to know which one is meant without printing it again."""
        shown = self.value[:2] + "…" if len(self.value) > 3 else "…"
        return f"{self.what} ({shown}, {len(self.value)} characters)"


@dataclass(frozen=True, slots=True)
class Leak:
    """Where a secret was found: in which file, in which form."""

    secret: Secret
    file: str
    form: str


def secrets(pairs: Iterable[tuple[str, str]]) -> tuple[Secret, ...]:
    """Secrets of (value, what) pairs; those too short to mean anything are left
    out: under three letters (two where words are not spaced), under five digits."""
    kept: dict[str, Secret] = {}
    for value, what in pairs:
        text = fold_a(value).strip()
        letters = sum(c.isalnum() for c in text)
        shortest = 2 if any(map(unspaced, text)) else _SHORTEST
        if letters < shortest or (text.isdigit() and letters < 5):
            continue
        kept.setdefault(text.casefold(), Secret(text, what))
    return tuple(kept.values())


def scan(files: Iterable[tuple[str, bytes]], wanted: tuple[Secret, ...]) -> tuple[Leak, ...]:
    """Every secret found in any file, in any of the forms above."""
    exact, folded = _Needles[bytes](), _Needles[bytes]()
    for secret in wanted:
        for form, needle in _forms(secret.value):
            (exact if form == "base64" else folded).add(needle, secret, form)
    texts = _texts(wanted)
    found: dict[tuple[str, str], Leak] = {}
    for name, data in files:
        for where, inner in _layers(name, data):
            held = [*exact.held_by(inner), *folded.held_by(inner.lower())]
            for secret, form in [*held, *_in_text(_decoded(inner), texts)]:
                found.setdefault((secret.value, name), Leak(secret, where, form))
    return tuple(found.values())


def lines(text: str, wanted: tuple[Secret, ...]) -> Iterator[tuple[int, Secret]]:
    """(line, secret) for each line of a plain text that holds a secret as text or
    as a number; lines count from 1."""
    there = {secret.value for secret, _ in _in_text(text, _texts(wanted))}
    left = _texts(s for s in wanted if s.value in there)
    if there:
        for number, line in enumerate(text.split("\n"), 1):
            yield from ((number, secret) for secret, _ in _in_text(line, left))


class _Needles(Generic[AnyStr]):
    """What to find, by its first short run: a text is cut into its runs once, and only what
    begins with one of them is looked for. So the work grows with the text, not with how
    many there are to find times how many pieces a page is packed in."""

    def __init__(self) -> None:
        self._by_run: dict[AnyStr, list[tuple[AnyStr, Secret, str]]] = {}
        self._nth: dict[AnyStr, int] = {}
        self._short: list[tuple[AnyStr, Secret, str]] = []

    def add(self, needle: AnyStr, secret: Secret, form: str) -> None:
        """One more to find."""
        if len(needle) < _RUN:
            self._short.append((needle, secret, form))
        else:
            run = needle[:_RUN]
            self._nth.setdefault(run, len(self._nth))
            self._by_run.setdefault(run, []).append((needle, secret, form))

    def possible(self, text: AnyStr) -> Iterator[tuple[AnyStr, Secret, str]]:
        """Those whose first run the text has."""
        yield from self._short
        if self._by_run:
            runs = {text[i : i + _RUN] for i in range(max(0, len(text) - _RUN + 1))}
            # In the order in which they were given, so that the first one found is the same.
            for run in sorted(runs & self._by_run.keys(), key=self._nth.__getitem__):
                yield from self._by_run[run]

    def held_by(self, text: AnyStr) -> Iterator[tuple[Secret, str]]:
        """Those that stand in the text."""
        return ((secret, form) for needle, secret, form in self.possible(text) if needle in text)


def _texts(wanted: Iterable[Secret]) -> "tuple[_Needles[str], _Needles[str]]":
    """What to find as text, and as a number."""
    words, numbers = _Needles[str](), _Needles[str]()
    for secret in wanted:
        words.add(_searched(secret.value), secret, "text")
        if digits := _digits(secret.value):
            numbers.add(digits, secret, "a number")
    return words, numbers


def _in_text(text: str, wanted: "tuple[_Needles[str], _Needles[str]]") -> list[tuple[Secret, str]]:
    """Values that stand there as text, or as a number with other separators."""
    words, numbers = wanted
    said = _searched(text)
    found = [(s, form) for needle, s, form in words.possible(said) if _as_word(needle, said)]
    return found + list(numbers.held_by(_JOINTS.sub("", said)))


def require(leaks: tuple[Leak, ...]) -> None:
    """Raises HarmRefused if anything was found; it names forms, not values."""
    if not leaks:
        return
    first = leaks[0]
    more = f" and {len(leaks) - 1} more" if len(leaks) > 1 else ""
    raise HarmRefused(
        f"What is about to be published holds {first.secret.hint}, as {first.form}{more}.",
        where=first.file,
        advice="Leave the words out with […], give the person a pseudonym, or record why it "
        "may be printed.",
    )


def _forms(value: str) -> Iterator[tuple[str, bytes]]:
    """(form, bytes to find, lower-case unless base64). Plain text is apart."""
    raw = value.encode("utf-8", "surrogatepass")
    variants = {raw, unicodedata.normalize("NFD", value).encode("utf-8", "surrogatepass")}
    for one in variants:
        if len(one) >= 5:
            yield "hex", one.hex().encode()
        if not value.isascii() or quote(value) != value:
            yield "percent escapes", quote(one).lower().encode()
        yield from (("base64", needle) for needle in _base64(one))
    for codec in ("utf-16-le", "utf-16-be"):
        yield codec, value.encode(codec, "surrogatepass").lower()
    if not value.isascii():
        entities = "".join(f"&#{ord(c)};" for c in value)
        yield "HTML escapes", entities.encode()
        yield "HTML escapes", "".join(f"&#x{ord(c):x};" for c in value).encode()
        yield "JSON escapes", ascii(value)[1:-1].lower().encode()


def _base64(raw: bytes) -> Iterator[bytes]:
    """What the value looks like inside longer base64, at the three offsets."""
    if len(raw) < 6:
        return
    for offset in range(3):
        coded = base64.b64encode(b"\0" * offset + raw)
        first = -(-offset * 8 // 6)
        last = (offset + len(raw)) * 8 // 6
        inner = coded[first:last]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def _layers(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes, and what is packed inside them."""
    yield name, data
    if depth >= _DEEP:
        return
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            for info in box.infolist():
                yield from _layers(f"{name}: {info.filename}", box.read(info), depth + 1)
        return
    for match in _BASE64.finditer(data):
        inner = _unpacked(match.group())
        if inner and not inner.startswith((b"wOF2", b"\x89PNG", b"\xff\xd8\xff")):
            yield from _layers(name, inner, depth + 1)
    if b"%" in data:
        plain = unquote_to_bytes(data)
        if plain != data:
            yield name, plain


def _unpacked(coded: bytes) -> bytes:
    padded = coded.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    if len(padded) % 4 == 1:
        padded = padded[:-1]
    return base64.b64decode(padded + b"=" * (-len(padded) % 4))


def _decoded(data: bytes) -> str:
    return html.unescape(data.decode("utf-8", "replace"))


def _searched(text: str) -> str:
    """Fold A, compatibility forms, no case, digits of every script as 0-9."""
    plain = unicodedata.normalize("NFKC", fold_a(text)).casefold()
    if plain.isascii():
        return plain
    return "".join(str(unicodedata.digit(c, c)) for c in plain)


def _digits(value: str) -> str:
    """A long number's digits alone; '' for what is no number."""
    said = _JOINTS.sub("", _searched(value)).lstrip("+")
    return said if said.isdigit() and len(said) >= 7 else ""


def _joined(left: str, right: str) -> bool:
    """True if two letters are of one word, as far as spaces tell."""
    return left.isalnum() and right.isalnum() and not (unspaced(left) or unspaced(right))


def _as_word(needle: str, text: str) -> bool:
    """True if the value stands there on its own; short ones inside longer words
    of the language say nothing (``Ali`` in *quality*)."""
    at = text.find(needle)
    while at >= 0:
        end = at + len(needle)
        free_left = at == 0 or not _joined(text[at - 1], needle[0])
        free_right = end == len(text) or not _joined(needle[-1], text[end])
        if (free_left and free_right) or len(needle) >= 8:
            return True
        at = text.find(needle, at + 1)
    return False
