"""Evidence as HTML: escaped, with its own direction, hidden marks made visible.

A message is only ever text. Characters that would turn the line around or that
nobody sees (bidi controls, zero width, tags, control codes) are shown as boxes
with their code point, so that what one reads is what was sealed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from onrecord.model.quantity import amount, duration
from onrecord.model.when import When

MOST = 4000
"""Letters of one message shown before the rest is asked for."""
# Joiners (U+200C, U+200D) stay: Persian and emoji are written with them.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028\u2029\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_LONE = re.compile("[\ud800-\udfff]")
_RTL = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_PEEK = 600

BASES = {
    "utc": "the export states the instant",
    "offset": "the export states local time and its offset",
    "zone": "a person stated the zone of the clock",
    "local-unknown": "wall clock only, its zone is not known",
    "ambiguous": "two readings of this time are possible",
    "none": "the export gives no time",
}


def shown(text: str, marks: Iterable[tuple[int, int]] = (), most: int = MOST) -> Markup:
    """``text`` as HTML, at most ``most`` code points of it, ``marks`` marked."""
    cut = text[:most]
    out: list[str] = []
    at = 0
    for start, end in _disjoint(marks, len(cut)):
        out += (_plain(cut[at:start]), "<mark>", _plain(cut[start:end]), "</mark>")
        at = end
    out.append(_plain(cut[at:]))
    return Markup("".join(out))  # noqa: S704  # every piece went through escape()


def _disjoint(marks: Iterable[tuple[int, int]], size: int) -> list[tuple[int, int]]:
    """Marks in order, overlapping ones joined, within the text."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((max(0, a), min(b, size)) for a, b in marks):
        if end <= start:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _plain(text: str) -> str:
    safe = _LONE.sub("\ufffd", text)
    return _UNSEEN.sub(_box, str(escape(safe)))


def _box(found: re.Match[str]) -> str:
    point = ord(found.group())
    name = unicodedata.name(found.group(), "control character").lower()
    return f'<span class="cp" title="{name}">U+{point:04X}</span>'


@lru_cache(maxsize=4096)
def _face(head: str) -> tuple[str, str]:
    right = len(_RTL.findall(head))
    letters = len(_LETTER.findall(head))
    if right * 2 <= letters or not right:
        return "ltr", "und" if not letters else ""
    return "rtl", "ar" if _ARABIC.search(head) else "he"


def attributes(text: str) -> Markup:
    """``dir`` and ``lang`` of a text, as HTML attributes."""
    way, code = _face(text[:_PEEK])
    said = "und" if code in ("", "und") else code
    return Markup('dir="{}" lang="{}"').format(way, said)


def name(text: str | None) -> Markup:
    """A name isolated from the sentence around it; a dash if there is none."""
    if not text:
        return Markup('<span class="soft">no name</span>')
    return Markup("<bdi {}>{}</bdi>").format(attributes(text), shown(text, most=120))


def named(text: str | None) -> Markup:
    """A name, and after it how it may be read where it is written in Arabic letters."""
    said = _read_aloud(text) if text else ""
    if not said:
        return name(text)
    tail = Markup('<small class="read" dir="ltr" lang="und-Latn">{}</small>')
    return name(text) + " " + tail.format(said)


@lru_cache(maxsize=20_000)
def _read_aloud(text: str) -> str:
    from onrecord.desk.finding import latin

    found = latin(text[:200])
    return "" if found is None else found["newsroom"][:120]


def thousands(value: float) -> str:
    """A count with its thousands apart."""
    return f"{value:,.0f}"


def plural(count: int, one: str, many: str = "") -> str:
    """``1 message``, ``2,000 messages``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def day(text: str | None) -> str:
    """``2026-03-09`` as ``Monday 9 March 2026``; anything else as it is."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return text or "without a date"
    return f"{at:%A} {at.day} {at:%B %Y}"


def month(text: str) -> str:
    """``2026-03`` as ``March 2026``; anything else as it is."""
    try:
        return f"{datetime.fromisoformat(text + '-01'):%B %Y}"
    except ValueError:
        return text


def weekday(text: str) -> str:
    """``2026-03-09`` as ``Mon 9``; anything else as it is."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{at:%a} {at.day}"


def instant(text: str | None) -> str:
    """RFC 3339 as ``9 March 2026, 18:40:02 UTC``; without a zone, it says so."""
    try:
        at = datetime.fromisoformat(text or "")
    except ValueError:
        return text or "time unknown"
    zone = "UTC" if at.tzinfo else "local time, zone unknown"
    return f"{at.day} {at:%B %Y, %H:%M:%S} {zone}"


def hour(when: When) -> str:
    """The time of day as the reader shows it beside a message."""
    said = when.rfc3339()
    if said is None:
        return when.text or "no time"
    return said[11:19] + (" UTC" if said.endswith("Z") else " local")


def certainty(when: When) -> str:
    """How certain a time is, as a sentence."""
    why = BASES.get(when.basis, when.basis)
    if when.earliest is None or when.latest is None or when.earliest == when.latest:
        return why
    spread = round((when.latest - when.earliest).total_seconds())
    return f"{why}; somewhere within {duration(spread)}"


def first_line(text: str, most: int = 90) -> str:
    """The beginning of a text on one line."""
    line = " ".join(text[: most * 4].split())
    return line if len(line) <= most else line[: most - 1] + "…"


_TYPED = re.compile("`([^`]+)`")


def advised(text: str) -> Markup:
    """A refusal's advice; what is typed at a terminal is set apart as such, and said to be."""
    out: list[Markup] = []
    at = 0
    for found in _TYPED.finditer(text):
        out += (shown(text[at : found.start()]), Markup("<code>{}</code>").format(found[1]))
        at = found.end()
    lead = "At a terminal: " if text.startswith("`onrecord ") else ""
    return Markup("").join([shown(lead), *out, shown(text[at:])])


def spans(reasons: Sequence[Any]) -> list[tuple[int, int]]:
    """The spans of reasons or marks, as pairs."""
    return [(r.start, r.end) for r in reasons]


def rowed(bar: Any) -> tuple[str, str, str]:
    """A bar of a histogram as a row of its table."""
    return bar.first, bar.last, f"{bar.count:,}"


FILTERS = {
    "rowed": rowed,
    "shown": shown,
    "attributes": attributes,
    "name": name,
    "named": named,
    "thousands": thousands,
    "amount": amount,
    "duration": duration,
    "plural": plural,
    "day": day,
    "month": month,
    "weekday": weekday,
    "instant": instant,
    "hour": hour,
    "certainty": certainty,
    "first_line": first_line,
    "advised": advised,
    "spans": spans,
}
