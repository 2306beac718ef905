"""The sample says of itself what is true of it: truth.toml against the files."""

import json
import tomllib
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from sample import build, clock
from sample.stock import load_stock

Json = dict[str, Any]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    build.write(folder)
    return folder


@pytest.fixture(scope="module")
def truth(made: Path) -> Json:
    return _toml(made / "truth.toml")


@pytest.fixture(scope="module")
def messages(made: Path) -> dict[int, Json]:
    return _messages(made)


def _toml(path: Path) -> Json:
    with path.open("rb") as file:
        return tomllib.load(file)


def _messages(folder: Path) -> dict[int, Json]:
    chat = json.loads((folder / "witness-a" / "result.json").read_text(encoding="utf-8"))
    assert chat["type"] == "private_supergroup"
    found = {row["id"]: row for row in chat["messages"]}
    assert len(found) == len(chat["messages"])
    return found


def _text(row: Json) -> str:
    parts = row["text"] if isinstance(row["text"], list) else [row["text"]]
    joined = "".join(part if isinstance(part, str) else part["text"] for part in parts)
    assert joined == "".join(part["text"] for part in row["text_entities"])
    return joined


def test_every_planted_message_stands_in_witness_a(truth: Json, messages: dict[int, Json]) -> None:
    for planted in truth["message"]:
        row = messages[planted["id"]]
        assert _text(row) == planted["text"], planted["key"]
        assert int(row["date_unixtime"]) == planted["date_unixtime"]
        assert row["type"] == planted["type"]
        assert row.get("from", row.get("actor")) == planted["speaker"]
        assert row.get("from_id", row.get("actor_id")) == planted["speaker_id"]
        assert planted.get("span", "") in planted["text"]


def test_the_counts_are_those_of_the_file(truth: Json, messages: dict[int, Json]) -> None:
    told = truth["counts"]["witness_a"]
    rows = messages.values()
    assert told["records"] == len(messages) == 1200
    assert told["forward"] == sum("forwarded_from" in row for row in rows)
    assert told["reply"] == sum("reply_to_message_id" in row for row in rows)
    assert told["with_reactions"] == sum("reactions" in row for row in rows)
    assert told["photo"] == sum("photo" in row for row in rows)
    assert told["with_edited_stamp"] == sum("edited" in row for row in rows)
    kinds = Counter(row["type"] for row in rows)
    assert (told["message"], told["service"]) == (kinds["message"], kinds["service"])
    actions = Counter(row["action"] for row in rows if row["type"] == "service")
    assert {f"service_{name}": n for name, n in actions.items()}.items() <= told.items()


def test_the_chat_reads_like_one(messages: dict[int, Json]) -> None:
    rows = list(messages.values())
    times = [int(row["date_unixtime"]) for row in rows]
    assert times == sorted(times)
    for row in rows:
        assert clock.iso_local(int(row["date_unixtime"])) == row["date"]
        assert row.get("reply_to_message_id", 0) < row["id"]
        assert row.get("reply_to_message_id", 1) in messages
    assert len({row["from_id"] for row in rows if "from_id" in row}) == 16  # 14, one twice, group
    assert len([s for s in load_stock().sentences if "\u0600" <= s[0] <= "\u06ff"]) >= 350
    assert len({_text(row) for row in rows}) > 1000


def test_attachments_lie_where_the_export_says(made: Path, messages: dict[int, Json]) -> None:
    for row in messages.values():
        where = row.get("photo", row.get("file"))
        if where is None or where.startswith("(File not included."):
            continue
        size = row.get("photo_file_size", row.get("file_size"))
        assert (made / "witness-a" / where).stat().st_size == size


def test_every_trap_of_the_story_is_planted_and_named(truth: Json) -> None:
    traps = {row["trap"] for row in truth["message"] if "trap" in row}
    assert traps >= {
        "anonymous-admin", "bystander", "copied-text", "daylight-saving", "direction-override",
        "edited-stamp-from-reaction", "exporter-contact-name", "football-look-alike",
        "forward-from-channel", "forward-from-hidden-user", "forward-from-member",
        "forward-quoted-as-own", "homoglyphs", "minor-caption", "mocked-threat",
        "one-letter-other-person", "phone-number", "place-exists-twice", "quoted-reply",
        "real-edit", "reported-speech", "same-person-second-account", "watermark",
    }  # fmt: skip
    by_key = {row["key"]: row for row in truth["message"]}
    assert "\u202e" in by_key["override"]["text"]
    assert "\u200b" in by_key["watermark"]["text"]
    assert "\u0430" in by_key["homoglyph"]["text"] and "Tide Brig" in by_key["homoglyph"]["text"]
    assert len(truth["near"]["denial"]["messages"]) == 4
    apart = by_key["dst_after"]["date_unixtime"] - by_key["dst_before"]["date_unixtime"]
    assert apart == 240
    assert by_key["reaction_stamp"]["edited_is_edit"] is False
    assert by_key["real_edit"]["edited_is_edit"] is True


def test_the_matches_name_what_there_is(made: Path, truth: Json) -> None:
    published = {row["file"]: datetime.fromisoformat(row["published"]) for row in truth["wire"]}
    said = {row["id"]: row["date_unixtime"] for row in truth["message"]}
    assert sorted(published) == sorted(path.name for path in (made / "wire").iterdir())
    assert len({row["outlet"] for row in truth["wire"]}) == 5
    assert Counter(row["role"] for row in truth["wire"])["agency-copy"] == 3
    for name, match in truth["match"].items():
        assert match["messages"], name
        assert match["outcome"] in match["accept"]
        assert set(match["wire"]) <= set(published)
        if "lead" in match:
            first = min(int(published[file].timestamp()) for file in match["wire"])
            assert first - said[match["messages"][0]] == match["lead"], name
    assert truth["match"]["strike"]["lead"] == 3 * 3600
    assert truth["match"]["drone"]["wire"] == []


def test_translations_are_of_what_was_said(made: Path, truth: Json) -> None:
    rows = _toml(made / "translations.toml")["translation"]
    by_id = {row["id"]: row for row in truth["message"]}
    for row in rows:
        assert row["original"] in by_id[row["id"]]["text"]
        assert row["english"]
    assert len({by_id[row["id"]]["speaker_id"] for row in rows}) >= 4
    assert {"denial", "threat", "announcement", "claim-of-responsibility"} <= {
        by_id[row["id"]].get("kind") for row in rows
    }
