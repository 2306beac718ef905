"""An Argos package, read with CTranslate2 and SentencePiece directly.

``*.argosmodel`` is a zip: ``NAME/metadata.json``, ``NAME/model/`` (CTranslate2),
``NAME/sentencepiece.model``. A packed one is unpacked once, beside itself.
"""

import json
import shutil
import zipfile
import zlib
from pathlib import Path
from typing import Any

from onrecord.errors import TranslatorTrouble
from onrecord.ports import Translator
from onrecord.report import engines
from onrecord.report.engines import _ct2

_META = "metadata.json"
_PIECES = "sentencepiece.model"
_BUDGET = 8 << 30


class Argos:
    """Loads such a package."""

    kind = "Argos"

    def claims(self, path: Path) -> tuple[str, str] | None:
        """The pair its metadata names. Raises TranslatorTrouble for a damaged package."""
        said = _metadata(path)
        if said is None:
            return None
        return str(said["from_code"]), str(said["to_code"])

    def load(self, found: engines.Found) -> Translator:
        """The model. Raises TranslatorTrouble for a package that lacks a part."""
        said = _metadata(found.path) or {}
        folder = _unpacked(found.path)
        pieces = folder / _PIECES
        if not pieces.is_file() or not _ct2.is_model(folder / "model"):
            raise TranslatorTrouble(
                f"The Argos package lacks {_PIECES} or model/model.bin",
                where=str(found.path),
                advice="fetch the package again; packages with bpe.model are not read",
            )
        prefix = str(said.get("target_prefix") or "")
        name = f"Argos {found.source}-{found.target} {said.get('package_version', '')}".strip()
        marks = _ct2.Marks(target=(prefix,) if prefix else ())
        return _ct2.Ct2(name, folder / "model", (pieces, pieces), marks)


LOADER = Argos()


def _metadata(path: Path) -> dict[str, Any] | None:
    """What a package says of itself; None for what is no package.

    Raises TranslatorTrouble for one that is damaged.
    """
    try:
        if path.is_dir():
            text = (path / _META).read_bytes() if (path / _META).is_file() else None
        elif path.suffix in (".argosmodel", ".zip") and zipfile.is_zipfile(path):
            text = _packed(path)
        else:
            return None
        said = None if text is None else json.loads(text)
    except (OSError, ValueError, RuntimeError, zlib.error, zipfile.BadZipFile) as bad:
        raise _damaged(path) from bad
    fine = isinstance(said, dict) and said.get("from_code") and said.get("to_code")
    if not fine and path.suffix == ".argosmodel":
        raise _damaged(path)
    return said if fine else None


def _packed(path: Path) -> bytes | None:
    with zipfile.ZipFile(path) as box:
        inner = [n for n in box.namelist() if n.count("/") == 1 and n.endswith(_META)]
        return box.read(inner[0]) if inner else None


def _damaged(path: Path) -> TranslatorTrouble:
    return TranslatorTrouble(
        "The Argos package is damaged: it does not say what it translates",
        where=str(path),
        advice="fetch the package again, or take it out of the folder",
    )


def _unpacked(path: Path) -> Path:
    """The package as a folder. Raises TranslatorTrouble for a hostile zip."""
    if path.is_dir():
        return path
    folder = path.with_name(path.name + ".unpacked")
    if not folder.is_dir():
        part = folder.with_name(folder.name + ".part")
        shutil.rmtree(part, ignore_errors=True)
        with zipfile.ZipFile(path) as box:
            for info in box.infolist():
                parts = Path(info.filename).parts
                if ".." in parts or info.filename.startswith(("/", "\\")) or ":" in parts[0]:
                    raise TranslatorTrouble(
                        "The package holds a path that leads out of it", where=info.filename
                    )
            if sum(i.file_size for i in box.infolist()) > _BUDGET:
                raise TranslatorTrouble("The package unpacks to over 8 GB", where=str(path))
            box.extractall(part)
        part.rename(folder)
    inner = [f for f in folder.iterdir() if (f / _META).is_file()]
    return inner[0] if inner else folder
