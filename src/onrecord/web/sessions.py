"""Sessions: who sits where, until when. Kept in memory, gone with the server."""

import hmac
import secrets
import threading
from dataclasses import dataclass, field

from onrecord import clock
from onrecord.desk.persons import Person

IDLE = 30 * 60
"""Seconds without a request after which a session is over."""
LONGEST = 12 * 60 * 60
"""Seconds after which a session is over in any case."""
_MOST = 512
_TRIES, _WAIT = 5, 60


@dataclass(slots=True)
class Session:
    """One browser at the desk. ``csrf`` goes with every form of it; ``shown`` are
    the graphic items its person asked for, ``pictures`` those of the draft that they are
    about to sign, by the path that the draft gives."""

    id: str
    csrf: str
    began: float
    seen: float
    person: Person | None = None
    look: dict[str, str] = field(default_factory=dict)
    shown: set[str] = field(default_factory=set)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def holds(self, token: str | None) -> bool:
        """True if ``token`` is this session's own form token."""
        return token is not None and hmac.compare_digest(self.csrf.encode(), token.encode())


class Sessions:
    """All sessions of one server. For several threads."""

    def __init__(self) -> None:
        self._held: dict[str, Session] = {}
        self._failed: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def begin(self, person: Person | None = None, before: Session | None = None) -> Session:
        """A new session under a new name; the one ``before`` it is over."""
        now = clock.seconds()
        made = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32), now, now, person)
        with self._lock:
            if before is not None:
                made.look = dict(before.look)
                self._held.pop(before.id, None)
            self._sweep(now)
            self._held[made.id] = made
        return made

    def find(self, name: str | None) -> Session | None:
        """The session of that name if it is not over; it counts as used."""
        now = clock.seconds()
        with self._lock:
            found = self._held.get(name or "")
            if found is None:
                return None
            if _over(found, now):
                del self._held[found.id]
                return None
            found.seen = now
            return found

    def end(self, session: Session) -> None:
        """The session is over."""
        with self._lock:
            self._held.pop(session.id, None)

    def end_of(self, name: str) -> None:
        """Every session of a person is over."""
        with self._lock:
            self._held = {
                k: s for k, s in self._held.items() if s.person is None or s.person.name != name
            }

    def wait_for(self, name: str) -> int:
        """Seconds until a name may be tried again; 0 if now."""
        now = clock.seconds()
        with self._lock:
            late = [t for t in self._failed.get(name, []) if now - t < _WAIT]
            self._failed[name] = late
            return 0 if len(late) < _TRIES else max(1, round(_WAIT - (now - late[-_TRIES])))

    def failed(self, name: str) -> None:
        """A wrong passphrase was given for a name."""
        with self._lock:
            if len(self._failed) > _MOST:
                self._failed.clear()
            self._failed.setdefault(name, []).append(clock.seconds())

    def _sweep(self, now: float) -> None:
        for name in [k for k, s in self._held.items() if _over(s, now)]:
            del self._held[name]
        while len(self._held) >= _MOST:
            del self._held[min(self._held, key=lambda k: self._held[k].seen)]


def _over(session: Session, now: float) -> bool:
    return now - session.seen > IDLE or now - session.began > LONGEST
