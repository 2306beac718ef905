"""The desk served over the sample case, and a browser that sits at it."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from tests.acceptance.told import EDITOR, PASSPHRASE, REPORTER, Told
from tests.web.seat import Seat

from onrecord.desk import Desk
from onrecord.desk.persons import Person
from onrecord.web.serve import server
from onrecord.web.site import Site

OWN = "four words that differ"
expect.set_options(timeout=30_000)
"""How long a page may take on a machine that has other work; nothing waits once it is there."""


@pytest.fixture(scope="session")
def persons(tmp_path_factory: pytest.TempPathFactory, told: Told) -> Path:
    """A persons file with an editor and a reporter, made once: digests take their time."""
    folder = tmp_path_factory.mktemp("persons")
    shutil.copytree(told.desk.folder, folder / "desk")
    desk = Desk(folder / "desk", PASSPHRASE)
    desk.add_person(EDITOR, "editor", OWN)
    desk.add_person(REPORTER, "reporter", OWN)
    return folder / "desk" / "persons.json"


def served(told: Told, persons: Path | None, *, unlocked: bool = True) -> Iterator[Seat]:
    """A desk that listens on a free port over a told case, until closed."""
    if persons is not None:
        shutil.copy(persons, told.desk.folder / "persons.json")
    site = Site(told.desk.folder, told.desk if unlocked else Desk(told.desk.folder))
    name = site.show(told.case)
    ready = threading.Event()
    addresses: list[str] = []

    def tell(address: str) -> None:
        addresses.append(address)
        ready.set()

    made = server(site, 0, tell)
    thread = threading.Thread(target=made.run, daemon=True)
    thread.start()
    assert ready.wait(60), "the desk did not open"
    yield Seat(site, told, name, addresses[0])
    made.should_exit = True
    thread.join(20)


@pytest.fixture(scope="module")
def seat(told: Told, persons: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """The sample case served for one module of tests; its own copy."""
    yield from served(told.copy(tmp_path_factory.mktemp("seat")), persons)


@pytest.fixture
def context(browser: Browser, seat: Seat) -> Iterator[BrowserContext]:
    """A browser of its own, where the editor has logged in; console errors fail the test."""
    made = browser.new_context(base_url=seat.site.address, viewport={"width": 1280, "height": 860})
    made.add_cookies([seat.cookie(person(seat, EDITOR))])
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of that browser. A script error or a refused resource fails the test."""
    made = context.new_page()
    wrong: list[str] = []
    made.on("pageerror", lambda e: wrong.append(str(e)))
    made.on(
        "console",
        lambda m: wrong.append(m.text) if m.type == "error" and "status of" not in m.text else None,
    )
    yield made
    assert not wrong, wrong


def person(seat: Seat, name: str) -> Person:
    """A person of the served desk."""
    return next(p for p in seat.site.desk.persons() if p.name == name)
