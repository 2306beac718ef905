"""Bags: what goes in comes out, others' tools agree, every change is named."""

import errno
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import bagit  # type: ignore[import-untyped,unused-ignore]
import pytest

from onrecord.archive import bag, bagcheck, disk
from onrecord.errors import CaseExists, DiskFull, HostileContainer, NotACase

NAMES = ("result.json", "photos/a b.jpg", "عربي/ملف.txt", "odd%0Aname.txt", "line\nbreak")


def _members() -> Iterator[bag.Member]:
    for i, name in enumerate(NAMES):
        data = bytes([i]) * (i * 700_000)
        yield bag.Member(name, len(data), lambda data=data: io.BytesIO(data))  # type: ignore[misc]


def _bag(folder: Path) -> bag.Bag:
    return bag.create(folder / "0001", _members(), acquisition=b'{"who":"a reporter"}')


def test_members_come_out_as_they_went_in(tmp_path: Path) -> None:
    made = _bag(tmp_path)
    assert sorted(made.members()) == sorted(NAMES)
    for i, name in enumerate(NAMES):
        with made.open(f"data/export/{name}") as source:
            assert source.read() == bytes([i]) * (i * 700_000)
    assert all(f.state == "intact" for f in bagcheck.verify(tmp_path / "0001", made.manifest))
    assert not (tmp_path / "0001.part").exists()
    with pytest.raises(KeyError):
        made.open("data/export/../../x")


def test_the_library_of_congress_accepts_it_and_sha256sum_too(tmp_path: Path) -> None:
    plain = [bag.Member(n, None, lambda: io.BytesIO(b"x")) for n in NAMES[:3]]
    bag.create(tmp_path / "b", plain, acquisition=b"{}")
    bagit.Bag(str(tmp_path / "b")).validate(processes=1)
    program = shutil.which("sha256sum")
    if program is not None:
        subprocess.run(
            [program, "-c", "--quiet", "manifest-sha256.txt"], cwd=tmp_path / "b", check=True
        )


def test_blocks_are_seen_in_order_and_small(tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []
    members = [bag.Member("big", None, lambda: io.BytesIO(b"a" * 3_000_000))]
    bag.create(tmp_path / "b", members, watch=lambda name, block: seen.append((name, len(block))))
    assert [n for _, n in seen] == [bag.BLOCK, bag.BLOCK, 3_000_000 - 2 * bag.BLOCK]


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("flip", lambda p: (p / "data/export/result.json").write_bytes(b"other")),
        ("lost", lambda p: (p / "data/export/photos/a b.jpg").unlink()),
        ("extra", lambda p: (p / "data/extra").write_bytes(b"")),
        ("tag", lambda p: (p / "bag-info.txt").write_bytes(b"Bag-Software-Agent: other\n")),
        ("loose", lambda p: (p / "note.txt").write_bytes(b"")),
        ("strong", lambda p: (p / "manifest-sha512.txt").write_bytes(b"")),
        ("own", lambda p: (p / "data/acquisition.json").write_bytes(b"{}")),
        ("link", lambda p: (p / "data/link").symlink_to("/etc")),
        ("tagmanifest", lambda p: (p / "tagmanifest-sha256.txt").unlink()),
    ],
)
def test_every_change_is_named(tmp_path: Path, name: str, fault) -> None:  # type: ignore[no-untyped-def]
    made = _bag(tmp_path)
    for path in (tmp_path / "0001").rglob("*"):
        path.chmod(0o700)
    fault(tmp_path / "0001")
    altered = [f for f in bagcheck.verify(tmp_path / "0001", made.manifest) if f.state == "altered"]
    assert altered, name


def test_a_bag_made_anew_to_fit_is_not_the_sealed_one(tmp_path: Path) -> None:
    made = _bag(tmp_path)
    bag.create(tmp_path / "other", [bag.Member("result.json", None, lambda: io.BytesIO(b"x"))])
    findings = list(bagcheck.verify(tmp_path / "other", made.manifest))
    assert [f for f in findings if f.note == "not the sealed manifest"]


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "a/../x", "", "a//b", "C:/x", "a\\b", "nul\x00", ".", "a/."]
)
def test_names_that_lead_outside_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(HostileContainer):
        bag.create(tmp_path / "b", [bag.Member(name, None, lambda: io.BytesIO(b""))])
    assert list(tmp_path.iterdir()) == []


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    members = [bag.Member(n, None, lambda: io.BytesIO(b"")) for n in ("a", "A")]
    with pytest.raises(HostileContainer):
        bag.create(tmp_path / "b", members)
    assert list(tmp_path.iterdir()) == []


class _Full(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "result.json")


def _full() -> BinaryIO:
    return _Full()


def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(DiskFull, match="nothing was changed") as full:
        bag.create(tmp_path / "b", [bag.Member("result.json", None, _full)])
    assert full.value.where == "result.json"
    with pytest.raises(DiskFull):
        bag.create(tmp_path / "b", [bag.Member("x", 1 << 60, lambda: io.BytesIO(b""))])
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    def stop(name: str, block: bytes) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bag.create(tmp_path / "b", [bag.Member("x", 1, lambda: io.BytesIO(b"x"))], watch=stop)
    assert list(tmp_path.iterdir()) == []


def test_a_bag_is_not_written_over(tmp_path: Path) -> None:
    _bag(tmp_path)
    with pytest.raises(CaseExists):
        _bag(tmp_path)
    with pytest.raises(NotACase):
        bag.open_bag(tmp_path)


def test_write_all_survives_short_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda fd, data: write(fd, bytes(data[:3])))
    disk.replace(tmp_path / "x", b"0123456789")
    assert (tmp_path / "x").read_bytes() == b"0123456789"
