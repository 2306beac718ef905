"""A published folder is swapped in whole, or the one before it stays."""

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from onrecord.desk.printing import into_place
from onrecord.errors import CannotAccess


def _folder(path: Path, said: str) -> Path:
    path.mkdir()
    (path / "page.html").write_text(said)
    return path


def test_the_new_page_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    target = _folder(tmp_path / "story", "before")
    into_place(_folder(tmp_path / "story.part", "after"), target)
    assert (target / "page.html").read_text() == "after"
    assert [p.name for p in tmp_path.iterdir()] == ["story"]


@pytest.mark.parametrize("killed", [False, True])
@pytest.mark.parametrize("number", [errno.EIO, errno.ENOSPC])
def test_a_page_that_cannot_be_put_there_leaves_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, killed: bool
) -> None:
    """The disk fails the second of the two renames; also where a kill came between them."""
    target = tmp_path / "story"
    _folder(tmp_path / "story.before.part" if killed else target, "before")
    staged = _folder(tmp_path / "story.part", "after")
    rename = Path.rename

    def failing(self: Path, to: Path) -> Path:
        if self == staged:
            raise OSError(number, "the disk says no", str(self), None, str(to))
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="the disk says no"):
        into_place(staged, target)
    assert (target / "page.html").read_text() == "before"
    monkeypatch.undo()
    into_place(staged, target)
    assert (target / "page.html").read_text() == "after"
    assert [p.name for p in tmp_path.iterdir()] == ["story"]


def test_a_page_before_that_cannot_be_removed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = _folder(tmp_path / "story", "before")
    unlink = os.unlink

    def failing(path: Any, **more: Any) -> None:
        if path == "page.html":  # as rmtree names it: within its folder
            raise OSError(errno.EIO, "the disk says no", path)
        unlink(path, **more)

    monkeypatch.setattr(os, "unlink", failing)
    with pytest.raises(CannotAccess, match="The new page is there") as refused:
        into_place(_folder(tmp_path / "story.part", "after"), target)
    assert refused.value.where == str(tmp_path / "story.before.part")
    assert (target / "page.html").read_text() == "after"


def test_a_first_page_that_cannot_be_put_there_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        into_place(_folder(tmp_path / "story.part", "after"), tmp_path / "gone" / "story")
    assert [p.name for p in tmp_path.iterdir()] == ["story.part"]
