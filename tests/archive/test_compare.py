"""Two exports of one chat: changed and missing are proved, and nothing more."""

import json
from pathlib import Path

import pytest
from tests.archive.archivecase import K_CHAT, Sample, batch, make_key, row, sample

from onrecord.archive import b64, compare, keys, leaf, policy, proof, record, salt, seal
from onrecord.archive.sealed import SealFiles
from onrecord.errors import BadOption, ProofRefused
from onrecord.model import schema

SECOND = leaf.Secrets(b"\x33" * 32, {"100": K_CHAT})
GONE = 5
EDITED = 8


class Second:
    """The second export: row 5 is gone, row 8 was edited."""

    def __init__(self, one: Sample) -> None:
        rows = [r for r in one.batch.to_pylist() if r["n"] != GONE]
        rows[EDITED - 1] = {**rows[EDITED - 1], "text": "Nobody said that.", "edited_text": "x"}
        self.one = one
        self.batch = batch(rows)
        sealer = seal.Sealer(one.folder / "second", "Q" * 22, SECOND)
        sealer.add(self.batch)
        self.sealed = sealer.finish()
        self.entry = one.ledger.record(
            one.log,
            one.key,
            "seal",
            {"same_chat": "A" * 22},
            seal.summary(self.sealed),
        )
        self.files = SealFiles.open(one.folder / "second")

    def opening(self, at: int) -> leaf.Opening:
        keys_ = salt.Subkeys.of(SECOND.archive)
        return leaf.open_row(self.batch.slice(at, 1), keys_, SECOND, record.Sources())

    def logged(self, opened: bool = True) -> proof.Logged:
        path = tuple(self.one.log.inclusion(self.entry.index))
        said = tuple(d for d in self.entry.disclosures if b"same_chat" in b64.unurl(d) and opened)
        return proof.Logged(self.entry.body, self.entry.index, path, self.one.log.head, (), said)

    def neighbour(self, at: int | None) -> compare.Neighbour | None:
        if at is None:
            return None
        with (self.files.folder / "k").open("rb") as ids:
            wanted = ids.read()[16 * at : 16 * at + 16]
        keys_ = salt.Subkeys.of(SECOND.archive)
        for i in range(self.batch.num_rows):
            opening = self.opening(i)
            if opening.k == wanted:
                return compare.Neighbour(at, opening.payload, tuple(self.files.path(at)))
        for i in range(self.sealed.size - self.sealed.records):
            k, digests = salt.dummy(keys_.dummy, i)
            if k == wanted:
                body = leaf.payload(b64.url_bytes(k), [b64.url_bytes(d) for d in digests])
                return compare.Neighbour(at, body, tuple(self.files.path(at)))
        raise AssertionError(at)

    def missing(self, opened: bool = True) -> bytes:
        k = self.one.opening(GONE).k
        left, right = compare.bracket(self.files, k)
        sides = (self.neighbour(left), self.neighbour(right))
        return compare.missing(self.one.proof(GONE), sides, self.logged(opened))


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Second:
    rows = [row(i, f"Words of message {i}.") for i in range(11)]
    return Second(sample(tmp_path_factory.mktemp("desk"), batch(rows)))


def _policy() -> policy.Policy:
    return policy.trusting(make_key().public)


def test_a_message_the_second_export_lacks(two: Second) -> None:
    data = two.missing()
    found = compare.read(data, _policy())
    assert isinstance(found, compare.Missing)
    assert found.before.words == "Words of message 5." and found.archive == "Q" * 22
    assert b"message 4" not in data and b"message 6" not in data
    with pytest.raises(BadOption):
        compare.bracket(two.files, two.one.opening(4).k)


def test_a_message_that_reads_otherwise(two: Second) -> None:
    opening = two.opening(EDITED - 1)
    at = two.files.index(opening.k, opening.leaf)
    later = proof.make(
        opening,
        (at, two.files.path(at)),
        two.logged(),
        proof.Choice(shown="Nobody said that."),
        two.one.key,
    )
    found = compare.read(compare.changed(two.one.proof(EDITED), later), _policy())
    assert isinstance(found, compare.Changed)
    assert (found.before.words, found.after.words) == ("Words of message 8.", "Nobody said that.")
    assert not found.before.attr.edited and found.after.attr.edited
    for other in (two.one.proof(3), two.one.proof(EDITED)):
        with pytest.raises(ProofRefused, match="same one|one archive"):
            compare.read(compare.changed(two.one.proof(EDITED), other), _policy())


def test_without_the_same_chat_nothing_follows(two: Second) -> None:
    with pytest.raises(ProofRefused, match="same chat"):
        compare.read(two.missing(opened=False), _policy())


@pytest.mark.parametrize("fault", ["none", "gap", "swap", "payload", "index", "there", "first"])
def test_planted_faults(two: Second, fault: str) -> None:
    value = json.loads(two.missing())
    after = value["after"]
    if fault == "none":
        after["left"] = after["right"] = None
    if fault == "gap":
        at = int(after["right"]["index"]) + 1
        side = two.neighbour(at)
        assert side is not None
        after["right"] = compare._side(side)
    if fault == "swap":
        after["left"], after["right"] = after["right"], after["left"]
    if fault == "payload":
        after["left"]["payload"] = after["right"]["payload"]
    if fault == "index":
        after["left"]["index"] = str(int(after["left"]["index"]) - 1)
    if fault == "there":
        value["before"] = json.loads(two.one.proof(4))
    if fault == "first":
        after["left"] = None
    with pytest.raises(ProofRefused):
        compare.read((b64.dumps(value) + "\n").encode(), _policy())


def test_forms_that_are_none(two: Second, tmp_path: Path) -> None:
    for data in (b"", b"{}\n", b"null\n", two.missing()[:-1], two.one.proof(1)):
        with pytest.raises(ProofRefused):
            compare.read(data, _policy())
    assert schema.MESSAGE.names[0] == "n" and keys.new_secret() != keys.new_secret()
