"""Heads of WhatsApp lines in many languages, digits and calendars."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.formats import by_name, open_tree, read_export
from onrecord.formats._calendars import from_jalali, from_tabular_islamic
from onrecord.formats._whatsapp_body import phone
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask

# Locale, a head as the app writes it there, and when that is on its own wall clock.
HEADS = [
    ("en-US", "3/18/24, 2:56 PM - ", "2024-03-18T14:56"),
    ("en-US narrow space", "3/18/24, 2:56\u202fPM - ", "2024-03-18T14:56"),
    ("en-US midnight", "3/18/24, 12:05 AM - ", "2024-03-18T00:05"),
    ("en-US noon", "3/18/24, 12:05 PM - ", "2024-03-18T12:05"),
    ("en-GB", "18/03/2024, 14:56 - ", "2024-03-18T14:56"),
    ("en-IN", "18/03/24, 2:56 pm - ", "2024-03-18T14:56"),
    ("es-MX", "18/3/2024, 2:56 p. m. - ", "2024-03-18T14:56"),
    ("es-ES", "18/3/24 14:56 - ", "2024-03-18T14:56"),
    ("de", "18.03.24, 14:56 - ", "2024-03-18T14:56"),
    ("cs", "18.03.24 14:56 - ", "2024-03-18T14:56"),
    ("fi", "18.3.2024 klo 14.56 - ", "2024-03-18T14:56"),
    ("da", "18.03.2024 kl. 14.56 - ", "2024-03-18T14:56"),
    ("bg", "18.03.24 г., 14:56 ч. - ", "2024-03-18T14:56"),
    ("hu", "2024. 03. 18. 14:56 - ", "2024-03-18T14:56"),
    ("sv", "2024-03-18 14:56 - ", "2024-03-18T14:56"),
    ("ko", "2024. 3. 18. 오후 2:56 - ", "2024-03-18T14:56"),
    ("ko old", "2024년 3월 18일 오후 2:56 - ", "2024-03-18T14:56"),
    ("zh-CN", "2024/3/18 下午2:56 - ", "2024-03-18T14:56"),
    ("zh-TW noon", "2024/3/18 中午12:56 - ", "2024-03-18T12:56"),
    ("zh evening", "2024/3/18 晚上8:56 - ", "2024-03-18T20:56"),
    ("ja", "2024/03/18 14:56 - ", "2024-03-18T14:56"),
    ("ja half", "2024/03/18 午後2:56 - ", "2024-03-18T14:56"),
    ("ar-EG", "\u200f١٨\u200f/٣\u200f/٢٠٢٤، ٢:٥٦ م - ", "2024-03-18T14:56"),
    ("ar latin", "18/3/2024، 2:56 ص - ", "2024-03-18T02:56"),
    ("fa", "۱۸/۳/۲۰۲۴،\u200f ۱۴:۵۶ - ", "2024-03-18T14:56"),
    ("fa half", "18/3/2024, 2:56 ب.ظ. - ", "2024-03-18T14:56"),
    ("ckb", "18/3/2024, 2:56 د.ن - ", "2024-03-18T14:56"),
    ("he", "18.3.2024, 14:56 - ", "2024-03-18T14:56"),
    ("hi", "१८/०३/२४, २:५६ अपराह्न - ", "2024-03-18T14:56"),
    ("bn", "১৮/৩/২৪, ২:৫৬ PM - ", "2024-03-18T14:56"),
    ("th", "๑๘/๓/๒๕๖๗ ๑๔:๕๖ - ", "2024-03-18T14:56"),
    ("th latin", "18/3/2567 14:56 - ", "2024-03-18T14:56"),
    ("vi", "14:56, 18/03/2024 - ", "2024-03-18T14:56"),
    ("vi half", "2:56 CH, 18/03/2024 - ", "2024-03-18T14:56"),
    ("tr", "18.03.2024 14:56 - ", "2024-03-18T14:56"),
    ("tr half", "18.03.2024 ÖS 2:56 - ", "2024-03-18T14:56"),
    ("el", "18/3/24, 2:56 μ.μ. - ", "2024-03-18T14:56"),
    ("sq", "18.3.24, 2:56 e pasdites - ", "2024-03-18T14:56"),
    ("fr-CA", "2024-03-18 14 h 56 - ", "2024-03-18T14:56"),
    ("nb", "18.03.2024, 14:56 - ", "2024-03-18T14:56"),
    ("id", "18/03/24 14.56 - ", "2024-03-18T14:56"),
    ("ms", "18/03/2024, 2:56 PTG - ", "2024-03-18T14:56"),
    ("sw", "18/03/2024, 14:56 - ", "2024-03-18T14:56"),
    ("iOS en", "[3/18/24, 2:56:01 PM] ", "2024-03-18T14:56:01"),
    ("iOS de", "[18.03.24, 14:56:01] ", "2024-03-18T14:56:01"),
    ("iOS iso", "[2024-03-18, 14:56:01] ", "2024-03-18T14:56:01"),
    ("iOS ar", "[\u200f18\u200f/3\u200f/2024، 2:56:01 م] ", "2024-03-18T14:56:01"),
    ("iOS vi", "[14:56:01, 18/03/2024] ", "2024-03-18T14:56:01"),
    ("iOS Buddhist", "[3/18/2567 BE, 14:56:01] ", "2024-03-18T14:56:01"),
    ("iOS Japanese era", "[3/18/R6, 14:56:01] ", "2024-03-18T14:56:01"),
    ("iOS Persian calendar", "[28/12/1402, 14:56:01] ", "2024-03-18T14:56:01"),
    ("iOS id", "[18/03/24 14.56.01] ", "2024-03-18T14:56:01"),
]


def read(text: str, folder: Path, ask: Ask | None = None) -> tuple[list[Message], list[str]]:
    path = folder / "WhatsApp Chat with Harbour.txt"
    path.write_text(text, "utf-8", newline="")
    messages: list[Message] = []
    kinds: list[str] = []
    for part in read_export(path, ask=ask, format="whatsapp"):
        if isinstance(part, Trouble):
            kinds.append(part.kind)
        elif not isinstance(part, Chat):
            messages += rows(part)
    return messages, kinds


@pytest.mark.parametrize(("name", "head", "local"), HEADS, ids=[h[0] for h in HEADS])
def test_a_head_of_every_locale(name: str, head: str, local: str, tmp_path: Path) -> None:
    messages, kinds = read(f"{head}Mirela: hello\nthere\n{head}Zarkan: yes\n", tmp_path)
    assert [(m.sender, m.text) for m in messages] == [("Mirela", "hello\nthere"), ("Zarkan", "yes")]
    assert messages[0].time.local == datetime.fromisoformat(local), name
    assert kinds == []


def test_the_order_of_day_and_month_comes_from_the_whole_file(tmp_path: Path) -> None:
    lines = "".join(f"{m}/{d}/24, 10:00 - A: x\n" for m, d in ((1, 2), (1, 3), (1, 25)))
    assert read(lines, tmp_path)[0][0].time.local == datetime(2024, 1, 2, 10)  # noqa: DTZ001
    lines = "".join(f"{d}/{m}/24, 10:00 - A: x\n" for m, d in ((1, 2), (1, 3), (1, 25)))
    assert read(lines, tmp_path)[0][0].time.local == datetime(2024, 1, 2, 10)  # noqa: DTZ001


def test_an_order_nobody_settles_is_said_and_kept_open(tmp_path: Path) -> None:
    text = "1/2/24, 10:00 - A: x\n"
    messages, kinds = read(text, tmp_path)
    assert kinds == ["ambiguous-dates"]
    assert messages[0].time.basis == "ambiguous"
    messages, kinds = read(text, tmp_path, Ask(date_order="mdy", zone="UTC"))
    assert kinds == []
    assert messages[0].time.rfc3339() == "2024-01-02T10:00:00Z"


def test_the_minute_is_an_interval(tmp_path: Path) -> None:
    time = read("18/03/2024, 14:56 - A: x\n", tmp_path, Ask(zone="UTC"))[0][0].time
    assert time.earliest is not None
    assert time.latest is not None
    assert (time.latest - time.earliest).total_seconds() == pytest.approx(59.999999)


def test_a_line_that_looks_like_a_head_of_another_style_goes_on(tmp_path: Path) -> None:
    text = "18/03/2024, 14:56 - A: he wrote:\n[3/18/24, 2:56:01 PM] B: quoted\nend\n"
    messages, _ = read(text, tmp_path)
    assert len(messages) == 1
    assert messages[0].text == "he wrote:\n[3/18/24, 2:56:01 PM] B: quoted\nend"


def test_the_app_s_own_words_are_nobody_s(tmp_path: Path) -> None:
    text = (
        "[3/18/24, 14:56:01] Harbour: \u200eMessages and calls are end-to-end encrypted.\r\n"
        "[3/18/24, 14:57:01] Mirela: \u200eimage omitted\r\n"
        "[3/18/24, 14:58:01] Mirela: fixed \u200e<This message was edited>\r\n"
    )
    messages, _ = read(text, tmp_path)
    assert [m.kind for m in messages] == ["service", "message", "message"]
    assert messages[1].media[0].type == "photo"
    assert not messages[1].media[0].present
    note = messages[2].entities[0]
    assert note.type == "app_note"
    assert messages[2].text[: note.start] == "fixed "


def test_an_attachment_beside_the_text_is_present(tmp_path: Path) -> None:
    (tmp_path / "IMG-20240318-WA0001.jpg").write_bytes(b"x")
    (tmp_path / "_chat.txt").write_bytes(
        b"18/03/2024, 14:56 - A: IMG-20240318-WA0001.jpg (file attached)\n"
    )
    messages = [m for p in read_export(tmp_path) if not isinstance(p, Chat | Trouble)
                for m in rows(p)]  # fmt: skip
    assert messages[0].media[0].present
    assert messages[0].media[0].path == "IMG-20240318-WA0001.jpg"


def test_telephone_numbers_are_ids() -> None:
    assert phone("\u202a+00 000 00\u00a000\u202c") == "+000000000"
    assert phone("Mirela 2") is None


@given(st.lists(st.text(max_size=30).filter(lambda t: "\n" not in t and "\r" not in t), min_size=1))
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    lines = "".join(f"18/03/2024, 14:{n % 60:02d} - A: {t}\n" for n, t in enumerate(texts))
    messages, _ = read(lines, tmp_path_factory.mktemp("w"))
    assert [m.text for m in messages] == texts


def test_calendars_agree_with_printed_ones() -> None:
    new_years = {1375: (1996, 3, 20), 1396: (2017, 3, 21), 1399: (2020, 3, 20), 1403: (2024, 3, 20)}
    for year, date in new_years.items():
        assert from_jalali(year, 1, 1) == date
    assert from_jalali(1403, 12, 30) == (2025, 3, 20)
    assert from_jalali(1402, 12, 30) is None
    assert from_tabular_islamic(1445, 9, 1) == (2024, 3, 11)


NAMES = """WhatsApp Chat with Harbour, WhatsApp Chat - Harbour, WhatsApp-Chat mit Harbour,
WhatsApp Chat mit Harbour, Chat de WhatsApp con Harbour, Chat WhatsApp con Harbour,
Conversa do WhatsApp com Harbour, Discussion WhatsApp avec Harbour, Чат WhatsApp с Harbour,
Чат WhatsApp с контактом Harbour, WhatsApp-chat met Harbour, Harbour ile WhatsApp Sohbeti,
WhatsApp_Chat_with_Harbour, Harbour"""


@pytest.mark.parametrize("name", [name.strip() for name in NAMES.split(",")])
def test_the_name_of_a_chat_without_the_words_of_the_app(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text("18.03.24, 14:56 - Mirela: hello\n", "utf-8")
    chats = [p.name for p in read_export(path, format="whatsapp") if isinstance(p, Chat)]
    assert chats == ["Harbour"]


def test_a_machines_log_is_no_chat(tmp_path: Path) -> None:
    path = tmp_path / "server.txt"
    path.write_text(
        "".join(f"2024-05-01 10:00:{n:02d}: started again\n" for n in range(30)), "utf-8"
    )
    assert by_name("whatsapp").sniff(open_tree(path)) is None
    path.write_text("".join(f"3/24/14, 1:59:{n:02d} PM: Ada: again\n" for n in range(30)), "utf-8")
    assert by_name("whatsapp").sniff(open_tree(path)) is not None
    events = "".join(f"3/24/14, 1:59:{n:02d} PM: Ada added Bo\n" for n in range(9))
    path.write_text(events + "3/24/14, 2:00:00 PM: Ada: again\n", "utf-8")
    assert by_name("whatsapp").sniff(open_tree(path)) is not None
