"""A CTranslate2 model directory, named FROM-TO, with its SentencePiece model inside.

``source.spm``/``target.spm`` (Marian), or one file for both. ``translator.toml``
beside them may give the tokens a model wants: ``before`` and ``after`` the source,
``target`` before the draft (NLLB: ``before = ["arb_Arab"]``, ``target = ["eng_Latn"]``).
"""

import tomllib
from pathlib import Path
from typing import Any

from onrecord.errors import TranslatorTrouble
from onrecord.ports import Translator
from onrecord.report import engines
from onrecord.report.engines import _ct2

_BOTH = ("sentencepiece.model", "sentencepiece.bpe.model", "spm.model", "spiece.model")
SETTINGS = "translator.toml"


class Directory:
    """Loads such a directory."""

    kind = "CTranslate2"

    def claims(self, path: Path) -> tuple[str, str] | None:
        """FROM-TO of the folder's name."""
        return engines.pair_of(path.name) if path.is_dir() and _ct2.is_model(path) else None

    def load(self, found: engines.Found) -> Translator:
        """The model. Raises TranslatorTrouble without a SentencePiece model."""
        folder = found.path
        name = f"CTranslate2 {found.source}-{found.target}"
        return _ct2.Ct2(name, folder, _pieces(folder), _marks(folder))


LOADER = Directory()


def _pieces(folder: Path) -> tuple[Path, Path]:
    apart = folder / "source.spm", folder / "target.spm"
    if all(p.is_file() for p in apart):
        return apart
    one = next((folder / name for name in _BOTH if (folder / name).is_file()), None)
    if one is None:
        raise TranslatorTrouble(
            "The model has no SentencePiece model beside it",
            where=str(folder),
            advice="put source.spm and target.spm, or sentencepiece.model, into the folder",
        )
    return one, one


def _marks(folder: Path) -> _ct2.Marks:
    after = ("</s>",) if _ct2.wants_end(folder) else ()
    path = folder / SETTINGS
    if not path.is_file():
        return _ct2.Marks(after=after)
    try:
        said: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        lists = {k: tuple(map(str, said[k])) for k in ("before", "after", "target") if k in said}
    except (tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as e:
        raise TranslatorTrouble(
            f"The model's settings cannot be read: {e}",
            where=str(path),
            advice='write lists such as before = ["arb_Arab"]',
        ) from e
    return _ct2.Marks(**{"after": after, **lists})
