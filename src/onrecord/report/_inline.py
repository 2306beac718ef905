"""One line of a draft as pieces: writer's words, quotations, citations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from onrecord.model.draft import Cite, CiteKind, Piece, Quotation, Run, Where
from onrecord.report.share import count_words

_SPACE = "[ \t\u00a0\u202f\u200b\u200e\u200f\ufeff]*"
_CITE = (
    rf"\[{_SPACE}\[{_SPACE}(?P<kind>[msapxMSAPX]){_SPACE}:{_SPACE}"
    rf"(?P<id>[^\[\]|]*?){_SPACE}(?:\|(?P<note>[^\[\]]*))?\]{_SPACE}\]"
)
CITE = re.compile(_CITE)
LOOSE_CITE = re.compile(r"\[\[[^\[\]]*\]\]")
# Quotation marks as newsrooms set them; what is opened and never closed runs to the
# end of its paragraph. Single marks are apostrophes too: they open behind no letter and
# close before none, at the last place before the next one opens.
_QUOTED = "|".join(
    (
        "“([^“”]+)”",
        "„([^„“”]+)[“”]",
        "«([^«»]+)»",
        "»([^«»]+)«",
        r"(?<!\w)”([^“”]+)”",
        r"\"([^\"]+)\"",
        "「([^「」]+)」",
        "『([^『』]+)』",
        "‹([^‹›]+)›",
        "›([^‹›]+)‹",
        "‚([^‚‘]+)[‘’]",
        r"(?<!\w)‘(?=\S)((?:[^‘\n]|(?<=\w)‘(?=\w))+)(?<=\S)’(?!\w)",
        r"(?<![\w'])'(?=\S)((?:[^'\n]|(?<=\S)')+)(?<=\S)'(?!\w)",
        "[“„«]([^“”„«»]+)\\Z",
    )
)
_TOKEN = re.compile(f"{_CITE}|{_QUOTED}")
_CITED = CITE.groups
FREE_WORDS = 3
"""Words that may stand in the writer's own quotation marks."""
_SAID = 80
_MARKED = re.compile(r"\*\*([^*]+)\*\*|\*([^*]+)\*|(?<![\[!])\[([^\[\]]+)\]\(([^()\s]+)\)")
_OUTER = (
    *(("“", "”"), ("«", "»"), ("„", "“"), ("„", "”"), ('"', '"'), ("»", "«"), ("”", "”")),
    *(("「", "」"), ("『", "』"), ("‹", "›"), ("›", "‹"), ("‘", "’"), ("‚", "‘")),
)


def cite_of(match: "re.Match[str]", line: int) -> Cite:
    """The citation of a match of :data:`CITE`."""
    kind = cast(CiteKind, match["kind"].lower())
    inner = match["id"] if kind in "px" else match["id"].replace(" ", "")
    return Cite(kind, inner.strip(), line, (match["note"] or "").strip())


def pieces(text: str, line: int, where: Where = "text") -> tuple[Piece, ...]:
    """The pieces of ``text``; quotations followed by citations carry them.

    ``line`` is the line of its first character; line breaks in it count on.
    """
    parts = list(_split(text, line, where))
    return tuple(_with_lead_in(_attached(parts)))


def _split(text: str, line: int, where: Where) -> Iterator[Piece]:
    at = 0
    for match in _TOKEN.finditer(text):
        if match.start() > at:
            yield from _runs(text[at : match.start()])
        here = line + text.count("\n", 0, match.start())
        if match["kind"]:
            yield cite_of(match, here)
        elif _is_apostrophes(match, text):
            yield from _runs(match.group())
        else:
            words = next(g for g in match.groups()[_CITED:] if g)
            yield Quotation(words.strip(), (), here, where)
        at = match.end()
    if at < len(text):
        yield from _runs(text[at:])


def _is_apostrophes(match: "re.Match[str]", text: str) -> bool:
    """Single or unpaired marks around a word or two that cite nothing: *rock 'n' roll*."""
    unsure = match.group()[0] in "‘'" or match.groups()[-1] is not None
    cited = text[match.end() :].lstrip(" \u00a0").startswith("[[")
    return unsure and not cited and count_words(match.group()) <= FREE_WORDS


def _runs(text: str) -> Iterator[Piece]:
    at = 0
    for match in _MARKED.finditer(text):
        if match.start() > at:
            yield Run(_flat(text[at : match.start()]))
        strong, em, label, href = match.groups()
        if label:
            yield Run(_flat(label), "link", href)
        else:
            yield Run(_flat(strong or em), "strong" if strong else "em")
        at = match.end()
    if at < len(text):
        yield Run(_flat(text[at:]))


def _flat(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text)


def _attached(parts: list[Piece]) -> list[Piece]:
    """Citations that follow a quotation become part of it."""
    out: list[Piece] = []
    for part in parts:
        if isinstance(part, Cite) and part.kind != "p":
            at = _quotation_before(out)
            if at is not None:
                said = "".join(p.text for p in out[at + 1 :] if isinstance(p, Run))
                one = cast(Quotation, out[at])
                out[at] = replace(one, cites=(*one.cites, part), lead_in=said)
                _trim(out)
                continue
        out.append(part)
    return out


def _quotation_before(out: list[Piece]) -> int | None:
    """The quotation a citation belongs to: just before it, or before a few words
    of the same sentence (“…,” she wrote [[…]])."""
    if out and isinstance(out[-1], Quotation):
        return len(out) - 1
    if len(out) < 2 or not isinstance(out[-1], Run) or not isinstance(out[-2], Quotation):
        return None
    between = out[-1].text
    if re.fullmatch(r"[\s\u00a0,.;:!?،؛]*", between):
        return len(out) - 2
    same = len(between) <= _SAID and not re.search(r"[.!?؟۔。]\s", between)
    return len(out) - 2 if same and not out[-2].cites else None


def _trim(out: list[Piece]) -> None:
    """The blank between a quotation and its citation goes with the citation."""
    last = out[-1]
    if isinstance(last, Run):
        kept = last.text.rstrip(" \u00a0")
        out[-1:] = [replace(last, text=kept)] if kept else []


def _with_lead_in(parts: list[Piece]) -> Iterator[Piece]:
    """Each quotation knows the writer's words just before it, and those between it
    and its citation."""
    before = ""
    for part in parts:
        if isinstance(part, Quotation):
            yield replace(part, lead_in=f"{before[-200:]} {part.lead_in}".strip())
            before += " … "
        else:
            if isinstance(part, Run):
                before += part.text
            yield part


def unwrapped(words: str) -> str:
    """The words without one outer pair of quotation marks."""
    words = words.strip()
    for left, right in _OUTER:
        if len(words) > 2 and words.startswith(left) and words.endswith(right):
            inner = words[1:-1]
            if left not in inner and right not in inner:
                return inner.strip()
    return words
