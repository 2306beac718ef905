"""T13: what a proof opens is all it tells. Raw, hex, URL, UTF-16, base64 at three offsets."""

import base64
import json
import random
import time
import urllib.parse
from pathlib import Path

import pytest
from tests.archive.archivecase import (
    EVERY,
    K_ARCHIVE,
    K_CHAT,
    Sample,
    batch,
    figure,
    make_key,
    row,
    sample,
)

from onrecord.archive import b64, keys, policy, proof, salt, verify

ROWS = 64
NAMES = ("Kestrel Weaver", "Numan Halabi-Orn", "Сорока Белая", "عصفور الجسر")


def _text(n: int) -> str:
    return (
        f"Opening word{n}a stands. Secret closed{n}b sentence here. Third part{n}c ends. @hand_{n}x"
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    rows = [
        row(
            i,
            _text(i),
            id=f"{7_000_000 + i}",
            sender=NAMES[i % 4],
            sender_id=f"user88{i % 4}99",
            member="ChatExport_Secretgroup/result.json",
            forward_name="Hidden Channel" if i % 3 == 0 else None,
            forwarded=i % 3 == 0,
            reply_to="6999999",
            quote="quoted by heart",
        )
        for i in range(ROWS)
    ]
    return sample(tmp_path_factory.mktemp("desk"), batch(rows))


def _shapes(word: str | bytes) -> list[bytes]:
    """A word as bytes in every encoding a leak could wear."""
    raw = word.encode() if isinstance(word, str) else word
    found = [raw, raw.hex().encode(), urllib.parse.quote(raw).encode()]
    if isinstance(word, str):
        found += [word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()]
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + raw + bytes(2))
        inner = text[(offset * 8 + 5) // 6 : len(text) - 4 - (offset + len(raw)) % 3]
        found += [inner, inner.replace(b"+", b"-").replace(b"/", b"_")]
    return [f for f in found if len(f) > 5]


def _closed(n: int, spans: tuple[tuple[int, int], ...]) -> list[str | bytes]:
    """Everything that a proof of row n with these words open must not hold."""
    text = _text(n)
    opened = "".join(text[a:b] for a, b in spans)
    words = [w for w in text.replace(".", "").split(" ") if w not in opened and len(w) > 5]
    others = [w for i in range(ROWS) if i != n for w in (f"word{i}a", f"closed{i}b", f"hand_{i}x")]
    hidden: list[str | bytes] = [*words, *others, *NAMES, "Hidden Channel", "ChatExport"]
    hidden += [f"user88{i}99" for i in range(4)] + [f"{7_000_000 + n}", "6999999", "quoted by"]
    return [*hidden, "Secretgroup", K_ARCHIVE, K_CHAT, make_key().signing.private_bytes_raw()]


def _decoded(data: bytes) -> bytes:
    """The file and everything base64 in it, decoded: what a curious reader looks at."""
    value = json.loads(data)
    parts = [data]
    for piece in value["sd_jwt"].replace(".", "~").split("~"):
        parts.append(b64.unurl(piece))
    for line in value["tlog_proof"].split("\n"):
        if line.startswith("extra "):
            parts.append(b64.unstd(line[6:]))
    return b"\n".join(parts)


@pytest.mark.parametrize("every", EVERY)
def test_a_proof_tells_what_it_opens_and_nothing_else(desk: Sample, every: bool) -> None:
    count = 10_000 if every else 60
    rng = random.Random(13)
    start = time.monotonic()
    spans = ((0, 10),)
    hits = 0
    cache: dict[str | bytes, list[bytes]] = {}
    for _ in range(count):
        n = rng.randrange(ROWS)
        first = len(_text(n).split(". ")[0]) + 1
        spans = ((0, first),)
        choice = proof.Choice(
            shown=_text(n)[:first],
            speaker="Member A",
            story="s",
            spans=spans,
            time=rng.choice(["time", "day", "none"]),
            slot=rng.randrange(4),
        )
        data = desk.proof(n, choice)
        verify.verify(data, policy.trusting(make_key().public))
        seen = _decoded(data)
        for word in _closed(n, spans):
            shapes = cache.setdefault(word, _shapes(word))
            hits += sum(shape in seen for shape in shapes)
    figure("T13", "random openings scanned", count, count - hits, time.monotonic() - start)
    assert hits == 0


def test_the_scan_would_see_a_leak(desk: Sample) -> None:
    data = desk.proof(5, proof.Choice(shown=_text(5), more=("sender", "src")))
    seen = _decoded(data)
    assert any(s in seen for s in _shapes(NAMES[1]))
    assert any(s in seen for s in _shapes("Secretgroup"))
    for offset in range(3):
        wrapped = base64.b64encode(b"x" * offset + b"user88199" + b"yy")
        assert any(s in wrapped for s in _shapes("user88199")), offset


def test_the_place_of_a_leaf_tells_nothing_of_the_time(desk: Sample) -> None:
    places = []
    for n in range(ROWS):
        opening = desk.opening(n)
        places.append(desk.files.index(opening.k, opening.leaf))
    # rank correlation between order and place: |r| < 0.4 holds with p > 0.999 at random
    mean = (ROWS - 1) / 2
    ranks = {p: i for i, p in enumerate(sorted(places))}
    cov = sum((i - mean) * (ranks[p] - mean) for i, p in enumerate(places))
    assert abs(cov / sum((i - mean) ** 2 for i in range(ROWS))) < 0.4


def test_two_stories_cannot_be_linked_by_their_aliases(desk: Sample) -> None:
    def alias(n: int, slot: int) -> tuple[str | None, str | None]:
        choice = proof.Choice(shown=_text(n), story="s", speaker="A", slot=slot)
        found = verify.verify(desk.proof(n, choice), policy.trusting(make_key().public))
        return found.alias_name, found.alias

    assert alias(0, 0) == alias(4, 0)
    seen = {alias(0, slot) for slot in range(4)}
    assert len({name for name, _ in seen}) == 4 and len({value for _, value in seen}) == 4
    other = salt.Subkeys.of(keys.new_secret())
    assert not set(other.aliases("id:user88099")) & {value for _, value in seen}


def test_the_number_of_digests_is_always_the_same(desk: Sample, tmp_path: Path) -> None:
    bare = sample(tmp_path, batch([row(0, "", sender=None, sender_id=None, time_basis="none")]))
    assert len(desk.opening(0).payload) == len(bare.opening(0).payload)
