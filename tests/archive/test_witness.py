"""Witnesses over real HTTP: they cosign what extends, and refuse forks and rollbacks."""

import hashlib
import shutil
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.archive.archivecase import Sample, make_key, sample

from onrecord import clock
from onrecord.archive import entry, log, note, policy, tree, verify, witness
from onrecord.archive.stamp import NO_URL, Pending
from onrecord.errors import ProofRefused
from onrecord.model.proof import Checkpoint, Stamp


@contextmanager
def _running(one: witness.Witness) -> Iterator[str]:
    server = witness.serve(one)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _witness(folder: Path, number: int = 1) -> witness.Witness:
    folder.mkdir(exist_ok=True)
    key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
    return witness.Witness(folder, f"witness{number}.example", key, [make_key().public])


def _policy(*pairs: tuple[witness.Witness, str], quorum: str = "none") -> policy.Policy:
    lines = [f"log {make_key().public}"]
    lines += [f"witness W{i} {w.public} {url}" for i, (w, url) in enumerate(pairs)]
    lines += [f"quorum {quorum}"]
    return policy.parse("\n".join(lines).encode(), Path())


def _more(desk: Sample) -> None:
    desk.log.append([entry.make("judged", {})[0]], desk.key)


def test_two_witnesses_over_http_make_a_quorum(tmp_path: Path) -> None:
    desk = sample(tmp_path / "desk")
    first, second = _witness(tmp_path / "w1", 1), _witness(tmp_path / "w2", 2)
    with _running(first) as a, _running(second) as b:
        trust = replace(
            _policy((first, a), (second, b)),
            groups=(("both", policy.Group(2, ("W0", "W1"))),),
            quorum="both",
        )
        with pytest.raises(ProofRefused, match="too few witnesses"):
            verify.verify(desk.proof(2), trust)
        found = witness.cosign(desk.log, trust)
        assert [type(f) for f in found] == [Stamp, Stamp]
        _more(desk)
        assert [type(f) for f in witness.cosign(desk.log, trust)] == [Stamp, Stamp]
        assert witness.cosign(desk.log, trust) == witness.cosign(desk.log, trust)
        wanted = hashlib.sha256(b"example.org/desk").hexdigest()
        with urllib.request.urlopen(f"{a}/{wanted}/checkpoint") as answer:  # noqa: S310
            held = note.parse(answer.read().decode())
    assert note.verify_line(held, first.public) and note.verify_line(held, make_key().public)
    shown = verify.verify(desk.proof(2), trust)
    assert [s.trust for s in shown.stamps] == ["witness", "witness"]
    assert len(desk.log.head_at(2).lines) == 3 and len(desk.log.head.lines) == 3


@pytest.mark.attack("T12", "a second history shown to a head kept elsewhere, a witness, a log")
def test_a_fork_and_a_rollback_are_refused(tmp_path: Path) -> None:
    desk = sample(tmp_path / "desk")
    shutil.copytree(tmp_path / "desk", tmp_path / "copy")
    one = _witness(tmp_path / "w")
    with _running(one) as url:
        trust = _policy((one, url))
        _more(desk)
        assert isinstance(witness.cosign(desk.log, trust)[0], Stamp)
        forked = log.DeskLog.open(tmp_path / "copy" / "log", [make_key().public])
        rolled = witness.cosign(forked, trust)[0]
        assert isinstance(rolled, Pending) and "larger log" in rolled.why
        for _ in range(2):
            forked.append([entry.make("judged", {})[0]], desk.key)
            refused = witness.cosign(forked, trust)[0]
            assert isinstance(refused, Pending) and "another history" in refused.why
    with pytest.raises(ValueError, match="not consistent|two roots"):
        tree.check_consistency(
            3,
            note.parse_checkpoint(desk.log.head.text).root,
            4,
            forked.checkpoint.root,
            forked.consistency(3),
        )


def test_a_witness_signs_the_same_head_again_after_a_year(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, one = sample(tmp_path / "desk"), _witness(tmp_path / "w")
    now = clock.now().replace(microsecond=0)
    with _running(one) as url:
        trust = _policy((one, url))
        (first,) = witness.cosign(desk.log, trust)
        monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=400))
        year_ago = int((now + timedelta(days=35)).timestamp())
        assert witness.cosign(desk.log, trust) == [first], "not asked again unless told to"
        (second,) = witness.cosign(desk.log, trust, again=year_ago)
        assert isinstance(first, Stamp) and isinstance(second, Stamp)
        assert first.at < second.at
        assert witness.cosign(desk.log, trust, again=year_ago) == [second]
    assert note.times_of(desk.log.head, one.public)[1] > year_ago
    shown = verify.verify(desk.proof(2), trust)
    assert [s.at for s in shown.stamps] == [first.at, second.at], "both count, the first dates it"


def test_a_head_bears_no_more_lines_than_a_checker_reads(tmp_path: Path) -> None:
    desk, one, two = sample(tmp_path / "desk"), _witness(tmp_path, 1), _witness(tmp_path, 2)
    text, size = desk.log.head.text, desk.log.checkpoint.size
    for at in range(40):
        lines = [note.cosign(text, w.name, w.key, 1_800_000_000 + at) for w in (one, two)]
        kept = desk.log.add_lines(size, lines)
    assert len(kept.lines) == note.MAX_SIGNATURES
    again = log.DeskLog.open(tmp_path / "desk" / "log", [make_key().public])
    assert again.head == kept and kept.lines[0] == note.sign(text, desk.key.name, desk.key.signing)
    for w in (one, two):
        times = [at - 1_800_000_000 for at in note.times_of(kept, w.public)]
        assert times[0] == 0 and times[1:] == [*range(times[1], 40)], "the first, then the newest"


def _body(old: int, head: str, proof_lines: str = "") -> bytes:
    return f"old {old}\n{proof_lines}\n{head}".encode()


def _head(size: int, root: bytes) -> str:
    key = make_key()
    text = note.checkpoint_text(Checkpoint(key.name, size, root))
    return str(note.Note(text, (note.sign(text, key.name, key.signing),)))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"old 0\n", 400),
        (b"old 00\n\n" + _head(0, tree.EMPTY).encode(), 400),
        (_body(0, "no note"), 400),
        (_body(3, _head(2, bytes(32))), 400),
        (_body(1, _head(2, bytes(32))), 409),
        (_body(0, _head(0, bytes(32))), 422),
        (_body(0, _head(1, bytes(32)), "A" * 43 + "=\n"), 422),
        (_body(0, _head(0, tree.EMPTY)), 200),
        (_body(0, _head(5, bytes(32))), 200),
        (_body(0, _head(5, bytes(32)).replace("example.org/desk", "example.org/else")), 404),
        (_body(0, _head(5, bytes(32)).replace("\n5\n", "\n6\n")), 403),
        (_body(0, "example.org/desk\n5\n" + "A" * 43 + "=\n\n\u2014 other AAAAAAA=\n"), 403),
        (_body(0, _head(5, bytes(32)), ("A" * 43 + "=\n") * 64), 400),
    ],
)
def test_answers_by_the_letter(tmp_path: Path, body: bytes, status: int) -> None:
    assert _witness(tmp_path).add_checkpoint(body).status == status


def test_another_root_of_the_same_size_is_a_conflict(tmp_path: Path) -> None:
    one = _witness(tmp_path)
    assert one.add_checkpoint(_body(0, _head(5, bytes(32)))).status == 200
    assert one.add_checkpoint(_body(5, _head(5, bytes(32)))).status == 200
    said = one.add_checkpoint(_body(5, _head(5, b"other" + bytes(27))))
    assert (said.status, said.body, said.kind) == (409, "5\n", "text/x.tlog.size")


def test_an_answer_by_another_key_is_no_cosignature(tmp_path: Path) -> None:
    desk = sample(tmp_path / "desk")
    real, liar = _witness(tmp_path / "w1", 1), _witness(tmp_path / "w2", 2)
    with _running(liar) as url:
        found = witness.cosign(desk.log, _policy((real, url)))[0]
        assert isinstance(found, Pending) and "did not sign" in found.why
    assert isinstance(witness.cosign(desk.log, _policy((real, "http://127.0.0.1:9")))[0], Pending)
    assert isinstance(witness.cosign(desk.log, _policy((real, "ftp://x")))[0], Pending)
    silent = witness.cosign(desk.log, _policy((real, "")))
    assert [p.why for p in silent if isinstance(p, Pending)] == [NO_URL]


def test_paths_it_does_not_serve(tmp_path: Path) -> None:
    one = _witness(tmp_path)
    with _running(one) as url:
        for path in ("/", "/x/checkpoint", "/a/b/c"):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(url + path)  # noqa: S310
            assert refused.value.code == 404
            refused.value.close()
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url + "/elsewhere", b"x")  # noqa: S310
        assert refused.value.code == 404
        refused.value.close()
