"""A sentence model that lies on this machine: texts in, vectors out.

A model is a folder with ``model.onnx`` (or ``onnx/model.onnx``, or one file of
another name ending in ``.onnx``) and ``tokenizer.json``. ``onrecord.toml`` beside
them says what the files do not: ``languages`` it was trained for, and what its
makers want written before a query or a text (``query``, ``text``). Without it the
model is taken to read English only: most do, and an English model finds
confident nonsense in Arabic. Nothing is downloaded, ever.
"""

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.errors import ModelRefused
from onrecord.lang import codes
from onrecord.lang.guess import language_of, script_of
from onrecord.lang.language import head

if TYPE_CHECKING:
    import numpy as np

_LONGEST = 256
_TOGETHER = 32


@dataclass(frozen=True, slots=True)
class Card:
    """What a model is: its name and digest, and the languages it reads."""

    name: str
    digest: str
    languages: tuple[str, ...]
    before_query: str
    before_text: str


class SentenceModel:
    """One model folder. Raises ModelRefused if a file or package is missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._weights, self._words = _files(folder)
        self.card = _card(folder, self._weights, self._words)
        self._scripts = {head(code).script for code in self.card.languages}

    @cached_property
    def _loaded(self) -> tuple[Any, Any]:
        try:
            import onnxruntime
            import tokenizers
        except ImportError as missing:
            raise ModelRefused(
                f"Meaning search needs the package {missing.name}",
                advice="pip install 'onrecord[vectors]'",
            ) from missing
        try:
            words = tokenizers.Tokenizer.from_file(str(self._words))
            words.enable_truncation(_LONGEST)
            words.enable_padding()
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 3
            session = onnxruntime.InferenceSession(
                str(self._weights), options, providers=["CPUExecutionProvider"]
            )
        except Exception as bad:  # noqa: BLE001 - both raise plain Exception
            raise ModelRefused(
                f"This model cannot be loaded: {bad}".split("\n")[0], where=str(self.folder)
            ) from bad
        return words, session

    def reads(self, text: str, languages: Iterable[str] = ()) -> bool:
        """True if the model was trained for the text's script, and for its
        language where the words speak for one."""
        scripts = {s for word in text.split() if (s := script_of(word)) is not None}
        if not scripts or not scripts <= self._scripts:
            return False
        told = set(languages)
        return not told or bool(told & set(self.card.languages))

    def query(self, text: str) -> "np.ndarray[Any, Any]":
        """The vector of a query. Raises ModelRefused for a language it does not read."""
        language = language_of(text)
        if not self.reads(text, [] if language == "und" else [language]):
            read = ", ".join(head(code).name for code in self.card.languages)
            raise ModelRefused(
                "This model does not read the language of the question",
                where=f"{self.card.name} reads {read}",
                advice="ask in one of these, or search by words: those know any script",
            )
        found: np.ndarray[Any, Any] = self.vectors([self.card.before_query + text])[0]
        return found

    def texts(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """The vectors of messages, one a row, each of length 1."""
        return self.vectors([self.card.before_text + t for t in texts])

    def vectors(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        """Vectors of length 1: the mean over a text's tokens (Reimers and Gurevych
        2019), or what the model itself gives as one vector a text."""
        import numpy as np

        if not texts:
            return np.zeros((0, 0), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        parts = [
            self._some([texts[i] for i in order[at : at + _TOGETHER]])
            for at in range(0, len(order), _TOGETHER)
        ]
        found = np.empty((len(texts), parts[0].shape[1]), dtype=np.float32)
        found[order] = np.concatenate(parts)
        return found

    def _some(self, texts: Sequence[str]) -> "np.ndarray[Any, Any]":
        import numpy as np

        words, session = self._loaded
        cut = words.encode_batch([t.encode("utf-8", "replace").decode() for t in texts])
        held = {
            "input_ids": np.array([c.ids for c in cut], dtype=np.int64),
            "attention_mask": np.array([c.attention_mask for c in cut], dtype=np.int64),
            "token_type_ids": np.array([c.type_ids for c in cut], dtype=np.int64),
        }
        wanted = {i.name for i in session.get_inputs()}
        if not wanted <= held.keys():
            unknown = ", ".join(sorted(wanted - held.keys()))
            raise ModelRefused(f"This model wants {unknown}", where=str(self.folder))
        outputs = session.run(None, {name: held[name] for name in wanted})
        flat = next((o for o in outputs if o.ndim == 2), None)
        if flat is None:
            mask = held["attention_mask"][:, :, None].astype(np.float32)
            flat = (outputs[0] * mask).sum(1) / np.maximum(mask.sum(1), 1)
        flat = flat.astype(np.float32)
        length = np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
        found: np.ndarray[Any, Any] = flat / length
        return found


def _files(folder: Path) -> tuple[Path, Path]:
    """The weights and the tokenizer of a model folder."""
    if not folder.is_dir():
        raise ModelRefused(
            "There is no folder with a model here",
            where=str(folder),
            advice="give a folder with model.onnx and tokenizer.json",
        )
    named = [folder / "model.onnx", folder / "onnx" / "model.onnx"]
    weights = next((p for p in named if p.is_file()), None)
    others = sorted(folder.rglob("*.onnx"))
    if weights is None and len(others) == 1:
        weights = others[0]
    words = next(iter(sorted(folder.rglob("tokenizer.json"))), None)
    if weights is None or words is None:
        missing = "model.onnx" if weights is None else "tokenizer.json"
        raise ModelRefused(f"This model has no {missing}", where=str(folder))
    return weights, words


def _card(folder: Path, weights: Path, words: Path) -> Card:
    note = folder / "onrecord.toml"
    try:
        said = tomllib.loads(note.read_text("utf-8")) if note.is_file() else {}
        languages = tuple(str(code) for code in said.get("languages", ["en"]))
    except (ValueError, TypeError) as bad:
        raise ModelRefused("This note on a model cannot be read", where=str(note)) from bad
    unknown = [code for code in languages if code not in codes()]
    if unknown or not languages:
        raise ModelRefused(
            f"No language is called {', '.join(unknown) or 'nothing'}",
            where=str(note),
            advice="known: " + ", ".join(codes()),
        )
    seen = hashlib.sha256()
    for path in (weights, words):
        now = path.stat()
        seen.update(_digest(path.resolve(), now.st_size, now.st_mtime_ns))
    before = str(said.get("query", "")), str(said.get("text", ""))
    return Card(folder.name, seen.hexdigest(), languages, *before)


@lru_cache(maxsize=16)
def _digest(path: Path, size: int, changed: int) -> bytes:
    """SHA-256 of a file as it was at that size and time: weights are large."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
