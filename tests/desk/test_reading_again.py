"""Sealed bytes read again by a newer reader: what changed is told, what was judged stays.

The rows of the first reading are those of an invented older reader: it cut one record
short, lost a word of another, did not see the last one and made one of nothing.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from tests.cli.shell import as_json, plain
from tests.desk.smalldesk import PASSPHRASE, WORDS, Small, export

from onrecord import Desk, formats
from onrecord.archive import bag as bags
from onrecord.desk import readings
from onrecord.desk.case import open_case
from onrecord.desk.holdings import holding
from onrecord.errors import BadOption, CaseAltered, NothingYet
from onrecord.formats.telegram_json import FORMAT
from onrecord.model.chat import Chat
from onrecord.model.reread import Change, Differences
from onrecord.model.schema import MESSAGE
from onrecord.model.trouble import Trouble
from onrecord.ports import Ask, Sniffed, Tree

Capsys = pytest.CaptureFixture[str]
COUNT = 5
BY, WHY = "Ines Halloway", "read in its context"


class Older:
    """The invented older reader of the same format."""

    name = FORMAT.name
    version = FORMAT.version - 1
    title = FORMAT.title

    def sniff(self, tree: Tree) -> Sniffed | None:
        return FORMAT.sniff(tree)

    def read(self, tree: Tree, ask: Ask) -> Iterator[pa.RecordBatch | Chat | Trouble]:
        for part in FORMAT.read(tree, ask):
            if isinstance(part, Chat | Trouble):
                yield part
                continue
            rows = part.to_pylist()
            yield pa.RecordBatch.from_pylist(list(as_before(rows)), MESSAGE)


def as_before(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The rows of the older reader."""
    rows[1]["length"] -= 1
    rows[2]["text"] = rows[2]["text"].replace("Nobody ", "")
    made = {**rows[3], "id": None, "start": rows[3]["start"] + rows[3]["length"], "length": 1}
    kept = [*rows[:4], {**made, "text": "", "kind": "service", "action": "gap"}, *rows[4:-1]]
    return ({**row, "n": n} for n, row in enumerate(kept))


@pytest.fixture(scope="module")
def old_made(tmp_path_factory: pytest.TempPathFactory, small_made: Path) -> Path:
    """A case whose export was read by the older reader. Shared: copy it."""
    folder = tmp_path_factory.mktemp("older")
    shutil.copytree(small_made / "desk", folder / "desk")
    shutil.copy(small_made / "passphrase.txt", folder)
    desk = Desk(folder / "desk", PASSPHRASE)
    desk.new(folder / "case", "invented")
    found = {**formats.all_formats(), FORMAT.name: Older()}
    with pytest.MonkeyPatch.context() as held:
        held.setattr(formats, "all_formats", lambda: found)
        desk.add(folder / "case", export(folder / "export", COUNT))
    return folder


@pytest.fixture
def old(old_made: Path, tmp_path: Path, quick_keys: None) -> Small:
    shutil.copytree(old_made, tmp_path, dirs_exist_ok=True)
    return Small(tmp_path, Desk(tmp_path / "desk", PASSPHRASE))


def kinds(found: list[Any]) -> dict[str, list[Change]]:
    out: dict[str, list[Change]] = {}
    for one in found:
        if isinstance(one, Change):
            out.setdefault(one.what, []).append(one)
    return out


def states(desk: Desk, case: Path) -> dict[str, str]:
    return {f.object: f.state for f in desk.check(case).findings}


def test_what_is_otherwise_is_told_and_nothing_written(old: Small, capsys: Capsys) -> None:
    before = sorted((p, p.stat().st_mtime_ns) for p in old.case.rglob("*"))
    found = list(old.desk.reread(old.case, 1))
    assert sorted((p, p.stat().st_mtime_ns) for p in old.case.rglob("*")) == before
    sums = found.pop()
    assert isinstance(sums, Differences)
    told = (sums.same, sums.changed, sums.moved, sums.gone, sums.new)
    assert told == (2, 1, 1, 1, 1)
    assert dict(sums.fields) == {"length": 1, "text": 1}
    assert (sums.before.records, sums.after.records) == (COUNT, COUNT)
    assert (sums.before.service, sums.after.service) == (1, 0)
    assert sums.readers == (f"{FORMAT.name} {Older.version}", f"{FORMAT.name} {FORMAT.version}")
    by = kinds(found)
    assert [(c.before.n, c.after.n) for c in by["moved"] if c.before and c.after] == [(1, 1)]
    (changed,) = by["changed"]
    assert changed.fields == ("text",) and changed.before and changed.before.n == 2
    assert by["gone"][0].after is None and by["new"][0].before is None
    ran = as_json(capsys, "reread", old.case, 1, *old.options)
    assert ran.last["same"] == 2 and [r["what"] for r in ran.rows].count("moved") == 1
    said = plain(capsys, "reread", old.case, 1, *old.options)
    assert "1 cut at another place, 1 gone, 1 new" in said.out and "Nothing was written" in said.out


def test_a_later_reading_is_sealed_over_the_same_manifest(old: Small, capsys: Capsys) -> None:
    case = open_case(old.case)
    before = holding(case, 1)
    rows = sorted(p.read_bytes() for p in case.reading(1).iterdir())
    secret = case.secret(str(before.archive)).read_bytes()
    tree = (case.seal(str(before.archive)) / "tree").read_bytes()
    ran = as_json(capsys, "reseal", old.case, 1, "--reread", *old.options)
    assert ran.code == 0, ran.last
    assert (ran.last["same"], ran.last["changed"], ran.last["new"]) == (2, 1, 1)
    after = holding(case, 1)
    assert after.seal is not None and before.seal is not None
    assert after.seal.kind == "reseal" and after.manifest == before.manifest
    assert after.seal.get("manifest") == before.seal.get("manifest")
    said = [dict(e.get("parser") or {})["version"] for e in (before.seal, after.seal)]  # type: ignore[call-overload]
    assert said == [str(Older.version), str(FORMAT.version)]
    assert "2 records alike, 1 changed, 1 moved, 1 gone, 1 new" in str(after.seal.get("notes"))
    # The earlier one is untouched: rows, tree and secret.
    first, second = readings.every(case, 1)
    assert sorted(p.read_bytes() for p in first.folder.iterdir()) == rows
    assert (case.seal(str(before.archive)) / "tree").read_bytes() == tree
    assert case.secret(str(before.archive)).read_bytes() == secret
    assert case.reading(1) == second.folder
    texts = [m.text for m in old.desk.messages(old.case, 1, list(range(COUNT + 1)))]
    assert texts == [WORDS[n % len(WORDS)] for n in range(COUNT)]
    assert len(list(old.desk.find(old.case, "nobody saw").hits)) == 1
    found = states(old.again(), old.case)
    assert "altered" not in found.values()
    assert sum(o.endswith(" rows") for o in found) == 2, "both roots are derived again"
    assert found["#1 read again"] == "intact"
    again = list(old.desk.reread(old.case, 1))
    assert isinstance(again[-1], Differences) and again[-1].none and len(again) == 1
    listed = as_json(capsys, "reread", old.case, 1, "--earlier", *old.options)
    assert listed.last["moved"] == 1 and listed.last["before"]["service"] == 1


def test_a_reseal_after_it_takes_the_later_rows_and_both_are_checked(old: Small) -> None:
    old.desk.reseal_reread(old.case, 1)
    old.desk.reseal(old.case, 1)
    told = [s.what for s in old.desk.custody(old.case, 1).steps]
    assert told[-2:] == [
        "read again, and sealed under a new archive secret",
        "sealed again under a new archive secret",
    ]
    says = [event.says for event in old.desk.timeline(old.case)]
    assert "was read again" in says[-2] and "was sealed again, as it had been read" in says[-1]
    first, second = readings.every(open_case(old.case), 1)
    assert (len(first.archives), len(second.archives)) == (1, 2)
    assert old.again().check(old.case).whole
    part = next(first.folder.glob("part-*.parquet"))
    part.chmod(0o600)
    part.write_bytes(part.read_bytes()[:-40])
    assert not old.again().check(old.case).whole


def test_what_was_judged_stays_with_its_message(old: Small, capsys: Capsys) -> None:
    case = open_case(old.case)
    messages = {m.n: m for m in old.desk.messages(old.case, 1, [0, 1, 2, 4])}
    judged = {
        n: old.desk.judge(old.case, f"m:{m.key}", "yes", by=BY, why=WHY)
        for n, m in messages.items()
    }
    statements = {s.citation.ref.n: s for s in old.desk.statements(old.case)}
    assert 1 in statements, "the second message says something"
    ident = statements[1].id
    old.desk.judge(old.case, ident, "no", by=BY, why=WHY)
    old.desk.move(old.case, (ident,), "ready", by=BY, why=WHY)
    ran = as_json(capsys, "reseal", old.case, 1, "--reread", *old.options)
    now = {m.n: m for m in old.desk.messages(old.case, 1, [0, 1, 2])}
    assert now[0].key == messages[0].key and now[1].key != messages[1].key
    # A record made of nothing is not there; one whose text is another is named for a look.
    assert ran.last["unplaced"] == [f"m:{messages[4].key}"]
    assert ran.last["reworded"] == [f"m:{now[2].key}"]
    assert ran.last["renamed"] == 2
    after = {s.citation.ref.n: s for s in old.desk.statements(old.case)}
    assert after[1].id != ident
    standing = {r.judgement.about: r.judgement for r in old.again().judgements(old.case)}
    assert standing[f"m:{now[1].key}"].id == judged[1].id
    assert standing[after[1].id].answer == "no" and f"m:{now[0].key}" in standing
    card, _ = old.again().card(old.case, after[1].id)
    assert card.state == "ready" and {j.answer for j in card.judged} == {"yes", "no"}
    # The old name still leads there, and what is on record is byte for byte as it was.
    assert old.desk.show(old.case, f"m:{messages[1].key}", around=0).message.n == 1
    assert old.again().check(old.case).whole
    bound = case.reading(1) / "bound.json"
    bound.write_bytes(bound.read_bytes().replace(now[1].key.encode(), now[0].key.encode()))
    found = states(old.again(), old.case)
    assert [s for o, s in found.items() if o.endswith("bound.json")] == ["altered"]


def test_what_was_said_of_an_export_can_be_corrected(one: Small, capsys: Capsys) -> None:
    source = one.folder / "chat.csv"
    source.write_text("when,who,words\n2026-03-04 06:00,A,We shut the valve.\n", "utf-8")
    columns = (("text", "words"), ("time", "when"), ("sender", "who"))
    one.desk.add(one.case, source, ask=Ask("Europe/Oslo", None, columns))
    was = one.desk.messages(one.case, 2, [0])[0].time
    said = ["--zone", "Asia/Beirut", *one.options]
    assert as_json(capsys, "reseal", one.case, 2, *said).code == 16, "only with --reread"
    ran = as_json(capsys, "reseal", one.case, 2, "--reread", *said)
    assert ran.code == 0 and ran.last["changed"] == 1, ran.last
    now = one.desk.messages(one.case, 2, [0])[0].time
    assert was.earliest and now.earliest
    assert (was.earliest - now.earliest).total_seconds() == 3600
    assert one.again().check(one.case).whole, "the later reading is read again as it was asked"
    again = list(one.desk.reread(one.case, 2))
    assert isinstance(again[-1], Differences) and again[-1].none


def test_withheld_and_withdrawn_are_gone_from_every_reading(old: Small) -> None:
    old.desk.reseal_reread(old.case, 1)
    case = open_case(old.case)
    secret = WORDS[1].encode()
    done = old.desk.withhold_message(old.case, "1/1", why="to protect a source", by=BY)
    for path in old.case.rglob("*"):
        assert not path.is_file() or secret not in path.read_bytes(), path
    for made in readings.every(case, 1):
        rows = pa.Table.from_batches(list(bare(made.folder)))
        assert WORDS[1] not in rows.column("text").to_pylist()
    found = states(old.again(), old.case)
    assert "altered" not in found.values() and found["#1 record 1"] == "withheld"
    assert done.n == 1
    with pytest.raises(BadOption, match="withheld"):
        old.desk.reseal_reread(old.case, 1)
    old.desk.withdraw(old.case, 1, why="a mistake", by=BY, erase=True)
    assert not list((old.case / "readings").iterdir()) and not list(old.case.glob("secrets/*.age"))
    assert old.again().check(old.case).whole


def bare(folder: Path) -> Iterator[pa.RecordBatch]:
    from onrecord.desk.rows import batches

    return batches(folder)


def test_nothing_is_sealed_of_bytes_that_changed(old: Small) -> None:
    file = bags.open_bag(old.case / "bags" / "0001").folder / "data" / "export" / "result.json"
    file.chmod(0o600)
    file.write_bytes(file.read_bytes().replace(b"valve", b"hatch"))
    entries = len(list((old.case / "entries").iterdir()))
    with pytest.raises(CaseAltered, match="sealed"):
        old.desk.reseal_reread(old.case, 1)
    assert len(list((old.case / "entries").iterdir())) == entries
    assert len(list((old.case / "readings").iterdir())) == 1
    assert len(list((old.case / "seals").iterdir())) == 1


def test_one_reading_has_nothing_before_it(one: Small, capsys: Capsys) -> None:
    with pytest.raises(NothingYet):
        list(one.desk.reread(one.case, 1, earlier=True))
    assert as_json(capsys, "reread", one.case, 9, *one.options).code == 53


def test_two_readings_of_many_records_are_set_side_by_side(tmp_path: Path) -> None:
    """One more record at the beginning, in the middle one lost, at the end three more:
    everything else is alike, whatever the sizes of batches."""
    from onrecord.desk.changes import changes

    source = export(tmp_path / "many", 3_000)
    rows = [
        row
        for part in formats.read_export(source)
        if isinstance(part, pa.RecordBatch)
        for row in part.to_pylist()
    ]
    new = [dict(r) for r in rows]
    del new[1_500]
    new[700]["text"] += "!"
    new[2_000]["start"] += 1
    old = rows[1:-3]

    def batched(those: list[dict[str, Any]], size: int) -> Iterator[pa.RecordBatch]:
        for at in range(0, len(those), size):
            numbered = [{**r, "n": n} for n, r in enumerate(those[at : at + size], at)]
            yield pa.RecordBatch.from_pylist(numbered, MESSAGE)

    for sizes in ((64, 999), (5_000, 5_000), (1, 4_096)):
        found = list(changes(1, batched(old, sizes[0]), batched(new, sizes[1])))
        by = kinds(found)
        counts = {what: len(those) for what, those in by.items()}
        assert counts == {"new": 4, "gone": 1, "changed": 1, "moved": 1}, sizes
        assert sum(n for n in found if isinstance(n, int)) == len(old) - 3
