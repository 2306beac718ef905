"""A block quotation of a draft: the words, their citation, then the slots.

::

    > the words as printed [[m:0123456789ab]]
    > en: their translation — translated by NAME, DATE
    > dispute: another reading of a word — NAME
    > why: the sentence left out names a bystander — NAME
"""

import re

from onrecord.errors import BadDraft
from onrecord.model.draft import Cite, Quotation, Reason, Translation
from onrecord.report._inline import CITE, cite_of, unwrapped

_SLOT = re.compile(r"^\s*([a-z]{2,3}(?:-[A-Za-z0-9]+)*|why|dispute)\s*:\s*(.*)$", re.DOTALL)
_BY = re.compile(
    r"^(.*?)\s*(?:\u2014|\u2013|--)\s*"
    r"(?:(machine draft)\b(?: by)?|(?:translated|signed|read)?\s*(?:and signed\s*)?(?:by\b)?)"
    r"\s*([^\u2014\n]*)$",
    re.IGNORECASE | re.DOTALL,
)
_DATE = re.compile(r",\s*(\d{4}-\d{2}-\d{2})\s*$")


def read(rows: list[str], line: int, name: str) -> tuple[Quotation]:
    """The quotation of a block; ``rows`` are its lines without the ``>``.

    Raises BadDraft if the words have no citation or a slot has no text form.
    """
    text = "\n".join(rows)
    found = list(CITE.finditer(text))
    if not found:
        return (_own(text, line, name),)
    at = found[0].start()
    words = unwrapped(re.sub(r"[ \t]*\n[ \t]*", "\n", text[:at]).strip())
    if not words:
        raise BadDraft(
            "A citation stands in a block quotation without words.",
            where=f"{name}, line {line}",
            advice="Put the quoted words before [[…]].",
        )
    cites: list[Cite] = []
    end = at
    for match in found:
        if match.start() > end and text[end : match.start()].strip(" \t\u00a0"):
            break
        cites.append(cite_of(match, line + text.count("\n", 0, match.start())))
        end = match.end()
    slots = _slots(text[end:], line + text.count("\n", 0, end))
    translations, reasons = _filled(slots, name)
    return (
        Quotation(words, tuple(cites), line, card=True, translations=translations, reasons=reasons),
    )


def _own(text: str, line: int, name: str) -> Quotation:
    words = unwrapped(text.strip())
    if not words:
        raise BadDraft(
            "An empty block quotation.", where=f"{name}, line {line}", advice="Delete it."
        )
    return Quotation(words, (), line, "pull", card=True)


def _slots(text: str, line: int) -> list[tuple[str, str, int]]:
    """(key, text, line) of each slot; lines without a key go on with the last."""
    slots: list[tuple[str, str, int]] = []
    for i, row in enumerate(text.split("\n")):
        match = _SLOT.match(row)
        if match:
            slots.append((match[1], match[2].strip(), line + i))
        elif row.strip() and slots:
            key, before, at = slots[-1]
            slots[-1] = (key, f"{before} {row.strip()}".strip(), at)
        elif row.strip(" .,\t\u00a0"):
            slots.append(("", row.strip(), line + i))
    return slots


def _filled(
    slots: list[tuple[str, str, int]], name: str
) -> tuple[tuple[Translation, ...], tuple[Reason, ...]]:
    translations: list[Translation] = []
    reasons: list[Reason] = []
    for key, text, line in slots:
        words, machine, by, date = _signature(text)
        if key == "why":
            reasons.append(Reason(words, by, line))
        elif key == "dispute":
            lang = translations[-1].lang if translations else ""
            translations.append(Translation(lang, words, by, line, date, dispute=True))
        elif key:
            tool = by if machine else ""
            signer = "" if machine else by
            translations.append(Translation(key, unwrapped(words), signer, line, date, tool))
        else:
            raise BadDraft(
                f"This line of a block quotation is neither quoted nor a slot: {text[:60]}",
                where=f"{name}, line {line}",
                advice="Write 'en: …', 'why: …' or 'dispute: …', or move it out of the block.",
            )
    return tuple(t for t in translations if t.text or t.by), tuple(reasons)


def _signature(text: str) -> tuple[str, bool, str, str]:
    """Words, whether a machine's, who, and the date."""
    match = _BY.match(text)
    if not match:
        return text.strip(), False, "", ""
    words, machine, by = match[1].strip(), bool(match[2]), match[3].strip(" .\u00a0")
    date = _DATE.search(by)
    if date:
        by = by[: date.start()].strip()
    return words, machine, by, date[1] if date else ""
