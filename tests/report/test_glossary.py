"""One spelling of a name through a story and its translations."""

import pytest
from tests.acceptance.told import EDITOR, Told
from tests.cli.shell import as_json
from tests.report.harbour import DRAFT

from onrecord.errors import BadDraft
from onrecord.report.draft import parse
from onrecord.report.glossary import Term, read, require, slips, write

HARBOUR = Term("الميناء", "en", "harbour", ("harbor",))


def test_a_translation_writes_a_term_as_agreed() -> None:
    draft = parse(DRAFT)
    require(draft, (HARBOUR,))
    wrong = Term("الميناء", "en", "haven")
    found = [s for s in slips(draft, (wrong,)) if s.sure]
    lines = DRAFT.split("\n")
    assert found
    assert all(lines[s.line - 1].lstrip("> ").startswith("en:") for s in found)
    with pytest.raises(BadDraft, match="haven"):
        require(draft, (wrong,))


def test_a_wrong_spelling_is_found_and_a_like_one_named() -> None:
    text = DRAFT.replace("seldom wrote", "seldom wrote of Bandar Sahel or the Harbor", 1)
    city = Term("بندر ساحل", "en", "Bandar Sahil")
    found = slips(parse(text), (HARBOUR, city))
    assert any(s.sure and "harbor stands" in s.what for s in found)
    assert any(not s.sure and "Sahel" in s.what for s in found)
    assert not [s for s in slips(parse(DRAFT), (city,)) if not s.sure]


def test_a_glossary_goes_through_its_file() -> None:
    terms = (HARBOUR, Term("Меридиан", "en", "Meridian", (), "an agency"))
    assert read(write(terms), "g.csv") == terms
    for broken in (b"a,b\n", b"\xff", write(terms).replace(b"harbour", b"")):
        with pytest.raises(BadDraft):
            read(broken, "g.csv")


def test_the_case_keeps_one_and_the_gate_holds_to_it(
    own: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = ("--desk", own.desk.folder)
    assert as_json(capsys, "glossary", own.case, *desk).last == {"terms": 0}
    said = ("--set", "الميناء", "harbour", "--not", "harbor")
    assert as_json(capsys, "glossary", own.case, *said, *desk).last == {"terms": 1}
    own.desk.publish(own.case, own.draft, own.folder / "o", by=EDITOR, checklist=own.answers)
    changed = as_json(capsys, "glossary", own.case, "--set", "الميناء", "haven", *desk)
    assert set(changed.rows[0]["not"]) == {"harbor", "harbour"}
    with pytest.raises(BadDraft, match="haven"):
        own.desk.publish(own.case, own.draft, own.folder / "o", by=EDITOR, checklist=own.answers)
    found = own.desk.check_draft(own.case, own.draft.read_text("utf-8"))
    assert {f.kind for f in found.faults} == {"spelling"}
