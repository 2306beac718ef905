"""A file read in pieces gives what reading it in one go gives, damaged or not."""

import json
import random
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from onrecord import formats
from onrecord.formats import _parallel, _pieces
from onrecord.model.schema import MESSAGE
from onrecord.ports import Ask

HEAD = '{\n "name": "Room",\n "type": "private_supergroup",\n "id": 7,\n "messages": [\n  '
Part = Any


class Here:
    """An executor that works at once, in this process."""

    def submit(self, job: Any, *given: Any) -> Future[Any]:
        done: Future[Any] = Future()
        done.set_result(job(*given))
        return done


def message(n: int, dice: random.Random) -> dict[str, Any]:
    text = " ".join(dice.choices(["القارب", "wharf", "порт", "x" * 40, '"},{"', "\\"], k=6))
    made: dict[str, Any] = {
        "id": n,
        "type": "message",
        "date": "2026-03-02T09:30:00" if n % 50 else "no date",
        "date_unixtime": str(1_772_436_600 + n) if n % 50 else "x",
        "from": f"Member {n % 7}",
        "from_id": f"user{n % 7}",
        "text": text,
        "text_entities": [{"type": "plain", "text": text if n % 33 else "other"}],
    }
    if n % 41 == 0:
        made["never_seen"] = {"a": [{"b": 1}]}
    return made


def export(count: int, seed: int = 1) -> bytes:
    dice = random.Random(seed)
    each = [json.dumps(message(n, dice), ensure_ascii=False, indent=1) for n in range(count)]
    body = ",\n  ".join(one.replace("\n", "\n  ") for one in each)
    return (HEAD + body + "\n ]\n}").encode()


def both(folder: Path, data: bytes) -> tuple[list[Part], list[Part]]:
    """All parts in one go and in pieces; batches joined to one table, troubles by kind
    (between kinds their order follows batches, which end elsewhere)."""
    (folder / "result.json").write_bytes(data)
    tree = formats.open_tree(folder)
    fmt = formats.by_name("telegram-json")
    _parallel._opened.cache_clear()
    whole = joined(fmt.read(tree, Ask()))
    executor: Any = Here()
    return whole, joined(_parallel.read(fmt, tree, Ask(), folder, executor))


def joined(parts: Any) -> list[Part]:
    batches: list[pa.RecordBatch] = []
    others: list[Part] = []
    for part in parts:
        (batches if isinstance(part, pa.RecordBatch) else others).append(part)
    others.sort(key=lambda part: getattr(part, "kind", ""))
    return [pa.Table.from_batches(batches, MESSAGE).to_pylist(), *others]


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_pieces, "STEP", 20_000)


def test_pieces_are_used_and_tile_the_member(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_bytes(export(600))
    fmt: Any = formats.by_name("telegram-json")
    pieces = fmt.pieces(formats.open_tree(tmp_path), "result.json")
    assert len(pieces) > 5
    assert pieces[0].start == 0
    assert pieces[-1].end is None
    assert all(a.end == b.start - 1 for a, b in zip(pieces, pieces[1:], strict=False))


def test_a_whole_file_gives_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.formats._tally.EACH", 3)
    monkeypatch.setattr("onrecord.formats.telegram_json.EACH", 3)
    monkeypatch.setattr(_parallel, "EACH", 3)
    whole, pieces = both(tmp_path, export(900))
    assert whole == pieces
    assert [t.kind for t in whole[1:]].count("bad-time") == 4  # three and the count of the rest


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_file_gives_the_same(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    data = bytearray(export(400, seed))
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(HEAD.encode()) + 10, len(data) - 20)
        what = dice.choice([b"", b"\\x1B", b'"', b"{", b"}", b"\xff", b"\n  },\n  {", b"]", b"\n"])
        data[at : at + dice.randint(0, 3)] = what
    whole, pieces = both(tmp_path, bytes(data))
    assert whole == pieces


def test_a_file_that_breaks_off_gives_the_same(tmp_path: Path) -> None:
    data = export(400)
    for cut in range(len(data) - 60_000, len(data), 3_001):
        whole, pieces = both(tmp_path, data[:cut])
        assert whole == pieces


def test_a_delimiter_inside_a_record_gives_the_same(tmp_path: Path) -> None:
    """Printed with one depth less than usual: the delimiter stands between list items."""
    inner = ",\n  ".join('{\n  "deep": 1\n  }' for _ in range(3_000))
    text = f'{{\n  "id": 1,\n  "type": "message",\n  "odd": [\n  {inner}\n  ],\n  "text": ""\n  }}'
    data = (HEAD + ",\n  ".join([text] * 4) + "\n ]\n}").encode()
    whole, pieces = both(tmp_path, data)
    assert whole == pieces


def test_small_files_and_other_shapes_stay_whole(tmp_path: Path) -> None:
    fmt: Any = formats.by_name("telegram-json")
    for name, data in (
        ("small", export(20)),
        ("flat", json.dumps(json.loads(export(900)), ensure_ascii=False).encode()),
        ("empty", (HEAD + "]}").encode() + b" " * 90_000),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "result.json").write_bytes(data)
        assert len(fmt.pieces(formats.open_tree(folder), "result.json")) < 2
        whole, pieces = both(folder, data)
        assert whole == pieces
