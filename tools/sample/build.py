"""Writes the whole case into a folder."""

from collections.abc import Iterable
from pathlib import Path

from sample import case as cases
from sample import media, telegram_json, truth, wire
from sample.case import Case

SEED = 20260412


def write(out: Path, *, seed: int = SEED, messages: int | None = None) -> dict[str, int]:
    """Makes every input and ``truth.toml``; returns records per input."""
    case = cases.build(seed)
    out.mkdir(parents=True, exist_ok=True)
    counts = {"witness-a": _witness_a(out / "witness-a", case)}
    items = wire.load()
    folder = out / "wire"
    folder.mkdir()
    for item in items:
        (folder / item.file).write_bytes(wire.written(item, items))
    counts["wire"] = len(items)
    _put(out / "truth.toml", [truth.text(case, items, {})])
    _put(out / "translations.toml", [truth.translations(case)])
    return counts


def _witness_a(folder: Path, case: Case) -> int:
    folder.mkdir()
    rows = ((case.ids[say.key], say) for say in case.says)
    _put(folder / "result.json", telegram_json.document(case.cast, rows, case.ids))
    _attachments(folder, case)
    return len(case.says)


def _attachments(folder: Path, case: Case) -> None:
    for say in case.says:
        if say.media and say.media.path:
            path = folder / say.media.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(media.data(say.media))


def _put(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for part in parts:
            file.write(part)
