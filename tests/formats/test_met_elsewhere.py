"""Exports as people hand them over: said again by an editor, of a language not listed,
of an app's other button, or no export at all."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import AmbiguousFormat, NotAnExport
from onrecord.formats import all_formats, open_tree, pick, read_export
from onrecord.formats._unclaimed import unclaimed
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble


def read(path: Path) -> tuple[list[Chat], list[Message], list[Trouble]]:
    """What an export holds."""
    chats: list[Chat] = []
    found: list[Message] = []
    troubles: list[Trouble] = []
    for part in read_export(path):
        if isinstance(part, Chat):
            chats.append(part)
        elif isinstance(part, Trouble):
            troubles.append(part)
        else:
            found += rows(part)
    return chats, found, troubles


def whatsapp(folder: Path, *lines: str) -> tuple[list[Chat], list[Message], list[Trouble]]:
    path = folder / "chat.txt"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return read(path)


def hours(found: list[Message]) -> list[int | None]:
    return [m.time.local.hour if m.time.local else None for m in found]


def test_words_no_list_knows_are_told_apart_by_the_order_of_the_day(tmp_path: Path) -> None:
    chats, found, troubles = whatsapp(
        tmp_path,
        "13/02/2023 9:05 XO - Rami: a",
        "13/02/2023 1:05 ZU - Rami: b",
        "14/02/2023 12:05 XO - Rami: c",
        "14/02/2023 12:05 ZU - Rami: d",
        "15/02/2023 7:00 ZU - Rami: e",
    )
    assert hours(found) == [9, 13, 0, 12, 19]
    assert {m.time.basis for m in found} == {"local-unknown"}
    assert troubles == []
    assert dict(chats[0].notes)["clock"] == (
        "12 hours, by the order of the messages: XO is am, ZU is pm"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("13/02/2023 9:05 XO - Rami: a",),
        ("13/02/2023 9:05 XO - Rami: a", "14/02/2023 1:05 ZU - Rami: b"),
        ("13/02/2023 9:05 XO - R: a", "13/02/2023 1:05 ZU - R: b", "13/02/2023 2:05 XO - R: b"),
    ],
)
def test_words_that_stay_unknown_make_every_time_one_of_two(
    lines: tuple[str, ...], tmp_path: Path
) -> None:
    _, found, troubles = whatsapp(tmp_path, *lines)
    assert [t.kind for t in troubles] == ["ambiguous-clock"]
    assert "XO" in troubles[0].note
    for m in found:
        assert m.time.basis == "ambiguous"
        assert m.time.earliest is not None
        assert m.time.latest is not None


def test_an_unknown_word_beside_a_clock_of_24_hours_says_nothing(tmp_path: Path) -> None:
    _, found, troubles = whatsapp(
        tmp_path, "13/02/2023 9:05 XO - Rami: a", "13/02/2023 19:05 XO - Rami: b"
    )
    assert hours(found) == [9, 19]
    assert troubles == []


def test_kurmanji_halves_are_known(tmp_path: Path) -> None:
    _, found, _ = whatsapp(tmp_path, "13/02/2023 1:45 PN - Rami: a", "14/02/2023 1:45 BN - Rami: b")
    assert hours(found) == [13, 1]


PAGE = (
    '<!DOCTYPE html>\n<html>\n\n <body>\n\n  <div class="page_wrap">\n\n   '
    '<div class="page_body chat_page">\n\n    <div class="history">\n{}\n    </div>\n\n   </div>\n'
    "\n  </div>\n\n </body>\n\n</html>\n"
)
ONE = """
     <div class="message default clearfix" id="message{}">

      <div class="body">

       <div class="pull_right date details" title="01.05.2023 10:00:00 UTC+02:00">
10:00
       </div>

       <div class="from_name">
Rami
       </div>

       <div class="text">
the water is cold
       </div>

      </div>

     </div>
"""


def test_a_page_that_was_laid_out_anew_is_not_called_empty(tmp_path: Path) -> None:
    whole = PAGE.format(ONE.format(1) + ONE.format(2))
    (tmp_path / "messages.html").write_text(whole, encoding="utf-8")
    assert [len(part) for part in read(tmp_path)[1:]] == [2, 0]
    flat = "".join(line.strip() for line in whole.split("\n"))
    (tmp_path / "messages.html").write_text(flat, encoding="utf-8")
    _, found, troubles = read(tmp_path)
    assert found == []
    assert [(t.kind, t.weight) for t in troubles] == [("unreadable-record", "fatal")]
    assert flat.encode()[troubles[0].place.start :].startswith(b'class="message default')


def test_one_odd_message_between_two_is_told(tmp_path: Path) -> None:
    odd = '\n     <article class="message strange" id="message2">\nlost?\n     </article>\n'
    page = PAGE.format(ONE.format(1) + odd + ONE.format(3))
    (tmp_path / "messages.html").write_text(page, encoding="utf-8")
    _, found, troubles = read(tmp_path)
    assert [m.id for m in found] == ["1", "3"]
    assert [t.kind for t in troubles] == ["unreadable-record"]


def event(n: int, kind: str = "m.room.message", **more: Any) -> dict[str, Any]:
    return {
        "type": kind,
        "room_id": "!quay:home.example",
        "sender": "@rami:home.example",
        "content": {"msgtype": "m.text", "body": f"line {n}"},
        "origin_server_ts": 1_682_928_000_000 + n,
        "event_id": f"$e{n}",
    } | more


EVENTS = [event(1), event(2, "m.room.topic", state_key=""), event(3)]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("events.json", json.dumps(EVENTS)),
        ("page.json", json.dumps({"chunk": EVENTS, "start": "a", "end": "b"})),
        ("events.jsonl", "\n".join(json.dumps(e) for e in EVENTS)),
    ],
)
def test_matrix_events_need_no_element_around_them(name: str, body: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(body, encoding="utf-8")
    assert pick(open_tree(path))[0].name == "matrix"
    chats, found, troubles = read(path)
    assert [c.id for c in chats] == ["!quay:home.example"]
    assert [(m.id, m.kind, m.text) for m in found] == [
        ("$e1", "message", "line 1"),
        ("$e2", "service", ""),
        ("$e3", "message", "line 3"),
    ]
    assert {m.chat for m in found} == {chats[0].id}
    assert troubles == []


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in files.items():
            archive.writestr(name, body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "body", "what", "advice"),
    [
        ("result.json", b"", "0 bytes", "Copy it again"),
        ("chat.txt", "13/02/23, 9:05 - Rami: a\n".encode("utf-16"), "UTF-16", "save it as UTF-8"),
        ("msgstore.db.crypt15", b"\x00\xf1\x22" * 90, "encrypted backup", "Export chat"),
        ("signal-2023.backup", b"\x00\xf1\x22" * 90, "encrypted backup", "signalbackup-tools"),
        ("msgstore.db", b"SQLite format 3\0" + b"\0" * 90, "database", "--format csv"),
        ("chat.zip", b"<html>404</html>", "none", "Copy it again"),
        ("a.zip", zipped({"b.zip": zipped({"c.zip": zipped({"d": b"e"})})}), "deeper", "Unpack"),
        ("shot.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "pictures", "no export"),
        ("feed.xml", b"<?xml version='1.0'?>\n<rss version='2.0'></rss>", "news", "--news"),
        ("saved.json", b'{"a": [{"b": 1}]}', "JSON that no reader knows", "--column text="),
        ("d.txt", b"=====\nGuild: G\nChannel: T / c\n=====\n\n", "plain text", "JSON or HTML"),
        (
            "export_results.html",
            b'<html><body><div class="page_wrap">Exported Data</div></body></html>',
            "no messages",
            "whole folder",
        ),
        ("diary.txt", b"Dear diary,\nnothing happened.\n", "no reader recognises", "formats"),
    ],
)
def test_what_is_no_export_is_told_what_it_is(
    name: str, body: bytes, what: str, advice: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    tree = open_tree(path)
    assert [f.name for f in all_formats().values() if f.sniff(tree)] == []
    error = unclaimed(tree)
    assert what in error.what
    assert advice in str(error.advice)


def test_pick_says_why(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.write_bytes(b"")
    with pytest.raises(NotAnExport, match="0 bytes"):
        pick(open_tree(path))


def test_telegram_writing_both_kinds_at_once_is_told_how_to_go_on(tmp_path: Path) -> None:
    (tmp_path / "messages.html").write_text(PAGE.format(ONE.format(1)), encoding="utf-8")
    chat = {"name": "Quay", "type": "private_group", "id": 4, "messages": []}
    (tmp_path / "result.json").write_text(json.dumps(chat), encoding="utf-8")
    with pytest.raises(AmbiguousFormat) as caught:
        pick(open_tree(tmp_path))
    assert "--format" in str(caught.value.advice)
    assert "align" in str(caught.value.advice)
