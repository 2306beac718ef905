"""What Telegram Desktop really writes, what it writes wrongly, and what was changed after."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats import read_export
from onrecord.formats._cut import Run
from onrecord.formats._json import Broken, walk
from onrecord.formats._source import Source
from onrecord.formats._telegram_fields import ACTIONS
from onrecord.formats._telegram_records import strictly
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask

TEXT = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "N", "P", "S", "Z", "Cf", "Cc"])
    | st.sampled_from(
        '\u2028\u2029\u200e\u200f\u202e\u2066\u200d\U0001f468\U0001f41f\u0000\n\t"\\'
    ),
    max_size=40,
)


def record(n: int, **more: Any) -> dict[str, Any]:
    base = {
        "id": n,
        "type": "message",
        "date": "2024-06-01T13:00:00",
        "date_unixtime": "1717236000",
        "from": "Zarkan",
        "from_id": "user1",
        "text": f"word {n}",
        "text_entities": [{"type": "plain", "text": f"word {n}"}],
    }
    return {k: v for k, v in (base | more).items() if v is not ...}


def document(*records: Any, indent: int | str | None = 1) -> bytes:
    chat = {"name": "Harbour", "type": "private_group", "id": 7, "messages": list(records)}
    return json.dumps(chat, ensure_ascii=False, indent=indent).encode("utf-8", "surrogatepass")


def read(data: bytes, folder: Path, ask: Ask | None = None) -> tuple[list[Message], list[Trouble]]:
    path = folder / "result.json"
    path.write_bytes(data)
    messages: list[Message] = []
    troubles: list[Trouble] = []
    for part in read_export(path, ask=ask):
        if isinstance(part, Trouble):
            troubles.append(part)
        elif not isinstance(part, Chat):
            messages += rows(part)
    return messages, troubles


def test_a_control_character_costs_one_message_a_trouble(tmp_path: Path) -> None:
    data = document(*(record(n) for n in range(5))).replace(b"word 2", rb"a\x1B[0m\\x41")
    messages, troubles = read(data, tmp_path)
    assert [m.text for m in messages] == ["word 0", "word 1", "a\\x1B[0m\\x41", "word 3", "word 4"]
    assert messages[2].text_raw == b"a\x1b[0m\\x41"
    assert messages[2].enc == "x-escape"
    assert [t.kind for t in troubles] == ["x-escape"]
    assert all(m.enc is None for m in messages if m.id != "2")


def test_half_a_pair_and_bytes_that_are_no_text(tmp_path: Path) -> None:
    data = document(*(record(n) for n in range(4)))
    data = data.replace(b"word 1", rb"half \ud83d.").replace(b"word 2", b"byte \xff.")
    messages, troubles = read(data, tmp_path)
    assert messages[1].text == "half \\ud83d."
    assert messages[1].text_raw == b"half \xed\xa0\xbd."
    assert messages[2].text == "byte \\xff."
    assert messages[2].text_raw == b"byte \xff."
    assert [t.kind for t in troubles] == ["lone-surrogate", "bad-utf8"]


def test_offsets_count_code_points_of_the_text_shown(tmp_path: Path) -> None:
    parts = ["a\U0001f41f", {"type": "bold", "text": "b\u2028"}, {"type": "spoiler", "text": "c"}]
    messages, _ = read(document(record(1, text=parts, text_entities=...)), tmp_path)
    assert [(e.type, e.start, e.length) for e in messages[0].entities] == [
        ("bold", 2, 2),
        ("spoiler", 4, 1),
    ]
    assert all(messages[0].text[e.start :][: e.length] for e in messages[0].entities)


@pytest.mark.parametrize("indent", [None, 0, 1, 2, 4, 7, "\t"])
def test_any_indentation_reads_the_same(indent: int | str | None, tmp_path: Path) -> None:
    parts = [{"type": "bold", "text": "x"}, " y"]
    records = [record(n, text=parts, text_entities=...) for n in range(30)]
    messages, troubles = read(document(*records, indent=indent), tmp_path)
    assert [m.text for m in messages] == ["x y"] * 30
    assert troubles == []


def test_an_unknown_field_is_kept_and_counted(tmp_path: Path) -> None:
    records = [record(n, hologram={"depth": n}) for n in range(3)]
    messages, troubles = read(document(*records), tmp_path)
    assert [json.loads(m.unknown or "") for m in messages] == [
        {"hologram": {"depth": n}} for n in range(3)
    ]
    assert [(t.kind, t.note) for t in troubles] == [("unknown-field", "hologram: 3 times")]


def test_a_field_of_the_wrong_type_costs_only_itself(tmp_path: Path) -> None:
    messages, _ = read(document(record(1, width="wide", photo="photos/a.jpg")), tmp_path)
    assert messages[0].text == "word 1"
    assert messages[0].media[0].path == "photos/a.jpg"
    assert json.loads(messages[0].unknown or "") == {"width": "wide"}


def test_an_unknown_action_is_named(tmp_path: Path) -> None:
    event = record(1, type="service", actor="Zarkan", action="open_portal", **{"from": ...})
    messages, troubles = read(document(event), tmp_path)
    assert messages[0].kind == "service"
    assert messages[0].action == "open_portal"
    assert [(t.kind, t.note) for t in troubles] == [("unknown-action", "open_portal: 1 time")]


def test_a_text_changed_in_one_place_only_is_noticed(tmp_path: Path) -> None:
    data = document(record(1), record(2)).replace(b'"text": "word 2"', b'"text": "other"', 1)
    _, troubles = read(data, tmp_path)
    assert [t.kind for t in troubles] == ["two-texts"]


def test_a_time_changed_in_one_place_only_is_noticed(tmp_path: Path) -> None:
    changed = record(2, date="2024-06-01T13:07:00")
    _, troubles = read(document(record(1), changed), tmp_path)
    assert [t.kind for t in troubles] == ["two-times"]


@pytest.mark.parametrize(
    ("zone", "local", "basis", "hours"),
    [
        (None, "2024-06-01T12:00:00", "local-unknown", 26),
        ("Europe/Berlin", "2024-06-01T12:00:00", "zone", 0),
        ("Europe/Berlin", "2024-10-27T02:30:00", "ambiguous", 1),
        ("Europe/Berlin", "2024-03-31T02:30:00", "ambiguous", 1),
        ("Asia/Baghdad", "2024-10-27T02:30:00", "zone", 0),
    ],
)
def test_a_wall_clock_alone_is_an_interval(
    zone: str | None, local: str, basis: str, hours: int, tmp_path: Path
) -> None:
    data = document(record(1, date=local, date_unixtime=...))
    messages, _ = read(data, tmp_path, Ask(zone=zone))
    time = messages[0].time
    assert time.basis == basis
    assert time.earliest is not None
    assert time.latest is not None
    assert (time.latest - time.earliest).total_seconds() == hours * 3600


def test_forwards_of_the_hidden_and_the_deleted(tmp_path: Path) -> None:
    data = document(
        record(1, forwarded_from="Somebody"),
        record(2, forwarded_from=None),
        record(3, forwarded_from="Radio", forwarded_from_id="channel7"),
        record(4),
    )
    messages, _ = read(data, tmp_path)
    found = [None if m.forward is None else (m.forward.name, m.forward.id) for m in messages]
    assert found == [("Somebody", None), (None, None), ("Radio", "channel7"), None]


def test_an_absent_file_is_absent_and_a_present_one_present(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "here.jpg").write_bytes(b"x")
    data = document(
        record(1, photo="photos/here.jpg"),
        record(2, photo="photos/gone.jpg"),
        record(3, photo="(File not included. Change data exporting settings to download.)"),
    )
    (tmp_path / "result.json").write_bytes(data)
    found = [m.media[0] for part in read_export(tmp_path)
             if not isinstance(part, Chat | Trouble) for m in rows(part)]  # fmt: skip
    assert [(m.path, m.present) for m in found] == [
        ("photos/here.jpg", True),
        ("photos/gone.jpg", False),
        (None, False),
    ]


@given(st.lists(TEXT, min_size=1, max_size=8), st.sampled_from([None, 1, 4]))
def test_any_text_comes_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], indent: int | None
) -> None:
    records = [record(n, text=t, text_entities=...) for n, t in enumerate(texts)]
    messages, troubles = read(document(*records, indent=indent), tmp_path_factory.mktemp("t"))
    assert [m.text for m in messages] == texts
    assert troubles == []


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=30),
    st.integers(1, 64),
    st.sampled_from([None, 1, 3]),
)
def test_ranges_do_not_depend_on_the_block(
    sizes: list[int], block: int, indent: int | None
) -> None:
    import io

    data = document(*(record(n, text="x" * s, text_entities=...) for n, s in enumerate(sizes)),
                    indent=indent)  # fmt: skip
    source = Source(io.BytesIO(data), block=block * 16)
    found = []
    for event in walk(source, lambda path: path == ("messages",), strictly):
        assert not isinstance(event, Broken), event
        if isinstance(event, Run):
            found += list(zip(event.starts, event.lengths, strict=True))
    assert len(found) == len(sizes)
    for n, (start, length) in enumerate(found):
        assert json.loads(data[start : start + length])["id"] == n


def test_an_account_keeps_its_chats_apart(tmp_path: Path) -> None:
    account = {
        "about": "…",
        "chats": {"about": "…", "list": [
            {"name": "A", "type": "personal_chat", "id": 1, "messages": [record(1)]},
            {"name": "B", "type": "personal_chat", "id": 2, "messages": []},
        ]},
        "left_chats": {"about": "…", "list": [
            {"name": "C", "type": "private_channel", "id": 3, "messages": [record(1), record(2)]},
        ]},
    }  # fmt: skip
    path = tmp_path / "result.json"
    path.write_bytes(json.dumps(account, ensure_ascii=False, indent=1).encode())
    parts = list(read_export(path))
    chats = [p for p in parts if isinstance(p, Chat)]
    assert [(c.id, c.name, dict(c.notes)["membership"]) for c in chats] == [
        ("1", "A", "member"),
        ("2", "B", "member"),
        ("3", "C", "left"),
    ]
    owners = [m.chat for p in parts if not isinstance(p, Chat | Trouble) for m in rows(p)]
    assert owners == ["1", "3", "3"]


def test_a_rich_message_has_its_words(tmp_path: Path) -> None:
    rich = {"blocks": [
        {"type": "heading", "level": 1, "text": {"type": "plain", "text": "Title"}},
        {"type": "paragraph", "text": {"type": "concat", "text": [
            {"type": "plain", "text": "one "}, {"type": "bold", "text": {"type": "plain",
             "text": "two"}}]}},
        {"type": "list", "items": [{"content": "text", "text": {"type": "plain", "text": "x"}}]},
    ]}  # fmt: skip
    messages, _ = read(
        document(record(1, text=..., text_entities=..., rich_message=rich)), tmp_path
    )
    assert messages[0].text == "Title\none two\nx"
    assert json.loads(messages[0].payload or "")["rich_message"] == rich


def test_the_table_of_actions_has_no_doubles() -> None:
    assert len(ACTIONS) > 50
    assert all(keys == " ".join(dict.fromkeys(keys.split())) for keys in ACTIONS.values())
