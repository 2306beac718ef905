"""Discord's pages: what the clock can mean, forged times, broken markup, agreement with JSON."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from onrecord.formats import read_export
from onrecord.formats._discord_time import clocks, instant, when
from onrecord.formats._discord_words import flat, words
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble

SAMPLE = Path(__file__).parents[1] / "golden" / "formats" / "discord-html" / "general.html"


def parts(path: Path) -> list[Any]:
    """All parts, messages as values."""
    found: list[Any] = []
    for part in read_export(path):
        found += [part] if isinstance(part, Chat | Trouble) else rows(part)
    return found


def messages(path: Path) -> list[Message]:
    """The messages alone."""
    return [p for p in parts(path) if isinstance(p, Message)]


def changed(folder: Path, old: bytes, new: bytes) -> Path:
    """The sample with one place changed."""
    data = SAMPLE.read_bytes()
    assert old in data
    path = folder / "general.html"
    path.write_bytes(data.replace(old, new, 1))
    return path


JUNE = datetime(2024, 6, 1, 13, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    "shown",
    [
        "01-Jun-24 01:00 PM",
        "Saturday, June 1, 2024 1:00 PM",
        "Saturday, 1 June 2024 13:00",
        "2024-06-01 13:00:00",
        "01.06.2024 13:00",
    ],
)
def test_clocks_of_one_meaning(shown: str) -> None:
    assert list(clocks(shown, None)) == [JUNE]


def test_day_and_month_change_places_unless_settled() -> None:
    assert len(list(clocks("6/1/2024 1:00 PM", None))) == 2
    assert list(clocks("6/1/2024 1:00 PM", "mdy")) == [JUNE]
    assert when("6/1/2024 1:00 PM", "1001", None, None)[1] == "ambiguous"
    assert when("6/1/2024 1:00 PM", "1246402865258299392", None, None)[1] == "utc"
    assert list(clocks("samedi un juin", None)) == []


def test_an_id_states_its_instant() -> None:
    assert instant("175928847299117063") == 1_462_015_105_796_000  # Discord's own example
    assert instant("1001") is None
    assert instant("9" * 20) is None


def test_a_changed_clock_is_named(tmp_path: Path) -> None:
    path = changed(tmp_path, b"Saturday, June 1, 2024 1:00 PM", b"Monday, June 10, 2024 1:00 PM")
    assert "two-times" in {p.kind for p in parts(path) if isinstance(p, Trouble)}
    assert messages(path)[0].time.basis == "local-unknown"


def test_words_between_messages_are_a_loss(tmp_path: Path) -> None:
    path = changed(tmp_path, b"<div class=chatlog__message-group>", b"<p>")
    clean = changed(tmp_path, b"</div><div class=chatlog__message-group>", b"</div>slipped in"
                    b"<div class=chatlog__message-group>")  # fmt: skip
    assert [p.weight for p in parts(clean) if isinstance(p, Trouble)] == ["loss"]
    assert len(messages(path)) == 4


def test_tags_that_do_not_close_end_at_the_next_message(tmp_path: Path) -> None:
    path = changed(tmp_path, b"Read <strong>", b"<div>Read <strong>")
    found = messages(path)
    assert len(found) == 4
    assert "broken-structure" in {p.kind for p in parts(path) if isinstance(p, Trouble)}


def test_parts_of_one_channel_are_one_chat(tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"Harbour - general [98765432] [part {n}].html").write_bytes(
            SAMPLE.read_bytes()
        )
    chats = [p for p in parts(tmp_path) if isinstance(p, Chat)]
    assert [c.id for c in chats] == ["98765432"]
    assert {m.chat for m in messages(tmp_path)} == {"98765432"}


def test_the_page_and_the_json_agree(tmp_path: Path) -> None:
    pages = messages(SAMPLE)
    twin = tmp_path / "general.json"
    said = [
        {
            "id": m.id,
            "type": "Default" if m.kind == "message" else m.action,
            "timestamp": m.time.earliest.isoformat() if m.time.earliest else "",
            "author": {"id": m.sender_id, "name": m.sender},
            "content": m.text,
            "reference": {"messageId": m.reply_to},
        }
        for m in pages
    ]
    twin.write_text(
        json.dumps({"guild": {"name": "H"}, "channel": {"id": "2"}, "messages": said}), "utf-8"
    )
    for page, record in zip(pages, messages(twin), strict=True):
        for field in ("id", "kind", "sender", "sender_id", "text", "reply_to"):
            assert getattr(page, field) == getattr(record, field)
        assert page.time.earliest == record.time.earliest


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two\n"),
        ('<div class="pre pre--multiline nohighlight">a &lt; b</div>', "a < b"),
        ('<img class="emoji" alt="👍">', "👍"),
        ("a<br />b", "a\nb"),
        ("&#128512; &amp;lt;", "😀 &lt;"),
        ("\u2028\u200f<em>x\u200d</em>", "\u2028\u200fx\u200d"),
    ],
)
def test_words(source: str, text: str) -> None:
    assert words(source).text == text
    assert flat("<b>a</b>\n <i>b</i>") == "a b"
