"""The harm gate: what the tool can count, and what a named editor must answer.

Limits are defaults; each is changed only with a reason on record. Questions a
machine cannot answer are asked, never guessed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from onrecord.errors import ChecklistOpen, HarmRefused
from onrecord.model.claim import StatementKind
from onrecord.model.draft import Run
from onrecord.model.story import Quoted, Story
from onrecord.report.answers import Answer, Answers, Facts, Item, Second, State
from onrecord.report.redact import hidden
from onrecord.report.share import count_words, group_share

__all__ = [
    "Answer", "Answers", "Facts", "Item", "Second", "State",
    "checklist", "narrowed", "require",
]  # fmt: skip

WORDS = 60
"""Words a quotation may have."""
SHARE = 0.30
"""Part of the page's words that may be the group's."""
SECOND = frozenset(("instructs", "group-media"))
"""Limits that a second editor must excuse, not the one who signs."""

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


def checklist(
    story: Story,
    answers: Answers | None = None,
    facts: Facts | None = None,
    *,
    editor: str = "",
    second: Second | None = None,
    text: str | None = None,
) -> tuple[Item, ...]:
    """Every item with its state.

    ``editor`` signs the publication: a limit that takes a second editor is not
    excused by the same person, nor by one of whom ``second`` says why not. ``text``
    names the draft: an answer given for another one is shown and answers nothing.
    """
    given = answers or {}
    facts = facts or Facts()
    counted = [
        *_counted(story, facts),
        *_media(facts.group_media),
        *_instructing(story, facts.kinds),
    ]
    items = [_excused(item, given, editor, second, text) for item in counted]
    items += _graphic(facts.graphic)
    pictured = any(p.kind == "picture" for p in story.parts)
    for key, question in (*QUESTIONS.items(), *((PICTURES,) if pictured else ())):
        note = _told(facts.narrowing) if key == "source-safety" else ""
        items.append(_answered(Item(key, question, "asked", note), given.get(key), text))
    return tuple(items)


def _answered(item: Item, answer: Answer | None, text: str | None) -> Item:
    if answer is None:
        return item
    whole = bool(answer.text and answer.by)
    stale = whole and text is not None and answer.text_of != text
    state: State = "answered" if whole and not stale else "asked"
    return item.said(answer, state, _earlier(answer) if stale else "", stale)


def _earlier(answer: Answer) -> str:
    """Why an answer that names another text, or none, answers nothing."""
    if answer.text_of:
        return f"{answer.by} answered this for an earlier text of the draft."
    return f"{answer.by} answered this, but for which text is not said."


def require(items: Sequence[Item]) -> None:
    """Raises HarmRefused for a limit passed without a reason, ChecklistOpen for a
    question that no named editor has answered."""
    refused = [i for i in items if i.state == "refused" and not i.stale]
    if refused:
        first = refused[0]
        listed = "; ".join(i.key for i in refused)
        raise HarmRefused(
            f"{first.told or first.question} (refused: {listed})",
            where=first.key,
            advice=_way_out(first.key),
        )
    earlier = [i for i in items if i.stale]
    if earlier:
        raise _of_another_text(earlier)
    asked = [i for i in items if i.state == "asked"]
    if asked:
        raise ChecklistOpen(
            f"The checklist is not answered and signed: {', '.join(i.key for i in asked)}",
            where=asked[0].key,
            advice="onrecord checklist CASE DRAFT --out FILE; a named editor answers in it; "
            "publish with --checklist FILE, or with --sign-off for one signed elsewhere",
        )


def _of_another_text(items: Sequence[Item]) -> ChecklistOpen:
    keys = ", ".join(i.key for i in items)
    what = f"The answers were given for another text of the draft: {keys}"
    if not any(i.given.text_of for i in items):
        what = f"The answers do not say for which text of the draft they were given: {keys}"
    return ChecklistOpen(
        what,
        where=f"{items[0].key}, answered by {items[0].given.by}",
        advice="read what changed (onrecord checklist CASE DRAFT --out FILE shows it); then a "
        "named editor answers anew, or says that the answers still stand: --confirm NAME",
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


def _excused(
    item: Item, given: Answers, editor: str, second: Second | None, text: str | None
) -> Item:
    answer = given.get(item.key)
    if item.state != "refused" or answer is None or not (answer.text and answer.by):
        return item
    why = ""
    stale = text is not None and answer.text_of != text
    if stale:
        why = _earlier(answer)
    elif item.key in SECOND:
        if _same(answer.by, editor):
            why = f"{answer.by} signs the publication and cannot be the second editor."
        elif second is not None:
            why = second(item, answer)
    return item.said(answer, "refused" if why else "excused", why, stale)


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
