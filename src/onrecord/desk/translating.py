"""Machine drafts of translations, by engines that a person put on this machine."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord import clock
from onrecord.archive import disk
from onrecord.errors import CannotAccess
from onrecord.lang.guess import UNDETERMINED, language_of
from onrecord.report import engines, sheet
from onrecord.report.draft import parse
from onrecord.report.select import Candidate

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk
    from onrecord.ports import Translator

FOLDER = "translators"


@dataclass(frozen=True, slots=True)
class MachineDrafts:
    """What was put into a draft: slots filled, tools, and pairs nothing translates.

    Every one is marked as a machine's and is refused by the gate until a person
    signs it.
    """

    path: str
    filled: int
    tools: tuple[str, ...]
    missing: tuple[str, ...]


def translators(desk: "OpenDesk") -> tuple[engines.Found, ...]:
    """See ``Desk.translators``."""
    return engines.installed(desk.folder / FOLDER)


class Drafter:
    """Loads each engine once, when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._loaded: dict[tuple[str, str], Translator | None] = {}
        self.tools: dict[str, None] = {}
        self.missing: dict[str, None] = {}

    def drafts(self, texts: Sequence[str], source: str, target: str) -> list[tuple[str, str]]:
        """(draft, tool) for each text; [] if no engine translates so."""
        pair = (source.split("-")[0], target.split("-")[0])
        if pair not in self._loaded:
            found = engines.engine(self._folder, *pair)
            self._loaded[pair] = None if found is None else found.load()
        translator = self._loaded[pair]
        if translator is None:
            self.missing["-".join(pair)] = None
            return []
        tool = f"{translator.name} ({translator.version})"
        self.tools[tool] = None
        return [(one, tool) for one in translator.translate(texts, *pair)]


def with_drafts(
    desk: "OpenDesk", chosen: tuple[Candidate, ...], target: str, texts: Sequence[str]
) -> tuple[Candidate, ...]:
    """The candidates of a first draft with what the installed engines make of them."""
    drafter = Drafter(desk.folder / FOLDER)
    out = []
    for one, text in zip(chosen, texts, strict=True):
        source = one.said.language
        if source and source.split("-")[0] != target.split("-")[0]:
            made = drafter.drafts([text], source, target)
            day = clock.stamp()[:10]
            one = replace(one, drafts=tuple((target, t, f"{tool}, {day}") for t, tool in made))
        out.append(one)
    return tuple(out)


def translate(desk: "OpenDesk", path: Path, target: str | None) -> MachineDrafts:
    """See ``Desk.translate``."""
    from onrecord.desk.drafted import text_of

    text = text_of(path)
    draft = parse(text, path.name)
    into = target or draft.fact("language", "en")
    drafter = Drafter(desk.folder / FOLDER)
    rows = []
    for card in sheet.cards(draft):
        source = language_of(card.words)
        if source in (UNDETERMINED, into) or any(
            t.lang == into and t.text for t in card.translations
        ):
            continue
        for one, tool in drafter.drafts([card.words], source, into):
            rows.append((card, f"> {into}: {one} — machine draft by {tool}, {clock.stamp()[:10]}"))
    lines = text.replace("\r\n", "\n").split("\n")
    for card, slot in reversed(rows):
        sheet.put(lines, card, slot)
    if rows:
        disk.replace(path, "\n".join(lines).encode())
    return MachineDrafts(str(path), len(rows), tuple(drafter.tools), tuple(drafter.missing))


def write_sheet(path: Path, out: Path) -> int:
    """See ``Desk.write_sheet``."""
    from onrecord.desk.publishing import source_of

    draft = source_of(path).draft()
    disk.replace(out, sheet.write(draft))
    return len(list(sheet.cards(draft)))


def fill_from_sheet(path: Path, rows: Path) -> int:
    """See ``Desk.fill_from_sheet``."""
    from onrecord.desk.drafted import text_of

    text = text_of(path).replace("\r\n", "\n")
    if not rows.is_file():
        raise CannotAccess("There is no such sheet", where=str(rows))
    filled = sheet.fill(text, parse(text, path.name), rows.read_bytes())
    if filled.taken:
        disk.replace(path, filled.text.encode())
    return filled.taken
