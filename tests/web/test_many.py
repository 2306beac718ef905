"""Fifty readers at once while an export is sealed: every page whole, nothing lost."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acceptance.told import Told
from tests.web.conftest import served
from tests.web.seat import Seat

READERS = 50


@pytest.fixture
def mine(own: Told, persons: Path) -> Iterator[Seat]:
    """A desk of its own."""
    yield from served(own, persons)


def test_fifty_readers_and_an_intake(mine: Seat) -> None:
    wrong: list[str] = []
    seen = [0] * READERS
    over = threading.Event()

    def read(number: int) -> None:
        paths = (f"/reader?at={number * 20}", "/search?q=the", f"/record/1/{number}", "/intake")
        with mine.client() as client:
            while True:
                for path in paths:
                    answer = client.get(mine.url(path))
                    seen[number] += 1
                    if answer.status_code != 200:
                        wrong.append(f"{path}: {answer.status_code}")
                if over.is_set():
                    return

    readers = [threading.Thread(target=read, args=(n,)) for n in range(READERS)]
    for reader in readers:
        reader.start()
    with mine.client() as client:
        form = {"path": str(mine.told.sample / "witness-b")}
        work = client.post(mine.url("/intake"), data=form).headers["location"]
        for _ in range(600):
            if "is sealed and read" in client.get(work).text:
                break
            time.sleep(0.1)
        else:
            raise AssertionError("the intake did not end")
        over.set()
        for reader in readers:
            reader.join(60)
        assert not wrong, wrong[:5]
        assert min(seen) >= 4
        received = client.get(mine.api("/info")).json()["received"]
    assert [r["name"] for r in received] == ["witness-a", "wire", "witness-b"]
    assert received[2]["counts"]["records"] == 1231
    assert mine.told.desk.check(mine.told.case).whole
