"""The harm gate: what the tool can count, and what a named editor must answer.

Limits are defaults; each is changed only with a reason on record. Questions a
machine cannot answer are asked, never guessed.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from onrecord.errors import ChecklistOpen, HarmRefused
from onrecord.model.claim import StatementKind
from onrecord.model.draft import Run
from onrecord.model.story import Quoted, Story
from onrecord.report.redact import hidden
from onrecord.report.share import count_words, group_share

WORDS = 60
"""Words a quotation may have."""
SHARE = 0.30
"""Part of the page's words that may be the group's."""
SECOND = frozenset(("instructs", "group-media"))
"""Limits that a second editor must excuse, not the one who signs."""
State = Literal["met", "refused", "asked", "answered", "excused"]

QUESTIONS = {
    "minors": "Is a minor, or something that leads to one, shown, named or described?",
    "victims": "Is a victim or a dead person recognisable? Who agreed?",
    "live-locations": "Does anything say where people are now or will be?",
    "accusation": "Is somebody accused of something that no independent source supports?",
    "right-of-reply": "Who was asked, when, where, and what did they answer?",
    "source-safety": "Could what is printed lead the group to who gave the export?",
    "bystanders": "Is anybody named or recognisable who is no part of the story?",
}
PICTURES = (
    "pictures",
    "Who made each picture? Does any show the dead, the wounded, the group's sign or a QR code?",
)
"""Asked as well where pictures are printed."""
KEYS = frozenset((*QUESTIONS, PICTURES[0], "words", "share", "links", *SECOND, "graphic"))
_WALLET = re.compile(
    r"\b(?:bc1[a-z0-9]{20,}|[13][a-km-zA-HJ-NP-Z1-9]{25,34}|0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})\b"
)
_INVITE = re.compile(
    r"\b(?:t\.me|telegram\.me|telegram\.dog|chat\.whatsapp\.com|wa\.me|discord\.gg|"
    r"discord\.com/invite|signal\.group|matrix\.to|tg://)[/?:]",
    re.IGNORECASE,
)
_HASHTAG = re.compile(r"#[^\s#.,;:!?()\[\]\"'«»“”]{2,}")


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist.

    ``met`` counted and within the limit, ``refused`` counted and beyond it,
    ``asked`` a question without an answer, ``answered`` by ``by``, ``excused`` a
    limit passed with ``answer`` as the reason on record. ``seat`` and ``sealed`` are
    those of the :class:`Answer`; ``why`` says why an answer does not excuse.
    """

    key: str
    question: str
    state: State
    note: str = ""
    answer: str = ""
    by: str = ""
    seat: str = ""
    sealed: str = ""
    why: str = ""

    @property
    def told(self) -> str:
        """What was counted, and why an answer does not excuse it."""
        return f"{self.note} {self.why}".strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """What an editor writes to an item, and the editor's name.

    ``seat`` shows that it was said by who sat down at the desk under that name,
    ``sealed`` is the key it was signed with elsewhere; '' for a name typed in.
    """

    text: str
    by: str
    seat: str = ""
    sealed: str = ""


Answers = Mapping[str, Answer]
Second = Callable[[Item, Answer], str]
"""Why an answer is not that of a second person, '' if it is."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of a story's case.

    ``kinds`` are statement kinds by quotation number, ``group_media`` names of
    pictures or clips the group made, or that look like them, ``graphic`` those a
    person judged graphic, which nothing excuses, ``coded`` names of pictures with a
    code that a telephone reads, ``narrowing`` (mark, fits, of) as :func:`narrowed`
    counts.
    """

    kinds: Mapping[int, StatementKind] = field(default_factory=dict)
    group_media: Sequence[str] = ()
    graphic: Sequence[str] = ()
    coded: Sequence[str] = ()
    narrowing: Sequence[tuple[str, int, int]] = ()


def checklist(
    story: Story,
    answers: Answers | None = None,
    facts: Facts | None = None,
    *,
    editor: str = "",
    second: Second | None = None,
) -> tuple[Item, ...]:
    """Every item with its state.

    ``editor`` signs the publication: a limit that takes a second editor is not
    excused by the same person, nor by one of whom ``second`` says why not.
    """
    given = answers or {}
    facts = facts or Facts()
    counted = [
        *_counted(story, facts),
        *_media(facts.group_media),
        *_instructing(story, facts.kinds),
    ]
    items = [_excused(item, given, editor, second) for item in counted]
    items += _graphic(facts.graphic)
    pictured = any(p.kind == "picture" for p in story.parts)
    for key, question in (*QUESTIONS.items(), *((PICTURES,) if pictured else ())):
        note = _told(facts.narrowing) if key == "source-safety" else ""
        answer = given.get(key)
        state: State = "answered" if answer and answer.text and answer.by else "asked"
        text, by = (answer.text, answer.by) if answer else ("", "")
        items.append(Item(key, question, state, note, text, by))
    return tuple(items)


def require(items: Sequence[Item]) -> None:
    """Raises HarmRefused for a limit passed without a reason, ChecklistOpen for a
    question that no named editor has answered."""
    refused = [i for i in items if i.state == "refused"]
    if refused:
        first = refused[0]
        listed = "; ".join(i.key for i in refused)
        raise HarmRefused(
            f"{first.told or first.question} (refused: {listed})",
            where=first.key,
            advice=_way_out(first.key),
        )
    asked = [i for i in items if i.state == "asked"]
    if asked:
        raise ChecklistOpen(
            f"The checklist is not answered and signed: {', '.join(i.key for i in asked)}",
            where=asked[0].key,
            advice="onrecord checklist CASE DRAFT --out FILE; a named editor answers in it; "
            "publish with --checklist FILE, or with --sign-off for one signed elsewhere",
        )


def _way_out(key: str) -> str:
    if key == "graphic":
        return "Take the picture out; nothing excuses it."
    if key in SECOND:
        return (
            f"Change the draft, or let a second editor, not the one who signs, write the reason "
            f"under [{key}] of the checklist, and put their passphrase to it (onrecord checklist "
            "CASE DRAFT --out FILE --second NAME) or sign it elsewhere (onrecord sign)."
        )
    return f"Change the draft, or write the reason under [{key}] of the checklist and sign it."


def _graphic(names: Sequence[str]) -> Iterator[Item]:
    note = f"Judged graphic: {', '.join(names)}." if names else ""
    yield _limit("graphic", "No graphic picture", not names, note)


def _excused(item: Item, given: Answers, editor: str, second: Second | None) -> Item:
    answer = given.get(item.key)
    if item.state != "refused" or answer is None or not (answer.text and answer.by):
        return item
    why = ""
    if item.key in SECOND:
        if _same(answer.by, editor):
            why = f"{answer.by} signs the publication and cannot be the second editor."
        elif second is not None:
            why = second(item, answer)
    return replace(
        item,
        state="refused" if why else "excused",
        why=why,
        answer=answer.text,
        by=answer.by,
        seat=answer.seat,
        sealed=answer.sealed,
    )


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())


def _counted(story: Story, facts: Facts) -> Iterator[Item]:
    quoted = [q for q in story.quotations if q.said is not None]
    longest = max((count_words(q.printed) for q in quoted), default=0)
    yield _limit(
        "words",
        f"A quotation has at most {WORDS} words",
        longest <= WORDS,
        f"The longest quotation has {longest} words.",
    )
    share = group_share(story)
    yield _limit(
        "share",
        f"At most {SHARE:.0%} of the page is in the group’s words",
        share <= SHARE,
        f"{share:.0%} of the page is in the group’s words.",
    )
    found = sorted({what for q in quoted for what in _carried(q)} | set(_linked(story)))
    said = [f"Printed words hold {', '.join(found)}."] if found else []
    said += [f"The picture “{name}” holds a QR code or its like." for name in facts.coded]
    yield _limit(
        "links",
        "No link, invite, name, hashtag, wallet or QR code of the group",
        not said,
        " ".join(said),
    )


def _limit(key: str, question: str, met: bool, note: str) -> Item:
    return Item(key, question, "met" if met else "refused", note)


def _carried(one: Quoted) -> Iterator[str]:
    texts = (one.printed, *(t.text for t in one.translations))
    for text in texts:
        yield from (h.what for h in hidden(text))
        if _WALLET.search(text):
            yield "a wallet"
        if _HASHTAG.search(text):
            yield "a hashtag of the group"


def _linked(story: Story) -> Iterator[str]:
    """What the writer's own words hold that leads into a group."""
    texts = [story.headline, story.lead, *(p.text for p in story.parts)]
    texts += [item for p in story.parts for item in p.items]
    for run in (r for text in texts for r in text if isinstance(r, Run)):
        if _INVITE.search(f"{run.href} {run.text}"):
            yield "a link into a messenger"
        if _WALLET.search(run.text):
            yield "a wallet"


def _media(names: Sequence[str]) -> Iterator[Item]:
    note = f"Made by the group: {', '.join(names)}." if names else ""
    yield _limit("group-media", "No video, picture or logo the group made", not names, note)


def _instructing(story: Story, kinds: Mapping[int, StatementKind]) -> Iterator[Item]:
    found = [
        str(q.number)
        for q in story.quotations
        if kinds.get(q.number) in ("instruction", "call-to-action")
    ]
    note = f"Quotations {', '.join(found)} instruct or call to action." if found else ""
    yield _limit("instructs", "Nothing printed instructs or calls to action", not found, note)


def _told(narrowing: Sequence[tuple[str, int, int]]) -> str:
    """The marks that narrow the source down, as counts only."""
    return " ".join(f"{mark}: fits {fits} of {of} members." for mark, fits, of in narrowing)


def narrowed(
    marks: Mapping[str, frozenset[str]], members: frozenset[str]
) -> list[tuple[str, int, int]]:
    """How many members each mark fits, fewest first; who they are is not in it.

    A mark is anything about to be printed that only some members can have had:
    a message deleted before the export, words seen by who joined later.
    """
    counted = [(mark, len(fits & members), len(members)) for mark, fits in marks.items()]
    return sorted(counted, key=lambda m: (m[1], m[0]))
