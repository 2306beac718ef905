"""A translation model of random weights, small enough to be built in a test.

A transformer of one layer with 16 dimensions over 80 pieces: it knows nothing and
is loaded and run like a trained one.
"""

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import ctranslate2.specs
import numpy as np
import sentencepiece as spm

LINES = (
    "سقط الميناء قبل اليوم ولم نعلن",
    "the harbour had fallen before today and we did not say",
    "والنار ظاهرة من البحر",
    "the fire can be seen from the sea",
)
WIDTH = 16


@cache
def pieces() -> bytes:
    """A SentencePiece model of the lines above."""
    out = io.BytesIO()
    spm.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 3),
        model_writer=out,
        vocab_size=80,
        hard_vocab_limit=False,
        minloglevel=2,
    )
    return out.getvalue()


class Filler:
    """Random weights of the right shapes."""

    def __init__(self, seed: int) -> None:
        self.rng = np.random.default_rng(seed)

    def random(self, *shape: int) -> Any:
        return self.rng.normal(0, 0.3, shape).astype(np.float32)

    def linear(self, layer: Any, out: int, wide: int) -> None:
        layer.weight, layer.bias = self.random(out, wide), np.zeros(out, np.float32)

    def norm(self, layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def attention(self, layer: Any, shapes: list[int]) -> None:
        self.norm(layer.layer_norm)
        for part, out in zip(layer.linear, shapes, strict=True):
            self.linear(part, out, WIDTH)

    def feed(self, layer: Any) -> None:
        self.norm(layer.layer_norm)
        self.linear(layer.linear_0, 2 * WIDTH, WIDTH)
        self.linear(layer.linear_1, WIDTH, 2 * WIDTH)


def save(folder: Path, seed: int = 7, extra: tuple[str, ...] = ()) -> Path:
    """Writes a CTranslate2 model directory; ``extra`` are tokens such as ``<2en>``."""
    cut = spm.SentencePieceProcessor(model_proto=pieces())
    words = [cut.id_to_piece(i) for i in range(3, cut.get_piece_size())]
    vocabulary = ["<blank>", "<unk>", "<s>", "</s>", *words, *extra]
    spec = ctranslate2.specs.TransformerSpec.from_config(num_layers=1, num_heads=2)
    fill = Filler(seed)
    table = fill.random(len(vocabulary), WIDTH)
    spec.encoder.embeddings[0].weight = spec.decoder.embeddings.weight = table
    for side in (spec.encoder, spec.decoder):
        side.position_encodings.encodings = fill.random(600, WIDTH)
        fill.norm(side.layer_norm)
        for layer in side.layer:
            fill.attention(layer.self_attention, [3 * WIDTH, WIDTH])
            fill.feed(layer.ffn)
    for layer in spec.decoder.layer:
        fill.attention(layer.attention, [WIDTH, 2 * WIDTH, WIDTH])
    fill.linear(spec.decoder.projection, len(vocabulary), WIDTH)
    spec.register_source_vocabulary(vocabulary)
    spec.register_target_vocabulary(vocabulary)
    spec.validate()
    spec.optimize()
    folder.mkdir(parents=True, exist_ok=True)
    spec.save(str(folder))
    return folder


def directory(folder: Path, name: str = "ar-en") -> Path:
    """A model directory as a person would put it there."""
    made = save(folder / name)
    (made / "sentencepiece.model").write_bytes(pieces())
    return made


def argos(folder: Path, *, packed: bool) -> Path:
    """An Argos package, as a folder or as a zip."""
    inner = folder / "translate-ar_en-1_9"
    save(inner / "model")
    (inner / "sentencepiece.model").write_bytes(pieces())
    said = {"from_code": "ar", "to_code": "en", "package_version": "1.9", "argos_version": "1.9.0"}
    (inner / "metadata.json").write_text(json.dumps(said), "utf-8")
    if not packed:
        return inner
    box = folder / "translate-ar_en.argosmodel"
    with zipfile.ZipFile(box, "w") as out:
        for path in sorted(inner.rglob("*")):
            out.write(path, str(path.relative_to(folder)))
    for path in sorted(inner.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    inner.rmdir()
    return box
