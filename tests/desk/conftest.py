"""One small desk for the tests of this folder, made once and copied."""

import shutil
from pathlib import Path

import pytest
from tests.desk.smalldesk import PASSPHRASE, Small, small

from onrecord import Desk
from onrecord.archive import agefile, b64, disk
from onrecord.archive.keys import DeskKeys


@pytest.fixture(scope="session")
def small_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small desk and case. Shared: copy it."""
    folder = tmp_path_factory.mktemp("small")
    small(folder)
    return folder


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Key files written meanwhile are cheap to open."""

    def quick(self: DeskKeys, path: Path, passphrase: str) -> None:
        plain = b64.dumps(self.said()).encode()
        disk.replace(path, agefile.encrypt(plain, passphrase, 1))

    monkeypatch.setattr(DeskKeys, "save", quick)


@pytest.fixture
def one(small_made: Path, tmp_path: Path, quick_keys: None) -> Small:
    """A small desk and case of the test's own."""
    shutil.copytree(small_made, tmp_path, dirs_exist_ok=True)
    return Small(tmp_path, Desk(tmp_path / "desk", PASSPHRASE))
