"""A sentence model of random weights, written out here: a table of word vectors.

The ONNX file is the protobuf of one Gather node, encoded by hand (onnx.proto3):
``last_hidden_state = table[input_ids]``. Words of one line share a vector.
"""

import random
import struct
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

WIDTH = 16
SENSES = (
    "harbour port docks", "night dark evening", "fuel petrol diesel", "struck hit attacked",
    "the a an", "is was were", "we they", "depot store", "bread market", "rain weather",
)  # fmt: skip


def _number(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*out, value])


def _field(number: int, value: int | bytes | str) -> bytes:
    if isinstance(value, int):
        return _number(number << 3) + _number(value)
    data = value.encode() if isinstance(value, str) else value
    return _number(number << 3 | 2) + _number(len(data)) + data


def _tensor_of(name: str, kind: int, dims: tuple[str | int, ...]) -> bytes:
    shape = b"".join(_field(1, _field(1, d) if isinstance(d, int) else _field(2, d)) for d in dims)
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def _onnx(table: list[list[float]]) -> bytes:
    raw = b"".join(struct.pack(f"<{WIDTH}f", *row) for row in table)
    weights = _field(1, len(table)) + _field(1, WIDTH) + _field(2, 1)
    weights += _field(8, "table") + _field(9, raw)
    node = _field(1, "table") + _field(1, "input_ids") + _field(2, "last_hidden_state")
    node += _field(4, "Gather")
    graph = _field(1, node) + _field(2, "tiny") + _field(5, weights)
    graph += _field(11, _tensor_of("input_ids", 7, ("texts", "tokens")))
    graph += _field(12, _tensor_of("last_hidden_state", 1, ("texts", "tokens", WIDTH)))
    return _field(1, 8) + _field(7, graph) + _field(8, _field(1, "") + _field(2, 17))


def write_model(folder: Path, note: str | None = None) -> Path:
    """The model in a folder, with a note on its languages if one is given."""
    rng = random.Random(7)
    folder.mkdir(parents=True)
    vocabulary, table = {"[UNK]": 0}, [[0.0] * WIDTH]
    for sense in SENSES:
        vector = [rng.gauss(0, 1) for _ in range(WIDTH)]
        for word in sense.split():
            vocabulary[word] = len(table)
            table.append(vector)
    words = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    words.normalizer = Lowercase()
    words.pre_tokenizer = Whitespace()
    words.save(str(folder / "tokenizer.json"))
    (folder / "model.onnx").write_bytes(_onnx(table))
    if note is not None:
        (folder / "onrecord.toml").write_text(note, "utf-8")
    return folder
