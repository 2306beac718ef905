"""Shared by all tests: no network, sweeps only when asked for."""

import os
import shutil
import socket
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from tests.acceptance.told import Told, tell
from tests.archive.archivecase import figure

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SWEEP = os.environ.get("ONRECORD_SWEEP") == "1"

ATTACKS: dict[tuple[str, ...], list[float]] = {}
"""(test, what) to cases tried, cases caught, seconds."""

# A push tries the same examples everywhere, so that it is red for its own faults only;
# the sweep draws new ones each time.
settings.register_profile(
    "push",
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("sweep", max_examples=2000, deadline=None)
settings.load_profile("sweep" if SWEEP else "push")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long sweeps run under `make sweep` only; they are named, never silently short."""
    if SWEEP:
        return
    for item in items:
        if item.get_closest_marker("sweep"):
            item.add_marker(pytest.mark.skip(reason="long: runs under `make sweep`"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test marked ``attack(T, what)`` is one case of that row of docs/reference/attacks."""
    report = yield
    mark = item.get_closest_marker("attack")
    if mark is not None and report.when == "call" and not report.skipped:
        row = ATTACKS.setdefault(mark.args, [0, 0, 0.0])
        row[0] += 1
        row[1] += report.passed
        row[2] += report.duration
    return report


def pytest_sessionfinish() -> None:
    """Leaves the figures of marked tests, if someone asks for them."""
    for (test, what), (tried, caught, seconds) in ATTACKS.items():
        figure(test, what, int(tried), int(caught), seconds)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing leaves the machine: a connection to anything but loopback fails the test."""
    connect = socket.socket.connect

    def only_loopback(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if isinstance(address, tuple) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
        connect(self, address)  # type: ignore[arg-type]  # AF_UNIX paths pass through

    monkeypatch.setattr(socket.socket, "connect", only_loopback)


@pytest.fixture
def data() -> Path:
    """A folder of real sample files, for who has one (ONRECORD_DATA)."""
    folder = os.environ.get("ONRECORD_DATA")
    if not folder:
        pytest.skip("needs ONRECORD_DATA, a folder of real sample files")
    return Path(folder)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The sample case with its published story. Shared by all: look, do not touch."""
    return tell(tmp_path_factory.mktemp("told"))


@pytest.fixture
def own(told: Told, tmp_path: Path) -> Told:
    """A copy of the sample case for one test, to be changed at will."""
    return told.copy(tmp_path)


@pytest.fixture(scope="module")
def browser() -> "Iterator[Browser]":
    """The system's Chromium, without a window, for one module: what drives it keeps an
    event loop running. Tests are left out where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.skip("needs a Chromium on PATH")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = play.chromium.launch(
            executable_path=found,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield made
        made.close()
