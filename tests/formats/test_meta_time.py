"""Clocks as Meta's pages show them, in the languages people download in."""

import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.formats import read_export
from onrecord.formats._meta_time import CROATIAN, MONTHS, clocks, when
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask

SHOWN = {
    "Feb 16, 2018 10:17pm": "2018-02-16T22:17:00",
    "Sep 22, 2017, 6:33 AM": "2017-09-22T06:33:00",
    "Jan 2, 2023 12:05 am": "2023-01-02T00:05:00",
    "Sept. 08, 2026, 3:54\u202fPM": "2026-09-08T15:54:00",
    "01 Jan 2020, 09:59": "2020-01-01T09:59:00",
    "9 de octubre de 2025, 8:09:15 a. m.": "2025-10-09T08:09:15",
    "jun. 07, 2024 5:44 am": "2024-06-07T05:44:00",
    "5월 31, 2026 7:57 오후": "2026-05-31T19:57:00",
    "2026년 5월 31일 오전 7:57": "2026-05-31T07:57:00",
    "2023年5月24日 19:12": "2023-05-24T19:12:00",
    "พ.ค. 24, 2023 7:12:54 pm": "2023-05-24T19:12:54",
    "24 พ.ค. 2566 19:12": "2023-05-24T19:12:00",
    "05 lip 2018 10:17": "2018-07-05T10:17:00",
    "11. lip 2019. 10:17": "2019-06-11T10:17:00",
    "11. srp 2019. 10:17": "2019-07-11T10:17:00",
    "12.08.2019, 13:45": "2019-08-12T13:45:00",
    "12. Aug. 2019, 18:33": "2019-08-12T18:33:00",
    "10 juil. 2019 à 22:15": "2019-07-10T22:15:00",
    "8 нояб. 2021 г., 14:33": "2021-11-08T14:33:00",
    "8. elok. 2019 klo 13.45": "2019-08-08T13:45:00",
    "22:15 31/05/2018": "2018-05-31T22:15:00",
    "Tháng 5 31, 2026 7:57 am": "2026-05-31T07:57:00",
    "2019. máj. 24. 13:45": "2019-05-24T13:45:00",
    "٢٤ مايو ٢٠٢٣، ٧:١٢ م": "2023-05-24T19:12:00",
    "१० मार्च २०२३ ७:१२": "2023-03-10T07:12:00",
}


@pytest.mark.parametrize("shown", SHOWN)
def test_one_reading(shown: str) -> None:
    assert [at.isoformat() for at, _ in clocks(shown, None)] == [SHOWN[shown]]


def test_what_is_open_is_said_to_be() -> None:
    assert when("12/08/2019 13:45", None, None)[1] == "ambiguous"
    assert when("12/08/2019 13:45", None, "mdy")[1] == "local-unknown"
    assert len(list(clocks("lip 11, 2019 10:17 pm", None))) == 2
    assert [at.hour for at, _ in clocks("Feb 16, 2018 10:17 qq", None)] == [10, 22]


@pytest.mark.parametrize("shown", ["soon", "Feb 30, 2018 10:17", "Feb 16, 2018 10:77", "1" * 500])
def test_what_is_no_clock_is_kept_as_written(shown: str) -> None:
    assert when(shown, None, None) == (shown, "none", None, None, None)


def test_a_month_has_one_number_or_is_croatian() -> None:
    assert set(MONTHS.values()) == set(range(1, 13))
    assert all(MONTHS[word] != number for word, number in CROATIAN.items())


def messages(path: Path, ask: Ask) -> list[Message]:
    found: list[Message] = []
    for part in read_export(path, ask=ask):
        found += [] if isinstance(part, Chat | Trouble) else rows(part)
    return found


def test_json_and_html_of_one_chat_agree(tmp_path: Path) -> None:
    said: list[dict[str, Any]] = [
        {"sender_name": "Mirela", "timestamp_ms": 1717236127000, "content": "a <b> & c\nd",
         "reactions": [{"reaction": "👍", "actor": "Zarkan"}]},
        {"sender_name": "Zarkan", "timestamp_ms": 1717236060000,
         "photos": [{"uri": "photos/1.jpg"}]},
    ]  # fmt: skip
    one, two = tmp_path / "json" / "message_1.json", tmp_path / "html" / "message_1.html"
    for path in (one, two):
        path.parent.mkdir()
    one.write_text(json.dumps({"participants": [], "messages": said, "title": "Harbour"}))
    box = (
        '<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">{}</h2><div class="_2ph_ _a6-p">'
        '<div><div></div>{}</div></div><footer class="_3-94 _a6-o"><div class="_a72d">{}</div>'
        "</footer></section>"
    )
    two.write_text(
        "<html><body><main>"
        + box.format("Mirela", "<div>a &lt;b&gt; &amp; c<br />d</div><div>"
                     '<ul class="_a6-q"><li><span>👍Zarkan</span></li></ul></div>',
                     "Jun 01, 2024 12:02:07 pm")
        + box.format("Zarkan", '<div></div><div><img src="photos/1.jpg" /></div>',
                     "Jun 01, 2024 12:01:00 pm")
        + "</main></body></html>"
    )  # fmt: skip
    ask = Ask(zone="Europe/Berlin")
    for a, b in zip(messages(one, ask), messages(two, ask), strict=True):
        for name in ("kind", "sender", "text", "reactions", "entities", "media"):
            assert getattr(a, name) == getattr(b, name), name
        assert a.time.earliest == b.time.earliest
