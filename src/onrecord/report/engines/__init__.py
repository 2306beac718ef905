"""Local translation engines: what lies in the desk's ``translators`` folder.

One module a kind, each with ``LOADER``. Nothing is downloaded, ever: a person
puts a model there. What an engine says is a draft, marked as a machine's, until
a person signs it.

====================  =======================================================
``translators/…``     what it is
====================  =======================================================
``ar-en/``            a CTranslate2 model directory with its SentencePiece model
``*.argosmodel``      an Argos package, packed or unpacked (any name)
``ar-en.toml``        a server on this machine that speaks OpenAI's HTTP form
====================  =======================================================
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, cast

from onrecord.errors import TranslatorTrouble
from onrecord.model.boundary import ends
from onrecord.ports import Translator


@dataclass(frozen=True, slots=True)
class Found:
    """One engine in the folder: which way it translates, what it is, where it lies."""

    source: str
    target: str
    kind: str
    path: Path

    def load(self) -> Translator:
        """The engine, ready. Raises TranslatorTrouble."""
        return _loaders()[self.kind].load(self)


class Loader(Protocol):
    """One kind of engine."""

    kind: str

    def claims(self, path: Path) -> tuple[str, str] | None:
        """(from, to) if this is such an engine; reads a few small files at most. Raises
        TranslatorTrouble for a damaged one."""

    def load(self, found: Found) -> Translator:
        """The engine. Raises TranslatorTrouble, with the path and what is missing."""


def _loaders() -> dict[str, Loader]:
    from onrecord import plugs
    from onrecord.report import engines

    return {one.kind: one for one in cast("list[Loader]", plugs.find(engines, "LOADER").values())}


def installed(folder: Path) -> tuple[Found, ...]:
    """Every engine in the folder, by name; what is none of them is passed over.

    Raises TranslatorTrouble for one that is damaged.
    """
    if not folder.is_dir():
        return ()
    found = []
    loaders = _loaders().values()
    for path in sorted(folder.iterdir()):
        for loader in loaders:
            pair = loader.claims(path)
            if pair is not None:
                found.append(Found(*pair, loader.kind, path))
                break
    return tuple(found)


def engine(folder: Path, source: str, target: str) -> Found | None:
    """The first engine that translates so; None if there is none. Raises
    TranslatorTrouble for a damaged one in the folder."""
    wanted = (source.split("-")[0], target.split("-")[0])
    fitting = (f for f in installed(folder) if (f.source, f.target) == wanted)
    return next(fitting, None)


def pair_of(name: str) -> tuple[str, str] | None:
    """``ar-en`` as a pair of language codes; None for other names."""
    source, dash, target = name.partition("-")
    fine = dash and all(2 <= len(c) <= 3 and c.isascii() and c.isalpha() for c in (source, target))
    return (source.lower(), target.lower()) if fine else None


def by_sentence(text: str) -> list[tuple[str, str]]:
    """(sentence, what stands between it and the next) of a text: models are trained
    on sentences and lose the thread in more."""
    first, last = ends(text)
    out, at = [], 0
    for _, end in zip(first, last, strict=True):
        piece = text[at:end]
        kept = piece.rstrip()
        out.append((kept, piece[len(kept) :]))
        at = end
    if text[at:].strip():
        kept = text[at:].rstrip()
        out.append((kept, text[at:][len(kept) :]))
    return [(s, space) for s, space in out if s]


def together(sentences: Sequence[tuple[str, str]], drafts: Sequence[str]) -> str:
    """The drafts of a text's sentences as one text again."""
    out = (d + space for (_, space), d in zip(sentences, drafts, strict=True))
    return "".join(out).strip()


def missing(package: str, path: Path) -> TranslatorTrouble:
    """The library of an engine is not installed."""
    return TranslatorTrouble(
        f"This engine needs {package}, which is not installed",
        where=str(path),
        advice="pip install 'onrecord[translate]', or take the model out of the folder",
    )
