"""Telegram writes JSON and pages side by side if asked: a tie is refused, a person settles it."""

import shutil
from pathlib import Path

import pytest

from onrecord import Desk
from onrecord.desk import reading
from onrecord.errors import AmbiguousFormat, BadOption, NotAnExport
from onrecord.model.chat import Message
from onrecord.ports import Ask

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"


@pytest.fixture
def both(tmp_path: Path) -> Path:
    """One chat as JSON and as pages in one folder."""
    folder = tmp_path / "ChatExport"
    shutil.copytree(GOLDEN / "telegram-html" / "twin", folder)
    shutil.copy(GOLDEN / "telegram-json" / "twin.json", folder / "result.json")
    return folder


def test_a_tie_is_refused_and_a_named_format_read(both: Path) -> None:
    with pytest.raises(AmbiguousFormat, match="telegram-html") as refused:
        list(reading.read(both, Ask()))
    assert "--format" in str(refused.value.advice)
    read = {}
    for name in ("telegram-json", "telegram-html"):
        parts = reading.read(both, Ask(format=name))
        read[name] = [m.id for m in parts if isinstance(m, Message)]
        assert reading.name_of(both, None, Ask(format=name))["format"] == name
    assert read["telegram-json"] == read["telegram-html"]


def test_a_format_that_does_not_fit_is_refused(both: Path) -> None:
    with pytest.raises(NotAnExport, match="whatsapp"):
        list(reading.read(both, Ask(format="whatsapp")))
    with pytest.raises(BadOption):
        list(reading.read(both, Ask(format="telegrams")))


def test_what_was_named_is_kept_with_the_case(both: Path, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "desk", "one of two")
    desk.new(tmp_path / "case")
    received = desk.add(tmp_path / "case", both, ask=Ask(format="telegram-html"))
    assert received.format == "telegram-html"
    assert desk.check(tmp_path / "case").whole
