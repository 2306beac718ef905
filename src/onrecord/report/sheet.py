"""The translator's sheet: originals out as CSV, signed translations back in.

CSV in UTF-8 with a byte order mark, as spreadsheet programs expect. A cell that
a spreadsheet would run as a formula is written with a leading apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from onrecord.errors import BadDraft
from onrecord.model.cells import safe
from onrecord.model.draft import Draft, Quotation

COLUMNS = ("number", "cited", "original", "into", "translation", "translated by", "date", "note")
_SLOT = re.compile(r"^[ ]{0,3}>[ \t]*(?:[a-z]{2,3}(?:-[A-Za-z0-9]+)*|why|dispute)\s*:")


@dataclass(frozen=True, slots=True)
class Filled:
    """The draft with translations in it, and how many rows were taken."""

    text: str
    taken: int


def write(draft: Draft) -> bytes:
    """One row for each block quotation: the words as printed, and what is there."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    language = draft.fact("language", "en")
    for number, card in enumerate(cards(draft), 1):
        given = next((t for t in card.translations if not t.dispute and t.lang == language), None)
        cited = " ".join(str(c) for c in card.cites)
        row = [str(number), cited, card.words, language, given.text if given else ""]
        row += [given.by if given else "", given.date if given else "", ""]
        rows.writerow(safe(cell) for cell in row)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def fill(text: str, draft: Draft, sheet: bytes) -> Filled:
    """The draft's text with every signed row of the sheet in its slot.

    ``draft`` is ``text`` parsed. Raises BadDraft for a sheet that is not one, a
    row whose original is no longer in the draft, and a translation without a name.
    """
    rows = list(_rows(sheet))
    there = list(cards(draft))
    lines = text.split("\n")
    taken = 0
    for row in sorted(rows, key=lambda r: -int(r["number"])):
        if not row["translation"].strip():
            continue
        card = _card_of(row, there)
        put(lines, card, _slot(row))
        taken += 1
    return Filled("\n".join(lines), taken)


def cards(draft: Draft) -> Iterator[Quotation]:
    """The block quotations of the group, in order: one row of a sheet each."""
    for quotation in draft.quotations():
        if quotation.card and quotation.cites:
            yield quotation


def _plain(cell: str) -> str:
    return cell[1:] if safe(cell[1:]) == cell else cell


def _rows(sheet: bytes) -> Iterator[dict[str, str]]:
    try:
        text = sheet.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise BadDraft("The sheet is not UTF-8.", advice="Save it as CSV UTF-8.") from trouble
    dialect = ";" if text.split("\n", 1)[0].count(";") > text.split("\n", 1)[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=dialect)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadDraft(
            "This is not a translator's sheet.",
            advice="Keep the first line as it came: " + ", ".join(COLUMNS),
        )
    for i, row in enumerate(reader, 2):
        made = {k: _plain(v or "").strip() for k, v in row.items() if k}
        if not made["number"].isdigit():
            raise BadDraft(
                "A row has no number.", where=f"row {i}", advice="Keep the first column."
            )
        yield made


def _card_of(row: dict[str, str], cards: list[Quotation]) -> Quotation:
    number = int(row["number"])
    where = f"row {number + 1}"
    same = [c for c in cards if " ".join(c.words.split()) == " ".join(row["original"].split())]
    if not same:
        raise BadDraft(
            "The draft has no such original any more.",
            where=where,
            advice="Write a new sheet from the draft as it is now.",
        )
    if not row["translated by"]:
        raise BadDraft(
            "A translation has no name.", where=where, advice="Fill the column 'translated by'."
        )
    exact = [c for c in same if cards.index(c) == number - 1]
    return (exact or same)[0]


def _slot(row: dict[str, str]) -> str:
    words = " ".join(row["translation"].split())
    date = f", {row['date']}" if row["date"] else ""
    return f"> {row['into']}: {words} — translated by {row['translated by']}{date}"


def put(lines: list[str], card: Quotation, slot: str) -> None:
    """Replaces the slot of that language, or opens one behind the citation."""
    first = card.line - 1
    last = first
    while last + 1 < len(lines) and lines[last + 1].lstrip().startswith((">", "%%")):
        last += 1
    cite = next(i for i in range(first, last + 1) if "[[" in lines[i])
    head = slot.split(":", 1)[0] + ":"
    for i in range(cite + 1, last + 1):
        if lines[i].strip().startswith(head):
            end = i + 1
            while end <= last and lines[end].lstrip().startswith(">") and not _ends(lines[end]):
                end += 1
            lines[i:end] = [slot]
            return
    lines[cite + 1 : cite + 1] = [">", slot]


def _ends(line: str) -> bool:
    return bool(_SLOT.match(line)) or not line.strip(" >\t")
