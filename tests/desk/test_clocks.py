"""T11: a machine whose clock is wrong. Nothing breaks, nothing claimed is told as a fact."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from tests.desk.smalldesk import Small, export

from onrecord import clock
from onrecord.desk.custody import apart

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
CLOCKS: dict[str, Callable[[int], datetime]] = {
    "ten years late": lambda n: NOON - timedelta(days=3653, seconds=-n),
    "ten years early": lambda n: NOON + timedelta(days=3653, seconds=n),
    "running backwards": lambda n: NOON - timedelta(hours=n),
    "the last second of a leap day": lambda n: datetime(2028, 2, 29, 23, 59, 59, tzinfo=UTC),
    "a leap second's eve": lambda n: datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC),
    "the hour that comes twice": lambda n: datetime(2026, 10, 25, 1, n % 60, tzinfo=UTC),
    "after 2038": lambda n: datetime(2038, 1, 19, 3, 14, 7, tzinfo=UTC) + timedelta(seconds=n),
    "1970": lambda n: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=n),
    "9999": lambda n: datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
}


@pytest.mark.attack("T11", "wrong clocks at intake, withholding, reseal and check")
@pytest.mark.parametrize("name", CLOCKS)
def test_a_wrong_clock_costs_nothing(
    one: Small, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    ticks = count()
    root = one.desk.info(one.case).received[0].root
    monkeypatch.setattr(clock, "now", lambda: CLOCKS[name](next(ticks)))
    one.desk.add(one.case, export(one.folder / "second", 9))
    one.desk.withhold_message(one.case, "2/3", why="w", by="b")
    one.desk.reseal(one.case, 1)
    desk = one.again()
    assert desk.check(one.case).whole
    assert desk.info(one.case).received[0].root != root, "a reseal has a root of its own"
    said = desk.custody(one.case, 2)
    assert [s.kind for s in said.steps] == ["received", "seal", "withheld"]
    assert all(s.dated is None for s in said.steps), "a claim is no date"


def test_a_claim_that_others_contradict_is_flagged() -> None:
    assert apart("2026-03-01T10:00:00Z", "2026-03-01T10:59:00Z") == ""
    assert apart("2026-03-01T10:00:00Z", None) == "" == apart("not said", "2026-03-01T10:59:00Z")
    assert "wrong: others saw it 24 h before" in apart(
        "2026-03-02T10:00:00Z", "2026-03-01T10:00:00Z"
    )
    assert apart("2016-03-01T10:00:00Z", "2026-03-01T10:00:00Z").startswith("dated 87,648 h after")
