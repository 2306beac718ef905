"""One invented chat, exported as JSON and as HTML, reads the same in both."""

import json
import sys
from pathlib import Path

import pytest

from onrecord.formats import read_export
from onrecord.formats._telegram_fields import ACTIONS
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from onrecord.formats._html_service import SENTENCES, Sentence, event  # noqa: E402

GOLDEN = ROOT / "tests" / "golden" / "formats"
SAME = (
    "id", "kind", "sender", "text", "entities", "reply_to", "via_bot", "signature", "action",
    "reactions",
)  # fmt: skip


def messages(path: Path) -> tuple[list[Message], list[Trouble]]:
    """Messages and troubles of an export."""
    found: list[Message] = []
    troubles: list[Trouble] = []
    for part in read_export(path):
        if isinstance(part, Trouble):
            troubles.append(part)
        elif not isinstance(part, Chat):
            found += rows(part)
    return found, troubles


JSON, JSON_TROUBLES = messages(GOLDEN / "telegram-json" / "twin.json")
HTML, HTML_TROUBLES = messages(GOLDEN / "telegram-html" / "twin")


def test_as_many_in_both() -> None:
    assert [m.id for m in JSON] == [m.id for m in HTML]
    kinds = [[t.kind for t in troubles] for troubles in (JSON_TROUBLES, HTML_TROUBLES)]
    assert kinds == [["unsupported-message"], ["unsupported-message"]]


PAIRS = list(zip(JSON, HTML, strict=True))


@pytest.mark.parametrize(("one", "two"), PAIRS, ids=[str(m.id) for m in JSON])
def test_the_same_field_by_field(one: Message, two: Message) -> None:
    for name in SAME:
        assert getattr(one, name) == getattr(two, name), name
    assert (one.forward is None) == (two.forward is None)
    if one.forward and two.forward:
        assert one.forward.name == two.forward.name
    if one.kind == "message" and one.time.earliest:
        assert one.time.earliest == two.time.earliest
        assert one.time.local == two.time.local
    elif one.time.local:
        assert two.time.earliest is not None
        assert one.time.local.date() == two.time.local.date() if two.time.local else False
    for a, b in zip(one.media, two.media, strict=True):
        assert (a.type, a.path, a.present, a.name, a.duration) == (
            b.type, b.path, b.present, b.name, b.duration,
        )  # fmt: skip


@pytest.mark.parametrize("key", ["poll", "todo_list", "inline_bot_buttons"])
def test_what_only_the_payload_has(key: str) -> None:
    for one, two in zip(JSON, HTML, strict=True):
        said = json.loads(one.payload or "{}").get(key)
        if said is None:
            continue
        shown = json.loads(two.payload or "{}")[key]
        if key == "poll":
            assert shown == said
        elif key == "todo_list":
            assert shown["title"] == said["title"]
            assert [a["text"] for a in shown["answers"]] == [a["text"] for a in said["answers"]]
        else:
            assert [[b["text"] for b in row] for row in shown] == [
                [b["text"] for b in row] for row in said
            ]


def test_the_fields_are_there_to_be_compared() -> None:
    assert {m.action for m in HTML if m.kind == "service"} >= {"pin_message", "create_group"}
    for name in ("reply_to", "via_bot", "signature", "reactions", "media", "entities", "forward"):
        assert any(getattr(m, name) for m in HTML), name


@pytest.mark.parametrize("sentence", SENTENCES, ids=lambda s: f"{s.action}-{s.words.strip()[:30]}")
def test_every_sentence_is_told_from_the_others(sentence: Sentence) -> None:
    s = sentence
    middle = "7" if s.words.endswith((" ", "«", '"', "(", ":")) else ""
    tail = "" if s.tail == "." else s.tail
    said = ("" if s.bare else "Zarkan") + s.words + middle + tail
    told = event(said)
    assert told.known
    assert (told.action or "") == s.action
    if not s.bare and told.actor is not None:
        assert told.actor == ("7" if s.action == "new_creator_pending" else "Zarkan")


def test_every_action_of_a_sentence_is_one_of_the_json_exports() -> None:
    assert {s.action for s in SENTENCES if s.action} <= set(ACTIONS)


@pytest.mark.parametrize("said", ["Harbour was renamed", "", "«»", "a removed", "Voice chats"])
def test_another_sentence_is_no_event_we_know(said: str) -> None:
    assert not event(said).known


def test_a_name_that_holds_a_sentence_leaves_the_actor_open() -> None:
    told = event("Bob removed Al pinned this message")
    assert told.actor is None
    assert event("Bob created group «x removed y» with members Al").action == "create_group"
