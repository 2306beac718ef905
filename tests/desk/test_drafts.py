"""Drafts that several persons write: merged where it can be, never lost where it cannot."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.acceptance.told import Told

from onrecord import Desk
from onrecord.errors import BadOption, NoSuchThing
from onrecord.model.draftfile import Saved

TEXT = "---\nstory: harbour\nheadline: Two words\n---\n\none\n\ntwo\n\nthree\n"


@pytest.fixture
def desk(told: Told) -> Desk:
    return told.desk


@pytest.fixture
def case(told: Told, tmp_path: Path) -> Path:
    told.desk.new(tmp_path / "case")
    return tmp_path / "case"


def saved(desk: Desk, case: Path, text: str, base: str | None, by: str) -> Saved:
    return desk.save_draft(case, "draft.md", text, by=by, base=base)


def test_what_was_saved_is_read(desk: Desk, case: Path) -> None:
    done = saved(desk, case, TEXT, None, "Ines")
    assert done.fate == "saved"
    read = desk.read_draft(case, "draft.md")
    assert (read.text, read.digest) == (TEXT, done.digest)
    assert saved(desk, case, TEXT, None, "Samir").fate == "unchanged"
    (one,) = desk.drafts(case)
    assert (one.name, one.headline, one.by) == ("draft.md", "Two words", "Ines")


def test_two_who_touch_different_lines_are_merged(desk: Desk, case: Path) -> None:
    base = saved(desk, case, TEXT, None, "Ines").digest
    saved(desk, case, TEXT.replace("one", "ONE"), base, "Samir")
    done = saved(desk, case, TEXT.replace("three", "THREE"), base, "Ines")
    assert (done.fate, done.theirs) == ("merged", "Samir")
    both = TEXT.replace("one", "ONE").replace("three", "THREE")
    assert done.text == both == desk.read_draft(case, "draft.md").text


def test_two_who_touch_one_line_get_both_and_nothing_is_written(desk: Desk, case: Path) -> None:
    base = saved(desk, case, TEXT, None, "Ines").digest
    theirs = saved(desk, case, TEXT.replace("two", "zwei"), base, "Samir")
    done = saved(desk, case, TEXT.replace("two", "deux"), base, "Ines")
    assert (done.fate, done.conflicts, done.theirs) == ("conflict", 1, "Samir")
    assert "deux" in done.text
    assert "%% zwei" in done.text
    assert "zwei" in desk.read_draft(case, "draft.md").text
    assert done.digest == theirs.digest
    settled = TEXT.replace("two", "deux, zwei")
    assert saved(desk, case, settled, done.digest, "Ines").fate == "saved"
    assert desk.read_draft(case, "draft.md").text == settled


def test_another_program_is_another_person(desk: Desk, case: Path) -> None:
    saved(desk, case, TEXT, None, "Ines")
    base = desk.read_draft(case, "draft.md").digest
    file = case / "stories" / "draft.md"
    file.write_bytes(TEXT.replace("one", "eins").replace("\n", "\r\n").encode())
    done = saved(desk, case, TEXT.replace("three", "drei"), base, "Ines")
    assert done.fate == "merged"
    assert "eins" in done.text
    assert "drei" in done.text


def test_without_a_base_nothing_is_replaced(desk: Desk, case: Path) -> None:
    saved(desk, case, TEXT, None, "Ines")
    with pytest.raises(BadOption):
        saved(desk, case, "other", None, "Samir")
    with pytest.raises(NoSuchThing):
        saved(desk, case, "other", "0" * 64, "Samir")
    with pytest.raises(NoSuchThing):
        saved(desk, case, "other", "../../../etc/passwd", "Samir")
    assert desk.read_draft(case, "draft.md").text == TEXT


@pytest.mark.parametrize(
    "name", ["../draft.md", "composed.md", "draft", "a b.md", ".md", "x/y.md", "-x.md", ""]
)
def test_names_stay_in_their_folder(desk: Desk, case: Path, name: str) -> None:
    with pytest.raises(BadOption):
        desk.save_draft(case, name, TEXT, by="A")
    with pytest.raises(BadOption):
        desk.read_draft(case, name)


def test_half_a_letter_and_a_nameless_save_are_refused(desk: Desk, case: Path) -> None:
    for text, by in (("\ud800", "A"), (TEXT, " ")):
        with pytest.raises(BadOption):
            desk.save_draft(case, "draft.md", text, by=by)
    assert desk.drafts(case) == []


def test_a_name_cannot_write_lines_into_a_draft(desk: Desk, case: Path) -> None:
    base = saved(desk, case, TEXT, None, "Ines").digest
    saved(desk, case, TEXT.replace("two", "zwei"), base, "X\n> a quotation [[m:1]]")
    done = saved(desk, case, TEXT.replace("two", "deux"), base, "Ines")
    assert all(not line.startswith(">") for line in done.text.split("\n"))


def test_a_crowd_saves_and_every_line_arrives(desk: Desk, case: Path) -> None:
    paragraphs = [f"paragraph {n}" for n in range(16)]
    base = saved(desk, case, "\n\n".join(paragraphs), None, "A").digest

    def write(n: int) -> str:
        mine = list(paragraphs)
        mine[n] += " changed"
        return saved(desk, case, "\n\n".join(mine), base, f"P{n}").fate

    with ThreadPoolExecutor(8) as crowd:
        fates = list(crowd.map(write, range(16)))
    assert set(fates) <= {"saved", "merged"}
    text = desk.read_draft(case, "draft.md").text
    assert all(f"paragraph {n} changed" in text for n in range(16))


LINES = st.lists(st.sampled_from(["a", "b", "c", "د", ""]), max_size=8)


@given(base=LINES, mine=LINES, theirs=LINES)
def test_no_line_of_theirs_is_lost_whatever_was_written(
    told: Told, tmp_path_factory: pytest.TempPathFactory, base: list[str], mine: list[str],
    theirs: list[str],
) -> None:  # fmt: skip
    case = tmp_path_factory.mktemp("c") / "case"
    told.desk.new(case)
    first, ours, others = ("\n".join(x) for x in (base, mine, theirs))
    read = saved(told.desk, case, first, None, "A").digest
    saved(told.desk, case, others, read, "B")
    done = saved(told.desk, case, ours, read, "A")
    there = told.desk.read_draft(case, "draft.md").text
    if done.fate == "conflict":
        assert there == others
        notes = done.text.count("%% B changed these lines as well:")
        assert notes == done.conflicts > 0
    elif others == first:
        assert there == ours
    else:
        assert done.fate in ("merged", "unchanged", "saved")
        for line in set(theirs) - set(base) - {""}:
            assert line in there.split("\n")
