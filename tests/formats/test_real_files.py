"""Real sample files, for who has a folder of them (ONRECORD_DATA)."""

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.formats import read_export
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble


def messages(path: Path) -> list[Message]:
    """All messages of an export; fails if anything in it was not readable."""
    found: list[Message] = []
    for part in read_export(path):
        if isinstance(part, Trouble):
            assert part.weight == "note", part
        elif not isinstance(part, Chat):
            found += rows(part)
    return found


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("telegram-json-ui/telegram-test-json", 12),
        ("chat-analytics/BIG_20A_5475M.json", 5475),
        ("chat-analytics/DM_2A_7M.json", 8),
        ("chat-miner/test_single_export.json", 2),
        ("chat-miner/test_batch_export.json", 2),
        ("chatpack-cli/telegram_export.json", 7),
        ("news_ru", 22_099),
    ],
)
def test_every_telegram_message_is_read(data: Path, name: str, count: int) -> None:
    assert len(messages(data / "chats/telegram" / name)) == count


def test_the_html_channel(data: Path) -> None:
    found = messages(data / "chats/telegram/cybersec_news")
    assert sum(m.kind == "message" for m in found) == 5_193
    assert all(m.sender and m.text and m.time.local for m in found if m.kind == "message")


def test_json_and_html_of_one_chat_agree(data: Path) -> None:
    folder = data / "chats/telegram/telegram-json-ui"
    one = {m.id: m for m in messages(folder / "telegram-test-json")}
    two = {m.id: m for m in messages(folder / "telegram-test-html")}
    assert list(one) == list(two)
    same = ("kind", "sender", "text", "entities", "reply_to", "forward", "via_bot", "signature")
    for key, message in one.items():
        for name in (*same, "action"):
            assert getattr(message, name) == getattr(two[key], name), (key, name)
        if message.kind == "message":
            assert message.time.local == two[key].time.local
            assert message.time.earliest == two[key].time.earliest
        assert [(m.type, m.path) for m in message.media] == [
            (m.type, m.path) for m in two[key].media
        ]


def test_whatsapp_lines_are_what_the_manifest_counts(data: Path) -> None:
    folder = data / "chats/whatsapp/formats_redacted"
    counted: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))
    wrong = lines = 0
    for entry in counted:
        found = messages(folder / entry["file"])
        got = (
            sum(m.kind == "message" for m in found),
            sum(m.kind == "service" for m in found),
            sum(m.text.count("\n") for m in found),
        )
        said = tuple(entry[f"{k}_lines"] for k in ("message", "system", "continuation"))
        lines += sum(said)
        wrong += (sum(abs(a - b) for a, b in zip(said, got, strict=True)) + 1) // 2
    assert 1 - wrong / lines >= 0.98


@pytest.mark.parametrize("name", ["whatsapp/whats_json", "whatsapp/whatstk", "other"])
def test_the_other_samples_are_read(data: Path, name: str) -> None:
    for path in sorted((data / "chats" / name).rglob("*")):
        if path.suffix in (".txt", ".json", ".zip") and path.name not in (
            "SOURCE.txt",
            "target.json",
        ):
            found = messages(path)
            assert found, path
            assert all(m.time.local or m.time.earliest for m in found), path
