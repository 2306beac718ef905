"""What the page says about a quotation, in plain words of the story's language.

Every sentence says what the data shows; the words are in ``assets/words``. The
normative ones are those of ``docs/archive-format.md`` section 15.
"""

import re
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from onrecord.errors import BadDraft
from onrecord.model.draft import Translation
from onrecord.model.story import Correction, Proof, Quoted, Story
from onrecord.model.when import When
from onrecord.report._page_words import Words, words

_UNPROVED = ("test authority", "a claim", "unknown")
"""In the name of whoever states a time that proves nothing to others."""
_EN = words("en")


def class_line(one: Quoted, w: Words = _EN) -> str:
    """The class in words, one line under the quotation."""
    found = one.wording
    if one.cls == "TRANSLATED":
        return w.say("class_translated")
    line = w.say(_class(one), number=len(found.gaps))
    if found.starts_mid_sentence:
        line += " " + w.say("mid_sentence")
    if one.said is not None and one.said.edited is not None:
        line += " " + w.say("edited")
    return line


def noted(one: Quoted, w: Words) -> str:
    """The class in words and the proof's number."""
    return f"{class_line(one, w)} {w.say('proof', number=one.number)}."


def corrected(one: Correction, w: Words) -> str:
    """A correction or a retraction with its date, in one line."""
    key = "retracted" if one.retraction else "correction"
    return w.say(key, date=w.date(one.date), text=one.text)


def signed(one: Translation, w: Words) -> str:
    """Who signs a translation, and when."""
    if one.date:
        return w.say("signed_on", by=one.by, date=w.date(one.date))
    return w.say("signed", by=one.by)


def proofs_in_page(story: Story, w: Words) -> str:
    """Where the proofs are, for outputs that carry none."""
    name = story.checker.name or w.say("checker")
    return w.say("proofs_in_page", checker=name, hash=story.checker.sha256 or w.say("not_stated"))


def _class(one: Quoted) -> str:
    found = one.wording
    if one.cls == "BRACKETED":
        return "class_bracketed_gaps" if found.gaps else "class_bracketed"
    if one.cls == "ELIDED":
        many = {0: "class_elided_marked", 1: "class_elided_one"}
        return many.get(len(found.gaps), "class_elided_many")
    return "class_whole" if found.whole else "class_excerpt"


def voice_line(one: Quoted, w: Words = _EN) -> str:
    """Whose words they are."""
    if one.voice == "forwarded":
        return w.say("voice_forwarded" if one.voice_of else "voice_hidden")
    if one.voice in ("quoted", "quoted-reply", "reported"):
        return w.say("voice_quoted")
    if one.voice in ("group", "app", "bot", "copied"):
        return w.say(f"voice_{one.voice}")
    replied = one.said.replied if one.said is not None else ""
    if not replied:
        return w.say("voice_own")
    known = "in reply to another message"
    return w.say("voice_reply") if w.code != "en" or replied == known else f"Own words, {replied}"


def proved(one: Quoted, story: Story, w: Words = _EN) -> list[tuple[str, str]]:
    """Pairs (label, sentence) for the notes that open under a quotation."""
    rows = [(w.say("what"), _what(one, story, w))]
    if one.wording.gaps or one.wording.ends_mid_sentence or one.wording.starts_mid_sentence:
        rows.append((w.say("left_out"), _left_out(one, w)))
    if one.wording.inserted:
        rows.append((w.say("in_brackets"), _brackets(one, w)))
    if one.wording.folds:
        aside = w.say("set_aside_text", folds=w.folds(one.wording.folds))
        rows.append((w.say("set_aside"), aside))
    rows.append((w.say("not_proved"), w.say("not_proved_text")))
    return rows


def _what(one: Quoted, story: Story, w: Words) -> str:
    said = w.say(
        {"BRACKETED": "proved_bracketed", "ELIDED": "proved_elided"}.get(one.cls, "proved_plain")
    )
    proof = story.proofs[one.proof] if one.proof is not None and story.proofs else None
    own = w.say("own_not_forwarded") if one.voice == "own" else ""
    said = w.say("of_export", words=said, when=_sealed_when(proof, w), own=own)
    if one.said is not None and one.said.edited is not None:
        said += " " + w.say("edited_unknown")
    return said


def _sealed_when(proof: Proof | None, w: Words) -> str:
    """When it was sealed, by a time that proves something, or by nobody's but ours."""
    if proof is None or not proof.sealed:
        return w.say("when_sealed")
    if not proves(proof):
        return w.say("when_claimed")
    return w.say("when_dated", time=stamp(proof.sealed, w))


def proves(proof: Proof) -> bool:
    """True if the time beside a proof is somebody else's word, not a test or a claim."""
    return not any(word in proof.sealed_by for word in _UNPROVED)


def stamp(text: str, w: Words = _EN) -> str:
    """``2026-04-07T09:12:00Z`` as *7 April 2026, 09:12 UTC*; other texts as they are."""
    match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):\d{2}Z", text)
    return w.say("utc_time", date=w.date(match[1]), time=match[2]) if match else text


def _left_out(one: Quoted, w: Words) -> str:
    gaps = one.wording.gaps
    parts = []
    if gaps:
        count = sum(len(g.words.split()) for g in gaps)
        key = "gap_one" if len(gaps) == 1 else "gap_many"
        parts.append(w.say(key, number=len(gaps), words=count))
    if one.wording.starts_mid_sentence:
        parts.append(w.say("begin_hidden"))
    if one.wording.ends_mid_sentence:
        parts.append(w.say("end_hidden"))
    parts += [w.say("reason", by=r.by, text=r.text) for r in one.reasons]
    return " ".join(parts)


def _brackets(one: Quoted, w: Words) -> str:
    parts = []
    for word in one.wording.inserted:
        if word.replaces:
            number = len(word.replaces.split())
            parts.append(
                w.say("stands_for", inserted=word.words, number=number, sealed=word.replaces)
            )
        else:
            parts.append(w.say("added", inserted=word.words))
    return " ".join(parts)


def moment(when: When, zone: str, w: Words = _EN) -> tuple[str, str, str]:
    """The time in words, its zone in words, and for machines (RFC 3339 or '')."""
    if when.certain and when.earliest is not None:
        local = when.earliest.astimezone(in_zone(zone))
        named = w.say("utc" if zone == "UTC" else "local")
        return _written(local, w), named, when.rfc3339() or ""
    if when.local is not None:
        return _written(when.local, w), w.say("zone_unknown"), when.rfc3339() or ""
    return (when.text, w.say("as_export"), "") if when.text else ("", "", "")


def _written(at: datetime, w: Words) -> str:
    return w.say(
        "moment",
        weekday=w.table["days"][at.weekday()],
        day=at.day,
        month=w.table["months"][at.month - 1],
        year=at.year,
        time=f"{at:%H:%M}",
    )


def date(text: str, w: Words = _EN) -> str:
    """``2026-04-19`` as *19 April 2026*; other texts as they are."""
    return w.date(text)


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


def lead_words(least: int, most: int, w: Words = _EN) -> str:
    """Who was first and by how much, with the doubt of both clocks."""
    if least <= 0 <= most:
        return w.say("first_unknown")
    minutes = abs(least + most) // 2 // 60
    doubt = (most - least + 1) // 2
    days, rest = divmod(minutes, 1440)
    parts = (("day", days), ("hour", rest // 60), ("minute", rest % 60))
    time = ""
    for noun, n in parts:
        if n:
            less = w.counted(noun, n)
            time = w.say("time_pair", more=time, less=less) if time else less
    around = w.say("first_doubt", time=w.counted("minute", max(1, doubt // 60)))
    first = "first_group" if least + most > 0 else "first_reporting"
    return w.say(first, time=time or w.say("less_minute"), doubt=around if doubt >= 30 else "")


def day_and_time(at: datetime, w: Words = _EN) -> str:
    """``24 March, 05:42``."""
    return f"{date(f'{at:%Y-%m-%d}', w).rsplit(' ', 1)[0]}{w.say('comma')}{at:%H:%M}"
