"""Reading with the compiled helper gives what reading without it gives, byte for byte."""

import json
import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from onrecord import compiled, formats
from onrecord.errors import BrokenHelper
from onrecord.formats import _quick
from onrecord.model.schema import MESSAGE
from onrecord.ports import Ask

GOLDEN = Path(__file__).parents[1] / "golden" / "formats" / "telegram-json"
HEAD = '{\n "name": "Room",\n "type": "private_supergroup",\n "id": 7,\n "messages": [\n  '
TEXTS = (
    "القارب عند الرصيف",
    "wharf",
    "порт",
    "",
    '"},{"',
    "\\",
    "a\nb",
    "\u0000",
    "🙂‍↔️ é",
    "\u2028",
)
MORE: list[dict[str, Any]] = [
    {},
    {"href": "https://example.org/é"},
    {"user_id": 12},
    {"language": ""},
    {"document_id": "d"},
    {"language": "py", "href": ""},
    {"collapsed": True},
]
Part = Any

pytestmark = pytest.mark.skipif(_quick.helper() is None, reason="no compiled helper installed")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Reads a folder with the helper and without."""

    def once(folder: Path, said: str) -> list[Part]:
        monkeypatch.setenv(compiled.OFF, said)
        _quick.helper.cache_clear()
        batches: list[pa.RecordBatch] = []
        others: list[Part] = []
        for part in formats.by_name("telegram-json").read(formats.open_tree(folder), Ask()):
            (batches if isinstance(part, pa.RecordBatch) else others).append(part)
        for batch in batches:
            batch.validate(full=True)
        others.sort(key=lambda part: getattr(part, "kind", ""))
        return [pa.Table.from_batches(batches, MESSAGE).to_pylist(), *others]

    yield lambda folder: (once(folder, "yes"), once(folder, "no"))
    _quick.helper.cache_clear()


Read = Callable[[Path], tuple[list[Part], list[Part]]]


def pieces(dice: random.Random) -> list[Any]:
    made: list[Any] = []
    for _ in range(dice.randrange(4)):
        text = dice.choice(TEXTS)
        more = dice.choice(MORE)
        kind = dice.choice(["plain", "bold", "link"])
        made.append(text if dice.random() < 0.4 else {"type": kind, "text": text, **more})
    return made


def message(n: int, dice: random.Random) -> dict[str, Any]:
    """One of the shapes that Telegram Desktop writes, most of them plain."""
    text: Any = dice.choice(TEXTS) if dice.random() < 0.7 else pieces(dice)
    runs = [{"type": "plain", "text": text}] if isinstance(text, str) and text else []
    if isinstance(text, list):
        runs = [{"type": "plain", "text": p} if isinstance(p, str) else p for p in text]
    made: dict[str, Any] = {
        "id": dice.choice([n, -n, 10**17 + n, 10**18, f"{n}"]) if dice.random() < 0.1 else n,
        "type": "message",
        "date": "2026-03-02T09:30:00",
        "date_unixtime": str(1_772_443_800 + 900 * dice.randrange(-4, 4)),
        "from": dice.choice(["Member", "عضو", None]),
        "from_id": f"user{n % 7}",
        "text": text,
        "text_entities": runs,
    }
    photo = dice.choice(["photos/p.jpg", "photos/none.jpg", "/abs.jpg", "(File not included.)", ""])
    odd: list[dict[str, Any]] = [
        {"reply_to_message_id": n - 1, "reply_to_peer_id": "channel9"},
        {"forwarded_from": dice.choice(["A", None]), "forwarded_from_id": "channel1"},
        {"edited": "2028-02-29T23:59:59", "edited_unixtime": "1835481599"},
        {"edited": "2027-02-29T23:59:59", "edited_unixtime": "1"},
        {"photo": photo, "photo_file_size": 10**12, "width": 5, "height": 1 << 33},
        {"photo": photo, "width": 640, "height": 480},
        {"width": 640},
        {"reactions": [{"type": "emoji", "count": 3, "emoji": "🔥"}]},
        {"reactions": [{"type": "paid", "count": 1 << 40}, {"type": "x", "count": 1, "emoji": ""}]},
        {"reactions": [{"type": "emoji", "count": 1, "emoji": "👍", "recent": [{"from": "A"}]}]},
        {"via_bot": "@bot", "author": "Signed"},
        {"text_entities": [{"type": "plain", "text": "something else"}]},
        {"date": dice.choice(["2026-02-30T00:00:00", "no date", "2026-03-02T24:00:00"])},
        {"date_unixtime": dice.choice(["", "01", "1e9", "99999999999"])},
        {"file": "files/a.pdf", "file_name": "a.pdf", "mime_type": "application/pdf"},
        {"type": "service", "actor": "A", "action": "pin_message", "message_id": 3},
        {"never_seen": {"a": [{"b": 1}]}},
        {"saved_from": "B"},
    ]
    while dice.random() < 0.4:
        made |= dice.choice(odd)
    keys = list(made)
    if dice.random() < 0.1:
        dice.shuffle(keys)
    return {key: made[key] for key in keys}


def export(count: int, seed: int) -> bytes:
    dice = random.Random(seed)
    ascii_too = seed % 3 == 0
    each = [json.dumps(message(n, dice), ensure_ascii=ascii_too, indent=1) for n in range(count)]
    body = ",\n  ".join(one.replace("\n", "\n  ") for one in each)
    return (HEAD + body + "\n ]\n}").encode()


@pytest.mark.parametrize("seed", range(6))
def test_a_sound_export_reads_the_same(tmp_path: Path, read: Read, seed: int) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "p.jpg").write_bytes(b"x")
    (tmp_path / "result.json").write_bytes(export(400, seed))
    quick, slow = read(tmp_path)
    assert len(quick[0]) == 400
    assert quick == slow


def damaged(data: bytes, dice: random.Random) -> bytes:
    """A few bytes put in, taken out or changed, where JSON is most easily hurt."""
    for _ in range(dice.randrange(1, 6)):
        at = dice.randrange(len(data))
        new = dice.choice(
            [b"", b'"', b"\\", b"\\x1b", b"\\ud83d", b"{", b"}", b"\n  },\n  {", b"]", b","]
            + [b"\n ]", b"\xff", b"\xe2\x82", b"\xed\xa0\x80", b"\x00", b"null", b"1", b" ", b"\t"]
        )
        data = data[:at] + new + data[at + dice.randrange(3) :]
    return data if dice.random() < 0.8 else data[: dice.randrange(len(data))]


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_export_reads_the_same(tmp_path: Path, read: Read, seed: int) -> None:
    (tmp_path / "result.json").write_bytes(damaged(export(40, seed), random.Random(seed)))
    quick, slow = read(tmp_path)
    assert quick == slow


@pytest.mark.parametrize("sample", sorted(p.name for p in GOLDEN.glob("*.json")))
def test_every_golden_sample_reads_the_same(read: Read, sample: str) -> None:
    quick, slow = read(GOLDEN / sample)
    assert quick == slow


def test_every_byte_of_a_record_may_be_any_byte() -> None:
    """No byte anywhere makes the helper fail or count differently than the delimiter."""
    module = _quick.helper()
    assert module is not None
    for at in range(len(_quick.ASKED)):
        for byte in b'"\\{}[],:\n0-\x00\x7f\x80\xc3\xe2\xed\xf0\xff nu':
            data = _quick.ASKED[:at] + bytes([byte]) + _quick.ASKED[at + 1 :]
            made = module.rows(data, 0, b"\n },\n {")
            assert made[0] + len(made[3]) // 24 == data.count(b"\n },\n {") + 1


def test_cut_short_anywhere() -> None:
    module = _quick.helper()
    assert module is not None
    for end in range(len(_quick.ASKED)):
        made = module.rows(_quick.ASKED[:end], 0, b"\n },\n {")
        assert made[0] + len(made[3]) // 24 == _quick.ASKED[:end].count(b"\n },\n {") + (end > 0)


def test_most_plain_messages_are_made_at_once(tmp_path: Path, read: Read) -> None:
    """Else the helper is there for nothing."""
    data = export(300, 1)
    made = _quick.quick(data[len(HEAD) : -len("\n ]\n}")], 0, b"\n  },\n  {")
    assert made is not None
    assert made.count == 300
    assert len(made.left) < 150


@pytest.mark.parametrize("fake", [SimpleNamespace(LAYOUT=0), None])
def test_one_that_makes_something_else_is_refused(
    fake: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = _quick.helper()
    assert real is not None
    other = fake or SimpleNamespace(
        LAYOUT=_quick.LAYOUT, rows=lambda *given: real.rows(*given)[:-1], __file__="x"
    )
    monkeypatch.setattr(compiled, "import_module", lambda _: other)
    other.__file__ = "x"
    _quick.helper.cache_clear()
    with pytest.raises(BrokenHelper):
        _quick.helper()
    _quick.helper.cache_clear()
