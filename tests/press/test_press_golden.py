"""What each reader makes of its golden items is what lies beside them."""

from pathlib import Path

import pytest

import make_golden_press
from onrecord.press import readers

ITEMS = list(make_golden_press.items())


@pytest.mark.parametrize("path", ITEMS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_golden_item_gives_what_is_expected(path: Path) -> None:
    beside = path.with_name(path.name + ".expected")
    assert beside.read_text("utf-8") == make_golden_press.expected(path)


def test_every_reader_has_golden_items() -> None:
    named = {reader.name for reader in readers().values()} - {"pdf"}  # needs an extra
    assert {path.parent.name for path in ITEMS} == named
