"""A sheet of judgements goes out and comes in again with nothing lost or changed."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.acceptance.told import REPORTER, Told
from tests.cli.shell import as_json

from onrecord.desk.judgement_sheet import CORRECTED, Line, read, same, write
from onrecord.errors import AlreadyRead, BadSheet
from onrecord.model.judgement import Judgement

Capture = pytest.CaptureFixture[str]
# Everything a person can type; a lone surrogate is no text.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
FILLED = TEXT.filter(lambda t: bool(t.strip()))


@given(
    st.builds(
        Judgement,
        id=st.just("j:0123456789ab"),
        about=st.just("s:0123456789ab"),
        answer=st.sampled_from(["yes", "no", "unsure"]),
        by=FILLED,
        why=FILLED,
        at=st.just("2026-11-23T00:00:00Z"),
        correct=st.lists(st.tuples(st.sampled_from(CORRECTED), TEXT), max_size=4).map(tuple),
        replaces=st.none() | st.just("j:ba9876543210"),
        how=st.sampled_from(["open", "blind", "settling"]),
    )
)
def test_any_judgement_survives_the_sheet(judgement: Judgement) -> None:
    (row,) = read(write([Line(judgement.about, judgement)]))
    assert same(row.judgement, judgement)
    assert not row.new


def filled(sheet: Path, **cells: dict[str, str]) -> None:
    """Fills rows of a sheet in, by the thing they are about."""
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"), newline="")))
    for row in rows:
        row.update(cells.get(row["about"].replace(":", "_"), {}))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    sheet.write_bytes(out.getvalue().encode("utf-8-sig"))


def test_out_in_and_nothing_new(own: Told, tmp_path: Path, capsys: Capture) -> None:
    sheet = tmp_path / "sheet.csv"
    count = own.desk.export_judgements(own.case, sheet)
    before = own.desk.judgements(own.case)
    # An editor's signature over the story is on record and in no sheet.
    assert count == len([r for r in before if r.judgement.about[:6] != "story:"])
    ran = as_json(capsys, "judgements", own.case, "--take", sheet, *own.options())
    assert (ran.last["taken"], ran.last["on_record_before"]) == (0, count)
    assert own.desk.judgements(own.case) == before
    for name in own.truth["must_not_appear"]["names"]:
        assert name not in "".join(
            row["said by"]
            for row in csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"), newline=""))
        )


def test_judged_in_a_spreadsheet_and_by_a_second_reader(own: Told, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    own.desk.export_judgements(own.case, sheet, unjudged=True)
    judged = {r.judgement.about for r in own.desk.judgements(own.case)}
    free = [s for s in own.desk.statements(own.case) if s.id not in judged]
    answer = {"answer": "Yes", "by": REPORTER, "why": "=read\r\nit, “twice”"}
    filled(sheet, **{free[0].id.replace(":", "_"): answer | {"correct kind": "threat"}})
    (made,) = own.desk.import_judgements(own.case, sheet).made
    assert (made.about, made.answer, made.correct) == (free[0].id, "yes", (("kind", "threat"),))
    blind = tmp_path / "blind.csv"
    own.desk.export_judgements(own.case, blind, blind_for="Tova Lindqvist")
    assert REPORTER not in blind.read_text("utf-8-sig")
    filled(blind, **{free[0].id.replace(":", "_"): {"answer": "no", "why": "not one"}})
    (second,) = own.desk.import_judgements(own.case, blind).made
    assert (second.how, second.by) == ("blind", "Tova Lindqvist")
    with pytest.raises(BadSheet, match="has judged"):
        own.desk.import_judgements(own.case, blind)
    assert own.desk.check(own.case).whole


def test_a_changed_record_refuses_the_whole_sheet(own: Told, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.csv"
    own.desk.export_judgements(own.case, sheet, unjudged=True)
    judged = [r.judgement.about for r in own.desk.judgements(own.case)]
    free = next(s.id for s in own.desk.statements(own.case) if s.id not in judged)
    filled(
        sheet,
        **{
            free.replace(":", "_"): {"answer": "yes", "by": "A", "why": "b"},
            judged[0].replace(":", "_"): {"why": "another reason"},
        },
    )
    count = len(own.desk.judgements(own.case))
    with pytest.raises(BadSheet, match="differs from j:"):
        own.desk.import_judgements(own.case, sheet)
    assert len(own.desk.judgements(own.case)) == count


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"answer": "maybe", "by": "A", "why": "b"}, "not yes, no or unsure"),
        ({"answer": "yes", "by": "", "why": "b"}, "a name and a reason"),
        ({"answer": "yes", "by": "A", "why": "b", "correct span": "3-2"}, "no span"),
        ({"answer": "yes", "by": "A", "why": "b", "correct kind": "lie"}, "is no kind"),
        ({"answer": "yes", "by": "A", "why": "b", "replaces": "j:000000000000"}, "No judgement"),
        ({"answer": "yes", "by": "A", "why": "b", "how": "blind"}, "Nobody has judged"),
        ({"answer": "yes", "by": "A", "why": "b", "about": "s:000000000000"}, "Nothing is called"),
    ],
)
def test_a_row_that_is_no_judgement_is_named(
    own: Told, tmp_path: Path, cells: dict[str, str], wrong: str
) -> None:
    sheet = tmp_path / "sheet.csv"
    own.desk.export_judgements(own.case, sheet, unjudged=True)
    judged = {r.judgement.about for r in own.desk.judgements(own.case)}
    free = next(s.id for s in own.desk.statements(own.case) if s.id not in judged)
    filled(sheet, **{free.replace(":", "_"): cells})
    with pytest.raises(BadSheet, match=wrong) as refused:
        own.desk.import_judgements(own.case, sheet)
    assert "row" in refused.value.where


def test_what_is_no_sheet(tmp_path: Path) -> None:
    for data in (b"\xff\xfe", b"", b"a,b\r\n1,2\r\n", b'"judgement'):
        with pytest.raises(BadSheet):
            list(read(data))
    assert AlreadyRead.exit_code == 80
