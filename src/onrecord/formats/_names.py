"""Which names a container may hold, and how a name that is not Unicode is shown."""

import unicodedata
from collections.abc import Iterable

from onrecord.errors import HostileContainer

MAX_ENTRIES = 300_000
"""More members than the largest real export we know of has, by a factor of ten."""

MAX_NAME = 4_096


def shown(name: str) -> str:
    """The name with undecodable bytes as ``\\xHH``: valid Unicode, one to one.

    Names come from the file system or a tar with ``surrogateescape``.
    """
    if name.isascii() or not any("\ud800" <= c <= "\udfff" for c in name):
        return name
    return "".join(f"\\x{ord(c) & 0xFF:02x}" if "\ud800" <= c <= "\udfff" else c for c in name)


def check_name(name: str, where: str) -> None:
    """Nothing, or HostileContainer: the name must stay inside the container."""
    fault = _fault(name)
    if fault:
        raise HostileContainer(
            f"a member's name {fault}: {name[:120]!r}",
            where=where,
            advice="Do not unpack this file; ask the source for the export as the app wrote it.",
        )


def _fault(name: str) -> str:
    parts = name.replace("\\", "/").split("/")
    if not name or len(name) > MAX_NAME:
        return "is empty or longer than any file system allows"
    if any(ord(c) < 32 or ord(c) == 127 for c in name):
        return "holds a control character"
    if parts[0] == "" or (len(parts[0]) == 2 and parts[0][1] == ":"):
        return "is absolute"
    if ".." in parts:
        return "leads out of the container"
    return ""


def check_collisions(names: Iterable[str], where: str) -> None:
    """Nothing, or HostileContainer if two names could be one file elsewhere.

    Compared after NFC and case folding: file systems differ on both, and a
    container in which one member can hide another is no evidence.
    """
    seen: dict[str, str] = {}
    for name in names:
        folded = name if name.islower() and name.isascii() else _fold(name)
        if folded in seen:
            raise HostileContainer(
                f"two members have the same name, or names that differ only in "
                f"case or composition: {seen[folded][:120]!r} and {name[:120]!r}",
                where=where,
                advice="One could hide the other; ask for the export as the app wrote it.",
            )
        seen[folded] = name


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def check_sizes(packed: int, sizes: Iterable[tuple[str, int]], budget: int, where: str) -> None:
    """Nothing, or HostileContainer if the members swell beyond reason.

    ``packed`` is the size of the whole container. Beyond 16 MiB all members
    together may be a hundred times the container at most, and ``budget``.
    Stops at the member that goes too far, so ``sizes`` may still be arriving.
    """
    total = 0
    for count, (name, size) in enumerate(sizes, 1):
        total += size
        if count > MAX_ENTRIES:
            raise HostileContainer(
                f"the container holds more than {MAX_ENTRIES} members",
                where=where,
                advice="Hand in the export alone.",
            )
        if total > 16 << 20 and total > 100 * packed:
            raise HostileContainer(
                f"the members grow more than a hundredfold, at {name[:120]!r}",
                where=where,
                advice="This is how a decompression bomb looks; it was not unpacked.",
            )
        if total > budget:
            raise HostileContainer(
                f"the members claim more than {budget} bytes in all",
                where=where,
                advice="Raise the budget only if you know what this container is.",
            )
