"""One export in every shape Telegram Desktop and people give it: the same messages."""

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.acceptance.told import PASSPHRASE, Told
from tests.cli.shell import as_json

from onrecord import Desk

Capture = pytest.CaptureFixture[str]
Content = tuple[Any, ...]


def folder(told: Told, to: Path) -> Path:
    return Path(shutil.copytree(told.sample / "witness-a", to / "export"))


def single_json(told: Told, to: Path) -> Path:
    return Path(shutil.copy(told.sample / "witness-a" / "result.json", to / "result.json"))


def packed(told: Told, to: Path, inside: str) -> Path:
    source = told.sample / "witness-a"
    with zipfile.ZipFile(to / "export.zip", "w", zipfile.ZIP_DEFLATED) as box:
        for file in sorted(p for p in source.rglob("*") if p.is_file()):
            box.write(file, inside + file.relative_to(source).as_posix())
    return to / "export.zip"


def a_zip(told: Told, to: Path) -> Path:
    return packed(told, to, "")


def zip_with_a_folder(told: Told, to: Path) -> Path:
    return packed(told, to, "ChatExport_2026-04-13/")


def full_account(told: Told, to: Path) -> Path:
    """The whole account's export: the same chat among others, under ``chats.list``."""
    chat = json.loads((told.sample / "witness-a" / "result.json").read_text("utf-8"))
    other = {"name": "Saved", "type": "saved_messages", "id": 99, "messages": []}
    whole = {
        "about": "Here is the data you requested.",
        "personal_information": {"user_id": 1, "first_name": "Exporter"},
        "contacts": {"about": "", "list": []},
        "chats": {"about": "This page lists all chats.", "list": [other, chat]},
        "left_chats": {"about": "", "list": []},
    }
    (to / "account").mkdir()
    text = json.dumps(whole, ensure_ascii=False, indent=1)
    (to / "account" / "result.json").write_text(text, "utf-8")
    return to / "account"


SHAPES: list[Callable[[Told, Path], Path]] = [
    folder,
    single_json,
    a_zip,
    zip_with_a_folder,
    full_account,
]


def contents(objects: list[dict[str, Any]]) -> list[Content]:
    """What every shape must agree on, in order."""
    names = ("id", "chat", "kind", "sender", "sender_id", "time", "text", "reply_to", "edited")
    return [
        (*(o[n] for n in names), json.dumps(o["forward_from"]), json.dumps(o["reactions"]))
        for o in objects
        if "kind" in o
    ]


@pytest.fixture(scope="module")
def first(told: Told) -> dict[str, list[Content]]:
    """The folder's contents, read once."""
    return {}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda f: f.__name__)
def test_every_shape_holds_the_same_messages(
    told: Told,
    tmp_path: Path,
    capsys: Capture,
    first: dict[str, list[Content]],
    shape: Callable[[Told, Path], Path],
) -> None:
    if not first:
        first["folder"] = contents(as_json(capsys, "read", told.sample / "witness-a").rows)
        assert len(first["folder"]) == told.truth["counts"]["witness_a"]["records"]
    ran = as_json(capsys, "read", shape(told, tmp_path))
    assert contents(ran.rows) == first["folder"]
    assert ran.last["troubles"] == 0


@pytest.mark.parametrize("shape", SHAPES, ids=lambda f: f.__name__)
def test_keys_are_the_same_with_and_without_a_case(
    told: Told, own: Told, tmp_path: Path, capsys: Capture, shape: Callable[[Told, Path], Path]
) -> None:
    (tmp_path / "x").mkdir()
    path = shape(told, tmp_path / "x")
    keys = {o["id"]: o["key"] for o in as_json(capsys, "read", path).rows if "kind" in o}
    case = tmp_path / "other"
    desk = Desk(own.desk.folder, PASSPHRASE)
    desk.new(case)
    received = desk.add(case, path)
    assert received.counts.records == len(keys) == told.truth["counts"]["witness_a"]["records"]
    for planted in told.truth["message"][::20]:
        number = str(planted["id"])
        found = desk.show(case, f"id:{number}", around=0).message
        assert found.key == keys[number]
        assert found.text == planted["text"]
    assert desk.check(case).whole


def exports() -> list[Path]:
    """Every Telegram Desktop JSON of the real samples, where there are some."""
    given = os.environ.get("ONRECORD_DATA")
    return sorted(Path(given, "chats", "telegram").rglob("*.json")) if given else []


def test_there_are_real_exports(data: Path) -> None:
    assert exports(), f"no JSON under {data}/chats/telegram"


@pytest.mark.parametrize("export", exports(), ids=lambda p: p.parent.name + "-" + p.name)
def test_real_exports_go_in_whole(own: Told, tmp_path: Path, capsys: Capture, export: Path) -> None:
    """Read with and without a case: the same counts, and the case checks."""
    ran = as_json(capsys, "read", export)
    if ran.code == 10:
        pytest.skip("not a chat export")
    desk = Desk(own.desk.folder, PASSPHRASE)
    desk.new(tmp_path / "real")
    received = desk.add(tmp_path / "real", export, partial=True)
    assert received.counts.records == ran.last["records"]
    assert received.counts.messages == ran.last["messages"]
    assert desk.check(tmp_path / "real").whole
