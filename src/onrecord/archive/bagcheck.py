"""A bag's bytes against its manifests, file by file (RFC 8493 section 3)."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from onrecord.archive import disk
from onrecord.archive.bag import BLOCK, decoded, open_bag
from onrecord.errors import CaseAltered, NotACase
from onrecord.model.proof import Finding

Chosen = Callable[[str], bool]
"""Whether a file whose SHA-256 (hex, as in the manifest) is this one is hashed now."""


def verify(
    folder: Path, manifest: str | None = None, chosen: Chosen | None = None
) -> Iterator[Finding]:
    """Every file of the bag and its state, differing ones named.

    ``manifest`` is the logged hash of ``manifest-sha256.txt``; the tag manifest and
    both payload manifests are checked against the bytes on disk. Missing and
    extra files are *altered*, whether ``chosen`` takes them or not; what it does
    not take is not hashed and no finding.
    """
    try:
        bag = open_bag(folder)
    except (CaseAltered, NotACase) as bad:
        yield Finding(str(folder.name), "altered", bad.what)
        return
    if manifest is not None and bag.manifest != manifest:
        yield Finding(f"{folder.name}/manifest-sha256.txt", "altered", "not the sealed manifest")
    yield from _tag_files(folder)
    strong = _manifest(folder / "manifest-sha512.txt")
    yield from _payload(folder, bag.files, strong, chosen)


def _payload(
    folder: Path, files: dict[str, str], strong: dict[str, str], chosen: Chosen | None
) -> Iterator[Finding]:
    there = _payload_files(folder)
    for path, digest in files.items():
        name = f"{folder.name}/{path}"
        if path not in there:
            yield Finding(name, "altered", "missing")
            continue
        if chosen is not None and not chosen(digest):
            continue
        first, second = _hash(folder / path)
        same = first == digest and strong.get(path) == second
        yield Finding(name, "intact" if same else "altered", "" if same else "other bytes")
    for path in sorted(there - set(files)):
        yield Finding(f"{folder.name}/{path}", "altered", "not in the manifest")
    for path in sorted(set(strong) - set(files)):
        yield Finding(f"{folder.name}/manifest-sha512.txt", "altered", f"names {path} alone")


def _tag_files(folder: Path) -> Iterator[Finding]:
    wanted = _manifest(folder / "tagmanifest-sha256.txt")
    expected = {"bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"}
    if set(wanted) != expected:
        yield Finding(f"{folder.name}/tagmanifest-sha256.txt", "altered", "other names")
    for name in sorted(expected):
        path = folder / name
        same = path.is_file() and _hash(path)[0] == wanted.get(name)
        yield Finding(f"{folder.name}/{name}", "intact" if same else "altered")
    allowed = expected | {"tagmanifest-sha256.txt", "data"}
    for extra in sorted(p.name for p in folder.iterdir() if p.name not in allowed):
        yield Finding(f"{folder.name}/{extra}", "altered", "not part of the bag")


def _manifest(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    lines = path.read_bytes().decode("utf-8", "surrogateescape").split("\n")[:-1]
    found = {decoded(n): d for d, _, n in (line.partition("  ") for line in lines)}
    return found if len(found) == len(lines) else {}  # a name twice is no manifest


def _payload_files(folder: Path) -> set[str]:
    found: set[str] = set()
    for where, folders, names in os.walk(folder / "data"):
        here = Path(where).relative_to(folder)
        found.update(str(PurePosixPath(here / n)) for n in names)
        found.update(
            str(PurePosixPath(here / n)) for n in folders if (Path(where) / n).is_symlink()
        )
    return found


def _hash(path: Path) -> tuple[str, str]:
    if not stat.S_ISREG(path.lstat().st_mode):
        return "", ""
    first, second = hashlib.sha256(), hashlib.sha512()
    with disk.trouble(path), path.open("rb") as source:
        while block := source.read(BLOCK):
            first.update(block)
            second.update(block)
    return first.hexdigest(), second.hexdigest()
