"""One way to make an Article: title, body, place line, agency credit."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.model.when import NEVER, When

LEAST_WORDS = 12

# "BANDAR SAHIL, 5 March (Agency) - ", "PLACE (Agency) --", "(PLACE - 5 March) "
_DATELINE = re.compile(
    r"\A\s*(?P<place>[^\W\d_][^\n()–—:!?]{1,58}?)"
    r"(?:[,،]\s*(?P<date>[^\n()،,–—]{3,28}))?"
    r"\s*\((?P<agency>[^()\n]{2,48})\)\s*(?:--|[-–—:ـ])+\s*"
)
_BARE = re.compile(
    r"\A\s*(?P<place>[A-ZÀ-ÞЀ-Я][A-ZÀ-ÞЀ-Я'’.\- ]{2,40}(?:,\s*[A-Z][\w'’. ]{2,30}?)??)"
    r"(?:,\s*(?P<date>(?:[A-Z][a-z]{2,8}\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]{2,8}))(?:,\s*\d{4})?)?"
    r"\s+(?:--|[-–—])\s+"
)
# "ГОРОД, 5 мая - Агентство.", "ГОРОД, 5 мая. /АГЕНТСТВО/.", "Город. 5 мая. АГЕНТСТВО - "
_RUSSIAN = re.compile(
    r"\A\s*(?P<place>[А-ЯЁ][\w’'\- ]{2,40}?)[,.]\s+\d{1,2}\s+[а-яё]{3,8}\.?"
    r"(?:\s+\d{4}\s*(?:г\.|года)?)?"
    r"(?:\s*[-–—.,]+\s*|\s+)/?(?P<agency>[А-ЯЁA-Z][\w«»\-. ]{1,40}?)(?:/\.?|\.(?=\s)|\s+[-–—])\s"
)
_TRAILING = re.compile(
    r"\n\s*(?:(?:Source|Credit|Agency|المصدر|Источник|Quelle)\s*[:：]\s*(?P<named>[^\n]{2,60})"
    r"|\(?(?:with|reporting from)\s+(?P<wired>[A-Z][^\n()]{1,40})\)"
    r"|(?:©|\(c\))\s*(?:\d{4}\s+)?(?P<owner>[^\W\d_][^\n.©]{1,40}?)(?:\s+\d{4})?\.?"
    r"|[(\[](?P<bare>[^()\[\]\n]{2,40})[)\]])\s*\Z"
)

_NO_PLACES = frozenset(
    ("FILE", "UPDATE", "BREAKING", "WATCH", "EXCLUSIVE", "CORRECTION", "UPDATED")
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reader found; None where the file does not say."""

    title: str
    body: str
    outlet: str | None = None
    byline: str | None = None
    place_line: str | None = None
    agency: str | None = None
    published: When = NEVER
    modified: When = NEVER
    url: str | None = None
    language: str | None = None
    kind: str = "article"


def build(place: Place, data: bytes, parts: Parts) -> Iterator[Article | Trouble]:
    """The Article, or a Trouble where there is too little text to be one.

    The place line and the agency are read from the body's first and last line
    where the file does not state them. The body itself is not touched.
    """
    title = " ".join(parts.title.split())
    words = count_words(parts.body)
    if words < LEAST_WORDS:
        kind = "no-text" if words == 0 else "too-little-text"
        note = f"{words} words of text under the title {title[:80]!r}"
        yield Trouble(kind, place, note, "loss")
        return
    line, agency = dateline(parts.body)
    yield Article(
        place=place,
        blob=hashlib.sha256(data).hexdigest(),
        outlet=_tidy(parts.outlet),
        title=title,
        text=f"{title}\n\n{parts.body}" if title else parts.body,
        byline=_tidy(parts.byline),
        place_line=_tidy(parts.place_line or line),
        published=parts.published,
        modified=parts.modified,
        agency=_tidy(parts.agency or agency or trailing(parts.body)),
        url=parts.url or None,
        language=parts.language or None,
        kind=parts.kind,
    )


def count_words(text: str) -> int:
    """Words between spaces; two Chinese or Japanese characters count as one word."""
    wide = sum("\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" for c in text)
    return len(text.split()) + wide // 2


def dateline(body: str) -> tuple[str | None, str | None]:
    """(place line, agency) as a body's first words state them."""
    found = _DATELINE.match(body)
    if found is not None and len(found["place"].split()) <= 6:
        return found["place"].strip(" ,،"), found["agency"].strip()
    wired = _RUSSIAN.match(body)
    if wired is not None and len(wired["agency"].split()) <= 3:
        return wired["place"].strip(), wired["agency"].strip()
    bare = _BARE.match(body)
    if bare is not None and bare["place"].split()[0] not in _NO_PLACES:
        return bare["place"].strip(" ,"), None
    return None, None


def trailing(body: str) -> str | None:
    """The agency credit in a body's last line, or None."""
    found = _TRAILING.search(body)
    if found is None:
        return None
    said = found["named"] or found["wired"] or found["owner"] or found["bare"]
    return said.strip(" .,") if said and len(said.split()) <= 6 else None


def _tidy(text: str | None) -> str | None:
    said = " ".join((text or "").split())
    return said or None
