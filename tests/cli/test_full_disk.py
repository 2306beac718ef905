"""A full disk in the middle of a command: its own error, and the case as it was."""

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.acceptance.told import PASSPHRASE, Told
from tests.cli.snapshot import snapshot

from onrecord import Desk

ROOT = Path(__file__).parents[2]


def add(told: Told, folder: Path, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """``onrecord add`` in a process that may write files of ``limit`` bytes at most."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = ["add", folder / "case", told.sample / "witness-a", "--desk", folder / "desk"]
    words += ["--passphrase-file", told.secret]
    return subprocess.run(
        [sys.executable, "-m", "onrecord", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limited,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )


def made(told: Told, folder: Path) -> Path:
    """An empty case at a copy of the desk."""
    shutil.copytree(told.desk.folder, folder / "desk")
    Desk(folder / "desk", PASSPHRASE).new(folder / "case")
    return folder


@pytest.mark.parametrize("limit", [50_000, 300_000])
def test_a_file_that_cannot_grow_is_refused_and_undone(
    told: Told, tmp_path: Path, limit: int
) -> None:
    """The limit falls into the bag; what is written later is smaller."""
    made(told, tmp_path)
    before = snapshot(tmp_path / "case")
    done = add(told, tmp_path, limit)
    assert done.returncode == 40, done.stderr
    assert "Traceback" not in done.stderr
    assert "do: " in done.stderr
    assert snapshot(tmp_path / "case") == before
    again = add(told, tmp_path)
    assert again.returncode == 0, again.stderr
    assert Desk(tmp_path / "desk", PASSPHRASE).check(tmp_path / "case").whole


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes, where this user may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=3m", "onrecord-test", str(disk)]
    if os.geteuid() != 0 or subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small file system")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.parametrize("left", [100_000, 1_120_000, 1_300_000])
def test_a_disk_that_fills_up_is_refused_and_undone(
    told: Told, small_disk: Path, left: int
) -> None:
    """Too small from the start, or filled while the command runs."""
    made(told, small_disk)
    state = os.statvfs(small_disk)
    (small_disk / "ballast").write_bytes(bytes(state.f_bavail * state.f_frsize - left))
    before = snapshot(small_disk / "case")
    done = add(told, small_disk)
    assert done.returncode in (0, 40), done.stderr
    assert "Traceback" not in done.stderr
    if done.returncode == 40:
        assert snapshot(small_disk / "case") == before
    (small_disk / "ballast").unlink()
    desk = Desk(small_disk / "desk", PASSPHRASE)
    if done.returncode:
        assert add(told, small_disk).returncode == 0
    assert desk.check(small_disk / "case").whole
