"""The harm gate at publication: limits that are counted, answers an editor signs."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from onrecord.attribute.statements import of_message
from onrecord.desk.case import Case
from onrecord.errors import BadOption
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.claim import StatementKind
from onrecord.model.story import Quoted, Story
from onrecord.report import harm


def judged(
    case: Case, story: Story, messages: Mapping[Ref, Message], answers: Mapping[str, harm.Answer]
) -> Sequence[harm.Item]:
    """The checklist of a story. Raises HarmRefused for a limit passed without a
    reason that a named person wrote; open questions are kept as open."""
    items = filled(case, story, messages, answers)
    harm.require([i for i in items if i.state != "asked"])
    return items


def filled(
    case: Case, story: Story, messages: Mapping[Ref, Message], answers: harm.Answers
) -> tuple[harm.Item, ...]:
    """The checklist with everything in it that the tool can count."""
    kinds: dict[int, StatementKind] = {}
    for quoted in story.quotations:
        kind = _kind(quoted, messages)
        if kind is not None:
            kinds[quoted.number] = kind
    return harm.checklist(story, answers, kinds=kinds)


def _kind(quoted: Quoted, messages: Mapping[Ref, Message]) -> StatementKind | None:
    """What the rules take the quoted words for."""
    if quoted.said is None or not quoted.wording.spans:
        return None
    start, end = quoted.wording.spans[0][0], quoted.wording.spans[-1][1]
    for s in of_message(messages[quoted.said.ref], quoted.said.voices):
        if s.citation.start < end and s.citation.end > start:
            return s.kind
    return None


def answers_in(file: Path | None) -> dict[str, harm.Answer]:
    """An editor's answers: TOML, one table an item with ``answer`` and ``by``.

    Raises BadOption for a file that is not so.
    """
    if file is None:
        return {}
    try:
        said = tomllib.loads(file.read_text("utf-8"))
        return {k: harm.Answer(str(v["answer"]), str(v["by"])) for k, v in said.items()}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError) as e:
        raise BadOption(
            f"The checklist cannot be read: {e}",
            where=str(file),
            advice='write tables such as [words] with answer = "…" and by = "NAME"',
        ) from e


def sheet(items: Sequence[harm.Item]) -> str:
    """The checklist as a TOML file with a place for each answer; answers there stay."""
    out = [
        "# Answer each question, name who answers, and publish with --checklist THIS-FILE.",
        "# A limit that was passed needs a reason; one about instructions or the group's own",
        "# pictures needs it from a second editor.",
        "",
    ]
    for item in items:
        out.append(f"# {item.question}")
        if item.note:
            out.append(f"# counted: {item.note}")
        if item.state == "met":
            out += [f"# [{item.key}] nothing to answer", ""]
            continue
        answer, by = (json.dumps(t, ensure_ascii=False) for t in (item.answer, item.by))
        out += [f"[{item.key}]", f"answer = {answer}", f"by = {by}", ""]
    return "\n".join(out)


def as_objects(items: Sequence[harm.Item]) -> list[dict[str, str]]:
    """The checklist as it is kept beside the publication."""
    return [
        {
            "key": i.key,
            "question": i.question,
            "state": i.state,
            "note": i.note,
            "answer": i.answer,
            "by": i.by,
        }
        for i in items
    ]
