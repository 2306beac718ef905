"""Long work beside the pages: what runs, how far it is, how it ended."""

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from onrecord import clock
from onrecord.errors import NoSuchThing, OnRecordError, of_system
from onrecord.model.trouble import Trouble

_KEPT = 64
_TROUBLES = 200


@dataclass(slots=True)
class Job:
    """One piece of work in a thread of its own; also the listener of its desk.

    ``steps`` are steps that are over, as (label, amount done, unit, seconds).
    ``told``: the page that waited for it has shown its error; the next visit starts anew.
    ``asked`` is what it still wants to be told before it can be done, ``said`` what the
    form said that began it.
    """

    id: str
    case: str
    what: str
    who: str
    began: float
    label: str = "waiting"
    done: int = 0
    total: int | None = None
    unit: str = ""
    since: float = 0.0
    steps: list[tuple[str, int, str, float]] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    trouble_count: int = 0
    result: Any = None
    error: OnRecordError | None = None
    over: bool = False
    told: bool = False
    asked: Any = None
    said: dict[str, str] = field(default_factory=dict)

    def __call__(self, label: str, done: int, total: int | None, unit: str) -> None:
        if label != self.label:
            self.close()
            self.label, self.since = label, clock.seconds()
        self.done, self.total, self.unit = done, total, unit

    def close(self) -> None:
        """The step is over."""
        if self.unit:
            spent = clock.seconds() - self.since
            self.steps.append((self.label, self.done, self.unit, spent))
        self.label, self.done, self.total, self.unit = "working", 0, None, ""
        self.since = clock.seconds()

    def trouble(self, met: Trouble) -> None:
        """A trouble as it is met; the first are kept, all are counted."""
        self.trouble_count += 1
        if len(self.troubles) < _TROUBLES:
            self.troubles.append(met)

    @property
    def rate(self) -> float:
        """Units a second of the present step."""
        spent = clock.seconds() - self.since
        return self.done / spent if spent > 0.2 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds the present step will still take; None if that cannot be known."""
        if not self.total or not self.rate:
            return None
        return max(0.0, (self.total - self.done) / self.rate)


class Jobs:
    """The work of one server. For several threads."""

    def __init__(self) -> None:
        self._held: dict[str, Job] = {}
        self._lock = threading.Lock()

    def start(self, case: str, what: str, who: str, work: Callable[[Job], Any]) -> Job:
        """Begins ``work`` beside the pages."""
        now = clock.seconds()
        job = Job(secrets.token_hex(8), case, what, who, now, since=now)
        with self._lock:
            over = [k for k, j in self._held.items() if j.over]
            for old in over[: max(0, len(self._held) - _KEPT)]:
                del self._held[old]
            self._held[job.id] = job
        threading.Thread(target=_run, args=(job, work), daemon=True, name=what).start()
        return job

    def find(self, name: str, case: str) -> Job:
        """The work of that name at a case. Raises NoSuchThing."""
        with self._lock:
            found = self._held.get(name)
        if found is None or found.case != case:
            raise NoSuchThing("There is no such work at this case", where=name[:40])
        return found

    def of(self, case: str) -> list[Job]:
        """Everything that runs or ran at a case, latest first."""
        with self._lock:
            return [j for j in reversed(self._held.values()) if j.case == case]


def _run(job: Job, work: Callable[[Job], Any]) -> None:
    try:
        job.result = work(job)
    except OnRecordError as refused:
        job.error = refused
    except OSError as bad:
        job.error = of_system(bad)
    except BaseException as defect:
        from onrecord.web.failures import Unforeseen

        job.error = Unforeseen(
            "Something happened that this desk has no words for; nothing half-done was kept",
            where=type(defect).__name__,
            advice="try it with the command, which says more, and report it",
        )
        raise
    finally:
        job.over = True
