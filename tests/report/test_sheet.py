"""The translator's sheet and the lawyer's bundle."""

import csv
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import bagit
import pytest
from tests.report.harbour import DRAFT, Shelf

from onrecord.errors import BadDraft, BadOption
from onrecord.model.chat import Message
from onrecord.model.place import Place
from onrecord.model.when import NEVER
from onrecord.report.check import check
from onrecord.report.draft import parse
from onrecord.report.exhibit import Exhibit, bundle, members
from onrecord.report.sheet import COLUMNS, fill, write

BARE = DRAFT.replace(
    "> en: The harbour has fallen twice: once at the start of March, when we said nothing, "
    "and once tonight. — translated by Lamia Kessouri, 2026-04-14",
    "> en:  — translated by ",
).replace("It fell “once tonight” [[m:c3c3c3c3c3c3]].", "")


def rows(sheet: bytes) -> list[list[str]]:
    """The sheet as a spreadsheet reads it."""
    return list(csv.reader(io.StringIO(sheet.decode("utf-8-sig"), newline="")))


def packed(table: list[list[str]], delimiter: str = ",") -> bytes:
    """A sheet as a spreadsheet writes it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_translations_go_out_and_come_back_signed(delimiter: str) -> None:
    """The empty slot is filled, the others stay, and the gate passes."""
    table = rows(write(parse(BARE)))
    assert tuple(table[0]) == COLUMNS
    assert [r[4] == "" for r in table[1:]] == [True, False, False, False, False]
    table[1][4:7] = [
        "The harbour has fallen\ntwice … and once tonight.",
        "L. Kessouri",
        "2026-04-14",
    ]
    made = fill(BARE, parse(BARE), packed(table, delimiter))
    assert made.taken == 5
    assert (
        "> en: The harbour has fallen twice … and once tonight. — translated by L. Kessouri"
        in made.text
    )
    checked = check(parse(made.text), Shelf())
    assert not [r for r in checked.refusals if r.kind == "translation" and "signed" in r.what]
    card = next(q for q in parse(made.text).quotations() if q.card)
    assert card.translations[0].by == "L. Kessouri"


def test_filling_with_what_is_there_changes_nothing_but_line_form() -> None:
    """A sheet that comes back as it went leaves the same quotations."""
    made = fill(DRAFT, parse(DRAFT), write(parse(DRAFT)))
    before = [(q.printed, q.translations[0].text, q.disputes) for q in _cards(DRAFT)]
    assert [(q.printed, q.translations[0].text, q.disputes) for q in _cards(made.text)] == before


def _cards(text: str):  # type: ignore[no-untyped-def]
    return [q for q in check(parse(text), Shelf()).quoted if q.quotation.card]


def test_a_sheet_that_is_none_or_does_not_fit_is_refused() -> None:
    """Another head, a changed original, a translation nobody signs."""
    table = rows(write(parse(DRAFT)))
    with pytest.raises(BadDraft, match="not a translator"):
        fill(DRAFT, parse(DRAFT), packed([["a", "b"], *table[1:]]))
    with pytest.raises(BadDraft, match="no such original"):
        fill(DRAFT, parse(DRAFT), packed([table[0], [*table[1][:2], "another", *table[1][3:]]]))
    with pytest.raises(BadDraft, match="no name"):
        fill(DRAFT, parse(DRAFT), packed([table[0], [*table[1][:5], "", "", ""]]))
    with pytest.raises(BadDraft, match="UTF-8"):
        fill(DRAFT, parse(DRAFT), b"\xff\xfe")


def test_a_cell_never_runs_as_a_formula() -> None:
    """Words that begin with = + - @ come out quoted and come back as they were."""
    text = DRAFT.replace("> لم يسقط", "> =HYPERLINK(1) لم يسقط")
    table = rows(write(parse(text)))
    assert any(r[2].startswith("'=HYPERLINK") for r in table)


def exhibit() -> Exhibit:
    """Two messages and a day, invented."""
    place = Place("result.json", 10, 90)
    one = Message(
        0, place, "c", "1", "message", "Salem Tidewater", "user1", NEVER, "We left.\u2028x"
    )
    two = replace(one, n=1, id="2", place=Place("result.json", 100, 90), text="They \ud800 stayed.")
    return Exhibit(
        "harbour", (one, two), (b"{}\n",), (("2026-03-24", (one, two)),), (("case", "k"),)
    )


def test_the_bundle_is_a_valid_bag_and_says_what_it_is(tmp_path: Path) -> None:
    """Checked with bagit; every file that holds words says it is unredacted."""
    for name, data in members(exhibit(), "A. Lawyer"):
        path = tmp_path / "exhibit" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert bagit.Bag(str(tmp_path / "exhibit")).validate()
    said = (tmp_path / "exhibit/data/quoted-messages.txt").read_bytes()
    assert said.startswith(b"UNREDACTED")
    assert said.count(b"MESSAGE ") == 2


def test_the_bundle_leaves_encrypted_to_a_named_recipient_only() -> None:
    """Nothing of it can be read without the key; no user or time is in the tar."""
    import pyrage

    key = pyrage.x25519.Identity.generate()
    sealed = bundle(exhibit(), str(key.to_public()), "A. Lawyer")
    assert b"Tidewater" not in sealed
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(sealed, [key]))) as box:
        assert {(m.uname, m.gname, m.mtime) for m in box.getmembers()} == {("", "", 0)}
    with pytest.raises(BadOption):
        bundle(exhibit(), "age1nonsense", "A. Lawyer")
    with pytest.raises(BadOption):
        bundle(exhibit(), str(key.to_public()), " ")
