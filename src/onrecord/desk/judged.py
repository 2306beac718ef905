"""Statements a person named where no rule proposed one."""

from collections.abc import Mapping
from typing import cast, get_args

from onrecord.desk.case import Case
from onrecord.desk.correcting import applied
from onrecord.desk.judging import standing
from onrecord.desk.resolving import ref_of
from onrecord.desk.rows import by_reference, by_rows
from onrecord.desk.whose import voices_of
from onrecord.errors import QuestionError
from onrecord.lang.guess import language_of
from onrecord.model.cite import Citation
from onrecord.model.claim import Reason, Statement, StatementKind
from onrecord.model.judgement import Judgement


def by_person(case: Case, found: list[Statement]) -> list[Statement]:
    """One statement a message judged *yes* that no rule found anything in.

    The span is the message's first voice; the kind is the person's
    (``--correct kind=…``), an assertion if none was named.
    """
    known = {s.citation.ref.key for s in found}
    out = []
    for about, judgement in standing(case).items():
        if not about.startswith("m:") or judgement.answer != "yes":
            continue
        try:
            message = by_reference(case, about)
        except QuestionError:
            continue  # its export was withdrawn since; the judgement stays on record
        if message.key in known or not message.text:
            continue
        kind = dict(judgement.correct).get("kind", "assertion")
        if kind not in get_args(StatementKind):
            kind = "assertion"
        voice = voices_of(case, message)[0]
        named = Statement(
            citation=Citation(
                ref_of(message), voice.start, voice.end, message.text[voice.start : voice.end]
            ),
            kind=cast(StatementKind, kind),
            voice=voice,
            speaker=message.sender,
            speaker_id=message.sender_id,
            time=message.time,
            language=language_of(message.text) or "",
            reasons=(Reason("judged", "", f"{judgement.by}: {judgement.why}"),),
        )
        out.append(applied(named, judgement, message.text))
    return out


def corrected(
    case: Case, found: list[Statement], decided: Mapping[str, Judgement]
) -> list[Statement]:
    """The statements as persons corrected them (kind, voice, speaker, span), ids kept."""
    out = []
    for s in found:
        judgement = decided.get(s.id)
        if judgement is not None and judgement.correct:
            ref = s.citation.ref
            s = applied(s, judgement, by_rows(case, ref.reading, [ref.n])[ref.n].text)
        out.append(s)
    return out
