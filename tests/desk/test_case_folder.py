"""The case folder: refused when it is not one, whole after any interruption."""

import os
import tomllib
from pathlib import Path

import pytest

from onrecord.desk import case as folder
from onrecord.errors import CaseExists, NewerFormat, NotACase


def test_a_new_case_opens_again_as_it_was_made(tmp_path: Path) -> None:
    made = folder.create(tmp_path / "c", 'فانوس "x"\\', "desk+00000000+AA==")
    assert folder.open_case(tmp_path / "c") == made


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "notes.txt").write_text("mine")
    with pytest.raises(CaseExists):
        folder.create(tmp_path / "c", "x", "k")
    assert (tmp_path / "c" / "notes.txt").read_text() == "mine"


def test_what_is_not_a_case_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotACase):
        folder.open_case(tmp_path)
    (tmp_path / folder.MARK).write_text("format = [")
    with pytest.raises(NotACase):
        folder.open_case(tmp_path)


def test_a_newer_case_is_refused_and_left_alone(tmp_path: Path) -> None:
    folder.create(tmp_path / "c", "x", "k")
    mark = tmp_path / "c" / folder.MARK
    newer = mark.read_text().replace("format = 1", "format = 2")
    mark.write_text(newer)
    with pytest.raises(NewerFormat):
        folder.open_case(tmp_path / "c")
    assert mark.read_text() == newer


def test_leftovers_are_dropped_and_nothing_else(tmp_path: Path) -> None:
    case = folder.create(tmp_path / "c", "x", "k")
    (case.path / "bags" / "0001.part" / "data").mkdir(parents=True)
    (case.path / "bags" / "0001").mkdir()
    folder.sweep_leftovers(case)
    assert [p.name for p in (case.path / "bags").iterdir()] == ["0001"]


def test_what_somebody_is_still_deriving_stays(tmp_path: Path) -> None:
    case = folder.create(tmp_path / "c", "x", "k")
    held = case.path / "derived"
    stands = f"statements-0001-{16 * 'a'}"
    for name in ("board-1.7-8.part", "board-0.5-6.part", "board-0", stands):
        (held / name).mkdir()
        (held / name / "rows").write_text("half")
    for old in (held / "board-0.5-6.part", held / "board-0.5-6.part" / "rows"):
        os.utime(old, (1, 1))
    folder.sweep_leftovers(case)
    folder.drop_what_cannot_grow(case)
    assert {p.name for p in held.iterdir()} == {"board-1.7-8.part", stands}
    folder.drop_derived(case)
    assert not list(held.iterdir())


@pytest.mark.parametrize(
    "said",
    [
        '# a remark\nformat = 1\nname = "فانوس"\n',
        'format = 1  # first\nname = "a # b"  # "c"\n\nmade = "x"\n',
        'name = "a\\tb"\n',
        "name = 'plain'\nformat = 12\n",
        "format = 0x1\nother = [1, 2]\n",
        "[table]\nformat = 1\n",
    ],
)
def test_a_description_is_read_as_toml(said: str) -> None:
    assert folder._facts(said) == tomllib.loads(said)


@pytest.mark.parametrize(
    "said", ['name = "a\x07"\n', "name = \n", "format = 01\n", "x = 1\nx = 2\n"]
)
def test_what_is_no_toml_is_no_description(said: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - its words are Python's
        folder._facts(said)
