"""One message withheld to protect a source: gone everywhere, on record, the rest as sealed."""

import json
import os
import signal
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.acceptance.told import Told
from tests.cli.shell import as_json
from tests.desk.smalldesk import WORDS, Small, export

from onrecord import Desk
from onrecord.archive import bag as bags
from onrecord.errors import BadOption, NoSuchMessage
from onrecord.model.schema import MESSAGE

Capsys = pytest.CaptureFixture[str]
WHY, BY = "only the source saw it", "An Editor"
GONE = WORDS[2]


def states(desk: Desk, case: Path) -> dict[str, str]:
    return {f.object: f.state for f in desk.check(case).findings}


def everything(case: Path) -> bytes:
    """All bytes of the case that are not packed."""
    return b"".join(p.read_bytes() for p in case.rglob("*") if p.is_file())


def test_its_words_go_and_every_other_message_gives_the_sealed_root(one: Small) -> None:
    before = {m.n: m for m in one.desk.messages(one.case, 1, [0, 1, 2, 3])}
    file = one.case / "bags" / "0001" / "data" / "export" / "result.json"
    size = file.stat().st_size
    assert GONE.encode() in everything(one.case)
    done = one.desk.withhold_message(one.case, "1/2", why=WHY, by=BY)
    assert (done.reading, done.n, done.same, done.files) == (1, 2, (), ())
    assert GONE.encode() not in everything(one.case)
    assert file.stat().st_size == size and file.read_bytes().count(WORDS[0].encode()) == 1
    assert oct(file.stat().st_mode)[-3:] == "400"
    after = {m.n: m for m in one.again().messages(one.case, 1, [0, 1, 2, 3])}
    assert {n: m for n, m in after.items() if n != 2} == {n: before[n] for n in (0, 1, 3)}
    left = after[2]
    assert (left.text, left.sender, left.sender_id, left.time.text) == ("", None, None, "")
    assert (left.kind, left.action, left.id) == ("service", "withheld", "3")
    found = states(one.again(), one.case)
    assert found["bags/0001/data/export/result.json"] == "withheld"
    assert found["#1 record 2"] == "withheld" and found["#1 read again"] == "withheld"
    assert "altered" not in found.values()
    assert [s for o, s in found.items() if o.endswith("rows")] == ["intact"]
    assert not list(one.again().find(one.case, "launch").hits)
    assert len(list(one.again().find(one.case, "valve").hits)) == 1


def test_nothing_else_may_change_in_its_shadow(one: Small) -> None:
    """The third state excuses the withheld bytes and no others."""
    file = one.case / "bags" / "0001" / "data" / "export" / "result.json"
    sealed = file.read_bytes()
    one.desk.withhold_message(one.case, "1/2", why=WHY, by=BY)
    blank = file.read_bytes()
    differ = [i for i, (a, b) in enumerate(zip(sealed, blank, strict=True)) if a != b]
    place = {m.n: m.place for m in one.desk.messages(one.case, 1, [0, 1, 2, 3])}[2]
    assert place.start <= differ[0] and differ[-1] < place.start + place.length
    assert blank[place.start : place.start + place.length] == b" " * place.length
    file.chmod(0o600)
    for at in (0, place.start, place.start + place.length, len(blank) - 1):
        bent = bytearray(blank)
        bent[at] ^= 1
        file.write_bytes(bent)
        assert not one.desk.check(one.case).whole, at
    file.write_bytes(blank)
    assert one.desk.check(one.case).whole


def test_a_row_put_in_its_place_is_seen(one: Small) -> None:
    one.desk.withhold_message(one.case, "1/2", why=WHY, by=BY)
    part = one.case / "readings" / "0001" / "part-0000.parquet"
    rows = pq.read_table(part).to_pylist()
    rows[2]["text"] = "Everybody saw the launch leave."
    pq.write_table(pa.Table.from_pylist(rows, MESSAGE), part)
    found = states(one.desk, one.case)
    assert [o for o, s in found.items() if s == "altered" and o.endswith("row 2")]


def test_a_sealed_copy_kept_elsewhere_is_still_what_was_sealed(one: Small) -> None:
    """The manifest keeps its digest: who has the file can show that it is the one."""
    file = one.case / "bags" / "0001" / "data" / "export" / "result.json"
    sealed, rows = file.read_bytes(), one.case / "readings" / "0001" / "part-0000.parquet"
    table = rows.read_bytes()
    one.desk.withhold_message(one.case, "1/2", why=WHY, by=BY)
    assert bags.open_bag(one.case / "bags" / "0001").manifest
    file.chmod(0o600)
    file.write_bytes(sealed)
    rows.write_bytes(table)
    found = states(one.desk, one.case)
    assert "altered" not in found.values() and "#1 record 2" not in found


def test_two_and_a_reseal_and_one_more(one: Small) -> None:
    one.desk.withhold_message(one.case, "1/2", why=WHY, by=BY)
    one.desk.withhold_message(one.case, "id:1", why=WHY, by=BY)
    sealed = one.desk.reseal(one.case, 1)
    assert sealed.get("count") == "2", "what is withheld is in no new archive"
    assert one.desk.check(one.case).whole
    one.desk.withhold_message(one.case, "1/3", why=WHY, by=BY)
    found = states(one.again(), one.case)
    assert "altered" not in found.values()
    assert [found[f"#1 record {n}"] for n in (0, 2, 3)] == ["withheld"] * 3
    with pytest.raises(NoSuchMessage, match="already"):
        one.desk.withhold_message(one.case, "1/3", why=WHY, by=BY)
    one.desk.reseal(one.case, 1)
    assert one.desk.check(one.case).whole


def test_a_packed_file_goes_whole_and_only_if_one_says_so(one: Small) -> None:
    source = export(one.folder / "second", 6)
    with zipfile.ZipFile(one.folder / "second.zip", "w", zipfile.ZIP_DEFLATED) as out:
        out.write(source / "result.json", "result.json")
    one.desk.add(one.case, one.folder / "second.zip")
    with pytest.raises(BadOption, match="no plain text"):
        one.desk.withhold_message(one.case, "2/1", why=WHY, by=BY)
    one.desk.withhold_message(one.case, "2/1", whole_file=True, why=WHY, by=BY)
    assert not list((one.case / "bags" / "0002" / "data" / "export").iterdir())
    found = states(one.again(), one.case)
    assert "altered" not in found.values()
    assert found["bags/0002/data/export/second.zip"] == "withheld"
    assert found["#2 record 1"] == "withheld"
    assert sum("rows" in o and s == "intact" for o, s in found.items()) == 2
    assert len(one.desk.messages(one.case, 2, [0, 1, 2, 3, 4, 5])) == 6
    one.desk.reseal(one.case, 2)
    assert one.desk.check(one.case).whole


def test_where_its_words_still_stand_is_said(one: Small, capsys: Capsys) -> None:
    one.desk.add(one.case, export(one.folder / "second", 6))
    (one.case / "stories" / "notes.md").write_text(f"> {GONE}\n", "utf-8")
    words = ["withdraw", one.case, 1, "--message", "id:3", "--why", "w", "--by", "An Editor"]
    ran = as_json(capsys, *words, *one.options)
    assert ran.code == 0
    assert ran.last["same"] == ["2/2"]
    assert ran.last["files"] == ["bags/0002/data/export/result.json", "stories/notes.md"]
    assert as_json(capsys, *words, *one.options).code != 0
    (event,) = [e for e in one.desk.timeline(one.case) if e.kind == "withheld"]
    assert event.says.startswith("A message of ")


def test_what_is_withheld_is_no_difference_between_exports(one: Small) -> None:
    one.desk.add(one.case, export(one.folder / "second", 6), same_chat=1)
    one.desk.withhold_message(one.case, "2/2", why=WHY, by=BY)
    one.desk.withhold_message(one.case, "1/0", why=WHY, by=BY)
    made = one.desk.prove_differences(one.case, 1, 2, one.folder / "proofs")
    assert made == []


@pytest.mark.parametrize("stop", ["replace", "open", "after"])
def test_a_kill_between_log_and_disk_is_mended(one: Small, stop: str) -> None:
    one.desk.keys  # noqa: B018
    from onrecord.desk import blanking, withholding_record

    child = os.fork()
    if child == 0:

        def die(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        place = {"replace": (blanking, "_rows"), "open": (blanking, "overwrite")}
        setattr(*place.get(stop, (withholding_record, "stamp_head")), die)
        try:
            one.desk.withhold_message(one.case, "1/2", why=WHY, by=BY)
        finally:
            os._exit(3)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert one.again().check(one.case).whole, "what a kill leaves still checks"
    one.again().add(one.case, export(one.folder / "later", 3))
    found = states(one.again(), one.case)
    assert "altered" not in found.values() and found["#1 record 2"] == "withheld"
    assert GONE.encode() not in (one.case / "bags/0001/data/export/result.json").read_bytes()


def test_a_published_message_goes_after_its_story_was_retracted(own: Told) -> None:
    note = json.loads((own.case / "stories" / "harbour.published.json").read_text("utf-8"))
    cited = f"m:{note['quoted'][0]}"
    own.desk.judge(own.case, cited, "yes", by="An Editor", why="it claims the strike")
    with pytest.raises(BadOption, match="published story"):
        own.desk.withhold_message(own.case, cited, why=WHY, by=BY)
    own.desk.retract(own.case, "harbour", why="it endangers a source", by="An Editor")
    done = own.desk.withhold_message(own.case, cited, why=WHY, by=BY)
    assert any(name.startswith("stories/") for name in done.files), "what was published is named"
    assert own.desk.check(own.case).whole
    assert own.desk.verify(own.page), "what was published can still be checked"
    assert list(own.desk.statements(own.case))
