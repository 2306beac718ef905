"""Meaning search: a model of random weights built here, vectors exact and approximate."""

from pathlib import Path

import numpy as np
import pytest
from tests.search.tiny_model import write_model

from onrecord.errors import ModelRefused
from onrecord.search.sentence_model import SentenceModel
from onrecord.search.vectors import Vectors, fused, made, write


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> SentenceModel:
    return SentenceModel(write_model(tmp_path_factory.mktemp("m") / "tiny"))


def test_words_of_one_sense_are_near(model: SentenceModel) -> None:
    asked = model.query("harbour night")
    near, far = model.texts(["docks dark", "rain market bread"]) @ asked
    assert near > 0.99 > far
    assert np.allclose(np.linalg.norm(model.texts(["a port", "zzz", ""])[0]), 1, atol=1e-5)


def test_vectors_do_not_depend_on_what_stands_beside(model: SentenceModel) -> None:
    texts = [f"port {'night ' * (n % 7)}" for n in range(70)]
    alone = np.concatenate([model.texts([t]) for t in texts])
    assert np.allclose(model.texts(texts), alone, atol=1e-5)
    assert model.texts([]).shape == (0, 0)


@pytest.mark.parametrize("text", ["متى ضربوا الميناء؟", "Когда ударили по порту?", "نفط", "🔥"])
def test_a_language_it_does_not_read_is_refused(model: SentenceModel, text: str) -> None:
    with pytest.raises(ModelRefused, match="does not read"):
        model.query(text)


def test_messages_in_other_languages_are_passed_over(model: SentenceModel) -> None:
    assert model.reads("the port", ["en"])
    assert model.reads("ok")
    assert not model.reads("الميناء the port", ["ar", "en"])
    assert not model.reads("der Hafen ist zu", ["de"])
    assert not model.reads("123 !")


def test_a_note_widens_the_languages(tmp_path: Path) -> None:
    wide = SentenceModel(write_model(tmp_path / "w", 'languages = ["en", "ar"]\nquery = "q: "\n'))
    assert wide.card.languages == ("en", "ar")
    assert wide.reads("الميناء the port", ["ar", "en"])
    assert wide.query("متى ضربوا الميناء؟").shape == (16,)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda f: (f / "model.onnx").unlink(), "no model.onnx"),
        (lambda f: (f / "tokenizer.json").unlink(), "no tokenizer.json"),
        (lambda f: (f / "onrecord.toml").write_text("languages = ["), "cannot be read"),
        (lambda f: (f / "onrecord.toml").write_text('languages = ["xx"]'), "called xx"),
        (lambda f: (f / "model.onnx").write_bytes(b"\x00nonsense"), "cannot be loaded"),
        (lambda f: (f / "tokenizer.json").write_text("{}"), "cannot be loaded"),
    ],
)
def test_a_broken_model_is_refused_by_name(tmp_path: Path, spoil: object, said: str) -> None:
    folder = write_model(tmp_path / "m")
    spoil(folder)  # type: ignore[operator]
    with pytest.raises(ModelRefused, match=said):
        SentenceModel(folder).query("the port")
    with pytest.raises(ModelRefused, match="no folder"):
        SentenceModel(tmp_path / "nowhere")


def _clouds(count: int, width: int = 24) -> "np.ndarray[tuple[int, int], np.dtype[np.float32]]":
    rng = np.random.default_rng(5)
    middles = rng.normal(size=(60, width))
    found = middles[rng.integers(0, 60, count)] + 0.35 * rng.normal(size=(count, width))
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return found.astype(np.float32)


def _written(folder: Path, clouds: object, exact: int) -> Vectors:
    whole = np.asarray(clouds)
    starts = range(0, len(whole), 700)
    parts = ((list(range(a, min(a + 700, len(whole)))), whole[a : a + 700]) for a in starts)
    write(folder, parts, ("digest", "index"), exact=exact)
    return Vectors(folder)


def test_exact_search_is_brute_force(tmp_path: Path) -> None:
    clouds = _clouds(5000)
    vectors = _written(tmp_path / "v", clouds, 10_000)
    for asked in clouds[:20]:
        near = clouds.astype(np.float16).astype(np.float32) @ asked
        best = sorted(range(len(near)), key=lambda i: (-near[i], i))[:10]
        assert [row for row, _ in vectors.nearest(asked, 10)] == best
    assert len(vectors.nearest(clouds[0], 9_999)) == 5000


def test_lists_find_nearly_all_of_it(tmp_path: Path) -> None:
    clouds = _clouds(9000)
    exact, lists = (_written(tmp_path / str(e), clouds, e) for e in (10_000, 100))
    assert lists.made.lists == 94
    assert sorted(np.fromfile(tmp_path / "100" / "rows.u32", "<u4")) == list(range(9000))
    found = total = 0
    for asked in clouds[::450]:
        want = {row for row, _ in exact.nearest(asked, 10)}
        found += len(want & {row for row, _ in lists.nearest(asked, 10)})
        total += 10
    assert found / total >= 0.9


def test_nothing_counts_before_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "vectors.f16").write_bytes(b"half")
    assert made(tmp_path) is None


def test_rankings_are_fused() -> None:
    assert fused([[1, 2, 3], [3, 4]], 4) == [3, 1, 2, 4]
    assert fused([[], []], 5) == []
