"""Searches that a case keeps under names: listed, run again, forgotten.

They stand in ``searches.json`` of the case, which holds no evidence: a search is how
somebody looked, not what was found.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from onrecord.archive import disk
from onrecord.desk.case import open_case
from onrecord.errors import BadOption, NoSuchThing
from onrecord.model.query import Rung
from onrecord.search.query import parse
from onrecord.search.words import in_words

FILE = "searches.json"
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query as typed, with how far its words are widened and in which order."""

    query: str
    ladder: int = int(Rung.CLITICS)
    order: str = "best"

    @property
    def in_words(self) -> str:
        """What it looks for. Raises BadQuery if it was written by hand and is none."""
        return in_words(parse(self.query, rung=Rung(self.ladder)))

    def as_object(self, name: str) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {"name": name, **asdict(self), "understood_as": self.in_words}


def saved(path: Path) -> dict[str, SavedSearch]:
    """The case's saved searches by name. Raises BadOption if the file is damaged."""
    file = open_case(path).path / FILE
    if not file.exists():
        return {}
    try:
        kept: dict[str, Any] = json.loads(file.read_bytes())
        return {name: _search(said) for name, said in sorted(kept.items())}
    except (ValueError, TypeError, KeyError, AttributeError) as bad:
        raise BadOption(
            "The saved searches cannot be read",
            where=str(file),
            advice="mend the file or put it aside; nothing else depends on it",
        ) from bad


def _search(said: Any) -> SavedSearch:
    if isinstance(said, str):
        return SavedSearch(said)  # as they were kept before they had a ladder
    return SavedSearch(str(said["query"]), int(Rung(said["ladder"])), str(said["order"]))


def save(path: Path, name: str, search: SavedSearch) -> None:
    """Keeps a search under a name; an earlier one of that name makes way.

    Raises BadQuery if it is none, BadOption for a name that is empty or too long.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise BadOption(
            f"A search is kept under a name of 1 to {LONGEST_NAME} characters", where=repr(name)
        )
    parse(search.query, rung=Rung(search.ladder))
    _keep(path, {**saved(path), name: search})


def forget(path: Path, name: str) -> SavedSearch:
    """Takes a search off the list. Raises NoSuchThing."""
    known = saved(path)
    search = known.pop(_known(path, known, name))
    _keep(path, known)
    return search


def saved_as(path: Path, name: str) -> SavedSearch:
    """The search saved under a name. Raises NoSuchThing."""
    known = saved(path)
    return known[_known(path, known, name)]


def _known(path: Path, known: dict[str, SavedSearch], name: str) -> str:
    name = " ".join(name.split())
    if name not in known:
        raise NoSuchThing(
            f"No search was saved as {name}",
            where=str(path),
            advice=f"saved: {', '.join(known) or 'none'}",
        )
    return name


def _keep(path: Path, searches: dict[str, SavedSearch]) -> None:
    said = {name: asdict(search) for name, search in searches.items()}
    text = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True)
    disk.replace(open_case(path).path / FILE, text.encode("utf-8", "surrogatepass"))
