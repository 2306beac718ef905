"""Whom a checker trusts: C2SP tlog-policy lines, and time stamp authorities.

``log``, ``witness``, ``group`` and ``quorum`` lines are those of
c2sp.org/tlog-policy; ``tsa`` and ``stamps`` lines are ours (format section 19).
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from onrecord.archive import disk, note
from onrecord.errors import BadOption

_GRADES = ("qualified", "plain", "test")
_DECIMAL = re.compile("[1-9][0-9]{0,3}")
_STAMPS = re.compile("[0-9]{1,3}")


@dataclass(frozen=True, slots=True)
class Authority:
    """A time stamp authority: its certificate (DER), pinned by the policy, and, for who
    asks it, where it answers."""

    name: str
    grade: str
    certificate: bytes
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """At least ``least`` of the members (witnesses or groups)."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Keys of desks, witnesses and authorities, and what must have signed.

    ``stamps``: how many distinct authorities (tests not counted) must have
    stamped a head. An empty policy demands nothing and knows nobody.
    """

    logs: tuple[note.VerifierKey, ...] = ()
    witnesses: tuple[tuple[str, note.VerifierKey, str], ...] = ()
    groups: tuple[tuple[str, Group], ...] = ()
    quorum: str = "none"
    authorities: tuple[Authority, ...] = ()
    stamps: int = 0

    def met(self, signed: Iterable[str]) -> bool:
        """True if the witnesses of these names are enough."""
        return self.quorum == "none" or self._holds(self.quorum, frozenset(signed))

    def _holds(self, name: str, signed: frozenset[str]) -> bool:
        group = dict(self.groups).get(name)
        if group is None:
            return name in signed
        return sum(self._holds(m, signed) for m in group.members) >= group.least


def trusting(*keys: note.VerifierKey) -> Policy:
    """A policy that knows these desks and asks for no witness and no stamp.

    Raises BadOption if one of them is the key of a witness.
    """
    for key in keys:
        if key.kind != note.ED25519:
            raise BadOption(
                "The key is not a desk's: its type is a witness's.",
                where=key.name,
                advice="A witness stands in a policy file, in a line of its own.",
            )
    return Policy(logs=keys)


def load(path: Path) -> Policy:
    """A policy file. Raises BadOption naming the file and the line."""
    with disk.trouble(path):
        data = path.read_bytes()
    try:
        return parse(data, path.parent)
    except BadOption as bad:
        where = f"{path}, {bad.where}" if bad.where else str(path)
        raise BadOption(bad.what, where=where, advice=bad.advice) from bad


def parse(data: bytes, folder: Path) -> Policy:
    """A policy's bytes; certificates are looked for from ``folder``."""
    reader = _Reader(folder)
    if bad := re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data):
        raise BadOption("The policy holds a control character.", where=f"byte {bad.start()}")
    for number, raw in enumerate(data.decode("utf-8", "surrogateescape").split("\n"), 1):
        words = raw.strip(" \t").replace("\t", " ").split(" ")
        words = [w for w in words if w]
        if not words or words[0].startswith("#"):
            continue
        try:
            reader.line(words)
        except (ValueError, OSError) as wrong:
            raise BadOption(
                f"The policy cannot be used: {wrong}.",
                where=f"line {number}",
                advice="docs/archive-format.md, section 19, says what a line may be.",
            ) from wrong
    return reader.policy()


class _Reader:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._logs: list[note.VerifierKey] = []
        self._witnesses: list[tuple[str, note.VerifierKey, str]] = []
        self._groups: dict[str, Group] = {}
        self._authorities: list[Authority] = []
        self._quorum: str | None = None
        self._stamps = 0

    def policy(self) -> Policy:
        if self._quorum is None:
            raise BadOption("The policy lacks its quorum line.", advice="Add `quorum none`.")
        return Policy(
            tuple(self._logs),
            tuple(self._witnesses),
            tuple(self._groups.items()),
            self._quorum,
            tuple(self._authorities),
            self._stamps,
        )

    def line(self, words: list[str]) -> None:
        read = {
            "log": self._log,
            "witness": self._witness,
            "group": self._group,
            "quorum": self._set_quorum,
            "tsa": self._tsa,
            "stamps": self._set_stamps,
        }.get(words[0])
        if read is None:
            raise ValueError(f"no such line: {words[0]}")
        read(words[1:])

    def _log(self, words: list[str]) -> None:
        if len(words) not in (1, 2):
            raise ValueError("log <vkey> [<url>]")
        key = note.VerifierKey.parse(words[0])
        if key.kind != note.ED25519:
            raise ValueError("a key of the wrong type")
        self._logs.append(key)  # said twice it says the same: two policies put together do

    def _witness(self, words: list[str]) -> None:
        if len(words) not in (2, 3):
            raise ValueError("witness <name> <vkey> [<url>]")
        self._new_name(words[0])
        key = note.VerifierKey.parse(words[1])
        if key.kind != note.COSIGNATURE:
            raise ValueError("a key of the wrong type")
        if key.public in {known.public for _, known, _ in self._witnesses}:
            raise ValueError("the same key twice")
        self._witnesses.append((words[0], key, words[2] if len(words) == 3 else ""))

    def _new_name(self, name: str) -> None:
        if name == "none" or name in self._names():
            raise ValueError(f"the name {name} is taken")

    def _names(self) -> set[str]:
        return {n for n, _, _ in self._witnesses} | set(self._groups)

    def _group(self, words: list[str]) -> None:
        if len(words) < 3:
            raise ValueError("group <name> <all|any|k> <name>...")
        name, how, *members = words
        self._new_name(name)
        used = {m for group in self._groups.values() for m in group.members}
        if len(set(members)) != len(members) or not set(members) <= self._names() - used:
            raise ValueError("a group of unknown, repeated or already used names")
        if how not in ("all", "any") and _DECIMAL.fullmatch(how) is None:
            raise ValueError("a group needs all, any or a number")
        least = {"all": len(members), "any": 1}.get(how) or int(how)
        if not 1 <= least <= len(members):
            raise ValueError("a group that can never be met")
        self._groups[name] = Group(least, tuple(members))

    def _set_quorum(self, words: list[str]) -> None:
        if len(words) != 1 or self._quorum is not None:
            raise ValueError("exactly one quorum line with one name")
        if words[0] != "none" and words[0] not in self._names():
            raise ValueError("the quorum is not defined before")
        self._quorum = words[0]

    def _tsa(self, words: list[str]) -> None:
        if len(words) not in (4, 5) or words[1] not in _GRADES:
            raise ValueError("tsa <name> <qualified|plain|test> <sha256> <path> [<url>]")
        data = _certificate(self._folder / words[3])
        if hashlib.sha256(data).hexdigest() != words[2]:
            raise ValueError(f"the certificate in {words[3]} is another one")
        self._authorities.append(Authority(words[0], words[1], data, *words[4:]))

    def _set_stamps(self, words: list[str]) -> None:
        if len(words) != 1 or _STAMPS.fullmatch(words[0]) is None:
            raise ValueError("stamps <number>")
        self._stamps = int(words[0])


def _certificate(path: Path) -> bytes:
    """A certificate file's bytes. Raises ValueError unless there are some, in DER."""
    try:
        data = path.read_bytes()
    except OSError as bad:
        raise ValueError(f"the certificate {path.name} cannot be read: {bad.strerror}") from bad
    if data.lstrip().startswith(b"-----BEGIN"):
        raise ValueError(
            f"the certificate {path.name} is PEM and must be DER "
            f"(openssl x509 -in {path.name} -outform DER -out {path.stem}.cer)"
        )
    return data
