"""T13: a dictionary against the digests that proofs leave closed.

Every guess is put under the salts somebody without the archive's secret may try: none,
zeroes, and salts that the proofs themselves open. ``make sweep`` takes a million guesses,
``make test`` some thousands; each list holds every true value, so that only the salt
stands in the way, and a second test shows that with its salt each value is found.
"""

import base64
import hashlib
import itertools
import json
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from tests.archive import guesses
from tests.archive.archivecase import EVERY, Sample, batch, figure, row, sample

from onrecord.archive import b64, proof

ROWS = 20
OPEN = 15
"""Letters of each text that its proof opens: its first sentence."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    rows = [
        row(
            n,
            f"Bridge is shut. We saw guards{n} there. ",
            sender=None,
            sender_id=f"{4000 + n}",
            reply_to=f"{n}",
            time_first=(at := 1_750_000_020_000_000 + n * 60_000_000),
            time_last=at,
            time_basis="utc",
        )
        for n in range(ROWS)
    ]
    return sample(tmp_path_factory.mktemp("desk"), batch(rows))


def proofs(desk: Sample) -> list[bytes]:
    """A proof of each row with its first sentence open and nothing else."""
    choice = proof.Choice(shown="Bridge is shut.", spans=((0, OPEN),), time="none")
    return [desk.proof(n, choice) for n in range(ROWS)]


def closed(files: list[bytes]) -> tuple[set[bytes], set[bytes]]:
    """The digests that the files show and do not open, and the salts that they open."""
    shown: set[bytes] = set()
    opened: set[bytes] = set()
    salts: set[bytes] = set()
    for data in files:
        jwt, *sent = json.loads(data)["sd_jwt"].split("~")[:-1]
        shown.update(d.encode() for d in json.loads(b64.unurl(jwt.split(".")[1]))["_sd"])
        for one in sent:
            opened.add(digest(b64.unurl(one)))
            value = json.loads(b64.unurl(one))
            salts.add(value[0].encode())
            if value[1] in ("text", "plain") and len(value) == 3:
                shown.update(d["..."].encode() for d in value[2])
    return shown - opened, salts


def digest(raw: bytes) -> bytes:
    """The digest of a disclosure's JSON."""
    sent = base64.urlsafe_b64encode(raw).rstrip(b"=")
    return base64.urlsafe_b64encode(hashlib.sha256(sent).digest()).rstrip(b"=")


def attack(words: Iterable[str], salts: Iterable[bytes], among: set[bytes]) -> tuple[int, int, int]:
    """Words and digests tried, and digests found."""
    known = {base64.urlsafe_b64decode(d + b"=") for d in among}
    heads = [b'["' + salt for salt in salts]
    sha, encode = hashlib.sha256, base64.urlsafe_b64encode
    count = tried = hits = 0
    for word in words:
        count += 1
        for value in guesses.values(word):
            for head in heads:
                tried += 1
                hits += sha(encode(head + value).rstrip(b"=")).digest() in known
    return count, tried, hits


def truth(desk: Sample) -> list[str]:
    """Every true value a guess can have, of all rows."""
    found = []
    for n in range(ROWS):
        opening = desk.opening(n)
        found += [w for _, w in opening.text]
        for field in opening.fields:
            _, name, value = json.loads(b64.unurl(field))
            known = {"sender": "id", "reply": "to", "time": "sent"}
            if name in known:
                found.append(value[known[name]])
            elif name in ("day", "seq"):
                found.append(value)
    return found


@pytest.mark.parametrize("every", EVERY)
def test_a_dictionary_opens_no_closed_digest(
    desk: Sample, every: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    began, most = time.monotonic(), 1_000_000 if every else 4_000
    shown, salts = closed(proofs(desk))
    assert len(shown) > ROWS * 10
    tried_salts = [b"", b64.url(bytes(16)).encode(), *sorted(salts)[:2]]
    words = itertools.chain(guesses.words(most), truth(desk))
    count, tried, hits = attack(words, tried_salts, shown)
    with capsys.disabled():
        said = f"{count:,} guesses, {tried:,} digests, at {len(shown)} closed ones: {hits} found"
        sys.stdout.write(f"\n{said}\n")
    what = f"guesses from a word list at {len(shown)} closed digests, under four salts each"
    if every:
        figure("T13", what, count, count - hits, time.monotonic() - began)
    assert count >= most and hits == 0


def test_with_its_salt_a_true_value_is_found(desk: Sample) -> None:
    """Nothing but the salt keeps them closed: else the attack above would show nothing."""
    shown, _ = closed(proofs(desk))
    opening = desk.opening(3)
    salts = [json.loads(b64.unurl(d))[0].encode() for d in opening.fields]
    salts += [json.loads(b64.unurl(d))[0].encode() for d, _ in opening.text]
    _, _, hits = attack(truth(desk), salts, shown)
    assert hits >= len(("segment", "time", "day", "seq", "sender", "reply"))


def test_the_list_is_a_million_different_guesses(tmp_path: Path) -> None:
    some = list(guesses.words(50_000))
    assert len(set(some)) == len(some) == 50_000
    assert any("@" in s for s in some) and any(s.endswith("Z") for s in some)
