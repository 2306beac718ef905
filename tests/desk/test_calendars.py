"""OpenTimestamps: a calendar over real HTTP, a block later, headers of a file."""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentimestamps.core import notary, op, serialize, timestamp
from tests.archive.archivecase import make_key
from tests.cli.shell import as_json
from tests.desk.smalldesk import Small

from onrecord import Desk
from onrecord.archive import calendars, entry, log, token
from onrecord.errors import BadOption, CaseAltered

HEIGHT = 2
EASY = (0x207FFFFF).to_bytes(4, "little")


class Calendar:
    """A calendar that keeps commitments and, once it is told the block, says so."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.kept: dict[bytes, bytes] = {}
        self.root: bytes | None = None

    def take(self, digest: bytes) -> bytes:
        """A promise for a digest; the Merkle root it will stand under is fixed by it."""
        stamp = timestamp.Timestamp(digest)
        tip = stamp.ops.add(op.OpAppend(b"calendar")).ops.add(op.OpSHA256())
        tip.attestations.add(notary.PendingAttestation(self.url))
        self.kept[tip.msg] = hashlib.sha256(tip.msg + b"block").digest()
        return _bytes(stamp)

    def give(self, commitment: bytes) -> bytes | None:
        """The way from a commitment to the block, once there is one."""
        if commitment not in self.kept or self.root is None:
            return None
        stamp = timestamp.Timestamp(commitment)
        tip = stamp.ops.add(op.OpAppend(b"block")).ops.add(op.OpSHA256())
        tip.attestations.add(notary.BitcoinBlockHeaderAttestation(HEIGHT))
        return _bytes(stamp)


def _bytes(stamp: timestamp.Timestamp) -> bytes:
    out = serialize.BytesSerializationContext()
    stamp.serialize(out)
    made: bytes = out.getbytes()
    return made


@contextmanager
def serving(one: Calendar) -> Iterator[str]:
    """The calendar over HTTP, as the public ones speak it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            one.asked.append(self.path)
            self._say(one.take(self.rfile.read(int(self.headers["Content-Length"]))))

        def do_GET(self) -> None:
            one.asked.append(self.path)
            self._say(one.give(bytes.fromhex(self.path.rpartition("/")[2])))

        def _say(self, data: bytes | None) -> None:
            self.send_response(404 if data is None else 200)
            self.end_headers()
            self.wfile.write(data or b"Pending confirmation in Bitcoin blockchain")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    one.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield one.url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def headers(path: Path, root: bytes, count: int = 5) -> list[bytes]:
    """A file of headers, mined at the easiest target, whose block HEIGHT has this root."""
    made: list[bytes] = []
    before = bytes(32)
    for height in range(count):
        own = root if height == HEIGHT else hashlib.sha256(bytes([height])).digest()
        at = (1_772_000_000 + 600 * height).to_bytes(4, "little")
        for nonce in range(1 << 20):
            data = b"\1\0\0\0" + before + own + at + EASY + nonce.to_bytes(4, "little")
            name = hashlib.sha256(hashlib.sha256(data).digest()).digest()
            if name[31] < 0x7F:
                break
        made.append(data)
        before = name
    path.write_bytes(b"".join(made))
    return made


def desk_log(folder: Path) -> log.DeskLog:
    made = log.DeskLog.create(folder / "log", make_key())
    made.append([entry.make("judged", {})[0]], make_key())
    return made


def test_a_promise_then_a_block_then_a_time(tmp_path: Path) -> None:
    desk, one = desk_log(tmp_path), Calendar()
    with serving(one) as url:
        assert calendars.submit(desk, 1, [url]) == []
        digest = hashlib.sha256(token.stamped_bytes(desk.head_at(1))).digest()
        assert not any(digest in k for k in one.kept), "a calendar sees a nonce's digest alone"
        assert calendars.look(desk, 1, None).promised == (url,)
        assert calendars.submit(desk, 1, [url]) == [] and len(one.asked) == 1, "asked once"
        ((who, why),) = calendars.upgrade(desk, 1, [url])
        assert who == url and "Pending" in why
        (one.root,) = one.kept.values()
        assert calendars.upgrade(desk, 1, [url]) == []
    headers(tmp_path / "headers", one.root)
    found = calendars.look(desk, 1, tmp_path / "headers")
    (block,) = found.blocks
    assert (block.height, block.at, block.followers) == (2, "2026-02-25T06:33:20Z", 2)
    assert found.promised == () and len(block.id) == 64
    assert calendars.look(desk, 1, None).unseen == (2,)
    assert calendars.anchored(desk) == [1]


def test_only_calendars_that_the_desk_names_are_asked(tmp_path: Path) -> None:
    desk, one, other = desk_log(tmp_path), Calendar(), Calendar()
    with serving(one) as url, serving(other) as elsewhere:
        calendars.submit(desk, 1, [url])
        asked = len(one.asked)
        assert calendars.upgrade(desk, 1, [elsewhere]) == []
        assert (len(one.asked), other.asked) == (asked, [])


def test_what_a_calendar_does_never_raises(tmp_path: Path) -> None:
    desk, one = desk_log(tmp_path), Calendar()
    one.take = lambda digest: digest[:0] + b"\xff\xff nonsense"  # type: ignore[method-assign]
    with serving(one) as url:
        refused = calendars.submit(desk, 1, [url, "http://127.0.0.1:9", "ftp://x"])
    assert [who for who, _ in refused] == [url, "http://127.0.0.1:9", "ftp://x"]
    assert all(why for _, why in refused)
    assert calendars.anchored(desk) == [], "nothing came, nothing is kept"


@pytest.mark.parametrize("place", [4, 36, 70, 160, 200, 268, 280])
def test_other_headers_date_nothing(tmp_path: Path, place: int) -> None:
    desk, one = desk_log(tmp_path), Calendar()
    with serving(one) as url:
        calendars.submit(desk, 1, [url])
        (one.root,) = one.kept.values()
        calendars.upgrade(desk, 1, [url])
    path = tmp_path / "headers"
    headers(path, one.root)
    assert calendars.look(desk, 1, path).blocks
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    found = calendars.look(desk, 1, path)
    # before the block's own neighbour nothing is looked at
    assert bool(found.blocks) == (place < 80) and bool(found.refused) == (place >= 80)
    path.write_bytes(data[: 80 * HEIGHT])
    assert calendars.look(desk, 1, path).unseen == (HEIGHT,)


def test_work_is_asked_of_headers(tmp_path: Path) -> None:
    root = bytes(32)
    path = tmp_path / "headers"
    made = headers(path, root, 3)
    assert calendars.block(path, HEIGHT, root) is not None
    hard = made[2][:72] + (0x1D00FFFF).to_bytes(4, "little") + made[2][76:]
    path.write_bytes(made[0] + made[1] + hard)
    with pytest.raises(ValueError, match="work"):
        calendars.block(path, HEIGHT, root)


def test_a_file_about_something_else_is_altered(tmp_path: Path) -> None:
    desk, one = desk_log(tmp_path), Calendar()
    with serving(one) as url:
        calendars.submit(desk, 1, [url])
    path = calendars.stored(desk, 1)
    good = path.read_bytes()
    for bent in (b"", good[:-3], good[:40] + bytes([good[40] ^ 1]) + good[41:], b"x" + good):
        path.write_bytes(bent)
        with pytest.raises(CaseAltered, match="OpenTimestamps"):
            calendars.look(desk, 1, None)


def test_by_command(one: Small, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    ran = as_json(capsys, "ots", *one.options)
    assert ran.code == 0 and not ran.last["asked"] and ran.rows == []
    calendar = Calendar()
    with serving(calendar) as url:
        (one.desk.folder / "calendars").write_text(f"# ours\n{url}\n", "utf-8")
        assert as_json(capsys, "ots", "--offline", *one.options).rows == []
        assert calendar.asked == [], "nobody is asked offline"
        ran = as_json(capsys, "ots", *one.options)
        (row,) = ran.rows
        assert row["calendar"] == url and row["promised"]
        (calendar.root,) = calendar.kept.values()
        one.desk.reseal(one.case, 1)
        headers(tmp_path / "headers", calendar.root)
        out = tmp_path / "out"
        words = ["ots", "--headers", tmp_path / "headers", "--out", out]
        ran = as_json(capsys, *words, *one.options)
    assert ran.code == 0 and len(ran.last["sizes"]) == 2
    assert ran.rows[0]["block"] == 2 and ran.rows[1]["promised"], "the new head is promised now"
    size = ran.last["sizes"][0]
    data = serialize.BytesDeserializationContext((out / f"head-{size}.ots").read_bytes())
    detached = timestamp.DetachedTimestampFile.deserialize(data)
    assert detached.file_digest == hashlib.sha256((out / f"head-{size}").read_bytes()).digest()
    (one.desk.folder / "calendars").write_text("alice\n", "utf-8")
    with pytest.raises(BadOption, match="calendar"):
        Desk(one.desk.folder).anchor()
