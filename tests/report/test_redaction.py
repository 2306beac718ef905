"""What stays closed, the names of a story, and the search for leaks."""

import base64
import io
import json
import zipfile
from collections.abc import Callable
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.report.harbour import story

from onrecord.errors import HarmRefused
from onrecord.model.chat import Entity
from onrecord.model.wording import classify
from onrecord.report import leaks
from onrecord.report.html import WRITER
from onrecord.report.redact import hidden, labels, segments, to_open

PAIRS = (
    ("harbour_lantern", "a handle"),
    ("فانوس الميناء", "the group's title"),
    ("Salem Tidewater", "a member's name"),
    ("user4711000815", "a member's id"),
    ("+49 30 5550123", "a telephone number"),
    ("Анна Причал", "a contact's name"),
)
WANTED = leaks.secrets(PAIRS)


def test_labels_are_given_in_order_and_never_run_out() -> None:
    """A to Z, then AA; a member keeps the label."""
    given_labels = labels([f"m{i % 30}" for i in range(90)])
    assert len(given_labels) == 30
    assert given_labels["m0"] == "Member A"
    assert given_labels["m25"] == "Member Z"
    assert given_labels["m26"] == "Member AA"


FORMS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda v: v.encode(),
    "other case": lambda v: v.upper().encode(),
    "marks between": lambda v: v.replace(" ", " \u200f").encode(),
    "hex": lambda v: v.encode().hex().encode(),
    "percent": lambda v: quote(v).encode(),
    "percent, all": lambda v: "".join(f"%{b:02X}" for b in v.encode()).encode(),
    "UTF-16": lambda v: v.encode("utf-16-le"),
    "UTF-16 big": lambda v: v.encode("utf-16-be"),
    "entities": lambda v: "".join(f"&#{ord(c)};" for c in v).encode(),
    "JSON": lambda v: json.dumps(v).encode(),
    "base64, 0": lambda v: base64.b64encode(b"xyz" + v.encode() + b"tail"),
    "base64, 1": lambda v: base64.b64encode(b"xyzx" + v.encode() + b"tail"),
    "base64, 2": lambda v: base64.urlsafe_b64encode(b"xyzxy" + v.encode() + b"tail"),
    "base64 twice": lambda v: base64.b64encode(base64.b64encode(b"some words, " + v.encode())),
    "zip": lambda v: _zipped(v.encode()),
}


def _zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("word/document.xml", data)
    return out.getvalue()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("pair", PAIRS, ids=[what for _, what in PAIRS])
def test_each_form_of_each_secret_is_found(form: str, pair: tuple[str, str]) -> None:
    """Planted one at a time, in a page or as a file of its own."""
    data = FORMS[form](pair[0])
    if form != "zip":
        data = b"<p>before " + data + b" after</p>"
    found = leaks.scan([("page", data)], WANTED)
    assert [leak.secret.what for leak in found] == [pair[1]], form
    with pytest.raises(HarmRefused) as caught:
        leaks.require(found)
    assert pair[0] not in str(caught.value) + caught.value.advice


@pytest.mark.parametrize(
    "printed", ["+49305550123", "49 (30) 555-01-23", "٤٩ ٣٠ ٥٥٥٠١٢٣", "0049.30.5550123x"]
)
def test_a_number_is_found_in_any_spelling(printed: str) -> None:
    """Other separators, other digits, with what stands beside it."""
    found = leaks.scan([("page", f"<p>call {printed} now</p>".encode())], WANTED)
    assert [leak.secret.what for leak in found] == ["a telephone number"]


def test_the_sample_page_holds_none() -> None:
    """No secret of the sample is in its page, and short common words are not secrets."""
    page = WRITER.write(story())
    assert leaks.scan([("page", page)], WANTED) == ()
    assert leaks.secrets((("Al", "a name"), ("12", "an id"), ("7788", "an id"))) == ()
    short = leaks.secrets((("Ali", "a name"), ("李明", "a name")))
    assert leaks.scan([("p", b"the quality of it")], short) == ()
    for said in ("as Ali wrote", "李明说港口失守了"):
        assert leaks.scan([("p", said.encode())], short), said
    assert leaks.scan([("p", b"the quality of it")], leaks.secrets((("qual", "x"),))) == ()


def test_hidden_words_are_found_in_any_script() -> None:
    """Names with marks or a conjunction, numbers, links, places, export marks."""
    text = "اتصل بسَالِم على +49 30 5550123 عند 33.8938, 35.5018 أو t.me/lantern/7 ثم @keeper. انتهى"
    found = hidden(text, [Entity("hashtag", len(text) - 5, 5)], ["سالم"])
    held = {text[h.start : h.end] for h in found}
    assert "سَالِم" in held
    assert any("5550123" in h for h in held)
    assert {"33.8938", "@keeper", "t.me/lantern/7", "انتهى"} <= held
    assert hidden("we met at 5 and left at 10") == ()
    account = "pay GB33 BUKB 2020 1555 5555 55 now"
    assert any(account[h.start : h.end].startswith("GB33") for h in hidden(account))


def test_only_whole_segments_are_opened_and_none_that_hides_something() -> None:
    """A number beside quoted words stays closed; words around a name are refused."""
    text = "The pier fell. Call 030 5550123 now. We stay with Salem here."
    closed = hidden(text, (), ["Salem"])
    start = text.index("We stay")
    assert to_open(text, [(0, 14)], closed) == (0,)
    with pytest.raises(HarmRefused) as caught:
        to_open(text, [(start, start + 7)], closed, where="d.md, line 3")
    assert caught.value.where == "d.md, line 3"
    with pytest.raises(HarmRefused) as caught:
        to_open(text, [(0, len(text))], closed)
    assert caught.value.advice.startswith("Write: The pier fell. Call […] now. […]")
    assert classify(text, caught.value.advice.removeprefix("Write: ")).cls == "ELIDED"
    call = text.index("Call")
    opened = to_open(text, [(call, call + 4)], closed)
    shown = "".join(text[a:b] for a, b in (segments(text)[i] for i in opened))
    assert shown == "Call "


@given(st.text(max_size=60), st.integers(0, 59), st.integers(0, 59))
def test_opened_segments_cover_what_is_printed(text: str, a: int, b: int) -> None:
    """Segments tile the text, and those opened hold every printed letter."""
    cut = segments(text)
    assert "".join(text[x:y] for x, y in cut) == text
    start, end = min(a, b, len(text)), min(max(a, b), len(text))
    opened = to_open(text, [(start, end)], ())
    covered = {i for n in opened for i in range(*cut[n])}
    assert all(i in covered or text[i].isspace() for i in range(start, end))
