"""What a browser hands in: files into a folder beside the case, then sealed.

A dropped file is sent as it is, one request a file, and never held in memory; a
form without JavaScript sends its files in one. Both land in ``incoming`` of the
case under a name nobody can guess and are dropped once they are sealed (or
refused): until then nothing counts.
"""

import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from onrecord import clock
from onrecord.archive import disk
from onrecord.errors import BadOption, CannotAccess
from onrecord.web.screen import Page

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

FOLDER, _TOGETHER = "incoming", "handed-in"
_NAME = re.compile(r"[0-9a-f]{32}")
_BLOCK, _DAY = 1 << 20, 86_400
_PARTS, _LETTERS = 40, 240


def new_name() -> str:
    """A name for one handing-in."""
    return secrets.token_hex(16)


def _folder(case: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise BadOption("This handing-in has no such name", where=name[:40])
    return case / FOLDER / f"{name}.part"


def _inside(folder: Path, path: str) -> Path:
    """Where a file goes by the name the browser gives it. Raises BadOption."""
    parts = [p for p in path.replace("\\", "/").split("/") if p not in ("", ".")]
    if not parts or len(parts) > _PARTS or any(p == ".." or len(p) > _LETTERS for p in parts):
        raise BadOption("A file cannot go by this name", where=path[:120])
    if any(not p.isprintable() or ":" in p and p[1:2] == ":" for p in parts):
        raise BadOption("A file cannot go by this name", where=repr(path)[:120])
    return folder.joinpath(*parts)


async def take(visit: "Visit") -> dict[str, Any]:
    """One dropped file, streamed to disk. Raises BadOption, DiskFull."""
    folder = _folder(visit.case, str(visit.request.path_params["name"])) / _TOGETHER
    target = _inside(folder, visit.asked("path"))
    size = int(visit.request.headers.get("content-length") or 0)
    await run_in_threadpool(_room, visit.case, target, size)
    done = 0
    with disk.trouble(target), target.open("xb") as out:
        async for block in visit.request.stream():
            done += len(block)
            await run_in_threadpool(out.write, block)
    if done != size:
        target.unlink()
        raise CannotAccess("The file did not arrive whole", where=target.name)
    return {"path": visit.asked("path"), "bytes": done}


def _room(case: Path, target: Path, size: int) -> None:
    """The folder is there, and room for the file and its sealed copy."""
    disk.need(case, 3 * size)
    with disk.trouble(target):
        target.parent.mkdir(parents=True, exist_ok=True)


def source(visit: "Visit") -> tuple[Path, bool]:
    """What is to be sealed, and whether it came through the browser."""
    sent = visit.files("files")
    if sent:
        return _stored(visit, sent), True
    named = visit.said("upload")
    if named and visit.said("dropped") == "yes":
        folder = _folder(visit.case, named) / _TOGETHER
        if not folder.is_dir():
            raise BadOption("Nothing arrived", advice="drop the export once more")
        return _single(folder), True
    path = visit.said("path").strip()
    if not path:
        raise BadOption("Nothing was handed in", advice="drop an export, or name where it lies")
    found = Path(path).expanduser()
    if not found.is_absolute():
        found = Path.cwd() / found
    if not found.exists():
        raise CannotAccess(
            "There is no such file or folder on this machine",
            where=str(found)[:300],
            advice="give the whole path, from the root, or one below the folder that the desk "
            "was opened in",
        )
    if visit.case.resolve() in (found.resolve(), *found.resolve().parents):
        raise BadOption("This lies in the case itself", where=path[:300])
    return found, False


def handed(case: Path, source: Path) -> str:
    """The name of the handing-in that a source lies in; empty if it came by path."""
    root = case / FOLDER
    return source.relative_to(root).parts[0][:32] if root in source.parents else ""


def _stored(visit: "Visit", sent: list[UploadFile]) -> Path:
    """The files of a form without JavaScript."""
    folder = _folder(visit.case, new_name()) / _TOGETHER
    for one in sent:
        target = _inside(folder, one.filename or "")
        _room(visit.case, target, one.size or 0)
        with disk.trouble(target), target.open("xb") as out:
            shutil.copyfileobj(one.file, out, _BLOCK)
    return _single(folder)


def _single(folder: Path) -> Path:
    """The one file or folder that was dropped, under its own name, or all of them."""
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 else folder


def drop(case: Path, source: Path) -> None:
    """Removes what came through the browser: it is sealed, or was refused. What a
    browser began to send and never finished goes with it after a day."""
    root = case / FOLDER
    for folder in root.glob("*.part"):
        late = clock.now().timestamp() - folder.stat().st_mtime > _DAY
        if late or folder in source.parents:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def scratch(visit: "Visit") -> Iterator[Path]:
    """A folder beside what is handed in, for files that a page makes or takes in passing.
    It is gone afterwards, whatever happens."""
    folder = visit.case / FOLDER / f"{new_name()}.part"
    with disk.trouble(folder):
        folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def one_file(visit: "Visit", field: str) -> UploadFile:
    """The one file of a form's field. Raises BadOption if there is none, or several."""
    sent = visit.files(field)
    if len(sent) != 1:
        raise BadOption("Choose one file", where=field)
    return sent[0]


def kept_in(folder: Path, sent: UploadFile, name: str) -> Path:
    """An uploaded file, written as ``name`` into a folder. Raises DiskFull."""
    target = folder / name
    with disk.trouble(target), target.open("xb") as out:
        shutil.copyfileobj(sent.file, out, _BLOCK)
    return target


PAGES = (Page("PUT", "/incoming/{name}", take),)
