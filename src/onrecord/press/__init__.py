"""Reporting that does not come from the group: readers, independence, match."""

from collections.abc import Iterator
from typing import cast

from onrecord import plugs
from onrecord.errors import AmbiguousFormat, NotAnExport
from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.ports import PressFormat, Tree

HEAD = 65_536
LARGEST = 256 * 1024 * 1024


def readers() -> dict[str, PressFormat]:
    """Every reader of news by module name, in alphabetical order."""
    import onrecord.press as room  # noqa: PLC0415 - plugs wants the package itself

    found = plugs.find(room, "PRESS_FORMAT")
    return {name: cast(PressFormat, reader) for name, reader in found.items()}


def pick(member: str, head: bytes) -> PressFormat:
    """The one reader that claims this file, from its first 64 KiB.

    Raises NotAnExport if no reader does, AmbiguousFormat (naming them) if more
    than one does: a tie is never guessed.
    """
    claims = [reader for reader in readers().values() if reader.sniff(member, head)]
    if not claims:
        raise NotAnExport(
            "No reader of news recognises this file",
            where=member,
            advice="See `onrecord formats` for what can be read; plain text ends in .txt.",
        )
    if len(claims) > 1:
        raise AmbiguousFormat(
            "More than one reader of news claims this file",
            where=f"{member}: {', '.join(reader.name for reader in claims)}",
            advice="Rename it with the ending of its format, or split it.",
        )
    return claims[0]


def read_news(tree: Tree) -> Iterator[Article | Trouble]:
    """The articles of every member of a folder, zip or tar, in order of name.

    Every member is an article (or several) or is named by a Trouble; a file that
    no reader knows is ``no-reader``, one that two claim is ``ambiguous-format``,
    one that yields nothing is ``no-article``. The same tree gives the same parts.
    """
    for member in tree.members():
        yield from read_member(tree, member)


def read_member(tree: Tree, member: str) -> Iterator[Article | Trouble]:
    """The articles of one member; as :func:`read_news` for the rest."""
    size = tree.size(member)
    whole = Place(member, 0, size)
    if size > LARGEST:
        note = f"{size} bytes; one file of news may have {LARGEST}"
        yield Trouble("too-large", whole, note, "fatal")
        return
    with tree.open(member) as stream:
        data = stream.read()
    yield from read_bytes(member, data)


def _is_beside(member: str) -> bool:
    """Whether macOS or Windows made this file for itself."""
    name = member.rpartition("/")[2].lower()
    return "__MACOSX/" in member or name in (".ds_store", "thumbs.db", "desktop.ini")


def read_bytes(member: str, data: bytes) -> Iterator[Article | Trouble]:
    """The articles of one file's bytes, or the Trouble that says why there are none."""
    whole = Place(member, 0, len(data))
    if _is_beside(member):
        yield Trouble("not-news", whole, "what a computer keeps beside files; not read")
        return
    try:
        reader = pick(member, data[:HEAD])
    except (NotAnExport, AmbiguousFormat) as refused:
        kind = "no-reader" if isinstance(refused, NotAnExport) else "ambiguous-format"
        yield Trouble(kind, whole, str(refused), "fatal")
        return
    met = False
    for part in reader.read(member, data):
        met = True
        yield part
    if not met:
        yield Trouble("no-article", whole, f"{reader.title}: no article in it", "loss")
