"""CTranslate2 with SentencePiece: what the directory and the Argos engine share."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onrecord.errors import TranslatorTrouble
from onrecord.report import engines

_LONGEST = 384
_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Marks:
    """Tokens a model wants around its source and before its target."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    target: tuple[str, ...] = ()


class Ct2:
    """One loaded model. Equal texts give equal drafts: no sampling, one thread a text."""

    def __init__(self, name: str, model: Path, pieces: tuple[Path, Path], marks: Marks) -> None:
        """Raises TranslatorTrouble for a model that does not load."""
        try:
            import ctranslate2
            import sentencepiece
        except ImportError as e:
            raise engines.missing("ctranslate2 and sentencepiece", model) from e
        self._marks = marks
        try:
            self._model: Any = ctranslate2.Translator(str(model), device="cpu", inter_threads=1)
            self._cut: Any = sentencepiece.SentencePieceProcessor(model_file=str(pieces[0]))
            self._join: Any = sentencepiece.SentencePieceProcessor(model_file=str(pieces[1]))
        except (RuntimeError, ValueError, IndexError, OSError) as e:
            raise TranslatorTrouble(
                f"The model does not load: {e}",
                where=str(model),
                advice="check that the folder is whole: model.bin, config.json, vocabulary",
            ) from e
        self.name = name
        self.version = f"model {digest(model / 'model.bin')}, CTranslate2 {ctranslate2.__version__}"

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[str]:
        """One draft a text, sentence by sentence."""
        cut = [engines.by_sentence(t) for t in texts]
        wanted = [s for sentences in cut for s, _ in sentences]
        drafts = iter(self._sentences(wanted))
        return [engines.together(part, [next(drafts) for _ in part]) for part in cut]

    def _sentences(self, sentences: list[str]) -> list[str]:
        if not sentences:
            return []
        marks = self._marks
        tokens = [
            [*marks.before, *self._cut.encode(s, out_type=str), *marks.after] for s in sentences
        ]
        prefix = [list(marks.target)] * len(tokens) if marks.target else None
        longest = max(map(len, tokens))
        results = self._model.translate_batch(
            tokens,
            target_prefix=prefix,
            replace_unknowns=True,
            max_batch_size=_AT_ONCE,
            max_decoding_length=min(_LONGEST, 3 * longest + 20),
            beam_size=4,
        )
        return [self._text(r.hypotheses[0]) for r in results]

    def _text(self, tokens: list[str]) -> str:
        kept = [t for t in tokens if t not in self._marks.target]
        joined: str = self._join.decode(kept)
        return " ".join(joined.replace("\u2581", " ").split())


def digest(file: Path) -> str:
    """Which model it is: the beginning of the file's SHA-256."""
    with file.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()[:12]


def is_model(folder: Path) -> bool:
    """True for a CTranslate2 model directory."""
    return (folder / "model.bin").is_file()


def wants_end(folder: Path) -> bool:
    """True if the model expects ``</s>`` after its source and does not add it by
    itself (Marian models, by their ``source.spm``)."""
    config = folder / "config.json"
    adds = config.is_file() and json.loads(config.read_text("utf-8")).get("add_source_eos")
    return not adds and (folder / "source.spm").is_file()
