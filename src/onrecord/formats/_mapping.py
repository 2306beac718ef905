"""Which field is what, proposed by its name, and rows made by such a map."""

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from onrecord.errors import BadOption, ColumnsNotConfirmed
from onrecord.formats import _objects as objects
from onrecord.formats._rows import NO_TIME, Time
from onrecord.formats._when import one

Mapping = dict[str, str]
"""From what we need (``text``, ``sender`` ...) to the field that has it."""

_NAMES = {
    "id": "id message_id msg_id messageid post_id tweet_id item_id _id",
    "text": "text message body content contents message_text msg caption title_and_body post tweet",
    # A name says more than a number: 4CAT's "author" is the account's.
    "sender": "sender_name author_name from_name full_name fullname display_name displayname"
    " sender author from user username screen_name nickname name",
    "sender_id": "sender_id author_id authorid from_id user_id userid author from_recipient_id"
    " address",
    # What states an instant goes before what states a clock.
    "time": "unix_timestamp date_unixtime timestamp_ms created_utc unixtime date timestamp time"
    " datetime created_at createdat created sent_at date_utc date_sent date_received",
    "reply_to": "reply_to reply_to_id in_reply_to reply_to_message_id parent_id in_reply_to_id",
    "forward_name": "forwarded_from forward_from author_forwarded_from_name fwd_from_name",
    "chat": "chat channel group thread_id conversation room chat_name channel_name",
}
NEEDED = tuple(_NAMES)


def propose(fields: Iterable[str], asked: Iterable[tuple[str, str]]) -> Mapping:
    """The map for these fields; what a person said goes before what a name suggests,
    and ``time=`` with nothing behind it says that no column is the time.

    Raises BadOption if a person names something that is not there.
    """
    given = list(fields)
    lower = {f.strip().lower().replace(" ", "_").replace("-", "_"): f for f in reversed(given)}
    mapping: Mapping = {}
    for need, field in asked:
        if need not in _NAMES or (field and field not in given):
            raise BadOption(
                f"no such column: {need}={field}",
                where="columns",
                advice=f"Columns are {', '.join(NEEDED)}; this file has {', '.join(given[:40])}.",
            )
        mapping[need] = field
    for need, names in _NAMES.items():
        for name in names.split():
            if need not in mapping and name in lower and lower[name] not in mapping.values():
                mapping[need] = lower[name]
    return {need: field for need, field in mapping.items() if field}


def needed(mapping: Mapping, fields: Iterable[str], where: str) -> Mapping:
    """The map, if it says where the text is. Raises ColumnsNotConfirmed if it does not."""
    if "text" not in mapping:
        raise ColumnsNotConfirmed(
            f"no column is known to hold the text; there are {', '.join(list(fields)[:40])}",
            where=where,
            advice="Name it: --column text=COLUMN, and where there are, sender=, time=, id=.",
        )
    return mapping


def make_row(value: dict[str, Any], mapping: Mapping, zone: ZoneInfo | None) -> dict[str, Any]:
    """A row by the map; fields of no column make the payload.

    Raises KeyError or TypeError for an object without a text.
    """
    said = value[mapping["text"]]
    if said is not None and not isinstance(said, str | int | float):
        raise TypeError("the text is neither string nor number")
    row: dict[str, Any] = {
        "kind": "message",
        "text": "" if said is None else str(said),
        "time": when(value.get(mapping.get("time", "")), zone),
        "payload": objects.payload(value, *(k for k in value if k not in mapping.values())),
    }
    for need in ("id", "sender", "sender_id", "reply_to", "forward_name"):
        given = value.get(mapping[need]) if need in mapping else None
        if isinstance(given, dict | list):
            given = objects.compact(given)
        row[need] = None if given is None or given == "" else str(given)
    row["forwarded"] = row["forward_name"] is not None
    return row


def when(said: Any, zone: ZoneInfo | None) -> Time:
    """A time however written: ISO, ISO with a blank, seconds or milliseconds."""
    if said is None or isinstance(said, bool) or said == "":
        return NO_TIME
    if isinstance(said, float):
        said = int(said)
    digits = said if isinstance(said, int) else int(said) if _is_number(said) else None
    if digits is not None:
        seconds, rest = (digits, 0) if abs(digits) < 10**11 else divmod(digits, 1000)
        _, basis, first, last, local = one(None, seconds, zone)
        more = rest * 1000
        at = None if first is None else first + more
        return (str(said), basis, at, at, local)
    if not isinstance(said, str):
        return NO_TIME
    text = said.strip().removesuffix(" UTC")
    _, *rest_ = one(text + ("Z" if said.strip().endswith(" UTC") else ""), None, zone)
    return (said, *rest_)  # type: ignore[return-value]


def _is_number(said: Any) -> bool:
    return isinstance(said, str) and said.isascii() and said.isdigit() and 9 <= len(said) <= 13
