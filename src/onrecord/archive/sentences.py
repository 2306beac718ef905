"""The sentences a checker prints (format section 15). They say no more than was shown."""

from collections.abc import Sequence
from datetime import UTC, datetime

from onrecord.archive.verify import NOT_SHOWN
from onrecord.model.proof import Stamp, Verified

TEST_AUTHORITY = "local test authority - proves nothing to others"
_COUNTED = ("qualified", "plain", "witness")
_DAY = 86_400


def earliest(found: Verified) -> Stamp | None:
    """The earliest time of a pinned authority or witness, tests not counted."""
    counted = [s for s in found.stamps if s.trust in _COUNTED]
    return min(counted, key=lambda s: s.at) if counted else None


def disputed(stamps: Sequence[Stamp]) -> tuple[str, ...]:
    """That two others date a head more than a day apart and nobody bears the earliest
    time out, as a sentence; none if they agree, or if one name alone dates it."""
    counted = sorted((s for s in stamps if s.trust in _COUNTED), key=lambda s: (s.at, s.name))
    others = [
        _seconds(s.at) - _seconds(counted[0].at) for s in counted if s.name != counted[0].name
    ]
    if not others or min(others) <= _DAY:
        return ()
    told = ", ".join(f"{s.at} ({s.name})" for s in counted)
    return (f"The times given for this head are disputed: {told}.",)


def _seconds(at: str) -> int:
    """Of a time as ``verify.posix`` writes it; years of five digits are a bare number."""
    if at.startswith("second "):
        return int(at.split(" ")[1])
    return int(datetime.strptime(at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC).timestamp())


def of(found: Verified) -> tuple[str, ...]:
    """What the proof shows, in sentences, in the order they are printed."""
    said = [_first(found)]
    if found.alias is not None and found.speaker is not None:
        said.append(
            "It is attributed there to the same member as the other quotations marked "
            f"{found.speaker} in this story."
        )
    if found.attr.edited:
        said.append("It was edited; its earlier wording is unknown.")
    said.extend(disputed(found.stamps))
    if found.attr.quoted_reply:
        said.append("It answers a message and carries words of it besides its own.")
    if found.attr.via_bot:
        said.append("It was sent through a bot.")
    said.append(_segments(found))
    said.extend(_stamp(s) for s in found.stamps)
    said.append(NOT_SHOWN)
    return tuple(said)


def _first(found: Verified) -> str:
    stamp = earliest(found)
    start = (
        f"At a time only the desk itself claims, {found.desk} sealed"
        if stamp is None
        else f"No later than {stamp.at} ({_by(stamp)}), {found.desk} had sealed"
    )
    # No full stop after the words: they bring their own.
    return f"{start} a message{_dated(found)}, that {_reads(found)}: «{shown(found)}»"


def _by(stamp: Stamp) -> str:
    return f"{'witness' if stamp.trust == 'witness' else 'time stamp'} {stamp.name}"


def _dated(found: Verified) -> str:
    if found.undated:
        return " to which the export gives no date"
    at = found.time or found.day
    return " whose date is not shown" if at is None else f", dated {at} in the export"


def _reads(found: Verified) -> str:
    if found.wording == "RAW":
        return "holds bytes that are not valid text, here in base64"
    how = "in another spelling" if found.wording == "RESPELLED" else "word for word"
    return f"carries forwarded words that read, {how}" if found.attr.forwarded else f"reads, {how}"


def shown(found: Verified) -> str:
    """The opened words with direction overrides visible."""
    return found.words.replace("\u202d", "[U+202D]").replace("\u202e", "[U+202E]")


def _segments(found: Verified) -> str:
    if found.complete:
        return f"All {found.segments_total} sealed segments are shown."
    return f"{found.segments_shown} of {found.segments_total} sealed segments are shown."


def _stamp(stamp: Stamp) -> str:
    if stamp.trust == "test":
        return f"Time stamp of a {TEST_AUTHORITY}: {stamp.at}."
    if stamp.trust == "unknown":
        return f"A time stamp of {stamp.name} says {stamp.at}; it counts for nothing here."
    kind = {"witness": "Witness", "qualified": "Qualified time stamp"}.get(
        stamp.trust, "Time stamp"
    )
    return f"{kind} {stamp.name}: {stamp.at}."
