"""What the page says about a quotation, in plain words (English).

Every sentence says what the data shows. The normative ones are those of
``docs/archive-format.md`` section 15.
"""

import re
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onrecord.errors import BadDraft
from onrecord.model.story import Proof, Quoted, Story
from onrecord.model.when import When
from onrecord.model.wording import Left

_UNPROVED = ("test authority", "a claim", "unknown")
"""In the name of whoever states a time that proves nothing to others."""
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def class_line(one: Quoted) -> str:
    """The class in words, one line under the quotation."""
    found = one.wording
    if one.cls == "TRANSLATED":
        return "Translated. The original and who signs the translation stand on this page."
    if one.cls == "BRACKETED":
        line = "Word for word, except the words in brackets, which are ours."
        line += " Shortened where marked." if found.gaps else ""
    elif one.cls == "ELIDED":
        line = f"Word for word, shortened. {_sealed(found.gaps)} not shown."
        if not found.gaps:
            line = "Word for word, shortened where marked."
    elif found.whole:
        line = "Word for word, the whole message."
    else:
        line = "Word for word, an excerpt."
    if found.starts_mid_sentence:
        line += " It begins mid-sentence."
    if one.said is not None and one.said.edited is not None:
        line += " The message was edited."
    return line


def _sealed(gaps: tuple[Left, ...]) -> str:
    number = len(gaps)
    return "One passage is" if number == 1 else f"{number} passages are"


_PLAIN = {
    "group": "Posted in the name of the group",
    "app": "Written by the app. Nobody’s words.",
    "bot": "Posted by a bot. Not a person’s words.",
    "copied": "Posted as own words; the same text stands elsewhere too",
}


def voice_line(one: Quoted) -> str:
    """Whose words they are."""
    replied = one.said.replied if one.said is not None else ""
    if one.voice == "forwarded":
        origin = " from a hidden account" if not one.voice_of else ""
        return f"Forwarded{origin}. Not this member’s own words."
    if one.voice in ("quoted", "quoted-reply", "reported"):
        return "Quoted from someone else. Not this member’s own words."
    if one.voice in _PLAIN:
        return _PLAIN[one.voice]
    return f"Own words, {replied}" if replied else "Own words, written in the group"


def proved(one: Quoted, story: Story) -> list[tuple[str, str]]:
    """Pairs (label, sentence) for the notes that open under a quotation."""
    rows = [("What is proved", _what(one, story))]
    if one.wording.gaps or one.wording.ends_mid_sentence or one.wording.starts_mid_sentence:
        rows.append(("Left out", _left_out(one)))
    if one.wording.inserted:
        rows.append(("In brackets", _brackets(one)))
    if one.wording.folds:
        rows.append(("Set aside", f"Differences in {', '.join(one.wording.folds)} only."))
    rows.append(
        ("Not proved", "That the export is genuine, who the person is, what else was said.")
    )
    return rows


def _what(one: Quoted, story: Story) -> str:
    words = {
        "BRACKETED": "All words outside the brackets stood, in this order, in one message",
        "ELIDED": "These words stood, in this order, in one message",
    }.get(one.cls, "These words stood in one message")
    proof = story.proofs[one.proof] if one.proof is not None and story.proofs else None
    when = f" of the export {_sealed_when(proof)}"
    own = {"own": ", as the account’s own and not forwarded"}.get(one.voice, "")
    said = f"{words}{when}{own}."
    if one.said is not None and one.said.edited is not None:
        said += " The export marks the message as edited; its earlier wording is unknown."
    return said


def _sealed_when(proof: Proof | None) -> str:
    """When it was sealed, by a time that proves something, or by nobody's but ours."""
    if proof is None or not proof.sealed:
        return "when it was sealed"
    if not proves(proof):
        return "when it was sealed, at a time that only the desk claims"
    return f"that was sealed no later than {stamp(proof.sealed)}"


def proves(proof: Proof) -> bool:
    """True if the time beside a proof is somebody else's word, not a test or a claim."""
    return not any(word in proof.sealed_by for word in _UNPROVED)


def stamp(text: str) -> str:
    """``2026-04-07T09:12:00Z`` as *7 April 2026, 09:12 UTC*; other texts as they are."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}Z", text)
    return f"{date(match[1])}, {match[2]} UTC" if match else text


def _left_out(one: Quoted) -> str:
    gaps = one.wording.gaps
    parts = []
    if gaps:
        count = sum(len(g.words.split()) for g in gaps)
        parts.append(
            f"{_sealed(gaps)} left out, {count} {'word' if count == 1 else 'words'} in all, "
            "and stay sealed."
        )
    if one.wording.starts_mid_sentence:
        parts.append("The beginning of the first sentence is not shown.")
    if one.wording.ends_mid_sentence:
        parts.append("The end of the last sentence is not shown.")
    for reason in one.reasons:
        parts.append(f"{reason.by} has read what is left out and signs: {reason.text}")
    return " ".join(parts)


def _brackets(one: Quoted) -> str:
    parts = []
    for word in one.wording.inserted:
        if word.replaces:
            count = len(word.replaces.split())
            number = "one sealed word" if count == 1 else f"{count} sealed words"
            parts.append(f"[{word.words}] stands for {number}: {word.replaces}.")
        else:
            parts.append(f"[{word.words}] is added.")
    return " ".join(parts)


def moment(when: When, zone: str) -> tuple[str, str, str]:
    """The time in words, its zone in words, and for machines (RFC 3339 or '')."""
    if when.certain and when.earliest is not None:
        local = when.earliest.astimezone(in_zone(zone))
        return _written(local), "UTC" if zone == "UTC" else "local time", when.rfc3339() or ""
    if when.local is not None:
        return _written(when.local), "as the export has it, zone unknown", when.rfc3339() or ""
    return (when.text, "as the export has it", "") if when.text else ("", "", "")


def _written(at: datetime) -> str:
    day = f"{_DAYS[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at.year}"
    return f"{day}, {at:%H:%M}"


def date(text: str) -> str:
    """``2026-04-19`` as *19 April 2026*; other texts as they are."""
    parts = text.split("-")
    if len(parts) == 3 and all(p.isdigit() for p in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {int(parts[0])}"
    return text


def in_zone(name: str) -> tzinfo:
    """The zone of that IANA name. Raises BadDraft for none."""
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as trouble:
        raise BadDraft(
            f"There is no time zone called {name}.",
            where="front matter",
            advice="Write an IANA name such as Asia/Beirut, or UTC.",
        ) from trouble


def count(number: int, word: str) -> str:
    """``1 report``, ``2 reports``."""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def lead_words(least: int, most: int) -> str:
    """Who was first and by how much, with the doubt of both clocks."""
    middle = timedelta(seconds=abs(least + most) // 2)
    doubt = (most - least + 1) // 2
    first = "The group was first" if least + most > 0 else "The reporting was first"
    if least <= 0 <= most:
        return "Who was first cannot be said from these times."
    minutes = int(middle.total_seconds()) // 60
    days, rest = divmod(minutes, 1440)
    hours, minutes = divmod(rest, 60)
    parts = [count(n, w) for n, w in ((days, "day"), (hours, "hour"), (minutes, "minute")) if n]
    around = f", give or take {count(max(1, doubt // 60), 'minute')}" if doubt >= 30 else ""
    return f"{first}, by {' '.join(parts) or 'less than a minute'}{around}."


def day_and_time(at: datetime) -> str:
    """``24 March, 05:42``."""
    return f"{date(f'{at:%Y-%m-%d}').rsplit(' ', 1)[0]}, {at:%H:%M}"
