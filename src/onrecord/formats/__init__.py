"""One file per export format: sniff and read, nothing else."""

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord import plugs
from onrecord.errors import AmbiguousFormat, BadOption
from onrecord.formats._parallel import read as read_parallel
from onrecord.formats._tree import open_tree
from onrecord.formats._unclaimed import unclaimed
from onrecord.model.chat import Chat
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Format, Sniffed, Tree

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["all_formats", "by_name", "open_tree", "pick", "program", "read_export", "read_parallel"]


def all_formats() -> dict[str, Format]:
    """Every format we read, by its name, in alphabetical order."""
    found = cast(dict[str, Format], plugs.find(sys.modules[__name__], "FORMAT"))
    return {f.name: f for f in sorted(found.values(), key=lambda f: f.name)}


def by_name(name: str) -> Format:
    """The format of this name. Raises BadOption if there is none."""
    formats = all_formats()
    if name not in formats:
        raise BadOption(
            f"no format is called {name!r}",
            where="format",
            advice=f"Known formats: {', '.join(formats)}.",
        )
    return formats[name]


@cache
def program() -> str:
    """SHA-256 (hex) of the readers as they stand here: over name and digest of each
    source of this package and of the model, in the order of their names."""
    said = hashlib.sha256()
    for package in ("onrecord.formats", "onrecord.model"):
        for file in sorted(files(package).iterdir(), key=lambda f: f.name):
            if file.name.endswith((".py", ".toml", ".csv")):
                body = file.read_bytes().replace(b"\r\n", b"\n")
                said.update(f"{package}/{file.name} {hashlib.sha256(body).hexdigest()}\n".encode())
    return said.hexdigest()


def pick(tree: Tree) -> tuple[Format, Sniffed]:
    """The one format that claims this export, and its claim.

    A reader that calls itself ``generic`` stands back where a special one claims.
    Raises NotAnExport if none does and AmbiguousFormat, naming them, if several do.
    """
    claims = [(f, s) for f in all_formats().values() if (s := f.sniff(tree)) is not None]
    special = [(f, s) for f, s in claims if not getattr(f, "generic", False)]
    claims = special or claims
    if not claims:
        raise unclaimed(tree)
    if len(claims) > 1:
        names = "; ".join(f"{f.name} ({s.why}: {', '.join(s.members[:3])})" for f, s in claims)
        raise AmbiguousFormat(
            f"more than one reader claims this export: {names}",
            where=tree.name,
            advice="Hand in the files of one format alone, or name one with --format NAME; the "
            "other can be added beside it, and `onrecord align` sets the two side by side.",
        )
    return claims[0]


def read_export(
    path: Path, *, ask: Ask | None = None, password: str | None = None, format: str | None = None
) -> "Iterator[pa.RecordBatch | Chat | Trouble]":
    """Everything in the export at ``path``, in order: batches, chats, troubles.

    Raises what :func:`open_tree` and :func:`pick` raise. ``format`` skips the picking.
    """
    tree = open_tree(path, password)
    reader = pick(tree)[0] if format is None else by_name(format)
    yield from reader.read(tree, ask if ask is not None else Ask())
