"""The sample's other inputs: the second witness, the side chat, pictures, any size."""

import hashlib
import json
import re
import struct
import tomllib
import zlib
from pathlib import Path
from typing import Any

import pytest

import make_sample
from sample import build, jpeg, media, pictures, telegram_json, whatsapp

Json = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build.write(folder, seed=7)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> Json:
    return tomllib.loads((made / "truth.toml").read_text(encoding="utf-8"))


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def test_the_same_seed_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    build.write(tmp_path / "again", seed=7)
    build.write(tmp_path / "other", seed=8)
    assert _digest(made) == _digest(tmp_path / "again")
    assert _digest(made) != _digest(tmp_path / "other")


def _html_ids(folder: Path) -> list[int]:
    pages = sorted(folder.glob("messages*.html"), key=lambda path: (len(path.name), path.name))
    text = "".join(path.read_text(encoding="utf-8") for path in pages)
    return [int(number) for number in re.findall(r'id="message(\d+)"', text)]


def test_the_second_witness_differs_as_truth_says(made: Path, truth: Json) -> None:
    rows = json.loads((made / "witness-a" / "result.json").read_text("utf-8"))["messages"]
    here = {row["id"] for row in rows}
    there = _html_ids(made / "witness-b")
    assert len(there) == len(set(there)) == truth["counts"]["witness_b"]["records"]
    assert sorted(here - set(there)) == truth["witness_b"]["gone"]
    assert sorted(set(there) - here) == truth["witness_b"]["new"]
    assert (len(here - set(there)), len(set(there) - here)) == (9, 40)
    page = (made / "witness-b" / "messages.html").read_text(encoding="utf-8")
    assert len(truth["witness_b_changed"]) == 3
    for row in truth["witness_b_changed"]:
        assert row["b"] in page
        assert row["a"] not in page
    for row in truth["witness_b_name"]:
        assert row["a"] != row["b"]
    assert "Layla 📷" in page


def test_the_side_chat_is_as_arabic_phones_write_it(made: Path, truth: Json) -> None:
    text = (made / "side-chat" / whatsapp.NAME).read_text(encoding="utf-8")
    heads = re.findall(
        r"^[٠-٩]+\u200f/[٠-٩]+\u200f/٢٠٢٦، [٠-٩]+:[٠-٩]{2}\u202f[صم] - (?:([^:\n]{2,20}): )?",
        text,
        re.MULTILINE,
    )
    counts = truth["counts"]["side_chat"]
    assert len(heads) == counts["records"]
    assert set(heads) - {""} == set(truth["side_chat"]["senders"])
    assert text.count(whatsapp.ATTACHED) == counts["attached"]
    for name in re.findall(r"\u200e(IMG\S+\.jpg)", text):
        assert (made / "side-chat" / name).is_file()
    days = {int(d) for d in re.findall(r"^([٠-٩]+)\u200f/", text, re.MULTILINE)}
    assert max(days) <= 12  # no day settles the order of day and month


def test_a_grown_case_streams(tmp_path: Path) -> None:
    counts = build.write(tmp_path / "grown", messages=5000)
    rows = json.loads((tmp_path / "grown/witness-a/result.json").read_text("utf-8"))["messages"]
    truth = tomllib.loads((tmp_path / "grown/truth.toml").read_text(encoding="utf-8"))
    assert counts["witness-a"] == len(rows) == len({row["id"] for row in rows}) == 5000
    times = [int(row["date_unixtime"]) for row in rows]
    assert times == sorted(times)
    by_id = {row["id"]: row for row in rows}
    told = truth["counts"]["witness_a"]
    assert told["records"] == told["message"] + told["service"] == 5000
    assert told["reply"] == sum("reply_to_message_id" in row for row in rows)
    assert told["forward"] == sum("forwarded_from" in row for row in rows)
    for planted in truth["message"]:
        assert int(by_id[planted["id"]]["date_unixtime"]) == planted["date_unixtime"]
    second = json.loads((tmp_path / "grown/witness-b/result.json").read_text("utf-8"))["messages"]
    there = {row["id"] for row in second}
    assert sorted(set(by_id) - there) == truth["witness_b"]["gone"]
    assert sorted(there - set(by_id)) == truth["witness_b"]["new"]


def test_the_command_refuses_a_full_folder(tmp_path: Path) -> None:
    assert make_sample.main([str(tmp_path / "new"), "--messages", "1_500", "--only-a"]) == 0
    with pytest.raises(SystemExit):
        make_sample.main([str(tmp_path)])


def test_strings_are_written_as_telegram_desktop_writes_them() -> None:
    assert telegram_json.quoted('a"\\\n\t\x1b\u2028é') == r'"a\"\\\n\t\x1B\u2028é"'
    made = telegram_json.render({"a": [], "reactions": [{"n": 1}]}, 2)
    assert made == ('{\n   "a": [],\n   "reactions": [\n     {\n      "n": 1\n     }\n    ]\n  }')


def test_pictures_are_whole_files() -> None:
    files = pictures.folder()
    assert sum(name.endswith(".jpg") for name in files) == 3
    for name, data in files.items():
        if name.endswith(".jpg"):
            assert data.startswith(b"\xff\xd8\xff\xe0") and data.endswith(b"\xff\xd9")
            assert (b"Exif\0\0MM" in data) == (name != "IMG_0431_small.jpg")
        else:
            _check_png(data)
    assert jpeg.ZIGZAG[:6] == [0, 1, 8, 16, 9, 2] and sorted(jpeg.ZIGZAG) == list(range(64))


def _check_png(data: bytes) -> None:
    at, kinds = 8, []
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        body = data[at + 8 : at + 8 + size]
        assert struct.unpack_from(">I", data, at + 8 + size)[0] == zlib.crc32(kind + body)
        kinds.append(kind)
        at += 12 + size
    assert kinds == [b"IHDR", b"eXIf", b"IDAT", b"IEND"]


def test_the_voice_note_is_ogg_with_true_checksums() -> None:
    data, pages = media.voice(), 0
    while data:
        segments = data[26]
        size = 27 + segments + sum(data[27 : 27 + segments])
        page = bytearray(data[:size])
        told = struct.unpack_from("<I", page, 22)[0]
        struct.pack_into("<I", page, 22, 0)
        assert media.crc(bytes(page)) == told
        data, pages = data[size:], pages + 1
    assert pages == 3
