"""What is in a case and how whole it is, without any key."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import b64, note
from onrecord.desk.case import Case, open_case
from onrecord.desk.dating import notes
from onrecord.desk.holdings import Holding, holdings, judged_names, ledger_of
from onrecord.desk.sealing import received_of
from onrecord.desk.seat import at_hand, open_log
from onrecord.desk.stamping import stamps_of
from onrecord.model.casework import CaseFacts, Head

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def info(desk: "OpenDesk", path: Path) -> CaseFacts:
    """See ``Desk.info``."""
    case = open_case(path)
    held = holdings(case)
    return CaseFacts(
        name=case.name,
        path=str(case.path),
        made=case.made,
        received=tuple(received_of(case, h) for h in held),
        head=head_of(desk, case),
        judgements=len(judged_names(case)),
        stories=tuple(
            sorted(
                p.name.removesuffix(".published.json")
                for p in (case.path / "stories").glob("*.published.json")
            )
        ),
        notes=(*_notes(case, held), *_of_times(desk, case)),
    )


def head_of(desk: "OpenDesk", case: Case) -> Head | None:
    """The newest head the case itself holds, and what dates it."""
    ledger = ledger_of(case)
    indexes = ledger.indexes()
    if not indexes:
        return None
    heads = [ledger.held(i).head for i in indexes]
    newest = max(heads, key=lambda h: note.parse_checkpoint(h.text).size)
    point = note.parse_checkpoint(newest.text)
    dated = stamps_of(desk, point.size, newest.text)
    return Head(point.size, b64.std(point.root), case.desk, dated)


def _of_times(desk: "OpenDesk", case: Case) -> list[str]:
    return notes(desk, open_log(desk.folder)) if at_hand(desk, case) else []


def _notes(case: Case, held: list[Holding]) -> list[str]:
    """What a person should know before going on."""
    notes = [
        f"#{h.number} {h.name} was received but not read: run `onrecord add {case.path}` to finish"
        for h in held
        if not h.whole and not h.withdrawn
    ]
    if held and not case.index.exists():
        notes.append("The text index is not there; the next search builds it.")
    return notes
