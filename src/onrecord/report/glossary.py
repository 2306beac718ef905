"""One spelling of a name or term through a story, its translations included.

The glossary is a CSV file of the case that people edit: ``original`` (as the
group writes it), ``language`` and ``spelling`` (as the page writes it), ``not``
(other spellings that must not stand there, parted by ``|``), ``note``.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio

from onrecord.errors import BadDraft
from onrecord.model.draft import Block, Draft, Quotation, Run
from onrecord.model.spelling import respelt

COLUMNS = ("original", "language", "spelling", "not", "note")
_ALIKE = 80
_WORD = re.compile(r"[^\W\d_]{4,}(?:['’\-][^\W\d_]+)*")
_ENDINGS = ("", "s", "'s", "’s", "es", "er", "n", "en")


@dataclass(frozen=True, slots=True)
class Term:
    """One name or term and how the page writes it in one language."""

    original: str
    language: str
    spelling: str
    variants: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """A line that writes a term otherwise. ``sure`` if the glossary names the wrong
    spelling or a translation lacks the right one; else the words only look alike."""

    line: int
    what: str
    remedy: str
    sure: bool


def read(data: bytes, where: str) -> tuple[Term, ...]:
    """The terms of a glossary. Raises BadDraft, with the row."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise BadDraft("The glossary is not UTF-8.", where=where, advice="Save it so.") from e
    head = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in head else ",")
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadDraft(
            "This is no glossary.",
            where=where,
            advice="Its first line is: " + ", ".join(COLUMNS),
        )
    return tuple(_term(row, f"{where}, row {n}") for n, row in enumerate(reader, 2))


def _term(row: dict[str, str], where: str) -> Term:
    said = {k: " ".join((v or "").split()) for k, v in row.items() if k}
    if not (said["original"] and said["language"] and said["spelling"]):
        raise BadDraft(
            "A row lacks the original, the language or the spelling.",
            where=where,
            advice="Fill it in, or delete the row.",
        )
    variants = tuple(v.strip() for v in said["not"].split("|") if v.strip())
    return Term(said["original"], said["language"], said["spelling"], variants, said["note"])


def write(terms: Sequence[Term]) -> bytes:
    """The terms as a glossary file."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for t in terms:
        rows.writerow([t.original, t.language, t.spelling, "|".join(t.variants), t.note])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def slips(draft: Draft, terms: Sequence[Term]) -> list[Slip]:
    """Every place that writes a term otherwise, in the order of the draft."""
    language = draft.fact("language", "en").split("-")[0]
    found: list[Slip] = []
    for one in draft.quotations():
        found += _translated(one, terms)
    ours = [t for t in terms if t.language.split("-")[0] == language]
    for line, text in _printed(draft):
        found += _spelt(line, text, ours)
    return sorted(dict.fromkeys(found), key=lambda s: (s.line, not s.sure))


def require(draft: Draft, terms: Sequence[Term]) -> None:
    """Raises BadDraft, with the line, for a sure slip."""
    sure = [s for s in slips(draft, terms) if s.sure]
    if sure:
        raise BadDraft(
            sure[0].what, where=f"{draft.name}, line {sure[0].line}", advice=sure[0].remedy
        )


def _translated(one: Quotation, terms: Sequence[Term]) -> Iterator[Slip]:
    """Translations of words that hold a term and do not write it as agreed."""
    original = respelt(one.words).text
    for told in one.translations:
        for term in terms:
            fits = told.lang.split("-")[0] == term.language.split("-")[0] and not told.dispute
            if not (fits and told.text and respelt(term.original).text in original):
                continue
            if term.spelling.casefold() not in told.text.casefold():
                yield Slip(
                    told.line,
                    f"The translation does not write {term.original} as {term.spelling}.",
                    f"Write {term.spelling}, or change the glossary.",
                    True,
                )


def _printed(draft: Draft) -> Iterator[tuple[int, str]]:
    """(line, text) of the writer's own words and of the translations."""
    for name in ("headline", "lead"):
        pieces = draft.headline if name == "headline" else draft.lead
        yield draft.lines.get(name, 1), _own(pieces)
    for block in draft.blocks:
        yield block.line, _block(block)
    for one in draft.quotations():
        yield from ((t.line, t.text) for t in one.translations)


def _block(block: Block) -> str:
    return " ".join((_own(block.pieces), *(_own(i) for i in block.items), _own(block.alt)))


def _own(pieces: tuple[object, ...]) -> str:
    return " ".join(p.text for p in pieces if isinstance(p, Run))


def _spelt(line: int, text: str, terms: Sequence[Term]) -> Iterator[Slip]:
    low = text.casefold()
    for term in terms:
        for variant in term.variants:
            if re.search(rf"(?<!\w){re.escape(variant.casefold())}(?!\w)", low):
                yield Slip(
                    line,
                    f"{variant} stands here; the glossary writes {term.spelling}.",
                    f"Write {term.spelling}.",
                    True,
                )
    words = {w.group() for w in _WORD.finditer(text) if w.group()[0].isupper()}
    for term in terms:
        for part in _WORD.findall(term.spelling):
            near = sorted(w for w in words if part[0].isupper() and _alike(w, part))
            for word in near:
                said = f"{word} looks like {part}, which the glossary writes so."
                yield Slip(line, said, f"If it is the same, write {part}.", False)


def _alike(word: str, part: str) -> bool:
    if any(word == part + e for e in _ENDINGS):
        return False
    return ratio(word.casefold(), part.casefold()) >= _ALIKE
