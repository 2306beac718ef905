"""One small desk for the tests of this folder, made once and copied."""

import shutil
from pathlib import Path

import pytest
from tests.acceptance.quick_key import make_quick
from tests.desk.smalldesk import PASSPHRASE, Small, small

from onrecord import Desk
from onrecord.archive.keys import DeskKeys


@pytest.fixture(scope="session")
def small_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a small desk and case. Shared: copy it."""
    folder = tmp_path_factory.mktemp("small")
    small(folder)
    return folder


@pytest.fixture
def one(small_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    """A small desk and case of the test's own; key files it writes are cheap to open."""

    def quick(self: DeskKeys, path: Path, passphrase: str) -> None:
        ordinary(self, path, passphrase)
        make_quick(path, passphrase)

    ordinary = DeskKeys.save
    monkeypatch.setattr(DeskKeys, "save", quick)
    shutil.copytree(small_made, tmp_path, dirs_exist_ok=True)
    return Small(tmp_path, Desk(tmp_path / "desk", PASSPHRASE))
