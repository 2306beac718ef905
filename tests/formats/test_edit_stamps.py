"""Telegram moves a message's edit stamp when somebody reacts: then it is no edit time."""

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.formats import read_export
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble

STAMP = {"edited": "2024-06-01T11:00:00", "edited_unixtime": "1717239600"}


def desktop(*more: dict[str, Any]) -> dict[str, Any]:
    """A chat of Telegram Desktop's with these messages."""
    said = [
        {"id": n, "type": "message", "date": "2024-06-01T10:00:00", "date_unixtime": "1717236000",
         **m, "from": "Zarkan", "from_id": "user1", "text": "words",
         "text_entities": [{"type": "plain", "text": "words"}]}
        for n, m in enumerate(more, 1)
    ]  # fmt: skip
    return {"name": "Harbour", "type": "private_supergroup", "id": 1, "messages": said}


def read(path: Path) -> list[Message]:
    """The messages of an export."""
    found: list[Message] = []
    for part in read_export(path):
        if not isinstance(part, Chat | Trouble):
            found += rows(part)
    return found


def test_desktop(tmp_path: Path) -> None:
    liked = {"reactions": [{"type": "emoji", "count": 1, "emoji": "👍"}]}
    path = tmp_path / "result.json"
    path.write_text(json.dumps(desktop(STAMP, {**STAMP, **liked}, {**STAMP, "reactions": []})))
    edited, reacted, none = read(path)
    assert edited.edited and edited.edited.text == STAMP["edited"]
    assert none.edited
    assert reacted.edited is None
    assert json.loads(reacted.payload or "{}") == STAMP


@pytest.mark.parametrize("reactions", [None, {"results": []}])
def test_api(reactions: object, tmp_path: Path) -> None:
    base = {"_": "Message", "id": 1, "date": "2024-06-01T10:00:00+00:00", "message": "words",
            "peer_id": {"channel_id": 7}, "edit_date": "2024-06-01T11:00:00+00:00"}  # fmt: skip
    given = {"results": [{"reaction": {"emoticon": "👍"}, "count": 1}]}
    path = tmp_path / "dump.json"
    path.write_text(json.dumps([{**base, "reactions": reactions}, {**base, "reactions": given}]))
    edited, reacted = read(path)
    assert edited.edited
    assert reacted.edited is None
    assert "edit_date" in json.loads(reacted.payload or "{}")
