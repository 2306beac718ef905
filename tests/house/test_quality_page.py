"""docs/reference/quality.md is what its generator makes of the history."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def quality(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The generator."""
    monkeypatch.syspath_prepend(str(ROOT / "bench"))
    return import_module("quality_page")


def test_the_page_is_made_of_the_history(quality: Any) -> None:
    history = quality.measured.rows("quality")
    assert quality.PAGE.read_text("utf-8") == quality.page(history), "run bench/quality_page.py"


def test_a_missed_figure_is_said(quality: Any) -> None:
    row = {
        "room": "search", "what": "w", "size": 9, "figures": {"a": 0.5}, "wanted": {"a": 0.6},
        "floor": {}, "command": "c", "at": "2026-01-01", "commit": "x", "digest": "d",
    }  # fmt: skip
    assert "**missed** (a)" in quality.page([row])
    assert "**missed**" not in quality.page([row, {**row, "figures": {"a": 0.7}}])
