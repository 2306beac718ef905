"""Drafting: a first version from what was judged, never over the writer's text."""

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.archive import disk
from onrecord.desk.case import Case, open_case
from onrecord.desk.comparing import group_names, matches
from onrecord.desk.drafted import text_of
from onrecord.desk.drafts import COMPOSED, drafts_held
from onrecord.desk.hiding import Hiding
from onrecord.desk.holdings import chats
from onrecord.desk.judged import by_person, corrected
from onrecord.desk.judging import standing
from onrecord.desk.news import articles
from onrecord.desk.proposing import every
from onrecord.desk.resolving import Labels, keep_cited, member_of, said_of
from onrecord.desk.rows import by_rows
from onrecord.desk.translating import with_drafts
from onrecord.errors import NothingYet
from onrecord.model.chat import Message
from onrecord.model.claim import Statement
from onrecord.model.judgement import Judgement
from onrecord.model.press import Article, Match
from onrecord.press.independence import sources
from onrecord.report.compose import Material, compose
from onrecord.report.merge import beside, merge
from onrecord.report.select import Bundle, Candidate, excerpt, select

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


_SPOKEN = re.compile(r"^language[ \t]*:[ \t]*([A-Za-z-]{2,20})[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Drafted:
    """Where the draft lies and what is still to be done in it.

    ``untranslated`` slots are empty: no engine in ``models``, the folder of local
    translation engines, translates so. The others hold a machine's draft.
    """

    path: str
    quotations: int
    untranslated: int
    conflicts: int
    models: str


def draft(desk: "OpenDesk", path: Path, out: Path | None, by: str, language: str) -> Drafted:
    """See ``Desk.draft``. What a writer wrote stays, whether composed here or not."""
    case = open_case(path)
    with case.writing():
        file = out or case.path / "stories" / "draft.md"
        spoken = language or _language(file)
        stuff = material(desk, case, by, spoken)
        composed = compose(stuff)
        keep_cited(case, {c.statement.id: _place(c.statement) for c in stuff.candidates})
        base = _base(case, file)
        text, conflicts = composed.text, 0
        with drafts_held(case):
            if file.exists():
                mine = _plain(text_of(file))
                known = base.exists()
                merged = (
                    merge(text_of(base), mine, composed.text)
                    if known
                    else beside(mine, composed.text)
                )
                text, conflicts = merged.text, merged.conflicts
            disk.replace(file, text.encode())
            disk.replace(base, composed.text.encode())
    return Drafted(
        str(file),
        composed.quotations,
        composed.untranslated,
        conflicts,
        str(desk.folder / "translators"),
    )


def _base(case: Case, file: Path) -> Path:
    """Where the last composition of this file is kept: the ancestor of a merge."""
    stories = case.path / "stories"
    if file.resolve() == (stories / "draft.md").resolve():
        return stories / COMPOSED
    inside = file.resolve().is_relative_to(case.path.resolve())
    named = file.resolve().relative_to(case.path.resolve()) if inside else file.resolve()
    digest = hashlib.sha256(named.as_posix().encode()).hexdigest()[:12]
    return stories / f"{file.stem[:40]}-{digest}.composed"


def _plain(text: str) -> str:
    """A writer's text with the line ends of this program."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _language(file: Path) -> str:
    """The language a draft's head names; English if there is no draft or no such line."""
    found = _SPOKEN.search(_plain(text_of(file))) if file.exists() else None
    return found[1] if found else "en"


def _of_statement(judged: Judgement) -> bool:
    """True if a person decided about one statement, or named one in a message."""
    if judged.about.startswith("s:"):
        return "+" not in judged.about
    return judged.about.startswith("m:") and judged.answer == "yes"


def _place(s: Statement) -> str:
    ref = s.citation.ref
    return f"{ref.reading}:m:{ref.key}"


def material(desk: "OpenDesk", case: Case, by: str, language: str) -> Material:
    """Everything a draft is composed of. Raises NothingYet without statements."""
    numbers = chats(case)
    found = list(every(case, numbers, desk.progress))
    found += by_person(case, found)
    total = len(found)
    # What a person said yes to is the story; matching all the rest would be idle.
    decided = standing(case)
    accepted = corrected(case, [s for s in found if _accepted(decided, s)], decided)
    found = accepted or found
    if not found:
        raise NothingYet(
            "There is no statement to quote",
            where=str(case.path),
            advice="`onrecord statements CASE` lists what the rules propose",
        )
    press = articles(case)
    matched = {s.id: m for s, m in matches(case, found, press)} if press else {}
    facts = [case.facts(n) for n in numbers]
    chosen = _labelled(case, select(_candidates(case, found, matched, press)))
    texts = [excerpt(c) or c.statement.citation.words for c in chosen]
    return Material(
        story=_slug(case.name),
        candidates=with_drafts(desk, chosen, language, texts),
        by=by,
        language=language,
        messages=sum(f["counts"]["messages"] for f in facts),
        exports=len(numbers),
        statements=total,
        judged=sum(_of_statement(j) for j in standing(case).values()),
        articles=len(press),
        outlets=len({a.outlet for a in press if a.outlet}),
        days=_days(press),
    )


def _days(press: list[Article]) -> tuple[str, str]:
    """The first and the last day on which something was published, '' without dates."""
    dated = sorted(f"{a.published.earliest:%Y-%m-%d}" for a in press if a.published.earliest)
    return (dated[0], dated[-1]) if dated else ("", "")


def _slug(name: str) -> str:
    kept = "".join(c if c.isascii() and c.isalnum() else "-" for c in name.lower())
    return "-".join(p for p in kept.split("-") if p) or "story"


def _accepted(decided: dict[str, Judgement], s: Statement) -> bool:
    judged = decided.get(s.id) or decided.get(f"m:{s.citation.ref.key}")
    return judged is not None and judged.answer == "yes"


def _candidates(
    case: Case, found: list[Statement], matched: dict[str, Match], press: list[Article]
) -> list[Candidate]:
    hiding = Hiding(case)
    decided = standing(case)
    by_id = {a.id: a for a in press}
    group = group_names(case)
    messages = _messages(case, found)
    out = []
    for s in found:
        message = messages[(s.citation.ref.reading, s.citation.ref.n)]
        match = matched.get(s.id)
        named = list(dict.fromkeys(p.article for p in match.passages)) if match else []
        bearing = tuple(by_id[a] for a in named if a in by_id)
        behind = sources(bearing, group)
        if match and match.counted:
            # What only touches the subject is for reading, not for counting.
            behind = tuple(x for x in behind if x.circular or {*x.articles} & {*match.counted})
            shown = {a for x in behind for a in x.articles}
            bearing = tuple(a for a in bearing if a.id in shown)
        bundles = tuple(Bundle(x.articles, x.circular, x.note) for x in behind)
        out.append(
            Candidate(
                statement=s,
                said=said_of(message, member_of(message), (s.voice,)),
                judged=decided.get(s.id) or decided.get(f"m:{s.citation.ref.key}"),
                closed=hiding.closed(message),
                match=match,
                match_judged=next((decided[k] for k in decided if k.startswith(s.id + "+")), None),
                articles=bearing,
                bundles=bundles,
            )
        )
    return out


def _labelled(case: Case, chosen: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """The chosen ones under the story's pseudonyms, in the order of the draft;
    kept, so that the published page names nobody differently."""
    labels = Labels(case, _slug(case.name))
    named = tuple(
        replace(c, said=replace(c.said, label=labels.of_member(c.said.label))) for c in chosen
    )
    labels.keep()
    return named


def _messages(case: Case, found: list[Statement]) -> dict[tuple[int, int], Message]:
    wanted: dict[int, set[int]] = {}
    for s in found:
        wanted.setdefault(s.citation.ref.reading, set()).add(s.citation.ref.n)
    return {
        (number, n): message
        for number, rows in wanted.items()
        for n, message in by_rows(case, number, rows).items()
    }
