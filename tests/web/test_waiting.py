"""A page that waits for work tells how that failed once, and then begins anew."""

import time
from pathlib import Path
from typing import Any

import pytest
from tests.web.seat import Seat

from onrecord.desk import boarding, deriving
from onrecord.errors import DiskFull
from onrecord.web import waiting


def test_a_failure_is_told_once_and_the_work_begun_anew(
    seat: Seat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    full = [True]

    def table_of(*_: Any) -> Path:
        if full[0]:
            raise DiskFull("There is no room left on the disk", where="here")
        return tmp_path

    monkeypatch.setattr(waiting, "SHORT", 0)
    monkeypatch.setattr(boarding, "table_of", table_of)
    monkeypatch.setattr(deriving, "place_of", lambda *_: tmp_path / "not-there")

    def settled() -> None:
        for _ in range(3000):
            if all(j.over for j in seat.site.jobs.of(seat.name)):
                return
            time.sleep(0.02)
        raise AssertionError("the work did not end")

    with seat.client() as client:
        assert client.get(seat.url("/statements")).status_code == 200
        settled()
        told = client.get(seat.url("/statements"))
        assert told.status_code == 507 and "no room left" in told.text
        full[0] = False
        assert client.get(seat.url("/statements")).status_code == 200
        settled()
        assert len(seat.site.jobs.of(seat.name)) == 2
        assert client.get(seat.url("/statements")).status_code == 200
