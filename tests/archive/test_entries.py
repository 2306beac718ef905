"""The entries of a log: as section 9 of docs/archive-format.md writes them, and no others."""

import itertools
import json
import re
from pathlib import Path
from typing import Any

import pytest

from onrecord.archive import b64, entry

DOC = Path(__file__).parents[2] / "docs" / "archive-format.md"
_ROW = re.compile(r'\| ([a-z, ]+) \| `(\{"_sd":\[(\d+)\].*?\})`.*? \| ([a-z_, ]+) \|')
SEAL = {"archive": b64.url(bytes(16)), "root": b64.url(bytes(32)), "size": 8}
SEAL["k_basis"] = "platform-id"


def rows() -> dict[str, tuple[int, list[str]]]:
    """Kind to the number of digests and the names that the document gives."""
    found = {}
    for kinds, _, count, names in _ROW.findall(DOC.read_text("utf-8")):
        for kind in kinds.split(", "):
            found[kind.strip()] = (int(count), names.split(", "))
    return {**found, "reseal": found["seal"]}  # "as seal", "the same ten"


def salts() -> Any:
    """Other bytes each time, the same on every run."""
    numbers = itertools.count(1)
    return lambda size: next(numbers).to_bytes(size, "big")


def made(kind: Any, **values: object) -> tuple[bytes, tuple[str, ...]]:
    """An entry of a kind."""
    clear: dict[str, Any] = {"seal": SEAL, "reseal": SEAL}.get(kind, {})
    if kind == "key":
        clear = {"action": "add", "key": vkey()}
    return entry.make(kind, values, clear, salts())


def vkey() -> str:
    """A key of the vectors."""
    found = Path(__file__).parents[1] / "golden" / "archive" / "proofs" / "vkey.txt"
    return found.read_text("utf-8").split()[0]


def test_kinds_and_names_are_those_of_the_document() -> None:
    told = rows()
    assert {k: list(v) for k, v in entry.NAMES.items()} == {k: n for k, (_, n) in told.items()}
    for kind, (count, names) in told.items():
        body, disclosures = made(kind)
        parsed = entry.parse(body)
        assert (parsed.kind, len(parsed.digests), len(disclosures)) == (kind, count, count)
        assert len(names) == count
        assert [n for n, _ in entry.opened(parsed, disclosures)] == names


def test_an_entry_is_these_bytes() -> None:
    body, _ = made("seal", case="river")
    text = body.decode()
    digests = json.loads(text)["_sd"]
    assert digests == sorted(digests)
    assert text.endswith(
        '],"_sd_alg":"sha-256","archive":"AAAAAAAAAAAAAAAAAAAAAA","root":"' + "A" * 43 + '",'
        '"size":8,"k_basis":"platform-id","t":"seal","v":1}'
    )
    assert text.startswith('{"_sd":["' + digests[0])


def test_what_is_opened_comes_back() -> None:
    body, disclosures = made("published", case="river", proofs=["a", None], slots=[["x", "1"]])
    opened = dict(entry.opened(entry.parse(body), disclosures))
    assert opened["case"] == "river"
    assert opened["proofs"] == ["a", None]
    assert opened["page"] is None
    assert entry.opened(entry.parse(body), ()) == ()
    assert entry.opened(entry.parse(body), disclosures[1:2]) == (("story", None),)


def test_judgements_are_sealed_one_by_one() -> None:
    body, disclosures = made("judged", case="river", judgements=["a", {"b": "c"}])
    assert len(disclosures) == 5
    parsed = entry.parse(body)
    assert dict(entry.opened(parsed, disclosures))["judgements"] == ["a", {"b": "c"}]
    assert dict(entry.opened(parsed, disclosures[:4]))["judgements"] == ["a"]
    assert dict(entry.opened(parsed, disclosures[:3]))["judgements"] == []
    with pytest.raises(ValueError, match="does not belong"):
        entry.opened(parsed, (disclosures[0], disclosures[3]))
    with pytest.raises(ValueError, match="twice"):
        entry.opened(parsed, (*disclosures, disclosures[3]))


def test_names_of_another_kind_are_refused() -> None:
    with pytest.raises(ValueError, match=r"has no \['root'\]"):
        made("judged", root="x")


def _given(*parts: object) -> str:
    return b64.url(b64.dumps(list(parts)).encode())


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (_given("AAAA", "case", "x"), "not a disclosure"),
        (_given(None, "case", "x"), "not a disclosure"),
        (_given(b64.url(bytes(16)), "case", "x", "y"), "not a disclosure"),
        (_given(b64.url(bytes(16))), "not a disclosure"),
        (b64.url(b'{"a":"b"}'), "not a disclosure"),
        (_given(b64.url(bytes(16)), "case", "x"), "does not belong to the entry"),
        (_given(b64.url(bytes(16)), "x"), "an item does not belong"),
    ],
)
def test_disclosures_that_are_none(said: str, why: str) -> None:
    body, disclosures = made("judged", case="river")
    with pytest.raises(ValueError, match=why):
        entry.opened(entry.parse(body), (disclosures[0], said))


def test_a_disclosure_stands_once() -> None:
    body, disclosures = made("judged", case="river")
    with pytest.raises(ValueError, match="does not belong"):
        entry.opened(entry.parse(body), (disclosures[0], disclosures[0]))


def test_every_other_text_is_refused() -> None:
    seal, judged, key = (made(k)[0].decode() for k in ("seal", "judged", "key"))
    first, second = json.loads(judged)["_sd"][:2]
    spare = judged.replace(json.loads(judged)["_sd"][2], "_" * 43)
    for bad in (
        *("", "x", "{}", judged + "\n", " " + judged, judged.replace('"v":1', '"v":2')),
        judged.replace('"judged"', '"received"'),
        judged.replace('"judged"', '"other"'),
        judged.replace(first, second),
        judged.replace(first, "@").replace(second, first).replace("@", second),
        spare,
        seal.replace('"size":8', '"size":6'),
        seal.replace('"size":8', '"size":0'),
        seal.replace('"size":8', f'"size":{2**54}'),
        seal.replace('"archive":"' + "A" * 22, '"archive":"' + "A" * 21 + "B"),
        seal.replace('"root":"' + "A" * 43, '"root":"' + "A" * 42 + "B"),
        seal.replace("platform-id", "guess"),
        key.replace('"add"', '"drop"'),
        key.replace(vkey(), vkey()[:-4]),
        key.replace(vkey(), "x"),
    ):
        with pytest.raises(ValueError, match=r"."):
            entry.parse(bad.encode())
    with pytest.raises(ValueError, match="ASCII"):
        entry.parse(judged.replace("judged", "judg\xe9d").encode())


def test_a_digest_with_spare_bits_is_refused() -> None:
    judged = made("judged")[0].decode()
    last = json.loads(judged)["_sd"][-1]
    assert entry.parse(judged.replace(last, "z" * 42 + "w").encode()).digests[-1] == "z" * 42 + "w"
    with pytest.raises(ValueError, match="canonical"):
        entry.parse(judged.replace(last, "z" * 43).encode())


def test_the_largest_archive_and_the_other_bases() -> None:
    seal = made("seal")[0].decode()
    assert entry.parse(seal.replace('"size":8', f'"size":{2**53}').encode()).size == 2**53
    for basis in ("content", "mixed"):
        parsed = entry.parse(seal.replace("platform-id", basis).encode())
        assert parsed.clear["k_basis"] == basis
        assert parsed.root == bytes(32)
    assert entry.parse(made("key")[0].replace(b'"add"', b'"revoke"')).clear["action"] == "revoke"
