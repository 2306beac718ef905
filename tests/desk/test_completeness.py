"""The completeness certificate says what an export shows of its own gaps."""

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord import Desk
from onrecord.desk.completeness import Certificate, as_object, certificates

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"


def telegram(*ids: int, **of: dict[str, Any]) -> dict[str, Any]:
    """A supergroup with these message numbers; ``of`` adds fields to one, as ``m7``."""
    said = [
        {"id": n, "type": "message", "date": "2024-06-01T10:00:00",
         "date_unixtime": str(1_717_236_000 + n), "from": "Zarkan", "from_id": "user1",
         "text": f"words {n}", "text_entities": [{"type": "plain", "text": f"words {n}"}],
         **of.get(f"m{n}", {})}
        for n in ids
    ]  # fmt: skip
    return {"name": "Harbour", "type": "private_supergroup", "id": 1, "messages": said}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Certificate]:
    """Certificates of three exports: Telegram with gaps, WhatsApp at its cap, Discord
    with a filter."""
    folder = tmp_path_factory.mktemp("completeness")
    timer = {"type": "service", "actor": "Zarkan", "action": "set_messages_ttl", "period": 86400}
    chat = telegram(
        5, 6, 7, 10, 11, 20,
        m6={"photo": "(File not included. Change data exporting settings to download.)"},
        m11=timer,
    )  # fmt: skip
    (folder / "result.json").write_text(json.dumps(chat))
    lines = "".join(f"{i % 28 + 1:02d}/06/24, 10:00 - Zarkan: words {i}\n" for i in range(10_000))
    (folder / "WhatsApp Chat with Harbour.txt").write_text(lines)
    desk = Desk(folder / "desk", "complete enough")
    desk.new(folder / "case")
    desk.add(folder / "case", folder / "result.json")
    desk.add(folder / "case", folder / "WhatsApp Chat with Harbour.txt")
    channel = json.loads((GOLDEN / "discord" / "channel.json").read_text("utf-8"))
    channel["dateRange"] = {"after": "2024-05-01T00:00:00+00:00", "before": None}
    (folder / "channel.json").write_text(json.dumps(channel))
    desk.add(folder / "case", folder / "channel.json")
    return certificates(folder / "case")


def test_gaps_are_runs_of_numbers_the_longest_first(found: list[Certificate]) -> None:
    one = found[0]
    assert one.ids == (5, 20)
    assert one.gaps == ((11, 20, 8), (7, 10, 2))
    assert (one.missing, one.gap_count) == (10, 2)
    assert one.gaps_mean.startswith("The platform numbers this chat's messages")
    assert (one.first, one.last) == ("2024-06-01T10:00:05Z", "2024-06-01T10:00:20Z")


def test_missing_files_timers_and_a_late_beginning_are_said(found: list[Certificate]) -> None:
    one = found[0]
    assert one.media == (("photo", 0, 1),)
    assert any("1 attachments are named" in s for s in one.signs)
    assert any("set_messages_ttl" in s for s in one.signs)
    assert any("first message has number 5" in s for s in one.signs)


def test_the_cap_of_the_app_is_recognised(found: list[Certificate]) -> None:
    two = found[1]
    assert any("About 10,000 messages" in s for s in two.signs)
    assert two.gaps_mean.startswith("This format does not number")
    assert not any("creation" in s for s in two.signs)


def test_a_date_filter_and_the_tool_are_named(found: list[Certificate]) -> None:
    three = found[2]
    assert any("filter was set" in s for s in three.signs)
    assert dict(three.tool)["export"] == "DiscordChatExporter"


def test_ids_that_are_clocks_have_no_gaps(found: list[Certificate]) -> None:
    assert found[2].ids is None
    assert found[2].missing == 0
    assert not any("has number" in s for s in found[2].signs)


def test_it_is_json_without_a_name_of_a_source(found: list[Certificate]) -> None:
    for one in found:
        said = json.dumps(as_object(one))
        assert "received" not in said
        assert json.loads(said)["certificate"]["reading"] == one.reading
