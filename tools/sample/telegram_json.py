"""Writes a chat as Telegram Desktop's JSON export does (2024 and later).

Facts (field names, their order, the pretty-printer's spaces, its own escapes)
are those of tdesktop's ``export_output_json.cpp``: one space a level, items of
``reactions`` one level deeper than they should be, control characters as
``\\xNN`` (which is not JSON), U+2028 and U+2029 as ``\\u2028`` and ``\\u2029``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from sample import clock
from sample.cast import Cast
from sample.said import Media, Part, Reaction, Say

Json: TypeAlias = "str | int | bool | Sequence[Json] | Mapping[str, Json]"

LEFT_OUT = "(File not included. Change data exporting settings to download.)"
_ESCAPES = {n: f"\\x{n >> 4}{n & 15:X}" for n in range(32)}
_ESCAPES |= {10: "\\n", 13: "\\r", 9: "\\t", 34: '\\"', 92: "\\\\"}
_ESCAPES |= {0x2028: "\\u2028", 0x2029: "\\u2029"}


def quoted(text: str) -> str:
    """A string as tdesktop writes it."""
    return f'"{text.translate(_ESCAPES)}"'


def render(value: Json, depth: int) -> str:
    """A value whose closing bracket stands ``depth`` spaces in."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    inner = "\n" + " " * (depth + 1)
    outer = "\n" + " " * depth
    if isinstance(value, Mapping):
        fields = (
            f"{inner}{quoted(key)}: {render(item, depth + 1 + (key == 'reactions'))}"
            for key, item in value.items()
        )
        return "{" + ",".join(fields) + outer + "}"
    if not value:
        return "[]"
    return "[" + ",".join(inner + render(item, depth + 1) for item in value) + outer + "]"


def head(cast: Cast) -> str:
    """What stands before the first message."""
    return (
        f'{{\n "name": {quoted(cast.group)},\n "type": "private_supergroup",\n'
        f' "id": {cast.group_id},\n "messages": ['
    )


TAIL = "\n ]\n}"


def document(cast: Cast, rows: Iterable[tuple[int, Say]], ids: Mapping[str, int]) -> Iterator[str]:
    """The whole ``result.json``, message by message."""
    yield head(cast)
    comma = ""
    for number, say in rows:
        yield f"{comma}\n  {render(message(cast, number, say, ids), 2)}"
        comma = ","
    yield TAIL


def message(cast: Cast, number: int, say: Say, ids: Mapping[str, int]) -> dict[str, Json]:
    """One record, its fields in the exporter's order."""
    row: dict[str, Json] = {
        "id": number,
        "type": "service" if say.action else "message",
        "date": clock.iso_local(say.unix),
        "date_unixtime": str(say.unix),
    }
    if say.edited is not None:
        row |= {"edited": clock.iso_local(say.edited), "edited_unixtime": str(say.edited)}
    if say.action:
        row |= _service(cast, say, ids)
    else:
        row |= _origin(cast, say, ids)
    if say.media:
        row |= _media(say.media)
    if say.poll:
        row["poll"] = {
            "question": say.poll.question,
            "closed": False,
            "total_voters": sum(votes for _, votes in say.poll.answers),
            "answers": [
                {"text": text, "voters": votes, "chosen": False} for text, votes in say.poll.answers
            ],
        }
    row |= _text(say.parts)
    if say.reactions:
        row["reactions"] = [_reaction(cast, one) for one in say.reactions]
    return row


def _service(cast: Cast, say: Say, ids: Mapping[str, int]) -> dict[str, Json]:
    row: dict[str, Json] = {
        "actor": cast.name(say.who),
        "actor_id": cast.peer(say.who),
        "action": say.action or "",
    }
    if say.of:
        row["message_id"] = ids[say.of]
    if say.title:
        row["title"] = say.title
    if say.members:
        row["members"] = [cast.name(key) for key in say.members]
    if say.inviter:
        row["inviter"] = cast.name(say.inviter)
    return row


def _origin(cast: Cast, say: Say, ids: Mapping[str, int]) -> dict[str, Json]:
    row: dict[str, Json] = {"from": cast.name(say.who), "from_id": cast.peer(say.who)}
    if say.forward:
        row["forwarded_from"] = say.forward.name
        if say.forward.id:
            row["forwarded_from_id"] = say.forward.id
    if say.reply:
        row["reply_to_message_id"] = ids[say.reply]
    if say.via:
        row["via_bot"] = f"@{say.via}"
    return row


def _media(media: Media) -> dict[str, Json]:
    where = media.path or LEFT_OUT
    if media.type == "photo":
        return {
            "photo": where,
            "photo_file_size": media.size,
            "width": media.width,
            "height": media.height,
        }
    row: dict[str, Json] = {"file": where}
    if media.name:
        row["file_name"] = media.name
    row["file_size"] = media.size
    if media.type != "document":
        row["media_type"] = media.type
    if media.emoji:
        row["sticker_emoji"] = media.emoji
    row["mime_type"] = media.mime
    if media.duration:
        row["duration_seconds"] = media.duration
    if media.width:
        row |= {"width": media.width, "height": media.height}
    return row


def _text(parts: tuple[Part, ...]) -> dict[str, Json]:
    if not parts:
        return {"text": "", "text_entities": []}
    if len(parts) == 1 and not parts[0].type:
        text: Json = parts[0].text
    else:
        text = [_entity(part) if part.type else part.text for part in parts]
    return {"text": text, "text_entities": [_entity(part) for part in parts]}


def _entity(part: Part) -> dict[str, Json]:
    row: dict[str, Json] = {"type": part.type or "plain", "text": part.text}
    if part.type == "mention_name":
        row["user_id"] = int(part.value)
    elif part.type == "blockquote":
        row["collapsed"] = False
    return row


def _reaction(cast: Cast, reaction: Reaction) -> dict[str, Json]:
    row: dict[str, Json] = {"type": "emoji", "count": reaction.count, "emoji": reaction.emoji}
    if reaction.by:
        row["recent"] = [
            {
                "from": cast.name(reaction.by),
                "from_id": cast.peer(reaction.by),
                "date": clock.iso_local(reaction.unix),
            }
        ]
    return row
