"""The compiled helper of sealing makes what the written rules make, or is refused."""

import hashlib
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.archive.archivecase import K_ARCHIVE, SECRETS, messages

from onrecord import compiled, formats
from onrecord.archive import leaf, native, record, salt, seal
from onrecord.errors import BrokenHelper, OnRecordError

KEYS = salt.Subkeys.of(K_ARCHIVE)
FORMATS = Path(__file__).parents[1] / "golden" / "formats"


class Pure:
    """The helper's four functions by the code that runs without one."""

    LAYOUT = native.LAYOUT

    @staticmethod
    def leaves(*given: Any) -> bytes:
        key, ks, numbers, words, ready, times, places = given
        each = [ks[i : i + 16] for i in range(0, len(ks), 16)]
        values = leaf._Values(each, numbers, words, times, ready, record.Places(*places))
        chunk = leaf._disclosed(values, salt.Subkeys(key, b"", b""))
        return b"".join(leaf.leaves(chunk.ks, leaf._digests(chunk.fields)))

    @staticmethod
    def dummies(key: bytes, first: int, count: int) -> bytes:
        made = [salt.dummy(key, i) for i in range(first, first + count)]
        return b"".join(leaf.leaves([k for k, _ in made], [d for _, own in made for d in own]))

    @staticmethod
    def keyed(key: bytes, prefix: bytes, ids: list[str]) -> bytes:
        assert prefix == b"msg:"
        return b"".join(salt.k_by_id(key, i) for i in ids)

    @staticmethod
    def nodes(data: bytes) -> bytes:
        pairs = [data[i : i + 64] for i in range(0, len(data), 64)]
        return b"".join(hashlib.sha256(b"\x01" + pair).digest() for pair in pairs)


@pytest.fixture
def off(monkeypatch: pytest.MonkeyPatch) -> Any:
    """No helper, whatever is installed."""
    monkeypatch.setenv(compiled.OFF, "no")
    native.helper.cache_clear()
    yield
    native.helper.cache_clear()


def test_the_known_answers_are_those_of_the_written_rules() -> None:
    assert hashlib.sha256(native.answers(Pure)).hexdigest() == native.KNOWN  # type: ignore[arg-type]


@pytest.mark.usefixtures("off")
def test_it_can_be_switched_off() -> None:
    assert native.helper() is None


def test_one_that_computes_something_else_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = SimpleNamespace(**vars(Pure), __file__="somewhere")
    wrong.keyed = lambda *_: bytes(64)
    monkeypatch.setattr(compiled, "import_module", lambda _: wrong)
    native.helper.cache_clear()
    try:
        with pytest.raises(BrokenHelper, match="somewhere|does not compute"):
            native.helper()
    finally:
        native.helper.cache_clear()


@pytest.mark.parametrize(
    ("missing", "refused"),
    [
        (ModuleNotFoundError(name="onrecord_native"), False),
        (ModuleNotFoundError(name="something_else"), True),
        (ImportError("undefined symbol", path="onrecord_native.abi3.so"), True),
    ],
)
def test_only_one_that_is_not_there_is_passed_over(
    monkeypatch: pytest.MonkeyPatch, missing: ImportError, refused: bool
) -> None:
    def fail(_: str) -> None:
        raise missing

    monkeypatch.setattr(compiled, "import_module", fail)
    native.helper.cache_clear()
    try:
        if refused:
            with pytest.raises(BrokenHelper, match="cannot be loaded"):
                native.helper()
        else:
            assert native.helper() is None
    finally:
        native.helper.cache_clear()


def _helper() -> Any:
    native.helper.cache_clear()
    found = native.helper()
    if found is None:
        pytest.skip("onrecord-native is not installed (make native)")
    return found


def test_roots_are_equal(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _helper()
    batch = messages(300)
    roots = []
    for way in ("yes", "no"):
        monkeypatch.setenv(compiled.OFF, way)
        native.helper.cache_clear()
        sealer = seal.Sealer(tmp_path / way, "A" * 22, SECRETS)
        sealer.add(batch)
        roots.append(sealer.finish().root)
    native.helper.cache_clear()
    assert roots[0] == roots[1]


def test_leaves_of_every_golden_sample_are_equal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every format's rows, read as they are sealed: leaf by leaf."""
    helper = _helper()
    count = 0
    samples = [p for p in sorted(FORMATS.glob("*/*")) if p.suffix not in (".md", ".expected")]
    for path in samples:
        try:
            parts = list(formats.read_export(path))
        except OnRecordError:
            continue
        for batch in [p for p in parts if isinstance(p, pa.RecordBatch)]:
            chats = dict.fromkeys(record.column(batch, "chat"), bytes(32))
            secrets = leaf.Secrets(K_ARCHIVE, chats)
            found = record.Found(["0a" * 32] * batch.num_rows, {})
            made = []
            for answer in (helper, None):
                monkeypatch.setattr(native, "helper", lambda answer=answer: answer)
                made.append(leaf.seal_found(batch, KEYS, secrets, found))
            assert made[0] == made[1], path
            count += batch.num_rows
    assert count > 100


_WORDS = st.lists(st.binary(max_size=90), max_size=20).flatmap(
    lambda words: st.tuples(st.just(words), st.none() | st.integers(0, len(words)))
)
_ROW = st.tuples(
    st.integers(0, 1 << 62),
    _WORDS,
    st.binary(max_size=200),
    st.lists(st.binary(max_size=70), min_size=9, max_size=9),
    st.tuples(
        st.text(max_size=9).map(str.encode),
        st.integers(0, 1 << 62),
        st.integers(0, 1 << 62),
        st.sampled_from(["bytes", "row"]),
        st.none() | st.just("0f" * 32),
        st.binary(max_size=300),
    ),
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(_ROW, min_size=1, max_size=4), key=st.binary(min_size=32, max_size=32))
def test_every_leaf_is_equal(rows: list[Any], key: bytes) -> None:
    helper = _helper()
    numbers, words, times, ready, places = map(list, zip(*rows, strict=True))
    given_ = (
        key,
        bytes(range(16)) * len(rows),
        numbers,
        words,
        tuple(map(list, zip(*ready, strict=True))),
        times,
        tuple(map(list, zip(*places, strict=True))),
    )
    assert helper.leaves(*given_) == Pure.leaves(*given_)


@settings(max_examples=100, deadline=None)
@given(
    key=st.binary(min_size=32, max_size=32),
    first=st.integers(0, 1 << 53),
    count=st.integers(0, 5),
    ids=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=150), max_size=5),
    data=st.binary(max_size=900),
)
def test_dummies_ids_and_nodes_are_equal(
    key: bytes, first: int, count: int, ids: list[str], data: bytes
) -> None:
    helper = _helper()
    assert helper.dummies(key, first, count) == Pure.dummies(key, first, count)
    assert helper.keyed(key, b"msg:", ids) == Pure.keyed(key, b"msg:", ids)
    whole = data[: len(data) // 64 * 64]
    assert helper.nodes(whole) == Pure.nodes(whole)


def test_what_cannot_be_is_refused() -> None:
    helper = _helper()
    bad: list[tuple[Any, tuple[Any, ...]]] = [
        (helper.leaves, (b"short", b"", [], [], ([],) * 9, [], ([],) * 6)),
        (helper.dummies, (bytes(32), 0, -1)),
        (helper.nodes, (b"x",)),
        (helper.keyed, (bytes(65), b"", [])),
    ]
    for function, arguments in bad:
        with pytest.raises(ValueError, match=r"\w"):
            function(*arguments)
    columns = ([b"t"],) * 9
    places: Any = ([b"m"], [0], [-1], ["bytes"], [None], [b""])
    with pytest.raises(ValueError, match="not negative"):
        helper.leaves(bytes(32), bytes(16), [0], [([], None)], columns, [b"t"], places)
    with pytest.raises(ValueError, match="plain begins nowhere"):
        helper.leaves(bytes(32), bytes(16), [0], [([], 5)], columns, [b"t"], places)


@given(
    key=st.binary(min_size=32, max_size=32),
    ids=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=150), max_size=5),
)
def test_ids_of_a_column_are_those_of_each(key: bytes, ids: list[str]) -> None:
    assert salt.ks_by_ids(key, ids) == [salt.k_by_id(key, one) for one in ids]


def test_what_was_made_of_secrets_goes_with_them() -> None:
    keys = salt.Subkeys.of(bytes(31) + b"\x07")
    columns = record.Columns.read(messages(20))
    first = list(record.aliases(columns, keys))
    assert list(record.aliases(columns, keys)) == first
    assert keys in record._ALIASES
    del keys
    assert salt.Subkeys.of(bytes(31) + b"\x07") not in record._ALIASES
