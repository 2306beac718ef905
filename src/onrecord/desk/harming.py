"""The harm gate at publication: limits that are counted, answers an editor signs."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from onrecord.attribute.statements import of_message
from onrecord.desk import seconds
from onrecord.desk.case import Case
from onrecord.desk.group_media import Theirs, coded, from_group, judged_graphic
from onrecord.desk.source_safety import narrowing
from onrecord.errors import BadOption
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.claim import StatementKind
from onrecord.model.story import Quoted, Story
from onrecord.report import harm


@dataclass(frozen=True, slots=True)
class Signer:
    """Where a checklist is signed: the desk's folder and key, the digest of what is
    printed (:mod:`onrecord.desk.manuscript`), and the editor ('' while nobody signs)."""

    folder: Path
    key: str
    text: str
    editor: str = ""


def judged(
    case: Case,
    story: Story,
    messages: Mapping[Ref, Message],
    answers: harm.Answers,
    signing: "Signer",
) -> tuple[harm.Item, ...]:
    """The checklist of a story. Raises HarmRefused for a limit passed without a
    reason, ChecklistOpen for a question that no named editor has answered."""
    items = filled(case, story, messages, answers, signing)
    harm.require(items)
    return items


def filled(
    case: Case,
    story: Story,
    messages: Mapping[Ref, Message],
    answers: harm.Answers,
    signing: "Signer",
) -> tuple[harm.Item, ...]:
    """The checklist with everything in it that the tool can count."""
    kinds: dict[int, StatementKind] = {}
    for quoted in story.quotations:
        kind = _kind(quoted, messages)
        if kind is not None:
            kinds[quoted.number] = kind
    theirs = from_group(case, story)
    graphic = judged_graphic(case) if theirs else frozenset()
    facts = harm.Facts(
        kinds=kinds,
        group_media=sorted(_named(t, graphic) for t in theirs),
        graphic=sorted(t.alt for t in theirs if t.member in graphic and not t.looks),
        coded=coded(story),
        narrowing=narrowing(case, story, messages, {t.alt: t.copies for t in theirs}),
    )
    second = seconds.second(signing.folder, story.id, signing.key)
    return harm.checklist(
        story, answers, facts, editor=signing.editor, second=second, text=signing.text
    )


def _named(one: Theirs, graphic: frozenset[str]) -> str:
    """A picture of the group as the checklist names it; a likeness is a guess."""
    if not one.looks:
        return one.alt
    said = " that a person judged graphic" if one.member in graphic else ""
    return f"{one.alt} (a guess: it looks like {one.member}{said})"


def _kind(quoted: Quoted, messages: Mapping[Ref, Message]) -> StatementKind | None:
    """What the rules take the quoted words for."""
    if quoted.said is None or not quoted.wording.spans:
        return None
    start, end = quoted.wording.spans[0][0], quoted.wording.spans[-1][1]
    for s in of_message(messages[quoted.said.ref], quoted.said.voices):
        if s.citation.start < end and s.citation.end > start:
            return s.kind
    return None


def answers_in(file: Path | None, by: str = "") -> dict[str, harm.Answer]:
    """An editor's answers: TOML, one table an item with ``answer`` and ``by``.

    A ``by`` above the tables, or ``by`` here, signs those that name nobody; a ``text``
    above them names the draft of those that name none. Raises BadOption for a file that
    is not so and for an item that is not on the checklist.
    """
    if file is None:
        return {}
    try:
        said = tomllib.loads(file.read_text("utf-8"))
        by = str(said.pop("by", by))
        text = str(said.pop("text", ""))
        found = {
            key: harm.Answer(
                str(v.get("answer", "")).strip(),
                str(v.get("by") or by).strip(),
                str(v.get("seat", "")),
                text_of=str(v.get("text") or text).strip(),
                confirmed=str(v.get("confirmed", "")).strip(),
                at=str(v.get("at", "")).strip(),
            )
            for key, v in said.items()
        }
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError) as e:
        raise BadOption(
            f"The checklist cannot be read: {e}",
            where=str(file),
            advice='write tables such as [words] with answer = "…" and by = "NAME"',
        ) from e
    unknown = sorted(set(found) - harm.KEYS)
    if unknown:
        raise BadOption(
            f"The checklist has no item called {unknown[0]}",
            where=str(file),
            advice="known: " + ", ".join(sorted(harm.KEYS)),
        )
    return found


def sheet(items: Sequence[harm.Item], text: str) -> str:
    """The checklist as a TOML file with a place for each answer; answers there stay.

    ``text`` is the digest of what is printed; an answer given for another text keeps
    the name of that one.
    """
    out = [
        "# Answer each question, name who answers, and publish with --checklist THIS-FILE.",
        "# A limit that was passed needs a reason; one about instructions or the group's own",
        "# pictures needs it from a second editor.",
        "# The answers are for the draft of this digest and for no other: publishing refuses a",
        "# text changed since, until an editor answers anew or confirms (--confirm NAME).",
        f'text = "{text}"',
        "",
    ]
    for item in items:
        out.append(f"# {item.question}")
        if item.told and item.key not in NOT_KEPT:
            out.append(f"# counted: {item.told}")
        if item.state == "met":
            out += [f"# [{item.key}] nothing to answer", ""]
            continue
        answer, by = (json.dumps(t, ensure_ascii=False) for t in (item.given.text, item.given.by))
        out += [f"[{item.key}]", f"answer = {answer}", f"by = {by}", *_marks(item, text), ""]
    return "\n".join(out)


def _marks(item: harm.Item, text: str) -> list[str]:
    """What stands beside an answer: for which other text, who confirmed it, when, whose seat."""
    given = item.given
    other = given.text_of if item.stale and given.text_of != text else ""
    marks = {"text": other, "confirmed": given.confirmed, "at": given.at, "seat": given.seat}
    return [f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in marks.items() if v]


NOT_KEPT = frozenset(("source-safety",))
"""What the tool counts for these is shown and written nowhere."""


def kept(items: Sequence[harm.Item]) -> list[dict[str, str]]:
    """The checklist as it is kept beside the publication: no count that narrows the
    source down."""
    shown = as_objects([replace(i, note="") if i.key in NOT_KEPT else i for i in items])
    return [s | _vouched(i) for s, i in zip(shown, items, strict=True)]


def _vouched(item: harm.Item) -> dict[str, str]:
    given = item.given
    marks = {"seat": given.seat, "sealed": given.sealed, "confirmed": given.confirmed}
    return {name: mark for name, mark in marks.items() if mark}


def as_objects(items: Sequence[harm.Item]) -> list[dict[str, str]]:
    """The checklist as it is shown."""
    return [
        {
            "key": i.key,
            "question": i.question,
            "state": i.state,
            "note": i.told,
            "answer": i.given.text,
            "by": i.given.by,
        }
        for i in items
    ]
