"""Writes the whole case into a folder."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from sample import case as cases
from sample import media, scale, telegram_json, truth, wire
from sample.case import Case

SEED = 20260412


def write(out: Path, *, seed: int = SEED, messages: int | None = None) -> dict[str, int]:
    """Makes every input and ``truth.toml``; returns records per input."""
    case = cases.build(seed)
    out.mkdir(parents=True, exist_ok=True)
    records, case, more = _witness_a(out / "witness-a", case, messages)
    counts = {"witness-a": records}
    items = wire.load()
    folder = out / "wire"
    folder.mkdir()
    for item in items:
        (folder / item.file).write_bytes(wire.written(item, items))
    counts["wire"] = len(items)
    _put(out / "truth.toml", [truth.text(case, items, more, {})])
    _put(out / "translations.toml", [truth.translations(case)])
    return counts


def _witness_a(folder: Path, case: Case, messages: int | None) -> tuple[int, Case, Counter[str]]:
    """Returns how many records, the case with their numbers, and what was added to it."""
    folder.mkdir()
    _attachments(folder, case)
    path = folder / "result.json"
    if messages is None or messages <= len(case.says):
        rows = ((case.ids[say.key], say) for say in case.says)
        _put(path, telegram_json.document(case.cast, rows, case.ids))
        return len(case.says), case, Counter()
    numbers = scale.Numbers()
    _put(path, scale.stream(case, messages, numbers))
    numbers.counts["message"] = numbers.counts["records"] = messages - len(case.says)
    return messages, replace(case, ids=numbers.ids), numbers.counts


def _attachments(folder: Path, case: Case) -> None:
    for say in case.says:
        if say.media and say.media.path:
            path = folder / say.media.path
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(media.data(say.media))


def _put(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)
