"""Laws of every format over every member of every golden export, folders too: ranges lie
apart, hold all words, and any records in any order read as themselves."""

import contextlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import OnRecordError
from onrecord.formats import by_name, open_tree
from onrecord.model.chat import Chat, Message
from onrecord.model.schema import rows
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
IN_ROWS = "tg-archive"
# What a row takes over from the lines before it on its page; its payload says where they are.
CARRIED = {
    "telegram-html": {"sender", "time", "via_bot", "forward", "payload"},
    "discord-html": {"sender", "sender_id", "time", "payload"},
}
# Members whose records are told apart by more than what stands between the first two.
WRAPPED = {"general.html", "older.html", "Harbour.html"}


class Export(NamedTuple):
    """A golden export and the name of its format."""

    path: Path
    fmt: str


def exports() -> Iterator[Export]:
    """All of them."""
    for folder in sorted(p for p in GOLDEN.iterdir() if p.is_dir()):
        for path in sorted(folder.iterdir()):
            if path.suffix != ".expected" and path.name != "README.md" and folder.name != IN_ROWS:
                yield Export(path, folder.name)


EXPORTS = list(exports())
NAMES = [f"{e.fmt}/{e.path.name}" for e in EXPORTS]


def read(path: Path, fmt: str, ask: Ask) -> list[Any]:
    """All parts, messages as values."""
    found: list[Any] = []
    for part in by_name(fmt).read(open_tree(path), ask):
        found += [part] if isinstance(part, Chat | Trouble) else rows(part)
    return found


def ask_of(parts: list[Any]) -> Ask:
    """What a smaller file could no longer settle by itself."""
    notes = dict(next(p for p in parts if isinstance(p, Chat)).notes)
    order = notes.get("date order", "/")
    return Ask(date_order=None if "/" in order else order)


class Member(NamedTuple):
    """One member with its records, in the order of their ranges."""

    export: Export
    file: Path
    name: str
    data: bytes
    records: list[Message]
    ask: Ask

    def span(self, k: int) -> tuple[int, int]:
        """Begin and end of a record."""
        place = self.records[k].place
        return place.start, place.start + place.length


def members() -> Iterator[Member]:
    """Every member that has records of one chat."""
    for export in EXPORTS:
        parts = read(export.path, export.fmt, Ask())
        messages = [p for p in parts if isinstance(p, Message)]
        for name in dict.fromkeys(m.place.member for m in messages):
            file = export.path if export.path.is_file() else export.path / name
            own = sorted((m for m in messages if m.place.member == name),
                         key=lambda m: m.place.start)  # fmt: skip
            yield Member(export, file, name, file.read_bytes(), own, ask_of(parts))


MEMBERS = list(members())
TITLES = [f"{m.export.fmt}/{m.export.path.name}/{m.name}" for m in MEMBERS]
ONE_CHAT = [
    m for m in MEMBERS
    if len({r.chat for r in m.records}) == 1 and not m.file.name.startswith("truncated")
]  # fmt: skip


def same(one: Message, two: Message, fmt: str) -> None:
    """Equal in all that the record's own bytes settle."""
    for field in (f for f in Message.__slots__ if f not in ("n", "place")):
        if field not in CARRIED.get(fmt, ()):
            assert getattr(one, field) == getattr(two, field), field


@pytest.mark.parametrize("export", EXPORTS, ids=NAMES)
def test_ranges_lie_apart_and_what_is_left_holds_no_words(export: Export) -> None:
    parts = read(export.path, export.fmt, Ask())
    messages = [p for p in parts if isinstance(p, Message)]
    lost = [p.place for p in parts if isinstance(p, Trouble) and p.weight != "note"]
    places = [m.place for m in messages] + lost
    for name in {p.member for p in places}:
        file = export.path if export.path.is_file() else export.path / name
        left = bytearray(file.read_bytes())
        end = 0
        for place in sorted((p for p in places if p.member == name and p.length),
                            key=lambda p: p.start):  # fmt: skip
            assert place.start >= end
            end = place.start + place.length
            left[place.start : end] = b" " * place.length
        assert end <= len(left)
        rest = bytes(left).decode("utf-8", "replace")
        for m in messages:
            first_line = m.text.strip().split("\n")[0]
            if m.place.member == name and len(first_line) > 8:
                assert first_line not in rest


def rewritten(member: Member, data: bytes, scratch: Path) -> list[Message]:
    """What is read of the member with other bytes in it, its neighbours unchanged."""
    target = scratch / member.export.path.name
    if member.export.path.is_dir():
        shutil.copytree(member.export.path, target, dirs_exist_ok=True)
        (target / member.name).write_bytes(data)
    else:
        target.write_bytes(data)
    parts = read(target, member.export.fmt, member.ask)
    return [p for p in parts if isinstance(p, Message) and p.place.member == member.name]


@pytest.mark.parametrize("member", MEMBERS, ids=TITLES)
def test_a_record_reads_the_same_from_its_own_range(member: Member, tmp_path: Path) -> None:
    for chat in {r.chat for r in member.records}:
        own = [k for k, r in enumerate(member.records) if r.chat == chat]
        first, last = own[0], own[-1]
        mixed = [r for r in member.records[first : last + 1] if r.chat != chat]
        if mixed:  # the records of several chats stand in one array
            first, last = 0, len(member.records) - 1
        before, after = member.data[: member.span(first)[0]], member.data[member.span(last)[1] :]
        for k in own:
            start, end = member.span(k)
            taken = taken_over(member.records[k])
            also = b"".join(indent(member.data, s) + member.data[s : s + n] for s, n in taken)
            own_place = indent(member.data, start) if taken else b""
            whole = before + also + own_place + member.data[start:end] + after
            found = rewritten(member, whole, tmp_path)
            alone = [m for m in found if mixed or m.chat == chat]
            assert 1 <= len(alone) <= 1 + len(taken)
            assert said(alone[-1]) == said(member.records[k])


def indent(data: bytes, start: int) -> bytes:
    """The line break and blanks that a record stands behind; pages are indented."""
    before = data[data.rfind(b"\n", 0, start) : start]
    return before if before.startswith(b"\n") and not before.strip() else b"\n"


def taken_over(message: Message) -> list[list[int]]:
    """The ranges a record names for what it does not say itself."""
    ranges: list[list[int]] = json.loads(message.payload or "{}").get("taken_over", [])
    assert all(start < message.place.start for start, _ in ranges)
    return ranges


def said(message: Message) -> dict[str, Any]:
    """All fields but where the record and what it takes over stand."""
    fields = {f: getattr(message, f) for f in Message.__slots__ if f not in ("n", "place")}
    payload = json.loads(message.payload or "{}")
    payload.pop("taken_over", None)
    return fields | {"payload": payload}


@pytest.mark.parametrize(
    "member",
    [m for m in ONE_CHAT if len(m.records) > 1 and m.file.name not in WRAPPED],
    ids=lambda m: f"{m.export.fmt}/{m.name}",
)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_records_in_any_order_read_as_themselves(
    member: Member, data: st.DataObject, tmp_path: Path
) -> None:
    picks = data.draw(
        st.lists(st.integers(0, len(member.records) - 1), min_size=1, max_size=9), label="records"
    )
    if member.export.fmt == "whatsapp":  # events alone, under heads of old iOS, are no chat
        picks.append(next(k for k, r in enumerate(member.records) if r.kind == "message"))
    between = member.data[member.span(0)[1] : member.span(1)[0]]
    whole = member.data[: member.span(0)[0]]
    starts = []
    for count, k in enumerate(picks):
        whole += between if count else b""
        starts.append(len(whole))
        whole += member.data[slice(*member.span(k))]
    whole += member.data[member.span(len(member.records) - 1)[1] :]
    found = rewritten(member, whole, tmp_path)
    assert [m.place.start for m in found] == starts
    for message, k in zip(found, picks, strict=True):
        assert message.place.length == member.records[k].place.length
        same(message, member.records[k], member.export.fmt)


PIECES = [
    b'"', b"{", b"}", b"[", b"]", b"\\", b"\\u", b"\\x1B", b"\n", b"\r\n", b"\x00", b"\xff",
    b"<div", b"</div>", b"<", b"&#", b"null", b"-1", b"1e999", b"9" * 400, "\u2028".encode(),
    "\u202e".encode(), b"\xed\xa0\x80", b"\\ud83d", b"0000", b"[" * 3_000, b"<b>" * 3_000,
]  # fmt: skip
CHANGES = st.lists(
    st.tuples(
        st.integers(0, 1 << 20),
        st.integers(0, 60),
        st.one_of(st.sampled_from(PIECES), st.binary(max_size=12)),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.parametrize("member", MEMBERS, ids=TITLES)
@settings(
    max_examples=25,
    deadline=5_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(changes=CHANGES)
def test_no_change_raises_or_hangs(
    member: Member, changes: list[tuple[int, int, bytes]], tmp_path: Path
) -> None:
    data = bytearray(member.data)
    for at, cut, piece in changes:
        begin = at % (len(data) + 1)
        data[begin : begin + cut] = piece
    with contextlib.suppress(OnRecordError):
        rewritten(member, bytes(data), tmp_path)
