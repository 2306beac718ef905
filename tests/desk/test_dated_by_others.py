"""Authorities and witnesses over real HTTP, by the commands; forks refused; proofs dated."""

import hashlib
import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.acceptance.quick_key import make_quick
from tests.cli.shell import as_json, plain
from tests.desk.smalldesk import PASSPHRASE, Small, export

from onrecord import Desk
from onrecord.archive.localtsa import LocalAuthority
from onrecord.desk.witnessing import make_witness

Capsys = pytest.CaptureFixture[str]
ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")


@contextmanager
def authority(folder: Path, *, forged: bool = False) -> Iterator[tuple[str, str]]:
    """A time stamp authority at work: its policy line, and what it was asked (a count file)."""
    own = LocalAuthority.create(folder)
    signs = LocalAuthority.create(folder.with_name(folder.name + "-other")) if forged else own

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = signs.reply(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    digest = hashlib.sha256((folder / "tsa.cer").read_bytes()).hexdigest()
    url = f"http://127.0.0.1:{server.server_address[1]}/tsr"
    try:
        yield f"tsa {folder.name} plain {digest} {folder / 'tsa.cer'} {url}\n", url
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def witness(folder: Path, log: str, secret: Path) -> Iterator[str]:
    """``onrecord witness serve`` as another organisation runs it; its policy line."""
    if not folder.exists():
        make_witness(folder, f"w.example/{folder.name}", PASSPHRASE)
        make_quick(folder / "witness.age", PASSPHRASE)
    words = [sys.executable, "-m", "onrecord", "witness", "serve", str(folder), "--log", log]
    words += ["--port", "0", "--json", "--passphrase-file", str(secret)]
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": str(ROOT / "src")}
    )
    assert process.stdout is not None
    try:
        said = json.loads(process.stdout.readline())
        yield f"witness {folder.name} {said['key']} {said['url']}\n"
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def policy(one: Small, *lines: str) -> None:
    (one.desk.folder / "policy").write_text("".join(lines))


def test_two_authorities_and_two_witnesses_date_a_head(one: Small, capsys: Capsys) -> None:
    secret, log = one.folder / "passphrase.txt", one.desk.key_facts().first
    with (
        authority(one.folder / "tsa1") as (a, _),
        authority(one.folder / "tsa2") as (b, _),
        witness(one.folder / "w1", log, secret) as v,
        witness(one.folder / "w2", log, secret) as w,
    ):
        policy(one, a, b, v, w, "group both all w1 w2\n", "quorum both\n", "stamps 2\n")
        done = as_json(capsys, "stamp", *one.options)
        assert done.code == 0 and done.last == {"size": 2, "met": True, "outside": True}
        assert [r["trust"] for r in done.rows] == ["test", "plain", "plain", "witness", "witness"]
        again = as_json(capsys, "stamp", *one.options)
        assert again.rows == done.rows, "what is there is not asked for again"
        assert sum(1 for _ in (one.desk.folder / "log" / "stamps" / "2").glob("*.tst")) == 3
        one.desk.add(one.case, export(one.folder / "more", 6))
        assert as_json(capsys, "stamp", *one.options).last["size"] == 4
    info = plain(capsys, "info", one.case, *one.options).out
    assert "by tsa1" in info and "by w2" in info
    steps = as_json(capsys, "custody", one.case, 1, *one.options)
    assert [r["kind"] for r in steps.rows] == ["received", "seal"]
    assert all(r["by"] in ("tsa1 (plain)", "tsa2 (plain)", "w1 (witness)") for r in steps.rows)
    text = as_json(capsys, "certificate", one.case, 1, *one.options).last["certificate"]
    assert "tsa1 (plain)" in text and "local test authority" not in text
    assert "FRE 902(14)" in text and "Not certified" in text and "0 altered" in text


def test_what_cannot_be_had_is_pending_and_blocks_nothing(one: Small, capsys: Capsys) -> None:
    with (
        authority(one.folder / "tsa1") as (a, _),
        authority(one.folder / "tsa2", forged=True) as (
            b,
            _,
        ),
    ):
        policy(one, a, b, "tsa gone plain ", b.split()[3], f" {one.folder}/tsa2/tsa.cer ")
        text = (
            one.desk.folder / "policy"
        ).read_text() + "http://127.0.0.1:9/\nquorum none\nstamps 2\n"
        policy(one, text)
        done = as_json(capsys, "stamp", *one.options)
        assert done.code == 73
        said = {r["by"]: r.get("pending") for r in done.rows}
        assert said["tsa1"] is None and said["tsa2"] and said["gone"]
        one.desk.add(one.case, export(one.folder / "more", 6))
    policy(one, a, "quorum none\nstamps 1\n")
    late = as_json(capsys, "stamp", "--size", 2, *one.options)
    assert late.code == 0 and late.last["met"]
    assert as_json(capsys, "stamp", *one.options).code == 73
    assert as_json(capsys, "stamp", "--size", 99, *one.options).code == 53
    policy(one, "tsa x y\n")
    assert as_json(capsys, "stamp", *one.options).code == 16


def test_nobody_is_asked_who_is_not_named(one: Small, capsys: Capsys) -> None:
    told = plain(capsys, "stamp", *one.options)
    assert told.code == 0 and "Nobody outside is named yet" in told.out
    assert "proves nothing to others" in told.out


@pytest.mark.attack("T12", "a second history shown to a head kept elsewhere, a witness, a log")
def test_a_witness_refuses_the_second_history(one: Small, capsys: Capsys) -> None:
    """T12 from the desk's side: the fork gets no cosignature, the first history keeps its own."""
    secret, log = one.folder / "passphrase.txt", one.desk.key_facts().first
    for name in ("desk", "case"):
        shutil.copytree(one.folder / name, one.folder / "fork" / name)
    fork = Small(one.folder / "fork", Desk(one.folder / "fork" / "desk", PASSPHRASE))
    shutil.copy(secret, fork.folder)
    with witness(one.folder / "w1", log, secret) as line:
        for each in (one, fork):
            policy(each, line, "quorum w1\n")
        one.desk.add(one.case, export(one.folder / "more", 6))
        assert as_json(capsys, "stamp", *one.options).code == 0
        fork.desk.add(fork.case, export(one.folder / "else", 7))
        refused = as_json(capsys, "stamp", *fork.options)
        assert refused.code == 72 and "publish nothing" in refused.last["advice"]
        assert "another history" in refused.rows[-1]["pending"]
        at, beside = one.desk.info(one.case).head, one.again().info(fork.case).head
        assert at is not None and beside is not None and at.size == beside.size
        assert "w1" in dict(at.stamps)
        assert not beside.stamps, "what dates the desk's head of that size does not date this one"
        fork.desk.add(fork.case, export(one.folder / "third", 8))
        assert as_json(capsys, "stamp", *fork.options).code == 72
    with witness(one.folder / "w1", log, secret) as line:  # it remembers after a restart
        policy(fork, line, "quorum w1\n")
        assert as_json(capsys, "stamp", *fork.options).code == 72


def test_a_witness_that_lacks_the_new_key_is_told_apart(one: Small, capsys: Capsys) -> None:
    secret, log = one.folder / "passphrase.txt", one.desk.key_facts().first
    with witness(one.folder / "w1", log, secret) as line:
        policy(one, line, "quorum none\n")
        one.desk.rotate([one.case])
        told = as_json(capsys, "stamp", *one.options)
        assert "does not take this desk's present key" in told.rows[-1]["pending"]
    present = one.again().key_facts().present
    assert present != log
    with witness(one.folder / "w1", present, secret) as line:
        policy(one, line, "quorum w1\n")
        assert as_json(capsys, "stamp", *one.options).code == 0
    said = plain(capsys, "keys", "publish", "--at", "page two", *one.options).out.split("\n")
    assert said[1] == present and said[2].endswith(log)


def test_a_proof_stands_under_the_best_dated_head(one: Small) -> None:
    from onrecord.archive import stamp
    from onrecord.desk.seat import open_log
    from onrecord.desk.stamping import dating_policy

    log = open_log(one.desk.folder)
    assert stamp.best_head(log, 1, dating_policy(one.desk)) == 2, "the test authority's, for want"
    one.desk.add(one.case, export(one.folder / "more", 6))
    with authority(one.folder / "tsa1") as (a, _):
        policy(one, a, "quorum none\nstamps 1\n")
        one.desk.stamp()
    log = open_log(one.desk.folder)
    assert stamp.best_head(log, 1, dating_policy(one.desk)) == 4
    assert stamp.worth(log, 2, dating_policy(one.desk)) == 1


def test_a_witness_needs_a_name_and_a_key(tmp_path: Path, capsys: Capsys) -> None:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(PASSPHRASE)
    use = ("--passphrase-file", secret)
    folder = tmp_path / "w"
    assert as_json(capsys, "witness", "new", folder, *use).code == 16
    assert as_json(capsys, "witness", "serve", folder, *use).code == 30
    assert as_json(capsys, "witness", "new", folder, "--name", "w.example/1", *use).code == 0
    assert as_json(capsys, "witness", "new", folder, "--name", "w.example/1", *use).code == 16
    own = as_json(capsys, "witness", "serve", folder, "--log", "no key", *use)
    assert own.code == 16


def test_a_witness_says_what_it_lacks(one: Small, capsys: Capsys) -> None:
    folder, log = one.folder / "w", one.desk.key_facts().first
    words = ["--passphrase-file", one.folder / "passphrase.txt"]
    made = plain(capsys, "witness", "new", folder, "--name", "w.example/1", *words)
    assert f"onrecord witness serve {folder} --log 'THEIR KEY'" in made.out
    make_quick(folder / "witness.age", PASSPHRASE)
    ran = plain(capsys, "witness", "serve", folder, "--port", 0, *words)
    assert ran.code == 16 and "knows no desk yet" in ran.err
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as taken:
        port = taken.server_address[1]
        ran = plain(capsys, "witness", "serve", folder, "--log", log, "--port", port, *words)
    assert ran.code == 87 and f"127.0.0.1:{port}" in ran.err and "another --port" in ran.err


def test_a_policy_that_cannot_be_used_says_where(one: Small, capsys: Capsys) -> None:
    at = one.desk.folder / "policy"
    policy(one, "stamps 1\n")
    assert f"where: {at}\n" in plain(capsys, "stamp", *one.options).err
    policy(one, "quorum none\n", f"tsa a plain {64 * '0'} gone.cer\n")
    said = plain(capsys, "stamp", *one.options).err
    assert "gone.cer cannot be read: No such file" in said and f"{at}, line 2" in said
    local = one.desk.folder / "test-authority"
    digest = hashlib.sha256((local / "tsa.pem").read_bytes()).hexdigest()
    policy(one, "quorum none\n", f"tsa a plain {digest} {local / 'tsa.pem'} http://127.0.0.1:9\n")
    ran = plain(capsys, "stamp", *one.options)
    assert ran.code == 16 and "openssl x509 -in tsa.pem -outform DER" in ran.err
    digest = hashlib.sha256((local / "tsa.cer").read_bytes()).hexdigest()
    policy(one, "quorum none\nstamps 1\n", f"tsa a plain {digest} {local / 'tsa.cer'}\n")
    ran = plain(capsys, "stamp", *one.options)
    assert ran.code == 0 and "Nobody outside is named yet" in ran.out
