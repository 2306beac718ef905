"""A small sealed desk and case, made by the library alone, for the tests of this room."""

import io
import json
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from onrecord.archive import bag, keys, leaf, ledger, log, proof, record, salt, seal
from onrecord.archive.sealed import SealFiles
from onrecord.model import schema
from onrecord.model.proof import Entry

EVERY = [
    pytest.param(False, id="some"),
    pytest.param(True, id="every", marks=pytest.mark.sweep),
]
"""For tests that try some in ``make test`` and every one in ``make sweep``."""
SEED = bytes(range(32))
K_ARCHIVE = b"\x11" * 32
K_CHAT = b"\x22" * 32
SECRETS = leaf.Secrets(K_ARCHIVE, {"100": K_CHAT})
WORDS = [
    *("the", "bridge", "was", "closed", "at", "dawn.", "we", "saw", "nothing!"),
    *("القافلة", "وصلت", "إلى", "المعبر؟", "نعم،", "قال", "أبو", "سالم.", "@night_watch"),
    *("+90", "555", "010", "2030", "https://wire.example/a", "36.2021,", "37.1343"),
    *("они", "пришли", "ночью…", "«да»\u2028next", "line\u200b", "e\u0301t\u00e9"),
    *("\u202e", "override", "\U0001f468\u200d\U0001f469"),
]


def figure(test: str, what: str, tried: int, caught: int, seconds: float) -> None:
    """Adds a line to the figures of docs/reference/attacks, if someone asks for them."""
    path = os.environ.get("ONRECORD_FIGURES")
    if path is None:
        return
    said = {"test": test, "what": what, "tried": tried, "caught": caught, "seconds": seconds}
    with Path(path).open("a") as out:
        out.write(json.dumps(said) + "\n")


def row(n: int, text: str, **more: Any) -> dict[str, Any]:
    """One row of the schema, with everything absent that is not named."""
    at = 1_760_000_000_000_000 + n * 61_000_000
    base: dict[str, Any] = dict.fromkeys(schema.MESSAGE.names)
    base.update(
        n=n,
        member="result.json",
        start=n * 500,
        length=480,
        place_kind="bytes",
        chat="100",
        id=str(n + 1),
        kind="message",
        sender=f"Handle {n % 5}",
        sender_id=f"user{n % 5}",
        time_text=f"at {n}",
        time_basis="utc",
        time_first=at,
        time_last=at,
        text=text,
        forwarded=False,
    )
    base.update(more)
    return base


def batch(rows: Sequence[dict[str, Any]]) -> pa.RecordBatch:
    """Rows as a batch of the one schema."""
    return pa.RecordBatch.from_pylist(list(rows), schema=schema.MESSAGE)


def messages(count: int, seed: int = 7) -> pa.RecordBatch:
    """Seeded messages in several scripts, with forwards, edits, media and replies."""
    rng = random.Random(seed)
    rows = []
    for n in range(count):
        text = " ".join(rng.choice(WORDS) for _ in range(rng.randrange(0, 14)))
        more: dict[str, Any] = {}
        if n % 7 == 3:
            more.update(forwarded=True, forward_name="Channel", forward_id="channel9")
        if n % 11 == 5:
            more.update(edited_text="e", edited=1_770_000_000_000_000)
        if n % 13 == 6:
            more.update(reply_to=str(n - 1), quote="quoted words")
        if n % 17 == 9:
            media = dict.fromkeys(f.name for f in schema.MEDIA)
            media.update(type="photo", path="photos/a.jpg", present=True)
            more.update(media=[media], reactions=[{"emoji": "👍", "count": 2}])
        if n % 5 == 4:
            more.update(entities=[{"type": "mention", "start": 0, "length": 3, "value": None}])
        rows.append(row(n, text, **more))
    return batch(rows)


@dataclass
class Sample:
    """A desk with one received and one sealed export."""

    folder: Path
    key: keys.DeskKeys
    log: log.DeskLog
    ledger: ledger.Ledger
    batch: pa.RecordBatch
    sealed: seal.Sealed
    entry: Entry
    manifest: str

    @property
    def bag(self) -> Path:
        """The bag's folder."""
        return self.folder / "bags" / "0001"

    @property
    def files(self) -> SealFiles:
        """The seal's files."""
        return SealFiles.open(self.folder / "seal")

    def opening(self, n: int) -> leaf.Opening:
        """Everything of row n."""
        return leaf.open_row(
            self.batch.slice(n, 1), salt.Subkeys.of(K_ARCHIVE), SECRETS, record.Sources()
        )

    def logged(self) -> proof.Logged:
        """The way from the seal's entry to the present head."""
        path = tuple(self.log.inclusion(self.entry.index))
        return proof.Logged(self.entry.body, self.entry.index, path, self.log.head)

    def proof(self, n: int, choice: proof.Choice | None = None) -> bytes:
        """A proof file of row n."""
        opening = self.opening(n)
        index = self.files.index(opening.k, opening.leaf)
        text = "".join(w for _, w in opening.text)
        wanted = choice or proof.Choice(shown=text, speaker="Member A", story="s1", slot=0)
        return proof.make(opening, (index, self.files.path(index)), self.logged(), wanted, self.key)


def make_key(name: str = "example.org/desk") -> keys.DeskKeys:
    """A desk key that is the same in every run."""
    return keys.DeskKeys.make(name, SEED)


def sample(
    folder: Path, rows: pa.RecordBatch | None = None, name: str = "example.org/desk"
) -> Sample:
    """A fresh desk in ``folder`` with an export received and sealed."""
    key = make_key(name)
    (folder / "log").mkdir(parents=True)
    desk = log.DeskLog.create(folder / "log", key)
    (folder / "bags").mkdir()
    held = ledger.Ledger(folder / "entries")
    files = [
        bag.Member("result.json", None, lambda: io.BytesIO(b'{"name": "invented"}')),
        bag.Member("photos/a.jpg", 3, lambda: io.BytesIO(b"jpg")),
    ]
    made = bag.create(folder / "bags" / "0001", files, acquisition=b'{"who":"a reporter"}')
    held.record(desk, key, "received", {"case": "sample", "manifest": made.manifest})
    data = messages(40) if rows is None else rows
    sealer = seal.Sealer(folder / "seal", "AAAAAAAAAAAAAAAAAAAAAA", SECRETS)
    sealer.add(data)
    done = sealer.finish()
    entry = held.record(
        desk,
        key,
        "seal",
        {"case": "sample", "manifest": made.manifest, "count": str(done.records)},
        seal.summary(done),
    )
    return Sample(folder, key, desk, held, data, done, entry, made.manifest)
