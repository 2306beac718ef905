"""One running desk: its folder, the cases it shows, who sits at it."""

import hashlib
import re
import secrets
import threading
from collections.abc import Callable, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from onrecord.desk import Desk
from onrecord.desk.case import open_case
from onrecord.desk.known import remember
from onrecord.errors import NoPassphrase, NoSuchThing
from onrecord.web.jobs import Jobs
from onrecord.web.sessions import Sessions

T = TypeVar("T")


@dataclass(slots=True)
class Site:
    """What all pages of one server share.

    ``token`` is in the printed address and is exchanged for a cookie; ``seat``
    holds the port once it is known.
    """

    folder: Path
    desk: Desk
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    seat: MutableMapping[str, Any] = field(default_factory=lambda: {"port": 0})
    sessions: Sessions = field(default_factory=Sessions)
    jobs: Jobs = field(default_factory=Jobs)
    _opened: dict[str, Path] = field(default_factory=dict)
    _kept: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def address(self) -> str:
        """Where the desk stands, without the token."""
        return f"http://127.0.0.1:{self.seat['port']}"

    @property
    def cookie(self) -> str:
        """The session cookie's name: cookies of 127.0.0.1 are shared by all ports."""
        return f"onrecord-{self.seat['port']}"

    @property
    def unlocked(self) -> bool:
        """True if the desk's key is in memory."""
        return self.desk.unlocked

    def unlock(self, passphrase: str) -> None:
        """Opens the desk's key (or makes a new desk). Raises WrongPassphrase."""
        opened = Desk(self.folder, passphrase)
        if opened.exists():
            opened.keys  # noqa: B018
        else:
            opened.make()
        self.desk = opened

    def kept(self, key: tuple[Any, ...], made: Callable[[], T]) -> T:
        """What was made for this key, made once; the oldest of 64 make way."""
        with self._lock:
            if key in self._kept:
                found: T = self._kept[key]
                return found
        value = made()
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > 64:
                del self._kept[next(iter(self._kept))]
        return value

    def show(self, case: Path) -> str:
        """Puts a case on the list; its name in addresses. Raises NotACase."""
        open_case(case)
        name = name_of(case)
        with self._lock:
            remember(self.folder, case)
            self._opened[name] = case.resolve()
        return name

    def cases(self) -> dict[str, Path]:
        """Every case the desk can show, by its name in addresses."""
        with self._lock:
            opened = dict(self._opened)
        return {**{name_of(p): p for p in self.desk.cases()}, **opened}

    def case(self, name: str) -> Path:
        """The folder behind a name in an address. Raises NoSuchThing."""
        with self._lock:
            found = self._opened.get(name)
        found = found or self.cases().get(name)
        if found is None:
            raise NoSuchThing(
                "This desk knows no case of that name", where=name[:120], advice="see all cases"
            )
        return found


def name_of(case: Path) -> str:
    """A case's name in addresses: its folder's name in plain letters and a digest."""
    path = case.resolve()
    plain = re.sub(r"[^a-z0-9]+", "-", path.name.lower()).strip("-")[:32] or "case"
    return f"{plain}-{hashlib.sha256(str(path).encode()).hexdigest()[:6]}"


def locked(_: bool) -> str:
    """The passphrase of a desk that nobody has unlocked yet. Raises NoPassphrase."""
    raise NoPassphrase(
        "The desk is locked: this writes into the log, which needs the desk's key",
        advice="unlock the desk with its passphrase, then do it again",
    )
