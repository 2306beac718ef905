"""Every guard of the checker shown to fire: one planted fault a case.

The forger knows the format and, where it says so, holds the desk's key.
"""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive.archivecase import Sample, batch, make_key, row, sample
from tests.archive.forgeries import FAULTS, TEXT, Fault, _disclosures, _head, _policy, _write

from onrecord.archive import b64, note, policy, proof, tree, verify
from onrecord.errors import ProofRefused


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    rows = [row(i, TEXT if i % 2 == 0 else f"other words {i}\u200b.") for i in range(12)]
    return sample(tmp_path_factory.mktemp("desk"), batch(rows))


@pytest.mark.parametrize(("fault", "step"), FAULTS, ids=lambda x: getattr(x, "__name__", str(x)))
def test_one_fault_is_refused_at_its_step(desk: Sample, fault: Fault, step: int) -> None:
    value = json.loads(desk.proof(2))
    assert verify.verify(_write(value), _policy()).wording == "EXACT"
    fault(value)
    with pytest.raises(ProofRefused) as refused:
        verify.verify(_write(value), _policy())
    assert refused.value.where == f"step {step}", refused.value


@pytest.mark.parametrize(
    "bend",
    [
        lambda d: d[:-1],
        lambda d: d + b"\n",
        lambda d: d.replace(b'{"shown"', b'{ "shown"'),
        lambda d: d.replace(b'"quote":', b'"quote":{},"quote":', 1),
        lambda d: b"\xef\xbb\xbf" + d,
        lambda d: d.replace(b"proof/1", b"proof\\/1"),
        lambda d: d.replace(b'"Member A"', b"NaN"),
        lambda d: d.replace(b'"Member A"', b'"\\ud800"'),
        lambda d: d.replace(b'"Member A"', b'"\xff"'),
        lambda d: b"[" * 100_000 + b"\n",
        lambda d: d.replace(b'"Member A"', b'"' + b"x" * 262_144 + b'"'),
        lambda d: b"",
        lambda d: b"null\n",
    ],
)
def test_another_form_is_refused_at_step_0(desk: Sample, bend: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ProofRefused, match="step 0"):
        verify.verify(bend(desk.proof(2)), _policy())


def test_another_desk_is_not_trusted(desk: Sample) -> None:
    other = policy.trusting(make_key("example.org/other").public)
    with pytest.raises(ProofRefused, match="not one that is trusted"):
        verify.verify(desk.proof(2), other)


def test_base64_with_unused_bits_is_refused_everywhere(desk: Sample) -> None:
    data = desk.proof(2)
    value = json.loads(data)
    places = [value["archive"]["path"][0], _disclosures(value)[0]]
    payload = value["sd_jwt"].split(".")[1]
    for word in [*places, payload]:
        raw = word.rstrip("=")
        for last in "BCDEFGHIJKLMNOPQRSTUVWXYZ":
            bent = raw[:-1] + last + "=" * (len(word) - len(raw))
            same = base64.b64decode(
                bent.replace("-", "+").replace("_", "/") + "=" * (-len(bent) % 4)
            )
            was = base64.b64decode(
                word.replace("-", "+").replace("_", "/") + "=" * (-len(word) % 4)
            )
            if bent == word or same != was:
                continue
            with pytest.raises(ProofRefused):
                verify.verify(data.replace(word.encode(), bent.encode()), _policy())


def test_a_closed_gap_is_not_bridged(desk: Sample) -> None:
    spans = ((0, 15), (39, 56))
    shown = "We saw nothing. [\u2026] Ask @night_watch."
    good = proof.Choice(shown=shown, spans=spans)
    found = verify.verify(desk.proof(2, good), _policy())
    assert found.wording == "ELIDED" and found.segments_shown < found.segments_total
    assert "bridge" not in json.dumps(json.loads(desk.proof(2, good)))
    bridged = proof.Choice(shown="We saw nothing. Ask @night_watch.", spans=spans)
    with pytest.raises(ProofRefused, match="not in the sealed message"):
        verify.verify(desk.proof(2, bridged), _policy())


def test_plain_is_opened_where_the_text_holds_marks(desk: Sample) -> None:
    found = verify.verify(desk.proof(1, proof.Choice(shown="other words 1.")), _policy())
    assert found.field == "plain" and "\u200b" not in found.words
    assert found.wording == "VERBATIM"


def test_labels_and_aliases_are_one_to_one(desk: Sample) -> None:
    def quote(n: int, label: str, slot: int = 0) -> bytes:
        text = "".join(w for _, w in desk.opening(n).text)
        return desk.proof(
            n, proof.Choice(shown=text, speaker=label, story="s", slot=slot, field="text")
        )

    verify.verify_bundle([quote(0, "A"), quote(5, "A"), quote(1, "B")], _policy())
    for proofs in (
        [quote(0, "A"), quote(1, "A")],
        [quote(0, "A"), quote(5, "B")],
        [quote(0, "A"), quote(1, "B", slot=1)],
    ):
        with pytest.raises(ProofRefused, match="labels"):
            verify.verify_bundle(proofs, _policy())


def test_a_smaller_log_cannot_hold_a_later_entry(desk: Sample, tmp_path: Path) -> None:
    value = json.loads(desk.proof(2))
    before, _ = _head(value)
    key = make_key()
    text = f"{key.name}\n1\n{b64.std(tree.leaf_hash(desk.entry.body))}\n"
    head = note.Note(text, (note.sign(text, key.name, key.signing),))
    value["tlog_proof"] = f"{before}\n\n{head}"
    with pytest.raises(ProofRefused, match="step 3"):
        verify.verify(_write(value), _policy())
